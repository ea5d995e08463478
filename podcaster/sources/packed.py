"""Bytes as servers give them → UTF-8, unpacked, of a size that can be read."""

from __future__ import annotations

import codecs
import re
import zlib

from podcaster.errors import SourceError

MOST_BYTES = 52_428_800
"""Unpacked: what a sitemap may have (sitemaps.org protocol)."""
_GZIP = b"\x1f\x8b"
_GZIP_WINDOW = 31
"""zlib's number for the largest window, with a gzip header."""
_SNIFFED_BYTES = 4_000
_MARKS = {
    codecs.BOM_UTF8: "utf-8",
    codecs.BOM_UTF16_LE: "utf-16-le",
    codecs.BOM_UTF16_BE: "utf-16-be",
    b"<\x00": "utf-16-le",
    b"\x00<": "utf-16-be",
}
_DECLARED = re.compile(
    rb"""
      <\?xml [^>]{0,80}? \bencoding \s*=\s* ["'] ([\w:.-]+)   # <?xml version="1.0" encoding="utf-8"
    | <meta [^>]{0,200}? charset \s*=\s* ["']? \s* ([\w:.-]+)  # <meta charset="utf-8"
    """,
    re.VERBOSE | re.IGNORECASE,
)
_ENCODINGS = re.compile(r"iso8859-(?:[2-9]|1[0-6])|cp125\d|koi8-[ru]|mac-roman|utf-16(?:-[bl]e)?")
"""Codecs that German and neighbouring sources declare; latin-1 and ASCII mean windows-1252 in the web."""
_CONTROL = bytes([*range(0x09), 0x0B, 0x0C, *range(0x0E, 0x20), 0x7F])


def unpacked(data: bytes, url: str) -> bytes:
    """The bytes without gzip; raises SourceError where they are broken, or far more than any source has."""
    if not data.startswith(_GZIP):
        return data
    whole = bytearray()
    while data.startswith(_GZIP):  # several may follow each other
        inflater = zlib.decompressobj(_GZIP_WINDOW)
        try:
            whole += inflater.decompress(data, MOST_BYTES - len(whole) + 1)
        except zlib.error as exc:
            raise SourceError(url, "is packed, and broken", "try again later") from exc
        if len(whole) > MOST_BYTES:
            cause = f"unpacks to more than {MOST_BYTES // 1_048_576} MB"
            raise SourceError(url, cause, "a sitemap is smaller; check the address")
        if not inflater.eof:
            raise SourceError(url, "is packed, and breaks off in the middle", "try again later")
        data = inflater.unused_data
    return bytes(whole)


def utf8(data: bytes) -> bytes:
    """The text as UTF-8 without byte order mark and control characters.

    UTF-8 goes before the declaration, which is wrong more often; where neither fits it is windows-1252.
    """
    for mark, encoding in _MARKS.items():
        if data.startswith(mark):
            text = data.decode(encoding, "replace").removeprefix("\ufeff")
            return text.encode("utf-8", "ignore").translate(None, _CONTROL)
    try:
        data.decode("utf-8")
    except UnicodeDecodeError:
        data = data.decode(_declared(data), "replace").encode("utf-8", "ignore")
    return data.translate(None, _CONTROL)


def _declared(data: bytes) -> str:
    found = _DECLARED.search(data[:_SNIFFED_BYTES])
    label = (found[1] or found[2]).decode("ascii", "replace") if found else ""
    try:
        codec = codecs.lookup(label).name
    except (LookupError, ValueError):
        return "cp1252"
    return codec if _ENCODINGS.fullmatch(codec) else "cp1252"
