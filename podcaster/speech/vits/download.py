"""Models of Coqui's registry, fetched without Coqui: resumed where it broke off, unpacked with care.

What was fetched is written down, with sizes and SHA-256, and checked each time that the model is loaded.
The registry itself gives no checksum: the first download is trusted as far as its server's certificate.
"""

from __future__ import annotations

import json
import os
import shutil
import stat
import tarfile
import tempfile
import zipfile
import zlib
from contextlib import suppress
from importlib.util import find_spec
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from podcaster.errors import VoiceError
from podcaster.speech.vits import files
from podcaster.voices import coqui_files, coqui_folder

if TYPE_CHECKING:
    from collections.abc import Mapping

    import httpx

    from podcaster.voices import Voice

_RELEASES = "https://github.com/coqui-ai/TTS/releases/download"
# As Coqui's registry has them, for machines that are without it.
_ARCHIVES = {
    "tts_models/de/thorsten/vits": f"{_RELEASES}/v0.7.0_models/tts_models--de--thorsten--vits.zip",
    "tts_models/de/css10/vits-neon": f"{_RELEASES}/v0.8.0_models/tts_models--de--css10--vits.zip",
    "tts_models/de/thorsten/tacotron2-DDC": f"{_RELEASES}/v0.8.0_models/tts_models--de--thorsten--tacotron2-DDC.zip",
    "vocoder_models/de/thorsten/hifigan_v1": f"{_RELEASES}/v0.8.0_models/vocoder_models--de--thorsten--hifigan_v1.zip",
}
_FAIRSEQ = "https://dl.fbaipublicfiles.com/mms/tts"
"""Where Meta keeps an archive of each language: ``deu.tar.gz``."""
_HUB = "https://huggingface.co"
"""Where models lie file by file, unless ``HF_ENDPOINT`` names a mirror."""
# The repository there, and what of it speaks.
_REPOSITORIES = {
    "tts_models/multilingual/multi-dataset/xtts_v2": (
        "tts-hub/XTTS-v2",
        ("config.json", "vocab.json", "speakers_xtts.pth", "model.pth"),
    ),
}

RECORD = "download.json"
_ATTEMPTS = 5
_TIMEOUT_S = 30.0
_BLOCK_BYTES = 1 << 18
_MOST_BYTES = 8 << 30
_MOST_FILES = 200
_OK, _PARTIAL, _NOT_SATISFIABLE = 200, 206, 416

# Where a configuration names files of its own folder.
_PATHS = (
    "speakers_file",
    "d_vector_file",
    "language_ids_file",
    "speaker_encoder_model_path",
    "speaker_encoder_config_path",
)


def download_model(voice: Voice, models_file: Path | None = None) -> None:
    """Fetch the voice's model of Coqui's registry (or of ``models_file``); nothing to do for one that is there.

    What a broken connection leaves is taken up by the next call. Raises VoiceError.
    """
    folder = coqui_folder(voice.model)
    if voice.config or coqui_files(folder):
        return
    if voice.model in _REPOSITORIES:
        _download_files(voice, folder)
        return
    url = _archive_url(voice, models_file)
    part = folder.with_name(f"{folder.name}.zip.part")
    try:
        folder.parent.mkdir(parents=True, exist_ok=True)
        fetch(voice, url, part)
        with tempfile.TemporaryDirectory(dir=folder.parent, prefix=".download-") as aside:
            fetched = Path(aside) / folder.name
            fetched.mkdir()
            try:
                _unpack(part, fetched)
            except (
                zipfile.BadZipFile,
                tarfile.TarError,
                EOFError,
                zlib.error,
                NotImplementedError,
                RuntimeError,
                ValueError,
            ) as exc:
                forget(part)
                cause = f"what {urlsplit(url).hostname} gave for {voice.model} is no model ({exc})"
                raise VoiceError(voice.subject, cause, "try again later") from exc
            if coqui_files(fetched) is None:
                forget(part)
                raise VoiceError(voice.subject, "the archive holds no whole model", "try again later")
            _name_own_files(fetched / files.CONFIG, folder)
            _record(fetched, url, part)
            shutil.rmtree(folder / "model.onnx", ignore_errors=True)  # of another model
            shutil.rmtree(folder, ignore_errors=True)
            fetched.rename(folder)
        forget(part)
    except OSError as exc:
        cause = f"{folder}: {exc.strerror or exc}"
        raise VoiceError(voice.subject, cause, "make room there, or set TTS_HOME") from exc


