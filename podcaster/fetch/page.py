"""Bytes → Page: what is text, in which encoding, and whether it is HTML."""

from __future__ import annotations

import codecs
import re
from datetime import datetime, timezone
from typing import TYPE_CHECKING

from podcaster.errors import FetchError, NoArticleError
from podcaster.model import Page

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

MAX_BYTES = 20_000_000
"""A page larger than this is no article."""
_HTML_TYPES = frozenset({"text/html", "application/xhtml+xml", "application/xml", "text/xml", ""})
_TEXT_TYPES = frozenset({"text/plain", "text/markdown"})

# First bytes → what a reader would call it.
_NO_PAGE = {
    b"%PDF": "a PDF",
    b"\x89PNG": "an image",
    b"\xff\xd8\xff": "an image",
    b"GIF8": "an image",
    b"RIFF": "a sound, image or film file",
    b"PK\x03\x04": "a ZIP archive or an office document",
    b"\x1f\x8b": "a compressed file",
    b"ID3": "a sound file",
    b"OggS": "a sound file",
    b"\xd0\xcf\x11\xe0": "an office document",
    b"\x7fELF": "a program",
}
_BOMS = {codecs.BOM_UTF8: "utf-8-sig", codecs.BOM_UTF16_LE: "utf-16", codecs.BOM_UTF16_BE: "utf-16"}
# WHATWG Encoding Standard, section 4.2: these labels mean windows-1252.
_LATIN = frozenset({"ascii", "us-ascii", "iso-8859-1", "iso8859-1", "latin-1", "latin1", "l1", "cp1252"})
# The codecs behind the encodings of that standard; some other ones of Python's give what is no text.
_WEB_CODEC = re.compile(
    r"""
      utf-8 | utf-16 (?: -[bl]e )?
    | cp (?: 866 | 874 | 949 | 932 | 125\d ) | iso8859-\d+ | koi8-[ru] | mac- (?: roman | cyrillic )
    | gbk | gb2312 | gb18030 | big5 (?: hkscs )? | euc_ (?: jp | kr ) | iso2022_jp | shift_jis | tis-620
    """,
    re.VERBOSE,
)
_META_CHARSET = re.compile(
    rb"""
      <meta [^>]{0,200}? charset \s*=\s* ["']? \s* ([\w:.-]+)  # <meta charset="utf-8"
    | <\?xml [^>]{0,80}? encoding= ["'] ([\w:.-]+)             # <?xml version="1.0" encoding="utf-8"
    """,
    re.VERBOSE | re.IGNORECASE,
)
_HTML_START = re.compile(
    r"<(?:!doctype\s+html|html|head|body|article|main|div|p|h1|meta|title)\b", re.IGNORECASE
)
_CONTROL = re.compile(r"[\x00-\x08\x0e-\x1f\x7f\ufffd]")
_CONTROL_SHARE = 0.01
_SNIFFED_CHARS = 4_000
_WIDE_SHARE = 0.8
_STRAY = "podcaster.stray"
_GERMAN_CHARS = frozenset("äöüÄÖÜß„“”‚‘’»«›‹–—…€§°é\u00a0")


def read_file(path: Path, source: str) -> Page:
    """The page in a file; ``source`` is how the user named it."""
    try:
        with path.open("rb") as file:
            data = file.read(MAX_BYTES + 1)
    except FileNotFoundError as exc:
        way_out = f"did you mean https://{source} ?" if _looks_like_host(source) else "check the path"
        raise FetchError(source, "there is no such file", way_out) from exc
    except IsADirectoryError as exc:
        raise FetchError(source, "is a folder", "name one file in it") from exc
    except (OSError, ValueError) as exc:
        raise FetchError(
            source, getattr(exc, "strerror", None) or str(exc), "name a file that can be read"
        ) from exc
    html = {".html": True, ".htm": True, ".xhtml": True, ".txt": False, ".md": False}.get(path.suffix.lower())
    return to_page(data, subject=source, url=None, is_html=html)


def _looks_like_host(source: str) -> bool:
    host = source.split("/", 1)[0]
    named = re.fullmatch(
        r"(?:[\w-]+\.)+[a-z]{2,}(?::\d+)?|[\d.]+:\d+|localhost(?::\d+)?", host, re.IGNORECASE
    )
    return bool(named) and not host.endswith((".html", ".htm", ".txt"))


def check_type(subject: str, headers: Mapping[str, str]) -> None:
    """Raise NoArticleError where a server says that it is no text."""
    media_type = _media_type(headers)
    if media_type not in _HTML_TYPES | _TEXT_TYPES:
        raise NoArticleError(
            subject, f"is {_kind(media_type)}, not a page", "give the address of the article itself"
        )


