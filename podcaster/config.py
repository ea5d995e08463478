"""``podcaster.toml`` and the environment → a frozen Config."""

from __future__ import annotations

import os
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any

from podcaster.errors import ConfigError
from podcaster.settings import load_settings

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

CONFIG_FILE = "podcaster.toml"
ENVIRONMENT_PREFIX = "PODCASTER_"
# Keys that a deployment sets without touching the file: PODCASTER_BASE_URL and so on.
_FROM_ENVIRONMENT = ("base_url", "voice", "title", "author", "email", "link")


@dataclass(frozen=True)
class AudioConfig:
    """How the sound is written."""

    bitrate_kbps: int = 96
    loudness_lufs: float = -16.0


@dataclass(frozen=True)
class ReadingConfig:
    """What is said around the article; None takes the built-in words, an empty text says nothing."""

    intro: str | None = None
    outro: str | None = None


@dataclass(frozen=True)
class Config:
    """Everything that ``podcaster.toml`` may say."""

    title: str
    author: str = ""
    description: str = ""
    email: str | None = None
    link: str | None = None
    language: str = "de"
    base_url: str = "http://localhost:8000/"
    voice: str = "auto"
    cover: str | None = None
    category: str = "News"
    explicit: bool = False
    block: bool = True
    audio: AudioConfig = field(default_factory=AudioConfig)
    reading: ReadingConfig = field(default_factory=ReadingConfig)
    lexicon: dict[str, str] = field(default_factory=dict)


def load_config(show: Path, environment: Mapping[str, str] = os.environ) -> Config:
    """Read ``show/podcaster.toml``; ``PODCASTER_BASE_URL`` and its like win over the file.

    Raises ConfigError with the key at fault.
    """
    path = show / CONFIG_FILE
    if not path.is_file():
        raise ConfigError(
            str(show), f"is no show: it has no {CONFIG_FILE}", f"make one with: podcaster new {show}"
        )
    config = load_settings(path, Config)
    changes: dict[str, Any] = {
        key: environment[ENVIRONMENT_PREFIX + key.upper()]
        for key in _FROM_ENVIRONMENT
        if environment.get(ENVIRONMENT_PREFIX + key.upper())
    }
    config = replace(config, **changes)
    return replace(_checked(config, path), base_url=config.base_url.rstrip("/") + "/")


def _checked(config: Config, path: Path) -> Config:
    if not config.base_url.startswith(("http://", "https://")):
        raise ConfigError(
            str(path),
            f"base_url is {config.base_url!r}",
            "give the http(s) address under which public/ is served",
        )
    if config.audio.bitrate_kbps not in _BITRATES:
        near = min(_BITRATES, key=lambda rate: abs(rate - config.audio.bitrate_kbps))
        raise ConfigError(
            str(path), f"bitrate_kbps is {config.audio.bitrate_kbps}", f"MP3 at 44.1 kHz knows {near}"
        )
    if not _QUIETEST_LUFS <= config.audio.loudness_lufs <= _LOUDEST_LUFS:
        raise ConfigError(
            str(path),
            f"loudness_lufs is {config.audio.loudness_lufs}",
            f"choose {_QUIETEST_LUFS} to {_LOUDEST_LUFS}",
        )
    return config


# MPEG-1 Layer III, ISO/IEC 11172-3 table 2.4.2.3.
_BITRATES = (32, 40, 48, 56, 64, 80, 96, 112, 128, 160, 192, 224, 256, 320)
_QUIETEST_LUFS, _LOUDEST_LUFS = -30.0, -10.0
