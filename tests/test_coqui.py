"""Coqui's engine, with a small checkpoint of random weights: noise, but by Coqui's own way."""

import json
import os
import pickle
import sys
from dataclasses import replace
from importlib.util import find_spec

import pytest
from coqui_checkpoint import begin_torch, write_checkpoint
from fakes import script, segment, voice

from podcaster.errors import SpeechError, VoiceError
from podcaster.model import Person, Style
from podcaster.speech import Narrator, download_voice, espeak, load_engine, local_workers
from podcaster.speech.stretch import resampled
from podcaster.speech.workers import Crew
from podcaster.voices import PaletteStyle, Quotes, QuoteStyle

needs_coqui = pytest.mark.skipif(find_spec("TTS") is None, reason="needs podcaster[coqui]")
needs_library = pytest.mark.skipif(find_spec("espeakng_loader") is None, reason="needs espeakng-loader")
PLAIN = Style()
TEXT = "Guten Tag, hier sind die Nachrichten."
MODEL = "tts_models/de/small/vits"


def voice_of(folder, **settings):
    files = {"model": str(folder / "model_file.pth"), "config": str(folder / "config.json")}
    return voice("small", engine="coqui", **(files | settings))


@pytest.fixture(scope="session")
def checkpoint(tmp_path_factory):
    begin_torch()
    folder = tmp_path_factory.mktemp("checkpoint")
    write_checkpoint(folder)
    return folder


@pytest.fixture(scope="session")
def engine(checkpoint):
    return load_engine(voice_of(checkpoint))


@needs_coqui
def test_a_model_in_processes_of_its_own_sounds_as_it_does_here(checkpoint, monkeypatch):
    monkeypatch.setenv("OMP_NUM_THREADS", "1")
    said = script(segment("Guten Tag."), segment(TEXT), segment("Nein, danke.", quote="direct"))
    workers = local_workers([voice_of(checkpoint)], 2)
    assert isinstance(workers, Crew)
    with Narrator(voice_of(checkpoint), workers=workers) as narrator:
        assert list(narrator.speak(said)) == list(Narrator(voice_of(checkpoint)).speak(said))


@pytest.fixture
def copied(checkpoint, tmp_path):
    """The checkpoint once more, to be spoilt."""
    for path in checkpoint.iterdir():
        (tmp_path / path.name).write_bytes(path.read_bytes())
    return tmp_path


@pytest.mark.coqui
def test_a_script_is_spoken_with_a_checkpoint(checkpoint):
    small = voice_of(checkpoint, quotes=Quotes(direct=QuoteStyle(pitch=1.2)))
    spoken = list(
        Narrator(small).speak(
            script(
                segment("Ein neues Gesetz.", role="headline"),
                segment("Die Ministerin sagte:", pause_ms=0),
                segment("Wir haben lange darauf gewartet.", quote="direct"),
            )
        )
    )
    assert [speech.sample_rate_hz for speech in spoken] == [22050] * 3
    assert all(500 < speech.duration_ms < 10_000 for speech in spoken)
    assert [speech.voice for speech in spoken] == ["small", "small", "small at pitch 1.2"]


@pytest.mark.coqui
def test_the_same_text_gives_the_same_sound_whatever_was_said_before(engine):
    first = engine.speak(TEXT, PLAIN)
    other = engine.speak("Und nun das Wetter.", PLAIN)
    assert engine.speak(TEXT, PLAIN) == first
    assert other != first


@pytest.mark.coqui
@pytest.mark.parametrize("speed", [0.5, 0.7, 1.2, 1.3, 2, 3])
def test_speed_is_exact(engine, speed):
    plain, other = engine.speak(TEXT, PLAIN), engine.speak(TEXT, Style(speed=speed))
    assert len(other.pcm) * speed == pytest.approx(len(plain.pcm), rel=0.03)


@pytest.mark.coqui
@pytest.mark.parametrize("pitch", [0.8, 1.2])
def test_pitch_keeps_the_speed(engine, pitch):
    plain, other = engine.speak(TEXT, PLAIN), engine.speak(TEXT, Style(pitch=pitch))
    assert len(other.pcm) == pytest.approx(len(plain.pcm), rel=0.03)


@pytest.mark.parametrize("pitch", [0.7, 1.0, 1.25])
def test_resampling_moves_a_tone_and_nothing_else(pitch):
    np = pytest.importorskip("numpy")
    times = np.arange(22050) / 22050
    window = np.hanning(times.size)
    tone = np.sin(2 * np.pi * 440 * times) * window
    too_high = np.sin(2 * np.pi * 10_500 * times) * window
    moved = resampled(tone + too_high * (pitch > 1), round(times.size / pitch))
    times = np.arange(moved.size) / 22050
    expected = np.sin(2 * np.pi * 440 * pitch * times) * np.interp(
        np.arange(moved.size) * pitch, np.arange(window.size), window
    )
    assert np.abs(moved - expected).max() < 0.02


