"""Full disks, refused writes, kills, locks and clocks: what was there stays whole."""

from __future__ import annotations

import os
import resource
import shutil
import signal
import sqlite3
import subprocess
import sys
import threading
from contextlib import closing, contextmanager
from dataclasses import replace
from datetime import date, datetime, timedelta, timezone

import fakes
import feedparser
import pytest
from whole_show import add_episode, make_show

from podcaster.errors import LockedError, PodcasterError, StoreError
from podcaster.pipeline import Reading, ShowFolder, add, new_show, refresh
from podcaster.pipeline.public import write_public
from podcaster.store import Store, copies_in, keep_copy, schema
from podcaster.store.opening import transaction

TEXT = """<p>Der Rat der Stadt hat am Abend entschieden, dass die alte {thing} über den Fluss neu gebaut wird,
und die Mehrheit war größer, als viele vorher gedacht hatten. Die Arbeiten beginnen im Herbst und dauern zwei
Jahre, wie das Bauamt mitteilte.</p>"""
READING = Reading(voice="pico")
POWERLESS = ["setpriv", "--bounding-set=-all", "--inh-caps=-all"] if os.geteuid() == 0 else []
"""Root without its right to write everywhere."""


@pytest.fixture
def articles(tmp_path):
    """Two short ones."""
    paths = []
    for thing in ("Brücke", "Fähre"):
        path = tmp_path / f"{thing}.html"
        head = f'<html lang="de"><head><title>Die {thing}</title><meta property="og:type" content="article">'
        body = (
            f"<body><article><h1>Die {thing} wird neu</h1>{TEXT.format(thing=thing)}</article></body></html>"
        )
        path.write_text(f"{head}</head>{body}", encoding="utf-8")
        paths.append(str(path))
    return paths


def published(show):
    """All that a listener can have, by name; and the feed names only what is there."""
    feed = feedparser.parse((show.public / "feed.xml").read_bytes())
    assert not feed.bozo
    for entry in feed.entries:
        name = entry.enclosures[0].href.removeprefix(show.config.public_url)
        assert (show.public / name).stat().st_size == int(entry.enclosures[0].length)
    return {path: path.read_bytes() for path in show.public.rglob("*") if path.is_file()}


def run(*command, prefix=(), **options):
    """The command line, as a user has it."""
    line = [*prefix, sys.executable, "-m", "podcaster", *map(str, command)]
    return subprocess.run(line, capture_output=True, text=True, check=False, **options)


# ── the database: migrations, copies, locks ─────────────────────────────────────────────────────


@pytest.fixture
def path(tmp_path):
    return tmp_path / "podcaster.db"


def rows(path):
    with closing(sqlite3.connect(path)) as db:
        names = [name for (name,) in db.execute("SELECT name FROM sqlite_master WHERE type = 'table'")]
        return {name: db.execute(f"SELECT * FROM {name}").fetchall() for name in names}  # noqa: S608


def filled(path):
    with Store(path) as store:
        store.add_episode(fakes.EPISODE, "print", fakes.script(fakes.segment("Ja.")))
    return rows(path)


NEXT = "CREATE TABLE dreams (id INTEGER); INSERT INTO dreams VALUES (1);"


def test_a_copy_is_made_before_a_migration(path, monkeypatch):
    before = filled(path)
    version = len(schema.MIGRATIONS) + 1
    monkeypatch.setattr(schema, "MIGRATIONS", (*schema.MIGRATIONS, NEXT))
    with Store(path):
        pass
    assert rows(path)["dreams"] == [(1,)]
    copy = path.with_name(f"podcaster.db.before-v{version}")
    assert rows(copy) == before
    assert sorted(path.parent.iterdir()) == [path, copy]


def test_a_new_database_needs_no_copy(path):
    filled(path)
    assert list(path.parent.iterdir()) == [path]


def test_a_migration_that_is_killed_leaves_the_old_database(path):
    before = filled(path)
    code = f"""
import os, signal
from pathlib import Path
from podcaster.store import Store, schema
def migrate(db):
    db.execute("DROP TABLE scripts")
    db.execute("CREATE TABLE dreams (id INTEGER)")
    os.kill(os.getpid(), signal.SIGKILL)
schema.migrate = migrate
schema.MIGRATIONS += ("",)
Store(Path({str(path)!r}))
"""
    ended = subprocess.run([sys.executable, "-c", code], capture_output=True, check=False)
    assert ended.returncode == -signal.SIGKILL
    with Store(path) as store:
        assert len(store.episodes()) == 1
    assert rows(path) == before


def test_no_migration_without_a_copy(path, monkeypatch):
    before = filled(path)
    path.with_name(f"podcaster.db.before-v{len(schema.MIGRATIONS) + 1}").mkdir()
    monkeypatch.setattr(schema, "MIGRATIONS", (*schema.MIGRATIONS, NEXT))
    with pytest.raises(StoreError, match="before-v"):
        Store(path)
    assert rows(path) == before


