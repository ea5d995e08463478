"""Signs that are not spoken: quote marks, brackets, dashes, emoji, and letters no German voice knows."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

from podcaster.german.numbers import digits

# Letters that the voices read as they stand; all others are respelled or transliterated.
_KNOWN = "A-Za-zÀ-ÖØ-öø-ÿŠšŽž"

# How a German ear hears letters of other Latin alphabets, and of Cyrillic (Duden's transcription).
_RESPELLED = {
    "č": "tsch", "ć": "tsch", "ś": "sch", "ş": "sch", "ș": "sch", "ź": "sch", "ż": "sch", "ř": "rsch", "ł": "l", "ń": "n",
    "ň": "n", "ę": "en", "ą": "on", "ě": "je", "đ": "dsch", "ğ": "", "ı": "i", "İ": "I", "ő": "ö", "ű": "ü", "ț": "z", "ţ": "z", "ă": "a",
    "œ": "ö", "ß": "ß", "ẞ": "SS",
    "а": "a", "б": "b", "в": "w", "г": "g", "д": "d", "е": "e", "ё": "jo", "ж": "sch", "з": "s", "и": "i", "й": "i", "к": "k", "л": "l",
    "м": "m", "н": "n", "о": "o", "п": "p", "р": "r", "с": "s", "т": "t", "у": "u", "ф": "f", "х": "ch", "ц": "z", "ч": "tsch",
    "ш": "sch", "щ": "schtsch", "ъ": "", "ы": "y", "ь": "", "э": "e", "ю": "ju", "я": "ja", "і": "i", "ї": "ji", "є": "je", "ґ": "g",
    "α": "a", "β": "b", "γ": "g", "δ": "d", "ε": "e", "ζ": "s", "η": "i", "θ": "th", "ι": "i", "κ": "k", "λ": "l", "μ": "m",
    "ν": "n", "ξ": "x", "ο": "o", "π": "p", "ρ": "r", "σ": "s", "ς": "s", "τ": "t", "υ": "y", "φ": "f", "χ": "ch", "ψ": "ps", "ω": "o",
    "ά": "a", "έ": "e", "ή": "i", "ί": "i", "ό": "o", "ύ": "y", "ώ": "o",
}  # fmt: skip
_UNKNOWN = re.compile(rf"[^\x00-\x7f{_KNOWN}„“”‚‘’«»‹›–—…€£°§½¼¾²³µ×]+")

_LIGHT = (
    ("\u00ad", ""),  # soft hyphen
    ("\u00a0", " "), ("\u202f", " "), ("\u2009", " "), ("\u2007", " "),
    ("\u2011", "-"), ("\u2010", "-"), ("\u2212", "−"),
)  # fmt: skip

# Signs with letters that would be respelled, as what the tables know.
_CODES = {"zł": "PLN", "Kčs": "CZK", "Kč": "CZK", "α": "Alpha", "β": "Beta", "γ": "Gamma", "δ": "Delta", "Δ": "Delta", "λ": "Lambda",
    "μ": "My", "π": "Pi", "σ": "Sigma", "Σ": "Sigma", "ω": "Omega", "Ω": "Omega", "θ": "Theta", "φ": "Phi", "ε": "Epsilon", "τ": "Tau"}  # fmt: skip
_CODE = re.compile(rf"(?<![^\W\d_])(?:{'|'.join(_CODES)})(?![^\W_])(?<!\dΩ)(?<!\d Ω)")

QUOTES = '"„“”«»‹›″‟〝〞＂'
_DOUBLE = re.compile(f"[{QUOTES}]")
_APOSTROPHE = re.compile(r"(?<=[^\W\d_])['’‘´`ʼ′](?=([^\W\d_]))([^\W\d_])")
_APOSTROPHES = re.compile("['’‘´`ʼ′]")
_GROUP_APOSTROPHE = re.compile(r"(?<=\d)['’](?=\d{3}(?!\d))")
_YEAR_APOSTROPHE = re.compile(r"(?<![\w])['’‘](\d\d)(?=er\b|\b)(?!['’‘])")
_SINGLE = re.compile(r"['‚‘’´`‛ʼ′]")

_FOOTNOTE = re.compile(
    r"\s?\[(?:(?:Anm\.|Anmerkung|Fn\.|Quelle|Note|A)?\s?\d{1,3}|[a-z]|\*)\]|(?<=[^\W\d_]{3})[¹²³⁰⁴-⁹]+(?!\w)"
)
# km² and m³ keep theirs: up to two letters are a unit
_OMISSION = re.compile(r"[\[(]\s*(?:…|\.\.\.)\s*[\])]")
_INNER_BRACKET = re.compile(
    r"(?<=[^\W\d_])-?[(\[]([^\W\d_]{1,6})[)\]](?=[^\W\d_])|(?<![\w])[(\[]([^\W\d_]{1,6})[)\]](?=[^\W\d_])"
)
_OPENING = re.compile(r",? ?[(\[{]+\s*")
_CLOSING_LAST = re.compile(r"[)\]}]+\s*$")
_CLOSING = re.compile(r"[)\]}]+\s*")
_DASH = re.compile(
    r"(?<!\d) +(?:[–—―]+|-+)(?= |$)| +(?:[–—―]+|-+)(?= +\D| *$)| *[—―]+ *|(?<=[^\W\d])–\s+|\s+–(?=[^\W\d])"
)
_RAISED, _DASHES = re.compile("[¹²³⁰⁴⁵⁶⁷⁸⁹]"), re.compile("[–—―]")
_OPENING_DASH = re.compile(r"\s*[-–—―•·*▪►▶→|>]+\s+|\s*[–—―]+\s*(?=[^\W\d])")
_ELLIPSIS = re.compile(r"\s*(?:…|\.{2,})+\s*")

_TOO_LONG = re.compile(r"[^\W\d_]{60,}")
_ENDLESS = 60
_ENDLESS_NUMBER = re.compile(rf"\d[.,]?(?:\d[.,]?){{{_ENDLESS - 1},}}")
"""No name for it; int() itself refuses thousands of figures."""
_PIECE = 40
"""Longest German words of use have 30 to 40 letters; SVOX Pico fails on thousands."""

_BLANK_BEFORE_MARK = re.compile(r" (?=[,;:.?!])")
_PUNCTUATION = re.compile(r"([,;:.?!]+) ?")
_UNTIDY = re.compile(r"[,;:.?! ](?:[,;:.?!]|(?<! )[^ ])")


def open_text(text: str) -> str:
    """Before anything is read: one kind of blank, no quote marks, brackets set off by commas."""
    if not text.isascii():
        text = unicodedata.normalize("NFC", text)
        for sign, plain in _LIGHT:
            text = text.replace(sign, plain)
        if _UNKNOWN.search(text):  # every code has such a letter
            text = _CODE.sub(lambda found: _CODES[found[0]], text)
            text = _UNKNOWN.sub(_respell, text)
    if len(text) > _ENDLESS:
        text = _ENDLESS_NUMBER.sub(lambda found: digits("".join(filter(str.isdigit, found[0]))) + " ", text)
    if not _APOSTROPHES.search(text):
        return text
    text = _YEAR_APOSTROPHE.sub(r"\1", text)
    text = _GROUP_APOSTROPHE.sub("", text)
    return _APOSTROPHE.sub(lambda found: found[2].lower(), text)


def without_quotes(text: str) -> str:
    """A text without double quote marks."""
    return _DOUBLE.sub("", text)


def set_off(text: str) -> str:
    """Quote marks go, brackets and dashes become commas, an ellipsis a pause."""
    if "[" in text or _RAISED.search(text):
        text = _FOOTNOTE.sub("", text)
    text = without_quotes(text)
    text = _SINGLE.sub("", text)
    if "(" in text or "[" in text or "{" in text or ")" in text:
        text = _OMISSION.sub(" … ", text)
        text = _INNER_BRACKET.sub(r"\1\2", text)
        text = _OPENING.sub(", ", text)
        text = _CLOSING_LAST.sub("", text)
        text = _CLOSING.sub(", ", text)
    if opening := _OPENING_DASH.match(text):
        text = text[opening.end() :]
    if " -" in text or _DASHES.search(text):
        text = _DASH.sub(", ", text)
    return _ELLIPSIS.sub(_pause, text) if ".." in text or "…" in text else text


def _pause(found: re.Match[str]) -> str:
    if not found.string[: found.start()].strip():
        return ""
    rest = found.string[found.end() :]
    if not rest or rest[0] in ".,;:?!":
        return ". " if not rest.strip(".,") else ""
    return ". " if rest[0].isupper() else ", "


@lru_cache(maxsize=1024)
def _transliterated(letter: str) -> str:
    low = letter.lower()
    if low in _RESPELLED:
        plain = _RESPELLED[low]
        return plain.capitalize() if letter != low else plain
    if letter.isdecimal():
        return str(unicodedata.decimal(letter))
    base = unicodedata.normalize("NFKD", letter)
    if base[0].isascii() and base[0].isalpha():
        return "".join(sign for sign in base if sign.isascii())
    if unicodedata.category(letter) == "So" and letter != "℃":
        return " "  # emoji and the like
    if not letter.isalpha():
        return letter if unicodedata.category(letter)[0] in "SPN" else " " if letter.isspace() else ""
    from anyascii import anyascii  # noqa: PLC0415  only pages in other scripts pay for it

    return "".join(sign for sign in anyascii(letter) if sign.isalpha())


def _respell(found: re.Match[str]) -> str:
    letters = found[0].replace("ий", "и").replace("ый", "ы")  # Duden: Dostojewski, Bely
    run = "".join(map(_transliterated, letters))
    # every Chinese sign comes with a capital: 北京 → Beijing
    return run.capitalize() if sum(map(str.isupper, run)) > 1 and not found[0].isupper() else run


# Signs with a name; every other sign is dropped.
_NAMED = (
    (re.compile(r"(?<=\w)\s*×\s*(?=\w)"), " mal "),
    (re.compile(r"√\s*"), " Wurzel aus "),
    (re.compile(r"≠"), " ungleich "),
    (re.compile(r"∞"), " unendlich "),
    (re.compile(r"≈"), " ungefähr "),
    (re.compile(r"\s*&\s*"), " und "),
    (re.compile(r"(?<=\w)\s*\+\s*(?=\w)|(?<=\s)\+(?=\s)|(?<=[^\W\d_])\+(?!\w)"), " plus "),
    (re.compile(r"\s+=\s+|(?<=\w)=(?=\w)"), " gleich "),
    (re.compile(r"\s*@\s*"), " at "),
    (re.compile(r"\s*%"), " Prozent"),
    (re.compile(r"\s*‰"), " Promille"),
    (re.compile(r"\s*€"), " Euro"),
    (re.compile(r"\s*\$"), " Dollar"),
    (re.compile(r"\s*£"), " Pfund"),
    (re.compile(r"\bdes §§\s*"), "der Paragrafen "),  # i. S. d. §§ 3 und 4
    (re.compile(r"§§\s*"), "Paragrafen "),
    (re.compile(r"\b((?:de[smn]|vom|zum|beim|im) )§\s*"), r"\1Paragrafen "),
    (re.compile(r"§\s*"), "Paragraf "),
    (re.compile(r"\s*°C\b"), " Grad Celsius"),
    (re.compile(r"\s*°"), " Grad "),
    (re.compile(r"[≈~](?=\s*\w)"), "ungefähr "),
    (re.compile(r"±"), " plus minus "),
    (re.compile(r"≥"), " größer gleich "),
    (re.compile(r"≤"), " kleiner gleich "),
    (re.compile(r"(?<=\s)<(?=\s\w)"), "kleiner als "),
    (re.compile(r"(?<=\s)>(?=\s\w)"), "größer als "),
    (re.compile(r"#\s*(?=\w)"), "Hashtag "),
    (re.compile(r"[µμ](?=\w)"), "Mikro"),
    (re.compile(r"½"), " ein halb"),
    (re.compile(r"¼"), " ein Viertel"),
    (re.compile(r"¾"), " drei Viertel"),
)  # fmt: skip
_SIGN = re.compile(r"[^\w\s.,;:?!-]|_")
_LEFT = re.compile(rf"[^{_KNOWN}.,;:?! -]")
_HANGING = re.compile(r"(?<![^\W\d_])-+|-+(?![^\W\d_])")
_HANGS = re.compile(r"-(?<![^\W\d_]-)|-(?![^\W\d_])")
_STROKE = re.compile(r"[/\\|]+")
_COLON_INSIDE = re.compile(r"(?<=\w)[:](?=\w)")


def name_signs(text: str) -> str:
    """Say the signs that have a name, and drop the rest."""
    if _SIGN.search(text):
        for pattern, name in _NAMED:
            text = pattern.sub(name, text)
        text = _STROKE.sub(" ", text)
        text = re.sub(r"[·•→←↑↓▪►■●–]", ", ", text)
    return text


def close_text(text: str) -> str:
    """After everything is read: letters, single blanks and single marks alone are left."""
    if _LEFT.search(text):
        text = _LEFT.sub(" ", text.translate(_GONE))
    if _HANGS.search(text):
        text = _HANGING.sub("", text)
    if ":" in text:
        text = _COLON_INSIDE.sub(" ", text)
    words = text.split()
    text = " ".join(words)
    if text[:1] in _MARKS or _UNTIDY.search(text):
        text = _PUNCTUATION.sub(_one_mark, _BLANK_BEFORE_MARK.sub("", text)).strip()
    if max(map(len, words), default=0) > _PIECE:
        text = _TOO_LONG.sub(_break_word, text)
    return text if any(sign.isalpha() for sign in text) else ""


_MARKS = frozenset(",;:.?!")
_GONE = dict.fromkeys([0xFE0F, 0x200B, 0x200C, 0x200D, 0xFEFF, 0x2060])


def _one_mark(found: re.Match[str]) -> str:
    marks = found[1]
    if found.start() == 0:
        return ""
    at_end = found.end() == len(found.string)
    mark = marks[0] if len(marks) == 1 else _strongest(marks, at_end=at_end)
    return mark if at_end else mark + " "


def _strongest(marks: str, *, at_end: bool) -> str:
    """``?,`` → ``?``; ``.,`` in a sentence → ``,``."""
    for mark in "?!":
        if mark in marks:
            return mark
    if "," in marks and "." in marks and not at_end and marks[-1] == ",":
        return ","
    return next(mark for mark in ".:;," if mark in marks)


def _break_word(found: re.Match[str]) -> str:
    word = found[0]
    return " ".join(word[i : i + _PIECE] for i in range(0, len(word), _PIECE))
