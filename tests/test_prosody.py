"""Silences, speed and cues: what an ear goes by that sees no paragraph and no quotation mark."""

import math
import re
from array import array
from itertools import pairwise

import pytest
from fakes import SAMPLE_RATE_HZ, article, script, segment, voice
from hypothesis import given, settings
from hypothesis import strategies as st
from typer.testing import CliRunner

from podcaster.cli import app
from podcaster.config import load_config
from podcaster.errors import ConfigError
from podcaster.german import spoken
from podcaster.model import Block, Pauses, Segment, Sentence, Style, join_pieces
from podcaster.pipeline import Reading
from podcaster.script import write_script
from podcaster.speech import Narrator, Sound, load_engine, plan, split_clauses
from podcaster.speech.marks import marked, plain
from podcaster.speech.pacing import joined, paced
from podcaster.voices import load_voice

PAUSES = Pauses()
MARKS = {",": "comma", ";": "semicolon", ":": "colon", "–": "dash", "…": "ellipsis"}


def words_of(text):
    return re.findall(r"\w+", text)


# ── marks of the page ───────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("text", "read"),
    [
        ("Der Plan – so heißt er – ist neu.", "Der Plan– so heißt er– ist neu."),
        ("Der Plan — so heißt er — ist neu.", "Der Plan– so heißt er– ist neu."),
        ("Der Plan (er kostet 3,5 Mio. Euro) ist neu.", "Der Plan( er kostet drei Komma fünf Millionen Euro) ist neu."),
        ("Anna Klee (SPD) sagte das.", "Anna Klee, S P D, sagte das."),
        ("Er kam … und ging.", "Er kam… und ging."),
        ("Er kam, sah und ging.", "Er kam, sah und ging."),
        ("Von 10 – 12 Uhr ist zu.", "Von zehn bis zwölf Uhr ist zu."),
        ("Die Firma – 1884 gegründet – ruht.", "Die Firma– achtzehnhundertvierundachtzig gegründet– ruht."),
    ],
)  # fmt: skip
def test_a_spoken_sentence_gets_the_marks_of_the_page_back(text, read):
    assert marked(text, spoken(text)) == read
    assert plain(read) == spoken(text)


@settings(max_examples=150)
@given(st.lists(st.sampled_from(["Ja", "der", "12", "z. B.", "(", ")", "–", "…", ",", "5 %"]), max_size=20))
def test_marks_take_the_place_of_commas_and_nothing_else(pieces):
    text = " ".join(pieces)
    read = marked(text, spoken(text))
    assert plain(read) == plain(spoken(text))
    assert words_of(read) == words_of(spoken(text))


# ── silences in the sound ───────────────────────────────────────────────────────────────────────


def tone(duration_ms, level=8000):
    samples = SAMPLE_RATE_HZ * duration_ms // 1000
    return array("h", (round(level * math.sin(n / 8)) for n in range(samples)))


