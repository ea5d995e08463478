"""Piper's voices: a small one of random weights, in Piper's own layout, from a host on loopback."""

import hashlib
import http.server
import json
import shutil
import threading
from importlib.util import find_spec

import pytest
from fakes import script, segment, voice
from piper_model import write_voice

from podcaster.errors import SpeechError, VoiceError
from podcaster.model import Style
from podcaster.speech import Narrator, download_voice, load_engine
from podcaster.voices import PaletteStyle, load_voice, piper_folder, status

MODULES = ("piper", "onnx", "onnxruntime", "numpy")
needs_piper = pytest.mark.skipif(not all(map(find_spec, MODULES)), reason="needs podcaster[piper]")

PLAIN = Style()
TEXT = "Guten Tag, hier sind die Nachrichten."
NAME = "de_DE-klein-low"
PLACE = f"de/de_DE/klein/low/{NAME}.onnx"
SMALL = voice("small", engine="piper", model=NAME)


def voice_of(files, **settings):
    return voice("small", engine="piper", model=str(files[0]), config=str(files[1]), **settings)


@pytest.fixture(scope="session")
def files(tmp_path_factory):
    return write_voice(tmp_path_factory.mktemp("piper"), NAME)


@pytest.fixture(scope="session")
def engine(files):
    return load_engine(voice_of(files))


@needs_piper
def test_the_same_text_gives_the_same_sound_whatever_was_said_before(engine):
    first = engine.speak(TEXT, PLAIN)
    other = engine.speak("Und nun das Wetter.", PLAIN)
    assert engine.speak(TEXT, PLAIN) == first
    assert other != first
    assert first.sample_rate_hz == 16000


@needs_piper
@pytest.mark.parametrize("speed", [0.5, 0.7, 1.2, 1.3, 2, 3])
def test_speed_is_exact(engine, speed):
    plain, other = engine.speak(TEXT, PLAIN), engine.speak(TEXT, Style(speed=speed))
    assert len(other.pcm) * speed == pytest.approx(len(plain.pcm), rel=0.03)


@needs_piper
@pytest.mark.parametrize("pitch", [0.8, 1.2])
def test_pitch_keeps_the_speed(engine, pitch):
    plain, other = engine.speak(TEXT, PLAIN), engine.speak(TEXT, Style(pitch=pitch))
    assert len(other.pcm) == pytest.approx(len(plain.pcm), rel=0.03)


@needs_piper
def test_without_noise_it_is_pipers_own_sound(files, tmp_path):
    import numpy as np  # noqa: PLC0415
    from piper import PiperVoice, SynthesisConfig  # noqa: PLC0415

    config = json.loads(files[1].read_text(encoding="utf-8"))
    config["inference"] |= {"noise_scale": 0.0, "noise_w": 0.0}
    quiet = tmp_path / "quiet.onnx.json"
    quiet.write_text(json.dumps(config), encoding="utf-8")
    ours = load_engine(voice_of((files[0], quiet))).speak(TEXT, PLAIN)
    theirs = PiperVoice.load(files[0], quiet).synthesize(TEXT, SynthesisConfig(normalize_audio=False))
    samples = np.concatenate([chunk.audio_float_array for chunk in theirs])
    heard = np.frombuffer(ours.pcm, "<i2") / 32767
    scale = min(1.0, 0.98 / np.abs(samples).max())  # as loud as it may be
    assert np.abs(samples).max() > 0.1
    assert heard == pytest.approx(samples * scale, abs=2e-4)


@needs_piper
def test_ipa_is_said_in_its_place(engine):
    said = ["".join(line) for line in engine._phonemes("Herr [tʁamp] kam gestern.")]  # noqa: SLF001
    assert engine.takes_ipa
    assert said == [said[0]]
    assert " tɾˈamp " in said[0]
    assert said[0].endswith("ɡˈɛstɜn.")
    plain = ["".join(line) for line in engine._phonemes("Herr tapeta kam gestern.")]  # noqa: SLF001
    assert plain[0].split()[0] == said[0].split()[0]


