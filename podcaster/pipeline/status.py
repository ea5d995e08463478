"""How a show's nights go: the last runs, what failed, what waits, and whether somebody must look."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import datetime, timedelta, timezone
from typing import TYPE_CHECKING

from podcaster import schedule
from podcaster.errors import ConfigError, LockedError
from podcaster.fetch import shown
from podcaster.pipeline.files import stored
from podcaster.schedule import cron, systemd

if TYPE_CHECKING:
    from podcaster.pipeline.show import ShowFolder
    from podcaster.store import Entry, Run, Watched

_RUNS = 7
_DEAD = timedelta(hours=36)
"""A night that has not run for a day and a half will not run by itself again."""
_NEWS = timedelta(days=7)
"""So long a given-up article is told."""
_TROUBLED = 3
"""A source that failed so many nights in a row needs the user."""


@dataclass(frozen=True, slots=True)
class Status:
    """How a show's nights go."""

    now: datetime
    is_running: bool
    runs: tuple[Run, ...]
    """Newest first."""
    failed: tuple[Entry, ...]
    """Articles that are tried again."""
    given_up: tuple[Entry, ...]
    """Of the last days."""
    waiting: int
    """Articles that the next night begins with."""
    sources: tuple[Watched, ...]
    """Those that failed when they were asked last."""
    needs: tuple[str, ...]
    """What needs the user, a line each."""
    next_start: datetime | None = None
    """When cron or systemd begins the next night; None where neither is to."""

    @property
    def is_healthy(self) -> bool:
        """Nobody must look."""
        return not self.needs


def status(show: ShowFolder, now: datetime | None = None) -> Status:
    """How the nights of a show go; while a run works on it, too. Logins and tokens are in no address of it.

    Raises StoreError.
    """
    now = now or datetime.now(timezone.utc)
    is_running = _is_running(show)
    with stored(show.root), show.store() as store:
        ledger = store.ledger
        runs = tuple(ledger.runs(_RUNS))
        wanted = {source.url for source in show.config.sources}
        broken = [entry for entry in ledger.entries("failed") if entry.source in wanted]
        waiting = [entry for entry in ledger.waiting(now) if entry.source in wanted]
        sources = tuple(
            replace(watched, url=shown(url))
            for url, watched in ledger.watched().items()
            if watched.failures and (url in wanted)
        )
    broken = [replace(entry, url=shown(entry.url), source=shown(entry.source)) for entry in broken]
    given_up = tuple(entry for entry in broken if entry.is_given_up and (entry.changed or now) > now - _NEWS)
    return Status(
        now,
        is_running,
        runs,
        tuple(entry for entry in broken if not entry.is_given_up),
        given_up,
        len(waiting),
        sources,
        tuple(_needs(runs, sources, now, is_running=is_running)),
        _next_start(show, now),
    )


def _next_start(show: ShowFolder, now: datetime) -> datetime | None:
    at = systemd.scheduled(show.root)
    if at is None:
        with suppress(ConfigError):  # a crontab that this user may not read
            at = cron.scheduled(show.root)
    return schedule.next_time(at, now) if at else None


def _needs(
    runs: tuple[Run, ...], sources: tuple[Watched, ...], now: datetime, *, is_running: bool
) -> list[str]:
    needs = []
    if not runs:
        return [] if is_running else ["no night has run yet; run one with: podcaster nightly"]
    last = runs[0]
    ended = [run for run in runs if run.ended]
    if not is_running and now - (last.ended or last.started) > _DEAD:
        needs.append("the last night is older than a day and a half; see the schedule, and its log")
    if not is_running and last.ended is None:
        needs.append("the last night was killed; run it again with: podcaster nightly")
    elif ended and ended[0].outcome not in {"done", "interrupted"}:
        needs.append(f"the last night stopped: {ended[0].outcome}")
    needs += [
        f"{source.url}: failed {source.failures} nights in a row ({source.cause}); mend or remove it"
        for source in sources
        if source.failures >= _TROUBLED
    ]
    return needs


def _is_running(show: ShowFolder) -> bool:
    try:
        with show.locked(patience_s=0):
            return False
    except LockedError:
        return True
