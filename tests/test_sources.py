"""Feeds, sitemaps and lists of subscriptions, as they should be written and as they are."""

import gzip
import json
from contextlib import suppress
from datetime import datetime, timedelta, timezone

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from podcaster.errors import SourceError
from podcaster.sources import MOST_ITEMS, MOST_SITEMAPS, Candidate, discover, read_listing, read_opml
from podcaster.sources.dates import parse_date

FEED = "https://bote.example/feeds/alles.xml"
UTC = timezone.utc
DC = 'xmlns:dc="http://purl.org/dc/elements/1.1/"'
ATOM = 'xmlns="http://www.w3.org/2005/Atom"'


def rss(items, *, attributes="", head="", title="Bote"):
    return f"<rss version='2.0' {attributes}><channel><title>{title}</title>{head}{items}</channel></rss>"


def item(inner):
    return rss(f"<item>{inner}</item>")


def only(data, url=FEED, **options):
    (found,) = read_listing(data if isinstance(data, bytes) else data.encode(), url, **options).items
    return found


BRIDGE = "https://bote.example/bruecke"
LINK = f"<link>{BRIDGE}</link>"
ENTRY = f'<link href="{BRIDGE}"/>'

# What a feed's single item is written as → its address, title and date (None: not looked at).
ODD = {
    "rss 0.91 with its document type": (
        (
            '<?xml version="1.0"?><!DOCTYPE rss PUBLIC "-//Netscape Communications//DTD RSS 0.91//EN"'
            ' "http://my.netscape.com/publish/formats/rss-0.91.dtd"><rss version="0.91"><channel>'
            f"<title>Bote</title><item><title>Die Brücke</title>{LINK}</item></channel></rss>"
        ),
        (BRIDGE, "Die Brücke"),
    ),
    "rss 1.0, items beside the channel": (
        (
            '<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns="http://purl.org/rss/1.0/"'
            f' {DC}><channel rdf:about="x"><title>Bote</title><items><rdf:Seq><rdf:li resource="a"/></rdf:Seq>'
            f'</items></channel><item rdf:about="{BRIDGE}"><title>Die Brücke</title></item></rdf:RDF>'
        ),
        (BRIDGE, "Die Brücke"),
    ),
    "rss 0.90": (
        (
            '<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"'
            ' xmlns="http://my.netscape.com/rdf/simple/0.9/"><channel><title>Bote</title></channel>'
            f"<item><title>Die Brücke</title>{LINK}</item></rdf:RDF>"
        ),
        (BRIDGE, "Die Brücke"),
    ),
    "atom 0.3": (
        (
            '<feed version="0.3" xmlns="http://purl.org/atom/ns#"><title>Bote</title><entry><title>Die Brücke'
            f'</title><link rel="alternate" type="text/html" href="{BRIDGE}"/></entry></feed>'
        ),
        (BRIDGE, "Die Brücke"),
    ),
    "atom without its namespace": (
        f"<feed><title>Bote</title><entry><title>Die Brücke</title>{ENTRY}</entry></feed>",
        (BRIDGE, "Die Brücke"),
    ),
    "atom with a prefix": (
        (
            '<a:feed xmlns:a="http://www.w3.org/2005/Atom"><a:title>Bote</a:title><a:entry><a:title>Die Brücke'
            f'</a:title><a:link href="{BRIDGE}"/></a:entry></a:feed>'
        ),
        (BRIDGE, "Die Brücke"),
    ),
    "atom with replies and other forms before the page": (
        (
            f'<feed {ATOM}><title>Bote</title><entry><title>Die Brücke</title><link rel="replies" href="/k"/>'
            '<link rel="alternate" type="application/json" href="/b.json"/><link rel="enclosure" href="/b.mp3"/>'
            f"{ENTRY}</entry></feed>"
        ),
        (BRIDGE, "Die Brücke"),
    ),
    "a title that is XHTML": (
        (
            f'<feed {ATOM}><title>Bote</title><entry><title type="xhtml"><div xmlns="http://www.w3.org/1999/xhtml">'
            f"Die <b>Brü</b>cke</div></title>{ENTRY}</entry></feed>"
        ),
        (BRIDGE, "Die Brücke"),
    ),
    "an entry that quotes its own source": (
        (
            f"<feed {ATOM}><title>Sammlung</title><entry><source><title>Andere</title>"
            f'<link href="https://andere.example/"/></source><title>Die Brücke</title>{ENTRY}</entry></feed>'
        ),
        (BRIDGE, "Die Brücke"),
    ),
    "an identifier that is an address": (
        f"<feed {ATOM}><title>Bote</title><entry><id>{BRIDGE}</id><title>Die Brücke</title></entry></feed>",
        (BRIDGE, "Die Brücke"),
    ),
    "a GUID in place of the link": (
        item(f"<title>Die Brücke</title><guid>{BRIDGE}</guid>"),
        (BRIDGE, "Die Brücke"),
    ),
    "an empty link and a GUID": (
        item(f"<title>Die Brücke</title><link/><guid isPermaLink='true'>{BRIDGE}</guid>"),
        (BRIDGE, "Die Brücke"),
    ),
    "the original address behind a counting one": (
        rss(
            f"<item><title>Die Brücke</title><link>https://zaehler.example/~r/1</link><f:origLink>{BRIDGE}"
            "</f:origLink></item>",
            attributes='xmlns:f="http://rssnamespace.org/feedburner/ext/1.0"',
        ),
        (BRIDGE, "Die Brücke"),
    ),
    "titles of other namespaces": (
        rss(
            f"<item><m:title>Bild</m:title><i:title>Folge</i:title><title>Die Brücke</title>{LINK}</item>",
            attributes='xmlns:m="http://search.yahoo.com/mrss/" xmlns:i="http://www.itunes.com/dtds/x.dtd"',
        ),
        (BRIDGE, "Die Brücke"),
    ),
    "prefixes that were never declared": (
        item(f"<media:title>Bild</media:title><title>Die Brücke</title>{LINK}<dc:creator>mk</dc:creator>"),
        (BRIDGE, "Die Brücke"),
    ),
    "entities of HTML": (item(f"<title>Die Br&uuml;cke</title>{LINK}"), (BRIDGE, "Die Brücke")),
    "escaped twice": (item(f"<title>Die Br&amp;amp;uuml;cke</title>{LINK}"), (BRIDGE, "Die Brücke")),
    "markup in a title": (
        item(f"<title><![CDATA[Die <em>Brü</em>cke<br/>steht]]></title>{LINK}"),
        (BRIDGE, "Die Brücke steht"),
    ),
    "bare ampersands": (
        item("<title>Brücke & Tunnel</title><link>https://bote.example/?p=12&copy=1&b=2</link>"),
        ("https://bote.example/?p=12&copy=1&b=2", "Brücke & Tunnel"),
    ),
    "an address escaped twice": (
        item("<title>B</title><link><![CDATA[ https://bote.example/?p=12&amp;b=2\n]]></link>"),
        ("https://bote.example/?p=12&b=2", "B"),
    ),
    "blanks and umlauts in an address": (
        item("<title>B</title><link>https://bote.example/die brücke.html</link>"),
        ("https://bote.example/die%20brücke.html", "B"),
    ),
    "an address relative to the feed": (
        item("<title>B</title><link>../bruecke#c</link>"),
        (BRIDGE, "B"),
    ),
    "an address relative to its base": (
        (
            f'<feed {ATOM} xml:base="https://bote.example/x/"><title>Bote</title><entry xml:base="/y/">'
            '<title>B</title><link href="../bruecke"/></entry></feed>'
        ),
        (BRIDGE, "B"),
    ),
    "warnings before the declaration": (
        f'\n<br />\n<b>Warning</b>: x in y\n<?xml version="1.0"?>\n{item(f"<title>B</title>{LINK}")}',
        (BRIDGE, "B"),
    ),
    "characters that XML forbids": (
        item(f"<title>Die&#0; Br&#xFC;cke&#55357;&#56832;&#xFFFE;</title>{LINK}"),
        (BRIDGE, "Die Brücke"),
    ),
    "soft hyphens and odd blanks": (
        item(f"<title>\n Die\xa0Brü\xadcke \t</title>{LINK}"),
        (BRIDGE, "Die Brücke"),
    ),
    "control characters": (item(f"<title>Die \x08Brücke\x1b</title>{LINK}"), (BRIDGE, "Die Brücke")),
    "a tag that never closes": (
        item(f"<title>Die Brücke</title><description><p>Ja</description>{LINK}"),
        (BRIDGE, "Die Brücke"),
    ),
    "cut off within the next one": (
        item(f"<title>Die Brücke</title>{LINK}")[: -len("</channel></rss>")] + "<item><title>Und",
        (BRIDGE, "Die Brücke"),
    ),
    "JSON Feed 1.1": (
        json.dumps(
            {
                "version": "https://jsonfeed.org/version/1.1",
                "title": "Bote",
                "items": [{"id": 7, "url": BRIDGE, "title": "Die Brücke", "tags": ["Ort", 3]}],
            }
        ),
        (BRIDGE, "Die Brücke"),
    ),
    "JSON Feed with nothing but an identifier": (
        json.dumps({"items": [None, {"id": BRIDGE, "content_text": "x", "title": None}]}),
        (BRIDGE, None),
    ),
}


