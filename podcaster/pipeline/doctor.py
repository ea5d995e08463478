"""What a user asks for when something does not work: is this machine ready, is this show whole?"""

from __future__ import annotations

import shutil
import sys
from dataclasses import dataclass
from typing import TYPE_CHECKING

from podcaster import audio
from podcaster.config import CONFIG_FILE
from podcaster.errors import PodcasterError
from podcaster.model import Script, Segment, Sentence
from podcaster.pipeline.show import FEED_FILE, ShowFolder
from podcaster.speech import Narrator
from podcaster.voices import choose_voice, list_voices, load_voice, status

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

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
        Check("Python", sys.version.split()[0]),
        _tried("ffmpeg", audio.ffmpeg_exe),
        _tried("embedded voice", _hear_embedded_voice),
        *(Check(f"voice {voice.name}", status(voice)) for voice in list_voices()),
        Check("voice auto", choose_voice("auto").voice.name),
    ]
    if (root / CONFIG_FILE).exists():
        checks += _examine_show(root)
    return checks


def _tried(subject: str, look: Callable[[], str]) -> Check:
    try:
        return Check(subject, look())
    except PodcasterError as exc:
        return Check(subject, str(exc), ok=False)


def _hear_embedded_voice() -> str:
    sentence = Sentence("Guten Morgen.", "Guten Morgen.")
    script = Script(None, "", None, None, (), None, None, "de", (Segment("body", (sentence,)),))
    speech = next(iter(Narrator(load_voice("pico")).speak(script)))
    return f"speaks ({speech.duration_ms / 1000:.1f} s for two words)"


def _examine_show(root: Path) -> Iterator[Check]:
    try:
        show = ShowFolder.open(root)
    except PodcasterError as exc:
        yield Check(f"show {root}", str(exc), ok=False)
        return
    yield Check(f"show {root}", show.config.title)
    yield _tried("its voice", lambda: choose_voice(show.config.voice).voice.name)
    yield _tried("its database", lambda: _count_episodes(show))
    yield from _missing_files(show)
    free_mb = shutil.disk_usage(root).free // 1_000_000
    yield Check("room on the disk", f"{free_mb} MB", ok=free_mb >= _LITTLE_ROOM_MB)


def _count_episodes(show: ShowFolder) -> str:
    with show.store() as store:
        return f"{len(store.episodes())} episodes"


def _missing_files(show: ShowFolder) -> Iterator[Check]:
    with show.store() as store:
        names = [FEED_FILE, *(episode.audio_file for episode in store.episodes())]
    missing = [name for name in names if not (show.public / name).is_file()]
    found = f"{len(missing)} missing: {', '.join(missing[:3])}" if missing else "all there"
    yield Check("its files", found, ok=not missing)
