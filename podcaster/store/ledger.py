"""The ledger of the nights: what became of every article that a source named, of sources and of runs.

::

    seen → fetched → spoken → published
      ↓       ↓         a failure comes back after a while, at most MOST_ATTEMPTS times
    passed  failed

An article is ``spoken`` with its episode in one transaction, and ``published`` once the feed names it:
nothing is marked done before it is.
"""

from __future__ import annotations

import json
from dataclasses import dataclass, fields, replace
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any, Literal, TypeAlias

from podcaster.store.opening import explained, transaction
from podcaster.store.rows import utc

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterable, Iterator, Sequence
    from contextlib import AbstractContextManager
    from pathlib import Path

    from podcaster.errors import PodcasterError

State: TypeAlias = Literal["seen", "fetched", "spoken", "published", "failed", "passed"]

MOST_ATTEMPTS = 5
"""So often an article is tried before it is given up."""
_PATIENCE = (timedelta(minutes=30), timedelta(hours=6), timedelta(hours=20), timedelta(hours=44))
"""After the first failure and each further one; less than whole days, since nights begin at one hour."""
LONGEST_WAIT = timedelta(days=7)
"""Whatever a server asks for; what waits longer was written under a wrong clock, and is due."""
_FORGOTTEN = timedelta(days=60)
"""An address that its source has not named for so long will not come back."""
_REFRESHED = timedelta(days=7)
_RUNS_KEPT = 400
_AT_ONCE = 500  # SQLite takes so many parameters in every version
_KILLED = "killed"


@dataclass(frozen=True, slots=True)
class Entry:
    """An article that a source named, and what became of it."""

    address: str
    """As ``canonical`` gives it."""
    url: str
    source: str
    """The source's address."""
    seen: datetime
    state: State = "seen"
    title: str | None = None
    published: datetime | None = None
    position: int = 0
    """In the listing, from 0."""
    attempts: int = 0
    next_attempt: datetime | None = None
    cause: str | None = None
    """Why it failed or was passed over."""
    way_out: str | None = None
    episode: str | None = None
    """The GUID of what it became, or of the episode with the same text."""
    changed: datetime | None = None
    """When its state did."""

    @property
    def is_given_up(self) -> bool:
        """It failed, and is not tried again."""
        return self.state == "failed" and self.attempts >= MOST_ATTEMPTS


@dataclass(frozen=True, slots=True)
class Watched:
    """A source, or a sitemap that a source names, as it was last seen."""

    url: str
    title: str = ""
    etag: str | None = None
    modified: str | None = None
    """Last-Modified, as the server wrote it."""
    digest: str | None = None
    """Of the body: servers without validators send the same again and again."""
    more: tuple[str, ...] = ()
    """The sitemaps that it names."""
    succeeded: datetime | None = None
    parsed: datetime | None = None
    """When it had changed."""
    failures: int = 0
    """In a row."""
    cause: str | None = None


@dataclass(frozen=True, slots=True)
class Run:
    """One night's run; it runs still, or was killed, where it has no end."""

    number: int
    started: datetime
    ended: datetime | None = None
    made: int = 0
    failed: int = 0
    passed: int = 0
    waiting: int = 0
    """Articles that go on the next night."""
    exit_code: int | None = None
    outcome: str = ""
    """``done``, ``interrupted``, ``killed``, or why it stopped."""


_ENTRY = tuple(field.name for field in fields(Entry))
_ENTRIES = f"SELECT {', '.join(_ENTRY)} FROM ledger"  # noqa: S608
_WATCHED = tuple(field.name for field in fields(Watched))
_TIMES = frozenset(
    {"seen", "published", "next_attempt", "changed", "succeeded", "parsed", "started", "ended"}
)


