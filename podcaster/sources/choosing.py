"""Which of a source's articles are wanted, and why the others are not."""

from __future__ import annotations

import re
import unicodedata
from datetime import datetime, timedelta
from functools import lru_cache
from typing import TYPE_CHECKING, Literal, Protocol

from podcaster.sources.paths import day_of, departments, slug_words

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from podcaster.model import Item

Order = Literal["newest", "listed"]

_WHOLE_WORD_CHARS = 4
"""So short a word stands in too many others: EU in Feuer, Bahn in anbahnen."""
_LETTERS = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue"})
_PARTS = re.compile(r"\s*[/>|,;:»›]\s*|\s+[-–]\s+")
"""Between a section and what it is part of: ``Politik > Inland``."""
_HOUR_S = 3600
_DAY_HOURS = 48


class Wanted(Protocol):
    """What a source's settings say of its articles: ``[[sources]]`` in podcaster.toml."""

    @property
    def include(self) -> Sequence[str]: ...  # noqa: D102
    @property
    def exclude(self) -> Sequence[str]: ...  # noqa: D102
    @property
    def sections(self) -> Sequence[str]: ...  # noqa: D102
    @property
    def exclude_sections(self) -> Sequence[str]: ...  # noqa: D102
    @property
    def min_words(self) -> int: ...  # noqa: D102
    @property
    def max_words(self) -> int | None: ...  # noqa: D102
    @property
    def max_age_hours(self) -> float | None: ...  # noqa: D102
    @property
    def at_most(self) -> int: ...  # noqa: D102


def choose(
    items: Iterable[Item], source: Wanted, now: datetime, order: Order = "newest"
) -> tuple[list[Item], list[tuple[Item, str]]]:
    """The articles that a source's settings want, and the others each with why it is passed over.

    Words are looked for in the title, or in the address where there is none; case, composed umlauts
    and ``ß`` do not count. A word of five letters and more is found inside of others too, since German
    writes compounds as one: "Horoskop" finds "Tageshoroskope". A shorter one is a whole word, or a
    part between hyphens: "EU" finds "EU-Gipfel", not "Feuer"; ``Bahn*`` finds "Bahnstreik". Sections
    are the item's own and the folders of its address. Without a date nothing is too old. Newest first
    has items without a date stay behind the one that is listed before them; ``order="listed"`` keeps
    the source's order, by importance. At most ``source.at_most`` are chosen, in that order.
    """
    listed = list(items)
    chosen: list[Item] = []
    passed: list[tuple[Item, str]] = []
    for item in _newest_first(listed, now) if order == "newest" else listed:
        why = _why_not(item, source, now)
        if why is None and len(chosen) >= source.at_most:
            why = f"there are {source.at_most} others of this source, which is at_most for a night"
        if why is None:
            chosen.append(item)
        else:
            passed.append((item, why))
    return chosen, passed


def too_short_or_long(words: int, source: Wanted) -> str | None:
    """Why an article of so many words is not wanted, or None where it is."""
    if words < source.min_words:
        return f"has {words} words; min_words is {source.min_words}"
    if source.max_words is not None and words > source.max_words:
        return f"has {words} words; max_words is {source.max_words}"
    return None


def _newest_first(items: list[Item], now: datetime) -> list[Item]:
    """Dates in the future count as now, or a wrong one would lead for years."""
    times, last = [], now
    for item in items:
        last = min(item.published or last, now)
        times.append(last)
    return [
        items[number] for number in sorted(range(len(items)), key=lambda number: times[number], reverse=True)
    ]


def _why_not(item: Item, source: Wanted, now: datetime) -> str | None:
    title = _folded(item.title or " ".join(slug_words(item.url)))
    for word in source.exclude:
        if _has(title, word):
            return f'its title has "{word}", which exclude names'
    if source.include and not any(_has(title, word) for word in source.include):
        return "its title has none of the words that include names"
    places = _sections(item) if source.sections or source.exclude_sections else {}
    for section in source.exclude_sections:
        if _section(section) in places:
            return f'it is in section "{section}", which exclude_sections names'
    if source.sections and not any(_section(section) in places for section in source.sections):
        of = f'it is in "{next(iter(places.values()))}"' if places else "it names no section"
        return f"{of}, and sections names others"
    if source.max_age_hours is not None and (written := item.published or day_of(item.url)):
        age = now - written
        if age > timedelta(hours=source.max_age_hours):
            return (
                f"is {_hours(age.total_seconds() / _HOUR_S)} old; max_age_hours is {source.max_age_hours:g}"
            )
    return None


def _hours(hours: float) -> str:
    return f"{hours:.0f} hours" if hours < _DAY_HOURS else f"{hours / 24:.0f} days"


def _folded(text: str) -> str:
    return unicodedata.normalize("NFC", unicodedata.normalize("NFC", text).casefold())


def _has(title: str, word: str) -> bool:
    folded = _folded(word).strip()
    spellings = {folded, folded.translate(_LETTERS)}  # addresses write ae for ä, and some titles
    return any(pattern.search(title) for spelling in spellings if (pattern := _pattern(spelling)))


@lru_cache(maxsize=500)
def _pattern(word: str) -> re.Pattern[str] | None:
    bare = word.strip("* ")
    if not bare:
        return None
    inner = r"\s+".join(r"\w*".join(map(re.escape, part.split("*"))) for part in bare.split())
    inside = "*" not in word and len(bare) > _WHOLE_WORD_CHARS
    before = "" if inside or word.startswith("*") else r"(?<!\w)"
    after = "" if inside or word.endswith("*") else r"(?!\w)"
    return re.compile(f"{before if bare[0].isalnum() else ''}{inner}{after if bare[-1].isalnum() else ''}")


def _section(name: str) -> str:
    return re.sub(r"[\W_]+", " ", _folded(name).translate(_LETTERS)).strip()


def _sections(item: Item) -> dict[str, str]:
    """How sections are compared, and how they are written."""
    names = [*item.sections, *(part for name in item.sections for part in _PARTS.split(name))]
    return {_section(name): name for name in (*names, *departments(item.url)) if _section(name)}
