"""Engines that other processes load too: by the entry points that ``installed`` writes.

Each writes what it says, line by line, into the file that its voice names as model.
"""

import os
import signal
import time
from pathlib import Path

from fakes import ToneEngine, voice

from podcaster.speech import Sound

_INTO = "into "
"""So that the model is no file, which is another model whenever it is written."""


class LoggingEngine(ToneEngine):
    worker_mb = 1

    def __init__(self, voice):
        super().__init__(voice)
        self.log = Path(voice.model.removeprefix(_INTO))
        self.note(f"loaded by {os.getpid()}")

    def note(self, line):
        with self.log.open("a", encoding="utf-8") as file:
            file.write(f"{line}\n")

    def speak(self, text, style):
        self.note(text)
        return super().speak(text, style)


class SharedEngine(LoggingEngine):
    """Takes several texts at a time."""

    worker_mb = 0

    @classmethod
    def workers(cls, _voice):
        return 3


class SleepyEngine(LoggingEngine):
    """Needs 10 ms for a letter, and an hour for "ewig"."""

    def speak(self, text, style):
        time.sleep(3600 if "ewig" in text else len(text) / 100)
        return super().speak(text, style)


class CrashingEngine(LoggingEngine):
    """Is killed by the word Absturz, and by Unfall when that is said for the first time."""

    def speak(self, text, style):
        before = self.log.read_text(encoding="utf-8")
        sound = super().speak(text, style)
        if "Absturz" in text or ("Unfall" in text and "Unfall" not in before):
            os.kill(os.getpid(), signal.SIGKILL)
        return sound


class FaultyEngine(LoggingEngine):
    """Stumbles as models do: the first time, always, for want of memory, or by a bug."""

    def speak(self, text, style):
        before = self.log.read_text(encoding="utf-8")
        sound = super().speak(text, style)
        if "Fehler" in text:
            raise KeyError(text)
        if "Speicher" in text:
            raise MemoryError
        if "Stille" in text or ("Stolpern" in text and "Stolpern" not in before):
            return Sound(bytes(len(sound.pcm)), sound.sample_rate_hz)
        return sound


ENGINES = {
    "log": LoggingEngine,
    "shared": SharedEngine,
    "sleepy": SleepyEngine,
    "crashing": CrashingEngine,
    "faulty": FaultyEngine,
}


def installed(folder):
    """Write what makes these engines known where ``folder`` is on the path."""
    info = folder / "engines-1.0.dist-info"
    info.mkdir(parents=True)
    (info / "METADATA").write_text("Name: engines\nVersion: 1.0\n")
    named = "".join(f"{name} = engines:{engine.__name__}\n" for name, engine in ENGINES.items())
    (info / "entry_points.txt").write_text(f"[podcaster.engines]\n{named}")
    return folder


def voice_of(engine, log, **settings):
    """A voice of one of these engines, which writes into the file ``log``."""
    log.touch()
    return voice(engine=engine, model=f"{_INTO}{log}", **settings)


def said(log):
    """What was spoken so far, in the order of its beginning."""
    lines = log.read_text(encoding="utf-8").splitlines()
    return [line for line in lines if not line.startswith("loaded by")]


def loaded_by(log):
    """The processes that loaded the model, by number; one that loaded it twice comes twice."""
    lines = log.read_text(encoding="utf-8").splitlines()
    return [int(line.split()[-1]) for line in lines if line.startswith("loaded by")]
