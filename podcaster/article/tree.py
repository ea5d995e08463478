"""HTML source → tree: mended, whole, and of a size that can be walked."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lxml import etree, html

from podcaster.article.mend import mend_page
from podcaster.errors import NoArticleError

if TYPE_CHECKING:
    from lxml.html import HtmlElement

MOST_ELEMENTS = 40_000
"""Long articles have 2,000 with all that stands around them, front pages up to 15,000."""
_MOST_ANCESTORS = 50 * MOST_ELEMENTS
"""Of all elements together: the walk remembers where each stands. Real pages have 20 for each."""
_LONG_NAMES = etree.XPath("//@class[string-length() > 4000] | //@id[string-length() > 4000]")
"""No page's class names are longer, and patterns search them."""
_COUNT = etree.XPath("count(//*)")
_IS_DEEP = etree.XPath(f"boolean({'/*' * (_MOST_ANCESTORS // MOST_ELEMENTS + 1)})")
_LOOKUP = etree.ElementDefaultClassLookup(element=html.HtmlElement)
"""One class for all elements; lxml's own way asks for the class of each in Python, at every look."""
_CONTROL = bytes([*range(0x09), *range(0x0E, 0x20), 0x7F])
_ONE_ARTICLE = "name the page of a single article"


def parse(source: str, subject: str) -> HtmlElement:
    """The page's tree; raises NoArticleError where there is none, or where it is not the whole page.

    libxml2 ends without a word at 2,048 elements within each other.
    """
    parser = html.HTMLParser(encoding="utf-8", remove_comments=True, remove_pis=True, huge_tree=True)
    parser.set_element_class_lookup(_LOOKUP)
    data = mend_page(source.encode("utf-8", "ignore")).translate(None, _CONTROL)
    try:
        tree = html.document_fromstring(data, parser=parser)
    except (etree.ParserError, etree.XMLSyntaxError, ValueError, AssertionError) as exc:
        raise NoArticleError(subject, "is an empty page", _ONE_ARTICLE) from exc
    if any(entry.type_name == "ERR_RESOURCE_LIMIT" for entry in parser.error_log):
        raise NoArticleError(subject, "has its elements too deep within each other", _ONE_ARTICLE)
    _refuse_too_large(tree, subject)
    for attribute in _LONG_NAMES(tree):
        attribute.getparent().attrib.pop(attribute.attrname)
    return tree


def _refuse_too_large(tree: HtmlElement, subject: str) -> None:
    """Refuse a page with more elements than any article: a book, an archive, or one made to do harm."""
    if _COUNT(tree) > MOST_ELEMENTS:
        raise NoArticleError(subject, f"has more than {MOST_ELEMENTS} elements", _ONE_ARTICLE)
    if not _IS_DEEP(tree):
        return
    n_ancestors = depth = 0
    for event, _ in etree.iterwalk(tree, events=("start", "end")):
        depth += 1 if event == "start" else -1
        n_ancestors += depth if event == "start" else 0
        if n_ancestors > _MOST_ANCESTORS:
            raise NoArticleError(subject, "has its elements too deep within each other", _ONE_ARTICLE)
