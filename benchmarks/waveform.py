"""Draw an episode: its waveform, with who speaks in colour, as an SVG for the README.

Takes the episode, the transcript that lies beside it, and what ``podcaster inspect`` says of the article:

    podcaster convert artikel.html -o artikel.mp3
    podcaster inspect artikel.html --json > artikel.json
    python benchmarks/waveform.py artikel.mp3 artikel.json waveform.svg
"""

from __future__ import annotations

import argparse
import html
import json
import math
import re
import subprocess
from array import array
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING, Any

from podcaster.audio import ffmpeg_exe

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

WIDTH, MARGIN = 1280, 24
HEADLINE, MARKS, MIDDLE, HALF_HEIGHT = 28, 60, 148, 72
AXIS, LEGEND, HEIGHT = 242, 280, 300
BAR, STEP = 2.2, 3.2
SAMPLE_RATE_HZ = 8000
# about half an em of 12 px
LETTER_WIDTH = 6.2

# middle tones, which stand on white and on black alike
COLOURS = {
    "headline": "#4f6df5",
    "lead": "#0ea5a4",
    "heading": "#a855f7",
    "narrator": "#8b98a9",
    "quotation": "#f59e0b",
}
STYLE = """
text { font: 12px -apple-system, "Segoe UI", Helvetica, Arial, sans-serif; fill: #57606a }
.mark { font-weight: 600 } text.headline { font-weight: 600; font-size: 17px; fill: #4f6df5 } .tick { stroke: #57606a; stroke-opacity: .35 }
@media (prefers-color-scheme: dark) { text { fill: #a8b3bf } .tick { stroke: #a8b3bf } }
"""


@dataclass(frozen=True, slots=True)
class Span:
    """A stretch of the episode in one colour."""

    start_ms: int
    end_ms: int
    kind: str
    segment: int


def spans(vtt: str, segments: Sequence[dict[str, Any]]) -> Iterator[Span]:
    """Each cue with its role, found by walking transcript and script side by side, letter by letter."""
    ends, letters = [], 0
    for segment in segments:
        letters += len("".join(segment["text"].split()))
        ends.append(letters)
    position = number = 0
    for start, end, text in re.findall(r"(\S+) --> (\S+)\n<v [^>]*>(.*)", vtt):
        while position >= ends[number]:
            number += 1
        yield Span(_milliseconds(start), _milliseconds(end), _kind(segments[number]), number)
        position += len("".join(html.unescape(text).split()))


def levels(mp3: Path, bars: int) -> tuple[list[float], int]:
    """The loudness of as many slices as there are bars, from 0 to 1, and the duration in ms."""
    command = [ffmpeg_exe(), "-v", "error", "-i", str(mp3), "-map", "0:a"]
    command += ["-ar", str(SAMPLE_RATE_HZ), "-f", "s16le", "pipe:1"]
    samples = array("h", subprocess.run(command, check=True, capture_output=True).stdout)
    edges = [len(samples) * bar // bars for bar in range(bars + 1)]
    means = [_mean(samples[start:end]) for start, end in pairwise(edges)]
    loudest = max(means) or 1.0
    return [mean / loudest for mean in means], len(samples) * 1000 // SAMPLE_RATE_HZ


def draw(mp3: Path, vtt: str, script: dict[str, Any]) -> str:
    """The picture as SVG text."""
    segments = script["segments"]
    found = list(spans(vtt, segments))
    bars = int((WIDTH - 2 * MARGIN) / STEP)
    heights, duration_ms = levels(mp3, bars)
    per_ms = (WIDTH - 2 * MARGIN) / duration_ms
    title = html.escape(script["title"])
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {HEIGHT}" role="img">',
        f"<title>{title}</title>",
        f"<style>{STYLE}</style>",
        f'<text class="headline" x="{MARGIN}" y="{HEADLINE}">{title}</text>',
        *_marks(found, segments, per_ms),
        *_bars(found, heights, duration_ms),
        *_axis(duration_ms, per_ms),
        *_legend({span.kind for span in found}),
        "</svg>",
    ]
    return "\n".join(parts) + "\n"


