"""What podcast apps refuse in a feed, and what they merely dislike, each with its cure; pure.

The rules are those of RSS 2.0 as the W3C feed validator reads it (https://validator.w3.org/feed/docs),
Apple (https://podcasters.apple.com/support/823-podcast-requirements), Spotify (its Podcast Delivery
Specification) and the podcast namespace (https://podcasting2.org/docs/podcast-namespace).
"""

from __future__ import annotations

import json
import re
from collections import Counter
from dataclasses import dataclass, field
from datetime import datetime, timedelta, timezone
from email.utils import parsedate_to_datetime
from ipaddress import ip_address
from typing import TYPE_CHECKING, Literal, NamedTuple
from urllib.parse import unquote, urlsplit
from uuid import UUID

from podcaster.feed.categories import CATEGORIES
from podcaster.feed.rss import CHAPTERS_TYPE, NAMESPACES, TRANSCRIPT_TYPES
from podcaster.model import is_web_address

if TYPE_CHECKING:
    from collections.abc import Callable

    from lxml.etree import _Element

Severity = Literal["error", "warning"]


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that is wrong; an error is refused by somebody, a warning disliked."""

    severity: Severity
    place: str
    """``channel``, or an episode's title."""
    what: str
    cure: str
    who: str
    """Whose rule it is."""


@dataclass(frozen=True, slots=True)
class Served:
    """What an address of the feed holds, as far as it was looked at."""

    size_bytes: int | None = None
    problem: str | None = None
    """Why nothing was had; then all else is unknown."""
    media_type: str | None = None
    """As the server says it; None for a file."""
    head: bool = True
    """It answers HEAD as it answers GET."""
    ranges: bool = True
    """It gives a part with 206 where one is asked for."""
    picture: tuple[str, int, int, str] | None = None
    """Format, width, height and mode, where it is one."""
    content: bytes | None = None
    """Of a small text."""


Use = Literal["sound", "picture", "text"]


class _Rule(NamedTuple):
    path: str
    severity: Severity
    who: str
    cure: str


_CHANNEL_NEEDS = (
    _Rule("title", "error", "RSS 2.0, Apple", "give the show a title"),
    _Rule("link", "error", "RSS 2.0", "name the show's page"),
    _Rule("description", "error", "RSS 2.0, Apple", "describe the show in a sentence"),
    _Rule("language", "error", "Apple", "name the language, such as de"),
    _Rule("itunes:image", "error", "Apple, Spotify", "name a square cover of 1400 to 3000 pixels"),
    _Rule("itunes:category", "error", "Apple", "choose one of Apple's categories"),
    _Rule("itunes:explicit", "error", "Apple", "say true or false"),
    _Rule("itunes:author", "warning", "Apple", "name who makes the show"),
    _Rule("itunes:owner/itunes:email", "warning", "Spotify", "set email, to claim the show there"),
    _Rule("atom:link[@rel='self']", "warning", "W3C", "name the feed's own address"),
    _Rule("podcast:guid", "warning", "Podcasting 2.0", "give the show a UUID that never changes"),
    _Rule("podcast:locked", "warning", "Podcasting 2.0", "say whether others may import the show"),
)
_ITEM_NEEDS = (
    _Rule("title", "error", "Apple", "give it a title"),
    _Rule("enclosure", "error", "Apple, Spotify", "name its sound file"),
    _Rule("guid", "error", "Apple", "give it a GUID that never changes, or apps show it twice"),
    _Rule("pubDate", "warning", "Apple, Spotify", "say when it appeared, or apps do not sort it"),
    _Rule("description", "warning", "Apple", "say what it is about"),
    _Rule("itunes:duration", "warning", "Apple", "say how long it is"),
)
_ONCE = ("title", "link", "description", "language", "itunes:image", "itunes:explicit", "itunes:type", "ttl")
_ITEM_ONCE = ("title", "guid", "pubDate", "enclosure", "itunes:duration", "itunes:image", "podcast:chapters")

