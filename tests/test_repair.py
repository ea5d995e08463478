"""Damaged shows, and what podcaster doctor --repair makes of them."""

from __future__ import annotations

import os
import random
import shutil
import sqlite3
from dataclasses import replace
from io import BytesIO

import fakes
import feedparser
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from whole_show import add_episode, make_show, respoken

from podcaster.audio import Tags, read_tag
from podcaster.audio.id3 import tag
from podcaster.cli import main
from podcaster.errors import ConfigError, LockedError, StoreError
from podcaster.feed import reread, rss
from podcaster.model import Chapter
from podcaster.pipeline import ShowFolder, examine_show, repair
from podcaster.pipeline.evidence import feed_numbers
from podcaster.pipeline.public import write_public
from podcaster.store import Store, find_damage, rebuilding

PAGE_BYTES = 4096


@pytest.fixture(scope="module")
def sound_show(tmp_path_factory):
    return make_show(tmp_path_factory.mktemp("shows") / "show").root


@pytest.fixture
def show(sound_show, tmp_path):
    return ShowFolder.open(shutil.copytree(sound_show, tmp_path / "show"))


def entries(show):
    return feedparser.parse((show.public / "feed.xml").read_bytes()).entries


def faults(show):
    return [check for check in examine_show(show.root) if not check.ok and "room" not in check.subject]


def overwrite(path, start, end, seed=None):
    """Zeros, or with a seed rubbish, from one share of a file to another."""
    data = bytearray(path.read_bytes())
    first, last = int(len(data) * start), int(len(data) * end)
    noise = random.Random(seed)  # noqa: S311  rubbish, not secrets
    data[first:last] = bytes(last - first) if seed is None else noise.randbytes(last - first)
    path.write_bytes(data)


def flip(path, seed):
    data = bytearray(path.read_bytes())
    noise = random.Random(seed)  # noqa: S311  rubbish, not secrets
    for _ in range(40):
        data[noise.randrange(len(data))] ^= 1 << noise.randrange(8)
    path.write_bytes(data)


