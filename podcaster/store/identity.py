"""When two articles are the same, and what the files of an episode are called."""

from __future__ import annotations

import hashlib
import re
import unicodedata
from typing import TYPE_CHECKING
from urllib.parse import parse_qsl, quote, unquote_to_bytes, urlencode, urlsplit

if TYPE_CHECKING:
    from collections.abc import Container
    from datetime import date

    from podcaster.model import Article

_TRACKING = re.compile(
    r"""
      (?: utm | mtm | wt | at | hsa | itm | stm | ns | oly | vero | fb | guce | mkt ) _ .*  # utm_source, wt_zmc
    | wt \. .*                                    # WT.mc_id
    | pk_ (?: campaign | kwd | keyword | source | medium | content | cid )
    | mc_ (?: cid | eid )                         # Mailchimp
    | _ga | _gl | _hsenc | _hsmi
    | (?: fbc | gc | dc | yc | twc | ttc ) lid | msclkid | gclsrc | [gw]braid
    | igsh (?: id )? | li_fat_id | xtor | cmpid | guccounter | __twitter_impression | ref_ (?: src | url )
    # German-language papers' own: FAZ, Spiegel, Welt and Bild, Deutsche Welle, NZZ and Süddeutsche
    | gepc | premium | sara_ (?: ecid | ref ) | wtmc | wtrid | maca | mktc (?: id | val ) | reduced
    """,
    re.IGNORECASE | re.VERBOSE,
)
"""Only names that hold an article's id nowhere; ``ref`` or ``cid`` do on some sites."""

_DEFAULT_PORTS = {"http": 80, "https": 443}


def canonical(url: str | None) -> str | None:
    """A key that is the same for all addresses of one page, or None for what is no web address.

    Scheme, upper case of the host, default port, fragment, slash at the end, the query's order and
    parameters that only track readers do not count. It is for comparing, not for fetching.
    """
    if url is None:
        return None
    try:
        parts = urlsplit(url.strip())
        host, port = parts.hostname, parts.port
    except ValueError:  # a bracket or a port that is none
        return None
    if not host or parts.scheme not in _DEFAULT_PORTS:
        return None
    place = _ascii_host(host) + (f":{port}" if port not in {None, _DEFAULT_PORTS[parts.scheme]} else "")
    # Each part for itself: %2F is no slash.
    path = "/".join(quote(unquote_to_bytes(part), safe="") for part in parts.path.rstrip("/").split("/"))
    query = parse_qsl(parts.query, keep_blank_values=True, errors="surrogateescape")
    kept = sorted((name, value) for name, value in query if not _TRACKING.fullmatch(name))
    return f"https://{place}{path}" + ("?" + urlencode(kept, errors="surrogateescape") if kept else "")


def _ascii_host(host: str) -> str:
    if host.isascii():
        return f"[{host}]" if ":" in host else host.rstrip(".")
    import idna  # noqa: PLC0415

    try:
        return idna.encode(host.rstrip("."), uts46=True).decode()
    except idna.IDNAError:
        return host


def fingerprint(article: Article) -> str:
    """A hash of the words of headline and body: case, punctuation and white space do not count."""
    text = "\n".join((article.title, *(block.text for block in article.blocks)))
    # Format characters, such as soft hyphens, stand inside of words.
    visible = "".join(
        char for char in unicodedata.normalize("NFKC", text) if unicodedata.category(char) != "Cf"
    )
    return hashlib.sha256(" ".join(re.findall(r"\w+", visible.casefold())).encode()).hexdigest()


_LATIN = str.maketrans(
    {"ä": "ae", "ö": "oe", "ü": "ue", "ß": "ss", "æ": "ae", "ø": "oe", "œ": "oe", "å": "a"}
    | {"ł": "l", "đ": "d", "ð": "d", "þ": "th", "ı": "i", "&": " und "}
)
_SLUG_CHARS = 80


def slug(title: str, day: date | None, taken: Container[str]) -> str:
    """A file name stem for an episode: ``2024-06-24-haeuser-ueber-nacht``, not among ``taken``.

    Only ``[a-z0-9-]``, 1 to 80 characters, cut at a word where there is one.
    """
    letters = unicodedata.normalize("NFC", title).lower().translate(_LATIN)
    ascii_only = unicodedata.normalize("NFKD", letters).encode("ascii", "ignore").decode()
    words = re.findall(r"[a-z0-9]+", ascii_only.replace("'", "")) or ["artikel"]
    stem = _cut("-".join(([day.isoformat()] if day else []) + words), _SLUG_CHARS)
    name, number = stem, 1
    while name in taken:
        number += 1
        ending = f"-{number}"
        name = _cut(stem, _SLUG_CHARS - len(ending)) + ending
    return name


def _cut(stem: str, length: int) -> str:
    """At most ``length`` characters, whole words where the first one and the day fit."""
    if len(stem) <= length:
        return stem
    whole = stem[: length + 1].rpartition("-")[0]
    return whole if len(whole) > length // 2 else stem[:length].rstrip("-")
