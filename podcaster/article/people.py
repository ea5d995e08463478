"""Who wrote an article: people by name, and no house, agency, place, job or address."""

from __future__ import annotations

import re
from itertools import dropwhile, islice
from typing import TYPE_CHECKING

from podcaster.article.text import first_unseen, key, one_line

if TYPE_CHECKING:
    from collections.abc import Iterable

    from lxml.html import HtmlElement

_SPLIT = re.compile(r"\s*(?:,|;|\||/|\s(?:und|and|&|mit)\s)\s*")
_BY = re.compile(r"^(?:von|by|text:?|autor(?:in)?:?|autor:innen:?|interview:?|kommentar:?)\s+", re.IGNORECASE)
_LONGEST_NAME = 80
_SHOUTED = re.compile(r"\b[A-ZÄÖÜ]{4,}\b")
# What stands in author fields of German pages beside people.
_NO_PERSON = re.compile(
    r"""https?:|www\.|@|\d|\.(?:de|at|ch|com|org|net|tv)\b
    |\b(?:redakt\w*|chefredakt\w*|redaktion\w*|newsdesk|desk|team|online|nachrichten(?:agentur)?|news|zeitung|anzeiger|kurier|rundschau
       |magazin|verlag|rundfunk|agentur|presse-?agentur|korrespondent\w*|reporter\w*|volont[aä]r\w*|praktikant\w*|autor\w*
       |(?:ressort|sport|politik|wirtschafts|lokal)?leiter(?:in)?|mitarbeit\w*|gast(?:beitrag|autor\w*)|admin|none|null|staff
       |gmbh|ag|kg|e\.?\s?v|dpa(?:[-/]\w+)?|afp|apa|sda|epd|kna|sid|reuters|ap|ots|keystone|deutschland)\b""",
    re.IGNORECASE | re.VERBOSE,
)
_PERSON = re.compile(r"[^\W\d_][\w.'’-]*(?:\s[^\W\d_][\w.'’-]*){1,5}")
_BYLINE_NAMES = re.compile(r"\b(?:author|autor|byline|origins)", re.IGNORECASE)
_NEAR_HEADLINE = 300
"""Elements; farther down the page stand the bylines of teasers."""
_LONGEST_BYLINE = 200


def people(texts: Iterable[str], publisher: str | None = None) -> tuple[str, ...]:
    """The people that author fields and bylines name, ``JÖRG ADLER`` as Jörg Adler.

    A single word is a place, a house or a short mark, and the publisher is no author of its own.
    """
    names = (_BY.sub("", one_line(name)) for text in texts for name in _SPLIT.split(text))
    house = key(publisher or "")
    return tuple(
        first_unseen(
            _SHOUTED.sub(lambda found: found[0].capitalize(), name)
            for name in names
            if len(name) <= _LONGEST_NAME
            and _PERSON.fullmatch(name)
            and not _NO_PERSON.search(name)
            and not (house and (key(name) in house or house in key(name)))
        )
    )


def bylines(tree: HtmlElement) -> list[str]:
    """The texts of the first element below the headline that is named as a byline, by the parts it has."""
    headline = next(tree.iter("h1"), None)
    below = dropwhile(lambda element: element is not headline, tree.iter())
    for element in islice(below, _NEAR_HEADLINE) if headline is not None else ():
        names = " ".join(filter(None, (element.get(name) for name in ("class", "itemprop", "rel"))))
        if _BYLINE_NAMES.search(names):
            texts = [one_line(text) for text in element.itertext()]
            if sum(map(len, texts)) <= _LONGEST_BYLINE and people(texts):
                return texts
    return []
