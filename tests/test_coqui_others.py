"""Coqui's models beside its own VITS: Tacotron 2 with a vocoder, Meta's MMS, XTTS; and what computes them."""

import http.server
import io
import json
import logging
import tarfile
import threading
from dataclasses import replace
from importlib.util import find_spec

import pytest
from coqui_checkpoint import begin_torch
from coqui_models import write_fairseq, write_tacotron, write_vocoder, write_xtts
from fakes import script, segment, voice

from podcaster.errors import VoiceError
from podcaster.model import Style
from podcaster.speech import Narrator, download_voice, export_voice, load_engine
from podcaster.speech.coqui import CoquiEngine
from podcaster.speech.coqui_others import OtherCoquiEngine, longer_or_shorter
from podcaster.speech.downloads import check_download
from podcaster.speech.registry import engine_class
from podcaster.speech.vits import download
from podcaster.voices import coqui_files, coqui_folder, load_voice, status

needs_coqui = pytest.mark.skipif(find_spec("TTS") is None, reason="needs podcaster[coqui]")
PLAIN = Style()
TEXT = "Guten Tag, hier sind die Nachrichten."


@pytest.fixture(scope="session")
def tacotron(tmp_path_factory):
    begin_torch()
    folder = tmp_path_factory.mktemp("tacotron")
    model, config = write_tacotron(folder / "model")
    vocoder = write_vocoder(folder / "vocoder")
    return voice("taco", engine="coqui", model=str(model), config=str(config), vocoder=str(vocoder))


@pytest.mark.coqui
def test_tacotron_speaks_through_its_vocoder_at_any_speed_and_pitch(tacotron, capfd):
    engine = load_engine(tacotron)
    assert isinstance(engine, OtherCoquiEngine)
    plain = engine.speak(TEXT, PLAIN)
    assert plain.sample_rate_hz == 22050
    assert len(plain.pcm) / 2 / 22050 > 1
    assert engine.speak(TEXT, PLAIN) == plain
    for style in (Style(speed=0.7), Style(pitch=1.2)):
        assert len(engine.speak(TEXT, style).pcm) * style.speed == pytest.approx(len(plain.pcm), rel=0.03)
    assert capfd.readouterr() == ("", "")


@pytest.mark.coqui
def test_a_vocoder_that_is_missing_is_told(tacotron, tmp_path):
    with pytest.raises(VoiceError, match="there is no file"):
        load_engine(replace(tacotron, vocoder=str(tmp_path / "vocoder.pth")))
    with pytest.raises(VoiceError, match="imitates no recording"):
        load_engine(replace(tacotron, reference=str(tmp_path / "mein.wav")))


@pytest.mark.coqui
def test_tacotron_is_not_exported(tacotron):
    with pytest.raises(VoiceError, match="of the kind 'tacotron2', which is not exported"):
        export_voice(tacotron)


@pytest.fixture(scope="session")
def fairseq(tmp_path_factory):
    begin_torch()
    return write_fairseq(tmp_path_factory.mktemp("mms") / "fairseq")


class Host(http.server.BaseHTTPRequestHandler):
    def do_GET(self):
        self.server.asked.append(self.path)
        body = self.server.files.get(self.path)
        self.send_response(200 if body is not None else 404)
        self.send_header("Content-Length", str(len(body or b"")))
        self.end_headers()
        self.wfile.write(body or b"")

    def log_message(self, *_):
        pass


@pytest.fixture
def host(tmp_path, monkeypatch):
    monkeypatch.setenv("TTS_HOME", str(tmp_path / "home"))
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Host)
    server.asked, server.files = [], {}
    server.url = f"http://127.0.0.1:{server.server_port}"
    threading.Thread(target=server.serve_forever, args=(0.05,), daemon=True).start()
    yield server
    server.shutdown()
    server.server_close()


def tarred(files):
    made = io.BytesIO()
    with tarfile.open(fileobj=made, mode="w:gz", compresslevel=0) as archive:
        for name, data in files.items():
            entry = tarfile.TarInfo(name)
            entry.size = len(data)
            archive.addfile(entry, io.BytesIO(data))
    return made.getvalue()


@pytest.mark.coqui
def test_metas_archive_of_german_is_downloaded_and_speaks(fairseq, host, monkeypatch):
    monkeypatch.setattr(download, "_FAIRSEQ", f"{host.url}/mms")
    host.files["/mms/deu.tar.gz"] = tarred(
        {f"deu/{path.name}": path.read_bytes() for path in fairseq[0].parent.iterdir()}
    )
    mms = load_voice("mms")
    assert status(mms) == "not downloaded; run: podcaster voices download mms"
    download_voice(mms)
    assert status(mms) == "ready"
    engine = load_engine(mms)
    assert isinstance(engine, CoquiEngine)
    plain = engine.speak("Guten Tag.", PLAIN)
    assert plain.sample_rate_hz == 16000
    slow = engine.speak("Guten Tag.", Style(speed=0.7))
    assert len(slow.pcm) * 0.7 == pytest.approx(len(plain.pcm), rel=0.03)


@pytest.mark.parametrize(
    "files",
    [
        {"deu/config.json": b"{}", "other/config.json": b"{}"},
        {"deu/config.json": b"{}"},
        {},
    ],
    ids=["two of one name", "no weights", "empty"],
)
def test_an_archive_that_is_no_model_leaves_nothing(host, monkeypatch, files):
    monkeypatch.setattr(download, "_FAIRSEQ", f"{host.url}/mms")
    host.files["/mms/deu.tar.gz"] = tarred(files)
    with pytest.raises(VoiceError, match="model"):
        download_voice(load_voice("mms"))
    assert not coqui_folder("tts_models/deu/fairseq/vits").exists()


