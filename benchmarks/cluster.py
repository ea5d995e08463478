"""How busy Dask's workers are kept, and what a cluster adds to the time of a text.

Workers on loopback speak a queue of 400 sentences with an engine that sleeps as long as a neural
voice computes (a third of the length of its speech, one core each), so that four of them fit on two cores;
what they give is listened to and paced as ever. ``busy_share`` is the time that they spent in the engine
over the time that they were there, from the first text to the last.

    python benchmarks/cluster.py [--workers 4] [--sentences 400]
"""

from __future__ import annotations

import argparse
import itertools
import os
import sys
import tempfile
import time
from pathlib import Path

from podcaster import read_article
from podcaster.model import Script, Segment, Sentence
from podcaster.script import split_sentences
from podcaster.speech import Cluster, Narrator, Sound
from podcaster.voices import Voice

EXAMPLE = Path(__file__).parent.parent / "examples" / "artikel.html"
SAMPLE_RATE_HZ = 22_050
MS_PER_LETTER = 65
REAL_TIME_FACTOR = 1 / 3


class SleepingEngine:
    """A tone for speech, after as much time as a neural voice would take; notes when it was at it."""

    max_chars = 300
    tone = b"".join(
        (8000 if sample % 100 < 50 else -8000).to_bytes(2, "little", signed=True) for sample in range(100)
    )

    def __init__(self, voice: Voice) -> None:
        self._log = Path(voice.model.removeprefix("into ")) / str(os.getpid())

    def speak(self, text: str, style: object) -> Sound:  # noqa: ARG002  (as engines are called)
        """Sleep, and hum."""
        began = time.time()
        seconds = len(text) * MS_PER_LETTER / 1000
        time.sleep(seconds * REAL_TIME_FACTOR)
        with self._log.open("a") as file:
            file.write(f"{began} {time.time()}\n")
        return Sound(self.tone * round(seconds * SAMPLE_RATE_HZ / 100), SAMPLE_RATE_HZ)


def queue(count: int) -> Script:
    """As many sentences as are asked for, of the example's."""
    article = read_article(EXAMPLE.read_text(encoding="utf-8"))
    texts = [text for block in article.blocks for text in split_sentences(block.text)]
    numbered = itertools.islice(zip(itertools.count(1), itertools.cycle(texts)), count)
    segments = (Segment("body", (Sentence(text, f"Satz {n}: {text}"),), pause_ms=400) for n, text in numbered)
    return Script(None, "Warteschlange", None, None, (), None, None, "de", tuple(segments))


def installed(folder: Path) -> None:
    """Make the engine known to every process that has ``folder`` on its path."""
    info = folder / "sleeping-1.0.dist-info"
    info.mkdir()
    (info / "METADATA").write_text("Name: sleeping\nVersion: 1.0\n")
    (info / "entry_points.txt").write_text("[podcaster.engines]\nsleeping = cluster:SleepingEngine\n")
    path = [str(folder), str(Path(__file__).parent)]
    sys.path[:0] = path
    os.environ["PYTHONPATH"] = os.pathsep.join([*path, os.environ.get("PYTHONPATH", "")])


def main() -> None:
    """Print the figures, a line each, as ``name: value``."""
    from distributed import LocalCluster  # noqa: PLC0415

    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--workers", type=int, default=4)
    parser.add_argument("--sentences", type=int, default=400)
    options = parser.parse_args()
    script = queue(options.sentences)
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        installed(folder)
        log = folder / "log"
        log.mkdir()
        voice = Voice("schlaf", "sleeping", f"into {log}", "de", "CC0-1.0", "-")
        with (
            LocalCluster(n_workers=options.workers, threads_per_worker=1, dashboard_address=":0") as cluster,
            Narrator(voice, workers=Cluster(cluster.scheduler_address)) as narrator,
        ):
            heard_s = sum(speech.duration_ms for speech in narrator.speak(script)) / 1000
        spans = [
            tuple(map(float, line.split()))
            for file in log.iterdir()
            for line in file.read_text().splitlines()
        ]
        processes = len(list(log.iterdir()))
    whole_s = max(end for _, end in spans) - min(began for began, _ in spans)
    busy_s = sum(end - began for began, end in spans)
    print(f"sentences: {len(spans)}")
    print(f"workers: {processes}")
    print(f"speech_s: {heard_s:.0f}")
    print(f"wall_s: {whole_s:.1f}")
    print(f"speech_per_wall: {heard_s / whole_s:.1f}")
    print(f"busy_share: {busy_s / whole_s / options.workers:.3f}")


if __name__ == "__main__":
    main()
