"""What all engines of VITS models share: whose voice, how long, how high, and PCM at the end."""

from __future__ import annotations

import zlib
from typing import TYPE_CHECKING, Any, ClassVar

from podcaster.errors import SpeechError, VoiceError
from podcaster.speech.engine import Sound, quoted
from podcaster.speech.stretch import resampled, stretched

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from podcaster.model import Style
    from podcaster.voices import Voice

_LOUDEST = 0.98
_HALVINGS = 20
_FULL_SCALE = 32767

# Heard by Whisper, a VITS model loses 8 words of 100 at 1.5 times its speed and 15 at twice; stretched, 5 and 8
_CLEAR_SPEED = 1.25


class VitsEngine:
    """Speaks with a VITS model, whatever computes it.

    The same text in the same style gives the same sound on the same machine.
    """

    max_chars: ClassVar[int] = 300

    _voice: Voice
    _speakers: Sequence[str]
    _sample_rate_hz: int

    def speak(self, text: str, style: Style) -> Sound:
        """The text at the model's sample rate.

        A shifted pitch is a changed throat: the model speaks slower or faster by that factor, and
        the sound is resampled back to the right speed. The formants move with it, and not alone.
        Speech that is much faster than the model's own is made so afterwards: its phonemes would
        shrink to a frame, and words get lost.
        """
        own_speed = style.speed if style.speed <= _CLEAR_SPEED else 1.0
        try:
            wave = self._wave(text, self._speaker(style), style.pitch / own_speed, zlib.crc32(text.encode()))
        except (IndexError, RuntimeError, ValueError) as exc:
            raise self._error(text, f"gave no sound for it: {exc}") from exc
        pcm = self._pcm(text, wave, style.pitch, own_speed / style.speed)
        return Sound(pcm, self._sample_rate_hz)

    def _wave(self, text: str, speaker: str | None, stretch: float, seed: int) -> Any:
        """The samples from −1 to 1, ``stretch`` times as long as the model's own reading."""
        raise NotImplementedError

    def _check_styles(self) -> None:
        """Tell a speaker whom the model has not before an hour of speech, and not within it."""
        for style in self._voice.own_styles():
            self._speaker(style)

    def _speaker(self, style: Style) -> str | None:
        """Whose voice a model of several speakers is to take; the first one's unless the style says."""
        if style.speaker is None:
            return next(iter(self._speakers), None)
        if style.speaker in self._speakers:
            return style.speaker
        known = f"it has {', '.join(self._speakers)}" if self._speakers else "take 'speaker' out"
        raise VoiceError(self._voice.subject, f"its model has no speaker '{style.speaker}'", known)

    def _pcm(self, text: str, wave: Any, pitch: float, length: float) -> bytes:
        import numpy as np  # noqa: PLC0415

        # Coqui ends every text with half a second of zeros
        samples = np.trim_zeros(np.asarray(wave, dtype=np.float64), "b")
        if not np.isfinite(samples).all():
            raise self._error(text, "gave numbers that are no sound (NaN)")
        if samples.size and pitch != 1:
            samples = resampled(samples, round(samples.size / pitch))
        samples = stretched(samples, length, self._sample_rate_hz)
        loudest = float(np.abs(samples).max(initial=0.0))
        if loudest > _LOUDEST:
            samples *= _LOUDEST / loudest
        pcm: bytes = np.rint(samples * _FULL_SCALE).astype("<i2").tobytes()
        return pcm

    def _error(self, text: str, cause: str) -> SpeechError:
        cause = f"{self._voice.subject} {cause}"
        return SpeechError(quoted(text), cause, "take another --voice, or respell it in the lexicon")


def longer(stretch: float, whole_frames: Callable[[float], float]) -> float:
    """The factor of each phoneme's length that makes the whole ``stretch`` times as long.

    ``whole_frames`` tells how long it is with a factor. VITS rounds each phoneme up to whole frames
    after its own ``length_scale``, so that twice that scale makes speech only 1.5 times as long; hence
    the search.
    """
    wanted = whole_frames(1.0) * stretch
    low, high = 0.0, stretch * 4
    for _ in range(_HALVINGS):
        scale = (low + high) / 2
        low, high = (scale, high) if whole_frames(scale) < wanted else (low, scale)
    return high
