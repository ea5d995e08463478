"""The one who reads a script: calls the engines of its voices, and listens to what comes."""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING

from podcaster.errors import SpeechError
from podcaster.model import Pauses, Speech
from podcaster.speech.cache import address_of, origin_of
from podcaster.speech.casting import cast_script
from podcaster.speech.clauses import split_clauses
from podcaster.speech.engine import Engine, Sound, engine_class, load_engine, quoted
from podcaster.speech.marks import plain
from podcaster.speech.pacing import joined, paced, samples_of
from podcaster.speech.planning import plan
from podcaster.voices import compose, load_voice

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    from podcaster.model import Script, Segment, Style
    from podcaster.speech.cache import SpeechCache
    from podcaster.speech.planning import Utterance
    from podcaster.voices import Voice

# A hasty reader needs 50 ms for a letter; what an engine leaves out is shorter than any reading.
SHORTEST_MS_PER_LETTER = 25
# From lowest to highest sample, of 65,535; engines give about 40 for letters they do not know, and
# thousands for a whisper.
SILENCE_SWING = 300
# Of speech, every seventh sample shows the peak as well as all do.
_STRIDE = 7
_ATTEMPTS = 2
"""A model may stumble once; what it cannot say, it cannot say twice."""

_log = logging.getLogger(__name__)


class Narrator:
    """Reads scripts with a voice, and with the other voices that it names for somebody else's words.

    Engines are loaded when they are first needed and kept: use one narrator for many scripts.
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
    ) -> None:
        """Cast the voices; raises VoiceError or ConfigError where one of them is not to be found.

        ``speed`` is the listener's, a factor of everything; the pitch stays. ``pronounce(text, ipa=…)``
        gives a text as it is told to an engine, with IPA where that takes it. What lies in ``cache`` is
        not spoken again, and an engine that has nothing to say is not loaded.
        """
        self.voice = voice
        self._speed = speed
        self._pauses = pauses
        self._load = load
        self._pronounce = pronounce or _as_written
        self._cache = cache
        self._others = {name: load_voice(name) for name in voice.other_voices()}
        self._engines: dict[Voice, Engine] = {}
        self._origins: dict[Voice, str] = {}

    def speak(self, script: Script) -> Iterator[Speech]:
        """Every word of the script once and in order, an utterance at a time.

        People who have no style of the palette yet are given one (``cast_script``).
        Raises SpeechError where an utterance comes out empty, silent or absurdly short.
        """
        parts = {person.name: person.style for person in cast_script(script, self.voice).cast}
        for utterance in plan(
            script,
            lambda segment: self._reading(segment, parts),
            speed=self._speed,
            pauses=self._pauses,
        ):
            sound = self._say(utterance)
            yield Speech(
                pcm=sound.pcm,
                sample_rate_hz=sound.sample_rate_hz,
                voice=_heard_as(utterance),
                gain_db=utterance.style.gain_db,
                places=utterance.places,
                pause_ms=utterance.pause_ms,
            )

    def _reading(self, segment: Segment, parts: Mapping[str, str | None]) -> tuple[Voice, Style]:
        part = parts.get(segment.speaker) if segment.speaker else None
        name, style = self.voice.style_for(segment.role, segment.quote, part)
        if name is None:
            return self.voice, style
        other = self._others[name]
        return other, compose(other.style_for(segment.role, None)[1], style)

    def _say(self, utterance: Utterance) -> Sound:
        max_chars = self._engine_class(utterance.voice).max_chars
        pauses = self._pauses.scaled(1 / self._speed)
        parts = [
            (paced(self._heard(plain(part), utterance), part, pauses), part)
            for part in split_clauses(utterance.text, max_chars)
        ]
        return joined(parts, pauses)

    def _heard(self, text: str, utterance: Utterance) -> Sound:
        """What an engine makes of a text, or once made of it."""
        if self._cache is None:
            return self._spoken(text, utterance)
        # whether the engine takes IPA, only the engine knows, which may not be loaded
        told = (self._pronounce(text, ipa=True), self._pronounce(text, ipa=False))
        address = address_of(told, utterance.style, self._origin(utterance.voice))
        sound = self._cache.get(address)
        if sound is None:
            sound = self._spoken(text, utterance)
            self._cache.put(address, sound)
        return sound

    def _spoken(self, text: str, utterance: Utterance) -> Sound:
        engine = self._engine(utterance.voice)
        told = self._pronounce(text, ipa=getattr(engine, "takes_ipa", False))
        fault = None
        for _ in range(_ATTEMPTS):
            sound = Sound(*engine.speak(told, utterance.style))
            fault = _fault(sound, text, utterance.style)
            if fault is None:
                return sound
            _log.info("%s %s: %s", utterance.voice.subject, fault, quoted(text))
        cause = f"{utterance.voice.subject} {fault}"
        raise SpeechError(quoted(text), cause, "take another --voice, or respell it in the lexicon")

    def _engine(self, voice: Voice) -> Engine:
        if voice not in self._engines:
            self._engines[voice] = self._load(voice)
        return self._engines[voice]

    def _engine_class(self, voice: Voice) -> type[Engine]:
        """Of a voice that is not loaded yet, unless it is loaded in a caller's own way."""
        return engine_class(voice) if self._load is load_engine else type(self._engine(voice))

    def _origin(self, voice: Voice) -> str:
        if voice not in self._origins:
            self._origins[voice] = origin_of(voice, self._engine_class(voice))
        return self._origins[voice]


def _as_written(text: str, *, ipa: bool) -> str:  # noqa: ARG001  (as german.pronounce is called)
    return text


def _heard_as(utterance: Utterance) -> str:
    """The voice's name; with another throat it is another voice to the ear, and to the loudness meter."""
    style = utterance.style
    name = f"{utterance.voice.name}, {style.speaker}" if style.speaker else utterance.voice.name
    changes = [f"{key} {value:g}" for key in ("pitch", "formants") if (value := getattr(style, key)) != 1]
    return f"{name} at {' and '.join(changes)}" if changes else name


def _fault(sound: Sound, text: str, style: Style) -> str | None:
    samples = samples_of(sound.pcm)
    heard = samples[::_STRIDE]
    if not heard or max(heard) - min(heard) < SILENCE_SWING:
        return "gave silence for it"
    duration_ms = len(samples) / sound.sample_rate_hz * 1000
    letters = sum(character.isalnum() for character in text)
    if duration_ms < letters * SHORTEST_MS_PER_LETTER / style.speed:
        return f"gave only {duration_ms:.0f} ms of sound for {letters} letters"
    return None