_SOUND_TYPES = {
    "audio/mpeg": (".mp3",),
    "audio/mp3": (".mp3",),
    "audio/x-m4a": (".m4a",),
    "audio/mp4": (".m4a", ".mp4"),
    "video/mp4": (".mp4", ".m4v"),
    "video/quicktime": (".mov",),
}
_PICTURE_SUFFIXES = {"JPEG": (".jpg", ".jpeg"), "PNG": (".png",)}
_LEAST_PX, _MOST_PX = 1400, 3000
_LONGEST_TITLE = 255
_LONGEST_TEXT_BYTES = 4000
_LONGEST_NAME = 128
_LEAST_KBPS = 90  # Spotify asks for 96; covers and rounding blur the figure
_MOST_BYTES = 200_000_000
_LANGUAGE = re.compile(r"[a-z]{2,3}(-[a-z0-9]{2,8})*", re.IGNORECASE)
_DURATION = re.compile(r"\d+|\d{1,3}:[0-5]?\d(:[0-5]\d)?")
_HOURS = {str(hour) for hour in range(24)}
_WEEKDAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")


@dataclass
class _Page:
    """A document while it is looked at."""

    channel: _Element
    look: Callable[[str, Use], Served | None]
    address: str | None
    now: datetime
    archive: bool = False
    found: list[Finding] = field(default_factory=list)
    place: str = "channel"

    def error(self, who: str, what: str, cure: str) -> None:
        self.found.append(Finding("error", self.place, what, cure, who))

    def warn(self, who: str, what: str, cure: str) -> None:
        self.found.append(Finding("warning", self.place, what, cure, who))


def check(
    data: bytes,
    look: Callable[[str, Use], Served | None] = lambda _address, _use: None,
    *,
    address: str | None = None,
    now: datetime | None = None,
) -> list[Finding]:
    """Everything that is wrong with one document of a feed, errors first.

    ``look`` tells what an address of the feed holds, or None where it is not to be looked at;
    ``address`` is where the document itself was had.
    """
    channel = _channel(data)
    if channel is None:
        what, cure = (
            "is no whole RSS 2.0 document",
            "give the address of the feed, not of a page; is it cut off?",
        )
        return [Finding("error", "document", what, cure, "RSS 2.0")]
    page = _Page(channel, look, address, now or datetime.now(timezone.utc))
    page.archive = channel.find("fh:archive", NAMESPACES) is not None
    _check_channel(page)
    items = channel.findall("item")
    if not items and not page.archive:
        page.error("Apple, Spotify", "has no episode", "add an article: podcaster add")
    _check_uniqueness(page, items)
    for item in items:
        page.place = (item.findtext("title") or item.findtext("guid") or "an episode").strip()
        _check_item(page, item)
    return sorted(page.found, key=lambda finding: finding.severity != "error")


def next_page(data: bytes) -> str | None:
    """The address of the document with the next older episodes."""
    channel = _channel(data)
    found = None if channel is None else channel.find("atom:link[@rel='next']", NAMESPACES)
    return None if found is None else found.get("href")


def addresses(data: bytes) -> tuple[str | None, int]:
    """The document's own address as it says it, and how many episodes it holds."""
    channel = _channel(data)
    if channel is None:
        return None, 0
    own = channel.find("atom:link[@rel='self']", NAMESPACES)
    return None if own is None else own.get("href"), len(channel.findall("item"))


def _channel(data: bytes) -> _Element | None:
    from lxml import etree  # noqa: PLC0415

    # neither entities nor other files: a feed may come from anybody
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False)
    try:
        root = etree.fromstring(data, parser)
    except (etree.XMLSyntaxError, ValueError):
        return None
    return root.find("channel") if root.tag == "rss" else None


# ── the show ────────────────────────────────────────────────────────────────────────────────────


def _check_channel(page: _Page) -> None:
    channel = page.channel
    _check_needs(page, channel, _CHANNEL_NEEDS)
    _check_once(page, channel, _ONCE)
    _check_texts(page, channel)
    language = (channel.findtext("language") or "de").strip()
    if not _LANGUAGE.fullmatch(language):
        page.error("Apple", f"language is {language!r}", "write it as ISO 639 does, such as de or de-AT")
    _check_categories(page)
    _check_explicit(page, channel)
    kind = _text(channel, "itunes:type")
    if kind and kind.lower() not in {"episodic", "serial"}:
        page.error("Apple", f"itunes:type is {kind!r}", "say episodic or serial")
    for name in ("pubDate", "lastBuildDate"):
        _check_date(page, channel, name)
    ttl = _text(channel, "ttl")
    if ttl and not ttl.isdecimal():
        page.error("W3C", f"ttl is {ttl!r}", "give it in minutes")
    if any((hour.text or "").strip() not in _HOURS for hour in channel.iterfind("skipHours/hour")):
        page.error("W3C", "a skipHours/hour is none", "name hours from 0 to 23")
    _check_namespace(page)
    _check_own_address(page)
    image = channel.find("itunes:image", NAMESPACES)
    if image is not None and _is_address(page, image.get("href"), "itunes:image"):
        _check_picture(page, image.get("href") or "", is_show=True)


