"""Who wrote an article: people by name, and no house, agency, place, job or address."""

from __future__ import annotations

import re
from functools import lru_cache
from itertools import dropwhile, islice
from typing import TYPE_CHECKING

from podcaster.article.text import first_unseen, key, one_line

if TYPE_CHECKING:
    from collections.abc import Iterable

    from lxml.html import HtmlElement

_SPLIT = re.compile(r"\s*(?:,|;|\||/|\s(?:und|and|&|mit)\s)\s*")
_BY = re.compile(
    r"^(?:(?:(?:geschrieben|verfasst|veröffentlicht|erstellt|fotografiert|ein \w+) )?(?:von|by)|text|autor(?:in)?(?:/autor(?:in)?)?"
    r"|autor(?:innen|:in(?:nen)?|en)|interview|kommentar|redaktion)\b:?\s+",
    re.IGNORECASE,
)
_LINE_OF_NAMES = re.compile(
    r"(?:(?:geschrieben |verfasst )?von|by|text|autor(?:in)?(?:/autor(?:in)?)?|autor(?:innen|:in(?:nen)?|en))\b:?\s+\S",
    re.IGNORECASE,
)
_LONGEST_NAME = 80
_SHOUTED = re.compile(r"\b[A-ZÄÖÜ]{4,}\b")
_CAPITALS = re.compile(r"[^\W\d_]{2,}")
# What stands in author fields of German pages beside people.
_NO_PERSON = re.compile(
    r"""https?:|www\.|@|\d|\.(?:de|at|ch|com|org|net|tv)\b
    |\b(?:redakt\w*|chefredakt\w*|redaktion\w*|newsdesk|desk|team|online|nachrichten(?:agentur)?|news|zeitung|anzeiger|kurier|rundschau
       |magazin|verlag|rundfunk|agentur|presse-?agentur|korrespondent\w*|reporter\w*|volont[aä]r\w*|praktikant\w*|autor\w*
       |(?:ressort|sport|politik|wirtschafts|lokal)?leiter(?:in)?|mitarbeit\w*|gast(?:beitrag|autor\w*)|admin|none|null|staff
       |studio|\w+funk|fernsehen|radio|posts?|popular|user|\w*ministerium|republik|library|kategorien?|archiv|kommentare?
       |hallo|moin|liebe[rs]?|video|podcast|fotos?|bilder?|stiftung|verein|institut|universität|partei|fraktion|verband
       |gmbh|ag|kg|e\.?\s?v|dpa(?:[-/]\w+)?|afp|apa|sda|epd|kna|sid|reuters|ap|ots|keystone|deutschland)\b""",
    re.IGNORECASE | re.VERBOSE,
)
_PERSON = re.compile(r"[^\W\d_][\w.'’-]*(?:\s[^\W\d_][\w.'’-]*){1,5}")
_PARTICLES = frozenset(
    {
        *("von", "vom", "van", "zu", "zum", "zur", "de", "der", "den", "del", "della", "di", "da", "do"),
        *(
            "dos",
            "du",
            "la",
            "le",
            "el",
            "al",
            "bin",
            "ibn",
            "ben",
            "ten",
            "ter",
            "und",
            "y",
            "e",
            "af",
            "av",
        ),
    }
)
_BYLINE_NAMES = re.compile(r"(?:\b|_)(?:author|autor|byline|origins|creator)", re.IGNORECASE)
_NO_BYLINE_NAMES = re.compile(r"comment|kommentar|related|teaser", re.IGNORECASE)
_NEAR_HEADLINE = 300
"""Elements; farther down the page stand the bylines of teasers."""
_NEAR_EACH_OTHER = 8
_LONGEST_BYLINE = 200


def people(texts: Iterable[str], publisher: str | None = None) -> tuple[str, ...]:
    """The people that author fields and bylines name, ``JÖRG ADLER`` as Jörg Adler.

    A single word is a place, a house or a short mark, and the publisher is no author of its own.
    """
    names = (_BY.sub("", one_line(name)) for text in texts for name in _SPLIT.split(text))
    house = key(publisher or "")
    return tuple(
        first_unseen(
            (_CAPITALS if name.isupper() else _SHOUTED).sub(lambda found: found[0].capitalize(), name)
            for name in names
            if len(name) <= _LONGEST_NAME
            and _is_name(name)
            and not _NO_PERSON.search(name)
            and not (house and (key(name) in house or house in key(name)))
        )
    )


def _is_name(name: str) -> bool:
    """Whether a text is made as a name is: words with capitals, and "von" or "de" between them."""
    first, *between, last = parts if len(parts := name.split()) > 1 else ("", "")
    capitals = all(part[:1].isupper() or part in _PARTICLES for part in between)
    return _PERSON.fullmatch(name) is not None and first[0].isupper() and last[0].isupper() and capitals


def bylines(tree: HtmlElement) -> list[str]:
    """The texts of the first element below the headline that is named as a byline, and of others of its name."""
    headline = next(tree.iter("h1"), None)
    below = dropwhile(lambda element: element is not headline, tree.iter())
    found: list[str] = []
    found_names, last = None, _NEAR_HEADLINE
    for number, element in enumerate(islice(below, _NEAR_HEADLINE) if headline is not None else ()):
        if number > last + _NEAR_EACH_OTHER:
            break
        names = " ".join(filter(None, map(element.get, ("class", "itemprop", "rel"))))
        if names and found_names in {None, names} and _is_byline(names):
            texts = [one_line(text) for text in element.itertext()]
            if sum(map(len, texts)) <= _LONGEST_BYLINE and people(texts):
                found, found_names, last = [*found, *texts], names, number
    return found


@lru_cache(maxsize=5_000)
def _is_byline(names: str) -> bool:
    return _BYLINE_NAMES.search(names) is not None and not _NO_BYLINE_NAMES.search(names)


def named_in(lines: Iterable[str], publisher: str | None = None) -> tuple[str, ...]:
    """The people in the first of some lines that begins as a byline does: ``Von Ida Blum, Husum``."""
    found = (
        people([line], publisher)
        for line in lines
        if len(line) <= _LONGEST_BYLINE and _LINE_OF_NAMES.match(line)
    )
    return next(filter(None, found), ())
