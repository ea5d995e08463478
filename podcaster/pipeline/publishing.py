"""A show's ``public/`` → its destination, while no run works on it."""

from __future__ import annotations

import logging
from contextlib import suppress
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from podcaster.config import CONFIG_FILE
from podcaster.errors import ConfigError, PodcasterError, StoreError
from podcaster.model import FEED_FILE
from podcaster.publish import Access, Sent, open_destination, publish

if TYPE_CHECKING:
    from podcaster.pipeline.night import Night
    from podcaster.pipeline.show import ShowFolder

MEMORY_FILE = "published.json"
_log = logging.getLogger(__name__)


def destination_of(show: ShowFolder, to: str | None = None) -> str:
    """Where a show is to be sent; raises ConfigError where nothing says so, or where that cannot be."""
    destination = to or show.config.publish.to
    if not destination:
        raise ConfigError(
            str(show.root / CONFIG_FILE),
            "says nowhere to publish to",
            "set 'to' in [publish], or name a destination: podcaster publish /srv/www/podcast",
        )
    place = Path(destination).expanduser().resolve()
    if "://" not in destination and place.is_relative_to(show.root.resolve()):
        raise ConfigError(destination, "lies in the show itself", "name a folder outside of it")
    return destination


def send(
    show: ShowFolder,
    to: str | None = None,
    *,
    everything: bool = False,
) -> Sent:
    """Send what changed in ``public/`` to ``to``, or to where ``podcaster.toml`` says.

    A show with a token lies in a folder of that name there, as its addresses say.
    Raises ConfigError without a destination, LockedError while a run works on the show, PublishError.
    """
    settings = show.config.publish
    destination = destination_of(show, to)
    access = Access(settings.endpoint, settings.user, settings.password)
    with show.locked(), open_destination(destination, access, below=show.config.serve.token) as opened:
        return publish(
            show.public,
            opened,
            show.root / MEMORY_FILE,
            feed_file=FEED_FILE,
            folder=f"{settings.endpoint}{show.config.serve.token}",
            everything=everything,
            on_file=lambda name: _log.info("sending %s", name),
        )


def send_after(show: ShowFolder, night: Night) -> Night:
    """Send the show after a night; a night that could not be sent is told and remembered as one that stopped."""
    try:
        send(show)
    except PodcasterError as exc:
        _log.info("%s", exc)
        with suppress(StoreError), show.store() as store:
            store.ledger.note_stopped(str(exc))
        return replace(night, stopped=night.stopped or exc)
    return night
