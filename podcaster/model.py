"""The values that flow from room to room: frozen, parsed once, free of any library.

``Page → Article → Script → Speech… → Recording → Episode``, and ``Show`` beside them.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, fields
from datetime import time
from typing import TYPE_CHECKING, Literal, TypeAlias
from urllib.parse import urlsplit

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from datetime import date, datetime
    from pathlib import Path

BlockKind = Literal["paragraph", "heading", "list item", "note"]
"""A note is what we say ourselves, in place of what cannot be heard: "Tabelle ausgelassen."."""
Role = Literal["intro", "headline", "lead", "heading", "body", "outro"]
QuoteKind = Literal["direct", "partial", "term"]
Gendered = Literal["stop", "pair"]
"""``Lehrer:innen`` with the short stop, or as ``Lehrerinnen und Lehrer``."""
Gender = Literal["female", "male"]

IPA = frozenset("abdefhijklmnoprstuvwxyzæçðøŋœɐɑɒɔəɛɜɡɪɲɹɾʀʁʃʊʌʏʒʔβθχgɣʎʋ̯̩̃͜͡ãõẽˈˌː. ")
"""The signs in which the lexicon may tell how a word is said: those of German and of its neighbours."""

Lexicon: TypeAlias = "Mapping[str, str | Pronunciation]"
"""Written → how it is said."""

CLOSING = ",.;:!?)]}…%"
"""A piece that begins with one of these follows the piece before without a blank."""


def join_pieces(pieces: Iterable[str]) -> str:
    """Join pieces of one text with blanks, none before closing punctuation: ``"Ja" + ", sagte er"``."""
    text = ""
    for piece in pieces:
        if text and piece and piece[0] not in CLOSING:
            text += " "
        text += piece
    return text


_MONTHS = (
    *("Januar", "Februar", "März", "April", "Mai", "Juni"),
    *("Juli", "August", "September", "Oktober", "November", "Dezember"),
)


def day_in_words(day: date) -> str:
    """As German prints it: ``24. Juni 2024``."""
    return f"{day.day}. {_MONTHS[day.month - 1]} {day.year}"


def clock(time_ms: float) -> str:
    """As players show it: ``4:05`` or ``1:04:05``; seconds that have begun do not count."""
    minutes, seconds = divmod(int(time_ms) // 1000, 60)
    hours, minutes = divmod(minutes, 60)
    return f"{hours}:{minutes:02}:{seconds:02}" if hours else f"{minutes}:{seconds:02}"


_TIME_OF_DAY = re.compile(r"([01]?\d|2[0-3])[:.]([0-5]\d)", re.ASCII)


def time_of_day(text: str) -> time | None:
    """``06:30``, ``6:30`` or ``6.30`` → the time, or None for what is none."""
    found = _TIME_OF_DAY.fullmatch(text.strip())
    return time(int(found[1]), int(found[2])) if found else None


def counted(number: int, what: str) -> str:
    """``1 episode``, ``2 episodes``; for messages."""
    return f"{number} {what}{'s' * (number != 1)}"


def is_web_address(address: str) -> bool:
    """Whether a browser may follow it: http(s) with a host, and no port that is none."""
    try:
        parts = urlsplit(address)
        host = parts.hostname or ""
        return parts.scheme in {"http", "https"} and host.split() == [host] and (parts.port or 0) >= 0
    except ValueError:  # a bracket that never closes, a port that is none
        return False


@dataclass(frozen=True, slots=True)
class Page:
    """What came from a URL, a file or standard input, decoded but not yet read."""

    url: str | None
    """As asked for; None for a file and for standard input."""
    final_url: str | None
    """After redirects; None where there was no request."""
    content: str
    is_html: bool
    """False for plain text, such as a page copied out of a browser."""
    fetched_at: datetime


@dataclass(frozen=True, slots=True)
class Item:
    """An article as a source names it, not yet fetched."""

    url: str
    """Absolute, http(s)."""
    title: str | None = None
    published: datetime | None = None
    """Aware."""
    sections: tuple[str, ...] = ()
    """The publisher's departments or categories: ``Politik``."""
    summary: str | None = None


@dataclass(frozen=True, slots=True)
class Block:
    """One visible piece of an article's body, white space collapsed, quote marks as on the page."""

    kind: BlockKind
    text: str
    strong: bool = False
    """A paragraph all in bold, as the questions of interviews are."""


@dataclass(frozen=True, slots=True)
class LeftOut:
    """A piece of the page that is not read, and why, in words a user understands."""

    text: str
    why: str


@dataclass(frozen=True, slots=True)
class Article:
    """An article as its page gives it; the headline and the lead are not repeated in ``blocks``."""

    url: str | None
    """The canonical address where the page names one."""
    title: str
    kicker: str | None
    """The line above the headline (Dachzeile)."""
    lead: str | None
    authors: tuple[str, ...]
    publisher: str | None
    published: datetime | None
    language: str
    """BCP 47, such as ``de`` or ``de-AT``."""
    blocks: tuple[Block, ...]
    left_out: tuple[LeftOut, ...] = ()
    image_url: str | None = None
    modified: datetime | None = None
    """Where the page says that it was changed after it was published."""


