"""How well sentences are told apart, beside the libraries that do it for German.

The paragraphs of ``tests/data/sentences.tsv`` are ours: a category, a tab, the paragraph with ``|`` where
a sentence ends. They are hard ones, and the project's own rules were mended on them: what others miss
here is rarer in plain news. A library that is not installed is left out; ``pip install pysbd syntok segtok`` brings
those that need no download.
"""

from __future__ import annotations

import re
import time
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING

from podcaster.script import split_sentences

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    Splitter = Callable[[str], Iterable[str]]

GOLD = Path(__file__).resolve().parents[1] / "tests" / "data" / "sentences.tsv"
ROUNDS = 20
"""Times that all paragraphs are split, to measure speed."""


def naive() -> Splitter:
    """A blank behind a full stop, before a capital."""
    end = re.compile(r"(?<=[.!?…])[“\"»«]?\s+(?=[A-ZÄÖÜ„\"»«])")
    return end.split


def pysbd() -> Splitter:
    """A port of the Pragmatic Segmenter, with its rules for German."""
    split: Splitter = import_module("pysbd").Segmenter(language="de", clean=False).segment
    return split


def syntok() -> Splitter:
    """The successor of segtok, for German, English and Spanish."""
    process = import_module("syntok.segmenter").process
    return lambda text: [
        "".join(token.spacing + token.value for token in sentence)
        for paragraph in process(text)
        for sentence in paragraph
    ]


def segtok() -> Splitter:
    """Rules for Indo-European languages."""
    split: Splitter = import_module("segtok.segmenter").split_single
    return split


SPLITTERS: dict[str, Callable[[], Splitter]] = {
    "podcaster": lambda: split_sentences,
    "naive": naive,
    "pysbd": pysbd,
    "syntok": syntok,
    "segtok": segtok,
}


def paragraphs() -> list[tuple[str, str]]:
    """Each category with its paragraph, ends marked."""
    lines = GOLD.read_text(encoding="utf-8").splitlines()
    return [(category, marked) for category, _, marked in (line.partition("\t") for line in lines)]


def ends(sentences: Iterable[str]) -> set[int]:
    """Where sentences end, counted in characters that are no blanks; the last is no decision."""
    offsets, length = [], 0
    for sentence in sentences:
        length += len("".join(sentence.split()))
        offsets.append(length)
    return set(offsets[:-1])


def measure(split: Splitter, gold: list[tuple[str, str]]) -> dict[str, float]:
    """Ends found (precision, recall, F1), paragraphs without a mistake, and characters a second."""
    found = right = wanted = whole = 0
    for _, marked in gold:
        expected, answer = ends(marked.split("|")), ends(split(marked.replace("|", " ")))
        found, wanted, right = found + len(answer), wanted + len(expected), right + len(expected & answer)
        whole += expected == answer
    texts = [marked.replace("|", " ") for _, marked in gold] * ROUNDS
    started = time.perf_counter()
    for text in texts:
        list(split(text))
    seconds = time.perf_counter() - started
    return {
        "precision": right / max(1, found),
        "recall": right / wanted,
        "F1": 2 * right / (found + wanted),
        "paragraphs right": whole / len(gold),
        "million characters/s": sum(map(len, texts)) / seconds / 1e6,
    }


def main() -> None:
    """Print a figure a line, ``name: value``."""
    gold = paragraphs()
    print(f"paragraphs: {len(gold)}")
    for name, load in SPLITTERS.items():
        try:
            split = load()
            split("Ja.")
        except ModuleNotFoundError:
            print(f"{name}: not installed")
            continue
        for figure, value in measure(split, gold).items():
            print(f"{name} {figure}: {value:.3f}")


if __name__ == "__main__":
    main()
