"""Script → utterances: who says what in one breath, and how long the silence after it is."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from podcaster.model import Place, join_pieces

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from podcaster.model import Script, Segment, Style
    from podcaster.voices import Voice

SENTENCE_PAUSE_MS = 300
TURN_PAUSE_MS = 120
"""Where another voice takes over inside of a sentence."""

_LONGEST_WORD = 80
"""Letters; the longest words of German law have 67, and what is longer is no word."""

# Where a sentence may be cut, best first; a cut comes after the match.
_CUTS = tuple(
    re.compile(pattern)
    for pattern in (
        r"[.!?…;:]\s",
        r"\s[–—-]\s",
        r",\s",
        r"\s(?=(?:und|oder|aber|sondern|denn|sowie|beziehungsweise|bis|als|wie|während|nach|für|mit|von)\s)",
        r"\s",
    )
)
_STOPS = ".!?…;:,"
_DASHES = "–—- "


@dataclass(frozen=True, slots=True)
class Utterance:
    """What one voice says in one breath."""

    text: str
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


def plan(script: Script, reading: Callable[[Segment], tuple[Voice, Style]]) -> Iterator[Utterance]:
    """The utterances of a script: sentences, or the parts of one that stand in one voice and style.

    Parts of a sentence that are read alike become one utterance, for the melody of the whole; a part
    without any word goes with the one before it. Every word comes once and in order.
    """
    held: Utterance | None = None
    for piece in _pieces(script, reading):
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


def split_clauses(text: str, max_chars: int) -> list[str]:
    """Cut a text into parts of at most ``max_chars``, at the ends of clauses where there are any.

    A part that would otherwise end in the air gets a comma, for the intonation.
    """
    text = re.sub(rf"(\w{{{_LONGEST_WORD}}})(?=\w)", r"\1 ", text)
    parts = []
    while len(text) > max_chars:
        cut = _best_cut(text, max_chars - 1)
        parts.append(_ended(text[:cut].rstrip(), ","))
        text = text[cut:].lstrip()
    return [*parts, text]


def _best_cut(text: str, limit: int) -> int:
    # a stub of a few words sounds worse than a cut at a lesser place
    earliest = limit // 4
    for cuts in _CUTS:
        ends = [match.end() for match in cuts.finditer(text, 0, limit) if match.end() >= earliest]
        if ends:
            return ends[-1]
    return limit


def _pieces(script: Script, reading: Callable[[Segment], tuple[Voice, Style]]) -> Iterator[Utterance]:
    for at, segment in enumerate(script.segments):
        voice, style = reading(segment)
        last = len(segment.sentences) - 1
        for number, sentence in enumerate(segment.sentences):
            goes_on = number == last and segment.pause_ms == 0
            pause_ms = SENTENCE_PAUSE_MS if number < last else segment.pause_ms
            yield Utterance(
                text=sentence.spoken,
                voice=voice,
                style=style,
                places=(Place(at, number),),
                pause_ms=TURN_PAUSE_MS if goes_on else pause_ms,
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
    return replace(utterance, text=_ended(text, "," if utterance.goes_on else "."))


def _tidy(text: str) -> str:
    """Take away the punctuation that a cut left behind: ``, sagte er.`` and ``Nein!, sagte er.``."""
    text = " ".join(text.split()).lstrip(f"{_STOPS}{_DASHES}").rstrip(_DASHES)
    text = re.sub(r"([.!?…])[,;:]", r"\1", text)
    return re.sub(r"([.!?…;:,])[\s.!?…;:,]+$", r"\1", text)


def _ended(text: str, mark: str) -> str:
    """Close with a mark what has none: neural voices swallow the end of a text without one."""
    return text if text.endswith(tuple(_STOPS)) else f"{text}{mark}"
