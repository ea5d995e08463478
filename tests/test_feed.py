from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta, timezone
from email.utils import parsedate_to_datetime
from io import BytesIO

import fakes
import feedparser
import podcastparser
import pytest
from fakes import BARE, EPISODE
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import etree

from podcaster.errors import ConfigError
from podcaster.feed import category_path, documents, opml, rss
from podcaster.model import Chapter, Episode, Show

NAMESPACES = {
    "atom": "http://www.w3.org/2005/Atom",
    "content": "http://purl.org/rss/1.0/modules/content/",
    "itunes": "http://www.itunes.com/dtds/podcast-1.0.dtd",
    "podcast": "https://podcastindex.org/namespace/1.0",
}

SHOW = replace(fakes.SHOW, email="ada@hoeren.example", category="Daily News")


def channel_of(data):
    return etree.fromstring(data).find("channel")


def text(element, path):
    return element.findtext(path, namespaces=NAMESPACES)


def attributes(element, path):
    found = element.find(path, NAMESPACES)
    return None if found is None else dict(found.attrib)


def test_channel_says_what_apps_ask_for():
    channel = channel_of(rss(SHOW, [EPISODE]))
    said = {
        path: text(channel, path)
        for path in (
            *("title", "link", "description", "language", "lastBuildDate", "ttl", "generator"),
            *("itunes:author", "itunes:owner/itunes:name", "itunes:owner/itunes:email", "itunes:explicit"),
            *("itunes:block", "itunes:type", "podcast:guid", "podcast:locked", "podcast:block", "image/url"),
        )
    }
    assert said == {
        "title": SHOW.title,
        "link": SHOW.base_url,
        "description": SHOW.description,
        "language": "de",
        "lastBuildDate": "Tue, 03 Nov 2026 04:00:00 GMT",
        "ttl": "60",
        "generator": "podcaster",
        "itunes:author": "Ada Brandt",
        "itunes:owner/itunes:name": "Ada Brandt",
        "itunes:owner/itunes:email": "ada@hoeren.example",
        "itunes:explicit": "false",
        "itunes:block": "Yes",
        "itunes:type": "episodic",
        "podcast:guid": SHOW.guid,
        "podcast:locked": "yes",
        "podcast:block": "yes",
        "image/url": "https://hoeren.example/morgen/cover.jpg",
    }
    assert attributes(channel, "podcast:locked") == {"owner": "ada@hoeren.example"}
    assert attributes(channel, "itunes:image") == {"href": "https://hoeren.example/morgen/cover.jpg"}
    assert attributes(channel, "itunes:category") == {"text": "News"}
    assert attributes(channel, "itunes:category/itunes:category") == {"text": "Daily News"}
    assert attributes(channel, "atom:link") == {
        "href": "https://hoeren.example/morgen/feed.xml",
        "rel": "self",
        "type": "application/rss+xml",
    }


def test_item_says_what_apps_ask_for():
    item = channel_of(rss(SHOW, [EPISODE])).find("item")
    said = {
        path: text(item, path)
        for path in (
            *("title", "description", "link", "guid", "pubDate"),
            *("itunes:duration", "itunes:author", "itunes:episodeType", "itunes:explicit"),
        )
    }
    assert said == {
        "title": EPISODE.title,
        "description": EPISODE.lead,
        "link": EPISODE.url,
        "guid": EPISODE.guid,
        "pubDate": "Tue, 03 Nov 2026 04:00:00 GMT",
        "itunes:duration": "372",
        "itunes:author": "Ada Brandt, Jonas Reuter",
        "itunes:episodeType": "full",
        "itunes:explicit": "false",
    }
    assert attributes(item, "guid") == {"isPermaLink": "false"}
    assert attributes(item, "enclosure") == {
        "url": "https://hoeren.example/morgen/episodes/2026-11-03-der-wald.mp3",
        "length": "2400123",
        "type": "audio/mpeg",
    }
    assert attributes(item, "podcast:transcript") == {
        "url": "https://hoeren.example/morgen/episodes/2026-11-03-der-wald.vtt",
        "type": "text/vtt",
        "language": "de",
        "rel": "captions",
    }


