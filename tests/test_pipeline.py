"""The whole way: every word heard, every file whole, at every instant."""

import gzip
import random
import re
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path

import feedparser
import pytest
from lxml import etree
from pages import BRIEF

from podcaster import convert, read_article, write_script
from podcaster.errors import AudioError, StoreError
from podcaster.files import replacing
from podcaster.pipeline import Reading, ShowFolder, add, new_show, remove
from podcaster.pipeline.files import write_bytes, write_text

ROOT = Path(__file__).parent.parent
EXAMPLE = ROOT / "examples" / "artikel.html"
READING = Reading(voice="pico")


def words(text):
    return re.findall(r"\w+", text)


def cue_words(vtt):
    """The words of a WebVTT file, without its voice tags."""
    cues = [cue.split("\n", 1)[1] for cue in vtt.split("\n\n") if "-->" in cue.split("\n")[0]]
    text = re.sub(r"<[^>]*>", "", "\n".join(cues))
    return words(text.replace("&amp;", "&").replace("&lt;", "<").replace("&gt;", ">"))


def assert_show_is_whole(root):
    """The feed is valid XML and names only files that are there, in their full length."""
    feed = (root / "public" / "feed.xml").read_bytes()
    for enclosure in etree.fromstring(feed).iter("enclosure"):
        name = enclosure.get("url").rpartition("/")[2]
        assert (root / "public" / "episodes" / name).stat().st_size == int(enclosure.get("length"))


@pytest.fixture
def show(tmp_path):
    return new_show(tmp_path / "show", title="Kaffee & <Kuchen> 🎧", base_url="https://example.org/hören")


def variant(folder, number, of=EXAMPLE):
    """Another article of the same newspaper."""
    page = of.read_text(encoding="utf-8")
    page = re.sub(r'<link rel="canonical"[^>]*>|<meta property="og:url"[^>]*>', "", page)
    file = folder / f"artikel-{number}.html"
    file.write_text(page.replace("<p>", f"<p>Meldung Nummer {number}: ", 3), encoding="utf-8")
    return str(file)


def test_every_word_of_the_article_is_in_the_transcript_once_and_in_order(tmp_path):
    convert(EXAMPLE, tmp_path / "a.mp3", voice="pico")
    article = read_article(EXAMPLE.read_text(encoding="utf-8"))
    told = [article.kicker, article.title, article.lead, *(block.text for block in article.blocks)]
    expected = words(" ".join(text for text in told if text))
    heard = cue_words((tmp_path / "a.vtt").read_text(encoding="utf-8"))
    starts = [at for at in range(len(heard)) if heard[at : at + len(expected)] == expected]
    assert len(starts) == 1  # between intro and outro


PAGES = sorted((ROOT.parent / "shared" / "data" / "pages").glob("*.html.gz"))


@pytest.mark.skipif(not PAGES, reason="the real pages are not here")
@pytest.mark.parametrize("page", PAGES, ids=lambda path: path.name.removesuffix(".html.gz"))
def test_real_pages_are_read_whole_and_in_words_alone(page):
    article = read_article(gzip.decompress(page.read_bytes()).decode("utf-8"))
    script = write_script(article)
    body = [segment.text for segment in script.segments if segment.role in {"heading", "body"}]
    assert words(" ".join(body)) == words(" ".join(block.text for block in article.blocks))
    for segment in script.segments:
        assert not re.search(r"[^\w\s.,;:?!'’-]|[\d_]", segment.spoken), segment.spoken


def test_an_episode_is_in_the_feed_with_exact_length_and_duration(show):
    (outcome,) = add(show, [str(BRIEF)], reading=READING)
    feed = feedparser.parse((show.public / "feed.xml").read_bytes())
    (entry,) = feed.entries
    episode = outcome.episode
    assert feed.feed.title == "Kaffee & <Kuchen> 🎧"
    assert entry.id == episode.guid
    assert int(entry.enclosures[0].length) == (show.public / episode.audio_file).stat().st_size
    assert entry.enclosures[0].href.startswith("https://example.org/h%C3%B6ren/episodes/")
    assert int(entry.itunes_duration) == round(episode.duration_ms / 1000)
    assert "<title>" in (show.public / "index.html").read_text(encoding="utf-8")
    assert_show_is_whole(show.root)


def test_the_same_text_under_another_address_is_the_same_article(show, tmp_path):
    copy = tmp_path / "kopie.html"
    page = BRIEF.read_text(encoding="utf-8")
    copy.write_text(re.sub(r"https://[^\"]*", "https://anderswo.example/kopie", page), encoding="utf-8")
    first, second = add(show, [str(BRIEF), str(copy)], reading=READING)
    assert first.is_new
    assert not second.is_new
    assert second.episode.guid == first.episode.guid


def test_guids_and_files_outlive_new_episodes(show, tmp_path):
    (first,) = add(show, [str(BRIEF)], reading=READING)
    before = (show.public / first.episode.audio_file).read_bytes()
    add(show, [variant(tmp_path, 2, of=BRIEF)], reading=READING)
    feed = feedparser.parse((show.public / "feed.xml").read_bytes())
    assert [entry.id for entry in feed.entries][-1] == first.episode.guid
    assert len({entry.enclosures[0].href for entry in feed.entries}) == 2
    assert (show.public / first.episode.audio_file).read_bytes() == before
    remove(show, first.episode.slug)
    assert_show_is_whole(show.root)


