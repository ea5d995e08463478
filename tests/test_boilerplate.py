"""What belongs to the page and not to its article: each rule of the table, held to its examples."""

import re

import pytest
from pages import SENTENCES

from podcaster.article.boilerplate import (
    TABLE,
    asks_for_money,
    cut_tail,
    markup_rule,
    opens_section,
    table,
    why_left_out,
)

RULES = {
    "line": [(rule, example) for rule in table().lines for example in rule.examples],
    "ending": [(rule, example) for rule in table().endings for example in rule.examples],
    "section": [(rule, example) for rule in table().sections for example in rule.examples],
    "tail": [(rule, example) for rule in table().tails for example in rule.examples],
    "paywall": [(rule, example) for rule in table().paywall for example in rule.examples],
    "phrase": [(rule, example) for rule in table().phrases for example in rule.examples],
    "markup": [(rule, example) for rule in table().markup for example in rule.examples],
}


@pytest.mark.parametrize(
    ("rule", "example"), RULES["line"], ids=lambda value: value if isinstance(value, str) else ""
)
def test_a_line_rule_matches_its_examples(rule, example):
    assert rule.pattern.match(example)
    assert len(example.split()) <= rule.max_words
    assert why_left_out(example)


@pytest.mark.parametrize(
    ("rule", "example"), RULES["ending"], ids=lambda value: value if isinstance(value, str) else ""
)
def test_an_ending_rule_matches_its_examples(rule, example):
    assert rule.pattern.search(example)
    assert why_left_out(example)


@pytest.mark.parametrize(
    ("rule", "example"), RULES["tail"], ids=lambda value: value if isinstance(value, str) else ""
)
def test_a_tail_rule_cuts_its_examples(rule, example):
    text, mark, why = cut_tail(example)
    assert f"{text} {mark}" == example
    assert text.endswith(".")
    assert why == rule.why


@pytest.mark.parametrize(
    ("rule", "example"), RULES["section"], ids=lambda value: value if isinstance(value, str) else ""
)
def test_a_section_rule_matches_its_examples(rule, example):
    assert rule.pattern.match(example)
    assert opens_section(example)


@pytest.mark.parametrize(
    ("rule", "example"), RULES["phrase"], ids=lambda value: value if isinstance(value, str) else ""
)
def test_words_of_buttons_are_known_glued_or_not(rule, example):
    assert rule.pattern.match(example)
    assert why_left_out(example)


@pytest.mark.parametrize(
    ("rule", "example"), RULES["markup"], ids=lambda value: value if isinstance(value, str) else ""
)
def test_a_markup_rule_matches_its_examples(rule, example):
    found = markup_rule(example)
    assert found is not None
    assert found.why == rule.why


@pytest.mark.parametrize(
    ("rule", "example"), RULES["paywall"], ids=lambda value: value if isinstance(value, str) else ""
)
def test_a_paywall_rule_matches_its_examples(rule, example):
    assert rule.pattern.search(example)
    assert asks_for_money(example)


def test_every_rule_has_an_example():
    text = TABLE.read_text(encoding="utf-8")
    assert len(re.findall(r"^\[\[", text, re.MULTILINE)) == len(
        re.findall(r"^examples = \[\"", text, re.MULTILINE)
    )
    assert all(RULES.values())


@pytest.mark.parametrize(
    "text",
    [
        *SENTENCES,
        "Ein Andenken an den König",
        "Was die Fahrt kostet",
        "Reaktionen",
        "Kultur",
        "Sportler des Jahres",
        "Anzeige erstattet",
        "Die Polizei hat Anzeige gegen den Fahrer erstattet.",
        "Der Newsletter der Gemeinde soll künftig monatlich erscheinen.",
        "Mehr zum Thema Wohnen will der Minister im Herbst sagen.",
        "Von der Brücke aus sieht man den ganzen Hafen.",
        "Von Anfang an war das Projekt umstritten.",
        "Das Foto zeigt den alten Hafen um 1900.",
        "Teilen will die Stadt das Gelände nicht.",
        "Die Kommentare im Netz fielen vernichtend aus.",
        "dpa-Chefin verlässt die Agentur",
        "Am Montag, dem 24. Juni 2024, öffnete die Bahn.",
        "Nach Angaben der Polizei wurde niemand verletzt.",
        "Mit Informationen aus dem Rathaus konnte niemand etwas anfangen.",
        "Die Kommentare der Nutzer zeigen, wie tief der Graben ist.",
        "Die Diskussion um den Hafen ist beendet.",
        "Hier steht der wichtigste Beitrag zur Debatte.",
        "Das Video wurde von Facebook gelöscht.",
        "Über dieses Thema sprach der Minister mit den Fischern.",
        "Die Sendung wurde um 20 Uhr unterbrochen.",
        "Die Stadt unterstützt uns mit 10.000 Euro.",
        "Darum unterstützen sie uns bei der Arbeit.",
        "Die Hafen-App wurde eine Million Mal geladen.",
        "Die App ist kostenlos.",
        "Nordwind ist eine Marke des Konzerns, der auch die Fähren baut.",
        "Das Programm ist ein Angebot der Stadt für Kinder.",
        "Zurück zur Natur",
        "«Wir haben den Hafen gerettet»",
        "Sie haben noch kein Urteil gefällt.",
        "Die Makler erhalten künftig eine Provision von zwei Prozent.",
        "Hintergrund: Die Stadt hatte den Hafen schon im Mai verkauft.",
        "Korrektur: In einer früheren Fassung war das Jahr falsch angegeben.",
        "Anmerkung der Redaktion: Der Name wurde geändert.",
        "Dieser Text entstand in Zusammenarbeit mit der Hafenschule.",
        "Laden im Zentrum schließt",
        "Gibt es mehr Fische? Schreiben will das niemand.",
    ],
)
def test_text_of_articles_stays(text):
    assert why_left_out(text) is None
    assert opens_section(text) is None
