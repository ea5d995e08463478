"""Which headline a page shows, and the kicker above it."""

from __future__ import annotations

import re
from dataclasses import dataclass
from html import unescape
from itertools import chain, pairwise, takewhile
from typing import TYPE_CHECKING

from lxml import etree

from podcaster.article.boilerplate import why_left_out
from podcaster.article.text import count_words, key, one_line, shared_words

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from lxml.html import HtmlElement

    from podcaster.article.metadata import Facts
    from podcaster.article.walk import Spot

_KICKER_NAMES = re.compile(
    r"kicker|dach-?zeile|(?:top|over|roof|ober|spitz|catch|label|sur|section|topic)-?(?:line|title|zeile|head|marke|titel)|"
    r"(?:pre|super|vor)-?(?:title|head|line|titel)|eyebrow|spitzmarke|roofline|intro|topic",
    re.IGNORECASE,
)
_KICKER_WORDS = 9
_MOST_PIECES = 8
_UNSEEN = frozenset({"script", "style", "svg"})
_LABELS = ("span", "a", "strong", "b", "small")
"""What a kicker may stand in beside its headline, in one box."""
_BREADCRUMB = re.compile(r"\s[/>›»]\s?")
_SAME_HEADLINE = 0.6
_START = re.compile(r"^\s*[:|–-]\s*")
_END = re.compile(r"\s*[:|–-]\s*$")
_BEFORE_MARK = re.compile(r"\s+([:,;.!?])")


@dataclass(frozen=True, slots=True)
class Headline:
    """A headline and where it stands; ``keys`` are all forms of it, to know it again."""

    title: str
    kicker: str | None
    first: int
    """Number of the spot where it begins; -1 where the page does not show it."""
    last: int
    keys: frozenset[str]


def find_headline(
    spots: Sequence[Spot], good: Sequence[Spot], why: Mapping[int, str], facts: Facts
) -> Headline:
    """The page's ``<h1>``, or where it has none, the metadata's headline if the page shows it.

    An ``<h1>`` counts wherever it stands: some houses have it in the breadcrumb and set another line
    large above the text. One that names the site counts only where no heading is the metadata's
    headline. ``why`` holds the spots that stand in a menu or another box.
    """
    start = good[0].number if good else len(spots)
    groups = _groups(spots)
    best = max(groups, key=lambda pair: _fit(pair[1], why, facts, start), default=None)
    if best and not _is_foreign(best[1], spots[: start + 1], facts):
        element, group = best
        title, kicker = _split_kicker(element, facts)
    else:
        group = _shown(spots[: start + 1], why, facts)
        title, kicker = _lower_heading(group[0], facts) if group else (next(iter(facts.headlines), ""), None)
    if group:
        kicker = (
            kicker
            or _kicker_above(spots, group[0])
            or _kicker_beside(spots[group[-1].number + 1 : start], title)
        )
    first, last = (group[0].number, group[-1].number) if group else (-1, -1)
    keys = {key(title), key(f"{kicker or ''}{title}"), key("".join(spot.text for spot in group))}
    keys |= {key(text) for text in facts.headlines if _is_headline(text, f"{kicker or ''} {title}")}
    return Headline(_punctuated(title, facts), kicker, first, last, frozenset(keys - {""}))


def _is_foreign(group: Sequence[Spot], spots: Sequence[Spot], facts: Facts) -> bool:
    """Whether an ``<h1>`` is another line than the headline, which stands above the text as a lower heading."""
    text = " ".join(spot.text for spot in group)
    if any(
        _is_headline(text, headline)
        for headline in facts.headlines
        if key(text) != key(facts.publisher or "")
    ):
        return False
    return any(
        spot.is_heading and spot not in group and _is_headline(spot.text, headline)
        for spot in spots
        for headline in facts.headlines
    )


def _shown(spots: Sequence[Spot], why: Mapping[int, str], facts: Facts) -> list[Spot]:
    """The line that looks like the metadata's headline; without metadata, the heading right above the text."""
    if facts.headlines:
        alike = [spot for spot in spots if any(_is_headline(spot.text, text) for text in facts.headlines)]
        keys = {key(text) for text in facts.headlines}
        return sorted(alike, key=lambda spot: (spot.key not in keys, not spot.is_heading, -spot.number))[:1]
    return [spot for spot in spots if spot.is_heading and spot.number not in why][-1:]


def _lower_heading(spot: Spot, facts: Facts) -> tuple[str, str | None]:
    """Headline and kicker of a line that is no ``<h1>``."""
    title, kicker = _split_kicker(spot.element, facts) if spot.is_heading else (spot.text, None)
    return (title, kicker) if kicker else (_stated(spot.text, facts), None)


def _stated(text: str, facts: Facts) -> str:
    """The metadata's headline where a line has it and a day or a breadcrumb before it."""
    text_key = key(text)
    within = (headline for headline in facts.headlines if text_key.endswith(key(headline)))
    return next((headline for headline in within if _is_headline(text, headline)), text)


