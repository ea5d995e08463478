"""Live tickers and picture galleries."""

import json

import pytest
from pages import WHO

from podcaster import read_article
from podcaster.errors import NoArticleError

SENTENCES = [
    f"{who} meldet am Abend, dass der Fluss weiter steigt und die Brücke gesperrt bleibt." for who in WHO
]


def page(body, *, title="Hochwasser am Fluss", head=""):
    return f'<html lang="de"><head>{head}</head><body><nav><a href="/lt">Live-Ticker</a></nav><main><article><h1>{title}</h1>{body}</article></main></body></html>'


def data(**facts):
    return f'<script type="application/ld+json">{json.dumps(facts)}</script>'


UPDATES = [
    {
        "@type": "BlogPosting",
        "headline": f"Meldung {n}",
        "datePublished": f"2024-06-02T{20 - n:02}:05:00+02:00",
        "articleBody": f"<p>{sentence}</p>",
    }
    for n, sentence in enumerate(SENTENCES)
]
TICKERS = {
    "linked data": page(
        "<p>Das Wasser steigt.</p>",
        head=data(**{"@type": "LiveBlogPosting", "headline": "Hochwasser", "liveBlogUpdate": UPDATES}),
    ),
    "entries": page(
        "<div class='liveblog'>"
        + "".join(
            f"<div class='entry'><time datetime='2024-06-02T{20 - n:02}:05:00+02:00'>{20 - n}:05 Uhr</time>"
            f"<h3>Meldung {n}</h3><p>{sentence}</p></div>"
            for n, sentence in enumerate(SENTENCES)
        )
        + "</div>"
    ),
    "headings": page(
        "".join(
            f"<h2>{20 - n}.05 Uhr: Meldung {n}</h2><p>{sentence}</p>" for n, sentence in enumerate(SENTENCES)
        ),
        title="Hochwasser im Live-Ticker",
    ),
    "paragraphs": page(
        "".join(f"<p>+++ {20 - n}:05 Uhr +++ {sentence}</p>" for n, sentence in enumerate(SENTENCES)),
        title="Newsblog zum Hochwasser",
    ),
}


@pytest.mark.parametrize("content", TICKERS.values(), ids=TICKERS)
def test_a_live_ticker_is_refused_and_read_entry_by_entry_where_that_is_wanted(content):
    with pytest.raises(NoArticleError, match="live ticker of 8 entries"):
        read_article(content)
    article = read_article(content, any_form=True)
    assert [block.text for block in article.blocks if block.kind == "paragraph"] == SENTENCES
    headings = [block.text for block in article.blocks if block.kind == "heading"]
    assert [heading.partition(" Uhr")[0] for heading in headings] == [f"{20 - n}:05" for n in range(8)]


BODY = "".join(f"<p>{sentence}</p>" for sentence in SENTENCES)
LINKS = "".join(f"<li><time>{n + 10}:15</time> <a href='/{n}'>{text}</a></li>" for n, text in enumerate(WHO))


@pytest.mark.parametrize(
    "content",
    [
        page(BODY),
        page(f"{BODY}<aside class='newsticker'><ul>{LINKS}</ul></aside>"),
        page(BODY + "".join(f"<p>Um {n + 10}:15 Uhr beginnt der Film.</p>" for n in range(3))),
        page(BODY, title="Warum Live-Ticker müde machen"),
        page(
            "".join(f"<p>{n + 10}.15 Uhr: {text}</p>" for n, text in enumerate(SENTENCES)),
            title="Der Tag am Fluss",
        ),
        page(
            BODY
            + "<div class='comments'>"
            + "".join(f"<div><time>10:{n + 10}</time><p>{SENTENCES[0]}</p></div>" for n in range(9))
            + "</div>",
            title="Das war der Live-Ticker",
        ),
    ],
    ids=range(6),
)
def test_articles_with_times_are_no_live_tickers(content):
    assert read_article(content).title


CAPTIONS = [f"{who} zeigt im Bild {n}, wie hoch das Wasser im Keller stand" for n, who in enumerate(WHO)]


def figures(captions):
    return "".join(
        f"<figure><img src='{n}.jpg'><figcaption>{n + 1} / 8 {text}. Foto: Ida Blum/dpa</figcaption></figure>"
        for n, text in enumerate(captions)
    )


def test_a_gallery_is_read_as_the_list_of_its_captions():
    article = read_article(page(figures(CAPTIONS)), "https://blatt.example/bilderstrecke/hochwasser-17.html")
    assert [block.text.rstrip(".") for block in article.blocks if block.kind == "list item"] == CAPTIONS
    linked = page(figures(CAPTIONS), head=data(**{"@type": "ImageGallery", "name": "Hochwasser"}))
    assert [block.text for block in read_article(linked).blocks] == [block.text for block in article.blocks]


def test_a_gallery_without_text_is_refused():
    with pytest.raises(NoArticleError, match="picture gallery"):
        read_article(
            page(figures(["Das Wasser"] * 8)), "https://blatt.example/fotostrecke/hochwasser-17.html"
        )


def test_an_article_with_pictures_is_no_gallery():
    long = "".join(f"<p>{text} {text.replace('Abend', 'Morgen')}</p>" for text in SENTENCES)
    content = page(long + figures(CAPTIONS), head=data(**{"@type": "ImageGallery"}))
    texts = " ".join(block.text for block in read_article(content).blocks)
    assert CAPTIONS[0] not in texts
