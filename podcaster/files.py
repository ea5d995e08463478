"""Files that are whole at every instant, and what it means to a user when the system refuses one."""

from __future__ import annotations

import errno
import os
import stat
from contextlib import contextmanager, suppress
from typing import IO, TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

PART_SUFFIX = ".part"
"""Of what is being written, or was when a run was killed: ``.feed.xml.part``."""
NO_ROOM = ("no room on the disk", "make room, or name a folder on another disk")
_NOT_WRITABLE = ("its folder may not be written to", "name another folder, or change its permissions")
_NO_FOLDER = ("its folder does not exist", "make the folder first")
_TROUBLES = {
    errno.ENOSPC: NO_ROOM,
    errno.EDQUOT: NO_ROOM,
    errno.EFBIG: NO_ROOM,
    errno.EACCES: _NOT_WRITABLE,
    errno.EPERM: _NOT_WRITABLE,
    errno.EROFS: _NOT_WRITABLE,
    errno.ENOENT: _NO_FOLDER,
    errno.ENOTDIR: _NO_FOLDER,
    errno.EEXIST: ("its folder is a file", "move that file away"),
    errno.EISDIR: ("is a folder", "name a file"),
}


@contextmanager
def replacing(path: Path) -> Iterator[IO[bytes]]:
    """A file to write, which takes the place of ``path`` when the block has ended well.

    As ``beside`` does it. Raises OSError.
    """
    with beside(path) as part, part.open("wb") as file:
        yield file


@contextmanager
def beside(path: Path) -> Iterator[Path]:
    """Where to write what takes the place of ``path`` when the block has ended well.

    Readers see the old or the new file, whole, also after a power cut: it lies beside as
    ``.name.part``, is synced, renamed, and its folder synced. A file that is replaced keeps its
    permissions. Raises OSError.
    """
    part = path.with_name(f".{path.name}{PART_SUFFIX}")
    try:
        part.unlink(missing_ok=True)  # a killed run's
        yield part
        _sync(part)
        with suppress(FileNotFoundError):
            part.chmod(stat.S_IMODE(path.stat().st_mode))
        part.replace(path)
    except BaseException:
        with suppress(OSError):
            part.unlink()
        raise
    with suppress(OSError):  # some network disks cannot; the file itself is there
        _sync(path.parent)


def _sync(path: Path) -> None:
    """Make what was written last: a file, or in a folder its names.

    Without the latter a feed may survive a power cut that its newest file does not.
    """
    number = os.open(path, os.O_RDONLY)
    try:
        os.fsync(number)
    finally:
        os.close(number)


def trouble(exc: OSError) -> tuple[str, str]:
    """Cause and way out of a refused write, in words a user understands."""
    other = (exc.strerror or str(exc), "name another file, or mend the disk")
    return _TROUBLES.get(exc.errno or 0, other)
