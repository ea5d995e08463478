"""A show's night as a job of cron or systemd: absolute paths, the environment it needs, and nothing else."""

from __future__ import annotations

import os
import re
import shutil
import sys
from dataclasses import dataclass, field
from datetime import datetime, time, timedelta, timezone
from pathlib import Path
from typing import TYPE_CHECKING

from podcaster.errors import ConfigError
from podcaster.model import time_of_day

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import tzinfo

# Programs that podcaster calls, which a scheduler's short PATH may not lead to.
_PROGRAMS = ("ffmpeg", "espeak-ng", "rsync", "ssh")
_SYSTEM_PATH = ("/usr/local/bin", "/usr/bin", "/bin")
# What changes where podcaster looks and what it says; secrets stay where they are.
_CARRIED = re.compile(
    r"""
      LANG | LC_ALL | TZ | TTS_HOME | XDG_(?: DATA | CACHE | CONFIG )_HOME
    | SSL_CERT_(?: FILE | DIR ) | (?: https? | all | no )_proxy
    | PODCASTER_(?: BASE_URL | VOICE | TITLE | AUTHOR | EMAIL | LINK )
    """,
    re.VERBOSE | re.IGNORECASE,
)
_DAYS_TRIED = 3
_PROXY = re.compile(r"(?:https?|all)_proxy", re.IGNORECASE)
_SECRET = re.compile(r"PODCASTER_(?:TOKEN|USER|PASSWORD|PUBLISH_\w+)")


@dataclass(frozen=True, slots=True)
class Job:
    """What is to be run, when, and with which environment."""

    show: Path
    """Absolute."""
    at: time
    """Local time."""
    command: tuple[str, ...]
    """Program and arguments, absolute."""
    environment: Mapping[str, str] = field(default_factory=dict)


def nightly_job(
    show: Path, at: str, options: Sequence[str] = (), environment: Mapping[str, str] = os.environ
) -> Job:
    """The night of a show, at a local time such as 03:30, with further ``options`` of ``podcaster nightly``.

    Raises ConfigError for what is no time of day, and for secrets that only this shell knows: the
    feed's address may hang on them, and a scheduler's files are no place for them.
    """
    _refuse_secrets(environment)
    root = show.absolute()
    command = (*this_program(), "nightly", "--quiet", "--show", str(root), *options)
    carried = {name: value for name, value in environment.items() if value and _CARRIED.fullmatch(name)}
    carried["PATH"] = _path()
    for text in (*command, *carried.values()):
        if any(sign in text for sign in "\n\r\0"):
            raise ConfigError(repr(text), "has a line break", "no scheduler takes that; rename it")
    return Job(root, clock_time("--at", at), command, dict(sorted(carried.items())))


def _refuse_secrets(environment: Mapping[str, str]) -> None:
    secrets = sorted(name for name, value in environment.items() if value and _SECRET.fullmatch(name))
    if secrets:
        cause = "is set in this shell, and will not be at night"
        raise ConfigError(", ".join(secrets), cause, "write it into podcaster.toml, and unset it here")
    logins = sorted(name for name, value in environment.items() if _PROXY.fullmatch(name) and "@" in value)
    if logins:
        cause = "holds a password, which whoever lists processes would see"
        raise ConfigError(
            ", ".join(logins), cause, "set it where your scheduler keeps secrets, and unset it here"
        )


def clock_time(subject: str, text: str) -> time:
    """``03:30`` → the time of day; raises ConfigError about ``subject``."""
    found = time_of_day(text)
    if found is None:
        raise ConfigError(f"{subject} {text}".strip(), "is no time of day", "write it as 03:30")
    return found


def next_time(at: time, after: datetime, zone: tzinfo | None = None) -> datetime:
    """The first instant after ``after`` at which local clocks show ``at``; aware, as those clocks tell it.

    A time that summer time skips comes as much later; one that comes twice is each of the two.
    """
    day = after.astimezone(zone).date()
    for ahead in range(_DAYS_TRIED):
        for fold in (0, 1):
            local = datetime.combine(day + timedelta(days=ahead), at.replace(tzinfo=zone, fold=fold))
            instant = local.astimezone(timezone.utc)
            if instant > after:
                return instant.astimezone(zone)
    raise AssertionError(at)


def is_root() -> bool:
    """Whether the machine's own scheduler takes the job, and not the user's."""
    return os.geteuid() == 0


def this_program() -> tuple[str, ...]:
    """How this very podcaster is called from anywhere."""
    called = Path(sys.argv[0])
    if called.name == "podcaster" and called.is_file() and os.access(called, os.X_OK):
        return (str(called.absolute()),)
    return (sys.executable, "-m", "podcaster")


def _path() -> str:
    """The system's folders of programs, and before them those in which this shell finds what we call."""
    found = (shutil.which(name) for name in _PROGRAMS)
    folders = dict.fromkeys(str(Path(program).parent) for program in found if program)
    return os.pathsep.join(dict.fromkeys((*folders, *_SYSTEM_PATH)))
