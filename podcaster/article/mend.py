"""What is broken in a page's source, mended before it is parsed; nothing of a sound page is changed."""

from __future__ import annotations

import re
from functools import partial
from html.entities import html5

# UTF-8 that somebody took for windows-1252: "Ã¼" for "ü", "â€ž" for "„". German has no such pair: one is proof.
_FINE = "äöüÄÖÜßáàâãåæçéèêëíìîïñóòôøúùûýÁÀÂÅÆÇÉÈÊËÍÎÓÔØÚ§°·»«¡¿²³½¼¾µ€–—…„“”‚‘’‹›•™\u00a0\u00ad\u200b"
_MIXED = "ÃÂâÅŸžŽœŒƒˆ˜¢¤¶\x80-\x9f"
# sign, what to mend, what may come of it: "É…" in a sound text would become a letter of another alphabet
_MIXES = (
    (
        re.compile("Ãƒ[^\x00-\x7f]{2}|Ã¢â|Ã\x83Â"),
        re.compile("[ÂÃÅË][^\x00-\x7f]|â[^\x00-\x7f]{2}"),
        re.compile(f"[{_FINE}{_MIXED}]"),
    ),
    (
        re.compile("Ã[¤¶¼„–œŸ\x84\x96\x9c\x9f]|â€|â\x80"),
        re.compile("[ÂÃ][^\x00-\x7f]|â[^\x00-\x7f]{2}"),
        re.compile(f"[{_FINE}]"),
    ),
)
_TWICE_ENCODED = re.compile(rb"&amp;(?=(#\d{2,6}|#[xX][0-9a-fA-F]{2,6}|[A-Za-z]{2,10}\d?);)")
_MOST_ENCODINGS = 3
_MOST_ATTRIBUTES = 500
_OVERLOADED = re.compile(
    rb"""(<[a-zA-Z][^\s<>"']*)                                 # <div
        (?:(?=(\s+[^\s"'<>=/]+                                # a name
           (?:\s*=\s*(?:"[^"]*"|'[^']*'|[^\s"'<>]+))?        # and its value
        ))\2){%d,}"""  # taken whole or not at all: half the time
    % _MOST_ATTRIBUTES,
    re.VERBOSE,
)
_LONG = 2_000
_LONG_TAG = re.compile(rb"<[a-zA-Z][^<>]{%d,}" % _LONG)
_LARGE = 400_000
"""Bytes; a smaller page with brackets in all its attributes, which hide them, takes a second or two."""
# written out, for it is twice as fast
_END_OF_PAGE = re.compile(rb"</(?:[hH][tT][mM][lL]|[bB][oO][dD][yY])\s*>")


def mend(text: str) -> str:
    """Undo UTF-8 that was read as windows-1252, once or twice over: ``fÃ¼r`` → ``für``.

    Only in texts that hold a sign of it, and only where the outcome is a character that German pages
    use; so "CAFÉ…" and "Ã" in a Portuguese name stay.
    """
    if "Ã" not in text and "â" not in text:
        return text
    for sign, mixed, fine in _MIXES:
        if sign.search(text):
            text = mixed.sub(partial(_unmixed, fine=fine), text)
    return text


def mend_page(source: bytes) -> bytes:
    """The source of a page, in UTF-8, with what would cost the parser text or time mended.

    Entities that were encoded twice (``&amp;uuml;``) become single; ends of the page in the middle of
    it go, for the parser drops what follows; elements lose their attributes where they have more
    than any page needs, for it compares each with each.
    """
    for _ in range(_MOST_ENCODINGS):
        source, n_mended = _TWICE_ENCODED.subn(_singly, source)
        if not n_mended:
            break
    source = _END_OF_PAGE.sub(b"", source)
    if len(source) > _LARGE:
        return _OVERLOADED.sub(rb"\1", source)
    parts = source.split(b"<")
    endless = [
        at
        for at, part in enumerate(parts[1:], start=1)
        if len(part) > _LONG and part.find(b">", 0, _LONG) < 0
    ]
    for at in endless:
        parts[at] = _LONG_TAG.sub(lambda tag: _OVERLOADED.sub(rb"\1", tag[0]), b"<" + parts[at])[1:]
    return b"<".join(parts) if endless else source


def _unmixed(match: re.Match[str], fine: re.Pattern[str]) -> str:
    data = b"".join(_byte(char) for char in match[0])
    try:
        char = data.decode("utf-8")
    except UnicodeDecodeError:
        return match[0]
    return char if fine.fullmatch(char) else match[0]


def _byte(char: str) -> bytes:
    """The byte that windows-1252 shows as ``char``; 0xFF, which is never part of UTF-8, where there is none."""
    try:
        return char.encode("latin-1" if "\x80" <= char <= "\x9f" else "cp1252")
    except UnicodeEncodeError:
        return b"\xff"


def _singly(match: re.Match[bytes]) -> bytes:
    name = match[1].decode("ascii")
    return b"&" if name.startswith("#") or f"{name};" in html5 else match[0]
