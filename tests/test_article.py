import json
import re
import unicodedata
from dataclasses import replace
from datetime import datetime, timedelta, timezone
from html import escape
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from podcaster.article import read_article
from podcaster.article.boilerplate import (
    TABLE,
    asks_for_money,
    cut_tail,
    markup_rule,
    opens_section,
    table,
    why_left_out,
)
from podcaster.article.dates import parse_date
from podcaster.article.language import is_german
from podcaster.article.people import people
from podcaster.article.text import key, one_line
from podcaster.errors import ArticleError, LanguageError, NoArticleError, PaywallError
from podcaster.model import Block

ROOT = Path(__file__).parent.parent
PAGES = Path(__file__).parent / "data" / "pages"
LAYOUTS = Path(__file__).parent / "data" / "layouts"
ACCEPTANCE = ROOT.parent / "shared" / "acceptance"
needs_acceptance = pytest.mark.skipif(not ACCEPTANCE.is_dir(), reason="the acceptance article is not here")

SENTENCES = [
    "Am Morgen lag dichter Nebel über dem Hafen, und die ersten Fischer kehrten ohne Fang zurück.",
    "Der Gemeinderat hat am Dienstag mit knapper Mehrheit beschlossen, die alte Schule nicht abzureißen.",
    "„Wir haben lange darüber gestritten“, sagte die Bürgermeisterin, „und am Ende hat die Vernunft gesiegt.“",
    "Nach Angaben der Polizei wurde niemand verletzt, der Schaden beläuft sich auf rund 12.000 Euro.",
    "Wer am Wochenende mit der Bahn fahren will, muss sich auf Verspätungen einstellen.",
    "Die Forscher vermuten, dass sich das Klima in dieser Gegend schon im 3. Jahrhundert verändert hat.",
    "Ob das Geld reicht, weiß im Augenblick allerdings niemand so genau.",
    "Es war der wärmste Februar, den die Wetterwarte seit ihrer Gründung gemessen hat.",
    "Im Herbst soll das neue Stück noch einmal überarbeitet und dann im ganzen Land gezeigt werden.",
    "Für die Anwohner bedeutet das vor allem eines: mehr Lärm in der Nacht und weniger Parkplätze am Tag.",
]


def paragraphs(article):
    return [block.text for block in article.blocks if block.kind == "paragraph"]


def page(body, *, head="", lang="de"):
    return f'<!DOCTYPE html><html lang="{lang}"><head><meta charset="utf-8">{head}</head><body>{body}</body></html>'


def article_page(*blocks, title="Der alte Hafen bekommt eine neue Brücke"):
    return page(f"<main><article><h1>{title}</h1>{''.join(blocks)}</article></main>")


def linked_data(**facts):
    data = {"@context": "https://schema.org", "@type": "NewsArticle", **facts}
    return f'<script type="application/ld+json">{json.dumps(data)}</script>'


# ---------------------------------------------------------------- the table


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


# ---------------------------------------------------------------- the example and the acceptance article

EXAMPLE_BLOCKS = [
    ("paragraph", "Um 9.12 Uhr setzte sich"),
    ("paragraph", "„Ich habe als Kind"),
    ("heading", "Ein Andenken an den König"),
    ("paragraph", "Gebaut wurde die Strecke"),
    ("paragraph", "Dass sie wieder fahren"),
    ("paragraph", "Betriebsleiter Jakob Sturm"),
    ("heading", "Was die Fahrt kostet"),
    ("paragraph", "Die Sanierung hat ca."),
    ("paragraph", "Im Stadtrat sind nicht"),
    ("paragraph", "Die Bahn fährt täglich"),
    ("paragraph", "Am Montag warteten die"),
]


@pytest.mark.parametrize("name", ["artikel.html", "artikel.txt"])
def test_the_example_is_read(name):
    article = read_article((ROOT / "examples" / name).read_text(encoding="utf-8"))
    assert article.kicker == "Nahverkehr im Erlental"
    assert article.title == "Erlenbrücks Standseilbahn fährt nach 41 Jahren wieder"
    assert article.lead is not None
    assert article.lead.startswith("Vier Jahre lang wurde gebaut")
    assert article.authors == ("Miriam Kestler",)
    assert article.published == datetime(2024, 6, 25, 5, 30, tzinfo=timezone(timedelta(hours=2)))
    assert [
        (b.kind, b.text[: len(start)]) for b, (_, start) in zip(article.blocks, EXAMPLE_BLOCKS, strict=True)
    ] == EXAMPLE_BLOCKS
    why = {left.text: left.why for left in article.left_out}
    assert why["(kes/dpa)"] == "agency mark"
    assert why["Anzeige"] == "advertisement"
    assert "Lesen Sie auch" in why or name.endswith("txt")


