"""The same story in two papers is known again, and different ones are not taken for one."""

import gzip
import itertools
import json
import random
import re
from pathlib import Path

import pytest
from fakes import article
from hypothesis import given, settings
from hypothesis import strategies as st

from podcaster.model import Block
from podcaster.sources import SAME_STORY, likeness, sketch

SHARED = Path(__file__).parent.parent.parent / "shared" / "data" / "quotes" / "train.jsonl.gz"

STORY = (
    (
        "Die alte Brücke am Markt ist seit dem Morgen wieder offen. Zwei Jahre lang hatten Fußgänger und Radler einen"
        " Umweg über den Damm machen müssen."
    ),
    (
        "Nach Angaben der Stadt kostete der Bau rund vier Millionen Euro, eine halbe Million mehr als geplant. Grund"
        " seien die gestiegenen Preise für Stahl, sagte die Baurätin am Montag."
    ),
    (
        "Bei der Prüfung vor zwei Jahren waren Risse in drei von vier Pfeilern gefunden worden. Die Brücke wurde noch"
        " am selben Tag gesperrt, und die Händler am Ufer verloren nach eigener Rechnung ein Drittel ihrer Kunden."
    ),
    (
        "Der Stadtrat hatte im Herbst gegen die Stimmen zweier Fraktionen beschlossen, die Pfeiler nicht zu ersetzen,"
        " sondern zu verstärken. Kritiker hatten einen Neubau mit breiteren Radwegen verlangt."
    ),
    (
        "Am Wochenende soll es auf der Brücke ein Fest mit Musik und Kuchen geben. Der Erlös geht an den Verein, der"
        " den Fährdienst betrieben hatte."
    ),
)
OTHER = (
    (
        "Im Stadtwald wachsen wieder mehr Buchen als Fichten. Das ergab eine Zählung, die das Forstamt am Montag"
        " vorgestellt hat."
    ),
    (
        "Nach Angaben der Stadt wurden in zehn Jahren rund vierzigtausend junge Bäume gesetzt, die meisten davon von"
        " Schulklassen und Vereinen. Grund für den Umbau seien die trockenen Sommer, sagte die Försterin."
    ),
    (
        "Der Käfer hatte vor sechs Jahren große Teile der alten Bestände am Nordhang zerstört. Die Stämme wurden"
        " verkauft, und mit dem Erlös bezahlte das Amt die ersten Setzlinge."
    ),
    "Am Wochenende führt die Försterin durch den neuen Wald. Wer mitgehen will, soll feste Schuhe mitbringen.",
)


def like(one, other):
    return likeness(sketch(one), sketch(other))


def test_what_the_paper_adds_itself_does_not_count():
    mine = article(*STORY, title="Brücke wieder offen", lead="Nach zwei Jahren.", publisher="Bote")
    theirs = article(
        " ".join(STORY), title="Endlich: Markt ohne Umweg", lead="Kritik bleibt.", publisher="Anzeiger"
    )
    assert like(mine, theirs) == 1


def test_case_punctuation_and_soft_hyphens_do_not_count():
    printed = [
        f"ERLENBRÜCK (dpa) – {text}".replace("Brücke", "Brü\xadcke").replace(",", " –") for text in STORY
    ]
    assert like(article(*STORY), article(*printed)) > 0.9


EDITS = {
    "cut at the end": STORY[:3],
    "cut at the beginning": STORY[2:],
    "paragraphs taken out": STORY[::2],
    "with as much of its own": (*OTHER, *STORY),
    "with headings": (*STORY[:2], Block("heading", "Der lange Streit"), *STORY[2:]),
    "edited": tuple(
        re.sub(r"\b(?:sagte|rund|am Montag|wieder|Euro)\b", "nun", text).replace("Stadt", "Verwaltung")
        for text in STORY
    ),
}


@pytest.mark.parametrize("edited", EDITS.values(), ids=EDITS)
def test_an_edited_report_is_the_same_story(edited):
    assert like(article(*STORY), article(*edited)) > SAME_STORY + 0.1
    assert like(article(*edited), article(*STORY)) == like(article(*STORY), article(*edited))


def test_phrases_of_the_trade_make_no_same_story():
    assert like(article(*STORY), article(*OTHER)) < SAME_STORY / 4


@pytest.mark.parametrize("text", ["", "Die Brücke ist offen.", "Wort " * 400])
def test_of_too_little_text_nothing_is_told(text):
    assert like(article(text), article(text)) == 0


def test_a_sketch_is_small_and_the_same_for_ever():
    """The bytes stand in databases: what makes them may not change without a migration."""
    long = article(*(f"{text} Und {number} mehr." for number in range(300) for text in STORY))
    assert len(sketch(long)) < 1000
    assert (
        sketch(article("Die Brücke am Markt ist offen")).hex() == "0000000403a35ce426ade39f3736826867e8ce81"
    )


@given(st.lists(st.text(max_size=80), max_size=20), st.lists(st.text(max_size=80), max_size=20))
@settings(max_examples=100, deadline=None)
def test_likeness_is_a_share_and_symmetric(mine, theirs):
    one, other = sketch(article(*mine)), sketch(article(*theirs))
    assert 0 <= likeness(one, other) == likeness(other, one) <= 1
    assert likeness(one, one) in {0, 1}


@pytest.fixture(scope="module")
def reports():
    """Paragraphs of 150 real news articles of at least 150 words."""
    if not SHARED.exists():
        pytest.skip("the data for evaluation is not there")
    found = []
    with gzip.open(SHARED, "rt", encoding="utf-8") as lines:
        for line in lines:
            sentences = re.split(r"(?<=[.!?“])\s+", json.loads(line)["text"])
            parts = [" ".join(sentences[start : start + 2]) for start in range(0, len(sentences), 2)]
            if sum(len(part.split()) for part in parts) >= 150:
                found.append(parts)
    return found[:150]


def test_different_real_articles_are_told_apart(reports):
    sketches = [sketch(article(*parts)) for parts in reports]
    taken = [
        likeness(one, other)
        for number, one in enumerate(sketches)
        for other in sketches[:number]
        if likeness(one, other) > SAME_STORY / 2
    ]
    assert len(taken) <= 2  # reports that quote their predecessor


def test_edited_real_articles_are_the_same(reports):
    chance = random.Random(7)  # noqa: S311
    likenesses = []
    for parts, foreign in itertools.pairwise(reports):
        words = " ".join(foreign).split()
        kept = parts[: max(2, len(parts) * 2 // 3)]
        edited = [
            " ".join(chance.choice(words) if chance.random() < 0.05 else word for word in part.split())
            for part in kept
        ]
        likenesses.append(like(article(*parts), article(*edited, *foreign[: len(edited) // 4])))
    assert sum(share >= SAME_STORY for share in likenesses) >= 0.98 * len(likenesses)
