"""ffmpeg as a running process: found, started, fed, listened to, and never left behind."""

from __future__ import annotations

import contextlib
import errno
import os
import re
import shutil
import signal
import subprocess
import tempfile
from typing import IO, TYPE_CHECKING, Any, NamedTuple, cast

from podcaster.errors import AudioError
from podcaster.files import NO_ROOM, trouble

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

# Linux gives a pipe 64 KB, two seconds of speech; with more, the voice need not wait for ffmpeg
_PIPE_BYTES = 1 << 20
_F_SETPIPE_SZ = 1031


class Loudness(NamedTuple):
    """What ffmpeg's ``ebur128`` filter says at its end."""

    integrated_lufs: float
    """-70 or less where no 400 ms block was loud enough to count."""
    true_peak_dbtp: float | None
    """None where it was not asked for."""


def ffmpeg_exe() -> str:
    """The system's ffmpeg where there is one, else that of the imageio-ffmpeg wheel.

    Raises AudioError where there is neither.
    """
    found = shutil.which("ffmpeg")
    if found:
        return found
    try:
        import imageio_ffmpeg  # noqa: PLC0415

        return str(imageio_ffmpeg.get_ffmpeg_exe())
    except (ImportError, RuntimeError) as exc:
        way_out = "install it (apt install ffmpeg, brew install ffmpeg), or: pip install imageio-ffmpeg"
        subject = "ffmpeg"
        raise AudioError(subject, "not found", way_out) from exc


@contextlib.contextmanager
def explained(subject: str) -> Iterator[None]:
    """Tell what the system refuses as an AudioError about ``subject``, with its way out."""
    try:
        yield
    except OSError as exc:
        raise AudioError(subject, *trouble(exc)) from exc


class Ffmpeg(contextlib.AbstractContextManager["Ffmpeg"]):
    """One ffmpeg process; leaving the ``with`` block ends it, however the block is left."""

    def __init__(
        self,
        graph: Any,
        *,
        subject: str,
        stdin: int | IO[bytes] = subprocess.PIPE,
        stdout: int | IO[bytes] = subprocess.DEVNULL,
        pass_fds: Sequence[int] = (),
    ) -> None:
        import ffmpeg  # noqa: PLC0415

        self._subject = subject
        graph = graph.global_args("-hide_banner", "-nostats").overwrite_output()
        command = ffmpeg.compile(graph, cmd=ffmpeg_exe())
        self._log = tempfile.TemporaryFile()  # noqa: SIM115 - lives as long as the process
        try:
            # in a session of its own: Ctrl-C is ours to answer
            self._process: subprocess.Popen[bytes] = subprocess.Popen(
                command,
                stdin=stdin,
                stdout=stdout,
                stderr=self._log,
                pass_fds=pass_fds,
                start_new_session=True,
            )
        except OSError as exc:
            self._log.close()
            raise AudioError(
                command[0], f"cannot be started: {exc.strerror}", "install another ffmpeg"
            ) from exc
        if self._process.stdin:
            _widen(self._process.stdin)

    def __exit__(self, *_: object) -> None:
        if self._process.poll() is None:
            self._process.kill()
            self._process.wait()
        for stream in (self._process.stdin, self._process.stdout, self._log):
            if stream:
                with contextlib.suppress(OSError):
                    stream.close()

    @property
    def stdout(self) -> IO[bytes]:
        """The reading end of its output, for another process to take."""
        return cast("IO[bytes]", self._process.stdout)

    def write(self, data: bytes) -> None:
        """Feed it; raises AudioError with its own last words where it has ended before."""
        try:
            cast("IO[bytes]", self._process.stdin).write(data)
        except BrokenPipeError as exc:
            self._process.wait()
            raise self._failure() from exc

    def finish(self) -> None:
        """Close its input and wait for its end; raises AudioError where it failed."""
        if self._process.stdin:
            with contextlib.suppress(BrokenPipeError):
                self._process.stdin.close()
        if self._process.wait() != 0:
            raise self._failure()

    def finish_measuring(self) -> Loudness:
        """As ``finish``, and what the ``ebur128`` filter in its graph has measured."""
        self.finish()
        summary = self._read_log().rpartition("Summary:")[2]
        integrated = re.search(r"\bI:\s*(\S+) LUFS", summary)
        peak = re.search(r"\bPeak:\s*(\S+) dBFS", summary)
        if not integrated:
            raise self._error(cause="it gave no loudness")
        return Loudness(float(integrated[1]), float(peak[1]) if peak else None)

    def _failure(self) -> AudioError:
        log = self._read_log()
        if os.strerror(errno.ENOSPC) in log or self._process.returncode == -signal.SIGXFSZ:
            return AudioError(self._subject, *NO_ROOM)
        lines = [line.strip() for line in log.splitlines() if line.strip()]
        return self._error(cause=lines[-1] if lines else f"it ended with code {self._process.returncode}")

    def _error(self, *, cause: str) -> AudioError:
        return AudioError(self._subject, f"ffmpeg failed: {cause}", f"try another ffmpeg than {ffmpeg_exe()}")

    def _read_log(self) -> str:
        self._log.seek(0)
        return self._log.read().decode("utf-8", "replace")


def _widen(pipe: IO[bytes]) -> None:
    # refused by other systems than Linux, and where a user has used up his share
    with contextlib.suppress(ImportError, OSError):
        import fcntl  # noqa: PLC0415

        fcntl.fcntl(pipe.fileno(), _F_SETPIPE_SZ, _PIPE_BYTES)
