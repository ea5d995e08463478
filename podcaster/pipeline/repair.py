"""A show that is damaged, made whole out of what is left: rows, copies, the feed and the files it names.

Nothing is thrown away: a damaged database and damaged sound are kept aside, by names that are told.
"""

from __future__ import annotations

import shutil
from dataclasses import dataclass, replace
from datetime import datetime, timezone
from shlex import quote
from typing import TYPE_CHECKING

from podcaster import images, transcript
from podcaster.config import CONFIG_FILE
from podcaster.errors import ConfigError
from podcaster.model import FEED_FILE, Recording, counted
from podcaster.pipeline.article import CHAPTERS_SUFFIX
from podcaster.pipeline.evidence import (
    complete,
    feed_numbers,
    leftovers,
    lost_files,
    nameless,
    older_than_feed,
    reread_feeds,
    sound_fault,
    told_script,
)
from podcaster.pipeline.files import make_folder, stored, write_bytes
from podcaster.pipeline.public import write_public
from podcaster.pipeline.show import DATABASE_FILE, ShowFolder
from podcaster.store import find_damage, keep_copy, rebuilding, remains

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from podcaster.feed import Remembered
    from podcaster.model import Episode
    from podcaster.store import Salvage, Store

_ASIDE_FOLDER = "damaged"
"""Where sound is moved that is not whole, beside ``public/``."""


@dataclass(frozen=True, slots=True)
class Mending:
    """One thing that was mended, or that only the user can mend."""

    what: str
    is_well: bool = True


def repair(root: Path) -> Iterator[Mending]:
    """Mend the show in ``root`` as far as it can be, and tell each step; a whole show is left as it is.

    Episodes keep GUID, date and number, or apps would load them all again. Raises ConfigError where
    podcaster.toml is gone or wrong, LockedError while another run works on the show, StoreError.
    """
    show = open_show(root)
    with show.locked():
        yield from _mend_database(show)
        yield from _clear(show)
        with show.store() as store:
            yield from _mend_sound(show, store)
            yield from _mend_files(show, store)
            before = _bytes(show.public / FEED_FILE)
            write_public(show, store)
            if _bytes(show.public / FEED_FILE) != before:
                count = sum(sound_fault(show.public, episode) is None for episode in store.episodes())
                yield Mending(f"{show.public / FEED_FILE}: written anew, with {counted(count, 'episode')}")
            keep_copy(show.database, show.copies, datetime.now(timezone.utc).date())


def open_show(root: Path) -> ShowFolder:
    """As ShowFolder.open; of a show that lost its podcaster.toml, what stood there as far as the feed tells."""
    path = root / CONFIG_FILE
    if path.exists() or not ((root / DATABASE_FILE).exists() or (root / "public" / FEED_FILE).exists()):
        return ShowFolder.open(root)
    told = reread_feeds(root / "public")
    way_out = "put back a copy, or write it anew"
    if told.title:
        way_out += f', with title = "{told.title}" and base_url = "{told.base_url}"'
    raise ConfigError(
        str(path), "is gone; the show's episodes are still there", f"{way_out}, and repair again"
    )


# ── the database ────────────────────────────────────────────────────────────────────────────────


def _mend_database(show: ShowFolder) -> list[Mending]:
    damage = find_damage(show.database)
    is_older = False
    if damage is None:
        with show.store_as_it_is() as store:
            damage = older_than_feed(show.public, store)
            is_older = damage is not None
    if damage is None:
        return []
    there = show.database.exists()
    now = datetime.now(timezone.utc)
    with rebuilding(show.database, now) as salvage:
        done = [*_refill(show, salvage, is_older=is_older), *_put_unknown_aside(show, salvage)]
    kept = [path.name for path in remains(show.database, show.copies) if ".damaged-" in path.name]
    told = f"{show.database}: {damage}"
    return [Mending(f"{told}; it is kept as {kept[0]}" if there and kept else told), *done]


def _refill(show: ShowFolder, salvage: Salvage, *, is_older: bool) -> Iterator[Mending]:
    """Rows first, then the copies, then what the feed and the files tell."""
    is_whole = show.database.exists() and salvage.pour(show.database)
    own = {episode.guid for episode in salvage.episodes()}
    yield Mending(f"{counted(len(own), 'episode')} read from the database itself")
    told = reread_feeds(show.public)
    if not is_whole or is_older:
        yield from _pour_copies(show, salvage)
    named = own | {episode.guid for episode in told.episodes}
    for episode in salvage.episodes():
        if episode.guid not in named and sound_fault(show.public, episode) == "is gone":
            salvage.remove_episode(episode.guid)  # it was taken out after that copy was made
    salvage.let_go()
    yield from _put_back_named(show, salvage, told)
    if not is_whole:
        yield from _put_back_nameless(show, salvage)
    for episode in salvage.without_script():
        salvage.put_back(episode, *told_script(show.public, episode, show.config.language))
        yield Mending(f"{episode.slug}: its text is taken from its transcript")


def _pour_copies(show: ShowFolder, salvage: Salvage) -> Iterator[Mending]:
    for copy in remains(show.database, show.copies):
        before = len(salvage.episodes())
        is_whole = salvage.pour(copy)
        gained = len(salvage.episodes()) - before
        if gained:
            yield Mending(f"{counted(gained, 'episode')} read from {copy.name}")
        if is_whole:
            return


