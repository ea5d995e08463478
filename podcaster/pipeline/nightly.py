"""The night's run: what is new in the sources becomes episodes, and what went wrong is kept for the next night.

Nothing is marked done before its episode is in the database and its files are whole, so a run may end at
any instant, by a signal or a power cut: the next one goes on where it stopped.

An article is spoken once. One whose page changes later stays as it was heard, since papers change their
pages all day; ``podcaster add URL`` speaks such a one anew.
"""

from __future__ import annotations

import logging
import time as clocks
from contextlib import suppress
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta, timezone
from functools import partial
from itertools import zip_longest
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from podcaster import schedule
from podcaster.config import CONFIG_FILE
from podcaster.errors import (
    AudioError,
    ConfigError,
    LanguageError,
    PodcasterError,
    StoreError,
    VoiceError,
)
from podcaster.fetch import Visitor, shown
from podcaster.files import NO_ROOM
from podcaster.model import AlsoIn
from podcaster.pipeline.ahead import ReadAhead, announce
from podcaster.pipeline.article import Reading, silent
from podcaster.pipeline.edition import FRESH, make_edition
from podcaster.pipeline.episodes import make_episode
from podcaster.pipeline.looking import fault, look, own_faults
from podcaster.pipeline.night import Night, Trouble
from podcaster.pipeline.public import is_written, write_cover, write_news
from podcaster.pipeline.retention import retain
from podcaster.pipeline.signals import Interrupted, Signals
from podcaster.pipeline.story import read_story
from podcaster.sources import SAME_STORY, likeness, sketch, too_short_or_long
from podcaster.speech import check_pins
from podcaster.store import Run, fingerprint

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence

    from podcaster.config import SourceConfig
    from podcaster.model import Article, Episode, Page
    from podcaster.pipeline.article import Progress
    from podcaster.pipeline.show import ShowFolder
    from podcaster.speech import Narrator
    from podcaster.store import Entry, Store

_SAME_NEWS = timedelta(days=7)
"""So long two articles with nearly the same text are the same news."""
_HANGS_S = 10.0
"""A host that takes so long to fail is asked a second time, and not a third in one night."""
_HANGS_AT_MOST = 2
_MACHINES_FAULTS = (AudioError, StoreError, VoiceError, ConfigError)
"""Two in a row are no article's fault."""
_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Ready:
    """An article that was read, is wanted, and is not in the show yet."""

    entry: Entry
    article: Article
    source: SourceConfig
    fingerprint: str
    sketch: bytes


def nightly(
    show: ShowFolder,
    *,
    until: datetime | None = None,
    reading: Reading | None = None,
    visitor: Visitor | None = None,
    progress: Progress = silent,
    on_news: Callable[[Episode | Trouble], None] = lambda _news: None,
) -> Night:
    """Make episodes of what is new in the show's sources, apply its retention, and write its feed.

    After ``until`` (else ``[nightly] until``) no further article is begun. Each episode and each failure
    is told by ``on_news`` as it comes. SIGINT and SIGTERM end the run in good order. Raises LockedError
    while another run works on the show, ConfigError where it has no sources, StoreError where its
    database cannot be used.
    """
    _sources(show)
    started = _now()
    if until is None and show.config.nightly.until:
        until = schedule.next_time(schedule.clock_time("until", show.config.nightly.until), started)
    reading = reading or Reading.of(show.config)
    with show.locked(), show.store() as store, visitor or _visitor(show) as guest:
        return _Run(show, store, guest, reading, started, until, progress, on_news).whole()


def plan(show: ShowFolder) -> list[Entry]:
    """What a night would read now, in its order; nothing is spoken, and nothing is noted.

    Raises what ``nightly`` raises.
    """
    sources = _sources(show)
    settings = show.config.nightly
    with show.locked(), show.store() as store, _visitor(show) as visitor, store.tentatively():
        look(sources, store, visitor, _now(), order=settings.order)
        waiting = store.ledger.waiting(_now())
    return in_order(waiting, {source.url: source for source in sources}, settings.order)


