"""The job as a line of the user's crontab; the only user of python-crontab."""

from __future__ import annotations

import shlex
import shutil
from datetime import time
from typing import TYPE_CHECKING, Any

from podcaster.errors import ConfigError

if TYPE_CHECKING:
    from pathlib import Path

    from podcaster.schedule import Job

_LONGEST = 998  # Debian's cron reads no longer command
_TABLE = "crontab"
_WAY_OUT = "install cron, or use --systemd"


def crontab_line(job: Job) -> str:
    """The line: time, environment, command, and a mark by which it is found again."""
    environment = [f"{name}={value}" for name, value in job.environment.items()]
    # an unescaped % would end the command (crontab(5))
    command = shlex.join(("env", *environment, *job.command)).replace("%", r"\%")
    if len(command) > _LONGEST:
        cause = f"needs a command of {len(command)} characters, and cron reads {_LONGEST}"
        raise ConfigError(str(job.show), cause, "use --systemd, or move the show to a shorter path")
    return f"{job.at.minute} {job.at.hour} * * * {command} # {_mark(job.show)}"


def install(job: Job) -> None:
    """Put the line into the user's crontab, in place of an older one of this show; all others stay."""
    from crontab import CronItem  # noqa: PLC0415

    table = _table()
    line = crontab_line(job)
    table.remove_all(comment=_mark(job.show))
    table.append(CronItem.from_line(line, cron=table))
    _write(table)


def remove(show: Path) -> bool:
    """Take the show's line out; False where there is none."""
    table = _table()
    removed = table.remove_all(comment=_mark(show.absolute()))
    if removed:
        _write(table)
    return bool(removed)


def scheduled(show: Path) -> time | None:
    """When cron runs the show's night; None where it does not, or there is no cron."""
    if not is_here():
        return None
    for job in _table().find_comment(_mark(show.absolute())):
        if job.is_enabled() and str(job.hour).isdecimal() and str(job.minute).isdecimal():
            return time(int(str(job.hour)), int(str(job.minute)))
    return None


def is_here() -> bool:
    """Whether this machine has crontabs."""
    return shutil.which(_TABLE) is not None


def _mark(show: Path) -> str:
    return f"podcaster {show}"


def _table() -> Any:
    import crontab  # noqa: PLC0415

    program = shutil.which(_TABLE)
    if program is None:
        raise ConfigError(_TABLE, "there is no such program here", _WAY_OUT)
    crontab.CRON_COMMAND = shlex.quote(program)  # which the library seeks once, when it is imported
    try:
        return crontab.CronTab(user=True)
    except OSError as exc:
        raise ConfigError(_TABLE, f"cannot be read ({exc})", _WAY_OUT) from exc


def _write(table: Any) -> None:
    try:
        table.write()
    except (OSError, ValueError) as exc:
        raise ConfigError(_TABLE, f"cannot be written ({exc})", _WAY_OUT) from exc
