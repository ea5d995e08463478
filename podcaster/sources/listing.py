"""What all kinds of sources share: their values, addresses and texts."""

from __future__ import annotations

import re
from dataclasses import dataclass
from html import unescape
from typing import TYPE_CHECKING, Literal
from urllib.parse import quote, urljoin, urlsplit

from podcaster.model import is_web_address

if TYPE_CHECKING:
    from podcaster.model import Item

Kind = Literal["feed", "sitemap", "links"]

_TAG = re.compile(r"<[/!?a-zA-Z][^<>]{0,2000}>")
_INLINE = re.compile(
    r"</?(?:a|abbr|b|big|em|font|i|mark|q|s|small|span|strong|sub|sup|u|wbr)(?:\s[^<>]{0,2000})?>",
    re.IGNORECASE,
)
"""Of what may stand within a word."""
_UNSEEN = re.compile("[\x00-\x08\x0e-\x1f\xad\u200b\ufeff\ufffc-\uffff]")
_MOST_TEXT = 20_000
_ODD = re.compile(r"[\x00-\x20\x7f-\x9f\"<>\\^`{|}\ud800-\udfff]")
_CLEAN = re.compile(r"https?://[a-z0-9.-]+/[\w/.,;:=?%~+!$*()@-]*", re.ASCII)
"""An address as nearly all are written."""
_LONGEST_ADDRESS = 2_000
"""Servers and proxies refuse longer ones (RFC 9110, section 4.1, asks for 8,000; none of a paper has 500)."""


@dataclass(frozen=True, slots=True)
class Listing:
    """The articles that a feed, a sitemap or a page of links names, in its own order."""

    kind: Kind
    title: str | None
    items: tuple[Item, ...]
    more: tuple[str, ...] = ()
    """Of a sitemap index: the sitemaps that hold the articles, newest first."""


@dataclass(frozen=True, slots=True)
class Candidate:
    """An address that may be a source."""

    url: str
    title: str | None
    kind: Kind
    is_secondary: bool = False
    """Of comments, sounds or films: no articles."""


def address(written: str | None, base: str) -> str | None:
    """The absolute http(s) address without its fragment, or None where it is none.

    Only ``&amp;`` is unescaped: ``&copy=1`` is a parameter. Blanks and quote marks in it are encoded, as
    browsers do.
    """
    if not written or len(written) > _LONGEST_ADDRESS:
        return None
    if _CLEAN.fullmatch(written):
        return written
    text = re.sub(r"[\t\r\n]", "", written.strip().replace("&amp;", "&"))
    try:
        found = urljoin(base, text).partition("#")[0]
    except ValueError:  # a bracket that never closes
        return None
    found = _ODD.sub(lambda sign: quote(sign[0], errors="replace"), found)
    return found if is_web_address(found) and len(found) <= _LONGEST_ADDRESS else None


def plain(text: str | None, most_chars: int = 500) -> str | None:
    """Text without markup, entities, soft hyphens and doubled blanks; None where nothing is left.

    Entities are resolved twice, since feeds escape titles that were escaped already.
    """
    if not text:
        return None
    text = unescape(unescape(text[:_MOST_TEXT]))
    text = _TAG.sub(" ", _INLINE.sub("", text)) if "<" in text else text
    words = " ".join(_UNSEEN.sub("", text).split())
    words = words.encode("utf-8", "ignore").decode()
    return (words if len(words) <= most_chars else words[: most_chars - 1] + "…") or None


def site_of(url: str) -> str:
    """The registered name of an address's host: ``zeitung.example`` of ``www.zeitung.example``."""
    host = (urlsplit(url).hostname or "").rstrip(".")
    labels = host.split(".")
    if host.replace(".", "").isdecimal() or ":" in host:  # an address of numbers
        return host
    # orf.at and derstandard.at, but ooe.gv.at and diepresse.co.at
    is_second_level = len(labels) > 2 and labels[-2] in _SECOND_LEVELS and len(labels[-1]) == 2  # noqa: PLR2004
    return ".".join(labels[-3 if is_second_level else -2 :])


_SECOND_LEVELS = {"ac", "co", "com", "edu", "gov", "gv", "net", "or", "org"}
