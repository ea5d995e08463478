"""Servers on loopback, and a network of names that leads to them."""

import contextlib
import http.server
import ipaddress
import socket
import threading
from contextlib import contextmanager

import httpcore

from podcaster.fetch.network import Network


@contextmanager
def site(answer, protocol="HTTP/1.0"):
    """A server on loopback; ``answer(handler, number)`` writes the response to request ``number``."""
    counter = []

    class Handler(http.server.BaseHTTPRequestHandler):
        protocol_version = protocol

        def do_GET(self):
            counter.append(self.path)
            answer(self, len(counter))

        def reply(self, status=200, body=b"", headers=()):
            self.send_response(status)
            for name, value in headers:
                self.send_header(name, value)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_args):
            pass

    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    threading.Thread(target=server.serve_forever, args=(0.01,), daemon=True).start()
    try:
        yield f"http://127.0.0.1:{server.server_port}", counter
    finally:
        server.shutdown()
        server.server_close()


@contextmanager
def raw(serve):
    """A server that does with each connection what ``serve(connection)`` does; yields its address."""
    listener = socket.create_server(("127.0.0.1", 0))

    def take(connection):
        with connection, contextlib.suppress(OSError):
            serve(connection)

    def accept():
        with contextlib.suppress(OSError):
            while True:
                connection, _ = listener.accept()
                threading.Thread(target=take, args=(connection,), daemon=True).start()

    threading.Thread(target=accept, daemon=True).start()
    try:
        yield f"127.0.0.1:{listener.getsockname()[1]}"
    finally:
        listener.close()


class Names:
    """A network in which names have the addresses of ``table``, and all addresses are one server's.

    Of a name with several answers (lists) each lookup takes the next; IPv4 is read in all spellings
    that the system's resolver knows. ``connected`` notes whom a connection went to.
    """

    def __init__(self, table, root="http://127.0.0.1:1"):
        self.table = {name: list(answers) for name, answers in table.items()}
        self.root = root.removeprefix("http://")
        self.connected = []

    def network(self):
        return Network(self.resolve, self.connect)

    def resolve(self, host, _port):
        with contextlib.suppress(OSError):
            return [str(ipaddress.ip_address(socket.inet_aton(host)))]
        if host not in self.table:
            raise socket.gaierror(socket.EAI_NONAME, "Name or service not known")
        answers = self.table[host]
        return answers.pop(0) if len(answers) > 1 else answers[0]

    def connect(self, address, port, timeout):
        self.connected.append((address, port))
        host, _, real_port = self.root.partition(":")
        return httpcore.SyncBackend().connect_tcp(host, int(real_port), timeout)
