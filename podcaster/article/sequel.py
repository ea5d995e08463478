"""Stories over several pages: where they go on, where they stand whole, and which address is a page of which story.

A page of the same story has the address of this one with another page mark (``/seite-2``, ``?page=2``,
``-2.html``); where a ``rel=next`` or "Weiter" leads anywhere else, it leads to another article.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from itertools import islice
from typing import TYPE_CHECKING
from urllib.parse import parse_qsl, urljoin, urlsplit

from podcaster.article.access import declares_closed
from podcaster.article.boilerplate import asks_for_money
from podcaster.article.mend import mend
from podcaster.article.text import first_unseen, one_line
from podcaster.errors import NoArticleError
from podcaster.model import is_web_address

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from lxml.html import HtmlElement

MOST_PAGES = 20
"""A story in more is a book, or a trap."""
_HINT = re.compile(
    r"pag(?:in|er|ing)|seite|\bnext\b|komplett|single-?page|one-?page|multipage|toc\b", re.IGNORECASE
)
_MOST_LINKS, _MOST_TEXTS = 5_000, 20_000
_SITE_PREFIX = re.compile(r"^(?:www\d?|m|amp|mobil|mobile)\.")
_TRACKING = re.compile(r"^(?:utm_|wt_|pk_|mtm_|at_|fbclid|gclid|ref|source|src|xing_share|cid)")

# ── page marks ──────────────────────────────────────────────────────────────────────────────────
_QUERY_MARKS = frozenset(
    {"page", "seite", "p", "pg", "pageno", "page_no", "pagenumber", "page_number", "paged", "artikelseite"}
)
# What marks a page at the end of a path, in words and as a bare number; the rest without it is the story's own address.
_PATH_MARKS = (
    (
        False,
        (
            re.compile(
                r"(?P<stem>.*)/(?:seite|page|p|s)[-_/]?(?P<n>\d{1,2})(?P<ext>\.\w{3,5})?"
            ),  # /titel/seite-2
            re.compile(
                r"(?P<stem>.*)[-_,.;](?:seite|page|p|s)[-_]?(?P<n>\d{1,2})(?P<ext>\.\w{3,5})?"
            ),  # titel_p2.html
        ),
    ),
    (
        True,
        (
            re.compile(r"(?P<stem>.*[^/])/(?P<n>\d{1,2})(?P<ext>\.\w{3,5})?"),  # /titel/2
            re.compile(r"(?P<stem>.*)[-_,.](?P<n>\d{1,2})(?P<ext>\.\w{3,5})?"),  # titel-2.html
        ),
    ),
)
_MARK_DIGITS = 2
_SAYS_SEITE = re.compile(r"seite[-_=/]?\d", re.IGNORECASE)

# ── what links say ──────────────────────────────────────────────────────────────────────────────
_LONGEST_LABEL = 120
_LABEL_NUMBER = re.compile(r"(?:seite|page|teil)?\s?(\d{1,2})", re.IGNORECASE)
_ON_LABEL = re.compile(r"(?:zur\s)?n(?:ä|ae)chste|weiter|next", re.IGNORECASE)
_STEP_LABEL = re.compile(
    r"""(?:(?:zur|auf)\s)?(?:(?:n(?:ä|ae)chste|folgende|vorige|vorherige|letzte|erste)n?\s)?(?:seite|page|teil)(?:\s?\d{1,2}\b.*)?
      | \d{1,2} | weiter(?:lesen)?(?:\s(?:auf|mit|zu|zur)\b.*)? | vor(?:w(?:ä|ae)rts)? | zur(?:ü|ue)ck | next | previous
      | [»›>→«‹<←\s]+""",
    re.IGNORECASE | re.VERBOSE,
)
_PAGER = re.compile(
    r"pagin|pager\b|paging|seiten?-?(?:nav|zahl|leiste|wechsel|blaettern)|page-?(?:nav|number|link|break)|multi-?page"
    r"|(?:^|[\s_-])toc\b|table-?of-?contents|inhaltsverzeichnis",
    re.IGNORECASE,
)
_NO_PAGER = re.compile(
    r"comment|kommentar|forum|leserbrief|review|related|galler|galerie|slider|slick|carousel|swiper|search|archiv",
    re.IGNORECASE,
)
_WHOLE_LABEL = re.compile(
    r"""(?:(?:den\s)?(?:ganzen?|gesamten?|kompletten?|vollst(?:ä|ae)ndigen?)\s)?(?:artikel|text|beitrag)?\s?
        (?:auf\seiner\s(?:einzigen\s)?seite)(?:\s(?:lesen|anzeigen|darstellen|ansehen))?
      | (?:zur\s)?(?:komplett|gesamt|einseiten|voll)ansicht | alle\sseiten(?:\s(?:anzeigen|auf\seiner\sseite|lesen))?
      | (?:als\s)?(?:einseiter|single\spage|view\sall|onepager)""",
    re.IGNORECASE | re.VERBOSE,
)
_WHOLE_ADDRESS = re.compile(
    r"komplettansicht|einseiter|single-?page|one-?page|[?&/_-](?:page|seite|p)[=/_-](?:all|alle|komplett)\b",
    re.IGNORECASE,
)
_PRINT_LABEL = re.compile(
    r"(?:(?:diesen?\s)?(?:artikel|seite|text|beitrag)\s)?(?:aus)?drucken|druck(?:version|ansicht|en)|printversion|print",
    re.IGNORECASE,
)
_PRINT_ADDRESS = re.compile(r"print|druck", re.IGNORECASE)
_NO_PRINT = re.compile(r"abo|shop|media|verlag|zentrum|epaper|e-paper|kiosk|#", re.IGNORECASE)
_ARTICLE_NUMBER = re.compile(r"\d{4,}")
_MOST_VERSIONS = 3

# ── how many there are ──────────────────────────────────────────────────────────────────────────
_COUNT = re.compile(r"(?:seite|page|teil)\s?(\d{1,2})\s?(?:von|/|of|\|)\s?(\d{1,2})(?!\d)", re.IGNORECASE)
_BARE_COUNT = re.compile(r"(?:^|\s)(\d{1,2})\s?(?:von|/|of)\s?(\d{1,2})(?!\d)")
_PAGER_CHARS = 400
_ANCESTORS = 5


@dataclass(frozen=True, slots=True)
class Sequel:
    """Where a story goes on, as one of its pages tells it."""

    number: int
    """Of the page that tells it; the first is 1."""
    total: int
    """How many pages the story has, as far as this one tells."""
    pages: Mapping[int, str]
    """Addresses by number; some pages name all of them, some the next one alone."""
    whole: tuple[str, ...]
    """Addresses of the story on one page, best first; what they hold is to be compared."""


def further_pages(content: str, url: str | None) -> Sequel | None:
    """Where a page says that its story goes on, or None where the page is the whole of it.

    ``url`` None takes the address that the page gives itself, as saved files do.
    """
    if not _HINT.search(content) or (links := _links(content, url)) is None:
        return None
    own = _readings(links.address)
    found = [link for link in links if _is_evident(link, own)]
    told, total = _count(links.tree, [link.element for link in found])
    marks = [
        mark for stem, mark, _ in own[1:] if mark is not None and any(stem in link.stems for link in found)
    ]
    shift = _shift(found, own, next(iter(marks), None), told)
    pages: dict[int, str] = {}
    for link in found:
        pages.setdefault((link.mark_of(own) or 1 - shift) + shift, link.address)
    number = marks[0] + shift if marks else told or 1
    pages.pop(number, None)
    total = max([total, number, *pages])
    if total == 1:
        return None
    whole = islice(_whole(links, with_print=not declares_closed(content)), _MOST_VERSIONS)
    return Sequel(number, total, pages, tuple(whole))


def _shift(found: Sequence[_Link], own: Sequence[_Reading], mark: int | None, told: int | None) -> int:
    """1 where the marks count from zero, so that ``?page=1`` is the second page; else 0."""
    if mark is not None and told is not None:
        return int(told == mark + 1)
    for link in found:
        its_mark = link.mark_of(own)
        hit = _LABEL_NUMBER.fullmatch(link.label)
        on = link.rel == "next" or _ON_LABEL.match(link.label)
        if its_mark and ((hit and int(hit[1]) == its_mark + 1) or (mark is None and on and its_mark == 1)):
            return 1
    return 0


def other_versions(content: str, url: str | None) -> tuple[str, ...]:
    """Addresses of the AMP and the print version of a page that shows too little.

    None for a page that closes itself to the public or asks for a subscription: what such a page
    keeps back is not read behind its back.
    """
    if declares_closed(content) or (links := _links(content, url)) is None:
        return ()
    if any(asks_for_money(one_line(text)) for text in islice(links.tree.itertext(), _MOST_TEXTS)):
        return ()
    amp = (link.address for link in links if "amphtml" in link.rel)
    return tuple(first_unseen([*amp, *_print_versions(links)]))[:_MOST_VERSIONS]


# ── links ───────────────────────────────────────────────────────────────────────────────────────

_Reading = tuple[str, "int | None", bool]
"""An address without its page mark, the mark, and whether the mark is a bare number."""


@dataclass(frozen=True, slots=True)
class _Link:
    element: HtmlElement
    address: str
    label: str
    rel: str
    readings: tuple[_Reading, ...]

    @property
    def stems(self) -> set[str]:
        """The addresses that this one may be a page of."""
        return {stem for stem, _, _ in self.readings}

    def names(self) -> str:
        """Class and other names of what the link stands in."""
        around = [self.element, *islice(self.element.iterancestors(), _ANCESTORS)]
        return " ".join(
            value
            for element in around
            for name in ("class", "id", "aria-label")
            if (value := element.get(name))
        )

    def reading_of(self, own: Sequence[_Reading]) -> _Reading | None:
        """How this address is a page of the same story as ``own``, or None where it is not."""
        for stem, mark, bare in self.readings[1:]:
            if any(stem == own_stem for own_stem, _, _ in own):
                return stem, mark, bare
        first = self.readings[0]
        return first if any(first[0] == own_stem for own_stem, _, _ in own[1:]) else None

    def mark_of(self, own: Sequence[_Reading]) -> int | None:
        """The page mark of this address; None for the first page, which has none."""
        reading = self.reading_of(own)
        return reading[1] if reading else None


@dataclass(frozen=True, slots=True)
class _Links:
    """The links of a page that stay on its site."""

    tree: HtmlElement
    address: str
    links: tuple[_Link, ...]

    def __iter__(self) -> Iterator[_Link]:
        return iter(self.links)


def _links(content: str, url: str | None) -> _Links | None:
    """A page's links, or None where it has no address or cannot be parsed."""
    from podcaster.article.tree import parse  # noqa: PLC0415  lxml costs 30 ms

    try:
        tree = parse(mend(content), url or "the text")
    except NoArticleError:
        return None
    address = url or _own_address(tree)
    if not address:
        return None
    base = next((href for el in tree.iterfind(".//base") if (href := el.get("href"))), "")
    base = _joined(address, base) or address
    links = []
    for element in islice(tree.iter("a", "link", "option"), _MOST_LINKS):
        href = element.get("value" if element.tag == "option" else "href") or ""
        target = _joined(base, href) if href and not href.startswith("#") else None
        if target and same_site(target, address):
            label = (
                one_line(element.text_content())[:_LONGEST_LABEL]
                or element.get("title")
                or element.get("aria-label")
            )
            rel = f"{element.get('rel') or ''} {element.get('media') or ''}".strip().lower()
            links.append(_Link(element, target, one_line(label or ""), rel, tuple(_readings(target))))
    return _Links(tree, address, tuple(links))


