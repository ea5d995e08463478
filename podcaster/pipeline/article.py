"""One article: read, prepared, spoken, written down."""

from __future__ import annotations

import logging
from dataclasses import dataclass, field
from datetime import datetime, timezone
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from podcaster import audio, transcript
from podcaster.article import read_article
from podcaster.errors import ArticleError, ConfigError
from podcaster.fetch import STDIN, fetch, shown
from podcaster.german import pronounce, spoken
from podcaster.model import Pauses, Script, Segment, Sentence
from podcaster.pipeline.files import write_text
from podcaster.pipeline.story import read_story
from podcaster.script import Templates, split_sentences, write_script
from podcaster.speech import Cluster, Narrator, cast_script, check_pins, local_workers
from podcaster.store import slug
from podcaster.voices import choose_voice, load_voice

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping

    from podcaster.config import Config
    from podcaster.model import Article, Gendered, Lexicon, Recording, Speech
    from podcaster.speech import SpeechCache

    Progress = Callable[[str, int, int], None]
    """Title, sentences spoken, sentences in all."""

COVER = Path(__file__).parent.with_name("cover.jpg")
"""Of an article that is converted outside of a show."""
CHAPTERS_SUFFIX = ".chapters.json"


_SAMPLE = """Die Stimme liest vor

So klingt eine Nachricht, die der Sprecher liest: mit Zahlen wie 12,5 Prozent und einem Datum wie dem 24. Juni.

„Und so klingt ein Zitat“, sagte die Bürgermeisterin. „Man hört sofort, dass jemand anderes spricht.“
"""


_log = logging.getLogger(__name__)


def silent(_title: str, _done: int, _total: int) -> None:
    """Tell nobody."""


@dataclass(frozen=True, slots=True)
class Reading:
    """How articles are read and written down."""

    voice: str = "auto"
    speed: float = 1.0
    """The listener's, a factor of everything; the pitch stays."""
    templates: Templates = field(default_factory=Templates)
    lexicon: Lexicon | None = None
    gendered: Gendered = "stop"
    pauses: Pauses = field(default_factory=Pauses)
    quote_cues: bool = False
    """Whether the narrator says "Zitat" and "Zitatende" around longer quotations."""
    bitrate_kbps: int = 96
    loudness_lufs: float = -16.0
    any_language: bool = False
    people: Mapping[str, str] | None = None
    """Who is read in which style of the voice's palette."""
    workers: int = 0
    """How many speak a neural voice at a time on this machine; 0 are as many as suit it."""
    cluster: str = ""
    """Address of a Dask scheduler whose workers speak instead; ``local`` starts one here."""

    @classmethod
    def of(
        cls,
        config: Config,
        *,
        voice: str | None = None,
        speed: float | None = None,
        quote_cues: bool | None = None,
        any_language: bool = False,
        cluster: str | None = None,
    ) -> Reading:
        """As the show's configuration says; what is given here wins over it."""
        words = {
            name: text
            for name, text in (("intro", config.reading.intro), ("outro", config.reading.outro))
            if text is not None
        }
        return cls(
            voice=voice or config.voice,
            speed=config.speed if speed is None else speed,
            templates=Templates(**words),
            lexicon=config.lexicon,
            gendered=config.reading.gendered,
            pauses=Pauses().scaled(config.reading.pauses),
            quote_cues=config.reading.quote_cues if quote_cues is None else quote_cues,
            bitrate_kbps=config.audio.bitrate_kbps,
            loudness_lufs=config.audio.loudness_lufs,
            any_language=any_language,
            people=config.people,
            workers=config.speech.workers,
            cluster=config.speech.cluster if cluster is None else cluster,
        )

    def narrator(self, *, cache: SpeechCache | None = None) -> Narrator:
        """The one who reads so, to be closed afterwards; what lies in ``cache`` is not spoken again.

        Raises VoiceError or ConfigError where the voice or the cluster is not to be found.
        """
        voice = choose_voice(self.voice).voice
        voices = [voice, *map(load_voice, voice.other_voices())]
        return Narrator(
            voice,
            speed=self.speed,
            pauses=self.pauses,
            pronounce=partial(pronounce, lexicon=self.lexicon),
            cache=cache,
            workers=Cluster(self.cluster) if self.cluster else local_workers(voices, self.workers),
        )


def read(source: str, *, any_language: bool = False) -> Article:
    """Fetch ``source`` (URL, file or ``-``) and read the article on it, over all its pages."""
    page = fetch(source)
    _log.info("%s: %d characters of %s", shown(source), len(page.content), "HTML" if page.is_html else "text")
    try:
        article = read_story(page, force=any_language)
    except ArticleError as exc:
        raise type(exc)(_subject(source), exc.cause, exc.way_out) from exc
    _log.info("“%s”: %d blocks, %d left out", article.title, len(article.blocks), len(article.left_out))
    return article


def _subject(source: str) -> str:
    return "standard input" if source == STDIN else shown(source)


