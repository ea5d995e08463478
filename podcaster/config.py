"""``podcaster.toml`` and the environment → a frozen Config."""

from __future__ import annotations

import os
import re
import secrets
import unicodedata
from dataclasses import dataclass, field, replace
from ipaddress import ip_address
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal
from urllib.parse import urlsplit

from podcaster.errors import ConfigError
from podcaster.model import IPA, Gendered, Pronunciation, is_web_address, time_of_day
from podcaster.settings import load_settings

if TYPE_CHECKING:
    from collections.abc import Mapping

CONFIG_FILE = "podcaster.toml"
ENVIRONMENT_PREFIX = "PODCASTER_"
# Keys that a deployment sets without touching the file: PODCASTER_BASE_URL, PODCASTER_TOKEN and so on.
_FROM_ENVIRONMENT = ("base_url", "voice", "title", "author", "email", "link")
_SECRETS_FROM_ENVIRONMENT = {
    "serve": ("token", "user", "password"),
    "publish": ("publish_to", "publish_endpoint", "publish_user", "publish_password"),
}

# MPEG-1 Layer III, ISO/IEC 11172-3 table 2.4.2.3.
_BITRATES_KBPS = (32, 40, 48, 56, 64, 80, 96, 112, 128, 160, 192, 224, 256, 320)
# Faster than thrice nobody follows; practised listeners of screen readers come close.
_SLOWEST, _FASTEST = 0.5, 3.0
_SHORTEST_PAUSES, _LONGEST_PAUSES = 0.2, 3.0
_HOURS = 24
_LONGEST_DELAY_S = 60.0
_QUIETEST_LUFS, _LOUDEST_LUFS = -30.0, -10.0

# BCP 47, as far as German-language shows need it.
_LANGUAGE = re.compile(r"[A-Za-z]{2,3}(?:-[A-Za-z]{4})?(?:-(?:[A-Za-z]{2}|\d{3}))?")
_EMAIL = re.compile(r"[^\s@]+@[^\s@]+\.[^\s@.]+")
# Letters that need no escape in an address; 16 of them are 96 bits.
_TOKEN = re.compile(r"[\w-]{16,}", re.ASCII)
_LABEL = r"[^\W_](?:[\w-]*[^\W_])?"
_HOST = re.compile(
    rf"""
    (?P<name> {_LABEL} (?: \. {_LABEL} )* ) \.?   # nas, müller.example, 192.168.1.5, and the root's dot
    (?: : [1-9]\d{{0,4}} )?                       # nas:8080
  | \[ (?P<ipv6> [0-9A-Fa-f:.]+ ) \]
    (?: : [1-9]\d{{0,4}} )?                       # [fd00::7]:8080
    """,
    re.VERBOSE,
)
_ONLY_FIGURES = re.compile(r"[\d.]+")


@dataclass(frozen=True)
class AudioConfig:
    """How the sound is written."""

    bitrate_kbps: int = 96
    loudness_lufs: float = -16.0


@dataclass(frozen=True)
class ReadingConfig:
    """How the article is read; of intro and outro None takes the built-in words, an empty text says nothing."""

    intro: str | None = None
    outro: str | None = None
    pauses: float = 1.0
    """A factor of all silences."""
    quote_cues: bool = False
    """Whether the narrator says "Zitat" and "Zitatende"."""
    gendered: Gendered = "stop"


@dataclass(frozen=True)
class FeedConfig:
    """What the feed tells apps, and how it is parted."""

    newest: int = 100
    """Episodes in feed.xml; the older ones stand in archives."""
    article_images: bool = True
    """An episode's cover is the article's picture, else its title."""
    ttl_minutes: int = 60
    skip_hours: tuple[int, ...] = ()
    update_rule: str | None = None
    txt: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class ServeConfig:
    """Who may hear the show: everybody, who knows its secret address, or who has the password."""

    token: str = ""
    user: str = ""
    password: str = ""

    def __repr__(self) -> str:
        """Without the secrets, which would end in logs."""
        told = ("token" if self.token else None, "password" if self.password else None)
        return f"ServeConfig({', '.join(filter(None, told))})"


