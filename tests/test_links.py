"""Pages of links: which of them lead to articles, in the layouts of many content systems."""

from datetime import datetime, timezone

import pytest

from podcaster.errors import SourceError
from podcaster.sources import read_listing
from podcaster.sources.paths import departments, names_article, other_page

URL = "https://www.bote.example/ort/"
BRIDGE = "Die Brücke am Markt steht wieder"
BATH = "Der Rat baut nun doch ein neues Bad"
FOREST = "Im Wald wachsen wieder mehr Buchen"


def links(body, url=URL, head=""):
    page = f"<!doctype html><html><head><title>Ort | Bote</title>{head}</head><body>{body}</body></html>"
    return read_listing(page.encode(), url, "text/html").items


def titles(body, **options):
    return [item.title for item in links(body, **options)]


def paths(body, **options):
    return [item.url.removeprefix("https://www.bote.example") for item in links(body, **options)]


# One teaser each, as content systems write them; all lead to /ort/die-bruecke-steht-wieder-12345.
A = "/ort/die-bruecke-steht-wieder-12345"
LAYOUTS = {
    "headline around the link": f'<article><h2><a href="{A}">{BRIDGE}</a></h2><p>Mehr dazu.</p></article>',
    "link around the headline": f'<div class="c"><a href="{A}"><h3>{BRIDGE}</h3><p>Der Lead, der länger ist.</p></a></div>',
    "kicker and headline in spans": (
        f'<article><a href="{A}"><span class="teaser__kicker">Stadtbau:</span>'
        f'<span class="teaser__headline">{BRIDGE}</span><span class="teaser__text">Nach langem Streit.</span></a></article>'
    ),
    "kicker in the headline": (
        f'<article><h2><a href="{A}"><span class="overline">Stadtbau</span> <span>{BRIDGE}</span></a></h2></article>'
    ),
    "kicker as a headline of its own": (
        f'<article><a href="{A}"><h4 class="item__catchline">Bau</h4><h3>{BRIDGE}</h3></a></article>'
    ),
    "picture, headline and more, each a link": (
        f'<div class="teaser"><a href="{A}"><img src="x.jpg" alt="Ein Bild"></a><h3><a href="{A}">{BRIDGE}</a></h3>'
        f'<a href="{A}">mehr</a><a href="{A}#kommentare">12 Kommentare lesen</a></div>'
    ),
    "badge, time and byline in the link": (
        f'<article><a href="{A}"><h2><span class="badge">Exklusiv</span>{BRIDGE}<span class="byline">Von M. K.</span>'
        '<time datetime="2024-06-24T10:15:00+02:00">10:15</time></h2></a></article>'
    ),
    "an empty link over the card": (
        f'<article><h2>Etwas</h2><a href="{A}" class="overlay" title="{BRIDGE}"></a></article>'
    ),
    "an empty link with a label": f'<article><a href="{A}" aria-label="{BRIDGE}"></a></article>',
    "style within the link": (
        f'<article><a href="{A}"><style>.x{{color:red;margin:0 0 0 0}}</style><div class="title">{BRIDGE}</div></a></article>'
    ),
    "headline and lead without classes": (
        f'<article><a href="{A}"><div><img alt="x"></div><p>Bau</p><p>{BRIDGE}</p><p>Nach langem Streit ist sie nun doch'
        " fertig geworden, und am Wochenende wird gefeiert, sagt der Rat der Stadt.</p></a></article>"
    ),
    "a permanent link": f'<div class="post"><a href="{A}" title="Permalink zu {BRIDGE}"></a></div>',
    "an arrow": f'<div class="post"><a href="{A}">← {BRIDGE}</a></div>',
    "a plain list": f'<ul><li>10:15 <a href="{A}">{BRIDGE}</a></li></ul>',
    "a table": f'<table><tr><td><a href="{A}">{BRIDGE}</a></td></tr></table>',
    "a line of its own": f'<p><a href="{A}">{BRIDGE}</a> (24. Juni 2024)</p>',
    "more behind a stroke": f'<div class="teaser"><a href="{A}">{BRIDGE} | mehr</a></div>',
    "a headline in a header of the card": f'<article><header><h2><a href="{A}">{BRIDGE}</a></h2></header></article>',
    "the page's main part": f'<main><header><h2><a href="{A}">{BRIDGE}</a></h2></header></main>',
    "a relative address": f'<article><h2><a href="../{A[1:]}">{BRIDGE}</a></h2></article>',
    "another host of the site": f'<h2><a href="https://ort.bote.example{A}">{BRIDGE}</a></h2>',
    "markup that never closes": f'<article><h2><a href="{A}">{BRIDGE}<p><div>',
}


