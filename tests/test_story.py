"""Stories over several pages, and pages that hold less than another version of them."""

import json
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread

import pytest

from podcaster.article import further_pages, other_versions, same_site
from podcaster.errors import ArticleError, FetchError, NoArticleError, PaywallError
from podcaster.fetch import fetch
from podcaster.pipeline.story import read_story

SUBJECTS = ["Der Rat", "Die Feuerwehr", "Ein Verein", "Die Schule", "Der Bäcker", "Die Wirtin", "Das Amt"]


def paragraph(page, number):
    return (
        f"{SUBJECTS[number % 7]} hat am Abend auf Blatt {page} zum Punkt {number} erklärt, dass die alte Brücke "
        "über den Fluss bleibt, und die Nachbarn haben dazu lange geklatscht."
    )


def texts(page, count=4):
    return [paragraph(page, number) for number in range(count)]


def story_page(paragraphs, *, title="Die Brücke bleibt", head="", after="", lead=""):
    body = "".join(f"<p>{text}</p>" for text in paragraphs)
    return (
        f'<!doctype html><html lang="de"><head><meta charset="utf-8"><title>{title}</title>{head}</head><body>'
        f"<nav><a href='/'>Startseite</a> <a href='/sport'>Sport</a></nav><main><article><h1>{title}</h1>{lead}"
        f"<div class='text'>{body}</div>{after}</article></main><footer>Impressum</footer></body></html>"
    )


def pager(addresses, current, *, style="numbers"):
    if style == "numbers":
        links = [
            f"<b>{number}</b>" if number == current else f'<a href="{address}">{number}</a>'
            for number, address in addresses.items()
        ]
        return f'<nav class="pagination">{" ".join(links)}</nav>'
    if style == "next":
        following = addresses.get(current + 1)
        return (
            f'<div class="article-pager"><span>Seite {current} von {len(addresses)}</span>'
            + (f'<a href="{following}">Nächste Seite</a>' if following else "")
            + "</div>"
        )
    options = "".join(
        f'<option value="{address}">Teil {number}</option>' for number, address in addresses.items()
    )
    return f'<form><select name="inhalt">{options}</select></form>'


SCHEMES = {
    "heise": ["/bruecke-4711.html", "/bruecke-4711.html?seite=2", "/bruecke-4711.html?seite=3"],
    "zeit": ["/2024/bruecke", "/2024/bruecke/seite-2", "/2024/bruecke/seite-3"],
    "golem": [
        "/news/bruecke-2404-184.html",
        "/news/bruecke-2404-184-2.html",
        "/news/bruecke-2404-184-3.html",
    ],
    "wordpress": ["/bruecke/", "/bruecke/2/", "/bruecke/3/"],
    "page": ["/bruecke", "/bruecke?page=2", "/bruecke?page=3"],
    "from zero": ["/bruecke", "/bruecke?page=1", "/bruecke?page=2"],
    "p2": ["/bruecke.html", "/bruecke-p2.html", "/bruecke-p3.html"],
    "comma": ["/bruecke.html", "/bruecke,seite2.html", "/bruecke,seite3.html"],
}


@contextmanager
def site(pages):
    """A server on loopback that answers with ``pages`` by address, and notes what was asked for."""
    asked = []

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self):
            asked.append(self.path)
            answer = pages.get(self.path)
            if isinstance(answer, tuple):
                self.send_response(302)
                self.send_header("Location", answer[0])
                self.end_headers()
                return
            body = (answer or "").encode()
            self.send_response(200 if answer else 404)
            self.send_header("Content-Type", "text/html; charset=utf-8")
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_args):
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    Thread(target=server.serve_forever, args=(0.01,), daemon=True).start()
    try:
        yield f"http://127.0.0.1:{server.server_port}", asked
    finally:
        server.shutdown()
        server.server_close()


def told(article):
    return [text for text in (article.lead, *(block.text for block in article.blocks)) if text]


def story(scheme, style="numbers", **kinds):
    addresses = dict(enumerate(SCHEMES[scheme], start=1))
    return {
        address: story_page(texts(number), after=pager(addresses, number, style=style), **kinds)
        for number, address in addresses.items()
    }


