"""A polite guest: one request at a time per host, pauses between them, robots.txt, and no asking twice."""

from __future__ import annotations

import logging
import math
import time
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime, timezone
from http import HTTPStatus
from threading import BoundedSemaphore, Lock
from typing import TYPE_CHECKING

from podcaster.errors import BusyError, FetchError
from podcaster.fetch.address import DEFAULT_PORTS, Depth, origin_of, shown
from podcaster.fetch.page import MAX_BYTES, check_type, page_of
from podcaster.fetch.robots import MAX_BYTES as ROBOTS_BYTES
from podcaster.fetch.robots import Rules, read_rules

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from httpx import URL
    from typing_extensions import Self

    from podcaster.fetch.address import Origin
    from podcaster.fetch.client import Client, Reply
    from podcaster.fetch.network import Deadline, Network
    from podcaster.model import Page

DEADLINE_S = 60.0
"""For one page with all redirects and attempts, so that a host that drips bytes cannot hold a run."""
HOSTS_AT_ONCE = 8
_ROBOTS_DEADLINE_S = 10.0
ROBOTS_FAILURE_S = 300.0
"""A host that could not be asked for its rules is not tried again sooner."""
ANYTHING = "*/*"
_TOO_EARLY = frozenset({408, 425, 429})

_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Answer:
    """What lies at an address, or that it is still what it was."""

    url: str
    final_url: str
    status: int
    unchanged: bool
    """It is as ``etag`` and ``modified`` say; there is no data."""
    data: bytes = field(repr=False)
    """Unpacked."""
    media_type: str
    etag: str | None
    """To be given the next time, as is ``modified``; such as the host wrote it."""
    modified: str | None


class Visitor:
    """Gets pages and files for a run, politely; thread-safe, and to be closed.

    One request at a time per host, and ``delay_s`` from the end of one to the next, or more where
    the host's robots.txt asks for it; hosts in private networks are the user's own and need no
    pause. ``allow_hosts`` are those of them (``host`` or ``host:port``) to which a feed or a page may
    lead; else such addresses are refused, unless the feed or page lies at the same host and port
    itself and this process has asked it there: ask for a source before what it names.

    A robots.txt is asked for once per origin. One that is not there (4xx) allows everything; where
    it cannot be had (5xx, no connection), nothing of that origin is asked, as RFC 9309, section
    2.3.1.4, wants it, for five minutes.
    """

    def __init__(
        self,
        allow_hosts: Iterable[str] = (),
        delay_s: float = 1.0,
        deadline_s: float = DEADLINE_S,
        *,
        hosts_at_once: int = HOSTS_AT_ONCE,
        robots_failure_s: float = ROBOTS_FAILURE_S,
        network: Network | None = None,
    ) -> None:
        from podcaster.fetch.client import Client  # noqa: PLC0415  # the HTTP library takes 90 ms
        from podcaster.fetch.guard import Guard  # noqa: PLC0415

        self._client: Client = Client(Guard.allowing(allow_hosts), network)
        self._delay_s = delay_s
        self._deadline_s = deadline_s
        self._robots_failure_s = robots_failure_s
        self._at_once = BoundedSemaphore(hosts_at_once)
        self._gates: dict[Origin, _Gate] = {}
        self._rules: dict[tuple[str, Origin], _Found] = {}

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_exc: object) -> None:
        self.close()

    def close(self) -> None:
        """Hang up."""
        self._client.close()

    def get(
        self,
        url: str,
        *,
        named_by: str | None = None,
        etag: str | None = None,
        modified: str | None = None,
        accept: str = ANYTHING,
        max_bytes: int = MAX_BYTES,
    ) -> Answer:
        """Get what lies at ``url``, unless it is as ``etag`` and ``modified`` (of the last Answer) say.

        ``named_by`` is the feed or page where the address stands, and None for what the user typed.
        Raises FetchError; BusyError where the host says when to come again.
        """
        asked = {"If-None-Match": etag, "If-Modified-Since": modified}
        conditions = {name: value for name, value in asked.items() if value and _is_header(value)}
        reply = self._ask(url, named_by, max_bytes, {"Accept": accept, **conditions}, _check_status(url))
        unchanged = reply.status == HTTPStatus.NOT_MODIFIED
        if unchanged and not conditions:
            raise FetchError(shown(url), "the server answers 304 without being asked", "try again later")
        return Answer(
            url,
            reply.final_url,
            reply.status,
            unchanged,
            reply.data,
            reply.media_type,
            reply.headers.get("etag") or (etag if unchanged else None),
            reply.headers.get("last-modified") or (modified if unchanged else None),
        )

    def page(self, url: str, *, named_by: str | None = None) -> Page:
        """Get a page, as ``fetch`` does; raises NoArticleError where it is none."""
        reply = self._ask(url, named_by, MAX_BYTES, {}, _check_page(url))
        return page_of(reply.data, reply.headers, subject=shown(url), url=url, final_url=reply.final_url)

    def _ask(
        self,
        url: str,
        named_by: str | None,
        max_bytes: int,
        headers: dict[str, str],
        check: Callable[[Reply], None],
    ) -> Reply:
        from podcaster.fetch.client import retried  # noqa: PLC0415
        from podcaster.fetch.network import Deadline  # noqa: PLC0415

        deadline = Deadline(self._deadline_s)
        reply = retried(
            deadline,
            lambda: self._client.request(
                url,
                deadline,
                named_by=named_by,
                headers=headers,
                max_bytes=max_bytes,
                check=check,
                turn=self._turn,
            ),
        )
        _log.debug("%s: %d, %d bytes", shown(url), reply.status, len(reply.data))
        return reply

    @contextmanager
    def _turn(self, url: URL, limit: Depth, deadline: Deadline) -> Iterator[None]:
        """When a host's rules allow it, and nobody else asks it."""
        with deadline.paused():
            rules = self._rules_of(url, limit)
        if not rules.allow(str(url)):
            way_out = "add the article yourself, by its address"
            raise FetchError(shown(str(url)), "its robots.txt asks programs to leave it alone", way_out)
        with self._politely(url, deadline, rules.delay_s):
            yield

    @contextmanager
    def _politely(self, url: URL, deadline: Deadline, delay_s: float) -> Iterator[None]:
        gate = self._gates.setdefault(_host_of(url), _Gate())
        with deadline.paused():
            gate.enter(shown(str(url)))
        try:
            with deadline.paused():
                self._at_once.acquire()
            try:
                yield
            except BusyError as exc:
                gate.busy_until = exc.retry_at
                raise
            finally:
                self._at_once.release()
        finally:
            gate.leave(max(delay_s, self._delay_s if self._client.is_public(url) else 0.0))

    def _rules_of(self, url: URL, limit: Depth) -> Rules:
        """The origin's robots.txt, asked for once; raises FetchError about ``url`` where it cannot be had."""
        from podcaster.fetch.client import RefusedError  # noqa: PLC0415

        found = self._rules.setdefault((url.scheme, origin_of(url)), _Found())
        with found.lock:
            if found.rules is None or time.monotonic() >= found.until:
                try:
                    found.rules, found.until = self._ask_rules(url, limit), math.inf
                except RefusedError as exc:  # who named it may not lead there; others may
                    raise RefusedError(shown(str(url)), exc.cause, exc.way_out) from exc
                except FetchError as exc:
                    found.rules, found.until = exc, time.monotonic() + self._robots_failure_s
            rules = found.rules
        if isinstance(rules, Rules):
            return rules
        subject = shown(str(url))
        if isinstance(rules, BusyError):
            raise BusyError(subject, rules.cause, rules.way_out, rules.retry_at)
        raise FetchError(subject, rules.cause, rules.way_out)

    def _ask_rules(self, url: URL, limit: Depth) -> Rules:
        from podcaster.fetch.client import retried  # noqa: PLC0415
        from podcaster.fetch.network import Deadline  # noqa: PLC0415

        deadline = Deadline(min(_ROBOTS_DEADLINE_S, self._deadline_s))
        address = str(url.copy_with(raw_path=b"/robots.txt", fragment=None))
        reply = retried(
            deadline,
            lambda: self._client.request(
                address,
                deadline,
                limit=limit,
                headers={"Accept": "text/plain,*/*;q=0.1"},
                max_bytes=ROBOTS_BYTES,
                is_cut=True,
                check=_check_robots(address),
                turn=lambda url, _limit, deadline: self._politely(url, deadline, 0.0),
            ),
        )
        return read_rules(reply.data) if reply.status < HTTPStatus.BAD_REQUEST else Rules()


