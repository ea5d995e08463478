"""What lies beside a model on the disk: the export, and the list of its files with sizes and checksums.

Everything is checked each time it is loaded: a file that was cut off, changed, or belongs to another
model is told, and never spoken with.
"""

from __future__ import annotations

import hashlib
import json
from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, Any

from podcaster.errors import VoiceError

if TYPE_CHECKING:
    from pathlib import Path

    from podcaster.voices import Voice

MANIFEST = "manifest.json"
CONFIG = "config.json"
TEXT_GRAPH = "text.onnx"
FLOW_GRAPH = "flow.onnx"
SOUND_GRAPH = "sound.onnx"
_EXPORTED = (CONFIG, TEXT_GRAPH, FLOW_GRAPH, SOUND_GRAPH)

_FORMAT = 1
_MANIFEST_MAX_BYTES = 1_000_000


@dataclass(frozen=True, slots=True)
class Facts:
    """What has to be known of a model beside its graphs."""

    sample_rate_hz: int
    tokens: int
    """How many the model was taught."""
    frame_samples: int
    context_frames: int
    """How far to each side the sound of a frame depends on its neighbours, at most."""
    noise_scale: float
    noise_scale_lengths: float
    length_scale: float
    max_frames: int | None
    speakers: dict[str, int]
    made_of: str
    """SHA-256 of the checkpoint."""


def write_manifest(folder: Path, facts: Facts) -> None:
    """List what lies in the folder, the last thing that is written there."""
    told: dict[str, Any] = {
        "format": _FORMAT,
        "model": asdict(facts),
        "files": {name: facts_of(folder / name) for name in _EXPORTED},
    }
    told["sha256"] = _checksum(told)
    (folder / MANIFEST).write_text(json.dumps(told, indent=1, ensure_ascii=False), encoding="utf-8")


def read_manifest(folder: Path, voice: Voice) -> tuple[Facts, str]:
    """What the model is, and the checksum of everything; raises VoiceError where the list is damaged."""
    try:
        if (folder / MANIFEST).stat().st_size > _MANIFEST_MAX_BYTES:
            raise _damaged(voice, folder, f"{MANIFEST} is too large")
        told = json.loads((folder / MANIFEST).read_text(encoding="utf-8"))
        checksum = told.pop("sha256")
        if told["format"] != _FORMAT:
            raise _damaged(voice, folder, f"its format is {told['format']}, of another version of podcaster")
        if _checksum(told) != checksum:
            raise _damaged(voice, folder, f"{MANIFEST} was changed")
        facts = Facts(**told["model"])
    except (OSError, ValueError, KeyError, TypeError, AttributeError) as exc:
        raise _damaged(voice, folder, f"{MANIFEST} cannot be read ({type(exc).__name__})") from exc
    return facts, checksum


def check_file(folder: Path, name: str, voice: Voice) -> Path:
    """The path of an export's file that is as it was written; raises VoiceError otherwise."""
    listed = json.loads((folder / MANIFEST).read_text(encoding="utf-8"))["files"]
    fault = difference(folder / name, listed.get(name))
    if fault:
        raise _damaged(voice, folder, fault)
    return folder / name


def difference(path: Path, listed: Any) -> str | None:
    """What is wrong with a file of which size and checksum were written down; None where nothing is."""
    try:
        if not isinstance(listed, dict) or path.stat().st_size != listed.get("bytes"):
            return f"{path.name} has not the size that it was written with"
        if facts_of(path) != listed:
            return f"{path.name} was changed"
    except OSError as exc:
        return f"{path.name}: {exc.strerror or exc}"
    return None


def facts_of(path: Path) -> dict[str, int | str]:
    """Size and SHA-256 of a file."""
    digest = hashlib.sha256()
    with path.open("rb") as file:
        while block := file.read(1 << 20):
            digest.update(block)
        return {"bytes": file.tell(), "sha256": digest.hexdigest()}


def _checksum(told: dict[str, Any]) -> str:
    return hashlib.sha256(json.dumps(told, sort_keys=True).encode()).hexdigest()


def _damaged(voice: Voice, folder: Path, cause: str) -> VoiceError:
    way_out = f"delete {folder}, then run: podcaster voices export {voice.name}"
    return VoiceError(voice.subject, f"its export is damaged: {cause}", way_out)