@pytest.mark.parametrize("style", ["numbers", "next", "options"])
@pytest.mark.parametrize("scheme", SCHEMES)
def test_all_pages_of_a_story_are_read_in_order(scheme, style):
    with site(story(scheme, style)) as (root, asked):
        article = read_story(fetch(root + SCHEMES[scheme][0]))
    assert told(article) == [*texts(1), *texts(2), *texts(3)]
    assert article.title == "Die Brücke bleibt"
    assert asked == SCHEMES[scheme]


@pytest.mark.parametrize("scheme", ["heise", "zeit", "golem", "wordpress", "page", "p2"])
def test_a_story_is_read_from_its_first_page_whichever_is_named(scheme):
    with site(story(scheme)) as (root, _):
        article = read_story(fetch(root + SCHEMES[scheme][1]))
    assert told(article) == [*texts(1), *texts(2), *texts(3)]


def test_pages_that_name_the_next_one_in_their_head_alone():
    pages = {
        "/a": story_page(texts(1), head='<link rel="next" href="/a?page=2">'),
        "/a?page=2": story_page(
            texts(2), head='<link rel="prev" href="/a"><link rel="next" href="/a?page=3">'
        ),
        "/a?page=3": story_page(texts(3), head='<link rel="prev" href="/a?page=2">'),
    }
    with site(pages) as (root, _):
        assert told(read_story(fetch(f"{root}/a"))) == [*texts(1), *texts(2), *texts(3)]


def test_headline_lead_and_boxes_are_not_read_again_and_new_headlines_are_headings():
    lead = '<p class="lead">Nach zwei Jahren Streit steht fest, was aus der alten Brücke wird.</p>'
    box = "Ida Blum schreibt seit dem Jahr 2010 über alles, was am Fluss gebaut und wieder abgerissen wird."
    addresses = {1: "/b", 2: "/b/seite-2"}
    pages = {
        "/b": story_page([*texts(1), box], lead=lead, after=pager(addresses, 1)),
        "/b/seite-2": story_page(
            [*texts(2), box], lead=lead, title="Die Brücke bleibt - Seite 2", after=pager(addresses, 2)
        ),
    }
    with site(pages) as (root, _):
        article = read_story(fetch(f"{root}/b"))
    assert article.lead == "Nach zwei Jahren Streit steht fest, was aus der alten Brücke wird."
    assert [block.text for block in article.blocks] == [*texts(1), box, *texts(2)]
    assert (box, "stands on an earlier page") in {(left.text, left.why) for left in article.left_out}
    pages["/b/seite-2"] = story_page(texts(2), title="Was jetzt gebaut wird", after=pager(addresses, 2))
    with site(pages) as (root, _):
        article = read_story(fetch(f"{root}/b"))
    assert [block.text for block in article.blocks if block.kind == "heading"] == ["Was jetzt gebaut wird"]


def test_a_sentence_that_a_page_break_cuts_is_made_whole():
    addresses = {1: "/c", 2: "/c/seite-2"}
    pages = {
        "/c": story_page(
            [*texts(1), "Am Ende der langen Sitzung sagte der Rat noch einmal, dass"],
            after=pager(addresses, 1),
        ),
        "/c/seite-2": story_page(
            ["niemand etwas gewusst hat, und ging nach Hause.", *texts(2)], after=pager(addresses, 2)
        ),
    }
    with site(pages) as (root, _):
        blocks = [block.text for block in read_story(fetch(f"{root}/c")).blocks]
    assert (
        "Am Ende der langen Sitzung sagte der Rat noch einmal, dass niemand etwas gewusst hat, und ging nach Hause."
        in blocks
    )


def test_a_short_last_page_is_read():
    addresses = {1: "/d", 2: "/d/seite-2"}
    pages = {
        "/d": story_page(texts(1), after=pager(addresses, 1)),
        "/d/seite-2": story_page(
            ["Damit ist der Streit um die alte Brücke zu Ende."], after=pager(addresses, 2)
        ),
    }
    with site(pages) as (root, _):
        assert told(read_story(fetch(f"{root}/d")))[-1] == "Damit ist der Streit um die alte Brücke zu Ende."


