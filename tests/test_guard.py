import contextlib
from ipaddress import IPv4Address, IPv6Address

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from web import Names, site

from podcaster.errors import FetchError, PodcasterError
from podcaster.fetch import Visitor, download, fetch, probe, shown
from podcaster.fetch.address import Depth, depth_of

PUBLIC = "93.184.215.14"
LAN = "192.168.178.20"
FEED = "https://blatt.example/feed.xml"
SECRETS = ("geheim", "s3cr3t", "anna")


@pytest.fixture
def hello():
    """The address of a server that has a page under every address, and an ordinary robots.txt."""

    def answer(handler, _number):
        if handler.path.startswith("/nach/"):
            handler.reply(
                302, headers=[("Location", handler.headers["X-Goal"] or GOALS[int(handler.path[6:])])]
            )
        elif handler.path == "/robots.txt":
            handler.reply(404)
        else:
            handler.reply(body=b"<p>Hallo", headers=[("Content-Type", "text/html")])

    with site(answer) as (root, _):
        yield root


# ── how deep an address lies ────────────────────────────────────────────────────────────────────────

DEPTHS = {
    Depth.PUBLIC: [
        PUBLIC,
        "1.1.1.1",
        "172.32.0.1",
        "100.128.0.1",
        "2606:4700::1111",
        "2a01:4f8::1",
        "::ffff:1.1.1.1",
        "64:ff9b::101:101",
        "2002:101:101::1",
    ],
    Depth.LAN: [
        "10.0.0.1",
        "172.16.0.1",
        "172.31.255.254",
        LAN,
        "100.64.0.1",
        "fd12:3456::1",
        "fec0::1",
        "64:ff9b:1::1",
        "::ffff:10.0.0.1",
        "64:ff9b::a00:1",
        "2002:a00:1::",
    ],
    Depth.LOOPBACK: [
        "127.0.0.1",
        "127.255.255.254",
        "0.0.0.0",  # noqa: S104  # nobody binds it here
        "::",
        "::1",
        "::ffff:127.0.0.1",
        "::ffff:0:7f00:1",
        "64:ff9b::7f00:1",
        "2002:7f00:1::",
        "::ffff:0.0.0.0",
    ],
    Depth.REST: [
        "169.254.169.254",
        "224.0.0.1",
        "255.255.255.255",
        "240.0.0.1",
        "192.0.2.1",
        "198.18.0.1",
        "0.0.0.1",
        "fe80::1",
        "fe80::1%2",
        "ff02::1",
        "2001::1",
        "2001:db8::1",
        "3fff::1",
        "100::1",
        "::7f00:1",
        "4000::1",
        "::ffff:169.254.169.254",
        "64:ff9b::a9fe:a9fe",
        "2002:a9fe:a9fe::",
    ],
}


@pytest.mark.parametrize(
    ("address", "depth"), [(address, depth) for depth, addresses in DEPTHS.items() for address in addresses]
)
def test_how_deep_an_address_lies(address, depth):
    assert depth_of(address) == depth


@given(st.ip_addresses(v=4))
def test_an_address_lies_as_deep_in_every_wrapping(address):
    number = int(address)
    for wrapped in (0xFFFF << 32 | number, 0x64FF9B << 96 | number, 0x2002 << 112 | number << 80):
        assert depth_of(str(IPv6Address(wrapped))) == depth_of(str(address))


@given(st.ip_addresses())
def test_what_is_not_global_is_never_public(address):
    wraps = isinstance(address, IPv6Address) and address.sixtofour
    if depth_of(str(address)) == Depth.PUBLIC and not wraps:
        assert address.is_global
        assert not address.is_multicast


def test_the_edges_of_private_networks():
    for edge in (
        "10.0.0.0",
        "10.255.255.255",
        "172.16.0.0",
        "172.31.255.255",
        "192.168.0.0",
        "192.168.255.255",
    ):
        assert depth_of(edge) == Depth.LAN
    for edge in ("10.0.0.0", "172.16.0.0", "192.168.0.0"):
        assert depth_of(str(IPv4Address(edge) - 1)) == Depth.PUBLIC


# ── what a feed may name ────────────────────────────────────────────────────────────────────────────

