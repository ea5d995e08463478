"""A damaged database: found out, and made anew from the rows that can still be read and from copies."""

from __future__ import annotations

import os
import shutil
import sqlite3
from contextlib import closing, contextmanager, suppress
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Any

from podcaster.errors import StoreError
from podcaster.files import beside, trouble
from podcaster.store import schema
from podcaster.store.copies import copies_in
from podcaster.store.database import Store
from podcaster.store.identity import canonical
from podcaster.store.opening import check, explained, refuse_newer
from podcaster.store.rows import (
    FIELDS,
    UnreadableError,
    cues_json,
    cues_of,
    episode_of,
    row_of,
    script_json,
    script_of,
    utc,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence
    from datetime import datetime

    from podcaster.model import Cue, Episode, Script

SCRATCH_PREFIX = ".repair-"
"""Of the folder in which a repair works; one that is left is a killed repair's."""
_LOGS = ("-wal", "-journal")
"""What SQLite keeps beside a database and would apply to whatever lies there by its name."""
_ASIDE = ".damaged-"
_FAILURES = (sqlite3.Error, UnicodeDecodeError)
"""The latter where a message of SQLite's holds what is damaged."""
_MOST_PROBES = 50_000
"""As many rows are asked for one by one where a page in the middle cannot be read."""


def find_damage(path: Path) -> str | None:
    """What is wrong with a database in a few words, None where it is sound; it is read, and not changed.

    Raises StoreError where it cannot be looked at, or belongs to a newer podcaster.
    """
    if not path.exists():
        return "is gone"
    try:
        with explained(path), closing(sqlite3.connect(f"{path.resolve().as_uri()}?mode=ro", uri=True)) as db:
            version = schema.version_of(db)
            refuse_newer(version, path)
            if version == 0:
                return "is empty"
            check(db, "integrity_check")
            is_of_today = version == len(schema.MIGRATIONS)
            return _find_broken_links(db) or (_find_unreadable(db) if is_of_today else None)
    except StoreError as exc:
        if "--repair" not in exc.way_out:  # locked, no rights, newer
            raise
        return exc.cause


def _find_broken_links(db: sqlite3.Connection) -> str | None:
    broken = db.execute("PRAGMA foreign_key_check").fetchone()
    return f"a row of {broken[0]} belongs to one of {broken[2]} that is gone" if broken else None


def _find_unreadable(db: sqlite3.Connection) -> str | None:
    """What SQLite does not notice: bytes that changed within a text."""
    rows = db.execute(
        f"SELECT {', '.join(FIELDS)}, script, cues FROM episodes LEFT JOIN scripts ON episode_id = id"  # noqa: S608  names of our schema
    )
    for row in rows:
        if not (_is_readable(episode_of, row[:-2]) and _is_text(*row[-2:])):
            return f"what it holds of episode {row[0]} cannot be read"
    return None


def _is_text(script: str, cues: str) -> bool:
    return _is_readable(script_of, script) and _is_readable(cues_of, cues)


def _is_readable(read: Callable[[Any], Any], given: Any) -> bool:
    try:
        read(given)
    except UnreadableError:
        return False
    return True


class Salvage(Store):
    """A new database, to be filled with what is left: by ``pour``, ``let_go``, and then the rest."""

    def __init__(self, path: Path) -> None:
        super().__init__(path)
        self._loose: dict[tuple[str | None, str], tuple[Script, Sequence[Cue]]] = {}

    def pour(self, source: Path) -> bool:
        """Take over what is missing here and can be read there; whether everything there could be read."""
        with TemporaryDirectory(dir=self._path.parent, prefix=SCRATCH_PREFIX) as scratch:
            copy = Path(scratch) / source.name
            for ending in ("", *_LOGS):
                with suppress(FileNotFoundError):
                    shutil.copy2(_beside(source, ending), _beside(copy, ending))
            with closing(sqlite3.connect(copy, isolation_level=None)) as there:
                is_whole = _bring_up_to_date(there)
                with self._errors():
                    self._db.execute("PRAGMA foreign_keys = OFF")
                with self._transaction():
                    self._leave_others(there)
                    for table in _tables(self._db):
                        is_whole &= self._pour_table(there, table)
                    is_whole &= self._drop_unreadable()
                return is_whole

    def _leave_others(self, there: sqlite3.Connection) -> None:
        """Keep what belongs to an episode that had the number of one of ours from coming over."""
        ours = dict(self._db.execute("SELECT id, guid FROM episodes"))
        with suppress(*_FAILURES):
            theirs = there.execute("SELECT id, guid FROM episodes").fetchall()
            others = [(number,) for number, guid in theirs if ours.get(number, guid) != guid]
            there.executemany("DELETE FROM scripts WHERE episode_id = ?", others)
            there.executemany("UPDATE articles SET episode_id = NULL WHERE episode_id = ?", others)

    def _pour_table(self, there: sqlite3.Connection, table: str) -> bool:
        try:
            theirs = _columns(there, table)
        except _FAILURES:
            return False
        common = [name for name in _columns(self._db, table) if name in theirs]
        if not common:
            return False
        rows = (_Rows if _has_numbers(self._db, table) else _KeyedRows)(there, table, common)
        marks = ", ".join("?" * len(common))
        into = f"INSERT OR IGNORE INTO {table} ({', '.join(common)}) VALUES ({marks})"  # noqa: S608  names of our schema
        for row in rows:
            with suppress(sqlite3.IntegrityError):  # it lost what it must have
                self._db.execute(into, row)
        return rows.whole

    def _drop_unreadable(self) -> bool:
        """Take out what no episode can be made of, so that a copy may fill the gap; whether all was well."""
        rows = self._db.execute(f"SELECT id, {', '.join(FIELDS)} FROM episodes")  # noqa: S608  names of our schema
        bad = [row[:1] for row in rows if not _is_readable(episode_of, row[1:])]
        self._db.executemany("DELETE FROM episodes WHERE id = ?", bad)
        rows = self._db.execute("SELECT episode_id, script, cues FROM scripts")
        mute = [row[:1] for row in rows if not _is_text(*row[1:])]
        self._db.executemany("DELETE FROM scripts WHERE episode_id = ?", mute)
        return not bad and not self.without_script()

    def let_go(self) -> None:
        """Part what belongs to episodes that nobody knows any more, until they are put back."""
        with self._transaction() as db:
            lost = db.execute(
                "SELECT script, cues FROM scripts WHERE episode_id NOT IN (SELECT id FROM episodes)"
            )
            for script, cues in lost:
                read = script_of(script)
                self._loose[read.url, read.title] = (read, cues_of(cues))
            db.execute("DELETE FROM scripts WHERE episode_id NOT IN (SELECT id FROM episodes)")
            db.execute(
                "UPDATE articles SET episode_id = NULL WHERE episode_id NOT IN (SELECT id FROM episodes)"
            )

    def without_script(self) -> list[Episode]:
        """Episodes of which nobody knows any more what is said in them."""
        with self._errors():
            found = self._db.execute(
                f"SELECT {', '.join(FIELDS)} FROM episodes WHERE id NOT IN (SELECT episode_id FROM scripts)"  # noqa: S608  names of our schema
            )
            return [episode_of(row) for row in found]

    def put_back(self, episode: Episode, script: Script, cues: Sequence[Cue]) -> None:
        """Keep an episode that is known from elsewhere, with its GUID, date and number as they are.

        One that is known here by another GUID gets the right one; one that has other sound there was
        spoken anew since, and becomes that; one whose text is lost gets this.
        """
        script, cues = self._loose.get((episode.url, episode.title), (script, cues))
        with self._transaction() as db:
            known = db.execute(
                "SELECT id, audio_file FROM episodes WHERE guid = ? OR slug = ?", (episode.guid, episode.slug)
            ).fetchone()
            if known is None:
                marks = ", ".join("?" * len(FIELDS))
                insert = f"INSERT INTO episodes ({', '.join(FIELDS)}) VALUES ({marks})"  # noqa: S608  names of our schema
                number = db.execute(insert, row_of(episode)).lastrowid
                self._note_article(number, episode)
            elif known[1] == episode.audio_file:
                number = known[0]
                db.execute("UPDATE episodes SET guid = ? WHERE id = ?", (episode.guid, number))
            else:
                number = known[0]
                names = ", ".join(f"{name} = ?" for name in FIELDS)
                db.execute(f"UPDATE episodes SET {names} WHERE id = ?", (*row_of(episode), number))  # noqa: S608  names of our schema
                db.execute("DELETE FROM scripts WHERE episode_id = ?", (number,))
            db.execute(
                "INSERT OR IGNORE INTO scripts (episode_id, script, cues) VALUES (?, ?, ?)",
                (number, script_json(script), cues_json(cues)),
            )

    def _note_article(self, number: int | None, episode: Episode) -> None:
        """An article that lost its episode has it again; else of its text there is no print any more."""
        key = canonical(episode.url)
        found = self._db.execute(
            "UPDATE articles SET episode_id = ? WHERE canonical_url = ? AND episode_id IS NULL", (number, key)
        )
        if not found.rowcount:
            self._db.execute(
                "INSERT OR IGNORE INTO articles (episode_id, canonical_url, fingerprint, title, added)"
                " VALUES (?, ?, ?, ?, ?)",
                (number, key, None if key else f"lost: {episode.guid}", episode.title, utc(episode.added)),
            )

    def keep_show_guid(self, guid: str) -> None:
        """Let the podcast have this UUID, where it is not known here."""
        with self._transaction() as db:
            db.execute("INSERT OR IGNORE INTO show (id, guid) VALUES (1, ?)", (guid,))

    def keep_number(self, season: int, number: int) -> None:
        """Give no number up to this one again."""
        with self._transaction() as db:
            db.execute(
                "INSERT INTO seasons (season, last_number) VALUES (?, ?)"
                " ON CONFLICT DO UPDATE SET last_number = max(last_number, excluded.last_number)",
                (season, number),
            )

    def next_number(self, season: int) -> int:
        """The number of a season that comes next; it is not given yet."""
        return self.last_numbers().get(season, 0) + 1

    def settle(self) -> None:
        """Make what came together from several places fit: numbers, and feed and page to be written."""
        with self._transaction() as db:
            db.execute(
                "INSERT INTO seasons SELECT season, max(number) FROM episodes"
                " WHERE season IS NOT NULL AND number IS NOT NULL GROUP BY season"
                " ON CONFLICT DO UPDATE SET last_number = max(last_number, excluded.last_number)"
            )
            db.execute("UPDATE public SET revision = revision + 1, written = ''")
        with self._errors():
            self._db.execute("PRAGMA foreign_keys = ON")
            check(self._db, "integrity_check")
            self._db.execute("PRAGMA journal_mode = DELETE")  # one file, to be renamed


class _Rows:
    """The rows of a table, with those in between that cannot be read left out; ``whole``: there were none.

    Where a page is damaged, the table is read from its other end too, and between by single numbers.
    """

    def __init__(self, db: sqlite3.Connection, table: str, columns: Sequence[str]) -> None:
        self._db = db
        self._names = ", ".join(columns)
        self._table = table
        self.whole = True

    def __iter__(self) -> Iterator[tuple[Any, ...]]:
        lowest, highest = 0, None
        try:
            for number, *row in self._db.execute(self._query("ORDER BY rowid")):
                lowest = number
                yield tuple(row)
        except _FAILURES:
            self.whole = False
        else:
            return
        try:
            for number, *row in self._db.execute(
                self._query("WHERE rowid > ? ORDER BY rowid DESC"), (lowest,)
            ):
                highest = number
                yield tuple(row)
        except _FAILURES:
            pass
        for number in range(lowest + 1, min(highest or lowest + _MOST_PROBES, lowest + _MOST_PROBES)):
            with suppress(*_FAILURES):
                for _, *row in self._db.execute(self._query("WHERE rowid = ?"), (number,)):
                    yield tuple(row)

    def _query(self, rest: str) -> str:
        return f"SELECT rowid, {self._names} FROM {self._table} {rest}"  # noqa: S608  names of our schema


class _KeyedRows(_Rows):
    """As _Rows, of a table without numbers: from both ends."""

    def __iter__(self) -> Iterator[tuple[Any, ...]]:
        for direction in ("ASC", "DESC"):
            order = ", ".join(f"{name} {direction}" for name in _key(self._db, self._table))
            try:
                yield from self._db.execute(
                    f"SELECT {self._names} FROM {self._table} ORDER BY {order}"  # noqa: S608  names of our schema
                )
            except _FAILURES:
                self.whole = False
            else:
                return


@contextmanager
def rebuilding(path: Path, now: datetime) -> Iterator[Salvage]:
    """A new database, which takes the place of the one at ``path`` when the block has ended well.

    The old one stays beside it as ``.damaged-`` with the time, whole at every instant. Raises StoreError.
    """
    aside = path.with_name(f"{path.name}{_ASIDE}{now:%Y%m%d-%H%M%S}")
    try:
        with beside(path) as part:
            for ending in (*_LOGS, "-shm"):  # a killed repair's
                _beside(part, ending).unlink(missing_ok=True)
            with Salvage(part) as salvage:
                yield salvage
                salvage.settle()
            _put_aside(path, aside)
    except OSError as exc:
        raise StoreError(str(path), *trouble(exc)) from exc


def remains(path: Path, folder: Path) -> list[Path]:
    """Older states of a database, newest first: the copies in ``folder``, those of before migrations, damaged ones."""
    beside_it = [
        other
        for sign in (_ASIDE, ".before-v")
        for other in path.parent.glob(f"{path.name}{sign}*")
        if not other.name.endswith(_LOGS)
    ]
    return sorted([*copies_in(folder), *beside_it], key=lambda other: other.stat().st_mtime, reverse=True)


def _put_aside(path: Path, aside: Path) -> None:
    if path.exists():
        try:
            os.link(path, aside)
        except OSError:  # not every disk has links
            shutil.copy2(path, aside)
    for log in (_beside(path, ending) for ending in _LOGS):
        if log.exists() and log.stat().st_size:
            log.rename(aside.with_name(aside.name + log.name.removeprefix(path.name)))
        log.unlink(missing_ok=True)
    _beside(path, "-shm").unlink(missing_ok=True)


def _beside(path: Path, ending: str) -> Path:
    return path.with_name(path.name + ending)


def _bring_up_to_date(db: sqlite3.Connection) -> bool:
    """Migrate a copy of an older database as far as it can be; whether it is in today's schema."""
    try:
        db.execute("PRAGMA foreign_keys = OFF")
        if (version := schema.version_of(db)) < len(schema.MIGRATIONS):
            if version == 0:
                return False
            db.execute("BEGIN")
            schema.migrate(db)
            db.execute("COMMIT")
    except _FAILURES:
        with suppress(*_FAILURES):
            db.execute("ROLLBACK")
        return False
    return True


def _tables(db: sqlite3.Connection) -> list[str]:
    found = db.execute("SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%'")
    return [name for (name,) in found]


def _columns(db: sqlite3.Connection, table: str) -> list[str]:
    return [row[1] for row in db.execute(f"PRAGMA table_info({table})")]


def _key(db: sqlite3.Connection, table: str) -> list[str]:
    """The columns of the primary key."""
    places = sorted((row[5], row[1]) for row in db.execute(f"PRAGMA table_info({table})") if row[5])
    return [name for _, name in places]


def _has_numbers(db: sqlite3.Connection, table: str) -> bool:
    try:
        db.execute(f"SELECT rowid FROM {table} LIMIT 0")  # noqa: S608  names of our schema
    except sqlite3.OperationalError:
        return False
    return True
