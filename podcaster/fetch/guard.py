"""Who may be asked: what a feed or a page names must not make us ask the machines of the home.

What the user typed may be anywhere. An address that a feed or a page names may be public, or lie on
a host that the user allows, or at the very origin that named it, as deep in the network as that was
when the user's own address led there. A redirect leads outwards or stays, never deeper in. Whether
an address keeps to that is decided when it is connected (``network``), for the addresses that are
connected, so that a name whose addresses change in between gains nothing.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from podcaster.fetch.address import Depth, Origin, origin_of

if TYPE_CHECKING:
    from collections.abc import Iterable

    from httpx import URL

_REACHED: dict[Origin, Depth] = {}
"""How deep in the network each host was when it was asked, by the least deep of its addresses; of this
process, so that pictures and further pages are known to be the user's own where the page was."""


@dataclass(frozen=True, slots=True)
class Guard:
    """The rules of one client."""

    allow_hosts: frozenset[str] = frozenset()
    """Hosts, or ``host:port``."""
    reached: dict[Origin, Depth] = field(default_factory=lambda: _REACHED)

    @classmethod
    def allowing(cls, hosts: Iterable[str]) -> Guard:
        """With the hosts of the user's own that may be named by others."""
        return cls(frozenset(host.strip().lower().strip("[]").rstrip(".") for host in hosts))

    def way(self, named_by: str | None) -> Way:
        """The way of one request, all its redirects included."""
        if named_by is None:
            return Way(self)
        return Way(self, is_named=True, home=_origin(named_by))

    def way_within(self, limit: Depth) -> Way:
        """The way of a request that may lead as deep as another one."""
        return Way(self, ceiling=limit)

    def allows(self, origin: Origin) -> bool:
        """Whether the user has allowed the host."""
        host, port = origin
        return host in self.allow_hosts or f"{host}:{port}" in self.allow_hosts


@dataclass(slots=True)
class Way:
    """Where one request may lead, hop by hop."""

    guard: Guard
    is_named: bool = False
    """By a feed or a page, not by the user."""
    home: Origin | None = None
    """Of the feed or page."""
    ceiling: Depth = Depth.REST
    """As deep as the hops so far."""

    def limit(self, url: URL) -> Depth:
        """How deep in the network the next hop may be."""
        origin = origin_of(url)
        if self.guard.allows(origin):
            return Depth.REST
        if not self.is_named:
            return self.ceiling
        if origin != self.home:
            return Depth.PUBLIC
        return min(self.ceiling, self.guard.reached.get(origin, Depth.PUBLIC))

    def went(self, url: URL, depth: Depth) -> None:
        """Tell how deep the last hop was."""
        origin = origin_of(url)
        self.guard.reached[origin] = min(depth, self.guard.reached.get(origin, depth))
        self.ceiling = min(self.ceiling, depth)


def _origin(url: str) -> Origin | None:
    import httpx  # noqa: PLC0415  # its notion of an address is the one that is connected

    try:
        return origin_of(httpx.URL(url))
    except httpx.InvalidURL:
        return None