def prepare(source: str, reading: Reading, remembered: Mapping[str, str] | None = None) -> Script:
    """Fetch and read ``source``, write its script and give out the parts; nothing is spoken."""
    voice = choose_voice(reading.voice).voice
    check_pins(reading.people or {}, voice)
    script = script_of(read(source, any_language=reading.any_language), reading)
    return cast_script(script, voice, pinned=reading.people, remembered=remembered)


def script_of(article: Article, reading: Reading) -> Script:
    """The script of an article that was read already."""
    return write_script(
        article,
        templates=reading.templates,
        lexicon=reading.lexicon,
        gendered=reading.gendered,
        pauses=reading.pauses,
        quote_cues=reading.quote_cues,
    )


def convert(
    source: str | Path,
    path: str | Path | None = None,
    voice: str = "auto",
    *,
    reading: Reading | None = None,
    all_formats: bool = False,
    progress: Progress = silent,
) -> Recording:
    """Turn one article into an MP3 at ``path`` with its WebVTT transcript beside it.

    Without ``path`` the file is named after the headline, in the current folder. ``all_formats``
    writes the transcript as SRT and JSON too, and the chapters as JSON.
    """
    reading = reading or Reading(voice=voice)
    target = _named_mp3(Path(path)) if path else None
    article = read(str(source), any_language=reading.any_language)
    script = script_of(article, reading)
    target = target or Path(slug(article.title, None, ()) + ".mp3")
    with reading.narrator() as narrator:
        return produce(
            script,
            narrator,
            target,
            reading,
            album=article.publisher,
            all_formats=all_formats,
            progress=progress,
        )


def _named_mp3(path: Path) -> Path:
    if path.suffix.lower() != ".mp3":
        raise ConfigError(str(path), "is not named .mp3", f"name it {path.parent / path.stem}.mp3")
    return path


def produce(
    script: Script,
    narrator: Narrator,
    path: Path,
    reading: Reading,
    *,
    album: str | None = None,
    cover: Path = COVER,
    all_formats: bool = False,
    progress: Progress = silent,
) -> Recording:
    """Speak ``script`` into the MP3 ``path``, with chapters, and write the transcript beside it.

    As WebVTT; ``all_formats`` writes SRT, JSON and the chapters' JSON too.
    """
    tags = audio.Tags(
        title=script.title,
        artist=", ".join(script.authors) or script.publisher or "podcaster",
        album=album or "podcaster",
        date=(script.published or datetime.now(timezone.utc)).date(),
        url=script.url,
        comment=script.lead,
    )
    _log.info("“%s”: %d segments, read by %s", script.title, len(script.segments), narrator.voice.name)
    recording = audio.record(
        _told(narrator.speak(script), script, progress),
        path,
        tags=tags,
        chapters_of=lambda cues, duration_ms: transcript.chapters(script, cues, duration_ms),
        bitrate_kbps=reading.bitrate_kbps,
        loudness_lufs=reading.loudness_lufs,
        cover=cover,
    )
    _log.info("%s: %.1f s, %d bytes", path, recording.duration_ms / 1000, recording.size_bytes)
    write_text(path.with_suffix(".vtt"), transcript.webvtt(script, recording))
    if all_formats:
        write_text(path.with_suffix(".srt"), transcript.srt(script, recording))
        write_text(path.with_suffix(".json"), transcript.transcript_json(script, recording))
        chapters = transcript.chapters_json(script.title, recording.chapters)
        write_text(path.with_suffix(CHAPTERS_SUFFIX), chapters)
    return recording


def _told(speeches: Iterable[Speech], script: Script, progress: Progress) -> Iterator[Speech]:
    """Pass utterances on and tell how many of the script's sentences are spoken."""
    total = sum(len(segment.sentences) for segment in script.segments)
    done = 0
    progress(script.title, done, total)
    for speech in speeches:
        yield speech
        done += len(speech.places)
        progress(script.title, done, total)


def say(
    text: str,
    path: Path,
    voice: str = "auto",
    lexicon: Lexicon | None = None,
    *,
    speed: float = 1.0,
    gendered: Gendered = "stop",
) -> Recording:
    """Speak ``text`` as it is, without intro and outro, into the MP3 ``path``."""
    sentences = tuple(
        Sentence(part, spoken(part, lexicon, gendered=gendered)) for part in split_sentences(text)
    )
    script = Script(None, text[:60], None, None, (), None, None, "de", (Segment("body", sentences),))
    with Reading(voice=voice, speed=speed, lexicon=lexicon).narrator() as narrator:
        return audio.record(narrator.speak(script), _named_mp3(path), tags=audio.Tags(title=script.title))


def try_voice(name: str, path: Path, text: str | None = None) -> Recording:
    """Let a voice read a headline, a paragraph and a quotation (or ``text``) into ``path``."""
    if text:
        return say(text, path, name)
    article = read_article(_SAMPLE, is_html=False)
    reading = Reading(voice=name)
    with reading.narrator() as narrator:
        return produce(write_script(article), narrator, _named_mp3(path), reading)
