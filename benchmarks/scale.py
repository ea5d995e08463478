"""What 1,000 and 1,000,000 articles take: reckoned on paper, out of figures that other scripts measure.

Each figure is an option, so that another machine's can be put in its place; the defaults were measured on
the machine of README's figures:

- ``--minutes``: of 25 real news pages, 597 words each on average, with all pauses;
- ``--full``, ``--fast``, ``--pico``: core-seconds that a second of speech costs (``coqui.py``, the lines
  ``cpu_s_per_second_of_speech``; ``rivals.py``, ``bare_synthesis_s`` by ``speech_s``);
- ``--own``: the same for the rest: fetching, reading, listening, encoding, transcripts, feed (``rivals.py``,
  ``podcaster_nightly_cpu_s`` less the voice, by ``speech_s``);
- ``--busy``: share of the time in which workers speak (``cluster.py``);
- ``--beside-mb``: picture, transcripts and chapters of an episode, and its share of the database.

Assumed, not measured: cores like ours for ``--core-hour`` euros each hour, a terabyte for ``--tb-month``
euros each month, machines of so many ``--cores`` (for the thousand, a mini PC's; for the million), in how
many hours it must be done, and from how many ``--hosts`` articles come: ``fetching_hours`` is what the
second between two requests to a host (``delay_s``) adds up to, while others are spoken.

    python benchmarks/scale.py [--full 0.61] [--cores 4 16] …
"""

from __future__ import annotations

import argparse
import math
from dataclasses import dataclass

VOICES = {"full": "Coqui VITS", "fast": 'Coqui VITS, `quality = "fast"`', "pico": "embedded"}


@dataclass(frozen=True)
class Job:
    """So many articles, and in how many hours they must be done."""

    articles: int
    hours: float
    when: str


JOBS = (Job(1_000, 8, "a night of 8 hours"), Job(1_000_000, 30 * 24, "a month"))
DELAY_S = 1.0


@dataclass(frozen=True)
class Bill:
    """What a job takes."""

    core_hours: float
    machines: int
    hours: float
    euros: float


def reckon(job: Job, speech_cost: float, cores: int, figures: argparse.Namespace) -> Bill:
    """As few machines as are done in time, and how long these take."""
    speech_s = job.articles * figures.minutes * 60
    core_hours = speech_s * (speech_cost + figures.own) / figures.busy / 3600
    machines = math.ceil(core_hours / cores / job.hours)
    return Bill(core_hours, machines, core_hours / cores / machines, core_hours * figures.core_hour)


def terabytes(job: Job, kbps: int, figures: argparse.Namespace) -> float:
    """Of sound and what lies beside it."""
    sound_mb = figures.minutes * 60 * kbps / 8 / 1000
    return float(job.articles * (sound_mb + figures.beside_mb) / 1e6)


def size(tb: float) -> str:
    """As people say it."""
    return f"{tb:.1f} TB" if tb >= 1 else f"{tb * 1000:.1f} GB"


def money(euros: float) -> str:
    """Whole euros, where it is more than a few."""
    return f"{euros:,.0f} €" if euros >= 10 else f"{euros:.2f} €"


def main() -> None:
    """Print the figures, a line each, as ``name: value``, and the table of README."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    measured = {"minutes": 5.0, "full": 0.61, "fast": 0.30, "pico": 0.009, "own": 0.010, "busy": 0.97}
    for name, default in (measured | {"beside-mb": 0.2, "core-hour": 0.02, "tb-month": 20.0}).items():
        parser.add_argument(f"--{name}", type=float, default=default)
    parser.add_argument("--cores", type=int, nargs=len(JOBS), default=(4, 16))
    parser.add_argument("--hosts", type=int, default=1)
    figures = parser.parse_args()
    for name, value in vars(figures).items():
        print(f"{name}: {value}")
    for job in JOBS:
        print(f"fetching_hours_{job.articles}: {job.articles * DELAY_S / figures.hosts / 3600:.1f}")
    print(
        "\n| articles | voice | core hours | machines of so many cores, hours | computing |\n|---|---|---|---|---|"
    )
    for job, cores in zip(JOBS, figures.cores, strict=True):
        for key, voice in VOICES.items():
            bill = reckon(job, getattr(figures, key), cores, figures)
            print(
                f"| {job.articles:,} in {job.when} | {voice} | {bill.core_hours:,.0f} "
                f"| {bill.machines} of {cores}, {bill.hours:,.{int(bill.hours < 20)}f} h | {money(bill.euros)} |"
            )
    print("\n| articles | kbit/s | storage | a month |\n|---|---|---|---|")
    for job in JOBS:
        for kbps in (96, 64):
            tb = terabytes(job, kbps, figures)
            print(f"| {job.articles:,} | {kbps} | {size(tb)} | {money(tb * figures.tb_month)} |")


if __name__ == "__main__":
    main()
