"""Values ↔ the columns of the database."""

from __future__ import annotations

import json
from dataclasses import asdict, fields
from datetime import datetime, timezone
from typing import TYPE_CHECKING, Any

from podcaster.model import AlsoIn, Chapter, Cue, Episode, LeftOut, Part, Person, Script, Segment, Sentence

if TYPE_CHECKING:
    from collections.abc import Sequence

FIELDS = tuple(field.name for field in fields(Episode))
"""The columns of an episode, in their order."""


def utc(time: datetime) -> str:
    """As the database keeps times, so that they sort."""
    return time.astimezone(timezone.utc).isoformat(timespec="microseconds")


def row_of(episode: Episode) -> tuple[Any, ...]:
    """Its columns, in the order of FIELDS."""
    values = asdict(episode) | {
        "authors": json.dumps(episode.authors, ensure_ascii=False),
        "published": episode.published and episode.published.isoformat(),
        "added": utc(episode.added),
        "chapters": json.dumps([asdict(chapter) for chapter in episode.chapters], ensure_ascii=False),
        "updated": episode.updated and utc(episode.updated),
        "other_transcripts": json.dumps(episode.other_transcripts),
        "also_in": json.dumps([asdict(other) for other in episode.also_in], ensure_ascii=False),
    }
    return tuple(values[name] for name in FIELDS)


def script_json(script: Script) -> str:
    """As ``script_of`` reads it."""
    return json.dumps(asdict(script), ensure_ascii=False, default=datetime.isoformat)


def cues_json(cues: Sequence[Cue]) -> str:
    """Start, end and places of each."""
    return json.dumps(
        [
            (cue.start_ms, cue.end_ms, [(place.segment, place.sentence) for place in cue.places])
            for cue in cues
        ]
    )


def episode_of(row: tuple[Any, ...]) -> Episode:
    """An episode out of its columns; raises TypeError or ValueError for what is damaged."""
    values = dict(zip(FIELDS, row, strict=True))
    return Episode(
        **values
        | {
            "authors": tuple(json.loads(values["authors"])),
            "published": _time(values["published"]),
            "added": _time(values["added"]),
            "chapters": tuple(Chapter(**chapter) for chapter in json.loads(values["chapters"])),
            "updated": _time(values["updated"]),
            "other_transcripts": tuple(json.loads(values["other_transcripts"])),
            "also_in": tuple(AlsoIn(**other) for other in json.loads(values["also_in"])),
            "is_edition": bool(values["is_edition"]),
            "is_hidden": bool(values["is_hidden"]),
        }
    )


def script_of(data: dict[str, Any]) -> Script:
    """A script out of its JSON, older ones too."""
    return Script(
        **data
        | {
            "authors": tuple(data["authors"]),
            "published": _time(data["published"]),
            "modified": _time(data.get("modified")),  # older ones lack it
            "segments": tuple(
                Segment(**segment | {"sentences": tuple(Sentence(**part) for part in segment["sentences"])})
                for segment in data["segments"]
            ),
            "left_out": tuple(LeftOut(**piece) for piece in data["left_out"]),
            "cast": tuple(Person(**person) for person in data.get("cast", ())),  # older ones name nobody
            "parts": tuple(Part(**part) for part in data.get("parts", ())),
        }
    )


def _time(text: str | None) -> datetime | None:
    return datetime.fromisoformat(text) if text else None
