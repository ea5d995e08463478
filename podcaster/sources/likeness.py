"""How much of one article's text stands in another: the agency's report that two papers print.

A sketch keeps the smallest hashes of an article's word triples (bottom-k sampling: Broder, "On the
resemblance and containment of documents", 1997). Two sketches tell how many triples the articles
share; against the shorter one, since a paper cuts an agency's text as often as it prints it whole.
"""

from __future__ import annotations

import re
import struct
import unicodedata
import zlib
from bisect import bisect_right
from heapq import nsmallest
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from podcaster.model import Article

SAME_STORY = 0.4
"""Likeness from which two articles are one story.

Of 627 German articles in 196,251 pairs, two pairs reach 0.37 and 0.66 (the same event, parts taken over
word for word) and all others stay below 0.15; an article of which every seventh word was changed, or a half
cut off, stays above 0.43.
"""
_HASHES = 240
"""Of 4 bytes each: a sketch is below 1 kB."""
_WORDS = 3
_FEWEST = 30
"""Triples below which nothing is told: a notice of three sentences."""
_WORD = re.compile(r"\w+")
_MIX, _MASK = 0x9E3779B1, 0xFFFFFFFF
"""Knuth's multiplicative hashing spreads the checksum, which is linear."""


def sketch(article: Article) -> bytes:
    """What an article's text is known by, in less than 1 kB; the same in all processes and versions.

    Headline and lead are the paper's own and do not count, nor do case, punctuation and white space.
    """
    text = unicodedata.normalize("NFKC", " ".join(block.text for block in article.blocks))
    words = [word.encode() for word in _WORD.findall(text.replace("\xad", "").casefold())]
    triples = {
        (zlib.crc32(b" ".join(words[start : start + _WORDS])) * _MIX) & _MASK
        for start in range(len(words) - _WORDS + 1)
    }
    smallest = nsmallest(_HASHES, triples)
    return struct.pack(f">{len(smallest) + 1}I", len(triples), *smallest)


def likeness(a: bytes, b: bytes) -> float:
    """The share of the shorter article that stands in the longer one, estimated: 0 to 1.

    0 where one is too short to be told; with 240 hashes the error is about 0.05 for articles of like length.
    """
    (n_a, *hashes_a), (n_b, *hashes_b) = _numbers(a), _numbers(b)
    if min(n_a, n_b) < _FEWEST:
        return 0.0
    # Up to here both know all their hashes; none that they share lies above.
    limit = min(hashes[-1] if n > len(hashes) else _MASK for n, hashes in ((n_a, hashes_a), (n_b, hashes_b)))
    n_both = len(set(hashes_a).intersection(hashes_b))
    resemblance = n_both / (bisect_right(hashes_a, limit) + bisect_right(hashes_b, limit) - n_both)
    shared = resemblance / (1 + resemblance) * (n_a + n_b)
    return min(shared / min(n_a, n_b), 1.0)


def _numbers(packed: bytes) -> tuple[int, ...]:
    return struct.unpack(f">{len(packed) // 4}I", packed)
