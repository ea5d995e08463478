"""Coqui's voices, by coqui-tts: a model of its registry, or a checkpoint with its ``config.json``.

Nothing heavy is imported before a voice is loaded. Coqui's own code reads the weights, with PyTorch's
``weights_only``: a checkpoint that holds code is refused.
"""

from __future__ import annotations

import json
import logging
import math
import pickle
import warnings
import zipfile
from contextlib import contextmanager, redirect_stdout
from dataclasses import replace
from importlib.util import find_spec
from io import StringIO
from pathlib import Path
from textwrap import shorten
from typing import TYPE_CHECKING, Any, ClassVar

from podcaster.errors import VoiceError
from podcaster.speech import espeak
from podcaster.speech.device import has_torch_card
from podcaster.speech.downloads import check_download
from podcaster.speech.vits.download import download_model
from podcaster.speech.vits.shape import VitsEngine, longer
from podcaster.voices import BUILT_IN, coqui_files, coqui_folder, export_folder, is_exported, is_file_name

if TYPE_CHECKING:
    from collections.abc import Iterator

    from podcaster.voices import Voice

_log = logging.getLogger(__name__)

VITS = "vits"
_OTHER_KIND = "see that its config.json is its own"

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


class CoquiEngine(VitsEngine):
    """A VITS model in PyTorch, loaded once.

    The same text in the same style gives the same sound on the same machine.
    """

    worker_mb: ClassVar[int] = 1500

    def __init__(self, voice: Voice) -> None:
        if voice.quality != "full":
            cause = f"its quality is '{voice.quality}', which only an exported model can have"
            raise VoiceError(voice.subject, cause, f"run: podcaster voices export {voice.name}")
        self._voice = voice
        self._synthesizer = _loaded(voice)
        self._sample_rate_hz = self._synthesizer.output_sample_rate
        self._stretch = 1.0
        self._prepare()
        manager = self._synthesizer.tts_model.speaker_manager
        self._speakers = list(manager.name_to_id) if manager else []
        self._check_styles()
        self._ipa: list[str] = []
        self.takes_ipa = self._reads_ipa()

    def _prepare(self) -> None:
        """Have a say in how long each phoneme is."""
        kind = self._synthesizer.tts_config.model
        if kind != VITS:
            raise VoiceError(self._voice.subject, f"its model is of the kind '{kind}'", _OTHER_KIND)
        model_of_lengths = self._synthesizer.tts_model.duration_predictor
        model_of_lengths.register_forward_hook(lambda _model, _given, told: self._stretched(told))

    def _wave(self, text: str, speaker: str | None, stretch: float, seed: int) -> Any:
        import torch  # noqa: PLC0415

        self._stretch = stretch
        with quiet(), torch.random.fork_rng(devices=[]):
            torch.manual_seed(seed)
            return self._synthesizer.tts(self._told(text), speaker, split_sentences=False)

    def _reads_ipa(self) -> bool:
        """Put IPA among the phonemes, where the model was taught eSpeak's of German."""
        phonemizer = getattr(self._synthesizer.tts_model.tokenizer, "phonemizer", None)
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

    def _stretched(self, log_frames: Any) -> Any:
        """The logarithm of each phoneme's length, for a whole that is longer by ``_stretch``."""
        if self._stretch == 1:
            return log_frames
        frames = log_frames.exp() * self._synthesizer.tts_model.length_scale
        return log_frames + math.log(longer(self._stretch, lambda factor: (frames * factor).ceil().sum()))

    @classmethod
    def download(cls, voice: Voice, models_file: Path | None = None) -> None:
        """Fetch the model of Coqui's registry (or of ``models_file``), and export it where PyTorch is.

        Raises VoiceError where that cannot be, and where nothing is there that could speak it.
        """
        download_model(voice, models_file)
        if voice.vocoder and not is_file_name(voice.vocoder):
            download_model(replace(voice, model=voice.vocoder, config=None), models_file)
        if is_exported(voice) or kind_of(voice) != VITS:
            return
        if all(find_spec(module) for module in BUILT_IN["coqui"].modules):
            try:
                export_voice(voice)
            except VoiceError as exc:
                _log.warning("%s", exc)
        elif find_spec("onnxruntime"):
            raise _not_exported(voice)


