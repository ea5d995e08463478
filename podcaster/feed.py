"""Show + episodes → the feed that podcast apps subscribe to; pure.

RSS 2.0 (https://www.rssboard.org/rss-specification) with Apple's tags
(https://podcasters.apple.com/support/823-podcast-requirements) and those of the podcast namespace
(https://podcasting2.org/docs/podcast-namespace).
"""

from __future__ import annotations

import re
from datetime import timezone
from difflib import get_close_matches
from email.utils import format_datetime
from typing import TYPE_CHECKING
from urllib.parse import quote, urlsplit, urlunsplit

from podcaster.errors import ConfigError
from podcaster.model import FEED_FILE, clock, day_in_words

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from lxml.etree import _Element

    from podcaster.model import Episode, Show

_NAMESPACES = {
    "atom": "http://www.w3.org/2005/Atom",
    "content": "http://purl.org/rss/1.0/modules/content/",
    "itunes": "http://www.itunes.com/dtds/podcast-1.0.dtd",
    "podcast": "https://podcastindex.org/namespace/1.0",
}

_CATEGORIES = {  # https://podcasters.apple.com/support/1691-apple-podcasts-categories
    "Arts": ("Books", "Design", "Fashion & Beauty", "Food", "Performing Arts", "Visual Arts"),
    "Business": ("Careers", "Entrepreneurship", "Investing", "Management", "Marketing", "Non-Profit"),
    "Comedy": ("Comedy Interviews", "Improv", "Stand-Up"),
    "Education": ("Courses", "How To", "Language Learning", "Self-Improvement"),
    "Fiction": ("Comedy Fiction", "Drama", "Science Fiction"),
    "Government": (),
    "Health & Fitness": (
        *("Alternative Health", "Fitness", "Medicine", "Mental Health", "Nutrition", "Sexuality"),
    ),
    "History": (),
    "Kids & Family": ("Education for Kids", "Parenting", "Pets & Animals", "Stories for Kids"),
    "Leisure": (
        *("Animation & Manga", "Automotive", "Aviation", "Crafts", "Games", "Hobbies"),
        *("Home & Garden", "Video Games"),
    ),
    "Music": ("Music Commentary", "Music History", "Music Interviews"),
    "News": (
        *("Business News", "Daily News", "Entertainment News", "News Commentary", "Politics"),
        *("Sports News", "Tech News"),
    ),
    "Religion & Spirituality": (
        *("Buddhism", "Christianity", "Hinduism", "Islam", "Judaism", "Religion", "Spirituality"),
    ),
    "Science": (
        *("Astronomy", "Chemistry", "Earth Sciences", "Life Sciences", "Mathematics"),
        *("Natural Sciences", "Nature", "Physics", "Social Sciences"),
    ),
    "Society & Culture": (
        *("Documentary", "Personal Journals", "Philosophy", "Places & Travel", "Relationships"),
    ),
    "Sports": (
        *("Baseball", "Basketball", "Cricket", "Fantasy Sports", "Football", "Golf", "Hockey"),
        *("Rugby", "Running", "Soccer", "Swimming", "Tennis", "Volleyball", "Wilderness", "Wrestling"),
    ),
    "Technology": (),
    "True Crime": (),
    "TV & Film": ("After Shows", "Film History", "Film Interviews", "Film Reviews", "TV Reviews"),
}

_TRANSCRIPT_TYPES = {
    "vtt": "text/vtt",
    "srt": "application/x-subrip",
    "json": "application/json",
    "html": "text/html",
}

_TTL_MINUTES = 60

# What XML 1.0, §2.2, forbids, and the controls that it advises against: parsers change them.
_NOT_XML = re.compile("[^\t\n\r\u0020-\u007e\u00a0-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")

_URI_CHARS = "!$&'()*+,;=:@/?%~"  # RFC 3986: what may stand in a path or query as it is
_BARE_PERCENT = re.compile(r"%(?![0-9A-Fa-f]{2})")


def rss(show: Show, episodes: Sequence[Episode]) -> bytes:
    """The feed as UTF-8 XML, newest episode first; the same bytes for the same values.

    Control characters are dropped. Raises ConfigError for a category that Apple does
    not know.
    """
    from lxml import etree  # noqa: PLC0415

    newest_first = sorted(episodes, key=lambda episode: episode.added, reverse=True)
    root = etree.Element("rss", nsmap=_NAMESPACES, version="2.0")
    channel = etree.SubElement(root, "channel")
    _describe_show(channel, show)
    if newest_first:
        _add(channel, "lastBuildDate", _rfc_2822(newest_first[0].added))
    for episode in newest_first:
        _describe_episode(_add(channel, "item"), show, episode)
    return etree.tostring(root, encoding="utf-8", xml_declaration=True, pretty_print=True)


def category_path(name: str) -> tuple[str, ...]:
    """Apple's category, or category and subcategory, of that name: ``"Politics"`` → News, Politics.

    Upper case does not count. Raises ConfigError with the nearest name where there is none.
    """
    paths: dict[str, tuple[str, ...]] = {}
    for category, parts in _CATEGORIES.items():
        paths[category.casefold()] = (category,)
        paths.update({part.casefold(): (category, part) for part in parts})
    wanted = " ".join(name.split()).casefold()
    if path := paths.get(wanted):
        return path
    near = get_close_matches(wanted, paths, n=1, cutoff=0.4)
    way_out = f"the nearest is '{paths[near[0]][-1]}'" if near else f"it knows: {', '.join(_CATEGORIES)}"
    subject = "category"
    raise ConfigError(subject, f"Apple knows none called '{name}'", way_out)