def _download_files(voice: Voice, folder: Path) -> None:
    """A model that lies file by file: they count once all are there."""
    repository, names = _REPOSITORIES[voice.model]
    url = f"{os.environ.get('HF_ENDPOINT', _HUB).rstrip('/')}/{repository}/resolve/main"
    fetched = folder.with_name(f".{folder.name}")
    try:
        fetched.mkdir(parents=True, exist_ok=True)
        for name in names:
            if not (fetched / name).is_file():
                part = fetched / f".{name}.part"
                fetch(voice, f"{url}/{name}", part)
                part.replace(fetched / name)
                forget(part)
        told = {"url": url, "files": {name: files.facts_of(fetched / name) for name in names}}
        (fetched / RECORD).write_text(json.dumps(told, indent=1), encoding="utf-8")
        fetched.rename(folder)
    except OSError as exc:
        cause = f"{folder}: {exc.strerror or exc}"
        raise VoiceError(voice.subject, cause, "make room there, or set TTS_HOME") from exc


def check_download(voice: Voice, folder: Path) -> None:
    """Raise VoiceError where a model is not as it was fetched; nothing is known of one that Coqui fetched."""
    try:
        listed = json.loads((folder / RECORD).read_text(encoding="utf-8"))["files"]
        faults = [
            fault for name, facts in listed.items() if (fault := files.difference(folder / name, facts))
        ]
    except FileNotFoundError:
        return
    except (OSError, ValueError, KeyError, AttributeError, TypeError) as exc:
        faults = [f"{RECORD} cannot be read ({type(exc).__name__})"]
    if faults:
        way_out = f"delete {folder}, then run: podcaster voices download {voice.name}"
        raise VoiceError(voice.subject, f"its model is damaged: {faults[0]}", way_out)


def _archive_url(voice: Voice, models_file: Path | None) -> str:
    """Where the model lies; refuses what is not in the registry or comes with terms to agree to."""
    if models_file is None and voice.model in _ARCHIVES:
        return _ARCHIVES[voice.model]
    kind, _, name = voice.model.partition("/")
    language, _, rest = name.partition("/")
    if (kind, rest) == ("tts_models", "fairseq/vits") and language.isalpha():
        return f"{_FAIRSEQ}/{language}.tar.gz"
    entry: Any = {}
    with suppress(OSError, ValueError):
        entry = json.loads((models_file or _registry()).read_text(encoding="utf-8"))
    for part in voice.model.split("/"):
        entry = entry.get(part, {}) if isinstance(entry, dict) else {}
    url = entry.get("github_rls_url") if isinstance(entry, dict) else None
    if not isinstance(url, str):
        cause = f"Coqui's registry has no archive of {voice.model}"
        raise VoiceError(voice.subject, cause, "mend 'model' in the voice's file")
    return url


def _registry() -> Path:
    """The list of models that coqui-tts brings."""
    found = find_spec("TTS")
    return Path(found.origin if found and found.origin else "TTS").with_name(".models.json")


def fetch(voice: Voice, url: str, part: Path) -> None:
    """A file, whole, as ``part``; what is there of it is not fetched again. Raises VoiceError."""
    import httpx  # noqa: PLC0415

    refused = 0
    with httpx.Client(timeout=_TIMEOUT_S, follow_redirects=True) as client:
        while True:
            before = _size(part)
            try:
                if _fetch_on(client, url, part):
                    return
                cause = "it broke off"
            except httpx.HTTPStatusError as exc:
                cause = f"HTTP {exc.response.status_code}"
                refused = _ATTEMPTS
            except (httpx.HTTPError, httpx.InvalidURL) as exc:
                cause = type(exc).__name__
            refused = refused + 1 if _size(part) <= before else 0
            if refused >= _ATTEMPTS:
                cause = (
                    f"its model {voice.model} cannot be downloaded from {urlsplit(url).hostname} ({cause})"
                )
                way_out = "try again with a connection to the Internet; what is there is kept"
                raise VoiceError(voice.subject, cause, way_out)


def _fetch_on(client: httpx.Client, url: str, part: Path) -> bool:
    """Fetch what is missing of the archive, as far as the connection holds; whether it is whole."""
    known = _notes(part, url)
    start = _size(part) if known else 0
    # without a validator, two halves might be of two files
    asks = {"Range": f"bytes={start}-", "If-Range": known["validator"]} if start else {}
    with client.stream("GET", url, headers={"Accept-Encoding": "identity", **asks}) as answer:
        if answer.status_code == _NOT_SATISFIABLE and start == known.get("bytes"):
            return True
        if answer.status_code not in {_OK, _PARTIAL}:
            forget(part)
            answer.raise_for_status()
            return False
        if answer.status_code == _OK:
            start = 0
        total = start + int(answer.headers.get("Content-Length") or 0)
        _check_room(part, total)
        _note(part, url, answer, total)
        with part.open("r+b" if start else "wb") as file:
            file.seek(start)
            file.truncate()
            for block in answer.iter_raw():
                file.write(block)
                if file.tell() > _MOST_BYTES:
                    raise OSError(None, "the archive is larger than any model")
    return total in {start, _size(part)}


