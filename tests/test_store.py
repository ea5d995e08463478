from __future__ import annotations

import json
import re
import sqlite3
from dataclasses import asdict, replace
from datetime import datetime, timedelta, timezone

import fakes
import pytest

from podcaster.errors import StoreError
from podcaster.model import Cue, LeftOut, Place, Script, Segment, Sentence
from podcaster.store import Store, rows, schema

ADDED = datetime(2026, 11, 3, 4, 0, 0, 123456, tzinfo=timezone.utc)
EPISODE = replace(
    fakes.EPISODE,
    title="Der Wald „hier“ & dort 🙂",
    url="https://morgenblatt.example/wald",
    published=datetime(2026, 11, 3, 0, 30, tzinfo=timezone(timedelta(hours=1))),
    added=ADDED,
    season=2026,
    number=1,
)
BARE = replace(
    fakes.BARE,
    guid="guid-2",
    slug="folge-2",
    title=EPISODE.title,
    season=EPISODE.season,
    number=EPISODE.number,
    added=ADDED + timedelta(days=1),
)
SCRIPT = Script(
    url=EPISODE.url,
    title=EPISODE.title,
    kicker="Stadtnatur",
    lead=EPISODE.lead,
    authors=EPISODE.authors,
    publisher=EPISODE.publisher,
    published=EPISODE.published,
    language="de",
    modified=ADDED,
    segments=(
        Segment("headline", (Sentence("Der Wald", "Der Wald"),), pause_ms=900),
        Segment("body", (Sentence("„Ja“", "Ja"), Sentence("„2“", "Zwei")), "direct", "Ada Brandt", 0),
    ),
    left_out=(LeftOut("Anzeige", "advertisement"),),
)


@pytest.fixture
def path(tmp_path):
    return tmp_path / "podcaster.db"


@pytest.fixture
def store(path):
    with Store(path) as store:
        yield store


CUES = (Cue(0, 900, (Place(0, 0),)), Cue(1_200, 4_000, (Place(1, 0), Place(2, 0))))


# ── what goes in comes out ──────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize("episode", [EPISODE, BARE])
def test_an_episode_comes_out_as_it_went_in(path, episode):
    with Store(path) as store:
        store.add_episode(episode, "print", SCRIPT, CUES)
    with Store(path) as store:
        assert store.episodes() == [episode]
        assert store.script_of(episode.guid) == SCRIPT
        assert store.cues_of(episode.guid) == CUES


def test_a_database_of_before_the_cues_is_brought_up_to_date(path, monkeypatch):
    all_of_them = schema.MIGRATIONS
    monkeypatch.setattr(schema, "MIGRATIONS", all_of_them[:1])
    with Store(path) as store:
        store.show_guid()
    monkeypatch.setattr(schema, "MIGRATIONS", all_of_them)
    with Store(path) as store:
        store.add_episode(EPISODE, "print", SCRIPT)
        assert store.cues_of(EPISODE.guid) == ()


def test_the_day_of_the_article_keeps_its_place_on_earth(store):
    store.add_episode(EPISODE, "print", SCRIPT)
    [episode] = store.episodes()
    assert episode.published.isoformat() == "2026-11-03T00:30:00+01:00"
    assert episode.added.tzinfo == timezone.utc


def test_episodes_come_newest_first_whatever_their_time_zone(store):
    east = timezone(timedelta(hours=9))
    times = [ADDED, ADDED + timedelta(hours=2), (ADDED + timedelta(hours=1)).astimezone(east), ADDED]
    for number, added in enumerate(times):
        episode = replace(EPISODE, guid=str(number), slug=str(number), url=None, added=added)
        store.add_episode(episode, str(number), SCRIPT)
    assert [episode.guid for episode in store.episodes()] == ["1", "2", "3", "0"]


def test_the_show_keeps_its_guid(path):
    with Store(path) as store:
        guid = store.show_guid()
    with Store(path) as store:
        assert store.show_guid() == guid
    assert re.fullmatch(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}", guid)


def test_two_shows_have_two_guids(tmp_path):
    with Store(tmp_path / "a.db") as one, Store(tmp_path / "b.db") as other:
        assert one.show_guid() != other.show_guid()


def test_nothing_but_the_database_is_left_when_closed(path):
    with Store(path) as store:
        store.add_episode(EPISODE, "print", SCRIPT)
    assert [file.name for file in path.parent.iterdir()] == ["podcaster.db"]


# ── the same article ────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("url", "print_of", "is_found"),
    [
        ("https://morgenblatt.example/wald", "other", True),
        ("https://MORGENBLATT.example/wald/?utm_source=rss#top", "other", True),
        ("https://kurier.example/wald", "print", True),
        (None, "print", True),
        ("https://kurier.example/wald", "other", False),
        (None, "other", False),
    ],
)
def test_an_article_is_found_by_address_or_text(store, url, print_of, is_found):
    store.add_episode(EPISODE, "print", SCRIPT)
    assert store.find_article(url, print_of) == (EPISODE if is_found else None)


