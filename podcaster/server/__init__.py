"""Serves ``public/`` as podcast apps need it: ranges, validators, right types; knows no store."""

from __future__ import annotations

import errno
import mimetypes
import socket
from base64 import b64decode
from contextlib import suppress
from dataclasses import dataclass
from hmac import compare_digest
from typing import TYPE_CHECKING

from podcaster.errors import ConfigError
from podcaster.model import MEDIA_TYPES

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from starlette.types import ASGIApp, Message, Receive, Scope, Send

_BIND_FAILURES = {
    errno.EADDRINUSE: ("is in use already", "stop the other program, or name another port"),
    errno.EACCES: ("needs more rights", "name a port above 1023"),
    errno.EADDRNOTAVAIL: ("is no address of this machine", "name one, such as 127.0.0.1"),
}
_HEADERS = {
    "cache-control": "no-cache",  # ask again each time, and get 304: the feed changes overnight
    "referrer-policy": "no-referrer",  # a secret address does not travel to the article's page
    "x-content-type-options": "nosniff",
}
_DRAIN_S = 3
_MOST_CONNECTIONS = 400
"""Two open files each, with room to spare below the usual limit of 1,024."""
_GZIP_LEVEL = 5


@dataclass(frozen=True, slots=True)
class Access:
    """Who may read the show, and under which path a proxy may pass requests on."""

    path: str = "/"
    """The path of ``base_url``: requests that a proxy passes on with and without it are answered."""
    token: str = ""
    """First part of every path; without it nothing is found."""
    user: str = ""
    password: str = ""
    """With ``user``: HTTP Basic (RFC 7617)."""


_EVERYBODY = Access()


def serve(
    public: Path,
    host: str = "127.0.0.1",
    port: int = 8000,
    *,
    access: Access = _EVERYBODY,
    on_ready: Callable[[str], None] = lambda _url: None,
) -> None:
    """Serve the folder until interrupted; ``on_ready`` gets the address, also for port 0.

    Raises ConfigError where the folder is missing or the port cannot be had.
    """
    if not public.is_dir():
        raise ConfigError(str(public), "is no folder", "make the show first: podcaster new")
    import uvicorn  # noqa: PLC0415

    from podcaster.server.transfer import Impatient  # noqa: PLC0415

    listener = _listen(host, port)
    config = uvicorn.Config(
        app(public, access),
        access_log=False,
        http=Impatient,
        loop="asyncio",  # others know no sendfile
        limit_concurrency=_MOST_CONNECTIONS,
        log_config=None,
        server_header=False,
        timeout_graceful_shutdown=_DRAIN_S,
        lifespan="off",
        ws="none",
    )
    with listener:
        name = f"[{host}]" if ":" in host else host
        token = f"{access.token}/" if access.token else ""
        on_ready(f"http://{name}:{listener.getsockname()[1]}/{token}")
        with suppress(KeyboardInterrupt):  # raised again once the server has stopped
            uvicorn.Server(config).run(sockets=[listener])


def app(public: Path, access: Access = _EVERYBODY) -> ASGIApp:
    """The ASGI application: GET and HEAD of what lies in ``public``, and nothing else.

    No listing; what leads out of the folder, also by a link, is not found, and neither are names
    that begin with a dot, such as files that are being written.
    """
    from starlette.applications import Starlette  # noqa: PLC0415
    from starlette.datastructures import MutableHeaders  # noqa: PLC0415
    from starlette.middleware.cors import CORSMiddleware  # noqa: PLC0415
    from starlette.middleware.gzip import GZipMiddleware  # noqa: PLC0415
    from starlette.responses import PlainTextResponse, RedirectResponse  # noqa: PLC0415
    from starlette.routing import Mount  # noqa: PLC0415

    from podcaster.server.transfer import Files  # noqa: PLC0415

    for suffix, media_type in MEDIA_TYPES.items():
        mimetypes.add_type(media_type, suffix)
    lying = Starlette(routes=[Mount("/", Files(directory=public, html=True))])
    packed = GZipMiddleware(lying, compresslevel=_GZIP_LEVEL)

    async def files(scope: Scope, receive: Receive, send: Send) -> None:
        # older ones hold back the head of a response until its body, which sendfile goes past
        kind = mimetypes.guess_type(scope["path"])[0] or ""
        await (lying if kind.startswith("audio/") else packed)(scope, receive, send)

    # players in web pages, such as those of podcast directories, load transcripts from elsewhere
    shared = CORSMiddleware(
        files, allow_origins=["*"], allow_methods=["GET", "HEAD"], allow_headers=["Range"]
    )
    not_found = PlainTextResponse("Not Found", status_code=404)
    ask = PlainTextResponse(
        "Unauthorized",
        status_code=401,
        headers={"www-authenticate": 'Basic realm="podcaster", charset="UTF-8"'},
    )

    async def guarded(scope: Scope, receive: Receive, send: Send) -> None:
        async def send_with_headers(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                headers.update(_HEADERS)
                if "content-encoding" in headers and "etag" in headers:
                    headers["etag"] = f"W/{headers['etag']}"  # other bytes than the file's
            await send(message)

        path = _inner_path(scope["path"], access)
        if path is None or "\0" in path or any(part.startswith(".") for part in path.split("/")):
            answer: ASGIApp = not_found
        elif not _is_known(scope, access):
            answer = ask
        elif path == "/" and not scope["path"].endswith("/"):  # the page's addresses are relative
            answer = RedirectResponse(f"./{scope['path'].rpartition('/')[2]}/", status_code=308)
        else:
            answer = shared
        await answer({**scope, "path": path, "raw_path": None}, receive, send_with_headers)

    return guarded


def _inner_path(path: str, access: Access) -> str | None:
    """The path below ``public/``; None for one that lacks the token."""
    if access.path != "/" and f"{path}/".startswith(access.path):
        path = "/" + path[len(access.path) :]
    if not access.token:
        return path
    first, _, rest = path.removeprefix("/").partition("/")
    return "/" + rest if _is_same(first, access.token) else None


def _is_known(scope: Scope, access: Access) -> bool:
    if not access.user:
        return True
    header = dict(scope["headers"]).get(b"authorization", b"")
    kind, _, given = header.partition(b" ")
    try:
        told = b64decode(given.strip(), validate=True).decode()
    except ValueError:  # no base64, no UTF-8
        return False
    return kind.lower() == b"basic" and _is_same(told, f"{access.user}:{access.password}")


def _is_same(given: str, secret: str) -> bool:
    """In constant time: how long the answer takes tells nothing of the secret."""
    return compare_digest(given.encode("utf-8", "surrogatepass"), secret.encode())


def _listen(host: str, port: int) -> socket.socket:
    address = f"{host}:{port}"
    try:
        return socket.create_server((host, port), family=socket.AF_INET6 if ":" in host else socket.AF_INET)
    except OverflowError as exc:
        cause, way_out = "is no port", "name one from 1 to 65535"
        raise ConfigError(address, cause, way_out) from exc
    except (TypeError, ValueError) as exc:  # what socket makes of a name that IDNA cannot encode
        cause, way_out = "is no name of a host", "name an address, such as 127.0.0.1"
        raise ConfigError(address, cause, way_out) from exc
    except OSError as exc:
        other = (exc.strerror or str(exc), "name another address")
        cause, way_out = _BIND_FAILURES.get(exc.errno or 0, other)
        raise ConfigError(address, cause, way_out) from exc
