"""Where German sentences end.

A full stop after a number, an initial or an abbreviation ends a sentence only if what follows can
begin one: ``am 24. Juni``, ``die 43. Artilleriebrigade``, but ``im Jahr 2024. Die Stadt …``.
"""

from __future__ import annotations

import re
from functools import lru_cache

from podcaster.script.words import (
    ABBREVIATIONS,
    CLOSED_ABBREVIATIONS,
    MONTHS,
    NUMBERED,
    NUMBERING,
    ORDINAL_LEADS,
    STARTERS,
    UNITS,
)

_END = re.compile(
    r"""
    (?P<sign> [.!?…][.!?…]* )                                   # a set of signs is found faster than a run of them
    (?: \s? [“”"»«’'‘‹›)\]}]+ (?=\s|$) | [“”"»«’'‘‹›)\]}]+ )*   # handelt."  handelt. “
    (?= \s | $ )
    """,
    re.VERBOSE,
)
_NEXT = re.compile(r"\s*(?:[–—-]\s+)?[„“”\"»«‚‘'‹›(\[¿¡{]*\s?(\w[\w'’-]*)?")
_OPENING = "„“”\"»«‚‘'‹›([{"
_ABBREVIATION_FORM = re.compile(
    r"""
    (?: [IVXLC]+                                 # Karl III
    | (?:[^\W\d_]{1,2}\.)+[^\W\d_]{1,4}          # z.B  i.d.R
    | (?:\w+-)+[A-ZÄÖÜ]                          # Karl-H
    | [A-ZÄÖÜ]\w+str                             # Hauptstr
    | (?=\w*[a-zß])[b-df-hj-np-tv-xzßB-DF-HJ-NP-TV-XZ]{2,4}  # Str, Abt: nobody can say it
    )$
    """,
    re.VERBOSE,
)
_BRACKETED = re.compile(r"\([^()]{0,400}\)|\[[^\[\]]{0,400}\]")
_WORD = re.compile(r"\w")
_OPENING_BRACKETS = frozenset("([{")
_LOOK_BACK = 80  # characters; longer words are no abbreviations
_ORDINAL_DIGITS = 2
_SMALL_BEGINNING = re.compile(r"[a-z][A-Z]|[a-z]\)")  # iPads …; b) …
_TRAILING = re.compile(r"\s…[“”\"»«]")  # Was soll das? …“
_ERA = frozenset({"v", "n"})  # v. Chr.
_STREET = re.compile(r"\w*[sS]tr$")


def split_sentences(text: str) -> list[str]:
    """The sentences of a paragraph; closing marks and brackets stay with the sentence they close."""
    ends = [*sentence_ends(text)]
    return [
        sentence
        for start, end in zip([0, *ends], ends, strict=False)
        if (sentence := text[start:end].strip())
    ]


@lru_cache(maxsize=512)  # quotations and segments both ask, paragraph by paragraph
def sentence_ends(text: str) -> tuple[int, ...]:
    """Offsets behind the last character of each sentence; the last is the end of the text.

    No sentence is without a word, as long as there is one in the text.
    """
    brackets = [match.span() for match in _BRACKETED.finditer(text)]
    bracket = 0
    ends: list[int] = []
    start = 0
    first_word = _WORD.search(text)
    last_word = next((at for at in range(len(text) - 1, -1, -1) if _WORD.match(text, at)), -1)
    for match in _END.finditer(text):
        end = match.end()
        while bracket < len(brackets) and brackets[bracket][1] <= match.start():
            bracket += 1
        if bracket < len(brackets) and _is_inside(text, start, brackets[bracket], end):
            continue
        has_word = first_word is not None and first_word.start() < end
        if has_word and end <= last_word and _ends_here(text, start, match):
            ends.append(end)
            start = end
            first_word = _WORD.search(text, start)
    return (*ends, len(text))


def _is_inside(text: str, start: int, bracket: tuple[int, int], end: int) -> bool:
    """Whether a bracket that the sentence opened after its beginning is still open at ``end``."""
    return bracket[0] < end < bracket[1] and bool(_WORD.search(text, start, bracket[0]))


def _ends_here(text: str, start: int, match: re.Match[str]) -> bool:
    following = _NEXT.match(text, match.end())
    after = (following.group(1) if following else None) or ""
    if after[:1].islower() and following and not _SMALL_BEGINNING.match(text, following.start(1)):
        return False
    sign = match.group("sign")
    if _TRAILING.match(text, match.end()):
        return False
    if "!" in sign or "?" in sign:
        return True
    if sign != ".":
        # "[…]" and "… und" leave something out; only a word that begins sentences ends one here
        before = text[match.start() - 1 : match.start()]
        return before not in _OPENING_BRACKETS and (after in STARTERS or not before.isspace())
    before = text[max(start, match.start() - _LOOK_BACK) : match.start()]
    previous, word = ["", "", *before.rsplit(maxsplit=2)][-2:]
    return _full_stop_ends(previous, word.lstrip(_OPENING), after)


def _full_stop_ends(previous: str, word: str, after: str) -> bool:
    if word.isdigit():
        return _number_ends(previous, word, after)
    if word in NUMBERING or (_STREET.match(word) and after[:1].isdigit()):
        return not after[:1].isdigit()
    if word in _ERA and after == "Chr":
        return False
    if _is_abbreviation(previous, word):
        return not _is_closed(previous, word) and after in STARTERS
    return True


def _number_ends(previous: str, word: str, after: str) -> bool:
    if after in MONTHS or not previous:
        return False  # 24. Juni; "1." numbers what follows
    if after[:1].isdigit():
        return len(word) > _ORDINAL_DIGITS + 1  # 24. 12. 2024
    if after in STARTERS or not after:
        return True
    lead = previous.strip('(„"»,').lower()
    if lead in NUMBERED:
        return True  # um 3. Menschen …
    return len(word) > _ORDINAL_DIGITS and lead not in ORDINAL_LEADS


def _is_abbreviation(previous: str, word: str) -> bool:
    if word.lower() in UNITS and previous[-1:].isdigit():
        return False
    return (
        (len(word) == 1 and word.isalpha())
        or _is_listed(word, ABBREVIATIONS)
        or _is_listed(word, CLOSED_ABBREVIATIONS)
        or _ABBREVIATION_FORM.match(word) is not None
    )


def _is_closed(previous: str, word: str) -> bool:
    """Whether the abbreviation always has something behind it: Dr., z. B."""
    return _is_listed(word, CLOSED_ABBREVIATIONS) or _is_listed(
        f"{previous} {word}".lstrip('(„"'), CLOSED_ABBREVIATIONS
    )


def _is_listed(word: str, listed: frozenset[str]) -> bool:
    return word in listed or (word[:1].isupper() and word[0].lower() + word[1:] in listed)
