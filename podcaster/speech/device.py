"""What computes a neural model: the graphics card where there is one and the voice may have it."""

from __future__ import annotations

import logging
from functools import cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from podcaster.voices import Voice

_log = logging.getLogger(__name__)

CPU = "CPUExecutionProvider"
_CUDA = "CUDAExecutionProvider"


def onnx_providers(voice: Voice) -> list[str]:
    """Who computes for ONNX Runtime, the first choice first; it goes on by itself where that fails."""
    if voice.device == "cpu":
        return [CPU]
    import onnxruntime  # noqa: PLC0415

    if _CUDA in onnxruntime.get_available_providers():
        return [_CUDA, CPU]
    tell_missing(voice, "onnxruntime-gpu and a card of NVIDIA's")
    return [CPU]


def has_torch_card(voice: Voice) -> bool:
    """Whether PyTorch is to compute on a graphics card; told, where the voice wants one and there is none."""
    if voice.device == "cpu":
        return False
    import torch  # noqa: PLC0415

    if torch.cuda.is_available():
        return True
    tell_missing(voice, "PyTorch with CUDA and a card of NVIDIA's")
    return False


def tell_missing(voice: Voice, needed: str) -> None:
    """Say, once, that the processor takes over; nobody asked for more where the device is ``auto``."""
    if voice.device == "cuda":
        _tell_once(voice.subject, needed)


@cache
def _tell_once(subject: str, needed: str) -> None:
    _log.warning(
        "%s wants the graphics card, for which are needed: %s; the processor speaks", subject, needed
    )
