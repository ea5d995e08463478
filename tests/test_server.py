from __future__ import annotations

import json
import re
import signal
import socket
import subprocess
import sys
import threading
import time
from contextlib import contextmanager, suppress

import httpx
import pytest

from podcaster.errors import ConfigError
from podcaster.server import serve

AUDIO = bytes(range(256)) * 400
SERVE = """
import json, sys
from pathlib import Path
from podcaster import server
from podcaster.server import transfer
transfer._REQUEST_S = float(sys.argv[3])
access = server.Access(**json.loads(sys.argv[2]))
server.serve(Path(sys.argv[1]), port=0, access=access, on_ready=lambda url: print(url, flush=True))
"""
TOKEN = "q8Zr3vN-kT0_bX5mYw7cLd"


@contextmanager
def server_of(public, request_s=20.0, **access):
    """A server as a program of its own, on a free port; yields its address."""
    with subprocess.Popen(
        [sys.executable, "-c", SERVE, str(public), json.dumps(access), str(request_s)],
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    ) as server:
        try:
            yield server.stdout.readline().strip(), server
        finally:
            server.send_signal(signal.SIGINT)
            server.wait(10)


@pytest.fixture(scope="module")
def public(tmp_path_factory):
    root = tmp_path_factory.mktemp("show")
    folder = root / "public"
    (folder / "episodes").mkdir(parents=True)
    for name, content in {
        "index.html": b"<!DOCTYPE html><title>Sendung</title>",
        "feed.xml": b"<rss/>",
        "long.xml": b"<rss>" + b"<item/>" * 1000 + b"</rss>",
        "cover.jpg": b"\xff\xd8\xff",
        "episodes/wald.mp3": AUDIO,
        "episodes/wald.vtt": b"WEBVTT\n",
        "episodes/wald.srt": b"1\n",
        "episodes/wald.json": b"{}",
        "episodes/\u00fc b.mp3": AUDIO,
        "episodes/.wald.mp3.part": b"half",
        ".htpasswd": b"secret",
    }.items():
        (folder / name).write_bytes(content)
    (root / "podcaster.db").write_bytes(b"secret")
    (folder / "out").symlink_to(root)
    (folder / "db").symlink_to(root / "podcaster.db")
    (folder / "latest.mp3").symlink_to(folder / "episodes" / "wald.mp3")
    return folder


@pytest.fixture(scope="module")
def address(public):
    with server_of(public) as (url, _server):
        yield url


@pytest.fixture(scope="module")
def client(address):
    with httpx.Client(base_url=address, trust_env=False) as client:
        yield client


@pytest.mark.parametrize(
    ("path", "media_type"),
    [
        ("/", "text/html; charset=utf-8"),
        ("/index.html", "text/html; charset=utf-8"),
        ("/feed.xml", "application/rss+xml"),
        ("/cover.jpg", "image/jpeg"),
        ("/episodes/wald.mp3", "audio/mpeg"),
        ("/episodes/wald.vtt", "text/vtt; charset=utf-8"),
        ("/episodes/wald.srt", "application/x-subrip"),
        ("/episodes/wald.json", "application/json"),
        ("/episodes/%C3%BC%20b.mp3", "audio/mpeg"),
        ("/latest.mp3", "audio/mpeg"),
    ],
)
def test_files_come_with_their_type(client, path, media_type):
    got = client.get(path)
    assert (got.status_code, got.headers["content-type"]) == (200, media_type)
    assert int(got.headers["content-length"]) == len(got.content)
    assert got.headers["accept-ranges"] == "bytes"
    assert got.headers["x-content-type-options"] == "nosniff"


def test_head_tells_the_length_and_sends_nothing(client):
    got = client.head("/episodes/wald.mp3")
    assert (got.status_code, got.headers["content-length"], got.content) == (200, str(len(AUDIO)), b"")


