"""What a show keeps: so many episodes, so many days, so many megabytes; the oldest go first."""

from __future__ import annotations

import logging
from contextlib import suppress
from datetime import timedelta
from typing import TYPE_CHECKING

from podcaster.pipeline.public import files_of

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from podcaster.config import RetentionConfig
    from podcaster.model import Episode
    from podcaster.pipeline.show import ShowFolder
    from podcaster.store import Store

_log = logging.getLogger(__name__)


def retain(show: ShowFolder, store: Store) -> list[Episode]:
    """Take what is too much out of the database, and return it; the files go when the feed is written.

    In that order the feed never names a file that is gone. The articles stay known as read.
    """
    limits = show.config.retention
    if limits.episodes is None and limits.days is None and limits.megabytes is None:
        return []
    surplus = too_many(store.episodes(), limits, lambda episode: _size_bytes(show, episode))
    if surplus:
        with store.together():
            for episode in surplus:
                store.remove_episode(episode.guid)
        _log.info("%d episodes are older than the show keeps", len(surplus))
    return surplus


def too_many(
    newest_first: Sequence[Episode],
    limits: RetentionConfig,
    size_of: Callable[[Episode], int],
) -> list[Episode]:
    """The episodes beyond any of the limits; the newest one always stays.

    Days count from the newest episode: a clock that has jumped ahead deletes nothing.
    """
    if not newest_first:
        return []
    oldest = newest_first[0].added - timedelta(days=limits.days) if limits.days is not None else None
    most_bytes = limits.megabytes * 1_000_000 if limits.megabytes is not None else None
    kept_bytes = 0
    for number, episode in enumerate(newest_first):
        kept_bytes += size_of(episode) if most_bytes is not None else 0
        is_surplus = (
            (limits.episodes is not None and number >= limits.episodes)
            or (oldest is not None and episode.added < oldest)
            or (most_bytes is not None and kept_bytes > most_bytes)
        )
        if number and is_surplus:
            return list(newest_first[number:])
    return []


def _size_bytes(show: ShowFolder, episode: Episode) -> int:
    """Of all its files."""
    size = 0
    for name in files_of(episode):
        with suppress(OSError):
            size += (show.public / name).stat().st_size
    return size
