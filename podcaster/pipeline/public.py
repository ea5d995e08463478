"""What a show's ``public/`` holds: cover, page, feed and archives, made from what the database knows."""

from __future__ import annotations

import hashlib
import json
import logging
import os
import re
from contextlib import suppress
from dataclasses import asdict, replace
from importlib import metadata
from pathlib import Path
from typing import TYPE_CHECKING, Any

from podcaster import feed, images, site, transcript
from podcaster.errors import ConfigError
from podcaster.model import FEED_FILE, Show
from podcaster.pipeline.files import stored, write_bytes

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from podcaster.model import Episode
    from podcaster.pipeline.show import ShowFolder
    from podcaster.store import Placed, Store

PAGE_FILE = "index.html"
COVER_STEM = "cover"
_COVER_DESIGN = 1
"""To be counted up when title covers change: shows get the new one."""
# What we write below public/ under names that change
_OURS = re.compile(
    r"""
      cover (?: -[0-9a-f]{8} )? \. (?: jpg | png )
    | archive / [\d-]+ \. (?: xml | html )
    | (?: archive | episodes ) / \. [a-z0-9.-]+ \.part             # of a killed run
    | episodes / [a-z0-9-]+ (?: \.\d+ )? (?: \.chapters )? \. (?: mp3 | vtt | srt | json | jpg )
    """,
    re.VERBOSE,
)
_SUFFIX = re.compile(r"(?:\.chapters)?\.\w+$")
EPISODE_FOLDER = "episodes"
_PAGE_TEXTS = 100
"""The newest episodes whose text stands in the page."""
_log = logging.getLogger(__name__)


def is_written(show: ShowFolder, store: Store) -> bool:
    """Whether feed and page were made of what the database and the configuration say now, and still lie there.

    It costs the same for any number of episodes; files that were deleted by hand are not looked for.
    """
    return store.written() == _state(show, store)


def _state(show: ShowFolder, store: Store) -> str:
    """All that feed and page depend on, in short."""
    facts: list[Any] = [metadata.version("podcaster"), store.revision(), asdict(show.config)]
    cover = [show.root / show.config.cover] if show.config.cover else []
    for path in (show.public / FEED_FILE, show.public / PAGE_FILE, *cover):
        status = path.stat() if path.is_file() else None
        facts.append((path.name, status and (status.st_size, status.st_mtime_ns)))
    return hashlib.sha256(json.dumps(facts, default=str).encode()).hexdigest()


def write_public(show: ShowFolder, store: Store) -> None:
    """Write cover, pages and feed from what the database holds, and delete what nobody names any more.

    Only what changed is written, ``feed.xml`` last. An episode whose sound is gone is left out, and
    warned of; it comes back with its file.
    """
    cover_file = write_cover(show)
    all_episodes = store.episodes()
    lying = dict(_sizes_below(show.public))
    episodes = []
    is_whole = True
    for episode in all_episodes:
        if episode.is_hidden:
            continue
        if episode.audio_file in lying:
            episodes.append(_as_it_lies(episode, lying))
            is_whole = is_whole and episodes[-1] == episode
        else:
            is_whole = False
            _log.warning(
                "%s: its sound is gone; it left the feed; put back a copy, or add its article again (or: podcaster"
                " episodes remove %s)",
                episode.audio_file,
                episode.slug,
            )
    facts = show_facts(show, store.show_guid(), cover_file)
    parts = feed.parts(episodes, newest=show.config.feed.newest)
    _write_parts(show, store, facts, parts)
    kept = {cover_file, *(name for part in parts for name in _documents_of(part))}
    kept.update(name for episode in all_episodes for name in files_of(episode))
    _sweep(show.public, lying.keys() - kept)
    # Where files are missing, nobody relies on what was written: it is looked at anew the next time.
    placed = feed.parts(store.places(), newest=show.config.feed.newest) if is_whole else []
    store.note_documents({part.name: _made_of(part, facts) for part in placed})
    store.note_written(_state(show, store))


def write_news(show: ShowFolder, store: Store) -> None:
    """As ``write_public``, at a cost that hardly grows with the number of old episodes.

    Only the documents with episodes that are new or have changed are made; whether the files of the
    others still lie there is not looked at. Where a file is missing, all is.
    """
    cover_file = write_cover(show)
    facts = show_facts(show, store.show_guid(), cover_file)
    known = store.documents()
    parts = feed.parts(store.places(), newest=show.config.feed.newest)
    made_of = {part.name: _made_of(part, facts) for part in parts}
    changed = []
    for part in parts:
        is_there = all((show.public / name).is_file() for name in _documents_of(part))
        if is_there and known.get(part.name) == made_of[part.name]:
            continue
        episodes = store.some_episodes(placed.guid for placed in part.episodes)
        if not all(_lies_whole(show.public, episode) for episode in episodes):
            write_public(show, store)
            return
        changed.append(feed.Part(part.name, tuple(episodes), part.links))
    _write_parts(show, store, facts, changed)
    stems = {name.rpartition(".")[0] for name in store.audio_files()}
    kept = {cover_file, *(name for part in parts for name in _documents_of(part))}
    with stored(show.public):
        lying = {
            f"{folder}/{name}" if folder else name
            for folder in ("", feed.ARCHIVE_FOLDER, EPISODE_FOLDER)
            if (show.public / folder).is_dir()
            for name in os.listdir(show.public / folder)  # noqa: PTH208  names alone, of sixty thousand files
        }
    _sweep(show.public, (name for name in lying - kept if _stem(name) not in stems))
    store.note_documents(made_of)
    store.note_written(_state(show, store))


