"""Pages that hold no article but something else with text in it: live tickers and picture galleries."""

from __future__ import annotations

import re
from dataclasses import replace
from functools import lru_cache
from itertools import islice
from typing import TYPE_CHECKING, Any

from podcaster.article import boilerplate
from podcaster.article.boilerplate import why_left_out
from podcaster.article.parts import Parts, Piece
from podcaster.article.plain import is_running
from podcaster.article.text import count_words, first_unseen, key, one_line
from podcaster.errors import NoArticleError

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from lxml.html import HtmlElement

_TICKER = re.compile(
    r"\b(?:live|news|minuten)[-\s_]?(?:ticker|blog)|\bim\sticker\b|[-/_]ticker\b", re.IGNORECASE
)
_ENTRY_TAGS = ("article", "li", "div", "section", "p", "h2", "h3", "h4")
_COMMENT = re.compile(r"comment|kommentar|teaser|related|most-?read|newslist", re.IGNORECASE)
_CLOCK = re.compile(
    r"(?:\+{2,3}\s*)?(?P<h>[01]?\d|2[0-3])[.:](?P<m>[0-5]\d)(?!\d)(?:\s*(?:Uhr|h)\b)?[\s:–—+|-]*"
)
_ISO_CLOCK = re.compile(r"\d{4}-\d\d-\d\dT(?P<h>\d\d):(?P<m>\d\d)")
_FEWEST_ENTRIES = 5
_ENTRIES_SHARE = 0.4
_FEWEST_UPDATES = 3
_MOST_ENTRIES = 1_000
_BETWEEN_DAYS = 40
"""Characters before the time of an entry: "Freitag, 3. Mai, 14:32 Uhr"."""

_GALLERY = re.compile(
    r"(?:bilder?|foto)-?(?:strecke|galerie|serie|show)|slide-?show|(?:image|photo|picture)-?galler|[-/_]galerie\b|[-/_](?:bilder|fotos)[-/_]",
    re.IGNORECASE,
)
_GALLERY_TYPES = frozenset({"ImageGallery", "MediaGallery"})
_GALLERY_WORDS = 120
"""An article with pictures has more text beside its captions."""
_FEWEST_PICTURES, _MOST_PICTURES = 4, 300
_CAPTION_WORDS, _ALL_CAPTIONS_WORDS = 5, 40
_CAPTION_NAMES = re.compile(r"caption|bildunterschrift|bildtext|image-?text|slide-?text", re.IGNORECASE)
_COUNTER = re.compile(r"^(?:Bild\s)?\d{1,3}\s?(?:/|von)\s?\d{1,3}\s*[:|–-]?\s*")


def reform(
    tree: HtmlElement,
    nodes: Sequence[dict[str, Any]],
    url: str | None,
    parts: Parts,
    *,
    subject: str,
    any_form: bool,
) -> Parts:
    """The parts of a page of another form: a gallery as the list of its captions, where they are text enough.

    Raises NoArticleError for a gallery of less, and for a live ticker, which is read entry by entry
    with ``any_form``: a time as heading, then what was reported then, in the page's order.
    """
    n_words = sum(count_words(piece.text) for piece in parts.pieces if not piece.why)
    entries = _updates(nodes) or _entries(tree, f"{parts.kicker or ''} {parts.title} {_path(url)}", n_words)
    if entries:
        if not any_form:
            raise NoArticleError(
                subject,
                f"is a live ticker of {len(entries)} entries, not an article",
                "use --force to read it entry by entry",
            )
        pieces = [piece for entry in entries for piece in entry]
        return replace(parts, pieces=tuple(pieces), is_list=False)
    if _is_gallery(nodes, url, parts):
        return _gallery(tree, parts, subject)
    return parts


def _path(url: str | None) -> str:
    return (url or "").partition("://")[2].partition("/")[2].partition("?")[0]


def _types(node: dict[str, Any]) -> set[str]:
    kinds = node.get("@type")
    return {kind for kind in (kinds if isinstance(kinds, list) else [kinds]) if isinstance(kind, str)}


# ── live tickers ────────────────────────────────────────────────────────────────────────────────


def _updates(nodes: Sequence[dict[str, Any]]) -> list[list[Piece]]:
    """The entries of a LiveBlogPosting (https://schema.org/LiveBlogPosting)."""
    for node in nodes:
        updates = node.get("liveBlogUpdate")
        if "LiveBlogPosting" not in _types(node) or not isinstance(updates, list):
            continue
        if len(updates) >= _FEWEST_UPDATES:
            found = [_update(update) for update in updates[:_MOST_ENTRIES] if isinstance(update, dict)]
            return [entry for entry in found if entry]
    return []


def _update(update: dict[str, Any]) -> list[Piece]:
    texts = {name: value for name, value in update.items() if isinstance(value, str)}
    clock = _ISO_CLOCK.match(texts.get("datePublished", ""))
    lines = [_plain(line) for line in re.split(r"\n|</p>|<br\s?/?>", texts.get("articleBody", ""))]
    return _entry(clock, _plain(texts.get("headline", "")), lines)


def _plain(markup: str) -> str:
    from html import unescape  # noqa: PLC0415

    return one_line(unescape(re.sub(r"<[^<>]{0,500}>", " ", markup)))


def _entry(clock: re.Match[str] | None, headline: str, lines: list[str]) -> list[Piece]:
    time = f"{int(clock['h'])}:{clock['m']} Uhr" if clock else ""
    heading = ": ".join(filter(None, (time, headline)))
    body = [Piece("paragraph", line) for line in lines if key(line) not in {"", key(headline)}]
    body = [piece.left_out(why) if (why := why_left_out(piece.text)) else piece for piece in body]
    return [*([Piece("heading", heading)] if heading else []), *body] if body else []


