"""How well articles are read out of pages, beside trafilatura."""

from __future__ import annotations

from typing import Any

from podcaster.article import read_article


def extract(html: str) -> dict[str, Any]:
    """The article of a page, as the scorer of pages wants it."""
    article = read_article(html, is_html=True)
    return {
        "title": article.title,
        "lead": article.lead,
        "subheads": [block.text for block in article.blocks if block.kind == "heading"],
        "paragraphs": [block.text for block in article.blocks if block.kind == "paragraph"],
    }
