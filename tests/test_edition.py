import json
from dataclasses import replace
from datetime import date

import pytest
from fakes import EPISODE, SHOW, article, script, segment
from hypothesis import given
from hypothesis import strategies as st

from podcaster import feed, transcript
from podcaster.model import Chapter, Cue, Person, Place
from podcaster.script import Templates, edition_title, write_edition, write_script

WALD = write_script(
    article(
        "Auf der Brache wachsen Birken. „Das bleibt“, sagt Ada Brandt.",
        title="Der Wald kehrt zurück",
        publisher="Morgenblatt",
        url="https://morgenblatt.example/wald",
    )
)
BRUECKE = write_script(
    article(
        "Die Brücke ist gesperrt.",
        title="Wer zahlt die Brücke?",
        publisher="Erlenbote",
        url="https://erlenbote.example/7",
    )
)
TITLE = "Morgenausgabe, Montag, 24. Juni"


def edition(*scripts):
    return write_edition("Morgenausgabe", TITLE, scripts)


def spoken(found):
    return [sentence.spoken for one in found.segments for sentence in one.sentences]


def test_the_title_names_weekday_and_day():
    assert edition_title("Morgenausgabe", date(2024, 6, 24)) == TITLE


def test_contents_are_told_then_each_article_with_its_number():
    said = spoken(edition(WALD, BRUECKE))
    assert said[:7] == [
        "Morgenausgabe, Montag, vierundzwanzigster Juni.",
        "Mit zwei Artikeln.",
        "Erstens: Der Wald kehrt zurück.",
        "Zweitens: Wer zahlt die Brücke?",
        "Artikel eins von zwei.",
        "Morgenblatt.",
        "Der Wald kehrt zurück",
    ]
    assert "Artikel zwei von zwei." in said
    assert said[-1] == "Das war die Morgenausgabe."
    assert not any("Quelle" in sentence for sentence in said)


def test_of_many_articles_the_first_ten_are_announced():
    scripts = [script(segment(f"Satz {letter}."), title=f"Titel {letter}") for letter in "ABCDEFGHIJKL"]
    said = spoken(edition(*scripts))
    assert "Zehntens: Titel J." in said
    assert not any("Titel K" in sentence for sentence in said)
    assert said[said.index("Zehntens: Titel J.") + 1] == "Und zwei weitere Artikel."
    assert "Und ein weiterer Artikel." in spoken(edition(*scripts[:11]))


def test_one_article_needs_no_contents():
    assert spoken(edition(WALD))[:3] == [
        "Morgenausgabe, Montag, vierundzwanzigster Juni.",
        "Artikel eins von eins.",
        "Morgenblatt.",
    ]


words = st.text("abcdefgäöü ", min_size=1).filter(str.strip)
scripts_of_words = st.lists(
    st.builds(
        lambda bodies, title: script(
            *(segment(body) for body in bodies), segment("Quelle.", role="outro"), title=title
        ),
        st.lists(words, min_size=1, max_size=4),
        words,
    ),
    min_size=1,
    max_size=14,
)


@given(scripts_of_words)
def test_every_segment_comes_once_and_in_order(scripts):
    found = edition(*scripts)
    for part, one in zip(found.parts, scripts, strict=True):
        bodies = [piece.sentences for piece in one.segments if piece.role != "outro"]
        start = part.segment + 1
        assert [piece.sentences for piece in found.segments[start : start + len(bodies)]] == bodies
    assert sum(piece.role == "body" for piece in found.segments) == sum(
        piece.role == "body" for one in scripts for piece in one.segments
    )


def test_a_person_of_two_articles_is_one_person():
    one = replace(WALD, cast=(Person("Ada Brandt"), Person("Jo Reuter", "male")))
    other = replace(BRUECKE, cast=(Person("Ada Brandt", "female"),))
    assert edition(one, other).cast == (Person("Ada Brandt", "female"), Person("Jo Reuter", "male"))


def test_each_article_is_a_chapter_with_its_address():
    found = edition(WALD, BRUECKE)
    cues = [Cue(at * 1000, at * 1000 + 900, (Place(at, 0),)) for at in range(len(found.segments))]
    first, second = (part.segment * 1000 for part in found.parts)
    end = len(found.segments) * 1000
    assert transcript.chapters(found, cues, end) == (
        Chapter(0, first, "Inhalt"),
        Chapter(first, second, "Der Wald kehrt zurück", WALD.url),
        Chapter(second, end, "Wer zahlt die Brücke?", BRUECKE.url),
    )
    told = json.loads(transcript.chapters_json(TITLE, transcript.chapters(found, cues, end)))
    assert [mark.get("url") for mark in told["chapters"]] == [None, WALD.url, BRUECKE.url]


def test_the_notes_link_to_each_article():
    chapters = (
        Chapter(0, 5, "Inhalt"),
        Chapter(65_000, 90_000, "Der Wald & mehr", "https://a.example/?b=1&c=2"),
    )
    notes = feed.rss(SHOW, [replace(EPISODE, url=None, chapters=chapters)]).decode()
    assert (
        '1:05 &lt;a href="https://a.example/?b=1&amp;amp;c=2"&gt;Der Wald &amp;amp; mehr&lt;/a&gt;' in notes
    )
    assert "<li>" not in notes


@pytest.mark.parametrize("outro", ["", "Ende."])
def test_the_last_article_is_followed_by_a_long_silence(outro):
    found = edition(write_script(article("Ein Satz."), templates=Templates(outro=outro)), WALD)
    before = found.segments[found.parts[1].segment - 1]
    assert before.pause_ms > 1500
    assert before.text == "Ein Satz."
