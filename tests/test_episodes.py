"""What becomes of a show's episodes: pictures, changed articles, lost files."""

from __future__ import annotations

import json
import re
import threading
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from io import BytesIO

import feedparser
import pytest
from PIL import Image

from podcaster import convert
from podcaster.errors import FetchError
from podcaster.fetch import download, probe
from podcaster.images import measured
from podcaster.pipeline import Reading, add, check_feed, new_show, remove
from podcaster.pipeline.public import write_public
from podcaster.transcript import NARRATOR

READING = Reading(voice="pico")
TEXT = """<p>Der Rat der Stadt hat am Abend entschieden, dass die alte Brücke über den Fluss neu gebaut wird,
und die Mehrheit war größer, als viele vorher gedacht hatten.</p>
<h2>Die Arbeiten</h2><p>Die Arbeiten beginnen im Herbst und dauern zwei Jahre, wie das Bauamt mitteilte. In dieser
Zeit fährt eine Fähre, die auch Räder mitnimmt und die für alle nichts kostet.</p>"""


def page(title="Der Rat entscheidet", text=TEXT, url="https://blatt.example/rat", image=""):
    return f"""<html lang="de"><head><title>{title}</title><link rel="canonical" href="{url}">
<meta property="og:title" content="{title}"><meta property="og:image" content="{image}">
<meta property="og:type" content="article"></head><body><article><h1>{title}</h1>{text}</article></body></html>"""


@pytest.fixture
def show(tmp_path):
    return new_show(tmp_path / "show", title="Kaffee", base_url="https://example.org/")


@pytest.fixture
def source(tmp_path):
    path = tmp_path / "rat.html"
    path.write_text(page(), encoding="utf-8")
    return path


def entries(show):
    return feedparser.parse((show.public / "feed.xml").read_bytes()).entries


def files(show):
    return {path.name for path in (show.public / "episodes").iterdir()}


def test_an_episode_has_all_its_files_and_our_feed_is_clean(show, source):
    (outcome,) = add(show, [str(source)], reading=READING)
    stem = outcome.episode.slug
    suffixes = (".mp3", ".jpg", ".vtt", ".srt", ".json", ".chapters.json")
    assert files(show) == {stem + suffix for suffix in suffixes}
    told = json.loads((show.public / outcome.episode.chapters_file).read_text(encoding="utf-8"))
    assert [(one["startTime"], one["title"]) for one in told["chapters"]] == [
        (chapter.start_ms / 1000, chapter.title) for chapter in outcome.episode.chapters
    ]
    tag = (show.public / outcome.episode.audio_file).read_bytes()[:5_000]
    for chapter in outcome.episode.chapters:
        assert chapter.start_ms.to_bytes(4, "big") + chapter.end_ms.to_bytes(4, "big") in tag
    told = json.loads((show.public / f"episodes/{stem}.json").read_text(encoding="utf-8"))
    assert {segment["speaker"] for segment in told["segments"]} == {NARRATOR}
    assert measured((show.public / outcome.episode.image_file).read_bytes()) == ("JPEG", 1400, 1400, "RGB")
    report = check_feed(str(show.public / "feed.xml"))
    assert {finding.what for finding in report.findings} <= {"has no <itunes:owner/itunes:email>"}


def test_a_single_article_has_them_on_demand(source, tmp_path):
    convert(source, tmp_path / "a.mp3", voice="pico", all_formats=True)
    names = {path.name for path in tmp_path.glob("a.*")}
    assert names == {"a.mp3", "a.vtt", "a.srt", "a.json", "a.chapters.json"}
    assert (tmp_path / "a.srt").read_text(encoding="utf-8").startswith("1\n00:00:00,2")


def test_a_changed_article_is_spoken_anew_and_stays_the_same_episode(show, source):
    (first,) = add(show, [str(source)], reading=READING)
    (before,) = entries(show)
    (again,) = add(show, [str(source)], reading=READING)
    assert (again.is_new, again.is_update, again.episode) == (False, False, first.episode)

    source.write_text(page("Der Rat vertagt sich"), encoding="utf-8")
    (changed,) = add(show, [str(source)], reading=READING)
    assert (changed.is_new, changed.is_update) == (False, True)
    (after,) = entries(show)
    assert after.title == "Der Rat vertagt sich"
    assert (after.id, after.published) == (before.id, before.published)
    assert (after.itunes_season, after.itunes_episode) == (before.itunes_season, before.itunes_episode)
    assert after.enclosures[0].href != before.enclosures[0].href
    assert all(name.startswith(f"{first.episode.slug}.2.") for name in files(show))
    assert (show.public / changed.episode.audio_file).is_file()
    remove(show, changed.episode.slug)
    assert files(show) == set()


