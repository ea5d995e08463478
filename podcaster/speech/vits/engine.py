"""An exported VITS voice, spoken by ONNX Runtime; PyTorch is neither needed nor imported."""

from __future__ import annotations

import json
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

from podcaster.errors import VoiceError
from podcaster.speech.device import onnx_providers
from podcaster.speech.espeak import EspeakError
from podcaster.speech.vits import files
from podcaster.speech.vits.decoder import Decoder
from podcaster.speech.vits.runtime import OnnxGraph
from podcaster.speech.vits.shape import VitsEngine, longer
from podcaster.speech.vits.tokens import Tokenizer, TokensError
from podcaster.speech.workers import own_cores
from podcaster.voices import coqui_files, coqui_folder, export_folder

if TYPE_CHECKING:
    from collections.abc import Callable

    from podcaster.voices import Voice

_Loaded = TypeVar("_Loaded", Decoder, OnnxGraph)

_MOST_TOKENS = 4000
"""Of one call: what the model compares grows with the square of it."""
_MOST_FRAMES = 20_000
"""Four minutes at 22.05 kHz: no sentence, but lengths gone mad."""


class OnnxEngine(VitsEngine):
    """A VITS model in ONNX Runtime and OpenVINO, loaded once.

    May be called from several threads at a time: ``workers`` of them keep all cores busy.
    """

    def __init__(self, voice: Voice) -> None:
        self._voice = voice
        folder = export_folder(voice)
        self._facts, _ = files.read_manifest(folder, voice)
        _check_origin(voice, folder, self._facts.made_of)
        self._sample_rate_hz = self._facts.sample_rate_hz
        self._speakers = list(self._facts.speakers)
        # side by side: none of them needs a whole core, or another one's result
        with ThreadPoolExecutor() as pool:
            decoder = pool.submit(_loaded, voice, folder, files.SOUND_GRAPH, self._load_decoder)
            read, flow = (
                pool.submit(_loaded, voice, folder, name, self._load_graph)
                for name in (files.TEXT_GRAPH, files.FLOW_GRAPH)
            )
            with suppress(ImportError):  # told by those who need it
                import onnxruntime  # noqa: F401, PLC0415  meanwhile: checksums are made without Python's lock
            self._tokenizer = _tokenizer(voice, folder)
            self._decoder, self._read, self._flow = decoder.result(), read.result(), flow.result()
        self.takes_ipa = self._tokenizer.takes_ipa
        if max(self._tokenizer.vocabulary.ids.values()) >= self._facts.tokens:
            raise _unfit(voice, folder, "the model knows fewer tokens than its config.json")
        self._check_styles()

    def _load_decoder(self, path: Path) -> Decoder:
        return Decoder(self._voice, path, self._facts, own_cores())

    def _load_graph(self, path: Path) -> OnnxGraph:
        return OnnxGraph(path, onnx_providers(self._voice), is_brief=path.name == files.TEXT_GRAPH)

    @classmethod
    def workers(cls, voice: Voice) -> int:  # noqa: ARG003  (as other engines are asked)
        """How many calls at a time are fastest: a core each."""
        return own_cores()

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
        return self.samples(ids, speaker, stretch, lambda *shape: chance.standard_normal(shape))

    def samples(
        self, ids: list[int], speaker: str | None, stretch: float, noise: Callable[..., Any] | None
    ) -> Any:
        """The samples of these tokens, from −1 to 1; ``noise(*shape)`` gives what is left to chance.

        Raises ValueError where the model's numbers are none, or more than it may speak at once.
        """
        import numpy as np  # noqa: PLC0415

        facts = self._facts
        who = {} if speaker is None else {"speaker": np.array([facts.speakers[speaker]])}
        chance = _scaled(noise, (1, 2, len(ids)), facts.noise_scale_lengths)
        means, spreads, lengths = self._read(ids=np.array([ids]), noise=chance, **who)
        counts = self._lengths(lengths[0, 0], stretch)
        means, spreads = (np.repeat(part, counts, axis=2) for part in (means, spreads))
        frames = means + np.exp(spreads) * _scaled(noise, means.shape, facts.noise_scale)
        latent = self._flow(frames=frames, **who)[0]
        return np.concatenate([*self._decoder.samples(latent, who)])

    def _lengths(self, logarithms: Any, stretch: float) -> Any:
        """Of each phoneme, in frames."""
        import numpy as np  # noqa: PLC0415

        frames = np.exp(logarithms) * np.float32(self._facts.length_scale)
        if not np.isfinite(frames).all():
            message = "its model gives numbers that are no lengths (NaN)"
            raise ValueError(message)
        if stretch != 1:
            frames *= np.float32(longer(stretch, lambda factor: np.ceil(frames * factor).sum()))
        counts = np.ceil(frames)
        at_most = self._facts.max_frames or _MOST_FRAMES
        if not 0 < counts.sum() <= at_most:
            message = f"it would take {counts.sum():.0f} frames, and the model may speak {at_most} at once"
            raise ValueError(message)
        return counts.astype(np.int64)

    @cached_property
    def _silent(self) -> set[int | None]:
        """The tokens that stand for no sound."""
        known = self._tokenizer.vocabulary
        return {known.blank, known.bos, known.eos, *(known.ids.get(sign) for sign in " .,!?;:")}


