"""How well written German is read, by category, beside num2words and the text as it stands.

Reads tests/data/spoken.tsv, and ../shared/data/spoken where it is; prints ``name: value`` lines.
A reading counts as right when it equals an accepted one without case, blanks, hyphens and marks.
"""

from __future__ import annotations

import re
import subprocess
import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from num2words import num2words

from podcaster.german import spoken

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

ROOT = Path(__file__).parent.parent
SETS = {
    "own": ROOT / "tests" / "data" / "spoken.tsv",
    "shared": ROOT.parent / "shared" / "data" / "spoken" / "cases.tsv",
}
PLAIN = ROOT / "examples" / "artikel.txt"
SPEED_CHARACTERS = 200_000


class Case(NamedTuple):
    """A written form and its accepted readings."""

    category: str
    written: str
    readings: list[str]


def load(path: Path) -> Iterator[Case]:
    """The cases of one file."""
    for line in path.read_text(encoding="utf-8").splitlines():
        if line and not line.startswith("#"):
            category, written, readings = line.split("\t")
            yield Case(category, written, readings.split("|"))


def bare(text: str) -> str:
    """Letters and figures alone, in lower case."""
    return re.sub(r"[\W_]+", "", text.lower())


def with_num2words(text: str) -> str:
    """num2words as one would use it: grouping, decimals, ordinals and four signs by patterns."""
    text = re.sub(r"(?<=\d)\.(?=\d{3}(?!\d))", "", text)
    text = re.sub(r"\b(\d+),(\d+)", lambda m: num2words(float(f"{m[1]}.{m[2]}"), lang="de"), text)
    text = re.sub(r"\b(\d+)\.(?=\s[A-ZÄÖÜ])", lambda m: num2words(int(m[1]), lang="de", to="ordinal"), text)
    text = re.sub(r"\d+", lambda m: num2words(int(m[0]), lang="de"), text)
    for sign, word in (("%", " Prozent"), ("€", " Euro"), ("$", " Dollar"), ("£", " Pfund")):
        text = text.replace(sign, word)
    return text


READERS: dict[str, Callable[[str], str]] = {
    "podcaster": spoken,
    "num2words": with_num2words,
    "identity": lambda text: text,
}


def accuracy(cases: list[Case], reader: Callable[[str], str]) -> float:
    """Share of the cases that are read as one of their readings."""
    right = sum(bare(reader(case.written)) in map(bare, case.readings) for case in cases)
    return right / len(cases)


def kilobytes_a_second(sentences: list[str]) -> float:
    """How fast the sentences are read, the best of three runs."""
    for sentence in sentences:
        spoken(sentence)
    again = SPEED_CHARACTERS // sum(map(len, sentences)) + 1
    seconds = []
    for _ in range(3):
        start = time.process_time()
        for sentence in sentences * again:
            spoken(sentence)
        seconds.append(time.process_time() - start)
    return sum(map(len, sentences)) * again / 1000 / min(seconds)


def main() -> None:
    """Print every figure."""
    for name, path in SETS.items():
        if not path.exists():
            continue
        cases = list(load(path))
        for category in dict.fromkeys(case.category for case in cases):
            chosen = [case for case in cases if case.category == category]
            cells = ", ".join(f"{reader} {accuracy(chosen, say):.3f}" for reader, say in READERS.items())
            print(f"{name} {category} ({len(chosen)}): {cells}")
        for reader, say in READERS.items():
            print(f"{name} total ({len(cases)}), {reader}: {accuracy(cases, say):.3f}")

    dense = [case.written for case in load(SETS["own"])]
    print(f"kB a second, every sentence with a figure or a sign: {kilobytes_a_second(dense):.0f}")
    plain = [sentence for sentence in PLAIN.read_text(encoding="utf-8").split("\n") if sentence.strip()]
    print(f"kB a second, an article of ours: {kilobytes_a_second(plain):.0f}")

    code = "import time; a = time.process_time(); import {}; print((time.process_time() - a) * 1000)"
    for module in ("podcaster.german", "num2words"):
        run = subprocess.run(
            [sys.executable, "-c", code.format(module)], capture_output=True, text=True, check=True
        )
        print(f"import of {module} in ms: {float(run.stdout):.0f}")


if __name__ == "__main__":
    main()
