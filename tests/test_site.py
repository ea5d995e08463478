from __future__ import annotations

import re
from dataclasses import replace
from datetime import datetime, timedelta, timezone
from itertools import pairwise

import fakes
import pytest
from fakes import SHOW, script
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import html

from podcaster.model import Chapter, Place, Segment, Sentence, join_pieces
from podcaster.site import page, passages

EPISODE = replace(
    fakes.EPISODE,
    authors=("Ada Brandt",),
    published=datetime(2026, 3, 2, 0, 30, tzinfo=timezone(timedelta(hours=1))),
    transcript_file=None,
    chapters=(Chapter(0, 9_000, "Der Wald"), Chapter(3_725_500, 3_800_000, "Was bleibt")),
)


def segment(role, text, quote=None, speaker=None, pause_ms=0):
    return Segment(role, (Sentence(text, text),), quote, speaker, pause_ms, ends_block=pause_ms > 250)


SCRIPT = script(
    segment("intro", "Morgenblatt.", pause_ms=700),
    segment("headline", "Der Wald", pause_ms=900),
    segment("lead", "Birken wachsen.", pause_ms=900),
    segment("body", "Sie sagt:"),
    segment("body", "„Hier lebt ein Reh.“", "direct", "Miriam Okafor", 250),
    segment("body", "„Es kommt früh“", "direct", "Miriam Okafor"),
    segment("body", ", im Nebel.", pause_ms=550),
    segment("body", "Das Amt will"),
    segment("body", "„behutsam“", "partial"),
    segment("body", "bauen.", pause_ms=550),
    segment("heading", "Was bleibt", pause_ms=800),
    segment("body", "Nur der Boden.", pause_ms=550),
    segment("outro", "Das war es."),
)


def parsed(*arguments):
    return html.document_fromstring(page(*arguments))


def words(element):
    return " ".join(element.text_content().split())


def test_an_episode_has_player_facts_and_original():
    [article] = parsed(SHOW, [EPISODE], {}).findall(".//article")
    assert words(article.find(".//h2")) == EPISODE.title
    assert words(article.find_class("facts")[0]) == "Morgenblatt · 2. März 2026 · 6 Min."
    assert article.find(".//time").get("datetime") == "2026-03-02"
    assert words(article.find_class("teaser")[0]) == EPISODE.lead
    player = article.find(".//audio")
    assert (player.get("src"), player.get("preload")) == ("episodes/2026-11-03-der-wald.mp3", "none")
    links = {words(link): link.get("href") for link in article.find_class("links")[0].iter("a")}
    assert links == {
        "Zum Original: Morgenblatt": EPISODE.url,
        "MP3 laden (2,4 MB)": "episodes/2026-11-03-der-wald.mp3",
    }
    assert article.find(".//details") is None


def test_an_editions_chapters_lead_to_their_articles_too():
    named = Chapter(0, 9_000, "Der Wald", "https://zeitung.example/wald?a=1&b=2")
    wrong = Chapter(9_000, 18_000, "Das Moor", "javascript:alert(1)")
    edition = replace(EPISODE, chapters=(named, wrong), is_edition=True)
    [first, second] = parsed(SHOW, [edition], {}).find_class("chapters")[0].findall("li")
    assert [link.get("href") for link in first.findall("a")[1:]] == [named.url]
    assert len(second.findall("a")) == 1


def test_chapters_seek_even_without_a_script():
    links = parsed(SHOW, [EPISODE], {}).find_class("chapters")[0].findall(".//a")
    assert [(link.get("href"), words(link.find("time")), words(link.find("span"))) for link in links] == [
        ("episodes/2026-11-03-der-wald.mp3#t=0.0", "0:00", "Der Wald"),
        ("episodes/2026-11-03-der-wald.mp3#t=3725.5", "1:02:05", "Was bleibt"),
    ]


def test_the_text_stands_by_paragraphs_with_quotes_and_speakers_marked():
    [text] = parsed(SHOW, [EPISODE], {EPISODE.guid: SCRIPT}).find_class("text")
    assert [(part.tag, part.get("class"), words(part)) for part in text] == [
        ("p", "intro", "Morgenblatt."),
        ("h3", "headline", "Der Wald"),
        ("p", "lead", "Birken wachsen."),
        ("p", "body", "Sie sagt: Miriam Okafor„Hier lebt ein Reh.“ „Es kommt früh“, im Nebel."),
        ("p", "body", "Das Amt will „behutsam“ bauen."),
        ("h3", "heading", "Was bleibt"),
        ("p", "body", "Nur der Boden."),
        ("p", "outro", "Das war es."),
    ]
    assert [(quote.get("class"), words(quote)) for quote in text.iter("q")] == [
        ("direct", "„Hier lebt ein Reh.“"),
        ("direct", "„Es kommt früh“"),
        ("partial", "„behutsam“"),
    ]
    assert [words(speaker) for speaker in text.find_class("speaker")] == ["Miriam Okafor"]


