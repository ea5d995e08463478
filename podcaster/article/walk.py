"""A page's tree → its visible pieces of text in reading order, each with where it stands."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from html import unescape
from typing import TYPE_CHECKING

from lxml import etree

from podcaster.article import boilerplate
from podcaster.article.tables import is_data
from podcaster.article.text import ends_sentence, key, one_line

if TYPE_CHECKING:
    from collections.abc import Mapping

    from lxml.html import HtmlElement

_UNSEEN = frozenset(
    [
        *("script", "style", "noscript", "template", "svg", "math", "iframe", "object", "embed", "canvas"),
        *("audio", "video", "map", "select", "option", "textarea", "input", "head", "title", "progress"),
        *("meter", "datalist"),
    ]
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
INLINE = frozenset(
    [
        *("a", "abbr", "acronym", "b", "bdi", "bdo", "big", "br", "cite", "code"),
        *("data", "del", "dfn", "em", "font", "i", "img", "ins", "kbd", "mark"),
        *("nobr", "q", "rp", "rt", "ruby", "s", "samp", "small", "span", "strike"),
        *("strong", "sub", "sup", "time", "tt", "u", "var", "wbr", "picture", "source"),
    ]
)
_HEADINGS = frozenset({"h1", "h2", "h3", "h4", "h5", "h6"})
_NAMES = ("class", "id", "data-testid", "data-component", "data-type", "data-module", "role")
_NAMED = frozenset(_NAMES)
_WHOLE = frozenset({"html", "body", "main"})
_PICTURES = frozenset({"img", "picture", "amp-img"})
_PICTURE_LEVELS = 3
"""How far above its picture the box of a caption is looked for."""
_CAPTION_LEVELS, _CAPTION_LINES = 4, 2
_NEARLY_ALL = 0.9
_BLOCK, _AGAINST, _LINK, _STRONG = 1, 2, 4, 8
_WHAT = {"a": _LINK, "b": _STRONG, "strong": _STRONG}


@dataclass(slots=True, eq=False)
class Reason:
    """An element that speaks against what stands in it."""

    element: HtmlElement
    text: str
    soft: bool = False
    """Says nothing against running text that trafilatura knows."""
    look: tuple[str, str, str] = field(init=False, repr=False)
    """Elements that look alike speak for each other: many small boxes of one class may hold the article."""

    def __post_init__(self) -> None:
        self.look = self.text, str(self.element.tag), self.element.get("class") or ""


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
    def is_table(self) -> bool:
        """Whether it is a whole table of data."""
        return self.tag == "table" and is_data(self.element)

    @property
    def shape(self) -> tuple[str, str, str]:
        """What looks alike on a page: tag, class, and the parent's class."""
        parent = self.path[-2] if len(self.path) > 1 else None
        return (
            self.tag,
            self.element.get("class") or "",
            (parent.get("class") or "") if parent is not None else "",
        )


def find_spots(root: HtmlElement) -> list[Spot]:
    """Walk the tree once; an element that is not shown, or is no text, is passed over."""
    walk = _Walk(root)
    walker = etree.iterwalk(root, events=("start", "end"))
    for event, element in walker:
        if event == "end":
            walk.leave(element.tail)
        elif not walk.enter(element):
            walker.skip_subtree()
    walk.flush()
    _mark_captions(walk.spots, walk.pictured)
    return walk.spots


def _mark_captions(spots: list[Spot], pictured: set[HtmlElement]) -> None:
    """A line that is no sentence and shares a small box with a picture is its caption, whatever its names."""
    if not pictured:
        return
    lines = Counter(element for spot in spots for element in spot.path[-_CAPTION_LEVELS:-1])
    for spot in spots:
        above = spot.path[-_CAPTION_LEVELS:-1]
        box = next(
            (element for element in above if element in pictured and lines[element] <= _CAPTION_LINES), None
        )
        if (
            box is None
            or spot.is_heading
            or spot.link_share > 0
            or ends_sentence(spot.text)
            or spot.text[-1] == ":"
        ):
            continue
        if not any(
            other.is_heading
            for other in spots[max(0, spot.number - 1) : spot.number + 2]
            if box in other.path
        ):
            spot.reasons = (*spot.reasons, Reason(box, "picture caption"))