def _put_back_named(show: ShowFolder, salvage: Salvage, told: Remembered) -> Iterator[Mending]:
    if told.guid:
        salvage.keep_show_guid(told.guid)
    for season, number in feed_numbers(show.public).items():
        salvage.keep_number(season, number)
    known = {episode.guid: episode for episode in salvage.episodes()}
    slugs = {episode.slug for episode in known.values()}
    back = 0
    for episode in reversed(told.episodes):
        own = known.get(episode.guid)
        if own and own.audio_file == episode.audio_file:
            continue
        if fault := sound_fault(show.public, episode):
            if episode.slug not in slugs:
                yield _lost(show, episode, fault)
            continue
        whole = complete(show.public, episode)
        salvage.put_back(whole, *told_script(show.public, whole, show.config.language))
        back += 1
    if back:
        yield Mending(f"{counted(back, 'episode')} put back as the feed tells, with GUID, date and number")


def _put_back_nameless(show: ShowFolder, salvage: Salvage) -> Iterator[Mending]:
    """Sound that neither the database nor the feed knows of any more."""
    for episode in nameless(show.public, {episode.slug for episode in salvage.episodes()}):
        if sound_fault(show.public, episode) or salvage.find_article(episode.url, ""):
            continue
        season = episode.added.year
        numbered = replace(episode, season=season, number=salvage.next_number(season))
        salvage.put_back(numbered, *told_script(show.public, numbered, show.config.language))
        salvage.keep_number(season, numbered.number or 0)
        yield Mending(
            f"{episode.slug}: put back as its file tells; its GUID is lost, so that apps load it again"
        )


def _put_unknown_aside(show: ShowFolder, salvage: Salvage) -> Iterator[Mending]:
    """Keep sound of which nothing can be made from being swept away as a killed run's."""
    known = {episode.audio_file for episode in salvage.episodes()}
    for path in sorted((show.public / "episodes").glob("*.mp3")):
        if path.relative_to(show.public).as_posix() not in known:
            yield Mending(f"{path.name}: is of no episode; kept as {_move_aside(show, path)}")


# ── the files ───────────────────────────────────────────────────────────────────────────────────


def _clear(show: ShowFolder) -> Iterator[Mending]:
    for path in leftovers(show.root, show.public, show.copies):
        with stored(path):
            if path.is_dir():
                shutil.rmtree(path)
            else:
                path.unlink(missing_ok=True)
        yield Mending(f"{path}: removed; a killed run left it")


def _mend_sound(show: ShowFolder, store: Store) -> Iterator[Mending]:
    """Move sound aside that is not whole, and tell which article to add again."""
    for episode in store.episodes():
        fault = sound_fault(show.public, episode)
        if fault is None:
            continue
        path = show.public / episode.audio_file
        if path.is_file():
            fault += f", and kept as {_move_aside(show, path)}"
        yield _lost(show, episode, fault)


def _move_aside(show: ShowFolder, path: Path) -> Path:
    """Take a file out of ``public/``; its place from the show's folder."""
    aside = show.root / _ASIDE_FOLDER / path.name
    number = 1
    while aside.exists():
        number += 1
        aside = aside.with_name(f"{path.stem}-{number}{path.suffix}")
    make_folder(aside.parent)
    with stored(aside):
        path.replace(aside)
    return aside.relative_to(show.root)


def _lost(show: ShowFolder, episode: Episode, fault: str) -> Mending:
    again = f"podcaster add {quote(episode.url or 'FILE')} --show {quote(str(show.root))}"
    return Mending(
        f"{episode.audio_file}: {fault}; put back a copy, or add “{episode.title}” again: {again}",
        is_well=False,
    )


def _mend_files(show: ShowFolder, store: Store) -> Iterator[Mending]:
    """Write transcripts, chapters and pictures anew."""
    for episode in store.episodes():
        for file in lost_files(show.public, episode):
            data = _made_anew(show, store, episode, file)
            if data is None:
                continue
            write_bytes(show.public / file, data)
            yield Mending(f"{file}: written anew")


def _made_anew(show: ShowFolder, store: Store, episode: Episode, file: str) -> bytes | None:
    """The content of one of an episode's files; None where the database does not know when what is said."""
    if file == episode.image_file:
        title = show.config.title
        return images.title_cover(episode.title, title, family=title, side_px=images.EPISODE_SIDE_PX)
    if file.endswith(CHAPTERS_SUFFIX):
        return transcript.chapters_json(episode.title, episode.chapters).encode()
    script, cues = store.script_of(episode.guid), store.cues_of(episode.guid)
    if not cues:
        return None
    recording = Recording(
        show.public / episode.audio_file, episode.duration_ms, episode.audio_bytes, cues, episode.chapters
    )
    return _FORMATS[file.rpartition(".")[2]](script, recording).encode()


_FORMATS = {"vtt": transcript.webvtt, "srt": transcript.srt, "json": transcript.transcript_json}


def _bytes(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except FileNotFoundError:
        return b""
