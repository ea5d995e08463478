"""What a reader sees of a string: invisible characters out, white space collapsed, words counted."""

from __future__ import annotations

import re
from functools import lru_cache, wraps
from typing import TYPE_CHECKING, TypeVar
from unicodedata import normalize

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

T = TypeVar("T")

_MOST_REMEMBERED, _LONGEST_REMEMBERED = 1_000, 5_000
# Control characters, soft hyphens, zero-width characters, direction marks, byte order marks, private use,
# and halves of surrogate pairs, as JSON writes them and UTF-8 cannot.
_INVISIBLE = re.compile(
    "[\x00-\x08\x0e-\x1f\x7f-\x9f\u00ad\u034f\u061c\u180e\u200b-\u200f\u202a-\u202e\u2060-\u206f"
    "\ud800-\uf8ff\ufe00-\ufe0f\ufeff\ufffc\ufffd]+"
)
_WORD = re.compile(r"[^\W_]+(?:[-'’.][^\W_]+)*")
_LETTERS = re.compile(r"[^\W_]+")
_ENDS_SENTENCE = re.compile(r"[.!?…][\"'“”«»‘’‹›)\]]*$")


def _remembered(ask: Callable[[str], T]) -> Callable[[str], T]:
    """Remember the answers about the texts of a page, which rule after rule asks for; not about very long ones."""
    remembered = lru_cache(maxsize=_MOST_REMEMBERED)(ask)

    @wraps(ask)
    def answer(text: str) -> T:
        return remembered(text) if len(text) <= _LONGEST_REMEMBERED else ask(text)

    return answer


def visible(text: str) -> str:
    """The text without what nobody sees, its umlauts composed (NFC); line breaks stay."""
    return normalize("NFC", _INVISIBLE.sub("", text))


def one_line(text: str) -> str:
    """The visible text with its white space collapsed."""
    return " ".join(visible(text).split())


def words(text: str) -> list[str]:
    """The words of a text, as they stand."""
    return _WORD.findall(text)


@_remembered
def count_words(text: str) -> int:
    """How many words a text has."""
    return len(_WORD.findall(text))


@_remembered
def key(text: str) -> str:
    """Letters and digits only: equal for the same text in another typography."""
    return "".join(_LETTERS.findall(text)).casefold()


def ends_sentence(text: str) -> bool:
    """Whether a text ends as a sentence does, closing quote marks and brackets included."""
    return _ENDS_SENTENCE.search(text) is not None


def shared_words(left: str, right: str) -> float:
    """Words that both texts have, of all words of the shorter one."""
    a, b = ({word.casefold() for word in words(text)} for text in (left, right))
    return len(a & b) / max(1, min(len(a), len(b)))


def first_unseen(texts: Iterable[str]) -> list[str]:
    """The texts in order, each only once."""
    return list(dict.fromkeys(texts))
