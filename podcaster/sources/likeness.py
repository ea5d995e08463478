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
from heapq import nsmallest
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from podcaster.model import Article

SAME_STORY = 0.5
"""Likeness from which two articles are one story."""
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
    # Up to here both know all their hashes.
    limit = min(hashes[-1] if n > len(hashes) else _MASK for n, hashes in ((n_a, hashes_a), (n_b, hashes_b)))
    both, either = set(hashes_a) & set(hashes_b), set(hashes_a) | set(hashes_b)
    n_either = sum(value <= limit for value in either)
    resemblance = len(both) / n_either if n_either else 0.0
    shared = resemblance / (1 + resemblance) * (n_a + n_b)
    return min(shared / min(n_a, n_b), 1.0)


def _numbers(packed: bytes) -> tuple[int, ...]:
    return struct.unpack(f">{len(packed) // 4}I", packed)