def _bars(found: Sequence[Span], heights: Sequence[float], duration_ms: int) -> Iterator[str]:
    """One path a colour: a line up and down for each slice, with round ends."""
    strokes: dict[str, list[str]] = {kind: [] for kind in COLOURS}
    current = 0
    for bar, height in enumerate(heights):
        time_ms = (bar + 0.5) * duration_ms / len(heights)
        while current + 1 < len(found) and found[current + 1].start_ms <= time_ms:
            current += 1
        half = max(1.0, HALF_HEIGHT * height)
        strokes[found[current].kind].append(f"M{MARGIN + bar * STEP:.1f} {MIDDLE - half:.1f}v{2 * half:.1f}")
    for kind, lines in strokes.items():
        if lines:
            colour = COLOURS[kind]
            yield f'<path d="{"".join(lines)}" stroke="{colour}" stroke-width="{BAR}" stroke-linecap="round"/>'


def _marks(found: Sequence[Span], segments: Sequence[dict[str, Any]], per_ms: float) -> Iterator[str]:
    """What is read at the lead and at each heading, as far as there is room up to the next."""
    starts: dict[int, Span] = {}
    for span in found:
        if span.kind in {"lead", "heading"}:
            starts.setdefault(span.segment, span)
    places = [(MARGIN + span.start_ms * per_ms, span) for span in starts.values()]
    for (place, span), after in zip(places, [x for x, _ in places[1:]] + [WIDTH], strict=True):
        room = int((after - place - 8) / LETTER_WIDTH)
        text = segments[span.segment]["text"]
        label = text if len(text) <= room else text[: room - 1].rstrip() + "…"
        yield f'<path class="tick" d="M{place:.1f} {MARKS - 11}V{AXIS - 18}"/>'
        if room > len("Wort"):
            yield (
                f'<text class="mark" x="{place + 5:.1f}" y="{MARKS}" style="fill:{COLOURS[span.kind]}">'
                f"{html.escape(label)}</text>"
            )


def _axis(duration_ms: int, per_ms: float) -> Iterator[str]:
    step_s = next(step for step in (10, 30, 60, 300, 600, 3600) if duration_ms / step / 1000 <= 12)
    for second in range(0, duration_ms // 1000 + 1, step_s):
        place = MARGIN + second * 1000 * per_ms
        yield f'<text x="{place:.1f}" y="{AXIS}">{second // 60}:{second % 60:02}</text>'


def _legend(kinds: set[str]) -> Iterator[str]:
    place = float(MARGIN)
    for kind, colour in COLOURS.items():
        if kind in kinds:
            yield f'<rect x="{place:.0f}" y="{LEGEND - 10}" width="12" height="12" rx="3" fill="{colour}"/>'
            yield f'<text x="{place + 18:.0f}" y="{LEGEND}">{kind}</text>'
            place += 48 + len(kind) * LETTER_WIDTH


def _kind(segment: dict[str, Any]) -> str:
    """A quotation wherever it stands in the text, else the role; everything but titles is the narrator's."""
    if segment["role"] in COLOURS:
        return str(segment["role"])
    return "quotation" if segment["quote"] in {"direct", "partial"} else "narrator"


def _mean(samples: array[int]) -> float:
    return math.sqrt(sum(sample * sample for sample in samples) / len(samples)) if samples else 0.0


def _milliseconds(timestamp: str) -> int:
    hours, minutes, seconds = timestamp.split(":")
    return int(hours) * 3_600_000 + int(minutes) * 60_000 + round(float(seconds) * 1000)


def main() -> None:
    """Draw what the command line names."""
    parser = argparse.ArgumentParser(description="Draw an episode's waveform, with who speaks in colour.")
    parser.add_argument("episode", type=Path, help="MP3 with its .vtt beside it")
    parser.add_argument("script", type=Path, help="output of: podcaster inspect --json")
    parser.add_argument("picture", type=Path, help="SVG to write")
    paths = parser.parse_args()
    vtt = paths.episode.with_suffix(".vtt").read_text(encoding="utf-8")
    script = json.loads(paths.script.read_text(encoding="utf-8"))
    paths.picture.write_text(draw(paths.episode, vtt, script), encoding="utf-8")
    print(paths.picture)


if __name__ == "__main__":
    main()
