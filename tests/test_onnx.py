"""Coqui's VITS voices without PyTorch: exported, and spoken by ONNX Runtime."""

from importlib.util import find_spec

import pytest
from coqui_checkpoint import write_checkpoint
from fakes import script, segment, voice

from podcaster.model import Style
from podcaster.speech import Narrator, load_engine
from podcaster.speech.coqui import CoquiEngine, export_voice
from podcaster.speech.vits import engine as vits

needs_runtime = pytest.mark.skipif(find_spec("onnxruntime") is None, reason="needs podcaster[onnx]")
pytestmark = [pytest.mark.coqui, needs_runtime]

PLAIN = Style()
TEXT = "Guten Tag, hier sind die Nachrichten."
TOLERANCE = 2e-4
"""Of samples from −1 to 1: below what 16 bits can hold apart six times over."""


def voice_of(folder, **settings):
    files = {"model": str(folder / "model_file.pth"), "config": str(folder / "config.json")}
    return voice("small", engine="coqui", **(files | settings))


def exported(folder, **shape):
    if find_spec("TTS") is None:
        pytest.skip("needs podcaster[coqui]")
    import torch  # noqa: PLC0415

    torch.set_num_threads(1)
    write_checkpoint(folder, **shape)
    export_voice(voice_of(folder))
    return folder


@pytest.fixture(scope="session")
def plain(tmp_path_factory):
    return exported(tmp_path_factory.mktemp("plain"))


@pytest.fixture(scope="session")
def lively(tmp_path_factory):
    """Lengths by chance, as most VITS models have them, and two speakers."""
    return exported(tmp_path_factory.mktemp("lively"), chance_of_lengths=True, speakers=("anna", "ben"))


@pytest.fixture(scope="session")
def engine(plain):
    return load_engine(voice_of(plain))


@pytest.fixture
def copied(plain, tmp_path):
    """The checkpoint and its export once more, to be spoilt."""
    import shutil  # noqa: PLC0415

    return shutil.copytree(plain, tmp_path / "copied")


def by_pytorch(folder, ids, speaker=None):
    """Coqui's own samples, without noise."""
    import torch  # noqa: PLC0415

    model = CoquiEngine(voice_of(folder))._synthesizer.tts_model  # noqa: SLF001
    model.inference_noise_scale = model.inference_noise_scale_dp = 0.0
    given = {"x_lengths": torch.tensor([len(ids)])}
    given |= {"d_vectors": None, "language_ids": None, "durations": None}
    given["speaker_ids"] = None if speaker is None else torch.tensor([speaker])
    with torch.no_grad():
        return model.inference(torch.tensor([ids]), given)["model_outputs"][0, 0].numpy()


@pytest.mark.parametrize(
    ("model", "speaker"),
    [("plain", None), ("lively", "anna"), ("lively", "ben")],
    ids=["plain", "anna", "ben"],
)
@pytest.mark.parametrize(
    "text", [TEXT, "Ja.", "Die Regierung legte gestern ihren Bericht vor, und er war lang."]
)
def test_the_same_tokens_without_noise_give_pytorchs_samples(request, model, speaker, text):
    import numpy as np  # noqa: PLC0415

    folder = request.getfixturevalue(model)
    spoken_by = load_engine(voice_of(folder))
    ids = spoken_by._tokenizer.ids(text)  # noqa: SLF001
    ours = spoken_by.samples(ids, speaker, 1.0, None)
    theirs = by_pytorch(folder, ids, {"anna": 0, "ben": 1}.get(speaker))
    assert ours.shape == theirs.shape
    assert np.abs(theirs).max() > 50 * TOLERANCE
    assert np.abs(ours - theirs).max() < TOLERANCE


def test_the_same_text_gives_the_same_sound_whatever_was_said_before(engine):
    first = engine.speak(TEXT, PLAIN)
    other = engine.speak("Und nun das Wetter.", PLAIN)
    assert engine.speak(TEXT, PLAIN) == first
    assert other != first


@pytest.mark.parametrize("speed", [0.5, 0.7, 1.2, 1.3, 2, 3])
def test_speed_is_exact(engine, speed):
    plain, other = engine.speak(TEXT, PLAIN), engine.speak(TEXT, Style(speed=speed))
    assert len(other.pcm) * speed == pytest.approx(len(plain.pcm), rel=0.03)


@pytest.mark.parametrize("pitch", [0.8, 1.2])
def test_pitch_keeps_the_speed(engine, pitch):
    plain, other = engine.speak(TEXT, PLAIN), engine.speak(TEXT, Style(pitch=pitch))
    assert len(other.pcm) == pytest.approx(len(plain.pcm), rel=0.03)


def test_a_script_is_spoken_and_nothing_is_printed(plain, capfd):
    (speech,) = Narrator(voice_of(plain)).speak(script(segment("Guten Tag, hier sind die Nachrichten.")))
    assert speech.sample_rate_hz == 22050
    assert 500 < speech.duration_ms < 10_000
    assert capfd.readouterr() == ("", "")


def test_a_long_sentence_is_decoded_in_pieces_that_nobody_hears(engine, monkeypatch):
    import numpy as np  # noqa: PLC0415

    ids = engine._tokenizer.ids(TEXT)  # noqa: SLF001
    whole = engine.samples(ids, None, 1.0, None)
    monkeypatch.setattr(vits, "_PIECE_FRAMES", 30)
    pieces = engine.samples(ids, None, 1.0, None)
    assert whole.size > 60 * 256
    assert pieces.shape == whole.shape
    assert np.abs(pieces - whole).max() < TOLERANCE
