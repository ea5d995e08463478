"""RSS → show + episodes: our own feed, read back where it is all that is left of a show."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import datetime, timezone
from email.utils import parsedate_to_datetime
from typing import TYPE_CHECKING
from urllib.parse import unquote, urljoin

from podcaster.feed.rss import NAMESPACES
from podcaster.model import FEED_FILE, Episode, day_in_words

if TYPE_CHECKING:
    from lxml.etree import _Element

_STEM = re.compile(r"episodes/(?P<slug>[a-z0-9-]+)(?:\.(?P<revision>\d+))?")
_DAY = re.compile(r"(?P<day>\d{1,2})\. (?P<month>\w+) (?P<year>\d{4})$")
_VOICE = re.compile("Stimme „(?P<voice>.+)“")
_RIGHTS = re.compile(r"Rechte am Text: (?P<publisher>.+?)\. Vorgelesen")
_NOON = 12
"""Of the day of an article only the date is printed."""


@dataclass(frozen=True, slots=True)
class Remembered:
    """What a feed of ours, or an archive of it, tells."""

    title: str = ""
    base_url: str = ""
    guid: str | None = None
    episodes: tuple[Episode, ...] = ()
    """Without chapters, which stand in files of their own; newest first."""


def reread(data: bytes) -> Remembered:
    """As much of a document of ours as can be read, of a damaged one the episodes that are whole."""
    from lxml import etree  # noqa: PLC0415

    parser = etree.XMLParser(recover=True, resolve_entities=False, no_network=True, huge_tree=True)
    try:
        root = etree.fromstring(data[max(data.find(b"<"), 0) :], parser)
    except etree.XMLSyntaxError:  # nothing but zeros, or not a byte
        return Remembered()
    channel = None if root is None else root.find("channel")
    if channel is None:
        return Remembered()
    own = channel.find("atom:link[@rel='self']", NAMESPACES)
    address = "" if own is None else own.get("href", "")
    try:
        base_url = urljoin(address, "." if address.endswith(FEED_FILE) else "..")
    except ValueError:  # a bracket that never closes
        base_url = ""
    read = (_episode(item, base_url) for item in channel.iterfind("item"))
    return Remembered(
        title=_text(channel, "title"),
        base_url=base_url,
        guid=_text(channel, "podcast:guid") or None,
        episodes=tuple(episode for episode in read if episode),
    )


def _episode(item: _Element, base_url: str) -> Episode | None:
    """The episode of an item; None where one of the facts is lost by which apps know it."""
    enclosure = item.find("enclosure")
    guid, title, added = _text(item, "guid"), _text(item, "title"), _time(_text(item, "pubDate"))
    if enclosure is None or not guid or not title or added is None:
        return None
    audio_file = unquote(enclosure.get("url", "").removeprefix(base_url))
    stem = _STEM.match(audio_file)
    if not stem:
        return None
    notes = _Notes.of(_text(item, "content:encoded"))
    description = _text(item, "description")
    authors = tuple(person.text or "" for person in item.iterfind("podcast:person", NAMESPACES))
    place = stem[0]
    return Episode(
        guid=guid,
        slug=stem["slug"],
        title=title,
        url=_text(item, "link") or None,
        lead=description if notes.lines[:1] == [description] and description != notes.byline else None,
        authors=authors,
        publisher=notes.publisher,
        published=notes.published,
        added=added,
        audio_file=audio_file,
        audio_bytes=_number(enclosure.get("length")) or 0,
        duration_ms=(_number(_text(item, "itunes:duration")) or 0) * 1000,
        transcript_file=f"{place}.vtt",
        voice=notes.voice,
        season=_number(_text(item, "itunes:season")),
        number=_number(_text(item, "itunes:episode")),
        updated=_time(_text(item, "atom:updated")),
        revision=int(stem["revision"] or 1),
        image_file=f"{place}.jpg",
        chapters_file=f"{place}.chapters.json",
        other_transcripts=(f"{place}.srt", f"{place}.json"),
    )


@dataclass(frozen=True, slots=True)
class _Notes:
    """What the show notes tell beside the chapters."""

    lines: list[str]
    byline: str | None
    published: datetime | None
    voice: str
    publisher: str | None

    @classmethod
    def of(cls, html: str) -> _Notes:
        from lxml import html as parser  # noqa: PLC0415

        tree = parser.fragment_fromstring(html, create_parent=True) if html else None
        lines = [] if tree is None else ["".join(line.itertext()) for line in tree.iterfind("p")]
        text = "\n".join(lines)
        voice, rights = _VOICE.search(text), _RIGHTS.search(text)
        days = [(line, day) for line in lines[:2] if (day := _day(line.rpartition(" · ")[2]))]
        byline, published = days[-1] if days else (None, None)
        publisher = rights["publisher"] if rights and rights["publisher"] != "beim Verlag" else None
        return cls(lines, byline, published, voice["voice"] if voice else "", publisher)


def _day(text: str) -> datetime | None:
    """The day that day_in_words printed."""
    found = _DAY.fullmatch(text)
    if not found:
        return None
    try:
        firsts = [
            datetime(int(found["year"]), month, 1, _NOON, tzinfo=timezone.utc) for month in range(1, 13)
        ]
        months = {day_in_words(first).split()[1]: first for first in firsts}
        return months[found["month"]].replace(day=int(found["day"]))
    except (KeyError, ValueError):  # of a damaged feed
        return None


def _text(parent: _Element, path: str) -> str:
    return (parent.findtext(path, namespaces=NAMESPACES) or "").strip()


def _number(text: str | None) -> int | None:
    return int(text) if text and text.isdecimal() else None


def _time(text: str) -> datetime | None:
    """A time of RFC 2822 or of ISO 8601."""
    for read in (parsedate_to_datetime, datetime.fromisoformat):
        try:
            time = read(text)
        except (TypeError, ValueError):
            continue
        return time if time.tzinfo else time.replace(tzinfo=timezone.utc)
    return None
