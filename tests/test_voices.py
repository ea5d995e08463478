import math
from importlib.util import find_spec
from itertools import combinations
from pathlib import Path

import pytest
from fakes import voice

from podcaster import voices
from podcaster.errors import ConfigError, VoiceError
from podcaster.model import Style
from podcaster.voices import (
    PaletteStyle,
    QuoteStyle,
    Roles,
    Voice,
    choose_voice,
    coqui_files,
    coqui_folder,
    list_voices,
    load_voice,
    status,
)

MINIMAL = """
name = "{name}"
engine = "{engine}"
model = "{model}"
language = "de-DE"
licence = "CC0-1.0"
source = "https://example.org/"
"""


def write_voice(folder, name="bob", *, engine="pico", model="de-DE", more=""):
    path = folder / f"{name}.toml"
    path.write_text(MINIMAL.format(name=name, engine=engine, model=model) + more, encoding="utf-8")
    return path


def pretend_coqui(monkeypatch, folder):
    """Stand-ins for torch and TTS: only their presence counts."""
    for module in (*voices.BUILT_IN["coqui"].modules, "espeakng_loader"):
        (folder / f"{module}.py").touch()
    monkeypatch.syspath_prepend(folder)


def test_the_shipped_voices_are_found():
    found = {one.name: (one.engine, one.model, one.licence) for one in list_voices()}
    assert found == {
        "css10": ("coqui", "tts_models/de/css10/vits-neon", "BSD-3-Clause"),
        "mms": ("coqui", "tts_models/deu/fairseq/vits", "CC-BY-NC-4.0"),
        "pico": ("pico", "de-DE", "Apache-2.0"),
        "thorsten": ("coqui", "tts_models/de/thorsten/vits", "Apache-2.0"),
        "thorsten-piper": ("piper", "de_DE-thorsten-medium", "CC0-1.0"),
        "thorsten-tacotron": ("coqui", "tts_models/de/thorsten/tacotron2-DDC", "Apache-2.0"),
        "xtts": ("coqui", "tts_models/multilingual/multi-dataset/xtts_v2", "CPML"),
    }


def test_no_shipped_voice_but_the_embedded_one_is_ready_without_a_download(monkeypatch, tmp_path):
    for variable in ("TTS_HOME", "PIPER_HOME"):
        monkeypatch.setenv(variable, str(tmp_path))
    assert [one.name for one in list_voices() if status(one) == "ready"] == ["pico"]


@pytest.mark.parametrize("one", list_voices(), ids=lambda one: one.name)
def test_shipped_voices_read_somebody_elses_words_otherwise_and_terms_like_the_narrator(one):
    narrator = one.style_for("body", None)[1]
    for quote in ("direct", "partial"):
        _, style = one.style_for("body", quote)
        assert not 0.85 < style.pitch / narrator.pitch < 1.15 or style.speaker != narrator.speaker
    assert one.style_for("body", "term") == (None, narrator)


@pytest.mark.parametrize("one", list_voices(), ids=lambda one: one.name)
def test_the_styles_of_a_palette_are_told_apart_by_ear(one):
    styles = [one.style, *one.palette]
    for left, right in combinations(styles, 2):
        pitch, formants = left.pitch / right.pitch, left.formants / right.formants
        semitones = math.hypot(12 * math.log2(pitch), 12 * math.log2(formants))
        assert semitones > 1.9 or left.speaker != right.speaker
    for gender in ("female", "male"):
        assert sum(style.gender == gender for style in one.palette) >= 3


def test_a_person_pinned_for_one_shipped_voice_has_a_style_in_the_embedded_one():
    styles = {one.name: {style.name: style.gender for style in one.palette} for one in list_voices()}
    for one in styles.values():
        assert one.items() <= styles["pico"].items()


def test_what_else_a_voice_names_lies_beside_it_or_is_missed(tmp_path, monkeypatch):
    pretend_coqui(monkeypatch, tmp_path)
    files = ("bob.pth", "config.json", "mein.wav", "vocoder.pth")
    more = 'config = "config.json"\nreference = "mein.wav"\nvocoder = "vocoder.pth"'
    bob = load_voice(write_voice(tmp_path, engine="coqui", model="bob.pth", more=more))
    assert (bob.reference, bob.vocoder) == (str(tmp_path / "mein.wav"), str(tmp_path / "vocoder.pth"))
    for name in files:
        assert status(bob).startswith("misses its file ")
        (tmp_path / name).touch()
    assert status(bob) == "ready"


