"""Stand-ins that behave like the real thing, quickly."""

import math
from array import array
from dataclasses import replace
from datetime import datetime, timedelta, timezone

from podcaster.model import Article, Block, Chapter, Episode, Script, Segment, Sentence, Show, Style
from podcaster.speech import Sound
from podcaster.voices import Voice

SAMPLE_RATE_HZ = 16_000
MS_PER_LETTER = 60

SHOW = Show(
    title="Kaffee & Kuchen",
    description="Artikel zum Hören <für> den Morgen ☕",
    author="Ada Brandt",
    language="de",
    base_url="https://hoeren.example/morgen/",
    guid="1f0c3b1e-8f2e-4a55-9d60-4c6a1f4f7a10",
    cover_file="cover.jpg",
)
EPISODE = Episode(
    guid="5a1d9d5e-0a53-4f6f-8b57-0c37d5ad6b7e",
    slug="2026-11-03-der-wald",
    title="Der Wald, der aus der Stadt kam",
    url="https://morgenblatt.example/wald?id=7&teil=2",
    lead="Auf der Brache wachsen Birken.",
    authors=("Ada Brandt", "Jonas Reuter"),
    publisher="Morgenblatt",
    published=datetime(2026, 11, 2, 23, 30, tzinfo=timezone(timedelta(hours=1))),
    added=datetime(2026, 11, 3, 4, 0, tzinfo=timezone.utc),
    audio_file="episodes/2026-11-03-der-wald.mp3",
    audio_bytes=2_400_123,
    duration_ms=372_400,
    transcript_file="episodes/2026-11-03-der-wald.vtt",
    voice="pico",
    chapters=(Chapter(0, 9_000, "Der Wald & die Stadt"), Chapter(3_725_000, 3_800_000, "Was bleibt")),
)
BARE = replace(
    EPISODE,
    url=None,
    lead=None,
    authors=(),
    publisher=None,
    published=None,
    transcript_file=None,
    chapters=(),
)
"""Of which nothing is known that need not be."""


def voice(name="ada", **settings):
    """A voice of a fake engine."""
    given = {"engine": "fake", "model": "none", "language": "de", "licence": "CC0-1.0", "source": "-"}
    return Voice(name=name, **(given | settings))


def article(*blocks, **facts):
    """An article of these blocks, or paragraphs, about which no more is known than ``facts``."""
    unknown = dict.fromkeys(("url", "kicker", "lead", "publisher", "published"))
    made = tuple(Block("paragraph", block) if isinstance(block, str) else block for block in blocks)
    return Article(**(unknown | {"title": "Ein Titel", "authors": (), "language": "de"} | facts), blocks=made)


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