def page_of(data: bytes, headers: Mapping[str, str], *, subject: str, url: str, final_url: str) -> Page:
    """The page that a server sent, with what its headers say of it."""
    charset = re.search(r"charset\s*=\s*[\"']?([\w:.-]+)", headers.get("content-type", ""), re.IGNORECASE)
    return to_page(
        data,
        subject=subject,
        url=url,
        final_url=final_url,
        is_html=False if _media_type(headers) in _TEXT_TYPES else None,
        charset=charset[1] if charset else None,
    )


def _media_type(headers: Mapping[str, str]) -> str:
    return headers.get("content-type", "").partition(";")[0].strip().lower()


def _kind(media_type: str) -> str:
    names = {"application/pdf": "a PDF", "image": "an image", "audio": "a sound file", "video": "a film"}
    return (
        names.get(media_type)
        or names.get(media_type.split("/", maxsplit=1)[0])
        or f"a file of type {media_type}"
    )


def to_page(
    data: bytes,
    *,
    subject: str,
    url: str | None = None,
    final_url: str | None = None,
    is_html: bool | None = None,
    charset: str | None = None,
) -> Page:
    """Text, and whether it is HTML; raises NoArticleError where it is no text at all."""
    if len(data) > MAX_BYTES:
        raise FetchError(
            subject,
            f"is larger than {MAX_BYTES // 1_000_000} MB",
            "an article is smaller; check what you gave",
        )
    for magic, kind in _NO_PAGE.items():
        if data.startswith(magic):
            raise NoArticleError(
                subject, f"is {kind}, not a page", "give the article as a web page or as text"
            )
    content = decode(data, charset)
    if not content.strip():
        raise NoArticleError(subject, "is empty", "give a page with an article on it")
    if len(_CONTROL.findall(content)) > _CONTROL_SHARE * len(content):
        raise NoArticleError(
            subject, "is no text but binary data", "give the article as a web page or as text"
        )
    if is_html is None:
        is_html = bool(_HTML_START.search(content[:_SNIFFED_CHARS]))
    return Page(url, final_url, content, is_html, datetime.now(timezone.utc))


def decode(data: bytes, charset: str | None = None) -> str:
    """Bytes → text: byte order mark, then UTF-8 wherever it fits, then what is declared, then windows-1252.

    UTF-8 goes before the declaration, since text in another encoding is practically never valid
    UTF-8, while pages that declare latin-1 and are UTF-8 are common. Where most of a page is UTF-8
    and some of it windows-1252, as where an advertisement was glued in, each part is read as what it is.
    """
    for bom, encoding in _BOMS.items():
        if data.startswith(bom):
            return data.decode(encoding, "replace")
    if wide := _wide(data[:_SNIFFED_CHARS]):
        return data.decode(wide, "replace")
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError:
        pass
    if charset is None and (meta := _META_CHARSET.search(data[:_SNIFFED_CHARS])):
        charset = (meta[1] or meta[2]).decode("ascii")
    label = (charset or "windows-1252").lower()
    try:
        codec = codecs.lookup(label).name
    except (LookupError, ValueError):
        codec = "unknown"
    if label in _LATIN or not _WEB_CODEC.fullmatch(codec):
        codec = "cp1252"
    if codec not in {"utf-8", "cp1252"}:
        return data.decode(codec, "replace")
    text = data.decode("utf-8", "replace")
    if 2 * text.count("\ufffd") > sum(not char.isascii() for char in text):
        return data.decode("cp1252", "replace")  # also where it calls itself UTF-8, and is not
    return data.decode("utf-8", _STRAY)


def _wide(start: bytes) -> str | None:
    """UTF-16 without a byte order mark: every other byte is NUL."""
    even, odd = start[::2], start[1::2]
    for encoding, nuls, others in (("utf-16-le", odd, even), ("utf-16-be", even, odd)):
        if nuls.count(0) > _WIDE_SHARE * len(nuls) and not others.count(0):
            return encoding
    return None


def _as_windows(error: UnicodeError) -> tuple[str, int]:
    """What a byte that is no UTF-8 stands for where it is a German letter or mark of windows-1252."""
    if not isinstance(error, UnicodeDecodeError):
        raise error
    stray = error.object[error.start : error.end].decode("cp1252", "replace")
    return "".join(char if char in _GERMAN_CHARS else "\ufffd" for char in stray), error.end


codecs.register_error(_STRAY, _as_windows)
