"""The one who reads a script: plans it, has its utterances spoken, and puts their silences right."""

from __future__ import annotations

import logging
from collections import deque
from concurrent.futures import Future
from contextlib import AbstractContextManager
from functools import partial
from typing import TYPE_CHECKING, NamedTuple

from podcaster.model import Pauses, Speech
from podcaster.speech.cache import address_of, origin_of
from podcaster.speech.casting import cast_script
from podcaster.speech.clauses import split_clauses
from podcaster.speech.marks import plain
from podcaster.speech.pacing import joined, paced
from podcaster.speech.planning import plan
from podcaster.speech.registry import engine_class, load_engine
from podcaster.speech.task import Task
from podcaster.speech.workers import Here
from podcaster.voices import compose, load_voice

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence

    from podcaster.model import Script, Segment, Style
    from podcaster.speech.cache import SpeechCache
    from podcaster.speech.engine import Engine, Sound
    from podcaster.speech.planning import Utterance
    from podcaster.speech.workers import Workers
    from podcaster.voices import Voice

_ANNOUNCED = 2
"""Scripts; of those that never come, the older one is forgotten."""

_log = logging.getLogger(__name__)


class _Take(NamedTuple):
    """A part of an utterance, and the sound that it will have."""

    text: str
    address: str
    sound: Future[Sound]


class _Coming(NamedTuple):
    """A script that was announced, and what of it nobody has begun with."""

    script: Script
    utterances: Iterator[Utterance]

    def is_of(self, script: Script) -> bool:
        """Whether it is the one that is spoken now, if its people were given other parts by then."""
        return (self.script.url, self.script.title) == (script.url, script.title)


