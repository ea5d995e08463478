"""A text that is to be spoken, wherever an engine is: here, in another process, on another machine."""

from __future__ import annotations

import logging
from dataclasses import dataclass
from typing import TYPE_CHECKING

from podcaster.errors import SpeechError
from podcaster.speech.engine import Sound, quoted
from podcaster.speech.pacing import samples_of

if TYPE_CHECKING:
    from podcaster.model import Style
    from podcaster.speech.engine import Engine
    from podcaster.voices import Voice

# A hasty reader needs 50 ms for a letter; what an engine leaves out is shorter than any reading.
SHORTEST_MS_PER_LETTER = 25
# From lowest to highest sample, of 65,535; engines give about 40 for letters they do not know, and
# thousands for a whisper.
SILENCE_SWING = 300
# Of speech, every seventh sample shows the peak as well as all do.
_STRIDE = 7

OTHER_WORDS = "take another --voice, or respell it in the lexicon"
"""The way out where a voice cannot say something."""

_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Task:
    """A sentence, or a part of one, in one voice and style."""

    text: str
    """As the listener hears it; what errors name."""
    told: str
    """As engines are told it, all in letters."""
    told_with_ipa: str
    """As those are told it that take IPA: only the loaded engine knows."""
    voice: Voice
    style: Style


def perform(task: Task, engine: Engine) -> Sound:
    """Let an engine speak, and listen to what comes; what is no speech is tried once more.

    Raises SpeechError where it comes out empty, silent or absurdly short, or the memory is too small.
    """
    try:
        return _heard(task, engine)
    except SpeechError as exc:  # a model may stumble once; what it cannot say, it cannot say twice
        _log.info("%s; once more", exc)
        return _heard(task, engine)


def _heard(task: Task, engine: Engine) -> Sound:
    told = task.told_with_ipa if getattr(engine, "takes_ipa", False) else task.told
    try:
        sound = Sound(*engine.speak(told, task.style))
    except MemoryError as exc:
        cause = f"{task.voice.subject} has too little memory for it"
        raise SpeechError(quoted(task.text), cause, "close other programs, or take another voice") from exc
    if fault := _fault(sound, task):
        raise SpeechError(quoted(task.text), f"{task.voice.subject} {fault}", OTHER_WORDS)
    return sound


def _fault(sound: Sound, task: Task) -> str | None:
    samples = samples_of(sound.pcm)
    heard = samples[::_STRIDE]
    if not heard or max(heard) - min(heard) < SILENCE_SWING:
        return "gave silence for it"
    duration_ms = len(samples) / sound.sample_rate_hz * 1000
    letters = sum(character.isalnum() for character in task.text)
    if duration_ms < letters * SHORTEST_MS_PER_LETTER / task.style.speed:
        return f"gave only {duration_ms:.0f} ms of sound for {letters} letters"
    return None