def test_the_example_page_tells_its_facts():
    article = read_article((ROOT / "examples" / "artikel.html").read_text(encoding="utf-8"))
    assert article.publisher == "Erlenbrücker Anzeiger"
    assert article.language == "de"
    assert (
        article.url
        == "https://www.erlenbruecker-anzeiger.example/lokales/standseilbahn-faehrt-wieder-4711.html"
    )
    assert article.image_url == "https://www.erlenbruecker-anzeiger.example/bilder/standseilbahn.jpg"


def gold():
    return json.loads((ACCEPTANCE / "euronews-seoul.json").read_text(encoding="utf-8"))


def agrees(article, expected):
    assert article.title == expected["title"]
    assert article.lead == expected["lead"]
    assert article.publisher == expected["publisher"]
    assert article.language == expected["language"]
    assert [{"kind": block.kind, "text": block.text} for block in article.blocks] == expected["blocks"]


@needs_acceptance
def test_the_acceptance_article_is_read_from_a_copied_page():
    article = read_article((ACCEPTANCE / "euronews-seoul.txt").read_text(encoding="utf-8"))
    agrees(article, gold())
    assert {left.text for left in article.left_out} == {one_line(text) for text in gold()["left_out"]}


@needs_acceptance
def test_the_acceptance_article_is_read_from_a_page():
    expected = gold()
    caption, caption_with_credit, credit = expected["left_out"][4:7]
    teasers = expected["left_out"][-3:]
    tags = {"paragraph": "p", "heading": "h2"}
    body = [f"<{tags[b['kind']]}>{escape(b['text'])}</{tags[b['kind']]}>" for b in expected["blocks"]]
    body.insert(5, '<div class="ad"><span>WERBUNG</span></div>')
    html = page(
        f"""<nav><a href="/">Events</a><a href="/v">Veranstaltungen</a><a href="/p">Podcasts</a></nav>
        <div class="ad">WERBUNG</div>
        <article>
          <header><h1>{escape(expected["title"])}</h1>
            <figure><img src="a.jpg" alt="{escape(caption)}"><figcaption>{escape(caption_with_credit)}
              <span class="credit">{escape(credit)}</span></figcaption></figure>
            <div class="byline">Von <b>{expected["publisher"]}</b> mit AP</div><div>Zuerst veröffentlicht am <time>25/06/2024</time></div>
            <div class="share">Diesen Artikel teilen <a href="#kommentare">Kommentare</a></div>
            <button>Code zum Einbetten kopieren</button>
            <p class="summary">{escape(expected["lead"])}</p></header>
          <div class="content">{"".join(body)}</div>
          <div class="share">Diesen Artikel teilen <a href="#kommentare">Kommentare</a></div>
          <h3>Zum selben Thema</h3><ul>{"".join(f'<li><a href="/{i}">{escape(t)}</a></li>' for i, t in enumerate(teasers))}</ul>
        </article><footer>Impressum</footer>""",
        head=f'<meta property="og:site_name" content="{expected["publisher"]}">',
    )
    article = read_article(html, url="https://www.example.org/seoul")
    agrees(article, expected)
    text = " ".join(block.text for block in article.blocks)
    assert not [piece for piece in (caption, *teasers, "WERBUNG", "Diesen Artikel teilen") if piece in text]


# ---------------------------------------------------------------- pages of our own


@pytest.mark.parametrize("path", sorted(PAGES.glob("*.html")), ids=lambda path: path.stem)
def test_pages_of_our_own(path):
    expected = json.loads(path.with_suffix(".json").read_text(encoding="utf-8"))
    article = read_article(path.read_text(encoding="utf-8"))
    assert (article.kicker, article.title, article.lead) == (
        expected["kicker"],
        expected["title"],
        expected["lead"],
    )
    assert [[block.kind, block.text] for block in article.blocks] == expected["blocks"]
    assert set(expected["left_out"]) <= {left.text for left in article.left_out}


