"""What computes an exported model: ONNX Runtime, and OpenVINO its last and largest part.

A graph is a function of named arrays, for any number of threads at a time.
"""

from __future__ import annotations

import sys
import threading
import time
from functools import cache
from typing import TYPE_CHECKING, Any, Protocol, cast

from podcaster.speech.device import CPU

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path
    from types import ModuleType

_SAME_SIZE_FRAMES = 32
"""Of speech in bfloat16 few lengths are computed: each new one costs more than some frames of nothing."""

_TRIAL_CHANNELS, _TRIAL_TAPS, _TRIAL_SAMPLES, _TRIALS = 64, 7, 512, 8
_GAIN = 1.2
"""How much sooner bfloat16 has to be done with a trial; where it is the quicker one, it takes half the time."""


class Graph(Protocol):
    """A graph that is loaded."""

    inputs: set[str]

    def __call__(self, **given: Any) -> list[Any]:
        """Its outputs; inputs that it has not are passed over."""


class OnnxGraph:
    """A graph in ONNX Runtime, in the 32 bits that it was trained with."""

    def __init__(
        self, path: Path, providers: Sequence[str] = (CPU,), *, is_brief: bool = False, cores: int = 1
    ) -> None:
        """Raises whatever ONNX Runtime raises; ``providers`` compute, the first that can.

        A brief one computes so little that fusing its operators costs an eighth of a second at the start
        and saves four milliseconds a sentence.
        """
        import onnxruntime  # noqa: PLC0415

        options = onnxruntime.SessionOptions()
        # two calls side by side on a core each are faster than one call on two cores, but a call is sooner done
        options.intra_op_num_threads, options.inter_op_num_threads = cores, 1
        options.add_session_config_entry("session.intra_op.allow_spinning", "0")
        options.enable_mem_pattern = False  # each sentence has a length of its own
        options.log_severity_level = 4
        if is_brief:
            options.graph_optimization_level = onnxruntime.GraphOptimizationLevel.ORT_ENABLE_BASIC
        grown = {"arena_extend_strategy": "kSameAsRequested"}
        chosen = [(name, grown if name == CPU else {}) for name in providers]
        self._session = onnxruntime.InferenceSession(str(path), options, providers=chosen)
        self.inputs = {entry.name for entry in self._session.get_inputs()}

    def __call__(self, **given: Any) -> list[Any]:
        """As every graph."""
        found: list[Any] = self._session.run(None, {key: given[key] for key in self.inputs})
        return found


class OpenvinoGraph:
    """A graph in OpenVINO, in 32 bits or with its numbers cut to bfloat16.

    It keeps channels side by side in memory and adds what follows a convolution within it, so that
    32 bits take a fifth less time than in ONNX Runtime; but it is slow to load many small operators,
    and keeps what it needs for each length of what it is given.
    """

    def __init__(self, path: Path, cores: int, *, is_short: bool = False) -> None:
        """Raises RuntimeError where OpenVINO cannot load it."""
        core = _openvino().Core()
        self._model = core.compile_model(
            core.read_model(str(path)), "CPU", _settings(cores, is_short=is_short)
        )
        self.inputs = {name for entry in self._model.inputs for name in entry.names}
        self._is_short = is_short
        self._mine = threading.local()

    def __call__(self, **given: Any) -> list[Any]:
        """The samples of frames; in bfloat16 the last ones are near, not exact, at most lengths."""
        import numpy as np  # noqa: PLC0415

        latent = given["latent"]
        size = latent.shape[2]
        filled = -(-size // _SAME_SIZE_FRAMES) * _SAME_SIZE_FRAMES if self._is_short else size
        given["latent"] = np.pad(latent, ((0, 0), (0, 0), (0, filled - size)))
        if not hasattr(self._mine, "request"):
            self._mine.request = self._model.create_infer_request()
        samples = self._mine.request.infer({key: given[key] for key in self.inputs})[0]
        return [samples[:, :, : samples.shape[2] // filled * size].copy()]


@cache
def gains_by_bfloat16() -> bool:
    """Whether this processor computes a convolution sooner in bfloat16; raises ImportError without OpenVINO.

    It is tried, for a twentieth of a second: some processors have the instructions and are slower with them.
    """
    if "BF16" not in _openvino().Core().get_property("CPU", "OPTIMIZATION_CAPABILITIES"):
        return False
    return _trial_s(is_short=False) > _GAIN * _trial_s(is_short=True)


def _trial_s(*, is_short: bool) -> float:
    """The least time of a convolution like those of a decoder."""
    import numpy as np  # noqa: PLC0415

    openvino = _openvino()
    operators = openvino.opset8
    given = operators.parameter([1, _TRIAL_CHANNELS, _TRIAL_SAMPLES], np.float32)
    weights = np.zeros((_TRIAL_CHANNELS, _TRIAL_CHANNELS, _TRIAL_TAPS), np.float32)
    edge = [_TRIAL_TAPS // 2]
    # several, since going into bfloat16 and back costs as well, and a decoder does so once
    told = given
    for _ in range(2):
        told = operators.convolution(told, weights, [1], edge, edge, [1])
    model = openvino.Model([told], [given])
    request = openvino.compile_model(model, "CPU", _settings(1, is_short=is_short)).create_infer_request()
    frames = np.zeros((1, _TRIAL_CHANNELS, _TRIAL_SAMPLES), np.float32)
    took = []
    for _ in range(_TRIALS):
        began = time.perf_counter()
        request.infer([frames])
        took.append(time.perf_counter() - began)
    return min(took)


def _openvino() -> Any:
    """OpenVINO without its converter: that one takes half of the time to import, and tells its maker of it."""
    converter = "openvino.tools.ovc"
    # what is None cannot be imported, and OpenVINO does without
    blocked = {} if "openvino" in sys.modules else {converter: cast("ModuleType", None)}
    sys.modules.update(blocked)
    try:
        import openvino  # noqa: PLC0415
    finally:
        for name in blocked:
            del sys.modules[name]
    return openvino


def _settings(cores: int, *, is_short: bool) -> dict[str, Any]:
    """OpenVINO's, for so many cores: two share a call, as quick as a call each, with one copy of all between them."""
    return {
        "INFERENCE_PRECISION_HINT": "bf16" if is_short else "f32",
        "NUM_STREAMS": max(1, cores // 2),
        "INFERENCE_NUM_THREADS": cores,
        "ENABLE_CPU_PINNING": False,  # others want the cores too
    }
