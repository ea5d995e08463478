"""``podcaster.toml`` and the environment → a frozen Config."""

from __future__ import annotations

import os
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from podcaster.errors import ConfigError
from podcaster.settings import load_settings

if TYPE_CHECKING:
    from collections.abc import Mapping

CONFIG_FILE = "podcaster.toml"
ENVIRONMENT_PREFIX = "PODCASTER_"
# Keys that a deployment sets without touching the file: PODCASTER_BASE_URL and so on.
_FROM_ENVIRONMENT = ("base_url", "voice", "title", "author", "email", "link")

# MPEG-1 Layer III, ISO/IEC 11172-3 table 2.4.2.3.
_BITRATES_KBPS = (32, 40, 48, 56, 64, 80, 96, 112, 128, 160, 192, 224, 256, 320)
_QUIETEST_LUFS, _LOUDEST_LUFS = -30.0, -10.0


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
    if config.voice.endswith(".toml"):  # as the cover, it is named from the show's folder
        config = replace(config, voice=str(show / Path(config.voice).expanduser()))
    changes: dict[str, Any] = {
        key: environment[ENVIRONMENT_PREFIX + key.upper()]
        for key in _FROM_ENVIRONMENT
        if environment.get(ENVIRONMENT_PREFIX + key.upper())
    }
    config = replace(config, **changes)
    _check(config, str(path))
    return replace(config, base_url=config.base_url.rstrip("/") + "/")


def check_bitrate(subject: str, bitrate_kbps: int) -> None:
    """Raise ConfigError about ``subject`` unless an MP3 of ours may have this rate."""
    if bitrate_kbps not in _BITRATES_KBPS:
        near = min(_BITRATES_KBPS, key=lambda rate: abs(rate - bitrate_kbps))
        raise ConfigError(subject, f"is {bitrate_kbps}", f"MP3 at 44.1 kHz knows {near}")


def _check(config: Config, path: str) -> None:
    for key, address in (("base_url", config.base_url), ("link", config.link)):
        if address is not None and not _is_web_address(address):
            meant = "under which public/ is served" if key == "base_url" else "of the show's own page"
            raise ConfigError(path, f"{key} is {address!r}", f"give the http(s) address {meant}")
    if any(sign in config.base_url for sign in "?#"):
        raise ConfigError(path, f"base_url is {config.base_url!r}", "leave out all from the first ? or # on")
    if not config.title.strip():
        raise ConfigError(path, "title is empty", "give the show a name")
    if not all(word.strip() for word in config.lexicon):
        raise ConfigError(path, "a word in [lexicon] is empty", "take that line out")
    check_bitrate(f"{path}: bitrate_kbps", config.audio.bitrate_kbps)
    if not _QUIETEST_LUFS <= config.audio.loudness_lufs <= _LOUDEST_LUFS:
        raise ConfigError(
            path,
            f"loudness_lufs is {config.audio.loudness_lufs}",
            f"choose {_QUIETEST_LUFS} to {_LOUDEST_LUFS}",
        )


def _is_web_address(address: str) -> bool:
    try:
        parts = urlsplit(address)
        return parts.scheme in {"http", "https"} and bool(parts.hostname) and (parts.port or 0) >= 0
    except ValueError:  # a bracket that never closes, a port that is none
        return False
