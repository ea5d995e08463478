"""What has to be sent, what has to go, and in which order."""

from __future__ import annotations

import hashlib
import json
import mimetypes
from dataclasses import dataclass
from typing import TYPE_CHECKING

from podcaster.errors import StoreError
from podcaster.files import replacing, trouble
from podcaster.model import MEDIA_TYPES

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from podcaster.publish.destinations import Destination

_LAST = (".html", ".xml")
"""What names other files comes after them, feeds last of all."""
_SENT_AGAIN = 100
"""As many files at the most, where a run was killed; to write down each one costs more than to send it."""


@dataclass(frozen=True, slots=True)
class Sent:
    """What a run of ``publish`` did; names are relative to ``public/``."""

    sent: tuple[str, ...]
    removed: tuple[str, ...]
    kept: int
    """Files that were there already."""


def publish(
    public: Path,
    destination: Destination,
    memory: Path,
    *,
    feed_file: str,
    folder: str = "",
    everything: bool = False,
    on_file: Callable[[str], None] = lambda _name: None,
) -> Sent:
    """Send what changed since the last time to ``destination``, ``feed_file`` last, then remove what left.

    ``memory`` is a JSON file of what lies where; it is written now and then and at any end, so that a
    run that broke off goes on where it stopped. ``folder`` tells apart places that share the
    destination's name, such as the folders of two tokens. Raises PublishError.
    """
    known = _remembered(memory)
    place = (
        f"{destination.name} {hashlib.sha256(folder.encode()).hexdigest()[:8]}"
        if folder
        else destination.name
    )
    there = {} if everything else dict(known.get(place, {}))
    now = {path.relative_to(public).as_posix(): _hash(path) for path in _files(public)}
    changed = sorted(
        (name for name, digest in now.items() if there.get(name) != digest),
        key=lambda name: (name == feed_file, name.endswith(_LAST), name.endswith(_LAST[1:]), name),
    )
    gone = sorted(there.keys() - now.keys())
    try:
        for number, name in enumerate(changed, start=1):
            on_file(name)
            destination.put(public / name, name, _media_type(name))
            there[name] = now[name]
            if number % _SENT_AGAIN == 0:
                _remember(memory, known | {place: there})
        for name in gone:
            destination.remove(name)
            del there[name]
    finally:
        _remember(memory, known | {place: there})
    return Sent(tuple(changed), tuple(gone), len(now) - len(changed))


def _files(public: Path) -> Iterator[Path]:
    for path in sorted(public.rglob("*")):
        hidden = any(part.startswith(".") for part in path.relative_to(public).parts)
        if path.is_file() and not hidden:
            yield path


def _hash(path: Path) -> str:
    digest = hashlib.sha256()
    with path.open("rb") as file:
        while piece := file.read(1 << 20):
            digest.update(piece)
    return digest.hexdigest()


def _media_type(name: str) -> str:
    suffix = name[name.rfind(".") :]
    media_type = MEDIA_TYPES.get(suffix) or mimetypes.guess_type(name)[0] or "application/octet-stream"
    is_text = media_type.startswith("text/") or media_type.endswith("+xml")
    return f"{media_type}; charset=utf-8" if is_text else media_type


def _remembered(memory: Path) -> dict[str, dict[str, str]]:
    """What lies where; a file that is damaged only means that everything is sent again."""
    try:
        found = json.loads(memory.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}
    return found if isinstance(found, dict) else {}


def _remember(memory: Path, known: dict[str, dict[str, str]]) -> None:
    try:
        with replacing(memory) as file:
            file.write(json.dumps(known, indent=1).encode())
    except OSError as exc:
        raise StoreError(str(memory), *trouble(exc)) from exc