def _entries(tree: HtmlElement, named: str, n_words: int) -> list[list[Piece]]:
    """Entries of one look that each begin with a time, on a page or in a box that is called a ticker.

    They hold much of the page's ``n_words``, in sentences: a box of headlines with times is no live ticker.
    """
    is_named = _TICKER.search(named) is not None
    if not is_named and not any(
        map(_is_ticker, {_names(box) for box in tree.iter("div", "section", "ul", "ol")})
    ):
        return []
    groups: dict[tuple[HtmlElement, str, str], list[HtmlElement]] = {}
    for element in tree.iter(*_ENTRY_TAGS):
        parent = element.getparent()
        if parent is not None:
            groups.setdefault((parent, str(element.tag), element.get("class") or ""), []).append(element)
    for (parent, _, names), alike in groups.items():
        if len(alike) < _FEWEST_ENTRIES:
            continue
        around = " ".join([names, _names(parent), *map(_names, islice(parent.iterancestors(), 2))])
        if _COMMENT.search(around) or not (is_named or _TICKER.search(around)):
            continue
        elements = [element for element in alike if _clock(element)]
        if len(elements) < _FEWEST_ENTRIES:
            continue
        found = [entry for element in elements[:_MOST_ENTRIES] if (entry := _marked_entry(element))]
        texts = [piece.text for entry in found for piece in entry if piece.kind == "paragraph"]
        running = sum(map(is_running, texts))
        if running >= _FEWEST_ENTRIES and count_words(" ".join(texts)) > _ENTRIES_SHARE * n_words:
            return found
    return []


@lru_cache(maxsize=5_000)
def _is_ticker(names: str) -> bool:
    return _TICKER.search(names) is not None


def _names(element: HtmlElement) -> str:
    return f"{element.get('class') or ''} {element.get('id') or ''}"


def _clock(element: HtmlElement) -> re.Match[str] | None:
    """The time that an entry begins with: its ``<time>``, or its first words."""
    stamp = next(element.iter("time"), None)
    if stamp is not None:
        return _CLOCK.match(one_line(stamp.text_content())) or _ISO_CLOCK.match(stamp.get("datetime") or "")
    begins = one_line("".join(islice(element.itertext(), 6))[: 2 * _BETWEEN_DAYS])
    return _CLOCK.match(begins) if "Uhr" in begins or "+++" in begins or ":" in begins else None


def _marked_entry(element: HtmlElement) -> list[Piece]:
    clock = _clock(element)
    parts = list(element.iter("p", "li", "blockquote")) or [element]
    if element.tag in {"h2", "h3", "h4"}:  # entries that are headings with paragraphs behind them
        parts = []
        for sibling in element.itersiblings():
            if sibling.tag in {"h2", "h3", "h4"}:
                break
            parts.append(sibling)
        headline = one_line(element.text_content())
    else:
        headline = next((one_line(head.text_content()) for head in element.iter("h2", "h3", "h4")), "")
    lines = [one_line(part.text_content()) for part in parts]
    lines = [_CLOCK.sub("", line, count=1) if _CLOCK.match(line) else line for line in lines]
    return _entry(clock, _CLOCK.sub("", headline, count=1) if _CLOCK.match(headline) else headline, lines)


# ── galleries ───────────────────────────────────────────────────────────────────────────────────


def _is_gallery(nodes: Sequence[dict[str, Any]], url: str | None, parts: Parts) -> bool:
    kinds = set().union(*map(_types, nodes)) if nodes else set()
    alone = bool(kinds & _GALLERY_TYPES) and not any(kind.endswith("Article") for kind in kinds)
    return alone or _GALLERY.search(f"/{_path(url)} {parts.kicker or ''} {parts.title}") is not None


def _gallery(tree: HtmlElement, parts: Parts, subject: str) -> Parts:
    found = islice(_captions(tree), _MOST_PICTURES)
    captions = first_unseen(caption for caption in found if count_words(caption) >= _CAPTION_WORDS)
    told = [key(caption) for caption in captions]
    keys = [key(piece.text) for piece in parts.pieces]
    rest = [
        piece
        for piece, held in zip(parts.pieces, keys, strict=True)
        if not any(text in held for text in told)
    ]
    if count_words(" ".join(piece.text for piece in rest if not piece.why)) >= _GALLERY_WORDS:
        return parts
    if len(captions) < _FEWEST_PICTURES or count_words(" ".join(captions)) < _ALL_CAPTIONS_WORDS:
        raise NoArticleError(
            subject,
            "is a picture gallery whose captions hold hardly any text",
            "name the page of a single article",
        )
    items = [Piece("list item", caption) for caption in captions]
    return replace(parts, pieces=(*rest, *items), is_list=False)


def _captions(tree: HtmlElement) -> Iterator[str]:
    """What stands under the pictures, without credits and counters."""
    for element in tree.iter("figcaption", "div", "p", "span"):
        named = element.tag == "figcaption" or _CAPTION_NAMES.search(element.get("class") or "")
        if not named or next(element.iterdescendants("figcaption", "figure"), None) is not None:
            continue
        text = _COUNTER.sub("", one_line(element.text_content()))
        for rule in boilerplate.table().endings:
            if hit := rule.pattern.search(text[-300:]):
                text = text[: len(text) - len(hit[0])].rstrip(" |/–-(")
        if why_left_out(text) is None:
            yield text
