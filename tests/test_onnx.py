"""Coqui's VITS voices without PyTorch: exported, and spoken by ONNX Runtime."""

import json
import os
import pickle
import shutil
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from importlib.util import find_spec
from itertools import combinations_with_replacement, pairwise
from pathlib import Path

import pytest
from coqui_checkpoint import write_checkpoint
from fakes import script, segment, voice
from hypothesis import given
from hypothesis import strategies as st

from podcaster.errors import SpeechError, VoiceError
from podcaster.model import Style
from podcaster.speech import Narrator, export_voice, load_engine
from podcaster.speech.coqui import CoquiEngine
from podcaster.speech.registry import engine_class
from podcaster.speech.vits import decoder, files, runtime
from podcaster.speech.vits.engine import OnnxEngine
from podcaster.voices import export_folder, is_exported

needs_runtime = pytest.mark.skipif(find_spec("onnxruntime") is None, reason="needs podcaster[onnx]")
needs_openvino = pytest.mark.skipif(find_spec("openvino") is None, reason="needs openvino")
pytestmark = [pytest.mark.coqui, needs_runtime]

PLAIN = Style()
TEXT = "Guten Tag, hier sind die Nachrichten."
TOLERANCE = 1e-4
"""Of samples from −1 to 1: three steps of 16 bits."""


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
    return shutil.copytree(plain, tmp_path / "copied")


def has_bfloat16():
    import openvino  # noqa: PLC0415

    return "BF16" in openvino.Core().get_property("CPU", "OPTIMIZATION_CAPABILITIES")


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
    assert np.abs(theirs).max() > 100 * TOLERANCE
    assert np.abs(ours - theirs).max() < TOLERANCE


@pytest.mark.parametrize("frames", [1, 2, 17])
@pytest.mark.parametrize(
    ("size", "stride", "padding", "output_padding"),
    [(16, 8, 4, 0), (4, 2, 1, 0), (11, 5, 3, 0), (7, 3, 2, 1), (8, 8, 0, 0), (3, 1, 1, 0)],
)
def test_upsampling_is_exported_as_what_it_is(frames, size, stride, padding, output_padding):
    torch = pytest.importorskip("torch")
    from podcaster.speech.vits.export import _upsampling  # noqa: PLC0415

    transposed = torch.nn.ConvTranspose1d(6, 3, size, stride, padding=padding, output_padding=output_padding)
    given = torch.randn(1, 6, frames)
    with torch.no_grad():
        expected, told = transposed(given), _upsampling(transposed)(given)
    assert told.shape == expected.shape
    assert torch.allclose(told, expected, atol=1e-6)


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
    monkeypatch.setattr(decoder, "_MOST_FRAMES", 96)
    pieces = engine.samples(ids, None, 1.0, None)
    assert whole.size > 110 * 256
    assert pieces.shape == whole.shape
    assert np.abs(pieces - whole).max() < TOLERANCE


def covers(pieces, frames, context):
    assert pieces[0][0] == 0
    assert pieces[-1][1] == frames
    assert all(0 <= start < end <= frames for start, end in pieces)
    assert all(left < right and end - right >= 2 * context for (left, end), (right, _) in pairwise(pieces))
    return True


@given(frames=st.integers(1, 20_000), at_most=st.integers(64, 1024), context=st.integers(0, 30))
def test_even_pieces_cover_all_frames_and_share_what_their_edges_depend_on(frames, at_most, context):
    pieces = decoder.even_pieces(frames, at_most, context)
    assert covers(pieces, frames, context)
    assert len({end - start for start, end in pieces}) == 1
    assert pieces[0][1] <= at_most
    assert (len(pieces) - 1) * (at_most - 2 * context) < frames


