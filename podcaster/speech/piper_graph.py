"""A Piper voice's graph, made repeatable: cut in two, and all that it leaves to chance made an input.

Piper's models draw their noise inside of the graph, so that no sentence is ever read the same again. Here
the noise is given. The cut is at the lengths of the phonemes, which are ours to choose.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from pathlib import Path

_TYPES = {"tensor(float)": 1, "tensor(int32)": 6, "tensor(int64)": 7, "tensor(bool)": 9}
"""ONNX Runtime's names of what may cross the cut, by ONNX's numbers."""
_CHANNELS = 512
"""More than any VITS model has: so much noise is enough for each phoneme, and for each frame."""
_ONE, _ZERO = "podcaster_one", "podcaster_zero"


class PiperGraph:
    """A model that is loaded; for any number of threads at a time, each call on one core."""

    def __init__(self, path: Path, providers: Sequence[str]) -> None:
        """Raises ValueError for what is no model of Piper's, and whatever onnx and ONNX Runtime raise."""
        import onnx  # noqa: PLC0415

        # no file but this one is read, whatever it names
        model = onnx.load(str(path), load_external_data=False)
        self.has_speakers = any(given.name == "sid" for given in model.graph.input)
        nodes = _with_noise_given(model.graph.node)
        ends = [node.input[0] for node in nodes if node.op_type == "Ceil"]
        if len(ends) != 1 or "scales" not in {given.name for given in model.graph.input}:
            message = "it is no voice of Piper's"
            raise ValueError(message)
        self._frames = ends[0]
        first = _ancestors(nodes, self._frames)
        later = [node for node in nodes if id(node) not in first]
        nodes = [node for node in nodes if id(node) in first]
        made = {name for node in nodes for name in node.output}
        self._crossing = sorted({name for node in later for name in node.input if name in made})
        self._read = _session(model, nodes, {}, self._crossing, providers)
        crossing = {entry.name: _TYPES[entry.type] for entry in self._read.get_outputs()}
        wanted = [output.name for output in model.graph.output][:1]
        self._speak = _session(model, later, crossing, wanted, providers)

    def samples(
        self,
        given: dict[str, Any],
        stretch: Callable[[Any], float],
        noise: Callable[[int], Any],
        at_most_frames: int,
    ) -> Any:
        """The samples, from −1 to 1.

        ``stretch`` gives the factor of all lengths, told the length of each phoneme in frames;
        ``noise(count)`` gives numbers of a normal distribution. Raises ValueError where the lengths are
        none, or more than ``at_most_frames``.
        """
        import numpy as np  # noqa: PLC0415

        tokens = given["input"].shape[1]
        found = _run(self._read, given | {_noise_of(0): noise(_CHANNELS * tokens)})
        frames = found[self._frames]
        if np.isfinite(frames).all():
            frames = found[self._frames] = (frames * stretch(frames)).astype(np.float32)
        count = float(np.ceil(frames).sum())
        if not 0 < count <= at_most_frames:
            message = f"it would take {count:.0f} frames, and may take {at_most_frames}"
            raise ValueError(message)
        (samples,) = _run(
            self._speak, given | found | {_noise_of(1): noise(_CHANNELS * int(count)), _noise_of(0): noise(0)}
        ).values()
        return samples.reshape(-1)


def _noise_of(number: int) -> str:
    return f"podcaster_noise_{number}"


def _with_noise_given(nodes: Any) -> list[Any]:
    """The nodes, each that draws noise replaced by ones that take as much from an input."""
    from onnx.helper import make_node  # noqa: PLC0415

    made: list[Any] = []
    # lengths that are not left to chance have none of their own
    drawing = [node for node in nodes if node.op_type == "RandomNormalLike"]
    names = {id(node): _noise_of(2 - len(drawing) + at) for at, node in enumerate(drawing)}
    for node in nodes:
        name = names.get(id(node))
        if name is None:
            made.append(node)
            continue
        like = node.input[0]
        made += [
            make_node("Shape", [like], [f"{name}_shape"]),
            make_node("Size", [like], [f"{name}_count"]),
            make_node("Reshape", [f"{name}_count", _ONE], [f"{name}_end"]),
            make_node("Slice", [name, _ZERO, f"{name}_end"], [f"{name}_part"]),
            make_node("Reshape", [f"{name}_part", f"{name}_shape"], list(node.output)),
        ]
    return made


def _ancestors(nodes: Sequence[Any], name: str) -> set[int]:
    """The nodes without which there would be no tensor of this name."""
    makers = {output: node for node in nodes for output in node.output}
    found: set[int] = set()
    open_ = [name]
    while open_:
        node = makers.get(open_.pop())
        if node is not None and id(node) not in found:
            found.add(id(node))
            open_ += node.input
    return found


def _session(
    model: Any,
    nodes: Sequence[Any],
    crossing: dict[str, int],
    outputs: Sequence[str],
    providers: Sequence[str],
) -> Any:
    """The part of a model that these nodes are, loaded."""
    import onnxruntime  # noqa: PLC0415
    from onnx import ValueInfoProto, helper  # noqa: PLC0415

    used = {name for node in nodes for name in node.input}
    given = [entry for entry in model.graph.input if entry.name in used]
    given += [
        helper.make_tensor_value_info(name, 1, ["count"])
        for name in (_noise_of(0), _noise_of(1))
        if name in used
    ]
    given += [
        helper.make_value_info(name, helper.make_tensor_type_proto(kind, None))
        for name, kind in crossing.items()
    ]
    numbers = [entry for entry in model.graph.initializer if entry.name in used]
    numbers += [helper.make_tensor(name, 7, [1], [value]) for name, value in ((_ZERO, 0), (_ONE, 1))]
    told = [ValueInfoProto(name=name) for name in outputs]
    part = helper.make_graph(nodes, "part", given, told, numbers)
    whole = helper.make_model(part, opset_imports=model.opset_import, ir_version=model.ir_version)
    options = onnxruntime.SessionOptions()
    # two calls side by side on a core each are faster than one call on two cores
    options.intra_op_num_threads = options.inter_op_num_threads = 1
    options.enable_mem_pattern = False  # each sentence has a length of its own
    options.log_severity_level = 4
    return onnxruntime.InferenceSession(whole.SerializeToString(), options, providers=list(providers))


def _run(session: Any, given: dict[str, Any]) -> dict[str, Any]:
    """Its outputs by name; what it does not ask for is passed over."""
    names = [entry.name for entry in session.get_outputs()]
    known = {entry.name for entry in session.get_inputs()}
    try:
        found = session.run(names, {name: value for name, value in given.items() if name in known})
    except Exception as exc:  # ONNX Runtime's own exceptions have no name that can be imported
        raise ValueError(" ".join(str(exc).split())[:160]) from exc
    return dict(zip(names, found, strict=True))