NAMES = {
    "blatt.example": [[PUBLIC]],
    "localhost": [["127.0.0.1"]],
    "localhost.": [["127.0.0.1"]],
    "router.lan": [[LAN]],
    "intern.blatt.example": [["10.1.2.3"]],
    "halb.example": [[PUBLIC, "127.0.0.1"]],
    "sechs.example": [["::1"]],
    "gemischt.example": [[PUBLIC, "::ffff:10.0.0.1"]],
    "xn--bse-sna.example": [["127.0.0.1"]],
    "nas": [[LAN]],
}
INSIDE = [
    "http://127.0.0.1/",
    "http://127.0.0.1:8000/feed.xml",
    "http://127.1/",
    "http://2130706433/",
    "http://0x7f000001/",
    "http://0x7f.1/",
    "http://0177.0.0.1/",
    "http://017700000001/",
    "http://127.0.0.1./",
    "http://0/",
    "http://0.0.0.0/",
    "http://localhost/",
    "http://LocalHost:8080/",
    "http://localhost./",
    "http://[::]/",
    "http://[::1]/",
    "http://[0:0:0:0:0:0:0:1]/",
    "http://[::ffff:127.0.0.1]/",
    "http://[::ffff:7f00:1]/",
    "http://[::ffff:0:7f00:1]/",
    "http://[64:ff9b::7f00:1]/",
    "http://[2002:7f00:1::]/",
    "http://169.254.169.254/latest/meta-data/",
    "http://[fe80::1]/",
    "http://[fd00::1]/",
    "http://10.0.0.1/",
    "http://172.16.0.1/",
    "http://192.168.178.1/",
    "http://100.64.0.1/",
    "http://224.0.0.1/",
    "http://255.255.255.255/",
    "http://router.lan/",
    "http://nas/",
    "https://intern.blatt.example/",
    "http://halb.example/",
    "http://sechs.example/",
    "http://gemischt.example/",
    "http://böse.example/",
    "http://BÖSE.example/",
    "http://blatt.example@127.0.0.1/",
    "http://blatt.example:80@127.0.0.1/",
    "http://blatt.example\\@127.0.0.1/",
    "http://127.0.0.1\\@blatt.example/",
    "http://127.0.0.1#@blatt.example/",
    "http://127.0.0.1?@blatt.example/",
    "http:\\\\127.0.0.1/",
    "http://127。0。0。1/",
    "http://①②⑦.⓪.⓪.①/",
    "http://ⓛocalhost/",
    "http://%31%32%37.0.0.1/",
    "http://127.0.0.1%00.blatt.example/",
    "http://127.0.0.1\t/",
    "http://[::1%25lo]/",
]
NO_WEB = [
    "file:///etc/passwd",
    "file://blatt.example/etc/passwd",
    "gopher://127.0.0.1:11211/_stats",
    "ftp://blatt.example/a",
    "data:text/html,<p>Hallo",
    "javascript:alert(1)",
    "//127.0.0.1/",
    "/etc/passwd",
    "etc/passwd",
    "-",
    "",
    "http://",
    "http:///etc/passwd",
]


@pytest.mark.parametrize("address", [*INSIDE, *NO_WEB])
def test_what_a_feed_names_does_not_reach_inside(address):
    names = Names(NAMES)
    with Visitor(network=names.network()) as visitor:
        for get in (visitor.get, visitor.page):
            with pytest.raises(FetchError):
                get(address, named_by=FEED)
    assert {address for address, _ in names.connected} <= {PUBLIC}


@pytest.mark.parametrize("address", [address for address in INSIDE if address.isascii()] + NO_WEB)
def test_what_a_page_names_is_no_file_and_reaches_nothing_inside(address):
    for get in (download, probe, lambda url, by: fetch(url, named_by=by)):
        with pytest.raises(FetchError):
            get(address.replace(".example", ".invalid"), FEED)


SIGNS = [":", "/", "//", "\\", "@", "#", "?", "[", "]", ".", "%", "\t", "\n", "\0", "ß", "①", "。"]
WORDS = [
    "http",
    "https",
    "127.0.0.1",
    "localhost",
    "nas",
    "blatt.example",
    "::1",
    "0x7f",
    "2130706433",
    "anna:x@",
    ":80",
]
PIECES = st.sampled_from([*SIGNS, *WORDS])
ADDRESSES = st.text(max_size=30) | st.lists(PIECES, max_size=9).map("".join)


@settings(max_examples=200)
@given(ADDRESSES | ADDRESSES.map("http://{}".format))
def test_whatever_a_feed_names_is_one_error_or_public(address):
    names = Names(NAMES)
    with Visitor(network=names.network()) as visitor, pytest.raises(FetchError):
        visitor.get(address, named_by=FEED)  # of the public, nobody is there
    assert {address for address, _ in names.connected} <= {PUBLIC}


# What a server redirects to, by the number in the address.
GOALS = [
    "http://127.0.0.1:8000/",
    "http://169.254.169.254/latest/meta-data/",
    "http://localhost/",
    "http://2130706433/",
    "http://[::1]/",
    "//[::ffff:10.0.0.1]/",
    "http://router.lan/",
    "http://halb.example/",
    "http://blatt.example@10.0.0.1/",
    "file:///etc/passwd",
    "gopher://127.0.0.1:11211/_stats",
    "http://[kaputt/",
]