def _check_categories(page: _Page) -> None:
    for category in page.channel.iterfind("itunes:category", NAMESPACES):
        name = category.get("text") or ""
        parts = [part.get("text") or "" for part in category.iterfind("itunes:category", NAMESPACES)]
        unknown = [part for part in parts if part not in CATEGORIES.get(name, ())]
        if name not in CATEGORIES:
            page.error("Apple", f"category {name!r} is none", "choose one of Apple's categories")
        elif unknown:
            page.error("Apple", f"{unknown[0]!r} is no part of {name!r}", "choose one of Apple's categories")


def _check_namespace(page: _Page) -> None:
    channel = page.channel
    guid, locked = _text(channel, "podcast:guid"), _text(channel, "podcast:locked")
    try:
        UUID(guid or "0" * 32)
    except ValueError:
        page.error("Podcasting 2.0", f"podcast:guid is {guid!r}", "give a UUID")
    if locked and locked not in {"yes", "no"}:
        page.error("Podcasting 2.0", f"podcast:locked is {locked!r}", "say yes or no")
    for txt in channel.iterfind(".//podcast:txt", NAMESPACES):
        if len(txt.text or "") > _LONGEST_TEXT_BYTES or len(txt.get("purpose") or "") > _LONGEST_NAME:
            page.warn("Podcasting 2.0", "a podcast:txt is cut by directories", "make it shorter")


def _check_own_address(page: _Page) -> None:
    for link in page.channel.iterfind("atom:link", NAMESPACES):
        relation = link.get("rel") or ""
        if _is_address(page, link.get("href"), f"atom:link {relation}") and relation == "self":
            href = link.get("href") or ""
            host = urlsplit(href).hostname or ""
            if _is_private(host):
                page.warn("all", f"{host} is reached from here alone", "set base_url to a public address")
            elif href.startswith("http://"):
                page.warn("Apple, Podcasting 2.0", "the feed is not served by https", "serve it by https")
            if page.address and page.address != href:
                page.warn("W3C", f"its own address is {page.address}, it says {href}", "set base_url to that")
    if page.archive and page.channel.find("atom:link[@rel='current']", NAMESPACES) is None:
        page.error("RFC 5005", "an archive names no current document", "add atom:link rel=current")


# ── an episode ──────────────────────────────────────────────────────────────────────────────────


def _check_uniqueness(page: _Page, items: list[_Element]) -> None:
    sounds = (item.find("enclosure") for item in items)
    for name, values in (
        ("GUID", [(item.findtext("guid") or "").strip() for item in items]),
        ("sound file", [sound.get("url") or "" for sound in sounds if sound is not None]),
    ):
        for value, count in Counter(filter(None, values)).items():
            if count > 1:
                cure = "give each episode its own, or apps show one of them"
                page.error("Apple", f"{count} episodes have the {name} {value}", cure)


def _check_item(page: _Page, item: _Element) -> None:
    _check_needs(page, item, _ITEM_NEEDS)
    _check_once(page, item, _ITEM_ONCE)
    _check_texts(page, item)
    _check_explicit(page, item)
    moment = _check_date(page, item, "pubDate")
    if moment and moment > page.now + timedelta(minutes=5):
        page.warn("Apple, Spotify", "pubDate lies in the future", "apps hide it until then")
    guid = item.find("guid")
    if guid is not None and guid.get("isPermaLink") != "false" and not is_web_address(guid.text or ""):
        page.error("W3C", "guid is no address", "say isPermaLink=false")
    duration = _text(item, "itunes:duration")
    if duration and not _DURATION.fullmatch(duration):
        page.error("Apple", f"itunes:duration is {duration!r}", "give seconds")
    for name in ("itunes:season", "itunes:episode"):
        number = _text(item, name)
        if number is not None and not (number.isdecimal() and int(number)):
            page.error("Apple", f"{name} is {number!r}", "give a whole number from 1 on")
    image = item.find("itunes:image", NAMESPACES)
    if image is not None and _is_address(page, image.get("href"), "itunes:image"):
        _check_picture(page, image.get("href") or "", is_show=False)
    sound = item.find("enclosure")
    if sound is not None:
        _check_sound(page, sound, duration)
    _check_companions(page, item)


