"""What the files in ``public/`` tell: whether they are whole, and of which episodes they are all that is left."""

from __future__ import annotations

import json
import re
from dataclasses import replace
from datetime import datetime, timezone
from itertools import chain, groupby
from typing import TYPE_CHECKING, Any
from uuid import NAMESPACE_URL, uuid5

from podcaster import audio, feed
from podcaster.errors import StoreError
from podcaster.files import PART_SUFFIX
from podcaster.model import FEED_FILE, Chapter, Cue, Episode, Place, Script, Segment, Sentence
from podcaster.pipeline.article import CHAPTERS_SUFFIX
from podcaster.pipeline.files import stored
from podcaster.store import SCRATCH_PREFIX, way_to_repair
from podcaster.transcript import LEAD_CHAPTER, NARRATOR, UNNAMED_SPEAKER

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Sequence
    from pathlib import Path

    from podcaster.store import Store

_NUMBERS = re.compile(rb"<itunes:season>(\d+)</itunes:season>\s*<itunes:episode>(\d+)<")
_SOUND = re.compile(r"(?P<slug>[a-z0-9-]+)(?:\.(?P<revision>\d+))?\.mp3")
_TAIL_BYTES = 4096
_PARAGRAPH_GAP_MS = 640
"""Between the pauses after a sentence and after a paragraph."""


def refuse_without_memory(root: Path, public: Path, database: Path) -> None:
    """Raise StoreError where there are episodes and no database: a new one would sweep them away."""
    if not database.exists() and any(public.glob("episodes/*.mp3")):
        raise StoreError(str(database), "is gone, and its episodes are there", way_to_repair(root))


def refuse_older(root: Path, public: Path, database: Path, store: Store) -> None:
    """Raise StoreError where the feed names episodes that the database never knew of."""
    if what := older_than_feed(public, store):
        raise StoreError(str(database), what, way_to_repair(root))


def older_than_feed(public: Path, store: Store) -> str | None:
    """Which episode the feed names that came after all that the database knows; None where it names none.

    Numbers are given once, and kept before the feed is written: an older copy of the database was put
    back, or lost its last changes. What was only removed keeps its number in the database.
    """
    known = store.last_numbers()
    for season, number in feed_numbers(public).items():
        if number > known.get(season, 0):
            return f"is older than the feed, which names episode {number} of {season}"
    return None


def feed_numbers(public: Path) -> dict[int, int]:
    """The highest number of each season that ``feed.xml`` names."""
    try:
        data = (public / FEED_FILE).read_bytes()
    except OSError:
        return {}
    numbers: dict[int, int] = {}
    for season, number in _NUMBERS.findall(data):
        numbers[int(season)] = max(int(number), numbers.get(int(season), 0))
    return numbers


def reread_feeds(public: Path) -> feed.Remembered:
    """What the feed and all its archives tell, newest episode first."""
    told: dict[str, Episode] = {}
    whole = feed.Remembered()
    for path in (public / FEED_FILE, *sorted(public.glob("archive/*.xml"), reverse=True)):
        if not path.is_file():
            continue
        with stored(path):
            part = feed.reread(path.read_bytes())
        told = {episode.guid: episode for episode in part.episodes} | told
        whole = replace(
            whole,
            title=whole.title or part.title,
            base_url=whole.base_url or part.base_url,
            guid=whole.guid or part.guid,
        )
    newest_first = sorted(told.values(), key=lambda episode: episode.added, reverse=True)
    return replace(whole, episodes=tuple(newest_first))


def sound_fault(public: Path, episode: Episode) -> str | None:
    """What is wrong with the sound of an episode; None where it is whole."""
    path = public / episode.audio_file
    if not path.is_file():
        return "is gone"
    with stored(path), path.open("rb") as mp3:
        head = mp3.read(3)
        size_bytes = mp3.seek(0, 2)
        mp3.seek(max(0, size_bytes - _TAIL_BYTES))
        tail = mp3.read()
    if size_bytes < episode.audio_bytes:
        return f"is cut off: {size_bytes} of {episode.audio_bytes} bytes"
    if head != b"ID3" and head[:1] != b"\xff":
        return "is no MP3"
    return None if tail.strip(b"\0") else "is cut off: zeros at its end"


def lost_files(public: Path, episode: Episode) -> list[str]:
    """Transcripts, chapters and picture of an episode that are gone, empty or full of zeros."""
    files = (
        episode.transcript_file,
        *episode.other_transcripts,
        episode.chapters_file,
        episode.image_file,
    )
    return [file for file in files if file and not _has_content(public / file)]


def _has_content(path: Path) -> bool:
    if not path.is_file():
        return False
    with stored(path), path.open("rb") as file:
        return file.read(1) not in {b"", b"\0"}


def leftovers(root: Path, public: Path, copies: Path) -> list[Path]:
    """What killed runs left: files half written, and folders of repairs."""
    half_written = f".*{PART_SUFFIX}*"
    found = chain(root.glob(half_written), copies.glob(half_written), public.rglob(half_written))
    parts = [path for path in found if path.is_file()]
    return sorted([*parts, *root.glob(f"{SCRATCH_PREFIX}*")])


def complete(public: Path, episode: Episode) -> Episode:
    """An episode of the feed with what its other files tell: chapters, and its length to the millisecond."""
    tag = _tag(public / episode.audio_file)
    chapters = _chapters(public / (episode.chapters_file or "")) or (tag.chapters if tag else ())
    return replace(episode, chapters=chapters, duration_ms=tag.duration_ms if tag else episode.duration_ms)


