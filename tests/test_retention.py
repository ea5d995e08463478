"""What a show keeps: database, feed and files together, and the oldest go first."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta, timezone

import fakes
import pytest
from hypothesis import given
from hypothesis import strategies as st
from nights import faults_of, make_show
from press import printing

from podcaster.config import RetentionConfig
from podcaster.pipeline import nightly
from podcaster.pipeline.retention import retain, too_many

NEWEST = fakes.EPISODE.added
EPISODES = [
    replace(fakes.EPISODE, guid=str(age), added=fakes.EPISODE.added - timedelta(days=age)) for age in range(6)
]
"""Newest first, one a day, of 4 MB each."""


def kept(**limits):
    surplus = too_many(EPISODES, RetentionConfig(**limits), NEWEST, lambda _episode: 4_000_000)
    assert [*EPISODES[: len(EPISODES) - len(surplus)], *surplus] == EPISODES  # the oldest go
    return len(EPISODES) - len(surplus)


@pytest.mark.parametrize(
    ("limits", "expected"),
    [
        ({}, 6),
        ({"episodes": 4}, 4),
        ({"episodes": 40}, 6),
        ({"days": 3}, 4),
        ({"days": 90}, 6),
        ({"megabytes": 8}, 2),
        ({"megabytes": 23}, 5),
        ({"megabytes": 1}, 1),  # the newest always stays
        ({"episodes": 5, "days": 2, "megabytes": 100}, 3),
    ],
)
def test_the_oldest_go_first(limits, expected):
    assert kept(**limits) == expected


@given(
    st.lists(st.timedeltas(timedelta(0), timedelta(days=400)), max_size=12),
    st.integers(1, 20),
    st.integers(1, 300),
    st.integers(1, 60),
)
def test_what_stays_is_within_all_limits(ages, episodes, days, megabytes):
    newest_first = [
        replace(fakes.EPISODE, guid=str(number), added=fakes.EPISODE.added - age)
        for number, age in enumerate(sorted(ages))
    ]
    limits = RetentionConfig(episodes, days, megabytes)
    surplus = too_many(newest_first, limits, NEWEST, lambda _episode: 4_000_000)
    left = newest_first[: len(newest_first) - len(surplus)]
    assert left + surplus == newest_first
    assert bool(left) == bool(newest_first)
    if len(left) > 1:
        assert len(left) <= episodes
        assert NEWEST - left[-1].added <= timedelta(days=days)
        assert len(left) * 4 <= megabytes


def test_a_night_removes_what_is_too_much_from_database_feed_and_disk(tmp_path):
    with printing() as press:
        press.print_articles(range(3), count=4)
        show = make_show(tmp_path / "show", [f"{press.url}/feed.xml"])
        full = nightly(show)
        fewer = replace(show, config=replace(show.config, retention=RetentionConfig(episodes=1)))
        night = nightly(fewer)
        assert [episode.guid for episode in night.removed] == [one.guid for one in full.made[1::-1]]
        with show.store() as store:
            [left] = store.episodes()
        assert left == full.made[-1]
        assert {path.name.partition(".")[0] for path in (show.public / "episodes").iterdir()} == {left.slug}
        assert faults_of(show.public) == []
        assert nightly(show).made == ()  # they stay known


def test_a_clock_that_jumped_ahead_makes_nothing_older(tmp_path):
    with printing() as press:
        press.print_feed([])
        show = make_show(tmp_path / "show", [f"{press.url}/feed.xml"])
        show = replace(show, config=replace(show.config, retention=RetentionConfig(days=3)))
        now = datetime.now(timezone.utc)
        ages = {"old": 5, "young": 3, "yesterday": 1, "wrong": -30_000}
        with show.store() as store:
            for number, (name, days) in enumerate(ages.items()):
                one = replace(fakes.EPISODE, guid=name, slug=name, url=None, added=now - timedelta(days=days))
                store.add_episode(one, str(number), fakes.script())
            wrong_night, right_night = now + timedelta(days=30_000), now
            for started, gone in ((wrong_night, ["old"]), (right_night, [])):
                assert [episode.guid for episode in retain(show, store, started)] == gone
