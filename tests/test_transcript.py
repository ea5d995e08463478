from __future__ import annotations

import html
import json
import re
from itertools import pairwise
from pathlib import Path

import pytest
from fakes import script
from hypothesis import example, given
from hypothesis import strategies as st

from podcaster.model import Chapter, Cue, Place, Recording, Segment, Sentence
from podcaster.transcript import (
    captions,
    chapters,
    chapters_json,
    sentence_starts,
    srt,
    transcript_json,
    webvtt,
)


def segment(role, *texts, quote=None, speaker=None, pause_ms=500):
    sentences = tuple(Sentence(text, f"spoken {n}") for n, text in enumerate(texts))
    return Segment(role, sentences, quote, speaker, pause_ms)


def cues(of, *, length_ms=1000, gap_ms=200):
    """A cue for every sentence, one after the other."""
    places = [Place(s, n) for s, segment in enumerate(of.segments) for n in range(len(segment.sentences))]
    starts = range(200, 200 + len(places) * (length_ms + gap_ms), length_ms + gap_ms)
    return tuple(Cue(start, start + length_ms, (place,)) for start, place in zip(starts, places, strict=True))


def recording(of):
    return Recording(Path("a.mp3"), 60_000, 1, of)


ARTICLE = script(
    segment("intro", "Zeitung, 3. Mai."),
    segment("headline", "Der", pause_ms=0),
    segment("headline", "„Titel“", quote="term"),
    segment("lead", "Der Vorspann.", "Er hat zwei Sätze."),
    segment("body", "Ein Absatz."),
    segment("heading", "Erstens"),
    segment("heading", "Davon das Zweite"),
    segment("body", "Noch ein Absatz."),
    segment("heading", "Wer", pause_ms=0),
    segment("heading", "„wen“ fragt", quote="partial"),
    segment("body", "Schluss."),
    segment("outro", "Das war es."),
)


def test_chapters_are_headline_lead_and_each_heading():
    found = chapters(ARTICLE, cues(ARTICLE), 20_000)
    assert [(chapter.start_ms, chapter.title) for chapter in found] == [
        (0, "Ein Titel"),
        (200 + 3 * 1200, "Vorspann"),
        (200 + 6 * 1200, "Erstens"),
        (200 + 7 * 1200, "Davon das Zweite"),
        (200 + 9 * 1200, "Wer „wen“ fragt"),
    ]
    assert [chapter.end_ms for chapter in found] == [*(chapter.start_ms for chapter in found[1:]), 20_000]


@pytest.mark.parametrize(
    ("segments", "titles"),
    [
        ((), ["Ein Titel"]),
        ((segment("body", "Nur Text."),), ["Ein Titel"]),
        ((segment("intro", "Guten Tag."), segment("heading", "Los")), ["Los"]),
        ((segment("headline", "Ein Titel"), segment("headline", "Dachzeile")), ["Ein Titel"]),
        ((segment("headline", "A"), segment("lead", "B."), segment("lead", "C.")), ["Ein Titel", "Vorspann"]),
    ],
)
def test_chapters_begin_at_the_beginning_whatever_there_is(segments, titles):
    article = script(*segments)
    found = chapters(article, cues(article), 9000)
    assert [chapter.title for chapter in found] == titles
    assert (found[0].start_ms, found[-1].end_ms) == (0, 9000)


def test_headlines_and_headings_are_chapters_by_their_full_words():
    article = script(segment("headline", "T"), segment("heading", "Wort " * 40), title="Titel " * 40)
    assert [chapter.title for chapter in chapters(article, cues(article), 9000)] == [
        "Titel " * 40,
        "Wort " * 40,
    ]


def test_a_heading_that_was_not_spoken_is_no_chapter():
    spoken = tuple(cue for cue in cues(ARTICLE) if cue.places[0].segment not in {5, 6})
    assert [chapter.title for chapter in chapters(ARTICLE, spoken, 20_000)][2:] == ["Wer „wen“ fragt"]


def test_webvtt_tells_who_says_what_and_when():
    article = script(
        segment("body", "Anna <Muster> & Co. sagte:", pause_ms=0),
        segment("body", "„Ja --> nein.“", quote="direct", speaker="Anna <Muster>"),
        segment("body", "„Wer weiß?“", quote="direct"),
        segment("body", "Das Buch „Ende“ ist neu.", quote="term", speaker="Anna"),
        segment("body", "„sehr gut“", quote="partial", speaker="Bert"),
    )
    times = [3_723_004, 3_724_000, 3_725_000, 3_726_000, 3_727_000]
    spoken = tuple(Cue(time, time + 900, (Place(n, 0),)) for n, time in enumerate(times))
    assert (
        webvtt(article, recording(spoken))
        == """\
WEBVTT

01:02:03.004 --> 01:02:03.904
<v Sprecher>Anna &lt;Muster&gt; &amp; Co. sagte:

01:02:04.000 --> 01:02:04.900
<v Anna &lt;Muster&gt;>„Ja --&gt; nein.“

01:02:05.000 --> 01:02:05.900
<v Zitat>„Wer weiß?“

01:02:06.000 --> 01:02:06.900
<v Sprecher>Das Buch „Ende“ ist neu.

01:02:07.000 --> 01:02:07.900
<v Bert>„sehr gut“
"""
    )