@pytest.mark.parametrize(("written", "expected"), ODD.values(), ids=ODD)
def test_odd_feeds_are_read(written, expected):
    found = only(written)
    assert (found.url, found.title) == expected


@pytest.mark.parametrize("name", [name for name in ODD if "JSON" not in name])
@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "cp1252"])
def test_feeds_are_read_in_any_encoding(name, encoding):
    written, expected = ODD[name]
    data = written.replace("UTF-8", encoding).encode(encoding)
    found = only(data)
    assert (found.url, found.title) == expected


def test_facts_of_an_item_are_found():
    found = only(
        rss(
            f"<item><title>T</title>{LINK}<pubDate>Mon, 24 Jun 2024 10:15:00 +0200</pubDate><category>Ort"
            "</category><category domain='x'> Politik </category><dc:subject>Bau</dc:subject><description>"
            "&lt;p&gt;Der Rat&amp;nbsp;baut.&lt;/p&gt;</description></item>",
            attributes=DC,
        )
    )
    assert found.published == datetime(2024, 6, 24, 8, 15, tzinfo=UTC)
    assert found.sections == ("Ort", "Politik", "Bau")
    assert found.summary == "Der Rat baut."


def test_the_feeds_own_title_is_not_that_of_its_picture():
    head = "<image><title>Logo</title><url>/logo.png</url><link>/</link></image>"
    assert read_listing(rss(f"<item>{LINK}</item>", head=head).encode(), FEED).title == "Bote"