def test_the_address_decides_where_the_text_says_otherwise(store):
    store.add_episode(EPISODE, "print", SCRIPT)
    store.add_episode(BARE, "other", SCRIPT)
    assert store.find_article(EPISODE.url, "other") == EPISODE


def test_articles_without_an_address_do_not_meet(store):
    store.add_episode(BARE, "print", SCRIPT)
    store.add_episode(replace(BARE, guid="3", slug="3"), "other", SCRIPT)
    assert len(store.episodes()) == 2


@pytest.mark.parametrize(
    ("again", "print_of"),
    [
        (replace(EPISODE, guid="3", slug="3"), "other"),
        (replace(EPISODE, guid="3", slug="3", url=None), "print"),
        (replace(EPISODE, slug="3", url=None), "other"),
        (replace(EPISODE, guid="3", url=None), "other"),
    ],
)
def test_what_is_there_is_not_added_twice(store, again, print_of):
    store.add_episode(EPISODE, "print", SCRIPT)
    with pytest.raises(StoreError, match="has that already"):
        store.add_episode(again, print_of, SCRIPT)
    assert store.episodes() == [EPISODE]
    store.add_episode(BARE, "bare", SCRIPT)  # the failure left no transaction open


@pytest.mark.parametrize("name", [EPISODE.slug, EPISODE.guid])
def test_a_removed_episode_can_be_added_again(store, name):
    store.add_episode(EPISODE, "print", SCRIPT)
    other = store.add_episode(BARE, "bare", SCRIPT)
    assert store.remove_episode(name) == EPISODE
    assert store.episodes() == [other]
    assert store.find_article(EPISODE.url, "print") is None
    again = store.add_episode(replace(EPISODE, guid="guid-3"), "edited", SCRIPT)
    assert store.find_article(EPISODE.url, "edited") == again


def test_removing_what_is_not_there_says_so(store):
    assert store.remove_episode("nothing") is None


def test_a_script_of_no_episode_is_an_error(store):
    with pytest.raises(StoreError, match="guid-9: is no episode"):
        store.script_of("guid-9")


# ── databases in trouble ────────────────────────────────────────────────────────────────────────


def test_rubbish_is_told_and_left_alone(path):
    path.write_bytes(b"no database at all, but long enough to be looked at" * 30)
    before = path.read_bytes()
    with pytest.raises(
        StoreError, match=r"podcaster\.db: is damaged, or no database; mend it: podcaster doctor"
    ):
        Store(path)
    assert path.read_bytes() == before


def test_damage_inside_is_told(path):
    with Store(path) as store:
        for number in range(200):
            store.add_episode(
                replace(EPISODE, guid=str(number), slug=str(number), url=None), str(number), SCRIPT
            )
    data = bytearray(path.read_bytes())
    data[4096:] = b"\xa5" * (len(data) - 4096)
    path.write_bytes(data)
    with pytest.raises(StoreError, match="is damaged"), Store(path) as store:
        store.episodes()


def test_a_newer_schema_is_told_and_left_alone(path):
    with Store(path) as store:
        store.add_episode(EPISODE, "print", SCRIPT)
    db = sqlite3.connect(path)
    db.execute("PRAGMA user_version = 999")
    db.commit()
    db.close()
    before = path.read_bytes()
    with pytest.raises(StoreError, match=r"newer podcaster .schema 999.*update podcaster"):
        Store(path)
    assert path.read_bytes() == before


def test_a_folder_that_is_not_there_is_told(tmp_path):
    with pytest.raises(StoreError, match="cannot be opened"):
        Store(tmp_path / "missing" / "podcaster.db")


def test_a_database_that_another_program_holds_is_told(path):
    with Store(path, lock_timeout_s=0.0) as store:
        other = sqlite3.connect(path)
        other.execute("BEGIN IMMEDIATE")
        with pytest.raises(StoreError, match="in use by another program"):
            store.add_episode(EPISODE, "print", SCRIPT)
        assert store.episodes() == []  # reading goes on
        other.close()
        store.add_episode(EPISODE, "print", SCRIPT)


def test_a_full_disk_is_told_and_nothing_is_half_written(path):
    huge = replace(SCRIPT, lead="x" * 200_000)
    with Store(path) as store:
        store._db.execute("PRAGMA max_page_count = 20")  # noqa: SLF001  # SQLite's own way to run out of room
        with pytest.raises(StoreError, match="no room on the disk; make room"):
            store.add_episode(EPISODE, "print", huge)
        assert store.episodes() == []
        store.add_episode(EPISODE, "print", SCRIPT)
    with Store(path) as store:
        assert store.episodes() == [EPISODE]


