"""What a page's head says of its article: JSON-LD, OpenGraph, ``<meta>``; nothing of it is read aloud unseen."""

from __future__ import annotations

import json
import re
from collections import deque
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any
from urllib.parse import urljoin, urlsplit

from podcaster.article.dates import parse_date
from podcaster.article.people import bylines, people
from podcaster.article.text import count_words, first_unseen, one_line
from podcaster.model import is_web_address

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from lxml.html import HtmlElement

_ARTICLE_TYPE = re.compile(r"(?:Article|BlogPosting|Report|Review|Recipe)$")
_LEGAL_FORM = re.compile(
    r"\s+(?:[-–|]\s.*\b(?:Verlag|Druck)\b.*|(?:GmbH|AG|KG|SE|eG|e\.\s?V\.)(?:\s*&\s*Co\.?.*)?)$"
)
_CDATA = re.compile(r"^\s*(?://)?\s*<!\[CDATA\[|(?://)?\s*\]\]>\s*$")
_LONGEST_NUMBER = 6
_TITLE_PARTS = re.compile(r"\s(?:[|–—»«›‹•·-]|::)\s")
_TITLE_PART_WORDS = 3
_TITLE_TAIL = re.compile(r"\s(?:[|–—-]|::)\s(?=[^|–—]*$)")

_HEADLINES = ("og:title", "twitter:title", "dc.title", "title", "headline")
_DESCRIPTIONS = ("og:description", "description", "twitter:description", "dc.description", "abstract")
_PUBLISHERS = ("application-name", "publisher", "dc.publisher", "apple-mobile-web-app-title")
_AUTHORS = ("author", "dc.creator", "article:author", "parsely-author", "sailthru.author")
_PUBLISHED = (
    *("article:published_time", "og:article:published_time", "datepublished", "date", "dc.date.issued"),
    *("dc.date", "dcterms.created", "pubdate", "publish-date", "last-modified", "article:modified_time"),
)
_MODIFIED = (
    *(
        "article:modified_time",
        "og:article:modified_time",
        "og:updated_time",
        "datemodified",
        "last-modified",
    ),
    *("dcterms.modified", "dc.date.modified"),
)
_IMAGES = ("og:image:secure_url", "og:image", "twitter:image")


@dataclass(frozen=True, slots=True)
class Facts:
    """What a page says of itself, best first; nothing here is known to be visible."""

    headlines: tuple[str, ...] = ()
    descriptions: tuple[str, ...] = ()
    authors: tuple[str, ...] = ()
    publisher: str | None = None
    published: datetime | None = None
    modified: datetime | None = None
    """Where it is later than ``published``."""
    url: str | None = None
    language: str | None = None
    image_url: str | None = None
    is_free: bool | None = None
    """``isAccessibleForFree``; publishers set it to False on open pages too."""
    n_words: int | None = None
    """Of the whole text, where the page tells it."""


def read_facts(tree: HtmlElement, nodes: Sequence[dict[str, Any]], url: str | None) -> Facts:
    """Collect what the ``nodes`` of JSON-LD, then meta elements, then links say."""
    metas = _metas(tree)
    linked = _best_article(nodes)

    def first(*names: str) -> str | None:
        return next((metas[name] for name in names if name in metas), None)

    canonical = next(
        (el.get("href") for el in tree.iterfind(".//link[@rel='canonical']") if el.get("href")), None
    )
    publisher = _LEGAL_FORM.sub(
        "",
        first("og:site_name")
        or next(iter(_names(linked.get("publisher"))), "")
        or first(*_PUBLISHERS)
        or _of_host(canonical or url)
        or "",
    )
    published = _first_date(_text(linked.get("datePublished")), *(metas.get(name) for name in _PUBLISHED))
    modified = _first_date(_text(linked.get("dateModified")), *(metas.get(name) for name in _MODIFIED))
    return Facts(
        headlines=tuple(
            first_unseen(
                text
                for text in (
                    *(_text(linked.get(name)) for name in ("headline", "alternativeHeadline", "name")),
                    *(metas.get(name) for name in _HEADLINES),
                    *_page_titles(tree),
                )
                if text
            )
        ),
        descriptions=tuple(
            first_unseen(
                text
                for text in (_text(linked.get("description")), *(metas.get(name) for name in _DESCRIPTIONS))
                if text
            )
        ),
        authors=_authors(
            people(_names(linked.get("author")), publisher) or people([first(*_AUTHORS) or ""], publisher),
            people(bylines(tree), publisher),
        ),
        publisher=publisher or None,
        published=published,
        modified=modified if modified and published and modified > published else None,
        url=_address(canonical, url) or _address(metas.get("og:url"), url) or url,
        language=_language(tree, linked, metas),
        image_url=_address(_image(linked.get("image")) or first(*_IMAGES), canonical or url),
        is_free=_truth(linked.get("isAccessibleForFree")),
        n_words=_number(linked.get("wordCount")),
    )


