"""Hosts that hang, drip, lie or never end: each is one clear line, and in time."""

import contextlib
import gzip
import socket
import ssl
import threading
import time
from functools import cache

import pytest
import trustme
from web import Names, raw, site

from podcaster.errors import FetchError
from podcaster.fetch import Visitor, download, fetch, probe

IN_TIME_S = 0.15
"""Of the whole request; the servers of these tests go on for an hour."""
AN_HOUR = 36_000
HEAD = b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n"


def asked(connection):
    """The request's first line."""
    got = b""
    while b"\r\n\r\n" not in got:
        chunk = connection.recv(4096)
        if not chunk:
            raise ConnectionResetError
        got += chunk
    return got.partition(b"\r\n")[0]


def drip(connection, data):
    for _ in range(AN_HOUR):
        connection.sendall(data)
        time.sleep(0.02)


def hang(connection):
    asked(connection)
    connection.recv(1)


def drip_headers(connection):
    asked(connection)
    connection.sendall(HEAD)
    drip(connection, b"X")


def drip_the_status(connection):
    asked(connection)
    drip(connection, b"H")


def drip_interim_answers(connection):
    asked(connection)
    drip(connection, b"HTTP/1.1 103 Early Hints\r\n\r\n")


def drip_a_body(connection):
    asked(connection)
    connection.sendall(HEAD + b"Content-Length: 5000000\r\n\r\n")
    drip(connection, b"<")


def drip_chunks(connection):
    asked(connection)
    connection.sendall(HEAD + b"Transfer-Encoding: chunked\r\n\r\n")
    drip(connection, b"1\r\n<\r\n")


def drip_redirects(connection):
    asked(connection)
    time.sleep(0.05)
    connection.sendall(b"HTTP/1.1 302 Found\r\nLocation: /weiter\r\nContent-Length: 0\r\n\r\n")
    drip_redirects(connection)


SLOW = [hang, drip_headers, drip_the_status, drip_interim_answers, drip_a_body, drip_chunks]


def without_robots(serve):
    """The server, with a robots.txt that is answered at once."""

    def answer(connection):
        if serve is not drip_redirects and asked_for_robots(connection):
            connection.sendall(b"HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\n\r\n")
        serve(connection)

    return answer


def asked_for_robots(connection):
    return b"/robots.txt" in connection.recv(4096, socket.MSG_PEEK) and b"/robots.txt" in asked(connection)


@pytest.mark.parametrize("serve", SLOW)
@pytest.mark.parametrize("has_robots", [True, False])
def test_a_host_that_is_slow_is_given_up_in_time(serve, has_robots):
    with (
        raw(without_robots(serve) if has_robots else serve) as host,
        Visitor(deadline_s=IN_TIME_S) as visitor,
        pytest.raises(FetchError, match=r"longer than 0\.15 seconds"),
    ):
        visitor.get(f"http://{host}/feed.xml")


@pytest.mark.parametrize("serve", SLOW)
def test_a_file_or_page_of_a_slow_host(serve):
    with raw(serve) as host:
        for get in (download, fetch):
            with pytest.raises(FetchError, match="longer"):
                get(f"http://{host}/a", deadline_s=IN_TIME_S)


@pytest.mark.parametrize("serve", [hang, drip_headers])
def test_a_slow_host_is_not_probed_for_long(serve):
    with raw(serve) as host, pytest.raises(FetchError, match="longer"):
        probe(f"http://{host}/a.mp3", deadline_s=IN_TIME_S)


def test_redirects_that_take_their_time():
    with raw(drip_redirects) as host, pytest.raises(FetchError, match="longer"):
        fetch(f"http://{host}/a", deadline_s=IN_TIME_S)


@pytest.mark.parametrize(
    "serve", [lambda connection: connection.recv(1 << 20, socket.MSG_WAITALL), drip_the_status]
)
def test_a_handshake_without_end(serve):
    with raw(serve) as host, pytest.raises(FetchError):
        fetch(f"https://{host}/a", deadline_s=IN_TIME_S)


def test_a_name_server_that_does_not_answer():
    answered = threading.Event()
    names = Names({})
    names.resolve = lambda _host, _port: answered.wait(60) and []
    try:
        with (
            Visitor(deadline_s=IN_TIME_S, network=names.network()) as visitor,
            pytest.raises(FetchError, match="host is not found"),
        ):
            visitor.get("http://blatt.example/feed.xml")
    finally:
        answered.set()


@pytest.mark.parametrize(
    "failure",
    [
        socket.gaierror(socket.EAI_NONAME, "Name or service not known"),
        socket.gaierror(socket.EAI_AGAIN, "Temporary failure in name resolution"),
        OSError("no network"),
        UnicodeError("label too long"),
    ],
)
def test_a_name_that_is_not_found_is_told(failure):
    def resolve(_host, _port):
        raise failure

    names = Names({})
    names.resolve = resolve
    with Visitor(network=names.network()) as visitor, pytest.raises(FetchError, match="host is not found"):
        visitor.get("http://blatt.example/feed.xml")


def test_a_name_with_an_address_that_does_not_answer_has_others():
    with site(lambda handler, _number: handler.reply(body=b"da")) as (root, _):
        names = Names({"blatt.example": [["192.0.2.1", "192.0.2.2"]]}, root)
        reach = names.connect

        def connect(address, port, timeout):
            if address == "192.0.2.1":
                names.root = "127.0.0.1:1"  # nobody there
            try:
                return reach(address, port, timeout)
            finally:
                names.root = root.removeprefix("http://")

        names.connect = connect
        with Visitor(network=names.network()) as visitor:
            assert visitor.get("http://blatt.example/a").data == b"da"


