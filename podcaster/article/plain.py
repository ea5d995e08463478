"""Plain text, such as a page copied out of a browser → the parts of an article."""

from __future__ import annotations

import re
from dataclasses import dataclass
from itertools import groupby

from podcaster.article import boilerplate
from podcaster.article.parts import Parts, Piece, sift
from podcaster.article.text import count_words, ends_sentence, key, one_line, visible

_NARROWEST_WRAP, _WIDEST_WRAP = 40, 100
"""Characters; hard-wrapped text has its longest line between them."""
_WRAPPED_SHARE = 0.6
_RUNNING_WORDS = 8
_HEADING_WORDS, _HEADING_CHARS = 14, 110
_TITLE_WORDS, _TITLE_CHARS = 28, 200
_TITLE_LONG_ENOUGH = 5
_KICKER_WORDS = 7
_LEAD_WORDS = 70
_LEAD_NEEDS_PARAGRAPHS = 3
_SUBTITLE_WORDS = 5
_BULLET = re.compile(r"(?:[-–—*•▪‣◦·●■►]|\(?\d{1,2}[.)]|[a-z]\))\s+(?=\S)")
_NO_HEADING_END = re.compile(r"[,;:.…][\"'“”«»‘’‹›)\]]*$")
_BROKEN_WORD = re.compile(r"\w-$")
_KEEPS_HYPHEN = re.compile(r"(?:und|oder|bis|sowie|beziehungsweise|bzw\.?|noch|als)\b|[^a-zäöüß]")
_GLUED_MENU = re.compile(r"(?:[^\W\d_]+[a-zäöüß](?=[A-ZÄÖÜ])){2,}[^\W\d_]+")
_MENU = "menu"
_BEFORE, _BETWEEN, _AFTER = "before the headline", "between headline and text", "after the article"
_QUOTED_MAIL = re.compile(r"^(?:>\s?)+", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class _Line:
    text: str
    block: int
    """Lines without a blank line between them share one."""
    alone: bool
    """The only line of its block."""


def read_plain(text: str) -> Parts:
    """Headline, lead and body of a text; what is recognised as no part of it is left out.

    Raises nothing: a text without a headline gives an empty title, one without paragraphs no pieces.
    """
    lines = _lines(_QUOTED_MAIL.sub("", visible(text)))
    pieces = sift([_piece(line) for line in lines])
    start = next(
        (i for i, piece in enumerate(pieces) if not piece.why and is_running(piece.text)), len(pieces)
    )
    title_at = _find_title(lines, pieces, start)
    if title_at is None:
        title, kicker, begin = "", None, 0
    else:
        title, begin = pieces[title_at].text, title_at + 1
        kicker = _kicker(lines, pieces, title_at)
    for i in range(title_at or 0):
        pieces[i] = pieces[i].left_out(_BEFORE) if kicker is None or pieces[i].text != kicker else pieces[i]
    rest = [piece for piece in pieces[begin:] if key(piece.text) != key(title)]
    lead, body = _lead(rest)
    return Parts(
        title=title,
        kicker=kicker,
        lead=lead,
        pieces=tuple(_trim_end(body)),
        before=tuple(pieces[i] for i in range(title_at or 0) if pieces[i].why),
    )


def is_running(text: str) -> bool:
    """Whether a text is a sentence or more, rather than a heading or a button."""
    return ends_sentence(text) and count_words(text) >= _RUNNING_WORDS


def _lines(text: str) -> list[_Line]:
    rows = [row.strip() for row in re.split(r"\r\n|[\n\r\f\v\u2028\u2029]", text)]
    blocks = [list(group) for filled, group in groupby(rows, key=bool) if filled]
    if len(blocks) == 1 and not _is_wrapped(blocks):
        blocks = [[row] for row in blocks[0]]
    if _is_wrapped(blocks):
        width = max(len(row) for block in blocks for row in block)
        blocks = [_unwrap(block, width) for block in blocks]
    return [
        _Line(one_line(row), number, len(block) == 1)
        for number, block in enumerate(blocks)
        for row in block
        if one_line(row)
    ]


def _is_wrapped(blocks: list[list[str]]) -> bool:
    """Whether an editor or a mail program broke the lines: nearly all break where the next word did not fit."""
    width = max((len(row) for block in blocks for row in block), default=0)
    breaks = [pair for block in blocks for pair in zip(block, block[1:], strict=False)]
    if not _NARROWEST_WRAP <= width <= _WIDEST_WRAP or not breaks:
        return False
    forced = sum(not _would_fit(row, following, width) for row, following in breaks)
    return forced >= _WRAPPED_SHARE * len(breaks)


def _would_fit(row: str, following: str, width: int) -> bool:
    return len(row) + 1 + len(following.split(maxsplit=1)[0]) <= width


def _unwrap(block: list[str], width: int) -> list[str]:
    paragraphs = [block[0]]
    for row, following in zip(block, block[1:], strict=False):
        if _would_fit(row, following, width) or _BULLET.match(following):
            paragraphs.append(following)
        elif _BROKEN_WORD.search(row) and not _KEEPS_HYPHEN.match(following):
            paragraphs[-1] = paragraphs[-1][:-1] + following
        else:
            paragraphs[-1] += ("" if _BROKEN_WORD.search(row) and following[0].isupper() else " ") + following
    return paragraphs


def _piece(line: _Line) -> Piece:
    if _GLUED_MENU.fullmatch(line.text):
        return Piece("paragraph", line.text, line.block, why=_MENU)
    if bullet := _BULLET.match(line.text):
        return Piece("list item", line.text[bullet.end() :], line.block)
    looks = line.alone and _looks_like_heading(line.text)
    return Piece("heading" if looks else "paragraph", line.text, line.block)


def _looks_like_heading(text: str) -> bool:
    short = count_words(text) <= _HEADING_WORDS and len(text) <= _HEADING_CHARS
    return short and count_words(text) > 0 and not _NO_HEADING_END.search(text)


def _find_title(lines: list[_Line], pieces: list[Piece], start: int) -> int | None:
    """The first line of some length that stands alone before the first paragraph."""

    def rank(i: int) -> tuple[int, int]:
        n_words = count_words(pieces[i].text)
        return min(n_words, _TITLE_LONG_ENOUGH) + 3 * lines[i].alone, -i

    def possible(i: int) -> bool:
        text = pieces[i].text
        return not pieces[i].why and len(text) <= _TITLE_CHARS and 0 < count_words(text) <= _TITLE_WORDS

    before = [i for i in range(start) if possible(i)]
    if before:
        return max(before, key=rank)
    # a headline with a full stop
    one_sentence = (
        start + 1 < len(pieces) and possible(start) and count_words(pieces[start].text) <= _HEADING_WORDS
    )
    return start if one_sentence else None


def _kicker(lines: list[_Line], pieces: list[Piece], title_at: int) -> str | None:
    before = title_at - 1
    if before < 0 or pieces[before].why or count_words(pieces[before].text) > _KICKER_WORDS:
        return None
    near = lines[before].alone or lines[before].block == lines[title_at].block
    return pieces[before].text if near else None


def _lead(pieces: list[Piece]) -> tuple[str | None, list[Piece]]:
    """The lead, and the other pieces with the crumbs between headline and first paragraph left out."""
    running = [i for i, piece in enumerate(pieces) if not piece.why and is_running(piece.text)]
    if not running:
        return None, pieces
    first = running[0]
    head = [piece if piece.why else piece.left_out(_BETWEEN) for piece in pieces[:first]]
    if pieces and not pieces[0].why and first > 0 and count_words(pieces[0].text) >= _SUBTITLE_WORDS:
        return pieces[0].text, [*head[1:], *pieces[first:]]
    short = count_words(pieces[first].text) <= _LEAD_WORDS
    if short and pieces[first].kind == "paragraph" and len(running) > _LEAD_NEEDS_PARAGRAPHS:
        return pieces[first].text, [*head, *pieces[first + 1 :]]
    return None, [*head, *pieces[first:]]


def _trim_end(pieces: list[Piece]) -> list[Piece]:
    """Headings and crumbs after the last paragraph have no text to stand over."""
    ends = [i for i, p in enumerate(pieces) if not p.why and (p.kind == "list item" or is_running(p.text))]
    last = ends[-1] if ends else -1
    return [
        p if i <= last or p.why or p.kind == "paragraph" and ends_sentence(p.text) else p.left_out(_AFTER)
        for i, p in enumerate(pieces)
    ]
