"""The show's memory: which articles were read, which episodes there are; the only user of SQLite.

A new version of the schema is one more entry in ``_MIGRATIONS``. Times are ISO 8601: ``added`` in
UTC, so that it sorts; ``published`` as the page gave it, since its offset says which day it was.
"""

from __future__ import annotations

import json
import sqlite3
from contextlib import contextmanager
from dataclasses import asdict, fields, replace
from datetime import datetime, timezone
from typing import TYPE_CHECKING, Any
from uuid import uuid4

from podcaster.errors import StoreError
from podcaster.model import Chapter, Cue, Episode, LeftOut, Person, Place, Script, Segment, Sentence
from podcaster.store.identity import canonical

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from pathlib import Path
    from types import TracebackType

    from typing_extensions import Self

_MIGRATIONS = (
    """
    CREATE TABLE show (
        id INTEGER PRIMARY KEY CHECK (id = 1),
        guid TEXT NOT NULL
    );
    CREATE TABLE episodes (
        id INTEGER PRIMARY KEY,
        guid TEXT NOT NULL UNIQUE,
        slug TEXT NOT NULL UNIQUE,
        title TEXT NOT NULL,
        url TEXT,
        lead TEXT,
        authors TEXT NOT NULL,          -- JSON
        publisher TEXT,
        published TEXT,
        added TEXT NOT NULL,
        audio_file TEXT NOT NULL,
        audio_bytes INTEGER NOT NULL,
        duration_ms INTEGER NOT NULL,
        transcript_file TEXT,
        voice TEXT NOT NULL,
        chapters TEXT NOT NULL,         -- JSON
        script TEXT NOT NULL            -- JSON; last, for lists do not read it
    );
    CREATE INDEX episodes_added ON episodes (added);
    CREATE TABLE articles (             -- outlives its episode: what was removed was still seen
        id INTEGER PRIMARY KEY,
        episode_id INTEGER REFERENCES episodes (id) ON DELETE SET NULL,
        canonical_url TEXT UNIQUE,
        fingerprint TEXT UNIQUE,        -- NULL: known by its address, not yet read
        title TEXT,
        added TEXT NOT NULL,
        CHECK (coalesce(canonical_url, fingerprint) IS NOT NULL)
    );
    CREATE INDEX articles_episode ON articles (episode_id);
    """,
    "ALTER TABLE episodes ADD COLUMN cues TEXT NOT NULL DEFAULT '[]';",  # JSON: start, end, places
    """
    CREATE TABLE scripts (              -- by themselves, since lists do not read them
        episode_id INTEGER PRIMARY KEY REFERENCES episodes (id) ON DELETE CASCADE,
        script TEXT NOT NULL,           -- JSON
        cues TEXT NOT NULL              -- JSON: start, end, places
    );
    INSERT INTO scripts SELECT id, script, cues FROM episodes;
    CREATE TABLE seasons (              -- outlives its episodes: no number is given twice
        season INTEGER PRIMARY KEY,
        last_number INTEGER NOT NULL
    );
    CREATE TABLE new_episodes (
        id INTEGER PRIMARY KEY,
        guid TEXT NOT NULL UNIQUE,
        slug TEXT NOT NULL UNIQUE,
        title TEXT NOT NULL,
        url TEXT,
        lead TEXT,
        authors TEXT NOT NULL,          -- JSON
        publisher TEXT,
        published TEXT,
        added TEXT NOT NULL,
        audio_file TEXT NOT NULL,
        audio_bytes INTEGER NOT NULL,
        duration_ms INTEGER NOT NULL,
        transcript_file TEXT,
        voice TEXT NOT NULL,
        chapters TEXT NOT NULL,         -- JSON
        season INTEGER,
        number INTEGER,
        updated TEXT,
        revision INTEGER NOT NULL,
        image_file TEXT,
        chapters_file TEXT,
        other_transcripts TEXT NOT NULL -- JSON
    );
    INSERT INTO new_episodes SELECT id, guid, slug, title, url, lead, authors, publisher, published, added,
        audio_file, audio_bytes, duration_ms, transcript_file, voice, chapters, substr(added, 1, 4),
        row_number() OVER (PARTITION BY substr(added, 1, 4) ORDER BY added, id), NULL, 1, NULL, NULL, '[]'
        FROM episodes;
    INSERT INTO seasons SELECT season, max(number) FROM new_episodes GROUP BY season;
    DROP TABLE episodes;
    ALTER TABLE new_episodes RENAME TO episodes;
    CREATE INDEX episodes_added ON episodes (added);
    """,
    """
    CREATE TABLE parts (                -- who is read in which style of a voice's palette
        voice TEXT NOT NULL,
        person TEXT NOT NULL,
        style TEXT NOT NULL,
        PRIMARY KEY (voice, person)
    ) WITHOUT ROWID;
    """,
)
"""``PRAGMA user_version`` counts how many of these a database has seen."""

