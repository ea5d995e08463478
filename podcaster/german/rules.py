"""What a rule is, and what all rules of figures share: numbers, and numbers inside words."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from podcaster.german.numbers import cardinal, digits

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

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

    The others tell what a text must hold for the pattern to find anything; most texts do not, and the
    pattern need not be tried. Letters count as ``a`` beside figures, white space as a blank. Patterns are
    compiled when the first figure is read.
    """

    example: str
    pattern: str
    say: Callable[[Match], str] | str
    needs: str = ""
    """Signs, one of which must be there; I, V, X and L count as Roman numerals alone."""
    behind: str = ""
    """Signs, one of which must stand right behind a figure."""
    before: str = ""
    """Signs, one of which must stand right before a figure."""
    beside: str = ""
    """Signs, one of which must stand on either side of a figure."""
    words: tuple[str, ...] = ()
    """Words or parts of words, one of which must be there."""
    figures: int = 0
    """How many figures must stand in a row."""

    def demands(self) -> Iterator[frozenset[str]]:
        """Sets of what ``features`` may find; a text must have something of each."""
        longer = range(self.figures, _MOST_FIGURES + 1) if self.figures else ()
        groups = (
            self.needs,
            self.words,
            [f"0{sign}" for sign in self.behind],
            [f"{sign}0" for sign in self.before],
            [pair for sign in self.beside for pair in (f"0{sign}", f"{sign}0")],
            ["0" * count for count in longer],
        )
        return (frozenset(group) for group in groups if group)


def features(text: str, words: Iterable[str]) -> set[str]:
    """What a text holds: its signs, what stands beside figures (``0.`` and ``.0``), their number, and ``words``."""
    found = set(text)
    if not (_NUMERALS.isdisjoint(found) or NUMERAL.search(text)):
        found -= _NUMERALS
    found.update([word for word in words if word in text])
    for run in _RUN.finditer(text):
        start, end = run.span()
        found.add(f"{_side(text[start - 1 : start])}0")
        found.add(f"0{_side(text[end : end + 1])}")
        found.add("0" * min(end - start, _MOST_FIGURES))
    return found


def _side(sign: str) -> str:
    return "a" if sign.isalnum() else " " if sign.isspace() else sign


_MOST_FIGURES = 5
_RUN = re.compile(r"\d\d*")
_NUMERALS = frozenset("IVXL")
NUMERAL = re.compile(r"[IVXL](?<=\b[IVXL])[IVXL]*\b")
"""A word of the letters of Roman numerals, whether it is one or not."""


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
