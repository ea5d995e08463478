"""Where trafilatura finds the text of a page, and where it stands if that is little.

trafilatura goes over all that it is given some thirty times, and two thirds of a page are no article.
"""

from __future__ import annotations

from collections import Counter
from copy import copy
from functools import cache
from typing import TYPE_CHECKING, Any

from lxml import etree

from podcaster.article.parts import Piece
from podcaster.article.plain import is_running
from podcaster.article.text import one_line
from podcaster.article.walk import INLINE

if TYPE_CHECKING:
    from collections.abc import Sequence
    from collections.abc import Set as AbstractSet

    from lxml.html import HtmlElement

    from podcaster.article.walk import Spot
    from podcaster.model import BlockKind

_KINDS: dict[str, BlockKind] = {"head": "heading", "item": "list item"}
_MAY_HOLD_ALL = frozenset({"table", "aside", "form"})
"""Elements that older pages lay their whole text out with."""
_LINK_SHARE = 0.5
_BOX_SHARE, _OTHER_BOX_SHARE = 0.5, 0.1
"""Of a page's running text, and of the box's."""
_HARDLY = 0.05
"""Of the running text."""
_CAPTION = "picture caption"
"""The one reason that trafilatura may still find something under, to be told as left out."""
_NONE = "template"
"""An element without text, for trafilatura."""
_PLENTY, _PAGE_SHARE = 3_000, 0.2
"""Characters, and of a page's text; of less trafilatura asks itself whether it was too choosy."""
_NO_TEXT = (
    *("head", "nav", "menu", "footer", "template", "picture", "iframe", "object"),
    *("button", "select", "textarea", "input", "datalist", "dialog"),
)
"""What trafilatura drops as well, after it has gone over all of it several times; half of a page's elements."""
_NO_TEXT_OF_BOX = (
    *("aside", "figure", "audio", "video", "canvas", "map", "embed", "applet", "link", "source"),
    *("fieldset", "label", "legend", "time"),
)
"""What it drops too, and its two helpers on a whole page may want."""


def find_text(tree: HtmlElement, spots: Sequence[Spot]) -> list[Piece]:
    """The text that trafilatura finds, in its order: in the article's own element, or else in the body.

    Where that is little, it looks at the whole page once more, and less choosily.
    """
    running = [*filter(_runs, spots)]
    box = next((box for box in (_box(running), tree.find("body")) if box is not None), None)
    if box is not None:
        found = _trafilatura(_page_of(box, spots, _against(spots, running)), fast=True)
        length = sum(len(piece.text) for piece in found)
        if length >= _PLENTY or length >= _PAGE_SHARE * sum(len(spot.text) for spot in spots):
            return found
    return _trafilatura(copy(tree), fast=True)


def find_more(tree: HtmlElement) -> list[Piece]:
    """What trafilatura finds on the page with the help of two more libraries, which is slow."""
    return _trafilatura(copy(tree), fast=False)


def find_densest(spots: Sequence[Spot]) -> list[Piece]:
    """The sentences in the element that holds most of them, for pages where trafilatura finds little.

    A paragraph counts for the element it stands in, half for the one around that, and so on.
    """
    running = [
        spot
        for spot in spots
        if _runs(spot) and all(reason.soft or reason.element.tag in _MAY_HOLD_ALL for reason in spot.reasons)
    ]
    held: Counter[HtmlElement] = Counter()
    for spot in running:
        for level, element in enumerate(reversed(spot.path[:-1])):
            held[element] += len(spot.key) >> level
    densest = max(held, key=lambda element: held[element], default=None)
    return [Piece("paragraph", spot.text) for spot in running if densest in spot.path]


def _runs(spot: Spot) -> bool:
    return spot.link_share < _LINK_SHARE and is_running(spot.text)


def _box(running: Sequence[Spot]) -> HtmlElement | None:
    """The ``<article>``, or else the ``<main>``, that alone holds the page's sentences; None where several share them."""
    held: Counter[HtmlElement] = Counter()
    for spot in running:
        tags = [element.tag for element in spot.path]
        tag = "article" if "article" in tags else "main"
        if tag in tags:
            held[spot.path[tags.index(tag)]] += len(spot.key)
    (box, most), (_, second) = [*held.most_common(2), (None, 0), (None, 0)][:2]
    total = sum(len(spot.key) for spot in running)
    return box if most >= _BOX_SHARE * total and second < _OTHER_BOX_SHARE * most else None


def _page_of(box: HtmlElement, spots: Sequence[Spot], against: AbstractSet[HtmlElement]) -> HtmlElement:
    """A page of nothing but an element, without what shows no text in it and the elements ``against`` it."""
    shown = {element for spot in spots for element in spot.path}
    page = box.makeelement("html")
    page.append(box.makeelement("body"))
    page[0].append(copy(box))
    for element, twin in zip(box.iter(), page[0][0].iter(), strict=True):
        tag = str(element.tag)
        if element in against or not (element in shown or tag in INLINE or "-" in tag):
            twin.tag = _NONE
    etree.strip_elements(page, _NONE, *_NO_TEXT_OF_BOX, with_tail=False)
    return page


def _against(spots: Sequence[Spot], running: Sequence[Spot]) -> set[HtmlElement]:
    """The elements that speak against what stands in them, and hold hardly a sentence with all that look like them."""
    held: Counter[tuple[str, str, str]] = Counter()
    for spot in running:
        held.update(dict.fromkeys((reason.look for reason in spot.reasons), len(spot.key)))
    hardly = _HARDLY * sum(len(spot.key) for spot in running)
    return {
        reason.element
        for spot in spots
        for reason in spot.reasons
        if not reason.soft and reason.text != _CAPTION and held[reason.look] <= hardly
    }


@cache
def _options(*, fast: bool) -> Any:
    """How trafilatura is asked; its own plain text of what it finds, in format ``python``, is not needed."""
    from trafilatura.settings import Extractor  # noqa: PLC0415  0.2 s

    return Extractor(output_format="xml", comments=False, tables=False, fast=fast)


def _trafilatura(tree: HtmlElement, *, fast: bool) -> list[Piece]:
    """The text that trafilatura finds in a tree of its own."""
    from trafilatura.core import bare_extraction  # noqa: PLC0415  0.2 s

    etree.strip_elements(tree, *_NO_TEXT, with_tail=False)
    document: Any = bare_extraction(tree, options=_options(fast=fast))
    if document is None or document.body is None:
        return []
    for line_break in document.body.iter("lb"):
        line_break.tail = f" {line_break.tail or ''}"
    return [
        Piece(_KINDS.get(str(element.tag), "paragraph"), text)
        for element in document.body.iter("p", "head", "item", "quote")
        if next(element.iterdescendants("p", "item"), None) is None
        and (text := one_line("".join(element.itertext())))
    ]
