"""Recording → what is said when: chapters, and transcripts by speaker as WebVTT, SRT and JSON."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass, replace
from itertools import groupby
from typing import TYPE_CHECKING

from podcaster.model import Chapter, join_pieces

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from podcaster.model import Cue, Place, Recording, Script, Segment, Sentence

NARRATOR = "Sprecher"
UNNAMED_SPEAKER = "Zitat"

LEAD_CHAPTER = "Vorspann"
"""A lead is no title: its chapter is called what it is."""

CONTENTS_CHAPTER = "Inhalt"
"""An edition begins with it."""

# Two lines of 42 characters, as subtitles have them, and no longer than one looks at them
_CAPTION_CHARS = 84
_CAPTION_MS = 6_500
_SHORTEST_CHARS = 12  # however slowly it is said

# How long a character is heard, in letters: a figure is a word, and after a mark the voice pauses.
_WEIGHTS = dict.fromkeys("0123456789%€$§", 5.0) | dict.fromkeys(",;:–—", 4.0) | dict.fromkeys(".!?…", 5.0)
_SILENT_AT_THE_END = ",;:–—.!?…„“”‚‘’»«›‹\"'()"
_WEIGHTS |= dict.fromkeys("„“”‚‘’»«›‹\"'()", 0.2)

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

    Of an edition for its contents and each article, with its address. The first begins at 0 with the intro and each lasts until the next, so that they cover the whole.
    """
    starts_ms: dict[int, int] = {}
    for cue in cues:
        for place in cue.places:
            starts_ms.setdefault(place.segment, cue.start_ms)
    titles = _articles(script) if script.parts else ((index, title, None) for index, title in _titles(script))
    marks = [(starts_ms[index], title, url) for index, title, url in titles if index in starts_ms]
    if not marks:
        marks = [(0, script.title, None)]
    marks[0] = (0, *marks[0][1:])
    ends_ms = [start_ms for start_ms, *_ in marks[1:]] + [duration_ms]
    return tuple(
        Chapter(start_ms, end_ms, title, url)
        for (start_ms, title, url), end_ms in zip(marks, ends_ms, strict=True)
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


def srt(script: Script, recording: Recording) -> str:
    """The same as SubRip, in two lines; a name stands where the speaker changes.

    As https://podcasting2.org/docs/podcast-namespace/tags/transcript wants it.
    """
    blocks = []
    before = None
    for number, caption in enumerate(captions(script, recording.cues), start=1):
        name = "" if caption.speaker == before else f"{_one_line(caption.speaker)}: "
        before = caption.speaker
        times = f"{_timestamp(caption.start_ms)} --> {_timestamp(caption.end_ms)}".replace(".", ",")
        blocks.append(f"{number}\n{times}\n{_in_two_lines(name + _one_line(caption.text))}\n")
    return "\n".join(blocks)


def transcript_json(script: Script, recording: Recording) -> str:
    """The same as the podcast namespace's JSON: segments with speaker, times in seconds, and text."""
    segments = [
        {
            "speaker": caption.speaker,
            "startTime": caption.start_ms / 1000,
            "endTime": caption.end_ms / 1000,
            "body": caption.text,
        }
        for caption in captions(script, recording.cues)
    ]
    return json.dumps({"version": "1.0.0", "segments": segments}, ensure_ascii=False, indent=1)


def chapters_json(title: str, found: Sequence[Chapter]) -> str:
    """The jump marks as the podcast namespace's JSON chapters, version 1.2.0; times in seconds."""
    marks = [
        {"startTime": chapter.start_ms / 1000, "endTime": chapter.end_ms / 1000, "title": chapter.title}
        | ({"url": chapter.url} if chapter.url else {})
        for chapter in found
    ]
    return json.dumps({"version": "1.2.0", "title": title, "chapters": marks}, ensure_ascii=False, indent=1)


def captions(script: Script, cues: Sequence[Cue]) -> Iterator[Caption]:
    """Each cue's text by speaker, long ones cut; within a cue the time is shared out by what is spoken.

    A caption lasts some 7 s at most and holds two lines. Where a cue begins and ends is exact.
    """
    for cue in cues:
        turns = list(_turns(script, cue))
        if turns:  # the cue ends with its last sound, before the pause of the mark behind it
            _, text, weights = turns[-1]
            end = len(text.replace(" ", "").rstrip(_SILENT_AT_THE_END))
            weights[end:] = [0.0] * (len(weights) - end)
        share_ms = (cue.end_ms - cue.start_ms) / (sum(sum(weights) for _, _, weights in turns) or 1.0)
        said = 0.0
        found: list[Caption] = []
        for speaker, text, weights in turns:
            most_chars = int(len(text) * _CAPTION_MS / max(sum(weights) * share_ms, 1.0))
            done = 0
            for piece in _cut(text, most_chars):
                letters = len(piece.replace(" ", ""))
                said += sum(weights[done : done + letters])
                done += letters
                start_ms = found[-1].end_ms if found else cue.start_ms
                end_ms = max(cue.start_ms + round(said * share_ms), start_ms + 1)
                found.append(Caption(start_ms, end_ms, speaker, piece))
        if found:  # a lone mark weighs nothing
            found[-1] = replace(found[-1], end_ms=max(cue.end_ms, found[-1].start_ms + 1))
        yield from found


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


def _articles(script: Script) -> Iterator[tuple[int, str, str | None]]:
    """The index of the first segment of an edition's contents and of each article, with title and address."""
    yield 0, CONTENTS_CHAPTER, None
    for part in script.parts:
        yield part.segment, part.title, part.url


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


def _turns(script: Script, cue: Cue) -> Iterator[tuple[str, str, list[float]]]:
    """Who says what within a cue, and how long each letter of it is heard.

    Mostly one; more where one voice reads narrator and quotations.
    """
    said = [(speaker_of(segment := script.segments[place.segment]), segment, place) for place in cue.places]
    for speaker, turn in groupby(said, key=lambda piece: piece[0]):
        sentences = [segment.sentences[place.sentence] for _, segment, place in turn]
        text = " ".join(join_pieces(sentence.text for sentence in sentences).split())
        if text:
            yield speaker, text, [weight for sentence in sentences for weight in _weights(sentence)]


def _weights(sentence: Sentence) -> list[float]:
    """How long each character but the blanks is heard: ``12`` as long as ``zwölf``."""
    weights = [_WEIGHTS.get(char, 1.0) for char in "".join(sentence.text.split())]
    spoken = sum(_WEIGHTS.get(char, 1.0) for char in "".join(sentence.spoken.split()))
    factor = spoken / (sum(weights) or 1.0) if spoken else 1.0
    return [weight * factor for weight in weights]


def _cut(text: str, most_chars: int) -> list[str]:
    """Pieces of about equal length, none longer than a caption, cut after clauses where that fits."""
    most_chars = min(_CAPTION_CHARS, max(most_chars, _SHORTEST_CHARS))
    parts = -(-len(text) // most_chars)
    pieces = []
    while parts > 1 and " " in text:
        ideal = len(text) // parts
        longest = min(most_chars, len(text) - 1)
        ends = (match.end() for match in _CLAUSE_END.finditer(text, 0, longest))
        clauses = [end for end in ends if end >= ideal // 2]
        blanks = [place + 1 for place in (text.rfind(" ", 0, ideal), text.find(" ", ideal)) if place >= 0]
        cut = min(clauses or blanks, key=lambda place: abs(place - ideal))
        pieces.append(text[:cut].rstrip())
        text = text[cut:]
        parts = -(-len(text) // most_chars)
    return [*pieces, text]


def _voice_name(speaker: str) -> str:
    """For a voice tag, whose end must not make an arrow of hyphens: ``<v A-->``."""
    return _escape(speaker).rstrip("-") or UNNAMED_SPEAKER


def _one_line(text: str) -> str:
    """White space collapsed, and no arrow: it would look like a line of times."""
    return " ".join(text.split()).replace("-->", "→")


def _in_two_lines(text: str) -> str:
    """Cut at the blank next to the middle where it is too long for one line."""
    if len(text) <= _CAPTION_CHARS // 2 or " " not in text:
        return text
    middle = len(text) // 2
    blanks = [place for place in (text.rfind(" ", 0, middle), text.find(" ", middle)) if place >= 0]
    cut = min(blanks, key=lambda place: abs(place - middle))
    return f"{text[:cut]}\n{text[cut + 1 :]}"


def _escape(text: str) -> str:
    """For cue text; without ``>`` no ``-->`` is left either."""
    return "".join(_ESCAPES.get(char, char) for char in " ".join(text.split()))


def _timestamp(time_ms: int) -> str:
    seconds, milliseconds = divmod(time_ms, 1000)
    minutes, seconds = divmod(seconds, 60)
    hours, minutes = divmod(minutes, 60)
    return f"{hours:02}:{minutes:02}:{seconds:02}.{milliseconds:03}"
