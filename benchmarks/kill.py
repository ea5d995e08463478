"""`kill -9` at random moments of nights, 200 times, while somebody looks at the feed all the time.

A local newspaper has 40 articles. A show whose articles are all heard makes room for a new one, so that
every kill meets a night at work: while it starts, looks, reads, speaks, encodes, publishes.
"""

from __future__ import annotations

import random
import sys
import tempfile
import time
from collections import Counter
from contextlib import closing
from pathlib import Path

ROOT = Path(__file__).parent.parent
sys.path[:0] = [str(ROOT), str(ROOT / "tests")]

from nights import Nights, Observer, faults_of  # noqa: E402
from press import Press, printing  # noqa: E402

KILLS = int(sys.argv[1]) if len(sys.argv) > 1 else 200
ARTICLES = 40
SEED = 6


def killed_until_done(nights: Nights, chance: random.Random, most: int, longest_s: float) -> int:
    """Kill nights until all articles are heard; how often."""
    kills = 0
    while kills < most:
        if nights.killed_after(chance.uniform(0.1, longest_s)):
            kills += 1
        else:
            break
    return kills


def one_show(folder: Path, press: Press, chance: random.Random, most: int, totals: Counter[str]) -> None:
    """A show from its first night to the last of its articles."""
    nights = Nights(folder, [f"{press.url}/feed.xml"])
    start = time.perf_counter()
    nights.whole("--dry-run")
    startup_s = time.perf_counter() - start
    with Observer(nights.show.public) as observer:
        kills = killed_until_done(nights, chance, most, startup_s + 3)
        code, _, errors = nights.whole()
    assert code == 0, errors
    with closing(nights.show.store()) as store:
        heard = Counter(episode.url for episode in store.episodes())
        done = store.ledger.entries("published")
    said = nights.said()
    lying = {path.name.partition(".")[0] for path in (nights.show.public / "episodes").iterdir()}
    totals.update(
        shows=1,
        kills=kills,
        looks_at_the_feed=observer.looks,
        faults_seen_in_the_feed=len(observer.faults) + len(faults_of(nights.show.public)),
        articles=ARTICLES,
        articles_without_episode=ARTICLES - len(heard),
        articles_with_several_episodes=sum(number > 1 for number in heard.values()),
        articles_not_marked_as_published=ARTICLES - len(done),
        files_left_of_killed_runs=len(lying) - ARTICLES,
        segments=len(set(said)),
        segments_spoken_twice=len(said) - len(set(said)),
        segments_spoken_twice_beyond_one_in_flight=max(len(said) - len(set(said)) - kills, 0),
    )


def main() -> None:
    """Print each figure as ``name: value``."""
    chance = random.Random(SEED)  # noqa: S311
    totals: Counter[str] = Counter(kills=0)
    with tempfile.TemporaryDirectory() as folder, printing() as press:
        press.print_articles(range(ARTICLES))
        while totals["kills"] < KILLS:
            show = Path(folder) / str(totals["shows"])
            show.mkdir()
            one_show(show, press, chance, KILLS - totals["kills"], totals)
    for name, value in totals.items():
        print(f"{name}: {value}")


if __name__ == "__main__":
    main()
