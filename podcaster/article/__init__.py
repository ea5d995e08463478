"""HTML or plain text → Article: headline, lead, body, and what is left out of it and why.

A story over several pages is read page by page (``read_part``) and joined; ``further_pages`` and
``other_versions`` tell which pages that takes, and fetch none.
"""

from __future__ import annotations

from podcaster.article.access import declares_closed
from podcaster.article.joined import holds, is_same_text, join_pages
from podcaster.article.read import read_article, read_part
from podcaster.article.sequel import MOST_PAGES, Sequel, further_pages, other_versions, same_site

__all__ = [
    "MOST_PAGES",
    "Sequel",
    "declares_closed",
    "further_pages",
    "holds",
    "is_same_text",
    "join_pages",
    "other_versions",
    "read_article",
    "read_part",
    "same_site",
]
