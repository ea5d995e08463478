"""Files that are whole at every instant, and errors that tell what a user can do about the disk."""

from __future__ import annotations

import errno
import os
import shutil
from pathlib import Path

from podcaster.errors import StoreError


def write_text(path: Path, text: str) -> None:
    """Write UTF-8 beside ``path``, sync, and rename: readers see the old or the new file, whole."""
    write_bytes(path, text.encode("utf-8"))


def write_bytes(path: Path, data: bytes) -> None:
    """As write_text, for bytes; raises StoreError, and leaves what was there before."""
    part = path.with_name(f".{path.name}.part")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with part.open("wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        part.replace(path)
    except OSError as exc:
        part.unlink(missing_ok=True)
        raise folder_error(path, exc) from exc


def make_folder(path: Path) -> None:
    """Make a folder with all above it; raises StoreError."""
    try:
        path.mkdir(parents=True, exist_ok=True)
    except OSError as exc:
        raise folder_error(path, exc) from exc


def folder_error(path: Path, exc: OSError) -> StoreError:
    """What a failed write means to a user."""
    if exc.errno == errno.ENOSPC:
        free_mb = shutil.disk_usage(path.parent if path.parent.exists() else Path()).free // 1_000_000
        return StoreError(str(path), f"no room on the disk ({free_mb} MB free)", "make room and run again")
    way_out = "name a folder that you may write to"
    return StoreError(str(path), f"cannot be written ({exc.strerror or exc})", way_out)
