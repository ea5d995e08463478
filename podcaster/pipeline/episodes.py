"""Articles become episodes of a show, are spoken anew when they have changed, and are taken out."""

from __future__ import annotations

import logging
from dataclasses import dataclass, replace
from datetime import datetime, timedelta, timezone
from functools import partial
from itertools import zip_longest
from typing import TYPE_CHECKING
from uuid import uuid4

from podcaster import images
from podcaster.errors import PodcasterError, StoreError
from podcaster.fetch import download, shown
from podcaster.model import Episode
from podcaster.pipeline.ahead import ReadAhead, announce
from podcaster.pipeline.article import CHAPTERS_SUFFIX, Reading, prepare, produce, read, script_of, silent
from podcaster.pipeline.files import make_folder, write_bytes
from podcaster.pipeline.public import write_cover, write_public
from podcaster.speech import cast_script, check_pins, parts_of
from podcaster.store import fingerprint, slug
from podcaster.voices import choose_voice

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from podcaster.model import Article, Cue, Script
    from podcaster.pipeline.article import Progress
    from podcaster.pipeline.show import ShowFolder
    from podcaster.speech import Narrator
    from podcaster.store import Store

    Picture = Callable[[str], bytes]
    """The picture at an address, which a page has named; raises FetchError. Where that page was got is
    known to the caller alone: what it calls its address is its own word."""

