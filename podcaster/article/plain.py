"""Plain text, such as a page copied out of a browser → the parts of an article."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass, replace
from itertools import groupby, pairwise

from podcaster.article.boilerplate import asks_for_money
from podcaster.article.parts import AFTER, Parts, Piece, sift, sift_body
from podcaster.article.text import count_words, ends_sentence, key, one_line, visible, words

_NARROWEST_WRAP, _WIDEST_WRAP = 40, 100
"""Characters; hard-wrapped text has its longest line between them."""
_WRAPPED_SHARE = 0.6
_RUNNING_WORDS, _LONG_WORDS = 8, 20
_INNER_END = re.compile(r"[a-zäöüß)][.!?][\"'“”«»‘’‹›)]?\s+[\"'„“”«»‚‹›(]?[A-ZÄÖÜ]")
_HEADING_WORDS, _HEADING_CHARS = 14, 110
_TITLE_WORDS, _TITLE_CHARS = 28, 200
_TITLE_LONG_ENOUGH = 5
_KICKER_WORDS = 7
_LEAD_WORDS = 70
_LEAD_NEEDS_PARAGRAPHS = 3
_SUBTITLE_WORDS = 5
# not "24." nor "1.": a line may begin with a day or an ordinal
_BULLET = re.compile(r"(?:[-–—*•▪‣◦·●■►]|\(?(?:\d{1,2}|[a-z])\))\s+(?=\S)")
_NO_HEADING_END = re.compile(r"[,;:.…][\"'“”«»‘’‹›)\]]*$")
_BROKEN_WORD = re.compile(r"\w-$")
_KEEPS_HYPHEN = re.compile(r"(?:und|oder|bis|sowie|beziehungsweise|bzw\.?|noch|als)\b|[^a-zäöüß]")
_GLUE = re.compile(r"[a-zäöüß][A-ZÄÖÜ]")
_FEWEST_GLUED = 2
_MENU = "menu"
_BEFORE, _BETWEEN = "before the headline", "between headline and text"
_COST_OF_CRUMB, _COST_OF_LINE = 2, 6
"""In words of running text, for a piece that is left out and for a line that is no sentence."""
_NEAR, _FAR = 12, 40
"""Pieces of the text that a headline is compared with; pieces that cost a headline a point."""
_CONTENT_WORD = 5
_FEWEST_QUESTIONS = 3
_NO_TITLE_END = re.compile(r"[.,;:][\"'“”«»‘’‹›)\]]*$")
_SUBJECT = re.compile(
    r"(?:betreff|betr|subject):\s*(?:(?:aw|wg|re|fwd?|antw):\s*)*(?P<text>\S.*)", re.IGNORECASE
)
_QUOTED_MAIL = re.compile(r"^(?:>\s?)+")


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
    lines = _lines(visible(text))
    pieces = sift([_piece(line) for line in lines])
    start, _ = _run(pieces)
    pieces[start:] = sift_body(pieces[start:])
    start, end = _run(pieces)
    asks = any(asks_for_money(piece.text) for piece in pieces[start:] if piece.why)
    pieces = [piece if i <= end else piece.left_out(AFTER) for i, piece in enumerate(pieces)]
    title_at = _find_title(lines, pieces, start)
    if title_at is None:
        return _untitled(pieces, start)
    title = pieces[title_at].text
    kicker_at = _find_kicker(lines, pieces, title_at)
    before = [piece.left_out(_BEFORE) for i, piece in enumerate(pieces[:title_at]) if i != kicker_at]
    rest = [piece for piece in pieces[title_at + 1 :] if key(piece.text) != key(title)]
    lead, body = _lead(rest)
    kicker = None if kicker_at is None else pieces[kicker_at].text
    return Parts(title, kicker, lead, tuple(_questions(body)), tuple(before), asks_for_money=asks)


def _questions(pieces: list[Piece]) -> list[Piece]:
    """In an interview the short lines are what is asked, not headings."""
    headings = [piece for piece in pieces if piece.kind == "heading" and not piece.why]
    asked = [piece for piece in headings if piece.text.endswith("?")]
    if len(asked) < _FEWEST_QUESTIONS or len(asked) * 2 < len(headings):
        return pieces
    return [replace(piece, kind="paragraph") if piece in asked else piece for piece in pieces]


def _untitled(pieces: list[Piece], start: int) -> Parts:
    """A text without a headline is called by its subject if it is a mail, else by its first words."""
    before = tuple(
        piece.left_out(_BEFORE) for piece in pieces[:start] if piece.why or piece.kind != "list item"
    )
    body = tuple(pieces[start:])
    subject = next(filter(None, (_SUBJECT.match(piece.text) for piece in pieces[:start])), None)
    title = subject["text"] if subject else first_words(body[0].text) if body else ""
    return Parts(title, None, None, body, before)


def _run(pieces: list[Piece]) -> tuple[int, int]:
    """Where the article's paragraphs begin and end: the stretch with the most running text in it.

    A menu, a list of teasers or an imprint costs more than its few sentences bring.
    """
    best, best_start, best_end = 0, len(pieces), len(pieces)
    score, start = 0, 0
    for i, piece in enumerate(pieces):
        if piece.why:
            score -= _COST_OF_CRUMB
        elif is_running(piece.text):
            if score <= 0:
                score, start = 0, i
            score += count_words(piece.text)
        else:
            score -= 0 if piece.kind == "list item" else _COST_OF_LINE
        if score > best:
            best, best_start, best_end = score, start, i
    # what follows at once belongs to it: a last line without a full stop
    while (
        best_end + 1 < len(pieces) and not pieces[best_end + 1].why and pieces[best_end + 1].kind != "heading"
    ):
        best_end += 1
    return best_start, best_end


def is_running(text: str) -> bool:
    """Whether a text is a sentence or more, rather than a heading or a button; a long one may lack its full stop."""
    n_words = count_words(text)
    if ends_sentence(text):
        return n_words >= _RUNNING_WORDS
    return n_words >= _LONG_WORDS and _INNER_END.search(text) is not None


def _lines(text: str) -> list[_Line]:
    rows = [row.strip() for row in re.split(r"\r\n|[\n\r\f\v\u2028\u2029]", text)]
    if sum(row.startswith(">") for row in rows) > sum(map(bool, rows)) / 2:
        rows = [_QUOTED_MAIL.sub("", row) for row in rows]
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
    breaks = [pair for block in blocks for pair in pairwise(block)]
    if not _NARROWEST_WRAP <= width <= _WIDEST_WRAP or not breaks:
        return False
    forced = sum(not _would_fit(row, following, width) for row, following in breaks)
    return forced >= _WRAPPED_SHARE * len(breaks)


def _would_fit(row: str, following: str, width: int) -> bool:
    return len(row) + 1 + len(following.split(maxsplit=1)[0]) <= width


def _unwrap(block: list[str], width: int) -> list[str]:
    paragraphs = [block[0]]
    for row, following in pairwise(block):
        if _would_fit(row, following, width) or _BULLET.match(following):
            paragraphs.append(following)
        elif _BROKEN_WORD.search(row) and not _KEEPS_HYPHEN.match(following):
            paragraphs[-1] = paragraphs[-1][:-1] + following
        else:
            paragraphs[-1] += ("" if _BROKEN_WORD.search(row) and following[0].isupper() else " ") + following
    return paragraphs


def _piece(line: _Line) -> Piece:
    if line.text.isalpha() and len(_GLUE.findall(line.text)) >= _FEWEST_GLUED:
        return Piece("paragraph", line.text, line.block, why=_MENU)
    if bullet := _BULLET.match(line.text):
        return Piece("list item", line.text[bullet.end() :], line.block)
    looks = line.alone and _looks_like_heading(line.text)
    return Piece("heading" if looks else "paragraph", line.text, line.block)


def _looks_like_heading(text: str) -> bool:
    short = count_words(text) <= _HEADING_WORDS and len(text) <= _HEADING_CHARS
    return short and count_words(text) > 0 and not _NO_HEADING_END.search(text)


def _find_title(lines: list[_Line], pieces: list[Piece], start: int) -> int | None:
    """The line above the text that has the text's words in it, stands alone, and is long enough."""
    said = {
        _stem(word) for piece in pieces[start : start + _NEAR] if not piece.why for word in words(piece.text)
    }
    seen = Counter(key(piece.text) for piece in pieces[:start])

    def rank(i: int) -> tuple[float, int]:
        content = [
            _stem(word) for word in words(pieces[i].text) if len(word) >= _CONTENT_WORD or word.isupper()
        ]
        shared = sum(word in said for word in content) / max(3, len(content))
        length = min(count_words(pieces[i].text), _TITLE_LONG_ENOUGH) / _TITLE_LONG_ENOUGH
        again = seen[key(pieces[i].text)] > 1
        return 2 * shared + 2 * length + lines[i].alone + again - (start - i) / _FAR, -i

    def possible(i: int) -> bool:
        text = pieces[i].text
        short = len(text) <= _TITLE_CHARS and 0 < count_words(text) <= _TITLE_WORDS
        return not pieces[i].why and short and not _NO_TITLE_END.search(text)

    before = [i for i in range(start) if possible(i)]
    if before:
        return max(before, key=rank)
    # a headline with a full stop
    one_sentence = (
        start + 1 < len(pieces) and lines[start].alone and len(pieces[start].text) <= _HEADING_CHARS
    )
    return start if one_sentence and count_words(pieces[start].text) <= _HEADING_WORDS else None


def _stem(word: str) -> str:
    return word.casefold()[:_CONTENT_WORD]


def first_words(text: str) -> str:
    """The beginning of a text, as long as a headline."""
    if len(text) <= _HEADING_CHARS:
        return text
    return text[:_HEADING_CHARS].rsplit(" ", 1)[0].rstrip(" ,;:–-") + " …"


def _find_kicker(lines: list[_Line], pieces: list[Piece], title_at: int) -> int | None:
    before = title_at - 1
    if before < 0 or pieces[before].why or count_words(pieces[before].text) > _KICKER_WORDS:
        return None
    near = lines[before].alone or lines[before].block == lines[title_at].block
    return before if near and not _NO_TITLE_END.search(pieces[before].text.rstrip(":")) else None


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