@pytest.mark.parametrize("body", LAYOUTS.values(), ids=LAYOUTS)
def test_teasers_of_all_layouts_are_found(body):
    (item,) = links(body)
    assert item.url.endswith(f".bote.example{A}")
    assert item.title == BRIDGE


ADDRESSES = [
    "/ort/2024/06/24/bruecke.html",
    "/2024/bruecke-am-markt-steht-wieder/",
    "/ort/bruecke-a-f3b0c7d2-1a2b-4c3d-8e9f-0a1b2c3d4e5f",
    "/ort/bruecke-1.6789012",
    "/ort/article242242744/Bruecke.html",
    "/ort/id_101072480/bruecke.html",
    "/ort/Bruecke-steht,bruecke146.html",
    "/story/3000000218734/bruecke",
    "/artikel/474126.stadtbau-brücke-steht.html",
    "/news,142489.html",
    "/?p=1234",
    "/index.php?id=22&artikel=815",
    "/service/bruecke-am-markt-steht-wieder-w876709/",
    "/wirtschaft/boerse/dax-faellt-weit-unter-seinen-stand-1234567.html",
    "/karriere/warum-viele-jetzt-kuendigen-wollen-99887766.html",
]


@pytest.mark.parametrize("path", ADDRESSES)
def test_addresses_of_articles_are_known(path):
    url = f"https://www.bote.example{path}"
    assert names_article(url)
    assert not other_page(url)
    assert titles(f'<article><a href="{path}">{BRIDGE}</a></article>') == [BRIDGE]


OTHERS = [
    *(
        "/",
        "/impressum",
        "/datenschutz.html",
        "/agb/",
        "/abo/probeabo-fuer-vier-wochen-12345",
        "/newsletter/der-morgen-um-sechs-12345",
    ),
    *(
        "/thema/die-bruecke-am-alten-markt",
        "/themen/bruecke-12345",
        "/tag/bruecke-am-markt-12345",
        "/autor/ada-brandt-und-andere-12345",
    ),
    *(
        "/video/die-bruecke-am-markt-12345",
        "/mediathek/videos/bruecke-steht-wieder-12345.html",
        "/podcast/folge-12-die-bruecke-12345",
    ),
    *(
        "/ort/liveticker-zur-bruecke-am-markt-12345",
        "/ort/live-blog-zur-bruecke-12345",
        "/ticker/bruecke-12345",
    ),
    *(
        "/fotostrecke/bruecke-am-markt-12345",
        "/shop/tasse-mit-der-bruecke-12345",
        "/spiele/sudoku-vom-montag-12345",
        "/rss/ort-und-mehr-12345",
    ),
    *(
        "/bilder/bruecke-am-markt-12345.jpg",
        "/ort/plan-der-neuen-bruecke.pdf",
        "/service",
        "/wetter/",
        "/kontakt",
        "/archiv",
        "/search?q=12345",
    ),
    *(
        "/horoskop/stier-am-montag-dem-12345",
        "/suche/?p=12345",
        "/anmelden/bruecke-12345",
        "/ort/",
        "/ort",
        "/politik/inland/",
    ),
]