def _punctuated(title: str, facts: Facts) -> str:
    """The title with its colon, where the page leaves that to its layout and the metadata has it."""
    same = [text for text in facts.headlines if key(text) == key(title)]
    return next((text for text in same if ":" in text), title) if ":" not in title else title


def _groups(spots: Sequence[Spot]) -> list[tuple[HtmlElement, list[Spot]]]:
    groups: dict[HtmlElement, list[Spot]] = {}
    for spot in spots:
        for element in spot.path:
            if element.tag == "h1":
                groups.setdefault(element, []).append(spot)
                break
    return list(groups.items())


def _fit(
    group: Sequence[Spot], why: Mapping[int, str], facts: Facts, start: int
) -> tuple[float, bool, bool, int]:
    text = " ".join(spot.text for spot in group)
    fit = max((shared_words(text, headline) for headline in facts.headlines), default=0.0)
    return round(fit, 1), group[0].number not in why, group[0].number <= start, -group[0].number


def _is_headline(text: str, headline: str) -> bool:
    a, b = sorted((count_words(text), count_words(headline)))
    return a >= 3 and a > _SAME_HEADLINE * b and shared_words(text, headline) > _SAME_HEADLINE  # noqa: PLR2004


def _split_kicker(element: HtmlElement, facts: Facts) -> tuple[str, str | None]:
    """Headline and kicker of an ``<h1>`` that holds both."""
    pieces = _pieces(element)
    title = _join(text for text, _ in pieces)
    headlines = {key(text) for text in facts.headlines}
    for cut in range(1, len(pieces)):
        kicker, rest = (_join(text for text, _ in half) for half in (pieces[:cut], pieces[cut:]))
        named = any(_KICKER_NAMES.search(names) for _, names in pieces[:cut])
        if rest and count_words(kicker) <= _KICKER_WORDS and (named or key(rest) in headlines):
            return _START.sub("", rest), _END.sub("", kicker)
    return title, None


def _pieces(element: HtmlElement) -> list[tuple[str, str]]:
    """Text and class names of the parts of an element, in order; an end that is cut into many is one part."""
    pieces = []
    for event, node in etree.iterwalk(element, events=("start", "end")):
        if not isinstance(node.tag, str) or (node.tag in _UNSEEN and event == "start"):
            continue
        if event == "start" and node.text and node.text.strip():
            pieces.append((node.text, node))
        if event == "end" and node is not element and node.tail and node.tail.strip():
            pieces.append((node.tail, next(node.iterancestors(), element)))
    few = pieces[:_MOST_PIECES]
    rest = " ".join(text for text, _ in pieces[_MOST_PIECES:])
    return [*((text, _names(node, element)) for text, node in few), *([(rest, "")] if rest else [])]


def _names(node: HtmlElement, top: HtmlElement) -> str:
    """The class names of an element and of what it stands in, up to the headline's own element."""
    inner = takewhile(lambda element: element is not top, chain([node], node.iterancestors()))
    return " ".join(filter(None, (element.get("class") for element in inner)))


def _join(texts: Iterable[str]) -> str:
    return _BEFORE_MARK.sub(r"\1", one_line(unescape(" ".join(texts))))


def _kicker_above(spots: Sequence[Spot], first: Spot) -> str | None:
    """A short line right above the headline that is named as a kicker."""
    for spot in reversed(spots[max(0, first.number - 3) : first.number]):
        own = [
            child for child in spot.element.iterchildren(*_LABELS) if key(child.text_content()) == spot.key
        ]
        names = " ".join(filter(None, (element.get("class") for element in (*spot.path[-2:], *own))))
        short = 0 < count_words(spot.text) <= _KICKER_WORDS
        if (
            short
            and _KICKER_NAMES.search(names)
            and not _is_breadcrumb(spot, own[0] if own else spot.element)
            and why_left_out(spot.text) is None
        ):
            return _END.sub("", spot.text)
    return None


def _is_breadcrumb(spot: Spot, element: HtmlElement) -> bool:
    """Topics side by side: "Politik / Inland", or "Politik" and "Inland" where only the layout parts them."""
    glued = any(a[-1].isalnum() and b[0].isalnum() for (a, _), (b, _) in pairwise(_pieces(element)))
    return glued or _BREADCRUMB.search(spot.text) is not None


def _kicker_beside(spots: Sequence[Spot], title: str) -> str | None:
    """What stands before the headline where a line above the text repeats it with its kicker."""
    title_key = key(title)
    for spot in spots:
        if spot.is_heading and spot.key.endswith(title_key) and spot.key != title_key:
            words = spot.text.split()
            cut = next((i for i in range(1, len(words)) if key("".join(words[i:])) == title_key), 0)
            return _END.sub("", " ".join(words[:cut])) or None
    return None
