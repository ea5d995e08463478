"""What a page tells of its article: when, by whom, under which headline."""

from datetime import datetime, timezone

import pytest
from pages import SENTENCES, linked_data, page

from podcaster.article import read_article
from podcaster.article.dates import parse_date
from podcaster.article.people import people


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


BODY = "".join(f"<p>{sentence}</p>" for sentence in SENTENCES)


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


def test_a_heading_that_the_metadata_names_goes_before_an_h1_that_names_the_site():
    head = "<title>Küstenblog » Nebel über dem alten Hafen</title>"
    body = (
        f'<h1><a href="/">Küstenblog</a></h1><div><h3>Nebel über dem alten Hafen</h3><div>{BODY}</div></div>'
    )
    assert read_article(page(body, head=head)).title == "Nebel über dem alten Hafen"


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
