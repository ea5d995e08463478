"""Models that are fetched: gone on with where it broke off, written down, and checked ever after.

What is written down are sizes and SHA-256; a model is compared with them each time that it is loaded.
"""

from __future__ import annotations

import json
import shutil
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from podcaster.errors import VoiceError
from podcaster.speech.vits import files
from podcaster.voices import DOWNLOAD_RECORD

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping
    from pathlib import Path

    import httpx

    from podcaster.voices import Voice

MOST_BYTES = 8 << 30
"""More than any model has."""
_ATTEMPTS = 5
_TIMEOUT_S = 30.0
_OK, _PARTIAL, _NOT_SATISFIABLE = 200, 206, 416


def fetch_files(voice: Voice, url: str, places: Mapping[str, str], folder: Path) -> None:
    """The files of ``folder``, by name and place below ``url``, recorded once all are there.

    What is there is not fetched again. Raises VoiceError, and OSError where there is no room.
    """
    folder.mkdir(parents=True, exist_ok=True)
    for name, place in places.items():
        if not (folder / name).is_file():
            part = folder / f".{name}.part"
            fetch(voice, f"{url}/{place}", part)
            part.replace(folder / name)
            forget(part)
    record(folder, url, places)


@contextmanager
def telling_of(voice: Voice, folder: Path, variable: str) -> Iterator[None]:
    """Raise VoiceError where ``folder`` cannot be written, which ``variable`` of the environment moves."""
    try:
        yield
    except OSError as exc:
        cause = f"{folder}: {exc.strerror or exc}"
        raise VoiceError(voice.subject, cause, f"make room there, or set {variable}") from exc


def record(folder: Path, url: str, names: Iterable[str], *, archive: Path | None = None) -> None:
    """Write down what was fetched, and the archive that it came in."""
    told: dict[str, Any] = {"url": url}
    if archive:
        told["archive"] = files.facts_of(archive)
    told["files"] = {name: files.facts_of(folder / name) for name in names}
    (folder / DOWNLOAD_RECORD).write_text(json.dumps(told, indent=1), encoding="utf-8")


def check_download(voice: Voice, folder: Path) -> None:
    """Raise VoiceError where a model is not as it was fetched; nothing is known of one without a record."""
    try:
        listed = json.loads((folder / DOWNLOAD_RECORD).read_text(encoding="utf-8"))["files"]
        faults = [
            fault for name, facts in listed.items() if (fault := files.difference(folder / name, facts))
        ]
    except FileNotFoundError:
        return
    except (OSError, ValueError, KeyError, AttributeError, TypeError) as exc:
        faults = [f"{DOWNLOAD_RECORD} cannot be read ({type(exc).__name__})"]
    if faults:
        way_out = f"delete {folder}, then run: podcaster voices download {voice.name}"
        raise VoiceError(voice.subject, f"its model is damaged: {faults[0]}", way_out)


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
                if file.tell() > MOST_BYTES:
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
