"""What a show keeps: so many episodes, so many days, so many megabytes; the oldest go first."""

from __future__ import annotations

import logging
from contextlib import suppress
from datetime import timedelta
from typing import TYPE_CHECKING, TypeVar

from podcaster.model import Episode
from podcaster.pipeline.public import files_of
from podcaster.store import Placed

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from datetime import datetime

    from podcaster.config import RetentionConfig
    from podcaster.pipeline.show import ShowFolder
    from podcaster.store import Store

_log = logging.getLogger(__name__)


def retain(show: ShowFolder, store: Store, started: datetime) -> list[Episode]:
    """Take what is too much out of the database, and return it; the files go when the feed is written.

    In that order the feed never names a file that is gone. The articles stay known as read. Days count
    from the newest episode of before this run, which began at ``started``: a clock that has jumped ahead
    deletes nothing.
    """
    limits = show.config.retention
    if limits.episodes is None and limits.days is None and limits.megabytes is None:
        return []
    placed = store.places()
    today = min(started, next((one.added for one in placed if one.added < started), started))
    surplus = too_many(placed, limits, today, lambda one: _size_bytes(show, store, one.guid))
    with store.together():
        removed = [episode for one in surplus if (episode := store.remove_episode(one.guid))]
    if removed:
        _log.info("%d episodes are older than the show keeps", len(removed))
    return removed


P = TypeVar("P", Episode, Placed)


def too_many(
    newest_first: Sequence[P],
    limits: RetentionConfig,
    today: datetime,
    size_bytes_of: Callable[[P], int],
) -> list[P]:
    """The episodes beyond any of the limits; the newest one always stays."""
    oldest = today - timedelta(days=limits.days) if limits.days is not None else None
    most_bytes = limits.megabytes * 1_000_000 if limits.megabytes is not None else None
    kept_bytes = 0
    for number, episode in enumerate(newest_first):
        kept_bytes += size_bytes_of(episode) if most_bytes is not None else 0
        is_surplus = (
            (limits.episodes is not None and number >= limits.episodes)
            or (oldest is not None and episode.added < oldest)
            or (most_bytes is not None and kept_bytes > most_bytes)
        )
        if number and is_surplus:
            return list(newest_first[number:])
    return []


def _size_bytes(show: ShowFolder, store: Store, guid: str) -> int:
    """Of all files of an episode."""
    size_bytes = 0
    for episode in store.some_episodes([guid]):
        for name in files_of(episode):
            with suppress(OSError):
                size_bytes += (show.public / name).stat().st_size
    return size_bytes
