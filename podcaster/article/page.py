"""An HTML page → the parts of an article: trafilatura finds the text, the page's own markup its structure.

trafilatura knows where the text is and drops little of it, but it drops leads and headings, and it
keeps headlines, bylines and prompts. So its answer is looked up in the page: what stands among
its paragraphs and looks like them belongs to the article, and where a piece stands tells what it is.
"""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from podcaster.article.boilerplate import asks_for_money, why_left_out
from podcaster.article.dates import parse_date
from podcaster.article.found import find_densest, find_more, find_text
from podcaster.article.headline import Headline, find_headline
from podcaster.article.lists import numbered
from podcaster.article.metadata import Facts, read_facts
from podcaster.article.parts import Parts, Piece, sift, sift_body
from podcaster.article.people import named_in
from podcaster.article.plain import first_words, is_running
from podcaster.article.tables import tell
from podcaster.article.text import count_words, ends_sentence, key, shared_words
from podcaster.article.walk import Spot, find_spots

if TYPE_CHECKING:
    from collections.abc import Sequence

    from lxml.html import HtmlElement

    from podcaster.model import BlockKind

_MUCH_MORE = 2
_MAIN_SHARE = 0.85
_PARTS_OF_TEXT = frozenset({"p", "ul", "ol", "li", "dl", "dd", "blockquote"})
"""An article is never within one of these."""
_REASON_HOLDS_SHARE = 0.3
_LONG_KEY = 25
_SAME_SHARE = 0.8
_LEAD_SCORE = 2.5
_RIGHT_BELOW = 2
_RIGHT_AFTER = 12
_FAR_ABOVE = 25
"""Lines between a menu and the text; date and byline are among them."""
_FAR_BELOW = 40
_LABELLED = re.compile(r"(?:datum|autor(?:in)?(?:/autor(?:in)?)?)\b", re.IGNORECASE)
"""How a table of facts below the text names its lines."""
_STAMPED = re.compile(
    r"(?:datum|stand|veröffentlicht|erschienen|publiziert|online|aktualisiert)\b", re.IGNORECASE
)
_FEWEST_TEASERS = 5
_PLACE_WORDS = 4
_LITTLE_TEXT, _MOST_TEXT = 1200, 500_000
"""Characters; less asks trafilatura again, more is not searched for parts of paragraphs."""
_SAME_WORDS, _SAME_LENGTH = 0.75, 0.6
_BEGINNING = 40
"""Letters; descriptions are often the lead cut off."""
_LINK_SHARE, _ALL_LINK = 0.5, 0.85
_LABEL_CHARS = 10
_HEADING_WORDS, _HEADING_CHARS = 18, 140
_LEAD_MIN_WORDS, _LEAD_MAX_WORDS = 6, 130
_LEAD_NAMES = re.compile(
    r"lead|intro|vorspann|excerpt|standfirst|preface|einleitung|summary|abstract|sub-?(?:title|line|head)|dek\b|"
    r"teaser|description|anriss|lede|unterzeile|untertitel",
    re.IGNORECASE,
)
_BOLD_NAMES = re.compile(r"bold|strong|\bfett", re.IGNORECASE)
_HEADING_NAMES = re.compile(
    r"sub-?head|cross-?head|zwischen|heading|sub-?title|head-?line|crosshead", re.IGNORECASE
)
_NO_HEADING_END = re.compile(r"[,;.…][\"'“”«»‘’‹›)\]]*$")
_AGAIN = "the headline again"
_LEAD_AGAIN = "the lead again"
_BETWEEN = "between headline and text"
_NOT_AMONG = "not among the article's paragraphs"
_LINK = "link to another article"
_BESIDE = "beside the article"


def read_page(tree: HtmlElement, nodes: Sequence[dict[str, Any]], url: str | None) -> tuple[Parts, Facts]:
    """Headline, lead and body of a page, and what its head and the ``nodes`` of its linked data say of it."""
    facts = read_facts(tree, nodes, url)
    body = tree.find("body")
    spots = find_spots(body if body is not None else tree)
    reading = _Reading(spots, find_text(tree, spots), facts)
    if _n_letters(reading) < _LITTLE_TEXT:
        again = _Reading(spots, find_more(tree), facts)
        reading = max(again, reading, key=_n_letters)
    if sum(len(piece.text) for piece in reading.known) < _LITTLE_TEXT:
        alone = _Reading(spots, find_densest(spots), facts)
        reading = alone if _n_letters(alone) > _MUCH_MORE * _n_letters(reading) else reading
    return reading.parts(), reading.told()


