"""Show + episodes → RSS.

RSS 2.0 (https://www.rssboard.org/rss-specification) with Apple's tags
(https://podcasters.apple.com/support/823-podcast-requirements) and those of the podcast namespace
(https://podcasting2.org/docs/podcast-namespace). A long show is parted as RFC 5005 has it: ``feed.xml``
holds the newest episodes, archives the older ones, and each names its neighbours.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import timezone
from email.utils import format_datetime
from functools import lru_cache
from typing import TYPE_CHECKING, Generic, Protocol, TypeVar
from urllib.parse import quote, urlsplit, urlunsplit

from podcaster.feed.categories import category_path
from podcaster.model import FEED_FILE, MEDIA_TYPES, clock, day_in_words, is_web_address

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from datetime import datetime

    from lxml.etree import _Element

    from podcaster.model import Episode, Show

NAMESPACES = {
    "atom": "http://www.w3.org/2005/Atom",
    "fh": "http://purl.org/syndication/history/1.0",
    "content": "http://purl.org/rss/1.0/modules/content/",
    "itunes": "http://www.itunes.com/dtds/podcast-1.0.dtd",
    "podcast": "https://podcastindex.org/namespace/1.0",
}

TRANSCRIPT_TYPES = {ending: MEDIA_TYPES[f".{ending}"] for ending in ("vtt", "srt", "json", "html")}
CHAPTERS_TYPE = "application/json+chapters"

NEWEST = 100
"""As many episodes stand in ``feed.xml`` at least, and at most in an archive."""
ARCHIVE_FOLDER = "archive"

_UPDATE_WORDS = {"FREQ=DAILY": "täglich", "FREQ=WEEKLY": "wöchentlich", "FREQ=MONTHLY": "monatlich"}
_COPYRIGHT = "Die Artikel gehören ihren Verlagen; vorgelesen zum eigenen Hören."
_LONGEST_NAME = 128  # of a podcast:person and the purpose of a podcast:txt
_LONGEST_TXT = 4000

# What XML 1.0, §2.2, forbids, and the controls that it advises against: parsers change them.
_NOT_XML = re.compile("[^\t\n\r\u0020-\u007e\u00a0-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")

_URI_CHARS = "!$&'()*+,;=:@/?%~"  # RFC 3986: what may stand in a path or query as it is
_BARE_PERCENT = re.compile(r"%(?![0-9A-Fa-f]{2})")


def documents(show: Show, episodes: Iterable[Episode], *, newest: int = NEWEST) -> list[tuple[str, bytes]]:
    """File names below ``public/`` and contents, in the order in which to write them: ``feed.xml`` last.

    ``feed.xml`` holds at least the ``newest`` episodes; each archive up to as many older ones of one
    season. Which archive holds an episode depends on its number alone, so that neither new episodes
    nor removed ones change other archives than their own and its neighbours' links.
    """
    return [(part.name, document(show, part)) for part in parts(episodes, newest=newest)][::-1]


class Placed(Protocol):
    """What tells where an episode stands."""

    @property
    def added(self) -> datetime: ...  # noqa: D102
    @property
    def season(self) -> int | None: ...  # noqa: D102
    @property
    def number(self) -> int | None: ...  # noqa: D102


P = TypeVar("P", bound=Placed)


@dataclass(frozen=True, slots=True)
class Part(Generic[P]):
    """A document of a parted feed, before it is written."""

    name: str
    episodes: tuple[P, ...]
    """Newest first."""
    links: Mapping[str, str]
    """Names of its neighbours by relation: of paged feeds (RFC 5005, section 3) and archived ones (section 4)."""


def parts(episodes: Iterable[P], *, newest: int = NEWEST) -> list[Part[P]]:
    """How ``documents`` parts the episodes: ``feed.xml``, then the archives, the newest first."""
    newest_first = _newest_first(episodes)
    fresh = {_archive_of(episode, newest) for episode in newest_first[:newest]}
    pages: dict[str, list[P]] = {FEED_FILE: []}
    for episode in newest_first:
        name = _archive_of(episode, newest)
        pages.setdefault(FEED_FILE if name in fresh else name, []).append(episode)
    names = list(pages)
    return [Part(name, tuple(pages[name]), _page_links(names, place)) for place, name in enumerate(names)]


def document(show: Show, part: Part[Episode]) -> bytes:
    """One of the documents as UTF-8 XML."""
    return _document(show, part.episodes, links=part.links)


def rss(show: Show, episodes: Iterable[Episode]) -> bytes:
    """The feed in one piece as UTF-8 XML, newest episode first; the same bytes for the same values.

    Control characters are dropped. Raises ConfigError for a category that Apple does not know.
    """
    return _document(show, _newest_first(episodes), links={"self": FEED_FILE})


def public_address(show: Show, file: str) -> str:
    """The address of a file below ``public/`` as a URI: umlauts of the host in punycode, others escaped."""
    return _base(show.base_url) + quote(file)


@lru_cache(maxsize=8)
def _base(base_url: str) -> str:
    return _uri(base_url).rstrip("/") + "/"


def printable(text: str) -> str:
    """Without the characters that XML forbids."""
    return _NOT_XML.sub("", text)


def _newest_first(episodes: Iterable[P]) -> list[P]:
    return sorted(episodes, key=lambda episode: episode.added, reverse=True)


def _archive_of(episode: Placed, size: int) -> str:
    number = episode.number or 1
    return f"{ARCHIVE_FOLDER}/{episode.season or episode.added.year}-{(number - 1) // size + 1:02}.xml"


def _page_links(names: Sequence[str], place: int) -> dict[str, str]:
    """As ``Part.links`` has them."""
    links = {"self": names[place]}
    if len(names) > 1:
        links |= {"first": names[0], "last": names[-1]}
    if place:
        links |= {"previous": names[place - 1], "current": names[0]}
    if place > 1:
        links["next-archive"] = names[place - 1]
    if place + 1 < len(names):
        links |= {"next": names[place + 1], "prev-archive": names[place + 1]}
    return links


def _document(show: Show, newest_first: Sequence[Episode], *, links: Mapping[str, str]) -> bytes:
    from lxml import etree  # noqa: PLC0415

    root = etree.Element("rss", nsmap=NAMESPACES, version="2.0")
    channel = etree.SubElement(root, "channel")
    _describe_show(channel, show)
    if "current" in links:
        _add(channel, "fh:archive")
    for relation, file in links.items():
        address = public_address(show, file)
        _add(channel, "atom:link", href=address, rel=relation, type="application/rss+xml")
    if newest_first:
        changed = max(episode.updated or episode.added for episode in newest_first)
        _add(channel, "lastBuildDate", _rfc_2822(changed))
    for episode in newest_first:
        _describe_episode(_add(channel, "item"), show, episode)
    return etree.tostring(root, encoding="utf-8", xml_declaration=True, pretty_print=True)


def _describe_show(channel: _Element, show: Show) -> None:
    home = _uri(show.link or show.base_url)
    _add(channel, "title", show.title)
    _add(channel, "link", home)
    _add(channel, "description", show.description)
    _add(channel, "language", show.language)
    _add(channel, "copyright", _COPYRIGHT)
    _add(channel, "generator", "podcaster")
    _add(channel, "ttl", str(show.ttl_minutes))
    if show.skip_hours:
        hours = _add(channel, "skipHours")
        for hour in show.skip_hours:
            _add(hours, "hour", str(hour))
    _add(channel, "itunes:author", show.author)
    if show.email:
        owner = _add(channel, "itunes:owner")
        _add(owner, "itunes:name", show.author)
        _add(owner, "itunes:email", show.email)
    _add(channel, "podcast:locked", "yes", **({"owner": show.email} if show.email else {}))
    if show.cover_file:
        cover = public_address(show, show.cover_file)
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
    _add(channel, "podcast:medium", "podcast")
    if show.update_rule:
        words = _UPDATE_WORDS.get(show.update_rule.upper(), "regelmäßig")
        _add(channel, "podcast:updateFrequency", words, rrule=show.update_rule)
    for purpose, words in show.txt:
        _add(channel, "podcast:txt", words[:_LONGEST_TXT], purpose=purpose[:_LONGEST_NAME])
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
    if episode.updated:
        _add(item, "atom:updated", episode.updated.astimezone(timezone.utc).isoformat(timespec="seconds"))
    _add(
        item,
        "enclosure",
        url=public_address(show, episode.audio_file),
        length=str(episode.audio_bytes),
        type=MEDIA_TYPES[".mp3"],
    )
    _add(item, "itunes:duration", str(round(episode.duration_ms / 1000)))
    _add(item, "itunes:author", ", ".join(episode.authors) or episode.publisher or show.author)
    _add(item, "itunes:episodeType", "full")
    _add(item, "itunes:explicit", _truth(show.explicit))
    if episode.season and episode.number:
        for prefix in ("itunes", "podcast"):
            _add(item, f"{prefix}:season", str(episode.season))
            _add(item, f"{prefix}:episode", str(episode.number))
    if episode.image_file:
        _add(item, "itunes:image", href=public_address(show, episode.image_file))
    for author in episode.authors:
        if name := printable(author).strip():
            _add(item, "podcast:person", name[:_LONGEST_NAME], group="writing", role="author")
    for file in filter(None, (episode.transcript_file, *episode.other_transcripts)):
        ending = file.rpartition(".")[2].lower()
        _add(
            item,
            "podcast:transcript",
            url=public_address(show, file),
            type=TRANSCRIPT_TYPES[ending],
            language=show.language,
            **({"rel": "captions"} if ending in {"vtt", "srt"} else {}),
        )
    if episode.chapters_file:
        address = public_address(show, episode.chapters_file)
        _add(item, "podcast:chapters", url=address, type=CHAPTERS_TYPE)


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
    others = [(other.publisher, _web_address(other.url)) for other in episode.also_in]
    if others:
        also = _add(notes, "p", "Auch bei: ")
        for number, (publisher, address) in enumerate(others):
            link = _add(also, "a", publisher, **({"href": address} if address else {}))
            link.tail = ", " if number + 1 < len(others) else None
    if episode.chapters:
        _add(notes, "p", "Kapitel:")
        chapters = _add(notes, "ul")
        for chapter in episode.chapters:
            time = clock(chapter.start_ms)
            if original := _web_address(chapter.url):
                _add(_add(chapters, "li", f"{time} "), "a", chapter.title, href=original)
            else:
                _add(chapters, "li", f"{time} {chapter.title}")
    _add(notes, "p", f"Es liest die synthetische Stimme „{episode.voice}“.")
    rights = f"Rechte am Text: {episode.publisher or 'beim Verlag'}."
    _add(notes, "p", f"{rights} Vorgelesen zum eigenen Hören, nicht zum Weitergeben.")
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
    child = etree.SubElement(parent, f"{{{NAMESPACES[prefix]}}}{name}" if prefix else name)
    child.text = content and printable(content)
    for key, value in attributes.items():
        child.set(key, printable(value))
    return child


def _truth(value: bool) -> str:  # noqa: FBT001
    return "true" if value else "false"


def _rfc_2822(time: datetime) -> str:
    return format_datetime(time.astimezone(timezone.utc), usegmt=True)


def _web_address(url: str | None) -> str | None:
    """The article's address as a URI; None for a file, and for what a browser should not follow."""
    return _uri(url) if url and is_web_address(url) else None


def _uri(address: str) -> str:
    """RFC 3986 for what people write: umlauts in host and path, blanks, stray percent signs."""
    parts = urlsplit(printable(address.strip()))
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