def test_another_speaker_is_named_again():
    said = script(*(segment("body", "„Ja“", "direct", speaker) for speaker in ("A", "B", "B", None, "B")))
    [passage] = passages(said)
    assert [span.speaker for span in passage.spans] == ["A", "B", None, None, "B"]


@given(
    st.lists(
        st.builds(
            segment,
            st.sampled_from(["lead", "heading", "body"]),
            st.sampled_from(["Ja", "„Nein“", ", sagt sie.", "(und", "so)", "…"]),
            st.sampled_from([None, "direct", "partial"]),
            st.sampled_from([None, "A", "B"]),
            st.sampled_from([0, 250, 550]),
        ),
        max_size=12,
    )
)
def test_passages_hold_every_word_once_and_in_order(segments):
    told = list(passages(script(*segments)))
    said = [[one for span in passage.spans for one in span.said] for passage in told]
    assert [one.text for passage in said for one in passage] == [part.text for part in segments]
    for passage in said:
        joined = "".join(" " * one.blank_before + one.text for one in passage)
        assert joined == join_pieces(one.text for one in passage)


def test_sentences_know_when_they_are_heard():
    times = {Place(1, 0): 1_500, Place(3, 0): 64_200, Place(4, 0): 65_000}
    document = parsed(SHOW, [EPISODE], {EPISODE.guid: SCRIPT}, {EPISODE.guid: times})
    [text] = document.find_class("text")
    assert [(float(one.get("data-start")), one.text) for one in text.xpath(".//span[@data-start]")] == [
        (1.5, "Der Wald"),
        (64.2, "Sie sagt:"),
        (65.0, "„Hier lebt ein Reh.“"),
    ]
    buttons = [(button.get("data-start"), button.get("aria-label")) for button in text.iter("button")]
    assert buttons == [("1.5", "Ab 0:01 hören"), ("64.2", "Ab 1:04 hören")]
    assert document.find_class("follow")
    assert not parsed(SHOW, [EPISODE], {EPISODE.guid: SCRIPT}).find_class("follow")


def test_apps_open_with_the_feed():
    links = {words(link): link.get("href") for link in parsed(SHOW, [], {}).find_class("apps")[0].iter("a")}
    assert links["AntennaPod"] == "antennapod-subscribe://hoeren.example/morgen/feed.xml"
    assert links["Apple Podcasts"] == "podcast://hoeren.example/morgen/feed.xml"
    assert links["Overcast"].endswith("url=https%3A%2F%2Fhoeren.example%2Fmorgen%2Ffeed.xml")


def test_newest_first():
    day = timedelta(days=1)
    episodes = [
        replace(EPISODE, slug=slug, added=EPISODE.added + days * day)
        for slug, days in (("b", 0), ("new", 1), ("a", 0), ("old", -1))
    ]
    assert [article.get("id") for article in parsed(SHOW, episodes, {}).iter("article")] == [
        "new",
        "b",
        "a",
        "old",
    ]


@pytest.mark.parametrize(
    ("duration_ms", "told"),
    [
        (0, "0 Sek."),
        (45_400, "45 Sek."),
        (59_600, "1 Min."),
        (89_000, "1 Min."),
        (3_599_000, "1 Std."),
        (3_840_000, "1 Std. 4 Min."),
    ],
)
def test_lengths_are_told_as_people_tell_them(duration_ms, told):
    [facts] = parsed(SHOW, [replace(EPISODE, duration_ms=duration_ms)], {}).find_class("facts")
    assert words(facts).endswith(f"· {told}")


@pytest.mark.parametrize("base_url", ["https://hoeren.example/morgen/", "https://hoeren.example/morgen"])
def test_the_address_to_subscribe_to_is_whole(base_url):
    document = parsed(replace(SHOW, base_url=base_url), [], {})
    assert document.get_element_by_id("adresse").get("value") == "https://hoeren.example/morgen/feed.xml"
    assert document.find(".//link[@rel='alternate']").get("href") == "feed.xml"


