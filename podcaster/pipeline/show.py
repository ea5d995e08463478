"""A show: a folder with its configuration, its database, and what a web server may hold."""

from __future__ import annotations

import json
import logging
import re
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime, timezone
from pathlib import Path
from typing import TYPE_CHECKING
from uuid import uuid4

from podcaster import audio, feed, site, transcript
from podcaster.config import CONFIG_FILE, Config, load_config
from podcaster.errors import ConfigError, LockedError, PodcasterError, StoreError
from podcaster.model import FEED_FILE, Episode, Show
from podcaster.pipeline.article import COVER, Reading, prepare, produce, read, script_of, silent
from podcaster.pipeline.files import make_folder, stored, write_bytes, write_text
from podcaster.speech import cast_script, check_pins, parts_of
from podcaster.store import Store, fingerprint, slug
from podcaster.voices import choose_voice

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from podcaster.model import Script
    from podcaster.pipeline.article import Progress
    from podcaster.speech import Narrator

PAGE_FILE = "index.html"
COVER_STEM = "cover"
DATABASE_FILE = "podcaster.db"
LOCK_FILE = "podcaster.lock"
_CONFIG_TEMPLATE = Path(__file__).parent.with_name("show.toml")
_log = logging.getLogger(__name__)

_COVER_SUFFIXES = {"image/jpeg": ".jpg", "image/png": ".png"}
_PAGE_TEXTS = 100
"""The newest episodes whose text stands in the page."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of one source that was to be added."""

    source: str
    episode: Episode | None = None
    is_new: bool = False
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
    if known := store.find_article(article.url, print_of):
        return Outcome(source, known)
    added = datetime.now(timezone.utc)
    name = slug(article.title, (article.published or added).date(), store.used_slugs())
    path = show.public / "episodes" / f"{name}.mp3"
    make_folder(path.parent)
    voice = narrator.voice
    script = cast_script(
        script_of(article, reading), voice, pinned=reading.people, remembered=store.parts(voice.name)
    )
    recording, chapters = produce(
        script,
        narrator,
        path,
        reading,
        album=show.config.title,
        cover=_cover_source(show),
        progress=progress,
    )
    episode = Episode(
        guid=str(uuid4()),
        slug=name,
        title=article.title,
        url=article.url,
        lead=article.lead,
        authors=article.authors,
        publisher=article.publisher,
        published=article.published,
        added=added,
        audio_file=f"episodes/{name}.mp3",
        audio_bytes=recording.size_bytes,
        duration_ms=recording.duration_ms,
        transcript_file=f"episodes/{name}.vtt",
        voice=narrator.voice.name,
        chapters=chapters,
    )
    store.add_episode(episode, print_of, script, recording.cues)
    store.keep_parts(voice.name, parts_of(script))
    return Outcome(source, episode, is_new=True)


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
        for file in filter(None, (episode.audio_file, episode.transcript_file)):
            with stored(show.public / file):
                (show.public / file).unlink(missing_ok=True)
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
    """Write cover, page and feed from what the database holds; the feed comes last.

    An episode whose sound is gone is left out of both, and warned of.
    """
    cover_file = _publish_cover(show)
    episodes = []
    for episode in store.episodes():
        if (show.public / episode.audio_file).is_file():
            episodes.append(episode)
        else:
            _log.warning(
                "%s: its sound is gone; it left the feed; podcaster episodes remove %s, then add it again",
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
    write_text(show.public / PAGE_FILE, site.page(facts, episodes, texts, times))
    write_bytes(show.public / FEED_FILE, feed.rss(facts, episodes))


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
    )


def _cover_source(show: ShowFolder) -> Path:
    return show.root / show.config.cover if show.config.cover else COVER


def _publish_cover(show: ShowFolder) -> str:
    source = _cover_source(show)
    try:
        data = source.read_bytes()
    except OSError as exc:
        raise ConfigError(
            str(source), "the cover cannot be read", "name a JPEG or PNG file in podcaster.toml"
        ) from exc
    kind = audio.image_kind(data)
    if kind is None:
        raise ConfigError(
            str(source), "the cover is neither JPEG nor PNG", "convert it, 1400 to 3000 pixels square"
        )
    target = show.public / (COVER_STEM + _COVER_SUFFIXES[kind])
    with stored(target):
        is_there = target.exists() and target.read_bytes() == data
    if not is_there:
        write_bytes(target, data)
    return target.name
