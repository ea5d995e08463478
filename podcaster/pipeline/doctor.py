"""What a user asks for when something does not work: is this machine ready, is this show whole?"""

from __future__ import annotations

import shutil
import sys
from dataclasses import dataclass
from datetime import datetime, timedelta, timezone
from importlib import metadata
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

from podcaster import audio
from podcaster.config import CONFIG_FILE
from podcaster.errors import LockedError, PodcasterError, StoreError
from podcaster.model import FEED_FILE, counted
from podcaster.pipeline.article import say
from podcaster.pipeline.evidence import leftovers, lost_files, older_than_feed, reread_feeds, sound_fault
from podcaster.pipeline.repair import open_show
from podcaster.speech import Narrator
from podcaster.store import copies_in, find_damage, way_to_repair
from podcaster.voices import choose_voice, list_voices, status

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from podcaster.model import Episode
    from podcaster.pipeline.show import ShowFolder

_LITTLE_ROOM_MB = 500
_MOST_TOLD = 3
_CLOCK_TOLERANCE = timedelta(hours=1)


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
        checks += examine_show(root)
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


def examine_show(root: Path) -> Iterator[Check]:
    """Look at a show: what is damaged, gone or old, and whether a repair helps."""
    try:
        show = open_show(root)
    except PodcasterError as exc:
        yield Check(f"show {root}", str(exc), ok=False)
        return
    yield Check(f"show {root}", show.config.title)
    yield _tried("its voice", lambda: Narrator(choose_voice(show.config.voice).voice).voice.name)
    yield from _examine_content(show)
    yield _examine_copies(show)
    yield _while_idle(show, "files of killed runs", lambda: _examine_leftovers(show))
    free_mb = shutil.disk_usage(root).free // 1_000_000
    cache_mb = show.speech_cache().size_bytes() / 1e6
    yield Check("its cache", f"{cache_mb:.0f} MB of spoken pieces, safe to delete")
    yield Check("room on the disk", f"{free_mb} MB", ok=free_mb >= _LITTLE_ROOM_MB)


def _examine_content(show: ShowFolder) -> Iterator[Check]:
    """Database, files and feed; where the first is damaged, nothing can be said of the others."""
    database = "its database"
    try:
        damage = find_damage(show.database)
        if damage is None:
            with show.store_as_it_is() as store:
                damage = older_than_feed(show.public, store)
                episodes = store.episodes()
    except StoreError as exc:
        yield Check(database, str(exc), ok=False)
        return
    if damage:
        yield Check(database, f"{damage}{_way_out(show)}", ok=False)
        return
    yield Check(database, counted(len(episodes), "episode"))
    yield _examine_clock(episodes)
    yield _examine_files(show, episodes)
    yield _while_idle(show, "its feed", lambda: _examine_feed(show, episodes))


def _examine_clock(episodes: Sequence[Episode]) -> Check:
    """New episodes are dated after the newest one, so that a clock that ran ahead once dates them all."""
    ahead = max((episode.added for episode in episodes), default=_now()) - _now()
    if ahead > _CLOCK_TOLERANCE:
        found = f"the newest episode is dated {ahead.days} days and {ahead.seconds // 60} minutes ahead"
        return Check("its dates", f"{found}; set the clock right, or wait until then", ok=False)
    return Check("its dates", "none lies ahead")


def _examine_files(show: ShowFolder, episodes: Sequence[Episode]) -> Check:
    faults = []
    for episode in episodes:
        if fault := sound_fault(show.public, episode):
            faults.append(f"{episode.audio_file} {fault}")
        faults += [f"{file} is gone or empty" for file in lost_files(show.public, episode)]
    if faults:
        told = ", ".join(faults[:_MOST_TOLD]) + ("" if len(faults) <= _MOST_TOLD else ", …")
        return Check("its files", f"{len(faults)} damaged: {told}{_way_out(show)}", ok=False)
    return Check("its files", "all there")


def _examine_feed(show: ShowFolder, episodes: Sequence[Episode]) -> Check:
    named = {episode.guid for episode in reread_feeds(show.public).episodes}
    heard = {
        episode.guid
        for episode in episodes
        if not episode.is_hidden and (show.public / episode.audio_file).is_file()
    }
    if not (show.public / FEED_FILE).is_file():
        return Check("its feed", f"{FEED_FILE} is gone{_way_out(show)}", ok=False)
    if named != heard:
        found = f"names {len(named & heard)} of {counted(len(heard), 'episode')}"
        surplus = f", and {len(named - heard)} that are gone" if named - heard else ""
        return Check("its feed", f"{found}{surplus}{_way_out(show)}", ok=False)
    return Check("its feed", f"names {'them all' if heard else 'no episode yet'}")


def _while_idle(show: ShowFolder, subject: str, look: Callable[[], Check]) -> Check:
    """What is true only while no run works on the show."""
    try:
        with show.locked(patience_s=0):
            return look()
    except LockedError:
        return Check(subject, "not looked at: another run works on this show")
    except StoreError as exc:
        return Check(subject, str(exc), ok=False)


def _examine_leftovers(show: ShowFolder) -> Check:
    left = leftovers(show.root, show.public, show.copies)
    if left:
        names = ", ".join(path.name for path in left[:_MOST_TOLD])
        return Check("files of killed runs", f"{len(left)}: {names}{_way_out(show)}", ok=False)
    return Check("files of killed runs", "none")


def _examine_copies(show: ShowFolder) -> Check:
    """A copy is made by a run that changes something, so an old one is no fault by itself."""
    copies = copies_in(show.copies)
    if not copies:
        return Check("copies of the database", "none yet; one is made with each day's first change")
    days = (_now() - datetime.fromtimestamp(copies[0].stat().st_mtime, timezone.utc)).days
    return Check("copies of the database", f"{len(copies)}, the newest {counted(days, 'day')} old")


def _way_out(show: ShowFolder) -> str:
    return f"; {way_to_repair(show.root)}"


def _now() -> datetime:
    return datetime.now(timezone.utc)
