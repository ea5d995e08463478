"""What a second worker and the cache save, with an engine that costs as much as a neural voice.

The engine computes for 0.45 s on one core for each second of its speech, as Coqui's VITS does, and
hums. The example becomes an episode of a show with one worker and with two (``podcaster add``, each in a
show of its own), and once more after its sound was deleted: then all of it lies in the cache. Times are
of whole processes, from their start; ``cpu`` counts their workers and ffmpeg too.

    python benchmarks/speaking.py [ARTICLE]
"""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from podcaster.speech import Sound

EXAMPLE = Path(__file__).parent.parent / "examples" / "artikel.html"
SAMPLE_RATE_HZ = 22_050
MS_PER_LETTER = 65
CORE_SECONDS_PER_SECOND = 0.45

VOICE = """name = "rechner"
engine = "computing"
model = "-"
language = "de-DE"
licence = "CC0-1.0"
source = "-"
"""
# In a child of its own, since the operating system sums up all children so far.
MEASURE = """
import json, resource, subprocess, sys, time
began = time.perf_counter()
subprocess.run(sys.argv[1:], check=True, stdout=subprocess.DEVNULL)
used = resource.getrusage(resource.RUSAGE_CHILDREN)
print(json.dumps([time.perf_counter() - began, used.ru_utime + used.ru_stime]))
"""


class ComputingEngine:
    """A tone for speech, after as much computing as a neural voice would do."""

    max_chars = 300
    worker_mb = 100
    tone = b"".join(
        (8000 if sample % 100 < 50 else -8000).to_bytes(2, "little", signed=True) for sample in range(100)
    )

    def __init__(self, voice: object) -> None:
        """There is nothing to load."""

    def speak(self, text: str, style: object) -> Sound:  # noqa: ARG002  (as engines are called)
        """Compute, and hum."""
        seconds = len(text) * MS_PER_LETTER / 1000
        until = time.thread_time() + seconds * CORE_SECONDS_PER_SECOND
        while time.thread_time() < until:
            sum(range(1000))
        return Sound(self.tone * round(seconds * SAMPLE_RATE_HZ / 100), SAMPLE_RATE_HZ)


def installed(folder: Path) -> dict[str, str]:
    """Write what makes the engine known, and its voice; gives the environment that finds it."""
    info = folder / "computing-1.0.dist-info"
    info.mkdir()
    (info / "METADATA").write_text("Name: computing\nVersion: 1.0\n")
    (info / "entry_points.txt").write_text("[podcaster.engines]\ncomputing = speaking:ComputingEngine\n")
    (folder / "rechner.toml").write_text(VOICE)
    path = [str(folder), str(Path(__file__).parent), os.environ.get("PYTHONPATH", "")]
    return {**os.environ, "PYTHONPATH": os.pathsep.join(filter(None, path))}


def main() -> None:
    """Print the figures, a line each, as ``name: value``."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("article", nargs="?", type=Path, default=EXAMPLE)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        environment = installed(folder)

        def podcaster(*arguments: str) -> tuple[float, float]:
            """Seconds of time and of computing."""
            command = [
                sys.executable,
                "-c",
                MEASURE,
                sys.executable,
                "-m",
                "podcaster",
                "--quiet",
                *arguments,
            ]
            run = subprocess.run(command, check=True, capture_output=True, text=True, env=environment)
            wall_s, cpu_s = json.loads(run.stdout)
            return wall_s, cpu_s

        def add(show: Path) -> tuple[float, float]:
            voice = str(folder / "rechner.toml")
            return podcaster("add", str(options.article), "--show", str(show), "--voice", voice)

        took = {}
        for workers in (1, 2):
            show = folder / str(workers)
            podcaster("new", str(show))
            settings = show / "podcaster.toml"
            settings.write_text(settings.read_text().replace("# workers = 0", f"workers = {workers}"))
            took[workers] = add(show)
        (sound,) = (show / "public" / "episodes").glob("*.mp3")
        print(f"episode_mb: {sound.stat().st_size / 1e6:.1f}")
        sound.unlink()
        again = add(show)
    print(f"one_worker_s: {took[1][0]:.1f}")
    print(f"two_workers_s: {took[2][0]:.1f}")
    print(f"workers_ratio: {took[1][0] / took[2][0]:.2f}")
    print(f"rebuilt_s: {again[0]:.1f}")
    print(f"rebuilt_share: {again[0] / took[2][0]:.3f}")
    print(f"rebuilt_cpu_share: {again[1] / took[2][1]:.3f}")


if __name__ == "__main__":
    main()
