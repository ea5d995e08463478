from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from podcaster.german import spoken
from podcaster.german.gender import _man, say_gendered

NOUNS = [
    line.split("\t")
    for line in (Path(__file__).parent / "data" / "gendered.tsv").read_text(encoding="utf-8").splitlines()
    if not line.startswith("#")
]
SIGNS = [":", "*", "_", "·", "/-", "/"]


@pytest.mark.parametrize(("stem", "one", "of_one", "many", "to_many"), NOUNS, ids=lambda form: form)
def test_knows_the_masculine_forms(stem, one, of_one, many, to_many):
    assert tuple(_man(stem)) == (one, of_one, many, to_many)


@pytest.mark.parametrize(
    ("written", "stop", "pair"),
    [
        ("Die Lehrer:innen streiken.", "Die Lehrer-innen streiken.", "Die Lehrerinnen und Lehrer streiken."),
        ("Mit den Ärzt*innen", "Mit den Ärzt-innen", "Mit den Ärztinnen und Ärzten"),
        ("mit vielen jungen Ärzt_innen", "mit vielen jungen Ärzt-innen", "mit vielen jungen Ärztinnen und Ärzten"),
        ("Für die Ärzt·innen", "Für die Ärzt-innen", "Für die Ärztinnen und Ärzte"),
        ("von Schüler:innen und Lehrer:innen", "von Schüler-innen und Lehrer-innen", "von Schülerinnen und Schülern und Lehrerinnen und Lehrern"),
        ("Die Schüler/-innen", "Die Schüler-innen", "Die Schülerinnen und Schüler"),
        ("Die Kunden/-innen", "Die Kund-innen", "Die Kundinnen und Kunden"),
        ("Unsere Kolleg(inn)en", "Unsere Kolleg-innen", "Unsere Kolleginnen und Kollegen"),
        ("Kollege:in gesucht", "Kolleg-in gesucht", "Kollegin oder Kollege gesucht"),
        ("Mitarbeiter(in) gesucht", "Mitarbeiter-in gesucht", "Mitarbeiterin oder Mitarbeiter gesucht"),
        ("Die Mitarbeiter(innen)", "Die Mitarbeiter-innen", "Die Mitarbeiterinnen und Mitarbeiter"),
        ("Alle SPD-PolitikerInnen", "Alle S P D-Politiker-innen", "Alle S P D-Politikerinnen und S P D-Politiker"),
        ("Ein:e Arzt:in kam.", "Eine Ärzt-in kam.", "Eine Ärztin oder ein Arzt kam."),
        ("Jede:r weiß es.", "Jeder weiß es.", "Jede oder jeder weiß es."),
        ("Jede(r) Student:in", "Jeder Student-in", "Jede Studentin oder jeder Student"),
        ("einem:r Student:in", "einer oder einem Student-in", "einer Studentin oder einem Studenten"),
        ("eine:n neue:n Kolleg:in", "einen neuen Kolleg-in", "eine neue Kollegin oder einen neuen Kollegen"),
        ("des/der Autor/in", "des oder der Autor-in", "des Autors oder der Autorin"),
        ("Der/die Leiter:in", "Der oder die Leiter-in", "Der Leiter oder die Leiterin"),
        ("eine:n Angestellte:n", "einen Angestellten", "eine Angestellte oder einen Angestellten"),
        ("Wenn er/sie kommt", "Wenn er oder sie kommt", "Wenn er oder sie kommt"),
        ("die Expert:in", "die Expert-in", "die Expert-in"),
        ("Zauberer:innen", "Zauberer-innen", "Zauberinnen und Zauberer"),
        ("die Kund:innenberatung", "die Kund-innenberatung", "die Kund-innenberatung"),
        ("eine Expert*innen-Runde", "eine Expert-innen-Runde", "eine Expert-innen-Runde"),
        ("Bauern/Bäuerinnen", "Bauern und Bäuerinnen", "Bauern und Bäuerinnen"),
        ("Arzt/Ärztin", "Arzt oder Ärztin", "Arzt oder Ärztin"),
    ],
)  # fmt: skip
def test_reads_as_the_show_chooses(written, stop, pair):
    assert spoken(written) == stop
    assert spoken(written, gendered="pair") == pair


@pytest.mark.parametrize(
    "plain",
    [
        "LinkedIn und PlugIn",
        "Das Innenministerium in Köln",
        "Lehrerinnen und Lehrer",
        "der Check-in am Morgen",
    ],
)
def test_leaves_what_is_not_gendered(plain):
    assert say_gendered(plain) == say_gendered(plain, "pair") == plain


@given(st.sampled_from(NOUNS), st.sampled_from(SIGNS), st.sampled_from(["stop", "pair"]))
def test_is_read_the_same_behind_every_sign_and_once_for_all(noun, sign, style):
    heard = say_gendered(f"Alle {noun[0]}{sign}innen", style)
    assert heard == say_gendered(f"Alle {noun[0]}:innen", style)
    assert say_gendered(heard, style) == heard
