"""RSS, Atom, JSON Feed and sitemaps → Listing.

XML is read as a stream that forgets what it has read; document types, and with them all entities but
those of HTML, are taken out before: nothing is looked up, nothing grows.
"""

from __future__ import annotations

import json
import re
from datetime import timezone
from functools import lru_cache
from html.entities import html5
from itertools import islice
from typing import TYPE_CHECKING, Any

from podcaster.errors import SourceError
from podcaster.model import Item
from podcaster.sources.dates import parse_date
from podcaster.sources.listing import Listing, address, plain
from podcaster.sources.paths import other_page

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from lxml.etree import _Element

READ_ITEMS = 50_000
"""Of one file: what a sitemap may have (sitemaps.org protocol)."""
_MOST_SECTIONS = 30
_MOST_CHILDREN = 400
_CHUNK_BYTES = 65_536
_BARREN_BYTES, _BARREN_TAGS = 4_000_000, 100_000
"""So much without an item ends the reading: no item is as long, and memory stays small."""
_MOST_JSON_SIGNS = 500_000
"""Brackets and commas: what a value costs in memory, not in bytes."""
_MOST_ADDRESS_BYTES = 10_000_000

# Namespaces of which we read elements, as prefixes; "" are those that name the items themselves.
_PREFIXES = {
    "": "",
    "www.w3.org/2005/atom": "",
    "purl.org/atom/ns": "",
    "purl.org/rss/1.0": "",
    "my.netscape.com/rdf/simple/0.9": "",
    "my.netscape.com/publish/formats/rss-0.91.dtd": "",
    "backend.userland.com/rss2": "",
    "blogs.law.harvard.edu/tech/rss": "",
    "www.sitemaps.org/schemas/sitemap/0.9": "",
    "www.google.com/schemas/sitemap/0.84": "",
    "www.google.com/schemas/sitemap/0.9": "",
    "www.w3.org/1999/02/22-rdf-syntax-ns": "",
    "purl.org/dc/elements/1.1": "dc:",
    "purl.org/dc/terms": "dcterms:",
    "purl.org/rss/1.0/modules/content": "content:",
    "rssnamespace.org/feedburner/ext/1.0": "feedburner:",
    "www.google.com/schemas/sitemap-news/0.9": "news:",
}
_ENTRIES = frozenset({"item", "entry", "url", "sitemap"})
_PARENTS = {"url": "urlset", "sitemap": "sitemapindex"}
_TITLES = ("title", "news:title", "dc:title")
_DATES = (
    *(
        "pubdate",
        "published",
        "issued",
        "dc:date",
        "dcterms:issued",
        "dcterms:created",
        "news:publication_date",
    ),
    *("created", "updated", "modified", "dcterms:modified", "lastmod", "date"),
)
_SUMMARIES = ("description", "summary", "content:encoded", "content")
_SECTIONS = ("category", "dc:subject")
_KEYWORDS = ("news:keywords", "news:genres")
"""Several in one element, with commas."""
_NO_ARTICLES = re.compile(
    r"""
    (?<! [a-z] )
    (?: images? | bild (?: er )? | videos? | authors? | autor (?: en )? | categor | kategori
      | tags? [-_.] | pages? [-_.] | static | products? | events? )
    """,
    re.VERBOSE | re.IGNORECASE,
)
"""What sitemaps are called that hold no articles: ``sitemap-images.xml``, ``post_tag-sitemap.xml``."""
_PERIOD = re.compile(r"(?<!\d)20\d\d(?:[-_/.]?[0-3]\d){0,2}(?!\d)")
_HTML = frozenset({None, "", "text/html", "application/xhtml+xml"})
_BASE = "{http://www.w3.org/XML/1998/namespace}base"
_ABOUT = "{http://www.w3.org/1999/02/22-rdf-syntax-ns#}about"

_SUBSET_END = re.compile(rb"\]\s*>")
_ROOT = re.compile(
    rb"<(?:[\w.-]{1,40}:)?(?:rss|rdf|feed|channel|urlset|sitemapindex|opml)[\s>]", re.IGNORECASE
)
_AMPERSAND = re.compile(
    rb"&(?:#(?:(\d{1,7})|x([0-9a-f]{1,6}));|(?:amp|lt|gt|quot|apos);|(\w{2,32});)?", re.IGNORECASE
)
_XML_CHARS = (range(0x20, 0xD800), range(0xE000, 0xFFFE), range(0x10000, 0x110000))
"""Beside white space (XML 1.0, section 2.2)."""