def test_show_notes_name_article_chapters_and_voice():
    notes = text(channel_of(rss(SHOW, [EPISODE])).find("item"), "content:encoded")
    assert notes == (
        "<p>Auf der Brache wachsen Birken.</p>"
        "<p>Von Ada Brandt und Jonas Reuter · Morgenblatt · 2. November 2026</p>"
        '<p>Zum Artikel: <a href="https://morgenblatt.example/wald?id=7&amp;teil=2">Morgenblatt</a></p>'
        "<p>Kapitel:</p><ul><li>0:00 Der Wald &amp; die Stadt</li><li>1:02:05 Was bleibt</li></ul>"
        "<p>Es liest die synthetische Stimme „pico“.</p>"
        "<p>Rechte am Text: Morgenblatt. Vorgelesen zum eigenen Hören, nicht zum Weitergeben.</p>"
    )


def test_what_is_not_known_is_left_out():
    show = replace(SHOW, email=None, cover_file=None, block=False)
    channel = channel_of(rss(show, [BARE]))
    missing = (
        "itunes:owner",
        "skipHours",
        "podcast:updateFrequency",
        "itunes:image",
        "image",
        "itunes:block",
        "podcast:block",
    )
    assert [path for path in missing if channel.find(path, NAMESPACES) is not None] == []
    item = channel.find("item")
    assert [path for path in ("link", "podcast:transcript") if item.find(path, NAMESPACES) is not None] == []
    assert text(item, "description") == BARE.title
    assert text(item, "itunes:author") == SHOW.author
    absent = ("podcast:chapters", "podcast:person", "itunes:image", "itunes:season", "atom:updated")
    assert [path for path in absent if item.find(path, NAMESPACES) is not None] == []
    assert text(item, "content:encoded") == (
        "<p>Es liest die synthetische Stimme „pico“.</p>"
        "<p>Rechte am Text: beim Verlag. Vorgelesen zum eigenen Hören, nicht zum Weitergeben.</p>"
    )


def test_a_new_show_has_a_valid_feed_without_items():
    channel = channel_of(rss(SHOW, []))
    assert channel.find("item") is None
    assert channel.find("lastBuildDate") is None


def test_newest_first_and_stable_among_equals():
    day = timedelta(days=1)
    episodes = [
        replace(EPISODE, guid="b", added=EPISODE.added),
        replace(EPISODE, guid="a", added=EPISODE.added),
        replace(EPISODE, guid="new", added=EPISODE.added + day),
        replace(EPISODE, guid="old", added=EPISODE.added - day),
    ]
    guids = [item.findtext("guid") for item in channel_of(rss(SHOW, episodes)).iter("item")]
    assert guids == ["new", "b", "a", "old"]


def test_the_same_values_give_the_same_bytes():
    assert rss(SHOW, [EPISODE]) == rss(SHOW, [EPISODE])


@pytest.mark.parametrize(
    ("base_url", "feed"),
    [
        ("https://hoeren.example", "https://hoeren.example/feed.xml"),
        ("https://hoeren.example/pfad/", "https://hoeren.example/pfad/feed.xml"),
        ("https://hoeren.example/pfad", "https://hoeren.example/pfad/feed.xml"),
        ("https://hören.example:8443/", "https://xn--hren-5qa.example:8443/feed.xml"),
        ("https://straße.example/", "https://xn--strae-oqa.example/feed.xml"),
        ("https://hoeren.example/Über mich/", "https://hoeren.example/%C3%9Cber%20mich/feed.xml"),
        ("https://hoeren.example/%C3%9Cber%20mich/", "https://hoeren.example/%C3%9Cber%20mich/feed.xml"),
        ("http://[::1]:8000/", "http://[::1]:8000/feed.xml"),
    ],
)
def test_base_url_becomes_a_uri(base_url, feed):
    channel = channel_of(rss(replace(SHOW, base_url=base_url), []))
    assert attributes(channel, "atom:link")["href"] == feed


@pytest.mark.parametrize(
    ("url", "link"),
    [
        (
            "https://blatt.example/straße?q=ä ö|ü&x=100%",
            "https://blatt.example/stra%C3%9Fe?q=%C3%A4%20%C3%B6%7C%C3%BC&x=100%25",
        ),
        ("https://blatt.example/a%2Fb#c", "https://blatt.example/a%2Fb#c"),
        ("javascript:alert(1)", None),
        ("artikel.html", None),
        ("https://[kaputt/", None),
    ],
)
def test_only_web_addresses_become_links(url, link):
    item = channel_of(rss(SHOW, [replace(EPISODE, url=url)])).find("item")
    assert item.findtext("link") == link