def _authors(stated: tuple[str, ...], shown: tuple[str, ...]) -> tuple[str, ...]:
    """Whom the head names, or those above the text where that line has them and more."""
    return shown if set(shown) > set(stated) else stated


def _first_date(*texts: str | None) -> datetime | None:
    return next((date for text in texts if text and (date := parse_date(text))), None)


def _metas(tree: HtmlElement) -> dict[str, str]:
    found: dict[str, str] = {}
    for meta in tree.iter("meta"):
        name = (meta.get("property") or meta.get("name") or meta.get("itemprop") or "").lower()
        content = one_line(meta.get("content") or "")
        if name and content:
            found.setdefault(name, content)
    return found


def linked_data(tree: HtmlElement) -> list[dict[str, Any]]:
    """The nodes of a page's JSON-LD, each with what describes the page as a whole laid open."""
    nodes = []
    for script in tree.iter("script"):
        if "ld+json" not in (script.get("type") or "") or not script.text:
            continue
        try:
            todo = deque([json.loads(_CDATA.sub("", script.text).strip().rstrip(";"), strict=False)])
        except (ValueError, RecursionError):
            continue  # broken JSON-LD is common and costs us only metadata
        while todo:
            node = todo.popleft()
            if isinstance(node, list):
                todo.extendleft(reversed(node))
            elif isinstance(node, dict):
                nodes.append(node)
                todo += [node[name] for name in ("@graph", "mainEntity", "mainEntityOfPage") if name in node]
    return nodes


def _best_article(nodes: Sequence[dict[str, Any]]) -> dict[str, Any]:
    articles = [node for node in nodes if any(_ARTICLE_TYPE.search(kind) for kind in _types(node))]
    return max(articles, key=lambda node: ("headline" in node, len(node)), default={})


def _types(node: dict[str, Any]) -> list[str]:
    kinds = node.get("@type")
    return [kind for kind in (kinds if isinstance(kinds, list) else [kinds]) if isinstance(kind, str)]


def _text(value: Any) -> str | None:
    if isinstance(value, list):
        value = next(iter(value), None)
    if not isinstance(value, str):
        return None
    if "&" in value or "<" in value:
        import html  # noqa: PLC0415

        value = re.sub(r"<[^<>]{0,300}>", " ", html.unescape(value))
    return one_line(value) or None


def _number(value: Any) -> int | None:
    text = str(value)
    return int(text) if text.isascii() and text.isdigit() and len(text) <= _LONGEST_NUMBER else None


def _truth(value: Any) -> bool | None:
    if isinstance(value, str):
        return {"true": True, "false": False}.get(value.strip().rsplit("/", 1)[-1].lower())
    return value if isinstance(value, bool) else None


def _names(value: Any) -> list[str]:
    """The names of a JSON-LD property that may be a text, a node, or several."""
    nodes = value if isinstance(value, list) else [value]
    names = (_text(node.get("name")) if isinstance(node, dict) else _text(node) for node in nodes)
    return [name for name in names if name]


def _page_titles(tree: HtmlElement) -> list[str]:
    title = one_line(next((el.text_content() for el in tree.iterfind(".//head/title")), ""))
    parts = [part.strip() for part in _TITLE_PARTS.split(title)]
    long_enough = (part for part in parts[1:] if count_words(part) >= _TITLE_PART_WORDS)
    return [_TITLE_TAIL.split(title, maxsplit=1)[0], title, *long_enough] if title else []


def _address(address: str | None, base: str | None) -> str | None:
    if not address:
        return None
    try:
        full = urljoin(base or "", address.strip())
    except ValueError:
        return None
    return full if is_web_address(full) else None


def _of_host(url: str | None) -> str | None:
    try:
        return (urlsplit(url or "").hostname or "").removeprefix("www.") or None
    except ValueError:
        return None


def _image(value: Any) -> str | None:
    if isinstance(value, list):
        value = next(iter(value), None)
    return _text(value.get("url")) if isinstance(value, dict) else _text(value)


def _language(tree: HtmlElement, linked: dict[str, Any], metas: dict[str, str]) -> str | None:
    root = tree.getroottree().getroot()
    tags = (
        root.get("lang"),
        _text(linked.get("inLanguage")),
        metas.get("og:locale"),
        metas.get("content-language"),
    )
    return next((tag.strip().replace("_", "-") for tag in tags if tag and tag.strip()), None)
