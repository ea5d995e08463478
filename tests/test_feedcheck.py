from __future__ import annotations

import json
from dataclasses import replace
from datetime import timedelta
from io import BytesIO

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree
from PIL import Image
from test_feed import EPISODE, NAMESPACES, RICH, SHOW, long_show
from web import site

from podcaster.errors import FetchError
from podcaster.feed import Served, check, documents, rss
from podcaster.images import title_cover
from podcaster.pipeline import check_feed
from podcaster.transcript import chapters_json

SOUND = replace(RICH, audio_bytes=5_000_000)
NOW = EPISODE.added + timedelta(days=30)


def told(data, look=lambda _address, _use: None, **given_facts):
    return [(one.severity, one.what) for one in check(data, look, now=NOW, **given_facts)]


def test_our_own_feed_is_clean():
    assert told(rss(SHOW, [SOUND])) == []
    for _, data in documents(SHOW, [replace(one, audio_bytes=5_000_000) for one in long_show(35)], newest=10):
        enclosures = {what for _, what in told(data) if "sound file" not in what}
        assert enclosures == set()


def without(path):
    def change(root):
        for found in root.findall(path, NAMESPACES):
            found.getparent().remove(found)

    return change


def saying(path, text):
    def change(root):
        root.find(path, NAMESPACES).text = text

    return change


def having(path, name, value):
    def change(root):
        root.find(path, NAMESPACES).set(name, value)

    return change


def twice(path):
    def change(root):
        found = root.find(path, NAMESPACES)
        found.addnext(etree.fromstring(etree.tostring(found)))

    return change


@pytest.mark.parametrize(
    ("change", "severity", "what"),
    [
        (without("channel/title"), "error", "has no <title>"),
        (without("channel/itunes:image"), "error", "has no <itunes:image>"),
        (without("channel/itunes:category"), "error", "has no <itunes:category>"),
        (without("channel/itunes:explicit"), "error", "has no <itunes:explicit>"),
        (without("channel/language"), "error", "has no <language>"),
        (without("channel/itunes:owner"), "warning", "has no <itunes:owner/itunes:email>"),
        (without("channel/atom:link"), "warning", "has no <atom:link>"),
        (without("channel/item"), "error", "has no episode"),
        (saying("channel/title", "  "), "error", "has no <title>"),
        (saying("channel/language", "deutsch!"), "error", "language is 'deutsch!'"),
        (saying("channel/itunes:explicit", "clean"), "warning", "as it was once said"),
        (saying("channel/itunes:explicit", "maybe"), "error", "itunes:explicit is 'maybe'"),
        (saying("channel/itunes:type", "daily"), "error", "itunes:type is 'daily'"),
        (saying("channel/lastBuildDate", "gestern"), "error", "lastBuildDate is 'gestern'"),
        (saying("channel/ttl", "1 h"), "error", "ttl is '1 h'"),
        (saying("channel/podcast:guid", "1"), "error", "podcast:guid is '1'"),
        (saying("channel/podcast:locked", "true"), "error", "podcast:locked is 'true'"),
        (having("channel/itunes:category", "text", "Nachrichten"), "error", "'Nachrichten' is none"),
        (having("channel/itunes:category/itunes:category", "text", "Drama"), "error", "no part of 'News'"),
        (having("channel/atom:link", "href", "/feed.xml"), "error", "no full address"),
        (having("channel/atom:link", "href", "http://a.example/feed.xml"), "warning", "not served by https"),
        (having("channel/atom:link", "href", "http://192.168.1.2/feed.xml"), "warning", "from here alone"),
        (twice("channel/description"), "error", "more than one <description>"),
        (twice("channel/item"), "error", "2 episodes have the GUID"),
        (twice("channel/item"), "error", "2 episodes have the sound file"),
        (twice("channel/item/guid"), "error", "more than one <guid>"),
        (without("channel/item/guid"), "error", "has no <guid>"),
        (without("channel/item/enclosure"), "error", "has no <enclosure>"),
        (without("channel/item/pubDate"), "warning", "has no <pubDate>"),
        (without("channel/item/itunes:duration"), "warning", "has no <itunes:duration>"),
        (saying("channel/item/title", "x" * 300), "warning", "longer than 255"),
        (saying("channel/item/description", "ü" * 2001), "warning", "longer than 4000 bytes"),
        (saying("channel/item/pubDate", "2026-11-03"), "error", "pubDate is '2026-11-03'"),
        (saying("channel/item/pubDate", "Mon, 03 Nov 2026 04:00:00 GMT"), "error", "wrong day of the week"),
        (saying("channel/item/pubDate", "Sun, 03 Nov 2030 04:00:00 GMT"), "warning", "in the future"),
        (saying("channel/item/itunes:duration", "6 min"), "error", "itunes:duration is '6 min'"),
        (saying("channel/item/itunes:duration", "9:99:99"), "error", "itunes:duration"),
        (saying("channel/item/itunes:season", "0"), "error", "itunes:season is '0'"),
        (saying("channel/item/itunes:episode", "²"), "error", "itunes:episode is '²'"),
        (saying("channel/item/podcast:person", "x" * 129), "warning", "longer than 128"),
        (having("channel/item/guid", "isPermaLink", "true"), "error", "guid is no address"),
        (having("channel/item/enclosure", "length", "0"), "error", "length is '0'"),
        (having("channel/item/enclosure", "length", "300000000"), "warning", "larger than 200 MB"),
        (having("channel/item/enclosure", "length", "1000000"), "warning", "less than 96 kbit/s"),
        (having("channel/item/enclosure", "type", "audio/ogg"), "error", "type is 'audio/ogg'"),
        (having("channel/item/enclosure", "url", "https://a.example/x.wav"), "error", "does not end in .mp3"),
        (having("channel/item/enclosure", "url", "episodes/x.mp3"), "error", "no full address"),
        (
            having("channel/item/enclosure", "url", "https://a.example/ä.mp3"),
            "error",
            "letters in its address",
        ),
        (having("channel/item/podcast:transcript", "type", "text/plain"), "error", "transcript's type"),
        (having("channel/item/podcast:chapters", "type", "text/xml"), "error", "chapters are 'text/xml'"),
    ],
)
def test_each_fault_is_told_with_its_weight(change, severity, what):
    root = etree.fromstring(rss(SHOW, [SOUND]))
    change(root)
    found = told(etree.tostring(root))
    assert any(weight == severity and what in text for weight, text in found), found
    assert found == sorted(found, key=lambda finding: finding[0])