def test_names_in_an_archive_lead_nowhere_else(host, monkeypatch, tmp_path):
    monkeypatch.setattr(download, "_FAIRSEQ", f"{host.url}/mms")
    host.files["/mms/deu.tar.gz"] = tarred(
        {"../../../G_100000.pth": b"x", "/etc/config.json": b"{}", "deu/.hidden": b"x"}
    )
    download.download_model(load_voice("mms"))
    folder = coqui_folder("tts_models/deu/fairseq/vits")
    assert sorted(path.name for path in folder.iterdir()) == ["G_100000.pth", "config.json", "download.json"]
    assert not list(tmp_path.rglob(".hidden"))


@pytest.fixture(scope="session")
def xtts(tmp_path_factory):
    begin_torch()
    return write_xtts(tmp_path_factory.mktemp("xtts") / "model")


def voice_of(folder, **settings):
    files = {"model": str(folder / "model.pth"), "config": str(folder / "config.json")}
    return voice("imitator", engine="coqui", language="de-DE", **(files | settings))


@pytest.mark.coqui
def test_xtts_speaks_with_its_own_speakers_and_with_the_voice_of_a_recording(xtts, capfd):
    named, own = (load_engine(voice_of(xtts, **more)) for more in ({}, {"reference": str(xtts / "mein.wav")}))
    anna = named.speak("Guten Tag.", PLAIN)
    assert anna.sample_rate_hz == 24000
    assert named.speak("Guten Tag.", PLAIN) == anna
    assert own.speak("Guten Tag.", Style(speaker="Anna")) == anna
    assert own.speak("Guten Tag.", PLAIN) != anna
    assert capfd.readouterr() == ("", "")


@pytest.mark.coqui
@pytest.mark.parametrize(
    ("name", "told"), [("none.wav", "there is no file"), ("config.json", "cannot be listened to")]
)
def test_a_recording_that_cannot_be_heard_is_told(xtts, name, told):
    with pytest.raises(VoiceError, match=told):
        load_engine(voice_of(xtts, reference=str(xtts / name)))


XTTS = "/tts-hub/XTTS-v2/resolve/main"


def test_terms_are_agreed_to_before_anything_is_asked_of_the_host(host, monkeypatch):
    monkeypatch.setenv("HF_ENDPOINT", host.url)
    xtts = load_voice("xtts")
    with pytest.raises(VoiceError, match="CPML") as told:
        download_voice(xtts)
    assert "https://tts-hub.github.io/cpml" in str(told.value)
    assert "podcaster voices download xtts --agree" in str(told.value)
    assert host.asked == []


def test_a_model_that_lies_file_by_file_counts_once_all_are_there(host, monkeypatch):
    monkeypatch.setenv("HF_ENDPOINT", host.url)
    xtts = load_voice("xtts")
    files = {"config.json": b'{"model": "xtts"}', "vocab.json": b"{}", "speakers_xtts.pth": b"s" * 99}
    host.files = {f"{XTTS}/{name}": data for name, data in files.items()}
    with pytest.raises(VoiceError, match="404"):
        download_voice(xtts, agreed=True)
    assert coqui_files(coqui_folder(xtts.model)) is None
    before = len(host.asked)
    host.files[f"{XTTS}/model.pth"] = b"m" * 999
    download_voice(xtts, agreed=True)
    assert host.asked[before:] == [f"{XTTS}/model.pth"]
    assert engine_class(xtts) is OtherCoquiEngine
    folder = coqui_folder(xtts.model)
    assert {name: (folder / name).read_bytes() for name in files} == files
    listed = json.loads((folder / "download.json").read_text())["files"]
    assert set(listed) == {*files, "model.pth"}
    assert all(len(facts["sha256"]) == 64 for facts in listed.values())
    (folder / "vocab.json").write_bytes(b"[]")
    with pytest.raises(VoiceError, match=r"vocab\.json was changed"):
        check_download(xtts, folder)


@pytest.mark.parametrize("factor", [0.2, 0.5, 0.8, 1.0, 1.25, 2.0, 4.0])
def test_sound_is_made_longer_or_shorter_at_its_pitch(factor):
    np = pytest.importorskip("numpy")
    tone = np.sin(2 * np.pi * 220 * np.arange(44100) / 22050)
    made = longer_or_shorter(tone, factor, 22050)
    spectrum = np.abs(np.fft.rfft(made * np.hanning(made.size)))
    assert made.size == pytest.approx(tone.size * factor, rel=0.01)
    assert spectrum.argmax() * 22050 / made.size == pytest.approx(220, abs=2)


@pytest.mark.coqui
@needs_coqui
def test_a_card_that_refuses_the_model_leaves_it_to_the_processor_and_is_told(tacotron, monkeypatch, caplog):
    import torch  # noqa: PLC0415

    if torch.cuda.is_available():
        pytest.skip("the card does not refuse")
    monkeypatch.setattr(torch.cuda, "is_available", lambda: True)
    (speech,) = Narrator(tacotron).speak(script(segment("Guten Tag.")))
    assert speech.duration_ms > 500
    assert "the graphics card refuses it" in caplog.text


@pytest.mark.coqui
@needs_coqui
@pytest.mark.parametrize(("device", "told"), [("auto", 0), ("cpu", 0), ("cuda", 1)])
def test_a_card_that_is_wanted_and_missing_is_told_once(device, told, monkeypatch, caplog):
    import torch  # noqa: PLC0415

    from podcaster.speech.device import has_torch_card  # noqa: PLC0415

    monkeypatch.setattr(torch.cuda, "is_available", lambda: False)
    wanting = voice(f"wants-{device}", engine="coqui", device=device)
    with caplog.at_level(logging.WARNING):
        assert not any(map(has_torch_card, [wanting, wanting]))
    assert caplog.text.count("the processor speaks") == told
