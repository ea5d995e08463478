"""``voices/*.toml`` → Voice: who can speak, in which styles, and whether a voice is ready.

Reads no model and imports no engine: listing the voices costs a few files and a look at what is
installed. ``voices/README.md`` documents the files.
"""

from __future__ import annotations

import os
import sys
from dataclasses import dataclass, field, fields, replace
from difflib import get_close_matches
from functools import reduce
from importlib.util import find_spec
from pathlib import Path
from shutil import which
from typing import TYPE_CHECKING, Literal, NamedTuple, TypeVar

from podcaster.errors import ConfigError, VoiceError
from podcaster.model import Gender, Style
from podcaster.settings import load_settings

if TYPE_CHECKING:
    from collections.abc import Iterator
    from importlib.metadata import EntryPoint

    from podcaster.model import QuoteKind, Role

_ENGINE_GROUP = "podcaster.engines"
"""The entry points under which engines are found, ours and others'."""

READY = "ready"

_PACKAGE = Path(__file__).parent
_SHIPPED = _PACKAGE / "_shipped" / "voices"
_CHECKOUT = _PACKAGE.parent / "voices"

# The names that Coqui gives to its models' weights.
_CHECKPOINTS = ("model_file.pth", "model_file.pth.tar", "model.pth", "checkpoint.pth", "G_100000.pth")

_EMBEDDED = "pico"
_PREFERRED = "thorsten"

