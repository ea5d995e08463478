import contextlib
import io
import time

import pytest
from web import site

from podcaster.errors import FetchError, NoArticleError
from podcaster.fetch import decode, fetch
from podcaster.fetch.client import ATTEMPTS

PAGE = "<!doctype html><html><body><p>Grüße aus Köln</p></body></html>"


def test_a_page_is_fetched_and_its_final_address_kept():
    def answer(handler, _number):
        if handler.path == "/alt":
            handler.reply(302, headers=[("Location", "/neu")])
        else:
            handler.reply(body=PAGE.encode(), headers=[("Content-Type", "text/html; charset=utf-8")])

    with site(answer) as (root, _):
        page = fetch(f"{root}/alt")
    assert page.content == PAGE
    assert page.is_html
    assert (page.url, page.final_url) == (f"{root}/alt", f"{root}/neu")


def test_plain_text_stays_plain_text():
    text = "Ein Text, in dem <p> steht"
    with site(lambda h, _n: h.reply(body=text.encode(), headers=[("Content-Type", "text/plain")])) as (
        root,
        _,
    ):
        assert not fetch(root).is_html


@pytest.mark.parametrize(
    ("status", "words"),
    [(404, ["404", "browser"]), (403, ["403", "save the page"]), (401, ["401", "login"]), (410, ["410"])],
)
def test_a_refusal_is_told_once_and_not_retried(status, words):
    with site(lambda h, _n: h.reply(status)) as (root, counter), pytest.raises(FetchError) as caught:
        fetch(f"{root}/artikel")
    assert len(counter) == 1
    for word in [*words, "/artikel"]:
        assert word in str(caught.value)


def test_a_busy_server_is_asked_again():
    def answer(handler, number):
        if number == 1:
            handler.reply(503)
        else:
            handler.reply(body=PAGE.encode(), headers=[("Content-Type", "text/html")])

    with site(answer) as (root, counter):
        assert fetch(root).content == PAGE
    assert len(counter) == 2


def test_a_server_that_stays_busy_is_given_up():
    with site(lambda h, _n: h.reply(503)) as (root, counter), pytest.raises(FetchError, match="503"):
        fetch(root)
    assert len(counter) == ATTEMPTS


def test_redirects_without_end_are_told():
    with (
        site(lambda h, _n: h.reply(302, headers=[("Location", "/x")])) as (root, _),
        pytest.raises(FetchError, match="redirects"),
    ):
        fetch(root)


def test_the_body_of_a_redirect_is_not_read():
    def answer(handler, _number):
        if handler.path == "/neu":
            handler.reply(body=PAGE.encode(), headers=[("Content-Type", "text/html")])
            return
        handler.send_response(302)
        handler.send_header("Location", "/neu")
        handler.end_headers()
        with contextlib.suppress(OSError):
            while True:  # until the reader hangs up
                handler.wfile.write(b"a" * 1_000_000)

    with site(answer) as (root, _):
        assert fetch(f"{root}/alt").content == PAGE


@pytest.mark.parametrize(
    ("variable", "value"),
    [("ALL_PROXY", "nonsense://127.0.0.1:9"), ("SSL_CERT_FILE", "/nowhere/certificates.pem")],
)
def test_an_environment_that_cannot_be_used_is_told(monkeypatch, variable, value):
    monkeypatch.setenv(variable, value)
    with pytest.raises(FetchError, match=variable):
        fetch("http://127.0.0.1:9/artikel")


@pytest.mark.parametrize(
    ("kind", "name"),
    [("application/pdf", "a PDF"), ("image/jpeg", "an image"), ("application/zip", "application/zip")],
)
def test_a_file_that_is_no_page_is_refused_by_its_type(kind, name):
    with (
        site(lambda h, _n: h.reply(body=b"x", headers=[("Content-Type", kind)])) as (root, _),
        pytest.raises(NoArticleError, match=name),
    ):
        fetch(root)


def test_a_page_without_end_is_cut_off():
    with (
        site(lambda h, _n: h.reply(body=b"a" * 5000, headers=[("Content-Type", "text/html")])) as (root, _),
        pytest.raises(FetchError, match="larger"),
    ):
        fetch(root, max_bytes=1000)


def test_a_page_that_drips_is_cut_off():
    def answer(handler, _number):
        handler.send_response(200)
        handler.send_header("Content-Type", "text/html")
        handler.end_headers()
        for _ in range(100):
            try:
                handler.wfile.write(b"<p>")
            except OSError:
                return
            time.sleep(0.05)

    with site(answer) as (root, _), pytest.raises(FetchError, match="longer"):
        fetch(root, deadline_s=0.3)