def test_a_voice_of_two_models_needs_both(tmp_path, monkeypatch):
    monkeypatch.setenv("TTS_HOME", str(tmp_path))
    pretend_coqui(monkeypatch, tmp_path)
    both = load_voice("thorsten-tacotron")
    for model in (both.model, both.vocoder):
        assert status(both) == "not downloaded; run: podcaster voices download thorsten-tacotron"
        coqui_folder(model).mkdir(parents=True)
        (coqui_folder(model) / "config.json").touch()
        (coqui_folder(model) / "model_file.pth").touch()
    assert status(both) == "ready"


def test_a_voice_of_ones_own_is_found_by_its_path(tmp_path):
    path = write_voice(tmp_path, "pico", model="en-GB")
    assert load_voice(path) == load_voice(str(path))
    assert load_voice(path).model == "en-GB"
    assert load_voice("pico").model == "de-DE"


def test_an_unknown_name_is_told_with_the_nearest():
    with pytest.raises(VoiceError, match="the nearest is 'thorsten'"):
        load_voice("Torsten")
    with pytest.raises(VoiceError, match="no such file"):
        load_voice("/nowhere/bob.toml")


@pytest.mark.parametrize(
    ("more", "told"),
    [
        ("[quotes.dirct]\npitch = 1.1", "'dirct' in [quotes]; the nearest is 'direct'"),
        ("[roles.bdoy]\nspeed = 1", "'bdoy' in [roles]; the nearest is 'body'"),
        ("[roles.lead]\nspede = 1", "'spede' in [roles.lead]; the nearest is 'speed'"),
        ("[style]\nvoice = 'x'", "unknown key 'voice' in [style]"),
        ("modle = 'x'", "unknown key 'modle'; the nearest is 'model'"),
        ("[roles.intro]\nspeed = 9", "'speed' in [roles.intro] is 9; give 0.5 to 2"),
        ("[quotes.term]\npitch = 0.1", "'pitch' in [quotes.term] is 0.1; give 0.5 to 2"),
        ("[style]\ngain_db = -60", "'gain_db' in [style] is -60; give -20 to 20"),
        ("[style]\nspeed = 'slow'", "'speed' in [style] is"),
        ("[quotes", "no valid TOML"),
    ],
)
def test_mistakes_in_a_file_are_told_with_their_place(tmp_path, more, told):
    path = write_voice(tmp_path, more=more)
    with pytest.raises(ConfigError) as caught:
        load_voice(path)
    assert str(caught.value).startswith(f"{path}: ")
    assert told in str(caught.value)


def test_a_voice_is_called_as_its_file(tmp_path):
    path = write_voice(tmp_path).rename(tmp_path / "carl.toml")
    with pytest.raises(ConfigError, match="call it 'carl'"):
        load_voice(path)


def test_files_that_a_voice_names_lie_beside_it(tmp_path):
    other = write_voice(tmp_path, "other")
    more = 'config = "deep/config.json"\n[quotes.direct]\nvoice = "other"\n[quotes.partial]\nvoice = "pico"'
    bob = load_voice(write_voice(tmp_path, engine="coqui", model="deep/model.pth", more=more))
    assert bob.model == str(tmp_path / "deep" / "model.pth")
    assert bob.config == str(tmp_path / "deep" / "config.json")
    assert bob.quotes.direct.voice == str(other)
    assert bob.quotes.partial.voice == "pico"


def test_a_models_name_stays_a_name_unless_such_a_file_lies_there(tmp_path):
    path = write_voice(tmp_path, model="de/some.onnx")
    assert load_voice(path).model == "de/some.onnx"
    (tmp_path / "de").mkdir()
    (tmp_path / "de" / "some.onnx").touch()
    assert load_voice(path).model == str(tmp_path / "de" / "some.onnx")


