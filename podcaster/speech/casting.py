"""Script + Voice → Script whose people have their parts: who is read in which style of the palette.

A person's first choice follows from the name alone, so that it is the same in every article, episode
and machine. Where two people of an article choose the same style, the one who says more gets it and
the other takes the next free one; a show therefore keeps whom it gave what.
"""

from __future__ import annotations

import hashlib
import re
import unicodedata
from collections import Counter
from dataclasses import replace
from difflib import get_close_matches
from typing import TYPE_CHECKING

from podcaster.errors import ConfigError

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from podcaster.model import Person, Script
    from podcaster.voices import PaletteStyle, Voice

_UMLAUTS = str.maketrans(
    {"ä": "ae", "ö": "oe", "ü": "ue", "ß": "ss", "æ": "ae", "ø": "oe", "œ": "oe", "ł": "l"}
)
# Herr Dr. med. Anna Berg (CDU) is Anna Berg.
_TITLES = re.compile(
    r"""
      \b (?: herrn? | frau | dr | prof | professor(?:in)? | dipl | ing | med | phil | jur | rer | nat | pol
           | oec | mag | h\s*\.?\s*c | pd | sir | dame | lord | lady ) \b \.?
    | \( [^)]* \)                                   # (CDU)
    """,
    re.VERBOSE,
)


def person_key(name: str) -> str:
    """What is the same however a name is written: ``Prof. Jürgen Groß-Berg`` is ``juergen gross berg``."""
    plain = unicodedata.normalize("NFC", name).casefold().translate(_UMLAUTS)
    letters = "".join(
        sign for sign in unicodedata.normalize("NFKD", plain) if not unicodedata.combining(sign)
    )
    known = " ".join(re.findall(r"\w+", _TITLES.sub(" ", letters)))
    return known or " ".join(re.findall(r"\w+", letters))


def cast_script(
    script: Script,
    voice: Voice,
    *,
    pinned: Mapping[str, str] | None = None,
    remembered: Mapping[str, str] | None = None,
) -> Script:
    """Give each person of a script a style of the voice's palette.

    ``pinned`` maps names to styles and always wins; ``remembered`` maps keys (``person_key``) to what
    somebody was given before. That is kept, unless the style is gone from the palette, or the text shows
    another gender than it has. Everybody else gets a style of their gender that
    nobody else in the script has; once all are taken, the least used.
    """
    pins = {person_key(name): style for name, style in (pinned or {}).items()}
    given = {
        person.name: style
        for person in script.cast
        if (style := _settled(person, voice.palette, pins, remembered or {}))
    }
    taken = Counter(given.values())
    said = Counter[str | None]()
    for segment in script.segments:
        if segment.quote in {"direct", "partial"}:
            said[segment.speaker] += len(segment.text)
    for person in sorted(script.cast, key=lambda person: (-said[person.name], person_key(person.name))):
        choice = None if person.name in given else _choice(person, voice.palette, taken)
        if choice:
            given[person.name] = choice
            taken[choice] += 1
    cast = tuple(replace(person, style=given.get(person.name)) for person in script.cast)
    return replace(script, cast=cast)


def parts_of(script: Script) -> dict[str, str]:
    """What a show remembers of a script: people's keys, and the styles that they were given."""
    return {person_key(person.name): person.style for person in script.cast if person.style}


def check_pins(pinned: Mapping[str, str], voice: Voice) -> None:
    """Raise ConfigError where somebody is pinned to a style that the voice's palette does not hold.

    A voice without a palette reads everybody alike, and minds no pins.
    """
    known = [style.name for style in voice.palette]
    for name, style in pinned.items():
        if known and style not in known:
            near = get_close_matches(style.casefold(), known, n=1, cutoff=0.5)
            way_out = f"the nearest is '{near[0]}'" if near else f"there are: {', '.join(known)}"
            subject = f"[people] '{name}'"
            raise ConfigError(subject, f"{voice.subject} has no style '{style}'", way_out)


def _settled(
    person: Person, palette: Sequence[PaletteStyle], pins: Mapping[str, str], remembered: Mapping[str, str]
) -> str | None:
    """The style that a person has already, if the palette still holds it."""
    genders = {style.name: style.gender for style in palette}
    key = person_key(person.name)
    if pins.get(key) in genders:
        return pins[key]
    for style in (person.style, remembered.get(key)):
        if style in genders and person.gender in {None, genders[style]}:
            return style
    return None


def _choice(person: Person, palette: Sequence[PaletteStyle], taken: Mapping[str, int]) -> str | None:
    """The least used style of a person's gender, and of those the person's own first choice.

    Without a style of that gender it is one of no gender, and without such a one the voice's own for
    quotations. Each style draws a lot with the name (rendezvous hashing): a style that comes or goes
    changes the choice of those alone who had it, or now prefer it.
    """
    fitting = [style.name for style in palette if style.gender == person.gender]
    names = fitting or [style.name for style in palette if style.gender is None]
    key = person_key(person.name)
    return min(names, key=lambda style: (taken.get(style, 0), _lot(key, style)), default=None)


def _lot(key: str, style: str) -> bytes:
    return hashlib.sha256(f"{key}\n{style}".encode()).digest()
