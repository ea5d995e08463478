"""What came of a night's run, for whoever is told of it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from podcaster.errors import ArticleError, PodcasterError

if TYPE_CHECKING:
    from datetime import datetime

    from podcaster.model import Episode

SOME_FAILED = 1


@dataclass(frozen=True, slots=True)
class Trouble:
    """An article or a source that failed."""

    error: PodcasterError
    attempts: int = 1
    is_given_up: bool = False
    is_source: bool = False

    def __str__(self) -> str:
        if self.is_given_up:
            return f"{self.error}; given up after {self.attempts} attempts"
        return str(self.error)

    @property
    def needs_user(self) -> bool:
        """Articles may be missed: no teaser, which is nobody's fault, and nothing that is tried again."""
        return self.is_source or (self.is_given_up and not isinstance(self.error, ArticleError))


@dataclass(frozen=True, slots=True)
class Night:
    """What came of a night's run."""

    started: datetime
    ended: datetime
    made: tuple[Episode, ...] = ()
    failed: tuple[Trouble, ...] = ()
    sources_failed: tuple[Trouble, ...] = ()
    removed: tuple[Episode, ...] = ()
    """By the show's retention."""
    passed: int = 0
    """Articles that are not wanted, or were heard before."""
    waiting: int = 0
    """Articles that go on the next night."""
    stopped: PodcasterError | None = None
    """Why the run ended before all was done: a full disk, a voice that is gone, a server that takes nothing."""
    interrupted_by: int | None = None
    """The signal that ended it."""
    is_out_of_time: bool = False
    found_sources: int = 0
    """That answered."""

    @property
    def needs(self) -> tuple[str, ...]:
        """What needs the user, a line each."""
        stopped = [str(self.stopped)] if self.stopped else []
        troubles = (*self.sources_failed, *self.failed)
        return (*stopped, *(str(trouble) for trouble in troubles if trouble.needs_user))

    @property
    def is_interrupted(self) -> bool:
        """A signal ended it; what was made until then is published."""
        return self.interrupted_by is not None

    @property
    def exit_code(self) -> int:
        """0 done, 1 some failed, 3 nothing could be done, 128 and the signal where one ended it."""
        if self.interrupted_by is not None:
            return 128 + self.interrupted_by
        could_nothing = self.stopped or (self.sources_failed and not self.found_sources)
        if could_nothing and not self.made:
            return PodcasterError.exit_code
        return SOME_FAILED if self.stopped or self.failed or self.sources_failed else 0
