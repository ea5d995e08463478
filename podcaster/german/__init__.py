"""Written German → German as a news reader says it.

``spoken`` runs, in this order: web addresses, the lexicon, gendered forms, marks that are not
spoken, abbreviations, figures, acronyms, signs with a name. Every stage is a table of rules in its
own module, and leaves only words behind.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from podcaster.german import figures, signs, words
from podcaster.german.gender import say_gendered
from podcaster.german.lexicon import load_lexicon, may_be_respelled, pronounce, respell
from podcaster.german.rules import NUMERAL

if TYPE_CHECKING:
    from podcaster.model import Gendered, Lexicon

__all__ = ["load_lexicon", "pronounce", "spoken"]


def spoken(text: str, lexicon: Lexicon | None = None, *, gendered: Gendered = "stop") -> str:
    """Say written German in words and ``. , ; : ? !`` alone, endings by their context.

    ``lexicon`` respells words and phrases, on top of the shipped one; its entries win. ``gendered``
    says how ``Lehrer:innen`` is read. Never raises; a text without a single letter or figure gives the
    empty string.
    """
    plain = _plain(text, lexicon)
    if plain is not None:
        return plain
    text = signs.open_text(text)
    text = figures.say_phones(text)
    text = words.say_web(text)
    text = respell(text, lexicon)
    text = _say_marked(text, gendered)
    for _ in range(_ROUNDS):
        if ". " not in text or not _UNSETTLED.search(text):
            break
        text = _say_marked(text, gendered)
    return text


# Words of more than one letter, none but the first a capital or all of them, and single marks: signs, gendered forms and
# addresses look otherwise. Without quote marks and dashes two sentences of three are such.
_WORD = "(?:[A-ZÄÖÜa-zäöüß][a-zäöüß]{1,37}|[A-ZÄÖÜ]{2,8})"
_PLAIN = re.compile(f"(?:, )?(?P<said>{_WORD}(?:(?: |-|, |: |; ){_WORD})*[.!?,;:]?)")
_CAPITALS = re.compile("[A-ZÄÖÜ][A-ZÄÖÜ]")
_ODD = re.compile(f"[^A-ZÄÖÜa-zäöüß ,;:.!?–{signs.QUOTES}-]")  # fails three times as fast


def _plain(text: str, lexicon: Lexicon | None) -> str | None:
    """What is said of a text that the stages would leave as it is but for quote marks and dashes, else None."""
    found = None if _ODD.search(text) else _PLAIN.fullmatch(signs.without_quotes(text).replace(" – ", ", "))
    if found is None:
        return None
    said = found["said"]
    letters = _words_of(said)
    if words.may_be_short(letters, ends=said[-1] == ".") or may_be_respelled(letters, lexicon):
        return None
    if _CAPITALS.search(said):
        return None if "–" in text or NUMERAL.search(said) else words.say_acronyms(said)
    return said


def _words_of(plain: str) -> list[str]:
    for sign in ",;:.!?":
        plain = plain.replace(sign, "")
    return plain.replace("-", " ").split()


# A short word with a point that a sign followed ("St. €") may be an abbreviation now that the sign is a word.
_UNSETTLED = re.compile(r"(?<![^\W_])\w{1,3}\.(?= \w)")
_ROUNDS = 2


def _say_marked(text: str, gendered: Gendered) -> str:
    """All stages that a text already spoken passes unchanged."""
    text = say_gendered(text, gendered)
    text = signs.set_off(text)
    text = signs.name_signs(_say_words(text))
    return signs.close_text(text)


def _say_words(text: str) -> str:
    text = words.say_abbreviations(text)
    text = figures.say_figures(text)
    return words.say_acronyms(text)
