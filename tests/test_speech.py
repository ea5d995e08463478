import re

import pytest
from fakes import MS_PER_LETTER, SAMPLE_RATE_HZ, SilentEngine, ToneEngine, script, segment, voice
from hypothesis import given, settings
from hypothesis import strategies as st

from podcaster.errors import ConfigError, SpeechError, VoiceError
from podcaster.model import Pauses, Place, Style
from podcaster.speech import Narrator, Sound, download_voice, load_engine, split_clauses
from podcaster.speech.letters import tell_plurals
from podcaster.voices import Quotes, QuoteStyle, Roles, status

PAUSES = Pauses()
HIGH = QuoteStyle(pitch=1.2)
ADA = voice("ada", quotes=Quotes(direct=HIGH, partial=HIGH))


class Studio:
    """Narrates with engines that can be asked afterwards what they were given."""

    def __init__(self, voice, engine=ToneEngine):
        self.engines = {}
        self.engine = engine
        self.narrator = Narrator(voice, load=self.load)

    def load(self, voice):
        self.engines[voice.name] = self.engine(voice)
        return self.engines[voice.name]

    def speak(self, *segments):
        return list(self.narrator.speak(script(*segments)))

    def said(self, name="ada"):
        return [text for text, _ in self.engines[name].said]


def words_of(texts):
    return [word for text in texts for word in re.findall(r"\w+", text)]


def test_each_sentence_is_an_utterance_with_its_place_and_pause():
    spoken = Studio(ADA).speak(segment("Es regnet.", "Es schneit.", pause_ms=700))
    assert [speech.places for speech in spoken] == [(Place(0, 0),), (Place(0, 1),)]
    assert [speech.pause_ms for speech in spoken] == [PAUSES.sentence_ms, 700]
    assert [speech.voice for speech in spoken] == ["ada", "ada"]


def test_a_sentence_cut_by_a_quotation_in_another_style_keeps_its_melody():
    studio = Studio(ADA)
    spoken = studio.speak(
        segment("Sie nannte das", pause_ms=0),
        segment("ein Wunder", quote="partial", pause_ms=0),
        segment("."),
    )
    assert studio.said() == ["Sie nannte das,", "ein Wunder."]
    assert [speech.pause_ms for speech in spoken] == [PAUSES.turn_ms, 400]
    assert spoken[1].places == (Place(1, 0), Place(2, 0))


def test_parts_read_alike_become_one_utterance():
    studio = Studio(ADA)
    (speech,) = studio.speak(
        segment("Der", pause_ms=0),
        segment("Deutschlandtakt", quote="term", pause_ms=0),
        segment(", heißt es, komme spät.", pause_ms=500),
    )
    assert studio.said() == ["Der Deutschlandtakt, heißt es, komme spät."]
    assert speech.places == (Place(0, 0), Place(1, 0), Place(2, 0))
    assert speech.pause_ms == 500


def test_parts_read_alike_stay_apart_where_the_sentence_is_over():
    assert len(Studio(ADA).speak(segment("Es regnet."), segment("Es schneit."))) == 2


@pytest.mark.parametrize(
    ("pieces", "said"),
    [
        (["Nein!", ", sagte er."], ["Nein!", "sagte er."]),
        (["Er sagte:", "Nein."], ["Er sagte:", "Nein."]),
        (["Kommt er", "nicht", "?"], ["Kommt er nicht?"]),
        (["Kommt er", ",", "nicht"], ["Kommt er, nicht."]),
        (["–", "Nein", "–"], ["Nein."]),
    ],
)
def test_what_a_cut_leaves_behind_is_tidied(pieces, said):
    studio = Studio(ADA)
    quotes = [None, "direct"] if len(said) == 2 else [None]
    studio.speak(*(segment(text, quote=quotes[n % len(quotes)], pause_ms=0) for n, text in enumerate(pieces)))
    assert studio.said() == said


def test_the_end_of_a_script_does_not_wait_for_more():
    studio = Studio(ADA)
    (speech,) = studio.speak(segment("Und damit", pause_ms=0))
    assert (studio.said(), speech.pause_ms) == (["Und damit."], 0)


def test_a_script_without_words_is_silent():
    assert Studio(ADA).speak(segment("…"), segment()) == []


