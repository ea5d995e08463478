"""IPA within a text that is told to an engine: ``Herr [tʁamp] sagte``; and IPA in an engine's own signs."""

from __future__ import annotations

import re
import unicodedata
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

_TIES = str.maketrans("", "", "͜͡")
_MARK = re.compile(r"\[([^\[\]]+)\]")


def split_ipa(text: str) -> list[str]:
    """Plain text and IPA by turns, plain text first and last: ``["Herr ", "tʁamp", " sagte"]``."""
    return _MARK.split(text)


def stressed(ipa: str) -> str:
    """The IPA with a stress on each word's beginning that has none; ``ʔɪnən`` is a part of a word and stays."""
    words = (word if "ˈ" in word or word.startswith("ʔ") else f"ˈ{word}" for word in ipa.split())
    return " ".join(words)


class Alphabet:
    """Turns IPA into the signs of one engine, the longest known run of IPA first."""

    def __init__(self, signs: Mapping[str, str]) -> None:
        self._signs = signs
        runs = sorted(signs, key=len, reverse=True)
        self._run = re.compile("|".join(map(re.escape, runs)))

    def spell(self, ipa: str) -> str:
        """The IPA in the engine's signs; what it has none for is left out."""
        return "".join(self._signs[run] for run in self._run.findall(_plain(ipa)))


def _plain(ipa: str) -> str:
    return unicodedata.normalize("NFC", ipa).translate(_TIES)
