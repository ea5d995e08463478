"""A URL, a file or standard input → Page; the only user of the HTTP client."""

from __future__ import annotations

import codecs
import re
import socket
import sys
import time
from contextlib import closing, contextmanager
from dataclasses import dataclass
from datetime import datetime, timezone
from http import HTTPStatus
from importlib import metadata
from ipaddress import ip_address
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from podcaster.errors import FetchError, NoArticleError
from podcaster.model import Page

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    import httpx

STDIN = "-"
MAX_BYTES = 20_000_000
"""A page larger than this is no article."""
DEADLINE_S = 60.0
"""For one page with all redirects, so that a host that drips bytes cannot hold a run."""
FILE_DEADLINE_S = 20.0
ATTEMPTS = 3
_MAX_REDIRECTS = 8
_FIRST_BYTE = {"Range": "bytes=0-0", "Accept": "*/*", "Accept-Encoding": "identity"}
_RETRIED = frozenset({408, 429, 500, 502, 503, 504})
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
    r"utf-8|utf-16(?:-[bl]e)?|cp(?:866|874|949|932|125\d)|iso8859-\d+|koi8-[ru]|mac-(?:roman|cyrillic)"
    r"|gbk|gb2312|gb18030|big5(?:hkscs)?|euc_(?:jp|kr)|iso2022_jp|shift_jis|tis-620"
)
_META_CHARSET = re.compile(
    rb"""<meta[^>]{0,200}?charset\s*=\s*["']?\s*([\w:.-]+)|<\?xml[^>]{0,80}?encoding=["']([\w:.-]+)""",
    re.IGNORECASE,
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


def fetch(source: str) -> Page:
    """Get ``source``: an http(s) URL, the path of a file, or ``-`` for standard input.

    Raises FetchError where it cannot be had, and NoArticleError where it is no text (a PDF, an
    image, binary rubbish, nothing at all).
    """
    if not source.strip():
        subject = "source"
        raise FetchError(subject, "is empty", "name a URL, a file, or - for standard input")
    if source == STDIN:
        return _page(sys.stdin.buffer.read(MAX_BYTES + 1), subject="standard input")
    scheme = source.partition("://")[0].lower() if "://" in source else ""
    if scheme in {"http", "https"}:
        return _download(source)
    if scheme:
        raise FetchError(source, f"{scheme} addresses are not read", "give an http or https address")
    return _read_file(Path(source), source)


@dataclass(frozen=True, slots=True)
class Download:
    """A file as a server gave it."""

    data: bytes
    final_url: str
    media_type: str


@dataclass(frozen=True, slots=True)
class Probe:
    """What a server says of a file, asked by HEAD and for its first byte."""

    size_bytes: int | None
    media_type: str
    head: bool
    """HEAD is answered as GET is."""
    ranges: bool
    """A part is given, as 206."""


def download(url: str, named_by: str | None = None) -> Download:
    """Get any file of at most 20 MB, in one attempt; raises FetchError.

    What a page or feed names (``named_by``) must not make us ask the machines of the home or the
    company: hosts with private addresses are refused, unless that page itself lies there.
    """
    import httpx  # noqa: PLC0415

    ends = time.monotonic() + FILE_DEADLINE_S
    with _told(url), _client(url) as client:
        client.event_hooks = {"request": [_guard(url, named_by)]}
        request = client.build_request("GET", url, headers={"Accept": "*/*"})
        for _ in range(_MAX_REDIRECTS + 1):
            with closing(client.send(request, stream=True)) as response:
                if response.next_request is None:
                    _check_status(url, response)
                    media_type = response.headers.get("content-type", "").partition(";")[0]
                    data = b"".join(_bounded(url, response, ends))
                    return Download(data, str(response.url), media_type.strip().lower())
                request = response.next_request
            _check_time(url, ends)
        message = "redirects without end"
        raise httpx.TooManyRedirects(message, request=request)


def probe(url: str, named_by: str | None = None) -> Probe:
    """Ask a server for a file without getting it; raises FetchError where it has none.

    ``named_by`` as for download.
    """
    with _told(url), _client(url) as client:
        client.event_hooks = {"request": [_guard(url, named_by)]}
        client.follow_redirects = True
        head = client.head(url)
        with closing(client.send(client.build_request("GET", url, headers=_FIRST_BYTE), stream=True)) as part:
            _check_status(url, part)
            has_ranges = part.status_code == HTTPStatus.PARTIAL_CONTENT
            total = part.headers.get("content-range", "").rpartition("/")[2]
            length = total if has_ranges else part.headers.get("content-length", "")
            return Probe(
                int(length) if length.isdecimal() else None,
                part.headers.get("content-type", "").partition(";")[0].strip().lower(),
                head=head.status_code == HTTPStatus.OK,
                ranges=has_ranges,
            )


def _guard(url: str, named_by: str | None) -> Callable[[httpx.Request], None]:
    """Refuses a request, redirected ones too, to a host that only we can reach."""
    home = urlsplit(named_by).hostname if named_by else None

    def check(request: httpx.Request) -> None:
        if named_by is not None and request.url.host != home:
            _check_public(url, request.url.host)

    return check


@contextmanager
def _told(url: str) -> Iterator[None]:
    """Tell what the client raises as a FetchError."""
    import httpx  # noqa: PLC0415

    try:
        yield
    except (httpx.HTTPError, httpx.InvalidURL, _ServerBusyError, ValueError) as exc:
        raise FetchError(url, f"cannot be had ({_reason(exc)})", "check the address") from exc


def _check_public(url: str, host: str) -> None:
    """Raise FetchError where a host has an address that the Internet does not."""
    try:
        found = {str(info[4][0]) for info in socket.getaddrinfo(host, None)}
    except OSError as exc:
        raise FetchError(url, "its host is not found", "check the address") from exc
    if not all(ip_address(address.partition("%")[0]).is_global for address in found):
        raise FetchError(url, "lies in a private network", "give a public address")


def _read_file(path: Path, source: str) -> Page:
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
    return _page(data, subject=source, url=None, is_html=html)


def _looks_like_host(source: str) -> bool:
    host = source.split("/", 1)[0]
    named = re.fullmatch(
        r"(?:[\w-]+\.)+[a-z]{2,}(?::\d+)?|[\d.]+:\d+|localhost(?::\d+)?", host, re.IGNORECASE
    )
    return bool(named) and not host.endswith((".html", ".htm", ".txt"))


def _download(url: str) -> Page:
    import httpx  # noqa: PLC0415  # 90 ms that a local file does not need
    import stamina  # noqa: PLC0415

    def may_pass(exc: Exception) -> bool:
        return isinstance(exc, (httpx.TransportError, _ServerBusyError)) and not isinstance(
            exc, httpx.UnsupportedProtocol
        )

    try:
        for attempt in stamina.retry_context(
            on=may_pass, attempts=ATTEMPTS, timeout=DEADLINE_S, wait_initial=0.3, wait_max=5.0
        ):
            with attempt:
                return _request(url)
    except _ServerBusyError as exc:
        raise FetchError(url, str(exc), "try again later") from exc
    except httpx.TooManyRedirects as exc:
        raise FetchError(
            url, "redirects without end", "open it in a browser and give the final address"
        ) from exc
    except httpx.TimeoutException as exc:
        raise FetchError(url, "the host does not answer in time", "try again later") from exc
    except (httpx.UnsupportedProtocol, httpx.InvalidURL, UnicodeError) as exc:
        raise FetchError(url, f"is no valid address ({exc})", "check it for typing errors") from exc
    except httpx.HTTPError as exc:
        raise FetchError(
            url, f"the host cannot be reached ({_reason(exc)})", "check the address and your connection"
        ) from exc
    raise AssertionError("stamina ends with a return or an exception")  # noqa: EM101, TRY003


class _ServerBusyError(Exception):
    """An answer that may be another one in a moment."""


def _reason(exc: Exception) -> str:
    """The cause without its library's decoration: ``[Errno -2] Name or service not known`` → the words."""
    return re.sub(r"^\[[^\]]*\]\s*", "", str(exc)) or type(exc).__name__


def _request(url: str) -> Page:
    """One attempt; redirects are followed here, since the client would read their bodies without limit."""
    import httpx  # noqa: PLC0415

    ends = time.monotonic() + DEADLINE_S
    with _client(url) as client:
        request = client.build_request("GET", url)
        for _ in range(_MAX_REDIRECTS + 1):
            with closing(client.send(request, stream=True)) as response:
                if response.next_request is None:
                    return _answer(url, response, ends)
                request = response.next_request
            _check_time(url, ends)
        message = "too many redirects"
        raise httpx.TooManyRedirects(message, request=request)


def _client(url: str) -> httpx.Client:
    """The HTTP client, with what the environment says about proxies and certificates."""
    import httpx  # noqa: PLC0415

    headers = {
        "User-Agent": f"podcaster/{metadata.version('podcaster')}",
        "Accept": "text/html,application/xhtml+xml,text/plain;q=0.9,*/*;q=0.1",
        "Accept-Language": "de,en;q=0.3",
    }
    try:
        return httpx.Client(headers=headers, timeout=httpx.Timeout(20.0, connect=10.0))
    except (ImportError, OSError, ValueError) as exc:
        way_out = "mend HTTPS_PROXY, ALL_PROXY or SSL_CERT_FILE in the environment"
        raise FetchError(url, f"its proxy or certificates cannot be used ({exc})", way_out) from exc


def _answer(url: str, response: httpx.Response, ends: float) -> Page:
    _check_status(url, response)
    media_type, _, parameters = response.headers.get("content-type", "").partition(";")
    media_type = media_type.strip().lower()
    if media_type not in _HTML_TYPES | _TEXT_TYPES:
        raise NoArticleError(
            url, f"is {_kind(media_type)}, not a page", "give the address of the article itself"
        )
    data = b"".join(_bounded(url, response, ends))
    charset = re.search(r"charset\s*=\s*[\"']?([\w:.-]+)", parameters, re.IGNORECASE)
    return _page(
        data,
        subject=url,
        url=url,
        final_url=str(response.url),
        is_html=False if media_type in _TEXT_TYPES else None,
        charset=charset[1] if charset else None,
    )


def _check_status(url: str, response: httpx.Response) -> None:
    status = response.status_code
    if status < HTTPStatus.BAD_REQUEST:
        return
    told = f"the server answers {status} {response.reason_phrase}".rstrip()
    if status in _RETRIED:
        raise _ServerBusyError(told)
    way_out = {
        401: "this page wants a login; save it in your browser and convert the file",
        402: "this page wants a subscription; save it in your browser and convert the file",
        403: "the server refuses programs; save the page in your browser and convert the file",
    }.get(status, "check the address in a browser")
    raise FetchError(url, told, way_out)


def _bounded(url: str, response: httpx.Response, ends: float) -> Iterator[bytes]:
    """The body's bytes (unpacked), as long as they are neither too many nor too slow."""
    size = 0
    for chunk in response.iter_bytes():
        size += len(chunk)
        if size > MAX_BYTES:
            raise FetchError(
                url, f"is larger than {MAX_BYTES // 1_000_000} MB", "an article is smaller; check the address"
            )
        _check_time(url, ends)
        yield chunk


def _check_time(url: str, ends: float) -> None:
    if time.monotonic() > ends:
        raise FetchError(url, f"takes longer than {DEADLINE_S:.0f} seconds", "try again later")


def _kind(media_type: str) -> str:
    names = {"application/pdf": "a PDF", "image": "an image", "audio": "a sound file", "video": "a film"}
    return (
        names.get(media_type)
        or names.get(media_type.split("/", maxsplit=1)[0])
        or f"a file of type {media_type}"
    )


def _page(
    data: bytes,
    *,
    subject: str,
    url: str | None = None,
    final_url: str | None = None,
    is_html: bool | None = None,
    charset: str | None = None,
) -> Page:
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
