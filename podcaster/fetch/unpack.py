"""Content codings (RFC 9110, section 8.4.1) undone piece by piece, so that a bomb fills no memory."""

from __future__ import annotations

import zlib
from itertools import chain
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

ACCEPTED = "gzip, deflate"
_PIECE = 1 << 16
_WINDOW = zlib.MAX_WBITS
_GZIP_WINDOW = 16 + _WINDOW
_MOST_CODINGS = 3


class PackingError(ValueError):
    """The bytes are not packed as they say, or end too early."""


class TooLargeError(ValueError):
    """More bytes than are wanted."""


def unpack(chunks: Iterable[bytes], codings: str, max_bytes: int) -> Iterator[bytes]:
    """The bytes behind the ``Content-Encoding``; raises TooLargeError as soon as they are too many.

    Also what lies between two codings is counted, since a bomb can be packed twice.
    """
    named = [coding.strip().lower() for coding in codings.split(",")]
    layers = [coding for coding in named if coding not in {"", "identity"}]
    if len(layers) > _MOST_CODINGS:
        message = f"packed {len(layers)} times"
        raise PackingError(message)
    pieces = bounded(chunks, max_bytes)
    for coding in reversed(layers):
        pieces = bounded(_layer(pieces, coding), max_bytes)
    return pieces


def bounded(chunks: Iterable[bytes], max_bytes: int) -> Iterator[bytes]:
    """The same bytes, as long as they are not too many; raises TooLargeError."""
    size = 0
    for chunk in chunks:
        size += len(chunk)
        if size > max_bytes:
            raise TooLargeError
        yield chunk


def _layer(chunks: Iterable[bytes], coding: str) -> Iterator[bytes]:
    if coding in {"gzip", "x-gzip"}:
        return _inflated(chunks, _GZIP_WINDOW)
    if coding == "deflate":
        return _deflated(chunks)
    message = f"packed as {coding!r}, which was not asked for"
    raise PackingError(message)


def _deflated(chunks: Iterable[bytes]) -> Iterator[bytes]:
    """RFC 9110 wants the zlib format; some servers send the bare stream."""
    rest = iter(chunks)
    head = b""
    while len(head) < 2 and (chunk := next(rest, None)) is not None:  # noqa: PLR2004  # of its header
        head += chunk
    has_header = head[:1] and head[0] & 0x0F == zlib.DEFLATED and int.from_bytes(head[:2], "big") % 31 == 0
    return _inflated(chain([head], rest), _WINDOW if has_header else -_WINDOW)


def _inflated(chunks: Iterable[bytes], window: int) -> Iterator[bytes]:
    """One or more streams after another; what follows the last and is none is left out."""
    stream = zlib.decompressobj(window)
    has_begun = False
    for chunk in chunks:
        packed = chunk
        while packed:
            if stream.eof:
                if window != _GZIP_WINDOW or not packed.startswith(b"\x1f"):
                    return
                stream = zlib.decompressobj(window)
            has_begun = True
            try:
                piece = stream.decompress(packed, _PIECE)
            except zlib.error as exc:
                message = "broken packing"
                raise PackingError(message) from exc
            if piece:
                yield piece
            packed = stream.unused_data if stream.eof else stream.unconsumed_tail
    if has_begun and not stream.eof:
        if rest := stream.flush():
            yield rest
        if not stream.eof:
            message = "it ends in the middle"
            raise PackingError(message)
