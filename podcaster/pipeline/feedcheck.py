"""A feed looked at as apps and directories do: a show's own, a file, or one on the web."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import unquote, urljoin

from podcaster import feed, images
from podcaster.errors import FetchError
from podcaster.fetch import download, probe

if TYPE_CHECKING:
    from collections.abc import Callable

_MOST_PAGES = 1000
_PROBED = 60
"""As many files of a feed on the web are asked for; a directory asks no more."""


@dataclass(frozen=True, slots=True)
class FeedReport:
    """What was found in a feed and its archives."""

    source: str
    episodes: int
    findings: tuple[feed.Finding, ...]

    @property
    def is_refused(self) -> bool:
        """Some app would refuse it, or an episode of it."""
        return any(finding.severity == "error" for finding in self.findings)


def check_feed(source: str) -> FeedReport:
    """Check a feed with its archives: an http(s) address, or a file with its files beside it.

    Raises FetchError where it cannot be had.
    """
    if source.startswith(("http://", "https://")):

        def page(address: str) -> bytes:
            return download(address, None if address == source else source).data

        return _check_pages(source, source, page, _on_the_web(source))
    path = Path(source)
    own, _ = feed.addresses(_read(path))
    base = urljoin(own or "", ".")

    def local(address: str) -> Path | None:
        """The file of an address below the feed's own; None for what lies elsewhere."""
        if not base or not address.startswith(base):
            return None
        file = path.parent / unquote(address[len(base) :])
        return file if file.resolve().is_relative_to(path.parent.resolve()) else None

    def get(address: str) -> bytes | None:
        if address == source:
            return _read(path)
        file = local(address)
        return _read(file) if file else None

    def look(address: str, use: feed.Use) -> feed.Served | None:
        file = local(address)
        return _file(file, use) if file else None

    return _check_pages(source, None, get, look)


def _check_pages(
    source: str,
    address: str | None,
    get: Callable[[str], bytes | None],
    look: Callable[[str, feed.Use], feed.Served | None],
) -> FeedReport:
    findings: dict[feed.Finding, None] = {}  # archives repeat what is wrong with the show
    episodes = 0
    page: str | None = source
    seen: set[str] = set()
    while page and page not in seen and len(seen) < _MOST_PAGES:
        seen.add(page)
        if (data := get(page)) is None:
            break
        episodes += feed.addresses(data)[1]
        findings |= dict.fromkeys(feed.check(data, look, address=address and page))
        page = feed.next_page(data)
    ordered = sorted(findings, key=lambda finding: finding.severity != "error")
    return FeedReport(source, episodes, tuple(ordered))


def _read(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError as exc:
        raise FetchError(str(path), exc.strerror or str(exc), "name a feed, or its address") from exc


def _file(path: Path, use: feed.Use) -> feed.Served:
    try:
        size_bytes = path.stat().st_size
        data = path.read_bytes() if use != "sound" else b""
    except OSError as exc:
        return feed.Served(problem=f"is not there ({exc.strerror})")
    return feed.Served(
        size_bytes,
        picture=images.measured(data) if use == "picture" else None,
        content=data if use == "text" else None,
    )


def _on_the_web(feed_url: str) -> Callable[[str, feed.Use], feed.Served | None]:
    """Asks a server for what is named first: the cover, and the files of the newest episodes."""
    known: dict[str, feed.Served] = {}

    def look(address: str, use: feed.Use) -> feed.Served | None:
        if address not in known and len(known) < _PROBED:
            known[address] = _probed(address, use, feed_url)
        return known.get(address)

    return look


def _probed(address: str, use: feed.Use, feed_url: str) -> feed.Served:
    try:
        told = probe(address, feed_url)
        data = download(address, feed_url).data if use != "sound" else b""
    except FetchError as exc:
        return feed.Served(problem=exc.cause)
    return feed.Served(
        told.size_bytes,
        media_type=told.media_type,
        head=told.head,
        ranges=told.ranges,
        picture=images.measured(data) if use == "picture" else None,
        content=data if use == "text" else None,
    )