@pytest.mark.coqui
def test_coquis_half_second_of_zeros_is_taken_away(engine):
    assert engine.speak(TEXT, PLAIN).pcm[-2:] != b"\0\0"


@pytest.mark.coqui
def test_nothing_is_printed(checkpoint, capfd):
    load_engine(voice_of(checkpoint)).speak("Ein Satz mit 你 darin.", PLAIN)
    assert capfd.readouterr() == ("", "")


@pytest.mark.coqui
def test_numbers_that_are_no_sound_are_an_error(copied):
    import torch  # noqa: PLC0415

    state = torch.load(copied / "model_file.pth", weights_only=True)
    state["model"]["waveform_decoder.conv_pre.bias"].fill_(float("nan"))
    torch.save(state, copied / "model_file.pth")
    with pytest.raises(SpeechError, match="NaN"):
        load_engine(voice_of(copied)).speak(TEXT, PLAIN)


class Evil:
    def __init__(self, path):
        self.path = path

    def __reduce__(self):
        return os.mkdir, (str(self.path),)


@pytest.mark.coqui
def test_a_checkpoint_with_code_is_refused_and_its_code_not_run(copied):
    trace = copied / "was-run"
    (copied / "model_file.pth").write_bytes(pickle.dumps({"model": Evil(trace)}))
    with pytest.raises(VoiceError, match="may hold code"):
        load_engine(voice_of(copied))
    assert not trace.exists()


