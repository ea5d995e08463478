"""A URL, a file or standard input → Page; politely for nights; only user of the HTTP client.

``page`` knows what is text, ``client`` asks, ``network`` is the wire under it, ``guard`` decides who may
be asked, and ``visitor`` when, with ``robots``.
"""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

from podcaster.errors import FetchError
from podcaster.fetch.address import shown
from podcaster.fetch.files import Download, Probe, download, probe
from podcaster.fetch.page import MAX_BYTES, check_type, decode, page_of, read_file, to_page
from podcaster.fetch.visitor import DEADLINE_S, Answer, Visitor

if TYPE_CHECKING:
    from podcaster.fetch.client import Reply
    from podcaster.model import Page

__all__ = [
    "DEADLINE_S",
    "MAX_BYTES",
    "STDIN",
    "Answer",
    "Download",
    "Probe",
    "Visitor",
    "decode",
    "download",
    "fetch",
    "probe",
    "shown",
]

STDIN = "-"


def fetch(
    source: str,
    *,
    named_by: str | None = None,
    deadline_s: float = DEADLINE_S,
    max_bytes: int = MAX_BYTES,
) -> Page:
    """Get ``source``: an http(s) URL, the path of a file, or ``-`` for standard input.

    What a page names (``named_by``) is an http(s) URL, and refused where it lies in a private network
    and the page does not. Raises FetchError where it cannot be had, and NoArticleError where it is no
    text (a PDF, an image, binary rubbish, nothing at all).
    """
    if not source.strip():
        subject = "source"
        raise FetchError(subject, "is empty", "name a URL, a file, or - for standard input")
    scheme = source.partition("://")[0].lower() if "://" in source else ""
    if scheme in {"http", "https"}:
        return _from_web(source, named_by, deadline_s, max_bytes)
    if scheme or named_by is not None:
        cause = f"{scheme} addresses are not read" if scheme else "is no address"
        raise FetchError(shown(source), cause, "give an http or https address")
    if source == STDIN:
        return to_page(sys.stdin.buffer.read(MAX_BYTES + 1), subject="standard input")
    return read_file(Path(source), source)


def _from_web(url: str, named_by: str | None, deadline_s: float, max_bytes: int) -> Page:
    from podcaster.fetch.client import Client, check_status, retried  # noqa: PLC0415  # 90 ms, not for files
    from podcaster.fetch.network import Deadline  # noqa: PLC0415

    subject = shown(url)

    def check(reply: Reply) -> None:
        check_status(subject, reply)
        check_type(subject, reply.headers)

    deadline = Deadline(deadline_s)
    with Client() as client:
        reply = retried(
            deadline,
            lambda: client.request(url, deadline, named_by=named_by, max_bytes=max_bytes, check=check),
        )
    return page_of(reply.data, reply.headers, subject=subject, url=url, final_url=reply.final_url)