@pytest.mark.parametrize(
    "link",
    [
        *(
            "javascript:alert(1)",
            "file:///etc/passwd",
            "ftp://bote.example/x",
            "mailto:a@b.example",
            "http://",
        ),
        *("data:text/html,x", "http://[::1", "https://bote.example:99999/", "//", "tag:bote.example,2024:1"),
    ],
)
def test_addresses_that_are_none_of_the_web_are_dropped(link):
    listing = read_listing(
        rss(
            f"<item><link>{link}</link><guid isPermaLink='false'>{BRIDGE}</guid></item><item>{LINK}</item>"
        ).encode(),
        FEED,
    )
    assert [found.url for found in listing.items] == [BRIDGE]


def test_doubled_items_stand_once():
    listing = read_listing(
        rss(f"<item>{LINK}<title>a</title></item><item>{LINK}<title>b</title></item>").encode(), FEED
    )
    assert [found.title for found in listing.items] == ["a"]


def test_a_feed_may_be_empty():
    assert read_listing(rss("").encode(), FEED).items == ()


def test_of_too_many_items_the_newest_stay_in_their_order():
    start = datetime(2000, 1, 1, tzinfo=UTC)
    dates = [start + timedelta(days=number) for number in range(MOST_ITEMS + 50)]
    items = "".join(
        f"<item><link>https://bote.example/{number}</link><pubDate>{date.isoformat()}</pubDate></item>"
        for number, date in enumerate(dates)
    )
    found = read_listing(rss(items).encode(), FEED).items
    assert len(found) == MOST_ITEMS
    assert [one.published for one in (found[0], found[-1])] == [dates[50], dates[-1]]


