"""The show's memory: which articles were read, which episodes there are; the only user of SQLite.

Its tables stand in ``schema``. Times are ISO 8601: ``added`` in
UTC, so that it sorts; ``published`` as the page gave it, since its offset says which day it was.
"""

from __future__ import annotations

from contextlib import contextmanager
from dataclasses import replace
from datetime import datetime, timezone
from typing import TYPE_CHECKING, NamedTuple
from uuid import uuid4

from podcaster.errors import StoreError
from podcaster.store.copies import keep_copy
from podcaster.store.identity import canonical
from podcaster.store.ledger import Ledger
from podcaster.store.opening import explained, open_database, transaction
from podcaster.store.rows import FIELDS, cues_json, cues_of, episode_of, row_of, script_json, script_of, utc

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Container, Iterable, Iterator, Mapping, Sequence
    from contextlib import AbstractContextManager
    from pathlib import Path
    from types import TracebackType

    from typing_extensions import Self

    from podcaster.model import (
        AlsoIn,
        Cue,
        Episode,
        Script,
    )

_SELECT = f"SELECT {', '.join('episodes.' + name for name in FIELDS)} FROM episodes"  # noqa: S608
_INSERT = f"INSERT INTO episodes ({', '.join(FIELDS)}) VALUES ({', '.join('?' for _ in FIELDS)})"  # noqa: S608
_UPDATE = f"UPDATE episodes SET {', '.join(name + ' = ?' for name in FIELDS)} WHERE guid = ?"  # noqa: S608


class Placed(NamedTuple):
    """Where an episode stands in the feed."""

    guid: str
    added: datetime
    season: int | None
    number: int | None
    changes: int
    """How often what is known of it has changed."""