def test_roles_and_quotations_shape_the_style():
    ada = voice(
        "ada",
        style=Style(speed=0.9),
        roles=Roles(headline=Style(speed=0.9, gain_db=1)),
        quotes=Quotes(direct=QuoteStyle(pitch=1.2, gain_db=-3)),
    )
    studio = Studio(ada)
    (speech,) = studio.speak(segment("Es regnet.", role="headline", quote="direct"))
    assert studio.engines["ada"].said == [("Es regnet.", Style(speed=0.81, pitch=1.2, gain_db=-2))]
    assert speech.gain_db == -2


def test_another_voice_reads_the_quotations_in_its_own_manner(tmp_path):
    path = tmp_path / "bob.toml"
    path.write_text(
        'name = "bob"\nengine = "fake"\nmodel = "-"\nlanguage = "de"\nlicence = "-"\nsource = "-"\n'
        "[style]\nspeed = 0.8\n[roles.lead]\npitch = 1.1\n"
    )
    studio = Studio(voice("ada", quotes=Quotes(direct=QuoteStyle(voice=str(path), gain_db=2))))
    spoken = studio.speak(
        segment("Sie sagte:", role="lead", pause_ms=0),
        segment("Nein.", role="lead", quote="direct"),
        segment("So war das.", role="lead"),
    )
    assert [speech.voice for speech in spoken] == ["ada", "bob at pitch 1.1", "ada"]
    assert studio.engines["bob"].said == [("Nein.", Style(speed=0.8, pitch=1.1, gain_db=2))]


def test_two_voices_of_one_name_keep_their_own_engines(tmp_path):
    path = tmp_path / "ada.toml"
    path.write_text(
        'name = "ada"\nengine = "fake"\nmodel = "other"\nlanguage = "de"\nlicence = "-"\nsource = "-"\n'
    )
    loaded = []

    def load(voice):
        loaded.append(voice.model)
        return ToneEngine(voice)

    narrator = Narrator(voice("ada", quotes=Quotes(direct=QuoteStyle(voice=str(path)))), load=load)
    list(narrator.speak(script(segment("Sie sagte:"), segment("Nein.", quote="direct"))))
    assert loaded == ["none", "other"]


def test_a_missing_voice_of_quotations_is_told_before_anything_is_spoken():
    with pytest.raises(VoiceError, match="nobody"):
        Narrator(voice(quotes=Quotes(direct=QuoteStyle(voice="nobody"))))


def test_engines_are_loaded_once_and_late():
    loaded = []

    def load(voice):
        loaded.append(voice.name)
        return ToneEngine(voice)

    narrator = Narrator(ADA, load=load)
    assert loaded == []
    for _ in range(2):
        assert len(list(narrator.speak(script(segment("Ja."), segment("Nein."))))) == 2
    assert loaded == ["ada"]


def test_utterances_come_one_at_a_time():
    studio = Studio(ADA)
    speeches = studio.narrator.speak(script(segment("Eins."), segment("Zwei."), segment("Drei.")))
    next(speeches)
    assert studio.said() == ["Eins."]


WORDS = st.text("abcdefgäöü", min_size=1, max_size=30)
SENTENCES = st.lists(
    st.one_of(WORDS, st.sampled_from([",", ";", "–", ":", "und"])), min_size=1, max_size=60
).map(lambda words: " ".join([*words, "."]).replace(" ,", ",").replace(" .", "."))
SEGMENTS = st.builds(
    lambda sentences, quote, pause_ms: segment(*sentences, quote=quote, pause_ms=pause_ms),
    st.lists(SENTENCES, max_size=3),
    st.sampled_from([None, "direct", "partial", "term"]),
    st.sampled_from([0, 400]),
)


@settings(max_examples=60)
@given(st.lists(SEGMENTS, max_size=6))
def test_every_word_reaches_the_engine_once_and_in_order(segments):
    studio = Studio(ADA)
    spoken = studio.speak(*segments)
    written = words_of(sentence.spoken for one in segments for sentence in one.sentences)
    assert words_of(studio.said() if studio.engines else []) == written
    assert all(len(text) <= ToneEngine.max_chars + 1 for text in (studio.said() if written else []))
    places = [place for speech in spoken for place in speech.places]
    assert places == sorted(places, key=lambda place: (place.segment, place.sentence))
    assert len(places) == len(set(places))


