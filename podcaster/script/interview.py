"""Interviews: which paragraphs are whose answers, and which labels need no second reading."""

from __future__ import annotations

import re
from itertools import takewhile
from typing import TYPE_CHECKING, NamedTuple

from podcaster.script import people

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence

    from podcaster.script.quotes import Quote
    from podcaster.script.speakers import Cast

_LABEL = re.compile(r"(?P<label>[^\W\d_][\w.'’-]*(?: [^\W\d_][\w.'’-]*){0,3}): +(?=\S)")  # Anna Berg: Ja.
_FIRST_PERSON = re.compile(
    r"\b(?:ich|wir|mir|mich|uns|mein|meine|meinen|meiner|unser|unsere|unseren)\b", re.IGNORECASE
)
_QUOTED = re.compile(r"[„“”\"»«][^„“”\"»«]*[„“”\"»«]")
# Das Gespräch führte Lena Maier.  Interview: Lena Maier.  Zur Person: …
_CLOSING = re.compile(
    r"""
      ^ (?: Das \ )? (?: Gespräch | Interview ) \b .{0,40}? (?: führte | : | wurde )
    | ^ (?: Die \ )? Fragen \ stellten?
    | ^ (?: Zur \ Person | Mit \ .{3,60} \ sprach )
    """,
    re.VERBOSE,
)
_FEWEST_TURNS = 2
"""Paragraphs that begin with the same label, and labels that do so."""
_FEWEST_QUESTIONS = 3
_LONGEST_QUESTION = 400  # characters
_WHO_NEED_NO_LABELS = 2  # more cannot be told apart by whose turn it is
# Labels of those who ask, and of whoever answers, whatever the person is called.
_ASKING = frozenset(
    {"frage", "interviewer", "interviewerin", "redaktion", "moderator", "moderatorin", "reporter"}
)
_ANSWERING = frozenset({"antwort"})


class Turn(NamedTuple):
    """What somebody says in an interview: from ``start`` to the end of a paragraph."""

    start: int
    speaker: str | None
    """None where the article does not name the one who answers."""
    label: str | None


def find_turns(
    paragraphs: Sequence[str], headings: Collection[int], cast: Cast, strong: Collection[int] = frozenset()
) -> dict[int, Turn]:
    """The answers of an interview by paragraph; none where the text is no interview.

    Questions stay the narrator's. Two forms are known: each paragraph begins with a name and a colon,
    or questions stand alone (as headings or paragraphs, in bold or not) and the answers speak of *ich*
    and *wir*. ``strong`` numbers the paragraphs all in bold.
    """
    return _labelled(paragraphs, headings, cast, strong) or _asked(paragraphs, headings, cast, strong)


def quiet_labels(paragraphs: Sequence[str], quotes: Sequence[Quote]) -> dict[int, str]:
    """The labels of an interview that are not read, by paragraph, colon included.

    Of two who talk by turns each is named once: their voices tell them apart from then on. Where more
    than two talk, every label is read.
    """
    answering = {
        quote.mention
        for quote in quotes
        if quote.mention and quote.start and _label_of(paragraphs[quote.paragraph]) == quote.mention
    }
    if not answering:
        return {}
    labels = {number: label for number, text in enumerate(paragraphs) if (label := _label_of(text))}
    turns: dict[str, list[int]] = {}
    for number, label in labels.items():
        turns.setdefault(_key(label), []).append(number)
    parties = {key for key, numbers in turns.items() if len(numbers) >= _FEWEST_TURNS}
    if len(parties) > _WHO_NEED_NO_LABELS:
        return {}
    return {number: f"{labels[number]}:" for key in parties for number in turns[key][1:]}


def _labelled_by(text: str) -> re.Match[str] | None:
    return _LABEL.match(text) if ": " in text else None


def _label_of(text: str) -> str | None:
    match = _labelled_by(text)
    return match["label"] if match else None


def _key(label: str) -> str:
    """What is the same in *Anna Berg* and *Berg*, *DIE ZEIT* and *ZEIT*."""
    return label.rsplit(maxsplit=1)[-1].casefold()