@pytest.mark.parametrize(
    ("label", "address"),
    [
        ("Auf einer Seite lesen", "/e/komplett"),
        ("Artikel auf einer Seite", "/e?view=full"),
        ("Komplettansicht", "/e/komplettansicht"),
        ("Alle Seiten", "/e?seite=all"),
        ("Drucken", "/e?print=true"),
    ],
)
def test_the_version_on_one_page_is_taken_where_it_holds_all(label, address):
    addresses = {1: "/e", 2: "/e/seite-2"}
    after = pager(addresses, 1) + f'<p><a href="{address}">{label}</a></p>'
    pages = {
        "/e": story_page(texts(1), after=after),
        "/e/seite-2": story_page(texts(2), after=pager(addresses, 2)),
        address: story_page([*texts(1), *texts(2)]),
    }
    with site(pages) as (root, asked):
        assert told(read_story(fetch(f"{root}/e"))) == [*texts(1), *texts(2)]
    assert asked == ["/e", address]
    pages[address] = story_page(texts(1))  # it prints this page alone
    with site(pages) as (root, asked):
        assert told(read_story(fetch(f"{root}/e"))) == [*texts(1), *texts(2)]


def missing(pages):
    del pages["/2024/bruecke/seite-3"]


def first_again(pages):
    pages["/2024/bruecke/seite-3"] = ("/2024/bruecke",)


def elsewhere(pages):
    pages["/2024/bruecke/seite-3"] = ("http://localhost:9/",)


def empty(pages):
    pages["/2024/bruecke/seite-3"] = story_page([])


def closed(pages):
    prompt = '<div class="paywall"><h3>Jetzt weiterlesen mit KB+</h3><p>Sie sind bereits Abonnent? Hier anmelden.</p></div>'
    pages["/2024/bruecke/seite-3"] = story_page(["Am Ende sagte der Rat …"], after=prompt)


@pytest.mark.parametrize(
    ("change", "words"),
    [
        (missing, "page 3 of 3 of this story cannot be had"),
        (first_again, "another page again"),
        (elsewhere, "page 3 of 3"),
        (empty, "page 3 of 3 of this story holds no text"),
        (closed, "page 3 of 3 of this story shows only a teaser"),
    ],
    ids=lambda value: getattr(value, "__name__", ""),
)
def test_a_story_with_a_page_missing_is_not_read(change, words):
    pages = story("zeit")
    change(pages)
    with site(pages) as (root, _), pytest.raises((FetchError, ArticleError), match=words):
        read_story(fetch(f"{root}/2024/bruecke"))


def test_a_page_that_no_link_leads_to_is_told():
    pages = {
        "/f": story_page(
            texts(1), after='<div class="pager">Seite 1 von 3 <a href="/f/seite-2">weiter</a></div>'
        ),
        "/f/seite-2": story_page(texts(2), after='<div class="pager">Seite 2 von 3</div>'),
    }
    with (
        site(pages) as (root, _),
        pytest.raises(FetchError, match="page 3 of 3 of this story is linked nowhere"),
    ):
        read_story(fetch(f"{root}/f"))


def test_a_story_without_end_is_refused():
    class Pages(dict):
        def get(self, address):
            number = int(address.rpartition("=")[2] or 1) if "=" in address else 1
            return story_page(texts(number), head=f'<link rel="next" href="/g?page={number + 1}">')

    with site(Pages()) as (root, asked), pytest.raises(ArticleError, match="more than 20 pages"):
        read_story(fetch(f"{root}/g"))
    assert len(asked) == 20


@pytest.mark.parametrize(
    "after",
    [
        '<a rel="next" href="/naechster-artikel">Weiter</a>',
        '<section class="comments"><nav class="pagination"><a href="/h?page=2">2</a></nav></section>',
        '<div class="related-slider"><a href="/h?page=2">Weiter</a></div>',
        '<nav class="pagination"><a href="/index">Startseite</a></nav>',
        '<nav class="pagination"><a href="https://anderswo.example/h?page=2">2</a></nav>',
        '<div class="slider"><span>1 / 5</span></div>',
        "<p>Auf Seite 2 des Berichts steht mehr.</p>",
        '<p><a href="/h-2024">2</a> <a href="/h/2024">Archiv</a></p>',
        '<div class="teaser"><a href="/h-3">Die Brücke fällt</a></div>',
    ],
)
def test_what_is_no_further_page_of_the_story(after):
    assert further_pages(story_page(texts(1), after=after), "https://blatt.example/h") is None


