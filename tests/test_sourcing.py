"""Sources of a show: found behind an address, written into podcaster.toml, listed, removed, imported."""

import json
import stat
import threading
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest
from typer.testing import CliRunner

from podcaster import pipeline
from podcaster.cli import app
from podcaster.config import load_config
from podcaster.errors import ConfigError, FetchError, SourceError
from podcaster.pipeline import ShowFolder, add_source, import_opml, list_sources, remove_source, sourcing

TEMPLATE = Path(pipeline.__file__).parent.with_name("show.toml")
TITLES = ["Die Brücke am Markt steht wieder", "Der Rat baut ein neues Bad", "Im Wald wachsen mehr Buchen"]
FEED = "<rss version='2.0'><channel><title>Der Bote</title>{}</channel></rss>".format(
    "".join(
        f"<item><title>{title}</title><link>/ort/artikel-{number}</link></item>"
        for number, title in enumerate(TITLES)
    )
)
PAGE = "<html><head><title>Bote: Ort</title>{}</head><body><main>{}</main></body></html>"
TEASERS = "".join(
    f'<article><h2><a href="/ort/das-ist-artikel-{10_000 + number}">{title}</a></h2></article>'
    for number, title in enumerate(TITLES)
)
NEWS = (
    '<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"'
    ' xmlns:n="http://www.google.com/schemas/sitemap-news/0.9"><url><loc>{0}/ort/bruecke</loc><n:news>'
    "<n:title>Die Brücke</n:title></n:news></url></urlset>"
)
INDEX = "<sitemapindex><sitemap><loc>{0}/news.xml</loc></sitemap></sitemapindex>"
ALL = "<urlset><url><loc>{0}/ort/das-ist-artikel-20000</loc></url></urlset>"
LINKED = '<link rel="alternate" type="application/rss+xml" href="{}">'


@contextmanager
def site(files):
    """A host that has these files, path → text; ``{0}`` in them is its address."""

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self):
            text = files.get(self.path)
            body = (text or "").replace("{0}", address).encode()
            self.send_response(200 if text is not None else 404)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_):
            """Say nothing."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    address = f"http://127.0.0.1:{server.server_port}"
    threading.Thread(target=server.serve_forever, args=(0.02,), daemon=True).start()
    try:
        yield address
    finally:
        server.shutdown()
        server.server_close()


@pytest.fixture
def show(tmp_path):
    root = tmp_path / "show"
    root.mkdir()
    (root / "podcaster.toml").write_bytes(TEMPLATE.read_bytes())
    return ShowFolder.open(root)


def urls(show):
    return [source.url for source in load_config(show.root, {}).sources]


# What a host has → what of it becomes the source of its address, and of what kind.
OFFERS = {
    "a feed": ({"/": FEED}, "/", "feed"),
    "a sitemap": ({"/": NEWS}, "/", "sitemap"),
    "an index of sitemaps": ({"/": INDEX, "/news.xml": NEWS}, "/", "sitemap"),
    "a page that names its feed": (
        {"/": PAGE.format(LINKED.format("/feed.xml"), ""), "/feed.xml": FEED},
        "/feed.xml",
        "feed",
    ),
    "a page whose first feed is gone": (
        {
            "/": PAGE.format(LINKED.format("/alt.xml") + LINKED.format("/feed.xml"), TEASERS),
            "/feed.xml": FEED,
        },
        "/feed.xml",
        "feed",
    ),
    "a page whose feed is empty": (
        {"/": PAGE.format(LINKED.format("/feed.xml"), TEASERS), "/feed.xml": "<rss><channel/></rss>"},
        "/",
        "links",
    ),
    "a page that names the feed of its comments": (
        {"/": PAGE.format(LINKED.format("/comments/feed"), TEASERS), "/comments/feed": FEED},
        "/",
        "links",
    ),
    "a front page whose robots.txt names news": (
        {
            "/": PAGE.format("", TEASERS),
            "/robots.txt": "User-agent: x\nDisallow: /\nSitemap: {0}/all.xml\nsitemap: {0}/news.xml",
            "/all.xml": ALL,
            "/news.xml": NEWS,
        },
        "/news.xml",
        "sitemap",
    ),
    "a front page whose robots.txt names all there is": (
        {"/": PAGE.format("", TEASERS), "/robots.txt": "Sitemap: {0}/all.xml", "/all.xml": ALL},
        "/",
        "links",
    ),
    "a page of links": ({"/": PAGE.format("", TEASERS)}, "/", "links"),
}


@pytest.mark.parametrize(("files", "path", "kind"), OFFERS.values(), ids=OFFERS)
def test_the_best_source_behind_an_address_is_taken(files, path, kind, show):
    with site(files) as address:
        new = add_source(show, f"{address}/")
        assert new.settings.url == f"{address}{path}"
    assert new.listing.kind == kind
    assert new.listing.items
    assert (new.how is None) == (path == "/")
    (source,) = load_config(show.root, {}).sources
    assert source == new.settings
    assert source.kind == kind


def test_a_page_itself_is_taken_where_the_user_says_so(show):
    files = {"/ort": PAGE.format(LINKED.format("/feed.xml"), TEASERS), "/feed.xml": FEED}
    with site(files) as address:
        new = add_source(show, f"{address}/ort", kind="links", at_most=5, exclude=("Bad",), name="Ort")
        assert (new.settings.url, new.settings.name, new.how) == (f"{address}/ort", "Ort", None)
    (source,) = load_config(show.root, {}).sources
    assert (source.kind, source.at_most, source.exclude) == ("links", 5, ("Bad",))


@pytest.mark.parametrize(
    ("files", "kind", "error"),
    [
        ({}, "auto", FetchError),
        ({"/": PAGE.format("", "")}, "auto", SourceError),
        ({"/": "Guten Tag"}, "auto", SourceError),
        ({"/": PAGE.format("", TEASERS)}, "feed", SourceError),
        ({"/": PAGE.format(LINKED.format("file:///etc/passwd"), "")}, "auto", SourceError),
    ],
)
def test_what_is_no_source_changes_nothing(files, kind, error, show):
    before = (show.root / "podcaster.toml").read_bytes()
    with site(files) as address, pytest.raises(error):
        add_source(show, f"{address}/", kind=kind)
    assert (show.root / "podcaster.toml").read_bytes() == before


def test_a_source_is_added_once(show):
    with site({"/feed.xml": FEED, "/": PAGE.format(LINKED.format("/feed.xml"), "")}) as address:
        add_source(show, f"{address}/feed.xml")
        for url in (f"{address}/feed.xml#x", f"{address}/feed.xml?utm_source=x", f"{address}/"):
            with pytest.raises(ConfigError, match="already"):
                add_source(ShowFolder.open(show.root), url)
        with pytest.raises(ConfigError, match="already"):  # added since the show was opened
            add_source(show, f"{address}/feed.xml")
    assert urls(show) == [f"{address}/feed.xml"]


@pytest.mark.parametrize("url", ["ftp://bote.example/", "https://", "https://bote.example:99999/", ""])
def test_addresses_that_are_none_are_refused(url, show):
    with pytest.raises(ConfigError, match="no web address"):
        add_source(show, url)


EDITED = """\
# Meine Zeitung
title = 'Zeitung'   # so heißt sie

