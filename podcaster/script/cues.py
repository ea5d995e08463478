"""“Zitat … Zitatende”: what a narrator says around quotations for ears that have nothing else to go by.

As broadcasters do it, and no more: each mark read out is what blind listeners stop listening at. A longer
quotation is opened and closed; words that are woven into the narrator's sentence are only announced;
titles, scare quotes and short exclamations are left to the sentence that holds them.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from podcaster.script.quotes import Quote

FEWEST_WORDS = 6
"""Of a direct quotation, its interrupted parts together."""
FEWEST_WOVEN_WORDS = 4
_LONGEST_INTERRUPTION = 14
"""Words between two parts of one quotation: …“, sagte Bürgermeisterin Hanna Wiedemann bei der Eröffnung. „…"""

_WORD = re.compile(r"[^\W_]+")
_MARKS = "„“”‟\"»«›‹‚‘’'`"
_STOPS = ".!?…"
_PUNCTUATION = f"{_STOPS},;:–—-"


class Cue(NamedTuple):
    """What is said before a quotation and behind it; empty where nothing is."""

    before: str = ""
    after: str = ""


def find_cues(paragraphs: Sequence[str], quotes: Sequence[Quote]) -> dict[Quote, Cue]:
    """The cues of an article's quotations; one that a verb of speech interrupts has a single pair.

    Nested quotations are part of the outer one. The answers of an interview, which have no marks, are no
    quotations to the ear.
    """
    cues: dict[Quote, Cue] = {}
    for run in _runs(paragraphs, quotes):
        words = sum(_words(paragraphs[quote.paragraph][quote.start : quote.end]) for quote in run)
        first, last = run[0], run[-1]
        if first.kind == "partial" and words >= FEWEST_WOVEN_WORDS:
            cues[first] = Cue(_opening(paragraphs[first.paragraph], first.start, ","))
        elif first.kind == "direct" and words >= FEWEST_WORDS:
            cues[first] = Cue(_opening(paragraphs[first.paragraph], first.start, ":"))
            closing = _closing(paragraphs[last.paragraph], last.end)
            cues[last] = cues.get(last, Cue())._replace(after=closing)
    return cues


def _runs(paragraphs: Sequence[str], quotes: Sequence[Quote]) -> Iterator[list[Quote]]:
    """Quotations that are heard as one."""
    run: list[Quote] = []
    for quote in quotes:
        if quote.kind == "term" or not (_is_marked(paragraphs[quote.paragraph], quote) or quote.is_continued):
            continue
        if run and not _is_one(paragraphs, run[-1], quote):
            yield run
            run = []
        run.append(quote)
    if run:
        yield run


def _is_marked(paragraph: str, quote: Quote) -> bool:
    said = paragraph[quote.start : quote.end].strip()
    return said[:1] in _MARKS or said.rstrip(_PUNCTUATION)[-1:] in _MARKS


def _is_one(paragraphs: Sequence[str], one: Quote, other: Quote) -> bool:
    if other.is_continued:
        return True
    if one.kind != "direct" or other.kind != "direct" or one.speaker != other.speaker:
        return False
    text = paragraphs[one.paragraph]
    if one.paragraph == other.paragraph:
        between = text[one.end : other.start]
        stops = len(re.findall(rf"[{_STOPS}](?=\s)", between))
        return _words(between) <= _LONGEST_INTERRUPTION and stops <= 1 and ":" not in between
    return other.paragraph == one.paragraph + 1 and not _words(
        text[one.end :] + paragraphs[other.paragraph][: other.start]
    )


def _opening(paragraph: str, start: int, sign: str) -> str:
    """``Zitat:`` behind a colon or a full stop, ``, Zitat:`` in the midst of a sentence."""
    before = paragraph[:start].rstrip(f" {_MARKS}([")
    return f"Zitat{sign}" if not before or before[-1] in _PUNCTUATION else f", Zitat{sign}"


def _closing(paragraph: str, end: int) -> str:
    """``Zitatende.`` where the sentence is over, else as far as the narrator's own comma."""
    said, rest = paragraph[:end].rstrip(f" {_MARKS}"), paragraph[end:].lstrip()
    if not rest or (said[-1:] in _STOPS and not rest[:1].islower() and rest[:1] not in ",;:–—"):
        return "Zitatende" if rest and rest[0] in _STOPS else "Zitatende."
    lead = "" if said[-1:] in _STOPS else ", "
    return f"{lead}Zitatende" if rest[:1] in _PUNCTUATION else f"{lead}Zitatende,"


def _words(text: str) -> int:
    return len(_WORD.findall(text))