def test_audio_with_any_name_has_a_valid_address():
    item = channel_of(rss(SHOW, [replace(EPISODE, audio_file="episodes/ä #1?.mp3")])).find("item")
    assert (
        attributes(item, "enclosure")["url"] == "https://hoeren.example/morgen/episodes/%C3%A4%20%231%3F.mp3"
    )


@pytest.mark.parametrize(
    ("name", "path"),
    [
        ("News", ("News",)),
        ("politics", ("News", "Politics")),
        ("Society  & Culture", ("Society & Culture",)),
        ("TV Reviews", ("TV & Film", "TV Reviews")),
    ],
)
def test_categories_are_apples(name, path):
    assert category_path(name) == path


def test_an_unknown_category_is_told_with_the_nearest():
    with pytest.raises(ConfigError, match=r"'Nachrichten'.*nearest is '"):
        rss(replace(SHOW, category="Nachrichten"), [])
    with pytest.raises(ConfigError, match="the nearest is 'Technology'"):
        rss(replace(SHOW, category="Technologie"), [])


DROPPED = dict.fromkeys(
    [*range(9), 11, 12, *range(14, 32), *range(127, 160), *range(0xD800, 0xE000), 0xFFFE, 0xFFFF]
)
nasty = st.one_of(
    st.text(max_size=20),
    st.sampled_from(
        [
            "]]>",
            "&amp;",
            "<script>alert(1)</script>",
            "\x00\x1b",
            "\ud800",
            "🙂" * 9,
            "ü" * 5000,
            "&" * 5000,
            "<!--",
        ]
    ),
)
instants = st.datetimes(
    datetime(1990, 1, 1),  # noqa: DTZ001
    datetime(2090, 1, 1),  # noqa: DTZ001
    timezones=st.integers(-14, 14).map(lambda h: timezone(timedelta(hours=h))),
)
chapters = st.builds(Chapter, st.integers(0, 10**8), st.integers(0, 10**8), nasty)
shows = st.builds(
    Show,
    title=nasty,
    description=nasty,
    author=nasty,
    language=st.just("de"),
    base_url=st.just(SHOW.base_url),
    guid=st.uuids().map(str),
    email=st.none() | nasty,
    link=st.none() | nasty,
    cover_file=st.none() | st.just("cover.png"),
    category=st.sampled_from(["News", "Politics"]),
    explicit=st.booleans(),
    block=st.booleans(),
)
episodes = st.builds(
    Episode,
    guid=st.uuids().map(str),
    slug=st.just("folge"),
    title=nasty,
    url=st.none() | nasty,
    lead=st.none() | nasty,
    authors=st.lists(nasty, max_size=3).map(tuple),
    publisher=st.none() | nasty,
    published=st.none() | instants,
    added=instants,
    audio_file=st.just("episodes/folge.mp3"),
    audio_bytes=st.integers(1, 2**40),
    duration_ms=st.integers(0, 10**8),
    transcript_file=st.none() | st.sampled_from(["episodes/a.vtt", "episodes/a.srt", "episodes/a.json"]),
    voice=nasty,
    chapters=st.lists(chapters, max_size=3).map(tuple),
)


def kept(value):
    return value.translate(DROPPED)


@settings(max_examples=300)
@given(show=shows, episode=episodes)
def test_every_field_comes_back(show, episode):
    channel = channel_of(rss(show, [episode]))
    item = channel.find("item")
    assert text(channel, "title") == kept(show.title)
    assert text(channel, "description") == kept(show.description)
    assert text(channel, "itunes:author") == kept(show.author)
    assert text(channel, "itunes:explicit") == str(show.explicit).lower()
    assert (text(channel, "itunes:block") == "Yes") == show.block
    assert text(item, "title") == kept(episode.title)
    if episode.lead:
        assert text(item, "description") == kept(episode.lead)
    assert parsedate_to_datetime(text(item, "pubDate")) == episode.added.replace(microsecond=0)
    assert attributes(item, "enclosure")["length"] == str(episode.audio_bytes)
    notes = etree.HTML(text(item, "content:encoded"))
    told = [words("".join(entry.itertext())) for entry in notes.iter("li")]
    assert [line.partition(" ")[2] for line in told] == [
        words(kept(chapter.title)) for chapter in episode.chapters
    ]


