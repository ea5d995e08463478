"""Values ↔ the columns of the database."""

from __future__ import annotations

import json
from dataclasses import asdict, fields
from datetime import datetime, timezone
from functools import wraps
from typing import TYPE_CHECKING, Any, TypeVar

from podcaster.model import (
    AlsoIn,
    Chapter,
    Cue,
    Episode,
    LeftOut,
    Part,
    Person,
    Place,
    Script,
    Segment,
    Sentence,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

_Given = TypeVar("_Given")
_Read = TypeVar("_Read")

FIELDS = tuple(field.name for field in fields(Episode))
"""The columns of an episode, in their order."""


class UnreadableError(ValueError):
    """What a column holds cannot be what was written: SQLite does not notice a byte that changed."""


def _readable(read: Callable[[_Given], _Read]) -> Callable[[_Given], _Read]:
    """Tell by one error what fails in many ways."""

    @wraps(read)
    def reading(given: _Given) -> _Read:
        try:
            return read(given)
        except (AttributeError, KeyError, TypeError, ValueError) as exc:
            raise UnreadableError(str(exc)) from exc

    return reading


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


@_readable
def episode_of(row: tuple[Any, ...]) -> Episode:
    """An episode out of its columns; raises UnreadableError."""
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


@_readable
def cues_of(column: str) -> tuple[Cue, ...]:
    """Cues out of their JSON; raises UnreadableError."""
    return tuple(
        Cue(start_ms, end_ms, tuple(Place(*place) for place in places))
        for start_ms, end_ms, places in json.loads(column)
    )


@_readable
def script_of(column: str) -> Script:
    """A script out of its JSON, older ones too; raises UnreadableError."""
    data = json.loads(column)
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
