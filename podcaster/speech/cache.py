"""Spoken pieces on disk, addressed by what was said and by whom: nothing is spoken twice.

Kept is what an engine gave, before silences are set and gains applied: another pause or loudness
finds it too. The folder may be deleted at any time.
"""

from __future__ import annotations

import hashlib
import json
import logging
import os
import struct
import threading
import time
from contextlib import suppress
from dataclasses import fields
from itertools import count
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from podcaster.speech.engine import Sound

if TYPE_CHECKING:
    from collections.abc import Iterator

    from podcaster.model import Style
    from podcaster.speech.engine import Engine
    from podcaster.voices import Voice

_MAGIC = b"PODSAID1"
_HEADER = struct.Struct("<8sIQ")
"""The magic, the sample rate in Hz, the length of the PCM in bytes; then a checksum, then the PCM."""
_CHECKSUM_BYTES = 16

_SUFFIX = ".said"
_PART_SUFFIX = ".part"
_ABANDONED_S = 3600
"""What a killed run has left half-written is older than this."""

_KEPT_SHARE = 0.9
"""How full the folder is after it was cleared: not each further piece asks for another clearing."""

# https://bford.info/cachedir/: backups leave such a folder out
_TAG_FILE = "CACHEDIR.TAG"
_TAG = "Signature: 8a477f597d28d172789f06886806bc55\n# Spoken pieces of podcaster; safe to delete.\n"

# What a voice's file says that does not change how its engine says a given text in a given style.
_UNHEARD = {
    "name", "licence", "source", "terms", "description", "device", "style", "roles", "quotes", "palette",
}  # fmt: skip

_log = logging.getLogger(__name__)


class SpeechCache:
    """Sound by its address, in a folder of at most ``max_bytes``; the least recently used goes first.

    Never an error: a file that is torn or was tampered with is deleted and counts as absent, and a folder
    that cannot be written is told once. Several processes and threads may share a folder.
    """

    def __init__(self, folder: Path, max_bytes: int) -> None:
        self.hits = 0
        self.misses = 0
        self._folder = folder
        self._max_bytes = max_bytes
        self._size_bytes: int | None = None
        """Of all files, as far as this process knows; None until it first writes."""
        self._is_writable = True
        self._lock = threading.Lock()
        self._parts = count()

    def get(self, address: str) -> Sound | None:
        """The sound at an address, from now on the most recently used; None where there is none."""
        sound = self._read(self._path(address), address)
        with self._lock:
            self.hits += sound is not None
            self.misses += sound is None
        return sound

    @staticmethod
    def _read(path: Path, address: str) -> Sound | None:
        try:
            sound = _unpacked(path.read_bytes(), address)
        except OSError:
            return None
        with suppress(OSError):  # gone to another process, or a folder that may only be read
            if sound is None:
                _log.info("%s is damaged, and is spoken anew", path)
                path.unlink()
            else:
                os.utime(path)
        return sound

    def put(self, address: str, sound: Sound) -> None:
        """Keep a sound; where that cannot be, it is told once and nothing is kept any more."""
        data = _packed(sound, address)
        if not self._is_writable or len(data) > self._max_bytes:
            return
        path = self._path(address)
        part = path.with_name(f".{address[:16]}-{os.getpid()}-{next(self._parts)}{_PART_SUFFIX}")
        try:
            self._make_folder(path.parent)
            try:
                part.write_bytes(data)  # not synced: what a power cut tears is found by its checksum
                part.replace(path)
            except OSError:
                with suppress(OSError):
                    part.unlink()
                raise
        except OSError as exc:
            self._is_writable = False
            _log.warning(
                "%s: %s; what is spoken is not kept for another time", self._folder, exc.strerror or exc
            )
            return
        with self._lock:
            known = self._size_bytes is not None
            self._size_bytes = (self._size_bytes or 0) + len(data)
        if not known or self._size_bytes > self._max_bytes:
            self.trim()

    def size_bytes(self) -> int:
        """Of all that is kept; looks at every file."""
        return sum(file.size_bytes for file in _files(self._folder))

    def trim(self) -> None:
        """Bring the folder within its size: the least recently used pieces go."""
        with self._lock:
            files = sorted(_files(self._folder))
            size_bytes = sum(file.size_bytes for file in files)
            goal_bytes = self._max_bytes * _KEPT_SHARE if size_bytes > self._max_bytes else size_bytes
            for file in files:
                if size_bytes <= goal_bytes:
                    break
                with suppress(OSError):
                    file.path.unlink()
                size_bytes -= file.size_bytes
            self._size_bytes = size_bytes

    def _path(self, address: str) -> Path:
        return self._folder / address[:2] / f"{address[2:]}{_SUFFIX}"

    def _make_folder(self, folder: Path) -> None:
        if not folder.is_dir():
            folder.mkdir(parents=True, exist_ok=True)
            tag = self._folder / _TAG_FILE
            if not tag.exists():
                tag.write_text(_TAG, encoding="ascii")