@needs_piper
def test_what_the_voice_has_no_sound_for_is_told_once_and_spoken_around(files, caplog):
    config = json.loads(files[1].read_text(encoding="utf-8"))
    del config["phoneme_id_map"]["ˈ"]
    poor = files[1].with_name("poor.onnx.json")
    poor.write_text(json.dumps(config), encoding="utf-8")
    spoken_by = load_engine(voice_of((files[0], poor)))
    for _ in range(2):
        assert spoken_by.speak(TEXT, PLAIN).pcm
    assert caplog.text.count("no sound for 'ˈ'") == 1


@needs_piper
def test_a_text_without_a_word_is_an_error(engine):
    with pytest.raises(SpeechError, match="no sound for any of its letters"):
        engine.speak("", PLAIN)


@needs_piper
def test_each_speaker_sounds_otherwise_and_unknown_ones_are_told(tmp_path):
    choir = write_voice(tmp_path, speakers=("anna", "ben"))
    both = load_engine(voice_of(choir))
    anna, ben = (both.speak(TEXT, Style(speaker=name)) for name in ("anna", "ben"))
    assert both.speak(TEXT, PLAIN) == anna != ben
    with pytest.raises(VoiceError, match="no speaker 'carl'; it has anna, ben"):
        load_engine(voice_of(choir, palette=(PaletteStyle(name="low", speaker="carl"),)))


@needs_piper
@pytest.mark.parametrize(
    ("file", "content"),
    [(0, b""), (0, b"no graph at all"), (1, b"{"), (1, b"[]"), (1, b'{"audio": 3}')],
    ids=["empty", "no graph", "torn", "list", "other"],
)
def test_what_is_no_voice_of_pipers_is_told(files, tmp_path, file, content):
    spoilt = [shutil.copy(path, tmp_path) for path in files]
    (tmp_path / files[file].name).write_bytes(content)
    with pytest.raises(VoiceError, match="cannot be loaded"):
        load_engine(voice_of(spoilt))


@needs_piper
def test_a_script_is_spoken_in_several_threads_as_in_one(files):
    from podcaster.speech import local_workers  # noqa: PLC0415

    said = script(*(segment(f"{TEXT} Das ist die {word} Meldung.") for word in ("erste", "zweite", "dritte")))
    small = voice_of(files)
    with Narrator(small) as alone, Narrator(small, workers=local_workers([small], 3)) as crowd:
        assert list(alone.speak(said)) == list(crowd.speak(said))


class Host(http.server.BaseHTTPRequestHandler):
    """Serves Piper's layout, ranges too; breaks off after ``breaks_at`` bytes of the first answer."""

    def do_GET(self):
        self.server.asked.append((self.path, self.headers.get("Range")))
        body = self.server.files.get(self.path)
        if body is None:
            self.send_error(404)
            return
        etag = f'"{hashlib.sha256(body).hexdigest()[:16]}"'
        start = 0
        if self.headers.get("If-Range") == etag:
            start = int(self.headers["Range"].removeprefix("bytes=").rstrip("-"))
            self.send_response(206)
            self.send_header("Content-Range", f"bytes {start}-{len(body) - 1}/{len(body)}")
        else:
            self.send_response(200)
        self.send_header("Content-Length", str(len(body) - start))
        self.send_header("ETag", etag)
        self.end_headers()
        breaks_at = self.server.breaks_at.pop(self.path, len(body))
        self.wfile.write(body[start:breaks_at])
        self.close_connection = True

    def log_message(self, *_):
        pass


@pytest.fixture
def host(files, tmp_path, monkeypatch):
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Host)
    server.asked, server.breaks_at = [], {}
    server.files = {f"/voices/{PLACE}": files[0].read_bytes(), f"/voices/{PLACE}.json": files[1].read_bytes()}
    threading.Thread(target=server.serve_forever, args=(0.05,), daemon=True).start()
    monkeypatch.setenv("PIPER_HOME", str(tmp_path / "home"))
    monkeypatch.setenv("PIPER_VOICES_URL", f"http://127.0.0.1:{server.server_port}/voices/")
    yield server
    server.shutdown()
    server.server_close()


