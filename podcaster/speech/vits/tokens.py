"""Text → the token ids of a Coqui model, as its ``config.json`` says, without Coqui.

The order is Coqui's: clean, phonemise clause by clause between punctuation, look up each character, put
blanks between. One thing differs on purpose: ``phoneme_cleaners`` spells figures in English, and here
eSpeak reads them in the model's own language.
"""

from __future__ import annotations

import logging
import re
from functools import reduce
from typing import TYPE_CHECKING, Any, NamedTuple
from unicodedata import normalize

from podcaster.speech import espeak

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

_log = logging.getLogger(__name__)

# What stands alone between the pieces that are phonemised.
_MARKS = re.compile(r"((?:\s*[;:,.!?¡¿—…\"«»“”]+\s*)+)")

_SYMBOLS = str.maketrans({";": ",", "-": " ", ":": ","})
_BRACKETS = str.maketrans("", "", '<>()[]"')


def _composed(text: str) -> str:
    return normalize("NFC", text)


def _symbols(text: str) -> str:
    return text.translate(_SYMBOLS)


def _brackets(text: str) -> str:
    return text.translate(_BRACKETS)


def _blanks(text: str) -> str:
    return re.sub(r"\s+", " ", text).strip()


def _one_line(text: str) -> str:
    return text.replace("\n", "")


# Coqui's cleaners, as they treat a text without a language and without figures.
_CLEANERS: dict[str | None, tuple[Callable[[str], str], ...]] = {
    None: (),
    "no_cleaners": (_one_line,),
    "basic_cleaners": (_composed, str.lower, _blanks),
    "basic_german_cleaners": (_composed, str.lower, _blanks),
    "transliteration_cleaners": (_composed, str.lower, _blanks),
    "multilingual_cleaners": (_composed, str.lower, _symbols, _brackets, _blanks),
    "multilingual_phoneme_cleaners": (_composed, _symbols, _brackets, _blanks),
    "phoneme_cleaners": (_composed, _symbols, _brackets, _blanks),
}

# The parts of a vocabulary in the order of their ids.
_ORDERS = {
    "VitsCharacters": ("pad", "punctuations", "characters", "blank"),
    "IPAPhonemes": ("pad", "eos", "bos", "blank", "characters", "punctuations"),
    "Graphemes": ("pad", "eos", "bos", "blank", "characters", "punctuations"),
    "BaseCharacters": ("pad", "eos", "bos", "blank", "characters", "punctuations"),
}
_MARKERS = ("pad", "eos", "bos", "blank")

# What Coqui writes for a language in its own way, and eSpeak otherwise.
_LANGUAGES = {"en": "en-us", "zh-cn": "cmn"}


class TokensError(ValueError):
    """The configuration asks for something that only Coqui itself can do."""


class Vocabulary(NamedTuple):
    """The id of each sign, and those of the signs that stand for no sound."""

    ids: Mapping[str, int]
    blank: int | None
    bos: int | None
    eos: int | None


