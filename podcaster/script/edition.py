"""Scripts of articles → one script of an edition: contents, transitions, and each article whole."""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING

from podcaster.german import spoken
from podcaster.german.numbers import ordinal
from podcaster.model import Part, Pauses, Script, Segment, Sentence, day_in_words
from podcaster.script.sentences import split_sentences

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence
    from datetime import date

    from podcaster.model import Gendered, Lexicon, Person, Role

_WEEKDAYS = ("Montag", "Dienstag", "Mittwoch", "Donnerstag", "Freitag", "Samstag", "Sonntag")
_MOST_ANNOUNCED = 10
"""Titles in the spoken contents; who listens has forgotten the first by then."""
_OPEN_ENDS = ".!?…"


def edition_title(name: str, day: date) -> str:
    """``Morgenausgabe, Montag, 24. Juni``; the year, which nobody says, is left out."""
    return f"{name}, {_WEEKDAYS[day.weekday()]}, {day_in_words(day).removesuffix(f' {day.year}')}"


def write_edition(
    name: str,
    title: str,
    scripts: Sequence[Script],
    *,
    lexicon: Lexicon | None = None,
    gendered: Gendered = "stop",
    pauses: Pauses = Pauses(),  # noqa: B008  (frozen)
) -> Script:
    """Join scripts into one, in their order, with a part for each.

    ``name`` is that of such editions ("Morgenausgabe"), ``title`` that of this one. At its beginning
    the titles are told, the first ten of them where there are more. Each article is announced by its
    number and its own intro; its outro, which names the source once more, is left out. Every other
    segment comes as it was, once and in order.
    """
    speak = partial(spoken, lexicon=lexicon, gendered=gendered)
    segments = list(_contents(title, scripts, speak, pauses))
    parts = []
    for number, script in enumerate(scripts, start=1):
        parts.append(Part(script.title, len(segments), script.url, script.publisher))
        segments += _announced(script, f"Artikel {number} von {len(scripts)}.", speak, pauses)
        segments[-1] = replace(segments[-1], pause_ms=pauses.article_ms)
    segments.append(_said(speak, (f"Das war die {name}.",), pauses.outro_ms, "outro"))
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
        left_out=tuple(piece for script in scripts for piece in script.left_out),
        cast=tuple(_joined_cast(scripts)),
        parts=tuple(parts),
    )


def _contents(
    title: str, scripts: Sequence[Script], speak: Callable[[str], str], pauses: Pauses
) -> Iterator[Segment]:
    yield _said(speak, (f"{title}.",), pauses.headline_ms, "headline")
    if len(scripts) == 1:
        return
    yield _said(speak, (f"Mit {len(scripts)} Artikeln.",), pauses.list_ms)
    announced = scripts[:_MOST_ANNOUNCED]
    for number, script in enumerate(announced, start=1):
        pause_ms = pauses.list_item_ms if script is not scripts[-1] else pauses.article_ms
        yield _title(number, script.title, speak, pause_ms)
    if len(scripts) > len(announced):
        rest = len(scripts) - len(announced)
        more = "Und ein weiterer Artikel." if rest == 1 else f"Und {rest} weitere Artikel."
        yield _said(speak, (more,), pauses.article_ms)


def _title(number: int, title: str, speak: Callable[[str], str], pause_ms: int) -> Segment:
    """A line of the contents, such as "Erstens: Der Wald kehrt zurück."."""
    first, *others = split_sentences(title) or [title]
    said = Sentence(f"{number}. {first}", f"{ordinal(number, 'ens').capitalize()}: {speak(first)}")
    return Segment(
        "intro", _ended((said, *(Sentence(text, speak(text)) for text in others))), pause_ms=pause_ms
    )


def _ended(sentences: tuple[Sentence, ...]) -> tuple[Sentence, ...]:
    """A headline has no full stop; to the ear it ends all the same."""
    *before, last = sentences
    if last.spoken.rstrip()[-1:] in _OPEN_ENDS:
        return sentences
    return (*before, Sentence(last.text, f"{last.spoken}."))


def _announced(script: Script, number: str, speak: Callable[[str], str], pauses: Pauses) -> Iterator[Segment]:
    yield _said(speak, (number,), pauses.sentence_ms)
    yield from (segment for segment in script.segments if segment.role != "outro")


def _said(speak: Callable[[str], str], texts: Sequence[str], pause_ms: int, role: Role = "intro") -> Segment:
    return Segment(role, tuple(Sentence(text, speak(text)) for text in texts), pause_ms=pause_ms)


def _joined_cast(scripts: Sequence[Script]) -> Iterable[Person]:
    """Each person once, in the order of first speaking; what one article tells of them holds for all."""
    known: dict[str, Person] = {}
    for person in (person for script in scripts for person in script.cast):
        before = known.get(person.name)
        if before is None:
            known[person.name] = person
        elif before.gender is None:
            known[person.name] = replace(before, gender=person.gender)
    return known.values()
