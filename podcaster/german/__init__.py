"""Written German → German as a news reader says it.

``spoken`` runs, in this order: web addresses, the lexicon, gendered forms, marks that are not
spoken, abbreviations, figures, acronyms, signs with a name. Every stage is a table of rules in its
own module, and leaves only words behind.
"""

from __future__ import annotations

import re
from functools import lru_cache
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING

from podcaster.german import figures, signs, words
from podcaster.german.gender import say_gendered

if TYPE_CHECKING:
    from collections.abc import Mapping

    from podcaster.model import Gendered

__all__ = ["load_lexicon", "spoken"]

_SHIPPED = Path(__file__).parent.parent / "lexicon" / "de.toml"


def spoken(text: str, lexicon: Mapping[str, str] | None = None, *, gendered: Gendered = "stop") -> str:
    """Say written German in words and ``. , ; : ? !`` alone, endings by their context.

    ``lexicon`` respells words and phrases, on top of the shipped one; its entries win. ``gendered``
    says how ``Lehrer:innen`` is read. Never raises; a text without a single letter or figure gives the
    empty string.
    """
    text = signs.open_text(text)
    text = figures.say_phones(text)
    text = words.say_web(text)
    text = _say_lexicon(text, _index(tuple(lexicon.items()) if lexicon else ()))
    text = _say_marked(text, gendered)
    for _ in range(_ROUNDS):
        if not _UNSETTLED.search(text):
            break
        text = _say_marked(text, gendered)
    return text


# A short word with a point that a sign followed ("St. €") may be an abbreviation now that the sign is a word.
_UNSETTLED = re.compile(r"(?<![^\W_])\w{1,3}\.(?= \w)")
_ROUNDS = 2


def _say_marked(text: str, gendered: Gendered) -> str:
    """All stages that a text already spoken passes unchanged."""
    text = say_gendered(text, gendered)
    text = signs.set_off(text)
    text = words.say_abbreviations(text)
    text = figures.say_figures(text)
    text = words.say_acronyms(text)
    text = signs.name_signs(text)
    return signs.close_text(text)


@lru_cache(maxsize=8)
def load_lexicon(path: Path | None = None) -> Mapping[str, str]:
    """The ``[words]`` of a lexicon file, written → respelling; the shipped one without ``path``."""
    from podcaster.settings import read_toml  # noqa: PLC0415  tomllib only when the lexicon is wanted

    entries: dict[str, str] = read_toml(path or _SHIPPED).get("words", {})
    return MappingProxyType(entries)


_WORD = re.compile(r"[^\W_]+")
# What inflection adds to a name: Bidens, Pekinger; the ending is kept.
_ENDINGS = ("", "s", "er", "ern")
_Index = dict[str, tuple[tuple[str, str], ...]]


@lru_cache(maxsize=8)
def _index(own: tuple[tuple[str, str], ...]) -> _Index:
    """First word → the written forms that begin with it and how they are said, the longest first."""
    index: dict[str, list[tuple[str, str]]] = {}
    for written, respelling in {**load_lexicon(), **dict(own)}.items():
        for ending in _ENDINGS:
            form = written + ending
            first = _WORD.search(form)
            if first:
                index.setdefault(first[0], []).append((form, respelling + ending))
    return {first: tuple(sorted(forms, key=lambda form: -len(form[0]))) for first, forms in index.items()}


def _say_lexicon(text: str, index: _Index) -> str:
    """Respell what the index holds, at whole words only; the longest form wins."""
    if index.keys().isdisjoint(_WORD.findall(text)):
        return text
    pieces: list[str] = []
    done = 0
    for found in _WORD.finditer(text):
        start = found.start()
        for form, respelling in index.get(found[0], ()) if start >= done else ():
            end = start + len(form)
            if text.startswith(form, start) and not text[end : end + 1].isalnum():
                pieces += (text[done:start], respelling)
                done = end
                break
    return "".join([*pieces, text[done:]]) if pieces else text
