"""Where a sentence that is too long for an engine may be cut, if it must."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

STOPS = ".!?…;:,–()"

_LONGEST_WORD = 80
"""Letters; the longest words of German law have 67, and what is longer is no word."""

_PREPOSITIONS = (
    "in|im|an|am|auf|aus|bei|beim|bis|durch|für|gegen|mit|nach|ohne|seit|trotz|über|um|unter|von|vom|vor|wegen"
    "|zu|zum|zur|zwischen"
)

# Where a sentence may be cut, best first; a cut comes after the match.
_CUTS = tuple(
    re.compile(pattern)
    for pattern in (
        r"[.!?…;:–()]\s",
        r"\s[–—-]\s",
        r",\s",
        r"\s(?=(?:und|oder|aber|sondern|denn|sowie|beziehungsweise|als|wie|während)\s)",
        rf"\s(?=(?:{_PREPOSITIONS})\s)",
        r"(?<=[a-zäöüß])\s(?=[a-zäöüß])",
        r"\s",
    )
)
_EMERGENCY = len(_CUTS) - 1

# fünf Millionen dreihunderttausend; zwei Komma fünf: one number
_NUMBER = re.compile(
    r"""
    (?: \w* (?: eins | zwei | drei | vier | fünf | sechs | sieben | acht | neun | zehn | elf | zwölf
             | zig | ßig | hundert | tausend )
      | null | eine? | Komma | Million (?: en )? | Milliarden? | Billion (?: en )? )
    [,:]?
    """,
    re.VERBOSE,
)
# What belongs to the word behind it: der Minister, Herr Berg, nicht kommen
_CLINGING = re.compile(
    rf"""
    (?: d (?: er | ie | as | en | em | es )
      | (?: ein | [ms]ein | ihr | kein ) (?: e[rsmn]? )?
      | {_PREPOSITIONS}
      | und | oder | sowie | nicht | sehr | so | als | wie
      | Herr | Herrn | Frau | Doktor | Professor | Sankt )
    """,
    re.VERBOSE | re.IGNORECASE,
)
_FEWEST_WORDS = 2
"""A shorter part would be a stub."""


def split_clauses(text: str, max_chars: int) -> list[str]:
    """Cut a text into parts of at most ``max_chars``, at the ends of clauses where there are any.

    A part that would otherwise end in the air gets a comma, for the intonation. No part is a lone
    word, and none ends inside of a number or a name, as long as there is another place.
    """
    text = re.sub(rf"(\w{{{_LONGEST_WORD}}})(?=\w)", r"\1 ", text)
    parts = []
    while len(text) > max_chars:
        cut = _best_cut(text, max_chars - 1)
        parts.append(ended(text[:cut].rstrip(), ","))
        text = text[cut:].lstrip()
    return [*parts, text]


def ended(text: str, mark: str) -> str:
    """Close with a mark what has none: neural voices swallow the end of a text without one."""
    return text if text.endswith(tuple(STOPS)) else f"{text}{mark}"


def _best_cut(text: str, limit: int) -> int:
    # two parts about alike sound better than a long one and a stub
    rest = len(text) - limit
    earliest = limit // 4
    for level, cuts in enumerate(_CUTS):
        ends = [end for end in _ends(cuts, text, limit) if end >= earliest]
        whole = [end for end in ends if _leaves_whole(text, end, with_words=level > 1)]
        if level < _EMERGENCY:
            ends = whole
        ends = whole or ends
        if ends:
            balanced = [end for end in ends if len(text) - end >= min(rest + earliest, len(text) // 2)]
            return (balanced or ends)[-1]
    return limit


def _ends(cuts: re.Pattern[str], text: str, limit: int) -> Iterator[int]:
    return (match.end() for match in cuts.finditer(text, 0, limit))


def _leaves_whole(text: str, cut: int, *, with_words: bool) -> bool:
    """Whether both sides are more than a stub, and the cut parts no number and no name."""
    before, after = text[:cut].split(), text[cut:].split()
    if min(len(before), len(after)) < _FEWEST_WORDS:
        return False
    last, first = before[-1], after[0]
    if _NUMBER.fullmatch(last) and _NUMBER.fullmatch(first):
        return False
    if last.endswith(tuple(STOPS)) or not with_words:
        return True
    return not (last[:1].isupper() and first[:1].isupper()) and not _CLINGING.fullmatch(last)
