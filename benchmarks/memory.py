"""Peak memory of a short and of a very long text, which must be nearly the same.

A text of 600 and one of 60,000 words, each converted by its own process; the figure is the
largest resident set of any one process (podcaster's own or ffmpeg's).

    python benchmarks/memory.py [--long 60000]
"""

from __future__ import annotations

import argparse
import itertools
import subprocess
import sys
import tempfile
from pathlib import Path

from podcaster import read_article

EXAMPLE = Path(__file__).parent.parent / "examples" / "artikel.html"
SHORT_WORDS = 600
# In a child of its own, since the operating system counts the largest of all children so far.
MEASURE = """
import resource, subprocess, sys
subprocess.run(sys.argv[1:], check=True, stdout=subprocess.DEVNULL)
print(resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss)
"""


def write_text(path: Path, words: int) -> int:
    """A plain text of ``words`` words from the example's paragraphs, each numbered; gives its length."""
    article = read_article(EXAMPLE.read_text(encoding="utf-8"))
    paragraphs = [block.text for block in article.blocks if block.kind == "paragraph"]
    pieces, count = [article.title, article.lead or ""], 0
    for number in itertools.count(1):
        pieces.append(f"Absatz {number}: {paragraphs[number % len(paragraphs)]}")
        count += len(pieces[-1].split())
        if count >= words:
            break
    path.write_text("\n\n".join(pieces), encoding="utf-8")
    return count


def peak_mb(source: Path, target: Path) -> float:
    """Largest resident set of the conversion's processes, in MB."""
    command = [
        sys.executable,
        "-m",
        "podcaster",
        "--quiet",
        "convert",
        str(source),
        "--voice",
        "pico",
        "-o",
        str(target),
    ]
    run = subprocess.run(
        [sys.executable, "-c", MEASURE, *command], check=True, capture_output=True, text=True
    )
    return int(run.stdout) * (1 if sys.platform == "darwin" else 1024) / 1e6


def main() -> None:
    """Print the figures, a line each, as ``name: value``."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--long", type=int, default=100 * SHORT_WORDS, help="words of the long text")
    options = parser.parse_args()
    peaks = []
    with tempfile.TemporaryDirectory() as name:
        for words in (SHORT_WORDS, options.long):
            source = Path(name) / f"{words}.txt"
            count = write_text(source, words)
            target = source.with_suffix(".mp3")
            peaks.append(peak_mb(source, target))
            print(
                f"peak_mb_{words}_words: {peaks[-1]:.0f}  ({count} words, {target.stat().st_size / 1e6:.0f} MB of MP3)"
            )
    print(f"peak_mb_difference: {peaks[1] - peaks[0]:.0f}")


if __name__ == "__main__":
    main()
