"""Whether a text is German, told by its function words."""

from __future__ import annotations

from collections import Counter
from functools import cache

from podcaster.article.text import words

_MOST_COMMON = 110
_FEWEST_WORDS = 30
_LEAST_SHARE = 0.12
"""Of function words; German news have 0.35 to 0.5 of them, lists of names and numbers far less."""
_ENOUGH = 8_000
"""Characters that are looked at."""
_RIVALS = (
    *(
        "English",
        "French",
        "Dutch",
        "Danish",
        "Swedish",
        "Norwegian_Bokmal",
        "Italian",
        "Spanish",
        "Portuguese",
        "Polish",
    ),
    *(
        "Luxembourgish",
        "Afrikaans",
        "Romanian",
        "Hungarian",
        "Czech",
        "Turkish",
        "Croatian",
        "Finnish",
        "Latin",
        "Icelandic",
    ),
)


def is_german(text: str) -> bool:
    """Whether German has the largest share of function words; a text too short to tell is taken for German."""
    found = Counter(word.lower() for word in words(text[:_ENOUGH]))
    if found.total() < _FEWEST_WORDS:
        return True
    german = _share(found, "German")
    rival = max(_share(found, language) for language in _RIVALS)
    return german >= rival and german > _LEAST_SHARE


def _share(found: Counter[str], language: str) -> float:
    return sum(found[word] for word in found.keys() & _common_words(language)) / found.total()


@cache
def _common_words(language: str) -> frozenset[str]:
    """The most common words of a language; justext's lists come in order of frequency."""
    from importlib.resources import files  # noqa: PLC0415

    text = (files("justext") / "stoplists" / f"{language}.txt").read_text(encoding="utf-8")
    found = dict.fromkeys(word.lower() for word in text.split())
    return frozenset(list(found)[:_MOST_COMMON])