@pytest.mark.parametrize("path", OTHERS)
def test_pages_of_other_kinds_are_left_out(path):
    body = (
        f'<article><a href="{path}">Alles zur neuen Brücke am Markt</a><a href="{A}">{BRIDGE}</a></article>'
    )
    assert titles(body) == [BRIDGE]


AROUND = {
    "navigation": "<nav><ul><li>{}</li></ul></nav>",
    "footer": "<footer>{}</footer>",
    "the page's header": "<header><h3>{}</h3></header>",
    "aside": "<aside>{}</aside>",
    "form": "<form>{}</form>",
    "a role": '<div role="navigation">{}</div>',
    "a class": '<div class="site-footer__links">{}</div>',
    "a menu": '<ul class="main-menu"><li>{}</li></ul>',
    "an identifier": '<div id="breadcrumb">{}</div>',
    "most read": '<div class="box most-read">{}</div>',
    "advertisements": '<div class="ad ad--wide">{}</div>',
    "partners": '<section class="partnerangebote">{}</section>',
    "a ticker": '<div class="newsticker">{}</div>',
    "a template": "<template>{}</template>",
    "running text": "<p>Wie wir schon gestern berichtet haben, sagt der Rat: {}, und zwar für lange Zeit.</p>",
}


@pytest.mark.parametrize("around", AROUND.values(), ids=AROUND)
def test_links_beside_the_content_are_left_out(around):
    other = '<a href="/ort/ganz-etwas-anderes-als-das-99999">Ganz etwas anderes als das da</a>'
    assert titles(around.format(other) + LAYOUTS["headline around the link"]) == [BRIDGE]


TEXTS = [
    "mehr",
    "Mehr zum Thema Brücke",
    "Politik",
    "Jetzt abonnieren und sparen",
    "Alle Artikel aus dem Ort anzeigen",
]
TEXTS += [
    "Zum Artikel über die Brücke",
    "Profil von Ada Brandt ansehen",
    "Foto: Ada Brandt / Bote",
    "Von Ada",
    "12 30 45",
]


@pytest.mark.parametrize("text", TEXTS)
def test_what_is_no_headline_is_left_out(text):
    body = f'<article><a href="/ort/ganz-etwas-anderes-als-das-99999">{text}</a></article>'
    assert titles(body + LAYOUTS["a plain list"]) == [BRIDGE]


@pytest.mark.parametrize(
    "address",
    [
        "https://anderes.example/ort/bruecke-12345",
        "//anderes.example/ort/bruecke-12345",
        "mailto:x@bote.example",
        "javascript:void(0)",
        "#bruecke-12345",
        "/ort/#bruecke-12345",
        "https://bote.example.anderes.example/12345",
    ],
)
def test_links_that_leave_the_site_are_left_out(address):
    body = f'<h2><a href="{address}">{BATH}</a></h2>'
    assert titles(body + LAYOUTS["a plain list"]) == [BRIDGE]


def test_the_page_keeps_its_order_and_names_each_article_once():
    teasers = "".join(
        f'<article><a href="/ort/{name}-{number}">{title}</a></article>'
        for name, number, title in (
            ("bad", 33333, BATH),
            ("bruecke", 22222, BRIDGE),
            ("bad", 33333, "Ein Bild vom Bad am See"),
            ("wald", 11111, FOREST),
        )
    )
    assert titles(teasers) == [BATH, BRIDGE, FOREST]
    assert paths(teasers) == ["/ort/bad-33333", "/ort/bruecke-22222", "/ort/wald-11111"]


