"""HTML or plain text → Article: headline, lead, body, and what is left out of it and why."""

from __future__ import annotations

from podcaster.article.read import read_article

__all__ = ["read_article"]