@dataclass(frozen=True, slots=True)
class Pronunciation:
    """How a word is said that its letters tell wrong."""

    say: str | None = None
    """In German spelling."""
    ipa: str | None = None
    """For voices that take it; the others say ``say``, or read the word as it stands."""

    @classmethod
    def of(cls, entry: str | Pronunciation) -> Pronunciation:
        """An entry of a lexicon: a respelling, or IPA where brackets stand around it."""
        if isinstance(entry, Pronunciation):
            return entry
        if entry.startswith("[") and entry.endswith("]"):
            return cls(ipa=entry[1:-1].strip())
        return cls(say=entry)


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence, or the part of one that stands inside or outside of a quotation."""

    text: str
    """What the page says, quote marks included; for transcripts."""
    spoken: str
    """What the voice reads: words and punctuation, no digit, symbol or quote mark."""


@dataclass(frozen=True, slots=True)
class Pauses:
    """All silences, in milliseconds.

    Readers are silent for 0.2 to 1 s between sentences and 0.4 to 1.8 s between paragraphs, the slower the
    longer (Kazlauskienė and Kalašinskaitė, 2020, doi:10.15388/RESPECTUS.2019.37.42.37); audio books for
    2.5 s after a chapter's title, which is long for a news item. Between these each level is told from
    the next by at least a quarter, so that the ear knows a paragraph's end from a sentence's.
    """

    comma_ms: int = 220
    """The longest at a comma: a voice may do with less."""
    bracket_ms: int = 280
    """Before and behind what stands in brackets."""
    dash_ms: int = 320
    semicolon_ms: int = 320
    colon_ms: int = 320
    ellipsis_ms: int = 480
    turn_ms: int = 160
    """Where another voice takes over inside of a sentence."""
    sentence_ms: int = 480
    list_item_ms: int = 480
    list_ms: int = 600
    """Between a line that announces a list and its first item."""
    paragraph_ms: int = 800
    section_ms: int = 1200
    """Before a heading and before the outro."""
    heading_ms: int = 800
    kicker_ms: int = 500
    headline_ms: int = 1000
    lead_ms: int = 1000
    intro_ms: int = 800
    outro_ms: int = 1000
    """Before the next episode begins by itself."""
    article_ms: int = 1800
    """Between two articles of an edition."""

    def scaled(self, factor: float) -> Pauses:
        """All of them longer or shorter by a factor."""
        return Pauses(**{key.name: round(getattr(self, key.name) * factor) for key in fields(self)})


@dataclass(frozen=True, slots=True)
class Segment:
    """A run of sentences in one role and one mouth; a paragraph has one or more."""

    role: Role
    sentences: tuple[Sentence, ...]
    quote: QuoteKind | None = None
    """``direct``: a whole spoken clause or sentence; ``partial``: words woven into the narrator's
    sentence; ``term``: a title or a scare quote; None: the narrator's own words."""
    speaker: str | None = None
    pause_ms: int = 0
    """Silence after the segment; 0 where the sentence goes on in the next segment."""
    ends_block: bool = True
    """The last of its paragraph, heading or list item."""

    @property
    def text(self) -> str:
        """What the page says, the sentences joined."""
        return join_pieces(sentence.text for sentence in self.sentences)

    @property
    def spoken(self) -> str:
        """What the voice reads, the sentences joined."""
        return join_pieces(sentence.spoken for sentence in self.sentences)


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody whose words an article quotes."""

    name: str
    """As in ``Segment.speaker``."""
    gender: Gender | None = None
    """Only where the text or the first name shows it."""
    style: str | None = None
    """Name of the style in the voice's palette; None until it is chosen, and where the voice has none."""


@dataclass(frozen=True, slots=True)
class Part:
    """An article within an edition."""

    title: str
    segment: int
    """Where it begins in ``script.segments``."""
    url: str | None = None
    publisher: str | None = None


@dataclass(frozen=True, slots=True)
class Script:
    """An article made ready to be read aloud."""

    url: str | None
    title: str
    kicker: str | None
    lead: str | None
    authors: tuple[str, ...]
    publisher: str | None
    published: datetime | None
    language: str
    segments: tuple[Segment, ...]
    left_out: tuple[LeftOut, ...] = ()
    cast: tuple[Person, ...] = ()
    """The people among the speakers, in the order in which they first speak."""
    modified: datetime | None = None
    """Where the page says that it was changed after it was published."""
    parts: tuple[Part, ...] = ()
    """The articles of an edition; empty for one article."""


@dataclass(frozen=True, slots=True)
class Place:
    """Where a sentence stands: ``script.segments[segment].sentences[sentence]``."""

    segment: int
    sentence: int


