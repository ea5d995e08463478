"""Coqui's models whose lengths are not ours to choose: Tacotron 2 with a vocoder, XTTS, and the like.

They speak as fast as they do, and what a style asks for is made of the sound afterwards.
"""

from __future__ import annotations

from pathlib import Path
from textwrap import shorten
from types import SimpleNamespace
from typing import Any, ClassVar

from podcaster.errors import VoiceError
from podcaster.speech.coqui import CoquiEngine, quiet
from podcaster.speech.stretch import stretched

_OWN = "reference"
"""What the voice of a recording is called among the speakers of a model."""
_STEP = 2.0
"""How much longer or shorter speech becomes at once."""


class OtherCoquiEngine(CoquiEngine):
    """A model in PyTorch, loaded once; its sound is stretched to the style's speed and pitch."""

    max_chars: ClassVar[int] = 240
    """XTTS cuts off what is longer than 253 letters, and Tacotron loses its place in long sentences."""
    worker_mb: ClassVar[int] = 3000

    def _prepare(self) -> None:
        """Listen to the recording whose voice is imitated, once."""
        self._language: str | None = None
        model = self._synthesizer.tts_model
        if self._synthesizer.tts_config.model != "xtts":
            if self._voice.reference:
                cause = f"its model, {self._synthesizer.tts_config.model}, imitates no recording"
                raise VoiceError(self._voice.subject, cause, "take 'reference' out, or take XTTS")
            return
        self._language = self._voice.language.partition("-")[0]
        if self._voice.reference:
            known = model.speaker_manager.speakers if model.speaker_manager else {}
            speakers = {_OWN: self._heard(Path(self._voice.reference)), **known}
            model.speaker_manager = SimpleNamespace(speakers=speakers, name_to_id=speakers)

    def _heard(self, recording: Path) -> dict[str, Any]:
        """What XTTS has to know of a voice."""
        if not recording.is_file():
            way_out = "mend 'reference' in the voice's file"
            raise VoiceError(self._voice.subject, f"there is no file {recording}", way_out)
        config = self._synthesizer.tts_config
        try:
            with quiet():
                latent, speaker = self._synthesizer.tts_model.get_conditioning_latents(
                    audio_path=[str(recording)],
                    max_ref_length=config.max_ref_len,
                    gpt_cond_len=config.gpt_cond_len,
                    gpt_cond_chunk_len=config.gpt_cond_chunk_len,
                    sound_norm_refs=config.sound_norm_refs,
                )
        except (ImportError, OSError, RuntimeError, ValueError, IndexError) as exc:
            cause = f"{recording.name} cannot be listened to: {shorten(str(exc), 120, placeholder=' …')}"
            raise VoiceError(self._voice.subject, cause, "take a WAV of six seconds or more") from exc
        return {"gpt_cond_latent": latent, "speaker_embedding": speaker}

    def _wave(self, text: str, speaker: str | None, stretch: float, seed: int) -> Any:
        import numpy as np  # noqa: PLC0415
        import torch  # noqa: PLC0415

        with quiet(), torch.random.fork_rng(devices=[]):
            torch.manual_seed(seed)
            samples = self._synthesizer.tts(
                self._told(text), speaker, language_name=self._language, split_sentences=False
            )
        return longer_or_shorter(
            np.trim_zeros(np.asarray(samples, dtype=np.float64), "b"), stretch, self._sample_rate_hz
        )


def longer_or_shorter(samples: Any, factor: float, sample_rate_hz: int) -> Any:
    """The sound ``factor`` times as long, at its pitch."""
    while not 1 / _STEP <= factor <= _STEP:
        step = _STEP if factor > 1 else 1 / _STEP
        samples, factor = stretched(samples, step, sample_rate_hz), factor / step
    return stretched(samples, factor, sample_rate_hz)
