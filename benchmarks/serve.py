"""Parallel downloads from ``podcaster serve``, beside nginx on the same file; a figure a line.

    python benchmarks/serve.py

200 connections at once ask for a range each of one MP3 of 60 MB, five times over. Without nginx on
this machine (Debian: nginx-light) only our own figures come out.
"""

from __future__ import annotations

import os
import selectors
import socket
import subprocess
import sys
import tempfile
import time
from contextlib import contextmanager, suppress
from pathlib import Path
from shutil import which
from statistics import median
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

CONNECTIONS = 200
ROUNDS = 5
FILE_BYTES = 60_000_000
RANGE_BYTES = 2_000_000
READY_S = 10

_SERVE = """
import sys
from pathlib import Path
from podcaster.server import serve
serve(Path(sys.argv[1]), port=int(sys.argv[2]))
"""
_NGINX = """
daemon off; worker_processes auto; pid {root}/nginx.pid; error_log /dev/null;
events {{ worker_connections 1024; }}
http {{
  access_log off; sendfile on; tcp_nopush on;
  client_body_temp_path {root}/a; proxy_temp_path {root}/b; fastcgi_temp_path {root}/c;
  uwsgi_temp_path {root}/d; scgi_temp_path {root}/e;
  server {{ listen 127.0.0.1:{port}; root {public}; }}
}}
"""


class WrongAnswerError(Exception):
    """An answer that is not what was asked for."""


def download(port: int) -> tuple[float, int]:
    """Seconds for all ranges at once, and how many of them went wrong."""
    selector = selectors.DefaultSelector()
    left: dict[socket.socket, int] = {}
    errors = 0
    buffer = bytearray(1 << 20)
    started = time.perf_counter()
    for number in range(CONNECTIONS):
        connection = socket.create_connection(("127.0.0.1", port))
        start = number * (FILE_BYTES - RANGE_BYTES) // CONNECTIONS
        connection.sendall(
            b"GET /folge.mp3 HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n"
            + f"Range: bytes={start}-{start + RANGE_BYTES - 1}\r\n\r\n".encode()
        )
        selector.register(connection, selectors.EVENT_READ)
        left[connection] = -1  # the headers are still to come
    while left:
        for key, _ in selector.select():
            connection = key.fileobj
            assert isinstance(connection, socket.socket)
            try:
                left[connection] = _read_on(connection, buffer, left[connection])
            except (OSError, WrongAnswerError):
                errors += 1
                left[connection] = 0
            if left[connection] == 0:
                selector.unregister(connection)
                connection.close()
                del left[connection]
    return time.perf_counter() - started, errors


def _read_on(connection: socket.socket, buffer: bytearray, left: int) -> int:
    """Bytes that are still to come after what has come now."""
    size = connection.recv_into(buffer)
    if size == 0:
        raise WrongAnswerError
    if left >= 0:
        return left - size
    head, blank, body = bytes(buffer[:size]).partition(b"\r\n\r\n")
    if not blank or b" 206 " not in head[:20]:
        raise WrongAnswerError
    return RANGE_BYTES - len(body)


@contextmanager
def running(command: list[str], port: int) -> Iterator[None]:
    """A server, from when it answers on."""
    with subprocess.Popen(command, stderr=subprocess.DEVNULL) as server:
        try:
            _wait_for(port)
            yield
        finally:
            server.terminate()


def _wait_for(port: int) -> None:
    end = time.monotonic() + READY_S
    while time.monotonic() < end:
        with suppress(OSError), socket.create_connection(("127.0.0.1", port)) as connection:
            connection.sendall(b"HEAD /folge.mp3 HTTP/1.0\r\n\r\n")
            if connection.recv(100):
                return
        time.sleep(0.05)
    sys.exit(f"nothing answers on port {port}")


def _free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as probe:
        return int(probe.getsockname()[1])


def main() -> None:
    """Print the figures of both, rounds taken in turn."""
    with tempfile.TemporaryDirectory() as name:
        root = Path(name)
        public = root / "public"
        public.mkdir()
        root.chmod(0o755)  # nginx's workers are another user
        (public / "folge.mp3").write_bytes(os.urandom(FILE_BYTES))
        ports = {"podcaster": _free_port(), "nginx": _free_port()}
        commands = {"podcaster": [sys.executable, "-c", _SERVE, str(public), str(ports["podcaster"])]}
        if nginx := which("nginx") or which("nginx", path="/usr/sbin"):
            config = root / "nginx.conf"
            config.write_text(_NGINX.format(root=root, public=public, port=ports["nginx"]), encoding="utf-8")
            commands["nginx"] = [nginx, "-c", str(config)]
        seconds: dict[str, list[float]] = {server: [] for server in commands}
        errors = dict.fromkeys(commands, 0)
        for _ in range(ROUNDS):
            for server, command in commands.items():
                with running(command, ports[server]):
                    took_s, failed = download(ports[server])
                seconds[server].append(took_s)
                errors[server] += failed
        for server in commands:
            rate = CONNECTIONS * RANGE_BYTES / median(seconds[server]) / 1e6
            print(f"{server} downloads: {ROUNDS * CONNECTIONS}")
            print(f"{server} errors: {errors[server]}")
            print(f"{server} MB/s: {rate:.0f}")
        if "nginx" in seconds:
            print(f"ratio: {median(seconds['podcaster']) / median(seconds['nginx']):.2f}")


if __name__ == "__main__":
    main()
