"""Models fetched from a server on loopback: broken off and resumed, tampered with, meaning harm."""

import http.server
import io
import json
import re
import threading
import zipfile
from contextlib import suppress

import pytest
from fakes import voice

from podcaster.errors import VoiceError
from podcaster.speech.downloads import check_download
from podcaster.speech.vits import download
from podcaster.speech.vits.download import download_model
from podcaster.voices import coqui_files, coqui_folder, status

MODEL = "tts_models/de/small/vits"
SMALL = voice("small", engine="coqui", model=MODEL)
CONFIG = {"model": "vits", "speakers_file": "/elsewhere/speakers.json", "model_args": {"speakers_file": None}}
FILES = {
    "model_file.pth": bytes(range(256)) * 2000,
    "config.json": json.dumps(CONFIG).encode(),
    "speakers.json": b'{"anna": 0}',
}


def archive_of(files, folder="tts_models--de--small--vits/"):
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w") as zipped:
        for name, data in files.items():
            zipped.writestr(name if isinstance(name, zipfile.ZipInfo) else f"{folder}{name}", data)
    return made.getvalue()


class Release(http.server.BaseHTTPRequestHandler):
    """Serves an archive as a release page does, with ranges, or fails as networks do."""

    archive = b""
    code = 200
    breaks_after = 0
    """Bytes after which the connection is cut; 0 for none."""
    etag = '"one"'
    ranges = ()

    def do_GET(self):
        handler = type(self)
        handler.ranges = (*handler.ranges, self.headers.get("Range"))
        start = 0
        asked = re.fullmatch(r"bytes=(\d+)-", self.headers.get("Range") or "")
        if asked and self.headers.get("If-Range") == self.etag:
            start = int(asked[1])
        self.send_response(206 if start else self.code)
        self.send_header("Content-Length", str(len(self.archive) - start))
        self.send_header("ETag", self.etag)
        self.end_headers()
        end = start + self.breaks_after if self.breaks_after else None
        with suppress(ConnectionError):
            self.wfile.write(self.archive[start:end])

    def log_message(self, *_):
        pass


@pytest.fixture
def release(tmp_path, monkeypatch):
    """A server, and the file of models that names it."""
    monkeypatch.setenv("TTS_HOME", str(tmp_path / "home"))
    handler = type("OneRelease", (Release,), {"archive": archive_of(FILES)})
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler)
    threading.Thread(target=server.serve_forever, args=(0.05,), daemon=True).start()
    url = f"http://127.0.0.1:{server.server_port}/download/v0.7.0_models/tts_models--de--small--vits.zip"
    handler.models_file = tmp_path / "models.json"
    name_archive(handler, url)
    yield handler
    server.shutdown()
    server.server_close()


def name_archive(release, url):
    entry = {"github_rls_url": url, "default_vocoder": None, "license": "apache 2.0"}
    release.models_file.write_text(json.dumps({"tts_models": {"de": {"small": {"vits": entry}}}}))


def beside_the_model():
    return sorted(path.name for path in coqui_folder(MODEL).parent.iterdir())


def test_a_model_is_downloaded_once_with_its_paths_set_right(release):
    for _ in range(2):
        download_model(SMALL, release.models_file)
    assert len(release.ranges) == 1
    assert beside_the_model() == ["tts_models--de--small--vits"]
    checkpoint, config = coqui_files(coqui_folder(MODEL))
    assert checkpoint.read_bytes() == FILES["model_file.pth"]
    told = json.loads(config.read_text())
    assert told["speakers_file"] == str(coqui_folder(MODEL) / "speakers.json")
    assert told["model_args"] == {"speakers_file": None}
    check_download(SMALL, coqui_folder(MODEL))


def test_what_broke_off_is_gone_on_with(release):
    size = len(release.archive)
    release.breaks_after = size // 3
    download_model(SMALL, release.models_file)
    assert release.ranges[0] is None
    starts = [int(asked.removeprefix("bytes=").removesuffix("-")) for asked in release.ranges[1:]]
    assert starts
    assert starts == sorted(starts)
    assert 0 < starts[0] <= size // 3
    assert coqui_files(coqui_folder(MODEL))


def test_another_day_goes_on_where_this_one_gave_up(release):
    whole = release.archive
    release.archive = b""
    release.etag = '"one"'
    with pytest.raises(VoiceError):
        download_model(SMALL, release.models_file)
    release.archive = whole
    part = coqui_folder(MODEL).with_name("tts_models--de--small--vits.zip.part")
    part.write_bytes(whole[:1000])
    url = json.loads(release.models_file.read_text())["tts_models"]["de"]["small"]["vits"]["github_rls_url"]
    notes = {"url": url, "validator": '"one"', "bytes": len(whole)}
    part.with_suffix(".json").write_text(json.dumps(notes))
    release.ranges = ()
    download_model(SMALL, release.models_file)
    assert release.ranges == ("bytes=1000-",)
    assert coqui_files(coqui_folder(MODEL))


