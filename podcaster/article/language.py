"""Whether a text is German, told by its function words."""

from __future__ import annotations

from collections import Counter
from functools import cache
from itertools import islice

from podcaster.article.text import words

_MOST_COMMON = 110
_FEWEST_WORDS = 30
_LEAST_SHARE = 0.12
"""Of function words; German news have 0.35 to 0.5 of them, lists of names and numbers far less."""
_ENOUGH = 8_000
"""Characters that are looked at."""
_GERMAN = "German"
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
    found = Counter(words(text[:_ENOUGH].lower()))
    if found.total() < _FEWEST_WORDS:
        return True
    speakers = _languages()
    spoken: Counter[str] = Counter()
    for word in found.keys() & speakers.keys():
        for language in speakers[word]:
            spoken[language] += found[word]
    german = spoken[_GERMAN]
    return german == max(spoken.values(), default=0) and german > _LEAST_SHARE * found.total()


@cache
def _languages() -> dict[str, list[str]]:
    """Word → the languages that have it among their most common; justext's lists come in order of frequency."""
    from importlib.resources import files  # noqa: PLC0415

    languages: dict[str, list[str]] = {}
    for language in (_GERMAN, *_RIVALS):
        text = (files("justext") / "stoplists" / f"{language}.txt").read_text(encoding="utf-8")
        found = dict.fromkeys(word.lower() for word in text.split())
        for word in islice(found, _MOST_COMMON):
            languages.setdefault(word, []).append(language)
    return languages
