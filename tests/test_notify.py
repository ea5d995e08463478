import json
import socket
import sys
import threading
from email import message_from_bytes, policy
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest

from podcaster.errors import ConfigError
from podcaster.notify import check_addresses, notify

NEWS = ("Meine Zeitung: 3 new episodes", "Der Wald kommt zurück\n„Wir öffnen“, sagt der Bürgermeister")


@pytest.fixture
def hook():
    """A server that takes what is posted; ``.got`` has path, headers and body of each."""

    class Hook(BaseHTTPRequestHandler):
        def do_POST(self):
            body = self.rfile.read(int(self.headers["Content-Length"]))
            self.server.got.append((self.path, dict(self.headers), body))
            self.send_response(self.server.status)
            self.end_headers()
            self.wfile.write(b"{}")

        def log_message(self, *_):
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Hook)
    server.got, server.status = [], 200
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield server
    server.shutdown()
    server.server_close()


def test_a_webhook_gets_title_and_text_at_its_whole_address(hook):
    assert notify(*NEWS, to=[f"http://127.0.0.1:{hook.server_port}/in/x?token=q8Zr&a=b%20c"]) == []
    [(path, _, body)] = hook.got
    told = json.loads(body)
    assert path == "/in/x?token=q8Zr&a=b+c"
    assert (told["title"], told["message"]) == NEWS


def test_ntfy_gets_title_and_text(hook):
    assert notify(*NEWS, to=[f"ntfy://127.0.0.1:{hook.server_port}/morgen"]) == []
    [(_, headers, body)] = hook.got
    told = body.decode()
    assert "Wir öffnen" in told or "Wir öffnen" in json.loads(body).get("message", "")
    assert headers


def free_port():
    with socket.create_server(("127.0.0.1", 0)) as listener:
        return listener.getsockname()[1]


def test_mail_is_sent():
    controller = pytest.importorskip("aiosmtpd.controller")

    class Postbox:
        def __init__(self):
            self.mails = []

        async def handle_DATA(self, _server, _session, envelope):  # noqa: N802  as aiosmtpd calls it
            self.mails.append(message_from_bytes(envelope.content, policy=policy.default))
            return "250 OK"

    box = Postbox()
    server = controller.Controller(box, hostname="127.0.0.1", port=free_port())
    server.start()
    try:
        address = f"mailto://127.0.0.1:{server.port}?from=podcaster@example.org&to=ich@example.org"
        assert notify(*NEWS, to=[address]) == []
    finally:
        server.stop()
    [mail] = box.mails
    assert mail["Subject"] == NEWS[0]
    assert "Wir öffnen" in mail.get_body(("plain", "html")).get_content()


def test_a_command_finds_the_news_in_its_input(tmp_path):
    target = tmp_path / "news file"
    script = tmp_path / "tell.py"
    script.write_text(
        "import os, sys; open(sys.argv[1], 'w').write(os.environ['PODCASTER_NEWS'] + '|' + sys.stdin.read())"
    )
    assert notify(*NEWS, command=f"{sys.executable} {script} '{target}'") == []
    assert target.read_text() == "|".join(NEWS)


def test_what_fails_comes_back_without_its_secret_and_the_others_are_told(hook, caplog):
    hook.status = 500
    bad = f"http://ich:geheim@127.0.0.1:{hook.server_port}/in?token=q8Zr"
    errors = notify(*NEWS, to=[bad, "rubbish"], command="/nowhere/at/all")
    assert [error.subject for error in errors] == [
        "http://127.0.0.1/…",
        "an address in [notify]",
        "/nowhere/at/all",
    ]
    told = " ".join(map(str, errors)) + caplog.text
    assert "geheim" not in told
    assert "q8Zr" not in told


@pytest.mark.parametrize("address", ["rubbish", "", "ftp://x", "http://[::1"])
def test_a_wrong_address_is_told_beforehand(address):
    with pytest.raises(ConfigError, match="address"):
        check_addresses([address])


def test_a_command_that_fails_says_why():
    [error] = notify(*NEWS, command=f"{sys.executable} -c 'import sys; sys.exit(\"no phone\")'")
    assert "no phone" in str(error)
