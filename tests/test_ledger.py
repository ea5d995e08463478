"""The ledger: what became of every article, source and run."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta, timezone
from pathlib import Path

import fakes
import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from podcaster.errors import BusyError, FetchError, StoreError
from podcaster.store import MOST_ATTEMPTS, Entry, Run, Store, Watched
from podcaster.store.ledger import LONGEST_WAIT

NOW = datetime(2026, 11, 22, 3, 30, tzinfo=timezone.utc)
SOURCE = "https://blatt.example/feed.xml"
HOUR = timedelta(hours=1)
ERROR = FetchError("https://blatt.example/1", "the server answers 500", "try again later")


@pytest.fixture
def store(tmp_path):
    with Store(tmp_path / "podcaster.db") as store:
        yield store


@pytest.fixture
def ledger(store):
    return store.ledger


def entry(number, **facts):
    url = f"https://blatt.example/{number}"
    return Entry(url, url, SOURCE, NOW, title=f"Titel {number}", position=number, **facts)


def test_what_goes_in_comes_out(ledger):
    watched = Watched(
        SOURCE,
        "Das Blatt",
        '"eins"',
        "Sun, 22 Nov 2026 03:00:00 GMT",
        "digest",
        ("https://blatt.example/2026-11.xml",),
        succeeded=NOW,
        parsed=NOW - HOUR,
        failures=2,
        cause="is gone",
    )
    ledger.note_source(watched)
    assert ledger.watched() == {SOURCE: watched}
    seen = entry(1, published=NOW - HOUR)
    ledger.note_seen([seen], NOW)
    assert ledger.entry(seen.address) == replace(seen, changed=NOW)
    assert ledger.waiting(NOW) == [replace(seen, changed=NOW)]
    assert ledger.entry("https://blatt.example/2") is None


def test_an_article_is_known_by_the_ledger_or_by_its_episode(store, ledger):
    ledger.note_seen([entry(1), entry(2, state="passed", cause="at_most")], NOW)
    store.add_episode(replace(fakes.EPISODE, url="https://blatt.example/3"), "print", fakes.script())
    addresses = [f"https://blatt.example/{number}" for number in range(1200)]
    assert set(addresses) - ledger.unknown(addresses) == {addresses[1], addresses[2], addresses[3]}


def test_naming_an_article_again_changes_nothing_about_it(ledger):
    ledger.note_seen([entry(1)], NOW)
    ledger.passed(entry(1), "is too short", NOW)
    ledger.note_seen([entry(1)], NOW + HOUR)
    assert ledger.entry(entry(1).address).state == "passed"


def test_an_article_goes_its_way(store, ledger):
    ledger.note_seen([entry(1)], NOW)
    fetched = ledger.fetched(entry(1), NOW)
    with store.together():
        store.add_episode(fakes.EPISODE, "print", fakes.script())
        ledger.spoken(fetched, fakes.EPISODE.guid, NOW)
    assert ledger.entry(entry(1).address).state == "spoken"
    assert ledger.waiting(NOW) == []
    ledger.publish(NOW)
    done = ledger.entry(entry(1).address)
    assert (done.state, done.episode) == ("published", fakes.EPISODE.guid)


def test_an_article_is_not_spoken_without_its_episode(store, ledger):
    ledger.note_seen([entry(1)], NOW)
    store.add_episode(fakes.EPISODE, "print", fakes.script())
    with pytest.raises(StoreError), store.together():  # noqa: PT012
        ledger.spoken(entry(1), fakes.EPISODE.guid, NOW)
        store.add_episode(fakes.EPISODE, "print", fakes.script())
    assert ledger.entry(entry(1).address).state == "seen"


def test_failures_come_back_later_and_later_until_they_are_given_up(ledger):
    ledger.note_seen([entry(1)], NOW)
    one, now, waits = entry(1), NOW, []
    for _ in range(MOST_ATTEMPTS):
        one = ledger.failed(one, ERROR, now)
        if one.next_attempt:
            assert ledger.waiting(one.next_attempt - timedelta(seconds=1)) == []
            assert [again.attempts for again in ledger.waiting(one.next_attempt)] == [one.attempts]
            waits.append(one.next_attempt - now)
            now = one.next_attempt
    assert waits == sorted(waits)
    assert (one.is_given_up, one.next_attempt, one.cause) == (True, None, ERROR.cause)
    assert ledger.waiting(now + timedelta(days=365)) == []


@pytest.mark.parametrize(
    ("wait", "expected"),
    [(timedelta(0), timedelta(minutes=30)), (2 * HOUR, 2 * HOUR), (timedelta(days=900), LONGEST_WAIT)],
)
def test_a_host_may_ask_for_more_time_but_not_for_years(ledger, wait, expected):
    ledger.note_seen([entry(1)], NOW)
    busy = BusyError("https://blatt.example/1", "asks to come again later", "wait", NOW + wait)
    assert ledger.failed(entry(1), busy, NOW, busy.retry_at).next_attempt == NOW + expected


@given(st.timedeltas(timedelta(days=-40_000), timedelta(days=40_000)))
@example(timedelta(days=7))
def test_whatever_the_clock_said_nothing_waits_longer_than_a_week(jump):
    with Store(Path(":memory:")) as store:
        store.ledger.note_seen([entry(1)], NOW)
        store.ledger.failed(entry(1), ERROR, NOW + jump)  # under a wrong clock
        assert store.ledger.waiting(NOW) or store.ledger.waiting(NOW + LONGEST_WAIT)


def test_a_source_that_fails_keeps_what_is_known_of_it(ledger):
    ledger.note_source(Watched(SOURCE, "Das Blatt", '"eins"', digest="digest", succeeded=NOW))
    for failures in (1, 2):
        ledger.source_failed(SOURCE, "is gone")
        watched = ledger.watched()[SOURCE]
        assert (watched.etag, watched.failures, watched.cause) == ('"eins"', failures, "is gone")
    ledger.source_failed("https://neu.example/", "is gone")
    assert ledger.watched()["https://neu.example/"].succeeded is None


def test_what_no_listing_names_for_long_is_forgotten_and_the_rest_is_not(ledger):
    ledger.note_seen([entry(number) for number in range(4)], NOW)
    for number in (0, 1, 2):
        ledger.passed(entry(number), "is too short", NOW)
    later = NOW + timedelta(days=100)
    ledger.note_named([entry(0).address], later)
    ledger.note_source(Watched(SOURCE, parsed=NOW))
    assert ledger.forget() == 0  # the source has not changed since: it names them still
    ledger.note_source(Watched(SOURCE, parsed=later))
    assert ledger.forget() == 2
    assert [ledger.entry(entry(number).address) is None for number in range(4)] == [False, True, True, False]


def test_what_waits_of_a_removed_source_is_passed_over(ledger):
    other = replace(entry(2), source="https://anderes.example/")
    ledger.note_seen([entry(1), other, entry(3, state="passed", cause="is too short")], NOW)
    ledger.pass_over_orphans(["https://anderes.example/"], NOW)
    assert [one.url[-1] for one in ledger.waiting(NOW)] == ["2"]
    assert ledger.entry(entry(3).address).cause == "is too short"


def test_runs_are_told_newest_first_and_one_without_an_end_was_killed(ledger):
    first = ledger.begin_run(NOW)
    second = ledger.begin_run(NOW + HOUR)
    ended = Run(second, NOW + HOUR, NOW + 2 * HOUR, 3, 2, 1, 4, 1, "done")
    ledger.end_run(ended)
    assert ledger.runs() == [ended, Run(first, NOW, outcome="killed")]
    assert len(ledger.runs(1)) == 1


def test_old_runs_are_forgotten(ledger):
    for _ in range(420):
        last = ledger.begin_run(NOW)
    assert [run.number for run in ledger.runs(1000)] == list(range(last, last - 400, -1))


def test_what_is_tried_leaves_no_trace(store, ledger):
    with store.tentatively():
        ledger.note_seen([entry(1)], NOW)
        assert ledger.entry(entry(1).address)
    assert ledger.entry(entry(1).address) is None
