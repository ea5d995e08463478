"""Good copies of a database, of which one is kept each day that something was written."""

from __future__ import annotations

import logging
import shutil
from typing import TYPE_CHECKING

from podcaster.errors import StoreError
from podcaster.store.opening import SMALL_BYTES, copy_database

if TYPE_CHECKING:
    from datetime import date
    from pathlib import Path

_KEPT = 3
_log = logging.getLogger(__name__)


def keep_copy(path: Path, folder: Path, day: date) -> None:
    """Put the day's copy into ``folder``, and take away all but those of the newest three days.

    It is replaced as often as this is called; that of a large database is made once a day.
    A copy is whole and sound, or it is not made. What hinders it is logged and no error: what was to
    be copied is there.
    """
    target = folder / f"{path.stem}-{day:%Y-%m-%d}.db"
    try:
        if target.exists() and path.stat().st_size > SMALL_BYTES:
            return
        folder.mkdir(exist_ok=True)
        if shutil.disk_usage(folder).free < 2 * path.stat().st_size:
            _log.info("%s: no copy of the database for today: too little room on the disk", folder)
            return
        copy_database(path, target)
        for old in copies_in(folder)[_KEPT:]:
            old.unlink()
    except (OSError, StoreError) as exc:
        _log.warning("%s: no copy of the database for today: %s", folder, exc)


def copies_in(folder: Path) -> list[Path]:
    """The copies, newest first."""
    return sorted(folder.glob("*-????-??-??.db"), reverse=True)
