"""eSpeak NG's phonemes without its program: its library, the system's or espeakng-loader's, by ctypes.

Coqui runs the program ``espeak-ng`` for every clause. ``Library.phonemes`` does what
``espeak-ng -q -b 1 --ipa=1 -v VOICE`` does: it speaks, into nothing, and keeps the trace. The library's
``espeak_TextToPhonemes`` is no substitute: it leaves clauses of light words without stress.
"""

from __future__ import annotations

import ctypes
import re
import sys
import sysconfig
from functools import cache
from pathlib import Path
from threading import Lock
from typing import TYPE_CHECKING, Any

from podcaster.speech.phones import Alphabet, split_ipa, stressed

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

# speak_lib.h
_AUDIO_OUTPUT_SYNCHRONOUS = 2
_INITIALIZE_DONT_EXIT = 0x8000
_CHARS_UTF8 = 1
_PHONEMES = 0x100
_ENDPAUSE = 0x1000
_POS_CHARACTER = 1
_TRACE_IPA = 0x02


# IPA as Duden writes German → as eSpeak's German voice writes it, which neural voices learned.
_NASAL = {"ã": "ɑ̃", "ɑ̃": "ɑ̃", "ɛ̃": "ɛ̃", "ẽ": "ɛ̃", "ɔ̃": "ɔ̃", "õ": "ɔ̃", "œ̃": "œ̃"}
_GERMAN = Alphabet(
    {
        **{sign: sign for sign in "abdefhijklmnopstuvyzçøŋœɑɔəɛɡɪxʃʊʒˈˌː"},
        **_NASAL,
        **{f"{nasal}ː": said for nasal, said in _NASAL.items()},
        "aː": "ɑː", "ʌ": "a", "æ": "ɛ", "ɒ": "ɔ", "ʏ": "y", "ɜ": "œ", "ɐ": "ɜ", "ɐ̯": "ɾ", "ɔʏ": "ɔø", "ɔɪ": "ɔø", "ɛɪ": "eɪ", "ɔʊ": "oʊ",
        "r": "ɾ", "ɹ": "ɾ", "ʀ": "ɾ", "ʁ": "ɾ", "ɾ": "ɾ", "n̩": "ən", "l̩": "əl", "m̩": "əm", "i̯": "j", "u̯": "v", "o̯": "o",
        "g": "ɡ", "ɣ": "ɡ", "χ": "x", "ɲ": "nj", "ʎ": "lj", "w": "v", "ʋ": "v", "β": "b", "θ": "s", "ð": "z", " ": " ",
    }
)  # fmt: skip
_STRESS = re.compile(r"([ˈˌ])([^aeiouyøœɑɔəɛɪʊɜˈˌ ]*)")
_ROLLED = re.compile(r"(?<![^aeiouyøœɑɔəɛɪʊɜː̃ ˈˌ])ɾ(?=[ˈˌ]?[aeiouyøœɑɔəɛɪʊɜ])")

# A word that eSpeak reads alike wherever it stands, and that stands nowhere.
_STAND_IN = "tapeta"


class EspeakError(Exception):
    """The library is missing, or does not work here."""


class Library:
    """The one instance of the library in this process: its voice is a global. Threads take turns."""

    def __init__(self, library: str, data: str | None = None) -> None:
        try:
            self._espeak = ctypes.CDLL(library)
            self._libc = ctypes.CDLL(None)
            self._libc.open_memstream.restype = ctypes.c_void_p
        except (OSError, AttributeError) as exc:
            raise EspeakError(str(exc)) from exc
        rate_hz = self._espeak.espeak_Initialize(
            _AUDIO_OUTPUT_SYNCHRONOUS, 0, data and data.encode(), _INITIALIZE_DONT_EXIT
        )
        if rate_hz <= 0:
            message = f"espeak-ng does not find its data in {data or 'its own folder'}"
            raise EspeakError(message)
        self._voice = ""
        self._turn = Lock()

    @property
    def version(self) -> str:
        """Such as ``1.52.0``."""
        self._espeak.espeak_Info.restype = ctypes.c_char_p
        info: bytes = self._espeak.espeak_Info(None)
        return info.decode().split()[0]

    def choose(self, voice: str) -> bool:
        """Take the voice of this language; False where there is none."""
        if voice != self._voice and self._espeak.espeak_SetVoiceByName(voice.encode()) == 0:
            self._voice = voice
        return voice == self._voice

    def phonemes(self, text: str, voice: str) -> list[str]:
        """The IPA of a text, ``_`` between phonemes, a clause an item."""
        with self._turn:
            return self._traced(text, voice)

    def said(self, text: str, voice: str, separator: str = "") -> str:
        """The IPA of a text as Coqui asks for it: without marks of foreign words, its clauses joined."""
        # (en) and (de) mark a foreign word and its end
        clauses = (re.sub(r"\(.+?\)", "", clause).strip() for clause in self.phonemes(text, voice))
        return "".join(clauses).replace("_", separator)

    def _traced(self, text: str, voice: str) -> list[str]:
        self.choose(voice)
        buffer, size = ctypes.c_char_p(), ctypes.c_size_t()
        trace = ctypes.c_void_p(self._libc.open_memstream(ctypes.byref(buffer), ctypes.byref(size)))
        self._espeak.espeak_SetPhonemeTrace(_TRACE_IPA | ord("_") << 8, trace)
        raw = text.encode()
        flags = _CHARS_UTF8 | _PHONEMES | _ENDPAUSE
        self._espeak.espeak_Synth(raw, ctypes.c_size_t(len(raw) + 1), 0, _POS_CHARACTER, 0, flags, None, None)
        self._espeak.espeak_SetPhonemeTrace(0, None)
        self._libc.fclose(trace)
        said = ctypes.string_at(buffer, size.value).decode()
        self._libc.free(buffer)
        return [line.strip() for line in said.splitlines() if line.strip()]


