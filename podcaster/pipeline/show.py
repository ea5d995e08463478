"""A show: a folder with its configuration, its database, and what a web server may hold."""

from __future__ import annotations

import hashlib
import json
import logging
import os
import re
from contextlib import contextmanager, suppress
from dataclasses import dataclass, replace
from datetime import datetime, timezone
from pathlib import Path
from typing import TYPE_CHECKING
from uuid import uuid4

from podcaster import feed, images, site, transcript
from podcaster.config import CONFIG_FILE, Config, load_config
from podcaster.errors import ConfigError, LockedError, PodcasterError, StoreError
from podcaster.fetch import download
from podcaster.model import Episode, Show
from podcaster.pipeline.article import CHAPTERS_SUFFIX, Reading, prepare, produce, read, script_of, silent
from podcaster.pipeline.files import make_folder, stored, write_bytes, write_text
from podcaster.speech import cast_script, check_pins, parts_of
from podcaster.store import Store, fingerprint, slug
from podcaster.voices import choose_voice

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

    from podcaster.model import Article, Script
    from podcaster.pipeline.article import Progress
    from podcaster.speech import Narrator

PAGE_FILE = "index.html"
COVER_STEM = "cover"
DATABASE_FILE = "podcaster.db"
LOCK_FILE = "podcaster.lock"
_CONFIG_TEMPLATE = Path(__file__).parent.with_name("show.toml")
_log = logging.getLogger(__name__)

_COVER_DESIGN = 1
"""To be counted up when title covers change: shows get the new one."""
# What we write below public/ under names that change
_OURS = re.compile(
    r"""
      cover (?: -[0-9a-f]{8} )? \. (?: jpg | png )
    | archive / [\d-]+ \. xml
    | episodes / [a-z0-9-]+ (?: \.\d+ )? (?: \.chapters )? \. (?: mp3 | vtt | srt | json | jpg )
    """,
    re.VERBOSE,
)
_PAGE_TEXTS = 100
"""The newest episodes whose text stands in the page."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of one source that was to be added."""

    source: str
    episode: Episode | None = None
    is_new: bool = False
    is_update: bool = False
    """It was in the show already; its text had changed, and it was spoken anew."""
    error: PodcasterError | None = None


@dataclass(frozen=True, slots=True)
class ShowFolder:
    """A show on disk: configuration, database, and what a web server may hold."""

    root: Path
    config: Config

    @classmethod
    def open(cls, root: Path) -> ShowFolder:
        """Raises ConfigError where ``root`` is no show, or where its settings are wrong."""
        config = load_config(root)
        try:  # what only the rooms know, told before anything is fetched or spoken
            feed.category_path(config.category)
            Reading.of(config)
        except ConfigError as exc:
            raise ConfigError(str(root / CONFIG_FILE), f"{exc.subject}: {exc.cause}", exc.way_out) from exc
        return cls(root, config)

    @property
    def public(self) -> Path:
        """All that a web server or a bucket may hold."""
        return self.root / "public"

    def store(self) -> Store:
        """The show's database; use it as a context manager."""
        return Store(self.root / DATABASE_FILE)

    @contextmanager
    def locked(self) -> Iterator[None]:
        """Hold the show for one run; raises LockedError at once if another run has it.

        The lock is the operating system's: a killed holder does not block.
        """
        from filelock import FileLock, Timeout  # noqa: PLC0415

        lock = FileLock(self.root / LOCK_FILE)
        with stored(self.root):
            try:
                lock.acquire(blocking=False)
            except Timeout as exc:
                raise LockedError(
                    str(self.root), "another run works on this show", "wait until it is done"
                ) from exc
        try:
            yield
        finally:
            lock.release()


