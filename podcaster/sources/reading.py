"""A source's bytes → Listing, whatever they are."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING, Literal

from podcaster.errors import SourceError
from podcaster.sources import feeds
from podcaster.sources.links import read_links
from podcaster.sources.packed import unpacked, utf8

if TYPE_CHECKING:
    from collections.abc import Callable

    from podcaster.sources.listing import Listing

MOST_ITEMS = 10_000
"""Kept of one listing, the newest."""
MOST_SITEMAPS = 10
"""Followed of one index, the newest."""

_Form = Literal["xml feed", "json feed", "sitemap", "addresses", "page"]
_READERS: dict[_Form, tuple[str, Callable[[bytes, str], Listing]]] = {
    "xml feed": ("feed", feeds.read_feed),
    "json feed": ("feed", feeds.read_json_feed),
    "sitemap": ("sitemap", feeds.read_sitemap),
    "addresses": ("sitemap", feeds.read_address_list),
    "page": ("links", read_links),
}
_ROOTS: dict[bytes, _Form] = {
    **dict.fromkeys((b"rss", b"rdf", b"feed", b"channel"), "xml feed"),
    **dict.fromkeys((b"urlset", b"sitemapindex"), "sitemap"),
}
_NAMES = {"feed": "a feed", "sitemap": "a sitemap", "links": "a page of links"}
_SNIFFED_BYTES = 50_000
_ROOT = re.compile(
    rb"<(?:[\w.-]{1,40}:)?(rss|rdf|feed|channel|urlset|sitemapindex|opml|html|body|div)(?=[\s>])",
    re.IGNORECASE,
)
_MARKUP = re.compile(rb"<(?:!doctype\s+html|[a-z][a-z0-9]*[\s>])", re.IGNORECASE)


def read_listing(data: bytes, url: str, media_type: str = "", kind: str = "auto") -> Listing:
    """The articles that a source names, read from its bytes as they came from ``url``.

    RSS 0.9x, 1.0 and 2.0, Atom 0.3 and 1.0, JSON Feed, sitemaps (also packed with gzip) and pages of
    links; ``kind="auto"`` goes by the content, since media types are often wrong. Items without a
    web address and doubled ones are dropped; at most MOST_ITEMS stay, the newest. A feed without
    items is an empty listing; raises SourceError for what is none of these or is not what ``kind``
    says, for what unpacks to more than 50 MB, and for a page without links to articles.
    """
    data = utf8(unpacked(data, url))
    found, read = _READERS[_form(data, url, media_type)]
    if kind not in {"auto", found}:
        way_out = f'set kind = "{found}" or "auto", or give another address'
        raise SourceError(url, f"is {_NAMES[found]}, not {_NAMES.get(kind, kind)}", way_out)
    listing = read(data, url)
    return replace(listing, items=feeds.newest(listing.items, MOST_ITEMS), more=listing.more[:MOST_SITEMAPS])


def _form(data: bytes, url: str, media_type: str) -> _Form:
    start = data[:_SNIFFED_BYTES].lstrip()
    if not start:
        raise SourceError(url, "is empty", "check the address in a browser")
    if start.startswith((b"{", b"[")) or media_type.endswith("json"):
        return "json feed"
    if start.startswith((b"http://", b"https://")):
        return "addresses"
    root = _ROOT.search(_without_comments(start))
    name = root[1].lower() if root else b""
    if name == b"opml":
        raise SourceError(url, "is a list of subscriptions", "read it with: podcaster sources import FILE")
    if name in _ROOTS:
        return _ROOTS[name]
    if name or _MARKUP.search(start):
        return "page"
    raise SourceError(url, "is no feed, sitemap or page", "check the address in a browser")


def _without_comments(data: bytes) -> bytes:
    kept, *rest = data.split(b"<!--")
    return kept + b"".join(part.partition(b"-->")[2] for part in rest)
