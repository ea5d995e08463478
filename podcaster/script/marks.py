"""Quotation marks → pairs, whatever a page uses for marks and however it forgets them."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterator

# What may close a quotation that was opened so. „ and ‚ open only; the others go by what is around them.
CLOSERS = {
    "„": frozenset({"“", "”", "‟", '"', "''", "«"}),
    ",,": frozenset({"''", '"', "“", "”", "``"}),
    "‚": frozenset({"‘", "’", "'", "‛"}),
    "»": frozenset({"«"}),
    "«": frozenset({"»"}),
    "›": frozenset({"‹"}),
    "‹": frozenset({"›"}),
    "“": frozenset({"”", '"'}),
    "”": frozenset({"”"}),
    '"': frozenset({'"', "“", "”", "''"}),
    "``": frozenset({"''", '"', "``"}),
    "''": frozenset({"''"}),
    "‘": frozenset({"’", "'"}),
    "'": frozenset({"'", "’"}),
    "`": frozenset({"'", "´", "`"}),
}
_WEAK = frozenset("‚‘’'`´‛") | {"''", "``"}  # alone, they are something else
_APOSTROPHES = frozenset("'’‘`´′‛")
_ONLY_OPEN = frozenset({"„", "‚", ",,"})
# ``, '', two commas before a word, or a single mark; the first sign is looked for by itself, which is fastest
_MARK = re.compile(r"[„“”‟\"»«‚‘’‛'`´›‹,](?:(?<=`)`|(?<=')'|(?<=,),(?=\w)|(?<!,))")

# What may stand right before an opening mark, besides white space and another mark.
_BEFORE_OPENING = frozenset("([{–—-/…:,;.!?¿¡|+=&")
_OPENING_BRACKETS = frozenset("([{")
_AFTER_CLOSING = frozenset(",;:!?)]}")
# 's war einmal, 'ne Menge, 'raus: letters that an apostrophe replaces at a word's beginning.
_ELISION = re.compile(
    r"(?:s|n|ne|nen|nem|ner|nes|mal|nauf|nein|rein|raus|rauf|runter|rum|ran|rüber|\d{2}(?:er|ern)?)\b",
    re.IGNORECASE,
)
_DEEPEST = 4


class Mark(NamedTuple):
    """A character (or two of a typewriter's) that may open or close a quotation where it stands."""

    start: int
    end: int
    sign: str
    opens: bool
    closes: bool


@dataclass(frozen=True, slots=True)
class Pair:
    """An outermost pair of marks; ``start`` and ``end`` hold the marks, an end without one is told."""

    start: int
    end: int
    sign: str
    opened: bool = True
    closed: bool = True
    continued: bool = False
    """Whether the quotation began in a paragraph before."""


def find_marks(text: str) -> list[Mark]:
    """Every quotation mark of ``text``; apostrophes, inches and commas are none."""
    return _without_inches(text, list(_marks(text)))


def _marks(text: str) -> Iterator[Mark]:
    for match in _MARK.finditer(text):
        start, end, sign = match.start(), match.end(), match.group()
        before, after = text[start - 1 : start], text[end : end + 1]
        if sign in _APOSTROPHES and before.isalnum() and after.isalnum():
            continue  # geht's
        if sign == "‚" and before.isalnum() and not after.isalnum():
            continue  # set as a comma
        if sign in _APOSTROPHES - {"‘"} and not before.isalnum() and _ELISION.match(text, end):
            continue
        clear_before = not before or before.isspace() or before in _BEFORE_OPENING or before in CLOSERS
        blank_after = not after or after.isspace()
        opens = sign in CLOSERS and clear_before and not blank_after and after not in _AFTER_CLOSING
        closes = bool(before) and not before.isspace() and before not in _OPENING_BRACKETS
        if blank_after and (not before or before.isspace()):
            opens, closes = sign in CLOSERS, bool(before)  # ' " ': the one or the other by turns
        if before.isspace() and after in _AFTER_CLOSING and sign not in _APOSTROPHES:
            closes = True  # « Wir kommen », sagte X
        if sign in _ONLY_OPEN:
            opens, closes = True, False
        yield Mark(start, end, sign, opens, closes)


def _without_inches(text: str, marks: list[Mark]) -> list[Mark]:
    """Take out what measures (15", 5' 30") and possessives (Hans' Haus) inside of a quotation.

    A closing mark after a digit or an s that stands before a word is none if the next mark of its
    sort can only close: one of the two must be something else.
    """
    following: dict[str, Mark] = {}
    kept: list[Mark] = []
    for mark in reversed(marks):
        before = text[mark.start - 1 : mark.start]
        suspicious = mark.sign in "\"'’" and (
            before.isdigit() or (mark.sign != '"' and before in "sxzß" and before)
        )
        later = following.get(mark.sign)
        if suspicious and not mark.opens:
            goes_on = text[mark.end : mark.end + 1] == " " and text[mark.end + 1 : mark.end + 2].isalnum()
            if goes_on and later is not None and later.closes and not later.opens:
                continue
        following[mark.sign] = mark
        kept.append(mark)
    kept.reverse()
    return kept


def pair_marks(text: str) -> list[Pair]:
    """The outermost pairs of ``text`` in order; what has no partner comes with ``opened`` or ``closed`` False.

    An unopened pair has ``start`` 0 and comes where its mark stands, an unclosed one is the last and
    ends with the text; either may hold other pairs, and who knows more decides what it is.
    """
    pairs: list[Pair] = []
    stack: list[tuple[Mark, int]] = []  # with the number of pairs before it
    for mark in find_marks(text):
        level = next(
            (i for i in range(len(stack) - 1, -1, -1) if mark.sign in CLOSERS[stack[i][0].sign]), None
        )
        if mark.closes and level is not None:
            opening, before = stack[level]
            del stack[level:], pairs[before:]  # inner pairs belong to the outer one
            pairs.append(Pair(opening.start, mark.end, opening.sign))
        elif mark.opens and len(stack) < _DEEPEST:
            stack.append((mark, len(pairs)))
        elif mark.closes and not mark.opens and not stack and _is_strong(text, mark):
            pairs.append(Pair(0, mark.end, mark.sign, opened=False))
    forgotten = next(((mark, before) for mark, before in stack if mark.sign not in _WEAK), None)
    if forgotten is not None:
        mark, before = forgotten
        if all(pair.sign != mark.sign for pair in pairs[before:]):
            del pairs[before:]
            pairs.append(Pair(mark.start, len(text), mark.sign, closed=False))
    return pairs


def _is_strong(text: str, mark: Mark) -> bool:
    """Whether a closing mark without an opening one is to be believed: no apostrophe, no inches."""
    return mark.sign not in _WEAK and not (mark.sign == '"' and text[mark.start - 1].isdigit())