class Ledger:
    """Part of a show's database, as ``Store.ledger`` gives it."""

    def __init__(self, db: sqlite3.Connection, path: Path) -> None:
        self._db = db
        self._path = path

    # ── sources ─────────────────────────────────────────────────────────────────────────────────

    def watched(self) -> dict[str, Watched]:
        """All sources and sitemaps that were looked at, by address."""
        rows = self._rows(f"SELECT {', '.join(_WATCHED)} FROM sources")  # noqa: S608
        return {row[0]: Watched(**_values(_WATCHED, row)) for row in rows}

    def note_source(self, watched: Watched) -> None:
        """Keep what a source answered; with the articles that it named, in one transaction."""
        values = [_kept(getattr(watched, name)) for name in _WATCHED]
        self._write(
            f"INSERT OR REPLACE INTO sources ({', '.join(_WATCHED)})"  # noqa: S608
            f" VALUES ({', '.join('?' for _ in _WATCHED)})",
            values,
        )

    def source_failed(self, url: str, cause: str) -> None:
        """Keep that a source could not be read; what is known of it stays."""
        known = self.watched().get(url, Watched(url))
        self.note_source(replace(known, failures=known.failures + 1, cause=cause))

    # ── articles ────────────────────────────────────────────────────────────────────────────────

    def unknown(self, addresses: Iterable[str]) -> set[str]:
        """Those that no source named before, and that became no episode by hand."""
        wanted = list(addresses)
        known: set[str] = set()
        for part in _parts(wanted):
            marks = ", ".join("?" for _ in part)
            for table, column in (("ledger", "address"), ("articles", "canonical_url")):
                known.update(
                    row[0]
                    for row in self._rows(
                        f"SELECT {column} FROM {table} WHERE {column} IN ({marks})",  # noqa: S608
                        part,
                    )
                )
        return set(wanted) - known

    def note_named(self, addresses: Iterable[str], now: datetime) -> None:
        """Keep that a listing holds these still."""
        for part in _parts(list(addresses)):
            self._write(
                f"UPDATE ledger SET named = ? WHERE named < ? AND address IN ({', '.join('?' for _ in part)})",  # noqa: S608
                [utc(now), utc(now - _REFRESHED), *part],
            )

    def note_seen(self, entries: Sequence[Entry], now: datetime) -> None:
        """Keep articles that a source named first now; those passed over at once among them."""
        columns = (*_ENTRY, "named")
        with explained(self._path), transaction(self._db):
            self._db.executemany(
                f"INSERT OR IGNORE INTO ledger ({', '.join(columns)})"  # noqa: S608
                f" VALUES ({', '.join('?' for _ in columns)})",
                [
                    (*(_kept(getattr(replace(one, changed=now), name)) for name in _ENTRY), utc(now))
                    for one in entries
                ],
            )

    def waiting(self, now: datetime) -> list[Entry]:
        """The articles to try now: seen ones, and failed ones whose time has come."""
        rows = self._rows(
            f"{_ENTRIES} WHERE state IN ('seen', 'fetched', 'failed') AND attempts < ?"
            " AND (next_attempt IS NULL OR next_attempt <= ? OR next_attempt > ?)",
            [MOST_ATTEMPTS, utc(now), utc(now + LONGEST_WAIT)],
        )
        return [_entry(row) for row in rows]

    def entry(self, address: str) -> Entry | None:
        """What is known of an address."""
        rows = self._rows(f"{_ENTRIES} WHERE address = ?", [address])
        return _entry(rows[0]) if rows else None

    def entries(self, *states: State, since: datetime | None = None) -> list[Entry]:
        """The articles in these states, the latest first; with ``since``, those that changed after it."""
        rows = self._rows(
            f"{_ENTRIES} WHERE state IN ({', '.join('?' for _ in states)}) AND changed >= ?"
            " ORDER BY changed DESC",
            [*states, utc(since) if since else ""],
        )
        return [_entry(row) for row in rows]

    def fetched(self, entry: Entry, now: datetime) -> Entry:
        """Its text was read."""
        return self._put(replace(entry, state="fetched"), now)

    def spoken(self, entry: Entry, guid: str, now: datetime) -> Entry:
        """It has an episode; to be kept together with that."""
        done = replace(entry, state="spoken", next_attempt=None, cause=None, way_out=None, episode=guid)
        return self._put(done, now)

    def publish(self, now: datetime) -> None:
        """The feed names all that was spoken."""
        self._write("UPDATE ledger SET state = 'published', changed = ? WHERE state = 'spoken'", [utc(now)])

    def passed(self, entry: Entry, why: str, now: datetime, guid: str | None = None) -> Entry:
        """It is not wanted, for good."""
        passed = replace(entry, state="passed", next_attempt=None, cause=why, way_out=None, episode=guid)
        return self._put(passed, now)

    def failed(
        self, entry: Entry, error: PodcasterError, now: datetime, retry_at: datetime | None = None
    ) -> Entry:
        """It is tried again after a while, not before ``retry_at``, or given up."""
        attempts = entry.attempts + 1
        again = None
        if attempts < MOST_ATTEMPTS:
            again = max(now + _PATIENCE[attempts - 1], retry_at or now)
            again = min(again, now + LONGEST_WAIT)
        failed = replace(
            entry,
            state="failed",
            attempts=attempts,
            next_attempt=again,
            cause=error.cause,
            way_out=error.way_out,
        )
        return self._put(failed, now)

    def put_back(self, entry: Entry, now: datetime) -> None:
        """It was not the article's fault: all as it was before the attempt."""
        self._put(entry, now)

    def pass_over_orphans(self, sources: Iterable[str], now: datetime) -> None:
        """Those that wait, of sources that the show has no longer, are not wanted."""
        wanted = set(sources)
        for entry in self.entries("seen", "fetched", "failed"):
            if entry.source not in wanted and not entry.is_given_up:
                self.passed(entry, "its source was removed", now)

    def forget(self) -> int:
        """Drop what no listing has named for long, so that the ledger does not grow for ever; how many."""
        limits = [
            (url, utc(watched.parsed - _FORGOTTEN), MOST_ATTEMPTS)
            for url, watched in self.watched().items()
            if watched.parsed
        ]
        with self._errors(), transaction(self._db):
            return self._db.executemany(
                "DELETE FROM ledger WHERE source = ? AND named < ?"
                " AND (state IN ('published', 'passed') OR attempts >= ?)",
                limits,
            ).rowcount

    # ── runs ────────────────────────────────────────────────────────────────────────────────────

    def begin_run(self, now: datetime) -> int:
        """Its number; what still seems to run was killed, since only one run holds the show."""
        with explained(self._path), transaction(self._db):
            self._db.execute("UPDATE runs SET outcome = ? WHERE ended IS NULL", (_KILLED,))
            number = self._db.execute(
                "INSERT INTO runs (started, made, failed, passed, waiting, outcome) VALUES (?, 0, 0, 0, 0, '')",
                (utc(now),),
            ).lastrowid
            self._db.execute("DELETE FROM runs WHERE id <= ?", ((number or 0) - _RUNS_KEPT,))
        return number or 0

    def end_run(self, run: Run) -> None:
        """Keep what came of a run."""
        self._write(
            "UPDATE runs SET ended = ?, made = ?, failed = ?, passed = ?, waiting = ?, exit_code = ?, outcome = ?"
            " WHERE id = ?",
            [
                _kept(run.ended),
                run.made,
                run.failed,
                run.passed,
                run.waiting,
                run.exit_code,
                run.outcome,
                run.number,
            ],
        )

    def note_stopped(self, outcome: str) -> None:
        """Keep of the last run that something of it could not be done."""
        self._write("UPDATE runs SET outcome = ? WHERE id = (SELECT max(id) FROM runs)", [outcome])

    def runs(self, most: int = 10) -> list[Run]:
        """The last ones, newest first."""
        names = tuple(field.name for field in fields(Run))
        columns = ", ".join("id" if name == "number" else name for name in names)
        rows = self._rows(f"SELECT {columns} FROM runs ORDER BY id DESC LIMIT ?", [most])  # noqa: S608
        return [Run(**_values(names, row)) for row in rows]

    # ── SQLite ──────────────────────────────────────────────────────────────────────────────────

    def _put(self, entry: Entry, now: datetime) -> Entry:
        entry = replace(entry, changed=now)
        columns = _ENTRY[1:]
        self._write(
            f"UPDATE ledger SET {', '.join(f'{name} = ?' for name in columns)} WHERE address = ?",  # noqa: S608
            [*(_kept(getattr(entry, name)) for name in columns), entry.address],
        )
        return entry

    def _rows(self, query: str, values: Sequence[Any] = ()) -> list[tuple[Any, ...]]:
        with self._errors():
            return self._db.execute(query, values).fetchall()

    def _write(self, statement: str, values: Sequence[Any]) -> int:
        with self._errors(), transaction(self._db):
            return self._db.execute(statement, values).rowcount

    def _errors(self) -> AbstractContextManager[None]:
        return explained(self._path)


def _entry(row: tuple[Any, ...]) -> Entry:
    return Entry(**_values(_ENTRY, row))


def _values(names: Sequence[str], row: Sequence[Any]) -> dict[str, Any]:
    """A row's values by name, as they were before they were kept."""
    values = dict(zip(names, row, strict=True))
    for name in _TIMES.intersection(values):
        values[name] = datetime.fromisoformat(values[name]) if values[name] else None
    if "more" in values:
        values["more"] = tuple(json.loads(values["more"]))
    return values


def _kept(value: Any) -> Any:
    """As SQLite keeps it."""
    if isinstance(value, datetime):
        return utc(value)
    return json.dumps(value) if isinstance(value, tuple) else value


def _parts(values: Sequence[str]) -> Iterator[Sequence[str]]:
    for start in range(0, len(values), _AT_ONCE):
        yield values[start : start + _AT_ONCE]