_APART = timedelta(seconds=1)
"""Feeds tell no less."""
_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of one source that was to be added."""

    source: str
    episode: Episode | None = None
    is_new: bool = False
    is_update: bool = False
    """It was in the show already; its text had changed, and it was spoken anew."""
    error: PodcasterError | None = None


def add(
    show: ShowFolder,
    sources: Sequence[str],
    *,
    reading: Reading | None = None,
    progress: Progress = silent,
    on_outcome: Callable[[Outcome], None] = lambda _outcome: None,
) -> list[Outcome]:
    """Make each source an episode of the show; one that fails does not stop the others.

    The feed is written once, at the end, also when a source failed.
    """
    reading = reading or Reading.of(show.config)
    outcomes = []
    with show.locked(), show.store() as store:
        write_cover(show)  # a wrong one is told before minutes of speech
        with reading.narrator(cache=show.speech_cache()) as narrator:
            check_pins(reading.people or {}, narrator.voice)
            parts = store.parts(narrator.voice.name)
            ahead = ReadAhead(
                partial(read, any_language=reading.any_language), partial(announce, narrator, reading, parts)
            )
            try:
                for source, after in zip_longest(sources, sources[1:]):
                    try:
                        article = ahead.take(source)
                        if after:
                            ahead.begin(after)
                        outcome = _add_one(
                            show, store, source, article, narrator, reading=reading, progress=progress
                        )
                    except PodcasterError as exc:
                        outcome = Outcome(source, error=exc)
                    outcomes.append(outcome)
                    on_outcome(outcome)
            finally:  # what was spoken before an interruption is heard
                write_public(show, store)
    return outcomes


def _add_one(
    show: ShowFolder,
    store: Store,
    source: str,
    article: Article,
    narrator: Narrator,
    *,
    reading: Reading,
    progress: Progress,
) -> Outcome:
    print_of = fingerprint(article)
    same = store.find_article(None, print_of)
    if same and (show.public / same.audio_file).is_file():
        return Outcome(source, same)
    known = same or store.find_article(article.url, print_of)  # its sound is lost, or its text has changed
    episode = make_episode(
        show,
        store,
        article,
        narrator,
        reading=reading,
        known=known,
        # no picture for a file on this machine: what needs no network uses none
        picture=(lambda url: download(url, source).data)
        if "://" in source and show.config.feed.article_images
        else None,
        progress=progress,
    )
    return Outcome(source, episode, is_new=not known, is_update=bool(known))


def make_episode(
    show: ShowFolder,
    store: Store,
    article: Article,
    narrator: Narrator,
    *,
    reading: Reading,
    known: Episode | None = None,
    picture: Picture | None = None,
    sketch: bytes | None = None,
    progress: Progress = silent,
    is_hidden: bool = False,
    keep: Callable[[Episode], None] = lambda _episode: None,
) -> Episode:
    """Speak an article and keep it as an episode: its files first, whole, then the database.

    ``known`` is the episode that it has already, which is spoken anew; ``picture`` gets the article's
    picture; a hidden one waits for its edition. ``keep`` is called in the transaction that keeps the episode. Feed and page are not written.
    """
    voice = narrator.voice.name
    draft = replace(draft_of(article, known, voice, store), is_hidden=is_hidden)
    script = cast_script(
        script_of(article, reading), narrator.voice, pinned=reading.people, remembered=store.parts(voice)
    )
    cover = _episode_cover(show, article, picture)
    episode, cues = record_episode(show, draft, script, narrator, reading, cover=cover, progress=progress)
    print_of = fingerprint(article)
    with store.together():
        if known:
            store.update_episode(episode, print_of, script, cues)
        else:
            episode = store.add_episode(episode, print_of, script, cues, sketch)
        store.keep_parts(voice, parts_of(script))
        keep(episode)
    return episode


def record_episode(
    show: ShowFolder,
    draft: Episode,
    script: Script,
    narrator: Narrator,
    reading: Reading,
    *,
    cover: bytes,
    progress: Progress = silent,
) -> tuple[Episode, tuple[Cue, ...]]:
    """Speak a script into the files that a draft names; the episode, and when what is said."""
    path = show.public / draft.audio_file
    make_folder(path.parent)
    picture = path.with_suffix(".jpg")
    write_bytes(picture, cover)
    recording = produce(
        script,
        narrator,
        path,
        reading,
        album=show.config.title,
        cover=picture,
        all_formats=True,
        progress=progress,
    )
    episode = replace(
        draft,
        audio_bytes=recording.size_bytes,
        duration_ms=recording.duration_ms,
        chapters=recording.chapters,
    )
    return episode, recording.cues


def draft_of(article: Article, known: Episode | None, voice: str, store: Store) -> Episode:
    """The episode of an article before it is spoken: a new one, or ``known`` in its next revision.

    What was spoken anew has an address of its own: apps never look at an old one again. A new one is
    dated after the newest, whatever the clock says, since apps sort by date.
    """
    now = datetime.now(timezone.utc)
    newest = store.newest_added()
    added = max(now, newest + _APART) if newest else now
    name = known.slug if known else slug(article.title, (article.published or now).date(), store.used_slugs())
    revision = known.revision + 1 if known else 1
    stem = f"episodes/{name}" if revision == 1 else f"episodes/{name}.{revision}"
    return Episode(
        guid=known.guid if known else str(uuid4()),
        slug=name,
        title=article.title,
        url=article.url,
        lead=article.lead,
        authors=article.authors,
        publisher=article.publisher,
        published=article.published,
        added=known.added if known else added,
        audio_file=f"{stem}.mp3",
        audio_bytes=0,
        duration_ms=0,
        transcript_file=f"{stem}.vtt",
        voice=voice,
        season=known.season if known else None,
        number=known.number if known else None,
        updated=now if known else None,
        revision=revision,
        image_file=f"{stem}.jpg",
        chapters_file=f"{stem}{CHAPTERS_SUFFIX}",
        other_transcripts=(f"{stem}.srt", f"{stem}.json"),
    )


def _episode_cover(show: ShowFolder, article: Article, picture: Picture | None) -> bytes:
    """The article's picture, cut to a square, or its title as one; never an error."""
    if picture and article.image_url:
        try:
            if cover := images.square_cover(picture(article.image_url)):
                return cover
            _log.info("%s: makes no cover; the title does", shown(article.image_url))
        except PodcasterError as exc:
            _log.info("%s", exc)
    title = show.config.title
    return images.title_cover(article.title, title, family=title, side_px=images.EPISODE_SIDE_PX)


def preview(show: ShowFolder, source: str, reading: Reading) -> Script:
    """What ``add`` would read of a source, with the parts that the show remembers; nothing is spoken."""
    with show.store() as store:
        remembered = store.parts(choose_voice(reading.voice).voice.name)
    return prepare(source, reading, remembered)


def remove(show: ShowFolder, name: str) -> Episode:
    """Take an episode (by slug or GUID) out of feed and page, then delete its files."""
    with show.locked(), show.store() as store:
        episode = store.remove_episode(name)
        if episode is None:
            raise StoreError(name, "is no episode of this show", "see: podcaster episodes list")
        write_public(show, store)
    return episode