@dataclass(frozen=True)
class PublishConfig:
    """Where ``podcaster publish`` sends the show; S3 and SSH also know keys of their own."""

    to: str = ""
    endpoint: str = ""
    user: str = ""
    password: str = ""

    def __repr__(self) -> str:
        """Without the password."""
        return f"PublishConfig({self.to!r})"


@dataclass(frozen=True)
class SourceConfig:
    """Where new articles are named, and which of them are wanted."""

    url: str
    name: str = ""
    kind: Literal["auto", "feed", "sitemap", "links"] = "auto"
    include: tuple[str, ...] = ()
    """Words, of which the title must hold one."""
    exclude: tuple[str, ...] = ()
    """Words, of which the title must hold none."""
    sections: tuple[str, ...] = ()
    exclude_sections: tuple[str, ...] = ()
    min_words: int = 0
    max_words: int | None = None
    max_age_hours: float | None = None
    at_most: int = 50
    """Articles a night, of this source."""
    weight: float = 1.0
    """How important its articles are beside those of the other sources."""


@dataclass(frozen=True)
class NightlyConfig:
    """How a night's run goes about its work."""

    order: Literal["newest", "important"] = "newest"
    until: str = ""
    """Local time, such as 06:30, after which no further article is begun."""
    singles: bool = True
    """Whether articles are episodes of their own beside an edition."""
    delay_s: float = 1.0
    """Between two requests to one host."""
    allow_hosts: tuple[str, ...] = ()
    """Hosts in private networks that a feed may lead to, as ``host`` or ``host:port``."""


@dataclass(frozen=True)
class RetentionConfig:
    """How much a show keeps; None keeps all."""

    episodes: int | None = None
    days: int | None = None
    megabytes: int | None = None


@dataclass(frozen=True)
class CacheConfig:
    """Spoken segments, kept so that nothing is spoken twice."""

    megabytes: int = 1000


@dataclass(frozen=True)
class SpeechConfig:
    """Who speaks a neural voice."""

    workers: int = 0
    """Processes or threads of this machine; 0 are as many as suit it."""
    cluster: str = ""
    """Address of a Dask scheduler, whose workers speak in place of this machine's."""


@dataclass(frozen=True)
class NotifyConfig:
    """Who is told how a night went, and when."""

    to: tuple[str, ...] = ()
    """Addresses such as ntfy://…, mailto://… or a webhook's https://…"""
    command: str = ""
    on: Literal["failure", "episodes", "both"] = "both"

    def __repr__(self) -> str:
        """Without addresses, which hold tokens and passwords."""
        return f"NotifyConfig(on={self.on!r})"


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
    speed: float = 1.0
    cover: str | None = None
    category: str = "News"
    explicit: bool = False
    block: bool = True
    audio: AudioConfig = field(default_factory=AudioConfig)
    reading: ReadingConfig = field(default_factory=ReadingConfig)
    feed: FeedConfig = field(default_factory=FeedConfig)
    serve: ServeConfig = field(default_factory=ServeConfig)
    publish: PublishConfig = field(default_factory=PublishConfig)
    lexicon: dict[str, str | Pronunciation] = field(default_factory=dict)
    edition: Literal["", "daily"] = ""
    sources: tuple[SourceConfig, ...] = ()
    nightly: NightlyConfig = field(default_factory=NightlyConfig)
    retention: RetentionConfig = field(default_factory=RetentionConfig)
    cache: CacheConfig = field(default_factory=CacheConfig)
    speech: SpeechConfig = field(default_factory=SpeechConfig)
    notify: NotifyConfig = field(default_factory=NotifyConfig)
    people: dict[str, str] = field(default_factory=dict)
    """Who is read in which style of the voice's palette, whatever the show remembers."""

    @property
    def public_url(self) -> str:
        """Under which apps reach ``public/``: the base address, and the token where there is one."""
        return f"{self.base_url}{self.serve.token}/" if self.serve.token else self.base_url


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
    for table, names in _SECRETS_FROM_ENVIRONMENT.items():
        told = {
            name.removeprefix("publish_"): environment[ENVIRONMENT_PREFIX + name.upper()]
            for name in names
            if environment.get(ENVIRONMENT_PREFIX + name.upper())
        }
        changes[table] = replace(getattr(config, table), **told)
    config = replace(config, **changes)
    _check(config, str(path))
    return replace(config, base_url=config.base_url.rstrip("/") + "/")