def _labelled(
    paragraphs: Sequence[str], headings: Collection[int], cast: Cast, strong: Collection[int]
) -> dict[int, Turn]:
    found = {
        number: match
        for number, text in enumerate(paragraphs)
        if number not in headings and (match := _labelled_by(text))
    }
    texts: dict[str, list[str]] = {}
    for number, match in found.items():
        texts.setdefault(_key(match["label"]), []).append(paragraphs[number])
    texts = {key: said for key, said in texts.items() if len(said) >= _FEWEST_TURNS}
    asking = {key for key, said in texts.items() if key in _ASKING or _asks(said)}
    spelt = {
        key: max((m["label"] for m in found.values() if _key(m["label"]) == key), key=len) for key in texts
    }
    known = {key for key, label in spelt.items() if cast.person(label.split()[-1])}
    if len(asking) == len(texts):  # two who argue ask each other
        asking = set()
    if not asking and known:  # a paper that asks without question marks
        asking = {key for key, label in spelt.items() if key not in known and not _is_name(label)}
    speakers = {key: _name(label, cast, len(paragraphs)) for key, label in spelt.items() if key not in asking}
    is_interview = asking and any(_is_name(spelt[key]) or key in _ANSWERING for key in speakers)
    if len(texts) < _FEWEST_TURNS or not (is_interview or known & speakers.keys()):
        return {}
    turns: dict[int, Turn] = {}
    last = max(number for number, match in found.items() if _key(match["label"]) in texts)
    label, key = "", ""
    for number, text in enumerate(paragraphs[: last + 1]):
        start = 0
        if number in found and _key(found[number]["label"]) in texts:
            label, start = found[number]["label"], found[number].end()
            key = _key(label)
        elif number in headings or number in strong:
            key = ""
        if key in speakers and text.strip():
            turns[number] = Turn(start, speakers[key], label)
    return turns


def _name(label: str, cast: Cast, end: int) -> str | None:
    if _key(label) in _ANSWERING:
        return cast.protagonist(end)
    return cast.person(label.rsplit(maxsplit=1)[-1]) or label


def _is_name(label: str) -> bool:
    """Berg, Anna Berg; but not ZEIT, and no function."""
    words = label.split()
    return all(word[0].isupper() and not word.isupper() for word in words) and not people.is_function(
        words[-1]
    )


def _asks(said: Sequence[str]) -> bool:
    return 2 * sum(text.rstrip().endswith("?") for text in said) > len(said)


def _asked(
    paragraphs: Sequence[str], headings: Collection[int], cast: Cast, strong: Collection[int]
) -> dict[int, Turn]:
    bold = [number for number in sorted(strong) if number not in headings]
    is_bold = sum(map(_is_question, (paragraphs[number] for number in bold))) >= _FEWEST_QUESTIONS
    questions = bold if is_bold else [number for number, text in enumerate(paragraphs) if _is_question(text)]
    if len(questions) < _FEWEST_QUESTIONS:
        return {}
    answers = _answers(paragraphs, questions, headings)
    personal = [numbers for numbers in answers if any(_is_personal(paragraphs[number]) for number in numbers)]
    told = not is_bold and any(map(_is_personal, paragraphs[: questions[0]]))
    speaker = cast.protagonist(questions[0])
    is_known = speaker is not None or is_bold
    if not is_known or told or len(personal) < _FEWEST_QUESTIONS or 2 * len(personal) <= len(answers):
        return {}
    # without bold questions, what follows the last answer's first paragraph may be the paper's own
    last = len(paragraphs) if is_bold else questions[-1] + 1
    return {
        number: Turn(0, speaker, speaker)
        for numbers in answers
        for number in takewhile(lambda at: not _CLOSING.search(paragraphs[at]), numbers)
        if number <= last and paragraphs[number].strip()
    }


def _answers(
    paragraphs: Sequence[str], questions: Sequence[int], headings: Collection[int]
) -> list[list[int]]:
    """The paragraphs behind each question, up to the next one; none for a question behind which nothing stands."""
    ends = [*questions[1:], len(paragraphs)]
    runs = (
        [number for number in range(question + 1, end) if number not in headings]
        for question, end in zip(questions, ends, strict=True)
    )
    return [run for run in runs if run]


def _is_personal(text: str) -> bool:
    return _FIRST_PERSON.search(_QUOTED.sub("", text)) is not None


def _is_question(text: str) -> bool:
    return text.rstrip().endswith("?") and len(text) <= _LONGEST_QUESTION
