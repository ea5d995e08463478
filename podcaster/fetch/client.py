"""The HTTP client: one request with its redirects, bounded in time and size; only user of httpx."""

from __future__ import annotations

import logging
import os
import re
import time
from contextlib import AbstractContextManager, closing, contextmanager, nullcontext
from dataclasses import dataclass, replace
from datetime import datetime, timedelta, timezone
from email.utils import parsedate_to_datetime
from functools import lru_cache
from http import HTTPStatus
from importlib import metadata
from typing import TYPE_CHECKING, TypeVar
from urllib.request import getproxies, proxy_bypass

import httpcore
import httpx
import stamina

from podcaster.errors import BusyError, FetchError
from podcaster.fetch.address import DEFAULT_PORTS, Depth, origin_of, shown
from podcaster.fetch.guard import Guard
from podcaster.fetch.network import (
    CertificateError,
    Deadline,
    Network,
    NoHostError,
    TooDeepError,
    Trip,
    current_trip,
    travelling,
)
from podcaster.fetch.unpack import ACCEPTED, PackingError, TooLargeError, unpack

if TYPE_CHECKING:
    import ssl
    from collections.abc import Callable, Iterable, Iterator, Mapping

    from typing_extensions import Self

    Turn = Callable[[httpx.URL, Depth, Deadline], AbstractContextManager[None]]

T = TypeVar("T")

ATTEMPTS = 3
MAX_REDIRECTS = 8
_CONNECT_S, _READ_S = 10.0, 20.0
_KEPT_ALIVE_S = 30.0
_CONNECTIONS = 32
_RETRIED = frozenset({408, 425, 429, 500, 502, 503, 504})
_SHORT_WAIT_S = 5.0
"""A host that asks for no more is asked again at once."""
_LONGEST_WAIT = timedelta(days=1)
"""Nobody is believed who asks for more."""
_HEADERS = {
    "User-Agent": f"podcaster/{metadata.version('podcaster')}",
    "Accept": "text/html,application/xhtml+xml,text/plain;q=0.9,*/*;q=0.1",
    "Accept-Encoding": ACCEPTED,
    "Accept-Language": "de,en;q=0.3",
}
_WAYS_OUT = {
    401: "this page wants a login; save it in your browser and convert the file",
    402: "this page wants a subscription; save it in your browser and convert the file",
    403: "the server refuses programs; save the page in your browser and convert the file",
}
_LATER = "try again later"

# They log addresses and headers whole, with passwords and cookies.
for _talkative in ("httpx", "httpcore"):
    logging.getLogger(_talkative).setLevel(logging.WARNING)


class _SetupError(Exception):
    """What the environment says of proxies and certificates cannot be used."""


class PassingError(FetchError):
    """A failure that may be gone in a moment."""


class RefusedError(FetchError):
    """Whoever named the address may not lead us there."""


@dataclass(frozen=True, slots=True)
class Reply:
    """What a server answered in the end."""

    final_url: str
    status: int
    reason: str
    headers: Mapping[str, str]
    data: bytes = b""

    @property
    def media_type(self) -> str:
        """In lower case, without parameters; empty where none is told."""
        return self.headers.get("content-type", "").partition(";")[0].strip().lower()


