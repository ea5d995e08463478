"""How well articles are read out of German news pages, beside trafilatura; a figure a line.

    python benchmarks/extraction.py ../shared/data

The folder holds ``pages/NAME.html.gz`` with ``NAME.json`` (title, titles, lead, subheads, paragraphs)
and the scorer ``score_pages.py``, which also takes ``extraction:extract`` and
``extraction:trafilatura_alone`` by themselves. ``seconds`` is processor time over all pages, ``ratio``
ours by trafilatura's.
"""

from __future__ import annotations

import sys
import time
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, Any

from podcaster.article import read_article

if TYPE_CHECKING:
    from collections.abc import Callable

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


def _seconds(read: Callable[[str], object], pages: list[Any]) -> float:
    read(pages[0].html)  # imports and tables
    started = time.process_time()
    for page in pages:
        read(page.html)
    return time.process_time() - started


def main() -> None:
    """Print the figures of both."""
    folder = Path(sys.argv[1] if len(sys.argv) > 1 else "../shared/data")
    if not (folder / "score_pages.py").exists():
        sys.exit(f"{folder}: no score_pages.py there; name the folder with the pages")
    sys.path.insert(0, str(folder))
    scorer = import_module("score_pages")
    pages = scorer.load_pages()
    print(f"pages: {len(pages)}")
    seconds = {}
    for name, read in (("trafilatura", trafilatura_alone), ("podcaster", extract)):
        row = scorer.score(read, pages)
        for figure, column in FIGURES.items():
            value = row[column]
            print(
                f"{name} {figure}: {value:.3f}" if isinstance(value, float) else f"{name} {figure}: {value}"
            )
        seconds[name] = min(_seconds(read, pages) for _ in range(3))
        print(f"{name} seconds: {seconds[name]:.2f}")
    print(f"ratio: {seconds['podcaster'] / seconds['trafilatura']:.2f}")


if __name__ == "__main__":
    main()
