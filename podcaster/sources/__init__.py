"""What a source's bytes say: which articles there are, which of them are wanted, and which are the same."""

from podcaster.sources.choosing import Wanted, choose, too_short_or_long
from podcaster.sources.discovery import discover, read_opml
from podcaster.sources.likeness import SAME_STORY, likeness, sketch
from podcaster.sources.listing import Candidate, Listing
from podcaster.sources.reading import MOST_ITEMS, MOST_SITEMAPS, read_listing

__all__ = [
    "MOST_ITEMS",
    "MOST_SITEMAPS",
    "SAME_STORY",
    "Candidate",
    "Listing",
    "Wanted",
    "choose",
    "discover",
    "likeness",
    "read_listing",
    "read_opml",
    "sketch",
    "too_short_or_long",
]
