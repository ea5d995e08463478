"""How well articles are read out of German news pages, beside trafilatura; a figure a line.

    python benchmarks/extraction.py ../shared/data
    python benchmarks/extraction.py --against saved-pages/ [differences/]

The folder holds ``pages/NAME.html.gz`` with ``NAME.json`` (title, titles, lead, subheads, paragraphs)
and the scorer ``score_pages.py``, which also takes ``extraction:extract`` and
``extraction:trafilatura_alone`` by themselves.

``seconds`` is processor time over all pages, ``script_seconds`` that of reading and writing the script;
``ratio`` and ``ratio with script`` are ours by trafilatura's, ``ratio with script to plain text`` by that
of ``trafilatura.extract``, which looks for no title and no lead. A round is a process that has read
every other page before and now reads each of the rest once, all of us by turns: nobody has seen its page.
The seconds are each page's fewest of all rounds; the rounds' own ratios stand beside.

With ``--against``, the words of every German page of a folder are compared with the text that
trafilatura gives by default, but for comments: how many it has that we leave out, how many we have alone, and the pages that we refuse. With a second folder, a
file a page lists the lines of each.
"""

from __future__ import annotations

import re
import sys
import time
from collections import Counter, deque
from functools import partial
from importlib import import_module
from multiprocessing import get_context
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple, TypeVar

from podcaster.article import read_article
from podcaster.article.language import is_german
from podcaster.errors import ArticleError
from podcaster.script import write_script

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

T = TypeVar("T")

ROUNDS = 5
FIGURES = {
    "title any": 1,
    "lead F1": 3,
    "lead twice": 4,
    "paragraphs precision": 5,
    "paragraphs recall": 6,
    "paragraphs F1": 7,
    "headings precision": 9,
    "headings recall": 10,
    "headings F1": 11,
    "tokens F1": 14,
    "errors": 15,
}
"""Name → column of the scorer's row."""


def extract(html: str) -> dict[str, Any]:
    """The article of a page; list items are read aloud but do not count as paragraphs."""
    article = read_article(html, is_html=True)
    return {
        "title": article.title,
        "lead": article.lead,
        "subheads": [block.text for block in article.blocks if block.kind == "heading"],
        "paragraphs": [block.text for block in article.blocks if block.kind == "paragraph"],
    }


def trafilatura_alone(html: str) -> dict[str, Any]:
    """The same from trafilatura: its blocks, its title, its description as the lead."""
    from trafilatura import bare_extraction  # noqa: PLC0415  not a part of what extract costs

    document: Any = bare_extraction(html, with_metadata=True, include_comments=False)
    if document is None:
        return {}
    blocks = [
        (el.tag, " ".join("".join(el.itertext()).split())) for el in document.body.iter("p", "head", "quote")
    ]
    return {
        "title": document.title,
        "lead": document.description,
        "subheads": [text for tag, text in blocks if tag == "head"],
        "paragraphs": [text for tag, text in blocks if tag != "head" and text],
    }


class Seconds(NamedTuple):
    """Processor time for a page, or for several."""

    article: float
    script: float
    theirs: float
    plain: float

    @property
    def ours(self) -> float:
        """From the page to the script."""
        return self.article + self.script


def clock(pages: Sequence[str], seen: Sequence[str]) -> list[Seconds]:
    """Read each page once with all of us, whose turn it is to begin changing, after those ``seen`` before."""
    from trafilatura import extract as trafilatura_text  # noqa: PLC0415

    took: dict[str, float] = {}

    def timed(name: str, read: Callable[[Any], T], what: object) -> T:
        started = time.process_time()
        outcome = read(what)
        took[name] = time.process_time() - started
        return outcome

    def ours(html: str) -> None:
        timed("script", write_script, timed("article", partial(read_article, is_html=True), html))

    readers: deque[Callable[[str], object]] = deque(
        [ours, partial(timed, "theirs", trafilatura_alone), partial(timed, "plain", trafilatura_text)]
    )
    seconds = []
    for html in (*seen, *pages):
        readers.rotate()
        for read in readers:
            read(html)
        seconds.append(Seconds(**took))
    return seconds[len(seen) :]


def _round(pages: list[str]) -> list[Seconds]:
    """The seconds of all pages, half of them by one process and half by another."""
    halves = pages[::2], pages[1::2]
    with get_context("spawn").Pool(1, maxtasksperchild=1) as processes:
        first, second = processes.starmap(clock, zip(halves, reversed(halves), strict=True), chunksize=1)
    return [*first, *second]