SITEMAP = 'xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"'
NEWS = f"""<?xml version="1.0" encoding="UTF-8"?>
<urlset {SITEMAP} xmlns:n="http://www.google.com/schemas/sitemap-news/0.9">
 <url><loc>{BRIDGE}</loc><lastmod>2024-06-25</lastmod><n:news><n:publication><n:name>Bote</n:name>
  <n:language>de</n:language></n:publication><n:genres>Opinion</n:genres>
  <n:publication_date>2024-06-24T10:15:00+02:00</n:publication_date><n:title>Die Brücke &amp; wir</n:title>
  <n:keywords>Rat, Bau</n:keywords></n:news></url>
</urlset>"""


@pytest.mark.parametrize(
    "pack", [bytes, gzip.compress, lambda data: gzip.compress(data[:90]) + gzip.compress(data[90:])]
)
def test_news_sitemaps_are_read(pack):
    listing = read_listing(pack(NEWS.encode()), "https://bote.example/news.xml.gz", "application/x-gzip")
    assert listing.kind == "sitemap"
    (found,) = listing.items
    assert (found.url, found.title, found.sections) == (BRIDGE, "Die Brücke & wir", ("Rat", "Bau", "Opinion"))
    assert found.published == datetime(2024, 6, 24, 8, 15, tzinfo=UTC)


def test_sitemaps_without_news_leave_out_what_is_no_article():
    addresses = ["", "impressum", "autor/mk", "ort/2024/bruecke-steht-wieder.html", "bild/bruecke.jpg"]
    inner = "".join(f"<url><loc>https://bote.example/{one}</loc></url>" for one in addresses)
    found = only(f"<urlset {SITEMAP}>{inner}</urlset>")
    assert found.url == "https://bote.example/ort/2024/bruecke-steht-wieder.html"


def test_sitemaps_may_be_plain_text():
    lines = "https://bote.example/ort/bruecke-steht-wieder\n\nhttps://bote.example/kontakt\nkein Link\n"
    assert only(lines).url == "https://bote.example/ort/bruecke-steht-wieder"


def test_an_index_names_its_sitemaps_newest_first():
    names = {
        "2024-05.xml": "",
        "2024-06.xml": "",
        "post-sitemap.xml": "<lastmod>2024-06-24</lastmod>",
        "image-sitemap.xml": "<lastmod>2024-06-24</lastmod>",
        "post_tag-sitemap.xml": "<lastmod>2024-06-24</lastmod>",
        "author-sitemap.xml": "<lastmod>2024-06-24</lastmod>",
        "news.xml": "<lastmod>2024-06-24T12:00:00Z</lastmod>",
    }
    inner = "".join(
        f"<sitemap><loc>https://bote.example/{name}</loc>{date}</sitemap>" for name, date in names.items()
    )
    listing = read_listing(f"<sitemapindex {SITEMAP}>{inner}</sitemapindex>".encode(), FEED)
    assert listing.items == ()
    assert [url.rpartition("/")[2] for url in listing.more] == [
        "news.xml",
        "post-sitemap.xml",
        "2024-06.xml",
        "2024-05.xml",
    ]


def test_an_index_may_have_none_but_odd_names():
    index = "<sitemapindex><sitemap><loc>https://bote.example/pages-1.xml</loc></sitemap></sitemapindex>"
    assert read_listing(index.encode(), FEED).more == ("https://bote.example/pages-1.xml",)