def check_bitrate(subject: str, bitrate_kbps: int) -> None:
    """Raise ConfigError about ``subject`` unless an MP3 of ours may have this rate."""
    if bitrate_kbps not in _BITRATES_KBPS:
        near = min(_BITRATES_KBPS, key=lambda rate: abs(rate - bitrate_kbps))
        raise ConfigError(subject, f"is {bitrate_kbps}", f"MP3 at 44.1 kHz knows {near}")


def check_speed(subject: str, speed: float) -> None:
    """Raise ConfigError about ``subject`` unless an article may be read at this speed."""
    if not _SLOWEST <= speed <= _FASTEST:
        raise ConfigError(subject, f"is {speed:g}", f"choose {_SLOWEST:g} to {_FASTEST:g}")


def _check(config: Config, path: str) -> None:
    _check_addresses(config, path)
    if not config.title.strip():
        raise ConfigError(path, "title is empty", "give the show a name")
    if not _LANGUAGE.fullmatch(config.language):
        raise ConfigError(path, f"language is {config.language!r}", "give a code such as de, de-AT or de-CH")
    if not all(name.strip() for name in config.people):
        raise ConfigError(path, "a name in [people] is empty", "take that line out")
    for word, entry in config.lexicon.items():
        _check_word(word, Pronunciation.of(entry), path)
    _check_feed(config.feed, path)
    _check_access(config.serve, path)
    _check_sound(config, path)
    for source in config.sources:
        _check_source(source, path)
    _check_nights(config, path)


def _check_addresses(config: Config, path: str) -> None:
    for key, address in (("base_url", config.base_url), ("link", config.link)):
        if address is not None and not is_web_address(address):
            meant = "under which public/ is served" if key == "base_url" else "of the show's own page"
            raise ConfigError(path, f"{key} is {address!r}", f"give the http(s) address {meant}")
    if "@" in urlsplit(config.base_url).netloc:
        raise ConfigError(path, "base_url holds a password", "set user and password in [serve]")
    if any(sign in config.base_url for sign in "?#"):
        raise ConfigError(path, f"base_url is {config.base_url!r}", "leave out all from the first ? or # on")
    if config.email is not None and not _EMAIL.fullmatch(config.email):
        raise ConfigError(path, f"email is {config.email!r}", "give an address, or take it out")


def _check_sound(config: Config, path: str) -> None:
    check_bitrate(f"{path}: bitrate_kbps", config.audio.bitrate_kbps)
    check_speed(f"{path}: speed", config.speed)
    if not _SHORTEST_PAUSES <= config.reading.pauses <= _LONGEST_PAUSES:
        raise ConfigError(
            path,
            f"pauses is {config.reading.pauses:g}",
            f"choose {_SHORTEST_PAUSES:g} to {_LONGEST_PAUSES:g}",
        )
    if not _QUIETEST_LUFS <= config.audio.loudness_lufs <= _LOUDEST_LUFS:
        raise ConfigError(
            path,
            f"loudness_lufs is {config.audio.loudness_lufs}",
            f"choose {_QUIETEST_LUFS} to {_LOUDEST_LUFS}",
        )


def _check_feed(feed: FeedConfig, path: str) -> None:
    for key in ("newest", "ttl_minutes"):
        if (number := getattr(feed, key)) < 1:
            raise ConfigError(path, f"key '{key}' in [feed] is {number}", "give 1 or more")
    if not all(0 <= hour < _HOURS for hour in feed.skip_hours):
        raise ConfigError(path, f"skip_hours is {list(feed.skip_hours)}", "name hours from 0 to 23")