# Pages in the manner of content systems, with places for the article's parts: [[title]], [[p1]], [[h1]], [[li1]].
PLACE = re.compile(r"\[\[(?P<name>[a-z]+)(?P<number>\d?)\]\]")
FRAME = {
    "title": "Der Damm am Nordufer hat gehalten",
    "kicker": "Sturmflut an der Küste",
    "lead": "Drei Tage lang stand das Wasser höher als je zuvor. Warum der alte Damm hielt, und was das Land nun mit ihm vorhat.",
    "h1": "Ein Wall aus Sand und Lehm",
    "h2": "Was nun geschehen soll",
    "li1": "Die Fähre fährt stündlich.",
    "li2": "Der Bus hält am Markt",
    "li3": "Das Museum bleibt am Montag geschlossen.",
}
KINDS = {"p": "paragraph", "h": "heading", "li": "list item"}


def filled(layout, paragraphs):
    """The page, and the blocks that must be read of it: the last place of a heading is its own."""
    source = layout.read_text(encoding="utf-8")
    parts = FRAME | {f"p{number}": text for number, text in enumerate(paragraphs, start=1)}
    body = source[source.index("<body") :]
    places = list(PLACE.finditer(body))
    last = {place[0]: i for i, place in enumerate(places)}
    blocks = [
        Block(KINDS[place["name"]], parts[place["name"] + place["number"]])
        for i, place in enumerate(places)
        if place["name"] in KINDS and last[place[0]] == i
    ]
    shown = {place["name"] for place in places}
    head = tuple(parts[name] if name in shown else None for name in ("kicker", "title", "lead"))
    return (
        PLACE.sub(lambda place: escape(parts[place["name"] + place["number"]], quote=False), source),
        head,
        blocks,
    )


NUMBERED = [
    f"{SENTENCES[i]} {SENTENCES[(3 * i + 2) % 10]} So steht es in der Akte Nummer {i}." for i in range(1, 9)
]


@pytest.mark.parametrize("layout", sorted(LAYOUTS.glob("*.html")), ids=lambda path: path.stem)
def test_layouts_of_content_systems(layout):
    html, head, blocks = filled(layout, NUMBERED)
    article = read_article(html)
    assert (article.kicker, article.title, article.lead) == head
    assert list(article.blocks) == blocks


@settings(max_examples=40, deadline=None)
@given(st.sampled_from(sorted(LAYOUTS.glob("*.html"))), st.permutations(SENTENCES), st.integers(1, 3))
def test_no_word_of_a_layout_is_lost_or_doubled(layout, sentences, length):
    texts = [
        f"{' '.join(sentences[i : i + length])} So steht es in der Akte Nummer {i}."
        for i in range(len(sentences))
    ]
    html, _, blocks = filled(layout, texts)
    article = read_article(html)
    assert list(article.blocks) == blocks
    assert not [left for left in article.left_out if left.text in texts]


@pytest.mark.parametrize(
    ("inside", "expected"),
    [
        ("<h1>Neue Brücke am alten Hafen</h1>", (None, "Neue Brücke am alten Hafen")),
        (
            '<h1><span class="kicker">Verkehr:</span> Neue Brücke am Hafen</h1>',
            ("Verkehr", "Neue Brücke am Hafen"),
        ),
        (
            '<p class="dachzeile">Verkehr in Neustadt</p><h1>Neue Brücke</h1>',
            ("Verkehr in Neustadt", "Neue Brücke"),
        ),
        ("<h1>Neue <em>Brücke</em> am Hafen</h1>", (None, "Neue Brücke am Hafen")),
        ("<h1>Werft &amp;amp; Hafen &amp;quot;Nord&amp;quot;</h1>", (None, 'Werft & Hafen "Nord"')),
        (
            '<h2 class="entry-title"><a href="/1">Neue Brücke am Hafen</a></h2>',
            (None, "Neue Brücke am Hafen"),
        ),
        ("<h1>Ha&shy;fen&shy;brü&shy;cke wird gebaut</h1>", (None, "Hafenbrücke wird gebaut")),
    ],
)
def test_headline_and_kicker(inside, expected):
    body = "".join(f"<p>{sentence}</p>" for sentence in SENTENCES)
    article = read_article(
        page(f"<main><article><header>{inside}</header><div>{body}</div></article></main>")
    )
    assert (article.kicker, article.title) == expected


@pytest.mark.parametrize(
    "lead",
    [
        '<p class="lead">{}</p>',
        '<div class="article-intro"><p>{}</p></div>',
        '<h2 class="subtitle">{}</h2>',
        '<p itemprop="description">{}</p>',
        '<p class="c-xyz"><strong>{}</strong></p>',
    ],
)
def test_a_lead_is_found_by_its_markup_and_read_once(lead):
    text, *rest = SENTENCES
    body = "".join(f"<p>{sentence}</p>" for sentence in rest)
    head = f'<meta name="description" content="{escape(text[:60])} …"><meta property="og:description" content="{escape(text)}">'
    article = read_article(
        page(
            f"<main><article><h1>Nebel im Hafen</h1>{lead.format(text)}<div>{body}</div></article></main>",
            head=head,
        )
    )
    assert article.lead == text
    assert paragraphs(article) == rest


