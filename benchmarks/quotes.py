"""What the scorer of quotations asks for: each said quotation of a text with its speaker.

``mentions`` names the speaker as the text does where the quotation stands ("er"), ``speakers`` in full.
``marks`` and ``long_marks`` are what it takes no grammar for: pairs of marks, and those around five words.
Run as a script, it prints the figures of the part that no rule was tuned on, where the data lies beside
the project.
"""

from __future__ import annotations

import re
import sys
from pathlib import Path

from podcaster.script.quotes import find_quotes

_PAIR = re.compile(r"„[^“”\"„]*[“”\"]|»[^»«]*«|«[^»«]*»|“[^“”]*”|\"[^\"\n]*\"")
_LONG = 5  # words

Found = list[tuple[int, int, str | None]]


def mentions(text: str) -> Found:
    """Start, end and speaker as mentioned, for each direct and partial quotation."""
    return [(start, end, mention) for start, end, mention, _ in _said(text)]


def speakers(text: str) -> Found:
    """Start, end and speaker in full form, for each direct and partial quotation."""
    return [(start, end, speaker) for start, end, _, speaker in _said(text)]


def marks(text: str) -> Found:
    """Every pair of quotation marks, said by nobody."""
    return [(match.start(), match.end(), None) for match in _PAIR.finditer(text)]


def long_marks(text: str) -> Found:
    """Pairs of quotation marks with at least five words between them."""
    return [found for found in marks(text) if len(text[found[0] : found[1]].split()) >= _LONG]


def _said(text: str) -> list[tuple[int, int, str | None, str | None]]:
    starts, paragraphs = _paragraphs(text)
    found: list[tuple[int, int, str | None, str | None]] = []
    for quote in find_quotes(paragraphs):
        if quote.kind == "term":
            continue
        start, end = (starts[quote.paragraph] + offset for offset in (quote.start, quote.end))
        if (
            quote.is_continued
            and found
            and not paragraphs[quote.paragraph].startswith(("„", "»", '"', "“", "«"))
        ):
            start = found.pop()[0]
        found.append((start, end, quote.mention, quote.speaker))
    return found


def _paragraphs(text: str) -> tuple[list[int], list[str]]:
    """The lines of a text that are not blank, and where they start."""
    starts, paragraphs, start = [], [], 0
    for line in text.split("\n"):
        if line.strip():
            starts.append(start)
            paragraphs.append(line)
        start += len(line) + 1
    return starts, paragraphs


def main() -> None:
    """Print a figure a line, ``name: value``."""
    data = Path(__file__).resolve().parents[2] / "shared" / "data"
    if not data.is_dir():
        sys.exit(f"{data}: not there; the figures need its annotated quotations")
    sys.path.insert(0, str(data))
    import score_quotes  # noqa: PLC0415  (lies beside the project, if at all)

    documents = score_quotes.load_documents(["dev"])
    for find in (mentions, speakers, marks, long_marks):
        for name, value in zip(score_quotes.HEADER, score_quotes.score(find, documents), strict=True):
            figure = f"{value:.3f}" if isinstance(value, float) else value
            print(f"{find.__name__} {name}: {figure}")


if __name__ == "__main__":
    main()
