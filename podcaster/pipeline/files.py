"""The files of a show: written whole, and refused with a StoreError."""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING

from podcaster.errors import StoreError
from podcaster.files import replacing, trouble

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path


@contextmanager
def stored(path: Path) -> Iterator[None]:
    """Tell what the system refuses as a StoreError about ``path``, with its way out."""
    try:
        yield
    except OSError as exc:
        raise StoreError(str(path), *trouble(exc)) from exc


def write_text(path: Path, text: str) -> None:
    """As write_bytes, in UTF-8."""
    write_bytes(path, text.encode("utf-8"))


def write_bytes(path: Path, data: bytes) -> None:
    """Replace ``path`` as a whole, with the folders above it; raises StoreError and keeps the old one."""
    with stored(path):
        path.parent.mkdir(parents=True, exist_ok=True)
        with replacing(path) as file:
            file.write(data)


def make_folder(path: Path) -> None:
    """Make a folder with all above it; raises StoreError."""
    with stored(path):
        path.mkdir(parents=True, exist_ok=True)