HEADLINES = [
    *(
        "Mehr Geld für Pflegekräfte",
        "Alle Züge fallen am Montag aus",
        "Hier sinken die Mieten am stärksten",
        "Zum Tod von Hans Meier",
    ),
    *(
        "Jetzt droht ein langer Streik",
        "Weiter Streit um das neue Bad",
        "Zur Wahl treten zwölf Listen an",
        "Warum Kinder heute weniger lesen",
    ),
    *(
        "Wann die Läden am Sonntag öffnen",
        "Video zeigt Unfall auf der A8",
        "Abo-Falle im Netz: Zwei Jahre Haft",
        "Bilder aus dem Weltall verblüffen",
    ),
    *(
        "Artikel 5 des Grundgesetzes wird 75",
        "App soll Eltern beim Sparen helfen",
        "3. Liga: Der Bote steigt auf",
        "Heute wird es wieder wärmer",
    ),
]


@pytest.mark.parametrize("title", HEADLINES)
def test_headlines_may_begin_as_other_links_do(title):
    assert titles(f'<article><a href="{A}">{title}</a></article>') == [title]


@pytest.mark.parametrize(
    "around",
    [
        '<div class="page has-sidebar">{}</div>',
        '<div class="no-sidebar with-navigation">{}</div>',
        '<div class="comments">{}</div>',
        '<form id="aspnetForm">{}</form>',
    ],
)
def test_a_page_that_is_called_as_its_margin_is_read_all_the_same(around):
    teasers = "".join(
        f'<div><h2><a href="/ort/artikel-{number}0000">{title}</a></h2></div>'
        for number, title in enumerate((BRIDGE, BATH, FOREST, *HEADLINES[:4]))
    )
    assert len(titles(around.format(teasers))) == 7


@pytest.mark.parametrize(
    "title",
    ["»Wir bauen das Bad«, sagt der Rat", "Der Rat ‹baut› nun ein ‹Bad›", "Der Rat will ein Bad, und mehr"],
)
def test_quotation_marks_stay(title):
    assert titles(f'<article><h2><a href="{A}">{title}</a></h2></article>') == [title]


def test_a_headline_is_rather_the_title_than_other_text():
    body = f'<article><a href="{A}">Ein Bild von der Brücke</a><h2><a href="{A}">{BRIDGE}</a></h2></article>'
    assert titles(body) == [BRIDGE]


def test_a_teasers_time_is_the_articles():
    first = f'<article><h2><a href="{A}">{BRIDGE}</a></h2><time datetime="2024-06-24T10:15:00+02:00">heute</time></article>'
    other = f'<article><h2><a href="/ort/bad-33333">{BATH}</a></h2></article>'
    assert [item.published for item in links(first + other)] == [
        datetime(2024, 6, 24, 8, 15, tzinfo=timezone.utc),
        None,
    ]


def test_times_of_several_articles_are_nobodys():
    body = "".join(
        f'<div><h2><a href="/ort/artikel-{number}0000">{title}</a></h2><time datetime="2024-06-2{number}">x</time></div>'
        for number, title in enumerate((BRIDGE, BATH))
    )
    assert [item.published for item in links(body)] == [None, None]


def test_addresses_are_relative_to_the_pages_base():
    body = f'<h2><a href="bruecke-12345">{BRIDGE}</a></h2>'
    assert paths(body, head='<base href="/stadt/">') == ["/stadt/bruecke-12345"]


@pytest.mark.parametrize(
    "body",
    ["", "<p>Nichts</p>", f'<nav><a href="{A}">{BRIDGE}</a></nav>', "<h2><a>Ohne Adresse und Ziel</a></h2>"],
)
def test_a_page_without_articles_is_refused(body):
    with pytest.raises(SourceError, match="no links to articles"):
        links(body)


@pytest.mark.parametrize(
    ("url", "expected"),
    [
        ("https://www.bote.example/politik/inland/rat-stimmt-ab-12345.html", ("politik", "inland")),
        ("https://www.bote.example/politik/2024/06/rat-stimmt-ab/", ("politik", "rat-stimmt-ab")),
        ("https://sport.bote.example/rat-12345", ("sport",)),
        ("https://m.bote.example/rat-12345", ()),
        ("https://bote.example/", ()),
    ],
)
def test_departments_are_folders(url, expected):
    assert departments(url) == expected
