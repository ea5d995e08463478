"""SVOX Pico, in the wheel of py-nanotts: German in 5 ms of computing for a second of speech."""

from __future__ import annotations

import re
import unicodedata
from typing import TYPE_CHECKING, ClassVar

from podcaster.errors import SpeechError, VoiceError
from podcaster.speech.engine import Sound, quoted

if TYPE_CHECKING:
    from podcaster.model import Style
    from podcaster.voices import Voice

_SAMPLE_RATE_HZ = 16_000

# At full volume some vowels clip; at this one the loudest stay 2 dB below.
_VOLUME = 0.4

# Letters that Pico passes over without a word, by those it reads: Latin ones that do not decompose,
# and Cyrillic and Greek as Duden transliterates them.
_TRANSLITERATED = """
łl đd ðd þt ŋn ħh ĸk ŀl ŧt ſs əe
аa бb вw гg дd еe жsch зs иi йi кk лl мm нn оo пp рr сs
тt уu фf хch цz чtsch шsch щschtsch ъ ыy ь эe юju яja ёjo єje іi їji
ґg ўu јj љlj њnj ћtsch џdsch ђdsch ѓg ќk ѕds
αa βb γg δd εe ζz ηe θth ιi κk λl μm νn ξx οo πp ρr σs
τt υy φph χch ψps ωo ςs ϑth
"""
_FOREIGN = {pair[0]: pair[1:] for pair in _TRANSLITERATED.split()}
_KNOWN = frozenset("abcdefghijklmnopqrstuvwxyzäöüßàáâåæçèéêëîíïñóôøûœ0123456789 .,;:!?()'-")

_SIGNS = {"&": " und ", "–": ", ", "—": ", ", "…": ". ", "’": "'", "‘": "'"}


# What Pico reads badly, in this order; it hangs for good on some words and some runs of signs that
# are long enough (400 times x, 400 colons).
_REPAIRS = tuple(
    (re.compile(pattern), replacement)
    for pattern, replacement in (
        (r"\s-\s", ", "),  # a dash
        (r"(?<!\w)['-]|['-](?!\w)", " "),  # alone, these are read out by name
        (r"([.,;:!?])(?:\s*[.,;:!?])+", r"\1"),
        (r"([()])(?:\s*[()])+", r"\1"),
        (r"(\w{80})(?=\w)", r"\1 "),
        (r"\s+(?=[,.\s]|$)", ""),
    )
)


class PicoEngine:
    """The voice that is always there; its model is the language."""

    max_chars: ClassVar[int] = 500

    def __init__(self, voice: Voice) -> None:
        try:
            import py_nanotts  # noqa: PLC0415
        except ImportError as exc:
            raise VoiceError(voice.subject, f"py-nanotts: {exc}", "pip install py-nanotts") from exc
        known = [language.value for language in py_nanotts.Voice]
        if voice.model not in known:
            cause = f"Pico has no model '{voice.model}'"
            raise VoiceError(voice.subject, cause, f"it has {', '.join(known)}")
        self._language = voice.model
        self._pico = py_nanotts.NanoTTS()

    def speak(self, text: str, style: Style) -> Sound:
        """The text at 16 kHz; letters of foreign scripts are read as their German transliteration.

        Pico shifts the pitch and leaves the formants where they are. A sound that is said to have
        another sample rate than it was made with has both shifted, and the length: the formants are
        moved so, and Pico is told to make up for the rest.
        """
        try:
            pcm = self._pico.speak(
                readable(text),
                voice=self._language,
                speed=style.speed / style.formants,
                pitch=style.pitch / style.formants,
                volume=_VOLUME,
            )
        except RuntimeError as exc:
            raise SpeechError(quoted(text), f"Pico: {exc}", "respell it in the lexicon") from exc
        return Sound(pcm, round(_SAMPLE_RATE_HZ * style.formants))


def readable(text: str) -> str:
    """The text in letters that Pico reads; ``<``, ``>`` and ``&`` would be markup to it."""
    read = "".join(_letter(character) for character in text)
    for pattern, replacement in _REPAIRS:
        read = pattern.sub(replacement, read)
    return read.strip()


def _letter(character: str) -> str:
    low = character.lower()
    if low in _KNOWN:
        return character
    if character in _SIGNS:
        return _SIGNS[character]
    if low in _FOREIGN:
        said = _FOREIGN[low]
        return said.capitalize() if character != low else said
    base = unicodedata.normalize("NFKD", character)
    return "".join(_FOREIGN.get(c, c if c.lower() in _KNOWN else "") for c in base) or " "
