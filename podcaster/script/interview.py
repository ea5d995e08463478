"""Interviews without quotation marks: which paragraphs are whose answers."""

from __future__ import annotations

import re
from collections import Counter
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence

    from podcaster.script.speakers import Cast

_LABEL = re.compile(r"(?P<label>[^\W\d_][\w.'’-]*(?: [^\W\d_][\w.'’-]*){0,3}): +(?=\S)")  # Anna Berg: Ja.
_FIRST_PERSON = re.compile(
    r"\b(?:ich|wir|mir|mich|uns|mein|meine|meinen|meiner|unser|unsere|unseren)\b", re.IGNORECASE
)
_QUOTED = re.compile(r"[„“”\"»«][^„“”\"»«]*[„“”\"»«]")
_FEWEST_TURNS = 2
"""Paragraphs that begin with the same label, and labels that do so."""
_FEWEST_QUESTIONS = 3
_LONGEST_QUESTION = 400  # characters


class Turn(NamedTuple):
    """What somebody says in an interview: from ``start`` to the end of a paragraph."""

    start: int
    speaker: str
    label: str


def find_turns(paragraphs: Sequence[str], headings: Collection[int], cast: Cast) -> dict[int, Turn]:
    """The answers of an interview by paragraph; none where the text is no interview.

    Questions stay the narrator's. Two forms are known: each paragraph begins with a name and a colon,
    or questions stand alone (as headings or paragraphs) and the answers speak of *ich* and *wir*.
    """
    return _labelled(paragraphs, headings, cast) or _asked(paragraphs, headings, cast)


def _labelled(paragraphs: Sequence[str], headings: Collection[int], cast: Cast) -> dict[int, Turn]:
    found = {
        number: match
        for number, text in enumerate(paragraphs)
        if number not in headings and (match := _LABEL.match(text))
    }
    counts = Counter(match["label"] for match in found.values())
    labels = {label for label, count in counts.items() if count >= _FEWEST_TURNS}
    speakers = {label: name for label in labels if (name := cast.person(label.split()[-1]))}
    if len(labels) < _FEWEST_TURNS or not speakers:
        return {}
    turns: dict[int, Turn] = {}
    last = max(number for number, match in found.items() if match["label"] in labels)
    label = ""
    for number, text in enumerate(paragraphs[: last + 1]):
        start = 0
        if number in found and found[number]["label"] in labels:
            label, start = found[number]["label"], found[number].end()
        if number in headings:
            label = ""
        elif label in speakers and text.strip():
            turns[number] = Turn(start, speakers[label], label)
    return turns


def _asked(paragraphs: Sequence[str], headings: Collection[int], cast: Cast) -> dict[int, Turn]:
    questions = [number for number, text in enumerate(paragraphs) if _is_question(text)]
    if len(questions) < _FEWEST_QUESTIONS:
        return {}
    answers = [
        number + 1 for number in questions if number + 1 < len(paragraphs) and number + 1 not in questions
    ]
    personal = [number for number in answers if _FIRST_PERSON.search(_QUOTED.sub("", paragraphs[number]))]
    told = [text for text in paragraphs[: questions[0]] if _FIRST_PERSON.search(_QUOTED.sub("", text))]
    speaker = cast.protagonist(questions[0])
    if speaker is None or told or len(personal) < _FEWEST_QUESTIONS or 2 * len(personal) <= len(answers):
        return {}
    return {
        number: Turn(0, speaker, speaker)
        for number in range(questions[0] + 1, answers[-1] + 1)
        if number not in questions and number not in headings and paragraphs[number].strip()
    }


def _is_question(text: str) -> bool:
    return text.rstrip().endswith("?") and len(text) <= _LONGEST_QUESTION