@pytest.mark.parametrize(
    "data", [b"", b"<html/>", b"<rss><channel>", b"<rss/>", b"\x00\xff", b"<!DOCTYPE a>"]
)
def test_what_is_no_feed_is_told(data):
    assert told(data) == [("error", "is no whole RSS 2.0 document")]


@given(st.binary(max_size=200), st.text(max_size=100))
def test_no_document_breaks_the_check(data, text):
    assert check(data)
    root = etree.fromstring(rss(SHOW, [SOUND]))
    clean = "".join(char for char in text if char.isprintable())
    for element in root.iter("*"):
        if not len(element):
            element.text = clean
        for name in element.attrib:
            element.set(name, clean)
    assert check(etree.tostring(root))


def test_the_feeds_own_address_must_be_where_it_was_had():
    data = rss(SHOW, [SOUND])
    assert told(data, address=f"{SHOW.base_url}feed.xml") == []
    [(severity, what)] = told(data, address="https://anderswo.example/feed.xml")
    assert severity == "warning"
    assert "anderswo.example" in what


GOOD = {
    "sound": Served(SOUND.audio_bytes, media_type="audio/mpeg"),
    "picture": Served(9, media_type="image/jpeg", picture=("JPEG", 1400, 1400, "RGB")),
    "text": Served(9, content=chapters_json("x", SOUND.chapters).encode()),
}


