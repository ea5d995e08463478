"""Which marks of the page a spoken sentence has lost: dashes, brackets, ellipses are all commas in it."""

from __future__ import annotations

import re
from difflib import SequenceMatcher
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterator

DASH, OPENING, CLOSING, ELLIPSIS = "–", "(", ")", "…"
_AS_COMMA = dict.fromkeys(map(ord, (DASH, OPENING, CLOSING, ELLIPSIS)), ",")

_WORD = re.compile(r"[^\W_]+(?:[-'’][^\W_]+)*")
# "30 – 40" is a range, "[…]" an omission: both are no pause
_MARK = re.compile(
    r"""
      (?P<dash>     (?<=[^\s\d])\s+[–—-]\s | (?<=\s)[–—]\s(?=\D) | (?<=\w)—(?=\w) )
    | (?P<ellipsis> (?<![(\[])(?:…|\.{3})(?![)\]]) )
    | (?P<opening>  (?<!\w)[(\[] )
    | (?P<closing>  [)\]](?!\w) )
    """,
    re.VERBOSE,
)
_SIGNS = {"dash": DASH, "ellipsis": ELLIPSIS, "opening": OPENING, "closing": CLOSING}
_SHORT_BRACKET = re.compile(r"[(\[]([^()\[\]]{0,12})[)\]]")
"""``(SPD)``, ``(43)``: said in passing, as between commas."""


class _Mark(NamedTuple):
    """A mark of the page, behind so many of its words."""

    sign: str
    words: int


def marked(text: str, spoken: str) -> str:
    """``spoken`` with the marks of ``text`` in the place of commas, one sign for each.

    A comma becomes a mark only where the words around it are known to be those around the mark on
    the page; words that are spoken otherwise (figures, abbreviations) tell nothing.
    """
    page = _SHORT_BRACKET.sub(r" \1 ", text)
    if "," not in spoken or not _MARK.search(page):
        return spoken
    said = list(_WORD.finditer(spoken))
    known = _same_words(_WORD.findall(page), [word[0] for word in said])
    signs = list(spoken)
    for mark in _marks(page):
        before = known.get(mark.words - 1)
        after = known.get(mark.words)
        last = before if before is not None else after - 1 if after else None
        if last is None or last + 1 >= len(said):
            continue
        comma = spoken.find(",", said[last].end(), said[last + 1].start())
        if comma >= 0:
            signs[comma] = mark.sign
    return "".join(signs)


def plain(text: str) -> str:
    """The text with a comma for each mark, as engines know them."""
    return re.sub(r"\s*,[\s,]*(?=,)", "", text.translate(_AS_COMMA)).replace(" ,", ",")


def _marks(page: str) -> Iterator[_Mark]:
    starts = [word.start() for word in _WORD.finditer(page)]
    words = 0
    for match in _MARK.finditer(page):
        while words < len(starts) and starts[words] < match.start():
            words += 1
        yield _Mark(_SIGNS[str(match.lastgroup)], words)


def _same_words(page: list[str], said: list[str]) -> dict[int, int]:
    """Which word of the page is which spoken one."""
    matcher = SequenceMatcher(a=page, b=said, autojunk=False)
    return {
        block.a + offset: block.b + offset
        for block in matcher.get_matching_blocks()
        for offset in range(block.size)
    }
