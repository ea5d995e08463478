"""Pages that hold no article that we may read."""

import pytest
from pages import SENTENCES, linked_data, page, paragraphs

from podcaster.article import read_article
from podcaster.article.language import is_german
from podcaster.errors import LanguageError, NoArticleError, PaywallError

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


def test_a_teaser_is_known_by_its_paywall_box_alone():
    page = """<html lang="de"><body><article><h1>Die Stadt baut um</h1>
    <p>Die Stadt hat am Montag beschlossen, den Marktplatz umzubauen. Die Arbeiten beginnen im Herbst.</p>
    <div class="paywall">Jetzt weiterlesen mit Z+ Abo. Sie haben bereits ein Abo? Hier anmelden.</div>
    </article></body></html>"""
    with pytest.raises(PaywallError, match="teaser"):
        read_article(page)