_FIELDS = tuple(field.name for field in fields(Episode))
_SELECT = f"SELECT {', '.join('episodes.' + name for name in _FIELDS)} FROM episodes"  # noqa: S608
_INSERT = f"INSERT INTO episodes ({', '.join(_FIELDS)}) VALUES ({', '.join('?' for _ in _FIELDS)})"  # noqa: S608
_UPDATE = f"UPDATE episodes SET {', '.join(name + ' = ?' for name in _FIELDS)} WHERE guid = ?"  # noqa: S608

_FAILURES = {  # what SQLite says: what that means, and the way out
    "not a database": ("is damaged, or no database", "put back a copy, or move it away to begin anew"),
    "malformed": ("is damaged", "put back a copy, or move it away to begin anew"),
    "disk is full": ("no room on the disk", "make room and run again"),
    "readonly": ("cannot be written", "make the file and its folder writable"),
    "unable to open": ("cannot be opened", "name a folder that you may read and write"),
    "locked": ("is in use by another program", "wait until that is done"),
}


class Store:
    """A show's database, made where there is none; a context manager, for one thread.

    Raises StoreError for a database that is damaged, cannot be written, or was made by a newer
    version of podcaster; that last one is left untouched.
    """

    def __init__(self, path: Path, lock_timeout_s: float = 10.0) -> None:
        self._path = path
        with self._errors():
            # Transactions are ours: the module's own would commit before some statements.
            self._db = sqlite3.connect(path, timeout=lock_timeout_s, isolation_level=None)
        try:
            self._prepare()
        except BaseException:
            self._db.close()
            raise

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        """Close the database; a show's folder then holds one file that can be copied."""
        with self._errors():
            self._db.close()

    def show_guid(self) -> str:
        """The UUID of the podcast: made once, and kept whatever address the show moves to."""
        with self._transaction() as db:
            db.execute("INSERT OR IGNORE INTO show (id, guid) VALUES (1, ?)", (str(uuid4()),))
            return str(db.execute("SELECT guid FROM show").fetchone()[0])

    def find_article(self, url: str | None, fingerprint: str) -> Episode | None:
        """The episode of an article with the same canonical address or the same text."""
        with self._errors():
            key = canonical(url)
            row = self._db.execute(
                _SELECT + " JOIN articles ON episodes.id = episode_id"
                " WHERE canonical_url = ? OR fingerprint = ? ORDER BY canonical_url IS NOT ?",
                (key, fingerprint, key),
            ).fetchone()
        return _episode(row) if row else None

    def add_episode(
        self, episode: Episode, fingerprint: str, script: Script, cues: Sequence[Cue] = ()
    ) -> Episode:
        """Keep an episode with what is said in it and when, and that its article was read.

        Returns it with its season, the year in which it is added, and its number therein. Raises
        StoreError where the article has an episode already, or its GUID or slug is taken.
        """
        key = canonical(episode.url)
        season = int(_utc(episode.added)[:4])
        with self._transaction() as db:
            db.execute(
                "DELETE FROM articles WHERE episode_id IS NULL AND (canonical_url = ? OR fingerprint = ?)",
                (key, fingerprint),
            )
            db.execute("INSERT OR IGNORE INTO seasons (season, last_number) VALUES (?, 0)", (season,))
            db.execute("UPDATE seasons SET last_number = last_number + 1 WHERE season = ?", (season,))
            [number] = db.execute("SELECT last_number FROM seasons WHERE season = ?", (season,)).fetchone()
            episode = replace(episode, season=season, number=number)
            episode_id = db.execute(_INSERT, _row(episode)).lastrowid
            db.execute(
                "INSERT INTO scripts (episode_id, script, cues) VALUES (?, ?, ?)",
                (episode_id, _script_json(script), _cues_json(cues)),
            )
            db.execute(
                "INSERT INTO articles (episode_id, canonical_url, fingerprint, title, added)"
                " VALUES (?, ?, ?, ?, ?)",
                (episode_id, key, fingerprint, episode.title, _utc(episode.added)),
            )
        return episode

    def update_episode(
        self, episode: Episode, fingerprint: str, script: Script, cues: Sequence[Cue] = ()
    ) -> None:
        """Keep an episode whose article was read anew; it is known by its GUID.

        Raises StoreError where there is no such episode, or where another one has that text.
        """
        with self._transaction() as db:
            found = db.execute("SELECT id FROM episodes WHERE guid = ?", (episode.guid,)).fetchone()
            if found is None:
                raise _no_episode(episode.guid)
            db.execute(_UPDATE, (*_row(episode), episode.guid))
            db.execute(
                "UPDATE scripts SET script = ?, cues = ? WHERE episode_id = ?",
                (_script_json(script), _cues_json(cues), *found),
            )
            db.execute("DELETE FROM articles WHERE episode_id IS NULL AND fingerprint = ?", (fingerprint,))
            db.execute(
                "UPDATE articles SET fingerprint = ?, title = ? WHERE episode_id = ?",
                (fingerprint, episode.title, *found),
            )

    def remove_episode(self, name: str) -> Episode | None:
        """Forget the episode with this slug or GUID and return it; None where there is none.

        Its article stays known as read, but ``find_article`` no longer finds it.
        """
        with self._transaction() as db:
            row = db.execute(_SELECT + " WHERE slug = ? OR guid = ?", (name, name)).fetchone()
            if row is None:
                return None
            episode = _episode(row)
            db.execute("DELETE FROM episodes WHERE guid = ?", (episode.guid,))
            return episode

    def episodes(self) -> list[Episode]:
        """All episodes, newest first."""
        with self._errors():
            rows = self._db.execute(_SELECT + " ORDER BY added DESC, id DESC")
            return [_episode(row) for row in rows]

    def script_of(self, guid: str) -> Script:
        """What is read in an episode; raises StoreError where there is no such episode."""
        return _script(self._json("script", guid))

    def cues_of(self, guid: str) -> tuple[Cue, ...]:
        """When it is read; empty for an episode of before podcaster kept that."""
        return tuple(
            Cue(start_ms, end_ms, tuple(Place(*place) for place in places))
            for start_ms, end_ms, places in self._json("cues", guid)
        )

    def _json(self, column: str, guid: str) -> Any:
        with self._errors():
            row = self._db.execute(
                f"SELECT {column} FROM scripts JOIN episodes ON id = episode_id WHERE guid = ?",  # noqa: S608  one of two names above
                (guid,),
            ).fetchone()
        if row is None:
            raise _no_episode(guid)
        return json.loads(row[0])

    def parts(self, voice: str) -> dict[str, str]:
        """Which style of a voice's palette each person was given, by the person's key."""
        with self._errors():
            return dict(self._db.execute("SELECT person, style FROM parts WHERE voice = ?", (voice,)))

    def keep_parts(self, voice: str, parts: Mapping[str, str]) -> None:
        """Remember for later episodes who was given which style."""
        with self._transaction() as db:
            db.executemany(
                "INSERT INTO parts (voice, person, style) VALUES (?, ?, ?)"
                " ON CONFLICT DO UPDATE SET style = excluded.style",
                [(voice, person, style) for person, style in parts.items()],
            )

    def used_slugs(self) -> frozenset[str]:
        """The names that ``slug`` must not give again."""
        with self._errors():
            return frozenset(row[0] for row in self._db.execute("SELECT slug FROM episodes"))

    def _prepare(self) -> None:
        with self._errors():
            version = self._version()
        if version > len(_MIGRATIONS):
            cause = f"was made by a newer podcaster (schema {version}, this one knows {len(_MIGRATIONS)})"
            raise StoreError(str(self._path), cause, "update podcaster")
        with self._errors():
            # Readers see the last commit while a run writes; each commit survives a power cut.
            self._db.execute("PRAGMA journal_mode = WAL")
            self._db.execute("PRAGMA synchronous = FULL")
            # a migration may replace a table that others name
            self._db.execute("PRAGMA foreign_keys = OFF")
        if version < len(_MIGRATIONS):
            with self._transaction() as db:
                for number in range(self._version(), len(_MIGRATIONS)):
                    for statement in _statements(_MIGRATIONS[number]):
                        db.execute(statement)
                    db.execute(f"PRAGMA user_version = {number + 1}")
        with self._errors():
            self._db.execute("PRAGMA foreign_keys = ON")

    def _version(self) -> int:
        return int(self._db.execute("PRAGMA user_version").fetchone()[0])

    @contextmanager
    def _transaction(self) -> Iterator[sqlite3.Connection]:
        with self._errors():
            self._db.execute("BEGIN IMMEDIATE")
            try:
                yield self._db
            except BaseException:
                if self._db.in_transaction:  # SQLite rolls some failures back by itself
                    self._db.execute("ROLLBACK")
                raise
            self._db.execute("COMMIT")

    @contextmanager
    def _errors(self) -> Iterator[None]:
        try:
            yield
        except sqlite3.IntegrityError as exc:
            raise StoreError(
                str(self._path), f"has that already ({exc})", "remove the episode first"
            ) from exc
        except sqlite3.Error as exc:
            failure = next((failure for sign, failure in _FAILURES.items() if sign in str(exc)), None)
            cause, way_out = failure or (f"cannot be used ({exc})", "see that its disk is sound and has room")
            raise StoreError(str(self._path), cause, way_out) from exc


