"""Coqui's VITS voices, by coqui-tts: a model of its registry, or a checkpoint with its ``config.json``.

Nothing heavy is imported before a voice is loaded. Coqui's own code reads the weights, with PyTorch's
``weights_only``: a checkpoint that holds code is refused.
"""

from __future__ import annotations

import json
import logging
import math
import pickle
import shutil
import tempfile
import warnings
import zipfile
import zlib
from contextlib import contextmanager, redirect_stdout
from io import StringIO
from pathlib import Path
from textwrap import shorten
from typing import TYPE_CHECKING, Any, ClassVar
from urllib.parse import urlsplit

from podcaster.errors import SpeechError, VoiceError
from podcaster.speech import espeak
from podcaster.speech.engine import Sound, quoted
from podcaster.speech.stretch import stretched
from podcaster.voices import BUILT_IN, coqui_files, coqui_folder

if TYPE_CHECKING:
    from collections.abc import Iterator

    from podcaster.model import Style
    from podcaster.voices import Voice

_LOUDEST = 0.98
_HALVINGS = 20
_FULL_SCALE = 32767

# Heard by Whisper, a VITS model loses 8 words of 100 at 1.5 times its speed and 15 at twice; stretched, 5 and 8
_CLEAR_SPEED = 1.25

# What Coqui and PyTorch raise for files that are damaged or do not belong together.
_BROKEN = (
    AssertionError,
    AttributeError,
    EOFError,
    ImportError,
    KeyError,
    OSError,
    RuntimeError,
    TypeError,
    ValueError,
    zipfile.BadZipFile,
)


class CoquiEngine:
    """A VITS model in PyTorch, loaded once.

    The same text in the same style gives the same sound on the same machine.
    """

    max_chars: ClassVar[int] = 300

    def __init__(self, voice: Voice) -> None:
        self._voice = voice
        model, config = _local_files(voice) if voice.config else _registry_files(voice)
        with _quiet():
            _require_coqui(voice)
            _provide_phonemes(voice, config)
            self._synthesizer = _load(voice, model, config)
        kind = self._synthesizer.tts_config.model
        if kind != "vits":
            raise VoiceError(voice.subject, f"its model is of the kind '{kind}'", "take a VITS model")
        model_of_lengths = self._synthesizer.tts_model.duration_predictor
        model_of_lengths.register_forward_hook(lambda _model, _given, told: self._stretched(told))
        self._stretch = 1.0
        manager = self._synthesizer.tts_model.speaker_manager
        self._speakers: list[str] = list(manager.name_to_id) if manager else []
        for style in voice.own_styles():  # told before an hour of speech, and not within it
            self._speaker(style)
        self._ipa: list[str] = []
        self.takes_ipa = self._reads_ipa()

    def speak(self, text: str, style: Style) -> Sound:
        """The text at the model's sample rate.

        A shifted pitch is a changed throat: the model speaks slower or faster by that factor, and
        the sound is resampled back to the right speed. The formants move with it, and not alone.
        Speech that is much faster than the model's own is made so afterwards: its phonemes would
        shrink to a frame, and words get lost.
        """
        import torch  # noqa: PLC0415

        own_speed = style.speed if style.speed <= _CLEAR_SPEED else 1.0
        self._stretch = style.pitch / own_speed
        with _quiet(), torch.random.fork_rng(devices=[]):
            torch.manual_seed(zlib.crc32(text.encode()))
            try:
                wave = self._synthesizer.tts(self._told(text), self._speaker(style), split_sentences=False)
            except (IndexError, RuntimeError, ValueError) as exc:
                raise self._error(text, f"gave no sound for it: {exc}") from exc
        pcm = self._pcm(text, wave, style.pitch, own_speed / style.speed)
        return Sound(pcm, self._synthesizer.output_sample_rate)

    def _speaker(self, style: Style) -> str | None:
        """Whose voice a model of several speakers is to take; the first one's unless the style says."""
        if style.speaker is None:
            return next(iter(self._speakers), None)
        if style.speaker in self._speakers:
            return style.speaker
        known = f"it has {', '.join(self._speakers)}" if self._speakers else "take 'speaker' out"
        raise VoiceError(self._voice.subject, f"its model has no speaker '{style.speaker}'", known)

    def _reads_ipa(self) -> bool:
        """Put IPA among the phonemes, where the model was taught eSpeak's of German."""
        phonemizer = self._synthesizer.tts_model.tokenizer.phonemizer
        if phonemizer is None or phonemizer.name() != "espeak" or not phonemizer.language.startswith("de"):
            return False
        phonemize = phonemizer.phonemize
        phonemizer.phonemize = lambda text, **options: espeak.phonemes_with_ipa(
            text, self._ipa, lambda piece: phonemize(piece, **options)
        )
        return True

    def _told(self, text: str) -> str:
        """The text as Coqui's cleaners may have it: with stand-ins for IPA, which they would mangle."""
        text, self._ipa = espeak.stand_ins(text)
        return text

    @classmethod
    def download(cls, voice: Voice, models_file: Path | None = None) -> None:
        """Fetch the model of Coqui's registry (or of ``models_file``) whole, or leave nothing behind."""
        folder = coqui_folder(voice.model)
        if voice.config or coqui_files(folder):
            return
        with _quiet():
            _require_coqui(voice)
            _fetch(voice, folder, models_file)

    def _stretched(self, log_frames: Any) -> Any:
        """The logarithm of each phoneme's length, for a whole that is longer by ``_stretch``.

        VITS rounds each phoneme up to whole frames after its own ``length_scale``, so that twice
        that scale makes speech only 1.5 times as long; hence the search.
        """
        if self._stretch == 1:
            return log_frames
        frames = log_frames.exp() * self._synthesizer.tts_model.length_scale
        wanted = frames.ceil().sum() * self._stretch
        low, high = 0.0, self._stretch * 4
        for _ in range(_HALVINGS):
            scale = (low + high) / 2
            low, high = (scale, high) if (frames * scale).ceil().sum() < wanted else (low, scale)
        return log_frames + math.log(high)

    def _pcm(self, text: str, wave: list[float], pitch: float, length: float) -> bytes:
        import numpy as np  # noqa: PLC0415

        # Coqui ends every text with half a second of zeros
        samples = np.trim_zeros(np.asarray(wave, dtype=np.float64), "b")
        if not np.isfinite(samples).all():
            raise self._error(text, "gave numbers that are no sound (NaN)")
        if samples.size and pitch != 1:
            samples = resampled(samples, round(samples.size / pitch))
        samples = stretched(samples, length, self._synthesizer.output_sample_rate)
        loudest = float(np.abs(samples).max(initial=0.0))
        if loudest > _LOUDEST:
            samples *= _LOUDEST / loudest
        pcm: bytes = np.rint(samples * _FULL_SCALE).astype("<i2").tobytes()
        return pcm

    def _error(self, text: str, cause: str) -> SpeechError:
        cause = f"{self._voice.subject} {cause}"
        return SpeechError(quoted(text), cause, "take another --voice, or respell it in the lexicon")