class _File(NamedTuple):
    """A file of the cache, as it lies on the disk; the least recently used sorts first."""

    used_ns: int
    size_bytes: int
    path: Path


def _files(folder: Path) -> Iterator[_File]:
    """All pieces; what a killed run has left half-written is deleted on the way."""
    for path in folder.glob("??/*"):
        with suppress(OSError):
            facts = path.stat()
            if path.suffix == _SUFFIX:
                yield _File(facts.st_mtime_ns, facts.st_size, path)
            elif path.suffix == _PART_SUFFIX and time.time() - facts.st_mtime > _ABANDONED_S:
                path.unlink()


def address_of(told: tuple[str, ...], style: Style, origin: str) -> str:
    """Where the sound of a text, in this style and of this origin (``origin_of``), lies in a cache.

    ``told`` is the text in each form that an engine may take: with the IPA of its words and without.
    The style's gain is none of the engine's.
    """
    heard = (style.speed, style.pitch, style.formants, style.speaker)
    return hashlib.sha256(json.dumps([*told, *heard, origin]).encode()).hexdigest()


def origin_of(voice: Voice, engine: type[Engine]) -> str:
    """Engine and model: all that a sound depends on beside text and style; looked up before it is loaded.

    A model that is a file counts as another one when its size or its time has changed. An engine that
    knows more, such as which of two runtimes will speak, tells it by a class method ``identity(voice)``.
    """
    told = {key.name: getattr(voice, key.name) for key in fields(voice) if key.name not in _UNHEARD}
    files = {key: _file_facts(told[key]) for key in ("model", "config", "vocoder", "reference")}
    known = {key: value for key, value in (told | files).items() if value is not None}
    identity = getattr(engine, "identity", None)
    facts = {
        "engine": f"{engine.__module__}.{engine.__qualname__}",
        "sound_version": getattr(engine, "sound_version", 1),
        "identity": identity(voice) if identity else "",
        "voice": known,
    }
    return json.dumps(facts, sort_keys=True, default=str)


def _file_facts(name: str | None) -> str | None:
    """Name, size and time of a file, wherever it lies; what is none is a name of the engine's own."""
    if name is None:
        return None
    try:
        facts = Path(name).stat()
    except OSError:
        return name
    return f"{Path(name).name} {facts.st_size} {facts.st_mtime_ns}"


def _checksum(header: bytes, pcm: bytes, address: str) -> bytes:
    """Of the whole, and of its address: a file in another's place is no sound of that text."""
    digest = hashlib.blake2b(address.encode(), digest_size=_CHECKSUM_BYTES)
    digest.update(header)
    digest.update(pcm)
    return digest.digest()


def _packed(sound: Sound, address: str) -> bytes:
    header = _HEADER.pack(_MAGIC, sound.sample_rate_hz, len(sound.pcm))
    return b"".join((header, _checksum(header, sound.pcm, address), sound.pcm))


def _unpacked(data: bytes, address: str) -> Sound | None:
    if len(data) < _HEADER.size + _CHECKSUM_BYTES:
        return None
    header, rest = data[: _HEADER.size], data[_HEADER.size :]
    checksum, pcm = rest[:_CHECKSUM_BYTES], rest[_CHECKSUM_BYTES:]
    magic, sample_rate_hz, size = _HEADER.unpack(header)
    if magic != _MAGIC or size != len(pcm) or checksum != _checksum(header, pcm, address):
        return None
    return Sound(pcm, sample_rate_hz)
