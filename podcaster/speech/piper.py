"""Piper's voices, by piper-tts, which makes their phonemes, and ONNX Runtime, which speaks.

piper-tts is under the GPL 3 and holds eSpeak NG; it is imported when a voice is loaded, and not before.
What it says is taken up here by its parts: Piper itself reads no sentence twice in the same way.
"""

from __future__ import annotations

import json
import logging
import os
import re
import unicodedata
from typing import TYPE_CHECKING, Any

from podcaster.errors import VoiceError
from podcaster.speech import espeak
from podcaster.speech.device import onnx_providers
from podcaster.speech.downloads import check_download, fetch_files, telling_of
from podcaster.speech.vits.shape import VitsEngine, longer
from podcaster.speech.workers import own_cores
from podcaster.voices import BUILT_IN, DOWNLOAD_RECORD, piper_files, piper_folder

if TYPE_CHECKING:
    from pathlib import Path

    from podcaster.voices import Voice

_log = logging.getLogger(__name__)

_HOST = "https://huggingface.co/rhasspy/piper-voices/resolve/main"
"""Where Piper's voices lie, unless ``PIPER_VOICES_URL`` names a mirror."""
_NAME = re.compile(r"(?P<language>[a-z]{2,3})_[A-Z]{2}-(?P<speaker>\w+)-(?P<quality>x_low|low|medium|high)")
_MOST_TOKENS = 4000
_MOST_FRAMES = 20_000
_PHONEME_TYPES = {"espeak", "text"}
"""Others need more of piper-tts's own extras, and are for other languages than German."""


