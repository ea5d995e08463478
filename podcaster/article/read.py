"""The way from a page's text to an Article, and the ways in which it can end early."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

from podcaster.article import boilerplate
from podcaster.article.access import declares_closed
from podcaster.article.dates import parse_date
from podcaster.article.language import is_german
from podcaster.article.mend import mend
from podcaster.article.metadata import Facts
from podcaster.article.people import people
from podcaster.article.plain import read_plain
from podcaster.article.text import count_words
from podcaster.errors import LanguageError, NoArticleError, PaywallError
from podcaster.model import Article, Block, LeftOut

if TYPE_CHECKING:
    from podcaster.article.parts import Parts

_LARGEST = 20_000_000
"""Characters; fetch reads no more either."""
_LOOKS_LIKE_HTML = re.compile(
    r"\s*(?:<\?xml|<!doctype|<!--|<html|<head|<body)|<(?:html|body|head|article|main|section|div|p|h1|script|meta|title|noscript)[\s>]",
    re.IGNORECASE,
)
_MOST_LINES = 100_000
_CONTROL = bytes([*range(0x09), *range(0x0E, 0x20)])
_BINARY_SHARE = 0.02
# Some pages hold single NUL bytes; these beginnings say what else it is.
_BEGINNINGS = {
    "%PDF": "a PDF",
    "\x89PNG": "an image",
    "\ufffdPNG": "an image",
    "GIF8": "an image",
    "\xff\xd8\xff": "an image",
    "\ufffd\ufffd\ufffd\ufffd": "binary data",
    "PK\x03\x04": "an archive or an office document",
}
_FEWEST_WORDS = 15
_NO_TEXT = ("script", "style", "svg")
_TEASER_WORDS, _SHORT_TEASER_WORDS = 250, 100
_STATED_SHARE = 0.5
_CUT = re.compile(r"(?:…|\.\.\.|\[…\]|\(…\))\W*$")
_ONE_ARTICLE = "name the page of a single article"


def read_article(
    content: str,
    url: str | None = None,
    *,
    is_html: bool | None = None,
    any_language: bool = False,
    any_form: bool = False,
) -> Article:
    """Read a page's article: HTML, or plain text such as a page copied out of a browser.

    ``is_html`` None looks at the content. Raises NoArticleError where there is no running text,
    PaywallError where there is only a teaser, and LanguageError for another language than German
    unless ``any_language``. A live ticker is no article either, and with ``any_form`` read entry by entry.
    """
    subject = url or "the text"
    parts, facts = _parts(content, url, subject, is_html=is_html, any_form=any_form)
    text = [piece.text for piece in parts.pieces if not piece.why]
    _refuse_teaser(parts, facts, text, subject)
    if parts.is_list:
        raise NoArticleError(subject, "is a list of articles, such as a front page", _ONE_ARTICLE)
    if sum(map(count_words, [parts.lead or "", *text])) < _FEWEST_WORDS:
        raise NoArticleError(subject, "holds no article, or hardly a sentence of one", _ONE_ARTICLE)
    german = is_german("\n".join([parts.title, parts.lead or "", *text]))
    if not german and not any_language:
        raise LanguageError(subject, "is not in German", "use --force to read it anyway")
    return _article(parts, facts, german=german)


def read_part(content: str, url: str | None = None) -> Article:
    """Read one page of a story over several: it may be short, and holds less than the page says of the whole.

    Raises NoArticleError where it has no text at all, and PaywallError where it says that the text
    goes on for subscribers.
    """
    subject = url or "the text"
    parts, facts = _parts(content, url, subject, is_html=True, any_form=True)
    text = [piece.text for piece in parts.pieces if not piece.why]
    _refuse_teaser(parts, replace(facts, n_words=None), text, subject)
    if not text:
        raise NoArticleError(subject, "holds no text", _ONE_ARTICLE)
    return _article(parts, facts, german=True)


def _parts(
    content: str, url: str | None, subject: str, *, is_html: bool | None, any_form: bool
) -> tuple[Parts, Facts]:
    _refuse_rubbish(content, subject)
    content = mend(content)
    if is_html is None:
        is_html = _LOOKS_LIKE_HTML.search(content[:2000]) is not None
    if not is_html:
        return _from_text(content, url, subject)
    return _from_html(content, url, subject, any_form=any_form)


def _from_html(content: str, url: str | None, subject: str, *, any_form: bool) -> tuple[Parts, Facts]:
    # lxml costs 30 ms
    from lxml import etree  # noqa: PLC0415

    from podcaster.article.forms import reform  # noqa: PLC0415
    from podcaster.article.metadata import linked_data  # noqa: PLC0415
    from podcaster.article.page import read_page  # noqa: PLC0415
    from podcaster.article.tree import parse  # noqa: PLC0415
    from podcaster.article.unseen import show_unseen  # noqa: PLC0415

    tree = parse(content, subject)
    nodes = linked_data(tree)
    etree.strip_elements(
        tree, *_NO_TEXT, with_tail=False
    )  # what follows need not go over them again and again
    closed = declares_closed(content)
    show_unseen(tree, nodes, closed=closed)
    elements = [*tree.iter()]  # lxml makes each anew, at every look, while nobody holds it
    parts, facts = read_page(tree, nodes, url)
    parts = reform(tree, nodes, url, parts, subject=subject, any_form=any_form)
    elements.clear()
    return parts, replace(facts, is_free=False) if closed else facts


def _from_text(content: str, url: str | None, subject: str) -> tuple[Parts, Facts]:
    if content.count("\n") > _MOST_LINES:
        raise NoArticleError(subject, f"has more than {_MOST_LINES} lines", "cut the article out of it")
    return read_plain(content), Facts(url=url)


def _refuse_rubbish(content: str, subject: str) -> None:
    if not content or content.isspace():
        raise NoArticleError(subject, "is empty", _ONE_ARTICLE)
    if len(content) > _LARGEST:
        raise NoArticleError(subject, f"is larger than {_LARGEST // 1_000_000} MB", _ONE_ARTICLE)
    for start, what in _BEGINNINGS.items():
        if content.startswith(start):
            raise NoArticleError(subject, f"is {what}, not a page of text", "save it as text first")
    beginning = content[:20_000]
    data = beginning.encode("utf-8", "ignore")
    n_strange = len(data) - len(data.translate(None, _CONTROL)) + beginning.count("\ufffd")
    if n_strange > _BINARY_SHARE * len(beginning):
        raise NoArticleError(subject, "is no text but binary data", _ONE_ARTICLE)


def _article(parts: Parts, facts: Facts, *, german: bool) -> Article:
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
        modified=facts.modified,
        language=_language(facts.language, german=german),
        blocks=tuple(
            Block(piece.kind, piece.text, piece.strong and piece.kind == "paragraph")
            for piece in parts.pieces
            if not piece.why
        ),
        left_out=tuple(LeftOut(piece.text, piece.why) for piece in left_out if piece.why),
        image_url=facts.image_url,
    )


def _from_bylines(bylines: list[str]) -> tuple[tuple[str, ...], str | None]:
    """Authors and publisher; "Von Küstenbote mit AP" names no person but a house."""
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
            authors += names
    return people(authors, publisher), publisher


def _language(stated: str | None, *, german: bool) -> str:
    """What the text is in; a page may state another language than it has."""
    if german:
        return stated if stated and stated.lower().startswith("de") else "de"
    return stated if stated and not stated.lower().startswith("de") else "und"


def _refuse_teaser(parts: Parts, facts: Facts, text: list[str], subject: str) -> None:
    """A short text that says itself that it goes on elsewhere; a long one is read whatever the page says."""
    n_words = sum(map(count_words, text))
    closed = facts.is_free is False
    cut = bool(text) and _CUT.search(text[-1]) is not None
    stated = facts.n_words is not None and n_words < _STATED_SHARE * facts.n_words
    signs = closed + parts.asks_for_money + cut + stated
    enough = 1 if n_words < _SHORT_TEASER_WORDS else 2 if n_words < _TEASER_WORDS else 3
    if signs >= enough and (closed or parts.asks_for_money or enough > 1):
        raise PaywallError(
            subject,
            f"shows only a teaser of {n_words} words, the rest is behind a paywall",
            "save the whole page as a file from your browser and read that",
        )
