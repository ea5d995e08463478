"""The ID3v2.4 tag of an episode: facts, cover and chapters as bytes that stand before the MP3 frames.

ffmpeg could write most of it, but no ``W...`` frame, no table of contents and no plain comment;
one writer for the whole tag is simpler than two. Sources: https://id3.org/id3v2.4.0-structure,
https://id3.org/id3v2.4.0-frames and https://id3.org/id3v2-chapters-1.0.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date as _date
from typing import IO, TYPE_CHECKING
from urllib.parse import quote

from podcaster.model import Chapter

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from datetime import date

_UTF_8 = b"\x03"
_FRONT_COVER = b"\x03"
_NO_BYTE_OFFSET = b"\xff\xff\xff\xff" * 2
_TOP_LEVEL, _ORDERED = 0x02, 0x01
# the count of entries in a table of contents is one byte
_MAX_ENTRIES = 255

_DAY = re.compile(r"\d{4}-\d\d-\d\d")

# how a file of each kind begins
_IMAGE_KINDS = {b"\xff\xd8\xff": "image/jpeg", b"\x89PNG\r\n\x1a\n": "image/png"}


@dataclass(frozen=True, slots=True)
class Tags:
    """What a player shows of an episode."""

    title: str
    artist: str | None = None
    album: str | None = None
    date: date | None = None
    language: str = "deu"
    """ISO 639-2, three letters."""
    url: str | None = None
    """The page that is read: WOAS, the official audio source webpage."""
    comment: str | None = None
    genre: str = "Podcast"


def image_kind(image: bytes) -> str | None:
    """The MIME type of a JPEG or PNG by its first bytes, None for any other."""
    return next((kind for start, kind in _IMAGE_KINDS.items() if image.startswith(start)), None)


def tag(
    tags: Tags, *, duration_ms: int, chapters: Sequence[Chapter] = (), cover: bytes | None = None
) -> bytes:
    """The whole tag, which may hold 256 MB at most.

    Chapters are top-level ``CHAP`` frames ``ch0``, ``ch1``, … in one ordered ``CTOC``; more than 255
    stand in tables below the first, as the addendum wants it.
    """
    frames = b"".join(_frames(tags, duration_ms, chapters, cover))
    return b"ID3\x04\x00\x00" + _syncsafe(len(frames)) + frames


def _frames(
    tags: Tags, duration_ms: int, chapters: Sequence[Chapter], cover: bytes | None
) -> Iterator[bytes]:
    texts = {
        "TIT2": tags.title,
        "TPE1": tags.artist,
        "TALB": tags.album,
        "TCON": tags.genre,
        "TDRC": tags.date.isoformat() if tags.date else None,
        "TLAN": tags.language,
        "TLEN": str(duration_ms),
    }
    for name, text in texts.items():
        if text:
            yield _text(name, text)
    if tags.url:
        # URL frames are Latin-1 without an encoding byte
        yield _frame("WOAS", quote(tags.url, safe="%/:=&?~#+!$,;'@()*[]-._").encode("ascii"))
    if tags.comment:
        language = tags.language.encode("ascii", "replace")[:3].ljust(3)
        yield _frame("COMM", _UTF_8 + language + b"\0" + _encode(tags.comment))
    yield from _table_of_contents(len(chapters))
    for index, chapter in enumerate(chapters):
        times = chapter.start_ms.to_bytes(4, "big") + chapter.end_ms.to_bytes(4, "big")
        yield _frame("CHAP", b"ch%d\0" % index + times + _NO_BYTE_OFFSET + _text("TIT2", chapter.title))
    if cover:
        # "image/" is the frame's own word for an unknown kind
        kind = (image_kind(cover) or "image/").encode("ascii")
        yield _frame("APIC", _UTF_8 + kind + b"\0" + _FRONT_COVER + b"\0" + cover)


def _table_of_contents(chapters: int) -> Iterator[bytes]:
    entries = [b"ch%d" % index for index in range(chapters)]
    groups = [entries[start : start + _MAX_ENTRIES] for start in range(0, chapters, _MAX_ENTRIES)]
    if len(groups) > 1:
        yield _contents(b"toc", [b"toc%d" % index for index in range(len(groups))], _TOP_LEVEL | _ORDERED)
        for index, group in enumerate(groups):
            yield _contents(b"toc%d" % index, group, _ORDERED)
    elif groups:
        yield _contents(b"toc", groups[0], _TOP_LEVEL | _ORDERED)


def _contents(name: bytes, entries: list[bytes], flags: int) -> bytes:
    return _frame(
        "CTOC", name + b"\0" + bytes([flags, len(entries)]) + b"".join(entry + b"\0" for entry in entries)
    )


def _text(name: str, text: str) -> bytes:
    return _frame(name, _UTF_8 + _encode(text))


def _encode(text: str) -> bytes:
    """UTF-8 without NUL, which would end the text, and without lone surrogates."""
    return text.replace("\0", "").encode("utf-8", "replace")


def _frame(name: str, body: bytes) -> bytes:
    return name.encode("ascii") + _syncsafe(len(body)) + b"\0\0" + body


def _syncsafe(number: int) -> bytes:
    """Four bytes of seven bits each, so that a size never looks like the start of an MP3 frame."""
    return bytes(number >> shift & 0x7F for shift in (21, 14, 7, 0))


@dataclass(frozen=True, slots=True)
class Told:
    """What the tag of a finished episode tells."""

    tags: Tags
    duration_ms: int
    chapters: tuple[Chapter, ...]


def read_tag(mp3: IO[bytes]) -> Told | None:
    """Read back a tag of ours; None where there is none, or a foreign one."""
    head = mp3.read(10)
    if head[:4] != b"ID3\x04" or len(head) < 10:  # noqa: PLR2004  a header of ten bytes
        return None
    frames = list(_read_frames(mp3.read(_plain(head[6:]))))
    texts = {name: body[1:].decode("utf-8", "replace") for name, body in frames if name.startswith("T")}
    comment = next((body[4:] for name, body in frames if name == "COMM"), b"").lstrip(b"\0")
    address = next((body for name, body in frames if name == "WOAS"), b"")
    if "TIT2" not in texts or not texts.get("TLEN", "").isdecimal():
        return None
    chapters = (_read_chapter(body) for name, body in frames if name == "CHAP")
    return Told(
        Tags(
            title=texts["TIT2"],
            artist=texts.get("TPE1"),
            album=texts.get("TALB"),
            date=_read_day(texts.get("TDRC", "")),
            url=address.decode("ascii", "replace") or None,
            comment=comment.decode("utf-8", "replace") or None,
        ),
        int(texts["TLEN"]),
        tuple(chapters),
    )


def _read_day(text: str) -> _date | None:
    try:
        return _date.fromisoformat(text) if _DAY.fullmatch(text) else None
    except ValueError:  # of a damaged tag
        return None


def _read_frames(data: bytes) -> Iterator[tuple[str, bytes]]:
    place = 0
    while place + 10 <= len(data) and data[place]:
        end = place + 10 + _plain(data[place + 4 : place + 8])
        yield data[place : place + 4].decode("ascii", "replace"), data[place + 10 : end]
        place = end


def _read_chapter(body: bytes) -> Chapter:
    _, _, rest = body.partition(b"\0")
    titles = [told[1:].decode("utf-8", "replace") for name, told in _read_frames(rest[16:]) if name == "TIT2"]
    start_ms, end_ms = (int.from_bytes(rest[place : place + 4], "big") for place in (0, 4))
    return Chapter(start_ms, end_ms, "".join(titles))


def _plain(syncsafe: bytes) -> int:
    number = 0
    for byte in syncsafe:
        number = number << 7 | byte & 0x7F
    return number
