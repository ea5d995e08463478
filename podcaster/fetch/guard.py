"""Who may be asked: what a feed or a page names must not make us ask the machines of the home.

What the user typed may be anywhere. An address that a feed or a page names may be public, or lie on
a host that the user allows, or at the very origin that named it, as deep in the network as that was
when the user's own address led there. A redirect leads outwards or stays, never deeper in. Whether
an address keeps to that is decided when it is connected (``network``), for the addresses that are
connected, so that a name whose addresses change in between gains nothing.

A login that the user typed (``https://user:password@host``) is for that origin alone, and for what that
origin names; it stays out of every address that is given back.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import httpx

from podcaster.fetch.address import Depth, Origin, origin_of

if TYPE_CHECKING:
    from collections.abc import Iterable

Login = tuple[str, str]

_REACHED: dict[Origin, Depth] = {}
"""How deep in the network each host was when it was asked, by the least deep of its addresses; of this
process, so that pictures and further pages are known to be the user's own where the page was."""
_LOGINS: dict[tuple[str, Origin], Login] = {}
"""By scheme and origin; of this process, for the same reason."""


@dataclass(frozen=True, slots=True)
class Guard:
    """The rules of one client."""

    allow_hosts: frozenset[tuple[str, int | None]] = frozenset()
    """Host and port; None means every port."""
    reached: dict[Origin, Depth] = field(default_factory=lambda: _REACHED)
    logins: dict[tuple[str, Origin], Login] = field(default_factory=lambda: _LOGINS)

    @classmethod
    def allowing(cls, hosts: Iterable[str]) -> Guard:
        """With the hosts of the user's own, as ``host`` or ``host:port``, that others may name."""
        parsed = filter(None, map(_parsed, (f"//{host.strip().rpartition('//')[2]}" for host in hosts)))
        return cls(frozenset((origin_of(url)[0], url.port) for url in parsed))

    def way(self, url: httpx.URL, named_by: str | None) -> Way:
        """The way of one request, all its redirects included."""
        if named_by is not None:
            named = _parsed(named_by)
            return Way(self, is_named=True, home=origin_of(named) if named else None)
        if url.userinfo:
            self.logins[url.scheme, origin_of(url)] = url.username, url.password
        return Way(self, home=origin_of(url))

    def way_within(self, limit: Depth) -> Way:
        """The way of a request that may lead as deep as another one."""
        return Way(self, ceiling=limit)

    def allows(self, origin: Origin) -> bool:
        """Whether the user has allowed the host."""
        return not self.allow_hosts.isdisjoint({origin, (origin[0], None)})


@dataclass(slots=True)
class Way:
    """Where one request may lead, hop by hop."""

    guard: Guard
    is_named: bool = False
    """By a feed or a page, not by the user."""
    home: Origin | None = None
    """Of the feed or page; else of what the user typed."""
    ceiling: Depth = Depth.REST
    """As deep as the hops so far."""

    def limit(self, url: httpx.URL) -> Depth:
        """How deep in the network the next hop may be."""
        origin = origin_of(url)
        if self.guard.allows(origin):
            return Depth.REST
        if not self.is_named:
            return self.ceiling
        if origin != self.home:
            return Depth.PUBLIC
        return min(self.ceiling, self.guard.reached.get(origin, Depth.PUBLIC))

    def login(self, url: httpx.URL) -> Login | None:
        """What the user typed for this hop's origin."""
        origin = origin_of(url)
        return self.guard.logins.get((url.scheme, origin)) if origin == self.home else None

    def went(self, url: httpx.URL, depth: Depth) -> None:
        """Tell how deep the last hop was."""
        origin = origin_of(url)
        self.guard.reached[origin] = min(depth, self.guard.reached.get(origin, depth))
        self.ceiling = min(self.ceiling, depth)


def _parsed(url: str) -> httpx.URL | None:
    try:
        return httpx.URL(url)
    except httpx.InvalidURL:
        return None