def test_the_copies_of_three_days_are_kept(path, tmp_path):
    filled(path)
    for day in range(1, 6):
        keep_copy(path, tmp_path / "backups", date(2026, 11, day))
    names = [copy.name for copy in copies_in(tmp_path / "backups")]
    assert names == [f"podcaster-2026-11-0{day}.db" for day in (5, 4, 3)]
    assert rows(copies_in(tmp_path / "backups")[0]) == rows(path)


def test_a_run_that_wrote_leaves_a_copy_and_one_that_read_does_not(path, tmp_path):
    filled(path)
    folder = tmp_path / "backups"
    with Store(path, copies=folder) as store:
        store.episodes()
    assert not folder.exists()
    with Store(path, copies=folder) as store:
        store.remove_episode(fakes.EPISODE.guid)
    assert rows(copies_in(folder)[0]) == rows(path)


def test_a_damaged_database_spoils_no_copy(path, tmp_path, caplog):
    filled(path)
    folder = tmp_path / "backups"
    keep_copy(path, folder, date(2026, 11, 1))
    good = copies_in(folder)[0].read_bytes()
    data = bytearray(path.read_bytes())
    data[4096:] = bytes(len(data) - 4096)
    path.write_bytes(data)
    keep_copy(path, folder, date(2026, 11, 1))
    assert "is damaged" in caplog.text
    assert [copy.read_bytes() for copy in copies_in(folder)] == [good]
    assert len(list(folder.iterdir())) == 1


def test_damage_is_found_when_a_small_or_an_unclosed_database_is_opened(path, monkeypatch):
    filled(path)
    data = bytearray(path.read_bytes())
    data[-4096:] = b"\xa5" * 4096
    path.write_bytes(data)
    with pytest.raises(StoreError, match=r"is damaged; mend it: podcaster doctor --repair --show"):
        Store(path)
    monkeypatch.setattr("podcaster.store.opening.SMALL_BYTES", 0)
    Store(path).close()  # too large to look through each time
    path.with_name("podcaster.db-wal").write_bytes(b"of a run that was killed")
    with pytest.raises(StoreError, match="is damaged"):
        Store(path)


def test_opening_waits_for_a_lock_and_no_longer(path):
    filled(path)
    with closing(sqlite3.connect(path, isolation_level=None)) as other:
        other.execute("PRAGMA locking_mode = EXCLUSIVE")
        other.execute("BEGIN EXCLUSIVE")
        with pytest.raises(StoreError, match="is in use by another program"):
            Store(path, lock_timeout_s=0.1)
    assert rows(path)["episodes"]


# ── no room, no right ───────────────────────────────────────────────────────────────────────────


@contextmanager
def small_disk(folder, size):
    folder.mkdir()
    made = subprocess.run(
        ["mount", "-t", "tmpfs", "-o", f"size={size}", "tmpfs", str(folder)], capture_output=True, check=False
    )
    if made.returncode:
        pytest.skip("may not mount a small disk")
    try:
        yield folder
    finally:
        subprocess.run(["umount", "--lazy", str(folder)], check=True)


def fill(path, leave_bytes):
    """All but so much of a disk, in one file."""
    with path.open("wb") as file:
        room = os.statvfs(path.parent)
        file.truncate(0)
        for _ in range(max(0, room.f_bavail * room.f_frsize - leave_bytes) // 4096):
            file.write(bytes(4096))


@pytest.mark.skipif(shutil.which("mount") is None, reason="no mount")
def test_on_a_full_disk_all_that_was_published_stays_whole(tmp_path, articles):
    with small_disk(tmp_path / "disk", "12m") as disk:
        show = new_show(disk / "show", title="Kaffee", base_url="https://example.org/")
        (outcome,) = add(show, articles[:1], reading=READING)
        assert outcome.is_new
        shutil.rmtree(show.root / "cache")
        before = published(show)
        for leave_bytes in (0, 8_192, 400_000):
            fill(disk / "filler", leave_bytes)
            ended = run("add", articles[1], "--show", show.root, "--voice", "pico")
            assert ended.returncode == 3, ended.stderr
            told = ended.stderr.strip().splitlines()
            assert told
            assert all(line.startswith("podcaster: ") for line in told), told
            assert "no room on the disk" in told[-1]
            assert published(show) == before
            (disk / "filler").unlink()
            shutil.rmtree(show.root / "cache", ignore_errors=True)
        (outcome,) = add(show, articles[1:], reading=READING)
        assert outcome.is_new
        assert before.items() - published(show).items() <= {
            (path, data) for path, data in before.items() if path.suffix in {".xml", ".html"}
        }


@pytest.mark.parametrize("most_bytes", [20_000, 150_000])
def test_a_share_of_the_disk_that_is_used_up_is_told(tmp_path, articles, most_bytes):
    show = make_show(tmp_path / "show", episodes=1)
    before = published(show)
    ended = run(
        "add",
        articles[0],
        *("--show", show.root, "--voice", "pico"),
        preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (most_bytes, most_bytes)),
    )
    assert ended.returncode == 3
    assert all(line.startswith("podcaster: ") for line in ended.stderr.strip().splitlines()), ended.stderr
    assert "no room on the disk" in ended.stderr or "has room" in ended.stderr
    assert published(show) == before