DAMAGES = {
    "gone": lambda path: path.unlink(),
    "empty": lambda path: path.write_bytes(b""),
    "rubbish": lambda path: overwrite(path, 0, 1, seed=1),
    "zeros": lambda path: overwrite(path, 0, 1),
    "no header": lambda path: overwrite(path, 0, 0.001),
    "cut in half": lambda path: os.truncate(path, path.stat().st_size // 2),
    "cut in a page": lambda path: os.truncate(path, path.stat().st_size * 9 // 10 + 7),
    "zeros in the middle": lambda path: overwrite(path, 0.3, 0.6),
    "rubbish in the middle": lambda path: overwrite(path, 0.3, 0.6, seed=2),
    "zeros at the end": lambda path: overwrite(path, 0.6, 1),
    **{f"bits {seed}": lambda path, seed=seed: flip(path, seed) for seed in range(4)},
}


# ── the database ────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize("left", ["copies", "feed"])
@pytest.mark.parametrize("damage", DAMAGES.values(), ids=DAMAGES)
def test_every_episode_comes_back_as_it_was(show, damage, left):
    feed = (show.public / "feed.xml").read_bytes()
    if left == "feed":
        shutil.rmtree(show.copies)
    else:
        (show.public / "feed.xml").unlink()
    damage(show.database)
    ruin = show.database.read_bytes() if show.database.exists() else None
    assert faults(show)
    assert all(mending.is_well for mending in repair(show.root))
    assert (show.public / "feed.xml").read_bytes() == feed
    assert faults(show) == []
    aside = [path.read_bytes() for path in show.root.glob("podcaster.db.damaged-*")]
    assert aside == ([ruin] if ruin is not None else [])
    assert list(repair(show.root)) == []
    with show.store() as store:
        assert add_episode(show, store, 9).number == 5


@pytest.mark.parametrize("page", range(2, 30, 5))
def test_rows_of_other_pages_survive_one_lost_page(show, page):
    shutil.rmtree(show.copies)
    pages = show.database.stat().st_size // PAGE_BYTES
    overwrite(show.database, (page % pages) / pages, (page % pages + 1) / pages)
    feed = (show.public / "feed.xml").read_bytes()
    assert all(mending.is_well for mending in repair(show.root))
    assert (show.public / "feed.xml").read_bytes() == feed
    assert faults(show) == []


def test_with_neither_copy_nor_feed_the_files_tell(show):
    before = entries(show)
    shutil.rmtree(show.copies)
    (show.public / "feed.xml").unlink()
    show.database.unlink()
    told = [mending.what for mending in repair(show.root)]
    assert sum("its GUID is lost" in line for line in told) == 4
    after = {entry.title: entry for entry in entries(show)}
    for entry in before:
        again = after[entry.title]
        assert again.enclosures[0].href == entry.enclosures[0].href
        assert (again.link, again.itunes_duration) == (entry.link, entry.itunes_duration)
    with show.store() as store:
        first = store.episodes()[-1]
        assert [chapter.title for chapter in first.chapters] == [first.title, "Im Herbst"]
        script = store.script_of(first.guid)
    said = [(segment.role, segment.quote, segment.speaker, segment.text) for segment in script.segments]
    assert said == [
        ("headline", None, None, first.title),
        ("body", None, None, "Auf der Brache wachsen Birken. Niemand hat sie gepflanzt."),
        ("body", "direct", "Ada Brandt", "Im Herbst wird gezählt: es sind neun."),
    ]


def test_no_run_begins_anew_where_the_database_is_gone(show):
    show.database.unlink()
    with pytest.raises(StoreError, match="is gone, and its episodes are there; mend it: podcaster doctor"):
        show.store()
    assert not show.database.exists()
    assert len(list(show.public.glob("episodes/*.mp3"))) == 4


def test_an_older_database_sweeps_nothing_away(show):
    old = show.database.read_bytes()
    with show.store() as store:
        add_episode(show, store, 4)
        changed = respoken(show, store, store.episodes()[-1])
        write_public(show, store)
    feed = (show.public / "feed.xml").read_bytes()
    shutil.rmtree(show.copies)
    show.database.write_bytes(old)
    with pytest.raises(StoreError, match="is older than the feed, which names episode 5 of 2026"):
        show.store()
    assert [check.subject for check in faults(show)] == ["its database"]
    assert all(mending.is_well for mending in repair(show.root))
    assert (show.public / "feed.xml").read_bytes() == feed
    with show.store() as store:
        assert store.episodes()[-1].audio_file == changed.audio_file


def test_changes_that_were_not_yet_in_the_database_file_come_back(show):
    shutil.rmtree(show.copies)
    with show.store() as store:
        add_episode(show, store, 4)
        write_public(show, store)
        lost = show.database.read_bytes()  # the changes lie in the log beside it
    feed = (show.public / "feed.xml").read_bytes()
    show.database.write_bytes(lost)
    assert all(mending.is_well for mending in repair(show.root))
    assert (show.public / "feed.xml").read_bytes() == feed


def test_a_removed_episode_does_not_come_back_from_a_copy(show):
    copy = next(show.copies.iterdir()).read_bytes()
    with show.store() as store:
        store.remove_episode("2026-11-02-der-wald-1")
        write_public(show, store)
    feed = (show.public / "feed.xml").read_bytes()
    next(show.copies.iterdir()).write_bytes(copy)
    overwrite(show.database, 0, 1)
    list(repair(show.root))
    assert (show.public / "feed.xml").read_bytes() == feed
    with show.store() as store:
        assert store.knows("https://blatt.example/wald-1")


def test_a_repair_that_was_killed_before_its_last_step_begins_anew(show):
    shutil.rmtree(show.copies)
    feed = (show.public / "feed.xml").read_bytes()
    (show.public / "feed.xml").unlink()
    show.database.rename(show.database.with_name("podcaster.db.damaged-20261103-040000"))
    list(repair(show.root))
    assert (show.public / "feed.xml").read_bytes() == feed


def test_a_repair_that_fails_leaves_the_database_where_it_was(show):
    overwrite(show.database, 0, 1)
    before = show.database.read_bytes()
    with pytest.raises(ZeroDivisionError), rebuilding(show.database, fakes.EPISODE.added):
        raise ZeroDivisionError
    assert show.database.read_bytes() == before
    assert list(show.root.glob(".*part*")) == []


def test_an_article_is_known_again_after_the_repair(show):
    overwrite(show.database, 0, 1)
    shutil.rmtree(show.copies)
    list(repair(show.root))
    with show.store() as store:
        assert store.find_article("https://blatt.example/wald-2", "").slug == "2026-11-02-der-wald-2"


def test_a_database_of_a_newer_podcaster_is_not_damaged(show):
    db = sqlite3.connect(show.database)
    db.execute("PRAGMA user_version = 999")
    db.close()
    with pytest.raises(StoreError, match="newer podcaster"):
        list(repair(show.root))
    assert "newer podcaster" in faults(show)[0].found


def test_a_text_that_cannot_be_read_is_damage(show):
    with show.store() as store:
        guid = store.episodes()[0].guid
    db = sqlite3.connect(show.database)
    db.execute("UPDATE scripts SET script = replace(script, '\"role\"', '\"sole\"') WHERE episode_id = 4")
    db.commit()
    db.close()
    with pytest.raises(StoreError, match="is damaged; mend it"), show.store() as store:
        store.script_of(guid)
    assert "cannot be read" in find_damage(show.database)
    list(repair(show.root))
    with show.store() as store:
        assert store.script_of(guid).segments[1].sentences[0].text == "Auf der Brache wachsen Birken."


# ── the files ───────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize("ruin", [lambda path: path.unlink(), lambda path: overwrite(path, 0, 1)])
@pytest.mark.parametrize("suffix", [".vtt", ".srt", ".json", ".chapters.json", ".jpg"])
def test_files_are_written_anew(show, suffix, ruin):
    path = show.public / f"episodes/2026-11-02-der-wald-1{suffix}"
    before = path.read_bytes()
    ruin(path)
    assert path.name in faults(show)[0].found
    assert next(mending.what for mending in repair(show.root)) == f"episodes/{path.name}: written anew"
    assert faults(show) == []
    assert path.read_bytes() == before if suffix != ".jpg" else path.read_bytes().startswith(b"\xff\xd8\xff")


@pytest.mark.parametrize(
    ("ruin", "told"),
    [
        (lambda path: path.unlink(), "is gone"),
        (lambda path: os.truncate(path, 2000), "is cut off: 2000 of"),
        (lambda path: overwrite(path, 0.01, 1), "is cut off: zeros"),
        (lambda path: overwrite(path, 0, 1, seed=3), "is no MP3"),
    ],
)
def test_lost_sound_is_told_with_its_article_and_kept(show, ruin, told, capsys):
    path = show.public / "episodes/2026-11-02-der-wald-1.mp3"
    ruin(path)
    ruined = path.read_bytes() if path.exists() else None
    with pytest.raises(SystemExit) as end:
        main(["doctor", "--repair", "--show", str(show.root)])
    assert end.value.code == 1
    out = capsys.readouterr().out
    assert told in out
    assert f"podcaster add https://blatt.example/wald-1 --show {show.root}" in out
    assert len(entries(show)) == 3
    if ruined:
        assert (show.root / "damaged" / path.name).read_bytes() == ruined
    with show.store() as store:
        assert len(store.episodes()) == 4  # it comes back with its sound


def test_leftovers_of_killed_runs_go_and_nothing_else(show):
    left = [
        show.root / ".podcaster.toml.part",
        show.copies / ".podcaster-2026-11-22.db.part",
        show.public / "episodes" / ".a.mp3.part",
        show.root / ".repair-x",
    ]
    for path in left[:-1]:
        path.write_bytes(b"half")
    left[-1].mkdir()
    own = [show.public / ".htaccess", show.public / "robots.txt"]
    for path in own:
        path.write_bytes(b"the user's")
    assert "4: " in faults(show)[0].found
    assert len(list(repair(show.root))) == 4
    assert not any(path.exists() for path in left)
    assert all(path.exists() for path in own)


@pytest.mark.parametrize("content", [None, b"", bytes(4096), b"<rss><channel><item>", b"rubbish"])
def test_a_damaged_feed_is_found_and_written_anew(show, content):
    path = show.public / "feed.xml"
    before = path.read_bytes()
    path.unlink() if content is None else path.write_bytes(content)
    assert [check.subject for check in faults(show)] == ["its feed"]
    [mending] = repair(show.root)
    assert "feed.xml: written anew, with 4 episodes" in mending.what
    assert path.read_bytes() == before


def test_a_lost_cover_is_written_anew(show):
    [cover] = show.public.glob("cover-*.jpg")
    before = cover.read_bytes()
    cover.unlink()
    list(repair(show.root))
    assert cover.read_bytes() == before


# ── around it ───────────────────────────────────────────────────────────────────────────────────


def test_a_lost_configuration_is_told_with_what_the_feed_knows_of_it(show):
    (show.root / "podcaster.toml").unlink()
    with pytest.raises(
        ConfigError, match=r'title = "Kaffee" and base_url = "https://hoeren.example/morgen/"'
    ):
        list(repair(show.root))


def test_what_is_no_show_is_not_repaired(tmp_path):
    with pytest.raises(ConfigError, match="is no show"):
        list(repair(tmp_path))


def test_no_repair_while_another_run_works_on_the_show(show):
    with show.locked(), pytest.raises(LockedError):
        list(repair(show.root))


def test_what_a_run_is_just_writing_is_no_fault(show):
    (show.root / ".podcaster.toml.part").write_bytes(b"half")
    (show.public / "feed.xml").unlink()
    with show.locked():
        assert faults(show) == []
    assert [check.subject for check in faults(show)] == ["its feed", "files of killed runs"]


def test_a_run_that_was_killed_while_it_wrote_did_no_damage(show):
    with show.store() as store:
        episode = store.episodes()[0]
        store.note_written("")
        for ending in ("", "-wal"):  # as they lie there at this instant
            path = show.database.with_name(show.database.name + ending)
            shutil.copy2(path, show.root / f"killed{ending}")
    for ending in ("", "-wal"):
        (show.root / f"killed{ending}").rename(show.database.with_name(show.database.name + ending))
    assert find_damage(show.database) is None
    assert show.database.with_name("podcaster.db-wal").stat().st_size  # it was only looked at
    assert faults(show) == []
    with show.store() as store:
        assert (store.written(), store.episodes()[0]) == ("", episode)


def test_a_whole_show_is_left_as_it_is(show, capsys):
    before = {path: path.read_bytes() for path in show.public.rglob("*") if path.is_file()}
    with pytest.raises(SystemExit) as end:
        main(["doctor", "--repair", "--show", str(show.root)])
    assert end.value.code == 0
    assert capsys.readouterr().out == ""
    assert before == {path: path.read_bytes() for path in show.public.rglob("*") if path.is_file()}


def test_a_date_ahead_of_the_clock_is_told(show):
    with show.store() as store:
        episode = add_episode(show, store, 4)
        ahead = replace(episode, guid="ahead", slug="ahead", url=None, added=episode.added.replace(year=2199))
        (show.public / "episodes/ahead.mp3").write_bytes((show.public / episode.audio_file).read_bytes())
        ahead = replace(ahead, audio_file="episodes/ahead.mp3")
        store.add_episode(ahead, "ahead", store.script_of(episode.guid))
        write_public(show, store)
    assert [check.subject for check in faults(show)] == ["its dates"]


# ── what is read back ───────────────────────────────────────────────────────────────────────────

words = st.text(
    st.characters(codec="utf-8", exclude_categories=["Cc", "Cs", "Cn", "Co", "Zl", "Zp"]),
    min_size=1,
    max_size=40,
).map(lambda text: " ".join(text.split()) or "x")


@settings(max_examples=40)
@given(
    title=words,
    lead=st.none() | words,
    publisher=st.none() | words,
    authors=st.lists(words, max_size=2),
    number=st.integers(1, 900),
)
def test_a_feed_tells_its_episodes(title, lead, publisher, authors, number):
    noon = fakes.EPISODE.published.replace(hour=12, minute=0, tzinfo=fakes.EPISODE.added.tzinfo)
    stem = "episodes/2026-11-03-der-wald.2"
    episode = replace(
        fakes.EPISODE,
        title=title,
        lead=lead,
        publisher=publisher,
        authors=tuple(authors),
        published=noon,
        number=number,
        season=2026,
        audio_file=f"{stem}.mp3",
        transcript_file=f"{stem}.vtt",
        image_file=f"{stem}.jpg",
        chapters_file=f"{stem}.chapters.json",
        other_transcripts=(f"{stem}.srt", f"{stem}.json"),
        duration_ms=372_000,
        revision=2,
    )
    told = reread(rss(fakes.SHOW, [episode]))
    assert (told.guid, told.title, told.base_url) == (fakes.SHOW.guid, fakes.SHOW.title, fakes.SHOW.base_url)
    assert told.episodes == (replace(episode, chapters=()),)
    half = reread(rss(fakes.SHOW, [episode, replace(episode, guid="2", added=noon)])[:-200])
    assert half.episodes[:1] == told.episodes


def test_a_tag_tells_what_stands_in_it():
    tags = Tags(
        "Der Wald", "Ada", "Blatt", fakes.EPISODE.added.date(), url="https://a.example/ö", comment="Ja"
    )
    chapters = (Chapter(0, 9, "Eins"), Chapter(9, 30, "Zwei ß"))
    told = read_tag(BytesIO(tag(tags, duration_ms=4711, chapters=chapters, cover=b"\xff\xd8\xff")))
    assert (told.duration_ms, told.chapters) == (4711, chapters)
    assert told.tags == replace(tags, url="https://a.example/%C3%B6")


FEED = rss(fakes.SHOW, [replace(fakes.EPISODE, published=fakes.EPISODE.published.replace(day=22))])
TAG = tag(
    Tags("Der Wald", date=fakes.EPISODE.added.date()), duration_ms=4711, chapters=fakes.EPISODE.chapters
)


@settings(max_examples=100)
@given(st.lists(st.tuples(st.integers(0), st.integers(0, 255)), min_size=1, max_size=30))
@example([(FEED.index(b"https://hoeren") + 8, ord("["))])
@example([(FEED.index(b"22. November 2026"), ord("9"))])
@example([(TAG.index(b"2026-11-03") + 5, ord("7"))])
def test_bytes_that_have_changed_stop_no_reading(changes):
    for whole, read in ((FEED, reread), (TAG, lambda data: read_tag(BytesIO(data)))):
        data = bytearray(whole)
        for place, byte in changes:
            data[place % len(data)] = byte
        read(bytes(data))


@pytest.mark.parametrize("data", [b"", b"ID3", b"ID3\x04\x00\x00\x00\x00\x00\x05abc", b"\xff\xfb" * 99])
def test_what_is_no_tag_of_ours_tells_nothing(data):
    assert read_tag(BytesIO(data)) is None


def test_the_numbers_of_a_feed_are_those_of_its_episodes(show):
    assert feed_numbers(show.public) == {2026: 4}
    with Store(show.database) as store:
        assert store.last_numbers() == {2026: 4}
