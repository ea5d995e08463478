"""Letters in the plural: ``L K Ws``, which no voice reads as a newsreader does."""

from __future__ import annotations

import re

_NAMES = {
    "A": "Ahs", "B": "Behs", "C": "Zehs", "D": "Dehs", "E": "Ehs", "F": "Effs", "G": "Gehs", "H": "Hahs", "I": "Ihs", "J": "Jotts",
    "K": "Kahs", "L": "Ells", "M": "Emms", "N": "Enns", "O": "Ohs", "P": "Pehs", "Q": "Kuhs", "R": "Errs", "S": "Ess", "T": "Tehs",
    "U": "Uhs", "V": "Faus", "W": "Wehs", "X": "Iks", "Y": "Ypsilons", "Z": "Zetts", "Ä": "Ähs", "Ö": "Öhs", "Ü": "Ühs",
}  # fmt: skip
_PLURAL = re.compile(r"(?<=\b[A-ZÄÖÜ] )([A-ZÄÖÜ])s\b")


def tell_plurals(text: str) -> str:
    """``die L K Ws`` → die L K Wehs: eSpeak and SVOX Pico read "Ws" as two letters."""
    return _PLURAL.sub(lambda found: _NAMES[found[1]], text)
