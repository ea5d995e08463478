"""A voice in Piper's layout with random weights: its inputs, noise inside and lengths, as noise to the ear."""

import json
from pathlib import Path

SIGNS = "_^$ !',-.:;?abcdefghijklmnopqrstuvwxyzçøŋœɐɑɔəɛɜɡɪɱɲɾʁʃʊʌʏʒʔˈˌː̩̯̃"
HOP = 256

_GRAPH = """
<ir_version: 8, opset_import: ["" : 15]>
voice (int64[batch, tokens] input, int64[batch] input_lengths, float[3] scales SPEAKER_INPUT) => (float[batch, one, time, samples] output)
<float[SIGNS, 8] letters, SPEAKER_WEIGHTS float[8, 1, 512] sound, float[8, 8, 3] mix>
{
  zero = Constant<value = int64[1] {0}>()
  one = Constant<value = int64[1] {1}>()
  two = Constant<value = int64[1] {2}>()
  noise_scale = Slice(scales, zero, one)
  length_scale = Slice(scales, one, two)
  three = Constant<value = int64[1] {3}>()
  noise_w = Slice(scales, two, three)
  read = Gather(letters, input)
  SPEAKER_NODES
  turned = Transpose<perm = [0, 2, 1]>(told)
  seen = Conv<pads = [1, 1]>(turned, mix)
  means = Tanh(seen)
  tokens_of = Shape(input)
  pair = Constant<value = int64[1] {2}>()
  count = Slice(tokens_of, one, two)
  noise_shape = Concat<axis = 0>(one, pair, count)
  blank = ConstantOfShape(noise_shape)
  chance = RandomNormalLike<dtype = 1>(blank)
  scaled_chance = Mul(chance, noise_w)
  first = Slice(scaled_chance, zero, one, one)
  tenth = Constant<value = float[1] {0.2}>()
  part = Mul(first, tenth)
  mean = ReduceMean<axes = [1], keepdims = 1>(means)
  logarithm = Add(mean, part)
  factor = Exp(logarithm)
  base = Constant<value = float[1] {3.0}>()
  raw = Mul(factor, base)
  frames = Mul(raw, length_scale)
  whole = Ceil(frames)
  flat_shape = Constant<value = int64[1] {-1}>()
  flat = Reshape(whole, flat_shape)
  axis = Constant<value = int64 {0}>()
  ends = CumSum(flat, axis)
  total = ReduceSum<keepdims = 0>(flat)
  total_int = Cast<to = 7>(total)
  start = Constant<value = int64 {0}>()
  step = Constant<value = int64 {1}>()
  numbers = Range(start, total_int, step)
  numbers_float = Cast<to = 1>(numbers)
  column = Unsqueeze(numbers_float, one)
  row = Unsqueeze(ends, zero)
  later = GreaterOrEqual(column, row)
  later_int = Cast<to = 7>(later)
  which = ReduceSum<keepdims = 0>(later_int, one)
  long = Gather<axis = 2>(means, which)
  drawn = RandomNormalLike<dtype = 1>(long)
  drawn_scaled = Mul(drawn, noise_scale)
  lively = Add(long, drawn_scaled)
  wave = ConvTranspose<strides = [256], pads = [128, 128]>(lively, sound)
  quiet = Tanh(wave)
  output = Unsqueeze(quiet, one)
}
"""

_SPEAKERS = {
    "SPEAKER_INPUT": (", int64[batch] sid", ""),
    "SPEAKER_WEIGHTS": ("float[2, 8] who,", ""),
    "SPEAKER_NODES": (
        "voiced = Gather(who, sid)\n  wide = Unsqueeze(voiced, one)\n  told = Add(read, wide)",
        "told = Identity(read)",
    ),
}


def write_voice(folder: Path, name: str = "de_DE-klein-low", *, speakers: tuple[str, ...] = ()):
    """Write ``name.onnx`` and ``name.onnx.json`` into ``folder``, and give their paths."""
    import numpy as np  # noqa: PLC0415
    from onnx import numpy_helper, parser, save  # noqa: PLC0415

    text = _GRAPH.replace("SIGNS", str(len(SIGNS)))
    for mark, (with_speakers, without) in _SPEAKERS.items():
        text = text.replace(mark, with_speakers if speakers else without)
    model = parser.parse_model(text)
    chance = np.random.RandomState(5)
    shapes = {"letters": (len(SIGNS), 8), "who": (2, 8), "sound": (8, 1, 2 * HOP), "mix": (8, 8, 3)}
    del model.graph.initializer[:]
    for key in ("letters", "sound", "mix", *(("who",) if speakers else ())):
        numbers = chance.standard_normal(shapes[key]).astype(np.float32) * 0.4
        model.graph.initializer.append(numpy_helper.from_array(numbers, key))
    folder.mkdir(parents=True, exist_ok=True)
    graph = folder / f"{name}.onnx"
    save(model, str(graph))
    config = folder / f"{graph.name}.json"
    told = {
        "audio": {"sample_rate": 16000, "quality": "low"},
        "espeak": {"voice": "de"},
        "inference": {"noise_scale": 0.667, "length_scale": 1, "noise_w": 0.8},
        "phoneme_type": "espeak",
        "phoneme_id_map": {sign: [number] for number, sign in enumerate(SIGNS)},
        "num_symbols": len(SIGNS),
        "num_speakers": max(1, len(speakers)),
        "speaker_id_map": {speaker: number for number, speaker in enumerate(speakers)},
    }
    config.write_text(json.dumps(told, ensure_ascii=False), encoding="utf-8")
    return graph, config