[[sources]]   # der erste
url = "https://eins.example/feed.xml"   # eins
name = "Eins"
# nach dem ersten

[feed]
# newest = 100
[[sources]]
name = "Zwei"
url = "https://zwei.example/feed.xml"

[lexicon]
"Leicester" = "[ˈlɛstɐ]"
# Ende"""
LISTED = 'title = "x"\nsources = [\n  { url = "https://eins.example/feed.xml", name = "Eins" },  # eins\n]\n[feed]\n'
TOMLS = {
    "no sources": 'title = "x"\n\n[lexicon]\n# Ende\n',
    "nothing else": 'title = "x"',
    "tables apart": EDITED,
    "a list": LISTED,
    "lines of Windows": EDITED.replace("\n", "\r\n"),
    "a byte order mark": "\ufeff" + EDITED,
}


@pytest.mark.parametrize("text", TOMLS.values(), ids=TOMLS)
def test_comments_and_order_stay(text, show):
    path = show.root / "podcaster.toml"
    path.write_bytes(text.encode())
    before = load_config(show.root, {})
    with site({"/feed.xml": FEED}) as address:
        add_source(ShowFolder.open(show.root), f"{address}/feed.xml", include=("Rat",))
    added = path.read_bytes().decode()
    assert load_config(show.root, {}).sources[:-1] == before.sources
    assert load_config(show.root, {}).sources[-1].include == ("Rat",)
    kept = [line.strip() for line in text.splitlines() if "#" in line]
    assert [line.strip() for line in added.splitlines() if "#" in line] == kept
    assert added.startswith("\ufeff") == text.startswith("\ufeff")
    assert ("\r\n" in added) == ("\r\n" in text)
    assert "\n" not in added.replace("\r\n", "") or "\r\n" not in added
    remove_source(ShowFolder.open(show.root), "Der Bote")
    assert load_config(show.root, {}) == before


