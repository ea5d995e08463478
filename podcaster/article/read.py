"""The way from a page's text to an Article, and the ways in which it can end early."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from podcaster.article import boilerplate
from podcaster.article.dates import parse_date
from podcaster.article.language import is_german
from podcaster.article.metadata import Facts
from podcaster.article.plain import read_plain
from podcaster.article.text import count_words, first_unseen
from podcaster.errors import LanguageError, NoArticleError, PaywallError
from podcaster.model import Article, Block, LeftOut

if TYPE_CHECKING:
    from podcaster.article.parts import Parts

_LARGEST = 20_000_000
_HTML = re.compile(
    r"\s*(?:<\?xml|<!doctype|<!--|<html|<head|<body)|<(?:html|body|article|main|div|p|h1)[\s>]", re.IGNORECASE
)
_CONTROL = re.compile(r"[\x00-\x08\x0e-\x1f\ufffd]")
_BINARY_SHARE = 0.02
_BINARY_STARTS = {
    "%PDF": "a PDF",
    "\x89PNG": "an image",
    "\ufffdPNG": "an image",
    "GIF8": "an image",
    "PK\x03\x04": "an archive",
}
_FEWEST_WORDS = 40
_TEASER_WORDS = 250
_ELLIPSIS = re.compile(r"(?:…|\.\.\.|\[…\]|\(…\))\s*$")
_OPEN_A_PAGE = "name a page with one article"


def read_article(
    content: str, url: str | None = None, *, is_html: bool | None = None, any_language: bool = False
) -> Article:
    """Read a page's article: HTML, or plain text such as a page copied out of a browser.

    ``is_html`` None looks at the content. Raises NoArticleError where there is no running text,
    PaywallError where there is only a teaser, and LanguageError for another language than German
    unless ``any_language``.
    """
    subject = url or "the text"
    _refuse_rubbish(content, subject)
    if _HTML.search(content[:2000]) is not None if is_html is None else is_html:
        parts, facts = _from_html(content, url, subject)
    else:
        parts, facts = read_plain(content), Facts(url=url)
    article = _article(parts, facts)
    _refuse_teaser(parts, facts, article, subject)
    text = " ".join(block.text for block in article.blocks)
    if count_words(f"{article.lead or ''} {text}") < 3:  # noqa: PLR2004
        raise NoArticleError(subject, "holds no running text", _OPEN_A_PAGE)
    if not any_language and not is_german(f"{article.title} {article.lead or ''} {text}"):
        raise LanguageError(subject, "is not in German", "use --force to read it anyway")
    return article


def _from_html(content: str, url: str | None, subject: str) -> tuple[Parts, Facts]:
    from podcaster.article import page  # noqa: PLC0415  lxml costs 30 ms

    tree = page.parse(content)
    if tree is None:
        raise NoArticleError(subject, "is an empty page", _OPEN_A_PAGE)
    return page.read_page(tree, url)


def _refuse_rubbish(content: str, subject: str) -> None:
    if not content.strip():
        raise NoArticleError(subject, "is empty", _OPEN_A_PAGE)
    if len(content) > _LARGEST:
        raise NoArticleError(subject, f"is larger than {_LARGEST // 1_000_000} MB", _OPEN_A_PAGE)
    for start, what in _BINARY_STARTS.items():
        if content.startswith(start):
            raise NoArticleError(subject, f"is {what}, not a page of text", "save it as text first")
    if len(_CONTROL.findall(content[:20_000])) > _BINARY_SHARE * len(content[:20_000]):
        raise NoArticleError(subject, "is no text but binary data", _OPEN_A_PAGE)


def _article(parts: Parts, facts: Facts) -> Article:
    left_out = [*parts.before, *(piece for piece in parts.pieces if piece.why)]
    bylines = [piece.text for piece in left_out if piece.why == "byline"]
    authors, publisher = _from_bylines(bylines)
    dates = (parse_date(piece.text) for piece in left_out if piece.why == "date line")
    return Article(
        url=facts.url,
        title=parts.title,
        kicker=parts.kicker,
        lead=parts.lead,
        authors=facts.authors or authors,
        publisher=facts.publisher or publisher,
        published=facts.published or next((date for date in dates if date), None),
        language=facts.language or "de",
        blocks=tuple(Block(piece.kind, piece.text) for piece in parts.pieces if not piece.why),
        left_out=tuple(LeftOut(piece.text, piece.why) for piece in left_out if piece.why),
        image_url=facts.image_url,
    )


def _from_bylines(bylines: list[str]) -> tuple[tuple[str, ...], str | None]:
    """Authors and publisher; "Von Euronews mit AP" names no person but a house."""
    authors: list[str] = []
    publisher = None
    for line in bylines:
        match = boilerplate.table().byline.search(line)
        if match is None:
            continue
        names = [
            name.strip() for name in re.split(r"\s*(?:,|/|&|\||\bund\b)\s*", match["by"]) if name.strip()
        ]
        if match["from"] and len(names) == 1 and count_words(names[0]) == 1:
            publisher = publisher or names[0]
        else:
            authors += [name for name in names if count_words(name) > 1]
    return tuple(first_unseen(authors)), publisher


def _refuse_teaser(parts: Parts, facts: Facts, article: Article, subject: str) -> None:
    n_words = sum(count_words(block.text) for block in article.blocks)
    paid = facts.is_free is False or any(
        boilerplate.asks_for_money(piece.text) for piece in parts.pieces if piece.why
    )
    cut = bool(article.blocks) and _ELLIPSIS.search(article.blocks[-1].text) is not None
    if n_words < _TEASER_WORDS and ((paid and (cut or n_words < _FEWEST_WORDS)) or (facts.is_free is False)):
        raise PaywallError(
            subject,
            "shows only a teaser, the article is behind a paywall",
            "save the whole page as a file and read that",
        )
