"""A database opened: sound, up to date, and its failures told as StoreErrors."""

from __future__ import annotations

import sqlite3
from contextlib import contextmanager
from typing import TYPE_CHECKING

from podcaster.errors import StoreError
from podcaster.store import schema

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

_FAILURES = {  # what SQLite says: what that means, and the way out
    "not a database": ("is damaged, or no database", "put back a copy, or move it away to begin anew"),
    "malformed": ("is damaged", "put back a copy, or move it away to begin anew"),
    "disk is full": ("no room on the disk", "make room and run again"),
    "readonly": ("cannot be written", "make the file and its folder writable"),
    "unable to open": ("cannot be opened", "name a folder that you may read and write"),
    "locked": ("is in use by another program", "wait until that is done"),
}


def open_database(path: Path, lock_timeout_s: float) -> sqlite3.Connection:
    """The database at ``path``, made where there is none, in today's schema; raises StoreError."""
    with explained(path):
        # Transactions are ours: the module's own would commit before some statements.
        db = sqlite3.connect(path, timeout=lock_timeout_s, isolation_level=None)
    try:
        _prepare(db, path)
    except BaseException:
        db.close()
        raise
    return db


def _prepare(db: sqlite3.Connection, path: Path) -> None:
    latest = len(schema.MIGRATIONS)
    with explained(path):
        version = schema.version_of(db)
    if version > latest:
        cause = f"was made by a newer podcaster (schema {version}, this one knows {latest})"
        raise StoreError(str(path), cause, "update podcaster")
    with explained(path):
        # Readers see the last commit while a run writes; each commit survives a power cut.
        db.execute("PRAGMA journal_mode = WAL")
        db.execute("PRAGMA synchronous = FULL")
        # a migration may replace a table that others name
        db.execute("PRAGMA foreign_keys = OFF")
        if version < latest:
            with transaction(db):
                schema.migrate(db)
        db.execute("PRAGMA foreign_keys = ON")


@contextmanager
def transaction(db: sqlite3.Connection) -> Iterator[None]:
    """All of the block or nothing; other writers wait."""
    db.execute("BEGIN IMMEDIATE")
    try:
        yield
    except BaseException:
        if db.in_transaction:  # SQLite rolls some failures back by itself
            db.execute("ROLLBACK")
        raise
    db.execute("COMMIT")


@contextmanager
def explained(path: Path) -> Iterator[None]:
    """Tell what SQLite refuses as a StoreError about ``path``, with its way out."""
    try:
        yield
    except sqlite3.IntegrityError as exc:
        raise StoreError(str(path), f"has that already ({exc})", "remove the episode first") from exc
    except sqlite3.Error as exc:
        failure = next((failure for sign, failure in _FAILURES.items() if sign in str(exc)), None)
        cause, way_out = failure or (f"cannot be used ({exc})", "see that its disk is sound and has room")
        raise StoreError(str(path), cause, way_out) from exc
