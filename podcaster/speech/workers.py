"""Where texts are spoken: in this process, or in others that load a model once and keep it.

All of them take a ``Task`` and give a ``concurrent.futures.Future`` of its ``Sound``; the same task
gives the same sound with each of them.
"""

from __future__ import annotations

import logging
import os
import signal
import subprocess
import sys
import threading
import traceback
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import AbstractContextManager, nullcontext, redirect_stdout, suppress
from multiprocessing import Pipe
from pathlib import Path
from typing import TYPE_CHECKING, Any, ClassVar, Protocol

from podcaster.errors import PodcasterError, SpeechError
from podcaster.speech.engine import quoted
from podcaster.speech.registry import engine_class, load_engine
from podcaster.speech.task import OTHER_WORDS, perform

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from multiprocessing.connection import Connection

    from podcaster.speech.engine import Engine, Sound
    from podcaster.speech.task import Task
    from podcaster.voices import Voice

WINDOW_PER_WORKER = 4
"""Texts that are given away ahead of the one that is waited for: a long one keeps nobody idle."""

_ATTEMPTS = 2
_LONGEST_S = 900
"""For one text, and the model before the first; no neural voice takes a hundredth of it."""

# The memory of a process is not ours to tell elsewhere than on Linux.
_MEMORY_FILE = Path("/proc/meminfo")
# Where a driver of Nvidia's or AMD's shows that there is one; its memory is not divided among processes.
_GPUS = (Path("/dev/nvidiactl"), Path("/dev/kfd"))
_FIRST_TO_GO = "500"
"""For the kernel that runs out of memory: rather a worker, which can be had anew, than the run."""

_CHILD = """
import sys
from multiprocessing.connection import Connection
given = Connection(int(sys.argv[1]))
sys.path[:] = given.recv()
from podcaster.speech.workers import serve
serve(given)
"""


class Workers(Protocol):
    """Those who speak."""

    @property
    def window(self) -> int:
        """How many texts may be under way at a time, waiting, being spoken or not yet taken."""

    def submit(self, task: Task) -> Future[Sound]:
        """Have a text spoken; the future raises SpeechError or VoiceError where that cannot be."""

    def close(self) -> None:
        """Dismiss them; what is being spoken is dropped."""


class Here:
    """Speaks in this process, and at once; an engine speaks one text at a time unless it may do more."""

    window: ClassVar[int] = 1

    def __init__(self, load: Callable[[Voice], Engine] = load_engine) -> None:
        self._load = load
        self._engines: dict[Voice, tuple[Engine, AbstractContextManager[object]]] = {}
        self._loading = threading.Lock()

    def engine(self, voice: Voice) -> Engine:
        """The voice's engine, loaded when it is first asked for."""
        return self._ready(voice)[0]

    def speak(self, task: Task) -> Sound:
        """As ``submit``, without a future; for any number of threads."""
        engine, turn = self._ready(task.voice)
        with turn:
            return perform(task, engine)

    def submit(self, task: Task) -> Future[Sound]:
        """Speak it now: the future is there already when it is given."""
        future: Future[Sound] = Future()
        try:
            future.set_result(self.speak(task))
        except Exception as exc:  # noqa: BLE001  (raised again where the future is asked)
            future.set_exception(exc)
        return future

    def close(self) -> None:
        """Let the models go."""
        self._engines.clear()

    def _ready(self, voice: Voice) -> tuple[Engine, AbstractContextManager[object]]:
        with self._loading:
            if voice not in self._engines:
                engine = self._load(voice)
                turn = nullcontext() if hasattr(engine, "workers") else threading.Lock()
                self._engines[voice] = engine, turn
            return self._engines[voice]


class Threads:
    """Threads of this process that share the models of engines which take several texts at a time."""

    def __init__(self, count: int, load: Callable[[Voice], Engine] = load_engine) -> None:
        self._here = Here(load)
        self._count = count
        self._pool = ThreadPoolExecutor(count, thread_name_prefix="speech")

    @property
    def window(self) -> int:
        """Some for each thread."""
        return WINDOW_PER_WORKER * self._count

    def submit(self, task: Task) -> Future[Sound]:
        """Have the next idle thread speak it."""
        return self._pool.submit(self._here.speak, task)

    def close(self) -> None:
        """Begin nothing more; what is being spoken is finished."""
        self._pool.shutdown(wait=False, cancel_futures=True)