def _own_address(tree: HtmlElement) -> str | None:
    for element in tree.iter("link", "meta"):
        if element.get("rel") == "canonical" or element.get("property") == "og:url":
            address = _joined("", element.get("href") or element.get("content") or "")
            if address:
                return address
    return None


def _joined(base: str, href: str) -> str | None:
    """The full web address without its fragment."""
    try:
        full = urljoin(base, href.strip()).partition("#")[0]
    except ValueError:
        return None
    return full if is_web_address(full) else None


def same_site(one: str, other: str) -> bool:
    """Whether two addresses are of one host, its mobile and AMP hosts included."""
    return _site(one) == _site(other)


def _site(url: str) -> tuple[str, int | None] | None:
    try:
        parts = urlsplit(url)
        return _SITE_PREFIX.sub("", (parts.hostname or "").lower()), parts.port
    except ValueError:
        return None


def _readings(url: str) -> list[_Reading]:
    """An address as it is, then without each page mark that it may have."""
    parts = urlsplit(url)
    site = f"{_site(url)}"
    query = [
        (name.lower(), value) for name, value in parse_qsl(parts.query) if not _TRACKING.match(name.lower())
    ]
    path = parts.path.rstrip("/")

    def stem(path: str, query: Iterable[tuple[str, str]]) -> str:
        return f"{site}{path.rstrip('/')}?{sorted(query)}"

    readings: list[_Reading] = [(stem(path, query), None, False)]
    for name, value in query:
        if name in _QUERY_MARKS and value.isascii() and value.isdigit() and len(value) <= _MARK_DIGITS:
            rest = [pair for pair in query if pair != (name, value)]
            readings.append((stem(path, rest), int(value), False))
    for bare, pattern in ((bare, pattern) for bare, patterns in _PATH_MARKS for pattern in patterns):
        if hit := pattern.fullmatch(path):
            readings.append((stem(hit["stem"] + (hit["ext"] or ""), query), int(hit["n"]), bare))
    return readings


