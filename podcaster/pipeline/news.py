"""What a night tells its user: on the phone, by mail, or to a program of theirs."""

from __future__ import annotations

from typing import TYPE_CHECKING

from podcaster.model import FEED_FILE, clock, counted
from podcaster.notify import notify

if TYPE_CHECKING:
    from podcaster.errors import PodcasterError
    from podcaster.pipeline.night import Night
    from podcaster.pipeline.show import ShowFolder

_MOST_LINES = 30


def tell_night(show: ShowFolder, night: Night) -> list[PodcasterError]:
    """Send the news of a night where ``[notify]`` wants them; what could not be told comes back."""
    wanted = show.config.notify.on
    troubles = list(night.needs)
    # what is heard in an edition only is none of the feed's episodes
    made = [episode for episode in night.made if not episode.is_hidden] if wanted != "failure" else []
    if wanted == "episodes":
        troubles = troubles if made else []
    if not made and not troubles:
        return []
    lines = [f"{episode.title} ({clock(episode.duration_ms)})" for episode in made]
    counts = {"new episode": len(made), "trouble": len(troubles)}
    title = ", ".join(counted(number, what) for what, number in counts.items() if number)
    return _send(show, title, [*_shortened(lines), *_shortened(troubles), *_address(show, is_new=bool(made))])


def tell_failure(show: ShowFolder, error: PodcasterError) -> list[PodcasterError]:
    """Send that a night could not even begin; what could not be told comes back."""
    if show.config.notify.on == "episodes":
        return []
    return _send(show, "the night failed", [str(error)])


def _send(show: ShowFolder, title: str, lines: list[str]) -> list[PodcasterError]:
    settings = show.config.notify
    return [
        *notify(f"{show.config.title}: {title}", "\n".join(lines), to=settings.to, command=settings.command)
    ]


def _shortened(lines: list[str]) -> list[str]:
    rest = len(lines) - _MOST_LINES
    return [*lines[:_MOST_LINES], f"… and {rest} more"] if rest > 0 else lines


def _address(show: ShowFolder, *, is_new: bool) -> list[str]:
    """Where to hear them; a secret address, which is a password, is not sent around."""
    return [f"{show.config.base_url}{FEED_FILE}"] if is_new and not show.config.serve.token else []