class Crew:
    """Processes that speak side by side, each started when there is work for it.

    A process that dies, hangs or is killed for want of memory is replaced, and its text spoken once
    more; the second time it is a SpeechError. None of them outlives this one, even when it is killed.
    """

    def __init__(self, count: int) -> None:
        self._count = count
        self._pool = ThreadPoolExecutor(count, thread_name_prefix="speech")
        self._mine = threading.local()
        self._members: set[_Member] = set()
        self._is_closed = False

    @property
    def window(self) -> int:
        """Some for each process."""
        return WINDOW_PER_WORKER * self._count

    def submit(self, task: Task) -> Future[Sound]:
        """Have the next idle process speak it."""
        return self._pool.submit(self._ask, task)

    def close(self) -> None:
        """End all of them."""
        self._is_closed = True
        self._pool.shutdown(wait=False, cancel_futures=True)
        for member in list(self._members):
            member.end()

    def _ask(self, task: Task) -> Sound:
        cause = "was dismissed"
        for _ in range(_ATTEMPTS):
            if self._is_closed:
                break
            try:
                return self._member().ask(task)
            except _LostError as exc:
                cause = str(exc)
                self._members.discard(self._mine.__dict__.pop("member", None))
        subject = f"{task.voice.subject}, in a process of its own, {cause}"
        way_out = f"free some memory, set fewer workers in [speech], or {OTHER_WORDS}"
        raise SpeechError(quoted(task.text), subject, way_out)

    def _member(self) -> _Member:
        """The process that belongs to this thread."""
        if not hasattr(self._mine, "member"):
            self._mine.member = _Member(threads=max(1, cores() // self._count))
            self._members.add(self._mine.member)
        member: _Member = self._mine.member
        return member


class _LostError(Exception):
    """A process has died, or must."""


class _Member:
    """A process with engines in it, and the line to it."""

    def __init__(self, threads: int) -> None:
        self._line, theirs = Pipe()
        try:
            with theirs:
                # not by multiprocessing, which would import the user's own script once more
                self._process = subprocess.Popen(
                    [sys.executable, "-c", _CHILD, str(theirs.fileno())],
                    pass_fds=(theirs.fileno(),),
                    stdin=subprocess.DEVNULL,
                    stdout=subprocess.DEVNULL,
                    env={"OMP_NUM_THREADS": str(threads), **os.environ},
                    start_new_session=True,  # Ctrl-C is ours to answer
                )
            self._line.send(sys.path)
            self._line.send(logging.getLogger("podcaster").getEffectiveLevel())
        except OSError as exc:
            told = f"cannot be started: {exc.strerror or exc}"
            raise _LostError(told) from exc

    def ask(self, task: Task) -> Sound:
        """Have a text spoken; raises what it raised there, and _LostError where nothing can come."""
        try:
            self._line.send(task)
            if not self._line.poll(_LONGEST_S):
                self.end()
                told = f"gave no answer in {_LONGEST_S // 60} minutes"
                raise _LostError(told)
            answer = self._line.recv()
        except (EOFError, OSError) as exc:
            self.end()
            raise _LostError(self._how_it_ended()) from exc
        if isinstance(answer, BaseException):
            raise answer
        sound: Sound = answer
        return sound

    def end(self) -> None:
        """Kill it, whatever it is at."""
        if self._process.poll() is None:
            self._process.kill()
        self._process.wait()

    def __del__(self) -> None:
        self._line.close()  # at which it ends by itself

    def _how_it_ended(self) -> str:
        code = self._process.returncode
        if code == -signal.SIGKILL:
            return "was killed, most likely for want of memory"
        if code < 0:
            return f"crashed ({signal.Signals(-code).name})"
        return f"ended with code {code}"


def serve(line: Connection) -> None:
    """Speak what comes over the line, until it is closed; the whole life of a process of a crew."""
    with suppress(OSError):
        Path("/proc/self/oom_score_adj").write_text(_FIRST_TO_GO, encoding="ascii")
    logging.basicConfig(level=logging.ERROR, format="podcaster: %(message)s")
    with suppress(EOFError, OSError), redirect_stdout(sys.stderr):
        logging.getLogger("podcaster").setLevel(line.recv())
        here = Here()
        while True:
            line.send(_answer(here, line.recv()))


def _answer(here: Here, task: Task) -> Any:
    """The sound, or what is to be raised on the other side: an error of ours, or a bug with its trace."""
    try:
        return here.speak(task)
    except PodcasterError as exc:
        return exc
    except Exception:  # noqa: BLE001  (a bug is loud where the run is)
        return RuntimeError(traceback.format_exc())


_elsewhere = Here()


def speak_elsewhere(task: Task) -> Sound:
    """What a process that others feed calls, such as a worker of a cluster; its engines stay loaded."""
    return _elsewhere.speak(task)


def local_workers(voices: Iterable[Voice], count: int = 0) -> Workers:
    """Those who speak these voices best on this machine; ``count`` is how many, 0 chooses.

    Quick engines speak here. An engine whose class has ``workers(voice)`` takes that many texts at a
    time, in threads. One that tells a ``worker_mb``, the memory of a process that speaks with it, is given
    as many processes as there are cores, and room for.
    """
    engines = [(engine_class(voice), voice) for voice in voices]
    needs_mb = max((getattr(engine, "worker_mb", 0) for engine, _ in engines), default=0)
    if needs_mb:
        has_gpu = any(voice.device != "cpu" for _, voice in engines) and any(map(Path.exists, _GPUS))
        fitting = 1 if has_gpu else min(cores(), max(1, _available_mb() // needs_mb))
        return Crew(count or fitting)
    threads = [engine.workers(voice) for engine, voice in engines if hasattr(engine, "workers")]
    return Threads(count or max(threads)) if threads else Here()


def cores() -> int:
    """On how many processors this process may run."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


def own_cores() -> int:
    """How many of them this process is to take: who shares a machine out, as Dask does, says it to OpenMP."""
    said = os.environ.get("OMP_NUM_THREADS", "")
    return min(cores(), int(said)) if said.isdecimal() and int(said) else cores()


def _available_mb() -> int:
    try:
        lines = _MEMORY_FILE.read_text(encoding="ascii").splitlines()
        facts = dict(line.split(":", 1) for line in lines)
        return int(facts["MemAvailable"].split()[0]) // 1000
    except (OSError, KeyError, ValueError):
        return sys.maxsize