@needs_piper
def test_a_voice_is_downloaded_once_from_pipers_layout_and_speaks(host):
    assert status(SMALL) == "not downloaded; run: podcaster voices download small"
    with pytest.raises(VoiceError, match="not downloaded"):
        load_engine(SMALL)
    for _ in range(2):
        download_voice(SMALL)
    assert sorted(path for path, _ in host.asked) == [f"/voices/{PLACE}", f"/voices/{PLACE}.json"]
    assert status(SMALL) == "ready"
    (speech,) = Narrator(SMALL).speak(script(segment(TEXT)))
    assert speech.duration_ms > 500


@needs_piper
def test_a_download_goes_on_where_it_broke_off(host, files):
    half = files[0].stat().st_size // 2
    host.breaks_at[f"/voices/{PLACE}"] = half
    download_voice(SMALL)
    assert (f"/voices/{PLACE}", f"bytes={half}-") in host.asked
    assert (piper_folder(NAME) / f"{NAME}.onnx").read_bytes() == files[0].read_bytes()
    assert load_engine(SMALL).speak(TEXT, PLAIN).pcm


@needs_piper
@pytest.mark.parametrize("file", [f"{NAME}.onnx", f"{NAME}.onnx.json"])
@pytest.mark.parametrize("spoil", [lambda data: data[:-9], lambda data: bytes([data[0] ^ 1]) + data[1:]])
def test_a_voice_that_is_not_what_was_downloaded_is_refused(host, file, spoil):
    assert host.files
    download_voice(SMALL)
    path = piper_folder(NAME) / file
    path.write_bytes(spoil(path.read_bytes()))
    with pytest.raises(VoiceError, match=r"damaged.*delete .*voices download small"):
        load_engine(SMALL)


@needs_piper
def test_a_voice_that_the_host_has_not_is_told(host):
    with pytest.raises(VoiceError, match="404"):
        download_voice(voice("other", engine="piper", model="de_DE-gross-high"))
    with pytest.raises(VoiceError, match="name it as Piper does"):
        download_voice(voice("other", engine="piper", model="../../etc/passwd"))
    assert not any("passwd" in path for path, _ in host.asked)


def test_the_shipped_voice_lies_where_pipers_registry_has_it(monkeypatch, tmp_path):
    monkeypatch.setenv("PIPER_HOME", str(tmp_path))
    thorsten = load_voice("thorsten-piper")
    assert (thorsten.engine, thorsten.model) == ("piper", "de_DE-thorsten-medium")
    assert "download thorsten-piper" in status(thorsten) or "'.[piper]'" in status(thorsten)


@needs_piper
def test_narrator_and_quotations_of_two_models_load_each_once(tmp_path):
    told = 'name = "{0}"\nengine = "piper"\nmodel = "{0}.onnx"\nconfig = "{0}.onnx.json"\n'
    told += 'language = "de-DE"\nlicence = "-"\nsource = "-"\n'
    for name, more in (("eine", '[quotes.direct]\nvoice = "andere"\n'), ("andere", "")):
        write_voice(tmp_path, name, speakers=("anna", "ben") if name == "andere" else ())
        (tmp_path / f"{name}.toml").write_text(told.format(name) + more)
    loaded = []

    def load(one):
        loaded.append(one.name)
        return load_engine(one)

    said = script(*(segment("Ein Satz.", quote=quote) for quote in (None, "direct", None, "direct")))
    narrator = Narrator(load_voice(tmp_path / "eine.toml"), load)
    for _ in range(2):
        heard = [speech.voice for speech in narrator.speak(said)]
        assert heard == ["eine", "andere", "eine", "andere"]
    assert sorted(loaded) == ["andere", "eine"]