@pytest.mark.parametrize(
    ("asked", "start", "end"),
    [
        ("bytes=0-99", 0, 100),
        ("bytes=1000-", 1000, len(AUDIO)),
        ("bytes=-50", len(AUDIO) - 50, len(AUDIO)),
        ("bytes=5-999999", 5, len(AUDIO)),
    ],
)
def test_a_range_is_a_part(client, asked, start, end):
    got = client.get("/episodes/wald.mp3", headers={"Range": asked})
    assert got.status_code == 206
    assert got.content == AUDIO[start:end]
    assert got.headers["content-range"] == f"bytes {start}-{end - 1}/{len(AUDIO)}"
    assert got.headers["content-type"] == "audio/mpeg"


def test_a_range_behind_the_end_is_refused(client):
    got = client.get("/episodes/wald.mp3", headers={"Range": f"bytes={len(AUDIO)}-"})
    assert (got.status_code, got.headers["content-range"]) == (416, f"bytes */{len(AUDIO)}")


@pytest.mark.parametrize(
    "asked", ["bytes=", "bytes=x-y", "bytes=9-1", "bytes=" + ",".join(["0-9"] * 5000), "lines=1-2"]
)
def test_absurd_ranges_do_no_harm(client, asked):
    assert client.get("/episodes/wald.mp3", headers={"Range": asked}).status_code in {200, 206, 400, 416, 431}
    assert client.get("/feed.xml").status_code == 200


def test_what_has_not_changed_is_not_sent_again(client):
    first = client.get("/feed.xml").headers
    for validator in ({"If-None-Match": first["etag"]}, {"If-Modified-Since": first["last-modified"]}):
        again = client.get("/feed.xml", headers=validator)
        assert (again.status_code, again.content, again.headers["cache-control"]) == (304, b"", "no-cache")
    assert client.get("/feed.xml", headers={"If-None-Match": '"another"'}).status_code == 200


def test_a_part_of_a_changed_file_is_the_whole_file(client):
    etag = client.get("/episodes/wald.mp3").headers["etag"]
    for known, status in ((etag, 206), ('"old"', 200)):
        got = client.get("/episodes/wald.mp3", headers={"Range": "bytes=0-9", "If-Range": known})
        assert got.status_code == status


@pytest.mark.parametrize("method", ["POST", "PUT", "DELETE", "PATCH", "OPTIONS"])
def test_nothing_can_be_written(client, public, method):
    assert client.request(method, "/feed.xml", content=b"x").status_code == 405
    assert (public / "feed.xml").read_bytes() == b"<rss/>"


@pytest.mark.parametrize(
    "path",
    [
        *("/missing.mp3", "/episodes", "/episodes/", "/episodes/wald.mp3/x", "/" + "a" * 5000),
        *("/.htpasswd", "/episodes/.wald.mp3.part", "/%2ehtpasswd"),
        *(
            "/../podcaster.db",
            "/%2e%2e/podcaster.db",
            "/%2e%2e%2fpodcaster.db",
            "/episodes/../../podcaster.db",
        ),
        *(
            "/..%5cpodcaster.db",
            "/%252e%252e/podcaster.db",
            "//podcaster.db",
            "/%2fetc/passwd",
            "//etc/passwd",
        ),
        *("/db", "/out/podcaster.db", "/out/", "/feed.xml%00", "/%00", "/%ff%fe", "/episodes/%c0%ae%c0%ae/x"),
    ],
)
def test_nothing_else_is_found(address, path):
    status, body = raw_get(address, path)
    assert status == 404
    assert b"secret" not in body


def raw_get(address, path):
    """Ask for the path as it is; a client would tidy ``..`` up."""
    host, port = re.fullmatch(r"http://(.+):(\d+)/", address).groups()
    with socket.create_connection((host, int(port)), timeout=10) as connection:
        connection.sendall(f"GET {path} HTTP/1.1\r\nHost: {host}\r\nConnection: close\r\n\r\n".encode())
        answer = b"".join(iter(lambda: connection.recv(65536), b""))
    head, _, body = answer.partition(b"\r\n\r\n")
    return int(head.split()[1]), body


