"""How bytes go in and out: sound by sendfile, and no patience with requests that never end.

Extends starlette and uvicorn; imported when a show is served, since both load slowly.
"""

from __future__ import annotations

import asyncio
from contextlib import suppress
from typing import TYPE_CHECKING

import h11
from starlette.datastructures import MutableHeaders
from starlette.responses import FileResponse
from starlette.staticfiles import StaticFiles
from uvicorn.protocols.http.h11_impl import H11Protocol

if TYPE_CHECKING:
    from os import PathLike, stat_result

    from starlette.responses import Response
    from starlette.types import Scope, Send

_REQUEST_S = 20
"""What a client has to say what it wants; one that drips it byte by byte holds a place for no longer."""


class Sound(FileResponse):
    """A file that the kernel copies into the connection: more than twice as fast as chunk by chunk.

    Where the hooks that it takes the place of are gone, starlette sends the file itself.
    """

    connection: H11Protocol

    async def _handle_simple(self, send: Send, send_header_only: bool, send_pathsend: bool) -> None:  # noqa: FBT001
        if send_header_only:
            await super()._handle_simple(send, send_header_only, send_pathsend)
        else:
            await send(
                {
                    "type": "http.response.start",
                    "status": self.status_code,
                    "headers": self.raw_headers,
                }
            )
            await self.send_bytes(send, 0, int(self.headers["content-length"]))

    async def _handle_single_range(
        self,
        send: Send,
        start: int,
        end: int,
        file_size: int,
        send_header_only: bool,  # noqa: FBT001
    ) -> None:
        if send_header_only:
            await super()._handle_single_range(send, start, end, file_size, send_header_only)
        else:
            headers = MutableHeaders(raw=list(self.raw_headers))
            headers["content-range"] = f"bytes {start}-{end - 1}/{file_size}"
            headers["content-length"] = str(end - start)
            await send({"type": "http.response.start", "status": 206, "headers": headers.raw})
            await self.send_bytes(send, start, end)

    async def send_bytes(self, send: Send, start: int, end: int) -> None:
        """Send the bytes of the file from ``start`` up to ``end``, and end the response."""
        count = end - start
        transport = self.connection.transport
        sent = 0
        with suppress(ConnectionError), open(self.path, "rb") as file:  # noqa: ASYNC230, PTH123  local
            sent = await asyncio.get_running_loop().sendfile(transport, file, start, count)
        if sent < count:  # the client is gone, or the file was replaced by a shorter one
            transport.abort()
            await asyncio.sleep(0)  # uvicorn takes note
            return
        # h11 counts what went past it
        self.connection.conn.send_with_data_passthrough(h11.Data(data=_Passed(count)))  # type: ignore[arg-type]
        await send({"type": "http.response.body", "body": b"", "more_body": False})


class Files(StaticFiles):
    """A folder whose sound goes out as Sound, where the connection is known."""

    def file_response(
        self,
        full_path: PathLike[str] | str,
        stat_result: stat_result,
        scope: Scope,
        status_code: int = 200,
    ) -> Response:
        """As starlette answers; sound on connections of ours by sendfile."""
        response = super().file_response(full_path, stat_result, scope, status_code)
        connection = scope.get("state", {}).get("connection")
        if not isinstance(response, FileResponse) or connection is None:
            return response
        if not (response.media_type or "").startswith("audio/"):
            return response
        sound = Sound(full_path, status_code, stat_result=stat_result)
        sound.connection = connection
        return sound


class Impatient(H11Protocol):
    """Ends a connection that does not bring its request to an end in time; known to its responses."""

    deadline: asyncio.TimerHandle | None = None

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        """Make this connection known to its responses."""
        super().connection_made(transport)
        self.app_state = {"connection": self}  # for Sound
        self.watch()

    def data_received(self, data: bytes) -> None:
        """Take what the client says."""
        super().data_received(data)
        self.watch()

    def connection_lost(self, exc: Exception | None) -> None:
        """Forget the deadline."""
        super().connection_lost(exc)
        self.stop_watching()

    def watch(self) -> None:
        """Run the deadline while a request is awaited or under way."""
        if self.conn.their_state not in {h11.IDLE, h11.SEND_BODY}:
            self.stop_watching()
        elif self.deadline is None:
            self.deadline = self.loop.call_later(_REQUEST_S, self.transport.abort)

    def stop_watching(self) -> None:
        """Let the client take its time, as with what it is sent."""
        if self.deadline is not None:
            self.deadline.cancel()
            self.deadline = None


class _Passed(int):
    """A number of bytes that were sent already, as h11 wants to be told."""

    def __len__(self) -> int:
        return int(self)
