"""Show + Episodes → the feed that podcast apps subscribe to, and what is wrong with a feed; pure."""

from podcaster.feed.categories import category_path
from podcaster.feed.opml import OPML_FILE, opml
from podcaster.feed.rss import ARCHIVE_FOLDER, NEWEST, documents, public_address, rss

__all__ = [
    "ARCHIVE_FOLDER",
    "NEWEST",
    "OPML_FILE",
    "category_path",
    "documents",
    "opml",
    "public_address",
    "rss",
]
