"""How a voice gets its engine: by name or entry point, imported when first spoken with."""

from __future__ import annotations

import os
from importlib import import_module
from typing import TYPE_CHECKING, cast

from podcaster.errors import VoiceError
from podcaster.voices import BUILT_IN, installed_engines, is_exported

if TYPE_CHECKING:
    from pathlib import Path

    from podcaster.speech.engine import Engine
    from podcaster.voices import Voice


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
            module, name = _implementation(voice).split(":")
            return cast("type[Engine]", getattr(import_module(module), name))
        return _engine_of_others(voice)
    except (ImportError, AttributeError) as exc:
        cause = f"its engine '{voice.engine}' cannot be loaded: {exc}"
        raise VoiceError(voice.subject, cause, "reinstall the package that brings it") from exc


def _implementation(voice: Voice) -> str:
    """Which class of ours speaks it: what speaks a Coqui voice depends on what lies at its model's place."""
    if voice.engine == "coqui":
        if is_exported(voice):
            return "podcaster.speech.vits.engine:OnnxEngine"
        from podcaster.speech import coqui  # noqa: PLC0415

        if coqui.kind_of(voice) != coqui.VITS:
            return "podcaster.speech.coqui_others:OtherCoquiEngine"
    return BUILT_IN[voice.engine].implementation


def _engine_of_others(voice: Voice) -> type[Engine]:
    found = installed_engines()
    if voice.engine not in found:
        known = ", ".join(sorted({*BUILT_IN, *found}))
        raise VoiceError(voice.subject, f"there is no engine '{voice.engine}'", f"there are: {known}")
    return cast("type[Engine]", found[voice.engine].load())