@pytest.mark.skipif(bool(POWERLESS) and shutil.which("setpriv") is None, reason="root may write everywhere")
@pytest.mark.parametrize("refused", ["", "public", "public/episodes"])
def test_a_folder_that_may_not_be_written_is_told(tmp_path, articles, refused):
    show = make_show(tmp_path / "show", episodes=1)
    before = published(show)
    folder = show.root / refused
    folder.chmod(0o555)
    try:
        ended = run("add", articles[0], "--show", show.root, "--voice", "pico", prefix=POWERLESS)
    finally:
        folder.chmod(0o755)
    assert ended.returncode == 3
    assert all(line.startswith("podcaster: ") for line in ended.stderr.strip().splitlines()), ended.stderr
    assert "may not be written to" in ended.stderr or "cannot be" in ended.stderr
    assert (
        before.items() <= published(show).items()
    )  # where only the feed is refused, it comes with the next run


# ── clocks, and files edited while a run works ──────────────────────────────────────────────────


@pytest.mark.parametrize("ahead", [timedelta(days=400), timedelta(hours=1), timedelta()])
def test_order_and_numbers_hold_when_the_clock_was_ahead(tmp_path, articles, ahead):
    show = make_show(tmp_path / "show", episodes=0)
    with show.store() as store:
        first = add_episode(show, store, 0)
        newest = datetime.now(timezone.utc) + ahead
        store.update_episode(
            replace(first, added=newest, season=newest.year), "print 0", store.script_of(first.guid)
        )
    outcomes = add(show, articles, reading=READING)
    with show.store() as store:
        order = [episode.guid for episode in store.episodes()]
        times = [episode.added for episode in store.episodes()]
    assert order == [outcomes[1].episode.guid, outcomes[0].episode.guid, first.guid]
    assert times[0] - times[1] >= timedelta(seconds=1) <= times[1] - times[2]
    feed = feedparser.parse((show.public / "feed.xml").read_bytes())
    assert [entry.id for entry in feed.entries] == order
    assert len({entry.published for entry in feed.entries}) == 3


def test_a_run_reads_its_configuration_once(tmp_path, articles):
    show = make_show(tmp_path / "show", episodes=0)

    def spoil(_title, _done, _total):
        (show.root / "podcaster.toml").write_text("title = [rubbish")

    (outcome,) = add(show, articles[:1], reading=READING, progress=spoil)
    assert outcome.is_new
    feed = feedparser.parse((show.public / "feed.xml").read_bytes())
    assert (feed.feed.title, len(feed.entries)) == ("Kaffee", 1)
    with pytest.raises(PodcasterError, match=r"podcaster\.toml"):
        ShowFolder.open(show.root)


def test_what_cannot_be_written_anew_is_served_as_it_is(tmp_path, caplog):
    show = make_show(tmp_path / "show", episodes=1)
    before = published(show)
    refresh(replace(show, config=replace(show.config, cover="gone.jpg")))
    assert "feed and page stay as they are" in caplog.text
    assert published(show) == before


def test_a_page_is_written_anew_after_its_files_were_lost(tmp_path):
    show = make_show(tmp_path / "show", episodes=2)
    before = published(show)
    (show.public / "index.html").unlink()
    with show.locked(), show.store() as store:
        write_public(show, store)
    assert published(show) == before


def test_a_transaction_that_cannot_be_kept_is_undone_and_does_not_swallow_the_next():
    db = sqlite3.connect(":memory:", isolation_level=None)
    db.execute("PRAGMA foreign_keys = ON")
    db.execute("CREATE TABLE one (id INTEGER PRIMARY KEY)")
    db.execute("CREATE TABLE other (one REFERENCES one (id) DEFERRABLE INITIALLY DEFERRED)")
    with pytest.raises(sqlite3.IntegrityError), transaction(db):
        db.execute("INSERT INTO other VALUES (7)")  # refused by COMMIT, which leaves the transaction open
    with transaction(db):
        db.execute("INSERT INTO one VALUES (7)")
    assert not db.in_transaction
    assert db.execute("SELECT (SELECT count(*) FROM one), (SELECT count(*) FROM other)").fetchone() == (1, 0)
    db.close()


def test_a_run_waits_for_who_only_looks_whether_one_is_at_work(tmp_path):
    show = new_show(tmp_path / "show")
    looks, is_told = threading.Event(), threading.Event()

    def look():
        with show.locked():
            looks.set()
            is_told.wait(30)

    looker = threading.Thread(target=look)
    looker.start()
    looks.wait(30)
    with pytest.raises(LockedError), show.locked(patience_s=0):
        pass
    threading.Timer(0.1, is_told.set).start()
    with show.locked(patience_s=30):
        looker.join()
