"""What a user asks for when something does not work: is this machine ready, is this show whole?"""

from __future__ import annotations

import shutil
import sys
from dataclasses import dataclass
from importlib import metadata
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

from podcaster import audio
from podcaster.config import CONFIG_FILE
from podcaster.errors import PodcasterError, StoreError
from podcaster.model import FEED_FILE
from podcaster.pipeline.article import say
from podcaster.pipeline.show import ShowFolder
from podcaster.speech import Narrator
from podcaster.voices import choose_voice, list_voices, status

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

_LITTLE_ROOM_MB = 500


@dataclass(frozen=True, slots=True)
class Check:
    """One thing that was looked at."""

    subject: str
    found: str
    ok: bool = True


def examine(root: Path) -> list[Check]:
    """Look at this machine, and at the show in ``root`` where there is one."""
    checks = [
        Check("podcaster", metadata.version("podcaster")),
        Check("Python", sys.version.split()[0]),
        _tried("ffmpeg", audio.ffmpeg_exe),
        _tried("embedded voice", _record_embedded_voice),
        *(Check(f"voice {voice.name}", status(voice)) for voice in list_voices()),
        Check("voice auto", choose_voice("auto").voice.name),
    ]
    if (root / CONFIG_FILE).exists() or root != Path():  # a folder that was named is meant to be a show
        checks += _examine_show(root)
    return checks


def _tried(subject: str, look: Callable[[], str]) -> Check:
    try:
        return Check(subject, look())
    except PodcasterError as exc:
        return Check(subject, str(exc), ok=False)


def _record_embedded_voice() -> str:
    """Two words as an MP3: finds an ffmpeg that lacks a filter or the encoder too."""
    with TemporaryDirectory() as folder:
        recording = say("Guten Morgen.", Path(folder) / "probe.mp3", "pico")
    return f"speaks, and ffmpeg writes it as MP3 ({recording.size_bytes} bytes for two words)"


def _examine_show(root: Path) -> Iterator[Check]:
    try:
        show = ShowFolder.open(root)
    except PodcasterError as exc:
        yield Check(f"show {root}", str(exc), ok=False)
        return
    yield Check(f"show {root}", show.config.title)
    yield _tried("its voice", lambda: Narrator(choose_voice(show.config.voice).voice).voice.name)
    yield _tried("its database", lambda: _count_episodes(show))
    yield _tried("its files", lambda: _find_files(show))
    free_mb = shutil.disk_usage(root).free // 1_000_000
    yield Check("room on the disk", f"{free_mb} MB", ok=free_mb >= _LITTLE_ROOM_MB)


def _count_episodes(show: ShowFolder) -> str:
    with show.store() as store:
        return f"{len(store.episodes())} episodes"


def _find_files(show: ShowFolder) -> str:
    with show.store() as store:
        names = [FEED_FILE, *(episode.audio_file for episode in store.episodes())]
    missing = [name for name in names if not (show.public / name).is_file()]
    if missing:
        cause = f"{len(missing)} missing: {', '.join(missing[:3])}"
        raise StoreError(str(show.public), cause, "put back a copy, or remove those episodes")
    return "all there"