def test_styles_are_laid_upon_each_other():
    ada = voice(
        style=Style(speed=0.5, pitch=2.0, gain_db=1),
        roles=Roles(headline=Style(speed=1.5, gain_db=-3)),
        quotes=voices.Quotes(direct=QuoteStyle(pitch=0.5), partial=QuoteStyle(voice="bob", speed=1.1)),
    )
    assert ada.style_for("headline", None) == (None, Style(speed=0.75, pitch=2.0, gain_db=-2))
    assert ada.style_for("headline", "direct") == (None, Style(speed=0.75, pitch=1.0, gain_db=-2))
    assert ada.style_for("headline", "partial") == ("bob", Style(speed=1.1))
    assert ada.style_for("body", "term") == (None, Style(speed=0.5, pitch=2.0, gain_db=1))


def test_auto_speaks_with_what_is_there(monkeypatch, tmp_path):
    monkeypatch.setenv("TTS_HOME", str(tmp_path))
    choice = choose_voice("auto")
    assert choice.voice.name == "pico"
    assert choice.why.startswith("voice pico speaks; the better one, thorsten, ")
    assert choose_voice("pico") == (load_voice("pico"), None)


def test_auto_prefers_the_neural_voice_where_it_is_ready(monkeypatch, tmp_path):
    monkeypatch.setenv("TTS_HOME", str(tmp_path))
    pretend_coqui(monkeypatch, tmp_path)
    thorsten = load_voice("thorsten")
    assert status(thorsten) == "not downloaded; run: podcaster voices download thorsten"
    folder = coqui_folder(thorsten.model)
    folder.mkdir(parents=True)
    (folder / "config.json").touch()
    (folder / "model_file.pth").touch()
    assert status(thorsten) == "ready"
    assert choose_voice() == (thorsten, None)


def test_half_a_model_is_not_ready(tmp_path):
    assert coqui_files(tmp_path / "nowhere") is None
    (tmp_path / "config.json").touch()
    assert coqui_files(tmp_path) is None
    (tmp_path / "model_file.pth").touch()
    assert coqui_files(tmp_path) == (tmp_path / "model_file.pth", tmp_path / "config.json")
    (tmp_path / "tts_models--de--thorsten--vits.zip").touch()
    assert coqui_files(tmp_path) is None


def test_coqui_keeps_its_models_where_the_environment_says(monkeypatch):
    monkeypatch.delenv("TTS_HOME", raising=False)
    monkeypatch.setenv("XDG_DATA_HOME", "/data")
    assert coqui_folder("tts_models/de/a/b") == Path("/data/tts/tts_models--de--a--b")
    monkeypatch.setenv("TTS_HOME", "/models")
    assert coqui_folder("tts_models/de/a/b") == Path("/models/tts/tts_models--de--a--b")
    monkeypatch.delenv("TTS_HOME")
    monkeypatch.delenv("XDG_DATA_HOME")
    assert coqui_folder("x").is_relative_to(Path.home())


def test_what_a_voice_misses_is_told(monkeypatch, tmp_path):
    assert status(load_voice("pico")) == "ready"
    assert "needs a package with the engine 'fake'" in status(voice())
    pretend_coqui(monkeypatch, tmp_path)
    local = voice(engine="coqui", model="/nowhere/model.pth", config="/nowhere/config.json")
    assert status(local) == "misses its file /nowhere/config.json"


@pytest.mark.skipif(find_spec("espeakng_loader") is not None, reason="eSpeak's library is there")
def test_a_machine_without_phonemes_is_told(monkeypatch, tmp_path):
    pretend_coqui(monkeypatch, tmp_path)
    (tmp_path / "espeakng_loader.py").unlink()
    monkeypatch.setenv("PATH", "")
    assert "espeak-ng" in status(load_voice("thorsten"))


def test_every_key_of_the_schema_is_documented():
    readme = (Path(__file__).parent.parent / "voices" / "README.md").read_text(encoding="utf-8")
    for kind in (Voice, Roles, voices.Quotes, QuoteStyle, PaletteStyle):
        for key in kind.__dataclass_fields__:
            assert f"`{key}`" in readme