class Store:
    """A show's database, made where there is none; a context manager, for one thread.

    Where something was written, its end keeps a copy in ``copies``, once a day.
    Raises StoreError for a database that is damaged, cannot be written, or was made by a newer
    version of podcaster; that last one is left untouched.
    """

    def __init__(self, path: Path, lock_timeout_s: float = 10.0, *, copies: Path | None = None) -> None:
        self._path = path
        self._copies = copies
        self._db = open_database(path, lock_timeout_s)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        try:
            if self._copies and kind is None and self._db.total_changes:
                keep_copy(self._path, self._copies, datetime.now(timezone.utc).date())
        finally:
            self.close()

    def close(self) -> None:
        """Close the database; a show's folder then holds one file that can be copied."""
        with self._errors():
            self._db.close()

    @property
    def ledger(self) -> Ledger:
        """What became of the articles that sources named, and of the nights' runs."""
        return Ledger(self._db, self._path)

    @contextmanager
    def together(self) -> Iterator[None]:
        """What is changed in the block, in the ledger too, is kept at once or not at all."""
        with self._transaction():
            yield

    @contextmanager
    def tentatively(self) -> Iterator[None]:
        """What is changed in the block is undone at its end."""
        with self._errors():
            self._db.execute("BEGIN IMMEDIATE")
            try:
                yield
            finally:
                if self._db.in_transaction:  # SQLite rolls some failures back by itself
                    self._db.execute("ROLLBACK")

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
        return episode_of(row) if row else None

    def knows(self, url: str | None, fingerprint: str = "") -> bool:
        """Whether an article with this address or this text was read once, also where its episode is gone."""
        with self._errors():
            return bool(
                self._db.execute(
                    "SELECT 1 FROM articles WHERE canonical_url = ? OR fingerprint = ?",
                    (canonical(url), fingerprint),
                ).fetchone()
            )

    def sketches(self, since: datetime) -> list[tuple[str, bytes]]:
        """Of the articles that became episodes since then: GUID, and by what the likes of it are known."""
        with self._errors():
            return self._db.execute(
                "SELECT guid, sketch FROM articles JOIN episodes ON episodes.id = episode_id"
                " WHERE articles.added >= ? AND sketch IS NOT NULL",
                (utc(since),),
            ).fetchall()

    def note_also_in(self, guid: str, other: AlsoIn) -> Episode:
        """Keep that an episode's text stands elsewhere too; raises StoreError where there is no such episode."""
        with self._transaction() as db:
            row = db.execute(_SELECT + " WHERE guid = ?", (guid,)).fetchone()
            if row is None:
                raise _no_episode(guid)
            episode = episode_of(row)
            if other.url not in {episode.url, *(one.url for one in episode.also_in)}:
                episode = replace(episode, also_in=(*episode.also_in, other))
                db.execute(_UPDATE, (*row_of(episode), guid))
                _changed(db)
        return episode

    def revision(self) -> int:
        """Counts what changed in the episodes."""
        with self._errors():
            return int(self._db.execute("SELECT revision FROM public").fetchone()[0])

    def places(self) -> list[Placed]:
        """Where each episode that is heard stands in the feed, newest first; cheap for any number of them."""
        with self._errors():
            return [
                Placed(guid, datetime.fromisoformat(added), season, number, changes)
                for guid, added, season, number, changes in self._db.execute(
                    "SELECT guid, added, season, number, changes FROM episodes WHERE NOT is_hidden"
                    " ORDER BY added DESC, id DESC"
                )
            ]

    def some_episodes(self, guids: Iterable[str]) -> list[Episode]:
        """These, newest first."""
        with self._errors():
            found = [
                episode_of(row)
                for guid in guids
                if (row := self._db.execute(_SELECT + " WHERE guid = ?", (guid,)).fetchone())
            ]
        return sorted(found, key=lambda episode: episode.added, reverse=True)

    def audio_files(self) -> frozenset[str]:
        """The sound of all episodes, hidden ones too."""
        with self._errors():
            return frozenset(row[0] for row in self._db.execute("SELECT audio_file FROM episodes"))

    def documents(self) -> dict[str, str]:
        """Of what each feed and page was made, as ``note_documents`` was told."""
        with self._errors():
            return dict(self._db.execute("SELECT name, made_of FROM documents"))

    def note_documents(self, made_of: Mapping[str, str]) -> None:
        """Keep of what each feed and page was made; there are no others."""
        with self._transaction() as db:
            db.execute("DELETE FROM documents")
            db.executemany("INSERT INTO documents (name, made_of) VALUES (?, ?)", made_of.items())

    def written(self) -> str:
        """What ``note_written`` was told last."""
        with self._errors():
            return str(self._db.execute("SELECT written FROM public").fetchone()[0])

    def note_written(self, state: str) -> None:
        """Keep of what feed and page were made."""
        with self._transaction() as db:
            db.execute("UPDATE public SET written = ?", (state,))

    def add_episode(
        self,
        episode: Episode,
        fingerprint: str,
        script: Script,
        cues: Sequence[Cue] = (),
        sketch: bytes | None = None,
    ) -> Episode:
        """Keep an episode with what is said in it and when, and that its article was read.

        ``sketch`` is that by which articles like it are known. Returns it with its season, the year in
        which it is added, and its number therein; a hidden one gets none. Raises StoreError where the
        article has an episode already, or its GUID or slug is taken.
        """
        key = canonical(episode.url)
        with self._transaction() as db:
            db.execute(
                "DELETE FROM articles WHERE episode_id IS NULL AND (canonical_url = ? OR fingerprint = ?)",
                (key, fingerprint),
            )
            episode, episode_id = _insert(db, episode, script, cues)
            db.execute(
                "INSERT INTO articles (episode_id, canonical_url, fingerprint, title, added, sketch)"
                " VALUES (?, ?, ?, ?, ?, ?)",
                (episode_id, key, fingerprint, episode.title, utc(episode.added), sketch),
            )
            _changed(db)
        return episode

    def for_edition(self, since: datetime) -> list[Episode]:
        """What nights made of articles and no edition holds yet, in the order of making.

        Since then; what is hidden is heard in no other way, and waits for as long as it takes.
        """
        with self._errors():
            rows = self._db.execute(
                f"{_SELECT} JOIN ledger ON guid = ledger.episode"
                " WHERE edition IS NULL AND NOT is_edition AND (added >= ? OR is_hidden)"
                " AND state IN ('spoken', 'published')"
                " ORDER BY added, id",
                (utc(since),),
            )
            return [episode_of(row) for row in rows]

    def reveal(self) -> None:
        """Let what waits for an edition be heard by itself: the show has none any more."""
        with self._transaction() as db:
            hidden = db.execute(_SELECT + " WHERE is_hidden ORDER BY added, id").fetchall()
            for row in hidden:
                episode = _numbered(db, replace(episode_of(row), is_hidden=False))
                db.execute(_UPDATE, (*row_of(episode), episode.guid))
            if hidden:
                _changed(db)

    def has_title(self, title: str) -> bool:
        """Whether an episode is called so."""
        with self._errors():
            return bool(self._db.execute("SELECT 1 FROM episodes WHERE title = ?", (title,)).fetchone())

    def add_edition(
        self, edition: Episode, articles: Sequence[Episode], script: Script, cues: Sequence[Cue]
    ) -> Episode:
        """Keep an edition, and that these articles are heard in it; the hidden ones only in it."""
        with self._transaction() as db:
            edition, edition_id = _insert(db, edition, script, cues)
            for article in articles:
                db.execute("UPDATE episodes SET edition = ? WHERE guid = ?", (edition.guid, article.guid))
                if article.is_hidden:
                    db.execute(
                        "UPDATE articles SET episode_id = ?"
                        " WHERE episode_id = (SELECT id FROM episodes WHERE guid = ?)",
                        (edition_id, article.guid),
                    )
                    db.execute(
                        "UPDATE ledger SET episode = ? WHERE episode = ?", (edition.guid, article.guid)
                    )
                    db.execute("DELETE FROM episodes WHERE guid = ?", (article.guid,))
            _changed(db)
        return edition

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
            db.execute(_UPDATE, (*row_of(episode), episode.guid))
            db.execute(
                "UPDATE scripts SET script = ?, cues = ? WHERE episode_id = ?",
                (script_json(script), cues_json(cues), *found),
            )
            db.execute("DELETE FROM articles WHERE episode_id IS NULL AND fingerprint = ?", (fingerprint,))
            db.execute(
                "UPDATE articles SET fingerprint = ?, title = ? WHERE episode_id = ?",
                (fingerprint, episode.title, *found),
            )
            _changed(db)

    def remove_episode(self, name: str) -> Episode | None:
        """Forget the episode with this slug or GUID and return it; None where there is none.

        Its article stays known as read, but ``find_article`` no longer finds it.
        """
        with self._transaction() as db:
            row = db.execute(_SELECT + " WHERE slug = ? OR guid = ?", (name, name)).fetchone()
            if row is None:
                return None
            episode = episode_of(row)
            db.execute("DELETE FROM episodes WHERE guid = ?", (episode.guid,))
            _changed(db)
            return episode

    def episodes(self) -> list[Episode]:
        """All episodes, newest first."""
        with self._errors():
            rows = self._db.execute(_SELECT + " ORDER BY added DESC, id DESC")
            return [episode_of(row) for row in rows]

    def newest_added(self) -> datetime | None:
        """When the newest episode was added."""
        with self._errors():
            [added] = self._db.execute("SELECT max(added) FROM episodes").fetchone()
        return datetime.fromisoformat(added) if added else None

    def last_numbers(self) -> dict[int, int]:
        """The number that was given last in each season."""
        with self._errors():
            return dict(self._db.execute("SELECT season, last_number FROM seasons"))

    def script_of(self, guid: str) -> Script:
        """What is read in an episode; raises StoreError where there is no such episode."""
        with self._errors():
            return script_of(self._told("script", guid))

    def cues_of(self, guid: str) -> tuple[Cue, ...]:
        """When it is read; empty for an episode of before podcaster kept that."""
        with self._errors():
            return cues_of(self._told("cues", guid))

    def _told(self, column: str, guid: str) -> str:
        row = self._db.execute(
            f"SELECT {column} FROM scripts JOIN episodes ON id = episode_id WHERE guid = ?",  # noqa: S608  one of two names above
            (guid,),
        ).fetchone()
        if row is None:
            raise _no_episode(guid)
        return str(row[0])

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

    def used_slugs(self) -> Container[str]:
        """The names that ``slug`` must not give again; each is looked up when it is asked for."""
        return _Slugs(self._db, self._path)

    @contextmanager
    def _transaction(self) -> Iterator[sqlite3.Connection]:
        with self._errors(), transaction(self._db):
            yield self._db

    def _errors(self) -> AbstractContextManager[None]:
        return explained(self._path)