def _n_letters(reading: _Reading) -> int:
    return sum(len(spot.key) for spot in reading.good)


class _Reading:
    """One page on its way from spots to parts."""

    def __init__(self, spots: list[Spot], known: list[Piece], facts: Facts) -> None:
        self.spots = spots
        self.facts = facts
        self.known = known
        keys = [key(piece.text) for piece in known]
        exact = set(keys)
        whole = "".join(keys)[:_MOST_TEXT]
        self.in_text = {
            spot.number
            for spot in spots
            if spot.key in exact or (len(spot.key) >= _LONG_KEY and spot.key in whole)
        }
        self.why = self._reasons()
        self.good = [spot for spot in spots if self._is_good(spot)]
        self.good_numbers = {spot.number for spot in self.good}
        self.shapes = Counter(spot.shape for spot in self.good)
        self.parents = Counter(spot.path[-2] for spot in self.good if len(spot.path) > 1)
        self.main = self._main()
        self.main_shapes = Counter(spot.shape for spot in self.good if self.main in spot.path)

    def _reasons(self) -> dict[int, str]:
        """The reason that stands against each spot; an element that holds much of the text gives none."""
        held: Counter[tuple[str, str, str]] = Counter()
        total = 1
        for spot in self.spots:
            if spot.number in self.in_text:
                total += len(spot.key)
                held.update(dict.fromkeys((reason.look for reason in spot.reasons), len(spot.key)))
        return {
            spot.number: why.text
            for spot in self.spots
            for why in reversed(spot.reasons)
            if held[why.look] < _REASON_HOLDS_SHARE * total
            and not (why.soft and spot.number in self.in_text and is_running(spot.text))
        }

    def _is_good(self, spot: Spot) -> bool:
        return (
            spot.number in self.in_text
            and spot.number not in self.why
            and not spot.is_heading
            and spot.link_share < _LINK_SHARE
            and is_running(spot.text)
        )

    def _main(self) -> HtmlElement | None:
        """The innermost element that holds nearly all of the text."""
        held: Counter[HtmlElement] = Counter()
        depth: dict[HtmlElement, int] = {}
        total = 0
        for spot in self.good:
            total += len(spot.key)
            for level, element in enumerate(spot.path):
                if element.tag not in _PARTS_OF_TEXT:
                    held[element] += len(spot.key)
                    depth[element] = level
        holders = [element for element, length in held.items() if length >= _MAIN_SHARE * total]
        return max(holders, key=lambda element: depth[element], default=None)

    def parts(self) -> Parts:
        """Put the article together."""
        headline = find_headline(self.spots, self.good, self.why, self.facts)
        lead = self._lead(headline)
        pieces = self._pieces(headline, lead)
        if not any(not piece.why for piece in pieces):
            pieces = [
                piece
                for piece in self.known
                if is_running(piece.text)
                and key(piece.text) not in {key(headline.title), lead.key if lead else ""}
            ]
        pieces = sift_body(sift(pieces))
        title = headline.title or first_words(next((piece.text for piece in pieces if not piece.why), ""))
        return Parts(
            title,
            headline.kicker,
            lead.text if lead else None,
            tuple(pieces),
            tuple(sift(self._between(headline, lead))),
            asks_for_money=self._asks_for_money(headline),
            is_list=self._is_list(),
        )

    def told(self) -> Facts:
        """The facts, with authors and date from the lines around the headline where the head does not tell them."""
        near = [spot.text for spot in self.spots if spot.number <= self._first_good() + _RIGHT_AFTER]
        after = self.spots[self.good[-1].number + 1 :][:_FAR_BELOW] if self.good else []
        before = [
            *near[-_FAR_ABOVE - _RIGHT_AFTER :],
            *(spot.text for spot in after if _LABELLED.match(spot.text)),
        ]
        dates = (
            parse_date(text) for text in before if why_left_out(text) == "date line" or _STAMPED.match(text)
        )
        return replace(
            self.facts,
            authors=self.facts.authors or named_in(before, self.facts.publisher),
            published=self.facts.published or next(filter(None, dates), None),
        )

    def _first_good(self) -> int:
        return self.good[0].number if self.good else 0

    def _asks_for_money(self, headline: Headline) -> bool:
        end = (self.good[-1].number if self.good else max(headline.last, 0)) + _RIGHT_AFTER
        near = self.spots[max(headline.last, 0) : end]
        return any(
            (
                spot.number not in self.good_numbers
                or bool(spot.reasons)
                or why_left_out(spot.text) is not None
            )
            and asks_for_money(spot.text)
            for spot in near
        )

    def _is_list(self) -> bool:
        """Whether most paragraphs stand under a headline that leads elsewhere."""
        if not self.good:
            return False
        between = self.spots[self.good[0].number : self.good[-1].number]
        linked = sum(spot.is_heading and spot.link_share >= _LINK_SHARE for spot in between)
        return linked >= max(_FEWEST_TEASERS, len(self.good) / 2)

    def _pieces(self, headline: Headline, lead: Spot | None) -> list[Piece]:
        last_good = self.good[-1].number if self.good else -1
        pieces = []
        place = ""
        for spot in self.spots:
            if spot is lead:
                continue
            inside = self.main is not None and self.main in spot.path
            if spot.number <= headline.last and not (inside and spot.number in self.good_numbers):
                continue
            if not inside and (spot.number not in self.in_text or spot.number > last_good):
                continue
            if spot.is_table:
                why = self.why.get(spot.number)
                pieces += [
                    piece.left_out(why) if why else piece for piece in tell(spot.element, -spot.number - 1)
                ]
                continue
            if inside and self._is_place(spot):
                place = spot.text
                continue
            text, place = f"{place} {spot.text}".strip(), ""
            if (item := self._begun_item(spot)) is not None:
                text = numbered(text, item)
            piece = Piece(
                self._kind(spot),
                text,
                self._group(spot),
                linked=spot.link_share >= _LINK_SHARE,
                strong=spot.strong,
                sure=spot.number in self.good_numbers and self.main_shapes[spot.shape] > 1,
            )
            why = self._why(spot, headline, lead, inside=inside)
            pieces.append(piece.left_out(why) if why else piece)
        return pieces

    def _between(self, headline: Headline, lead: Spot | None) -> list[Piece]:
        """The lines between the headline and the element that holds the text: byline, day, buttons, captions."""
        above = self.spots[headline.last + 1 : self._first_good()] if headline.last >= 0 else []
        return [
            Piece(
                self._kind(spot),
                spot.text,
                why=_AGAIN if spot.key in headline.keys else self.why.get(spot.number, _BETWEEN),
            )
            for spot in above
            if spot is not lead
            and spot.number not in self.in_text
            and self.main not in spot.path
            and self.why.get(spot.number) != "menu"
        ]

    def _begun_item(self, spot: Spot) -> HtmlElement | None:
        """The list's item that begins with a spot."""
        item = next((element for element in reversed(spot.path[-3:]) if element.tag == "li"), None)
        before = self.spots[spot.number - 1].path if spot.number else ()
        return item if item is not None and item not in before else None

    def _is_place(self, spot: Spot) -> bool:
        """Whether a spot is the place ("Berlin.") that stands as bare text before its paragraph."""
        following = self.spots[spot.number + 1] if spot.number + 1 < len(self.spots) else None
        bare = (
            following is not None
            and following.number in self.good_numbers
            and following.path[-2:-1] == (spot.element,)
        )
        return (
            bare
            and count_words(spot.text) <= _PLACE_WORDS
            and spot.text[-1] in ".:-–"
            and why_left_out(spot.text) is None
        )

    def _why(self, spot: Spot, headline: Headline, lead: Spot | None, *, inside: bool) -> str | None:
        if why := _why_above(spot, headline, lead) or self.why.get(spot.number):
            return why
        if spot.link_share >= _LINK_SHARE and not (
            (spot.number in self.in_text and is_running(spot.text)) or self._is_labelled_item(spot)
        ):
            return _LINK
        if spot.number in self.in_text:
            return None if inside or spot.shape in self.main_shapes else _BESIDE
        return None if inside and self._is_alike(spot) else _NOT_AMONG

    @staticmethod
    def _is_labelled_item(spot: Spot) -> bool:
        """Whether an item of a list has words of its own before its link: ``Ab 40 Euro Warenwert: …``."""
        unlinked = (1 - spot.link_share) * len(spot.text)
        return spot.tag == "li" and unlinked >= _LABEL_CHARS and spot.link_share < _ALL_LINK

    def _is_alike(self, spot: Spot) -> bool:
        """Whether a spot looks like the article's paragraphs, or its list or itself stands among them."""
        if spot.shape in self.shapes:
            return True
        above = [element for element in spot.path[:-1] if element.tag not in _PARTS_OF_TEXT]
        return bool(above) and self.parents[above[-1]] > 1

    def _group(self, spot: Spot) -> int:
        """Neighbours in a box hang together; paragraphs of the article each stand for themselves."""
        parent = spot.path[-2] if len(spot.path) > 1 else spot.element
        return -spot.number - 1 if self.parents[parent] > 1 or parent is self.main else id(parent)

    @staticmethod
    def _kind(spot: Spot) -> BlockKind:
        if spot.is_heading:
            return "heading"
        if spot.tag == "li" or any(element.tag == "li" for element in spot.path[-3:]):
            return "list item"
        short = count_words(spot.text) <= _HEADING_WORDS and len(spot.text) <= _HEADING_CHARS
        if short and not _NO_HEADING_END.search(spot.text):
            names = " ".join(element.get("class") or "" for element in spot.path[-2:])
            if _HEADING_NAMES.search(names) or (spot.strong and not spot.text.endswith("?")):
                return "heading"
        return "paragraph"

    def _lead(self, headline: Headline) -> Spot | None:
        """The paragraph under the headline that the page sets apart, by name, place or looks."""
        bodies = [spot for spot in self.good if spot.number > headline.last]
        end = bodies[min(2, len(bodies) - 1)].number if bodies else len(self.spots)
        below = {element for other in bodies[1:] for element in other.path}
        best: tuple[float, int] = (0.0, 0)
        found = None
        for spot in self.spots[max(0, headline.first - 3) : end]:
            if not self._may_be_lead(spot, headline):
                continue
            score = self._lead_score(spot, headline, bodies, below)
            if (score, -spot.number) > best and score >= _LEAD_SCORE:
                best, found = (score, -spot.number), spot
        return found

    def _may_be_lead(self, spot: Spot, headline: Headline) -> bool:
        n_words = count_words(spot.text)
        return (
            _LEAD_MIN_WORDS <= n_words <= _LEAD_MAX_WORDS
            and spot.key not in headline.keys
            and spot.link_share < _LINK_SHARE
            and spot.number not in self.why
            and spot.tag != "li"
            and why_left_out(spot.text) is None
        )

    def _lead_score(
        self, spot: Spot, headline: Headline, bodies: Sequence[Spot], below: set[HtmlElement]
    ) -> float:
        """How much speaks for a lead; ``below`` are the elements around the paragraphs after the first."""
        own = [element for element in spot.path[-3:] if element not in below]
        names = " ".join(
            value
            for element in own
            for name in ("class", "id", "itemprop", "data-testid")
            if (value := element.get(name))
        )
        named, stated = (
            bool(_LEAD_NAMES.search(names)),
            any(_same_words(spot.text, text) for text in self.facts.descriptions),
        )
        if not (named or stated or ends_sentence(spot.text)):
            return 0.0
        score = 3.0 * named
        apart = self.shapes[spot.shape] <= (spot.number in self.good_numbers)
        score += (2.5 if apart or spot.strong else 1) * stated
        score += 1 * any(element.tag == "header" for element in own)
        score += 1 * (self.main is not None and self.main not in spot.path and spot.number > headline.first)
        score += 1 * (spot.strong or _BOLD_NAMES.search(names) is not None)
        score += 1 * apart
        score += 0.5 * (bool(bodies) and spot.number <= bodies[0].number)
        score += 0.5 * (0 < spot.number - headline.last <= _RIGHT_BELOW)
        score -= 2 * spot.is_heading
        score -= 1.5 * (spot.number < headline.first)
        return score


def _why_above(spot: Spot, headline: Headline, lead: Spot | None) -> str | None:
    """The reason that headline and lead give against a spot."""
    if lead and _is_same(spot.key, lead.key):
        return _LEAD_AGAIN
    if spot.key in headline.keys:
        return _AGAIN
    return _BETWEEN if lead and spot.is_heading and spot.number < lead.number else None


def _same_words(left: str, right: str) -> bool:
    a, b = sorted((count_words(left), count_words(right)))
    if a < _LEAD_MIN_WORDS:
        return False
    begins_alike = key(left)[:_BEGINNING] == key(right)[:_BEGINNING]
    return begins_alike or (a > _SAME_LENGTH * b and shared_words(left, right) > _SAME_WORDS)


def _is_same(left: str, right: str) -> bool:
    """Whether two keys are one text, or nearly: a lead often comes again without its last words."""
    shorter, longer = sorted((left, right), key=len)
    return len(shorter) > _SAME_SHARE * len(longer) and longer.startswith(shorter)