def _describe_show(channel: _Element, show: Show) -> None:
    home = _uri(show.link or show.base_url)
    _add(channel, "title", show.title)
    _add(channel, "link", home)
    _add(channel, "description", show.description)
    _add(channel, "language", show.language)
    _add(channel, "generator", "podcaster")
    _add(channel, "ttl", str(_TTL_MINUTES))
    _add(channel, "atom:link", href=_public(show, FEED_FILE), rel="self", type="application/rss+xml")
    _add(channel, "itunes:author", show.author)
    if show.email:
        owner = _add(channel, "itunes:owner")
        _add(owner, "itunes:name", show.author)
        _add(owner, "itunes:email", show.email)
        _add(channel, "podcast:locked", "yes", owner=show.email)
    if show.cover_file:
        cover = _public(show, show.cover_file)
        _add(channel, "itunes:image", href=cover)
        image = _add(channel, "image")
        _add(image, "url", cover)
        _add(image, "title", show.title)
        _add(image, "link", home)
    parent = channel
    for category in category_path(show.category):
        parent = _add(parent, "itunes:category", text=category)
    _add(channel, "itunes:explicit", _truth(show.explicit))
    _add(channel, "itunes:type", "episodic")
    _add(channel, "podcast:guid", show.guid)
    if show.block:
        _add(channel, "itunes:block", "Yes")
        _add(channel, "podcast:block", "yes")


def _describe_episode(item: _Element, show: Show, episode: Episode) -> None:
    _add(item, "title", episode.title)
    _add(item, "description", episode.lead or _byline(episode) or episode.title)
    _add(item, "content:encoded", _show_notes(episode))
    if original := _web_address(episode.url):
        _add(item, "link", original)
    _add(item, "guid", episode.guid, isPermaLink="false")
    _add(item, "pubDate", _rfc_2822(episode.added))
    _add(
        item,
        "enclosure",
        url=_public(show, episode.audio_file),
        length=str(episode.audio_bytes),
        type="audio/mpeg",
    )
    _add(item, "itunes:duration", str(round(episode.duration_ms / 1000)))
    _add(item, "itunes:author", ", ".join(episode.authors) or episode.publisher or show.author)
    _add(item, "itunes:episodeType", "full")
    _add(item, "itunes:explicit", _truth(show.explicit))
    if episode.transcript_file:
        _add(
            item,
            "podcast:transcript",
            url=_public(show, episode.transcript_file),
            type=_TRANSCRIPT_TYPES[episode.transcript_file.rpartition(".")[2].lower()],
            language=show.language,
        )


def _show_notes(episode: Episode) -> str:
    """HTML with what Apple and others render: paragraphs, links and lists."""
    from lxml import etree  # noqa: PLC0415

    notes = etree.Element("div")
    if episode.lead:
        _add(notes, "p", episode.lead)
    if byline := _byline(episode):
        _add(notes, "p", byline)
    if original := _web_address(episode.url):
        _add(_add(notes, "p", "Zum Artikel: "), "a", episode.publisher or episode.title, href=original)
    if episode.chapters:
        _add(notes, "p", "Kapitel:")
        chapters = _add(notes, "ul")
        for chapter in episode.chapters:
            _add(chapters, "li", f"{clock(chapter.start_ms)} {chapter.title}")
    _add(notes, "p", f"Es liest die synthetische Stimme „{episode.voice}“.")
    return "".join(etree.tostring(child, encoding="unicode", method="html") for child in notes)


def _byline(episode: Episode) -> str:
    """``Von A und B · Morgenblatt · 24. Juni 2024``, as much of it as is known."""
    *others, last = episode.authors or ("",)
    authors = " und ".join(filter(None, (", ".join(others), last)))
    day = day_in_words(episode.published) if episode.published else None
    return " · ".join(filter(None, (authors and f"Von {authors}", episode.publisher, day)))


def _add(parent: _Element, tag: str, content: str | None = None, /, **attributes: str) -> _Element:
    from lxml import etree  # noqa: PLC0415

    prefix, _, name = tag.rpartition(":")
    child = etree.SubElement(parent, f"{{{_NAMESPACES[prefix]}}}{name}" if prefix else name)
    child.text = content and _NOT_XML.sub("", content)
    for key, value in attributes.items():
        child.set(key, _NOT_XML.sub("", value))
    return child


def _truth(value: bool) -> str:  # noqa: FBT001
    return "true" if value else "false"


def _rfc_2822(time: datetime) -> str:
    return format_datetime(time.astimezone(timezone.utc), usegmt=True)


def _web_address(url: str | None) -> str | None:
    """The article's address as a URI; None for a file, and for what a browser should not follow."""
    if url is None or not url.lower().startswith(("http://", "https://")):
        return None
    try:
        return _uri(url)
    except ValueError:  # a bracket that never closes
        return None


def _public(show: Show, file: str) -> str:
    """The address of a file below ``public/``."""
    base = _uri(show.base_url)
    return base + ("" if base.endswith("/") else "/") + quote(file)


def _uri(address: str) -> str:
    """RFC 3986 for what people write: umlauts in host and path, blanks, stray percent signs."""
    parts = urlsplit(_NOT_XML.sub("", address.strip()))
    escaped = [
        quote(_BARE_PERCENT.sub("%25", part), safe=_URI_CHARS)
        for part in (parts.path, parts.query, parts.fragment)
    ]
    return urlunsplit((parts.scheme, _ascii_host(parts.netloc), *escaped))


def _ascii_host(netloc: str) -> str:
    if netloc.isascii():
        return quote(netloc, safe="!$&'()*+,;=:@[]%~")
    import idna  # noqa: PLC0415

    login, at, place = netloc.rpartition("@")
    host, colon, port = place.partition(":")
    try:
        host = idna.encode(host, uts46=True).decode()
    except idna.IDNAError:
        host = quote(host)
    return quote(login, safe=":%") + at + host + colon + port
