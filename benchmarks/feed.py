"""How long the feed and the page of 1,000 episodes take, and what one changed episode writes anew.

Each episode has the whole text of examples/artikel.html; its sound is a few bytes, since nobody
reads it here.
"""

from __future__ import annotations

import tempfile
import time
from contextlib import closing
from dataclasses import replace
from datetime import datetime, timedelta, timezone
from pathlib import Path

from podcaster import read_article, write_script
from podcaster.model import Chapter, Cue, Episode, Place
from podcaster.pipeline import ShowFolder, new_show
from podcaster.pipeline.public import write_public

EPISODES = 1000
ROUNDS = 3
EXAMPLE = Path(__file__).parent.parent / "examples" / "artikel.html"
FIRST = datetime(2024, 1, 1, 4, tzinfo=timezone.utc)
LEAD = "Was in der Nacht geschah, und was daraus wird: ein Überblick für den Morgen." * 2
DATA = b"some data"


def episode(name: str, title: str, lead: str, added: datetime) -> Episode:
    """With all its files, which are called by its name."""
    stem = f"episodes/{name}"
    return Episode(
        guid=name,
        slug=name,
        title=title,
        url=f"https://zeitung.example/{name}",
        lead=lead,
        authors=("Ada Brandt", "Jonas Reuter"),
        publisher="Morgenblatt",
        published=added - timedelta(hours=4),
        added=added,
        audio_file=f"{stem}.mp3",
        audio_bytes=len(DATA),
        duration_ms=240_000,
        transcript_file=f"{stem}.vtt",
        voice="pico",
        chapters=tuple(
            Chapter(place * 60_000, place * 60_000 + 60_000, f"Teil {place}") for place in range(4)
        ),
        image_file=f"{stem}.jpg",
        chapters_file=f"{stem}.chapters.json",
        other_transcripts=(f"{stem}.srt", f"{stem}.json"),
    )


def write_files(show: ShowFolder, one: Episode) -> None:
    """Of a few bytes, since nobody reads them here."""
    (show.public / "episodes").mkdir(exist_ok=True)
    for name in (
        *(one.audio_file, one.transcript_file, one.image_file, one.chapters_file),
        *one.other_transcripts,
    ):
        (show.public / str(name)).write_bytes(DATA)


def fill(show: ShowFolder) -> None:
    """Episodes in the database, one a day, and their files on disk."""
    script = write_script(read_article(EXAMPLE.read_text(encoding="utf-8")))
    places = [
        Place(number, sentence)
        for number, segment in enumerate(script.segments)
        for sentence in range(len(segment.sentences))
    ]
    cues = [Cue(number * 4000, number * 4000 + 3500, (place,)) for number, place in enumerate(places)]
    with closing(show.store()) as store:
        for number in range(EPISODES):
            added = FIRST + timedelta(days=number)
            one = episode(f"folge-{number}", f"Folge {number}: Häuser & Gärten", LEAD, added)
            write_files(show, store.add_episode(one, f"print-{number}", script, cues))


def timed(show: ShowFolder) -> tuple[float, list[str]]:
    """Seconds of one publication, and the files that it wrote."""
    before = stamps(show)
    with closing(show.store()) as store:
        start = time.perf_counter()
        write_public(show, store)
        seconds = time.perf_counter() - start
    return seconds, [name for name, stamp in stamps(show).items() if before.get(name) != stamp]


def stamps(show: ShowFolder) -> dict[str, int]:
    """When each file below public/ was written."""
    return {str(path.relative_to(show.public)): path.stat().st_mtime_ns for path in show.public.rglob("*.*")}


def change(show: ShowFolder, number: int, title: str) -> None:
    """Speak one episode anew."""
    with closing(show.store()) as store:
        [one] = [found for found in store.episodes() if found.guid == f"folge-{number}"]
        store.update_episode(replace(one, title=title), f"{title}-print", store.script_of(one.guid))


def main() -> None:
    """Print each figure as ``name: value``."""
    with tempfile.TemporaryDirectory() as folder:
        show = new_show(Path(folder) / "show", title="Messung", base_url="https://hoeren.example/")
        fill(show)
        whole, unchanged = [], []
        for _ in range(ROUNDS):
            for path in (
                *show.public.glob("*.xml"),
                *show.public.glob("archive/*"),
                show.public / "index.html",
            ):
                path.unlink(missing_ok=True)
            whole.append(timed(show))
            unchanged.append(timed(show)[0])
        print(f"episodes: {EPISODES}")
        print(f"documents: {len(whole[0][1])}")
        print(f"feed_and_page_seconds: {min(seconds for seconds, _ in whole):.2f}")
        start = time.process_time()
        timed(show)
        print(f"nothing_changed_cpu_seconds: {time.process_time() - start:.2f}")
        print(f"nothing_changed_seconds: {min(unchanged):.2f}")
        change(show, 1, "Geändert")
        seconds, written = timed(show)
        print(f"old_episode_changed_seconds: {seconds:.2f}")
        print(f"old_episode_changed_documents: {' '.join(sorted(written))}")
        change(show, EPISODES - 1, "Auch geändert")
        print(f"new_episode_changed_documents: {' '.join(sorted(timed(show)[1]))}")
        print(f"feed_kB: {(show.public / 'feed.xml').stat().st_size / 1000:.0f}")


if __name__ == "__main__":
    main()
