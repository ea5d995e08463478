"""Silences inside of an utterance: found in its sound, told apart by its marks, and set to our lengths.

Engines know commas alone: SVOX Pico is silent for 250 to 340 ms at ``, ; :`` alike, as long as at some
full stops; VITS as its recordings were, and not at all at dashes and brackets. A sentence still
goes through an engine whole, for its melody; what is too long or too short is mended afterwards.
"""

from __future__ import annotations

import re
import sys
from array import array
from typing import TYPE_CHECKING, NamedTuple

from podcaster.speech.engine import Sound
from podcaster.speech.marks import CLOSING, DASH, ELLIPSIS, OPENING

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from podcaster.model import Pauses

_WINDOW_MS = 10
_STRIDE = 3  # of speech, every third sample shows the peak as well as all do
# Of the loudest sample: VITS breathes at -45 dB, and the f of "fort" is at -46
_SILENCE_DB = -48.0
# The stop of a t or a k is silent for 40 to 80 ms
_SHORTEST_MS = 110
_ASIDE_GAIN = 0.8  # -2 dB: what stands in brackets is said lower (Wichmann, Intonation in Text and Discourse)

_MARK = re.compile(rf"[,;:.!?{DASH}{ELLIPSIS}{OPENING}{CLOSING}]+(?=\s+\S)")
_LETTERS_OF_A_LETTER = 4
"""S P D: a letter by its name takes as long as four in a word."""
_WORD = re.compile(r"[^\W_]+")

# What a silence may cost that is no mark's, and a mark without a silence, in seconds of misplacement.
_STRAY_S, _UNHEARD_S = 0.5, 0.5


class _Mark(NamedTuple):
    """A mark inside of a text, and how much of the text is said before it, 0 to 1."""

    sign: str
    share: float
    pause_ms: int


class Silence(NamedTuple):
    """Where nothing is heard, in samples."""

    start: int
    end: int