class Tokenizer:
    """Gives the ids of a text; what the model has no token for is left out, and told once."""

    def __init__(self, config: Mapping[str, Any], espeak_library: str = "auto") -> None:
        """Raises TokensError, or EspeakError where the phonemes have nobody to make them."""
        cleaner = config.get("text_cleaner")
        if cleaner not in _CLEANERS:
            message = f"its text_cleaner '{cleaner}' is not known"
            raise TokensError(message)
        self._clean = _CLEANERS[cleaner]
        self.vocabulary = vocabulary(config)
        self._has_blanks = bool(config.get("add_blank"))
        self._has_ends = bool(config.get("enable_eos_bos_chars"))
        self._phonemes: Callable[[str], str] = str
        self.language = ""
        if config.get("use_phonemes"):
            self.language = _language(config)
            library = espeak.library(espeak_library)
            if not library.choose(self.language):
                message = f"eSpeak has no language '{self.language}'"
                raise TokensError(message)
            self._phonemes = lambda text: _phonemised(text, library, self.language)
        self._untold: set[str] = set()

    @property
    def takes_ipa(self) -> bool:
        """Whether the model was taught eSpeak's phonemes of German."""
        return self.language.startswith("de")

    def ids(self, text: str) -> list[int]:
        """The ids of a text, in which ``[tʁamp]`` is IPA where ``takes_ipa`` is true."""
        ipa: list[str] = []
        if self.takes_ipa:
            text, ipa = espeak.stand_ins(text)
        text = reduce(lambda told, step: step(told), self._clean, text)
        return self._encoded(espeak.phonemes_with_ipa(text, ipa, self._phonemes))

    def _encoded(self, phonemes: str) -> list[int]:
        known = self.vocabulary.ids
        self._tell_unknown(set(phonemes) - known.keys())
        ids = [known[sign] for sign in phonemes if sign in known]
        if self._has_blanks:
            blank = _needed(self.vocabulary.blank, "blank")
            ids = [blank, *(one for token in ids for one in (token, blank))]
        if self._has_ends:
            ids = [_needed(self.vocabulary.bos, "bos"), *ids, _needed(self.vocabulary.eos, "eos")]
        return ids

    def _tell_unknown(self, signs: set[str]) -> None:
        new = signs - self._untold
        if new:
            self._untold |= new
            _log.warning("the voice has no sound for %s, and leaves it out", " ".join(sorted(map(repr, new))))


def vocabulary(config: Mapping[str, Any]) -> Vocabulary:
    """The ids as Coqui's class of characters gives them; raises TokensError where nobody could know them."""
    given = config.get("characters")
    if not isinstance(given, dict):
        message = "its config.json lists no characters"
        raise TokensError(message)
    default = "IPAPhonemes" if config.get("use_phonemes") else "Graphemes"
    kind = str(given.get("characters_class") or default).rpartition(".")[2]
    if kind == "BaseVocabulary":
        signs = list(given.get("vocab_dict") or ())
    elif kind in _ORDERS:
        signs = _signs(given, kind)
    else:
        message = f"its class of characters '{kind}' is not known"
        raise TokensError(message)
    if not signs:
        message = "its config.json lists no characters"
        raise TokensError(message)
    ids = {sign: number for number, sign in enumerate(signs)}
    blank = "<BLNK>" if kind == "VitsCharacters" else given.get("blank")
    blank, bos, eos = (
        ids.get(sign) if sign else None for sign in (blank, given.get("bos"), given.get("eos"))
    )
    return Vocabulary(ids, blank, bos, eos)


def _signs(given: Mapping[str, Any], kind: str) -> list[str]:
    if kind == "VitsCharacters":
        characters = f"{given.get('characters') or ''}{given.get('phonemes') or ''}"
        parts = {**given, "characters": characters, "blank": "<BLNK>"}
    else:
        phonemes = given.get("phonemes") if kind == "IPAPhonemes" else None
        characters = phonemes if phonemes is not None else given.get("characters") or ""
        if given.get("is_unique"):
            if not given.get("is_sorted", True):
                message = "its vocabulary has no order (is_unique without is_sorted)"
                raise TokensError(message)
            characters = "".join(set(characters))
        parts = {**given, "characters": sorted(characters) if given.get("is_sorted", True) else characters}
    signs: list[str] = []
    for part in _ORDERS[kind]:
        value = parts.get(part) or ""
        # VitsCharacters counts also a marker that is empty
        signs += ([value] if value or kind == "VitsCharacters" else []) if part in _MARKERS else value
    return signs


def _language(config: Mapping[str, Any]) -> str:
    phonemizer, language = config.get("phonemizer"), str(config.get("phoneme_language") or "")
    if phonemizer not in {"espeak", None, ""} or not language:
        message = f"its phonemes are made by '{phonemizer}' for '{language}', and not by eSpeak"
        raise TokensError(message)
    return _LANGUAGES.get(language, language)


def _phonemised(text: str, library: espeak.Library, language: str) -> str:
    pieces = _MARKS.split(text.strip())
    pieces[::2] = [library.said(piece, language) if piece else "" for piece in pieces[::2]]
    return "".join(pieces)


def _needed(number: int | None, name: str) -> int:
    if number is None:
        message = f"its vocabulary has no sign called '{name}'"
        raise TokensError(message)
    return number