def truncate_model(folder):
    path = folder / "model_file.pth"
    path.write_bytes(path.read_bytes()[: path.stat().st_size // 2])


def change_config(folder, **changes):
    path = folder / "config.json"
    settings = json.loads(path.read_text())
    settings["model_args"].update(changes)
    path.write_text(json.dumps(settings))


@pytest.mark.coqui
@pytest.mark.parametrize(
    ("spoil", "told"),
    [
        (truncate_model, "its model cannot be loaded"),
        (lambda folder: change_config(folder, hidden_channels=64), "size mismatch"),
        (lambda folder: (folder / "config.json").write_text("{"), "its model cannot be loaded"),
        (
            lambda folder: (folder / "config.json").write_text('{"model": "gpt"}'),
            "its model cannot be loaded",
        ),
        (lambda folder: (folder / "config.json").unlink(), "there is no file"),
        (lambda folder: (folder / "model_file.pth").unlink(), "there is no file"),
    ],
)
def test_a_broken_model_is_told_with_its_cause(copied, spoil, told):
    spoil(copied)
    with pytest.raises(VoiceError, match=told):
        load_engine(voice_of(copied))


def test_a_missing_coqui_is_told_with_the_way_to_get_it(monkeypatch, tmp_path):
    for name in ("model_file.pth", "config.json"):
        (tmp_path / name).touch()
    monkeypatch.setitem(sys.modules, "torch", None)
    with pytest.raises(VoiceError, match=r"pip install '\.\[coqui\]'"):
        load_engine(voice_of(tmp_path))


def test_a_model_that_was_not_downloaded_is_told(monkeypatch, tmp_path):
    monkeypatch.setenv("TTS_HOME", str(tmp_path))
    with pytest.raises(VoiceError, match="podcaster voices download small"):
        load_engine(voice("small", engine="coqui", model=MODEL))


@pytest.mark.coqui
def test_a_machine_without_espeak_is_told_how_to_get_it(checkpoint, monkeypatch):
    monkeypatch.setenv("PATH", "")
    monkeypatch.setitem(sys.modules, "espeakng_loader", None)
    espeak.library.cache_clear()
    with pytest.raises(VoiceError, match="apt install espeak-ng"):
        load_engine(voice_of(checkpoint))
    espeak.library.cache_clear()


@pytest.mark.coqui
@needs_library
def test_a_machine_without_the_program_speaks_by_the_library(checkpoint, monkeypatch):
    from TTS.tts.utils.text import phonemizers  # noqa: PLC0415

    phonemizers.get_default_phonemizer("be")
    monkeypatch.setitem(phonemizers.PHONEMIZERS, "espeak", None)
    monkeypatch.setenv("PATH", "")
    assert load_engine(voice_of(checkpoint)).speak(TEXT, PLAIN).pcm


@needs_library
def test_phonemes_come_without_the_program():
    said = espeak.library().phonemes("Guten Tag, die schöne Seite.", "de")
    assert [clause.replace("_", "") for clause in said] == ["ɡˈuːtən tˈɑːk", "diː ʃˈøːnə zˈaɪtə"]


@needs_library
def test_a_clause_of_light_words_has_a_stress_as_from_the_program():
    assert "ˈ" in "".join(espeak.library().phonemes("wie ist es", "de"))


@needs_library
def test_a_language_that_espeak_does_not_know_is_refused():
    assert espeak.library().choose("de")
    assert not espeak.library().choose("xx-unknown")


def test_a_local_checkpoint_needs_no_download(tmp_path):
    download_voice(voice_of(tmp_path))
    assert list(tmp_path.iterdir()) == []


def ids_that_reach_the_model(engine, text):
    """What the text becomes on its way through Coqui's cleaners, phonemizer and tokenizer."""
    seen = []
    encoder = engine._synthesizer.tts_model.text_encoder  # noqa: SLF001  (there is no other way in)
    hook = encoder.register_forward_pre_hook(lambda _encoder, given: seen.append(given[0][0].tolist()))
    engine.speak(text, PLAIN)
    hook.remove()
    return seen[0]


@pytest.mark.coqui
@pytest.mark.parametrize(
    ("told", "phonemes"),
    [
        ("Die [ˈbʁãːʃə] kam.", "diː bɾˈɑ̃ʃə kˈɑːm."),
        ("[tʁamp] kam, die [ˈbʁãːʃə] nie!", "tɾˈamp kˈɑːm, diː bɾˈɑ̃ʃə nˈiː!"),
        ("Die [ˈmuːnluːf]-[ˈpaʁti]", "diː mˈuːnluːf pˈaɾti"),
        ("Tage [ʔɪnən]", "tˈɑːɡə ɪnən"),
    ],
)
def test_ipa_reaches_the_model_at_its_place(engine, told, phonemes):
    tokenizer = engine._synthesizer.tts_model.tokenizer  # noqa: SLF001
    expected = tokenizer.intersperse_blank_char(tokenizer.encode(phonemes))
    # some versions of eSpeak leave a verb unstressed, or half
    stresses = {tokenizer.encode(sign)[0] for sign in "ˈˌ"}
    blank = tokenizer.characters.blank_id

    def sounds(ids):
        return [sign for sign in ids if sign not in stresses | {blank}]

    reached = ids_that_reach_the_model(engine, told)
    assert sounds(reached) == sounds(expected)
    assert reached[::2] == [blank] * (len(reached) // 2 + 1)


@pytest.mark.coqui
def test_the_stress_of_ipa_reaches_the_model(engine):
    assert ids_that_reach_the_model(engine, "Das [ʃtaˈdiɔn].") != ids_that_reach_the_model(
        engine, "Das [ˈʃtadiɔn]."
    )


@pytest.fixture(scope="session")
def choir(checkpoint):
    """A model of two speakers."""
    folder = checkpoint.with_name("choir")
    write_checkpoint(folder, speakers=("anna", "ben"))
    return folder


@pytest.mark.coqui
def test_each_speaker_of_a_model_sounds_otherwise(choir):
    both = load_engine(voice_of(choir))
    anna, ben = (both.speak(TEXT, Style(speaker=name)) for name in ("anna", "ben"))
    assert both.speak(TEXT, PLAIN) == anna
    assert anna != ben


@pytest.mark.coqui
def test_people_of_a_script_are_read_by_speakers_of_the_model(choir):
    palette = (
        PaletteStyle(name="low", speaker="ben", pitch=0.9),
        PaletteStyle(name="high", speaker="anna", pitch=1.2, formants=1.1),
    )
    said = script(
        segment("Es ist spät.", quote="direct", speaker="Jana Weil"),
        segment("Die L K Ws stehen – wie immer – im Stau."),
        segment("Es ist noch früh.", quote="direct", speaker="Tom Tal"),
    )
    cast = (Person("Jana Weil"), Person("Tom Tal"))
    spoken = list(Narrator(voice_of(choir, palette=palette)).speak(replace(said, cast=cast)))
    assert {spoken[0].voice, spoken[2].voice} == {
        "small, ben at pitch 0.9",
        "small, anna at pitch 1.2 and formants 1.1",
    }
    assert spoken[1].voice == "small"


@pytest.mark.coqui
@pytest.mark.parametrize(
    ("folder", "told"),
    [("choir", "no speaker 'carl'; it has anna, ben"), ("checkpoint", "take 'speaker' out")],
)
def test_a_speaker_whom_the_model_has_not_is_told(request, folder, told):
    files = request.getfixturevalue(folder)
    with pytest.raises(VoiceError, match=told):
        load_engine(voice_of(files)).speak(TEXT, Style(speaker="carl"))
    with pytest.raises(VoiceError, match=told):
        load_engine(voice_of(files, palette=(PaletteStyle(name="low", speaker="carl"),)))


@pytest.mark.coqui
def test_the_listeners_speed_halves_an_utterance(checkpoint):
    said = script(segment("Die Kommission hat heute ihren Bericht vorgelegt, und er ist lang."))
    (plain,) = Narrator(voice_of(checkpoint)).speak(said)
    (fast,) = Narrator(voice_of(checkpoint), speed=2.0).speak(said)
    assert fast.duration_ms * 2 == pytest.approx(plain.duration_ms, rel=0.1)
