"""Numbers → German words, with no knowledge of the text around them.

The words are those of num2words 0.5.14 but for its slip "fünfhunderteinstausend", in a fraction of its time
(benchmarks/german.py); it is needed for the comparison alone.
"""

from __future__ import annotations

from functools import lru_cache

_UNITS = (
    "null", "eins", "zwei", "drei", "vier", "fünf", "sechs", "sieben", "acht", "neun", "zehn", "elf", "zwölf", "dreizehn", "vierzehn", "fünfzehn", "sechzehn", "siebzehn", "achtzehn", "neunzehn",
)  # fmt: skip
_TENS = ("", "zehn", "zwanzig", "dreißig", "vierzig", "fünfzig", "sechzig", "siebzig", "achtzig", "neunzig")
_SCALES = (
    (10**24, "Quadrillion", "Quadrillionen"),
    (10**21, "Trilliarde", "Trilliarden"),
    (10**18, "Trillion", "Trillionen"),
    (10**15, "Billiarde", "Billiarden"),
    (10**12, "Billion", "Billionen"),
    (10**9, "Milliarde", "Milliarden"),
    (10**6, "Million", "Millionen"),
)
_LARGEST = 10**27
"""From here on a number is read digit by digit."""

# Ordinal stems that are not the cardinal + "t" or "st".
_IRREGULAR = (("eins", "erst"), ("drei", "dritt"), ("sieben", "siebt"), ("acht", "acht"))
_SHORT = ("null", *_UNITS[2:])
_CENTURIES = range(1100, 2000)


def _below_hundred(number: int) -> str:
    if number < len(_UNITS):
        return _UNITS[number]
    tens, units = divmod(number, 10)
    if units == 0:
        return _TENS[tens]
    return ("ein" if units == 1 else _UNITS[units]) + "und" + _TENS[tens]


def _below_million(number: int) -> str:
    thousands, rest = divmod(number, 1000)
    hundreds, below = divmod(rest, 100)
    words = ""
    if thousands:
        words += _stem(_below_million(thousands)) + "tausend"
    if hundreds:
        words += _stem(_UNITS[hundreds]) + "hundert"
    if below or not words:
        words += _below_hundred(below)
    return words


def _stem(words: str) -> str:
    """``eins`` before another word: ``ein``."""
    return words[:-1] if words.endswith("eins") else words


@lru_cache(maxsize=4096)
def cardinal(number: int, one: str = "eins") -> str:
    """``21`` → einundzwanzig; ``one`` is how a final one is said: ``ein`` Euro, ``eine`` Million."""
    if number >= _LARGEST:
        return digits(str(number))
    words = []
    for scale, singular, plural in _SCALES:
        count, number = divmod(number, scale)
        if count:
            words.append(f"eine {singular}" if count == 1 else f"{_below_million(count)} {plural}")
    if number or not words:
        words.append(_below_million(number))
    # Duden: "hunderteins Euro", but "ein Euro"; only the bare one is inflected
    if words[-1] == "eins":
        words[-1] = one
    return " ".join(words)


@lru_cache(maxsize=4096)
def ordinal(number: int, ending: str = "e") -> str:
    """``24, "en"`` → vierundzwanzigsten; in one word, also ``zweimillionste``."""
    return _ordinal_stem(number) + ending


def _ordinal_stem(number: int) -> str:
    if number >= _LARGEST:
        return digits(str(number))
    for scale, singular, _ in _SCALES:
        if number >= scale and number % scale == 0:
            count = number // scale
            return ("" if count == 1 else _stem(_below_million(count))) + singular.lower().rstrip("e") + "st"
    *high, last = cardinal(number).split(" ")
    if number == 100:  # noqa: PLR2004  "der hundertste", but "der einhunderterste"
        last = "hundert"
    elif number == 1000:  # noqa: PLR2004
        last = "tausend"
    for written, stem in _IRREGULAR:
        if last.endswith(written):
            last = last[: -len(written)] + stem
            break
    else:
        last += "t" if last.endswith(_SHORT) else "st"
    return "".join(high).lower() + last


def year(number: int) -> str:
    """``1999`` → neunzehnhundertneunundneunzig; from 2000 on and before 1100 like any number."""
    if number not in _CENTURIES:
        return cardinal(number)
    hundreds, rest = divmod(number, 100)
    return _below_hundred(hundreds) + "hundert" + (_below_hundred(rest) if rest else "")


def digits(figures: str) -> str:
    """``007`` → null null sieben."""
    return " ".join(_UNITS[int(figure)] for figure in figures)


_ROMAN = {"I": 1, "V": 5, "X": 10, "L": 50, "C": 100}


def roman(numeral: str) -> int:
    """``XIV`` → 14; the caller has made sure that it is a numeral."""
    total = 0
    for letter, following in zip(numeral, numeral[1:] + " ", strict=True):
        value = _ROMAN[letter]
        total += -value if _ROMAN.get(following, 0) > value else value
    return total
