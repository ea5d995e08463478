"""An exported VITS voice, spoken by ONNX Runtime; PyTorch is neither needed nor imported."""

from __future__ import annotations

import json
import os
from functools import cached_property
from typing import TYPE_CHECKING, Any

from podcaster.errors import VoiceError
from podcaster.speech.espeak import EspeakError
from podcaster.speech.vits import files
from podcaster.speech.vits.shape import VitsEngine, longer
from podcaster.speech.vits.tokens import Tokenizer, TokensError
from podcaster.voices import export_folder

if TYPE_CHECKING:
    from pathlib import Path

    from podcaster.voices import Voice

_MOST_TOKENS = 4000
"""Of one call: what the model compares grows with the square of it."""
_INPUTS = {files.TEXT_GRAPH: {"ids", "noise"}, files.SOUND_GRAPH: {"frames", "mask"}}


class OnnxEngine(VitsEngine):
    """A VITS model in ONNX Runtime, loaded once.

    May be called from several threads at a time: each call takes one core, and ``workers`` of them
    together take less time than one call on all cores.
    """

    def __init__(self, voice: Voice) -> None:
        self._voice = voice
        folder = export_folder(voice)
        self._facts = files.check_export(folder, voice)
        self._sample_rate_hz = self._facts.sample_rate_hz
        self._speakers = list(self._facts.speakers)
        self._tokenizer = _tokenizer(voice, folder)
        self.takes_ipa = self._tokenizer.takes_ipa
        if len(self._tokenizer.vocabulary.ids) > self._facts.tokens:
            raise _unfit(voice, folder, "the model knows fewer tokens than its config.json")
        self._reading = _session(voice, folder, files.TEXT_GRAPH)
        self._speaking = _session(voice, folder, files.SOUND_GRAPH)
        self._check_styles()

    @classmethod
    def workers(cls, voice: Voice) -> int:  # noqa: ARG003  (as other engines are asked)
        """How many calls at a time are fastest: a core each."""
        return cores()

    @classmethod
    def identity(cls, voice: Voice) -> str:
        """The export's checksum: what was spoken with another one is not this voice's."""
        return files.read_manifest(export_folder(voice), voice)[1]

    def _wave(self, text: str, speaker: str | None, stretch: float, seed: int) -> Any:
        import numpy as np  # noqa: PLC0415

        ids = self._tokenizer.ids(text)
        if not set(ids) - self._silent:
            message = "it has no sound for any of its letters"
            raise ValueError(message)
        if len(ids) > _MOST_TOKENS:
            message = f"it is too long ({len(ids)} tokens; at most {_MOST_TOKENS})"
            raise ValueError(message)
        # the one generator whose numbers numpy keeps the same for all time
        chance = np.random.RandomState(seed)
        return self.samples(ids, self._number(speaker), stretch, chance)

    def samples(self, ids: list[int], speaker: int | None, stretch: float, chance: Any) -> Any:
        """The samples of these tokens; ``chance`` gives the noise, and None none."""
        import numpy as np  # noqa: PLC0415

        facts = self._facts
        who = {} if speaker is None else {"speaker": np.array([speaker])}
        noise = _noise(chance, (1, 2, len(ids)), facts.noise_scale_lengths)
        given = {"ids": np.array([ids]), "noise": noise, **who}
        # a predictor of one fixed length for each phoneme has no noise
        known = {entry.name for entry in self._reading.get_inputs()}
        told = self._reading.run(None, {key: value for key, value in given.items() if key in known})
        means, spreads, lengths = told
        frames = np.exp(lengths[0, 0]) * np.float32(facts.length_scale)
        if not np.isfinite(frames).all():
            message = "its model gives numbers that are no lengths (NaN)"
            raise ValueError(message)
        if stretch != 1:
            frames *= np.float32(longer(stretch, lambda factor: np.ceil(frames * factor).sum()))
        counts = np.ceil(frames).astype(np.int64)
        if not 0 < counts.sum() <= (facts.max_frames or counts.sum()):
            message = f"its {counts.sum()} frames are more than the model may speak at once"
            raise ValueError(message)
        means, spreads = (np.repeat(part, counts, axis=2) for part in (means, spreads))
        latent = means + np.exp(spreads) * _noise(chance, means.shape, facts.noise_scale)
        mask = np.ones((1, 1, latent.shape[2]), np.float32)
        return self._speaking.run(None, {"frames": latent, "mask": mask, **who})[0][0, 0]

    def _number(self, speaker: str | None) -> int | None:
        return None if speaker is None else self._facts.speakers[speaker]

    @cached_property
    def _silent(self) -> set[int | None]:
        """The tokens that stand for no sound."""
        known = self._tokenizer.vocabulary
        return {known.blank, known.bos, known.eos, *(known.ids.get(sign) for sign in " .,!?;:")}


def cores() -> int:
    """How many this process may use."""
    try:
        return len(os.sched_getaffinity(0))
    except AttributeError:  # only Linux tells
        return os.cpu_count() or 1


def _noise(chance: Any, shape: tuple[int, ...], scale: float) -> Any:
    import numpy as np  # noqa: PLC0415

    if chance is None or not scale:
        return np.zeros(shape, np.float32)
    return chance.standard_normal(shape).astype(np.float32) * np.float32(scale)


def _tokenizer(voice: Voice, folder: Path) -> Tokenizer:
    try:
        config = json.loads((folder / files.CONFIG).read_text(encoding="utf-8"))
        return Tokenizer(config, voice.espeak)
    except (TokensError, AttributeError, ValueError, TypeError) as exc:
        raise _unfit(voice, folder, str(exc)) from exc
    except EspeakError as exc:
        way_out = "install libespeak-ng (apt install libespeak-ng1), or pip install espeakng-loader"
        cause = f"eSpeak NG, which makes its phonemes, is missing: {exc}"
        raise VoiceError(voice.subject, cause, way_out) from exc


def _session(voice: Voice, folder: Path, name: str) -> Any:
    import onnxruntime  # noqa: PLC0415

    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = options.inter_op_num_threads = 1
    options.enable_mem_pattern = False  # each sentence has a length of its own
    options.log_severity_level = 4
    cpu = ("CPUExecutionProvider", {"arena_extend_strategy": "kSameAsRequested"})
    try:
        session = onnxruntime.InferenceSession(str(folder / name), options, providers=[cpu])
    except Exception as exc:  # ONNX Runtime has no exception of its own that can be named
        raise _unfit(voice, folder, f"{name}: {exc}") from exc
    if not {entry.name for entry in session.get_inputs()} & _INPUTS[name]:
        raise _unfit(voice, folder, f"{name} is no graph of podcaster's")
    return session


def _unfit(voice: Voice, folder: Path, cause: str) -> VoiceError:
    way_out = f"delete {folder}, then run: podcaster voices export {voice.name}"
    return VoiceError(voice.subject, f"its export cannot be loaded: {' '.join(cause.split())[:160]}", way_out)
