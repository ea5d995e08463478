"""Files that pages and feeds name, and what servers say of them."""

from __future__ import annotations

from dataclasses import dataclass
from http import HTTPStatus

from podcaster.fetch.address import shown
from podcaster.fetch.page import MAX_BYTES

FILE_DEADLINE_S = 20.0
_FIRST_BYTE = {"Range": "bytes=0-0", "Accept": "*/*", "Accept-Encoding": "identity"}


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


def download(
    url: str,
    named_by: str | None = None,
    *,
    deadline_s: float = FILE_DEADLINE_S,
    max_bytes: int = MAX_BYTES,
) -> Download:
    """Get any file of at most 20 MB, in one attempt; raises FetchError.

    What a page or feed names (``named_by``) must not make us ask the machines of the home or the
    company: hosts with private addresses are refused, unless that page itself lies at the same host
    and port, and was asked there before.
    """
    from podcaster.fetch.client import Client, check_status  # noqa: PLC0415
    from podcaster.fetch.network import Deadline  # noqa: PLC0415

    with Client() as client:
        reply = client.request(
            url,
            Deadline(deadline_s),
            named_by=named_by,
            headers={"Accept": "*/*"},
            max_bytes=max_bytes,
            check=lambda reply: check_status(shown(url), reply),
        )
    return Download(reply.data, reply.final_url, reply.media_type)


def probe(url: str, named_by: str | None = None, *, deadline_s: float = FILE_DEADLINE_S) -> Probe:
    """Ask a server for a file without getting it; raises FetchError where it has none.

    ``named_by`` as for download.
    """
    from podcaster.fetch.client import Client, check_status  # noqa: PLC0415
    from podcaster.fetch.network import Deadline  # noqa: PLC0415

    deadline = Deadline(deadline_s)
    with Client() as client:
        head = client.request(url, deadline, named_by=named_by, method="HEAD")
        part = client.request(
            url,
            deadline,
            named_by=named_by,
            headers=_FIRST_BYTE,
            check=lambda reply: check_status(shown(url), reply),
        )
    has_ranges = part.status == HTTPStatus.PARTIAL_CONTENT
    total = part.headers.get("content-range", "").rpartition("/")[2]
    length = total if has_ranges else part.headers.get("content-length", "")
    return Probe(
        int(length) if length.isdecimal() else None,
        part.media_type,
        head=head.status == HTTPStatus.OK,
        ranges=has_ranges,
    )
