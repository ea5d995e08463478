"""A show: a folder with its configuration, its database, and what a web server may hold."""

from __future__ import annotations

import json
import logging
import re
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from podcaster import feed
from podcaster.config import CONFIG_FILE, Config, load_config
from podcaster.errors import ConfigError, LockedError, StoreError, VoiceError
from podcaster.pipeline.article import Reading
from podcaster.pipeline.evidence import refuse_older, refuse_without_memory
from podcaster.pipeline.files import make_folder, stored, write_text
from podcaster.pipeline.public import show_facts, write_public
from podcaster.speech import SpeechCache
from podcaster.store import Store

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

DATABASE_FILE = "podcaster.db"
COPIES_FOLDER = "backups"
LOCK_FILE = "podcaster.lock"
CACHE_FOLDER = "cache"
_CONFIG_TEMPLATE = Path(__file__).parent.with_name("show.toml")
_log = logging.getLogger(__name__)


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
        except (ConfigError, VoiceError) as exc:
            raise ConfigError(str(root / CONFIG_FILE), f"{exc.subject}: {exc.cause}", exc.way_out) from exc
        return cls(root, config)

    @property
    def public(self) -> Path:
        """All that a web server or a bucket may hold."""
        return self.root / "public"

    @property
    def database(self) -> Path:
        """Where the show's database lies."""
        return self.root / DATABASE_FILE

    @property
    def copies(self) -> Path:
        """Where good copies of the database lie."""
        return self.root / COPIES_FOLDER

    def store_as_it_is(self) -> Store:
        """The show's database, also where it is older than the feed."""
        return Store(self.database, copies=self.copies)

    def store(self) -> Store:
        """The show's database; use it as a context manager.

        Raises StoreError where it is damaged, gone, or older than the feed: what it lacks would leave
        the feed, and its files with it.
        """
        refuse_without_memory(self.root, self.public, self.database)
        store = self.store_as_it_is()
        try:
            refuse_older(self.root, self.public, self.database, store)
        except StoreError:
            store.close()
            raise
        return store

    def speech_cache(self) -> SpeechCache:
        """What was spoken for the show; the folder may be deleted at any time."""
        return SpeechCache(self.root / CACHE_FOLDER, self.config.cache.megabytes * 1_000_000)

    @contextmanager
    def locked(self, patience_s: float = 0.5) -> Iterator[None]:
        """Hold the show for one run; raises LockedError if another run has it.

        Who only looks whether one does holds it for an instant, which is waited for. The lock is the
        operating system's: a killed holder does not block.
        """
        from filelock import FileLock, Timeout  # noqa: PLC0415

        lock = FileLock(self.root / LOCK_FILE)
        with stored(self.root):
            try:
                lock.acquire(timeout=patience_s)
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
        write_public(show, store)
    return show


def _with(settings: str, key: str, value: str) -> str:
    """The settings with another value for ``key``; a JSON string is a TOML string, but for DEL."""
    value = re.sub("[\x7f\ud800-\udfff]", "", value)
    line = f"{key} = {json.dumps(value, ensure_ascii=False)}"
    return re.sub(rf"^{key} = .*$", lambda _: line, settings, flags=re.MULTILINE)


def refresh(show: ShowFolder) -> None:
    """Write feed and page anew, after podcaster.toml was edited; does nothing while a run works on the show.

    What cannot be written is served as it is.
    """
    try:
        with show.locked(), show.store() as store:
            write_public(show, store)
    except (ConfigError, LockedError, StoreError) as exc:
        _log.warning("feed and page stay as they are: %s", exc)


def opml_of(shows: Sequence[ShowFolder]) -> bytes:
    """A list of subscriptions with these shows, for podcast apps to import."""
    facts = []
    for show in shows:
        with show.store() as store:
            facts.append(show_facts(show, store.show_guid(), None))
    return feed.opml(facts)
