"""A VITS checkpoint → three ONNX graphs, by PyTorch, once.

The first one reads: token ids → the mean and spread of each phoneme's sound, and its length. The second
one, the flow, gives each frame its own sound, in view of the sentence; the third one makes samples of
the frames. Between reading and flow stand the lengths, in frames, which are ours to choose. All noise is
an input: nothing in a graph is left to chance.
"""

from __future__ import annotations

import math
import shutil
import tempfile
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, Any

from podcaster.errors import VoiceError
from podcaster.speech.vits import files
from podcaster.speech.vits.tokens import TokensError, vocabulary

if TYPE_CHECKING:
    from collections.abc import Callable

    from podcaster.voices import Voice

_OPSET = 17
_WAY_OUT = "it speaks by PyTorch, as before"
_TRIAL_TOKENS = 60
_TRIAL_FRAMES = 50
_TOLERANCE = 1e-3
"""How far a sample may lie from PyTorch's; rounding alone is below 1e-5."""


def export_model(voice: Voice, synthesizer: Any, checkpoint: Path, config: Path, folder: Path) -> None:
    """Write the graphs of a loaded model into ``folder``, whole or not at all.

    Raises VoiceError for a model that only PyTorch can speak with; OSError where there is no room.
    """
    model = synthesizer.tts_model
    _check(voice, model, synthesizer.tts_config.to_dict())
    folder.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=folder.parent, prefix=".export-") as aside:
        made = Path(aside) / folder.name
        made.mkdir()
        _write_graphs(model, made)
        shutil.copyfile(config, made / files.CONFIG)
        files.write_manifest(made, _facts(synthesizer, checkpoint))
        shutil.rmtree(folder, ignore_errors=True)
        made.rename(folder)


def _check(voice: Voice, model: Any, config: dict[str, Any]) -> None:
    args = model.args
    odd = {
        "several languages": args.use_language_embedding,
        "voices by d-vectors": args.use_d_vector_file,
        "an encoder with a sample rate of its own": args.encoder_sample_rate,
    }
    for what, has in odd.items():
        if has:
            raise VoiceError(voice.subject, f"its model has {what}, which is not exported", _WAY_OUT)
    try:
        known = vocabulary(config).ids
    except TokensError as exc:
        raise VoiceError(voice.subject, f"cannot be exported: {exc}", _WAY_OUT) from exc
    signs = {sign: number for number, sign in enumerate(model.tokenizer.characters.vocab)}
    if known != signs:
        raise VoiceError(voice.subject, "its vocabulary is not the one of its config.json", _WAY_OUT)


def _facts(synthesizer: Any, checkpoint: Path) -> files.Facts:
    model = synthesizer.tts_model
    manager = model.speaker_manager
    return files.Facts(
        sample_rate_hz=int(synthesizer.output_sample_rate),
        tokens=int(model.text_encoder.emb.num_embeddings),
        frame_samples=math.prod(model.args.upsample_rates_decoder),
        context_frames=_context_frames(model.args),
        noise_scale=float(model.inference_noise_scale),
        noise_scale_lengths=float(model.inference_noise_scale_dp) if model.args.use_sdp else 0.0,
        length_scale=float(model.length_scale),
        max_frames=model.max_inference_len,
        speakers=dict(manager.name_to_id) if hasattr(model, "emb_g") else {},
        made_of=str(files.facts_of(checkpoint)["sha256"]),
    )


