"""A show's sources: what an address offers, and ``[[sources]]`` in podcaster.toml, edited as by hand."""

from __future__ import annotations

import os
import re
import stat
from dataclasses import dataclass, fields, replace
from difflib import get_close_matches
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Any
from urllib.parse import urljoin, urlsplit

from podcaster.config import CONFIG_FILE, Config, SourceConfig, load_config
from podcaster.errors import ConfigError, FetchError, SourceError
from podcaster.fetch import Visitor, shown
from podcaster.files import replacing
from podcaster.model import is_web_address
from podcaster.pipeline.files import stored
from podcaster.pipeline.looking import LISTING_TYPES
from podcaster.sources import Listing, discover, read_listing, read_opml
from podcaster.store import Watched, canonical

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence
    from datetime import datetime

    from podcaster.fetch import Answer
    from podcaster.pipeline.show import ShowFolder

_MOST_TRIED = 3
"""Feeds and sitemaps that are asked of one page."""
_ATTEMPTS = 5
_SITEMAP_LINE = re.compile(r"^[ \t]*sitemap[ \t]*:[ \t]*(\S+)", re.IGNORECASE | re.MULTILINE)
_UTF8_MARK = b"\xef\xbb\xbf"
_DEFAULTS = SourceConfig("")


@dataclass(frozen=True, slots=True)
class NewSource:
    """A source that was added, and what it names now."""

    settings: SourceConfig
    listing: Listing
    how: str | None = None
    """How it was found where the address itself is no source."""


@dataclass(frozen=True, slots=True)
class KnownSource:
    """A source of the show, and how it was when a night looked last."""

    settings: SourceConfig
    title: str
    """What it calls itself."""
    succeeded: datetime | None
    failures: int
    """In a row."""
    cause: str | None


@dataclass(frozen=True, slots=True)
class Subscribed:
    """What became of a list of subscriptions."""

    added: tuple[SourceConfig, ...]
    known: tuple[str, ...]
    """Addresses that the show had already."""


def add_source(show: ShowFolder, url: str, **wishes: Any) -> NewSource:
    """Find out what an address is, and make it a source of the show.

    ``wishes`` are fields of SourceConfig. Of a page its feed is taken, where it names one; of a site's
    front page without feed, its news sitemap; else the page's own links. ``kind`` settles it. The kind
    that was found is kept: a feed that one day leads to a front page is no page of links. Raises
    ConfigError where the show has it already, FetchError where it cannot be had, and SourceError
    where it names no articles.
    """
    url = (url if "://" in url else f"https://{url}").strip().partition("#")[0]
    if not is_web_address(url):
        raise ConfigError(shown(url), "is no web address", "give an http or https address")
    _refuse_known(show.config.sources, url)
    with Visitor(show.config.nightly.allow_hosts, show.config.nightly.delay_s) as visitor:
        found_url, listing, how = _find(url, wishes.get("kind") or "auto", visitor)
    told = {key: value for key, value in wishes.items() if value not in {None, "", ()}}
    settings = SourceConfig(
        **({"name": listing.title or ""} | told | {"url": found_url, "kind": listing.kind}),
    )

    def add(text: str, config: Config) -> str:
        _refuse_known(config.sources, found_url)
        return _with(text, [settings])

    _edit(show.root, add)
    return NewSource(settings, listing, how)


def remove_source(show: ShowFolder, name: str) -> SourceConfig:
    """Take a source out, by its address or name; raises ConfigError where there is none, or several."""
    removed: list[SourceConfig] = []

    def remove(text: str, config: Config) -> str:
        number = _numbered(config.sources, name)
        removed[:] = [config.sources[number]]
        return _without(text, number)

    _edit(show.root, remove)
    return removed[0]


def list_sources(show: ShowFolder) -> tuple[KnownSource, ...]:
    """A show's sources, each as nights found it last; raises StoreError."""
    with stored(show.root), show.store() as store:
        watched = store.ledger.watched()
    known = ((source, watched.get(source.url, Watched(source.url))) for source in show.config.sources)
    return tuple(
        KnownSource(source, seen.title, seen.succeeded, seen.failures, seen.cause) for source, seen in known
    )


