"""Whether a text is German, told by its function words."""

from __future__ import annotations

from functools import cache

from podcaster.article.text import words

_MOST_COMMON = 110
_FEWEST_WORDS = 30
_CLEARLY = 0.25
"""Share of function words; German news have 0.35 to 0.5 of them."""
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
    found = [word.lower() for word in words(text)[:3000]]
    if len(found) < _FEWEST_WORDS:
        return True
    if sum(char.isalpha() and char > "\u024f" for char in text[:3000]) > len(text[:3000]) / 4:
        return False  # another alphabet
    german = _share(found, "German")
    rival = max(_share(found, language) for language in _RIVALS)
    return german >= rival and german > _CLEARLY / 2


def _share(found: list[str], language: str) -> float:
    common = _common_words(language)
    return sum(word in common for word in found) / len(found)


@cache
def _common_words(language: str) -> frozenset[str]:
    """The most common words of a language; justext's lists come in order of frequency."""
    from importlib.resources import files  # noqa: PLC0415

    text = (files("justext") / "stoplists" / f"{language}.txt").read_text(encoding="utf-8")
    found = dict.fromkeys(word.lower() for word in text.split())
    return frozenset(list(found)[:_MOST_COMMON])