def test_a_show_without_episodes_says_so():
    assert "Noch keine Folge" in words(parsed(SHOW, [], {}).find(".//main"))


def test_nothing_is_asked_of_anyone_else():
    source = page(SHOW, [EPISODE], {EPISODE.guid: SCRIPT})
    document = html.document_fromstring(source)
    fetched = [element.get("src") for element in document.xpath("//*[@src]")]
    fetched += [link.get("href") for link in document.iter("link")]
    assert fetched
    assert not [address for address in fetched if re.match(r"[a-z]+:|//", address)]
    assert "url(" not in source
    assert "@import" not in source


@pytest.mark.parametrize(
    "url", ["javascript:alert(1)", "data:text/html,x", "artikel.html", "https://[kaputt", None]
)
def test_only_web_addresses_become_links(url):
    [links] = parsed(SHOW, [replace(EPISODE, url=url)], {}).find_class("links")
    assert [words(link) for link in links.iter("a")] == ["MP3 laden (2,4 MB)"]


nasty = st.one_of(
    st.text(max_size=20),
    st.sampled_from(
        [
            "<script>alert(1)</script>",
            "</title><b>",
            '" onload="x',
            "'>",
            "{{ show }}",
            "&amp;",
            "\x00\ud800",
            "ü" * 5000,
        ]
    ),
)


@settings(max_examples=150)
@given(title=nasty.map("T".__add__), other=nasty.map("O".__add__))  # none of them empty
def test_no_text_becomes_markup(title, other):
    show = replace(SHOW, title=other, description=title)
    episode = replace(
        EPISODE,
        title=title,
        lead=other,
        publisher=other,
        chapters=(Chapter(0, 1, title), Chapter(1, 2, other)),
    )
    said = script(segment("body", title, "direct", other))
    source = page(show, [episode], {EPISODE.guid: said})
    source.encode()
    plain = page(SHOW, [replace(EPISODE)], {EPISODE.guid: script(segment("body", "x", "direct", "y"))})
    assert tags(source) == tags(plain)


def tags(source):
    return [(element.tag, sorted(element.attrib)) for element in html.document_fromstring(source).iter()]


# ── for everybody: WCAG 2.2 ─────────────────────────────────────────────────────────────────────


def test_landmarks_headings_and_names():
    document = parsed(SHOW, [EPISODE], {EPISODE.guid: SCRIPT})
    assert document.get("lang") == "de"
    assert [len(list(document.iter(tag))) for tag in ("header", "main", "footer", "h1")] == [1, 1, 1, 1]
    levels = [int(element.tag[1]) for element in document.iter("h1", "h2", "h3")]
    assert all(below - above <= 1 for above, below in pairwise(levels))
    ids = [element.get("id") for element in document.xpath("//*[@id]")]
    assert len(ids) == len(set(ids))
    referenced = document.xpath("//@aria-labelledby") + [
        link[1:] for link in document.xpath("//a/@href") if link[0] == "#"
    ]
    assert set(referenced) <= set(ids)
    named = [element.get("aria-label") for element in document.iter("audio", "input")]
    assert all(named)
    assert all(image.get("alt") is not None for image in document.iter("img"))


def test_contrast_of_text_in_light_and_dark():
    source = page(SHOW, [], {})
    light, dark = (
        dict(re.findall(r"--([\w-]+): (#\w+)", block))
        for block in re.findall(r":root \{(.*?)\}", source, re.DOTALL)
    )
    pairs = [
        ("ink", "paper"),
        ("ink", "raised"),
        ("muted", "paper"),
        ("muted", "raised"),
        ("accent", "paper"),
    ]
    pairs += [("accent", "raised"), ("accent-ink", "accent"), ("quote-ink", "quote"), ("accent", "quote")]
    pairs += [("ink", "now")]
    faint = [
        (text, ground)
        for colours in (light, dark)
        for text, ground in pairs
        if contrast(colours[text], colours[ground]) < 4.5
    ]
    assert faint == []


def contrast(one, other):
    """WCAG 2.2, 1.4.3: the ratio of relative luminances."""
    bright, dim = sorted((luminance(one), luminance(other)), reverse=True)
    return (bright + 0.05) / (dim + 0.05)


def luminance(colour):
    digits = colour[1:] if len(colour) == 7 else "".join(2 * digit for digit in colour[1:])
    channels = [int(digits[at : at + 2], 16) / 255 for at in (0, 2, 4)]
    linear = [value / 12.92 if value <= 0.04045 else ((value + 0.055) / 1.055) ** 2.4 for value in channels]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]
