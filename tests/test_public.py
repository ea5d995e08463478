"""What lies in public/: the quick way of the nights gives what the thorough one gives."""

from __future__ import annotations

import shutil
from dataclasses import replace
from datetime import datetime, timedelta, timezone
from pathlib import Path
from tempfile import TemporaryDirectory

import fakes
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import html

from podcaster.model import AlsoIn
from podcaster.pipeline import ShowFolder, new_show
from podcaster.pipeline.public import files_of, is_written, write_news, write_public

FIRST = datetime(2026, 1, 1, tzinfo=timezone.utc)


def small_show(root):
    """A show whose feed holds few episodes, without the time that covers take."""
    new_show(root, title="Nacht", base_url="https://hoeren.example/")
    path = root / "podcaster.toml"
    path.write_text(
        path.read_text(encoding="utf-8").replace("# newest = 100", "newest = 3"), encoding="utf-8"
    )
    return ShowFolder.open(root)


@pytest.fixture(scope="module")
def template(tmp_path_factory):
    return small_show(tmp_path_factory.mktemp("show") / "show").root


@pytest.fixture
def show(template, tmp_path):
    shutil.copytree(template, tmp_path / "show")
    return ShowFolder.open(tmp_path / "show")


def add(show, store, number):
    """An episode with its files, small ones."""
    stem = f"episodes/folge-{number}"
    episode = replace(
        fakes.EPISODE,
        guid=f"guid-{number}",
        slug=f"folge-{number}",
        title=f"Folge {number}",
        url=f"https://blatt.example/{number}",
        added=FIRST + timedelta(days=number),
        audio_file=f"{stem}.mp3",
        audio_bytes=4 + number,
        transcript_file=f"{stem}.vtt",
        image_file=f"{stem}.jpg",
        chapters_file=f"{stem}.chapters.json",
        other_transcripts=(f"{stem}.srt", f"{stem}.json"),
    )
    for name in files_of(episode):
        (show.public / name).parent.mkdir(exist_ok=True)
        (show.public / name).write_bytes(b"x" * (4 + number))
    return store.add_episode(episode, f"print-{number}", fakes.script(fakes.segment("Ein Satz.")))


def lying(show):
    """Everything below public/, by name."""
    return {
        path.relative_to(show.public).as_posix(): path.read_bytes()
        for path in show.public.rglob("*")
        if path.is_file()
    }


STEPS = st.lists(
    st.one_of(
        st.just(("add", 0)),
        st.just(("add", 0)),
        st.tuples(st.sampled_from(["remove", "also", "lose", "leave"]), st.integers(0, 11)),
        st.just(("write", 0)),
    ),
    max_size=25,
)


@given(STEPS)
@settings(max_examples=25)
def test_the_quick_way_gives_what_the_thorough_one_gives(template, steps):
    with TemporaryDirectory() as folder:
        root = Path(folder) / "show"
        shutil.copytree(template, root)
        show = ShowFolder.open(root)
        with show.store() as store:
            added = 0
            for step, number in [*steps, ("write", 0)]:
                guid = f"guid-{number}"
                known = {placed.guid for placed in store.places()}
                if step == "add":
                    add(show, store, added)
                    added += 1
                elif step == "write":
                    write_news(show, store)
                    assert is_written(show, store)
                elif step == "remove" and guid in known:
                    store.remove_episode(guid)
                elif step == "also" and guid in known:
                    store.note_also_in(guid, AlsoIn("Ein anderes", f"https://anderes.example/{added}"))
                elif step == "leave":  # what a killed run leaves
                    (show.public / "episodes").mkdir(exist_ok=True)
                    (show.public / f"episodes/begonnen-{number}.mp3").write_bytes(b"x")
                    (show.public / "episodes/.begonnen.mp3.part").write_bytes(b"x")
                elif step == "lose" and guid in known:  # noticed with the next change of its part
                    (show.public / f"episodes/folge-{number}.vtt").unlink(missing_ok=True)
                    store.note_also_in(guid, AlsoIn("Ein drittes", f"https://drittes.example/{added}"))
            quick = lying(show)
            write_public(show, store)
        assert lying(show) == quick


def test_an_old_episode_is_found_page_by_page(show):
    with show.store() as store:
        for number in range(11):
            add(show, store, number)
        write_news(show, store)
    seen, page = [], show.public / "index.html"
    while page:
        tree = html.fromstring(page.read_bytes())
        for player in tree.iter("audio"):
            assert (page.parent / player.get("src")).is_file()
            seen.append(player.get("src").rpartition("-")[2])
        assert {(page.parent / link).resolve().name for link in tree.xpath("//a[@rel='prev']/@href")} <= {
            path.name for path in show.public.rglob("*.html")
        }
        older = tree.xpath("//a[@rel='next']/@href")
        page = page.parent / older[0] if older else None
    assert seen == [f"{number}.mp3" for number in range(10, -1, -1)]


def test_a_change_writes_its_own_part_and_no_other(show):
    with show.store() as store:
        for number in range(11):
            add(show, store, number)
        write_news(show, store)
        before = {path: path.stat().st_mtime_ns for path in show.public.rglob("*.*")}
        store.note_also_in("guid-1", AlsoIn("Ein anderes", "https://anderes.example/1"))
        assert not is_written(show, store)
        write_news(show, store)
        changed = [path.name for path, time in before.items() if path.stat().st_mtime_ns != time]
        assert sorted(changed) == ["2026-01.html", "2026-01.xml"]


def test_a_page_that_was_deleted_comes_back(show):
    with show.store() as store:
        for number in range(11):
            add(show, store, number)
        write_news(show, store)
        whole = lying(show)
        (show.public / "archive" / "2026-02.html").unlink()
        (show.public / "index.html").unlink()
        assert not is_written(show, store)
        write_news(show, store)
    assert lying(show) == whole