def quiet(duration_ms):
    return array("h", bytes(2 * (SAMPLE_RATE_HZ * duration_ms // 1000)))


def sound(*pieces):
    return Sound(b"".join(piece.tobytes() for piece in pieces), SAMPLE_RATE_HZ)


def silences_of(sound):
    """Length in ms of each silence, those at the ends too."""
    samples = array("h", sound.pcm)
    step = SAMPLE_RATE_HZ // 100
    heard = "".join("x" if max(samples[n : n + step]) > 30 else "." for n in range(0, len(samples), step))
    return [10 * len(run) for run in re.findall(r"\.{5,}", heard)]


@pytest.mark.parametrize(("mark", "name"), MARKS.items())
@pytest.mark.parametrize("given_ms", [250, 340, 700])
def test_each_mark_has_its_own_silence(mark, name, given_ms):
    heard = sound(tone(800), quiet(given_ms), tone(900))
    (silence_ms,) = silences_of(paced(heard, f"Es regnet{mark} es schneit.", PAUSES))
    assert silence_ms == pytest.approx(getattr(PAUSES, f"{name}_ms"), abs=20)


def test_a_comma_is_never_drawn_out_and_a_stop_within_a_word_stays():
    heard = sound(tone(800), quiet(130), tone(400), quiet(60), tone(500))
    assert silences_of(paced(heard, "Es regnet, es hagelt.", PAUSES)) == pytest.approx([130, 60], abs=10)


def test_a_silence_that_no_mark_explains_is_a_comma_at_most():
    # the dash is where half of the letters are said
    heard = sound(tone(500), quiet(400), tone(500), quiet(340), tone(1000))
    told = paced(heard, "Gestern abend kam– der Regen zurück.", PAUSES)
    assert silences_of(told) == pytest.approx([PAUSES.comma_ms, PAUSES.dash_ms], abs=20)


def test_what_stands_in_brackets_is_said_lower():
    heard = sound(tone(600), quiet(300), tone(600), quiet(300), tone(600))
    samples = array("h", paced(heard, "Der Wald( fast nur Fichten) ist krank.", PAUSES).pcm)
    third = len(samples) // 3
    peaks = [max(samples[n * third : (n + 1) * third][third // 3 : -third // 3]) for n in range(3)]
    assert peaks[1] == pytest.approx(0.8 * peaks[0], rel=0.02)
    assert peaks[2] == peaks[0]


def test_parts_of_a_long_sentence_are_joined_by_the_silence_of_their_mark():
    parts = [
        (sound(tone(500), quiet(700)), "Es regnet;"),
        (sound(quiet(300), tone(500), quiet(200)), "es schneit."),
    ]
    assert silences_of(joined(parts, PAUSES)) == pytest.approx([PAUSES.semicolon_ms, 200], abs=20)


@settings(max_examples=60)
@given(
    st.lists(st.sampled_from([60, 120, 300, 800]), max_size=8),
    st.lists(st.sampled_from(["Regen", "kam", "S", "–", ",", "( so )", "…", "Nein!"]), max_size=12),
)
def test_pacing_changes_silences_alone(gaps, pieces):
    heard = sound(tone(300), *(piece for gap in gaps for piece in (quiet(gap), tone(300, 9000))))
    told = paced(heard, " ".join(pieces), PAUSES)
    loud = [sum(abs(sample) > 1000 for sample in array("h", one.pcm)) for one in (heard, told)]
    assert loud[1] == pytest.approx(loud[0], rel=0.03)
    assert max(silences_of(told), default=0) <= max(PAUSES.ellipsis_ms, PAUSES.sentence_ms) + 20


def test_the_embedded_voice_has_every_silence_of_the_table():
    pico = Narrator(load_voice("pico"))
    read = {}
    for mark, name in MARKS.items():
        text = f"Die Stadt hat viel Geld ausgegeben{mark if mark in ',;:' else f' {mark}'} die Schulen sahen wenig davon."
        (speech,) = pico.speak(script(Segment("body", (Sentence(text, spoken(text)),))))
        read[name] = max(silences_of(Sound(speech.pcm, speech.sample_rate_hz))[:-1])
    assert read == pytest.approx({name: getattr(PAUSES, f"{name}_ms") for name in read}, abs=40)


def test_levels_are_told_apart_by_at_least_a_quarter():
    levels = [PAUSES.turn_ms, PAUSES.comma_ms, PAUSES.dash_ms, PAUSES.sentence_ms, PAUSES.paragraph_ms]
    assert all(longer >= 1.25 * shorter for shorter, longer in pairwise(levels))


def test_silences_are_scaled_together():
    half = PAUSES.scaled(0.5)
    assert (half.paragraph_ms, half.comma_ms) == (PAUSES.paragraph_ms / 2, PAUSES.comma_ms / 2)


# ── long sentences ──────────────────────────────────────────────────────────────────────────────

_CLAUSE = (
    "Die Bürgermeisterin Hanna Klee sagte am Montag, dass und zwei Komma fünf Millionen dreihunderttausend"
)
LONG = st.lists(
    st.sampled_from([*_CLAUSE.split(), "Euro;", "vor", "dem", "Rathaus:", "nicht", "mehr,"]),
    min_size=1,
    max_size=80,
).map(" ".join)


@settings(max_examples=100)
@given(LONG, st.integers(60, 200))
def test_a_cut_sentence_has_all_words_once_in_order_and_no_stub(text, max_chars):
    parts = split_clauses(text, max_chars)
    assert words_of(" ".join(parts)) == words_of(text)
    assert all(len(part) <= max_chars for part in parts)
    assert all(len(part.split()) > 1 for part in parts) or len(text.split()) < 4


@pytest.mark.parametrize(
    ("text", "whole"),
    [
        ("Die Stadt zahlt zwei Millionen dreihunderttausend Euro an Land und Bund", "zwei Millionen dreihunderttausend"),
        ("Gestern sprach die Oberbürgermeisterin Hanna Klee nicht lange mit Leuten", "Hanna Klee"),
        ("Das alles kostet uns zusammen zwei Komma fünf Milliarden Euro im Jahr", "zwei Komma fünf Milliarden"),
    ],
)  # fmt: skip
@pytest.mark.parametrize("max_chars", [40, 45, 50, 60])
def test_numbers_and_names_stay_whole(text, whole, max_chars):
    assert any(whole in part for part in split_clauses(text, max_chars))


# ── speed ───────────────────────────────────────────────────────────────────────────────────────


def f0_hz(sound):
    """Median pitch by autocorrelation of 40 ms at a time."""
    samples = array("h", sound.pcm)
    rate = sound.sample_rate_hz
    found = []
    for start in range(0, len(samples) - rate // 25, rate // 10):
        frame = samples[start : start + rate // 25]
        if max(frame) < 2000:
            continue
        lags = {
            lag: sum(a * b for a, b in zip(frame[::2], frame[lag::2], strict=False))
            for lag in range(rate // 300, rate // 90, 2)
        }
        found.append(rate / max(lags, key=lags.__getitem__))
    return sorted(found)[len(found) // 2]


@pytest.mark.parametrize(
    "text", ["Er sprach von einem", "Das sagte Hanna Wiedemann", "Die Bahn fährt wieder"]
)
def test_the_embedded_voice_stays_up_where_the_sentence_goes_on(text):
    pico = load_engine(load_voice("pico"))
    ends = []
    for mark in ",.":
        samples = array("h", pico.speak(text + mark, Style()).pcm)
        last = max(at for at, sample in enumerate(samples) if abs(sample) > 2000)
        ends.append(f0_hz(Sound(samples[last - 800 : last].tobytes(), 16_000)))
    assert ends[0] > 1.15 * ends[1]


@pytest.mark.parametrize("speed", [0.5, 1.2, 2.0])
def test_a_listeners_speed_keeps_the_pitch_and_scales_everything(speed):
    text = segment("Der Minister reist heute nach Berlin und spricht mit der Kanzlerin.", pause_ms=900)
    (usual,) = Narrator(load_voice("pico")).speak(script(text))
    (fast,) = Narrator(load_voice("pico"), speed=speed).speak(script(text))
    assert fast.pause_ms == round(900 / speed)
    ends = [sum(silences_of(Sound(one.pcm, one.sample_rate_hz))[-1:]) for one in (usual, fast)]
    assert usual.duration_ms - ends[0] == pytest.approx(speed * (fast.duration_ms - ends[1]), rel=0.04)
    pitches = [f0_hz(Sound(one.pcm, one.sample_rate_hz)) for one in (usual, fast)]
    assert pitches[1] == pytest.approx(pitches[0], rel=0.06)


def test_speed_is_laid_upon_every_style():
    ada = voice("ada")
    (said,) = plan(script(segment("Ja.")), lambda _: (ada, Style(speed=0.9)), speed=1.5)
    assert said.style == Style(speed=1.35)


def test_stretched_speech_keeps_its_pitch():
    numpy = pytest.importorskip("numpy")
    from podcaster.speech.stretch import stretched  # noqa: PLC0415

    samples = numpy.sin(2 * numpy.pi * 150 / 22050 * numpy.arange(44100)) * 9000
    half = stretched(samples, 0.5, 22050)
    assert half.size == 22050
    crossings = int((numpy.diff(numpy.signbit(half)) != 0).sum())
    assert crossings == pytest.approx(300, abs=6)


@pytest.mark.parametrize(
    ("setting", "way_out"),
    [("speed = 4", "choose 0.5 to 3"), ("[reading]\npauses = 0", "choose 0.2 to 3")],
)
def test_a_setting_nobody_could_follow_is_told(tmp_path, setting, way_out):
    (tmp_path / "podcaster.toml").write_text(f'title = "A"\n{setting}\n')
    with pytest.raises(ConfigError, match=way_out):
        load_config(tmp_path, {})


def test_a_show_sets_speed_silences_and_cues_and_an_option_wins(tmp_path):
    (tmp_path / "podcaster.toml").write_text(
        'title = "A"\nspeed = 1.2\n[reading]\npauses = 0.5\nquote_cues = true\n'
    )
    config = load_config(tmp_path, {})
    reading = Reading.of(config)
    assert (reading.speed, reading.pauses, reading.quote_cues) == (1.2, PAUSES.scaled(0.5), True)
    reading = Reading.of(config, speed=2.0, quote_cues=False)
    assert (reading.speed, reading.quote_cues) == (2.0, False)


# ── lists ───────────────────────────────────────────────────────────────────────────────────────


def body(*blocks, **options):
    segments = write_script(article(*blocks), **options).segments
    return [segment for segment in segments if segment.role in {"body", "heading"}]


def item(text):
    return Block("list item", text)


def heading(text):
    return Block("heading", text)


def test_items_go_on_until_the_last_one():
    said = body(
        "Man braucht:",
        item("Mehl"),
        item("Zwei Eier."),
        item("Milch und Zucker"),
        item("Geduld"),
        "Dann los.",
    )
    assert [one.spoken for one in said] == [
        "Man braucht:", "Mehl,", "Zwei Eier.", "Milch und Zucker,", "Geduld", "Dann los.",
    ]  # fmt: skip
    assert [one.pause_ms for one in said[:5]] == [
        PAUSES.list_ms, *[PAUSES.list_item_ms] * 3, PAUSES.paragraph_ms,
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("blocks", "said"),
    [
        ([item("1. Mehl sieben"), item("2. Eier schlagen")], ["Erstens: Mehl sieben,", "Zweitens: Eier schlagen"]),
        ([item("1) Mehl"), item("(2) Eier")], ["Erstens: Mehl,", "Zweitens: Eier"]),
        ([heading("3. Wohnen"), "Teuer.", heading("2. Essen")], ["Drittens: Wohnen", "Teuer.", "Zweitens: Essen"]),
        ([item("1. „Mehl“ und Salz"), item("2. Eier")], ["Erstens:", "Mehl", "und Salz,", "Zweitens: Eier"]),
        ([item("1. Januar: frei"), item("2. Februar: zu")], ["erster Januar: frei,", "zweiter Februar: zu"]),
        (["1. Liga und 1. Liga."], ["Erste Liga und erste Liga."]),
    ],
)  # fmt: skip
def test_numbers_that_follow_each_other_number_something(blocks, said):
    read = body(*blocks)
    assert [one.spoken for one in read] == said


# ── Zitat, Zitatende ────────────────────────────────────────────────────────────────────────────


def cued(*paragraphs):
    return [one.spoken for one in body(*paragraphs, quote_cues=True)]


@pytest.mark.parametrize(
    ("paragraphs", "said"),
    [
        (
            ["Klee sagte: „Wir haben jede Schraube einzeln gezählt.“ Dann ging sie."],
            "Klee sagte: Zitat: Wir haben jede Schraube einzeln gezählt. Zitatende. Dann ging sie.",
        ),
        (
            ["„Wir haben jede Schraube einzeln gezählt“, sagte Klee."],
            "Zitat: Wir haben jede Schraube einzeln gezählt, Zitatende, sagte Klee.",
        ),
        (  # a pair for both parts
            ["„Wir haben jede Schraube gezählt“, sagte Klee. „Es fehlten zwei davon.“"],
            "Zitat: Wir haben jede Schraube gezählt, sagte Klee. Es fehlten zwei davon. Zitatende.",
        ),
        (["„Das macht nichts“, sagte Klee."], "Das macht nichts, sagte Klee."),
        (["Sie sah den Film „Die Rückkehr der sieben Zwerge“ zweimal."], "Sie sah den Film Die Rückkehr der sieben Zwerge zweimal."),
        (
            ["Klee nannte das Vorhaben „ein Vergnügen für sehr reiche Ausflügler“ und ging."],
            "Klee nannte das Vorhaben, Zitat, ein Vergnügen für sehr reiche Ausflügler und ging.",
        ),
        (  # the outer one alone
            ["Klee sagte: „Mein Vater rief immer: ‚Wer langsam fährt, sieht mehr.‘ Er hatte recht.“"],
            "Klee sagte: Zitat: Mein Vater rief immer: Wer langsam fährt, sieht mehr. Er hatte recht. Zitatende.",
        ),
        (
            ["Klee sagte: „Wir stehen vor einer großen Aufgabe.", "„Und wir werden sie lösen.“", "Sie ging."],
            "Klee sagte: Zitat: Wir stehen vor einer großen Aufgabe. Und wir werden sie lösen. Zitatende. Sie ging.",
        ),
    ],
)  # fmt: skip
def test_longer_quotations_are_opened_and_closed(paragraphs, said):
    assert join_pieces(cued(*paragraphs)) == said
    assert "Zitat" not in join_pieces(one.spoken for one in body(*paragraphs))


def test_two_speakers_have_a_pair_each():
    said = join_pieces(
        cued(
            "„Wir haben jede Schraube einzeln gezählt“, sagte Anna Klee.",
            "„Ich habe sie alle wieder verloren“, sagte Tom Berg.",
        )
    )
    assert (said.count("Zitat:"), said.count("Zitatende")) == (2, 2)


def test_cues_stand_in_the_narrators_mouth_and_on_no_page():
    said = body("„Wir haben jede Schraube einzeln gezählt“, sagte Klee.", quote_cues=True)
    assert join_pieces(one.text for one in said) == "„Wir haben jede Schraube einzeln gezählt“, sagte Klee."
    assert [one.quote for one in said] == [None, "direct", None, None]
    assert [one.ends_block for one in said] == [False, False, False, True]


def test_answers_of_an_interview_are_not_cued():
    questions = [
        text
        for number in range(4)
        for text in (
            f"Frau Klee, was war Nummer {number}?",
            "Ich habe das nie gezählt, und wir haben gelacht.",
        )
    ]
    assert "Zitat" not in " ".join(cued("Anna Klee leitet die Bahn.", *questions))


def test_inspect_shows_where_cues_are_said(tmp_path):
    page = tmp_path / "artikel.txt"
    text = "Die Bahn fährt wieder durch das Tal, und alle freuen sich darüber sehr. "
    page.write_text(
        f"Die Bahn fährt wieder\n\n{text * 6}\n\n„Wir haben jede Schraube einzeln gezählt“, sagte Anna Klee.\n"
    )
    result = CliRunner().invoke(app, ["inspect", str(page), "--quote-cues"])
    assert "[Zitat]" in result.stdout
    assert "[Zitatende]" in result.stdout
