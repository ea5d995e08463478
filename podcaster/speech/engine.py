"""What an engine is, and how a voice gets its own: by entry point, imported when first spoken with."""

from __future__ import annotations

import os
from importlib import import_module
from typing import TYPE_CHECKING, ClassVar, NamedTuple, Protocol, cast

from podcaster.errors import VoiceError
from podcaster.voices import BUILT_IN, installed_engines

if TYPE_CHECKING:
    from pathlib import Path

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


def load_engine(voice: Voice) -> Engine:
    """The engine of a voice, its model loaded; raises VoiceError where that cannot be."""
    return engine_class(voice)(voice)


def download_voice(voice: Voice, *, agreed: bool = False) -> None:
    """Fetch the voice's model where its engine can; nothing to do for one that is there.

    Raises VoiceError where the model cannot be had, and where it has terms that were not ``agreed`` to;
    what is there of it is gone on with another time.
    """
    if voice.terms and not (agreed or os.environ.get("COQUI_TOS_AGREED") == "1"):
        cause = f"its licence, {voice.licence}, has terms that must be agreed to before the download"
        way_out = f"read {voice.terms}, then run: podcaster voices download {voice.name} --agree"
        raise VoiceError(voice.subject, cause, way_out)
    download = getattr(engine_class(voice), "download", None)
    if download is not None:
        download(voice)


def export_voice(voice: Voice) -> Path:
    """Make the voice's model ready for a quicker runtime, where its engine can, and give its folder.

    Raises VoiceError where the model is missing or of a kind that cannot be exported.
    """
    if voice.engine != "coqui":
        raise VoiceError(voice.subject, f"its engine '{voice.engine}' exports nothing", "it speaks as it is")
    from podcaster.speech import coqui  # noqa: PLC0415

    return coqui.export_voice(voice)


def engine_class(voice: Voice) -> type[Engine]:
    """What the voice is spoken by, no model loaded; raises VoiceError where that cannot be imported."""
    try:
        if voice.engine in BUILT_IN:
            module, name = BUILT_IN[voice.engine].implementation.split(":")
            found = getattr(import_module(module), name)
            # what speaks a Coqui voice depends on what lies beside its model
            return cast("type[Engine]", found.for_voice(voice) if hasattr(found, "for_voice") else found)
        return _engine_of_others(voice)
    except (ImportError, AttributeError) as exc:
        cause = f"its engine '{voice.engine}' cannot be loaded: {exc}"
        raise VoiceError(voice.subject, cause, "reinstall the package that brings it") from exc


def _engine_of_others(voice: Voice) -> type[Engine]:
    found = installed_engines()
    if voice.engine not in found:
        known = ", ".join(sorted({*BUILT_IN, *found}))
        raise VoiceError(voice.subject, f"there is no engine '{voice.engine}'", f"there are: {known}")
    return cast("type[Engine]", found[voice.engine].load())