def _check_sound(page: _Page, sound: _Element, duration: str | None) -> None:
    address, length, kind = (sound.get(name) or "" for name in ("url", "length", "type"))
    suffixes = _SOUND_TYPES.get(kind)
    path = urlsplit(address).path.lower() if is_web_address(address) else ""
    if suffixes is None:
        page.error("Apple", f"the enclosure's type is {kind!r}", "say audio/mpeg")
    elif path and not path.endswith(suffixes):
        page.error("Apple", f"the enclosure's name does not end in {suffixes[0]}", "name it so")
    _check_length(page, length, duration)
    if not _is_address(page, address, "enclosure"):
        return
    served = page.look(address, "sound")
    if served is None or not _is_served(page, served, address, {kind}):
        return
    if length.isdecimal() and served.size_bytes not in {None, int(length)}:
        what = f"its sound has {served.size_bytes} bytes, the feed says {length}"
        page.error("Apple, Spotify", what, "write the feed anew: podcaster add, or serve")
    if not served.ranges:
        page.error("Apple", "its sound is not given in parts (206)", "serve it with byte ranges")


def _check_length(page: _Page, length: str, duration: str | None) -> None:
    if not length.isdecimal() or not int(length):
        page.error("RSS 2.0, Apple", f"the enclosure's length is {length!r}", "give its bytes")
        return
    if int(length) > _MOST_BYTES:
        page.warn("Spotify", "the sound is larger than 200 MB", "choose a smaller bitrate_kbps")
    seconds = int(duration) if duration and duration.isdecimal() else 0
    if seconds and int(length) * 8 / seconds < _LEAST_KBPS * 1000:
        page.warn("Spotify", "the sound has less than 96 kbit/s", "set bitrate_kbps = 96")


def _check_companions(page: _Page, item: _Element) -> None:
    """Transcripts, chapters and people."""
    for transcript in item.iterfind("podcast:transcript", NAMESPACES):
        kind = transcript.get("type") or ""
        if kind not in TRANSCRIPT_TYPES.values():
            cure = f"say one of {', '.join(TRANSCRIPT_TYPES.values())}"
            page.error("Podcasting 2.0", f"a transcript's type is {kind!r}", cure)
        if _is_address(page, transcript.get("url"), "podcast:transcript"):
            address = transcript.get("url") or ""
            if served := page.look(address, "text"):
                _is_served(page, served, address, {kind, "text/plain", "application/srt", "text/srt"})
    chapters = item.find("podcast:chapters", NAMESPACES)
    if chapters is not None:
        _check_chapters(page, chapters)
    for person in item.iterfind("podcast:person", NAMESPACES):
        if not 0 < len((person.text or "").strip()) <= _LONGEST_NAME:
            page.warn("Podcasting 2.0", "a podcast:person is empty or longer than 128", "name the person")


def _check_chapters(page: _Page, chapters: _Element) -> None:
    if chapters.get("type") != CHAPTERS_TYPE:
        page.error("Podcasting 2.0", f"chapters are {chapters.get('type')!r}", f"say {CHAPTERS_TYPE}")
    address = chapters.get("url") or ""
    served = page.look(address, "text") if _is_address(page, address, "podcast:chapters") else None
    if (
        served
        and _is_served(page, served, address, {CHAPTERS_TYPE, "application/json"})
        and served.content is not None
    ):
        try:
            told = json.loads(served.content)
            starts = [float(chapter["startTime"]) for chapter in told["chapters"]]
            is_good = isinstance(told["version"], str) and starts == sorted(starts)
        except (ValueError, KeyError, TypeError):
            is_good = False
        if not is_good:
            page.error("Podcasting 2.0", "its chapters are not in the namespace's JSON", "write them anew")