def import_opml(show: ShowFolder, data: bytes) -> Subscribed:
    """Make all feeds of a list of subscriptions sources, without asking for them; raises SourceError."""
    candidates = read_opml(data)
    added: list[SourceConfig] = []
    known: list[str] = []

    def add(text: str, config: Config) -> str:
        added.clear()
        known.clear()
        taken = {canonical(source.url) for source in config.sources}
        for candidate in candidates:
            key = canonical(candidate.url)
            if key in taken:
                known.append(candidate.url)
                continue
            taken.add(key)
            added.append(SourceConfig(candidate.url, candidate.title or "", kind="feed"))
        return _with(text, added)

    _edit(show.root, add)
    return Subscribed(tuple(added), tuple(known))


def read_subscriptions(path: Path) -> bytes:
    """A file's bytes; raises FetchError where it cannot be read."""
    try:
        return path.read_bytes()
    except OSError as exc:
        raise FetchError(str(path), exc.strerror or str(exc), "name a file that can be read") from exc


def _refuse_known(sources: Sequence[SourceConfig], url: str) -> None:
    for source in sources:
        if canonical(source.url) == canonical(url):
            name = f" ({source.name})" if source.name else ""
            raise ConfigError(
                shown(url), f"is a source of this show already{name}", "edit it in podcaster.toml"
            )


def _numbered(sources: Sequence[SourceConfig], name: str) -> int:
    """Which source is meant."""
    key = canonical(name)
    by_address = [number for number, source in enumerate(sources) if key and canonical(source.url) == key]
    by_name = [n for n, source in enumerate(sources) if source.name.casefold() == name.strip().casefold()]
    found = by_address or by_name
    if len(found) == 1:
        return found[0]
    if found:
        raise ConfigError(shown(name), f"is the name of {len(found)} sources", "give the address of one")
    near = get_close_matches(
        name, [source.name for source in sources] + [source.url for source in sources], 1
    )
    way_out = f"the nearest is {shown(near[0])}" if near else "see: podcaster sources list"
    raise ConfigError(shown(name), "is no source of this show", way_out)


def _find(url: str, kind: str, visitor: Visitor) -> tuple[str, Listing, str | None]:
    """The source that an address is, or leads to, and how."""
    answer = visitor.get(url, accept=LISTING_TYPES)
    try:
        listing = _listing(answer, kind)
    except SourceError:
        if kind != "auto" or not _is_page(answer):
            raise
        listing = None
    if listing and (listing.kind != "links" or kind == "links"):
        return url, _with_parts(listing, url, visitor), None
    for offers, told in (
        (_named_on(answer), "the page names this source"),
        (_sitemaps_of(answer, visitor), "the site's robots.txt names this sitemap"),
    ):
        for offered in _some(offers):
            if found := _offered(offered, answer.final_url, visitor):
                return offered, found, told
    if listing:
        return url, listing, None
    raise SourceError(shown(url), "names no articles, and no feed", "give a section's page, or a feed")


def _named_on(page: Answer) -> Iterator[str]:
    return (one.url for one in discover(page.data, page.final_url) if not one.is_secondary)


def _some(offers: Iterator[str]) -> Iterator[str]:
    return (offer for offer, _ in zip(offers, range(_MOST_TRIED), strict=False))


def _listing(answer: Answer, kind: str) -> Listing:
    return read_listing(answer.data, answer.final_url, answer.media_type, kind)


def _is_page(answer: Answer) -> bool:
    return "html" in answer.media_type or b"<html" in answer.data[:5_000].lower()


def _offered(url: str, named_by: str, visitor: Visitor) -> Listing | None:
    """The feed or news sitemap at an address that a page names, unless it names no articles."""
    try:
        answer = visitor.get(url, named_by=named_by, accept=LISTING_TYPES)
        listing = _with_parts(_listing(answer, "auto"), answer.final_url, visitor)
    except FetchError:
        return None
    # A sitemap of all that a site ever had would be no news.
    is_news = listing.kind == "feed" or any(item.title for item in listing.items)
    return listing if listing.items and is_news else None


