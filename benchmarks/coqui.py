"""Coqui's own API against ours: throughput, cold start, memory; and how far each is from the arithmetic.

    python benchmarks/coqui.py [--blocks 6] [--real VOICE.toml --hear PYTHON]

A checkpoint of the size of Thorsten's, with random weights, is spoken by Coqui's ``TTS.api`` sentence by
sentence, and by podcaster in each quality, in full also by ONNX Runtime alone (``onnx``). All sit in
processes of their own and take turns, a few sentences a block, so that what else the machine does falls
upon all of them; ratios are of seconds of speech for a second of time. With ``--real``, a voice with trained English weights is also heard by
Whisper (``--hear`` names a Python with faster-whisper), in each quality.
"""

from __future__ import annotations

import argparse
import json
import math
import os
import re
import statistics
import subprocess
import sys
import tempfile
import time
import wave
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

ROOT = Path(__file__).parent.parent
_BLOCK = 12
"""Sentences that are spoken before the next one has its turn."""
SUBJECTS = ["Die Regierung", "Der Ausschuss", "Eine Sprecherin", "Das Gericht", "Die Feuerwehr", "Ein Zeuge"]
VERBS = ["sagte", "erklärte", "meldete", "betonte", "wiederholte", "schrieb"]
TIMES = ["am Montag", "gestern Abend", "nach der Sitzung", "in der vergangenen Woche", "am frühen Morgen"]
CLAUSES = [
    "man habe lange auf diesen Bericht gewartet",
    "die Kosten würden in den kommenden Jahren weiter steigen, wenn nichts geschehe",
    "niemand sei verletzt worden",
    "über die Brücke dürften wieder Lastwagen fahren, sobald die Prüfer zugestimmt hätten",
    "das sei ein guter Tag für die Stadt und für alle, die in ihr lebten",
]
ENGLISH = [
    "The birch canoe slid on the smooth planks, and the old man walked home.",
    "A committee of the city council will meet on Monday to talk about the new bridge.",
    "Nobody was hurt, and the trains are running again this morning.",
    "The price of bread has risen twice since the summer, the bakers say.",
    "She opened the window, looked at the garden and said that it would rain.",
]

WORKER = r"""
import json, os, resource, sys, time
from concurrent.futures import ThreadPoolExecutor
kind, toml = sys.argv[1:]
out = os.fdopen(os.dup(1), "w")
os.dup2(2, 1)
began = time.perf_counter()
if kind == "coqui":
    import tomllib
    voice = tomllib.load(open(toml, "rb"))
    from TTS.api import TTS
    tts = TTS(model_path=voice["model"], config_path=voice["config"], progress_bar=False)
    rate, calls = tts.synthesizer.output_sample_rate, 1
    speak = lambda text: len(tts.tts(text, split_sentences=False)) / rate - 10000 / rate
else:
    if kind == "onnx":
        sys.modules["openvino"] = None
    from podcaster.model import Style
    from podcaster.speech.registry import load_engine, engine_class
    from podcaster.voices import load_voice
    voice = load_voice(toml)
    engine = load_engine(voice)
    calls = engine.workers(voice)
    def speak(text):
        sound = engine.speak(text, Style())
        return len(sound.pcm) / 2 / sound.sample_rate_hz
pool = ThreadPoolExecutor(calls)
def answer(**facts):
    print(json.dumps(facts), file=out, flush=True)
loaded = time.perf_counter() - began
speak("Guten Tag.")
answer(loaded_s=loaded, cpu_s=time.process_time())
for line in sys.stdin:
    began, cpu = time.perf_counter(), time.process_time()
    speech_s = sum(pool.map(speak, json.loads(line)))
    answer(
        speech_s=speech_s, took_s=time.perf_counter() - began, cpu_s=time.process_time() - cpu,
        peak_mb=resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024, torch="torch" in sys.modules,
    )
"""


