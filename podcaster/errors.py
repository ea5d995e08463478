"""Every error that a user may meet.

::

    PodcasterError          one line: subject, cause, way out
    ├── ConfigError         podcaster.toml or a voice's file is wrong             exit 2
    ├── FetchError          the page could not be had                             exit 3
    │   ├── SourceError         a feed, sitemap or page of links names no articles
    │   └── BusyError           its host asks to come back later
    ├── ArticleError        the page holds no article that we may read            exit 3
    │   ├── NoArticleError      a front page, a PDF, an empty file
    │   ├── PaywallError        a teaser only
    │   └── LanguageError       not German
    ├── VoiceError          the voice is missing, broken or not downloaded        exit 3
    ├── SpeechError         an utterance came out empty or absurdly short         exit 3
    ├── AudioError          no ffmpeg, or it failed                               exit 3
    ├── StoreError          the show's database or folder cannot be used          exit 3
    ├── PublishError        the show could not be sent where it is published      exit 3
    └── LockedError         another run works on this show                        exit 4
"""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

if TYPE_CHECKING:
    from datetime import datetime


class PodcasterError(Exception):
    """An expected failure; ``str()`` is the one line that the user reads."""

    exit_code: ClassVar[int] = 3

    def __init__(self, subject: str, cause: str, way_out: str) -> None:
        super().__init__(subject, cause, way_out)
        self.subject = subject
        self.cause = cause
        self.way_out = way_out

    def __str__(self) -> str:
        line = f"{self.subject}: {self.cause}; {self.way_out}"
        return " ".join(line.split())


class ConfigError(PodcasterError):
    """A configuration file or an option is wrong."""

    exit_code = 2


class FetchError(PodcasterError):
    """The page could not be had."""


class SourceError(FetchError):
    """What was to name articles, a feed, a sitemap or a page of links, names none."""


class BusyError(FetchError):
    """The host asks to come back later, and says when."""

    def __init__(self, subject: str, cause: str, way_out: str, retry_at: datetime) -> None:
        super().__init__(subject, cause, way_out)
        self.retry_at = retry_at
        """Aware, UTC."""


class ArticleError(PodcasterError):
    """The page holds no article that we may read."""


class NoArticleError(ArticleError):
    """A front page, a PDF, an image, an empty file, binary rubbish."""


class PaywallError(ArticleError):
    """The page holds only a teaser."""


class LanguageError(ArticleError):
    """The text is not German."""


class VoiceError(PodcasterError):
    """A voice is missing, broken, or not downloaded."""


class SpeechError(PodcasterError):
    """An utterance came out empty or absurdly short for its text."""


class AudioError(PodcasterError):
    """Sound could not be written."""


class StoreError(PodcasterError):
    """The show's database or folder cannot be used."""


class PublishError(PodcasterError):
    """The show could not be sent to where it is published."""


class LockedError(PodcasterError):
    """Another run works on this show."""

    exit_code = 4