class PiperEngine(VitsEngine):
    """A voice of Piper's, loaded once; may be called from several threads at a time.

    The same text in the same style gives the same sound on the same machine.
    """

    def __init__(self, voice: Voice) -> None:
        self._voice = voice
        model, config = _files(voice)
        if voice.config is None:
            check_download(voice, model.parent)
        try:
            from piper import PiperConfig, PiperVoice  # noqa: PLC0415

            from podcaster.speech.piper_graph import PiperGraph  # noqa: PLC0415

            import onnx  # noqa: F401, PLC0415  # isort: skip
        except ImportError as exc:
            raise VoiceError(voice.subject, f"piper-tts: {exc}", BUILT_IN["piper"].install) from exc
        try:
            self._config = PiperConfig.from_dict(json.loads(config.read_text(encoding="utf-8")))
            self._speakers = list(self._config.speaker_id_map)
        except (OSError, ValueError, KeyError, TypeError, AttributeError) as exc:
            raise _unfit(voice, f"{config.name} is no configuration of Piper's ({exc!r})") from exc
        if self._config.phoneme_type.value not in _PHONEME_TYPES:
            raise _unfit(voice, f"its phonemes are '{self._config.phoneme_type.value}'")
        try:
            self._graph = PiperGraph(model, onnx_providers(voice))
        except Exception as exc:  # onnx's and ONNX Runtime's exceptions have no name that can be imported
            raise _unfit(voice, f"{model.name}: {exc}") from exc
        self._sample_rate_hz = int(self._config.sample_rate)
        self._piper = PiperVoice(session=None, config=self._config)
        self.takes_ipa = (
            self._config.phoneme_type.value == "espeak"
            and self._config.espeak_voice.startswith("de")
            and not self._config.vowel_clusters
        )
        self._untold: set[str] = set()
        self._check_styles()

    @classmethod
    def workers(cls, voice: Voice) -> int:  # noqa: ARG003  (as other engines are asked)
        """How many calls at a time are fastest: a core each."""
        return own_cores()

    @classmethod
    def identity(cls, voice: Voice) -> str:
        """The checksums of what was downloaded."""
        found = piper_files(voice)
        if voice.config or found is None:
            return ""
        return found[0].with_name(DOWNLOAD_RECORD).read_text(encoding="utf-8")

    @classmethod
    def download(cls, voice: Voice) -> None:
        """Fetch graph and configuration as Piper's registry lays them out."""
        if piper_files(voice):
            return
        name = _NAME.fullmatch(voice.model)
        if name is None:
            cause = f"Piper has no voice '{voice.model}'"
            raise VoiceError(voice.subject, cause, "name it as Piper does: de_DE-thorsten-medium")
        host = os.environ.get("PIPER_VOICES_URL", _HOST).rstrip("/")
        language, region = name["language"], voice.model.partition("-")[0]
        folder = piper_folder(voice.model)
        place = f"{language}/{region}/{name['speaker']}/{name['quality']}"
        files = (f"{voice.model}.onnx.json", f"{voice.model}.onnx")
        with telling_of(voice, folder, "PIPER_HOME"):
            fetch_files(voice, host, {file: f"{place}/{file}" for file in files}, folder)

    def _wave(self, text: str, speaker: str | None, stretch: float, seed: int) -> Any:
        import numpy as np  # noqa: PLC0415

        # the one generator whose numbers numpy keeps the same for all time
        chance = np.random.RandomState(seed)
        parts = []
        for phonemes in self._phonemes(text):
            ids = self._ids(phonemes)
            if len(ids) > _MOST_TOKENS:
                message = f"it is too long ({len(ids)} tokens; at most {_MOST_TOKENS})"
                raise ValueError(message)
            parts.append(self._graph.samples(self._given(ids, speaker), *self._ways(stretch, chance)))
        if not parts:
            message = "it has no sound for any of its letters"
            raise ValueError(message)
        return np.concatenate(parts)

    def _phonemes(self, text: str) -> list[list[str]]:
        """The signs of each sentence that Piper finds in a text, IPA in its place where ``takes_ipa``."""
        ipa: list[str] = []
        if self.takes_ipa:
            text, ipa = espeak.stand_ins(text)
        if not ipa:
            return [sentence for sentence in self._piper.phonemize(text) if sentence]
        # sentences are lines here, and are parted again
        said = espeak.phonemes_with_ipa(
            text, ipa, lambda piece: "\n".join(map("".join, self._piper.phonemize(piece)))
        )
        return [list(line) for line in unicodedata.normalize("NFD", said).split("\n") if line.strip()]

    def _ids(self, phonemes: list[str]) -> list[int]:
        """As Piper gives them: a beginning, a pad behind each sign, an end."""
        known = self._config.phoneme_id_map
        self._tell_unknown(set(phonemes) - known.keys())
        ids = [*known["^"], *known["_"]]
        for sign in phonemes:
            if sign in known:
                ids += [*known[sign], *known["_"]]
        return [*ids, *known["$"]]

    def _tell_unknown(self, signs: set[str]) -> None:
        new = signs - self._untold
        if new:
            self._untold |= new
            told = " ".join(sorted(map(repr, new)))
            _log.warning("%s has no sound for %s, and leaves it out", self._voice.subject, told)

    def _given(self, ids: list[int], speaker: str | None) -> dict[str, Any]:
        import numpy as np  # noqa: PLC0415

        told = self._config
        given = {
            "input": np.array([ids]),
            "input_lengths": np.array([len(ids)]),
            "scales": np.array([told.noise_scale, told.length_scale, told.noise_w_scale], np.float32),
        }
        if self._graph.has_speakers:
            number = told.default_speaker_id if speaker is None else told.speaker_id_map[speaker]
            given["sid"] = np.array([number])
        return given

    def _ways(self, stretch: float, chance: Any) -> tuple[Any, Any, int]:
        """What the graph asks for: the factor of the lengths, noise, and how long it may be."""
        import numpy as np  # noqa: PLC0415

        def factor(frames: Any) -> float:
            return 1.0 if stretch == 1 else longer(stretch, lambda by: np.ceil(frames * by).sum())

        return factor, lambda count: chance.standard_normal(count).astype(np.float32), _MOST_FRAMES


def _files(voice: Voice) -> tuple[Path, Path]:
    found = piper_files(voice)
    if found is None:
        cause = f"its model {voice.model} is not downloaded"
        raise VoiceError(voice.subject, cause, f"run: podcaster voices download {voice.name}")
    for path in found:
        if not path.is_file():
            raise VoiceError(voice.subject, f"there is no file {path}", "mend the path in the voice's file")
    return found


def _unfit(voice: Voice, cause: str) -> VoiceError:
    told = " ".join(cause.split())[:160]
    way_out = "see that the .onnx and the .onnx.json are whole and belong together"
    return VoiceError(voice.subject, f"its model cannot be loaded: {told}", way_out)
