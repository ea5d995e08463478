"""What an engine is, and what it gives."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar, NamedTuple, Protocol

if TYPE_CHECKING:
    from podcaster.model import Style
    from podcaster.voices import Voice

_QUOTED_CHARS = 60


class Sound(NamedTuple):
    """What an engine gives: 16-bit little-endian mono PCM."""

    pcm: bytes
    sample_rate_hz: int


def quoted(text: str) -> str:
    """The beginning of a text, as the subject of an error."""
    text = " ".join(text.split())
    return f"“{text}”" if len(text) <= _QUOTED_CHARS else f"“{text[:_QUOTED_CHARS].rstrip()} …”"


class Engine(Protocol):
    """Speaks one text after the other with one voice; holds the model once loaded.

    The same text in the same style is to give the same sound, whatever was spoken before: what is kept
    is as good as what is spoken anew. What a class may tell beside:

    - ``sound_version``, an int (1 where it is missing), counted up when its sound changes;
    - ``identity(voice)``, a class method: what its sound depends on beside the voice's file;
    - ``worker_mb``, an int: it is so slow that several processes of this memory should share the work;
    - ``workers(voice)``, a class method: how many threads may call it at a time, and best do. Without it
      nobody calls an engine from two threads at a time.
    """

    max_chars: ClassVar[int]
    """The longest text that it reads well in one call; longer sentences come in parts."""

    def __init__(self, voice: Voice) -> None:
        """Load the voice's model; raises VoiceError where it is missing or broken."""

    def speak(self, text: str, style: Style) -> Sound:
        """The text as sound, in the style's speed and pitch; its gain is left to the mixing.

        An engine with a true ``takes_ipa`` finds words in the text as IPA: ``Herr [tʁamp] sagte``
        (``split_ipa``). Raises SpeechError where there is no sound for this text.
        """