def test_an_index_names_few_sitemaps():
    inner = "".join(f"<sitemap><loc>https://bote.example/{n}.xml</loc></sitemap>" for n in range(300))
    listing = read_listing(f"<sitemapindex {SITEMAP}>{inner}</sitemapindex>".encode(), FEED)
    assert len(listing.more) == MOST_SITEMAPS


PAGE = '<html><body><article><h2><a href="/ort/bruecke-steht-wieder-12345">Die Brücke steht wieder</a></h2></article></body></html>'


@pytest.mark.parametrize(
    ("data", "kind", "says"),
    [
        ("", "auto", "is empty"),
        (" \n ", "auto", "is empty"),
        ("Guten Tag", "auto", "is no feed"),
        ("%PDF-1.7", "auto", "is no feed"),
        ("[]", "auto", "no JSON Feed"),
        ('{"items": 3}', "auto", "no JSON Feed"),
        ('{"items": [', "auto", "broken JSON"),
        ("<rss><channel><title>Bote", "auto", "is broken before"),
        ("<opml><body/></opml>", "auto", "sources import"),
        (PAGE, "feed", "is a page of links, not a feed"),
        (rss(""), "links", "is a feed, not a page of links"),
        (NEWS, "feed", "is a sitemap, not a feed"),
        ("<html><body>Nichts</body></html>", "auto", "no links to articles"),
    ],
)
def test_what_is_no_source_is_refused(data, kind, says):
    with pytest.raises(SourceError, match=says):
        read_listing(data.encode(), FEED, kind=kind)


@pytest.mark.parametrize("kind", ["auto", "feed"])
@pytest.mark.parametrize("media_type", ["", "text/html", "application/json; charset=utf-8", "image/png"])
def test_the_content_tells_the_kind_and_not_the_media_type(kind, media_type):
    assert read_listing(rss(f"<item>{LINK}</item>").encode(), FEED, media_type, kind).kind == "feed"


SECRET = "Geheimnis"


@pytest.mark.parametrize(
    "declared",
    [
        '<!ENTITY x SYSTEM "file://{path}">',
        '<!ENTITY % y SYSTEM "file://{path}"> %y; <!ENTITY x "]>">',
        '<!ENTITY x PUBLIC "p" "file://{path}">',
        '<!ENTITY x "' + "lach" * 10 + '">',
    ],
)
@pytest.mark.parametrize("before", ["", "<!-- <!DOCTYPE rss> -->", '<?xml version="1.0"?>', "<!DOCTYPE rss>"])
def test_no_entity_is_resolved(declared, before, tmp_path):
    (tmp_path / "secret").write_text(SECRET)
    kind = f"<!DOCTYPE rss [{declared.replace('{path}', str(tmp_path / 'secret'))}]>"
    data = before + kind + item(f"<title>Brücke &x;</title>{LINK}")
    try:
        listing = read_listing(data.encode(), FEED)
    except SourceError:
        return
    for found in listing.items:
        assert SECRET not in found.title
        assert "lach" not in found.title


def test_a_billion_laughs_are_not_laughed():
    laughs = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 12))
    data = f'<!DOCTYPE rss [<!ENTITY l0 "ha">{laughs}]>' + item(f"<title>&l11;</title>{LINK}")
    assert len(only(data).title) < 10


