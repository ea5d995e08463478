"""What a rule is, and what all rules of figures share: numbers, and numbers inside words."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from podcaster.german.numbers import cardinal, digits

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

Match = re.Match[str]

NUM = r"\d{1,3}(?:\.\d{3})+(?!\d)(?:,\d+)?|\d+(?:,\d+)?"
"""A number as German writes it, groups by points; blanks between groups are points by then."""


def _number_behind(signs: str) -> str:
    return rf"\d(?<![{signs}]\d)(?:\d{{0,2}}(?:\.\d{{3}})+(?!\d)(?:,\d+)?|\d*(?:,\d+)?)"


# The same behind nothing that would make it a part of something else. Patterns that begin with their
# first figure are found fastest.
FREE = _number_behind(r"\w.,")
UNSLASHED = _number_behind(r"\w.,/")
UNTIMED = _number_behind(r"\w.,:")
APART = _number_behind(r"\w.,:/")
ALONE = _number_behind(r"\w.,:/-")


class Rule(NamedTuple):
    """An example of what the pattern finds, the pattern, and what is said in its place.

    ``needs`` are signs of which a text must hold one for the pattern to find anything; most texts hold
    none, and the pattern need not be tried. Patterns are compiled when the first figure is read.
    """

    example: str
    pattern: str
    say: Callable[[Match], str] | str
    needs: str = ""


def choice(words: Iterable[str]) -> str:
    """A pattern for any of ``words``, the longest first; it looks at the first letter before it tries them."""
    words = sorted(words, key=len, reverse=True)
    first = "".join(sorted({re.escape(word[0]) for word in words}))
    return f"(?=[{first}])(?:{'|'.join(map(re.escape, words))})"


def title(word: str) -> str:
    """The word with a capital, the rest as it is."""
    return word[:1].upper() + word[1:]


def stop_after(found: Match, ends_sentence: Callable[[str], bool]) -> str:
    """The full stop that an abbreviation's point may also be."""
    rest = found.string[found.end() : found.end() + 40]
    return "." if found[0].endswith(".") and ends_sentence(rest) else ""


def say_number(written: str, one: str = "eins") -> str:
    """``1.234,50`` → eintausendzweihundertvierunddreißig Komma fünf null."""
    whole, comma, decimals = written.partition(",")
    whole = whole.replace(".", "")
    if comma:
        return f"{cardinal(int(whole))} Komma {digits(decimals)}"
    if len(whole) > 1 and whole[0] == "0":
        return digits(whole)
    return cardinal(int(whole), one)


def say_inside(written: str) -> str:
    """A number inside a word: ein, hundert, neunzig, eins-Komma-fünf."""
    if written in {"100", "1000", "1.000"}:
        return "hundert" if written == "100" else "tausend"
    return say_number(written, "ein").replace(" ", "-" if "," in written else "")