def _check_picture(page: _Page, address: str, *, is_show: bool) -> None:
    served = page.look(address, "picture")
    if served is None or not _is_served(page, served, address, {"image/jpeg", "image/png"}):
        return
    tell = page.error if is_show else page.warn
    name = "the cover" if is_show else "its picture"
    if served.picture is None or served.picture[0] not in _PICTURE_SUFFIXES:
        tell("Apple, Spotify", f"{name} is no JPEG or PNG", "name one that is")
        return
    kind, width, height, mode = served.picture
    if width != height or not _LEAST_PX <= width <= _MOST_PX:
        cure = f"make it square, {_LEAST_PX} to {_MOST_PX} pixels"
        tell("Apple, Spotify", f"{name} has {width} × {height} pixels", cure)
    if mode != "RGB":
        tell("Apple", f"{name} is stored as {mode}", "store it as RGB, without transparency")
    if not urlsplit(address).path.lower().endswith(_PICTURE_SUFFIXES[kind]):
        tell("Apple", f"{name} is a {kind} of another name", f"name it {_PICTURE_SUFFIXES[kind][0]}")


# ── what many rules ask ─────────────────────────────────────────────────────────────────────────


def _is_served(page: _Page, served: Served, address: str, types: set[str]) -> bool:
    name = unquote(urlsplit(address).path.rpartition("/")[2])
    if served.problem:
        page.error("all", f"{name}: {served.problem}", "put the file back, or remove the episode")
        return False
    if served.media_type is not None and served.media_type not in types:
        cure = f"serve it as {min(types)}"
        page.warn("Apple, Podcasting 2.0", f"{name} is served as {served.media_type!r}", cure)
    if not served.head:
        page.error("Apple", f"{name}: the server does not answer HEAD", "let it, or use podcaster serve")
    return True


def _check_needs(page: _Page, parent: _Element, needs: tuple[_Rule, ...]) -> None:
    for rule in needs:
        found = parent.find(rule.path, NAMESPACES)
        if found is None or not ((found.text or "").strip() or found.attrib):
            name = rule.path.partition("[")[0]
            report = page.error if rule.severity == "error" else page.warn
            report(rule.who, f"has no <{name}>", rule.cure)


def _check_once(page: _Page, parent: _Element, names: tuple[str, ...]) -> None:
    for name in names:
        if len(parent.findall(name, NAMESPACES)) > 1:
            page.error("W3C", f"has more than one <{name}>", "leave one")


def _check_texts(page: _Page, parent: _Element) -> None:
    if len(parent.findtext("title") or "") > _LONGEST_TITLE:
        page.warn("Apple", "its title is longer than 255 characters", "apps cut it")
    if len((parent.findtext("description") or "").encode()) > _LONGEST_TEXT_BYTES:
        page.warn("Apple", "its description is longer than 4000 bytes", "apps cut it")


def _check_explicit(page: _Page, parent: _Element) -> None:
    value = _text(parent, "itunes:explicit")
    if value and value.lower() in {"yes", "no", "clean", "explicit"}:
        page.warn("Apple", f"itunes:explicit is {value!r}, as it was once said", "say true or false")
    elif value and value.lower() not in {"true", "false"}:
        page.error("Apple", f"itunes:explicit is {value!r}", "say true or false")


def _check_date(page: _Page, parent: _Element, name: str) -> datetime | None:
    value = _text(parent, name)
    if value is None:
        return None
    try:
        moment = parsedate_to_datetime(value)
    except ValueError:
        page.error("W3C, Apple", f"{name} is {value!r}", "write it as RFC 2822 does")
        return None
    if "," in value and value.partition(",")[0] != _WEEKDAYS[moment.weekday()]:
        page.error("W3C", f"{name} names the wrong day of the week", "write it as RFC 2822 does")
    return moment if moment.tzinfo else moment.replace(tzinfo=timezone.utc)


def _is_address(page: _Page, address: str | None, name: str) -> bool:
    if not is_web_address(address or ""):
        page.error("RSS 2.0", f"{name} has no full address: {address!r}", "begin it with https://")
        return False
    if not (address or "").isascii() or " " in (address or ""):
        page.error("Apple", f"{name} has letters in its address that none may have", "escape them")
    return True


def _is_private(host: str) -> bool:
    try:
        return not ip_address(host).is_global
    except ValueError:
        return host == "localhost" or host.endswith((".local", ".localhost", ".lan")) or "." not in host


def _text(parent: _Element, path: str) -> str | None:
    found = parent.findtext(path, namespaces=NAMESPACES)
    return found.strip() if found is not None else None