class _Slugs:
    """Of ten thousand episodes nobody reads all names for one new."""

    def __init__(self, db: sqlite3.Connection, path: Path) -> None:
        self._db = db
        self._path = path

    def __contains__(self, slug: object) -> bool:
        with explained(self._path):
            return bool(self._db.execute("SELECT 1 FROM episodes WHERE slug = ?", (slug,)).fetchone())


def _insert(
    db: sqlite3.Connection, episode: Episode, script: Script, cues: Sequence[Cue]
) -> tuple[Episode, int]:
    """Add a row with season and number, and one of what is said; the episode and its key."""
    if not episode.is_hidden:
        episode = _numbered(db, episode)
    key = db.execute(_INSERT, row_of(episode)).lastrowid or 0
    db.execute(
        "INSERT INTO scripts (episode_id, script, cues) VALUES (?, ?, ?)",
        (key, script_json(script), cues_json(cues)),
    )
    return episode, key


def _numbered(db: sqlite3.Connection, episode: Episode) -> Episode:
    """The episode with its season and the next number therein."""
    season = int(utc(episode.added)[:4])
    db.execute("INSERT OR IGNORE INTO seasons (season, last_number) VALUES (?, 0)", (season,))
    db.execute("UPDATE seasons SET last_number = last_number + 1 WHERE season = ?", (season,))
    [number] = db.execute("SELECT last_number FROM seasons WHERE season = ?", (season,)).fetchone()
    return replace(episode, season=season, number=number)


def _changed(db: sqlite3.Connection) -> None:
    """Feed and page are to be written anew; kept with the change itself, or lost with it."""
    db.execute("UPDATE public SET revision = revision + 1")


def _no_episode(name: str) -> StoreError:
    return StoreError(name, "is no episode of this show", "see: podcaster episodes list")