class Client:
    """Keeps connections, and knows whom it may ask; for threads."""

    def __init__(self, guard: Guard | None = None, network: Network | None = None) -> None:
        self._guard = guard or Guard()
        self._pools = _Pools(network or Network())

    def close(self) -> None:
        """Hang up."""
        self._pools.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_exc: object) -> None:
        self.close()

    def is_public(self, url: httpx.URL) -> bool:
        """Whether a host was reached in the public network, as far as is known."""
        return self._guard.reached.get(origin_of(url)) == Depth.PUBLIC

    def request(
        self,
        url: str,
        deadline: Deadline,
        *,
        named_by: str | None = None,
        limit: Depth | None = None,
        method: str = "GET",
        headers: Mapping[str, str] | None = None,
        max_bytes: int | None = None,
        is_cut: bool = False,
        check: Callable[[Reply], None] | None = None,
        turn: Turn = lambda *_: nullcontext(),
    ) -> Reply:
        """Ask once, and follow redirects.

        ``named_by`` is the feed or page that names the address; with a ``limit`` it may lead that
        deep into the network. Of the body at most ``max_bytes`` are read, unpacked: more are refused,
        or left out where it ``is_cut``; None reads nothing. ``check`` sees the reply before its body
        is read, and may raise. ``turn`` is entered around each hop. Raises FetchError; PassingError
        where another attempt may have more luck, and BusyError where the host names a time.
        """
        subject = shown(url)
        hops: list[httpx.URL] = []
        with _led(subject, hops), _told(subject, deadline):
            target = httpx.URL(url)
            way = self._guard.way(target, named_by) if limit is None else self._guard.way_within(limit)
            # a client of its own, for its cookies: redirects may need them, other pages must not have them
            client = httpx.Client(
                transport=self._pools,
                headers=_HEADERS,
                timeout=httpx.Timeout(_READ_S, connect=_CONNECT_S),
                trust_env=False,
            )
            for _ in range(MAX_REDIRECTS + 1):
                hops.append(target)
                target = _checked(subject, target)
                request = client.build_request(method, target, headers=headers)
                trip = Trip(deadline, way.limit(target))
                with (
                    turn(target, trip.limit, deadline),
                    travelling(trip),
                    closing(client.send(request, stream=True, auth=way.login(target))) as response,
                ):
                    way.went(target, response.extensions["depth"])
                    if response.next_request is None:
                        return _reply(subject, response, max_bytes, is_cut=is_cut, check=check)
                    target = response.next_request.url
        raise FetchError(subject, "redirects without end", "open it in a browser and give the final address")


def check_status(subject: str, reply: Reply, *, what: str = "") -> None:
    """Raise what a status from 400 on means; ``what`` says of what."""
    if reply.status < HTTPStatus.BAD_REQUEST:
        return
    told = f"{what}the server answers {reply.status} {reply.reason}".rstrip()
    if reply.status in _RETRIED:
        if retry_at := _retry_at(reply.headers.get("retry-after", "")):
            raise BusyError(subject, told, f"not before {retry_at:%Y-%m-%d %H:%M} UTC", retry_at)
        raise PassingError(subject, told, _LATER)
    raise FetchError(subject, told, _WAYS_OUT.get(reply.status, "check the address in a browser"))


def retried(deadline: Deadline, ask: Callable[[], T]) -> T:
    """What ``ask`` returns, in a few attempts where its failure may pass."""

    def may_pass(exc: Exception) -> bool:
        if deadline.left_s <= 0:
            return False
        return isinstance(exc, PassingError) or (isinstance(exc, BusyError) and _wait_s(exc) <= _SHORT_WAIT_S)

    for attempt in stamina.retry_context(
        on=may_pass, attempts=ATTEMPTS, timeout=None, wait_initial=0.3, wait_max=_SHORT_WAIT_S
    ):
        with attempt:
            try:
                return ask()
            except BusyError as exc:
                if attempt.num < ATTEMPTS and _wait_s(exc) <= _SHORT_WAIT_S:
                    time.sleep(max(0.0, min(_wait_s(exc), deadline.left_s)))
                raise
    raise AssertionError("stamina ends with a return or an exception")  # noqa: EM101, TRY003


def _wait_s(exc: BusyError) -> float:
    return (exc.retry_at - datetime.now(timezone.utc)).total_seconds()


def _retry_at(told: str) -> datetime | None:
    """RFC 9110, section 10.2.3: seconds, or a date; None for what is neither, or over."""
    now = datetime.now(timezone.utc)
    told = told.strip()
    try:
        if told.isdecimal():
            at = now + timedelta(seconds=min(int(told[:9]), _LONGEST_WAIT.total_seconds()))
        else:
            at = parsedate_to_datetime(told)
            at = at.replace(tzinfo=timezone.utc) if at.tzinfo is None else at.astimezone(timezone.utc)
    except (ValueError, OverflowError):
        return None
    return min(at, now + _LONGEST_WAIT) if at > now else None