@pytest.mark.parametrize("number", range(len(GOALS)), ids=GOALS)
@pytest.mark.parametrize("named_by", [None, FEED], ids=["typed", "named"])
def test_a_public_host_redirects_to_nothing_inside(hello, number, named_by):
    names = Names(NAMES, hello)
    with Visitor(delay_s=0, network=names.network()) as visitor, pytest.raises(FetchError):
        visitor.get(f"http://blatt.example/nach/{number}", named_by=named_by)
    assert {address for address, _ in names.connected} == {PUBLIC}


def test_a_name_that_changes_its_address_reaches_nothing_inside(hello):
    names = Names({"blatt.example": [[PUBLIC], [PUBLIC], ["127.0.0.1"]]}, hello)  # robots.txt, feed, page
    feed = "http://blatt.example/feed.xml"
    with Visitor(delay_s=0, network=names.network()) as visitor:
        visitor.get(feed)
        with pytest.raises(FetchError, match="private network"):
            visitor.page("http://blatt.example/a", named_by=feed)
    assert {address for address, _ in names.connected} == {PUBLIC}


def test_the_address_that_is_checked_is_the_one_that_is_connected(hello):
    names = Names({"boese.example": [[PUBLIC], [PUBLIC], ["127.0.0.1"]]}, hello)  # no more than needed
    with Visitor(delay_s=0, network=names.network()) as visitor:
        visitor.page("http://boese.example/a", named_by=FEED)
    assert names.connected == [(PUBLIC, 80), (PUBLIC, 80)]


# ── what the user allows ────────────────────────────────────────────────────────────────────────────


def test_a_feed_at_home_names_pages_at_its_host_and_port_alone(hello):
    with site(lambda handler, _number: handler.reply(body=b"geheim")) as (other, asked), Visitor() as visitor:
        visitor.get(f"{hello}/feed.xml")
        assert visitor.page(f"{hello}/a", named_by=f"{hello}/feed.xml").content == "<p>Hallo"
        with pytest.raises(FetchError, match="private network"):
            visitor.get(f"{other}/a", named_by=f"{hello}/feed.xml")
        assert asked == []


def test_a_feed_does_not_lie_where_it_says_but_where_it_was_got(hello):
    with Visitor() as visitor, pytest.raises(FetchError, match="private network"):
        visitor.get(f"{hello}/a", named_by=f"{hello}/feed.xml")


@pytest.mark.parametrize("allowed", ["{host}", "{host}:{port}", "HTTP://{host}:{port}", "127.0.0.1."])
def test_a_host_that_the_user_allows(hello, allowed):
    _, host, port = hello.replace("//", "").split(":")
    with Visitor(allow_hosts=[allowed.format(host=host, port=port)]) as visitor:
        assert visitor.page(f"{hello}/a", named_by=FEED).content == "<p>Hallo"


def test_another_port_than_the_user_allows(hello):
    with Visitor(allow_hosts=["127.0.0.1:1", "kaputt:x", "::2"]) as visitor, pytest.raises(FetchError):
        visitor.page(f"{hello}/a", named_by=FEED)


def test_what_the_user_types_may_be_anywhere(hello):
    names = Names({**NAMES, "drucker": [["169.254.7.7"]]}, hello)
    with Visitor(network=names.network()) as visitor:
        for address in ("http://nas/", "http://127.0.0.1/", "http://0/", "http://[::1]/", "http://drucker/"):
            assert visitor.page(address).content == "<p>Hallo"


@pytest.mark.parametrize(
    ("start", "goal", "is_reached"),
    [
        ("nas", "router.lan", True),
        ("nas", "blatt.example", True),
        ("localhost", "nas", True),
        ("nas", "localhost", False),
        ("nas", "169.254.169.254", False),
        ("localhost", "169.254.169.254", False),
        ("blatt.example", "nas", False),
    ],
)
def test_a_redirect_leads_outwards_or_stays(start, goal, is_reached):
    def answer(handler, _number):
        if handler.headers["Host"] == start and handler.path == "/a":
            handler.reply(302, headers=[("Location", f"http://{goal}/b")])
        elif handler.path == "/robots.txt":
            handler.reply(404)
        else:
            handler.reply(body=b"da")

    with site(answer) as (root, _):
        names = Names(NAMES, root)
        told = pytest.raises(FetchError, match="private network")
        with (
            Visitor(delay_s=0, network=names.network()) as visitor,
            contextlib.nullcontext() if is_reached else told,
        ):
            assert visitor.get(f"http://{start}/a").final_url == f"http://{goal}/b"


