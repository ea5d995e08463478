"""Where a page or a list of subscriptions says that sources are."""

from __future__ import annotations

import re
from itertools import islice
from typing import TYPE_CHECKING

from podcaster.errors import SourceError
from podcaster.sources.feeds import mended, without_document_type
from podcaster.sources.links import base_of, parsed
from podcaster.sources.listing import Candidate, Kind, address, plain, site_of
from podcaster.sources.packed import unpacked, utf8

if TYPE_CHECKING:
    from lxml.etree import _Element

_FEED_TYPES = frozenset(
    {"application/rss+xml", "application/atom+xml", "application/rdf+xml", "application/feed+json"}
)
_VAGUE_TYPES = frozenset({"application/xml", "text/xml", "application/json", ""})
_FEED_ADDRESS = re.compile(r"[./_=-](?:rss|atom|feeds?|rdf)\b|\brss\d?\b|feed\.json", re.IGNORECASE)
_API = re.compile(r"wp-json|oembed", re.IGNORECASE)
_SECONDARY = re.compile(r"comments?\b|kommentare?\b|podcasts?\b|audio|video", re.IGNORECASE)
_MOST_LINKS = 5_000
_MOST_BYTES = 5_000_000
_MOST_OUTLINES = 10_000


def discover(html: str | bytes, url: str) -> tuple[Candidate, ...]:
    """The feeds and sitemaps that a page names, the likeliest first.

    First come ``<link rel=alternate>`` in the page's order (https://www.rssboard.org/rss-autodiscovery),
    then links in its text that look like feeds; feeds of comments, sounds and films come last.
    """
    data = html.encode("utf-8", "ignore") if isinstance(html, str) else html
    if not data.strip():
        return ()
    root = parsed(utf8(data), url)
    base = base_of(root, url)
    ranked: list[tuple[bool, bool, Candidate]] = []
    for element in islice(root.iter("link", "a"), _MOST_LINKS):
        target = address(element.get("href"), base)
        kind = _kind(element, target or "")
        if target and kind:
            name = plain(element.get("title")) or plain("".join(islice(element.itertext(), 20)), 100)
            is_secondary = bool(_SECONDARY.search(f"{name} {target}"))
            ranked.append((is_secondary, element.tag == "a", Candidate(target, name, kind, is_secondary)))
    found: dict[str, Candidate] = {}
    for *_, candidate in sorted(ranked, key=lambda one: one[:2]):
        if site_of(candidate.url) == site_of(url) or candidate.kind == "feed":
            found.setdefault(candidate.url, candidate)
    return tuple(found.values())


def _kind(element: _Element, target: str) -> Kind | None:
    rels = element.get("rel", "").lower().split()
    media_type = element.get("type", "").partition(";")[0].strip().lower()
    if element.tag == "a":
        return "feed" if media_type in _FEED_TYPES or _FEED_ADDRESS.search(target) else None
    if "sitemap" in rels:
        return "sitemap"
    if not {"alternate", "feed"} & set(rels) or _API.search(target):
        return None
    is_feed = media_type in _FEED_TYPES or "feed" in rels
    return "feed" if is_feed or (media_type in _VAGUE_TYPES and _FEED_ADDRESS.search(target)) else None


def read_opml(data: bytes) -> tuple[Candidate, ...]:
    """The feeds of a list of subscriptions (http://opml.org/spec2.opml), folders opened, each once.

    Raises SourceError where it is none, or names no feeds.
    """
    from lxml import etree  # noqa: PLC0415

    subject = "subscriptions"
    data = mended(without_document_type(utf8(unpacked(data, subject))[:_MOST_BYTES]))
    parser = etree.XMLParser(
        recover=True, resolve_entities=False, no_network=True, load_dtd=False, encoding="utf-8"
    )
    try:
        root = etree.fromstring(data, parser=parser)
    except (etree.XMLSyntaxError, ValueError):
        root = None
    found: dict[str, Candidate] = {}
    for outline in () if root is None else islice(root.iter("{*}outline"), _MOST_OUTLINES):
        facts = {str(name).lower(): str(value) for name, value in outline.attrib.items()}
        if target := address(facts.get("xmlurl"), ""):
            title = plain(facts.get("title")) or plain(facts.get("text"))
            found.setdefault(target, Candidate(target, title, "feed"))
    if not found:
        raise SourceError(subject, "name no feeds", "export them as OPML out of your feed reader")
    return tuple(found.values())