def test_an_unreachable_host_is_told():
    with site(lambda h, _n: h.reply()) as (root, _):
        pass
    with pytest.raises(FetchError, match="cannot be reached"):
        fetch(root)


@pytest.mark.parametrize(
    "source",
    ["http://", "http://[::1", "http://a b/", "ftp://example.org/x", "http://" + "a" * 300 + ".example/"],
)
def test_an_address_that_is_none_is_told(source):
    with pytest.raises(FetchError):
        fetch(source)


def test_files_and_standard_input(tmp_path, monkeypatch):
    file = tmp_path / "a.html"
    file.write_text(PAGE, encoding="utf-8")
    assert fetch(str(file)).is_html
    text = tmp_path / "a.txt"
    text.write_text("<p>wörtlich</p>", encoding="utf-8")
    assert not fetch(str(text)).is_html
    monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO(PAGE.encode())))
    page = fetch("-")
    assert page.is_html
    assert page.url is None


@pytest.mark.parametrize(
    ("name", "data", "words"),
    [
        ("a.pdf", b"%PDF-1.7 ...", "a PDF"),
        ("a.html", b"\x89PNG\r\n\x1a\n", "an image"),
        ("a.txt", b"", "empty"),
        ("a.txt", b" \n\n ", "empty"),
        ("a.txt", bytes(range(256)) * 20, "binary"),
    ],
)
def test_files_that_hold_no_text_are_refused(tmp_path, name, data, words):
    file = tmp_path / name
    file.write_bytes(data)
    with pytest.raises(NoArticleError, match=words):
        fetch(str(file))


def test_missing_files_and_folders(tmp_path):
    with pytest.raises(FetchError, match="no such file"):
        fetch(str(tmp_path / "fehlt.html"))
    with pytest.raises(FetchError, match="folder"):
        fetch(str(tmp_path))
    with pytest.raises(FetchError, match=r"https://www\.example\.de/artikel"):
        fetch("www.example.de/artikel")


@pytest.mark.parametrize(
    ("data", "charset"),
    [
        ("Grüße „so“ – €".encode(), None),
        ("Grüße „so“ – €".encode(), "iso-8859-1"),  # declared wrongly
        ("Grüße „so“ – €".encode("cp1252"), None),
        ("Grüße „so“ – €".encode("cp1252"), "ISO-8859-1"),
        ("Grüße „so“ – €".encode("utf-16"), None),
        ("Grüße „so“ – €".encode("utf-8-sig"), "utf-8"),
        ("Grüße „so“".encode() + " – €".encode("cp1252"), "utf-8"),  # glued
        ("Grüße „so“".encode() + " – €".encode("cp1252"), None),
        (b"<meta charset=cp1252>" + "Grüße „so“ – €".encode("cp1252"), None),
    ],
)
def test_encodings(data, charset):
    assert decode(data, charset).removeprefix("<meta charset=cp1252>") == "Grüße „so“ – €"


@pytest.mark.parametrize("encoding", ["utf-16-le", "utf-16-be"])
def test_utf_16_without_a_byte_order_mark(encoding):
    assert decode(PAGE.encode(encoding), "utf-8") == PAGE


def test_an_unknown_encoding_does_not_raise():
    assert decode("Grüße".encode("cp1252"), "klingonisch") == "Grüße"


@pytest.mark.parametrize("charset", ["utf-7", "unicode_escape", "punycode", "hex", "undefined", "a\0b"])
@pytest.mark.parametrize("data", [b"+2AA- \\ud800 \xff", b"Gr\xfc\xdfe"])
def test_codecs_that_are_no_web_encodings_are_not_used(data, charset):
    assert decode(data, charset) == data.decode("cp1252")


def test_a_page_that_calls_itself_utf_8_and_is_not():
    text = "Grüße aus Köln, schöne Straße"
    assert decode(text.encode("cp1252"), "utf-8") == text


def test_a_broken_letter_does_not_change_the_encoding():
    assert decode("Grüße aus Köln".encode() + b"\xff", "utf-8") == "Grüße aus Köln\ufffd"


@pytest.mark.parametrize(
    ("source", "address"), [("127.0.0.1:8000/a", "//127.0.0.1:8000/a"), ("localhost:1/a", "//localhost:1/a")]
)
def test_an_address_without_its_scheme_is_recognised(source, address):
    with pytest.raises(FetchError, match=address):
        fetch(source)


def test_no_source_at_all():
    with pytest.raises(FetchError, match="is empty"):
        fetch("")
