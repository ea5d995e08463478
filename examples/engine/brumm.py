"""A complete engine for podcaster, in one file: it hums a tone for every letter.

What podcaster does by itself: numbers into words, long sentences into parts, pauses, loudness, the cache,
the order, other voices for quotations.
"""

from __future__ import annotations

import math
from array import array
from typing import TYPE_CHECKING

from podcaster.errors import SpeechError, VoiceError
from podcaster.speech import Sound

if TYPE_CHECKING:
    from podcaster.model import Style
    from podcaster.voices import Voice

SAMPLE_RATE_HZ = 16_000
MS_PER_LETTER = 60
VOLUME = 8000


class BrummEngine:
    """One voice, its model loaded; podcaster asks it for one text after the other."""

    # The longest text for one call; longer sentences come in parts.
    max_chars = 200

    # All below may be missing. Counted up when the engine's sound changes: the cache then forgets it.
    sound_version = 1

    def __init__(self, voice: Voice) -> None:
        """Load the model; raise VoiceError, with the way out, where it is missing or broken."""
        try:
            self._pitch_hz = float(voice.model)
        except ValueError as exc:
            cause = f"its model is '{voice.model}', which is no number"
            raise VoiceError(voice.subject, cause, "give the Hertz of its hum") from exc

    @classmethod
    def workers(cls, _voice: Voice) -> int:
        """How many texts may be spoken at a time, in threads. Without this it is one after the other."""
        return 2

    def speak(self, text: str, style: Style) -> Sound:
        """The text as 16-bit mono, in the style's speed and pitch; the same for the same text."""
        samples = array("h")
        step = 2 * math.pi * self._pitch_hz * style.pitch / SAMPLE_RATE_HZ
        for letter in text:
            count = round(MS_PER_LETTER * SAMPLE_RATE_HZ / 1000 / style.speed)
            loudness = VOLUME if letter.isalpha() else 0
            start = len(samples)
            samples.extend(round(loudness * math.sin(step * (start + at))) for at in range(count))
        if not any(samples):
            raise SpeechError(text[:60], "there is no letter in it", "take it out")
        return Sound(samples.tobytes(), SAMPLE_RATE_HZ)

    # Also known: ``download(voice)``, a class method that fetches the model for ``podcaster voices
    # download``; ``identity(voice)``, what else the sound depends on; ``worker_mb``, for engines that want
    # processes in place of threads; and ``takes_ipa = True`` for those that read ``Herr [tʁamp] sagte``.