def paced(sound: Sound, text: str, pauses: Pauses) -> Sound:
    """The sound of ``text`` with each mark's own silence; no silence is longer than a comma's else.

    What stands in brackets is said a little lower. Ends of the sound stay as they are.
    """
    samples = samples_of(sound.pcm)
    found = [gap for gap in silences(samples, sound.sample_rate_hz) if gap.start and gap.end < len(samples)]
    if not found:
        return sound
    marks = _marks(text, pauses)
    signs = _told_apart(marks, found, len(samples), sound.sample_rate_hz)
    pieces: list[array[int]] = []
    done, is_aside = 0, False
    for gap, mark in zip(found, signs, strict=True):
        half = (gap.end - gap.start) // 2
        wanted = _wanted_ms(gap, mark, pauses, sound.sample_rate_hz) * sound.sample_rate_hz // 1000
        kept = min(half, wanted // 2)
        pieces += (
            _lowered(samples[done : gap.start + kept], is_aside=is_aside),
            array("h", bytes(2 * max(0, wanted - 2 * kept))),
        )
        done = gap.end - kept
        is_aside = _is_aside(mark.sign if mark else "", before=is_aside)
    pieces.append(_lowered(samples[done:], is_aside=is_aside))
    return Sound(_pcm(pieces), sound.sample_rate_hz)


def joined(parts: Sequence[tuple[Sound, str]], pauses: Pauses) -> Sound:
    """Parts of one sentence as one sound, each mark at a part's end with its own silence."""
    rate = parts[0][0].sample_rate_hz
    pieces = []
    for at, (sound, text) in enumerate(parts):
        samples = samples_of(sound.pcm)
        gaps = silences(samples, rate)
        start = gaps[0].end if at and gaps and gaps[0].start == 0 else 0
        last = at == len(parts) - 1
        end = gaps[-1].start if not last and gaps and gaps[-1].end == len(samples) else len(samples)
        pieces.append(samples[start:end])
        if not last:
            pieces.append(array("h", bytes(2 * (_pause_ms(text[-1:], pauses) * rate // 1000))))
    return Sound(_pcm(pieces), rate)


def _pause_ms(sign: str, pauses: Pauses) -> int:
    return {
        ";": pauses.semicolon_ms,
        ":": pauses.colon_ms,
        DASH: pauses.dash_ms,
        OPENING: pauses.bracket_ms,
        CLOSING: pauses.bracket_ms,
        ELLIPSIS: pauses.ellipsis_ms,
        ".": pauses.sentence_ms,
        "!": pauses.sentence_ms,
        "?": pauses.sentence_ms,
    }.get(sign, pauses.comma_ms)


def _marks(text: str, pauses: Pauses) -> list[_Mark]:
    marks, said, done = [], 0, 0
    for match in _MARK.finditer(text):
        said += _length(text[done : match.start()])
        done = match.end()
        sign = match[0][0]
        # Nein! sagte er: no new sentence
        goes_on = sign in ".!?" and text[match.end() :].lstrip()[:1].islower()
        marks.append((sign, said, pauses.colon_ms if goes_on else _pause_ms(sign, pauses)))
    whole = max(1, said + _length(text[done:]))
    return [_Mark(sign, said / whole, pause_ms) for sign, said, pause_ms in marks]


def _length(text: str) -> int:
    """How long a text takes, in letters."""
    return sum(_LETTERS_OF_A_LETTER if len(word) == 1 else len(word) for word in _WORD.findall(text))


def _told_apart(
    marks: Sequence[_Mark], found: Sequence[Silence], size: int, sample_rate_hz: int
) -> list[_Mark | None]:
    """The mark of each silence, in order: those that lie nearest to where their marks are said."""
    quiet = sum(gap.end - gap.start for gap in found)
    voiced = max(1, size - quiet)
    shares, before = [], 0
    for gap in found:
        shares.append((gap.start - before) / voiced)
        before += gap.end - gap.start
    seconds = voiced / sample_rate_hz
    # costs[i][j]: the first i silences and j marks, and whether the last pair belongs together
    costs = [[(j * _UNHEARD_S, "unheard") for j in range(len(marks) + 1)]]
    for i, share in enumerate(shares, start=1):
        row = [(i * _STRAY_S, "stray")]
        for j, mark in enumerate(marks, start=1):
            row.append(
                min(
                    (costs[i - 1][j - 1][0] + abs(share - mark.share) * seconds, "pair"),
                    (costs[i - 1][j][0] + _STRAY_S, "stray"),
                    (row[j - 1][0] + _UNHEARD_S, "unheard"),
                )
            )
        costs.append(row)
    told: list[_Mark | None] = [None] * len(found)
    i, j = len(found), len(marks)
    while i and j:
        step = costs[i][j][1]
        if step == "pair":
            told[i - 1] = marks[j - 1]
        i, j = i - (step != "unheard"), j - (step != "stray")
    return told


def _wanted_ms(gap: Silence, mark: _Mark | None, pauses: Pauses, sample_rate_hz: int) -> int:
    if mark is not None and mark.sign != ",":
        return mark.pause_ms
    return min((gap.end - gap.start) * 1000 // sample_rate_hz, pauses.comma_ms)


def _is_aside(sign: str, *, before: bool) -> bool:
    return sign == OPENING or (before and sign not in {CLOSING, DASH, ELLIPSIS})


def _lowered(samples: array[int], *, is_aside: bool) -> array[int]:
    return array("h", (int(sample * _ASIDE_GAIN) for sample in samples)) if is_aside else samples


def silences(samples: array[int], sample_rate_hz: int) -> list[Silence]:
    """Silences long enough to be heard as pauses, those at both ends too."""
    loudest = max(max(samples, default=0), -min(samples, default=0))
    limit = loudest * 10 ** (_SILENCE_DB / 20)
    window = max(1, sample_rate_hz * _WINDOW_MS // 1000)
    found: list[Silence] = []
    start: int | None = None
    for at in range(0, len(samples), window):
        here = samples[at : at + window : _STRIDE]
        if max(here) <= limit and min(here) >= -limit:
            start = at if start is None else start
        elif start is not None:
            found.append(Silence(start, at))
            start = None
    if start is not None:
        found.append(Silence(start, len(samples)))
    shortest = sample_rate_hz * _SHORTEST_MS // 1000
    return [gap for gap in found if gap.end - gap.start >= shortest]


def samples_of(pcm: bytes) -> array[int]:
    """16-bit little-endian PCM as numbers."""
    samples = array("h", pcm)
    if sys.byteorder == "big":
        samples.byteswap()
    return samples


def _pcm(pieces: Iterable[array[int]]) -> bytes:
    if sys.byteorder == "big":
        pieces = list(pieces)
        for piece in pieces:
            piece.byteswap()
    return b"".join(piece.tobytes() for piece in pieces)