def test_a_description_that_the_page_does_not_show_is_not_read():
    body = "".join(f"<p>{sentence}</p>" for sentence in SENTENCES)
    head = '<meta name="description" content="Hafen, Nebel und Brücke: Was Sie jetzt über die Lage an der Küste wissen müssen.">'
    article = read_article(page(f"<main><article><h1>Nebel im Hafen</h1>{body}</article></main>", head=head))
    assert article.lead is None
    assert paragraphs(article) == SENTENCES


def test_lists_are_kept_as_lists():
    items = [
        "Die Fähre fährt stündlich.",
        "Der Bus hält am Markt.",
        "Das Museum bleibt am Montag geschlossen.",
    ]
    html = article_page(
        *(f"<p>{s}</p>" for s in SENTENCES[:4]),
        "<ul>",
        *(f"<li>{item}</li>" for item in items),
        "</ul>",
        *(f"<p>{s}</p>" for s in SENTENCES[4:]),
    )
    assert [block.text for block in read_article(html).blocks if block.kind == "list item"] == items


def test_a_teaser_box_in_the_middle_does_not_end_the_article():
    box = '<h3>Lesen Sie auch</h3><ul><li><a href="/1">Hafen bleibt am Wochenende gesperrt</a></li></ul>'
    body = [f"<p>{sentence}</p>" for sentence in SENTENCES]
    article = read_article(article_page(*body[:5], box, *body[5:]))
    assert paragraphs(article) == SENTENCES
    assert "Hafen bleibt am Wochenende gesperrt" in {left.text for left in article.left_out}


# ---------------------------------------------------------------- plain text


def test_hard_wrapped_text_is_joined():
    text = """Die alte Mühle dreht sich wieder

    Seit Sonntag mahlt die Mühle am Erlenbach zum ersten Mal seit dem Krieg wieder
    Korn, und das ganze Dorf durfte dabei zusehen, wie sich die Flügel in der Nord-
    see-Brise langsam in Bewegung setzten.

    Der Verein hat dafür fünf Jahre lang Spenden gesammelt und selbst mit angepackt,
    damit aus der Ruine noch einmal ein richtiges Mühlenhaus werden konnte.
    """
    article = read_article(text)
    assert article.title == "Die alte Mühle dreht sich wieder"
    assert len(paragraphs(article)) == 2
    assert "wieder Korn, und das ganze Dorf" in paragraphs(article)[0]


def test_a_paragraph_a_line_needs_no_blank_lines():
    article = read_article("\n".join(["Nebel über dem alten Hafen", *SENTENCES]))
    assert article.title == "Nebel über dem alten Hafen"
    assert [article.lead, *paragraphs(article)] == SENTENCES


def test_a_line_may_begin_with_a_day_and_lists_with_a_bullet():
    day = "24. Juni 2024 war der Tag, an dem die Fähre nach langer Pause zum ersten Mal wieder fuhr."
    text = "\n\n".join(
        [
            "Nebel über dem alten Hafen",
            *SENTENCES,
            day,
            "- Die Fähre fährt stündlich.",
            SENTENCES[0][:-1] + "!",
        ]
    )
    article = read_article(text)
    assert day in paragraphs(article)
    assert [block.text for block in article.blocks if block.kind == "list item"] == [
        "Die Fähre fährt stündlich."
    ]


def test_quoted_mail_is_read_without_its_marks():
    text = "\n>\n".join(f"> {line}" for line in ["Nebel über dem alten Hafen", *SENTENCES])
    assert [read_article(text).lead, *paragraphs(read_article(text))] == SENTENCES


def test_a_byline_names_authors_or_a_house():
    text = "\n\n".join(["Nebel über dem alten Hafen", "{}", *SENTENCES])
    assert read_article(text.format("Von Miriam Kestler und Jan Vries")).authors == (
        "Miriam Kestler",
        "Jan Vries",
    )
    assert read_article(text.format("Von Küstenbote mit dpa")).publisher == "Küstenbote"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("2024-06-25T05:30:00Z", datetime(2024, 6, 25, 5, 30, tzinfo=timezone.utc)),
        ("2024-06-25T05:30:00.123+0200", datetime(2024, 6, 25, 3, 30, tzinfo=timezone.utc)),
        ("Stand: 25.06.2024, 05:30 Uhr", datetime(2024, 6, 25, 3, 30, tzinfo=timezone.utc)),
        ("Dienstag, 5. März 2024 - 18.30 Uhr", datetime(2024, 3, 5, 17, 30, tzinfo=timezone.utc)),
        ("3. Jänner 2024", datetime(2024, 1, 2, 23, 0, tzinfo=timezone.utc)),
        ("31.02.2024", None),
        ("irgendwann", None),
    ],
)
def test_dates(text, expected):
    assert parse_date(text) == expected