@dataclass(slots=True)
class _Found:
    """An origin's rules, or why they cannot be had."""

    lock: Lock = field(default_factory=Lock)
    rules: Rules | FetchError | None = None
    until: float = math.inf
    """By the monotonic clock."""


class _Gate:
    """Where requests to one host wait for each other."""

    def __init__(self) -> None:
        self._lock = Lock()
        self._free_at = 0.0
        self.busy_until: datetime | None = None

    def enter(self, subject: str) -> None:
        """Wait for the host to be free; raises BusyError while it asks to be left alone."""
        self._lock.acquire()
        try:
            self._check_open(subject)
            time.sleep(max(0.0, self._free_at - time.monotonic()))
        except BaseException:
            self._lock.release()
            raise

    def _check_open(self, subject: str) -> None:
        if self.busy_until and self.busy_until > datetime.now(timezone.utc):
            way_out = f"not before {self.busy_until:%Y-%m-%d %H:%M} UTC"
            raise BusyError(subject, "its host asks to come back later", way_out, self.busy_until)

    def leave(self, delay_s: float) -> None:
        """Let in the next one, after a pause."""
        self._free_at = time.monotonic() + delay_s
        self._lock.release()


def _host_of(url: URL) -> Origin:
    """Whose turns are shared: http and https are served by one machine."""
    host, port = origin_of(url)
    return host, 0 if port in DEFAULT_PORTS.values() else port


def _check_status(url: str) -> Callable[[Reply], None]:
    from podcaster.fetch.client import check_status  # noqa: PLC0415

    return lambda reply: check_status(shown(url), reply)


def _check_page(url: str) -> Callable[[Reply], None]:
    def check(reply: Reply) -> None:
        _check_status(url)(reply)
        check_type(shown(url), reply.headers)

    return check


def _check_robots(url: str) -> Callable[[Reply], None]:
    """A robots.txt that the host has not is as good as one that allows everything."""
    from podcaster.fetch.client import check_status  # noqa: PLC0415

    def check(reply: Reply) -> None:
        if reply.status in _TOO_EARLY or reply.status >= HTTPStatus.INTERNAL_SERVER_ERROR:
            check_status(shown(url), reply, what="its robots.txt cannot be had: ")

    return check


def _is_header(value: str) -> bool:
    return value.isascii() and value.isprintable()
