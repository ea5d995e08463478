from array import array

import pytest
from fakes import script, segment, voice
from hypothesis import given, settings
from hypothesis import strategies as st

from podcaster.errors import SpeechError, VoiceError
from podcaster.model import Style
from podcaster.speech import Narrator, load_engine
from podcaster.speech.pico import PicoEngine, readable
from podcaster.voices import load_voice

PLAIN = Style()


@pytest.fixture(scope="module")
def pico():
    return load_engine(load_voice("pico"))


def samples(sound):
    return array("h", sound.pcm)


def pitch_hz(sound):
    """The median of the fundamental, by autocorrelation of every tenth of a second."""
    found = []
    wave = samples(sound)[::4]
    rate_hz = sound.sample_rate_hz // 4
    for start in range(0, len(wave) - 400, 400):
        frame = wave[start : start + 400]
        if max(frame) < 4000:
            continue
        lags = range(rate_hz // 350, rate_hz // 70)
        best = max(lags, key=lambda lag: sum(map(int.__mul__, frame[:300], frame[lag : lag + 300])))
        found.append(rate_hz / best)
    return sorted(found)[len(found) // 2]


def test_it_speaks_at_16_khz_with_headroom(pico):
    sound = pico.speak("Aha, oho, uhu: das laute Donauschiff fuhr davon.", PLAIN)
    assert sound.sample_rate_hz == 16_000
    assert 2_500 < len(samples(sound)) / 16 < 7_000
    assert 5_000 < max(samples(sound)) < 30_000


def test_the_same_text_sounds_the_same_whatever_was_said_before(pico):
    texts = ["Es regnet heute in der ganzen Stadt.", "Nein! Was soll das heißen?", "Im Herbst wird gebaut."]
    heard = {text: {pico.speak(text, PLAIN).pcm for _ in range(6)} for text in texts}
    for text in reversed(texts):
        heard[text].add(pico.speak(text, PLAIN).pcm)
    assert [len(sounds) for sounds in heard.values()] == [1, 1, 1]


def test_speed_and_pitch_are_heard(pico):
    text = "Der Regen fällt den ganzen Abend auf die alten Dächer der Stadt."
    plain, slow, low = (pico.speak(text, style) for style in (PLAIN, Style(speed=0.7), Style(pitch=0.78)))
    assert len(slow.pcm) > 1.2 * len(plain.pcm)
    assert pitch_hz(low) < 0.85 * pitch_hz(plain)


def test_the_voice_of_quotations_is_clearly_another_one():
    narrator = Narrator(load_voice("pico"))
    text = "Wir haben lange genug gewartet, jetzt wird gebaut."
    own, foreign, term = narrator.speak(
        script(segment(text), segment(text, quote="direct"), segment(text, quote="term"))
    )
    assert pitch_hz(foreign) < 0.85 * pitch_hz(own)
    assert 0.95 < pitch_hz(term) / pitch_hz(own) < 1.05


@pytest.mark.parametrize(
    ("text", "read"),
    [
        ("Das <b>ist</b> so", "Das b ist b so"),
        ("Müller & Söhne", "Müller und Söhne"),
        ("Łódź und Erdoğan", "Lódz und Erdogan"),
        ("Ион Țiriac", "Ion Tiriac"),
        ("Горбачёв", "Gorbatschjow"),
        ("Ολυμπία", "Olympia"),
        ("Ja – nein", "Ja, nein"),
        ("Ja - nein", "Ja, nein"),
        ("Haupt- und Nebensatz 'so'", "Haupt und Nebensatz so"),
        ("wie geht's dem O'Neill", "wie geht's dem O'Neill"),
        ("CO₂", "CO2"),
        ("\ufb01ne", "fine"),
    ],
)
def test_letters_that_pico_would_swallow_are_transliterated(text, read):
    assert readable(text) == read


@pytest.mark.parametrize(
    "text",
    [
        "Das <b>ist</b> so.",
        "Müller & Söhne",
        "Привет",
        "A.",
        "Ja",
        "ß",
        "x" * 3000,
        "щ" * 200,
        "a" + ":" * 400 + "b",
    ],
)
def test_traps_are_spoken(text):
    (speech,) = Narrator(load_voice("pico")).speak(script(segment(text)))
    assert speech.duration_ms > 150


def test_a_script_it_does_not_know_is_an_error_and_not_silence():
    with pytest.raises(SpeechError, match="你好"):
        list(Narrator(load_voice("pico")).speak(script(segment("Guten Tag."), segment("你好"))))


def test_an_unknown_model_is_told_with_the_known_ones():
    with pytest.raises(VoiceError, match="de-DE"):
        PicoEngine(voice(engine="pico", model="nl-NL"))


@settings(max_examples=40)
@given(st.text(max_size=60))
def test_no_text_harms_it(text):
    PicoEngine(load_voice("pico")).speak(text, PLAIN)
