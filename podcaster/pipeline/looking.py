"""What a show's sources name that is new: asked side by side, told to the ledger one by one."""

from __future__ import annotations

import hashlib
import logging
import queue
import threading
import time
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from podcaster.errors import BusyError, FetchError, PodcasterError, SourceError
from podcaster.fetch import shown
from podcaster.sources import choose, read_listing
from podcaster.store import Entry, Watched, canonical

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence
    from datetime import datetime

    from podcaster.config import SourceConfig
    from podcaster.fetch import Visitor
    from podcaster.model import Item
    from podcaster.store import Store

LISTING_TYPES = (
    "application/rss+xml, application/atom+xml, application/feed+json, application/xml;q=0.9,"
    " text/xml;q=0.9, text/html;q=0.8, */*;q=0.1"
)
_SITEMAPS_A_NIGHT = 5
"""Of one index."""
_AT_ONCE = 8
"""Hosts that are asked at the same time; of one host it is one request at a time."""
_PATIENCE_S = 900.0
"""For all sources together; what has not answered by then is left for the next night."""
_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Looked:
    """What a source answered."""

    source: SourceConfig
    seen: tuple[Watched, ...] = ()
    """The source and the sitemaps that it names, as they are now."""
    items: tuple[Item, ...] = ()
    """Of all that had changed."""
    error: PodcasterError | None = None


@dataclass(slots=True)
class Found:
    """What the looking gave."""

    chosen: int = 0
    passed: int = 0
    answered: int = 0
    """Sources that could be read, changed or not."""
    errors: list[PodcasterError] = field(default_factory=list)


def look(
    sources: Sequence[SourceConfig],
    store: Store,
    visitor: Visitor,
    now: datetime,
    *,
    order: str = "newest",
    on_error: Callable[[PodcasterError], None] = lambda _error: None,
) -> Found:
    """Ask every source, and note in the ledger what is new in it: seen, or passed over with the reason.

    A source that fails, hangs or drips does not stop the others; it counts as failed, and is told.
    What a source answered and what it named are kept at once: no article falls between them.
    """
    found = Found()
    unchanged = []
    known = store.ledger.watched()
    for looked in _answers(sources, known, visitor):
        if looked.error:
            store.ledger.source_failed(looked.source.url, looked.error.cause)
            found.errors.append(looked.error)
            on_error(looked.error)
            continue
        found.answered += 1
        if not looked.items:
            unchanged.append(looked)
            continue
        with store.together():
            chosen, passed = _note(looked, store, now, order)
        found.chosen += chosen
        found.passed += passed
    with store.together():  # a disk is slow to promise that it has written: once for all of these
        for looked in unchanged:
            _note(looked, store, now, order)
    return found


def _note(looked: Looked, store: Store, now: datetime, order: str) -> tuple[int, int]:
    """Keep what a source answered; how many new articles are wanted, and how many are not."""
    ledger = store.ledger
    for watched in looked.seen:
        parsed = now if watched.parsed is None else watched.parsed
        ledger.note_source(replace(watched, succeeded=now, parsed=parsed, failures=0, cause=None))
    keys: dict[str, tuple[int, Item]] = {}
    for position, item in enumerate(looked.items):
        if key := canonical(item.url):
            keys.setdefault(key, (position, item))
    unknown = ledger.unknown(keys)
    ledger.note_named(keys.keys() - unknown, now)
    fresh = [item for key, (_, item) in keys.items() if key in unknown]
    chosen, passed = choose(fresh, looked.source, now, "newest" if order == "newest" else "listed")
    reasons = {item.url: why for item, why in passed}
    wanted = {item.url for item in chosen}
    entries = []
    for key in (key for key in keys if key in unknown):
        position, item = keys[key]
        entry = Entry(
            key,
            item.url,
            looked.source.url,
            seen=now,
            title=item.title,
            published=item.published,
            position=position,
        )
        if item.url not in wanted:
            entry = replace(entry, state="passed", cause=reasons.get(item.url, "is not wanted"))
        entries.append(entry)
    ledger.note_seen(entries, now)
    _log.info("%s: %d new, %d passed over", shown(looked.source.url), len(chosen), len(entries) - len(chosen))
    return len(chosen), len(entries) - len(chosen)