def _checked(subject: str, url: httpx.URL) -> httpx.URL:
    """An address that may be asked for, without the login in it; raises FetchError."""
    if url.scheme not in DEFAULT_PORTS:
        kind = f"a {url.scheme} address" if url.scheme else "no address"
        raise FetchError(subject, f"leads to {kind}, which is not read", "give an http or https address")
    if not url.host:
        raise FetchError(subject, "is no valid address (it names no host)", "check it for typing errors")
    return url.copy_with(username=None, password=None)


def _reply(
    subject: str,
    response: httpx.Response,
    max_bytes: int | None,
    *,
    is_cut: bool,
    check: Callable[[Reply], None] | None,
) -> Reply:
    reply = Reply(str(response.url), response.status_code, response.reason_phrase, response.headers)
    if check:
        check(reply)
    if max_bytes is None:
        return reply
    try:
        return replace(reply, data=_body(response, max_bytes, is_cut=is_cut))
    except TooLargeError as exc:
        large = f"{max_bytes / 1_000_000:g} MB"
        raise FetchError(subject, f"is larger than {large}", "check the address") from exc
    except PackingError as exc:
        raise FetchError(subject, f"cannot be unpacked ({exc})", "tell its publisher") from exc


def _body(response: httpx.Response, max_bytes: int, *, is_cut: bool) -> bytes:
    length = response.headers.get("content-length", "")
    if not is_cut and length.isdecimal() and int(length[:20]) > max_bytes:
        raise TooLargeError
    pieces = []
    try:
        for piece in unpack(response.iter_raw(), response.headers.get("content-encoding", ""), max_bytes):
            pieces.append(piece)  # noqa: PERF402  # what came before the error is kept
    except TooLargeError:
        if not is_cut:
            raise
    return b"".join(pieces)


@contextmanager
def _led(subject: str, hops: list[httpx.URL]) -> Iterator[None]:
    """An error on the way is about the address that was asked for, and tells where that led."""
    try:
        yield
    except FetchError as exc:
        exc.subject = subject
        if len(hops) > 1:
            exc.cause += f" (redirected to {shown(str(hops[-1]))})"
        raise


@contextmanager
def _told(subject: str, deadline: Deadline) -> Iterator[None]:
    """Tell what goes wrong on the way as a FetchError."""
    overdue = f"takes longer than {deadline.seconds:g} seconds"
    try:
        yield
    except TooDeepError as exc:
        way_out = "give a public address, or allow its host"
        raise RefusedError(subject, "lies in a private network", way_out) from exc
    except NoHostError as exc:
        kind = PassingError if exc.may_pass else FetchError
        raise kind(subject, "its host is not found", "check the address and your connection") from exc
    except _SetupError as exc:
        way_out = "mend HTTPS_PROXY, ALL_PROXY or SSL_CERT_FILE in the environment"
        raise FetchError(subject, f"its proxy or certificates cannot be used ({exc})", way_out) from exc
    except CertificateError as exc:
        raise FetchError(subject, f"its certificate is not valid ({exc})", "check the address") from exc
    except (httpcore.TimeoutException, httpx.TimeoutException) as exc:
        if deadline.left_s <= 0:
            raise FetchError(subject, overdue, _LATER) from exc
        raise PassingError(subject, "the host does not answer in time", _LATER) from exc
    except (httpcore.UnsupportedProtocol, httpcore.LocalProtocolError, httpx.InvalidURL, UnicodeError) as exc:
        detail = "" if "@" in str(exc) else f" ({_reason(exc)})"
        raise FetchError(subject, f"is no valid address{detail}", "check it for typing errors") from exc
    except (httpcore.NetworkError, httpcore.ProtocolError, httpcore.ProxyError, httpx.HTTPError) as exc:
        cause = f"the host cannot be reached ({_reason(exc)})"
        raise PassingError(subject, cause, "check the address and your connection") from exc


def _reason(exc: Exception) -> str:
    """The cause without its library's decoration: ``[Errno -2] Name or service not known`` → the words."""
    return re.sub(r"^\[[^\]]*\]\s*", "", str(exc)) or type(exc).__name__