def _sources(show: ShowFolder) -> tuple[SourceConfig, ...]:
    if not show.config.sources:
        raise ConfigError(
            str(show.root / CONFIG_FILE), "names no sources", "add one with: podcaster sources add URL"
        )
    return show.config.sources


def _visitor(show: ShowFolder) -> Visitor:
    return Visitor(allow_hosts=show.config.nightly.allow_hosts, delay_s=show.config.nightly.delay_s)


def _now() -> datetime:
    return datetime.now(timezone.utc)


@dataclass(slots=True)
class _Run:
    """A run on its way."""

    show: ShowFolder
    store: Store
    visitor: Visitor
    reading: Reading
    started: datetime
    until: datetime | None
    progress: Progress
    on_news: Callable[[Episode | Trouble], None]
    made: list[Episode] = field(default_factory=list)
    failed: list[Trouble] = field(default_factory=list)
    sources_failed: list[Trouble] = field(default_factory=list)
    removed: list[Episode] = field(default_factory=list)
    passed: int = 0
    found_sources: int = 0
    stopped: PodcasterError | None = None
    is_out_of_time: bool = False
    signals: Signals = field(default_factory=Signals)
    hanging: dict[str, int] = field(default_factory=dict)
    number: int = 0
    narrator: Narrator | None = None
    parts: Mapping[str, str] = field(default_factory=dict)

    def whole(self) -> Night:
        """All of it."""
        with self.signals.caring():
            try:
                self._begin()
                self._look()
                if self.found_sources:  # else the network is at fault, and no article's attempt is wasted
                    self._make()
            except Interrupted:
                pass
            except PodcasterError as exc:
                self.stopped = exc
            except Exception as exc:
                self.stopped = fault(str(self.show.root), exc)
                raise
            finally:
                self.signals.is_tidying = True
                if self.narrator:
                    self.narrator.close()
                night = self._end()
        return night

    @property
    def only_editions(self) -> bool:
        """Articles are heard in an edition only."""
        return bool(self.show.config.edition) and not self.show.config.nightly.singles

    def _begin(self) -> None:
        self.number = self.store.ledger.begin_run(self.started)
        if not self.only_editions:
            self.store.reveal()
        self._publish()  # a killed run's episodes are heard now

    def _look(self) -> None:
        """Ask the sources."""
        sources = self.show.config.sources
        self.store.ledger.pass_over_orphans((source.url for source in sources), self.started)
        found = look(
            sources,
            self.store,
            self.visitor,
            self.started,
            order=self.show.config.nightly.order,
            on_error=self._source_failed,
        )
        self.passed += found.passed
        self.found_sources = found.answered

    def _source_failed(self, error: PodcasterError) -> None:
        trouble = Trouble(error, is_source=True)
        self.sources_failed.append(trouble)
        self.on_news(trouble)

    # ── articles ────────────────────────────────────────────────────────────────────────────────

    def _make(self) -> None:
        """Speak what is new, as long as there is time."""
        before: Entry | None = None  # the last one, where the machine failed it
        for ready in self.prepared():
            narrator = self._narrator()
            try:
                with own_faults(ready.entry.url):
                    self._speak(ready, narrator)
                before = None
            except PodcasterError as exc:
                if _is_no_room(exc):
                    self.store.ledger.put_back(replace(ready.entry, state="seen"), _now())
                    raise
                if isinstance(exc, _MACHINES_FAULTS):
                    if before is not None:
                        for entry in (before, ready.entry):
                            self.store.ledger.put_back(entry, _now())
                        self.failed.pop()
                        raise
                    before = ready.entry
                self._article_failed(ready.entry, exc)
        if self.show.config.edition and self.store.for_edition(_now() - FRESH):
            edition = make_edition(
                self.show, self.store, self._narrator(), self.reading, _now(), progress=self.progress
            )
            if edition:
                self.made.append(edition)
                self.on_news(edition)

    def prepared(self) -> Iterator[Ready]:
        """The articles of this night in their order, one read ahead, until the time is over.

        What cannot be read, is not wanted or was heard before is noted in the ledger on the way.
        """
        sources = {source.url: source for source in self.show.config.sources}
        waiting = in_order(self.store.ledger.waiting(self.started), sources, self.show.config.nightly.order)
        ahead: ReadAhead[Entry] = ReadAhead(
            lambda entry: self._fetch(entry, sources[entry.source]), self._announce
        )
        for entry, after in zip_longest(waiting, waiting[1:]):
            if self.until is not None and _now() >= self.until:
                self.is_out_of_time = True
                return
            if self.store.knows(entry.url):
                self._pass_over(entry, "is in the show already")
            elif self.hanging.get(_host(entry), 0) < _HANGS_AT_MOST:
                begun = clocks.monotonic()
                try:
                    with own_faults(entry.url):
                        ready = self._read(entry, sources[entry.source], ahead.take(entry))
                except StoreError:
                    raise
                except LanguageError as exc:  # it will not be another one
                    self._pass_over(entry, exc.cause)
                    continue
                except PodcasterError as exc:
                    if clocks.monotonic() - begun > _HANGS_S:
                        self.hanging[_host(entry)] = self.hanging.get(_host(entry), 0) + 1
                    self._article_failed(entry, exc)
                    continue
                if ready:
                    self._begin_reading(after, ahead)
                    yield ready

    def _begin_reading(self, entry: Entry | None, ahead: ReadAhead[Entry]) -> None:
        if entry and not self.hanging.get(_host(entry)) and not self.store.knows(entry.url):
            ahead.begin(entry)

    def _fetch(self, entry: Entry, source: SourceConfig) -> Article:
        def page(url: str) -> Page:
            return self.visitor.page(url, named_by=source.url)

        return read_story(page(entry.url), fetch=page)

    def _announce(self, article: Article) -> None:
        """Let idle workers begin with an article while the one before is encoded."""
        if self.narrator:
            announce(self.narrator, self.reading, self.parts, article)

    def _read(self, entry: Entry, source: SourceConfig, article: Article) -> Ready | None:
        """Look whether an article is wanted; None where it is not."""
        words = sum(len(block.text.split()) for block in article.blocks)
        if why := too_short_or_long(words, source):
            self._pass_over(entry, why)
            return None
        print_of = fingerprint(article)
        if self.store.knows(article.url, print_of):
            self._heard_before(entry, article, print_of)
            return None
        sketched = sketch(article)
        for guid, other in self.store.sketches(self.started - _SAME_NEWS):
            if likeness(sketched, other) >= SAME_STORY:
                self._heard_elsewhere(entry, article, guid)
                return None
        entry = self.store.ledger.fetched(replace(entry, title=article.title), _now())
        return Ready(entry, article, source, print_of, sketched)

    def _heard_before(self, entry: Entry, article: Article, print_of: str) -> None:
        same = self.store.find_article(None, print_of)
        if same is None or same.url == article.url:
            self._pass_over(entry, "is in the show already", same)
        else:
            self._heard_elsewhere(entry, article, same.guid)

    def _heard_elsewhere(self, entry: Entry, article: Article, guid: str) -> None:
        """The same text was heard out of another paper: its episode names this one too."""
        publisher = article.publisher or urlsplit(entry.url).hostname or entry.url
        with self.store.together():
            same = self.store.note_also_in(guid, AlsoIn(publisher, article.url or entry.url))
            self._pass_over(entry, f"is nearly the same as “{same.title}”", same)

    def _pass_over(self, entry: Entry, why: str, same: Episode | None = None) -> None:
        _log.info("%s: %s", shown(entry.url), why)
        self.store.ledger.passed(entry, why, _now(), same.guid if same else None)
        self.passed += 1

    def _article_failed(self, entry: Entry, error: PodcasterError) -> None:
        failed = self.store.ledger.failed(entry, error, _now(), getattr(error, "retry_at", None))
        trouble = Trouble(error, failed.attempts, failed.is_given_up)
        self.failed.append(trouble)
        self.on_news(trouble)

    def _narrator(self) -> Narrator:
        """Who reads all of this night; sought when there is something to read."""
        if self.narrator is None:
            write_cover(self.show)  # a wrong one is told before minutes of speech
            narrator = self.reading.narrator(cache=self.show.speech_cache())
            check_pins(self.reading.people or {}, narrator.voice)
            self.parts = self.store.parts(narrator.voice.name)
            self.narrator = narrator
        return self.narrator

    def _speak(self, ready: Ready, narrator: Narrator) -> None:
        def keep(episode: Episode) -> None:
            self.store.ledger.spoken(ready.entry, episode.guid, _now())

        episode = make_episode(
            self.show,
            self.store,
            ready.article,
            narrator,
            reading=self.reading,
            picture=partial(self._picture, ready.source.url)
            if self.show.config.feed.article_images
            else None,
            sketch=ready.sketch,
            is_hidden=self.only_editions,
            progress=self.progress,
            keep=keep,
        )
        self.made.append(episode)
        self.on_news(episode)

    def _picture(self, named_by: str, url: str) -> bytes:
        return self.visitor.get(url, named_by=named_by, accept="image/*, */*;q=0.1").data

    # ── the end ─────────────────────────────────────────────────────────────────────────────────

    def _end(self) -> Night:
        """Apply the retention, publish, and note what came of it; on a full disk as much as can be."""
        ledger = self.store.ledger
        try:
            self.removed += retain(self.show, self.store, self.started)
            self._publish()
            ledger.forget()
        except PodcasterError as exc:
            self.stopped = self.stopped or exc
        with suppress(StoreError):
            waiting = len(ledger.waiting(_now()))
            night = self._night(waiting)
            ledger.end_run(
                Run(
                    self.number,
                    self.started,
                    night.ended,
                    made=len(night.made),
                    failed=len(night.failed) + len(night.sources_failed),
                    passed=night.passed,
                    waiting=waiting,
                    exit_code=night.exit_code,
                    outcome="interrupted" if night.is_interrupted else str(night.stopped or "done"),
                )
            )
            return night
        return self._night(0)

    def _publish(self) -> None:
        """Write feed and pages, unless they are as they should be."""
        if not is_written(self.show, self.store):
            write_news(self.show, self.store)
        self.store.ledger.publish(_now())

    def _night(self, waiting: int) -> Night:
        return Night(
            self.started,
            _now(),
            made=tuple(self.made),
            failed=tuple(self.failed),
            sources_failed=tuple(self.sources_failed),
            removed=tuple(self.removed),
            passed=self.passed,
            waiting=waiting,
            stopped=self.stopped,
            interrupted_by=self.signals.caught,
            is_out_of_time=self.is_out_of_time,
            found_sources=self.found_sources,
        )


def in_order(entries: Sequence[Entry], sources: Mapping[str, SourceConfig], order: str) -> list[Entry]:
    """The newest first, or the most important: what leads the listing of a heavy source.

    Without a date an article counts as new as when it was seen.
    """

    def newest(entry: Entry) -> float:
        return -(entry.published or entry.seen).timestamp()

    def important(entry: Entry) -> float:
        return -sources[entry.source].weight / (1 + entry.position)

    wanted = [entry for entry in entries if entry.source in sources]
    wanted.sort(key=lambda entry: (newest(entry), entry.position))
    return sorted(wanted, key=important) if order == "important" else wanted


def _host(entry: Entry) -> str:
    return urlsplit(entry.url).netloc


def _is_no_room(error: PodcasterError) -> bool:
    return error.cause == NO_ROOM[0]
