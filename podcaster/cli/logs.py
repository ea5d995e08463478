"""The show's log: what each night did, for whoever asks afterwards."""

from __future__ import annotations

import logging
from contextlib import contextmanager, suppress
from logging.handlers import RotatingFileHandler
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

LOG_FILE = "logs/nightly.log"
_MOST_BYTES = 1_000_000
_OLDER_FILES = 5
_ours = logging.getLogger("podcaster")


@contextmanager
def keeping_log(root: Path) -> Iterator[None]:
    """Write what is done to the show's log, whatever is told on the terminal; six files of 1 MB at most.

    A log that cannot be written is warned of, and stops nothing.
    """
    path = root / LOG_FILE
    try:
        path.parent.mkdir(exist_ok=True)
        log = _LogFile(
            path, maxBytes=_MOST_BYTES, backupCount=_OLDER_FILES, encoding="utf-8", errors="replace"
        )
    except OSError as exc:
        _ours.warning("%s: no log is kept (%s)", path, exc.strerror or exc)
        yield
        return
    log.setFormatter(logging.Formatter("%(asctime)s %(levelname)s %(message)s"))
    level = _ours.level
    told = _OnlyTold(level)
    terminals = list(logging.getLogger().handlers)
    for terminal in terminals:
        terminal.addFilter(told)
    _ours.addHandler(log)
    _ours.setLevel(min(level or logging.INFO, logging.INFO))
    try:
        yield
    finally:
        _ours.setLevel(level)
        _ours.removeHandler(log)
        for terminal in terminals:
            terminal.removeFilter(told)
        with suppress(OSError):  # what is left to write, on a full disk
            log.close()


class _LogFile(RotatingFileHandler):
    """A full disk silences the log, and nothing else."""

    def handleError(self, record: logging.LogRecord) -> None:  # noqa: N802  as logging calls it
        pass


class _OnlyTold(logging.Filter):
    """On the terminal, of ours, only what would be told there without a log."""

    def __init__(self, level: int) -> None:
        super().__init__()
        self._level = level

    def filter(self, record: logging.LogRecord) -> bool:
        return record.levelno >= self._level or not record.name.startswith("podcaster")
