"""How the parts of a text follow each other to the ear: silences between blocks, and numbered ones."""

from __future__ import annotations

import re
from itertools import pairwise
from typing import TYPE_CHECKING, NamedTuple

from podcaster.german.numbers import ordinal
from podcaster.script.words import MONTHS

if TYPE_CHECKING:
    from collections.abc import Sequence

    from podcaster.model import Block, Pauses

_NUMBER = re.compile(r"\(?(?P<number>\d{1,2})(?:\.\)?|\))\s+(?P<rest>\W*(?P<word>[^\W_]+))")


class Numeral(NamedTuple):
    """The number that a block begins with, as written and as said."""

    written: str
    said: str


def numerals(blocks: Sequence[Block]) -> dict[int, Numeral]:
    """The blocks that are numbered, and how: ``1. Wohnen`` is *Erstens: Wohnen*.

    Only numbers that follow each other number anything: ``1. FC Köln`` is a club, ``3. Oktober`` a day.
    A countdown is as good.
    """
    found = {
        at: match
        for at, block in enumerate(blocks)
        if (match := _NUMBER.match(block.text)) and match["word"] not in MONTHS
    }
    numbered = sorted(found)
    counting = {
        at
        for one, other in pairwise(numbered)
        if blocks[one].kind == blocks[other].kind
        and abs(int(found[one]["number"]) - int(found[other]["number"])) == 1
        for at in (one, other)
    }
    return {
        at: Numeral(
            blocks[at].text[: found[at].start("rest")].rstrip(),
            f"{ordinal(int(found[at]['number']), 'ens').capitalize()}:",
        )
        for at in counting
    }


def is_followed_by_item(blocks: Sequence[Block], at: int) -> bool:
    """Whether the list goes on, or begins."""
    return at + 1 < len(blocks) and blocks[at + 1].kind == "list item"


def silence_behind(blocks: Sequence[Block], at: int, pauses: Pauses) -> int:
    """How long the silence behind a block is, by what follows, in milliseconds."""
    block = blocks[at]
    if block.kind == "heading":
        return pauses.heading_ms
    if at + 1 == len(blocks) or blocks[at + 1].kind == "heading":
        return pauses.section_ms
    if is_followed_by_item(blocks, at):
        if block.kind == "list item":
            return pauses.list_item_ms
        if block.text.rstrip().endswith(":"):
            return pauses.list_ms
    return pauses.paragraph_ms
