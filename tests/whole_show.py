"""A show with episodes of which nothing was spoken: its sound is a tag and some frames of an MP3."""

from dataclasses import replace
from datetime import datetime, timedelta, timezone

from podcaster import transcript
from podcaster.audio.id3 import Tags, tag
from podcaster.model import Chapter, Cue, Episode, Place, Recording, Script, Segment, Sentence
from podcaster.pipeline import new_show
from podcaster.pipeline.public import write_public

BEGUN = datetime(2026, 11, 3, 4, 0, tzinfo=timezone.utc)
PARAGRAPHS = (
    "Auf der Brache wachsen Birken. Niemand hat sie gepflanzt.",
    "Im Herbst wird gezählt: es sind neun.",
)
FRAMES = b"\xff\xfb\x90\x64" + b"\x55" * 4000


def script_of(number):
    sentences = [
        tuple(Sentence(f"{one.strip()}.", f"{one.strip()}.") for one in text.split(".") if one.strip())
        for text in PARAGRAPHS
    ]
    title = f"Der Wald, Teil {number}"
    return Script(
        url=f"https://blatt.example/wald-{number}",
        title=title,
        kicker=None,
        lead="Auf der Brache wachsen Birken.",
        authors=("Ada Brandt", "Jonas Reuter"),
        publisher="Morgenblatt",
        published=datetime(2026, 11, 2, 12, tzinfo=timezone.utc),
        language="de",
        segments=(
            Segment("headline", (Sentence(title, title),), pause_ms=1000),
            Segment("body", sentences[0], pause_ms=800),
            Segment("body", sentences[1], "direct", "Ada Brandt", 800),
        ),
    )


def cues_of(script):
    cues, start_ms = [], 200
    for index, segment in enumerate(script.segments):
        for number, _ in enumerate(segment.sentences):
            cues.append(Cue(start_ms, start_ms + 2000, (Place(index, number),)))
            start_ms += 2480
        start_ms += 520
    return tuple(cues)


def add_episode(show, store, number):
    """One more, with all its files; a day after the one before."""
    script = script_of(number)
    cues = cues_of(script)
    chapters = (Chapter(0, 3000, script.title), Chapter(3000, 20_400, "Im Herbst"))
    stem = f"episodes/2026-11-02-der-wald-{number}"
    sound = tag(
        Tags(
            script.title, "Ada Brandt", "Kaffee", script.published.date(), url=script.url, comment=script.lead
        ),
        duration_ms=20_400,
        chapters=chapters,
    )
    sound += FRAMES
    path = show.public / f"{stem}.mp3"
    path.parent.mkdir(exist_ok=True)
    path.write_bytes(sound)
    recording = Recording(path, 20_400, len(sound), cues, chapters)
    path.with_suffix(".vtt").write_text(transcript.webvtt(script, recording), encoding="utf-8")
    path.with_suffix(".srt").write_text(transcript.srt(script, recording), encoding="utf-8")
    path.with_suffix(".json").write_text(transcript.transcript_json(script, recording), encoding="utf-8")
    path.with_suffix(".chapters.json").write_text(
        transcript.chapters_json(script.title, chapters), encoding="utf-8"
    )
    path.with_suffix(".jpg").write_bytes(b"\xff\xd8\xff a picture")
    episode = Episode(
        guid=f"5a1d9d5e-0a53-4f6f-8b57-0c37d5ad{number:04}",
        slug=f"2026-11-02-der-wald-{number}",
        title=script.title,
        url=script.url,
        lead=script.lead,
        authors=script.authors,
        publisher=script.publisher,
        published=script.published,
        added=BEGUN + timedelta(days=number),
        audio_file=f"{stem}.mp3",
        audio_bytes=len(sound),
        duration_ms=20_400,
        transcript_file=f"{stem}.vtt",
        voice="pico",
        chapters=chapters,
        image_file=f"{stem}.jpg",
        chapters_file=f"{stem}.chapters.json",
        other_transcripts=(f"{stem}.srt", f"{stem}.json"),
    )
    return store.add_episode(episode, f"print {number}", script, cues)


def make_show(root, episodes=4):
    """A show whose feed, page, database and copies are whole."""
    show = new_show(root, title="Kaffee", base_url="https://hoeren.example/morgen/")
    with show.locked(), show.store() as store:
        for number in range(episodes):
            add_episode(show, store, number)
        write_public(show, store)
    return show


def respoken(show, store, episode):
    """The episode in its second revision, whose sound has a name of its own."""
    stem = f"episodes/{episode.slug}"
    for suffix in (".mp3", ".vtt", ".srt", ".json", ".chapters.json", ".jpg"):
        (show.public / f"{stem}.2{suffix}").write_bytes((show.public / f"{stem}{suffix}").read_bytes())
    anew = replace(
        episode,
        revision=2,
        updated=BEGUN + timedelta(days=30),
        audio_file=f"{stem}.2.mp3",
        transcript_file=f"{stem}.2.vtt",
        image_file=f"{stem}.2.jpg",
        chapters_file=f"{stem}.2.chapters.json",
        other_transcripts=(f"{stem}.2.srt", f"{stem}.2.json"),
    )
    number = int(episode.slug.rpartition("-")[2])
    store.update_episode(anew, f"other print {number}", script_of(number), cues_of(script_of(number)))
    return anew