# ---------------------------------------------------------------- what is no article

ENGLISH = """The harbour was covered in fog on Monday morning, and the first boats returned without a catch.
The council has decided by a narrow majority that the old school will not be demolished after all.
Nobody was hurt, the police said, but the damage is estimated at about twelve thousand euros.
Those who want to travel by train at the weekend will have to be prepared for delays."""


@pytest.mark.parametrize(
    ("content", "cause"),
    [
        ("", "is empty"),
        (" \n\t ", "is empty"),
        ("%PDF-1.7\n1 0 obj\n", "a PDF"),
        ("\ufffdPNG\r\n\x1a\n\x00\x00\x00", "an image"),
        ("\x00\x01\x02Hallo" * 50, "binary data"),
        ("<html><body></body></html>", "no article"),
        ("<html></html>", "no article"),
        ("<p></p>", "no article"),
        (page("<h1>Seite nicht gefunden</h1><p>Diese Seite gibt es nicht mehr.</p>"), "no article"),
        ("Hafen\n\nNebel\n\nBrücke", "no article"),
    ],
)
def test_what_is_no_article_is_refused(content, cause):
    with pytest.raises(NoArticleError, match=cause):
        read_article(content, "https://kueste.example/")


def test_a_front_page_is_refused():
    teasers = "".join(
        f'<article><h2><a href="/{i}">Überschrift Nummer {i}: Nebel liegt über dem Hafen</a></h2><p>{sentence}</p></article>'
        for i, sentence in enumerate(SENTENCES * 3)
    )
    with pytest.raises(NoArticleError, match="list of articles"):
        read_article(page(f"<h1>Küstenbote</h1><main>{teasers}</main>"), "https://kueste.example/")


PROMPT = '<div class="paywall"><h3>Jetzt weiterlesen mit KB+</h3><p>Sie sind bereits Abonnent? Hier anmelden. Jederzeit kündbar.</p></div>'


def test_a_teaser_behind_a_paywall_is_refused():
    head = linked_data(headline="Nebel im Hafen", isAccessibleForFree=False)
    body = f"<main><article><h1>Nebel im Hafen</h1><div><p>{SENTENCES[0]}</p><p>{SENTENCES[1][:-1]} …</p></div>{PROMPT}</article></main>"
    with pytest.raises(PaywallError, match="teaser"):
        read_article(page(body, head=head))
    with pytest.raises(PaywallError, match="teaser"):
        read_article(page(body))


def test_a_page_that_calls_itself_closed_but_holds_the_text_is_read():
    head = linked_data(headline="Nebel im Hafen", isAccessibleForFree="False")
    texts = [f"{first} {second}" for first in SENTENCES for second in SENTENCES[:2]]
    body = "".join(f"<p>{text}</p>" for text in texts)
    article = read_article(
        page(f"<main><article><h1>Nebel im Hafen</h1><div>{body}</div>{PROMPT}</article></main>", head=head)
    )
    assert paragraphs(article) == texts


def test_another_language_is_refused_unless_wanted():
    text = "Fog over the old harbour\n\n" + ENGLISH.replace("\n", "\n\n")
    with pytest.raises(LanguageError, match="not in German"):
        read_article(text)
    assert read_article(text, any_language=True).title == "Fog over the old harbour"


@pytest.mark.parametrize(
    ("text", "german"),
    [
        (" ".join(SENTENCES), True),
        (ENGLISH, False),
        ("Moin!", True),
        (
            "De haven lag maandag in de mist en de eerste boten kwamen zonder vangst terug, zei de burgemeester van de stad. "
            * 3,
            False,
        ),
        (
            "Havnen lå mandag i tåge, og de første både kom tilbage uden fangst, sagde borgmesteren til avisen i går. "
            * 3,
            False,
        ),
        ("Гавань в понедельник утром была покрыта туманом, и первые лодки вернулись без улова. " * 5, False),
    ],
)
def test_german_is_told_from_its_neighbours(text, german):
    assert is_german(text) == german


# ---------------------------------------------------------------- facts, and what is told of them