def _total(seconds: Iterable[Seconds]) -> Seconds:
    return Seconds(*map(sum, zip(*seconds, strict=True)))


def _words(text: str) -> Counter[str]:
    return Counter(re.findall(r"\w+", text.lower()))


def _decoded(data: bytes) -> str:
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError:
        return data.decode("cp1252", "replace")


def _ours(html: str) -> tuple[str, str]:
    """Our text, a line a block, and the reason where we refuse the page."""
    try:
        article = read_article(html, is_html=True)
    except ArticleError as error:
        return "", error.cause
    head = (article.kicker, article.title, article.lead)
    left = (f"({left.why}) {left.text}" for left in article.left_out)
    return "\n".join(filter(None, [*head, *(block.text for block in article.blocks)])), "\n".join(left)


def _lone(text: str, other: str) -> list[str]:
    """The lines of a text that the other has nowhere."""
    there = re.sub(r"\W+", "", other.lower())
    return [line for line in text.splitlines() if re.sub(r"\W+", "", line.lower()) not in there]


def compare(folder: Path, out: Path | None) -> None:
    """Print how our text and trafilatura's differ on the German pages of a folder."""
    from trafilatura import extract as trafilatura_text  # noqa: PLC0415

    sums: Counter[str] = Counter()
    for path in sorted(folder.glob("*.htm*")):
        html = _decoded(path.read_bytes())
        text = trafilatura_text(html, include_comments=False) or ""
        if len(text.split()) < 30 or not is_german(text):
            continue
        ours, notes = _ours(html)
        theirs_alone, ours_alone = _words(text) - _words(ours), _words(ours) - _words(text)
        sums += Counter(
            {
                "pages": 1,
                "refused pages": not ours,
                "words": _words(text).total(),
                "trafilatura's words alone": theirs_alone.total() if ours else 0,
                "podcaster's words alone": ours_alone.total(),
            }
        )
        if out:
            lines = [
                "trafilatura alone:",
                *_lone(text, ours),
                "",
                "podcaster alone:",
                *_lone(ours, text),
                "",
                notes,
            ]
            (out / f"{path.stem}.txt").write_text("\n".join(lines), encoding="utf-8")
    for name, value in sums.items():
        print(f"{name}: {value}")


def main() -> None:
    """Print the figures of both."""
    if "--against" in sys.argv:
        folders = [Path(name) for name in sys.argv[1:] if name != "--against"]
        if not folders or not all(folder.is_dir() for folder in folders):
            sys.exit("name a folder of saved pages, and perhaps one to write the differences to")
        compare(folders[0], folders[1] if len(folders) > 1 else None)
        return
    folder = Path(sys.argv[1] if len(sys.argv) > 1 else "../shared/data")
    if not (folder / "score_pages.py").exists():
        sys.exit(f"{folder}: no score_pages.py there; name the folder with the pages")
    sys.path.insert(0, str(folder))
    scorer = import_module("score_pages")
    pages = scorer.load_pages()
    print(f"pages: {len(pages)}")
    for name, read in (("trafilatura", trafilatura_alone), ("podcaster", extract)):
        row = scorer.score(read, pages)
        for figure, column in FIGURES.items():
            value = row[column]
            print(
                f"{name} {figure}: {value:.3f}" if isinstance(value, float) else f"{name} {figure}: {value}"
            )
    rounds = [_round([page.html for page in pages]) for _ in range(ROUNDS)]
    fewest = _total(Seconds(*map(min, zip(*page, strict=True))) for page in zip(*rounds, strict=True))
    totals = [_total(seconds) for seconds in rounds]
    print(f"trafilatura seconds: {fewest.theirs:.2f}")
    print(f"podcaster seconds: {fewest.article:.2f}")
    print(f"script_seconds: {fewest.ours:.2f}")
    print(f"ratio: {fewest.article / fewest.theirs:.2f}")
    print(f"ratio with script: {fewest.ours / fewest.theirs:.2f}")
    print(f"ratio with script, rounds: {' '.join(f'{total.ours / total.theirs:.2f}' for total in totals)}")
    print(f"ratio with script to plain text: {fewest.ours / fewest.plain:.2f}")


if __name__ == "__main__":
    main()