def read_feed(data: bytes, url: str) -> Listing:
    """RSS or Atom in UTF-8 → Listing; raises SourceError where there is no XML."""
    items, title, _ = _entries(data, url)
    return Listing("feed", title, tuple(unique(items, url)))


def read_sitemap(data: bytes, url: str) -> Listing:
    """A sitemap or an index of sitemaps → Listing; of an index, those that may hold articles, newest first."""
    items, title, sitemaps = _entries(data, url)
    kept = (item for item in items if item.title or not other_page(item.url))
    return Listing("sitemap", title, tuple(unique(kept, url)), tuple(_newest_sitemaps(sitemaps, url)))


def read_address_list(data: bytes, url: str) -> Listing:
    """A sitemap as plain text, an address a line."""
    lines = islice(data[:_MOST_ADDRESS_BYTES].decode("utf-8", "ignore").splitlines(), READ_ITEMS)
    found = (address(line, url) for line in lines if line.strip().startswith("http"))
    return Listing(
        "sitemap", None, tuple(unique((Item(one) for one in found if one and not other_page(one)), url))
    )


def read_json_feed(data: bytes, url: str) -> Listing:
    """JSON Feed 1.0 and 1.1 (jsonfeed.org/version/1.1) → Listing; raises SourceError for other JSON."""
    cause, way_out = "is JSON, but no JSON Feed", "give the address of a feed"
    if sum(map(data.count, (b"{", b"[", b","))) > _MOST_JSON_SIGNS:
        raise SourceError(url, "is far too large", "give another address")
    try:
        feed = json.loads(data)
    except (ValueError, RecursionError) as exc:
        raise SourceError(url, "is broken JSON", "try again later, or give another address") from exc
    if not isinstance(feed, dict) or not isinstance(feed.get("items"), list):
        raise SourceError(url, cause, way_out)
    items = (_json_item(entry, url) for entry in feed["items"][:READ_ITEMS] if isinstance(entry, dict))
    return Listing("feed", plain(_text(feed.get("title"))), tuple(unique(filter(None, items), url)))


def _text(value: Any) -> str | None:
    return value if isinstance(value, str) else None


def _json_item(entry: dict[str, Any], base: str) -> Item | None:
    addresses = (address(_text(entry.get(key)), base) for key in ("url", "external_url"))
    link = next(filter(None, addresses), None) or _permalink(_text(entry.get("id")))
    tags = entry.get("tags")
    dates = (parse_date(_text(entry.get(key))) for key in ("date_published", "date_modified"))
    summaries = (plain(_text(entry.get(key))) for key in ("summary", "content_text", "content_html"))
    return link and Item(  # type: ignore[return-value]
        link,
        plain(_text(entry.get("title"))),
        next(filter(None, dates), None),
        _sections(tags if isinstance(tags, list) else ()),
        next(filter(None, summaries), None),
    )


def unique(items: Iterable[Item], url: str) -> Iterator[Item]:
    """The items without those whose address came before, or is the source's own."""
    seen = {url}
    for item in items:
        if item.url not in seen:
            seen.add(item.url)
            yield item


def newest(items: tuple[Item, ...], most: int) -> tuple[Item, ...]:
    """At most so many, in their order; those without a date count as new as the one before."""
    if len(items) <= most:
        return items
    times, last = [], 0.0
    for number, item in enumerate(items):
        last = item.published.timestamp() if item.published else last
        times.append((-last, number))
    return tuple(items[number] for number in sorted(number for _, number in sorted(times)[:most]))


def _entries(data: bytes, url: str) -> tuple[list[Item], str | None, list[Item]]:
    """Items, the title of all, and the sitemaps that are named."""
    items: list[Item] = []
    sitemaps: list[Item] = []
    title = None
    has_bases = b"xml:base" in data
    is_first = True
    for entry in islice(_stream(data, url), READ_ITEMS):
        if _name(entry) in _PARENTS and _name(entry.getparent()) != _PARENTS[_name(entry)]:
            continue  # the address of a feed's picture
        if is_first:
            title, is_first = _title_of_all(entry), False
        base = _base(entry, url) if has_bases else url
        if found := _item(entry, base, has_bases=has_bases):
            (sitemaps if _name(entry) == "sitemap" else items).append(found)
    return items, title, sitemaps