class Narrator(AbstractContextManager["Narrator"]):
    """Reads scripts with a voice, and with the other voices that it names for somebody else's words.

    Engines are loaded when they are first needed and kept: use one narrator for many scripts, one after
    the other, and close it (or use it in a ``with``) if it was given workers.
    """

    def __init__(
        self,
        voice: Voice,
        load: Callable[[Voice], Engine] = load_engine,
        *,
        speed: float = 1.0,
        pauses: Pauses = Pauses(),  # noqa: B008  (frozen)
        pronounce: Callable[..., str] | None = None,
        cache: SpeechCache | None = None,
        workers: Workers | None = None,
    ) -> None:
        """Cast the voices; raises VoiceError or ConfigError where one of them is not to be found.

        ``speed`` is the listener's, a factor of everything; the pitch stays. ``pronounce(text, ipa=…)``
        gives a text as it is told to an engine, with IPA where that takes it. What lies in ``cache`` is
        not spoken again, and an engine that has nothing to say is not loaded. Without ``workers`` the
        engines speak here, by ``load``; with them, others speak ahead of what is listened to.
        """
        self.voice = voice
        self._speed = speed
        self._pauses = pauses
        self._pronounce = pronounce or _as_written
        self._cache = cache
        here = Here(load)
        self._workers: Workers = workers or here
        self._class_of: Callable[[Voice], type[Engine]] = (
            engine_class if workers or load is load_engine else lambda voice: type(here.engine(voice))
        )
        self._others = {name: load_voice(name) for name in voice.other_voices()}
        self._origins: dict[Voice, str] = {}
        self._coming: deque[_Coming] = deque(maxlen=_ANNOUNCED)
        self._foretold: dict[str, Future[Sound]] = {}
        """What of the scripts to come is under way already, by its address."""

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """Dismiss the workers; what is still under way is dropped."""
        self._workers.close()

    def speak(self, script: Script) -> Iterator[Speech]:
        """Every word of the script once and in order, an utterance at a time.

        Workers are ahead by as many utterances as their window holds, and no more: memory does not grow
        with the script. People who have no style of the palette yet are given one (``cast_script``).
        Raises SpeechError where an utterance comes out empty, silent or absurdly short.
        """
        known, self._foretold = self._foretold, {}
        while any(coming.is_of(script) for coming in tuple(self._coming)):
            self._coming.popleft()
        held: deque[tuple[Utterance, list[_Take]]] = deque()
        window = self._workers.window
        try:
            for utterance in self._plan(script):
                held.append((utterance, self._give(utterance, known)))
                if len(held) >= window:
                    yield self._listen(*held.popleft(), known)
            while held:
                self._go_on(window - len(held))
                yield self._listen(*held.popleft(), known)
            self._go_on(window)
            if self._cache:
                _log.info("spoken before: %d pieces; anew: %d", self._cache.hits, self._cache.misses)
        finally:
            for future in known.values():
                future.cancel()

    @property
    def is_ahead(self) -> bool:
        """Whether others speak ahead of what is listened to."""
        return self._workers.window > 1

    def announce(self, script: Script) -> None:
        """Tell which script comes next: workers that have nothing left to do begin with it.

        They do so while the last utterances of the script before are waited for, and while that is
        encoded. Nothing is lost but time where another script comes.
        """
        if self.is_ahead:
            self._coming.append(_Coming(script, self._plan(script)))

    def _plan(self, script: Script) -> Iterator[Utterance]:
        parts = {person.name: person.style for person in cast_script(script, self.voice).cast}
        return plan(
            script,
            lambda segment: self._reading(segment, parts),
            speed=self._speed,
            pauses=self._pauses,
        )

    def _reading(self, segment: Segment, parts: Mapping[str, str | None]) -> tuple[Voice, Style]:
        part = parts.get(segment.speaker) if segment.speaker else None
        name, style = self.voice.style_for(segment.role, segment.quote, part)
        if name is None:
            return self.voice, style
        other = self._others[name]
        return other, compose(other.style_for(segment.role, None)[1], style)

    def _give(self, utterance: Utterance, known: dict[str, Future[Sound]]) -> list[_Take]:
        """Have an utterance spoken, in parts where it is too long for its engine; ``known`` is under way."""
        takes = []
        for part in split_clauses(utterance.text, self._class_of(utterance.voice).max_chars):
            task = self._task(plain(part), utterance)
            told = (task.told, task.told_with_ipa)
            address = address_of(told, task.style, self._origin(task.voice))
            if address not in known:
                known[address] = self._sound(task, address)
            takes.append(_Take(part, address, known[address]))
        return takes

    def _task(self, text: str, utterance: Utterance) -> Task:
        return Task(
            text=text,
            told=self._pronounce(text, ipa=False),
            told_with_ipa=self._pronounce(text, ipa=True),
            voice=utterance.voice,
            style=utterance.style,
        )

    def _sound(self, task: Task, address: str) -> Future[Sound]:
        """What the voice makes of a text, or once made of it."""
        cache = self._cache
        if cache is None:
            return self._workers.submit(task)
        kept = cache.get(address)
        if kept is None:
            future = self._workers.submit(task)
            # at once, and not when it is listened to: a killed run has lost nothing that was spoken
            future.add_done_callback(partial(_keep, cache, address))
        else:
            future = Future()
            future.set_result(kept)
        return future

    def _listen(
        self, utterance: Utterance, takes: Sequence[_Take], known: dict[str, Future[Sound]]
    ) -> Speech:
        """Wait for an utterance, and set its silences."""
        pauses = self._pauses.scaled(1 / self._speed)
        parts = [(paced(take.sound.result(), take.text, pauses), take.text) for take in takes]
        for take in takes:
            known.pop(take.address, None)
        sound = joined(parts, pauses)
        return Speech(
            pcm=sound.pcm,
            sample_rate_hz=sound.sample_rate_hz,
            voice=_heard_as(utterance),
            gain_db=utterance.style.gain_db,
            places=utterance.places,
            pause_ms=utterance.pause_ms,
        )

    def _go_on(self, free: int) -> None:
        """Begin with the scripts that come next, as far as the window has room."""
        while len(self._foretold) < free and self._coming:
            utterance = next(self._coming[0].utterances, None)
            if utterance is None:
                self._coming.popleft()
            else:
                self._give(utterance, self._foretold)

    def _origin(self, voice: Voice) -> str:
        if voice not in self._origins:
            self._origins[voice] = origin_of(voice, self._class_of(voice))
        return self._origins[voice]


def _keep(cache: SpeechCache, address: str, future: Future[Sound]) -> None:
    if not future.cancelled() and future.exception() is None:
        cache.put(address, future.result())


def _as_written(text: str, *, ipa: bool) -> str:  # noqa: ARG001  (as german.pronounce is called)
    return text


def _heard_as(utterance: Utterance) -> str:
    """The voice's name; with another throat it is another voice to the ear, and to the loudness meter."""
    style = utterance.style
    name = f"{utterance.voice.name}, {style.speaker}" if style.speaker else utterance.voice.name
    changes = [f"{key} {value:g}" for key in ("pitch", "formants") if (value := getattr(style, key)) != 1]
    return f"{name} at {' and '.join(changes)}" if changes else name