def _context_frames(args: Any) -> int:
    """What the decoder's layers see to each side of a frame, summed up (HiFi-GAN, Kong 2020)."""
    pairs = zip(args.resblock_kernel_sizes_decoder, args.resblock_dilation_sizes_decoder, strict=True)
    twice = (
        1 if str(args.resblock_type_decoder) == "1" else 0
    )  # whether a plain layer follows each dilated one
    block = max(sum((kernel - 1) // 2 * (dilation + twice) for dilation in wide) for kernel, wide in pairs)
    context, rate = 3.0, 1
    for factor, kernel in zip(args.upsample_rates_decoder, args.upsample_kernel_sizes_decoder, strict=True):
        context += math.ceil(kernel / factor) / rate
        rate *= factor
        context += block / rate
    return math.ceil(context + 3 / rate)


def _write_graphs(model: Any, folder: Path) -> None:
    import torch  # noqa: PLC0415
    from torch.nn.utils import parametrize  # noqa: PLC0415

    for module in model.modules():
        if parametrize.is_parametrized(module, "weight"):
            parametrize.remove_parametrizations(module, "weight")
    speaker = (torch.zeros(1, dtype=torch.long),) if hasattr(model, "emb_g") else ()
    ids = torch.arange(_TRIAL_TOKENS).unsqueeze(0) % model.text_encoder.emb.num_embeddings
    noise = torch.randn(1, 2, _TRIAL_TOKENS)
    frames = torch.randn(1, model.args.hidden_channels, _TRIAL_FRAMES)
    graphs: tuple[tuple[Callable[..., Any], str, dict[str, Any], tuple[str, ...]], ...] = (
        (_reading, files.TEXT_GRAPH, {"ids": ids, "noise": noise}, ("means", "spreads", "lengths")),
        (_flowing, files.FLOW_GRAPH, {"frames": frames}, ("latent",)),
        (_speaking, files.SOUND_GRAPH, {"latent": frames}, ("samples",)),
    )
    with torch.no_grad():
        expected = [forward(model, *given.values(), *speaker) for forward, _, given, _ in graphs]
    decoder = model.waveform_decoder
    decoder.ups = torch.nn.ModuleList(map(_upsampling, decoder.ups))
    for (forward, name, given, outputs), wanted in zip(graphs, expected, strict=True):
        inputs = [*given, *(["speaker"] if speaker else [])]
        axes = {key: {1 if key == "ids" else 2: "length"} for key in given}
        with torch.no_grad():
            torch.onnx.export(
                _module(model, forward),
                (*given.values(), *speaker),
                str(folder / name),
                input_names=inputs,
                output_names=[*outputs],
                dynamic_axes=axes | {key: {2: f"{key}_length"} for key in outputs},
                opset_version=_OPSET,
                dynamo=False,
            )
        if find_spec("onnxruntime") is None:
            continue
        told = dict(zip(inputs, (*given.values(), *speaker), strict=True))
        _simplify(folder / name)
        _compare(folder / name, told, wanted if isinstance(wanted, tuple) else (wanted,))


def _module(model: Any, forward: Callable[..., Any]) -> Any:
    """The function of a model as PyTorch exports it."""
    import torch  # noqa: PLC0415

    class Part(torch.nn.Module):
        def __init__(self) -> None:
            super().__init__()
            self.model = model
            self.eval()

        def forward(self, *given: Any) -> Any:
            return forward(self.model, *given)

    return Part()


def _upsampling(transposed: Any) -> Any:
    """A transposed convolution as a plain one of as many numbers, which has all samples of a frame as channels.

    Runtimes compute transposed ones at half the speed of others. It is the sub-pixel convolution of Shi
    et al. (2016): a stride of 8 becomes 8 times the channels, side by side in time.
    """
    import torch  # noqa: PLC0415

    (stride,), (size,) = transposed.stride, transposed.kernel_size
    (before,), (behind,) = transposed.padding, transposed.output_padding
    inputs, outputs = transposed.in_channels, transposed.out_channels
    taps = -(-size // stride)
    weight = torch.nn.functional.pad(transposed.weight.detach(), (0, taps * stride - size))
    # sample s of frame t is the sum over i of what frame t − i gives with the weight at s + stride · i
    weight = weight.reshape(inputs, outputs, taps, stride).flip(2).permute(3, 1, 0, 2)
    plain = torch.nn.Conv1d(inputs, stride * outputs, taps, padding=taps - 1)
    plain.weight = torch.nn.Parameter(weight.reshape(stride * outputs, inputs, taps).contiguous())
    plain.bias = torch.nn.Parameter(transposed.bias.detach().repeat(stride))
    surplus = taps * stride - size + before - behind

    class Upsampling(torch.nn.Module):
        def __init__(self) -> None:
            super().__init__()
            self.plain = plain

        def forward(self, frames: Any) -> Any:
            samples = self.plain(frames).transpose(1, 2).reshape(1, -1, outputs).transpose(1, 2)
            return samples[:, :, before : -surplus or None]

    return Upsampling()


def _reading(model: Any, ids: Any, noise: Any, speaker: Any = None) -> tuple[Any, Any, Any]:
    """Token ids, and noise for the lengths → means, spreads (logarithms), lengths (logarithms)."""
    import torch  # noqa: PLC0415

    x, means, spreads, mask = model.text_encoder(ids, torch.ones_like(ids).sum(1))
    told = _voice(model, speaker) if model.args.condition_dp_on_speaker else None
    predictor = model.duration_predictor
    if not model.args.use_sdp:
        return means, spreads, predictor(x, mask, g=told)
    x = predictor.pre(x)
    if told is not None:
        x = x + predictor.cond(told)
    x = predictor.proj(predictor.convs(x, mask)) * mask
    flows = list(reversed(predictor.flows))
    z = noise
    for flow in [*flows[:-2], flows[-1]]:  # as Coqui leaves out the first one, which does nothing
        z = flow(torch.flip(z, [1]), mask, g=x, reverse=True)
    return means, spreads, z[:, :1]


def _flowing(model: Any, frames: Any, speaker: Any = None) -> Any:
    """The sound of each frame as its phoneme has it → as the sentence has it."""
    import torch  # noqa: PLC0415

    return model.flow(frames, torch.ones_like(frames[:, :1]), g=_voice(model, speaker), reverse=True)


def _speaking(model: Any, latent: Any, speaker: Any = None) -> Any:
    """The sound of each frame → samples."""
    return model.waveform_decoder(latent, g=_voice(model, speaker))


def _voice(model: Any, speaker: Any) -> Any:
    """What the networks are told about a speaker."""
    return None if speaker is None else model.emb_g(speaker).unsqueeze(-1)


def _simplify(graph: Path) -> None:
    """Fold what is constant, once and not at each start: of the nodes of a reading, three in five.

    Only standard operators come of it, so that any processor and runtime takes the graph.
    """
    import onnxruntime  # noqa: PLC0415

    simple = graph.with_suffix(".simple")
    options = onnxruntime.SessionOptions()
    options.graph_optimization_level = onnxruntime.GraphOptimizationLevel.ORT_ENABLE_BASIC
    options.optimized_model_filepath = str(simple)
    onnxruntime.InferenceSession(str(graph), options, providers=["CPUExecutionProvider"])
    simple.replace(graph)


def _compare(graph: Path, given: dict[str, Any], expected: tuple[Any, ...]) -> None:
    """See that ONNX Runtime gives what PyTorch gives."""
    import numpy as np  # noqa: PLC0415
    import onnxruntime  # noqa: PLC0415

    session = onnxruntime.InferenceSession(str(graph), providers=["CPUExecutionProvider"])
    known = {entry.name for entry in session.get_inputs()}
    found = session.run(None, {key: value.numpy() for key, value in given.items() if key in known})
    for ours, theirs in zip(found, expected, strict=True):
        if not np.allclose(ours, theirs.numpy(), rtol=_TOLERANCE, atol=_TOLERANCE, equal_nan=True):
            message = f"{graph.name} does not give what the model gives"
            raise ValueError(message)