BODY = "".join(f"<p>{sentence}</p>" for sentence in SENTENCES)


def test_umlauts_are_composed():
    article = read_article(unicodedata.normalize("NFD", article_page(BODY)))
    assert paragraphs(article) == SENTENCES
    assert article.title == "Der alte Hafen bekommt eine neue Brücke"


@pytest.mark.parametrize(
    ("modified", "expected"),
    [
        ("2024-05-16T07:31:00Z", datetime(2024, 5, 16, 7, 31, tzinfo=timezone.utc)),
        ("2024-05-14T07:31:00Z", None),
        ("2024-05-01T07:31:00Z", None),
    ],
)
def test_a_change_is_told_where_it_came_after_publication(modified, expected):
    head = linked_data(headline="Nebel", datePublished="2024-05-14T07:31:00Z", dateModified=modified)
    assert read_article(page(f"<article><h1>Nebel</h1>{BODY}</article>", head=head)).modified == expected


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("<p>Von Ida Blum, Husum</p>", ("Ida Blum",)),
        (
            '<ul><li>Von: <a href="/i">Ida BLUM</a>, <a href="/j">Jan Vries</a></li></ul>',
            ("Ida Blum", "Jan Vries"),
        ),
        (
            '<div><a class="byline__name">Ida Blum</a>, <a class="byline__name">Jan Vries</a></div>',
            ("Ida Blum", "Jan Vries"),
        ),
        ("<p>Von LANDFUNK NORD</p>", ()),
        ("<p>Von Anfang an umstritten</p>", ()),
        ('<div class="comment-author">Ida Blum</div>', ()),
    ],
)
def test_authors_are_named_by_a_line_above_the_text(line, expected):
    assert (
        read_article(page(f"<article><h1>Nebel im Hafen</h1>{line}<div>{BODY}</div></article>")).authors
        == expected
    )


def test_the_head_of_a_mail_is_no_headline():
    mail = "Von: Ida Blum <ida@kueste.example>\nGesendet: 14. Mai 2024 07:31\nBetreff: Lies das mal über den Hafen\n\n"
    article = read_article(mail + "Nebel über dem alten Hafen\n\n" + "\n\n".join(SENTENCES))
    assert article.title == "Nebel über dem alten Hafen"
    assert {left.why for left in article.left_out} == {"e-mail header"}


def test_a_heading_that_the_metadata_names_goes_before_an_h1_that_names_the_site():
    head = "<title>Küstenblog » Nebel über dem alten Hafen</title>"
    body = (
        f'<h1><a href="/">Küstenblog</a></h1><div><h3>Nebel über dem alten Hafen</h3><div>{BODY}</div></div>'
    )
    assert read_article(page(body, head=head)).title == "Nebel über dem alten Hafen"


def test_a_line_that_shares_a_box_with_a_picture_is_its_caption():
    box = '<div class="m"><div><img src="h.jpg"></div><p class="t">Der Hafen im Nebel</p></div>'
    article = read_article(
        article_page(*(f"<p>{s}</p>" for s in SENTENCES[:5]), box, *(f"<p>{s}</p>" for s in SENTENCES[5:]))
    )
    assert paragraphs(article) == SENTENCES
    assert [(left.text, left.why) for left in article.left_out] == [("Der Hafen im Nebel", "picture caption")]


def test_items_that_say_more_than_their_links_are_read():
    items = "".join(
        f'<li>Ab {n} Euro Warenwert: <a href="/{n}">ein Modell der Fähre</a></li>' for n in (20, 40)
    )
    html = article_page(
        *(f"<p>{s}</p>" for s in SENTENCES[:5]), f"<ul>{items}</ul>", *(f"<p>{s}</p>" for s in SENTENCES[5:])
    )
    found = [block.text for block in read_article(html).blocks if block.kind == "list item"]
    assert found == [f"Ab {n} Euro Warenwert: ein Modell der Fähre" for n in (20, 40)]


def test_a_heading_after_a_box_in_the_text_belongs_to_the_text():
    box = '<aside><h3>Lesen Sie auch</h3><a href="/1">Hafen bleibt gesperrt</a></aside>'
    html = article_page(
        *(f"<p>{s}</p>" for s in SENTENCES[:5]),
        box,
        "<h2>Was nun geschieht</h2>",
        *(f"<p>{s}</p>" for s in SENTENCES[5:]),
    )
    assert [block.text for block in read_article(html).blocks if block.kind == "heading"] == [
        "Was nun geschieht"
    ]