@settings(max_examples=200)
@given(show=shows, episode=episodes)
def test_podcast_clients_read_it(show, episode):
    data = rss(show, [episode])
    parsed = podcastparser.parse("https://hoeren.example/morgen/feed.xml", BytesIO(data))
    [entry] = parsed["episodes"]
    assert words(entry["title"]) == words(kept(episode.title))
    assert entry["guid"] == episode.guid
    assert entry["published"] == int(episode.added.timestamp())
    assert entry["total_time"] == round(episode.duration_ms / 1000)
    [enclosure] = entry["enclosures"]
    assert (enclosure["url"], enclosure["file_size"], enclosure["mime_type"]) == (
        "https://hoeren.example/morgen/episodes/folge.mp3",
        episode.audio_bytes,
        "audio/mpeg",
    )

    parsed = feedparser.parse(BytesIO(data), sanitize_html=False)
    assert not parsed.bozo, parsed.bozo_exception
    [entry] = parsed.entries
    assert words(entry.title) == words(mended(kept(episode.title)))
    assert entry.id == episode.guid
    assert entry.published_parsed[:6] == episode.added.astimezone(timezone.utc).timetuple()[:6]
    assert [(link.href, link.length, link.type) for link in entry.enclosures] == [
        ("https://hoeren.example/morgen/episodes/folge.mp3", str(episode.audio_bytes), "audio/mpeg")
    ]


def mended(text):
    """As feedparser takes text that could be UTF-8 read as Latin-1: ``Â¡`` for it is ``¡``."""
    try:
        return text.encode("latin-1").decode("utf-8")
    except UnicodeError:
        return text


def words(value):
    return " ".join(value.split())


# ── what newer apps read ────────────────────────────────────────────────────────────────────────

STEM = "episodes/2026-11-03-der-wald"
RICH = replace(
    EPISODE,
    season=2026,
    number=17,
    updated=datetime(2026, 11, 5, 6, 0, tzinfo=timezone.utc),
    revision=2,
    image_file=f"{STEM}.2.jpg",
    chapters_file=f"{STEM}.2.chapters.json",
    other_transcripts=(f"{STEM}.2.srt", f"{STEM}.2.json"),
)


def test_an_episode_tells_season_people_chapters_picture_and_transcripts():
    channel = channel_of(rss(SHOW, [RICH]))
    item = channel.find("item")
    base = "https://hoeren.example/morgen/"
    for prefix in ("itunes", "podcast"):
        assert (text(item, f"{prefix}:season"), text(item, f"{prefix}:episode")) == ("2026", "17")
    assert attributes(item, "itunes:image") == {"href": f"{base}{STEM}.2.jpg"}
    assert attributes(item, "podcast:chapters") == {
        "url": f"{base}{STEM}.2.chapters.json",
        "type": "application/json+chapters",
    }
    people = item.findall("podcast:person", NAMESPACES)
    assert [(one.text, one.get("group"), one.get("role")) for one in people] == [
        ("Ada Brandt", "writing", "author"),
        ("Jonas Reuter", "writing", "author"),
    ]
    transcripts = item.findall("podcast:transcript", NAMESPACES)
    assert [(one.get("type"), one.get("rel")) for one in transcripts] == [
        ("text/vtt", "captions"),
        ("application/x-subrip", "captions"),
        ("application/json", None),
    ]
    assert text(item, "atom:updated") == "2026-11-05T06:00:00+00:00"
    assert text(channel, "lastBuildDate") == "Thu, 05 Nov 2026 06:00:00 GMT"
    assert (item.findtext("guid"), item.findtext("pubDate")) == (
        EPISODE.guid,
        "Tue, 03 Nov 2026 04:00:00 GMT",
    )


def test_a_show_tells_how_often_to_look():
    show = replace(
        SHOW,
        ttl_minutes=720,
        skip_hours=(7, 8),
        update_rule="FREQ=DAILY",
        txt=(("applepodcastsverify", "a & b"),),
    )
    channel = channel_of(rss(show, []))
    assert channel.findtext("ttl") == "720"
    assert [hour.text for hour in channel.iter("hour")] == ["7", "8"]
    assert text(channel, "podcast:updateFrequency") == "täglich"
    assert attributes(channel, "podcast:updateFrequency") == {"rrule": "FREQ=DAILY"}
    assert text(channel, "podcast:txt") == "a & b"
    assert attributes(channel, "podcast:txt") == {"purpose": "applepodcastsverify"}
    assert text(channel, "podcast:medium") == "podcast"


# ── long shows, RFC 5005 ────────────────────────────────────────────────────────────────────────


def long_show(count, *, since=1):
    return [
        replace(
            EPISODE,
            guid=f"guid-{number}",
            added=EPISODE.added + timedelta(hours=number),
            season=2026,
            number=number,
        )
        for number in range(since, count + 1)
    ]


