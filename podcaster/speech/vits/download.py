"""Models of Coqui's registry, found and fetched without Coqui, and unpacked with care.

The registry gives no checksum: the first download is trusted as far as its server's certificate.
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
from podcaster.speech.downloads import MOST_BYTES, fetch, fetch_files, forget, record, telling_of
from podcaster.speech.vits import files
from podcaster.voices import coqui_files, coqui_folder

if TYPE_CHECKING:
    from collections.abc import Mapping

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

_BLOCK_BYTES = 1 << 18
_MOST_FILES = 200

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
    with telling_of(voice, folder, "TTS_HOME"):
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
            record(fetched, url, [path.name for path in sorted(fetched.iterdir())], archive=part)
            shutil.rmtree(folder / "model.onnx", ignore_errors=True)  # of another model
            shutil.rmtree(folder, ignore_errors=True)
            fetched.rename(folder)
        forget(part)


def _download_files(voice: Voice, folder: Path) -> None:
    """A model that lies file by file: they count once all are there."""
    repository, names = _REPOSITORIES[voice.model]
    url = f"{os.environ.get('HF_ENDPOINT', _HUB).rstrip('/')}/{repository}/resolve/main"
    aside = folder.with_name(f".{folder.name}")
    with telling_of(voice, folder, "TTS_HOME"):
        fetch_files(voice, url, {name: name for name in names}, aside)
        aside.rename(folder)


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


def _unpack(archive: Path, folder: Path) -> None:
    """All files of the archive, side by side as Coqui lays them; ValueError for one that means harm."""
    if tarfile.is_tarfile(archive):
        _unpack_tar(archive, folder)
        return
    with zipfile.ZipFile(archive) as zipped:
        entries = [entry for entry in zipped.infolist() if not entry.is_dir()]
        names = [PurePosixPath(entry.filename.replace("\\", "/")) for entry in entries]
        if len(entries) > _MOST_FILES or sum(entry.file_size for entry in entries) > MOST_BYTES:
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
            if count > _MOST_FILES or size > MOST_BYTES:
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