@contextmanager
def own_faults(subject: str) -> Iterator[None]:
    """Tell what we did not foresee as an error of this one article or source: the others go on."""
    try:
        yield
    except PodcasterError:
        raise
    except Exception as exc:
        _log.debug("%s", subject, exc_info=True)
        raise fault(subject, exc) from exc


def fault(subject: str, exc: Exception) -> PodcasterError:
    """A bug of ours in one line."""
    cause = f"met a fault of podcaster's own ({type(exc).__name__}: {exc})"
    return PodcasterError(subject, cause, "report it, with what --debug says")


def _answers(
    sources: Sequence[SourceConfig], known: Mapping[str, Watched], visitor: Visitor
) -> Iterator[Looked]:
    """The sources as they answer.

    The threads are daemons: one that hangs in a system call holds neither the night nor its end.
    """
    tasks: queue.SimpleQueue[SourceConfig] = queue.SimpleQueue()
    answers: queue.SimpleQueue[Looked] = queue.SimpleQueue()
    for source in sources:
        tasks.put(source)

    def work() -> None:
        with suppress(queue.Empty):
            while source := tasks.get_nowait():
                answers.put(_looked(source, known, visitor))

    for _ in range(min(_AT_ONCE, len(sources))):
        threading.Thread(target=work, daemon=True).start()
    ends = time.monotonic() + _PATIENCE_S
    open_ones = {source.url: source for source in sources}
    while open_ones:
        try:
            answer = answers.get(timeout=max(ends - time.monotonic(), 0))
        except queue.Empty:
            break
        open_ones.pop(answer.source.url, None)
        yield answer
    for source in open_ones.values():
        error = FetchError(shown(source.url), "has not answered in time", "it is asked again the next night")
        yield Looked(source, error=error)


def _looked(source: SourceConfig, known: Mapping[str, Watched], visitor: Visitor) -> Looked:
    """Ask one source, and the sitemaps that it names; of those, one that fails is left out, unless all do."""
    try:
        with own_faults(source.url):
            watched, items = _asked(source.url, source.kind, known.get(source.url), visitor)
            seen, all_items = [watched], list(items)
            failures = []
            for url in watched.more[:_SITEMAPS_A_NIGHT]:
                try:
                    part, items = _asked(url, "auto", known.get(url), visitor, named_by=source.url)
                except PodcasterError as exc:
                    _log.info("%s", exc)
                    failures.append(exc)
                    continue
                seen.append(part)
                all_items += items
            if failures and len(seen) == 1:
                raise failures[0]
    except PodcasterError as exc:
        return Looked(source, error=_about(source, exc))
    if source.name:
        seen[0] = replace(seen[0], title=source.name)
    return Looked(source, tuple(seen), tuple(all_items))


def _about(source: SourceConfig, error: PodcasterError) -> PodcasterError:
    """The error with the source as its subject, whichever redirect it met."""
    if isinstance(error, BusyError) or error.subject == shown(source.url):
        return error
    return SourceError(shown(source.url), error.cause, error.way_out)


def _asked(
    url: str, kind: str, known: Watched | None, visitor: Visitor, named_by: str | None = None
) -> tuple[Watched, tuple[Item, ...]]:
    """A listing as it is now, and what it names, unless it is as it was."""
    before = known or Watched(url)
    answer = visitor.get(
        url, named_by=named_by, etag=before.etag, modified=before.modified, accept=LISTING_TYPES
    )
    if answer.unchanged and before.digest:
        return before, ()
    digest = hashlib.sha256(answer.data).hexdigest()
    validators = replace(before, etag=answer.etag, modified=answer.modified)
    if digest == before.digest:
        return validators, ()
    listing = read_listing(answer.data, answer.final_url, answer.media_type, kind)
    title = listing.title or before.title
    return replace(validators, title=title, digest=digest, more=listing.more, parsed=None), listing.items