# What a voice's numbers may be; beyond that no engine is intelligible.
_RANGES = {
    "speed": (0.5, 2.0),
    "pitch": (0.5, 2.0),
    "gain_db": (-20.0, 20.0),
    "formants": (0.5, 2.0),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class QuoteStyle(Style):
    """How somebody else's words are read: by another voice, or by the same one otherwise."""

    voice: str | None = None
    """Name of the voice that speaks them, or the path of its file; None keeps the narrator."""

    @property
    def style(self) -> Style:
        """What is laid upon the voice."""
        return compose(self)


@dataclass(frozen=True, slots=True, kw_only=True)
class PaletteStyle(QuoteStyle):
    """One of the styles that the people of an article are given."""

    name: str
    gender: Gender | None = None
    """Whose voice it sounds like; None is for those of whom the text does not show it."""


_PLAIN = Style()
_AS_AROUND = QuoteStyle()
Q = TypeVar("Q", bound=QuoteStyle)


@dataclass(frozen=True, slots=True)
class Roles:
    """How each part of an episode is read, relative to the narrator's own style."""

    intro: Style = _PLAIN
    headline: Style = _PLAIN
    lead: Style = _PLAIN
    heading: Style = _PLAIN
    body: Style = _PLAIN
    outro: Style = _PLAIN


@dataclass(frozen=True, slots=True)
class Quotes:
    """How each kind of quotation is read, relative to its surroundings."""

    direct: QuoteStyle = _AS_AROUND
    partial: QuoteStyle = _AS_AROUND
    term: QuoteStyle = _AS_AROUND


@dataclass(frozen=True, slots=True)
class Voice:
    """A voice as its file describes it; paths in it are absolute after ``load_voice``."""

    name: str
    engine: str
    model: str
    """A name that the engine knows, or the path of a model's file."""
    language: str
    """BCP 47, such as ``de-DE``."""
    licence: str
    """Of the model; SPDX where it has a name there."""
    source: str
    """Where the model comes from: a URL."""
    description: str = ""
    config: str | None = None
    """Path of the configuration of a model that is a file."""
    vocoder: str | None = None
    """What makes samples of the sound of a Coqui model that does not itself: a name, or a checkpoint's path."""
    reference: str | None = None
    """Path of a recording whose voice a model imitates that can."""
    terms: str | None = None
    """Where the terms are to be read that must be agreed to before the model is downloaded: a URL."""
    quality: Literal["full", "fast"] = "full"
    """``fast`` computes a neural model in fewer bits, where that is faster and the ear cannot tell."""
    device: Literal["auto", "cpu", "cuda"] = "auto"
    """``auto`` computes on a graphics processor where there is one, ``cuda`` tells where there is none."""
    espeak: str = "auto"
    """Which libespeak-ng makes a neural model's phonemes: ``auto``, ``system``, ``wheel`` or a path."""
    style: Style = _PLAIN
    roles: Roles = field(default_factory=Roles)
    quotes: Quotes = field(default_factory=Quotes)
    palette: tuple[PaletteStyle, ...] = ()
    """How the quotations of people are read in place of ``quotes``, each person in a style of their own."""

    @property
    def subject(self) -> str:
        """What an error about this voice begins with."""
        return f"voice {self.name}"

    def style_for(
        self, role: Role, quote: QuoteKind | None, part: str | None = None
    ) -> tuple[str | None, Style]:
        """Who speaks such words (None: this voice) and how.

        Factors multiply and gains add: voice, then role, then quotation. Where another voice speaks,
        the style is the quotation's alone, to be laid upon that voice's own. ``part`` names the style
        of the palette in which somebody's quotations are read; terms stay the narrator's.
        """
        plain: Style = compose(self.style, getattr(self.roles, role))
        if quote is None:
            return None, plain
        told: QuoteStyle = getattr(self.quotes, quote)
        if quote != "term":
            told = next((style for style in self.palette if style.name == part), told)
        return (told.voice, told.style) if told.voice else (None, compose(plain, told))

    def own_styles(self) -> tuple[Style, ...]:
        """Every style in which this voice itself, and no other, is ever asked to speak."""
        roles = (getattr(self.roles, role.name) for role in fields(self.roles))
        told = (self.quotes.direct, self.quotes.partial, self.quotes.term, *self.palette)
        return (self.style, *roles, *(style.style for style in told if not style.voice))

    def other_voices(self) -> set[str]:
        """Names of the voices, or paths of their files, that read somebody else's words."""
        told = (self.quotes.direct, self.quotes.partial, self.quotes.term, *self.palette)
        return {style.voice for style in told if style.voice}


class Choice(NamedTuple):
    """The voice that will speak, and why it is not a better one."""

    voice: Voice
    why: str | None


def compose(*styles: Style) -> Style:
    """Lay styles upon each other: factors multiply, gains add, the last speaker speaks."""
    return reduce(
        lambda a, b: Style(
            speed=round(a.speed * b.speed, 4),
            pitch=round(a.pitch * b.pitch, 4),
            gain_db=round(a.gain_db + b.gain_db, 2),
            formants=round(a.formants * b.formants, 4),
            speaker=b.speaker or a.speaker,
        ),
        styles,
        Style(),
    )


def list_voices() -> list[Voice]:
    """Every voice of podcaster itself, by name."""
    return [_read(path) for _, path in sorted(_shipped().items())]


def load_voice(name_or_path: str | Path) -> Voice:
    """The voice of this name, or of this TOML file.

    Raises VoiceError for an unknown name, ConfigError for a file with mistakes.
    """
    asked = str(name_or_path)
    if asked.endswith(".toml"):
        path = Path(asked).expanduser()
        if not path.is_file():
            raise VoiceError(asked, "there is no such file", "give the path of a voice's TOML file")
        return _read(path)
    found = _shipped()
    if asked in found:
        return _read(found[asked])
    subject = f"voice '{asked}'"
    near = get_close_matches(asked.casefold(), found, n=1, cutoff=0.4)
    way_out = f"the nearest is '{near[0]}'" if near else f"there are: {', '.join(sorted(found))}"
    raise VoiceError(subject, "there is none of this name", way_out)


def choose_voice(name: str | Path = "auto") -> Choice:
    """The voice of this name; ``auto`` is the Coqui voice where it is ready, else the embedded one."""
    if str(name) != "auto":
        return Choice(load_voice(name), None)
    better = load_voice(_PREFERRED)
    found = status(better)
    if found == READY:
        return Choice(better, None)
    voice = load_voice(_EMBEDDED)
    return Choice(voice, f"voice {voice.name} speaks; the better one, {better.name}, {found}")


def status(voice: Voice) -> str:
    """``ready``, or what is missing and how to get it; imports no engine."""
    if voice.engine not in BUILT_IN:
        known = voice.engine in installed_engines()
        return READY if known else f"needs a package with the engine '{voice.engine}'"
    missing = _missing_file(voice)
    if voice.engine == "coqui" and not missing and is_exported(voice):
        return READY
    if needed := _needs(voice):
        return needed
    if voice.engine == "coqui" and not (
        which("espeak-ng") or which("espeak") or find_spec("espeakng_loader")
    ):
        return "needs espeak-ng; run: pip install espeakng-loader"
    if missing:
        return missing
    return READY if _is_downloaded(voice) else f"not downloaded; run: podcaster voices download {voice.name}"


def _missing_file(voice: Voice) -> str | None:
    vocoder = voice.vocoder if is_file_name(voice.vocoder) else None
    needs_checkpoint = not (voice.engine == "coqui" and is_exported(voice))
    model = (voice.config, voice.config and voice.model) if needs_checkpoint else ()
    paths = (*model, voice.reference, vocoder)
    lost = [path for path in paths if path and not Path(path).is_file()]
    return f"misses its file {lost[0]}" if lost else None


def _is_downloaded(voice: Voice) -> bool:
    if voice.engine == "piper":
        return piper_files(voice) is not None
    if voice.engine != "coqui":
        return True
    models = [None if voice.config else voice.model, None if is_file_name(voice.vocoder) else voice.vocoder]
    return all(coqui_files(coqui_folder(model)) for model in models if model)


def _needs(voice: Voice) -> str | None:
    needs = BUILT_IN[voice.engine]
    return None if all(find_spec(module) for module in needs.modules) else f"needs {needs.install}"


class _Needs(NamedTuple):
    """What an engine of ours is made of."""

    implementation: str
    modules: tuple[str, ...]
    install: str


_ONNX_MODULES = ("onnxruntime", "numpy")

BUILT_IN = {
    "pico": _Needs("podcaster.speech.pico:PicoEngine", ("py_nanotts",), "pip install py-nanotts"),
    "coqui": _Needs(
        "podcaster.speech.coqui:CoquiEngine",
        ("TTS", "torch", "torchaudio", "torchcodec", "six"),
        "pip install '.[coqui]' in podcaster's folder",
    ),
    "piper": _Needs(
        "podcaster.speech.piper:PiperEngine",
        ("piper", "onnx", *_ONNX_MODULES),
        "pip install '.[piper]' in podcaster's folder",
    ),
}
"""Our engines, known also where podcaster is not installed and so has no entry points."""


def installed_engines() -> dict[str, EntryPoint]:
    """The engines that installed packages bring, podcaster among them, by name; not yet imported."""
    from importlib.metadata import entry_points  # noqa: PLC0415  # 30 ms that few voices need

    return {entry.name: entry for entry in entry_points(group=_ENGINE_GROUP)}


def coqui_home() -> Path:
    """The folder of Coqui's models, found as Coqui itself finds it."""
    for variable in ("TTS_HOME", "XDG_DATA_HOME"):
        if folder := os.environ.get(variable):
            return Path(folder).expanduser() / "tts"
    data = "Library/Application Support" if sys.platform == "darwin" else ".local/share"
    return Path.home() / data / "tts"


def coqui_folder(model: str) -> Path:
    """Where Coqui keeps the model of this registry name, downloaded or not."""
    return coqui_home() / model.replace("/", "--")


def coqui_files(folder: Path) -> tuple[Path, Path] | None:
    """Checkpoint and configuration in a model's folder; None where it does not hold all of it.

    Coqui leaves its archive in the folder until it is unpacked.
    """
    checkpoint = next((folder / name for name in _CHECKPOINTS if (folder / name).is_file()), None)
    config = folder / "config.json"
    if checkpoint is None or not config.is_file() or any(folder.glob("*.zip")):
        return None
    return checkpoint, config


def is_file_name(name: str | None) -> bool:
    """Whether it is the path of a checkpoint, and no name of Coqui's registry."""
    return name is not None and name.endswith((".pth", ".pth.tar", ".pt"))


DOWNLOAD_RECORD = "download.json"
"""What was downloaded for a voice, written last."""


def piper_folder(model: str) -> Path:
    """Where a voice of Piper's lies once it is downloaded; ``PIPER_HOME`` is the folder of all."""
    home = os.environ.get("PIPER_HOME")
    if not home:
        data = os.environ.get("XDG_DATA_HOME")
        home = str(Path(data) if data else Path.home() / ".local" / "share") + "/piper"
    return Path(home).expanduser() / model


def piper_files(voice: Voice) -> tuple[Path, Path] | None:
    """Graph and configuration of a Piper voice; None where they are not downloaded."""
    if voice.config:
        return Path(voice.model), Path(voice.config)
    folder = piper_folder(voice.model)
    graph = folder / f"{voice.model}.onnx"
    return (graph, folder / f"{graph.name}.json") if (folder / DOWNLOAD_RECORD).is_file() else None


def export_folder(voice: Voice) -> Path:
    """Where a Coqui voice's model lies as ONNX Runtime speaks it, exported or not."""
    if voice.config:
        return Path(voice.model).with_suffix(".onnx")
    return coqui_folder(voice.model) / "model.onnx"


def is_exported(voice: Voice) -> bool:
    """Whether ONNX Runtime is to speak this Coqui voice: the export is there, and what it needs."""
    is_there = (export_folder(voice) / "manifest.json").is_file()
    return is_there and all(find_spec(module) for module in _ONNX_MODULES)


def _shipped() -> dict[str, Path]:
    folder = _SHIPPED if _SHIPPED.is_dir() else _CHECKOUT
    return {path.stem: path for path in folder.glob("*.toml")}


def _read(path: Path) -> Voice:
    voice = load_settings(path, Voice)
    if voice.name != path.stem:
        raise ConfigError(str(path), f"key 'name' is '{voice.name}'", f"call it '{path.stem}', as the file")
    for where, style in _styles(voice):
        for key, (low, high) in _RANGES.items():
            if not low <= (number := getattr(style, key)) <= high:
                raise ConfigError(
                    str(path), f"key '{key}' in [{where}] is {number:g}", f"give {low:g} to {high:g}"
                )
    names = [style.name for style in voice.palette]
    for at, name in enumerate(names):
        if not name.strip() or name in names[:at]:
            cause = (
                f"'{name}' comes twice in [[palette]]" if name.strip() else "a name in [[palette]] is empty"
            )
            raise ConfigError(str(path), cause, "give each style a name of its own")
    return _anchored(voice, path.resolve().parent)


def _styles(voice: Voice) -> Iterator[tuple[str, Style]]:
    yield "style", voice.style
    for table in ("roles", "quotes"):
        group = getattr(voice, table)
        yield from ((f"{table}.{key.name}", getattr(group, key.name)) for key in fields(group))
    yield from ((f"palette, '{style.name}'", style) for style in voice.palette)


def _anchored(voice: Voice, folder: Path) -> Voice:
    """Make what the file names beside itself absolute: model, configuration, voices of quotations."""
    model, config = voice.model, voice.config
    if config is not None or (folder / Path(model).expanduser()).is_file():
        model = str(folder / Path(model).expanduser())
    if config is not None:
        config = str(folder / Path(config).expanduser())
    reference, vocoder = voice.reference, voice.vocoder
    if reference is not None:
        reference = str(folder / Path(reference).expanduser())
    if vocoder is not None and is_file_name(vocoder):
        vocoder = str(folder / Path(vocoder).expanduser())

    def beside(told: Q) -> Q:
        file = folder / f"{Path(told.voice).with_suffix('')}.toml" if told.voice else folder
        return replace(told, voice=str(file)) if file.is_file() else told

    quotes = {kind.name: beside(getattr(voice.quotes, kind.name)) for kind in fields(voice.quotes)}
    palette = tuple(map(beside, voice.palette))
    return replace(
        voice,
        model=model,
        config=config,
        reference=reference,
        vocoder=vocoder,
        quotes=Quotes(**quotes),
        palette=palette,
    )