def test_base_addresses_are_heeded_and_lead_to_no_other_site():
    after = '<nav class="pagination"><a href="bruecke?page=2">2</a></nav>'
    page = story_page(texts(1), head='<base href="/stadt/">', after=after)
    found = further_pages(page, "https://blatt.example/stadt/bruecke")
    assert dict(found.pages) == {2: "https://blatt.example/stadt/bruecke?page=2"}
    for base in ("https://boese.example/stadt/", "http://[::1", "javascript:alert(1)"):
        elsewhere = further_pages(page.replace('/stadt/"', base + '"'), "https://blatt.example/stadt/x")
        assert elsewhere is None


def test_a_saved_page_of_a_story_is_read_and_said_to_be_one_of_several(tmp_path, caplog):
    canonical = '<link rel="canonical" href="https://blatt.example/2024/bruecke">'
    file = tmp_path / "seite.html"
    file.write_text(story("zeit", head=canonical)["/2024/bruecke"], encoding="utf-8")
    article = read_story(fetch(str(file)))
    assert told(article) == texts(1)
    assert ["this is page 1 of 3" in record.getMessage() for record in caplog.records] == [True]
    assert "not in this file, which is page 1 of 3" in {left.why for left in article.left_out}


# ---------------------------------------------------------------- other versions

SHORT = ["Der Rat hat entschieden …"]


@pytest.mark.parametrize(
    "link",
    [
        '<link rel="amphtml" href="/amp/i">',
        '<a href="/amp/i?print=1">Artikel drucken</a>',
        '<link rel="alternate" media="print" href="/druck/i">',
    ],
)
def test_a_page_with_too_little_is_read_from_its_other_version(link):
    address = link.partition('href="')[2].partition('"')[0]
    pages = {"/i": story_page(SHORT, head=link, after=link), address: story_page(texts(1))}
    with site(pages) as (root, _):
        article = read_story(fetch(f"{root}/i"))
    assert told(article) == texts(1)
    assert article.url == f"{root}/i"


def linked_data(**facts):
    return f'<script type="application/ld+json">{json.dumps({"@type": "NewsArticle", **facts})}</script>'


PROMPT = '<div class="paywall">Jetzt weiterlesen mit Z+ Abo. Sie haben bereits ein Abo? Hier anmelden.</div>'


@pytest.mark.parametrize(
    ("closed", "error"),
    [
        (
            {"head": linked_data(headline="Die Brücke bleibt", isAccessibleForFree=False)},
            (PaywallError, NoArticleError),
        ),
        (
            {"head": linked_data(hasPart={"@type": "WebPageElement", "isAccessibleForFree": "False"})},
            ArticleError,
        ),
        ({"head": '<meta property="article:content_tier" content="locked">'}, ArticleError),
        ({"after": PROMPT}, (PaywallError, NoArticleError)),
    ],
)
def test_what_is_closed_to_the_public_is_not_read_from_another_version(closed, error):
    amp = '<link rel="amphtml" href="/amp/k">'
    page = story_page(SHORT, head=amp + closed.get("head", ""), after=closed.get("after", ""))
    assert other_versions(page, "https://blatt.example/k") == ()
    with site({"/k": page, "/amp/k": story_page(texts(1))}) as (root, asked), pytest.raises(error):
        read_story(fetch(f"{root}/k"))
    assert asked == ["/k"]


def test_an_amp_page_that_hides_its_text_from_the_public_is_not_read():
    page = story_page(SHORT, head='<link rel="amphtml" href="/amp/l">')
    amp = story_page(texts(1)).replace(
        "<div class='text'>", "<div class='text' subscriptions-section='content'>"
    )
    with site({"/l": page, "/amp/l": amp}) as (root, _), pytest.raises(ArticleError):
        read_story(fetch(f"{root}/l"))


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("https://www.blatt.example/a", "https://amp.blatt.example/b", True),
        ("https://blatt.example/a", "http://m.blatt.example/b", True),
        ("https://blatt.example/a", "https://blatt.example:8443/a", False),
        ("https://blatt.example/a", "https://anderes-blatt.example/a", False),
        ("https://blatt.example/a", "https://blatt.example.boese.example/a", False),
    ],
)
def test_which_hosts_are_one_site(one, other, same):
    assert same_site(one, other) is same