def test_an_utterance_over_several_segments_is_cut_where_the_speaker_changes():
    article = script(
        segment("body", "Sie nannte das", pause_ms=0),
        segment("body", "„falsch“", quote="partial", speaker="Anna", pause_ms=0),
        segment("body", ", mehr nicht."),
    )
    spoken = (Cue(1000, 4000, (Place(0, 0), Place(1, 0), Place(2, 0))),)
    found = list(captions(article, spoken))
    assert [(caption.speaker, caption.text) for caption in found] == [
        ("Sprecher", "Sie nannte das"),
        ("Anna", "„falsch“"),
        ("Sprecher", ", mehr nicht."),
    ]
    assert [found[0].start_ms, found[-1].end_ms] == [1000, 4000]


def test_terms_within_a_sentence_stay_in_one_caption():
    article = script(
        segment("body", "Der Film", pause_ms=0),
        segment("body", "„Ende“", quote="term", pause_ms=0),
        segment("body", ", gestern gezeigt, ist neu."),
    )
    spoken = (Cue(1000, 4000, (Place(0, 0), Place(1, 0), Place(2, 0))),)
    assert [caption.text for caption in captions(article, spoken)] == [
        "Der Film „Ende“, gestern gezeigt, ist neu."
    ]


def test_long_sentences_are_cut_after_clauses():
    text = (
        "Die alte Brücke, die seit dreißig Jahren über den Fluss führt, bleibt bis zum Herbst gesperrt, "
        "weil die Prüfer im Beton der beiden Pfeiler überraschend tiefe Risse gefunden haben."
    )
    article = script(segment("body", text))
    found = [caption.text for caption in captions(article, (Cue(0, 10_000, (Place(0, 0),)),))]
    assert found == [
        "Die alte Brücke, die seit dreißig Jahren über den Fluss führt,",
        "bleibt bis zum Herbst gesperrt,",
        "weil die Prüfer im Beton der beiden Pfeiler überraschend tiefe Risse gefunden haben.",
    ]


TEXTS = st.text(alphabet=st.sampled_from("abcdeß ,.-<>&„“\n "), max_size=400)


@given(texts=st.lists(TEXTS, max_size=5), length_ms=st.integers(1, 30_000))
def test_captions_hold_every_word_once_in_order_and_in_time(texts, length_ms):
    article = script(*(segment("body", text) for text in texts))
    spoken = cues(article, length_ms=length_ms)
    found = list(captions(article, spoken))
    assert "".join(caption.text for caption in found).replace(" ", "") == "".join("".join(texts).split())
    assert all(len(caption.text) <= 84 for caption in found if " " in caption.text[:84])
    assert all(caption.start_ms < caption.end_ms for caption in found)
    assert all(before.start_ms <= after.start_ms for before, after in pairwise(found))


@given(texts=st.lists(TEXTS, max_size=5), speaker=st.none() | TEXTS)
@example(texts=["Ja"], speaker="--")
def test_webvtt_is_well_formed_whatever_is_said(texts, speaker):
    article = script(*(segment("body", text, quote="direct", speaker=speaker) for text in texts))
    head, *blocks = webvtt(article, recording(cues(article))).rstrip("\n").split("\n\n")
    assert head == "WEBVTT"
    for block in blocks:
        timing, payload = block.split("\n")
        assert re.fullmatch(r"\d\d:\d\d:\d\d\.\d{3} --> \d\d:\d\d:\d\d\.\d{3}", timing)
        assert re.fullmatch(r"<v [^<>\n]+>[^<>\n]+", payload)
        assert "-->" not in payload
    said = "".join(html.unescape(block.partition("\n")[2].partition(">")[2]) for block in blocks)
    assert "".join(said.split()) == "".join("".join(texts).split())


def test_a_speaker_without_a_name_is_unnamed():
    article = script(segment("body", "„Ja“", quote="direct", speaker=" "))
    assert [caption.speaker for caption in captions(article, cues(article))] == ["Zitat"]