def export_voice(voice: Voice) -> Path:
    """Make the voice's model ready for ONNX Runtime, with PyTorch, and give the folder of it.

    Raises VoiceError where the model is missing, or is one that only PyTorch can speak with.
    """
    from podcaster.speech.vits.export import export_model  # noqa: PLC0415

    folder = export_folder(voice)
    synthesizer = _loaded(replace(voice, device="cpu"))
    if synthesizer.tts_config.model != VITS:
        cause = f"its model is of the kind '{synthesizer.tts_config.model}', which is not exported"
        raise VoiceError(voice.subject, cause, "it speaks by PyTorch, as before")
    with quiet():
        try:
            export_model(voice, synthesizer, *_files(voice), folder)
        except OSError as exc:
            raise VoiceError(voice.subject, f"{folder}: {exc.strerror or exc}", "make room there") from exc
        except (ImportError, RuntimeError, ValueError) as exc:
            cause = f"its model cannot be exported: {shorten(str(exc), 160, placeholder=' …')}"
            raise VoiceError(voice.subject, cause, "it speaks by PyTorch, as before") from exc
    return folder


def _loaded(voice: Voice) -> Any:
    """Coqui's synthesizer of the voice's model."""
    model, config = _files(voice)
    with quiet():
        _require_coqui(voice)
        _provide_phonemes(voice, config)
        return _load(voice, model, config)


def kind_of(voice: Voice) -> str:
    """Of the voice's model, as far as its configuration tells; VITS where there is none yet."""
    files = (
        (Path(voice.model), Path(voice.config)) if voice.config else coqui_files(coqui_folder(voice.model))
    )
    try:
        kind = json.loads(files[1].read_text(encoding="utf-8")).get("model", VITS) if files else VITS
    except (OSError, ValueError, AttributeError):  # told when it is loaded
        return VITS
    return kind if isinstance(kind, str) else VITS  # of fairseq's it is a table


def _not_exported(voice: Voice) -> VoiceError:
    cause = "its model is there, but not as ONNX Runtime speaks it, and making that takes PyTorch once"
    way_out = f"copy {export_folder(voice)} from a machine that has it, or {BUILT_IN['coqui'].install}"
    return VoiceError(voice.subject, cause, way_out)


def _files(voice: Voice) -> tuple[Path, Path]:
    return _local_files(voice) if voice.config else _registry_files(voice)


def _local_files(voice: Voice) -> tuple[Path, Path]:
    model, config = Path(voice.model), Path(str(voice.config))
    for path in (config, model):
        if not path.is_file():
            raise VoiceError(voice.subject, f"there is no file {path}", "mend the path in the voice's file")
    return model, config


def _registry_files(voice: Voice) -> tuple[Path, Path]:
    folder = coqui_folder(voice.model)
    files = coqui_files(folder)
    if files is None:
        cause = f"its model {voice.model} is not downloaded"
        raise VoiceError(voice.subject, cause, f"run: podcaster voices download {voice.name}")
    check_download(voice, folder)
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

    on_card = has_torch_card(voice)
    vocoder, vocoder_config = _vocoder_files(voice)
    # XTTS finds its files in the folder
    checkpoint = model.parent if kind_of(voice) == "xtts" else model
    try:
        return Synthesizer(
            tts_checkpoint=checkpoint,
            tts_config_path=config,
            vocoder_checkpoint=vocoder,
            vocoder_config=vocoder_config,
            use_cuda=on_card,
        )
    except pickle.UnpicklingError as exc:
        cause = f"{model.name} is no checkpoint of plain weights, and may hold code"
        raise VoiceError(voice.subject, cause, "take the model from its maker") from exc
    except _BROKEN as exc:
        if on_card:
            told = shorten(str(exc), 160, placeholder=" …")
            _log.warning("%s: the graphics card refuses it (%s); the processor speaks", voice.subject, told)
            return _load(replace(voice, device="cpu"), model, config)
        raise _broken(
            voice, exc, f"see that {model.name} and {config.name} are whole and belong together"
        ) from exc


def _vocoder_files(voice: Voice) -> tuple[Path | None, Path | None]:
    """Checkpoint and configuration of the voice's vocoder, if it has one."""
    if voice.vocoder is None:
        return None, None
    if is_file_name(voice.vocoder):
        checkpoint = Path(voice.vocoder)
        return _local_files(
            replace(voice, model=voice.vocoder, config=str(checkpoint.with_name("config.json")))
        )
    return _registry_files(replace(voice, model=voice.vocoder))


def _broken(voice: Voice, exc: Exception, way_out: str) -> VoiceError:
    told = shorten(str(exc), 160, placeholder=" …") or type(exc).__name__
    return VoiceError(voice.subject, f"its model cannot be loaded: {told}", way_out)


@contextmanager
def quiet() -> Iterator[None]:
    """Keep Coqui's prints, warnings and logs from the user, unless podcaster itself is debugged."""
    if logging.getLogger("podcaster").isEnabledFor(logging.DEBUG):
        yield
        return
    loggers = [logging.getLogger(name) for name in ("TTS", "trainer", "fsspec", "transformers")]
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
