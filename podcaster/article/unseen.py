"""Text that a page holds and does not show: in ``<noscript>``, and as ``articleBody`` for machines.

Pages that are built by scripts have their text there alone.
"""

from __future__ import annotations

import re
from copy import copy
from html import unescape
from typing import TYPE_CHECKING, Any

from lxml import etree
from lxml.html import Element

from podcaster.article.text import count_words, key, one_line

if TYPE_CHECKING:
    from collections.abc import Iterable

    from lxml.html import HtmlElement

_FEWEST_WORDS = 60
_UNSEEN = ("noscript", "noframes")
_BEGINNING = 50
_SHOWN_SHARE = 0.5
_LINE = re.compile(r"\s*(?:\n|</?(?:p|br|div|h[1-6]|li)\b[^<>]{0,300}>)\s*", re.IGNORECASE)
_TAG = re.compile(r"<[^<>]{0,300}>")


def show_unseen(tree: HtmlElement, nodes: Iterable[dict[str, Any]], *, closed: bool) -> None:
    """Lay open the text that a page has and does not show, unless it is ``closed`` to the public.

    What stays unseen goes. ``nodes`` are those of its linked data.
    """
    _show_fallback(tree)
    _strip(tree)
    if not closed:
        _show_article_body(tree, nodes)


def _show_fallback(tree: HtmlElement) -> None:
    """Lay open what stands in ``<noscript>`` where it is long and the page does not show it as well."""
    kept = [
        element for element in tree.iter(*_UNSEEN) if count_words(element.text_content()) >= _FEWEST_WORDS
    ]
    if not kept:
        return
    seen = copy(tree)
    _strip(seen)
    shown = _shown(seen)
    body = tree.find("body")
    for element in kept:
        lines = [one_line(part.text_content()) for part in element.iter("p", "div", "li")]
        if max(lines, key=len, default="")[:_BEGINNING] in shown:
            continue
        if body is not None and body not in element.iterancestors():
            body.append(element)
        element.drop_tag()


def _show_article_body(tree: HtmlElement, nodes: Iterable[dict[str, Any]]) -> None:
    """Put the paragraphs of the longest ``articleBody`` into the page where it shows less than half of them."""
    bodies = [text for node in nodes if isinstance(text := node.get("articleBody"), str)]
    text = max(bodies, key=len, default="")
    if count_words(text) < _FEWEST_WORDS:
        return
    lines = [line for part in _LINE.split(text) if (line := one_line(_unescaped(part)))]
    shown = _shown(tree)
    missing = [line for line in lines if line[:_BEGINNING] not in shown]
    if len(missing) <= _SHOWN_SHARE * len(lines):
        return
    shown_keys = key(shown)
    missing = [line for line in missing if key(line[:_BEGINNING]) not in shown_keys]
    if len(missing) <= _SHOWN_SHARE * len(lines):
        return
    article = Element("article")
    for line in missing:
        paragraph = Element("p")
        paragraph.text = line
        article.append(paragraph)
    body = tree.find("body")
    (body if body is not None else tree).append(article)


def _unescaped(text: str) -> str:
    return unescape(_TAG.sub(" ", text)) if "<" in text or "&" in text else text


def _strip(tree: HtmlElement) -> None:
    etree.strip_elements(tree, "template", *_UNSEEN, with_tail=False)


def _shown(tree: HtmlElement) -> str:
    """The text of a page, white space collapsed."""
    return one_line(str(tree.text_content()))
