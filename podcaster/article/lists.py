"""The numbers of ordered lists, which a page's text does not hold and its reader sees."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from lxml.html import HtmlElement

_HAS_NUMBER = re.compile(r"\W*(?:\d|[a-zA-Z][.)]\s)")
_UNNUMBERED = re.compile(r"unstyled|list-none|no-?bullet|no-?list|plain|list-style(?:-type)?\s*:\s*none")
_FEWEST, _MOST = 2, 50
_DIGITS = 3


def numbered(text: str, item: HtmlElement) -> str:
    """The text of a list's item with the number before it: ``2. Den Teig ruhen lassen``.

    Without one: items of other lists, of lists that their names or style say show none, and texts
    that begin with a number of their own.
    """
    parent = item.getparent()
    if parent is None or parent.tag != "ol" or _HAS_NUMBER.match(text):
        return text
    if parent.get("type", "1") != "1" or _UNNUMBERED.search(f"{parent.get('class')} {parent.get('style')}"):
        return text
    items = [element for element in parent if element.tag == "li"]
    if not _FEWEST <= len(items) <= _MOST:
        return text
    step = -1 if parent.get("reversed") is not None else 1
    number = _whole_number(parent.get("start")) or (len(items) if step < 0 else 1)
    for element in items:
        number = _whole_number(element.get("value")) or number
        if element is item:
            break
        number += step
    return f"{number}. {text}" if number > 0 else text


def _whole_number(text: str | None) -> int | None:
    digits = (text or "").strip()
    return int(digits) if digits.isascii() and digits.isdigit() and len(digits) <= _DIGITS else None