def new_show(root: Path, *, title: str | None = None, base_url: str | None = None) -> ShowFolder:
    """Make a show's folder with a configuration to edit, an empty feed and a page."""
    path = root / CONFIG_FILE
    if path.exists():
        raise ConfigError(str(root), "is a show already", f"edit {path}, or name another folder")
    settings = _CONFIG_TEMPLATE.read_text(encoding="utf-8")
    if base_url:
        settings = _with(settings, "base_url", base_url)
    settings = _with(settings, "title", title or root.resolve().name)
    make_folder(root)
    write_text(path, settings)
    try:
        show = ShowFolder.open(root)
    except ConfigError:
        path.unlink()  # or the next attempt finds a show
        raise
    with show.locked(), show.store() as store:
        publish(show, store)
    return show


def _with(settings: str, key: str, value: str) -> str:
    """The settings with another value for ``key``; a JSON string is a TOML string, but for DEL."""
    value = re.sub("[\x7f\ud800-\udfff]", "", value)
    line = f"{key} = {json.dumps(value, ensure_ascii=False)}"
    return re.sub(rf"^{key} = .*$", lambda _: line, settings, flags=re.MULTILINE)


def add(
    show: ShowFolder,
    sources: Sequence[str],
    *,
    reading: Reading | None = None,
    progress: Progress = silent,
    on_outcome: Callable[[Outcome], None] = lambda _outcome: None,
) -> list[Outcome]:
    """Make each source an episode of the show; one that fails does not stop the others.

    The feed is written once, at the end, also when a source failed.
    """
    reading = reading or Reading.of(show.config)
    outcomes = []
    with show.locked(), show.store() as store:
        _publish_cover(show)  # a wrong one is told before minutes of speech
        narrator = reading.narrator()
        check_pins(reading.people or {}, narrator.voice)
        try:
            for source in sources:
                try:
                    outcome = _add_one(show, store, source, narrator, reading=reading, progress=progress)
                except PodcasterError as exc:
                    outcome = Outcome(source, error=exc)
                outcomes.append(outcome)
                on_outcome(outcome)
        finally:  # what was spoken before an interruption is heard
            publish(show, store)
    return outcomes


def _add_one(
    show: ShowFolder,
    store: Store,
    source: str,
    narrator: Narrator,
    *,
    reading: Reading,
    progress: Progress,
) -> Outcome:
    article = read(source, any_language=reading.any_language)
    print_of = fingerprint(article)
    same = store.find_article(None, print_of)
    if same and (show.public / same.audio_file).is_file():
        return Outcome(source, same)
    known = same or store.find_article(article.url, print_of)  # its sound is lost, or its text has changed
    now = datetime.now(timezone.utc)
    name = known.slug if known else slug(article.title, (article.published or now).date(), store.used_slugs())
    revision = known.revision + 1 if known else 1
    # what was spoken anew has an address of its own: apps never look at an old one again
    stem = f"episodes/{name}" if revision == 1 else f"episodes/{name}.{revision}"
    path = show.public / f"{stem}.mp3"
    make_folder(path.parent)
    # no picture for a file on this machine: what needs no network uses none
    image_url = article.image_url if "://" in source and show.config.feed.article_images else None
    write_bytes(path.with_suffix(".jpg"), _episode_cover(show, article, image_url))
    voice = narrator.voice
    script = cast_script(
        script_of(article, reading), voice, pinned=reading.people, remembered=store.parts(voice.name)
    )
    recording = produce(
        script,
        narrator,
        path,
        reading,
        album=show.config.title,
        cover=path.with_suffix(".jpg"),
        all_formats=True,
        progress=progress,
    )
    episode = Episode(
        guid=known.guid if known else str(uuid4()),
        slug=name,
        title=article.title,
        url=article.url,
        lead=article.lead,
        authors=article.authors,
        publisher=article.publisher,
        published=article.published,
        added=known.added if known else now,
        audio_file=f"{stem}.mp3",
        audio_bytes=recording.size_bytes,
        duration_ms=recording.duration_ms,
        transcript_file=f"{stem}.vtt",
        voice=narrator.voice.name,
        chapters=recording.chapters,
        season=known.season if known else None,
        number=known.number if known else None,
        updated=now if known else None,
        revision=revision,
        image_file=f"{stem}.jpg",
        chapters_file=f"{stem}{CHAPTERS_SUFFIX}",
        other_transcripts=(f"{stem}.srt", f"{stem}.json"),
    )
    if known:
        store.update_episode(episode, print_of, script, recording.cues)
    else:
        episode = store.add_episode(episode, print_of, script, recording.cues)
    store.keep_parts(voice.name, parts_of(script))
    return Outcome(source, episode, is_new=not known, is_update=bool(known))