def test_a_long_teaser_is_known_by_the_words_that_the_page_states():
    texts = [f"{first} {second}" for first in SENTENCES for second in SENTENCES[:2]]
    body = "".join(f"<p>{text}</p>" for text in texts)
    html = f"<main><article><h1>Nebel im Hafen</h1><div>{body}</div>{PROMPT}</article></main>"
    part = {"@type": "WebPageElement", "isAccessibleForFree": False, "cssSelector": ".paywall"}
    for n_words, refused in ((2500, True), (300, False)):
        head = linked_data(headline="Nebel im Hafen", hasPart=part, wordCount=n_words)
        if refused:
            with pytest.raises(PaywallError, match="teaser"):
                read_article(page(html, head=head))
        else:
            assert paragraphs(read_article(page(html, head=head))) == texts


# ---------------------------------------------------------------- hostile pages


def test_invisible_characters_are_taken_out():
    hidden = [sentence.replace("e", "e\u00ad", 1).replace("a", "\u200ba\u2060", 2) for sentence in SENTENCES]
    html = article_page(*(f"<p>{sentence}</p>" for sentence in hidden))
    article = read_article(html.replace("Brücke", "Brü\x00cke"))
    assert paragraphs(article) == SENTENCES
    assert article.title == "Der alte Hafen bekommt eine neue Brücke"


def test_a_page_without_body_or_end_is_read():
    article = read_article("<h1>Nebel im Hafen</h1>" + "".join(f"<p>{sentence}" for sentence in SENTENCES))
    assert paragraphs(article) == SENTENCES


@pytest.mark.parametrize(
    "content",
    [
        page("<div>" * 100_000 + "Hallo" + "</div>" * 100_000),
        page("<a href='/'>Hafen</a> " * 30_000),
        page("<li>" * 5_000 + "Nebel"),
        page(linked_data(headline="x") + "[" * 50_000),
        '<script type="application/ld+json">' + "[" * 100_000 + "</script>",
        "<p>" + "Aa Bb " * 40_000 + "</p>",
        page("<h1>" + "<span>Nebel</span> " * 10_000 + "</h1>"),
        "Nebel\n" * 200_000,
        "Redaktion: " + "Aa Bb " * 14 + "ende?",
        "1-" * 250 + "x",
        "aA" * 300 + "1",
        "und" * 180 + "!",
        "Stand " * 90 + "!",
        "Mit " * 140 + "x",
        "( " + "apa ," * 100,
    ],
    ids=range(15),
)
def test_hostile_pages_end_in_a_clear_error(content):
    with pytest.raises(ArticleError):
        read_article(content)


def test_a_large_page_is_read():
    texts = [f"{SENTENCES[i % 10][:-1]}, Nummer {i} im Hafen." for i in range(3_000)]
    assert paragraphs(read_article(article_page(*(f"<p>{text}</p>" for text in texts)))) == texts


# ---------------------------------------------------------------- properties

sentences = st.lists(st.sampled_from(SENTENCES), min_size=1, max_size=3).map(" ".join)
texts = st.lists(sentences, min_size=5, max_size=12).map(
    lambda found: [f"{text} So steht es in der Akte Nummer {number}." for number, text in enumerate(found)]
)
wrappers = st.sampled_from(
    [
        "<p>{}</p>",
        '<p class="text">{}</p>',
        '<div class="paragraph"><p>{}</p></div>',
        '<p><a href="/hafen">Hafen:</a> {}</p>',
        "<section><p>{}</p></section>",
    ]
)
between = st.sampled_from(
    [
        "",
        '<div class="ad">Anzeige</div>',
        '<figure><img src="x.jpg"><figcaption>Der Hafen im Nebel. Foto: Ida Blum</figcaption></figure>',
        '<aside><h3>Lesen Sie auch</h3><a href="/1">Hafen bleibt gesperrt</a></aside>',
        "<h2>Was nun geschieht</h2>",
    ]
)


@settings(max_examples=40, deadline=None)
@given(texts, wrappers, st.lists(between, min_size=12, max_size=12))
def test_no_paragraph_is_lost_or_doubled(texts, wrapper, others):
    body = [other + wrapper.format(text) for text, other in zip(texts, others, strict=False)]
    article = read_article(article_page("<div class='article-body'>", *body, "</div>"))
    found = [text.removeprefix("Hafen: ") for text in paragraphs(article)]
    assert [article.lead, *found] == texts if article.lead else found == texts


