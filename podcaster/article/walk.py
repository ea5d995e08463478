"""A page's tree → its visible pieces of text in reading order, each with where it stands."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from lxml import etree

from podcaster.article import boilerplate
from podcaster.article.text import key, one_line

if TYPE_CHECKING:
    from lxml.html import HtmlElement

_UNSEEN = frozenset(
    "script style noscript template svg math iframe object embed canvas audio video map select option textarea input head title "
    "progress meter datalist".split()
)
# What stands in such an element is no text of the article, unless most of the article stands in it.
_REASONS = {
    "nav": "menu",
    "footer": "menu",
    "menu": "menu",
    "figure": "picture caption",
    "figcaption": "picture caption",
    "form": "form",
    "button": "button",
    "dialog": "menu",
    "table": "table",
    "aside": "box beside the article",
    "label": "form",
    "fieldset": "form",
}
_INLINE = frozenset(
    "a abbr acronym b bdi bdo big br cite code data del dfn em font i img ins kbd mark nobr q rp rt ruby s samp small span strike "
    "strong sub sup time tt u var wbr picture source".split()
)
_HEADINGS = frozenset({"h1", "h2", "h3", "h4", "h5", "h6"})
_NAMES = ("class", "id", "data-testid", "data-component", "data-type", "data-module", "role")
_STRONG = frozenset({"b", "strong"})
_MOST = 0.5


@dataclass(frozen=True, slots=True)
class Reason:
    """An element that speaks against what stands in it."""

    element: HtmlElement
    text: str
    soft: bool = False
    """Says nothing against running text that trafilatura knows."""


@dataclass(slots=True, eq=False)
class Spot:
    """A visible piece of text on a page."""

    text: str
    key: str
    element: HtmlElement
    """The block element that holds it."""
    tag: str
    number: int
    """In reading order."""
    link_share: float
    strong: bool
    """All of it is bold."""
    reasons: tuple[Reason, ...]
    """Elements around it that speak against it, outermost first."""
    path: tuple[HtmlElement, ...] = field(repr=False)
    """Block elements around it, outermost first, its own last."""

    @property
    def is_heading(self) -> bool:
        """Whether the page marks it up as a heading."""
        return self.tag in _HEADINGS

    @property
    def shape(self) -> tuple[str, str, str]:
        """What looks alike on a page: tag, class, and the parent's class."""
        parent = self.path[-2] if len(self.path) > 1 else None
        return (
            self.tag,
            self.element.get("class") or "",
            (parent.get("class") or "") if parent is not None else "",
        )


class _Buffer:
    """Text between two block boundaries."""

    __slots__ = ("linked", "parts", "strong")

    def __init__(self) -> None:
        self.parts: list[str] = []
        self.linked = 0
        self.strong = 0

    def add(self, text: str | None, *, linked: bool, strong: bool) -> None:
        if text:
            self.parts.append(text)
            length = len(text.strip())
            self.linked += length if linked else 0
            self.strong += length if strong else 0


def find_spots(root: HtmlElement) -> list[Spot]:
    """Walk the tree once; an element that is not shown, or is no text, is passed over."""
    spots: list[Spot] = []
    buffer = _Buffer()
    path: list[HtmlElement] = [root]
    reasons: list[Reason] = []
    links = strongs = breaks = 0

    def flush() -> None:
        nonlocal buffer
        if not buffer.parts:
            return
        text = one_line("".join(buffer.parts))
        if text and (text_key := key(text)):
            length = max(1, len(text))
            spots.append(
                Spot(
                    text,
                    text_key,
                    path[-1],
                    str(path[-1].tag),
                    len(spots),
                    min(1.0, buffer.linked / length),
                    buffer.strong >= 0.9 * len("".join(buffer.parts).strip()),  # noqa: PLR2004
                    tuple(reasons),
                    tuple(path),
                )
            )
        buffer = _Buffer()

    walker = etree.iterwalk(root, events=("start", "end"))
    blocks: list[tuple[bool, bool]] = []
    """For each open element: whether it is a block, and whether it gave a reason."""
    for event, element in walker:
        tag = element.tag
        if event == "start":
            if not isinstance(tag, str) or tag in _UNSEEN or _is_hidden(element):
                walker.skip_subtree()
                blocks.append((False, False))
                continue
            is_block = tag not in _INLINE and not ("-" in tag and path[-1].tag == "p")
            reason = _reason(element, tag) if is_block or tag == "span" else None
            if is_block:
                flush()
                path.append(element)
            elif tag == "br":
                breaks += 1
                if breaks > 1:
                    flush()
                buffer.add(" ", linked=False, strong=False)
            if reason:
                reasons.append(reason)
            blocks.append((is_block, reason is not None))
            links += tag == "a"
            strongs += tag in _STRONG
            if element.text and element.text.strip():
                breaks = 0
            buffer.add(element.text, linked=links > 0, strong=strongs > 0 or tag in _STRONG)
        else:
            is_block, gave_reason = blocks.pop()
            if is_block:
                flush()
                path.pop()
            if gave_reason:
                reasons.pop()
            if tag == "a":
                links -= 1
            elif tag in _STRONG:
                strongs -= 1
            if element.tail and element.tail.strip():
                breaks = 0
            if element is not root:
                buffer.add(element.tail, linked=links > 0, strong=strongs > 0)
    flush()
    return spots


def _is_hidden(element: HtmlElement) -> bool:
    if element.get("hidden") is not None or element.get("aria-hidden") == "true":
        return True
    style = element.get("style")
    return style is not None and "display:none" in style.replace(" ", "").lower()


def _reason(element: HtmlElement, tag: str) -> Reason | None:
    if tag in _REASONS:
        return Reason(element, _REASONS[tag])
    if tag in {"html", "body", "main"}:
        return None
    names = " ".join(value for name in _NAMES if (value := element.get(name)))
    rule = boilerplate.markup_rule(names) if names else None
    return Reason(element, rule.why, rule.soft) if rule else None