class _Walk:
    """Where the walk is, and the text since the last border of a block."""

    def __init__(self, root: HtmlElement) -> None:
        self.spots: list[Spot] = []
        self.path: list[HtmlElement] = [root]
        self.reasons: list[Reason] = []
        self.open: list[int] = []
        """For each open element what it is, of ``_BLOCK``, ``_AGAINST``, ``_LINK`` and ``_STRONG``."""
        self.pictured: set[HtmlElement] = set()
        self.links = self.strongs = self.breaks = 0
        self._forget()

    def _forget(self) -> None:
        self.texts: list[str] = []
        self.length = self.linked = self.strong = 0

    def enter(self, element: HtmlElement) -> bool:
        """Take an element up; False where what is in it is not seen."""
        tag = element.tag
        if not isinstance(tag, str) or tag in _UNSEEN or _is_hidden(attributes := dict(element.items())):
            self.open.append(0)
            return False
        if tag == "table" and is_data(element):
            self._take_whole(element)
            return False
        is_block = tag not in INLINE and not ("-" in tag and self.path[-1].tag == "p")
        reason = _reason(element, tag, attributes) if is_block or tag == "span" else None
        what = _WHAT.get(tag, 0)
        if is_block:
            what |= _BLOCK
            self.flush()
            self.path.append(element)
        elif tag == "br":
            self._break()
        if tag in _PICTURES:
            self.pictured.update(self.path[-_PICTURE_LEVELS:])
        if reason:
            what |= _AGAINST
            self.reasons.append(reason)
        if what & _LINK:
            self.links += 1
        elif what & _STRONG:
            self.strongs += 1
        self.open.append(what)
        if text := element.text:
            self._add(text)
        return True

    def _take_whole(self, table: HtmlElement) -> None:
        """Make one spot of a table of data; a table that lays out a page is walked like any other element."""
        self.flush()
        self.path.append(table)
        self._add(" ".join(table.itertext()))
        self.flush()
        self.path.pop()
        self.open.append(0)

    def leave(self, tail: str | None) -> None:
        """Lay the last element down, and take the text after it."""
        if what := self.open.pop():
            if what & _BLOCK:
                self.flush()
                self.path.pop()
            if what & _AGAINST:
                self.reasons.pop()
            if what & _LINK:
                self.links -= 1
            elif what & _STRONG:
                self.strongs -= 1
        if tail and self.open:  # what stands behind the root is none of its text
            self._add(tail)

    def _break(self) -> None:
        """One ``<br>`` is a blank, two are the end of a paragraph; so is one after a question in bold letters."""
        self.breaks += 1
        if self.breaks > 1 or self._is_question():
            self.flush()
        self._add(" ")

    def _is_question(self) -> bool:
        is_bold = self.strong > 0 and self.strong > _NEARLY_ALL * self.length and self.strongs == 0
        return is_bold and self.path[-1].tag != "li" and "".join(self.texts).rstrip().endswith("?")

    def _add(self, text: str) -> None:
        if text.isspace():
            if self.length:
                self.texts.append(" ")
            return
        self.texts.append(text)
        self.breaks = 0
        length = len(text.strip())
        self.length += length
        if self.links:
            self.linked += length
        if self.strongs:
            self.strong += length

    def flush(self) -> None:
        """Make a spot of the text so far."""
        if not self.length:
            return
        text = one_line("".join(self.texts))
        if "&" in text:
            text = one_line(unescape(text))  # entities that were encoded twice
        if text_key := key(text):
            self.spots.append(
                Spot(
                    text=text,
                    key=text_key,
                    element=self.path[-1],
                    tag=str(self.path[-1].tag),
                    number=len(self.spots),
                    link_share=self.linked / self.length,
                    strong=self.strong > _NEARLY_ALL * self.length,
                    reasons=tuple(self.reasons),
                    path=tuple(self.path),
                )
            )
        self._forget()


def _is_hidden(attributes: Mapping[str, str]) -> bool:
    if not attributes:
        return False
    if "hidden" in attributes or attributes.get("aria-hidden") == "true":
        return True
    style = attributes.get("style")
    return style is not None and "display:none" in style.replace(" ", "").lower()


def _reason(element: HtmlElement, tag: str, attributes: Mapping[str, str]) -> Reason | None:
    if tag in _REASONS:
        return Reason(element, _REASONS[tag])
    if tag in _WHOLE or _NAMED.isdisjoint(attributes):
        return None
    rule = boilerplate.markup_rule(" ".join([value for name in _NAMES if (value := attributes.get(name))]))
    return Reason(element, rule.why, rule.soft) if rule else None