MANY = 100_000
MONSTERS = {
    "depth": "<rss>" + "<a>" * MANY,
    "items in items": "<rss>" + "<item>" * MANY,
    "empty items": "<rss>" + "<item/>" * MANY,
    "empty elements": "<rss>" + "<x/>" * 4 * MANY,
    "text": f"<rss><item><title>{'a' * 60 * MANY}",
    "ampersands": "<rss><item><title>" + "&" * MANY,
    "unknown entities": "<rss>" + "&a;" * MANY,
    "document types": "<!DOCTYPE [" * MANY,
    "comments": "<!--" * MANY,
    "attributes": "<rss " + "a='b' " * MANY,
    "brackets": "<!DOCTYPE rss [" + "] " * MANY,
    "open tags": "<rss>" + "<" * MANY,
    "JSON": '{"items":' + "[" * MANY,
    "a number": '{"items":[' + "1" * MANY + "]}",
    "elements of a page": "<html>" + "<p>" * MANY,
    "depth of a page": "<html>" + "<div><b>" * 40_000,
    "links": "<html>" + '<a href="/ort/bruecke-steht-12345.html">Die Brücke steht wieder' * 30_000,
    "links in a headline": "<html><h2>" + '<a href="/ort/bruecke-steht-12345.html">' * 30_000,
    "classes": "<html>" + f'<div class="{"nav-" * 5_000}">' * 100,
    "an address": f'<html><h2><a href="/{"a-" * MANY}">Die Brücke steht wieder',
    "digits": f'<html><h2><a href="/{"1" * 1900}">{"Die Brücke steht wieder " * MANY}',
    "dates": item(f"<link>/a</link><pubDate>{'24 Juni ' * MANY}</pubDate>"),
    "tags": item(f"<link>/a</link><title>{'&lt;a ' * MANY}</title>"),
    "categories": item("<link>/a</link>" + "<category>a</category>" * MANY),
    "bases": f'<rss xml:base="{"a/" * 900}">' + '<item xml:base="b/"><link>c</link></item>' * 1_000,
}


@pytest.mark.parametrize("written", MONSTERS.values(), ids=MONSTERS)
def test_monsters_end_soon(written):
    """Each is quadratic in a careless reader, and would hold the tests for minutes or fill the memory."""
    with suppress(SourceError):
        assert len(read_listing(written.encode(), FEED).items) < MOST_ITEMS


@pytest.mark.parametrize("layers", [1, 2])
def test_zip_bombs_are_refused(layers):
    bomb = b"\0" * 60_000_000
    for _ in range(layers):
        bomb = gzip.compress(bomb, 1)
    with pytest.raises(SourceError, match=r"more than 50 MB|is no feed"):
        read_listing(bomb, FEED)


def test_broken_packages_are_refused():
    with pytest.raises(SourceError, match="broken"):
        read_listing(gzip.compress(NEWS.encode())[:12] + b"rubbish", FEED)


@given(st.binary(max_size=400), st.sampled_from(["", "application/json", "text/xml"]))
@settings(max_examples=150, deadline=None)
def test_rubbish_raises_nothing_but_source_errors(data, media_type):
    for read in (
        lambda: read_listing(data, FEED, media_type),
        lambda: discover(data, FEED),
        lambda: read_opml(data),
    ):
        with suppress(SourceError):
            read()


PIECES = [
    *(
        "<rss>",
        "</rss>",
        "<channel>",
        "<item>",
        "</item>",
        "<title>",
        "</title>",
        "<link>",
        "</link>",
        "<link href='",
    ),
    *(
        "'/>",
        "<entry>",
        "</entry>",
        "<feed>",
        "<guid>",
        "<![CDATA[",
        "]]>",
        "<!--",
        "-->",
        "<!DOCTYPE x [",
        "]>",
    ),
    *(
        "&auml;",
        "&#55357;",
        "&#xD83D;&#xDE00;",
        "&#0;",
        "&",
        "<?xml version='1.0'?>",
        "https://a.example/1",
        "<urlset>",
        "<url>",
        "<loc>",
        "</loc>",
        "</url>",
    ),
    *("<sitemapindex>", "<sitemap>", "<html>", "<a href='/a-b-c-12345'>", "</a>", "<h2>", "<time datetime='"),
    *(
        "2024-06-24",
        "<pubDate>",
        "</pubDate>",
        "Die Brücke steht wieder",
        '{"items":[',
        '{"url":"',
        '"}',
        "]}",
        "\x00",
    ),
    *("xml:base='", "\ud800", "http://[", "<base href='", "<outline xmlUrl='", "\n", " "),
]