@cache
def library(which: str = "wheel") -> Library:
    """The library: ``system``, ``wheel`` (espeakng-loader's), the path of one, or ``auto``.

    ``auto`` is the system's where there is one, as Coqui takes the system's program, and else the
    wheel's. Releases differ: 1.52 reads one German sentence of three otherwise than 1.51, and a voice
    wants the one that it was trained with. Raises EspeakError where it is missing or broken.
    """
    if which == "auto":
        return library("system") if system_library() else library("wheel")
    if which == "wheel":
        try:
            import espeakng_loader  # noqa: PLC0415

            return Library(espeakng_loader.get_library_path(), espeakng_loader.get_data_path())
        except (ImportError, RuntimeError) as exc:
            raise EspeakError(str(exc)) from exc
    if which != "system":
        return Library(str(Path(which).expanduser()))
    found = system_library()
    if found is None:
        message = "the system has no libespeak-ng"
        raise EspeakError(message)
    return Library(str(found))


@cache
def system_library() -> Path | None:
    """The path of the system's own library, which is told from the wheel's by nothing else."""
    name = "libespeak-ng.1.dylib" if sys.platform == "darwin" else "libespeak-ng.so.1"
    multiarch = sysconfig.get_config_var("MULTIARCH") or ""
    folders = (
        f"/usr/lib/{multiarch}", "/usr/lib64", "/usr/lib", "/usr/local/lib64", "/usr/local/lib",
        "/opt/homebrew/lib",
    )  # fmt: skip
    return next((path for folder in folders if (path := Path(folder, name)).is_file()), None)


def phonemizer_class(base: type[Any]) -> type[Any]:
    """A phonemizer for Coqui, ``base`` being its BasePhonemizer, that asks the library."""

    class LibraryPhonemizer(base):  # type: ignore[misc]
        """What Coqui's ``ESpeak`` gives, without a process and a file for each clause."""

        def __init__(self, language: str, *, keep_puncs: bool = True, **options: Any) -> None:
            aliases = {"en": "en-us", "zh-cn": "cmn"}
            super().__init__(aliases.get(language, language), keep_puncs=keep_puncs, **options)

        @staticmethod
        def name() -> str:
            return "espeak"

        @classmethod
        def is_available(cls) -> bool:
            return True

        def version(self) -> str:
            return library().version

        @staticmethod
        def supported_languages() -> dict[str, str]:
            return {}

        def is_supported_language(self, language: str) -> bool:
            return library().choose(language)

        def _phonemize(self, text: str, separator: str = "") -> str:
            return library().said(text, self._language, separator)

    return LibraryPhonemizer


def german_phonemes(ipa: str) -> str:
    """IPA as eSpeak's German voice writes it: ``ˈʃtʁaːsə`` → ``ʃtɾˈɑːsə``."""
    return _ROLLED.sub("r", _STRESS.sub(r"\2\1", _GERMAN.spell(stressed(ipa))))


def phonemes_with_ipa(text: str, ipa: Sequence[str], phonemize: Callable[[str], str]) -> str:
    """The phonemes of a text with stand-ins, and the IPA in the place of each.

    The words around them are phonemised in one sentence, with its stresses; where a stand-in is not
    found again, ``phonemize`` reads the pieces between them one by one.
    """
    if not ipa:
        return phonemize(text)
    said = [german_phonemes(word) for word in ipa]
    pieces = phonemize(text).split(phonemize(_STAND_IN).strip())
    if len(pieces) != len(said) + 1:
        pieces = [f"{phonemize(piece).strip()} " if piece.strip() else "" for piece in text.split(_STAND_IN)]
        said = [f"{word} " for word in said]
    return "".join(piece + word for piece, word in zip(pieces, [*said, ""], strict=True))


def stand_ins(text: str) -> tuple[str, list[str]]:
    """The text with a stand-in for each ``[tʁamp]``, and the IPA of each."""
    pieces = split_ipa(text)
    return _STAND_IN.join(pieces[::2]), pieces[1::2]