class _Body(httpx.SyncByteStream):
    """A body as httpcore streams it."""

    def __init__(self, stream: Iterable[bytes]) -> None:
        self._stream = stream

    def __iter__(self) -> Iterator[bytes]:
        yield from self._stream

    def close(self) -> None:
        if hasattr(self._stream, "close"):
            self._stream.close()


class _Pools(httpx.BaseTransport):
    """Connections, kept apart by how deep they may lead: none is reused where it would not be made.

    Behind a proxy, which alone knows whom it connects, the name is looked up here beforehand and
    checked where it can be found; nothing can be pinned.
    """

    def __init__(self, network: Network) -> None:
        self._network = network
        self._pools: dict[tuple[Depth, str], httpcore.ConnectionPool] = {}

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        proxy = _proxy(request.url)
        depth: Depth | None = None
        trip = current_trip()
        if proxy:
            depth = self._looked_up(request.url)
            trip = Trip(trip.deadline, Depth.REST)
        with travelling(trip):
            response = self._pool(trip.limit, proxy).handle_request(_passed_on(request))
        if depth is None:
            depth = response.extensions["network_stream"].get_extra_info("depth")
        return httpx.Response(
            response.status,
            headers=response.headers,
            stream=_Body(response.stream),  # type: ignore[arg-type]  # a synchronous pool's
            extensions={**response.extensions, "depth": depth},
        )

    def close(self) -> None:
        for pool in self._pools.values():
            pool.close()

    def _looked_up(self, url: httpx.URL) -> Depth:
        try:
            return self._network.depth(url.raw_host.decode("ascii"), url.port or DEFAULT_PORTS[url.scheme])
        except NoHostError:
            return Depth.PUBLIC  # known to the proxy alone

    def _pool(self, limit: Depth, proxy: str) -> httpcore.ConnectionPool:
        if (limit, proxy) not in self._pools:
            self._pools.setdefault((limit, proxy), self._new_pool(proxy))
        return self._pools[limit, proxy]

    def _new_pool(self, proxy: str) -> httpcore.ConnectionPool:
        try:
            return self._pool_of(httpx.Proxy(proxy) if proxy else None)
        except (ImportError, OSError, ValueError, RuntimeError, httpx.InvalidURL) as exc:
            raise _SetupError(shown(str(exc))) from exc

    def _pool_of(self, proxy: httpx.Proxy | None) -> httpcore.ConnectionPool:
        certificates = _certificates(os.environ.get("SSL_CERT_FILE"), os.environ.get("SSL_CERT_DIR"))
        if proxy is None:
            return httpcore.ConnectionPool(
                ssl_context=certificates,
                max_connections=_CONNECTIONS,
                keepalive_expiry=_KEPT_ALIVE_S,
                network_backend=self._network,
            )
        kind = httpcore.SOCKSProxy if proxy.url.scheme.startswith("socks") else httpcore.HTTPProxy
        return kind(
            proxy_url=str(proxy.url),
            proxy_auth=proxy.raw_auth,
            ssl_context=certificates,
            max_connections=_CONNECTIONS,
            keepalive_expiry=_KEPT_ALIVE_S,
            network_backend=self._network,
        )


@lru_cache(maxsize=4)
def _certificates(_file: str | None, _folder: str | None) -> ssl.SSLContext:
    """Of whom the environment or else certifi's list says that they vouch for hosts; takes 25 ms."""
    return httpx.create_ssl_context()


def _proxy(url: httpx.URL) -> str:
    """The environment's proxy for an address; empty where there is none."""
    if proxy_bypass(url.netloc.decode("ascii")):
        return ""
    proxies = getproxies()
    proxy = proxies.get(url.scheme) or proxies.get("all") or ""
    return proxy if not proxy or "://" in proxy else f"http://{proxy}"


def _passed_on(request: httpx.Request) -> httpcore.Request:
    url = request.url
    return httpcore.Request(
        method=request.method,
        url=httpcore.URL(scheme=url.raw_scheme, host=url.raw_host, port=url.port, target=url.raw_path),
        headers=request.headers.raw,
        content=request.stream,
        extensions=request.extensions,
    )