def test_an_open_connection_is_not_used_for_whom_it_would_not_be_made(hello):
    names = Names(NAMES, hello)
    with Visitor(delay_s=0, network=names.network()) as visitor:
        visitor.get("http://nas/feed.xml")
        with pytest.raises(FetchError, match="private network"):
            visitor.get("http://nas/admin", named_by=FEED)
        visitor.get("http://nas/a", named_by="http://nas/feed.xml")


def test_behind_a_proxy_names_are_looked_up_too(monkeypatch):
    def answer(handler, _number):
        handler.reply(404) if handler.path.endswith("/robots.txt") else handler.reply(body=b"da")

    with site(answer) as (proxy, asked):
        monkeypatch.setenv("http_proxy", proxy)
        names = Names(NAMES, proxy)
        with Visitor(delay_s=0, network=names.network()) as visitor:
            assert visitor.get("http://blatt.example/a", named_by=FEED).data == b"da"
            assert visitor.get("http://nur-der-proxy-kennt.example/a", named_by=FEED).data == b"da"
            asked.clear()
            for address in ("http://nas/", "http://127.0.0.1/", "http://2130706433/", "http://halb.example/"):
                with pytest.raises(FetchError, match="private network"):
                    visitor.get(address, named_by=FEED)
    assert asked == []


# ── secrets ─────────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("address", "told"),
    [
        ("https://anna:geheim@blatt.example/a", "https://blatt.example/a"),
        ("https://geheim@blatt.example", "https://blatt.example"),
        ("https://blatt.example/@anna/a", "https://blatt.example/@anna/a"),
        ("https://blatt.example/feed?token=s3cr3t&seite=2", "https://blatt.example/feed?token=…&seite=2"),
        ("https://blatt.example/f?seite=2&API_KEY=s3cr3t", "https://blatt.example/f?seite=2&API_KEY=…"),
        ("https://e.example/a?X-Amz-Signature=s3cr3t#x", "https://e.example/a?X-Amz-Signature=…#x"),
        ("https://blatt.example/#access_token=s3cr3t", "https://blatt.example/#access_token=…"),
        ("https://blatt.example/?monkey=1&design=2", "https://blatt.example/?monkey=1&design=2"),
        ("seiten/a.html", "seiten/a.html"),
    ],
)
def test_how_addresses_are_shown(address, told):
    assert shown(address) == told


def test_a_typed_login_is_for_its_origin_alone():
    seen = []

    def answer(handler, _number):
        seen.append((handler.headers["Host"], handler.path, "Authorization" in handler.headers))
        if handler.path == "/weg":
            handler.reply(302, headers=[("Location", "http://anderswo.example/a")])
        else:
            handler.reply(404 if handler.path == "/robots.txt" else 200)

    with site(answer) as (root, _):
        names = Names({"blatt.example": [[PUBLIC]], "anderswo.example": [[PUBLIC]]}, root)
        with Visitor(delay_s=0, network=names.network()) as visitor:
            feed = visitor.get("http://anna:geheim@blatt.example/feed?token=s3cr3t")
            visitor.get("http://blatt.example/a", named_by=feed.final_url)
            visitor.get("http://blatt.example/b", named_by="http://anderswo.example/feed")
            visitor.get("http://blatt.example/weg", named_by=feed.final_url)
            visitor.get("http://x:y@anderswo.example/c", named_by=feed.final_url)
    assert feed.final_url == "http://blatt.example/feed?token=s3cr3t"
    logged_in = [path for host, path, has_login in seen if has_login and host == "blatt.example"]
    assert logged_in == ["/feed?token=s3cr3t", "/a", "/weg"]
    assert not any(has_login for host, _, has_login in seen if host != "blatt.example")


def error_of(ask):
    try:
        ask()
    except PodcasterError as exc:
        return str(exc)
    return ""


@pytest.mark.parametrize("path", ["feed", "nichts", "viel", "pdf", "kaputt"])
def test_secrets_stand_in_no_message_and_no_log(caplog, path):
    def answer(handler, _number):
        if handler.path.startswith("/nichts"):
            handler.reply(404)
        elif handler.path.startswith("/viel"):
            handler.reply(503, headers=[("Retry-After", "3600")])
        elif handler.path.startswith("/kaputt"):
            handler.connection.close()
        else:
            kind = "application/pdf" if handler.path.startswith("/pdf") else "text/html"
            handler.reply(body=b"<p>Hallo", headers=[("Content-Type", kind)])

    caplog.set_level("DEBUG")
    with site(answer) as (root, _), Visitor() as visitor:
        address = f"{root.replace('//', '//anna:geheim@')}/{path}?token=s3cr3t"
        told = "".join(
            error_of(lambda get=get: get(address))
            for get in (visitor.page, visitor.get, fetch, download, probe)
        )
    assert not [secret for secret in SECRETS if secret in told + caplog.text]