def _episode_cover(show: ShowFolder, article: Article, image_url: str | None) -> bytes:
    """The article's picture, cut to a square, or its title as one; never an error."""
    if image_url:
        try:
            if cover := images.square_cover(download(image_url, article.url or "").data):
                return cover
            _log.info("%s: makes no cover; the title does", image_url)
        except PodcasterError as exc:
            _log.info("%s", exc)
    title = show.config.title
    return images.title_cover(article.title, title, family=title, side_px=images.EPISODE_SIDE_PX)


def preview(show: ShowFolder, source: str, reading: Reading) -> Script:
    """What ``add`` would read of a source, with the parts that the show remembers; nothing is spoken."""
    with show.store() as store:
        remembered = store.parts(choose_voice(reading.voice).voice.name)
    return prepare(source, reading, remembered)


def remove(show: ShowFolder, name: str) -> Episode:
    """Take an episode (by slug or GUID) out of feed and page, then delete its files."""
    with show.locked(), show.store() as store:
        episode = store.remove_episode(name)
        if episode is None:
            raise StoreError(name, "is no episode of this show", "see: podcaster episodes list")
        publish(show, store)
    return episode


def refresh(show: ShowFolder) -> None:
    """Write feed and page anew, after podcaster.toml was edited; does nothing while a run works on the show.

    A folder that cannot be written is served as it is.
    """
    try:
        with show.locked(), show.store() as store:
            publish(show, store)
    except (LockedError, StoreError) as exc:
        _log.info("feed and page stay as they are: %s", exc)


def publish(show: ShowFolder, store: Store) -> None:
    """Write cover, page and feed from what the database holds, and delete what nobody names any more.

    Only what changed is written, ``feed.xml`` last. An episode whose sound is gone is left out, and
    warned of; it comes back with its file.
    """
    cover_file = _publish_cover(show)
    all_episodes = store.episodes()
    lying = dict(_sizes_below(show.public))
    episodes = []
    for episode in all_episodes:
        if episode.audio_file in lying:
            episodes.append(_as_it_lies(episode, lying))
        else:
            _log.warning(
                "%s: its sound is gone; it left the feed; put back a copy, or add its article again (or: podcaster"
                " episodes remove %s)",
                episode.audio_file,
                episode.slug,
            )
    facts = show_facts(show, store.show_guid(), cover_file)
    texts = {episode.guid: store.script_of(episode.guid) for episode in episodes[:_PAGE_TEXTS]}
    times = {
        guid: transcript.sentence_starts(script, cues)
        for guid, script in texts.items()
        if (cues := store.cues_of(guid))
    }
    *archives, newest = feed.documents(facts, episodes, newest=show.config.feed.newest)
    page = (PAGE_FILE, site.page(facts, episodes, texts, times).encode("utf-8"))
    for name, data in (*archives, page, (feed.OPML_FILE, feed.opml([facts], facts.title)), newest):
        _write_changed(show.public / name, data)
    kept = {cover_file, *(name for name, _ in archives), *_files_of(all_episodes)}
    _sweep(show.public, lying.keys() - kept)


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


def _files_of(episodes: Iterable[Episode]) -> Iterator[str]:
    for episode in episodes:
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


def opml_of(shows: Sequence[ShowFolder]) -> bytes:
    """A list of subscriptions with these shows, for podcast apps to import."""
    facts = []
    for show in shows:
        with show.store() as store:
            facts.append(show_facts(show, store.show_guid(), None))
    return feed.opml(facts)


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


def _publish_cover(show: ShowFolder) -> str:
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