@given(st.text("ab ,;.–", max_size=300), st.integers(20, 60))
def test_clauses_lose_nothing_and_stay_short(text, max_chars):
    parts = split_clauses(text, max_chars)
    assert all(len(part) <= max_chars for part in parts)
    assert "".join(words_of(parts)) == "".join(words_of([text]))


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("Es regnet heute, und morgen schneit es.", ["Es regnet heute,", "und morgen schneit es."]),
        ("Es regnet; heute, und morgen auch.", ["Es regnet;", "heute, und morgen auch."]),
        ("Anton und Berta und Cäsar und Dora", ["Anton und Berta,", "und Cäsar und Dora"]),
        ("Regen Schnee Hagel Sturm Nebel", ["Regen Schnee Hagel,", "Sturm Nebel"]),
    ],
)
def test_long_sentences_are_cut_where_a_reader_breathes(text, parts):
    assert split_clauses(text, 26) == parts


def test_a_word_of_thousands_of_letters_comes_in_pieces():
    parts = split_clauses("x" * 3000, 500)
    assert "".join(words_of(parts)) == "x" * 3000
    assert max(map(len, words_of(parts))) == 80


def test_a_long_sentence_is_one_speech():
    text = "Der Minister sagte am Montag, der Plan sei gut, " * 8
    (speech,) = Studio(ADA).speak(segment(text.strip(" ,") + "."))
    assert speech.duration_ms >= MS_PER_LETTER * (len(text) - 10)
    assert speech.sample_rate_hz == SAMPLE_RATE_HZ


class HastyEngine(ToneEngine):
    def speak(self, text, style):
        sound = super().speak(text, style)
        return Sound(sound.pcm[: len(sound.pcm) // 8 * 2], sound.sample_rate_hz)


class MuteEngine(ToneEngine):
    def speak(self, *_):
        return Sound(b"", SAMPLE_RATE_HZ)


@pytest.mark.parametrize(
    ("engine", "cause"),
    [(SilentEngine, "silence"), (MuteEngine, "silence"), (HastyEngine, "ms of sound for 16 letters")],
)
def test_an_utterance_without_sound_is_an_error_that_names_it(engine, cause):
    with pytest.raises(SpeechError, match=cause) as caught:
        Studio(ADA, engine).speak(segment("Wir haben es gehört."))
    assert "Wir haben es gehört." in str(caught.value)


def test_an_unknown_engine_is_told_with_those_that_there_are():
    with pytest.raises(VoiceError, match="no engine 'fake'; there are: coqui, pico"):
        load_engine(voice())


def test_the_engine_of_another_package_is_found_by_its_entry_point(monkeypatch, tmp_path):
    info = tmp_path / "humming-1.0.dist-info"
    info.mkdir()
    (info / "METADATA").write_text("Name: humming\nVersion: 1.0\n")
    (info / "entry_points.txt").write_text(
        "[podcaster.engines]\nhum = fakes:ToneEngine\ngone = fakes:GoneEngine\n"
    )
    monkeypatch.syspath_prepend(tmp_path)
    humming = voice(engine="hum")
    assert isinstance(load_engine(humming), ToneEngine)
    assert status(humming) == "ready"
    with pytest.raises(VoiceError, match="engine 'gone' cannot be loaded"):
        load_engine(voice(engine="gone"))


def test_a_voice_without_a_model_to_fetch_needs_no_download():
    download_voice(voice(engine="pico", model="de-DE"))


def test_a_broken_file_of_a_voice_is_told_with_its_path(tmp_path):
    path = tmp_path / "bob.toml"
    path.write_text("name = ")
    with pytest.raises(ConfigError, match=re.escape(str(path))):
        Narrator(voice(quotes=Quotes(partial=QuoteStyle(voice=str(path)))))


def test_letters_in_the_plural_are_told_by_their_names():
    assert (
        tell_plurals("Zwei L K Ws und die N G Os, Frau Ws Haus")
        == "Zwei L K Wehs und die N G Ohs, Frau Ws Haus"
    )
