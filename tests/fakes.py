"""Stand-ins that behave like the real thing, quickly."""

import math
from array import array

from podcaster.model import Script, Segment, Sentence, Style
from podcaster.speech import Sound
from podcaster.voices import Voice

SAMPLE_RATE_HZ = 16_000
MS_PER_LETTER = 60


def voice(name="ada", **settings):
    """A voice of a fake engine."""
    given = {"engine": "fake", "model": "none", "language": "de", "licence": "CC0-1.0", "source": "-"}
    return Voice(name=name, **(given | settings))


def segment(*spoken, role="body", quote=None, pause_ms=400, speaker=None):
    """A segment whose sentences stand on the page as they are spoken."""
    sentences = tuple(Sentence(text=one, spoken=one) for one in spoken)
    return Segment(role=role, sentences=sentences, quote=quote, pause_ms=pause_ms, speaker=speaker)


def script(*segments, title="Ein Titel"):
    """A script of these segments and nothing else."""
    return Script(
        url=None,
        title=title,
        kicker=None,
        lead=None,
        authors=(),
        publisher=None,
        published=None,
        language="de",
        segments=tuple(segments),
    )


class ToneEngine:
    """Hums: 60 ms for each letter, and lower or higher as the style says; notes what it was given."""

    max_chars = 120

    def __init__(self, voice=None):
        self.voice = voice
        self.said: list[tuple[str, Style]] = []

    def speak(self, text, style):
        """A tone of 200 Hz times the style's pitch."""
        self.said.append((text, style))
        samples = round(len(text) * MS_PER_LETTER * SAMPLE_RATE_HZ / 1000 / style.speed)
        period = [
            round(8000 * math.sin(2 * math.pi * 200 * style.pitch * n / SAMPLE_RATE_HZ))
            for n in range(SAMPLE_RATE_HZ // 10)
        ]
        repeated = array("h", period) * (samples // len(period) + 1)
        return Sound(repeated[:samples].tobytes(), SAMPLE_RATE_HZ)


class SilentEngine(ToneEngine):
    """Says nothing, at length."""

    def speak(self, text, style):
        """Zeros."""
        sound = super().speak(text, style)
        return Sound(bytes(len(sound.pcm)), sound.sample_rate_hz)
