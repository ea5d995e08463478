"""``python -m podcaster`` and the console script."""

from __future__ import annotations

import os
import signal
import sys
from typing import TYPE_CHECKING, NoReturn

if TYPE_CHECKING:
    from types import FrameType

_INTERRUPTED = 130  # 128 + SIGINT, as shells count
_TOLD = "podcaster: interrupted\n"


def main() -> NoReturn:
    """Run the command line, which Ctrl-C ends in one line while it is still being loaded, too."""
    asked = signal.getsignal(signal.SIGINT)
    if asked is signal.default_int_handler:  # a shell's background jobs ignore it, and go on doing so
        signal.signal(signal.SIGINT, _leave)
    from podcaster.cli import main as run  # noqa: PLC0415

    try:
        signal.signal(signal.SIGINT, asked)
        run()
    except KeyboardInterrupt:  # before typer listens
        sys.stderr.write(_TOLD)
        sys.exit(_INTERRUPTED)


def _leave(_number: int, _frame: FrameType | None) -> NoReturn:
    """End at once: an exception amid imports may get lost, and there is nothing yet to tidy up."""
    os.write(2, _TOLD.encode())
    os._exit(_INTERRUPTED)


if __name__ == "__main__":
    main()