def _stream(data: bytes, url: str) -> Iterator[_Element]:
    """The elements that stand for articles, as they end; those before the last are forgotten."""
    from lxml import etree  # noqa: PLC0415

    parser = etree.XMLPullParser(
        events=("end",),
        tag=[f"{{*}}{name}" for name in _ENTRIES],
        recover=True,
        resolve_entities=False,
        no_network=True,
        load_dtd=False,
        remove_comments=True,
        remove_pis=True,
        encoding="utf-8",
    )
    barren_bytes = barren_tags = 0
    is_barren = True
    for chunk in _chunks(without_document_type(data)):
        try:
            parser.feed(mended(chunk))
        except etree.XMLSyntaxError:  # beyond mending; what came before stays
            break
        barren_bytes += len(chunk)
        barren_tags += chunk.count(b"<")
        for _, entry in parser.read_events():
            yield entry
            barren_bytes = barren_tags = 0
            is_barren = False
            parent = entry.getparent()
            while parent is not None and parent[0] is not entry:
                del parent[0]
            entry.clear(keep_tail=False)
        if barren_bytes > _BARREN_BYTES or barren_tags > _BARREN_TAGS:
            break
    if is_barren and not _is_whole(data):
        raise SourceError(url, "is broken before its first article", "try again later")


def _is_whole(data: bytes) -> bool:
    """Whether XML without articles is all there, and may be believed to have none."""
    from lxml import etree  # noqa: PLC0415

    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, encoding="utf-8")
    try:
        etree.fromstring(mended(without_document_type(data[: 2 * _BARREN_BYTES])), parser=parser)
    except etree.XMLSyntaxError:
        return False
    return True


def without_document_type(data: bytes) -> bytes:
    """XML from its outermost element on: no entity is declared in it, and no warning stands before it."""
    head, found, rest = data.partition(b"<!DOCTYPE")
    if found:
        end = rest.find(b">")
        if 0 <= rest.find(b"[") < end:
            subset_end = _SUBSET_END.search(rest)
            end = subset_end.end() - 1 if subset_end else len(rest)
        data = head + rest[end + 1 :].replace(b"<!DOCTYPE", b"")
    root = _ROOT.search(data[:_CHUNK_BYTES])
    return data[root.start() if root else 0 :]


def _chunks(data: bytes) -> Iterator[bytes]:
    """Pieces to be parsed one after the other; none ends within an entity."""
    start = 0
    while start < len(data):
        end = start + _CHUNK_BYTES
        end = max(data.rfind(b">", start, end) + 1, 0) or end
        yield data[start:end]
        start = end


def mended(data: bytes) -> bytes:
    """XML with HTML's entities as characters, stray ampersands as such, and no character that XML forbids."""
    return _AMPERSAND.sub(_character, data) if b"&" in data else data


def _character(found: re.Match[bytes]) -> bytes:
    decimal, hexadecimal, name = found.groups()
    if decimal or hexadecimal:
        number = int(decimal) if decimal else int(hexadecimal, 16)
        is_char = number in {0x9, 0xA, 0xD} or any(number in chars for chars in _XML_CHARS)
        return found[0] if is_char else b""  # halves of surrogate pairs, for which lxml has no text
    if character := html5.get(f"{(name or b'').decode('utf-8', 'ignore')};"):
        return "".join(f"&#{ord(sign)};" for sign in character).encode()
    is_known = not name and found[0] != b"&"
    return found[0].lower() if is_known else b"&amp;" + found[0][1:]


@lru_cache(maxsize=1000)
def _key(tag: str) -> str:
    """``{http://purl.org/dc/elements/1.1/}date`` → ``dc:date``; unknown namespaces and odd tags get a ``?``."""
    namespace, brace, name = tag.rpartition("}")
    name = name.lower()
    if not brace:  # a prefix that was never declared stands in the name
        return name.removeprefix("atom:").removeprefix("rss:")
    place = namespace[1:].lower().partition("://")[2] or namespace[1:].lower()
    return _PREFIXES.get(place.rstrip("/#"), "?") + name


def _base(element: _Element, url: str) -> str:
    """What relative addresses in an element are relative to (XML Base)."""
    bases = [element.get(_BASE), *(ancestor.get(_BASE) for ancestor in element.iterancestors())]
    for base in reversed(list(filter(None, bases))):
        url = address(str(base), url) or url
    return url


def _title_of_all(entry: _Element) -> str | None:
    """The feed's own title, which stands before the first entry or, in RSS 1.0, in an element beside."""
    parent = entry.getparent()
    found = (
        [] if parent is None else [child for child in islice(parent, _MOST_CHILDREN) if child is not entry]
    )
    channels = [child for child in found if _name(child) == "channel"]
    for child in (*found, *(part for channel in channels for part in islice(channel, _MOST_CHILDREN))):
        if _name(child) == "title":
            return plain(_content(child))
    return None


