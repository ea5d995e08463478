"""The wire under the HTTP client: every name resolved once, every address checked, all of it in time.

A name is resolved when it is connected, each of its addresses is checked, and one of those is
connected: no other answer of its name server can come in between. Each read, write and handshake is
bounded by what is left of the whole request's time: a client's own timeouts are per read, and a host
that sends one byte of a header a second never meets them.
"""

from __future__ import annotations

import socket
import ssl
import time
from contextlib import contextmanager, suppress
from contextvars import ContextVar
from dataclasses import dataclass
from ipaddress import ip_address
from queue import Empty, SimpleQueue
from threading import Thread
from typing import TYPE_CHECKING, Any

import httpcore

from podcaster.fetch.address import Depth, depth_of

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

    Resolve = Callable[[str, int], Sequence[str]]
    """Host and port → IP addresses; raises OSError."""
    Connect = Callable[[str, int, float | None], httpcore.NetworkStream]

_CONNECTED_AT_MOST = 6
"""Addresses of one name that are tried."""


class OverdueError(httpcore.TimeoutException):
    """The whole request's time is over."""


class TooDeepError(Exception):
    """The host lies deeper in the network than the request may lead."""


class NoHostError(Exception):
    """The name has no address."""

    def __init__(self, *, may_pass: bool) -> None:
        super().__init__("no such host")
        self.may_pass = may_pass
        """The name servers could not be asked."""


class CertificateError(Exception):
    """The host cannot prove that it is the one that was asked for."""


class Deadline:
    """When a whole request must be over, with all its redirects and attempts."""

    def __init__(self, seconds: float) -> None:
        self.seconds = seconds
        self._ends = time.monotonic() + seconds

    @property
    def left_s(self) -> float:
        """Negative when it is over."""
        return self._ends - time.monotonic()

    @contextmanager
    def paused(self) -> Iterator[None]:
        """Waiting out of politeness is not the host's fault."""
        began = time.monotonic()
        try:
            yield
        finally:
            self._ends += time.monotonic() - began


@dataclass(frozen=True, slots=True)
class Trip:
    """The hop that this thread is on."""

    deadline: Deadline
    limit: Depth

    def bounded(self, timeout: float | None) -> float:
        """A timeout within the deadline; raises OverdueError when that is over."""
        left_s = self.deadline.left_s
        if left_s <= 0:
            raise OverdueError
        return left_s if timeout is None else min(timeout, left_s)


_TRIP: ContextVar[Trip] = ContextVar("trip")


@contextmanager
def travelling(trip: Trip) -> Iterator[None]:
    """What this thread asks in here belongs to ``trip``."""
    token = _TRIP.set(trip)
    try:
        yield
    finally:
        _TRIP.reset(token)


def current_trip() -> Trip:
    """The hop that this thread is on."""
    return _TRIP.get()


def resolve(host: str, port: int) -> list[str]:
    """All addresses of a name, in the order in which they are to be tried."""
    found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    return list(dict.fromkeys(str(info[4][0]) for info in found))


def connect(address: str, port: int, timeout: float | None) -> httpcore.NetworkStream:
    """Connect an IP address; no name is asked for."""
    return httpcore.SyncBackend().connect_tcp(address, port, timeout)


class Network(httpcore.NetworkBackend):
    """How httpcore connects; resolver and connection can be others in tests."""

    def __init__(self, resolve: Resolve = resolve, connect: Connect = connect) -> None:
        self._resolve = resolve
        self._connect = connect

    def depth(self, host: str, port: int) -> Depth:
        """How deep a host lies whose addresses may be had; raises NoHostError and TooDeepError."""
        return _least_deep(self._addresses(host, port))

    def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,
        local_address: str | None = None,  # noqa: ARG002  # httpcore's signature
        socket_options: Iterable[httpcore.SOCKET_OPTION] | None = None,  # noqa: ARG002
    ) -> httpcore.NetworkStream:
        """Connect one of the name's addresses, all of which must lie where this trip may lead."""
        addresses = self._addresses(host, port)
        failure: httpcore.ConnectError | httpcore.ConnectTimeout | None = None
        for address in addresses[:_CONNECTED_AT_MOST]:
            try:
                stream = self._connect(address, port, current_trip().bounded(timeout))
            except (httpcore.ConnectError, httpcore.ConnectTimeout) as exc:  # noqa: PERF203  # the next one may do
                failure = exc
            else:
                return _Stream(stream, _least_deep(addresses))
        raise failure or NoHostError(may_pass=False)

    def _addresses(self, host: str, port: int) -> Sequence[str]:
        addresses = [host] if _is_ip(host) else self._ask(host, port)
        if not addresses:
            raise NoHostError(may_pass=False)
        if max(map(depth_of, addresses)) > current_trip().limit:
            raise TooDeepError
        return addresses

    def _ask(self, host: str, port: int) -> Sequence[str]:
        """The resolver's answer, in a thread of its own since it knows no timeout."""
        answers: SimpleQueue[Sequence[str] | Exception] = SimpleQueue()

        def ask() -> None:
            try:
                answers.put(self._resolve(host, port))
            except (OSError, UnicodeError) as exc:
                answers.put(exc)

        Thread(target=ask, name=f"resolving {host}", daemon=True).start()
        try:
            answer = answers.get(timeout=current_trip().bounded(None))
        except Empty:
            raise NoHostError(may_pass=True) from None
        if isinstance(answer, Exception):
            asked_in_vain = isinstance(answer, socket.gaierror) and answer.errno == socket.EAI_AGAIN
            raise NoHostError(may_pass=asked_in_vain) from answer
        return answer


def _acknowledge_at_once(wire: socket.socket | None) -> None:
    """Many servers send an answer's head, and its body only when we have acknowledged that: 40 ms each time.

    The system forgets the wish with the next packet; it is Linux's, and no other system needs it.
    """
    option = getattr(socket, "TCP_QUICKACK", None)
    if wire is not None and option is not None:
        with suppress(OSError):
            wire.setsockopt(socket.IPPROTO_TCP, option, 1)


class _Stream(httpcore.NetworkStream):
    """A connection whose every step ends in time."""

    def __init__(self, stream: httpcore.NetworkStream, depth: Depth) -> None:
        self._stream = stream
        self._depth = depth

    def read(self, max_bytes: int, timeout: float | None = None) -> bytes:
        _acknowledge_at_once(self._stream.get_extra_info("socket"))
        return self._stream.read(max_bytes, current_trip().bounded(timeout))

    def write(self, buffer: bytes, timeout: float | None = None) -> None:
        self._stream.write(buffer, current_trip().bounded(timeout))

    def close(self) -> None:
        self._stream.close()

    def start_tls(
        self, ssl_context: ssl.SSLContext, server_hostname: str | None = None, timeout: float | None = None
    ) -> httpcore.NetworkStream:
        bounded = current_trip().bounded(timeout)
        try:
            return _Stream(self._stream.start_tls(ssl_context, server_hostname, bounded), self._depth)
        except httpcore.ConnectError as exc:
            if isinstance(exc.__cause__, ssl.SSLCertVerificationError):
                raise CertificateError(exc.__cause__.verify_message) from exc
            raise

    def get_extra_info(self, info: str) -> Any:
        return self._depth if info == "depth" else self._stream.get_extra_info(info)


def _is_ip(host: str) -> bool:
    try:
        ip_address(host.partition("%")[0])
    except ValueError:
        return False
    return True


def _least_deep(addresses: Iterable[str]) -> Depth:
    return min(map(depth_of, addresses))
