"""Recording → what is said when: chapters, and a WebVTT transcript by speaker."""

from __future__ import annotations

import re
from dataclasses import dataclass
from itertools import groupby
from typing import TYPE_CHECKING

from podcaster.model import Chapter, join_pieces

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from podcaster.model import Cue, Place, Recording, Script, Segment

NARRATOR = "Sprecher"
UNNAMED_SPEAKER = "Zitat"

LEAD_CHAPTER = "Vorspann"
"""A lead is no title: its chapter is called what it is."""

# two lines of 42 characters, as subtitles have them
_CAPTION_CHARS = 84

_ESCAPES = {"&": "&amp;", "<": "&lt;", ">": "&gt;"}
# "Satz, Satz": after a comma and the like is a better place to cut than between two words
_CLAUSE_END = re.compile(r"[,;:.!?…–—][\"“”‘’«»›‹)]*\s")


@dataclass(frozen=True, slots=True)
class Caption:
    """A piece of a transcript: who says what, in at most two lines."""

    start_ms: int
    end_ms: int
    speaker: str
    text: str


def chapters(script: Script, cues: Sequence[Cue], duration_ms: int) -> tuple[Chapter, ...]:
    """Jump marks for headline, lead and each heading, titled by what is read there; the lead as Vorspann.

    The first begins at 0 with the intro and each lasts until the next, so that they cover the whole.
    """
    starts_ms: dict[int, int] = {}
    for cue in cues:
        for place in cue.places:
            starts_ms.setdefault(place.segment, cue.start_ms)
    marks = [(starts_ms[index], title) for index, title in _titles(script) if index in starts_ms]
    if not marks:
        marks = [(0, script.title)]
    marks[0] = (0, marks[0][1])
    ends_ms = [start_ms for start_ms, _ in marks[1:]] + [duration_ms]
    return tuple(
        Chapter(start_ms, end_ms, title) for (start_ms, title), end_ms in zip(marks, ends_ms, strict=True)
    )


def webvtt(script: Script, recording: Recording) -> str:
    """The recording's transcript as WebVTT (https://www.w3.org/TR/webvtt1/), a voice span to each cue.

    It shows the article's own words; what a named speaker says stands under his name, other direct
    speech under "Zitat", everything else under "Sprecher".
    """
    blocks = [
        f"{_timestamp(caption.start_ms)} --> {_timestamp(caption.end_ms)}\n"
        f"<v {_voice_name(caption.speaker)}>{_escape(caption.text)}"
        for caption in captions(script, recording.cues)
    ]
    return "\n\n".join(["WEBVTT", *blocks]) + "\n"


def captions(script: Script, cues: Sequence[Cue]) -> Iterator[Caption]:
    """Each cue's text by speaker, long ones cut, the time shared out by length."""
    for cue in cues:
        pieces = [(speaker, piece) for speaker, text in _turns(script, cue) for piece in _cut(text)]
        total = sum(len(text) for _, text in pieces)
        said = 0
        for speaker, text in pieces:
            start_ms = cue.start_ms + (cue.end_ms - cue.start_ms) * said // total
            said += len(text)
            end_ms = cue.start_ms + (cue.end_ms - cue.start_ms) * said // total
            yield Caption(start_ms, max(end_ms, start_ms + 1), speaker, text)


def sentence_starts(script: Script, cues: Sequence[Cue]) -> dict[Place, int]:
    """When (ms) each sentence begins; within a cue the time is shared out by length of what is spoken."""
    starts = {}
    for cue in cues:
        lengths = [
            len(script.segments[place.segment].sentences[place.sentence].spoken) for place in cue.places
        ]
        total = sum(lengths) or 1
        for number, place in enumerate(cue.places):
            starts[place] = cue.start_ms + (cue.end_ms - cue.start_ms) * sum(lengths[:number]) // total
    return starts


def speaker_of(segment: Segment) -> str:
    """Under whose name a segment stands."""
    if segment.quote in {"direct", "partial"} and segment.speaker and segment.speaker.strip():
        return segment.speaker
    return UNNAMED_SPEAKER if segment.quote == "direct" else NARRATOR


def _titles(script: Script) -> Iterator[tuple[int, str]]:
    """The index of the first segment of headline, lead and each heading, and what is read there."""
    segments = script.segments
    seen = set()
    for index, segment in enumerate(segments):
        if segment.role not in {"headline", "lead", "heading"} or _goes_on(segments, index):
            continue
        if segment.role != "heading" and segment.role in seen:
            continue
        seen.add(segment.role)
        end = index + 1
        while end < len(segments) and _goes_on(segments, end):
            end += 1
        read = join_pieces(segment.text for segment in segments[index:end])
        # the headline may be read with its kicker
        yield index, {"headline": script.title, "lead": LEAD_CHAPTER}.get(segment.role, read)


def _goes_on(segments: Sequence[Segment], index: int) -> bool:
    """Whether a segment goes on with the sentence of the one before."""
    before = segments[index - 1] if index else None
    return before is not None and before.role == segments[index].role and before.pause_ms == 0


def _turns(script: Script, cue: Cue) -> Iterator[tuple[str, str]]:
    """Who says what within a cue: mostly one, more where one voice reads narrator and quotations."""
    said = [(speaker_of(segment := script.segments[place.segment]), segment, place) for place in cue.places]
    for speaker, turn in groupby(said, key=lambda piece: piece[0]):
        text = join_pieces(segment.sentences[place.sentence].text for _, segment, place in turn)
        if text.strip():
            yield speaker, " ".join(text.split())


def _cut(text: str) -> list[str]:
    """Pieces of about equal length, none longer than a caption, cut after clauses where that fits."""
    parts = -(-len(text) // _CAPTION_CHARS)
    pieces = []
    while parts > 1 and " " in text:
        ideal = len(text) // parts
        longest = min(_CAPTION_CHARS, len(text) - 1)
        ends = (match.end() for match in _CLAUSE_END.finditer(text, 0, longest))
        clauses = [end for end in ends if end >= ideal // 2]
        blanks = [place + 1 for place in (text.rfind(" ", 0, ideal), text.find(" ", ideal)) if place >= 0]
        cut = min(clauses or blanks, key=lambda place: abs(place - ideal))
        pieces.append(text[:cut].rstrip())
        text = text[cut:]
        parts = -(-len(text) // _CAPTION_CHARS)
    return [*pieces, text]


def _voice_name(speaker: str) -> str:
    """For a voice tag, whose end must not make an arrow of hyphens: ``<v A-->``."""
    return _escape(speaker).rstrip("-") or UNNAMED_SPEAKER


def _escape(text: str) -> str:
    """For cue text; without ``>`` no ``-->`` is left either."""
    return "".join(_ESCAPES.get(char, char) for char in " ".join(text.split()))


def _timestamp(time_ms: int) -> str:
    seconds, milliseconds = divmod(time_ms, 1000)
    minutes, seconds = divmod(seconds, 60)
    hours, minutes = divmod(minutes, 60)
    return f"{hours:02}:{minutes:02}:{seconds:02}.{milliseconds:03}"