class Speaker:
    """One way of speaking, in a process of its own."""

    def __init__(self, kind: str, toml: Path) -> None:
        self.kind = kind
        began = time.perf_counter()
        self.process = subprocess.Popen(
            [sys.executable, "-c", WORKER, kind, str(toml)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            text=True,
            env=os.environ | {"PYTHONPATH": str(ROOT)},
        )
        if not (line := self.process.stdout.readline()):
            sys.exit(f"{kind} does not speak")
        self.start = json.loads(line) | {"cold_s": time.perf_counter() - began}
        self.blocks = []

    def speak(self, sentences: list[str]) -> None:
        """Have them spoken, and keep what it took."""
        self.process.stdin.write(json.dumps(sentences) + "\n")
        self.process.stdin.flush()
        self.blocks.append(json.loads(self.process.stdout.readline()))

    def total(self, key: str) -> float:
        """Of all blocks."""
        return sum(block[key] for block in self.blocks)

    def close(self) -> None:
        """Let the process end."""
        self.process.stdin.close()
        self.process.wait()


def sentences(count: int) -> Iterator[str]:
    """German sentences as news has them, all different."""
    for number in range(count):
        clauses = [CLAUSES[(number + step) % len(CLAUSES)] for step in range(1 + number % 2)]
        yield (
            f"{SUBJECTS[number % len(SUBJECTS)]} {VERBS[number // 2 % len(VERBS)]} "
            f"{TIMES[number % len(TIMES)]}, {', und '.join(clauses)}."
        )


def checkpoint(folder: Path) -> None:
    """Coqui's VITS as it comes, which is what Thorsten's voice is; weights as they fall."""
    import torch  # noqa: PLC0415
    from TTS.config.shared_configs import BaseAudioConfig  # noqa: PLC0415
    from TTS.tts.configs.shared_configs import CharactersConfig  # noqa: PLC0415
    from TTS.tts.configs.vits_config import VitsConfig  # noqa: PLC0415
    from TTS.tts.models.vits import Vits, VitsArgs, VitsCharacters  # noqa: PLC0415

    torch.manual_seed(7)
    signs = VitsCharacters()
    config = VitsConfig(
        model_args=VitsArgs(init_discriminator=False),
        audio=BaseAudioConfig(sample_rate=22050, hop_length=256, do_trim_silence=False),
        use_phonemes=True,
        phonemizer="espeak",
        phoneme_language="de",
        text_cleaner="phoneme_cleaners",
        add_blank=True,
        characters=CharactersConfig(
            characters_class="TTS.tts.models.vits.VitsCharacters",
            pad=signs.pad, eos="", bos="", blank="<BLNK>",
            characters=signs.characters, punctuations=signs.punctuations, phonemes="",
        ),
        test_sentences=[["Guten Tag."]],
    )  # fmt: skip
    model = Vits(config)
    for name, weights in model.waveform_decoder.named_parameters():
        if name.endswith("bias"):
            torch.nn.init.zeros_(weights)
    torch.nn.init.normal_(model.waveform_decoder.conv_post.weight, std=0.5)
    torch.save({"model": model.state_dict(), "config": config.to_dict()}, folder / "model.pth")
    config.save_json(str(folder / "config.json"))


def voice_files(folder: Path) -> None:
    """The voice's file in each quality."""
    for quality in ("full", "fast"):
        lines = {
            "name": quality,
            "engine": "coqui",
            "quality": quality,
            "language": "de-DE",
            "licence": "-",
            "source": "-",
        }
        lines |= {"model": str(folder / "model.pth"), "config": str(folder / "config.json")}
        text = "".join(f"{key} = {json.dumps(value)}\n" for key, value in lines.items())
        (folder / f"{quality}.toml").write_text(text, encoding="utf-8")


def multiply_adds(folder: Path) -> float:
    """Of the decoder, for a second of speech."""
    import onnx  # noqa: PLC0415

    graph = onnx.load(str(folder / "model.onnx" / "sound.onnx")).graph
    given = {entry.name: entry for entry in graph.initializer}
    rate, total, channels = 22050 / 256, 0.0, 0
    for node in graph.node:
        if node.op_type == "Conv":
            shape = given[node.input[1]].dims
            total, channels = total + math.prod(shape) * rate, shape[0]
        if node.op_type == "Reshape":  # channels become samples
            rate *= channels / int(onnx.numpy_helper.to_array(given[node.input[1]])[-1])
    return total


def matrix_throughput(kind: Any) -> float:
    """Multiply-adds a second that the machine reaches with large matrices, the best of some."""
    import torch  # noqa: PLC0415

    size, best = 2048, math.inf
    left, right = (torch.randn(size, size, dtype=kind) for _ in "ab")
    for _ in range(8):
        began = time.perf_counter()
        left @ right
        best = min(best, time.perf_counter() - began)
    return size**3 / best


def log_mel(samples: Any, rate: int) -> Any:
    """80 bands in decibels, an array of frames."""
    import numpy as np  # noqa: PLC0415

    size, hop, bands = 1024, 256, 80
    starts = range(0, max(1, len(samples) - size), hop)
    spectra = np.array(
        [np.abs(np.fft.rfft(samples[at : at + size] * np.hanning(size))) ** 2 for at in starts]
    )
    mel = np.linspace(0, 2595 * math.log10(1 + rate / 2 / 700), bands + 2)
    edges = (700 * (10 ** (mel / 2595) - 1)) / (rate / 2) * (size // 2)
    bins = np.arange(size // 2 + 1)
    weights = np.array([
        np.clip(np.minimum((bins - low) / (top - low), (high - bins) / (high - top)), 0, None)
        for low, top, high in zip(edges, edges[1:], edges[2:], strict=False)
    ])  # fmt: skip
    return 10 * np.log10(spectra @ weights.T + 1e-8)


def mel_distance(toml_full: Path, toml_fast: Path, texts: list[str]) -> tuple[float, float]:
    """Of the qualities from each other, and of two takes of the full one, in decibels."""
    import numpy as np  # noqa: PLC0415

    from podcaster.speech.registry import load_engine  # noqa: PLC0415
    from podcaster.voices import load_voice  # noqa: PLC0415

    full, fast = (load_engine(load_voice(toml)) for toml in (toml_full, toml_fast))
    rate = full._facts.sample_rate_hz  # noqa: SLF001
    apart, takes = [], []
    for text in texts:
        ids = full._tokenizer.ids(text)  # noqa: SLF001
        lengths = np.random.RandomState(1).standard_normal((1, 2, len(ids)))

        one, other, again = (
            log_mel(engine.samples(ids, None, 1.0, _noise(lengths, seed)), rate)
            for engine, seed in ((full, 2), (fast, 2), (full, 3))
        )
        apart.append(float(np.abs(one - other).mean()))
        takes.append(float(np.abs(one - again).mean()))
    return statistics.mean(apart), statistics.mean(takes)


def _noise(lengths: Any, seed: int) -> Callable[..., Any]:
    """That of the lengths is given, so that two takes can be compared frame by frame."""
    import numpy as np  # noqa: PLC0415

    chance = np.random.RandomState(seed)
    return lambda *shape: lengths if shape == lengths.shape else chance.standard_normal(shape)


HEARING = """
import sys
from faster_whisper import WhisperModel
model = WhisperModel(sys.argv[1], device="cpu", compute_type="int8")
for path in sys.argv[2:]:
    print(" ".join(part.text for part in model.transcribe(path, language="en", beam_size=1)[0]).replace("\\n", " "))
"""


def word_errors(said: str, heard: str) -> float:
    """The edits from one list of words to the other, divided by the first one's length."""
    said, heard = (re.sub(r"[^a-z ]", "", text.lower()).split() for text in (said, heard))
    row = list(range(len(heard) + 1))
    for number, word in enumerate(said, 1):
        before, row = row, [number]
        for at, other in enumerate(heard, 1):
            row.append(min(before[at] + 1, row[-1] + 1, before[at - 1] + (word != other)))
    return row[-1] / len(said)


def heard(toml: Path, python: str, folder: Path) -> float:
    """The word error rate of English sentences."""
    from podcaster.model import Style  # noqa: PLC0415
    from podcaster.speech.registry import load_engine  # noqa: PLC0415
    from podcaster.voices import load_voice  # noqa: PLC0415

    engine, paths = load_engine(load_voice(toml)), []
    for number, text in enumerate(ENGLISH):
        sound = engine.speak(text, Style())
        paths.append(folder / f"{number}.wav")
        with wave.open(str(paths[-1]), "wb") as file:
            file.setnchannels(1)
            file.setsampwidth(2)
            file.setframerate(sound.sample_rate_hz)
            file.writeframes(sound.pcm)
    model = os.environ.get("WHISPER_DIR", str(Path.home() / ".cache/podcaster-hear/base"))
    run = subprocess.run(
        [python, "-c", HEARING, model, *map(str, paths)], capture_output=True, text=True, check=True
    )
    return statistics.mean(word_errors(*pair) for pair in zip(ENGLISH, run.stdout.splitlines(), strict=True))


def main() -> None:
    """Prepare the voice, measure, and print."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--blocks", type=int, default=6)
    parser.add_argument("--starts", type=int, default=2, help="cold starts, of which the best counts")
    parser.add_argument("--real", type=Path, help="the file of a voice with trained weights")
    parser.add_argument("--hear", help="a Python that has faster-whisper")
    asked = parser.parse_args()
    sys.path.insert(0, str(ROOT))
    with tempfile.TemporaryDirectory() as aside:
        folder = Path(aside)
        prepare = (
            "import sys; from pathlib import Path; sys.path[:0] = sys.argv[1:3]; import coqui;"
            "from podcaster.speech.coqui import export_voice; from podcaster.voices import load_voice;"
            "folder = Path(sys.argv[3]); coqui.checkpoint(folder); coqui.voice_files(folder);"
            "export_voice(load_voice(folder / 'full.toml'))"
        )
        ours = [str(ROOT), str(ROOT / "benchmarks"), aside]
        subprocess.run([sys.executable, "-c", prepare, *ours], check=True, stderr=subprocess.DEVNULL)
        measure(folder, asked)
        if asked.real:
            for quality in ("full", "fast"):
                text = asked.real.read_text(encoding="utf-8").replace("[", f'quality = "{quality}"\n[', 1)
                text = text if "quality" in text else f'{text}\nquality = "{quality}"\n'
                toml = asked.real.with_name(f"{quality}.toml")
                toml.write_text(
                    re.sub(r'name = ".*?"', f'name = "{quality}"', text, count=1), encoding="utf-8"
                )
                if asked.hear:
                    print(f"word_error_rate_{quality}: {heard(toml, asked.hear, folder):.3f}")
            apart, takes = mel_distance(
                *(asked.real.with_name(f"{q}.toml") for q in ("full", "fast")), ENGLISH
            )
            print(f"log_mel_db_real_fast_from_full: {apart:.3f}\nlog_mel_db_real_two_takes: {takes:.3f}")


def measure(folder: Path, asked: argparse.Namespace) -> None:
    """Starts one after the other, then blocks by turns."""
    kinds = {"coqui": "full", "full": "full", "onnx": "full", "fast": "fast"}
    cold = {kind: [] for kind in kinds}
    for _ in range(asked.starts):
        for kind, quality in kinds.items():
            speaker = Speaker(kind, folder / f"{quality}.toml")
            cold[kind].append((speaker.start["cold_s"], speaker.start["cpu_s"]))
            speaker.close()
    speakers = [Speaker(kind, folder / f"{quality}.toml") for kind, quality in kinds.items()]
    texts = list(sentences(_BLOCK * (asked.blocks + 1)))
    for block in range(asked.blocks + 1):
        for speaker in speakers:
            speaker.speak(texts[_BLOCK * block : _BLOCK * (block + 1)])
            if block == 0:
                speaker.blocks.clear()  # the first one warms up
    for speaker in speakers:
        speaker.close()
    report(speakers, cold, folder, texts)


def report(
    speakers: list[Speaker], cold: dict[str, list[tuple[float, float]]], folder: Path, texts: list[str]
) -> None:
    """Print a figure a line."""
    import torch  # noqa: PLC0415

    base = speakers[0]
    macs = multiply_adds(folder)
    print(f"gmac_per_second_of_speech: {macs / 1e9:.1f}")
    reach = {
        "full": matrix_throughput(torch.float32) / macs,
        "fast": matrix_throughput(torch.bfloat16) / macs,
    }
    reach["coqui"] = reach["onnx"] = reach["full"]
    for speaker in speakers:
        kind, name = (
            speaker.kind,
            "throughput_ratio" if speaker.kind == "full" else f"throughput_ratio_{speaker.kind}",
        )
        pairs = zip(speaker.blocks, base.blocks, strict=True)
        ratios = [
            (mine["speech_s"] / mine["took_s"]) / (theirs["speech_s"] / theirs["took_s"])
            for mine, theirs in pairs
        ]
        per_core = [
            speaker.total("speech_s") / speaker.total("cpu_s"),
            base.total("speech_s") / base.total("cpu_s"),
        ]
        peak = max(block["peak_mb"] for block in speaker.blocks)
        print(f"real_time_factor_{kind}: {speaker.total('took_s') / speaker.total('speech_s'):.3f}")
        print(f"cpu_s_per_second_of_speech_{kind}: {1 / per_core[0]:.3f}")
        print(
            f"share_of_arithmetic_limit_{kind}: {speaker.total('speech_s') / speaker.total('took_s') / reach[kind]:.2f}"
        )
        starts = [min(times) for times in zip(*cold[kind], strict=True)]
        slow = [min(times) for times in zip(*cold[base.kind], strict=True)]
        print(f"cold_start_s_{kind}: {starts[0]:.2f}\ncold_start_cpu_s_{kind}: {starts[1]:.2f}")
        print(f"peak_mb_{kind}: {peak:.0f}")
        if speaker is base:
            continue
        print(f"{name}: {statistics.median(ratios):.2f}")
        print(f"throughput_ratio_by_cpu_time_{kind}: {per_core[0] / per_core[1]:.2f}")
        print(f"cold_start_ratio_{kind}: {slow[0] / starts[0]:.1f}")
        print(f"cold_start_cpu_ratio_{kind}: {slow[1] / starts[1]:.1f}")
        print(f"memory_ratio_{kind}: {peak / max(block['peak_mb'] for block in base.blocks):.2f}")
        print(f"pytorch_imported_{kind}: {speaker.blocks[-1]['torch']}")
    apart, takes = mel_distance(folder / "full.toml", folder / "fast.toml", texts[:4])
    print(f"log_mel_db_fast_from_full: {apart:.3f}\nlog_mel_db_two_takes: {takes:.3f}")


if __name__ == "__main__":
    main()