@given(st.lists(st.sampled_from(PIECES), max_size=40))
@settings(max_examples=300, deadline=None)
def test_broken_sources_raise_nothing_but_source_errors(pieces):
    data = "".join(pieces).encode("utf-8", "surrogatepass")
    for read in (
        lambda: read_listing(data, FEED).items,
        lambda: discover(data, FEED),
        lambda: read_opml(data),
    ):
        with suppress(SourceError):
            found = read()
            assert len({one.url for one in found}) == len(found)
            assert all(one.url.startswith(("http://", "https://")) for one in found)


@given(
    st.sampled_from([*ODD.values(), (NEWS, ()), (PAGE, ())]),
    st.lists(st.tuples(st.integers(0, 2000), st.integers(0, 255)), min_size=1, max_size=8),
)
@settings(max_examples=200, deadline=None)
def test_damaged_sources_raise_nothing_but_source_errors(odd, damage):
    data = bytearray(odd[0].encode())
    for place, byte in damage:
        data[place % len(data)] = byte
    with suppress(SourceError):
        assert all(one.url.startswith("http") for one in read_listing(bytes(data), FEED).items)


DATES = {
    "Mon, 24 Jun 2024 10:15:00 +0200": "2024-06-24T08:15:00",
    "Mon, 24 Jun 2024 10:15:00 GMT": "2024-06-24T10:15:00",
    "24 Jun 24 10:15 UT": "2024-06-24T10:15:00",
    "Mon, 24 Jun 2024 10:15:00 EST": "2024-06-24T15:15:00",
    "Mon, 24 Jun 2024 10:15:00 MESZ": "2024-06-24T08:15:00",
    "Mon, 24 Jun 2024 10:15:00 +0200 (CEST)": "2024-06-24T08:15:00",
    "Mon, 24 Jun 2024 10:15:00 GMT+02:00": "2024-06-24T08:15:00",
    "Mo, 24 Juni 2024 10:15:00 +0200": "2024-06-24T08:15:00",
    "Montag, 24. Juni 2024, 10.15 Uhr": "2024-06-24T08:15:00",
    "Di, 05 Mrz 2024 10:15:00 +0100": "2024-03-05T09:15:00",
    "Sa, 05 Okt 2024 10:15:00": "2024-10-05T08:15:00",
    "1. März 2024": "2024-02-29T23:00:00",
    "15. Jänner 2024 10:15 MEZ": "2024-01-15T09:15:00",
    "24.06.2024 10:15": "2024-06-24T08:15:00",
    "24.6.24, 10:15 Uhr": "2024-06-24T08:15:00",
    "2024-06-24T10:15:00+02:00": "2024-06-24T08:15:00",
    "2024-06-24T10:15:00.123456Z": "2024-06-24T10:15:00",
    "2024-06-24T10:15:00+0200": "2024-06-24T08:15:00",
    "2024-06-24T10:15+02": "2024-06-24T08:15:00",
    "2024-06-24 10:15:00": "2024-06-24T08:15:00",
    "2024-12-24 10:15:00": "2024-12-24T09:15:00",
    "2024-06-24": "2024-06-23T22:00:00",
    "2024-06": "2024-05-31T22:00:00",
    "2024/06/24 10:15": "2024-06-24T08:15:00",
    "20240624T101500Z": "2024-06-24T10:15:00",
    "June 24, 2024 10:15 PM": "2024-06-24T20:15:00",
    "Jun 24, 2024 12:15 am +0000": "2024-06-24T00:15:00",
    "Mon Jun 24 10:15:00 2024": "2024-06-24T08:15:00",
    "24-Jun-2024 10:15:00 UTC": "2024-06-24T10:15:00",
    "Mon, 24 Jun 2024 24:00:00 +0000": "2024-06-25T00:00:00",
    "Mon, 24 Jun 2024 23:59:60 +0000": "2024-06-25T00:00:00",
    "Mon, 31 Dec 2125 10:15:00 +0000": "2125-12-31T10:15:00",
    "1719224100": "2024-06-24T10:15:00",
    "1719224100000": "2024-06-24T10:15:00",
    "0000-00-00 00:00:00": None,
    "0001-01-01T00:00:00": None,
    "Thu, 01 Jan 1970 00:00:00 GMT": None,
    "31.02.2024": None,
    "2024-13-45": None,
    "9999-12-31T23:59:59Z": None,
    "gestern": None,
    "": None,
    "Mon, 24 Jun 2024 99:99:99 +0000": None,
}


