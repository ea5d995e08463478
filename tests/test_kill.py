"""Nights that are killed at any moment: nothing is lost, nothing is doubled, and the feed is always whole."""

from __future__ import annotations

import random
from collections import Counter

import pytest
from nights import Nights, Observer, faults_of
from press import printing

ROUNDS = 8
ARTICLES = 6


@pytest.fixture
def press():
    with printing() as press:
        yield press


def test_killed_nights_lose_nothing_and_say_nothing_twice(press, tmp_path):
    press.print_articles(range(2))
    nights = Nights(tmp_path, [f"{press.url}/feed.xml"])
    chance = random.Random(6)  # noqa: S311
    kills = 0
    with Observer(nights.show.public) as observer:
        for number in range(ROUNDS):
            press.print_articles(range(min(ARTICLES, 2 + number)))  # so that each night has something to do
            kills += nights.killed_after(chance.uniform(0.4, 2.2))
        code, _, errors = nights.whole()
    assert code == 0, errors
    assert kills > 1  # a quick machine's nights have often ended by then
    assert observer.looks > 100
    assert observer.faults == []
    assert faults_of(nights.show.public) == []
    with nights.show.store() as store:
        urls = [episode.url for episode in store.episodes()]
        states = Counter(
            entry.state for entry in store.ledger.entries("published", "spoken", "fetched", "seen")
        )
    assert sorted(urls) == sorted(f"{press.url}/artikel/{number}" for number in range(ARTICLES))
    assert states == {"published": ARTICLES}
    said = nights.said()
    assert len(said) - len(set(said)) <= kills  # the one that was being said
    lying = {path.name.partition(".")[0] for path in (nights.show.public / "episodes").iterdir()}
    assert len(lying - {""}) == ARTICLES  # what was begun and killed is swept
    assert "" not in lying
