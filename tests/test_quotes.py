from __future__ import annotations

from pathlib import Path

import pytest

from podcaster.article import read_article
from podcaster.script import write_script
from podcaster.script.quotes import find_quotes

DATA = Path(__file__).parent / "data"
CASES = (DATA / "quotations.tsv").read_text(encoding="utf-8").splitlines()


def unmarked(marked):
    """Paragraphs without the braces around quotations, and where those are."""
    paragraphs, spans = [], []
    for number, text in enumerate(marked.split(" ¶ ")):
        plain, start = "", 0
        for sign in text:
            if sign == "{":
                start = len(plain)
            elif sign == "}":
                spans.append((number, start, len(plain)))
            else:
                plain += sign
        paragraphs.append(plain)
    return paragraphs, spans


def case(line):
    name, marked, said = line.removeprefix("!").split("\t")
    missed = pytest.mark.xfail(strict=True, reason="beyond the rules so far")
    return pytest.param(marked, said, id=name, marks=missed if line.startswith("!") else ())


@pytest.mark.parametrize(("marked", "said"), [case(line) for line in CASES])
def test_quotations_are_found_with_kind_and_speaker(marked, said):
    paragraphs, spans = unmarked(marked)
    wanted = [entry.partition(" ") for entry in said.split("; ") if entry]
    found = find_quotes(paragraphs)
    assert [(quote.paragraph, quote.start, quote.end) for quote in found] == spans
    kinds = [
        "said" if want[0] == "said" and q.kind != "term" else q.kind
        for want, q in zip(wanted, found, strict=True)
    ]
    assert list(zip(kinds, [q.speaker or "–" for q in found], strict=True)) == [
        (kind, speaker or "–") for kind, _, speaker in wanted
    ]


def test_page_with_interrupted_quotations_is_read_in_its_voices():
    html = (DATA / "pages" / "interrupted-quotations.html").read_text(encoding="utf-8")
    segments = write_script(read_article(html)).segments
    assert [(s.text, s.speaker) for s in segments if s.quote == "direct"] == [
        ("„Wenn der Fluss noch einmal so steigt“", "Petra Lohse"),
        ("„müssen wir das halbe Dorf räumen.“", "Petra Lohse"),
        ("„Wir haben das Wasser kommen hören“", "Jan Voss"),
        ("„Es klang wie ein Zug, und dann war es still.", "Jan Voss"),
        ("„Am Morgen stand der Keller voll. Die Nachbarn sagten ‚Geht!‘, aber wir blieben.“", "Jan Voss"),
        ("„Der Deich hält“", "Petra Lohse"),
        ("„noch.“", "Petra Lohse"),
    ]
    assert [(s.text, s.speaker) for s in segments if s.quote == "term"] == [("„Die lange Flut“", None)]


@pytest.mark.parametrize(
    "piece", ["„Ja“ ", ", ", "Anna ", "und sagte ", "nach Angaben von Berg ", "(„Ja“) ", "die Frau, die "]
)
def test_endless_sentences_are_read(piece):
    found = find_quotes([piece * (20_000 // len(piece)) + "„Wir gehen“, sagte Anna Berg."])
    assert found[-1].speaker == "Anna Berg"