def test_many_at_once_each_get_their_part(client):
    wrong = []

    def download(number):
        got = client.get("/episodes/wald.mp3", headers={"Range": f"bytes={number}-{number + 5000}"})
        if got.content != AUDIO[number : number + 5001]:
            wrong.append(number)

    threads = [threading.Thread(target=download, args=(number,)) for number in range(40)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert wrong == []


def test_a_new_feed_is_seen_at_once(public, client):
    (public / "new.xml").write_bytes(b"<rss/>")
    etag = client.get("/new.xml").headers["etag"]
    part = public / ".new.xml.part"
    part.write_bytes(b"<rss>new</rss>")
    part.replace(public / "new.xml")
    assert client.get("/new.xml", headers={"If-None-Match": etag}).content == b"<rss>new</rss>"


def test_text_is_sent_small_and_sound_as_it_is(client):
    for path, encoding in (("/long.xml", "gzip"), ("/episodes/wald.mp3", None), ("/cover.jpg", None)):
        assert client.get(path).headers.get("content-encoding") == encoding
    plain = client.get("/long.xml", headers={"Accept-Encoding": "identity"})
    assert plain.content == client.get("/long.xml").content
    assert "Accept-Encoding" in plain.headers["vary"]


def test_a_small_text_is_known_again_and_not_continued(client):
    etag = client.get("/long.xml").headers["etag"]
    assert etag.startswith("W/")
    assert client.get("/long.xml", headers={"If-None-Match": etag}).status_code == 304
    part = client.get("/long.xml", headers={"Range": "bytes=5-11", "If-Range": etag})
    assert part.status_code == 200  # RFC 9110, 13.1.5: a weak validator continues nothing
    part = client.get("/long.xml", headers={"Range": "bytes=5-11"})
    assert (part.status_code, part.content) == (206, b"<item/>")
    assert "content-encoding" not in part.headers


def test_players_on_other_pages_may_read(client):
    origin = {"Origin": "https://app.example"}
    assert client.get("/episodes/wald.vtt", headers=origin).headers["access-control-allow-origin"] == "*"
    asked = {**origin, "Access-Control-Request-Method": "GET", "Access-Control-Request-Headers": "range"}
    assert client.options("/episodes/wald.mp3", headers=asked).status_code == 200


PATHS = ("", "index.html", "feed.xml", "cover.jpg", "episodes/wald.mp3", "episodes/wald.vtt", "missing")


@pytest.fixture(scope="module")
def browser():
    with httpx.Client(trust_env=False) as browser:
        yield browser


def test_without_the_token_nothing_is_found(public, browser):
    with server_of(public, token=TOKEN) as (url, server):
        assert url.endswith(f"/{TOKEN}/")
        host = url.removesuffix(f"{TOKEN}/")
        for path in PATHS:
            assert browser.get(url + path).status_code == (404 if path == "missing" else 200)
            for wrong in (
                "",
                "x/",
                TOKEN[:-1] + "/",
                TOKEN.lower() + "/",
                f"{TOKEN}%00/",
                f"{TOKEN}x/",
                "ü/",
            ):
                got = browser.get(f"{host}{wrong}{path}")
                assert (got.status_code, got.text) == (404, "Not Found")
        part = browser.get(f"{url}episodes/wald.mp3", headers={"Range": "bytes=0-9"})
        assert (part.status_code, part.content) == (206, AUDIO[:10])
        assert raw_get(host, f"/{TOKEN}/../podcaster.db")[0] == 404
        browser.get(f"{host}%zz")
        raw_get(host, f"/{TOKEN}/\x7f")
        server.send_signal(signal.SIGINT)
        assert TOKEN not in server.stdout.read()


def test_the_password_opens_everything(public, browser):
    with server_of(public, user="ich", password="geheim: ü") as (url, _server):
        for path in PATHS:
            refused = browser.get(url + path)
            assert refused.status_code == 401
            assert refused.headers["www-authenticate"] == 'Basic realm="podcaster", charset="UTF-8"'
            assert browser.get(url + path, auth=("ich", "geheim: ü")).status_code != 401
            for wrong in (("ich", "geheim"), ("", ""), ("ich", ""), ("Ich", "geheim: ü")):
                assert browser.get(url + path, auth=wrong).status_code == 401


@pytest.mark.parametrize(
    "header", ["", "Basic", "Basic !!!", "Basic /w==", "Bearer aWNoOmdlaGVpbQ==", "Basic " + "A" * 9000]
)
def test_a_strange_password_opens_nothing(public, browser, header):
    with server_of(public, user="ich", password="geheim") as (url, _server):
        assert browser.get(url, headers={"Authorization": header}).status_code == 401


def test_a_proxy_may_pass_its_path_on_or_not(public, browser):
    with server_of(public, path="/hoeren/", token=TOKEN) as (url, _server):
        host = url.removesuffix(f"{TOKEN}/")
        for address in (f"{host}{TOKEN}/feed.xml", f"{host}hoeren/{TOKEN}/feed.xml"):
            assert browser.get(address).text == "<rss/>"
        assert browser.get(f"{host}hoeren/feed.xml").status_code == 404


@pytest.mark.parametrize(("token", "below"), [("", "hoeren"), (TOKEN, TOKEN), (TOKEN, f"hoeren/{TOKEN}")])
def test_the_page_is_whole_where_its_slash_is_forgotten(public, browser, token, below):
    with server_of(public, path="/hoeren/", token=token) as (url, _server):
        address = url.removesuffix(f"{token}/") + below if token else url + below
        page = browser.get(address, follow_redirects=True)
        assert (page.status_code, str(page.url)) == (200, f"{address}/")


@pytest.mark.parametrize(
    "drip",
    [
        b"",
        b"GET /feed.xml HTTP/1.1\r\nHost: x\r\nX-",
        b"POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 99\r\n\r\nx",
    ],
)
def test_a_client_that_drips_is_let_go_and_the_others_are_served(public, browser, drip):
    with server_of(public, request_s=0.5) as (url, _server):
        host, port = re.fullmatch(r"http://(.+):(\d+)/", url).groups()
        slow = [socket.create_connection((host, int(port)), timeout=10) for _ in range(50)]
        for connection in slow:
            connection.sendall(drip)
        assert browser.get(f"{url}feed.xml").status_code == 200
        for connection in slow:
            with connection, suppress(ConnectionResetError):
                while connection.recv(4096):
                    pass


def test_a_listener_who_pauses_keeps_the_rest(public, browser):
    whole = AUDIO * 100
    (public / "long.mp3").write_bytes(whole)
    with server_of(public, request_s=0.2) as (url, _server), browser.stream("GET", f"{url}long.mp3") as got:
        pieces = got.iter_raw(1000)
        first = next(pieces)
        time.sleep(0.6)
        assert first + b"".join(pieces) == whole


def test_an_interrupt_ends_it_quietly(public):
    with server_of(public) as (url, server):
        assert httpx.get(url, trust_env=False).status_code == 200
    assert server.returncode == 0


def test_a_port_in_use_is_told(public):
    with socket.create_server(("127.0.0.1", 0)) as other:
        port = other.getsockname()[1]
        with pytest.raises(ConfigError) as caught:
            serve(public, port=port)
    assert (
        str(caught.value)
        == f"127.0.0.1:{port}: is in use already; stop the other program, or name another port"
    )


@pytest.mark.parametrize(
    ("host", "port", "cause"),
    [
        ("127.0.0.1", 70_000, "is no port"),
        ("192.0.2.1", 0, "is no address of this machine"),
        ("host.invalid", 0, "name another address"),
        ("ö..b", 0, "is no name of a host"),
    ],
)
def test_an_address_that_cannot_be_had_is_told(public, host, port, cause):
    with pytest.raises(ConfigError, match=cause):
        serve(public, host, port)


def test_a_show_without_a_public_folder_is_told(tmp_path):
    with pytest.raises(ConfigError, match="is no folder; make the show first"):
        serve(tmp_path / "public")