@given(
    frames=st.integers(1, 5_000),
    sizes=st.lists(st.integers(64, 512), min_size=1, max_size=5, unique=True),
    context=st.integers(0, 30),
)
def test_pieces_of_few_sizes_cover_all_frames(frames, sizes, context):
    pieces = decoder.pieces_of_sizes(frames, tuple(sizes), context)
    assert covers(pieces, frames, context)
    if frames >= min(sizes):
        assert {end - start for start, end in pieces} <= set(sizes)
    else:
        assert pieces == [(0, frames)]


@pytest.mark.parametrize("frames", [384, 500, 660, 871])
def test_pieces_of_few_sizes_are_as_few_frames_as_can_be(frames):
    sizes, shared = (96, 176, 288, 448), 26
    sets = [chosen for count in range(1, 7) for chosen in combinations_with_replacement(sizes, count)]
    fewest = min(sum(chosen) for chosen in sets if sum(chosen) - shared * (len(chosen) - 1) >= frames)
    pieces = decoder.pieces_of_sizes(frames, sizes, shared // 2)
    assert sum(end - start for start, end in pieces) == fewest


@needs_openvino
@pytest.mark.parametrize(("model", "speaker"), [("plain", None), ("lively", "ben")], ids=["plain", "ben"])
def test_long_speech_is_openvinos_and_sounds_as_pytorchs(request, monkeypatch, model, speaker):
    import numpy as np  # noqa: PLC0415

    monkeypatch.setattr(decoder, "_LONG_FRAMES", 160)
    folder = request.getfixturevalue(model)
    spoken_by = load_engine(voice_of(folder))
    ids = spoken_by._tokenizer.ids(" ".join([TEXT] * 3))  # noqa: SLF001
    ours = spoken_by.samples(ids, speaker, 1.0, None)
    theirs = by_pytorch(folder, ids, 1 if speaker else None)
    assert ours.size > 200 * 256
    assert isinstance(spoken_by._decoder._chosen(200, 13)[0], runtime.OpenvinoGraph)  # noqa: SLF001
    assert ours.shape == theirs.shape
    assert np.abs(ours - theirs).max() < TOLERANCE


def test_an_onnx_runtime_that_cannot_be_imported_is_told_of_the_voice(plain, monkeypatch):
    spoken_by = voice_of(plain)
    assert is_exported(spoken_by)
    monkeypatch.setitem(sys.modules, "onnxruntime", None)
    with pytest.raises(VoiceError, match="export cannot be loaded"):
        OnnxEngine(spoken_by)


@needs_openvino
def test_where_openvino_does_not_work_that_is_told_and_onnx_runtime_speaks(plain, monkeypatch, caplog):
    def broken(*_given, **_settings):
        message = "no such device"
        raise RuntimeError(message)

    monkeypatch.setattr(decoder, "OpenvinoGraph", broken)
    spoken_by = load_engine(voice_of(plain))
    assert isinstance(spoken_by._decoder._chosen(1000, 13)[0], runtime.OnnxGraph)  # noqa: SLF001
    assert "OpenVINO does not work here (no such device)" in caplog.text


def test_two_texts_at_a_time_sound_as_one_after_the_other(engine):
    texts = [TEXT, "Und nun das Wetter.", "Die Tagung beginnt heute.", "Das war es."]
    assert OnnxEngine.workers(engine._voice) >= 1  # noqa: SLF001
    with ThreadPoolExecutor(2) as pool:
        together = list(pool.map(lambda text: engine.speak(text, PLAIN), texts))
    assert together == [engine.speak(text, PLAIN) for text in texts]


def test_each_speaker_of_a_model_sounds_otherwise(lively):
    both = load_engine(voice_of(lively))
    anna, ben = (both.speak(TEXT, Style(speaker=name)) for name in ("anna", "ben"))
    assert both.speak(TEXT, PLAIN) == anna
    assert anna != ben
    with pytest.raises(VoiceError, match="no speaker 'carl'; it has anna, ben"):
        both.speak(TEXT, Style(speaker="carl"))


ALONE = """
import sys
for name in ("torch", "TTS", "onnx", "scipy", "librosa"):
    sys.modules[name] = None
from podcaster.model import Style
from podcaster.speech import load_engine
from podcaster.voices import load_voice, status
voice = load_voice(sys.argv[1])
assert status(voice) == "ready", status(voice)
sound = load_engine(voice).speak("Guten Tag.", Style())
print(len(sound.pcm), sound.sample_rate_hz)
"""


def test_an_export_speaks_where_there_is_no_pytorch_and_no_checkpoint(copied):
    (copied / "model_file.pth").unlink()
    (copied / "config.json").unlink()
    keys = {"name": "small", "engine": "coqui", "model": "model_file.pth", "config": "config.json"}
    keys |= {"language": "de", "licence": "CC0-1.0", "source": "-"}
    toml = copied / "small.toml"
    toml.write_text("".join(f"{key} = {json.dumps(value)}\n" for key, value in keys.items()))
    path = os.pathsep.join([str(Path(__file__).parent.parent), os.environ.get("PYTHONPATH", "")])
    told = subprocess.run(
        [sys.executable, "-c", ALONE, toml],
        capture_output=True,
        text=True,
        check=True,
        env=os.environ | {"PYTHONPATH": path},
    ).stdout.split()
    assert int(told[0]) > 10_000
    assert told[1] == "22050"


def test_another_export_is_another_voice_to_the_cache(plain, lively):
    one, other = (engine_class(voice_of(folder)).identity(voice_of(folder)) for folder in (plain, lively))
    assert one != other
    assert one == OnnxEngine.identity(voice_of(plain))


def write_half(path):
    path.write_bytes(path.read_bytes()[: path.stat().st_size // 2])


def flip_a_bit(path):
    data = bytearray(path.read_bytes())
    data[len(data) // 2] ^= 1
    path.write_bytes(data)


def edit(path, **changes):
    told = json.loads(path.read_text())
    path.write_text(json.dumps(told | changes))


@pytest.mark.parametrize(
    ("spoil", "told"),
    [
        (lambda folder: write_half(folder / "sound.onnx"), "sound.onnx has not the size"),
        (lambda folder: flip_a_bit(folder / "sound.onnx"), "sound.onnx was changed"),
        (lambda folder: flip_a_bit(folder / "text.onnx"), "text.onnx was changed"),
        (lambda folder: edit(folder / "config.json", add_blank=False), "config.json has not the size"),
        (lambda folder: (folder / "flow.onnx").unlink(), "flow.onnx"),
        (lambda folder: write_half(folder / "manifest.json"), "manifest.json cannot be read"),
        (lambda folder: (folder / "manifest.json").write_text("[]"), "manifest.json cannot be read"),
        (lambda folder: edit(folder / "manifest.json", files={}), "manifest.json was changed"),
        (lambda folder: edit(folder / "manifest.json", format=9), "of another version"),
    ],
    ids=["half", "bit", "text", "config", "lost", "manifest", "list", "emptied", "version"],
)
def test_a_spoilt_export_is_told_and_not_spoken_with(copied, spoil, told):
    spoil(export_folder(voice_of(copied)))
    with pytest.raises(VoiceError, match=told) as caught:
        load_engine(voice_of(copied))
    assert "podcaster voices export small" in str(caught.value)


def test_a_checkpoint_that_was_trained_on_is_told(copied):
    checkpoint = copied / "model_file.pth"
    manifest = export_folder(voice_of(copied)) / "manifest.json"
    later = manifest.stat().st_mtime + 60
    os.utime(checkpoint, (later, later))
    load_engine(voice_of(copied))  # only copied later
    flip_a_bit(checkpoint)
    os.utime(checkpoint, (later, later))
    with pytest.raises(VoiceError, match="made of another model_file"):
        load_engine(voice_of(copied))


@pytest.mark.parametrize(
    ("name", "content", "told"),
    [
        ("sound.onnx", b"no graph at all", "sound.onnx"),
        ("sound.onnx", "flow.onnx", "no graph of podcaster"),
        ("config.json", {"text_cleaner": "french_cleaners"}, "french_cleaners"),
        ("config.json", {"characters": {"characters": "ab" * 500}}, "fewer tokens"),
    ],
    ids=["garbage", "another", "cleaner", "vocabulary"],
)
def test_files_that_do_not_belong_together_are_told(copied, name, content, told):
    folder = export_folder(voice_of(copied))
    if isinstance(content, dict):
        config = json.loads((folder / name).read_text())
        content = {
            key: config[key] | value if isinstance(value, dict) else value for key, value in content.items()
        }
        edit(folder / name, **content)
    else:
        data = content if isinstance(content, bytes) else (folder / content).read_bytes()
        (folder / name).write_bytes(data)
    facts, _ = files.read_manifest(folder, voice_of(copied))
    files.write_manifest(folder, facts)
    with pytest.raises(VoiceError, match=told):
        load_engine(voice_of(copied))


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("", "no sound for any of its letters"),
        ("...", "no sound for any"),
        ("Guten Tag " * 400, "too long"),
    ],
)
def test_what_a_model_cannot_say_is_told(engine, text, told):
    with pytest.raises(SpeechError, match=told):
        engine.speak(text, PLAIN)


def test_more_than_the_model_may_say_at_once_is_told(engine, monkeypatch):
    monkeypatch.setattr(engine, "_facts", replace(engine._facts, max_frames=20))  # noqa: SLF001
    with pytest.raises(SpeechError, match="may speak 20 at once"):
        engine.speak(TEXT, PLAIN)


def test_signs_without_sound_are_spoken_around_and_told_once(plain, caplog):
    spoken_by = load_engine(voice_of(plain))
    assert spoken_by.speak("Guten Tag 你好, Welt.", PLAIN).pcm
    told = caplog.text.count("has no sound for")
    spoken_by.speak("Guten Tag 你好, Welt.", PLAIN)
    assert caplog.text.count("has no sound for") == told


@pytest.mark.parametrize("part", ["duration_predictor.proj.bias", "waveform_decoder.conv_pre.bias"])
def test_numbers_that_are_no_sound_are_an_error(copied, part):
    import torch  # noqa: PLC0415

    state = torch.load(copied / "model_file.pth", weights_only=True)
    state["model"][part].fill_(float("nan"))
    torch.save(state, copied / "model_file.pth")
    export_voice(voice_of(copied))
    with pytest.raises(SpeechError, match="NaN"):
        load_engine(voice_of(copied)).speak(TEXT, PLAIN)


class Evil:
    def __init__(self, path):
        self.path = path

    def __reduce__(self):
        return os.mkdir, (str(self.path),)


def test_a_checkpoint_with_code_is_not_exported(copied):
    trace = copied / "was-run"
    shutil.rmtree(export_folder(voice_of(copied)))
    (copied / "model_file.pth").write_bytes(pickle.dumps({"model": Evil(trace)}))
    with pytest.raises(VoiceError, match="may hold code"):
        export_voice(voice_of(copied))
    assert not trace.exists()
    assert not is_exported(voice_of(copied))


def test_a_voice_whose_engine_exports_nothing_is_told():
    with pytest.raises(VoiceError, match="exports nothing"):
        export_voice(voice("pico", engine="pico"))


def test_fewer_bits_are_for_exported_models(copied):
    shutil.rmtree(export_folder(voice_of(copied)))
    with pytest.raises(VoiceError, match="podcaster voices export small"):
        load_engine(voice_of(copied, quality="fast"))


def test_fewer_bits_without_openvino_are_told(plain, monkeypatch):
    monkeypatch.setitem(sys.modules, "openvino", None)
    with pytest.raises(VoiceError, match=r"'\.\[onnx\]'"):
        load_engine(voice_of(plain, quality="fast"))


def test_without_openvino_onnx_runtime_makes_the_same_sound(plain, engine, monkeypatch):
    np = pytest.importorskip("numpy")
    monkeypatch.setitem(sys.modules, "openvino", None)
    alone = load_engine(voice_of(plain))
    ids = engine._tokenizer.ids(TEXT)  # noqa: SLF001
    monkeypatch.setattr(decoder, "_LONG_FRAMES", 160)
    whose = [one._decoder._chosen(170, 13)[0] for one in (engine, alone)]  # noqa: SLF001
    assert [type(graph) for graph in whose] == [runtime.OpenvinoGraph, runtime.OnnxGraph]
    ours, theirs = (one.samples(ids, None, 1.0, None) for one in (engine, alone))
    assert ours.shape == theirs.shape
    assert np.abs(ours - theirs).max() < TOLERANCE


@needs_openvino
def test_a_processor_without_bfloat16_speaks_in_full_and_says_so(plain, engine, monkeypatch, caplog):
    monkeypatch.setattr(decoder, "gains_by_bfloat16", lambda: False)
    fast = load_engine(voice_of(plain, quality="fast"))
    assert fast._decoder._chosen(1000, 13)[1] == engine._decoder._chosen(1000, 13)[1]  # noqa: SLF001
    assert fast.speak(TEXT, PLAIN) == engine.speak(TEXT, PLAIN)
    assert caplog.text.count("bfloat16") == 1


@needs_openvino
def test_openvinos_telemetry_is_not_loaded(plain):
    code = (
        "import sys; from podcaster.speech import load_engine; from podcaster.voices import load_voice;"
        "load_engine(load_voice(sys.argv[1]))._decoder._chosen(1000, 13);"
        "print([name for name in sys.modules if name.startswith(('openvino_telemetry', 'openvino.tools', 'torch'))])"
    )
    toml = plain / "small.toml"
    lines = voice_of(plain)
    toml.write_text(
        f'name = "small"\nengine = "coqui"\nmodel = "{lines.model}"\nconfig = "{lines.config}"\n'
        'language = "de"\nlicence = "-"\nsource = "-"\n'
    )
    run = subprocess.run([sys.executable, "-c", code, toml], capture_output=True, text=True, check=True)
    assert run.stdout.strip() == "[]"


@needs_openvino
def test_whether_bfloat16_gains_is_tried_and_not_believed(monkeypatch):
    took = {False: 1.0, True: 0.9}
    monkeypatch.setattr(runtime, "_trial_s", lambda *, is_short: took[is_short])
    assert not runtime.gains_by_bfloat16.__wrapped__()
    took[True] = 0.5
    assert runtime.gains_by_bfloat16.__wrapped__() == has_bfloat16()


@needs_openvino
def test_a_trial_takes_time():
    assert runtime._trial_s(is_short=False) > 0  # noqa: SLF001


@needs_openvino
def test_fewer_bits_sound_alike(plain, engine, monkeypatch):
    import numpy as np  # noqa: PLC0415

    if not has_bfloat16():
        pytest.skip("this processor has no bfloat16")
    monkeypatch.setattr(decoder, "gains_by_bfloat16", lambda: True)
    monkeypatch.setattr(decoder, "_LONG_FRAMES_IN_BFLOAT16", 40)
    fast = load_engine(voice_of(plain, quality="fast"))
    assert fast._decoder._chosen(40, 13)[0]._is_short  # noqa: SLF001
    ours, full = (np.frombuffer(one.speak(TEXT, PLAIN).pcm, "<i2").astype(float) for one in (fast, engine))
    size = min(ours.size, full.size)
    assert abs(ours.size - full.size) < 256
    noise = ours[:size] - full[:size]
    assert 10 * np.log10((full**2).mean() / (noise**2).mean()) > 20
