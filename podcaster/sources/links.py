"""A section's front page → the links on it that lead to articles.

What tells a teaser from other links, on pages of all content systems: it lies on the same site, outside
of navigation and footers, its text is long enough for a headline, and either its address is an
article's (day, number, words of a headline) or it stands in a headline.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace
from itertools import islice
from typing import TYPE_CHECKING

from podcaster.errors import SourceError
from podcaster.model import Item
from podcaster.sources.dates import parse_date
from podcaster.sources.listing import Listing, address, plain, site_of
from podcaster.sources.paths import names_article, other_page, slug_words

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lxml.etree import _Element

MOST_ELEMENTS = 100_000
"""Front pages have up to 15,000."""
_MOST_PARTS = 200
_MOST_LINKS = 2_500
"""Front pages have up to 1,500."""
_FEW = 3
_MOST_AROUND = 40
"""Characters of a date or a source beside a link that is a line of its own."""
_MOST_NAME = 200
_MOST_TITLE = 300
_HEADINGS = frozenset({"h1", "h2", "h3", "h4", "h5"})
_OUTSIDE = frozenset(
    {
        "nav",
        "footer",
        "aside",
        "menu",
        "script",
        "style",
        "noscript",
        "template",
        "svg",
        "dialog",
        "select",
    }
)
_CARDS = frozenset({"article", "li"})
_OUTSIDE_ROLES = frozenset(
    {"navigation", "contentinfo", "search", "complementary", "menu", "menubar", "dialog", "banner"}
)
_OUTSIDE_CLASS = re.compile(
    r"""
    (?: ^ | \s | (?<! has ) (?<! no ) (?<! with ) (?<! without ) [_-] )  # <div class="page has-sidebar"> is the page
    (?: nav (?: igation | bar )? | (?: main | mega | side | sub | meta | page ) -? (?: nav | menu ) \w* | menu
      | breadcrumb s? | footer | site-?footer | page-?footer | sidebar | offcanvas | flyout
      | share | sharing | social | cookie \w* | consent | newsletter | pagination | pager | tag (?: s | cloud | list )
      | comment s? | kommentare | login | search | suche | (?: live | news | boersen | börsen )? ticker
      | adv? | ads | advert \w* | anzeige n? | werbung | sponsor \w* | partner (?: angebot e )?
      | most-?read | meist-?gelesen | popular | trending | skip-?link s? | sr-?only-?nav
    )
    (?= $ | [\s_-] )
    """,
    re.VERBOSE | re.IGNORECASE,
)
_TEASER_CLASS = re.compile(
    r"teaser|headline|article|artikel|story|entry|post|card|news|beitrag|meldung|schlagzeile|titel|title",
    re.IGNORECASE,
)
_ABOVE = re.compile(
    r"""
      kicker | catchline | dachzeile | overline | over-?title | topline | roofline | eyebrow | spitzmarke | subject
    | badge | label | flag | category | kategorie | ressort
    | author | autor | byline | date | datum | time | meta | comment
    | visually-?hidden | sr-?only | screen-?reader
    """,
    re.VERBOSE | re.IGNORECASE,
)
"""What stands with a headline in its link and is none: ``class="teaser__kicker"``."""
_HEADLINE = re.compile(r"headline|(?<!over)(?<!sub)title|titel|schlagzeile|heading", re.IGNORECASE)
_NO_HEADLINE = re.compile(
    r"""
      (?: © | copyright ) .*
    | (?: foto | bild | quelle ) s? : .*
    | (?: zum | zur | zu \s den ) \s
      (?: artikel | beitrag | bericht | text | video s? | übersicht | startseite | themenseite | kommentar | bildergalerie | fotostrecke ) .*
    | (?: mehr | weitere | alle ) \s (?: \w+ \s )?
      (?: zum \s thema | über | dazu | lesen | erfahren | artikel | beiträge | nachrichten | meldungen | themen | news | infos
        | informationen | videos | folgen | ausgaben | entwicklungen | ereignisse | details | hintergründe | updates ) \b .*
    | hier \s (?: klicken | geht \s? [e’']?s | finden \s sie ) .*
    | (?: jetzt | hier | gleich ) \s (?: \w+ \s )?
      (?: abonnieren | anmelden | registrieren | testen | bestellen | kaufen | informieren | spenden | herunterladen ) \b .*
    | (?: \d+ \s )? (?: artikel | beitrag | text | kommentare? | profil | newsletter | fotostrecke | bilder | (?: bilder )? galerie
        | video | app | e-?paper | pdf ) \b .{0,40}
      \b (?: abonnieren | lesen | anzeigen | ansehen | öffnen | herunterladen | bestellen )
    """,
    re.IGNORECASE | re.VERBOSE,
)
_DATE = re.compile(
    r"""
    (?: (?: mon | diens | mitt | donners | frei | sams | sonn ) \w+ ,? \s )?  # Montag,
    (?: gestern | heute | \d{1,2}\. \s? \w+ \.? )                           # 24. Juni
    (?: \s \d{4} )?                                                        # 2024
    (?: [\s,|-] | um | uhr | \d\d? [:.] \d\d )*                            # um 9:05 Uhr
    """,
    re.VERBOSE | re.IGNORECASE,
)
"""A link that is called by the day of its article."""
_ADDED = re.compile(
    r"""
      ^ (?: perma (?: nent \s )? link \s (?: zu | to ) \b :? \s* | [←«‹→»›] \s+ )
    | \s* [|›»→…\[(] \s* (?: mehr | weiter | weiterlesen ) \s* [|›»→…\])]* $
    | \s+ [→›»] $
    """,
    re.IGNORECASE | re.VERBOSE,
)
"""What content systems add to a headline: ``… | mehr``."""
_WORD = re.compile(r"\w[\w'’.-]*")
_HEADLINE_WORDS = 3
_HEADLINE_CHARS = 15
_MOST_HEADLINE_WORDS = 18


@dataclass(slots=True)
class _Card:
    """An article or a list's item on the page, with the times that it tells."""

    times: list[str] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class _Place:
    """Where an element stands."""

    card: _Card
    outside: bool = False
    is_teaser: bool = False
    is_content: bool = False
    """In the page's main part or in a teaser: a header there is a headline's, not the page's."""
    heading: _Element | None = None
    paragraph: _Element | None = None


@dataclass(slots=True)
class _Teaser:
    """What the links to one address say."""

    url: str
    cards: list[_Card] = field(default_factory=list)
    rank: int = 0
    """2 in a headline, 1 in a teaser, 0 elsewhere; of the title."""
    title: str | None = None


def read_links(data: bytes, url: str) -> Listing:
    """The articles that a page links to, in its order, which is their importance.

    ``data`` is UTF-8. Raises SourceError where there are none, or where the page is far too large.
    """
    root = parsed(data, url)
    items = _items(root, url, is_strict=True)
    if len(items) < _FEW:  # a class may be called so that it hides the page, or a form hold all of it
        more = _items(root, url, is_strict=False)
        items = more if len(more) > len(items) + _FEW else items
    if not items:
        raise SourceError(url, "has no links to articles", "give a section's page, or its feed")
    return Listing("links", plain(root.findtext(".//title")), items)


def _items(root: _Element, url: str, *, is_strict: bool) -> tuple[Item, ...]:
    base, site = base_of(root, url), site_of(url)
    teasers: dict[str, _Teaser] = {}
    for link, place in islice(_placed_links(root, is_strict=is_strict), _MOST_LINKS):
        target = address(link.get("href"), base)
        if target is None or target == url.partition("#")[0] or site_of(target) != site or other_page(target):
            continue
        if _is_in_running_text(link, place):
            continue
        teaser = teasers.setdefault(target, _Teaser(target))
        teaser.cards.append(place.card)
        is_headline = place.heading is not None or _heading_in(link) is not None
        rank = 2 if is_headline else int(place.is_teaser)
        if (teaser.title is None or rank > teaser.rank) and (title := _title(link, place)):
            teaser.rank, teaser.title = rank, title
    return tuple(_item(teaser) for teaser in teasers.values() if _leads_to_article(teaser))


def _leads_to_article(teaser: _Teaser) -> bool:
    if teaser.title is None:
        return False
    if names_article(teaser.url):
        return teaser.rank > 0 or len(_WORD.findall(teaser.title)) > _HEADLINE_WORDS
    return teaser.rank > 1 and len(slug_words(teaser.url)) > 1


def _item(teaser: _Teaser) -> Item:
    times = {time for card in teaser.cards if len(set(card.times)) == 1 for time in card.times}
    return Item(teaser.url, teaser.title, parse_date(times.pop()) if len(times) == 1 else None)


def parsed(data: bytes, url: str) -> _Element:
    """The tree of a page in UTF-8; raises SourceError where there is none, or one too large."""
    from lxml import etree  # noqa: PLC0415

    parser = etree.HTMLParser(
        encoding="utf-8", remove_comments=True, remove_pis=True, huge_tree=True, no_network=True
    )
    if data.count(b"<") - data.count(b"</") > MOST_ELEMENTS:
        raise SourceError(url, f"has more than {MOST_ELEMENTS} elements", "give a smaller page, or its feed")
    try:
        root = etree.fromstring(data, parser=parser)
    except (etree.XMLSyntaxError, ValueError) as exc:
        raise SourceError(url, "is an empty page", "check the address in a browser") from exc
    if root is None:
        raise SourceError(url, "is an empty page", "check the address in a browser")
    etree.strip_elements(root, "style", "script", "template", with_tail=False)
    return root


def base_of(root: _Element, url: str) -> str:
    """What the addresses of a page are relative to."""
    base = root.find(".//base[@href]")
    return (address(base.get("href"), url) if base is not None else None) or url


def _placed_links(root: _Element, *, is_strict: bool) -> Iterator[tuple[_Element, _Place]]:
    """Each link that is content, and what it stands in; one walk, however deep the page is."""
    from lxml import etree  # noqa: PLC0415

    places = [_Place(_Card())]
    for event, element in etree.iterwalk(root, events=("start", "end")):
        if event == "end":
            places.pop()
            continue
        place = _inside(element, places[-1], is_strict=is_strict)
        places.append(place)
        if element.tag == "time" and (time := element.get("datetime")):
            place.card.times.append(time)
        if element.tag == "a" and element.get("href") and not place.outside:
            yield element, place


def _inside(element: _Element, outer: _Place, *, is_strict: bool) -> _Place:
    """The place that an element makes for what is in it."""
    tag = element.tag
    if tag in {"html", "body"}:
        return outer
    names = f"{_class(element)} {element.get('id', '')[:_MOST_NAME]}"
    is_article, has_name = tag == "article", names != " "
    outside = outer.outside or tag in _OUTSIDE or element.get("role") in _OUTSIDE_ROLES
    outside = outside or (tag == "header" and not outer.is_content)
    if is_strict and not outside and tag != "main" and not is_article:
        outside = tag == "form" or (has_name and bool(_OUTSIDE_CLASS.search(names)))
    is_teaser = outer.is_teaser or is_article or (tag != "main" and bool(_TEASER_CLASS.search(names)))
    place = replace(
        outer,
        outside=outside,
        is_teaser=is_teaser,
        is_content=is_teaser or tag == "main" or outer.is_content,
    )
    if tag in _CARDS:
        return replace(place, card=_Card())
    if tag in _HEADINGS:
        return replace(place, heading=element)
    return replace(place, paragraph=element) if tag == "p" else place


def _is_in_running_text(link: _Element, place: _Place) -> bool:
    """Whether a link is a few words of a paragraph, and no line of its own."""
    if place.paragraph is None:
        return False
    around = "".join(islice(place.paragraph.itertext(), _MOST_PARTS))
    return len(around.strip()) > len("".join(islice(link.itertext(), _MOST_PARTS)).strip()) + _MOST_AROUND


def _title(link: _Element, place: _Place) -> str | None:
    """The headline: in the link, else the one that the link stands in, else what the link is called."""
    return next(filter(None, map(_headline, _written(link, place))), None)


def _written(link: _Element, place: _Place) -> Iterator[str | None]:
    parts = list(_parts(link))
    headings = [part for part in parts if part.tag in _HEADINGS]
    yield from (_text(part) for part in headings if not _ABOVE.search(_class(part)))
    yield from (_text(part) for part in parts if _HEADLINE.search(_class(part)))
    written = _text(link)
    if len(written.split()) > _MOST_HEADLINE_WORDS:  # with the lead behind it
        yield from (part.text for part in parts)
    yield written
    yield "".join(islice(link.itertext(), _MOST_PARTS))
    if place.heading is not None:
        yield _text(place.heading)
    yield link.get("title")
    yield link.get("aria-label")


def _headline(text: str | None) -> str | None:
    title = _ADDED.sub("", plain(text, _MOST_TITLE) or "")
    return title if _is_headline(title) else None


def _is_headline(title: str) -> bool:
    words = _WORD.findall(title)
    return (
        len(words) >= _HEADLINE_WORDS and len(title) >= _HEADLINE_CHARS and not _NO_HEADLINE.fullmatch(title)
    )


def _heading_in(link: _Element) -> _Element | None:
    return next((part for part in _parts(link) if part.tag in _HEADINGS), None)


def _class(element: _Element) -> str:
    return element.get("class", "")[:_MOST_NAME]


def _parts(element: _Element) -> Iterator[_Element]:
    return islice(element.iter(), 1, _MOST_PARTS)


def _text(element: _Element) -> str:
    """The element's text without kickers, badges, bylines and dates, as far as classes tell."""
    pieces = [element.text or ""]
    skipped: set[_Element] = set()
    for part in _parts(element):
        parent = part.getparent()
        if parent in skipped or part.tag == "time" or _ABOVE.search(_class(part)):
            skipped.add(part)
        else:
            pieces.append(part.text or "")
        if parent not in skipped:
            pieces.append(" " + (part.tail or ""))
    return " ".join(pieces)