@pytest.mark.parametrize(
    ("use", "served", "severity", "what"),
    [
        ("sound", Served(problem="is not there"), "error", "2026-11-03-der-wald.mp3: is not there"),
        ("sound", Served(17, media_type="audio/mpeg"), "error", "17 bytes, the feed says 5000000"),
        ("sound", Served(5_000_000, media_type="text/html"), "warning", "served as 'text/html'"),
        ("sound", Served(5_000_000, ranges=False), "error", "not given in parts"),
        ("sound", Served(5_000_000, head=False), "error", "does not answer HEAD"),
        ("picture", Served(9), "error", "the cover is no JPEG or PNG"),
        ("picture", Served(9, picture=("GIF", 1400, 1400, "P")), "error", "no JPEG or PNG"),
        ("picture", Served(9, picture=("JPEG", 1400, 900, "RGB")), "error", "1400 × 900 pixels"),
        ("picture", Served(9, picture=("JPEG", 600, 600, "RGB")), "error", "600 × 600 pixels"),
        ("picture", Served(9, picture=("JPEG", 600, 600, "RGB")), "warning", "its picture has 600"),
        ("picture", Served(9, picture=("JPEG", 1400, 1400, "CMYK")), "error", "stored as CMYK"),
        ("picture", Served(9, picture=("PNG", 1400, 1400, "RGB")), "error", "PNG of another name"),
        ("text", Served(problem="is not there"), "error", "der-wald.vtt: is not there"),
        ("text", Served(9, content=b"{}"), "error", "not in the namespace's JSON"),
        ("text", Served(9, content=b'{"version": "1", "chapters": [{}]}'), "error", "not in the namespace"),
    ],
)
def test_files_are_looked_at(use, served, severity, what):
    data = rss(SHOW, [SOUND])
    assert told(data, lambda _address, asked: GOOD[asked]) == []
    found = told(data, lambda _address, asked: served if asked == use else GOOD[asked])
    assert any(weight == severity and what in text for weight, text in found), found


# ── a folder as it lies on disk ─────────────────────────────────────────────────────────────────


@pytest.fixture
def public(tmp_path):
    """A long show with all its files."""
    cover = title_cover("Kaffee", side_px=1400)
    (tmp_path / "cover.jpg").write_bytes(cover)
    episodes = []
    for one in long_show(25):
        stem = f"episodes/{one.number}"
        files = {
            f"{stem}.mp3": b"x" * 50_000,
            f"{stem}.vtt": b"WEBVTT",
            f"{stem}.jpg": cover,
            f"{stem}.chapters.json": chapters_json("x", one.chapters).encode(),
        }
        for name, data in files.items():
            (tmp_path / name).parent.mkdir(exist_ok=True)
            (tmp_path / name).write_bytes(data)
        mp3, vtt, jpg, chapters = files
        episodes.append(
            replace(
                one,
                duration_ms=4_000,
                audio_bytes=50_000,
                audio_file=mp3,
                transcript_file=vtt,
                image_file=jpg,
                chapters_file=chapters,
            )
        )
    for name, data in documents(SHOW, episodes, newest=10):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_bytes(data)
    return tmp_path


def test_a_folder_is_checked_with_its_archives_and_files(public):
    report = check_feed(str(public / "feed.xml"))
    assert (report.episodes, report.findings, report.is_refused) == (25, (), False)
    (public / "episodes" / "3.mp3").write_bytes(b"short")  # in an archive
    (public / "episodes" / "25.vtt").unlink()
    Image.new("RGB", (50, 50)).save(target := BytesIO(), "PNG")
    (public / "cover.jpg").write_bytes(target.getvalue())
    report = check_feed(str(public / "feed.xml"))
    assert report.is_refused
    assert {finding.what for finding in report.findings} == {
        "its sound has 5 bytes, the feed says 50000",
        "25.vtt: is not there (No such file or directory)",
        "the cover has 50 × 50 pixels",
        "the cover is a PNG of another name",
    }


def test_a_feed_that_is_not_there_is_told(tmp_path):
    with pytest.raises(FetchError, match=r"nichts\.xml: No such file"):
        check_feed(str(tmp_path / "nichts.xml"))


def test_findings_are_plain_data(public):
    (public / "cover.jpg").unlink()
    [finding] = check_feed(str(public / "feed.xml")).findings
    assert json.dumps([finding.severity, finding.place, finding.what, finding.cure, finding.who])


def test_a_feed_on_this_machine_is_checked_with_its_files(public):
    served = {}

    def answer(handler, _number):
        handler.reply(200 if handler.path in served else 404, served.get(handler.path, b""))

    with site(answer) as (root, asked):
        for file in public.rglob("*"):
            if file.is_file():
                data = file.read_bytes().replace(SHOW.base_url.encode(), f"{root}/".encode())
                served[f"/{file.relative_to(public)}"] = data
        report = check_feed(f"{root}/feed.xml")
    assert report.episodes == 25
    assert not [finding.what for finding in report.findings if "private network" in finding.what]
    assert "/episodes/25.vtt" in asked