@pytest.mark.parametrize(
    "name", ["Zwei", "zwei", "https://zwei.example/feed.xml", "http://zwei.example/feed.xml/"]
)
def test_a_source_is_removed_by_name_or_address(name, show):
    (show.root / "podcaster.toml").write_text(EDITED, encoding="utf-8")
    assert remove_source(ShowFolder.open(show.root), name).name == "Zwei"
    assert urls(show) == ["https://eins.example/feed.xml"]
    remove_source(ShowFolder.open(show.root), "Eins")
    text = (show.root / "podcaster.toml").read_text(encoding="utf-8")
    assert "sources" not in text
    assert text.startswith("# Meine Zeitung\ntitle = 'Zeitung'   # so heißt sie\n")


def test_what_is_no_source_cannot_be_removed(show):
    (show.root / "podcaster.toml").write_text(EDITED.replace('"Zwei"', '"Eins"'), encoding="utf-8")
    with pytest.raises(ConfigError, match="2 sources"):
        remove_source(ShowFolder.open(show.root), "Eins")
    with pytest.raises(ConfigError, match=r"the nearest is https://eins\.example/feed\.xml"):
        remove_source(ShowFolder.open(show.root), "https://eins.example/feeds.xml")
    assert len(urls(show)) == 2


def test_the_files_permissions_and_the_link_to_it_stay(show, tmp_path):
    path = show.root / "podcaster.toml"
    real = tmp_path / "settings.toml"
    path.rename(real)
    path.symlink_to(real)
    real.chmod(0o600)
    import_opml(show, OPML)
    assert path.is_symlink()
    assert stat.S_IMODE(real.stat().st_mode) == 0o600
    assert len(urls(show)) == 2


def test_what_the_user_saves_meanwhile_is_kept(show, monkeypatch):
    path = show.root / "podcaster.toml"
    check = sourcing._check  # noqa: SLF001  # the last moment before the file is replaced
    saves = iter(['title = "Mein Titel"\n'])

    def saved_meanwhile(*arguments):
        check(*arguments)
        for text in saves:
            path.write_text(text, encoding="utf-8")

    monkeypatch.setattr(sourcing, "_check", saved_meanwhile)
    import_opml(show, OPML)
    assert load_config(show.root, {}).title == "Mein Titel"
    assert len(urls(show)) == 2


def test_a_wrong_edit_never_lands(show):
    path = show.root / "podcaster.toml"
    before = path.read_bytes()
    with site({"/feed.xml": FEED}) as address, pytest.raises(ConfigError, match="at_most"):
        add_source(show, f"{address}/feed.xml", at_most=-3)
    assert path.read_bytes() == before
    assert [file.name for file in show.root.iterdir() if "podcaster.toml" in file.name] == ["podcaster.toml"]


OPML = b"""<opml version="2.0"><body><outline text="Ort">
<outline text="Eins" xmlUrl="https://eins.example/feed.xml"/><outline text="Zwei" xmlUrl="https://zwei.example/"/>
</outline><outline text="Eins" xmlUrl="http://eins.example/feed.xml/"/></body></opml>"""


def test_subscriptions_become_sources(show):
    done = import_opml(show, OPML)
    assert [source.name for source in done.added] == ["Eins", "Zwei"]
    assert done.known == ("http://eins.example/feed.xml/",)
    again = import_opml(show, OPML)
    assert (again.added, len(again.known)) == ((), 3)
    assert urls(show) == ["https://eins.example/feed.xml", "https://zwei.example/"]
    assert [source.succeeded for source in list_sources(ShowFolder.open(show.root))] == [None, None]


def run(*arguments, **options):
    return CliRunner().invoke(app, ["sources", *arguments], **options)


def test_the_commands(show):
    where = ["--show", str(show.root)]
    assert "no sources yet" in run("list", *where).stderr
    with site({"/": PAGE.format(LINKED.format("/feed.xml"), ""), "/feed.xml": FEED}) as address:
        added = run("add", f"{address}/", "--exclude", "Bad", "--exclude", "Wald", "--at-most", "3", *where)
        assert added.exit_code == 0
        assert added.stdout.splitlines() == [
            f"the page names this source: {address}/feed.xml",
            "added: Der Bote, a feed with 3 articles",
            *(f"  {title}" for title in TITLES),
        ]
    assert run("import", "-", *where, input=OPML).stdout == "added: Eins\nadded: Zwei\n"
    listed = json.loads(run("list", "--json", *where).stdout)
    assert [source["name"] for source in listed] == ["Der Bote", "Eins", "Zwei"]
    assert (listed[0]["exclude"], listed[0]["at_most"], listed[0]["failures"]) == (["Bad", "Wald"], 3, 0)
    assert run("list", *where).stdout.splitlines()[1] == "Eins\tfeed\tnever\thttps://eins.example/feed.xml"
    assert run("remove", "der bote", *where).stdout == "removed: Der Bote\n"
    assert len(urls(show)) == 2
    assert isinstance(run("import", str(show.root / "fehlt.opml"), *where).exception, FetchError)
