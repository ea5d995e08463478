"""How fast sources are read beside the libraries that do it, and how surely a story is known again.

A library that is not installed is left out; ``pip install feedparser fastfeedparser`` brings both. The
stories are real ones (``../shared/data/quotes``) that are edited here: their last third cut off, every
twentieth word changed, a quarter of another article put behind; without them that part is left out.
"""

from __future__ import annotations

import gzip
import json
import random
import re
import time
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING

from podcaster.model import Article, Block
from podcaster.sources import SAME_STORY, likeness, read_listing, sketch

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

SHARED = Path(__file__).resolve().parents[2] / "shared" / "data" / "quotes" / "train.jsonl.gz"
ITEMS = 10_000
FEWEST_WORDS = 100
URL = "https://bote.example/feed.xml"
ITEM = """<item><title>Artikel {0} &amp; mehr</title><link>https://bote.example/ort/artikel-{0}.html</link>
<description>Ein Satz, der &lt;b&gt;etwas&lt;/b&gt; länger ist.</description><category>Ort</category>
<pubDate>Mon, 24 Jun 2024 10:15:00 +0200</pubDate><guid isPermaLink="false">{0}</guid></item>"""


def readers() -> dict[str, Callable[[bytes], object]]:
    """Those that are installed."""
    found: dict[str, Callable[[bytes], object]] = {"podcaster": lambda data: read_listing(data, URL)}
    for name in ("feedparser", "fastfeedparser"):
        if find_spec(name):
            found[name] = import_module(name).parse
        else:
            print(f"{name} is not installed")
    return found


def measure_readers() -> None:
    """Seconds of CPU for one large feed."""
    items = "".join(ITEM.format(number) for number in range(ITEMS))
    data = f"<rss version='2.0'><channel><title>Bote</title>{items}</channel></rss>".encode()
    small = f"<rss version='2.0'><channel><title>Bote</title>{ITEM.format(1)}</channel></rss>".encode()
    for name, read in readers().items():
        read(small)  # imports
        begun = time.process_time()
        read(data)
        print(f"{name:16}{time.process_time() - begun:8.2f} s for {ITEMS} items")


def article(parts: Sequence[str]) -> Article:
    """An article of these paragraphs."""
    blocks = tuple(Block("paragraph", part) for part in parts)
    return Article(None, "", None, None, (), None, None, "de", blocks)


def measure_sketches() -> None:
    """Likeness of different articles, and of edited ones."""
    chance = random.Random(1)  # noqa: S311  # the same edits each time
    reports = []
    with gzip.open(SHARED, "rt", encoding="utf-8") as lines:
        for line in lines:
            sentences = re.split(r"(?<=[.!?“])\s+", json.loads(line)["text"])
            if len(" ".join(sentences).split()) >= FEWEST_WORDS:
                reports.append([" ".join(sentences[at : at + 2]) for at in range(0, len(sentences), 2)])
    sketches = [sketch(article(parts)) for parts in reports]
    begun = time.perf_counter()
    different = sorted(likeness(one, two) for at, one in enumerate(sketches) for two in sketches[:at])
    seconds = time.perf_counter() - begun
    edited = []
    for parts, foreign in zip(reports, reports[1:] + reports[:1], strict=True):
        words = " ".join(foreign).split()
        kept = " ".join(parts[: max(1, len(parts) * 2 // 3)]).split()
        text = " ".join(chance.choice(words) if chance.random() < 0.05 else word for word in kept)
        edited.append([text, *foreign[: len(parts) // 4]])
    begun = time.perf_counter()
    again = [sketch(article(parts)) for parts in edited]
    sketching = time.perf_counter() - begun
    same = sorted(likeness(one, two) for one, two in zip(sketches, again, strict=True))
    print(
        f"{len(different)} pairs of different articles: {sum(one >= SAME_STORY for one in different)} taken for one"
    )
    print(
        f"  their likeness: 99.99 % below {different[len(different) * 9999 // 10_000]:.2f}, highest {different[-1]:.2f}"
    )
    print(f"{len(same)} edited articles: {sum(one < SAME_STORY for one in same)} not known again")
    print(
        f"  their likeness: lowest {same[0]:.2f}, median {same[len(same) // 2]:.2f}; from {SAME_STORY} on it is one story"
    )
    print(
        f"{sketching / len(again) * 1e3:.2f} ms a sketch, {seconds / len(different) * 5e5:.0f} ms for 500 comparisons"
    )


if __name__ == "__main__":
    measure_readers()
    if SHARED.exists():
        measure_sketches()