@pytest.mark.parametrize(("written", "expected"), DATES.items())
def test_dates_are_read_in_all_their_forms(written, expected):
    found = parse_date(written)
    assert (found and found.astimezone(UTC).replace(tzinfo=None).isoformat()) == expected


@given(st.text(alphabet="0123456789 .-/:TZ+JuniGMT,", max_size=40))
@settings(max_examples=300, deadline=None)
def test_dates_are_aware_or_none(text):
    found = parse_date(text)
    assert found is None or found.utcoffset() is not None


HEAD = """<html><head>
<link rel="alternate" type="application/rss+xml" title="Bote &raquo; Kommentar-Feed" href="/comments/feed/">
<link rel="alternate" type="application/rss+xml" title="Bote &raquo; Feed" href="/feed/">
<link rel='alternate' type='application/atom+xml' href='atom.xml'>
<link rel="alternate" type="application/feed+json" title="JSON" href="https://bote.example/feed.json">
<link rel="alternate" type="application/json" href="/wp-json/wp/v2/pages/2">
<link rel="alternate" type="application/json+oembed" href="/wp-json/oembed/1.0/embed?url=x">
<link rel="alternate" hreflang="de" href="/"><link rel="alternate" type="text/xml" href="javascript:x">
<link rel="sitemap" type="application/xml" href="/sitemap.xml">
</head><body><a href="/service/rss/ort.xml" title="Ort">RSS</a><a href="/ort">Ort</a></body></html>"""


def test_a_page_names_its_feeds():
    assert discover(HEAD, "https://bote.example/") == (
        Candidate("https://bote.example/feed/", "Bote » Feed", "feed"),
        Candidate("https://bote.example/atom.xml", None, "feed"),
        Candidate("https://bote.example/feed.json", "JSON", "feed"),
        Candidate("https://bote.example/sitemap.xml", None, "sitemap"),
        Candidate("https://bote.example/service/rss/ort.xml", "Ort", "feed"),
        Candidate("https://bote.example/comments/feed/", "Bote » Kommentar-Feed", "feed", is_secondary=True),
    )


def test_a_page_may_name_no_feed():
    assert discover("<html><p>Nichts</p></html>", "https://bote.example/") == ()
    assert discover("", "https://bote.example/") == ()


OPML = """<?xml version="1.0" encoding="UTF-8"?><opml version="2.0"><head><title>Abos</title></head><body>
<outline text="Nachrichten"><outline text="Bote" type="rss" xmlUrl="https://bote.example/feed" htmlUrl="https://bote.example/"/>
<outline title="Anzeiger &amp; Blatt" text="x" xmlURL="https://anzeiger.example/?a=1&amp;b=2"/></outline>
<outline text="Bote" xmlUrl="https://bote.example/feed"/><outline text="Leer"/><outline xmlUrl="file:///x"/></body></opml>"""


def test_subscriptions_are_read():
    assert read_opml(OPML.encode()) == (
        Candidate("https://bote.example/feed", "Bote", "feed"),
        Candidate("https://anzeiger.example/?a=1&b=2", "Anzeiger & Blatt", "feed"),
    )


@pytest.mark.parametrize(
    "data", [b"", b"<opml/>", b"Guten Tag", b"<opml><body><outline text='x'/></body></opml>"]
)
def test_subscriptions_without_feeds_are_refused(data):
    with pytest.raises(SourceError, match="name no feeds"):
        read_opml(data)