def _made_of(part: feed.Part[Placed], facts: Show) -> str:
    """All that a part of the feed and its page depend on, in short."""
    episodes = [(placed.guid, placed.changes) for placed in part.episodes]
    told = [metadata.version("podcaster"), asdict(facts), dict(part.links), episodes]
    return hashlib.sha256(json.dumps(told, sort_keys=True).encode()).hexdigest()


def _stem(name: str) -> str:
    """Of an episode's file, what all of them share."""
    return _SUFFIX.sub("", name)


def _lies_whole(public: Path, episode: Episode) -> bool:
    sizes = {}
    for name in files_of(episode):
        with suppress(FileNotFoundError):
            sizes[name] = (public / name).stat().st_size
    return episode.audio_file in sizes and _as_it_lies(episode, sizes) == episode


def _documents_of(part: feed.Part[Any]) -> tuple[str, str]:
    """The names of a part's feed and of its page."""
    return part.name, _page_name(part.name)


def _page_name(name: str) -> str:
    return PAGE_FILE if name == FEED_FILE else name.replace(".xml", ".html")


def _write_parts(show: ShowFolder, store: Store, facts: Show, parts: Sequence[feed.Part[Episode]]) -> None:
    """Write feeds and pages, the oldest first: ``feed.xml`` names only what is there."""
    for part in reversed(parts):
        if part.name == FEED_FILE:
            _write_changed(show.public / feed.OPML_FILE, feed.opml([facts], facts.title))
        page = _page(facts, store, part)
        _write_changed(show.public / _page_name(part.name), page.encode("utf-8"))
        _write_changed(show.public / part.name, feed.document(facts, part))


def _page(facts: Show, store: Store, part: feed.Part[Episode]) -> str:
    """The page of a part; the newest episodes have their text."""
    with_text = part.episodes[:_PAGE_TEXTS] if part.name == FEED_FILE else ()
    texts = {episode.guid: store.script_of(episode.guid) for episode in with_text}
    times = {
        guid: transcript.sentence_starts(script, cues)
        for guid, script in texts.items()
        if (cues := store.cues_of(guid))
    }
    newer, older = part.links.get("previous"), part.links.get("next")
    return site.page(
        facts,
        part.episodes,
        texts,
        times,
        newer=newer and _page_name(newer),
        older=older and _page_name(older),
        root="" if part.name == FEED_FILE else "../",
    )


def _sizes_below(folder: Path) -> Iterator[tuple[str, int]]:
    """Every file below it, by its name from there, with its size in bytes; in one look."""
    with stored(folder):
        for place, _, names in os.walk(folder):
            inside = Path(place).relative_to(folder).as_posix()
            for name in names:
                with suppress(FileNotFoundError):  # gone in between, or a link to nowhere
                    size_bytes = os.stat(f"{place}/{name}").st_size  # noqa: PTH116  a Path costs more than the look
                    yield (name if inside == "." else f"{inside}/{name}"), size_bytes


def _as_it_lies(episode: Episode, lying: Mapping[str, int]) -> Episode:
    """The episode without files that are gone, and with the size that its sound has."""

    def there(file: str | None) -> str | None:
        return file if file in lying else None

    return replace(
        episode,
        audio_bytes=lying[episode.audio_file],
        transcript_file=there(episode.transcript_file),
        image_file=there(episode.image_file),
        chapters_file=there(episode.chapters_file),
        other_transcripts=tuple(filter(there, episode.other_transcripts)),
    )


def files_of(episode: Episode) -> Iterator[str]:
    """Its files, by their names below ``public/``."""
    files = (episode.audio_file, episode.transcript_file, episode.image_file, episode.chapters_file)
    yield from filter(None, (*files, *episode.other_transcripts))


def _write_changed(path: Path, data: bytes) -> None:
    with stored(path):
        is_there = path.is_file() and path.read_bytes() == data
    if not is_there:
        write_bytes(path, data)


def _sweep(public: Path, names: Iterable[str]) -> None:
    """Delete those that are covers, archives and episodes' files of ours, such as a killed run leaves."""
    for name in filter(_OURS.fullmatch, names):
        with stored(public / name):
            (public / name).unlink(missing_ok=True)


def show_facts(show: ShowFolder, guid: str, cover_file: str | None) -> Show:
    """What feed and page need of the show."""
    config = show.config
    return Show(
        title=config.title,
        description=config.description or f"{config.title}: Artikel zum Hören.",
        author=config.author or config.title,
        language=config.language,
        base_url=config.public_url,
        guid=guid,
        email=config.email,
        link=config.link,
        cover_file=cover_file,
        category=config.category,
        explicit=config.explicit,
        block=config.block,
        ttl_minutes=config.feed.ttl_minutes,
        skip_hours=tuple(sorted(set(config.feed.skip_hours))),
        update_rule=config.feed.update_rule,
        txt=tuple(config.feed.txt.items()),
    )


def write_cover(show: ShowFolder) -> str:
    """The name below ``public/`` of the show's own cover, or of one that is made from its title.

    It changes with the picture, since apps never look at an old address again.
    """
    config = show.config
    if config.cover:
        source = show.root / config.cover
        try:
            own = source.read_bytes()
        except OSError as exc:
            raise ConfigError(
                str(source), "the cover cannot be read", "name a JPEG or PNG file in podcaster.toml"
            ) from exc
        data, suffix = images.show_cover(own, str(source))
        name = f"{COVER_STEM}-{hashlib.sha256(data).hexdigest()[:8]}{suffix}"
        _write_changed(show.public / name, data)
        return name
    facts = json.dumps([_COVER_DESIGN, config.title, config.author])
    name = f"{COVER_STEM}-{hashlib.sha256(facts.encode()).hexdigest()[:8]}.jpg"
    if not (show.public / name).is_file():
        data = images.title_cover(config.title, config.author, side_px=images.SHOW_SIDE_PX)
        write_bytes(show.public / name, data)
    return name