def _scaled(noise: Callable[..., Any] | None, shape: tuple[int, ...], scale: float) -> Any:
    import numpy as np  # noqa: PLC0415

    if noise is None or not scale:
        return np.zeros(shape, np.float32)
    return noise(*shape).astype(np.float32) * np.float32(scale)


def _tokenizer(voice: Voice, folder: Path) -> Tokenizer:
    try:
        config = json.loads(files.check_file(folder, files.CONFIG, voice).read_text(encoding="utf-8"))
        return Tokenizer(config, voice.espeak)
    except (TokensError, AttributeError, ValueError, TypeError) as exc:
        raise _unfit(voice, folder, str(exc)) from exc
    except EspeakError as exc:
        way_out = "install libespeak-ng (apt install libespeak-ng1), or pip install espeakng-loader"
        cause = f"eSpeak NG, which makes its phonemes, is missing: {exc}"
        raise VoiceError(voice.subject, cause, way_out) from exc


def _check_origin(voice: Voice, folder: Path, made_of: str) -> None:
    """See that the checkpoint is still the one that was exported, where it lies here and is younger."""
    found = coqui_files(coqui_folder(voice.model))
    checkpoint = Path(voice.model) if voice.config else found and found[0]
    if not checkpoint or not checkpoint.is_file():
        return
    is_younger = checkpoint.stat().st_mtime > (folder / files.MANIFEST).stat().st_mtime
    if is_younger and files.facts_of(checkpoint)["sha256"] != made_of:
        raise _unfit(voice, folder, f"it was made of another {checkpoint.name}")


# What each graph is a function of, beside the speaker.
_GIVEN = {files.TEXT_GRAPH: "ids", files.FLOW_GRAPH: "frames", files.SOUND_GRAPH: "latent"}


def _loaded(voice: Voice, folder: Path, name: str, load: Callable[[Path], _Loaded]) -> _Loaded:
    """What a file of the export holds, if it is as it was written."""
    path = files.check_file(folder, name, voice)
    try:
        loaded = load(path)
    except VoiceError:
        raise
    except Exception as exc:  # ONNX Runtime's own exceptions have no name that can be imported
        raise _unfit(voice, folder, f"{name}: {exc}") from exc
    if _GIVEN[name] not in loaded.inputs:
        raise _unfit(voice, folder, f"{name} is no graph of podcaster's")
    return loaded


def _unfit(voice: Voice, folder: Path, cause: str) -> VoiceError:
    way_out = f"delete {folder}, then run: podcaster voices export {voice.name}"
    return VoiceError(voice.subject, f"its export cannot be loaded: {' '.join(cause.split())[:160]}", way_out)