# ── too much ────────────────────────────────────────────────────────────────────────────────────────


def five_gigabytes_told(connection):
    asked(connection)
    connection.sendall(HEAD + b"Content-Length: 5000000000\r\n\r\n<p>")
    connection.recv(1)


def five_gigabytes_sent(connection):
    asked(connection)
    connection.sendall(HEAD + b"\r\n")
    for _ in range(5000):
        connection.sendall(bytes(1_000_000))


@cache
def fifty_megabytes():
    return gzip.compress(bytes(50_000_000))


def a_bomb(connection):
    asked(connection)
    connection.sendall(HEAD + b"Content-Encoding: gzip\r\n\r\n")
    for _ in range(100):
        connection.sendall(fifty_megabytes())  # 5 GB in 5 MB


def headers_without_end(connection):
    asked(connection)
    connection.sendall(HEAD)
    for number in range(AN_HOUR):
        connection.sendall(b"X-%d: %s\r\n" % (number, b"x" * 1000))


@pytest.mark.parametrize("serve", [five_gigabytes_told, five_gigabytes_sent, a_bomb])
def test_what_is_too_large_is_not_taken_in(serve):
    with raw(without_robots(serve)) as host, Visitor() as visitor:
        for get in (visitor.page, lambda url: visitor.get(url, max_bytes=5_000_000), download):
            with pytest.raises(FetchError, match="larger than"):
                get(f"http://{host}/a")


def test_of_a_robots_txt_without_end_the_beginning_is_read():
    def answer(connection):
        if asked_for_robots(connection):
            connection.sendall(HEAD + b"\r\nUser-agent: *\nDisallow: /geheim\n")
            connection.sendall(b"# und so weiter\n" * 100_000)
        else:
            asked(connection)
            connection.sendall(HEAD + b"Content-Length: 2\r\n\r\nda")

    with raw(answer) as host, Visitor() as visitor:
        assert visitor.get(f"http://{host}/a").data == b"da"
        with pytest.raises(FetchError, match=r"robots\.txt"):
            visitor.get(f"http://{host}/geheim")


def test_headers_without_end_are_an_error():
    with raw(headers_without_end) as host, pytest.raises(FetchError):
        fetch(f"http://{host}/a")


@pytest.mark.parametrize(
    "answer",
    [
        b"",
        b"\x16\x03\x01",
        b"HTTP/1.1 200 OK\r\nContent-Length: zehn\r\n\r\n",
        b"HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\nkurz",
        b"HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\n\r\nkein gzip",
        b"HTTP/1.1 200 OK\r\nContent-Encoding: br\r\n\r\n\x0b",
        b"HTTP/1.1 302 Found\r\nLocation: http://[kaputt/\r\n\r\n",
        b"HTTP/1.1 302 Found\r\nLocation: \xff\xfe\r\n\r\n",
        b"HTTP/1.1 304 Not Modified\r\n\r\n",
        b"HTTP/1.1 999 Nein\r\n\r\n",
        b"SSH-2.0-OpenSSH_9.2\r\n",
    ],
)
def test_answers_that_are_none(answer):
    def serve(connection):
        asked(connection)
        connection.sendall(answer)

    with raw(without_robots(serve)) as host, Visitor() as visitor, pytest.raises(FetchError) as told:
        visitor.get(f"http://{host}/a")
    assert host in told.value.subject


# ── certificates ────────────────────────────────────────────────────────────────────────────────────


@pytest.fixture
def authority(monkeypatch, tmp_path):
    """One whom this machine trusts."""
    known = trustme.CA()
    known.cert_pem.write_to_path(tmp_path / "ca.pem")
    monkeypatch.setenv("SSL_CERT_FILE", str(tmp_path / "ca.pem"))
    return known


def secured(certificate):
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    certificate.configure_cert(context)

    def serve(connection):
        with contextlib.suppress(ssl.SSLError), context.wrap_socket(connection, server_side=True) as secure:
            asked(secure)
            secure.sendall(HEAD + b"Content-Length: 8\r\n\r\n<p>Hallo")

    return serve


def test_a_certificate_that_is_valid(authority):
    with raw(secured(authority.issue_cert("127.0.0.1"))) as host:
        assert fetch(f"https://{host}/a").content == "<p>Hallo"


def test_the_certificate_is_the_names_though_its_address_is_connected(authority):
    with raw(secured(authority.issue_cert("blatt.example"))) as host:
        names = Names({"blatt.example": [["93.184.215.14"]]}, host)
        with Visitor(delay_s=0, network=names.network()) as visitor:
            assert visitor.page("https://blatt.example/a").content == "<p>Hallo"


@pytest.mark.parametrize("name", ["127.0.0.1", "anderswo.example"])
def test_a_certificate_that_is_not_valid(authority, name):
    issuer = authority if name != "127.0.0.1" else trustme.CA()
    with (
        raw(secured(issuer.issue_cert(name))) as host,
        pytest.raises(FetchError, match="certificate is not valid"),
    ):
        fetch(f"https://{host}/a")


def test_a_host_that_speaks_no_tls():
    with (
        site(lambda handler, _number: handler.reply()) as (root, _),
        pytest.raises(FetchError, match="cannot be reached"),
    ):
        fetch(root.replace("http:", "https:"))