def _statements(script: str) -> Iterator[str]:
    """The statements of a migration; ``executescript`` would commit the transaction first."""
    statement = ""
    for piece in script.split(";")[:-1]:
        statement += f"{piece};"
        if sqlite3.complete_statement(statement):
            yield statement
            statement = ""


def _no_episode(name: str) -> StoreError:
    return StoreError(name, "is no episode of this show", "see: podcaster episodes list")


def _utc(time: datetime) -> str:
    return time.astimezone(timezone.utc).isoformat(timespec="microseconds")


def _row(episode: Episode) -> tuple[Any, ...]:
    values = asdict(episode) | {
        "authors": json.dumps(episode.authors, ensure_ascii=False),
        "published": episode.published and episode.published.isoformat(),
        "added": _utc(episode.added),
        "chapters": json.dumps([asdict(chapter) for chapter in episode.chapters], ensure_ascii=False),
        "updated": episode.updated and _utc(episode.updated),
        "other_transcripts": json.dumps(episode.other_transcripts),
    }
    return tuple(values[name] for name in _FIELDS)


def _script_json(script: Script) -> str:
    return json.dumps(asdict(script), ensure_ascii=False, default=datetime.isoformat)


def _cues_json(cues: Sequence[Cue]) -> str:
    return json.dumps(
        [
            (cue.start_ms, cue.end_ms, [(place.segment, place.sentence) for place in cue.places])
            for cue in cues
        ]
    )


def _episode(row: tuple[Any, ...]) -> Episode:
    values = dict(zip(_FIELDS, row, strict=True))
    return Episode(
        **values
        | {
            "authors": tuple(json.loads(values["authors"])),
            "published": _time(values["published"]),
            "added": _time(values["added"]),
            "chapters": tuple(Chapter(**chapter) for chapter in json.loads(values["chapters"])),
            "updated": _time(values["updated"]),
            "other_transcripts": tuple(json.loads(values["other_transcripts"])),
        }
    )


def _script(data: dict[str, Any]) -> Script:
    return Script(
        **data
        | {
            "authors": tuple(data["authors"]),
            "published": _time(data["published"]),
            "modified": _time(data.get("modified")),  # older ones lack it
            "segments": tuple(
                Segment(**segment | {"sentences": tuple(Sentence(**part) for part in segment["sentences"])})
                for segment in data["segments"]
            ),
            "left_out": tuple(LeftOut(**piece) for piece in data["left_out"]),
            "cast": tuple(Person(**person) for person in data.get("cast", ())),  # older ones name nobody
        }
    )


def _time(text: str | None) -> datetime | None:
    return datetime.fromisoformat(text) if text else None