def _check_source(source: SourceConfig, path: str) -> None:
    if not is_web_address(source.url):
        raise ConfigError(path, f"url in [[sources]] is {_bare(source.url)!r}", "give its http(s) address")
    least = {"at_most": 1, "min_words": 0, "max_words": 1, "max_age_hours": 0, "weight": 0}
    for key, lowest in least.items():
        number = getattr(source, key)
        if number is not None and number < lowest:
            raise ConfigError(
                path, f"key '{key}' of source {_bare(source.url)} is {number}", f"give {lowest} or more"
            )


def _bare(url: str) -> str:
    """An address without its login and its query, where secrets are."""
    return re.sub(r"(?<=//)[^/?#]*@", "", url).partition("?")[0]


def _check_host(host: str, path: str) -> None:
    """Whether it is a host alone: what is more would be compared with nothing, and allow nothing."""
    found = _HOST.fullmatch(host)
    try:
        if found and (found["ipv6"] or _ONLY_FIGURES.fullmatch(found["name"])):
            ip_address(found["ipv6"] or found["name"])
        is_host = found is not None and is_web_address(f"http://{host}")
    except ValueError:
        is_host = False
    if not is_host:
        raise ConfigError(
            path,
            f"key 'allow_hosts' in [nightly] has {_bare(host)!r}",
            "name hosts alone, with a port or without, such as nas.local, 192.168.1.5:8080 or [fd00::7]",
        )


def _check_nights(config: Config, path: str) -> None:
    if config.nightly.until and time_of_day(config.nightly.until) is None:
        raise ConfigError(path, f"key 'until' in [nightly] is {config.nightly.until!r}", "write it as 06:30")
    if not 0 <= config.nightly.delay_s <= _LONGEST_DELAY_S:
        cause = f"key 'delay_s' in [nightly] is {config.nightly.delay_s:g}"
        raise ConfigError(path, cause, f"choose 0 to {_LONGEST_DELAY_S:g}")
    for host in config.nightly.allow_hosts:
        _check_host(host, path)
    for key in ("episodes", "days", "megabytes"):
        if (number := getattr(config.retention, key)) is not None and number < 1:
            raise ConfigError(
                path, f"key '{key}' in [retention] is {number}", "give 1 or more, or take it out"
            )
    if config.cache.megabytes < 0:
        raise ConfigError(path, "key 'megabytes' in [cache] is below 0", "0 keeps nothing")
    if config.speech.workers < 0:
        raise ConfigError(path, "key 'workers' in [speech] is below 0", "0 takes as many as suit the machine")


def _check_access(serve: ServeConfig, path: str) -> None:
    if serve.token and not _TOKEN.fullmatch(serve.token):
        raise ConfigError(
            path,
            "key 'token' in [serve] is too short, or has other signs than letters, digits, - and _",
            f"take a fresh one: {secrets.token_urlsafe(24)}",
        )
    if bool(serve.user) != bool(serve.password):
        raise ConfigError(path, "[serve] has a user or a password alone", "give both, or neither")
    if ":" in serve.user:  # RFC 7617, section 2
        raise ConfigError(path, "key 'user' in [serve] has a colon", "choose a name without")


def _check_word(word: str, said: Pronunciation, path: str) -> None:
    if not word.strip():
        raise ConfigError(path, "a word in [lexicon] is empty", "take that line out")
    if not (said.say or said.ipa) or not all(way is None or way.strip() for way in (said.say, said.ipa)):
        raise ConfigError(path, f"'{word}' in [lexicon] says nothing", "write how it is said, or take it out")
    if (said.say or "").startswith("["):
        raise ConfigError(path, f"the IPA of '{word}' in [lexicon] has no end", "close it with ]")
    unknown = sorted(set(unicodedata.normalize("NFC", said.ipa or "")) - IPA)
    if unknown:
        cause = f"the IPA of '{word}' in [lexicon] has {', '.join(map(repr, unknown))}"
        raise ConfigError(path, cause, "take the signs of German, such as [ˈʃtʁaːsə], [ˈøːl], [ʒyˈʁiː]")
