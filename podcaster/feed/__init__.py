"""Show + episodes → the feed that podcast apps subscribe to, and what is wrong with a feed; pure."""

from podcaster.feed.categories import category_path
from podcaster.feed.check import Finding, Served, Use, addresses, check, next_page
from podcaster.feed.opml import OPML_FILE, opml
from podcaster.feed.reread import Remembered, reread
from podcaster.feed.rss import documents, rss

__all__ = [
    "OPML_FILE",
    "Finding",
    "Remembered",
    "Served",
    "Use",
    "addresses",
    "category_path",
    "check",
    "documents",
    "next_page",
    "opml",
    "reread",
    "rss",
]