def test_lost_sound_comes_back_with_its_file_or_its_article(show, source):
    (first,) = add(show, [str(source)], reading=READING)
    sound = show.public / first.episode.audio_file
    kept = sound.read_bytes()
    sound.unlink()
    with show.locked(), show.store() as store:
        write_public(show, store)
    assert entries(show) == []
    sound.write_bytes(kept)
    with show.locked(), show.store() as store:
        write_public(show, store)
    assert [entry.id for entry in entries(show)] == [first.episode.guid]
    sound.unlink()
    (again,) = add(show, [str(source)], reading=READING)
    assert again.is_update
    assert [entry.id for entry in entries(show)] == [first.episode.guid]


def test_the_feed_names_no_companion_that_is_gone(show, source):
    (first,) = add(show, [str(source)], reading=READING)
    for name in (first.episode.image_file, first.episode.chapters_file, *first.episode.other_transcripts):
        (show.public / name).unlink()
    with show.locked(), show.store() as store:
        write_public(show, store)
    told = (show.public / "feed.xml").read_text(encoding="utf-8")
    assert set(re.findall(r'="https://example.org/episodes/[^"]*?(\.[.a-z0-9]+)"', told)) == {".mp3", ".vtt"}


def test_what_a_killed_run_leaves_is_swept_and_what_is_not_ours_stays(show):
    (show.public / "episodes").mkdir()
    ours = ("episodes/halb.mp3", "episodes/halb.2.chapters.json", "cover.jpg", "cover-01234567.png")
    others = ("robots.txt", "episodes/Notiz.txt", "episodes/notiz.pdf", "mein-cover.jpg", ".htaccess")
    for name in (*ours, *others):
        (show.public / name).write_bytes(b"x")
    with show.locked(), show.store() as store:
        write_public(show, store)
    assert [name for name in (*ours, *others) if (show.public / name).exists()] == list(others)


def test_unchanged_files_are_not_written_again(show, source):
    add(show, [str(source)], reading=READING)
    before = {path: path.stat().st_mtime_ns for path in show.public.rglob("*.*")}
    with show.locked(), show.store() as store:
        write_public(show, store)
    assert {path: path.stat().st_mtime_ns for path in show.public.rglob("*.*")} == before


# ── pictures from the web ───────────────────────────────────────────────────────────────────────


def red_png():
    Image.new("RGB", (900, 700), "red").save(target := BytesIO(), "PNG")
    return target.getvalue()


@contextmanager
def served(answers):
    """A web server on loopback that gives type and body by path, and 404 for others; no ranges."""

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self):
            kind, body = answers.get(self.path, ("", b""))
            self.send_response(200 if kind else 404)
            self.send_header("Content-Type", kind or "text/plain")
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_):
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield f"http://127.0.0.1:{server.server_port}"
    finally:
        server.shutdown()
        server.server_close()


@pytest.mark.parametrize("picture", [("image/png", red_png()), ("image/png", b"no picture"), ("", b"")])
def test_the_articles_picture_is_the_episodes_cover_or_else_its_title_is(show, picture):
    answers = {"/bild.png": picture}
    with served(answers) as host:
        html = page(url=f"{host}/rat", image=f"{host}/bild.png").encode()
        answers["/rat"] = ("text/html; charset=utf-8", html)
        (outcome,) = add(show, [f"{host}/rat"], reading=READING)
    assert outcome.is_new
    cover = Image.open(show.public / outcome.episode.image_file)
    red, green, _ = cover.getpixel((5, 5))
    assert cover.size == (1400, 1400)
    assert (red > 240 and green < 20) == (picture[1] == red_png())


def test_a_page_does_not_make_us_ask_private_machines():
    with served({"/bild.png": ("image/png", red_png())}) as host:
        assert download(f"{host}/bild.png").data == red_png()  # the user has named it
        assert download(f"{host}/bild.png", f"{host}/rat").data == red_png()
        for page_url in ("https://blatt.example/rat", "", "kein://x"):
            for get in (download, probe):
                with pytest.raises(FetchError, match="private network"):
                    get(f"{host}/bild.png", page_url)
        with pytest.raises(FetchError, match="404"):
            download(f"{host}/nichts.png", f"{host}/rat")


def test_a_server_without_head_and_ranges_is_told():
    with served({"/a.mp3": ("audio/mpeg", b"x" * 50)}) as host:
        told = probe(f"{host}/a.mp3")
        assert (told.size_bytes, told.media_type, told.head, told.ranges) == (50, "audio/mpeg", False, False)
        assert download(f"{host}/a.mp3").data == b"x" * 50
        with pytest.raises(FetchError, match="404"):
            probe(f"{host}/b.mp3")


@pytest.mark.parametrize("address", ["http://127.0.0.1:1/a", "http://[kaputt/", "http://nirgends.invalid/a"])
def test_what_cannot_be_had_is_one_error(address):
    for get in (download, probe):
        for page_url in (None, "https://blatt.example/"):
            with pytest.raises(FetchError):
                get(address, page_url)