def _check_room(part: Path, total: int) -> None:
    free = shutil.disk_usage(part.parent).free
    if 2 * total - _size(part) > free:  # it is unpacked beside
        raise OSError(None, f"{free >> 20} MB are free, and {2 * total >> 20} are needed")


def _note(part: Path, url: str, answer: httpx.Response, total: int) -> None:
    """Keep what tells whether the rest that is fetched another day belongs to this half."""
    validator = answer.headers.get("ETag", "")
    if not validator or validator.startswith("W/"):
        validator = answer.headers.get("Last-Modified", "")
    notes = {"url": url, "validator": validator, "bytes": total}
    part.with_suffix(".json").write_text(json.dumps(notes), encoding="utf-8")


def _notes(part: Path, url: str) -> dict[str, Any]:
    """What is known of a half, if it can be gone on with."""
    try:
        notes = json.loads(part.with_suffix(".json").read_text(encoding="utf-8"))
        return dict(notes) if notes["url"] == url and notes["validator"] else {}
    except (OSError, ValueError, KeyError, TypeError):
        return {}


def _size(part: Path) -> int:
    return part.stat().st_size if part.is_file() else 0


def forget(part: Path) -> None:
    """Take away what ``fetch`` has left of a file."""
    part.unlink(missing_ok=True)
    part.with_suffix(".json").unlink(missing_ok=True)


def _unpack(archive: Path, folder: Path) -> None:
    """All files of the archive, side by side as Coqui lays them; ValueError for one that means harm."""
    if tarfile.is_tarfile(archive):
        _unpack_tar(archive, folder)
        return
    with zipfile.ZipFile(archive) as zipped:
        entries = [entry for entry in zipped.infolist() if not entry.is_dir()]
        names = [PurePosixPath(entry.filename.replace("\\", "/")) for entry in entries]
        if len(entries) > _MOST_FILES or sum(entry.file_size for entry in entries) > _MOST_BYTES:
            message = "it would fill the disk"
            raise ValueError(message)
        if len({name.name.casefold() for name in names}) < len(names):
            message = "two of its files have one name"
            raise ValueError(message)
        for entry, name in zip(entries, names, strict=True):
            is_link = stat.S_ISLNK(entry.external_attr >> 16)
            if (
                is_link
                or name.is_absolute()
                or ".." in name.parts
                or name.name.startswith(".")
                or ":" in str(name)
            ):
                message = f"it holds a file called {entry.filename!r}"
                raise ValueError(message)
            with zipped.open(entry) as packed, (folder / name.name).open("wb") as file:
                shutil.copyfileobj(packed, file, _BLOCK_BYTES)


def _unpack_tar(archive: Path, folder: Path) -> None:
    """As ``_unpack``; of names nothing but the last part is used, so that none leads elsewhere."""
    size = 0
    with tarfile.open(archive) as tarred:
        for count, entry in enumerate(tarred):
            size += entry.size
            if count > _MOST_FILES or size > _MOST_BYTES:
                message = "it would fill the disk"
                raise ValueError(message)
            name = PurePosixPath(entry.name).name
            if entry.isdir() or name.startswith("."):
                continue
            packed = tarred.extractfile(entry) if entry.isfile() else None
            if packed is None or (folder / name).exists():
                message = f"it holds a file called {entry.name!r}"
                raise ValueError(message)
            with packed, (folder / name).open("wb") as file:
                shutil.copyfileobj(packed, file, _BLOCK_BYTES)


def _name_own_files(config: Path, folder: Path) -> None:
    """Let the configuration name the files beside it by where they will lie, as Coqui does."""
    told = json.loads(config.read_text(encoding="utf-8"))
    args = told.get("model_args") or {}
    for table in (told, args):
        for key in _PATHS:
            table.update(_moved(table, key, config.parent, folder))
    config.write_text(json.dumps(told, indent=4, ensure_ascii=False), encoding="utf-8")


def _moved(table: Mapping[str, Any], key: str, here: Path, folder: Path) -> dict[str, Any]:
    given = table.get(key)
    value = given[0] if isinstance(given, list) and given else given
    if not isinstance(value, str) or not value or not (here / Path(value).name).is_file():
        return {}
    path = str(folder / Path(value).name)
    return {key: [path] if isinstance(given, list) else path}


def _record(folder: Path, url: str, archive: Path) -> None:
    told = {
        "url": url,
        "archive": files.facts_of(archive),
        "files": {path.name: files.facts_of(path) for path in sorted(folder.iterdir())},
    }
    (folder / RECORD).write_text(json.dumps(told, indent=1), encoding="utf-8")