def resampled(samples: Any, size: int) -> Any:
    """Stretch or shrink a sound to ``size`` samples, through its spectrum: no alias, no delay."""
    import numpy as np  # noqa: PLC0415

    spectrum = np.fft.rfft(samples)[: size // 2 + 1]
    return np.fft.irfft(spectrum, size) * (size / samples.size)


def _local_files(voice: Voice) -> tuple[Path, Path]:
    model, config = Path(voice.model), Path(str(voice.config))
    for path in (config, model):
        if not path.is_file():
            raise VoiceError(voice.subject, f"there is no file {path}", "mend the path in the voice's file")
    return model, config


def _registry_files(voice: Voice) -> tuple[Path, Path]:
    files = coqui_files(coqui_folder(voice.model))
    if files is None:
        cause = f"its model {voice.model} is not downloaded"
        raise VoiceError(voice.subject, cause, f"run: podcaster voices download {voice.name}")
    return files


def _require_coqui(voice: Voice) -> None:
    try:
        import torch  # noqa: F401, PLC0415
        import TTS.utils.synthesizer  # noqa: F401, PLC0415
    except (ImportError, OSError) as exc:
        first = str(exc).strip().splitlines()[0] if str(exc).strip() else repr(exc)
        raise VoiceError(voice.subject, f"coqui-tts: {first}", BUILT_IN["coqui"].install) from exc


def _provide_phonemes(voice: Voice, config: Path) -> None:
    """Let Coqui ask eSpeak's library where the machine has not its program."""
    from TTS.tts.utils.text import phonemizers  # noqa: PLC0415

    try:
        settings = json.loads(config.read_text(encoding="utf-8"))
        wanted = settings.get("use_phonemes") and settings.get("phonemizer") == "espeak"
    except (OSError, ValueError, AttributeError) as exc:
        raise _broken(voice, exc, "put the model's own config.json there") from exc
    if not wanted or phonemizers.ESpeak.is_available():
        return
    try:
        espeak.library()
    except espeak.EspeakError as exc:
        way_out = "install espeak-ng (apt install espeak-ng), or pip install espeakng-loader"
        raise VoiceError(
            voice.subject, f"eSpeak NG, which makes its phonemes, is missing: {exc}", way_out
        ) from exc
    phonemizers.get_default_phonemizer("be")  # fills the table, which would else be filled over ours
    phonemizers.PHONEMIZERS["espeak"] = espeak.phonemizer_class(phonemizers.BasePhonemizer)


def _load(voice: Voice, model: Path, config: Path) -> Any:
    from TTS.utils.synthesizer import Synthesizer  # noqa: PLC0415

    try:
        return Synthesizer(tts_checkpoint=model, tts_config_path=config)
    except pickle.UnpicklingError as exc:
        cause = f"{model.name} is no checkpoint of plain weights, and may hold code"
        raise VoiceError(voice.subject, cause, "take the model from its maker") from exc
    except _BROKEN as exc:
        raise _broken(
            voice, exc, f"see that {model.name} and {config.name} are whole and belong together"
        ) from exc


def _broken(voice: Voice, exc: Exception, way_out: str) -> VoiceError:
    told = shorten(str(exc), 160, placeholder=" …") or type(exc).__name__
    return VoiceError(voice.subject, f"its model cannot be loaded: {told}", way_out)


def _fetch(voice: Voice, folder: Path, models_file: Path | None) -> None:
    from requests import RequestException  # noqa: PLC0415
    from TTS.utils.manage import ModelManager  # noqa: PLC0415

    try:
        folder.parent.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(dir=folder.parent, prefix=".download-") as aside:
            manager = ModelManager(models_file, output_prefix=aside)
            host = urlsplit(_archive_url(voice, manager)).hostname
            manager.download_model(voice.model)
            fetched = Path(aside) / "tts" / folder.name
            if coqui_files(fetched) is None:
                raise VoiceError(voice.subject, "the archive holds no whole model", "try again later")
            shutil.rmtree(folder, ignore_errors=True)
            fetched.rename(folder)
    except RequestException as exc:
        cause = f"its model {voice.model} cannot be downloaded from {host} ({type(exc).__name__})"
        raise VoiceError(voice.subject, cause, "try again with a connection to the Internet") from exc
    except (zipfile.BadZipFile, ValueError) as exc:
        cause = f"what {host} gave for {voice.model} is no model ({type(exc).__name__})"
        raise VoiceError(voice.subject, cause, "try again later") from exc
    except OSError as exc:
        raise VoiceError(
            voice.subject, f"{folder}: {exc.strerror or exc}", "make room there, or set TTS_HOME"
        ) from exc


def _archive_url(voice: Voice, manager: Any) -> str:
    """Where the model lies; refuses what is not in the registry or comes with terms to agree to."""
    kind, _, rest = voice.model.partition("/")
    entry = manager.models_dict.get(kind, {})
    for part in rest.split("/"):
        entry = entry.get(part, {}) if isinstance(entry, dict) else {}
    url = entry.get("github_rls_url")
    if not isinstance(url, str):
        cause = f"Coqui's registry has no archive of {voice.model}"
        raise VoiceError(voice.subject, cause, "mend 'model' in the voice's file")
    return url


@contextmanager
def _quiet() -> Iterator[None]:
    """Keep Coqui's prints, warnings and logs from the user, unless podcaster itself is debugged."""
    if logging.getLogger("podcaster").isEnabledFor(logging.DEBUG):
        yield
        return
    loggers = [logging.getLogger(name) for name in ("TTS", "trainer", "fsspec")]
    levels = [logger.level for logger in loggers]
    for logger in loggers:
        logger.setLevel(logging.CRITICAL + 1)
    try:
        with warnings.catch_warnings(), redirect_stdout(StringIO()):
            warnings.simplefilter("ignore")
            yield
    finally:
        for logger, level in zip(loggers, levels, strict=True):
            logger.setLevel(level)