@settings(max_examples=40, deadline=None)
@given(
    texts,
    st.lists(
        st.sampled_from(["", "Anzeige\n\n", "Was nun geschieht\n\n", "Artikel teilen\n\n"]),
        min_size=12,
        max_size=12,
    ),
)
def test_no_paragraph_of_a_text_is_lost_or_doubled(texts, others):
    body = "".join(f"{other}{text}\n\n" for text, other in zip(texts, others, strict=False))
    article = read_article(f"Der alte Hafen bekommt eine neue Brücke\n\n{body}")
    assert article.title == "Der alte Hafen bekommt eine neue Brücke"
    assert [text for text in (article.lead, *paragraphs(article)) if text] == texts


@settings(max_examples=60, deadline=None)
@given(st.text(max_size=300), st.booleans())
def test_any_text_gives_an_article_or_a_clear_error(text, is_html):
    try:
        article = read_article(text, is_html=is_html, any_language=True)
    except ArticleError as error:
        told = str(error)
    else:
        told = article.title
        assert all(block.text == one_line(block.text) and key(block.text) for block in article.blocks)
    assert told


def test_an_article_is_a_value():
    article = read_article(article_page(*(f"<p>{s}</p>" for s in SENTENCES)))
    assert replace(article) == article
    assert article.blocks[0] == Block("paragraph", SENTENCES[0])


@pytest.mark.parametrize(
    ("texts", "expected"),
    [
        (["Von Miriam Kestler und Jan Vries"], ("Miriam Kestler", "Jan Vries")),
        (["MIRIAM KESTLER"], ("Miriam Kestler",)),
        (["Miriam Kestler, Erlenbrück"], ("Miriam Kestler",)),
        (["Miriam Kestler, dpa", "Deutsche Presse-Agentur"], ("Miriam Kestler",)),
        (["Küstenbote", "Küstenbote Nachrichten", "kuestenbote.de"], ()),
        (["miriam.kestler@kuestenbote.de"], ()),
        (["Jan Vries, stellvertretender Chefredakteur", "Sportredaktion"], ("Jan Vries",)),
        (["Anna-Lena van der Mee"], ("Anna-Lena van der Mee",)),
        (["dpa", "", "Von", "https://kuestenbote.de/autoren/3"], ()),
    ],
)
def test_only_people_are_authors(texts, expected):
    assert people(texts, "Küstenbote") == expected


BYLINED = """<html><head><script type="application/ld+json">//<![CDATA[
{{"@type": "NewsArticle", "datePublished": "2025-03-04T10:00:00+01:00", "author": {{"name": "Küstenbote"}},
"publisher": {{"name": "Küstenbote - Hafen Verlag GmbH & Co. KG"}}}}
//]]></script></head><body><article><div class="dachzeile">{kicker}</div>
<h1><span class="head">Hafen<span>: </span></span>Der Damm hält</h1><div class="article-author">Von <b>Miriam Kestler</b></div>
{paragraphs}</article></body></html>"""
PARAGRAPHS = "".join(
    f"<p>Der Damm am {side} des Hafens hat die {n}. Flut überstanden, wie die Stadt am Abend mitteilte.</p>"
    for n, side in enumerate(["Westufer", "Ostufer", "Nordufer", "Südufer"], start=3)
)


@pytest.mark.parametrize(
    ("kicker", "expected"),
    [
        ("Sturm an der Küste", "Sturm an der Küste"),
        ("YouTube-Verbot", "YouTube-Verbot"),
        ("Politik / Inland", None),
        ("<a>Politik</a><a>Inland</a>", None),
    ],
)
def test_byline_kicker_and_publisher_of_a_page(kicker, expected):
    article = read_article(BYLINED.format(kicker=kicker, paragraphs=PARAGRAPHS))
    assert article.authors == ("Miriam Kestler",)
    assert article.publisher == "Küstenbote"
    assert article.published is not None
    assert article.published.year == 2025
    assert article.title == "Hafen: Der Damm hält"
    assert article.kicker == expected


def test_refuses_pages_with_more_elements_than_any_article():
    with pytest.raises(NoArticleError, match="elements"):
        read_article("<html><body><p>" + "<i>Wort</i>" * 50_000)


def test_a_teaser_is_known_by_its_paywall_box_alone():
    page = """<html lang="de"><body><article><h1>Die Stadt baut um</h1>
    <p>Die Stadt hat am Montag beschlossen, den Marktplatz umzubauen. Die Arbeiten beginnen im Herbst.</p>
    <div class="paywall">Jetzt weiterlesen mit Z+ Abo. Sie haben bereits ein Abo? Hier anmelden.</div>
    </article></body></html>"""
    with pytest.raises(PaywallError, match="teaser"):
        read_article(page)
