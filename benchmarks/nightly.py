"""What a night costs where nothing is new, and how much more one new article costs in an old show.

50 feeds on loopback and 1,000 episodes in the store: the whole command, from a cold start, its time and
its peak memory. Then a night with one new article in shows of 100, 1,000 and 10,000 episodes. The old
episodes have texts, times and all their files (of a few bytes, since nobody reads them here).
"""

from __future__ import annotations

import os
import re
import resource
import subprocess
import sys
import tempfile
import time
from contextlib import closing
from dataclasses import replace
from datetime import datetime, timedelta, timezone
from pathlib import Path
from typing import TYPE_CHECKING

ROOT = Path(__file__).parent.parent
sys.path[:0] = [str(ROOT), str(ROOT / "tests")]

from feed import episode, write_files  # noqa: E402  # the benchmark beside
from nights import make_show  # noqa: E402
from press import Press, page, printing, sentences  # noqa: E402

from podcaster import read_article, write_script  # noqa: E402
from podcaster.model import Cue, Place  # noqa: E402
from podcaster.pipeline import Reading, nightly  # noqa: E402
from podcaster.pipeline.public import write_public  # noqa: E402
from podcaster.sources import sketch  # noqa: E402
from podcaster.store import fingerprint  # noqa: E402

if TYPE_CHECKING:
    from podcaster.pipeline import ShowFolder

SOURCES = 50
ITEMS = 30
EPISODES = 1000
SIZES = (100, 1000, 10_000)
ROUNDS = 3
OLD = 10_000_000
"""From here on articles are numbered that nobody prints."""


def fill(show: ShowFolder, count: int) -> None:
    """Episodes of the last weeks, forty a day, with a text each, and feed and page."""
    now = datetime.now(timezone.utc)
    with closing(show.store()) as store:
        articles = [read_article(page(OLD + number, count=30).decode()) for number in range(20)]
        scripts = [write_script(article) for article in articles]
        with store.together():
            for number in range(count):
                article, script = articles[number % 20], scripts[number % 20]
                cues = [
                    Cue(place * 4000, place * 4000 + 3500, (Place(place, 0),))
                    for place in range(len(script.segments))
                ]
                title = f"Alte Meldung {number}: {sentences(number, 1)[0][:60]}"
                lead = sentences(number + OLD, 1)[0]
                one = episode(f"alt-{number}", title, lead, now - timedelta(minutes=36 * (count - number)))
                store.add_episode(one, f"{fingerprint(article)}-{number}", script, cues, sketch(article))
                write_files(show, one)
        write_public(show, store)


def command(show: ShowFolder) -> tuple[float, float, float]:
    """Seconds, CPU seconds and peak megabytes of a whole `podcaster nightly`."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    start = time.perf_counter()
    run = subprocess.run(
        [sys.executable, "-c", _MEASURED, str(show.root)],
        env=os.environ | {"PYTHONPATH": str(ROOT)},
        capture_output=True,
        text=True,
        check=True,
    )
    seconds = time.perf_counter() - start
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    cpu_s = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    peak_kb = int(re.findall(r"peak_kb (\d+)", run.stderr)[-1])
    return seconds, cpu_s, peak_kb / 1000


_MEASURED = """
import atexit, sys
from podcaster.cli import main
def peak():  # of this program alone: what getrusage tells counts the parent from which it was forked
    status = open("/proc/self/status").read()
    print("peak_kb", status.split("VmHWM:")[1].split()[0], file=sys.stderr)
atexit.register(peak)
main(["nightly", "--quiet", "--show", sys.argv[1]])
"""


def nothing_new(folder: Path) -> None:
    """A night that has nothing to do."""
    with printing() as press:
        paths = [f"/feed-{number}.xml" for number in range(SOURCES)]
        for number, path in enumerate(paths):
            press.print_feed([f"/old/{number}-{item}" for item in range(ITEMS)], path=path)
        show = make_show(folder / "nothing", [press.url + path for path in paths])
        fill(show, EPISODES)
        with closing(show.store()) as store:  # all that the feeds name was passed over
            from podcaster.store import Entry, canonical  # noqa: PLC0415

            now = datetime.now(timezone.utc)
            entries = []
            for number, path in enumerate(paths):
                for item in range(ITEMS):
                    url = f"{press.url}/old/{number}-{item}"
                    entries.append(
                        Entry(
                            str(canonical(url)),
                            url,
                            press.url + path,
                            now,
                            state="passed",
                            cause="is too short",
                        )
                    )
            store.ledger.note_seen(entries, now)
        first, *others = [command(show) for _ in range(ROUNDS + 1)]
        print(f"first_look_seconds: {first[0]:.2f}")
        print(f"no_op_seconds: {min(seconds for seconds, _, _ in others):.2f}")
        print(f"no_op_cpu_seconds: {min(cpu_s for _, cpu_s, _ in others):.2f}")
        print(f"no_op_peak_MB: {max(peak for _, _, peak in others):.0f}")


def one_new(show: ShowFolder, press: Press, number: int) -> tuple[float, float]:
    """Seconds and CPU seconds of a night with one new article of 30 sentences."""
    press.print_articles([number], count=30)
    start, cpu = time.perf_counter(), os.times()
    night = nightly(show, reading=replace(Reading.of(show.config), voice="pico"))
    assert len(night.made) == 1, night
    after = os.times()
    return time.perf_counter() - start, sum(after[:4]) - sum(cpu[:4])


def growing(folder: Path) -> None:
    """The same night in larger and larger shows."""
    seconds = {}
    for size in SIZES:
        with printing() as press:
            show = make_show(folder / f"show-{size}", [f"{press.url}/feed.xml"])
            fill(show, size)
            told = [one_new(show, press, size + number) for number in range(ROUNDS + 1)][1:]
            seconds[size] = min(cpu_s for _, cpu_s in told)
            print(f"one_new_in_{size}_seconds: {min(wall for wall, _ in told):.2f}")
            print(f"one_new_in_{size}_cpu_seconds: {seconds[size]:.2f}")
    least, most = seconds[SIZES[0]], seconds[SIZES[-1]]
    print(f"growth_ratio: {most / least:.2f}")
    print(f"each_1000_old_episodes_cpu_ms: {(most - least) / (SIZES[-1] - SIZES[0]) * 1e6:.0f}")


def main() -> None:
    """Print each figure as ``name: value``."""
    with tempfile.TemporaryDirectory() as name:
        print(f"sources: {SOURCES}")
        print(f"episodes: {EPISODES}")
        nothing_new(Path(name))
        growing(Path(name))


if __name__ == "__main__":
    main()
