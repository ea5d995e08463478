"""What a page's source says of who may read it whole."""

from __future__ import annotations

import re

_CLOSED = re.compile(
    r"""["']isAccessibleForFree["']\s*:\s*["']?(?:https?:\\?/\\?/schema\.org\\?/)?false   # JSON-LD, hasPart too
    | itemprop=["']?isAccessibleForFree["']?\s[^>]{0,80}?["'](?:https?://schema\.org/)?false
    | content_tier["']\s+content=["'](?:locked|metered)      # <meta property="article:content_tier" …>
    | <[^<>]{0,300}\s(?:amp-access|subscriptions-section)\s?=     # what AMP pages show to subscribers alone
    """,
    re.IGNORECASE | re.VERBOSE,
)


def declares_closed(source: str) -> bool:
    """Whether a page says that it, or a part of it, is for subscribers; publishers say so of open pages too."""
    return _CLOSED.search(source) is not None