def test_a_half_of_another_file_is_not_gone_on_with(release):
    part = coqui_folder(MODEL).with_name("tts_models--de--small--vits.zip.part")
    part.parent.mkdir(parents=True)
    part.write_bytes(b"x" * 1000)
    url = json.loads(release.models_file.read_text())["tts_models"]["de"]["small"]["vits"]["github_rls_url"]
    part.with_suffix(".json").write_text(json.dumps({"url": url, "validator": '"old"', "bytes": 5000}))
    download_model(SMALL, release.models_file)
    assert release.ranges == ("bytes=1000-",)
    assert coqui_files(coqui_folder(MODEL))[0].read_bytes() == FILES["model_file.pth"]


@pytest.mark.parametrize(
    ("served", "told"),
    [
        ({"code": 404}, "cannot be downloaded from 127.0.0.1 .HTTP 404."),
        ({"archive": b"<html>not found</html>"}, "is no model"),
        ({"archive": b""}, "is no model"),
        ({"archive": archive_of({"readme.txt": b"nothing"})}, "holds no whole model"),
    ],
)
def test_what_is_no_model_leaves_nothing_that_counts_as_one(release, served, told):
    for key, value in served.items():
        setattr(release, key, value)
    with pytest.raises(VoiceError, match=told):
        download_model(SMALL, release.models_file)
    assert coqui_files(coqui_folder(MODEL)) is None
    assert beside_the_model() == []


def test_no_connection_is_one_line(release):
    name_archive(release, "http://127.0.0.1:9/small.zip")
    with pytest.raises(VoiceError, match=r"connection to the Internet") as caught:
        download_model(SMALL, release.models_file)
    assert "from 127.0.0.1 (ConnectError)" in str(caught.value)


@pytest.mark.parametrize("model", ["tts_models/de/small/xtts", "nonsense", "tts_models/de/small/vits/more"])
def test_a_model_that_the_registry_has_not_is_told(release, model):
    with pytest.raises(VoiceError, match="no archive of"):
        download_model(voice("small", engine="coqui", model=model), release.models_file)


def link(name, target):
    entry = zipfile.ZipInfo(name)
    entry.external_attr = 0o120777 << 16
    return {entry: target}


@pytest.mark.parametrize(
    "harm",
    [
        {"../../outside.pth": b"x"},
        {"/etc/outside.pth": b"x"},
        {"C:/outside.pth": b"x"},
        {"a\\..\\..\\outside.pth": b"x"},
        {".hidden": b"x"},
        {"one/model_file.pth": b"x"},
        link("outside.pth", "/etc/passwd"),
    ],
    ids=["upwards", "absolute", "drive", "backslashes", "hidden", "twice", "link"],
)
def test_an_archive_that_means_harm_is_refused(release, harm, tmp_path):
    release.archive = archive_of(FILES | harm, folder="")
    with pytest.raises(VoiceError, match="is no model"):
        download_model(SMALL, release.models_file)
    assert beside_the_model() == []
    assert not list(tmp_path.rglob("outside*"))


def test_an_archive_that_would_fill_the_disk_is_refused(release, monkeypatch):
    monkeypatch.setattr(download, "MOST_BYTES", 400_000)
    release.archive = archive_of({name: data + bytes(10_000) for name, data in FILES.items()})
    with pytest.raises(VoiceError, match=r"larger than any model|fill the disk"):
        download_model(SMALL, release.models_file)
    assert coqui_files(coqui_folder(MODEL)) is None


@pytest.mark.parametrize(
    ("spoil", "told"),
    [
        (lambda folder: (folder / "model_file.pth").write_bytes(b"short"), "has not the size"),
        (
            lambda folder: (folder / "model_file.pth").write_bytes(bytes(len(FILES["model_file.pth"]))),
            "was changed",
        ),
        (lambda folder: (folder / "speakers.json").unlink(), "speakers.json"),
        (lambda folder: (folder / "download.json").write_text("{"), "cannot be read"),
    ],
    ids=["truncated", "tampered", "lost", "record"],
)
def test_a_model_that_changed_since_is_told(release, spoil, told):
    download_model(SMALL, release.models_file)
    folder = coqui_folder(MODEL)
    spoil(folder)
    with pytest.raises(VoiceError, match=told) as caught:
        check_download(SMALL, folder)
    assert "podcaster voices download small" in str(caught.value)


def test_nothing_is_known_of_a_model_that_coqui_fetched(tmp_path):
    check_download(SMALL, tmp_path)


def test_the_shipped_voice_has_an_address_without_coqui():
    thorsten = voice("thorsten", engine="coqui", model="tts_models/de/thorsten/vits")
    assert download._archive_url(thorsten, None).endswith("/tts_models--de--thorsten--vits.zip")  # noqa: SLF001


def test_a_voice_that_is_not_there_is_told_by_its_status(release):
    assert release.ranges == ()
    assert status(SMALL) != "ready"
