"""What the database looks like: one entry for each version of its schema, and how it gets there."""

from __future__ import annotations

import sqlite3
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

MIGRATIONS = (
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
    """
    ALTER TABLE episodes ADD COLUMN also_in TEXT NOT NULL DEFAULT '[]';  -- JSON: publisher, address
    ALTER TABLE articles ADD COLUMN sketch BLOB;                         -- by which its like is known
    CREATE INDEX articles_added ON articles (added);
    CREATE TABLE public (               -- whether feed and page show what the database holds
        id INTEGER PRIMARY KEY CHECK (id = 1),
        revision INTEGER NOT NULL,      -- counts what changed in the episodes
        written TEXT NOT NULL           -- of what the files were last made
    );
    INSERT INTO public VALUES (1, 1, '');
    CREATE TABLE sources (              -- and the sitemaps that sources name
        url TEXT PRIMARY KEY,
        title TEXT NOT NULL,
        etag TEXT,
        modified TEXT,                  -- Last-Modified
        digest TEXT,                    -- of the body
        more TEXT NOT NULL,             -- JSON: sitemaps
        succeeded TEXT,
        parsed TEXT,
        failures INTEGER NOT NULL,      -- in a row
        cause TEXT
    ) WITHOUT ROWID;
    CREATE TABLE ledger (               -- what became of every article that a source named
        address TEXT PRIMARY KEY,       -- canonical
        url TEXT NOT NULL,
        source TEXT NOT NULL,
        state TEXT NOT NULL,            -- seen, fetched, spoken, published, failed, passed
        title TEXT,
        published TEXT,
        position INTEGER NOT NULL,      -- in the listing
        seen TEXT NOT NULL,
        named TEXT NOT NULL,            -- when a listing held it last
        changed TEXT NOT NULL,
        attempts INTEGER NOT NULL,
        next_attempt TEXT,
        cause TEXT,
        way_out TEXT,
        episode TEXT                    -- GUID
    ) WITHOUT ROWID;
    CREATE INDEX ledger_state ON ledger (state, changed);
    CREATE INDEX ledger_named ON ledger (source, named);
    CREATE TABLE runs (
        id INTEGER PRIMARY KEY,
        started TEXT NOT NULL,
        ended TEXT,                     -- NULL: it runs, or was killed
        made INTEGER NOT NULL,
        failed INTEGER NOT NULL,
        passed INTEGER NOT NULL,
        waiting INTEGER NOT NULL,
        exit_code INTEGER,
        outcome TEXT NOT NULL
    );
    """,
    """
    ALTER TABLE episodes ADD COLUMN is_edition INTEGER NOT NULL DEFAULT 0;
    ALTER TABLE episodes ADD COLUMN edition TEXT;       -- GUID of the one in which it is heard too
    ALTER TABLE episodes ADD COLUMN is_hidden INTEGER NOT NULL DEFAULT 0;
    """,
    """
    ALTER TABLE episodes ADD COLUMN changes INTEGER NOT NULL DEFAULT 0;
    CREATE TRIGGER episodes_changed AFTER UPDATE ON episodes WHEN new.changes = old.changes BEGIN
        UPDATE episodes SET changes = changes + 1 WHERE id = new.id;
    END;
    CREATE TABLE documents (            -- feeds and pages, and of what they were made
        name TEXT PRIMARY KEY,
        made_of TEXT NOT NULL
    ) WITHOUT ROWID;
    """,
)
"""``PRAGMA user_version`` counts how many of these a database has seen."""


def version_of(db: sqlite3.Connection) -> int:
    """How many of the migrations a database has seen; 0 for an empty one."""
    return int(db.execute("PRAGMA user_version").fetchone()[0])


def migrate(db: sqlite3.Connection) -> None:
    """Bring a database up to date, within a transaction of the caller's and without foreign keys.

    A migration may replace a table that others name.
    """
    for number in range(version_of(db), len(MIGRATIONS)):
        for statement in _statements(MIGRATIONS[number]):
            db.execute(statement)
        db.execute(f"PRAGMA user_version = {number + 1}")


def _statements(script: str) -> Iterator[str]:
    """The statements of a migration; ``executescript`` would commit the transaction first."""
    statement = ""
    for piece in script.split(";")[:-1]:
        statement += f"{piece};"
        if sqlite3.complete_statement(statement):
            yield statement
            statement = ""