def links(data):
    found = channel_of(data).findall("atom:link", NAMESPACES)
    return {one.get("rel"): one.get("href").removeprefix(SHOW.base_url) for one in found}


def guids(data):
    return [item.findtext("guid") for item in channel_of(data).iter("item")]


def test_a_short_show_is_one_document():
    [(name, data)] = documents(SHOW, long_show(100))
    assert name == "feed.xml"
    assert links(data) == {"self": "feed.xml"}
    assert data == rss(SHOW, long_show(100))


def test_a_long_show_is_parted_and_each_part_names_its_neighbours():
    parts = dict(documents(SHOW, long_show(25), newest=10))
    assert list(parts) == ["archive/2026-01.xml", "feed.xml"]
    parts = dict(documents(SHOW, long_show(35), newest=10))
    assert list(parts) == ["archive/2026-01.xml", "archive/2026-02.xml", "feed.xml"]
    assert guids(parts["feed.xml"]) == [f"guid-{number}" for number in range(35, 20, -1)]
    assert guids(parts["archive/2026-02.xml"]) == [f"guid-{number}" for number in range(20, 10, -1)]
    assert links(parts["feed.xml"]) == {
        "self": "feed.xml",
        "first": "feed.xml",
        "last": "archive/2026-01.xml",
        "next": "archive/2026-02.xml",
        "prev-archive": "archive/2026-02.xml",
    }
    assert links(parts["archive/2026-02.xml"]) == {
        "self": "archive/2026-02.xml",
        "first": "feed.xml",
        "last": "archive/2026-01.xml",
        "previous": "feed.xml",
        "current": "feed.xml",
        "next": "archive/2026-01.xml",
        "prev-archive": "archive/2026-01.xml",
    }
    assert links(parts["archive/2026-01.xml"])["next-archive"] == "archive/2026-02.xml"
    history = "{http://purl.org/syndication/history/1.0}archive"
    assert [channel_of(data).find(history) is not None for data in parts.values()] == [True, True, False]


@given(
    st.lists(st.tuples(st.integers(2024, 2027), st.integers(1, 60)), unique=True, max_size=60),
    st.integers(1, 12),
)
def test_every_episode_stands_in_one_document_and_the_newest_in_the_feed(numbers, newest):
    episodes = [
        replace(
            EPISODE,
            guid=f"{season}-{number}",
            added=datetime(season, 1, 1, tzinfo=timezone.utc) + timedelta(hours=number),
            season=season,
            number=number,
        )
        for season, number in numbers
    ]
    parts = documents(SHOW, episodes, newest=newest)
    assert parts[-1][0] == "feed.xml"
    told = [guid for _, data in reversed(parts) for guid in guids(data)]
    expected = [f"{season}-{number}" for season, number in sorted(numbers, reverse=True)]
    assert told == expected
    assert guids(parts[-1][1])[:newest] == expected[:newest]
    followed, name = [], "feed.xml"
    while name:
        followed += guids(dict(parts)[name])
        name = links(dict(parts)[name]).get("next")
    assert followed == expected


def changed(before, after):
    return {name for name, data in dict(after).items() if dict(before).get(name) != data}


def test_only_what_changed_is_another_document():
    episodes = long_show(95)
    before = documents(SHOW, episodes, newest=10)
    added = documents(SHOW, [*episodes, *long_show(96, since=96)], newest=10)
    assert changed(before, added) == {"feed.xml"}
    edited = [replace(one, title="Neu") if one.number == 35 else one for one in episodes]
    assert changed(before, documents(SHOW, edited, newest=10)) == {"archive/2026-04.xml"}
    without = [one for one in episodes if one.number != 35]
    assert changed(before, documents(SHOW, without, newest=10)) == {"archive/2026-04.xml"}


# ── subscriptions ───────────────────────────────────────────────────────────────────────────────


@given(st.lists(shows, max_size=3))
def test_opml_lists_every_show(given_shows):
    outlines = etree.fromstring(opml(given_shows)).findall("body/outline")
    assert [(one.get("type"), one.get("xmlUrl")) for one in outlines] == [
        ("rss", "https://hoeren.example/morgen/feed.xml")
    ] * len(given_shows)
    expected = [kept(show.title).replace("\t", " ").replace("\n", " ") for show in given_shows]
    assert [one.get("text").replace("\t", " ").replace("\n", " ") for one in outlines] == expected