def _with_parts(listing: Listing, url: str, visitor: Visitor) -> Listing:
    """A sitemap index with the articles of its newest part."""
    if listing.items or not listing.more:
        return listing
    part = _listing(visitor.get(listing.more[0], named_by=url, accept=LISTING_TYPES), "sitemap")
    return replace(listing, items=part.items, title=listing.title or part.title)


def _sitemaps_of(page: Answer, visitor: Visitor) -> Iterator[str]:
    """Of a site's front page: the sitemaps in its robots.txt, those of news first."""
    if urlsplit(page.final_url).path not in {"", "/"}:
        return
    try:
        robots = visitor.get(urljoin(page.final_url, "/robots.txt"), named_by=page.final_url).data
    except FetchError:
        return
    found = _SITEMAP_LINE.findall(robots.decode("utf-8", "replace"))
    yield from filter(is_web_address, sorted(dict.fromkeys(found), key=lambda one: "news" not in one.lower()))


def _with(text: str, sources: Sequence[SourceConfig]) -> str:
    """The file with more sources: tables at its end, or entries of the list where the user keeps one."""
    import tomlkit  # noqa: PLC0415  # 40 ms that only edits need
    from tomlkit.items import Array  # noqa: PLC0415

    document = tomlkit.parse(text)
    listed: Any = document.get("sources")
    for source in sources:
        told = {
            field.name: value
            for field in fields(source)
            if (value := getattr(source, field.name)) != getattr(_DEFAULTS, field.name)
        }
        if isinstance(listed, Array):
            entry = tomlkit.inline_table()
            entry.update(told)
            listed.append(entry)
            text = document.as_string()
        else:
            gap = "\n" if text.strip() else ""
            text = f"{text.rstrip()}\n{gap}[[sources]]\n{tomlkit.dumps(told)}"
    return text


def _without(text: str, number: int) -> str:
    """The file without one of its sources."""
    import tomlkit  # noqa: PLC0415

    document = tomlkit.parse(text)
    tables: Any = document["sources"]
    del tables[number]
    if not tables:
        del document["sources"]
    return document.as_string()


def _edit(root: Path, change: Callable[[str, Config], str]) -> None:
    """Change podcaster.toml, comments and order kept; what the user saves meanwhile is changed instead.

    Raises ConfigError where what came out would be no valid configuration, or another one; the file
    then is as it was.
    """
    from tomlkit.exceptions import TOMLKitError  # noqa: PLC0415

    path = (root / CONFIG_FILE).resolve()  # what a link leads to stays where it is
    for _ in range(_ATTEMPTS):
        config = load_config(root, {})
        with stored(path):
            before = path.read_bytes()
        text = before.decode("utf-8-sig")
        lines = "\r\n" if text.count("\r\n") == text.count("\n") > 0 else "\n"
        text = text.replace("\r\n", "\n")
        try:
            edited = change(text, config).rstrip("\n") + "\n"
        except TOMLKitError as exc:
            raise ConfigError(str(path), f"cannot be edited ({exc})", "edit [[sources]] yourself") from exc
        _check(edited, config, path)
        after = (_UTF8_MARK if before.startswith(_UTF8_MARK) else b"") + edited.replace("\n", lines).encode()
        with stored(path):
            if path.read_bytes() != before:
                continue
            with replacing(path) as file:
                os.fchmod(file.fileno(), stat.S_IMODE(path.stat().st_mode))  # it may hold passwords
                file.write(after)
        return
    raise ConfigError(str(path), "changes all the time", "close what writes it, and try again")


def _check(edited: str, config: Config, path: Path) -> None:
    """Raise ConfigError unless the edited text is valid, and says what it said but for the sources."""
    with TemporaryDirectory() as folder:
        (Path(folder) / CONFIG_FILE).write_text(edited, encoding="utf-8")
        try:
            new = load_config(Path(folder), {})
        except ConfigError as exc:
            raise ConfigError(str(path), exc.cause, exc.way_out) from exc
    if replace(new, sources=(), voice="") != replace(config, sources=(), voice=""):
        raise ConfigError(str(path), "cannot be edited without loss", "edit [[sources]] yourself")
