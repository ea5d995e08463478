"""Workers of a cluster, by Dask: as many machines as there are, each with its models loaded once.

Every worker needs podcaster with the same engines and models; models that are files lie under the same
path. Workers of one thread each (``dask worker --nthreads 1``) are kept busy: an engine speaks one
text at a time.
"""

from __future__ import annotations

import logging
from concurrent.futures import Future
from typing import TYPE_CHECKING, Any

from podcaster.errors import ConfigError, SpeechError
from podcaster.speech.engine import quoted
from podcaster.speech.task import OTHER_WORDS
from podcaster.speech.workers import WINDOW_PER_WORKER, cores, speak_elsewhere

if TYPE_CHECKING:
    from podcaster.speech.engine import Sound
    from podcaster.speech.task import Task

LOCAL = "local"
"""The address of a cluster of this machine alone, which is started."""

_CONNECT_S = 10
_TALKATIVE = ("distributed", "tornado", "asyncio")


class Cluster:
    """Speaks on the workers of a Dask scheduler, wherever they are; use it as ``workers`` of a narrator.

    What a lost worker had is spoken again by another. Raises ConfigError where no scheduler answers.
    """

    def __init__(self, address: str = LOCAL) -> None:
        subject = f"--cluster {address}"
        try:
            from distributed import Client, LocalCluster  # noqa: PLC0415
        except ImportError as exc:
            way_out = "pip install '.[cluster]' in podcaster's folder"
            raise ConfigError(subject, f"needs dask.distributed: {exc}", way_out) from exc
        self._own: Any = None
        try:
            if address == LOCAL:
                self._own = LocalCluster(
                    n_workers=cores(), threads_per_worker=1, dashboard_address=":0", silence_logs=_log_level()
                )
            self._client: Any = Client(self._own or address, timeout=_CONNECT_S, set_as_default=False)
        except (OSError, ValueError) as exc:
            way_out = "start one there with: dask scheduler; or name it as tcp://host:8786"
            raise ConfigError(subject, f"no scheduler answers: {exc}", way_out) from exc
        for name in _TALKATIVE:
            logging.getLogger(name).setLevel(_log_level())
        self._executor = self._client.get_executor(pure=False)

    @property
    def window(self) -> int:
        """Some for each thread of the workers that there are now; some where there are none yet."""
        threads = sum(self._client.nthreads().values())
        return int(WINDOW_PER_WORKER * max(1, threads))

    def submit(self, task: Task) -> Future[Sound]:
        """Have any worker speak it."""
        told: Future[Sound] = Future()
        doing = self._executor.submit(speak_elsewhere, task)

        def pass_on(_: Future[Sound]) -> None:
            if not told.set_running_or_notify_cancel():
                return
            cause = None if doing.cancelled() else doing.exception()
            if doing.cancelled() or type(cause).__module__.startswith("distributed"):
                told.set_exception(_lost(task, str(cause or "the cluster is gone")))
            elif cause is not None:
                told.set_exception(cause)
            else:
                told.set_result(doing.result())

        doing.add_done_callback(pass_on)
        told.add_done_callback(lambda _: doing.cancel())  # nothing, unless it was given up
        return told

    def close(self) -> None:
        """Leave the cluster, or end it if it is our own."""
        self._client.close()
        if self._own is not None:
            self._own.close()


def _log_level() -> int:
    """Of Dask, which tells of every worker that comes or goes: only when podcaster itself is debugged."""
    return logging.DEBUG if logging.getLogger("podcaster").isEnabledFor(logging.DEBUG) else logging.CRITICAL


def _lost(task: Task, cause: str) -> SpeechError:
    return SpeechError(
        quoted(task.text),
        f"{task.voice.subject} found no worker of the cluster that lived to say it ({cause})",
        f"look at the workers' logs, or {OTHER_WORDS}",
    )
