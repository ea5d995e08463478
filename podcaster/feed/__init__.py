"""Show + episodes → the feed that podcast apps subscribe to, and what is wrong with a feed; pure."""

from podcaster.feed.categories import category_path
from podcaster.feed.check import Finding, Served, Use, addresses, check, next_page
from podcaster.feed.opml import OPML_FILE, opml
from podcaster.feed.reread import Remembered, reread
from podcaster.feed.rss import ARCHIVE_FOLDER, Part, document, documents, parts, rss

__all__ = [
    "ARCHIVE_FOLDER",
    "OPML_FILE",
    "Finding",
    "Part",
    "Remembered",
    "Served",
    "Use",
    "addresses",
    "category_path",
    "check",
    "document",
    "documents",
    "next_page",
    "opml",
    "parts",
    "reread",
    "rss",
]
