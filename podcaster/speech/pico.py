"""SVOX Pico, in the wheel of py-nanotts: German in 5 ms of computing for a second of speech."""

from __future__ import annotations

import ctypes
import re
import unicodedata
from contextlib import contextmanager
from typing import TYPE_CHECKING, ClassVar

from podcaster.errors import SpeechError, VoiceError
from podcaster.speech.engine import Sound, quoted
from podcaster.speech.pacing import Silence, samples_of, silences
from podcaster.speech.phones import Alphabet, split_ipa, stressed

if TYPE_CHECKING:
    from collections.abc import Iterator

    from podcaster.model import Style
    from podcaster.voices import Voice

_SAMPLE_RATE_HZ = 16_000

_COMPANY, _COMPANY_MS = "ah", 400
"""A word whose beginning needs no breath, and what it takes at most."""

# At full volume some vowels clip; at this one the loudest stay 2 dB below.
_VOLUME = 0.4

# Pico reads parts of the 2.5 MB that it asks for before it has written there, and speaks the same text
# otherwise where something else lay; told so, glibc fills what it gives with the complement of a byte.
_MALLOPT_PERTURB = -6
_EMPTY, _AS_IT_IS = 0xFF, 0

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


# IPA → Pico's X-SAMPA: what it has no sound for takes the nearest of German. Found by ear and by the
# length of what it says: a word in the right signs is as long to the sample as the same word in letters.
_VOWELS = {
    "aː": "a:", "a": "a", "ɑː": "a:", "ɑ": "a", "ʌ": "a", "ɛː": "E:", "ɛ": "E", "æ": "E", "eː": "e:", "e": "e", "iː": "i:", "i": "i",
    "ɪ": "I", "ɔː": "O", "ɔ": "O", "ɒ": "O", "oː": "o:", "o": "o", "uː": "u:", "u": "u", "ʊ": "U", "yː": "y:", "y": "y", "ʏ": "Y",
    "øː": "2:", "ø": "2", "œː": "9", "œ": "9", "œːɐ̯": "9R", "ɜː": "9R", "ɜ": "9", "ə": "@", "ɐ": "6",
    "aɪ": "a_I", "aʊ": "a_U", "ɔʏ": "O_Y", "ɔɪ": "O_Y", "ɛɪ": "E_I", "eɪ": "E_I", "ɔʊ": "o_U", "oʊ": "o_U",
    "ãː": "a~:", "ã": "a~:", "ɑ̃ː": "a~:", "ɑ̃": "a~:", "ɛ̃ː": "E~:", "ɛ̃": "E~:", "ẽː": "E~:", "ẽ": "E~:", "ɔ̃ː": "o~:", "ɔ̃": "o~:", "õː": "o~:", "õ": "o~:",
    "œ̃ː": "9~:", "œ̃": "9~:",
}  # fmt: skip
_CONSONANTS = {
    **{sign: sign for sign in "pbtdkfvszxhmnlj"},
    "ts": "t_s", "tʃ": "t_S", "dʒ": "d_Z", "pf": "p_f", "ɡ": "g", "g": "g", "ɣ": "g", "ʃ": "S", "ʒ": "Z", "ç": "C", "χ": "x",
    "ŋ": "N", "ɲ": "nj", "ʎ": "lj", "ʁ": "R", "ʀ": "R", "r": "R", "ɾ": "R", "ɹ": "R", "ɐ̯": "R", "w": "v", "ʋ": "v", "β": "b",
    "θ": "t", "ð": "z", "ʔ": "?", "n̩": "n=", "l̩": "l=", "m̩": "m=", "i̯": "i_^", "u̯": "u_^", "o̯": "o_^",
}  # fmt: skip
_XSAMPA = Alphabet({**_VOWELS, **_CONSONANTS, "ˈ": '"', "ˌ": "%", ".": "."})
_OPENING_VOWEL = re.compile(rf"^([ˈˌ]?)(?=[{''.join({vowel[0] for vowel in _VOWELS})}])(?!ɐ̯|[iuo]̯)")


class PicoEngine:
    """The voice that is always there; its model is the language.

    The same text in the same style gives the same sound, whatever was said before.
    """

    max_chars: ClassVar[int] = 500
    takes_ipa: ClassVar[bool] = True

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
        A text that ends with a comma keeps its voice up, as before more words.
        """
        pcm = self._going_on(text, style) if text.endswith(",") else None
        return Sound(pcm or self._speak(text, style), round(_SAMPLE_RATE_HZ * style.formants))

    def _going_on(self, text: str, style: Style) -> bytes | None:
        """The text said before another word, which is cut off again; None where it cannot be told apart.

        At the very end of what it is given, Pico reads a comma as it does a full stop: at 115 Hz in
        place of 145 to 200.
        """
        pcm = self._speak(f"{text} {_COMPANY}.", style)
        samples = samples_of(pcm)
        *_, pause, end = [Silence(0, 0)] * 2 + silences(samples, _SAMPLE_RATE_HZ)
        longest = _SAMPLE_RATE_HZ * _COMPANY_MS // 1000 * style.formants / style.speed
        if not pause.start or end.end < len(samples) or end.start - pause.end > longest:
            return None
        return pcm[: 2 * ((pause.start + pause.end) // 2)]

    def _speak(self, text: str, style: Style) -> bytes:
        try:
            with _empty_memory():
                pcm: bytes = self._pico.speak(
                    readable(text),
                    voice=self._language,
                    speed=style.speed / style.formants,
                    pitch=style.pitch / style.formants,
                    volume=_VOLUME,
                )
        except RuntimeError as exc:
            raise SpeechError(quoted(text), f"Pico: {exc}", "respell it in the lexicon") from exc
        return pcm


@contextmanager
def _empty_memory() -> Iterator[None]:
    """Let malloc give zeros; only glibc's gives used memory where this much is asked for."""
    mallopt = getattr(ctypes.PyDLL(None), "mallopt", None)
    if mallopt is None:
        yield
        return
    mallopt(_MALLOPT_PERTURB, _EMPTY)
    try:
        yield
    finally:
        mallopt(_MALLOPT_PERTURB, _AS_IT_IS)


def readable(text: str) -> str:
    """The text in letters that Pico reads, IPA as its markup; ``<``, ``>`` and ``&`` would be markup too."""
    letters, *marked = split_ipa(text)
    read = [_in_letters(letters)]
    for ipa, letters in zip(marked[::2], marked[1::2], strict=True):
        words = [f"<phoneme ph='{_phonemes(word)}'/>" for word in stressed(ipa).split()]
        read += [" ", *words, "" if letters[:1] in ".,;:!?" else " ", _in_letters(letters)]
    return "".join(read).strip()


def _phonemes(ipa: str) -> str:
    """A word's IPA in Pico's X-SAMPA; a vowel that opens it has its glottal stop, as German has it."""
    return _XSAMPA.spell(_OPENING_VOWEL.sub(r"\1ʔ", ipa))


def _in_letters(text: str) -> str:
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