def _name(element: _Element | None) -> str:
    """The element's key, or "" of what is none."""
    return _key(element.tag) if element is not None and isinstance(element.tag, str) else ""


def _content(element: _Element) -> str:
    """The text of an element and of all in it, as in titles that are XHTML."""
    return "".join(element.itertext()) if len(element) else element.text or ""


def _item(entry: _Element, base: str, *, has_bases: bool) -> Item | None:
    parts: dict[str, list[_Element]] = {}
    for child in islice(entry, _MOST_CHILDREN):
        name = _name(child)
        if name == "news:news":
            for fact in islice(child, _MOST_CHILDREN):
                parts.setdefault(_name(fact), []).append(fact)
        parts.setdefault(name, []).append(child)
    link = _link(entry, parts, base, has_bases=has_bases)
    if link is None and any(len(child) for child in islice(entry, _MOST_CHILDREN)):
        for part in islice(
            entry.iter("{*}link", "{*}guid"), _MOST_CHILDREN
        ):  # behind a tag that never closed
            parts.setdefault(_name(part), []).append(part)
        link = _link(entry, parts, base, has_bases=has_bases)
    if link is None:
        return None
    dates = (parse_date(_content(part)) for part in _named(parts, _DATES))
    return Item(
        link,
        next(filter(None, (plain(_content(part)) for part in _named(parts, _TITLES))), None),
        next(filter(None, dates), None),
        _sections([*_categories(parts), *_keywords(parts)]),
        next(filter(None, (plain(_content(part)) for part in _named(parts, _SUMMARIES))), None),
    )


def _named(parts: dict[str, list[_Element]], names: Iterable[str]) -> Iterator[_Element]:
    return (part for name in names for part in parts.get(name, ()))


def _link(entry: _Element, parts: dict[str, list[_Element]], base: str, *, has_bases: bool) -> str | None:
    """The article's address: the original one, a link to a page, a GUID that is an address."""
    written = [(0, part.text, part) for part in parts.get("feedburner:origlink", ())]
    for part in (*parts.get("link", ()), *parts.get("loc", ())):
        if part.get("rel") in {None, "", "alternate"}:
            rank = 1 if part.get("type") in _HTML else 2
            written.append((rank, part.get("href") or part.text, part))
    for _, text, part in sorted(written, key=lambda found: found[0]):
        if link := address(text, _base(part, base) if has_bases and part.get(_BASE) else base):
            return link
    for part in (*parts.get("guid", ()), *parts.get("id", ())):
        if part.get("isPermaLink", "").lower() != "false" and (link := _permalink(part.text)):
            return link
    return _permalink(entry.get(_ABOUT))


def _permalink(text: str | None) -> str | None:
    """An identifier that is a whole address."""
    return address(text, "") if text else None


def _categories(parts: dict[str, list[_Element]]) -> Iterator[str]:
    for part in _named(parts, _SECTIONS):
        yield part.get("label") or part.get("term") or _content(part)


def _keywords(parts: dict[str, list[_Element]]) -> Iterator[str]:
    for part in _named(parts, _KEYWORDS):
        yield from _content(part).split(",")[:_MOST_SECTIONS]


def _sections(names: Iterable[Any]) -> tuple[str, ...]:
    found = (plain(name, 100) for name in islice(names, 10 * _MOST_SECTIONS) if isinstance(name, str))
    return tuple(islice(dict.fromkeys(filter(None, found)), _MOST_SECTIONS))


def _newest_sitemaps(sitemaps: list[Item], url: str) -> Iterator[str]:
    """Those that may hold articles: the latest changed first, else by the time in their name."""
    named = list(unique(sitemaps, url))
    kept = [item for item in named if not _NO_ARTICLES.search(_file(item))] or named
    times = [_changed(item) for item in kept]
    for number in sorted(range(len(kept)), key=lambda one: times[one], reverse=True):
        yield kept[number].url


def _changed(sitemap: Item) -> str:
    """When it was changed, as digits that sort: 202406241015."""
    if sitemap.published:
        return f"{sitemap.published.astimezone(timezone.utc):%Y%m%d%H%M}"
    if "news" in _file(sitemap).lower():
        return "9"
    named = _PERIOD.search(sitemap.url)
    return re.sub(r"\D", "", named[0]) if named else ""


def _file(sitemap: Item) -> str:
    return sitemap.url.rpartition("/")[2]
