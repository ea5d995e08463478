"""Where quotations stand in an article's paragraphs, forgotten marks supplied."""

from __future__ import annotations

import re
from bisect import bisect_right
from dataclasses import replace
from typing import TYPE_CHECKING

from podcaster.script.clauses import tokenize
from podcaster.script.marks import Pair, pair_marks
from podcaster.script.sentences import sentence_ends
from podcaster.script.verbs import find_verbs, lowered_words

if TYPE_CHECKING:
    from collections.abc import Sequence

_COLON = re.compile(r":\s+(?=[A-ZÄÖÜ])")
_LONGEST_INTRODUCTION = 300
"""Characters before a colon that may hold a verb of speech."""
_FURTHEST = 5
"""Paragraphs that a quotation may run on without marks of its own."""


def find_spans(paragraphs: Sequence[str]) -> list[list[Pair]]:
    """The quotations of each paragraph, in order.

    A mark that was never closed counts where a quotation may begin (at the paragraph's start, behind
    a colon) or where a later paragraph closes it; one that was never opened, where a verb of speech
    and a colon announce the words, or an earlier paragraph opened it. Others are misprints.
    """
    spans: list[list[Pair]] = []
    running: int | None = None  # the paragraph whose last quotation was not closed
    for number, text in enumerate(paragraphs):
        pairs = pair_marks(text)
        found: list[Pair] = []
        if running is not None:
            found, pairs = _continued(pairs)
            if found and not found[0].opened:
                for between in range(running + 1, number):
                    if paragraphs[between]:
                        whole = Pair(
                            0, len(paragraphs[between]), "", opened=False, closed=False, continued=True
                        )
                        spans[between] = [whole]
        following = paragraphs[number + 1] if number + 1 < len(paragraphs) else ""
        found = _supplied(text, found, pairs, following)
        spans.append(found)
        if found and not found[-1].closed:
            running = number
        elif found or pairs or (running is not None and number - running >= _FURTHEST):
            running = None
    return spans


def _continued(pairs: list[Pair]) -> tuple[list[Pair], list[Pair]]:
    """What goes on from the paragraph before, and the other pairs."""
    if pairs and pairs[0].opened and pairs[0].start <= 1:
        first = replace(pairs[0], continued=True)
        return [first], pairs[1:]
    closing = next((i for i, pair in enumerate(pairs) if not pair.opened), None)
    if closing is None:
        return [], pairs
    return [replace(pairs[closing], continued=True)], pairs[closing + 1 :]


def _supplied(text: str, found: list[Pair], pairs: Sequence[Pair], following: str) -> list[Pair]:
    """``found`` and the ``pairs`` that count, with a place for the marks they lack."""
    colons: list[int] | None = None
    for pair in pairs:
        if pair.opened and (pair.closed or _may_stay_open(text, pair, following)):
            found.append(pair)
        elif not pair.opened:
            colons = _speech_colons(text) if colons is None else colons
            at = bisect_right(colons, pair.end) - 1
            start = colons[at] if at >= 0 else -1
            if start < 0 or any(before.start < start < before.end for before in found[-1:]):
                continue
            while found and found[-1].start >= start:
                found.pop()
            found.append(replace(pair, start=start))
    return found


def _may_stay_open(text: str, pair: Pair, following: str) -> bool:
    if pair.start <= 1 or text[: pair.start].rstrip().endswith(":"):
        return True
    pairs = pair_marks(following)
    return bool(pairs) and (not pairs[0].opened or (pairs[0].start <= 1 and pairs[0].sign == pair.sign))


def _speech_colons(text: str) -> list[int]:
    """Where words begin that a verb of speech and a colon announce, marks or not."""
    ends = sentence_ends(text)
    starts = []
    for colon in _COLON.finditer(text):
        at = bisect_right(ends, colon.start())
        start = max(ends[at - 1] if at else 0, colon.start() - _LONGEST_INTRODUCTION)
        tokens = tokenize(text[start : colon.start()])
        if find_verbs(tokens, lowered_words(tokens)):
            starts.append(colon.end())
    return starts
