"""What computes an exported model: ONNX Runtime, and OpenVINO where fewer bits are asked for.

A graph is a function of named arrays, for any number of threads at a time, each call on one core.
"""

from __future__ import annotations

import logging
import threading
from typing import TYPE_CHECKING, Any, Protocol

from podcaster.errors import VoiceError

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from podcaster.voices import Voice

_log = logging.getLogger(__name__)

_CPU = "CPUExecutionProvider"
_SAME_SHAPE_FRAMES = 32
"""OpenVINO prepares itself for each new length, which costs more than a few frames of nothing."""


class Graph(Protocol):
    """A graph that is loaded."""

    def __call__(self, **given: Any) -> list[Any]:
        """Its outputs; inputs that it has not are passed over."""


class OnnxGraph:
    """A graph in ONNX Runtime, in the 32 bits that it was trained with."""

    def __init__(self, path: Path, providers: Sequence[str] = (_CPU,), *, is_brief: bool = False) -> None:
        """Raises whatever ONNX Runtime raises; ``providers`` compute, the first that can.

        A brief one computes so little that fusing its operators costs an eighth of a second at the start
        and saves four milliseconds a sentence.
        """
        import onnxruntime  # noqa: PLC0415

        options = onnxruntime.SessionOptions()
        # two calls side by side on a core each are faster than one call on two cores
        options.intra_op_num_threads = options.inter_op_num_threads = 1
        options.enable_mem_pattern = False  # each sentence has a length of its own
        options.log_severity_level = 4
        if is_brief:
            options.graph_optimization_level = onnxruntime.GraphOptimizationLevel.ORT_ENABLE_BASIC
        grown = {"arena_extend_strategy": "kSameAsRequested"}
        chosen = [(name, grown if name == _CPU else {}) for name in providers]
        self._session = onnxruntime.InferenceSession(str(path), options, providers=chosen)
        self.inputs = {entry.name for entry in self._session.get_inputs()}

    def __call__(self, **given: Any) -> list[Any]:
        """As every graph."""
        found: list[Any] = self._session.run(None, {key: given[key] for key in self.inputs})
        return found


class ShortGraph:
    """The decoder in OpenVINO, its numbers cut to bfloat16."""

    def __init__(self, path: Path, calls: int) -> None:
        """Raises RuntimeError where OpenVINO cannot load it."""
        import openvino  # noqa: PLC0415

        settings = {
            "INFERENCE_PRECISION_HINT": "bf16",
            "NUM_STREAMS": calls,
            "INFERENCE_NUM_THREADS": calls,
            "ENABLE_CPU_PINNING": False,  # others want the cores too
        }
        core = openvino.Core()
        self._model = core.compile_model(core.read_model(str(path)), "CPU", settings)
        self.inputs = {name for entry in self._model.inputs for name in entry.names}
        self._mine = threading.local()

    def __call__(self, **given: Any) -> list[Any]:
        """The samples of frames, which nothing follows up to a length that comes often."""
        import numpy as np  # noqa: PLC0415

        latent = given["latent"]
        size = latent.shape[2]
        filled = -(-size // _SAME_SHAPE_FRAMES) * _SAME_SHAPE_FRAMES
        given["latent"] = np.pad(latent, ((0, 0), (0, 0), (0, filled - size)))
        if not hasattr(self._mine, "request"):
            self._mine.request = self._model.create_infer_request()
        samples = self._mine.request.infer({key: given[key] for key in self.inputs})[0]
        return [samples[:, :, : samples.shape[2] // filled * size].copy()]


def short_graph(voice: Voice, path: Path, calls: int) -> Graph | None:
    """The decoder in bfloat16; None, and told, where this processor does not compute in it.

    Raises VoiceError where OpenVINO is not installed.
    """
    try:
        is_short = computes_in_bfloat16()
    except ImportError as exc:
        cause = "its quality is 'fast', for which OpenVINO is missing"
        way_out = "run: pip install '.[onnx,fast]' in podcaster's folder, or take quality = \"full\""
        raise VoiceError(voice.subject, cause, way_out) from exc
    if not is_short:
        _log.warning(
            "%s: this processor does not compute in bfloat16; its quality is 'full' here", voice.subject
        )
        return None
    return ShortGraph(path, calls)


def computes_in_bfloat16() -> bool:
    """Whether this processor has instructions for it; raises ImportError where OpenVINO is missing."""
    import openvino  # noqa: PLC0415

    return "BF16" in openvino.Core().get_property("CPU", "OPTIMIZATION_CAPABILITIES")