def nameless(public: Path, known: Collection[str]) -> Iterator[Episode]:
    """Episodes of which nothing but their files is left, by their slugs not among ``known``, oldest first.

    Their GUIDs are lost; they get new ones, the same each time.
    """
    found: dict[str, tuple[int, Path]] = {}
    for path in public.glob("episodes/*.mp3"):
        name = _SOUND.fullmatch(path.name)
        if name and name["slug"] not in known:
            revision = int(name["revision"] or 1)
            found[name["slug"]] = max(found.get(name["slug"], (0, path)), (revision, path))
    for slug, (revision, path) in sorted(found.items(), key=lambda item: item[1][1].stat().st_mtime):
        if told := _tag(path):
            yield _from_tag(told, path, slug, revision)


def _from_tag(told: audio.Told, path: Path, slug: str, revision: int) -> Episode:
    place = f"episodes/{path.name.removesuffix('.mp3')}"
    status = path.stat()
    day = told.tags.date
    return Episode(
        guid=str(uuid5(NAMESPACE_URL, f"podcaster:{slug}")),
        slug=slug,
        title=told.tags.title,
        url=told.tags.url,
        lead=told.tags.comment,
        authors=(),
        publisher=told.tags.artist,
        published=datetime(day.year, day.month, day.day, 12, tzinfo=timezone.utc) if day else None,
        added=datetime.fromtimestamp(status.st_mtime, timezone.utc),
        audio_file=f"{place}.mp3",
        audio_bytes=status.st_size,
        duration_ms=told.duration_ms,
        transcript_file=f"{place}.vtt",
        voice="",
        chapters=told.chapters,
        revision=revision,
        image_file=f"{place}.jpg",
        chapters_file=f"{place}{CHAPTERS_SUFFIX}",
        other_transcripts=(f"{place}.srt", f"{place}.json"),
    )


def _tag(path: Path) -> audio.Told | None:
    with stored(path), path.open("rb") as mp3:
        return audio.read_tag(mp3)


def _chapters(path: Path) -> tuple[Chapter, ...]:
    try:
        told = json.loads(path.read_text(encoding="utf-8"))["chapters"]
        return tuple(
            Chapter(round(one["startTime"] * 1000), round(one["endTime"] * 1000), str(one["title"]))
            for one in told
        )
    except (OSError, ValueError, KeyError, TypeError, OverflowError):
        return ()


def told_script(public: Path, episode: Episode, language: str) -> tuple[Script, tuple[Cue, ...]]:
    """What is said in an episode and when, as its transcript tells; without one its title alone.

    Paragraphs end where the voice pauses; the spoken forms are lost, and the text stands for them.
    """
    captions = _captions(public, episode)
    titles = {chapter.start_ms: chapter.title for chapter in episode.chapters}
    segments: list[Segment] = []
    cues: list[Cue] = []
    for (speaker, _), group in groupby(captions, key=lambda caption: caption[:2]):
        block = list(group)
        said = tuple(Sentence(text, text) for _, _, _, _, text in block)
        is_narrator = speaker == NARRATOR
        segments.append(
            Segment(
                role=_role(block, titles, episode.title) if is_narrator else "body",  # type: ignore[arg-type]
                sentences=said,
                quote=None if is_narrator else "direct",
                speaker=None if is_narrator or speaker == UNNAMED_SPEAKER else speaker,
                pause_ms=_PARAGRAPH_GAP_MS,
            )
        )
        places = (Place(len(segments) - 1, number) for number in range(len(block)))
        cues += [
            Cue(start_ms, end_ms, (place,))
            for (_, _, start_ms, end_ms, _), place in zip(block, places, strict=True)
        ]
    script = Script(
        url=episode.url,
        title=episode.title,
        kicker=None,
        lead=episode.lead,
        authors=episode.authors,
        publisher=episode.publisher,
        published=episode.published,
        language=language,
        segments=tuple(segments) or (Segment("headline", (Sentence(episode.title, episode.title),)),),
    )
    return script, tuple(cues)


def _role(block: Sequence[tuple[str, int, int, int, str]], titles: dict[int, str], headline: str) -> str:
    title = titles.get(block[0][2])
    text = " ".join(text for *_, text in block)
    if text == headline:
        return "headline"
    if title == LEAD_CHAPTER:
        return "lead"
    return "heading" if text == title else "body"


def _captions(public: Path, episode: Episode) -> list[tuple[str, int, int, int, str]]:
    """Speaker, number of the paragraph, start and end in ms, text."""
    file = next((name for name in episode.other_transcripts if name.endswith(".json")), None)
    try:
        told: list[dict[str, Any]] = json.loads((public / (file or "")).read_text(encoding="utf-8"))[
            "segments"
        ]
        captions = [
            (
                str(one["speaker"]),
                round(one["startTime"] * 1000),
                round(one["endTime"] * 1000),
                str(one["body"]),
            )
            for one in told
        ]
    except (OSError, ValueError, KeyError, TypeError, OverflowError):
        return []
    paragraph, end_before_ms = 0, 0
    found = []
    for speaker, start_ms, end_ms, text in captions:
        paragraph += start_ms - end_before_ms >= _PARAGRAPH_GAP_MS
        end_before_ms = end_ms
        found.append((speaker, paragraph, start_ms, end_ms, text))
    return found
