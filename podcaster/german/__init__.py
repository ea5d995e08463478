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

if TYPE_CHECKING:
    from collections.abc import Mapping

__all__ = ["load_lexicon", "spoken"]

_SHIPPED = Path(__file__).parent.parent / "lexicon" / "de.toml"
_PLAIN = re.compile(r"[a-zA-ZäöüßÄÖÜéèà ,.?!;:-]*")


def spoken(text: str, lexicon: Mapping[str, str] | None = None) -> str:
    """Say written German in words and ``. , ; : ? !`` alone, endings by their context.

    ``lexicon`` respells words and phrases, on top of the shipped one; its entries win. Never raises;
    a text without a single letter or figure gives the empty string.
    """
    text = signs.open_text(text)
    text = figures.say_phones(text)
    text = words.say_web(text)
    text = _say_lexicon(text, lexicon)
    text = words.say_gendered(text)
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


@lru_cache(maxsize=1)
def _shipped_index() -> dict[str, tuple[tuple[str, str], ...]]:
    return _index(load_lexicon())


def _index(lexicon: Mapping[str, str]) -> dict[str, tuple[tuple[str, str], ...]]:
    """First word → the entries that begin with it, the longest first."""
    index: dict[str, list[tuple[str, str]]] = {}
    for written, respelling in lexicon.items():
        first = _WORD.match(written)
        if first:
            index.setdefault(first[0], []).append((written, respelling))
    return {first: tuple(sorted(entries, key=lambda entry: -len(entry[0]))) for first, entries in index.items()}


def _say_lexicon(text: str, lexicon: Mapping[str, str] | None) -> str:
    shipped = _shipped_index()
    own = _index(lexicon) if lexicon else {}
    if not shipped and not own:
        return text
    pieces: list[str] = []
    done = 0
    for found in _WORD.finditer(text):
        start = found.start()
        if start < done:
            continue
        word = found[0]
        for candidate in (word, word[:-1] if word.endswith("s") else word, word[:-2] if word.endswith("er") else word):
            entries = (*own.get(candidate, ()), *shipped.get(candidate, ()))
            hit = _longest(text, start, entries) if entries else None
            if hit:
                pieces += (text[done:start], hit[1])
                done = hit[0]
                break
    return "".join([*pieces, text[done:]]) if pieces else text


def _longest(text: str, start: int, entries: tuple[tuple[str, str], ...]) -> tuple[int, str] | None:
    best: tuple[int, str] | None = None
    for written, respelling in entries:
        end = start + len(written)
        if not text.startswith(written, start) or (best and len(written) <= best[0] - start):
            continue
        tail = _TAIL.match(text, end)
        if tail:
            best = (tail.end(), respelling + tail[0])
    return best


_TAIL = re.compile(r"(?:s|es|er|ern)?(?![^\W_])")