@dataclass(frozen=True, slots=True)
class Style:
    """How a voice reads: factors of its natural speed, pitch and formants, and a gain in decibels."""

    speed: float = 1.0
    pitch: float = 1.0
    gain_db: float = 0.0
    formants: float = 1.0
    """Below 1 a larger throat: 0.85 makes a woman's voice a man's."""
    speaker: str | None = None
    """Who of a model of several speakers; None is the model's first."""


@dataclass(frozen=True, slots=True)
class Speech:
    """One utterance as sound: a sentence, or parts of one that follow each other in the same style."""

    pcm: bytes
    """16-bit little-endian mono."""
    sample_rate_hz: int
    voice: str
    """Name of the voice that spoke; loudness is measured by voice."""
    gain_db: float
    """To add after the voice was brought to the common loudness."""
    places: tuple[Place, ...]
    """The sentences that are spoken here, in order; more than one where quotations cut a sentence."""
    pause_ms: int
    """Silence to follow."""

    @property
    def duration_ms(self) -> float:
        """Length of the sound without its pause."""
        return len(self.pcm) / 2 / self.sample_rate_hz * 1000


@dataclass(frozen=True, slots=True)
class Cue:
    """When an utterance is heard in a recording, and which sentences it speaks."""

    start_ms: int
    end_ms: int
    places: tuple[Place, ...]


@dataclass(frozen=True, slots=True)
class Chapter:
    """A jump mark in an episode: headline, lead or heading, or an article of an edition."""

    start_ms: int
    end_ms: int
    title: str
    url: str | None = None
    """Of an edition's article."""


@dataclass(frozen=True, slots=True)
class Recording:
    """A finished sound file and the times of what is said in it."""

    path: Path
    duration_ms: int
    size_bytes: int
    cues: tuple[Cue, ...]
    chapters: tuple[Chapter, ...] = ()


FEED_FILE = "feed.xml"
"""Where the feed lies in ``public/``."""

MEDIA_TYPES = {
    ".html": "text/html",
    ".jpg": "image/jpeg",
    ".json": "application/json",
    ".mp3": "audio/mpeg",
    ".opml": "text/x-opml",
    ".png": "image/png",
    ".srt": "application/x-subrip",
    ".vtt": "text/vtt",
    ".xml": "application/rss+xml",
}
"""Of the files in ``public/``, by suffix: what feeds say, servers send and buckets are told."""


@dataclass(frozen=True, slots=True)
class AlsoIn:
    """Where the same text stands too, as the news of an agency do in many papers."""

    publisher: str
    url: str


@dataclass(frozen=True, slots=True)
class Episode:
    """What feed and page need of one article; file names are relative to ``public/``."""

    guid: str
    """Never changes; made when the episode is added."""
    slug: str
    """File name stem, ``[a-z0-9-]`` only."""
    title: str
    url: str | None
    """The article's own address."""
    lead: str | None
    authors: tuple[str, ...]
    publisher: str | None
    published: datetime | None
    """Of the article."""
    added: datetime
    """Of the episode: the feed's ``pubDate``; aware, UTC."""
    audio_file: str
    """Such as ``episodes/<slug>.mp3``."""
    audio_bytes: int
    duration_ms: int
    transcript_file: str | None
    """As WebVTT."""
    voice: str
    chapters: tuple[Chapter, ...] = ()
    season: int | None = None
    """The year in which it was added."""
    number: int | None = None
    """Within its season; given once, never to another episode."""
    updated: datetime | None = None
    """When it was spoken anew, because its article had changed; aware, UTC."""
    revision: int = 1
    """How many times it was spoken; each has files of its own, since apps keep what they have by address."""
    image_file: str | None = None
    """A square JPEG."""
    chapters_file: str | None = None
    """The chapters as JSON."""
    other_transcripts: tuple[str, ...] = ()
    """The transcript as SRT and as JSON."""
    also_in: tuple[AlsoIn, ...] = ()
    is_edition: bool = False
    """It joins the articles of a night."""
    edition: str | None = None
    """The GUID of the edition in which it is heard too."""
    is_hidden: bool = False
    """It waits for its edition, and is heard only therein: neither feed nor page name it."""


@dataclass(frozen=True, slots=True)
class Show:
    """What feed and page need of the show itself."""

    title: str
    description: str
    author: str
    language: str
    base_url: str
    """Where ``public/`` is served, with a slash at its end."""
    guid: str
    """UUID of the podcast (Podcasting 2.0 ``podcast:guid``)."""
    email: str | None = None
    link: str | None = None
    cover_file: str | None = None
    category: str = "News"
    explicit: bool = False
    block: bool = True
    """Keeps the show out of public directories: articles belong to their publishers."""
    ttl_minutes: int = 60
    """How long an app may wait before it looks again."""
    skip_hours: tuple[int, ...] = ()
    """Hours of the day, in GMT, in which nothing new comes."""
    update_rule: str | None = None
    """How often something new comes: ``FREQ=DAILY``, a recurrence rule of RFC 5545."""
    txt: tuple[tuple[str, str], ...] = ()
    """Purpose and text of each ``podcast:txt``."""