def test_an_episode_whose_sound_is_gone_leaves_the_feed_and_is_told(show, tmp_path, caplog):
    (gone,) = add(show, [str(BRIEF)], reading=READING)
    (show.public / gone.episode.audio_file).unlink()
    add(show, [variant(tmp_path, 2, of=BRIEF)], reading=READING)
    assert_show_is_whole(show.root)
    assert gone.episode.slug in caplog.text


def test_a_show_moves_with_its_folder(show, tmp_path):
    add(show, [str(BRIEF)], reading=READING)
    shutil.move(show.root, tmp_path / "umgezogen")
    moved = ShowFolder.open(tmp_path / "umgezogen")
    (outcome,) = add(moved, [str(BRIEF)], reading=READING)
    assert not outcome.is_new
    assert_show_is_whole(moved.root)


def test_a_killed_run_leaves_a_whole_show_and_the_next_one_goes_on(show, tmp_path):
    sources = [variant(tmp_path, number) for number in range(3)]
    command = [
        sys.executable,
        "-m",
        "podcaster",
        "add",
        *sources,
        "--show",
        str(show.root),
        "--voice",
        "pico",
    ]
    chance = random.Random(24)  # noqa: S311
    for _ in range(3):
        run = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        time.sleep(chance.uniform(0.3, 4.0))
        run.send_signal(signal.SIGKILL)
        run.wait()
        assert_show_is_whole(show.root)
    assert subprocess.run(command, check=False, capture_output=True).returncode == 0
    assert_show_is_whole(show.root)
    with show.store() as store:
        assert len(store.episodes()) == len(sources)


def test_an_interrupted_run_publishes_what_it_has(show, tmp_path):
    def interrupt(_outcome):
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        add(show, [str(BRIEF), variant(tmp_path, 2, of=BRIEF)], reading=READING, on_outcome=interrupt)
    assert len(feedparser.parse((show.public / "feed.xml").read_bytes()).entries) == 1


HALVES = "\\ud800"
PAGE_WITH_HALVES = f"""<html lang="de"><head><link rel="canonical" href="https://blatt.example/rat">
<script type="application/ld+json">{{"@context": "https://schema.org", "@type": "NewsArticle",
"headline": "Der Rat {HALVES}entscheidet", "author": {{"name": "Anna {HALVES}Muster"}},
"publisher": {{"name": "Blatt{HALVES}"}}, "description": "Ein {HALVES}Vorspann über den Rat."}}</script>
</head><body><article><h1>Der Rat entscheidet</h1>
<p>Der Rat der Stadt hat am Abend entschieden, dass die alte Brücke über den Fluss neu gebaut wird, und
die Mehrheit war größer, als viele vorher gedacht hatten.</p>
<p>Die Arbeiten beginnen im Herbst und dauern zwei Jahre, wie das Bauamt mitteilte. In dieser Zeit fährt
eine Fähre, die auch Räder mitnimmt und die für alle nichts kostet.</p>
<p>Auch die Schule am Markt wird neu gebaut. Das ist gut für alle, die dort jeden Tag lernen und lehren,
und es ist lange versprochen worden.</p></article></body></html>"""


def test_halves_of_surrogate_pairs_reach_no_file(show, tmp_path):
    page = tmp_path / "halb.html"
    page.write_text(PAGE_WITH_HALVES, encoding="utf-8")
    (outcome,) = add(show, [str(page)], reading=READING)
    assert outcome.episode.title == "Der Rat entscheidet"
    assert outcome.episode.authors == ("Anna Muster",)
    assert_show_is_whole(show.root)


@pytest.fixture
def small_disk(tmp_path):
    """A disk of 256 kB."""
    disk = tmp_path / "disk"
    disk.mkdir()
    command = ["mount", "-t", "tmpfs", "-o", "size=256k", "tmpfs", str(disk)]
    if not shutil.which("mount") or subprocess.run(command, check=False, capture_output=True).returncode:
        pytest.skip("mounting a small disk needs root")
    yield disk
    subprocess.run(["umount", str(disk)], check=True)


def test_a_full_disk_is_told_and_nothing_half_written_is_left(small_disk):
    with pytest.raises(AudioError, match="room"):
        convert(EXAMPLE, small_disk / "a.mp3", voice="pico")
    assert list(small_disk.iterdir()) == []
    write_text(small_disk / "alt.txt", "was vorher da war")
    with pytest.raises(StoreError, match="no room on the disk"):
        write_bytes(small_disk / "alt.txt", b"x" * 1_000_000)
    assert (small_disk / "alt.txt").read_text(encoding="utf-8") == "was vorher da war"
    assert len(list(small_disk.iterdir())) == 1


def test_a_killed_write_leaves_the_old_file_and_the_next_one_takes_its_place(tmp_path):
    path = tmp_path / "feed.xml"
    path.write_bytes(b"old")
    (tmp_path / ".feed.xml.part").write_bytes(b"ha")

    def break_off():
        with replacing(path) as file:
            file.write(b"half of it")
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        break_off()
    assert [(file.name, file.read_bytes()) for file in tmp_path.iterdir()] == [("feed.xml", b"old")]
    write_bytes(path, b"new")
    assert [(file.name, file.read_bytes()) for file in tmp_path.iterdir()] == [("feed.xml", b"new")]


def test_a_file_where_a_folder_should_be_is_told(show):
    shutil.rmtree(show.public)
    show.public.touch()
    with pytest.raises(StoreError, match="public"):
        add(show, [str(EXAMPLE)], reading=READING)