def _is_evident(link: _Link, own: Sequence[_Reading]) -> bool:
    """Whether a link leads to a page of the same story, and says so."""
    reading = link.reading_of(own)
    if reading is None or link.readings[0][0] == own[0][0]:
        return False
    names = link.names()
    if _NO_PAGER.search(names) or _NO_PAGER.search(link.address.rpartition("/")[2]):
        return False
    says = link.rel in {"next", "prev"} or _PAGER.search(names) is not None or link.element.tag == "option"
    if reading[2]:
        return says or _SAYS_SEITE.search(link.label) is not None
    return (
        says or _STEP_LABEL.fullmatch(link.label) is not None or _SAYS_SEITE.search(link.address) is not None
    )


def _whole(links: _Links, *, with_print: bool) -> Iterator[str]:
    """Where the story stands on one page: the single-page version, then the print version."""
    found = (
        link.address
        for link in links
        if link.address != links.address
        and (_WHOLE_LABEL.fullmatch(link.label) or _WHOLE_ADDRESS.search(link.address.rpartition("/")[2]))
    )
    yield from first_unseen([*found, *(_print_versions(links) if with_print else ())])


def _print_versions(links: _Links) -> Iterator[str]:
    """Print versions of this very page: their address has its path, its last part, or its number."""
    path = urlsplit(links.address).path
    last = path.rstrip("/").rpartition("/")[2].partition(".")[0]
    numbers = set(_ARTICLE_NUMBER.findall(links.address))
    for link in links:
        own_words = f"{link.rel} {link.element.get('class') or ''} {link.element.get('title') or ''}".lower()
        printed = _PRINT_LABEL.fullmatch(link.label) or "print" in own_words or "druck" in own_words
        fits = _PRINT_ADDRESS.search(link.address) and not _NO_PRINT.search(link.address + link.label)
        if not printed or not fits or link.address == links.address or "stylesheet" in link.rel:
            continue
        parts = urlsplit(link.address)
        segments = [segment.partition(".")[0] for segment in parts.path.split("/")]
        if (last and (parts.path == path or last in segments)) or numbers & set(
            _ARTICLE_NUMBER.findall(link.address)
        ):
            yield link.address


def _count(tree: HtmlElement, found: Sequence[HtmlElement]) -> tuple[int | None, int]:
    """Which page of how many: "Seite 1 von 4" in a pager, or "1/4" beside links to other pages."""
    boxes = [(box, _BARE_COUNT) for link in found for box in islice(link.iterancestors(), 2)]
    boxes += [
        (element, _COUNT)
        for element in tree.iter("nav", "div", "ul", "ol", "p", "span", "section")
        if _PAGER.search(names := f"{element.get('class') or ''} {element.get('id') or ''}")
        and not _NO_PAGER.search(names)
    ]
    for box, pattern in boxes:
        text = one_line(box.text_content())
        hit = (_COUNT.search(text) or pattern.search(text)) if len(text) <= _PAGER_CHARS else None
        if hit and 1 <= int(hit[1]) <= int(hit[2]):
            return int(hit[1]), int(hit[2])
    return None, 1
