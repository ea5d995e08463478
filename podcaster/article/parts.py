"""Pieces of a page in reading order, and the rules that look at more than one of them."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from podcaster.article import boilerplate
from podcaster.article.text import count_words, ends_sentence, key

if TYPE_CHECKING:
    from collections.abc import Sequence

    from podcaster.model import BlockKind

_CAPTION = "picture caption"
_TWICE = "stands there twice"
_CAPTION_WORDS = 4
_NEAR = 3
"""Pieces between a caption and its repetition."""
_PARAGRAPH_WORDS = 14
_LIST_END_WORDS = 20


@dataclass(frozen=True, slots=True)
class Piece:
    """A visible piece of text; ``why`` is set where it is left out."""

    kind: BlockKind
    text: str
    group: int = 0
    """Pieces that hang together on the page, such as lines without a blank line between them."""
    why: str | None = None
    linked: bool = False
    """Most of it is a link."""

    def left_out(self, why: str) -> Piece:
        """The same piece, left out for a reason; the first reason stays."""
        return self if self.why else replace(self, why=why)


@dataclass(frozen=True, slots=True)
class Parts:
    """What was found of an article; ``before`` and ``pieces`` hold what is left out as well."""

    title: str
    kicker: str | None
    lead: str | None
    pieces: tuple[Piece, ...]
    before: tuple[Piece, ...] = ()


def sift(pieces: Sequence[Piece]) -> list[Piece]:
    """Leave out what the table of boilerplate knows, captions that repeat, and lists of other articles."""
    known = [_known(piece) for piece in pieces]
    return _without_sections(_without_repeats(known))


def _known(piece: Piece) -> Piece:
    if piece.why:
        return piece
    why = boilerplate.why_left_out(piece.text)
    return piece.left_out(why) if why else piece


def _without_repeats(pieces: list[Piece]) -> list[Piece]:
    """A caption often stands there twice, the second time with its credit."""
    keys = [key(piece.text) for piece in pieces]
    result = list(pieces)
    for i, text in enumerate(keys):
        if count_words(pieces[i].text) < _CAPTION_WORDS:
            continue
        for j in range(i + 1, min(i + 1 + _NEAR, len(keys))):
            if not keys[j].startswith(text):
                continue
            if pieces[j].why == _CAPTION or (keys[j] == text and pieces[i].group == pieces[j].group):
                result[i], result[j] = result[i].left_out(_CAPTION), result[j].left_out(_CAPTION)
            elif keys[j] == text:
                result[j] = result[j].left_out(_TWICE)
    return result


def _without_sections(pieces: list[Piece]) -> list[Piece]:
    """Leave out what hangs on a line such as "Lesen Sie auch", up to the next paragraph of the article."""
    result = []
    why: str | None = None
    at = 0
    for i, piece in enumerate(pieces):
        opens = boilerplate.opens_section(piece.text) if piece.kind != "list item" else None
        if opens:
            why, at = opens, i
            result.append(piece.left_out(opens))
        elif why and _goes_on(pieces, i, at):
            why = None
            result.append(piece)
        else:
            result.append(piece.left_out(why) if why else piece)
    return result


def _goes_on(pieces: Sequence[Piece], i: int, opened_at: int) -> bool:
    """Whether the article goes on at ``i``, after the line that opened a section at ``opened_at``.

    Teasers come as headline and a sentence in one group; an article comes as paragraphs, a first one
    of some length or two in a row.
    """
    piece = pieces[i]
    if piece.linked or piece.why or not ends_sentence(piece.text):
        return False
    if any(other.group == piece.group for other in pieces[opened_at:i]):
        return False
    return count_words(piece.text) >= _PARAGRAPH_WORDS
