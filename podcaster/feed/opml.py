"""Shows → OPML 2.0 (http://opml.org/spec2.opml), the list of subscriptions that podcast apps import."""

from __future__ import annotations

from typing import TYPE_CHECKING

from podcaster.feed.rss import printable, public_address
from podcaster.model import FEED_FILE

if TYPE_CHECKING:
    from collections.abc import Iterable

    from podcaster.model import Show

OPML_FILE = "podcast.opml"
"""Where a show's own lies in ``public/``."""


def opml(shows: Iterable[Show], title: str = "Podcasts") -> bytes:
    """A subscription list as UTF-8 XML; the same bytes for the same values."""
    from lxml import etree  # noqa: PLC0415

    root = etree.Element("opml", version="2.0")
    etree.SubElement(etree.SubElement(root, "head"), "title").text = printable(title)
    body = etree.SubElement(root, "body")
    for show in shows:
        facts = {
            "type": "rss",
            "text": show.title,
            "title": show.title,
            "description": show.description,
            "language": show.language,
            "htmlUrl": public_address(show, ""),
            "xmlUrl": public_address(show, FEED_FILE),
        }
        etree.SubElement(body, "outline", {name: printable(value) for name, value in facts.items()})
    return etree.tostring(root, encoding="utf-8", xml_declaration=True, pretty_print=True)
