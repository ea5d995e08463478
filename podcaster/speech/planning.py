"""Script → utterances: who says what in one breath, and how long the silence after it is."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from podcaster.model import Pauses, Place, join_pieces
from podcaster.speech.clauses import STOPS, ended
from podcaster.speech.letters import tell_plurals
from podcaster.speech.marks import marked

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from podcaster.model import Script, Segment, Style
    from podcaster.voices import Voice

_DASHES = "–—- "


@dataclass(frozen=True, slots=True)
class Utterance:
    """What one voice says in one breath."""

    text: str
    """What is said, with the marks of the page that tell silences apart; ``plain`` is for engines."""
    voice: Voice
    style: Style
    places: tuple[Place, ...]
    pause_ms: int
    goes_on: bool = False
    """The sentence is not over: the next utterance continues it."""

    @property
    def is_mute(self) -> bool:
        """Holds nothing that could be said."""
        return not any(character.isalnum() for character in self.text)


def plan(
    script: Script,
    reading: Callable[[Segment], tuple[Voice, Style]],
    *,
    speed: float = 1.0,
    pauses: Pauses = Pauses(),  # noqa: B008  (frozen)
) -> Iterator[Utterance]:
    """The utterances of a script: sentences, or the parts of one that stand in one voice and style.

    Parts of a sentence that are read alike become one utterance, for the melody of the whole; a part
    without any word goes with the one before it. Every word comes once and in order. ``speed`` is the
    listener's: a factor of everything, silences too.
    """
    for utterance in _joined(script, _pieces(script, reading, pauses)):
        yield replace(
            utterance,
            style=replace(utterance.style, speed=round(utterance.style.speed * speed, 4)),
            pause_ms=round(utterance.pause_ms / speed),
        )


def _joined(script: Script, pieces: Iterator[Utterance]) -> Iterator[Utterance]:
    held: Utterance | None = None
    for piece in pieces:
        if held is None:
            held = piece
        elif piece.is_mute or held.is_mute or (held.goes_on and _alike(held, piece)):
            held = _merged(held, piece)
        else:
            yield _finished(held)
            held = piece
    if held is not None and not held.is_mute:
        yield _finished(
            replace(held, goes_on=False, pause_ms=script.segments[held.places[-1].segment].pause_ms)
        )


def _pieces(
    script: Script, reading: Callable[[Segment], tuple[Voice, Style]], pauses: Pauses
) -> Iterator[Utterance]:
    for at, segment in enumerate(script.segments):
        voice, style = reading(segment)
        last = len(segment.sentences) - 1
        for number, sentence in enumerate(segment.sentences):
            goes_on = number == last and segment.pause_ms == 0
            pause_ms = pauses.sentence_ms if number < last else segment.pause_ms
            yield Utterance(
                text=tell_plurals(marked(sentence.text, sentence.spoken)),
                voice=voice,
                style=style,
                places=(Place(at, number),),
                pause_ms=pauses.turn_ms if goes_on else pause_ms,
                goes_on=goes_on,
            )


def _alike(one: Utterance, other: Utterance) -> bool:
    return one.voice == other.voice and one.style == other.style


def _merged(held: Utterance, piece: Utterance) -> Utterance:
    speaker = piece if held.is_mute else held
    return replace(
        speaker,
        text=join_pieces((held.text, piece.text)),
        places=held.places + piece.places,
        pause_ms=max(held.pause_ms, piece.pause_ms) if piece.is_mute else piece.pause_ms,
        goes_on=piece.goes_on,
    )


def _finished(utterance: Utterance) -> Utterance:
    text = _tidy(utterance.text)
    return replace(utterance, text=ended(text, "," if utterance.goes_on else "."))


def _tidy(text: str) -> str:
    """Take away the punctuation that a cut left behind: ``, sagte er.`` and ``Nein!, sagte er.``."""
    text = " ".join(text.split()).lstrip(f"{STOPS}{_DASHES}").rstrip(_DASHES)
    text = re.sub(r"([.!?…])[,;:]", r"\1", text)
    return re.sub(r"([.!?…;:,])[\s.!?…;:,]+$", r"\1", text)
