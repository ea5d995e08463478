import json
import re
import unicodedata
from datetime import datetime, timedelta, timezone
from html import escape
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml.html import document_fromstring
from pages import SENTENCES, article_page, linked_data, page, paragraphs

from podcaster.article import read_article
from podcaster.article.text import key, one_line, words
from podcaster.article.walk import find_spots
from podcaster.errors import ArticleError, NoArticleError
from podcaster.model import Block

ROOT = Path(__file__).parent.parent
PAGES = Path(__file__).parent / "data" / "pages"
LAYOUTS = Path(__file__).parent / "data" / "layouts"
ACCEPTANCE = ROOT.parent / "shared" / "acceptance"
needs_acceptance = pytest.mark.skipif(not ACCEPTANCE.is_dir(), reason="the acceptance article is not here")


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


@pytest.mark.parametrize("layout", sorted(LAYOUTS.glob("*.html")), ids=lambda path: path.stem)
def test_every_line_below_the_headline_is_read_or_told(layout):
    """Of the element that holds all paragraphs; what stands in it and is not read is listed as left out."""
    html, (_, title, _), blocks = filled(layout, NUMBERED)
    article = read_article(html)
    told = [article.title, article.kicker or "", article.lead or ""]
    told += [piece.text for piece in (*article.blocks, *article.left_out)]
    known = {word.casefold() for text in told for word in words(text)}
    texts = {key(block.text) for block in blocks if block.kind == "paragraph"}
    spots = find_spots(document_fromstring(html).find("body"))
    held = [spot for spot in spots if spot.key in texts]
    box = [element for element in held[0].path if all(element in spot.path for spot in held)][-1]
    start = max(spot.number for spot in spots[: held[0].number] if spot.key.endswith(key(title)))
    below = [spot.text for spot in spots if box in spot.path and spot.number > start]
    assert below
    assert not [text for text in below if not {word.casefold() for word in words(text)} <= known]


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


def test_umlauts_are_composed():
    article = read_article(unicodedata.normalize("NFD", article_page(*(f"<p>{s}</p>" for s in SENTENCES))))
    assert paragraphs(article) == SENTENCES
    assert article.title == "Der alte Hafen bekommt eine neue Brücke"


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


def test_refuses_pages_with_more_elements_than_any_article():
    with pytest.raises(NoArticleError, match="elements"):
        read_article("<html><body><p>" + "<i>Wort</i>" * 50_000)


def test_a_bold_question_and_its_answer_in_one_paragraph_are_two():
    exchange = "".join(
        f"<p><b>Was sagt die Akte Nummer {i} dazu?</b><br>{SENTENCES[i]} {SENTENCES[i + 1]}</p>"
        for i in range(4)
    )
    assert paragraphs(read_article(article_page(exchange)))[:2] == [
        "Was sagt die Akte Nummer 0 dazu?",
        f"{SENTENCES[0]} {SENTENCES[1]}",
    ]


@pytest.mark.parametrize(("names", "is_read"), [("text__box text__box--ads", True), ("box box-ads", False)])
def test_a_modifier_of_a_class_is_weak_evidence_against_sentences(names, is_read):
    first, second, *rest = (f"<p>{sentence} {sentence[::-1]}.</p>" for sentence in SENTENCES)
    article = read_article(article_page(first, *rest, f'<section class="{names}">{second}</section>', first))
    assert any(SENTENCES[1] in text for text in paragraphs(article)) == is_read


def test_lines_between_headline_and_text_are_told():
    body = "".join(f"<p>{sentence}</p>" for sentence in SENTENCES)
    head = '<h1>Der alte Hafen bekommt eine neue Brücke</h1><div class="fig"><img><p>Blick vom Turm</p></div>'
    article = read_article(page(f"<main>{head}<div>{body}</div></main>"))
    assert [left.text for left in article.left_out] == ["Blick vom Turm"]


def test_a_hidden_link_leaves_the_links_behind_it_links():
    hidden = '<h2>Am Markt<a href="#markt" aria-hidden="true">#</a><b hidden>!</b></h2>'
    link = f'<p><a href="/anders">{SENTENCES[0]}</a></p><p><b>{SENTENCES[1]}</b></p>'
    heading, linked, strong = find_spots(document_fromstring(article_page(hidden, link)).find("body"))[1:]
    assert heading.text == "Am Markt"
    assert linked.link_share == 1
    assert strong.strong