def test_a_database_that_may_not_be_written_is_told(store):
    store._db.execute("PRAGMA query_only = ON")  # noqa: SLF001  # root may write every file
    with pytest.raises(StoreError, match="cannot be written; make the file and its folder writable"):
        store.add_episode(EPISODE, "print", SCRIPT)


def test_a_failed_migration_leaves_the_database_as_it_was(path, monkeypatch):
    with Store(path) as store:
        store.add_episode(EPISODE, "print", SCRIPT)
    good = schema.MIGRATIONS
    monkeypatch.setattr(schema, "MIGRATIONS", (*good, "CREATE TABLE dreams (id INTEGER); SELECT nonsense();"))
    with pytest.raises(StoreError, match="cannot be used"):
        Store(path)
    monkeypatch.setattr(schema, "MIGRATIONS", (*good, "CREATE TABLE dreams (id INTEGER);"))
    with Store(path) as store:
        assert store.episodes() == [EPISODE]


def test_used_slugs_are_those_of_all_episodes(store):
    store.add_episode(EPISODE, "print", SCRIPT)
    store.add_episode(BARE, "bare", SCRIPT)
    taken = store.used_slugs()
    assert [name in taken for name in (EPISODE.slug, BARE.slug, "folge-3")] == [True, True, False]


# ── seasons, numbers, and articles that changed ─────────────────────────────────────────────────


def added_at(store, number, year=2026):
    episode = replace(EPISODE, guid=str(number), slug=str(number), url=None, added=ADDED.replace(year=year))
    return store.add_episode(episode, str(number), SCRIPT)


def test_episodes_are_numbered_within_their_year_and_no_number_is_given_twice(store):
    given = [added_at(store, number, year) for number, year in enumerate((2026, 2026, 2027, 2026))]
    assert [(one.season, one.number) for one in given] == [(2026, 1), (2026, 2), (2027, 1), (2026, 3)]
    store.remove_episode("3")
    assert added_at(store, 9).number == 4
    assert {one.guid: one.number for one in store.episodes()} == {"0": 1, "1": 2, "2": 1, "9": 4}


def test_a_changed_article_keeps_its_episode(store):
    store.add_episode(EPISODE, "print", SCRIPT, CUES)
    changed = replace(EPISODE, title="Neu", revision=2, updated=ADDED, audio_file="episodes/neu.2.mp3")
    store.update_episode(changed, "other print", replace(SCRIPT, title="Neu"))
    assert store.episodes() == [changed]
    assert store.script_of(EPISODE.guid).title == "Neu"
    assert store.cues_of(EPISODE.guid) == ()
    assert store.find_article(None, "other print") == changed
    assert store.find_article(None, "print") is None
    assert store.find_article(EPISODE.url, "print") == changed


def test_what_is_not_there_cannot_change(store):
    with pytest.raises(StoreError, match="no episode of this show"):
        store.update_episode(EPISODE, "print", SCRIPT)


def test_an_article_may_not_become_another_ones(store):
    store.add_episode(EPISODE, "print", SCRIPT)
    other = store.add_episode(BARE, "other", SCRIPT)
    with pytest.raises(StoreError, match="has that already"):
        store.update_episode(other, "print", SCRIPT)
    assert store.find_article(None, "other") == other


def test_an_older_database_keeps_episodes_articles_and_scripts(path, monkeypatch):
    monkeypatch.setattr(schema, "MIGRATIONS", (today := schema.MIGRATIONS)[:2])
    columns = rows.FIELDS[: rows.FIELDS.index("season")]
    insert = (
        f"INSERT INTO episodes ({', '.join(columns)}, script) VALUES ({', '.join('?' * len(columns))}, ?)"  # noqa: S608
    )
    with Store(path):
        pass
    db = sqlite3.connect(path)
    for number, day in enumerate((2, 1)):
        one = replace(EPISODE, guid=str(number), slug=str(number), added=ADDED.replace(day=day))
        script = json.dumps(asdict(SCRIPT), default=datetime.isoformat)
        db.execute(insert, (*rows.row_of(one)[: len(columns)], script))
        db.execute(
            "INSERT INTO articles (episode_id, fingerprint, added) VALUES (?, ?, '')",
            (number + 1, str(number)),
        )
    db.commit()
    db.close()
    monkeypatch.setattr(schema, "MIGRATIONS", today)
    with Store(path) as store:
        assert [(one.guid, one.season, one.number) for one in store.episodes()] == [
            ("0", 2026, 2),
            ("1", 2026, 1),
        ]
        assert store.find_article(None, "1").guid == "1"
        assert store.script_of("0") == SCRIPT
        assert added_at(store, 7).number == 3
        store.remove_episode("0")
    db = sqlite3.connect(path)
    assert db.execute("SELECT count(*) FROM scripts").fetchone() == (2,)
    assert db.execute("SELECT count(*) FROM articles WHERE episode_id IS NULL").fetchone() == (1,)
    assert db.execute("PRAGMA foreign_key_check").fetchall() == []
