"""Serves ``public/`` as podcast apps need it: ranges, validators, right types; knows no store."""

from __future__ import annotations

import errno
import mimetypes
import socket
from contextlib import suppress
from typing import TYPE_CHECKING

from podcaster.errors import ConfigError

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from starlette.types import ASGIApp, Message, Receive, Scope, Send

_MEDIA_TYPES = {
    ".html": "text/html",
    ".jpg": "image/jpeg",
    ".json": "application/json",
    ".mp3": "audio/mpeg",
    ".png": "image/png",
    ".srt": "application/x-subrip",
    ".vtt": "text/vtt",
    ".xml": "application/rss+xml",
}

_BIND_FAILURES = {
    errno.EADDRINUSE: ("is in use already", "stop the other program, or name another port"),
    errno.EACCES: ("needs more rights", "name a port above 1023"),
    errno.EADDRNOTAVAIL: ("is no address of this machine", "name one, such as 127.0.0.1"),
}
_HEADERS = {
    "cache-control": "no-cache",  # ask again each time, and get 304: the feed changes overnight
    "x-content-type-options": "nosniff",
}
_DRAIN_S = 3


def serve(
    public: Path,
    host: str = "127.0.0.1",
    port: int = 8000,
    *,
    on_ready: Callable[[str], None] = lambda _url: None,
) -> None:
    """Serve the folder until interrupted; ``on_ready`` gets the address, also for port 0.

    Raises ConfigError where the folder is missing or the port cannot be had.
    """
    if not public.is_dir():
        raise ConfigError(str(public), "is no folder", "make the show first: podcaster new")
    import uvicorn  # noqa: PLC0415

    listener = _listen(host, port)
    config = uvicorn.Config(
        app(public),
        access_log=False,
        log_config=None,
        server_header=False,
        timeout_graceful_shutdown=_DRAIN_S,
        lifespan="off",
        ws="none",
    )
    with listener:
        name = f"[{host}]" if ":" in host else host
        on_ready(f"http://{name}:{listener.getsockname()[1]}/")
        with suppress(KeyboardInterrupt):  # raised again once the server has stopped
            uvicorn.Server(config).run(sockets=[listener])


def app(public: Path) -> ASGIApp:
    """The ASGI application: GET and HEAD of what lies in ``public``, and nothing else.

    No listing; what leads out of the folder, also by a link, is not found, and neither are names
    that begin with a dot, such as files that are being written.
    """
    from starlette.applications import Starlette  # noqa: PLC0415
    from starlette.datastructures import MutableHeaders  # noqa: PLC0415
    from starlette.responses import PlainTextResponse  # noqa: PLC0415
    from starlette.routing import Mount  # noqa: PLC0415
    from starlette.staticfiles import StaticFiles  # noqa: PLC0415

    for suffix, media_type in _MEDIA_TYPES.items():
        mimetypes.add_type(media_type, suffix)
    files = Starlette(routes=[Mount("/", StaticFiles(directory=public, html=True))])
    not_found = PlainTextResponse("Not Found", status_code=404)

    async def guarded(scope: Scope, receive: Receive, send: Send) -> None:
        async def send_with_headers(message: Message) -> None:
            if message["type"] == "http.response.start":
                MutableHeaders(scope=message).update(_HEADERS)
            await send(message)

        path = scope["path"]
        hidden = "\0" in path or any(part.startswith(".") for part in path.split("/"))
        await (not_found if hidden else files)(scope, receive, send_with_headers)

    return guarded


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
