"""Cold start to MP3 with the embedded voice, against bare synthesis plus a bare MP3 encode.

``podcaster convert`` runs as its own process, from the interpreter's start to the finished MP3
with chapters, tags and transcript. The floor is what nobody can do without: the voice speaking
the same sentences in a process that runs already, and one ``ffmpeg`` that encodes the same samples.

    python benchmarks/pipeline.py [ARTICLE] [--rounds 5]
"""

from __future__ import annotations

import argparse
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from py_nanotts import NanoTTS

from podcaster import read_article, write_script
from podcaster.audio import ffmpeg_exe

EXAMPLE = Path(__file__).parent.parent / "examples" / "artikel.html"
SAMPLE_RATE_HZ = 16_000


def whole_way(article: Path, folder: Path) -> float:
    """Seconds from a cold start to the MP3."""
    started = time.perf_counter()
    subprocess.run(
        [
            sys.executable,
            "-m",
            "podcaster",
            "--quiet",
            "convert",
            str(article),
            "--voice",
            "pico",
            "-o",
            str(folder / "a.mp3"),
        ],
        check=True,
        stdout=subprocess.DEVNULL,
    )
    return time.perf_counter() - started


def bare_synthesis(sentences: list[str]) -> tuple[float, bytes]:
    """Seconds, and the samples."""
    started = time.perf_counter()
    engine = NanoTTS()
    pcm = b"".join(engine.speak(sentence, voice="de-DE") for sentence in sentences)
    return time.perf_counter() - started, pcm


def bare_encode(pcm: bytes, folder: Path) -> float:
    """Seconds for mono, 44.1 kHz, 96 kbit/s."""
    raw = folder / "bare.raw"
    raw.write_bytes(pcm)
    started = time.perf_counter()
    subprocess.run(
        [
            ffmpeg_exe(),
            "-v",
            "error",
            "-y",
            "-f",
            "s16le",
            "-ar",
            str(SAMPLE_RATE_HZ),
            "-ac",
            "1",
            "-i",
            str(raw),
            "-ar",
            "44100",
            "-b:a",
            "96k",
            str(folder / "bare.mp3"),
        ],
        check=True,
    )
    return time.perf_counter() - started


def main() -> None:
    """Print the figures, a line each, as ``name: value``."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("article", nargs="?", type=Path, default=EXAMPLE)
    parser.add_argument("--rounds", type=int, default=5)
    options = parser.parse_args()
    script = write_script(read_article(options.article.read_text(encoding="utf-8")))
    sentences = [sentence.spoken for segment in script.segments for sentence in segment.sentences]
    whole, synthesis, encode = [], [], []
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        whole_way(options.article, folder)  # fills the disk cache
        for _ in range(options.rounds):
            whole.append(whole_way(options.article, folder))
            seconds, pcm = bare_synthesis(sentences)
            synthesis.append(seconds)
            encode.append(bare_encode(pcm, folder))
    floors = [spoken + encoded for spoken, encoded in zip(synthesis, encode, strict=True)]
    print(f"speech_s: {len(pcm) / 2 / SAMPLE_RATE_HZ:.1f}")
    print(f"bare_synthesis_s: {statistics.median(synthesis):.2f}")
    print(f"bare_encode_s: {statistics.median(encode):.2f}")
    print(f"cold_start_to_mp3_s: {statistics.median(whole):.2f}")
    print(f"pipeline_ratio: {statistics.median(w / f for w, f in zip(whole, floors, strict=True)):.2f}")


if __name__ == "__main__":
    main()
