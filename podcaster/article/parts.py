"""Pieces of a page in reading order, and the rules that look at more than one of them."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from podcaster.article import boilerplate
from podcaster.article.text import count_words, ends_sentence, key, words

if TYPE_CHECKING:
    from collections.abc import Sequence

    from podcaster.article.boilerplate import Section
    from podcaster.model import BlockKind

AFTER = "after the article"
_CRUMB_WORDS = 8
_CAPTION = "picture caption"
_TWICE = "stands there twice"
_CAPTION_WORDS = 4
_FINE_HEADINGS = frozenset({"date line", "picture credit", "picture gallery"})
"""A day or "Bilder aus der Stadt" may stand over a part of the text."""
_VAGUE = frozenset(
    {
        "not among the article's paragraphs",
        "beside the article",
        "between headline and text",
        "box beside the article",
        "button",
        "form",
    }
)
"""Reasons that say where a piece stands, and not what it is."""
_NEAR = 3
"""Pieces between a caption and its repetition."""
_PARAGRAPH_WORDS = 14
_HIGHLIGHT = "a sentence of the text, highlighted"
_HIGHLIGHT_LETTERS = 25
_MOST_TEXT = 300_000
"""Characters; looking for highlights in more would take long."""
_BARE = "heading of what is left out"
_CONTENT = frozenset(
    {
        "list of other articles",
        "link to another article",
        "newsletter or app prompt",
        "embedded content",
        "subscription prompt",
    }
)


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
    sure: bool = False
    """A paragraph that looks like the other paragraphs of the article."""
    strong: bool = False
    """All of it is bold."""

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
    asks_for_money: bool = False
    """A prompt to subscribe stands in the text or right after it."""
    is_list: bool = False
    """Of teasers, as front pages are."""


def sift(pieces: Sequence[Piece]) -> list[Piece]:
    """Leave out what the table of boilerplate knows, and captions that repeat."""
    return _without_repeats([_known(piece) for piece in pieces])


def sift_body(pieces: Sequence[Piece]) -> list[Piece]:
    """Leave out lists of other articles, highlighted sentences, and what is left bare or hangs after the end."""
    return _without_tail(_trim(_without_bare_headings(_without_highlights(_without_sections(pieces)))))


def _known(piece: Piece) -> Piece:
    """The piece, left out if the table knows it; what it says is told rather than where the piece stands."""
    if piece.why in _VAGUE:
        section = boilerplate.opens_section(piece.text)
        why = boilerplate.why_left_out(piece.text) or (section.why if section else None)
        return replace(piece, why=why or piece.why)
    if piece.why:
        return piece
    why = boilerplate.why_left_out(piece.text)
    if why in _FINE_HEADINGS and piece.kind == "heading":
        return piece
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
            elif keys[j] == text and (pieces[i].why is None or pieces[i].why == _CAPTION):
                result[j] = result[j].left_out(_TWICE)
    return result


def _without_sections(pieces: Sequence[Piece]) -> list[Piece]:
    """Leave out what hangs on a line such as "Lesen Sie auch", up to where the article goes on."""
    result = []
    opened: Section | None = None
    groups: set[int] = set()
    for i, piece in enumerate(pieces):
        opens = boilerplate.opens_section(piece.text) if piece.kind != "list item" else None
        if opens:
            opened, groups = opens, {piece.group}
            result.append(piece.left_out(opens.why))
        elif opened and piece.group not in groups and _goes_on(pieces[i : i + _NEAR], ends=opened.ends):
            opened = None
            result.append(piece)
        else:
            groups.add(piece.group)
            result.append(piece.left_out(opened.why) if opened else piece)
    return result


def _without_highlights(pieces: list[Piece]) -> list[Piece]:
    """A sentence of the text that stands beside it once more, in large type."""
    keys = [_bare(piece.text) if piece.kind == "paragraph" and not piece.why else "" for piece in pieces]
    sure = {i for i, piece in enumerate(pieces) if piece.sure}
    whole = "\n".join(keys)
    if len(whole) > _MOST_TEXT:
        return pieces
    often = Counter(keys)

    def is_highlight(i: int) -> bool:
        text = keys[i]
        long_enough = len(text) >= _HIGHLIGHT_LETTERS and i not in sure
        return long_enough and often[text] == 1 and whole.count(text) > 1

    return [piece.left_out(_HIGHLIGHT) if is_highlight(i) else piece for i, piece in enumerate(pieces)]


def _bare(text: str) -> str:
    """The words of a text with a blank around each: a sentence is found in a paragraph whatever its marks."""
    return f" {' '.join(words(text)).casefold()} "


def _without_bare_headings(pieces: list[Piece]) -> list[Piece]:
    """A heading goes with the text under it: between it and the next one all was left out."""
    result = list(pieces)
    bare: int | None = None
    lost = False
    for i, piece in enumerate(pieces):
        if piece.why:
            lost = lost or piece.why in _CONTENT
        elif piece.kind == "heading":
            if bare is not None and lost:
                result[bare] = result[bare].left_out(_BARE)
            bare, lost = i, False
        else:
            bare = None
    return result


def _goes_on(pieces: Sequence[Piece], *, ends: bool) -> bool:
    """Whether the article goes on with the first of some pieces, after a line that opened a section.

    Teasers come as a headline and a sentence; an article goes on with a paragraph of some length,
    and after a section that usually ends it, with two in a row.
    """
    if pieces[0].sure or _heads_sure(pieces):
        return True
    following = [piece for piece in pieces if not piece.why]
    return pieces[0].why is None and all(map(_is_paragraph, following[: 1 + ends])) and len(following) > ends


def _heads_sure(pieces: Sequence[Piece]) -> bool:
    """Whether the first is a heading, no link, and right under it stands a paragraph of the article."""
    return pieces[0].kind == "heading" and not pieces[0].linked and len(pieces) > 1 and pieces[1].sure


def _is_paragraph(piece: Piece) -> bool:
    long_enough = count_words(piece.text) >= _PARAGRAPH_WORDS
    return not piece.why and not piece.linked and long_enough and ends_sentence(piece.text)


def _without_tail(pieces: list[Piece]) -> list[Piece]:
    """Cut the agency's mark off the last paragraph."""
    last = max((i for i, piece in enumerate(pieces) if not piece.why and piece.kind != "note"), default=None)
    cut = boilerplate.cut_tail(pieces[last].text) if last is not None else None
    if last is None or cut is None or not cut[0]:
        return pieces
    text, mark, why = cut
    parts = [replace(pieces[last], text=text), replace(pieces[last], text=mark, why=why)]
    return [*pieces[:last], *parts, *pieces[last + 1 :]]


def _trim(pieces: list[Piece]) -> list[Piece]:
    """Leave out headings that have no text under them, and crumbs after the last sentence."""
    ends = [
        i
        for i, p in enumerate(pieces)
        if not p.why
        and (p.kind in {"list item", "note"} or (p.kind == "paragraph" and ends_sentence(p.text)))
    ]
    last = ends[-1] if ends else -1
    return [
        p
        if i <= last or (p.kind == "paragraph" and count_words(p.text) >= _CRUMB_WORDS)
        else p.left_out(AFTER)
        for i, p in enumerate(pieces)
    ]
