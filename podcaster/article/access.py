"""What a page's source says of who may read it whole."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

# A word to look for first, which is much faster, and the pattern that it must stand in.
_CLOSED = (
    (
        "AccessibleForFree",
        re.compile(
            r"""["']isAccessibleForFree["']\s*:\s*["']?(?:https?:\\?/\\?/schema\.org\\?/)?false   # JSON-LD, hasPart too
            | itemprop=["']?isAccessibleForFree["']?\s[^>]{0,80}?["'](?:https?://schema\.org/)?false
            """,
            re.IGNORECASE | re.VERBOSE,
        ),
    ),
    ("content_tier", re.compile(r"""content_tier["']\s+content=["'](?:locked|metered)""", re.IGNORECASE)),
    # what AMP pages show to subscribers alone
    ("amp-access", re.compile(r"<[^<>]{0,300}\samp-access\s?=", re.IGNORECASE)),
    ("subscriptions-section", re.compile(r"<[^<>]{0,300}\ssubscriptions-section\s?=", re.IGNORECASE)),
)

_BEFORE, _AFTER = 320, 160
"""Characters around the word."""


def declares_closed(source: str) -> bool:
    """Whether a page says that it, or a part of it, is for subscribers; publishers say so of open pages too."""
    return any(
        pattern.search(source, max(0, at - _BEFORE), at + len(word) + _AFTER)
        for word, pattern in _CLOSED
        for at in _places(word, source)
    )


def _places(word: str, source: str) -> Iterator[int]:
    """Where a word stands; a regular expression takes twice as long to tell."""
    at = source.find(word)
    while at >= 0:
        yield at
        at = source.find(word, at + len(word))