def test_each_sentence_begins_within_its_cue_in_order():
    parts = tuple(Sentence(one, one) for one in ("Kurz.", "Ein längerer Satz folgt."))
    article = script(Segment("body", parts), segment("body", "Ende."))
    one = Cue(1_000, 4_000, (Place(0, 0), Place(0, 1)))
    starts = sentence_starts(article, [one, Cue(4_300, 5_000, (Place(1, 0),))])
    assert starts == {Place(0, 0): 1_000, Place(0, 1): 1_000 + 3_000 * 5 // 29, Place(1, 0): 4_300}


def test_nothing_said_is_one_chapter():
    assert chapters(script(), (), 1000) == (Chapter(0, 1000, "Ein Titel"),)


# ── other formats, and times within a cue ───────────────────────────────────────────────────────


def test_figures_take_the_time_of_their_words():
    figures = Sentence("Das war 1848 und noch einmal 1918 in ganz Berlin,", "Das war " + "x" * 90)
    words = Sentence("und dann wieder in jedem Dorf bis an die Grenze hin.", "und dann wieder " + "x" * 30)
    article = script(Segment("body", (figures, words)))
    found = list(captions(article, (Cue(0, 6_000, (Place(0, 0), Place(0, 1))),)))
    assert [caption.text for caption in found] == [figures.text, words.text]
    assert 3_600 < found[0].end_ms < 4_400  # by letters of the page it would be 2,900


def test_what_lasts_long_is_cut_though_it_is_short():
    text = "Ganz langsam gesprochen, so klingt das, Wort für Wort und ohne Eile."
    article = script(segment("body", text))
    found = list(captions(article, (Cue(0, 18_000, (Place(0, 0),)),)))
    assert len(found) >= 3
    assert all(caption.end_ms - caption.start_ms <= 8_000 for caption in found)


@given(texts=st.lists(TEXTS, max_size=5), length_ms=st.integers(100, 30_000))
def test_captions_follow_each_other_and_keep_the_edges_of_cues(texts, length_ms):
    article = script(*(segment("body", text) for text in texts))
    spoken = [cue for cue in cues(article, length_ms=length_ms) if texts[cue.places[0].segment].strip()]
    found = list(captions(article, tuple(spoken)))
    assert {cue.start_ms for cue in spoken} <= {caption.start_ms for caption in found}
    assert all(min(abs(cue.end_ms - caption.end_ms) for caption in found) <= 30 for cue in spoken)
    assert all(before.end_ms <= after.start_ms for before, after in pairwise(found))


def test_srt_names_who_begins_to_speak():
    article = script(
        segment("body", "Anna sagte mit fester Stimme am Abend im Rathaus der Stadt:", pause_ms=0),
        segment("body", "„Ja --> nein.“", quote="direct", speaker="Anna"),
        segment("body", "„Gut.“", quote="direct", speaker="Anna"),
    )
    assert (
        srt(article, recording(cues(article)))
        == """\
1
00:00:00,200 --> 00:00:01,200
Sprecher: Anna sagte mit fester
Stimme am Abend im Rathaus der Stadt:

2
00:00:01,400 --> 00:00:02,400
Anna: „Ja → nein.“

3
00:00:02,600 --> 00:00:03,600
„Gut.“
"""
    )


@given(texts=st.lists(TEXTS, max_size=5), speaker=st.none() | TEXTS)
def test_srt_and_json_tell_the_same_as_captions(texts, speaker):
    article = script(*(segment("body", text, quote="direct", speaker=speaker) for text in texts))
    expected = list(captions(article, cues(article)))
    told = json.loads(transcript_json(article, recording(cues(article))))
    assert told["version"] == "1.0.0"
    assert [
        (part["startTime"], part["endTime"], part["speaker"], part["body"]) for part in told["segments"]
    ] == [(one.start_ms / 1000, one.end_ms / 1000, one.speaker, one.text) for one in expected]
    blocks = srt(article, recording(cues(article))).split("\n\n") if expected else []
    assert len(blocks) == len(expected)
    for number, block in enumerate(blocks, start=1):
        count, times, *lines = block.rstrip("\n").split("\n")
        assert count == str(number)
        assert re.fullmatch(r"\d\d:\d\d:\d\d,\d{3} --> \d\d:\d\d:\d\d,\d{3}", times)
        assert 1 <= len(lines) <= 2


def test_chapters_as_json_have_the_times_of_the_tags():
    found = (Chapter(0, 1_234, "Der „Titel“ & mehr"), Chapter(1_234, 60_001, "]]>"))
    assert json.loads(chapters_json("Folge", found)) == {
        "version": "1.2.0",
        "title": "Folge",
        "chapters": [
            {"startTime": 0.0, "endTime": 1.234, "title": "Der „Titel“ & mehr"},
            {"startTime": 1.234, "endTime": 60.001, "title": "]]>"},
        ],
    }
