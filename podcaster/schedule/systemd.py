"""The job as a service and a timer of systemd, the user's own or, for root, the system's."""

from __future__ import annotations

import os
import re
import subprocess
from datetime import time
from pathlib import Path
from typing import TYPE_CHECKING
from zlib import crc32

from podcaster.errors import ConfigError
from podcaster.schedule import is_root

if TYPE_CHECKING:
    from podcaster.schedule import Job

_SERVICE = """\
[Unit]
Description=podcaster: the night's articles of {show}

[Service]
Type=oneshot
{environment}
ExecStart={command}
Nice=10
IOSchedulingClass=idle
TimeoutStartSec=infinity
"""
_TIMER = """\
[Unit]
Description=podcaster: each night for {show}

[Timer]
OnCalendar=*-*-* {at:%H:%M}:00
# a night in which the machine was off is made up for
Persistent=true

[Install]
WantedBy=timers.target
"""
_PROGRAM = "systemctl"
_NO_SYSTEMD = "do it where systemd runs, or leave --systemd out and use cron"
_IS_DELETED = "the timer's files are deleted all the same; systemd forgets it when it starts anew"
_CALENDAR = re.compile(r"^OnCalendar=\*-\*-\* (\d\d):(\d\d):00$", re.MULTILINE)


def units(job: Job) -> dict[str, str]:
    """The two files by name."""
    name = unit_name(job.show)
    show = str(job.show).replace("%", "%%")
    service = _SERVICE.format(
        show=show,
        environment="\n".join(
            f"Environment={_quoted(f'{key}={value}')}" for key, value in job.environment.items()
        ),
        # $ stands for a variable in commands alone (systemd.service(5))
        command=" ".join(_quoted(part).replace("$", "$$") for part in job.command),
    )
    return {f"{name}.service": service, f"{name}.timer": _TIMER.format(show=show, at=job.at)}


def install(job: Job) -> Path:
    """Write the two files, start the timer, and return their folder; where that fails, no file stays.

    Raises ConfigError.
    """
    folder = unit_folder()
    try:
        folder.mkdir(parents=True, exist_ok=True)
        for name, text in units(job).items():
            (folder / name).write_text(text, encoding="utf-8")
    except OSError as exc:
        raise ConfigError(str(folder), exc.strerror or str(exc), "make that folder writable") from exc
    try:
        _systemctl("daemon-reload", way_out=_NO_SYSTEMD)
        _systemctl("enable", "--now", f"{unit_name(job.show)}.timer", way_out=_NO_SYSTEMD)
    except ConfigError:
        _delete(job.show)  # else they would pass for a night that runs by itself
        raise
    return folder


def remove(show: Path) -> bool:
    """Stop the timer and delete the two files; False where there are none.

    They go even where no systemd runs, which is told by a ConfigError.
    """
    root = show.absolute()
    if not any(path.exists() for path in _files(root)):
        return False
    try:
        _systemctl("disable", "--now", f"{unit_name(root)}.timer", way_out=_IS_DELETED)
    finally:
        _delete(root)
    _systemctl("daemon-reload", way_out=_IS_DELETED)
    return True


def _files(show: Path) -> list[Path]:
    return [unit_folder() / f"{unit_name(show)}.{kind}" for kind in ("timer", "service")]


def _delete(show: Path) -> None:
    try:
        for path in _files(show):
            path.unlink(missing_ok=True)
    except OSError as exc:
        raise ConfigError(str(unit_folder()), exc.strerror or str(exc), "make that folder writable") from exc


def scheduled(show: Path) -> time | None:
    """When the show's timer starts it; None where there is none."""
    try:
        text = (unit_folder() / f"{unit_name(show.absolute())}.timer").read_text(encoding="utf-8")
    except OSError:
        return None
    found = _CALENDAR.search(text)
    return time(int(found[1]), int(found[2])) if found else None


def unit_name(show: Path) -> str:
    """``podcaster-mein-podcast-1f0c3b1e``: the folder's name, and its whole path as a number."""
    word = re.sub(r"[^a-z0-9]+", "-", show.name.lower()).strip("-")[:40]
    return f"podcaster-{word or 'show'}-{crc32(str(show).encode()):08x}"


def unit_folder() -> Path:
    """Where this user's units lie (systemd.unit(5))."""
    if is_root():
        return Path("/etc/systemd/system")
    return Path(os.environ.get("XDG_CONFIG_HOME") or Path.home() / ".config") / "systemd" / "user"


def _systemctl(*arguments: str, way_out: str) -> None:
    command = [_PROGRAM, *([] if is_root() else ["--user"]), *arguments]
    try:
        done = subprocess.run(command, capture_output=True, text=True, timeout=60, check=False)
    except (OSError, subprocess.TimeoutExpired) as exc:
        raise ConfigError(_PROGRAM, f"cannot be run ({exc})", way_out) from exc
    if done.returncode:
        told = done.stderr.strip().splitlines()[-1:] or [f"exit code {done.returncode}"]
        raise ConfigError(_PROGRAM, told[0], way_out)


def _quoted(text: str) -> str:
    r"""One word of a unit file: % stands for a specifier, \\ and " are escaped."""
    text = text.replace("\\", "\\\\").replace('"', '\\"').replace("%", "%%")
    return f'"{text}"' if re.search(r"[\s\"'\\;]", text) or not text else text
