"""The pages of a story, each read by itself, joined to one article."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

from podcaster.article.text import count_words, ends_sentence, key, one_line, shared_words
from podcaster.model import Article, Block, LeftOut

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

_TITLE_MARK = re.compile(
    r"\s*(?:[-–—|:(\[]\s*)?(?:(?:seite|teil|page)\s*\d{1,2}(?:\s*(?:von|/|of)\s*\d{1,2})?|\(?\d{1,2}\s?/\s?\d{1,2}\)?)[)\]]?\s*:?\s*",
    re.IGNORECASE,
)
_SAME_TITLE = 0.8
_FEWEST_WORDS = 4
_HELD_SHARE = 0.8
_EARLIER = "stands on an earlier page"


def holds(whole: Article, part: Article) -> bool:
    """Whether an article has nearly all paragraphs of another one, and more."""
    text = "".join(key(piece) for piece in _texts(whole))
    parts = [found for piece in _texts(part) if (found := key(piece))]
    held = sum(len(piece) for piece in parts if piece in text)
    return held >= _HELD_SHARE * sum(map(len, parts)) and len(text) > sum(map(len, parts))


def is_same_text(one: Article, other: Article) -> bool:
    """Whether two pages hold the same paragraphs, as where a server gives the first page for each."""
    return [block.text for block in one.blocks] == [block.text for block in other.blocks]


def join_pages(pages: Sequence[Article]) -> Article:
    """One article of the pages of a story, in order.

    Headline, lead and facts are those of the first; a headline of its own that a later page has
    becomes a heading. What repeats from page to page is left out, and a sentence that a page break
    cuts is made whole.
    """
    story, *rest = pages
    blocks = list(story.blocks)
    left_out = list(story.left_out)
    told = {
        key(text)
        for text in (story.title, story.lead, story.kicker, f"{story.kicker or ''}{story.title}")
        if text
    }
    told |= {key(block.text) for block in blocks if count_words(block.text) >= _FEWEST_WORDS}
    for page in rest:
        fresh = []
        for block in _blocks_with_head(page, story):
            if not (block_key := key(block.text)):
                continue
            if block_key in told:
                left_out.append(LeftOut(block.text, _EARLIER))
                continue
            fresh.append(block)
        told |= {key(block.text) for block in fresh if count_words(block.text) >= _FEWEST_WORDS}
        blocks = _glued(blocks, fresh)
        left_out += page.left_out
    return replace(story, blocks=tuple(blocks), left_out=tuple(dict.fromkeys(left_out)))


def _texts(article: Article) -> list[str]:
    return [article.lead or "", *(block.text for block in article.blocks)]


def _blocks_with_head(page: Article, story: Article) -> Iterator[Block]:
    """A later page's own headline as a heading, its lead as a paragraph, and its blocks."""
    title = one_line(_TITLE_MARK.sub(" ", page.title))
    again = (
        key(title) in key(f"{story.kicker or ''}{story.title}")
        or shared_words(title, story.title) >= _SAME_TITLE
    )
    made_of_text = page.title.endswith(" …") and any(
        key(text).startswith(key(page.title)) for text in _texts(page)
    )
    if not again and not made_of_text and not any(key(title) == key(text) for text in _texts(page)):
        yield Block("heading", title)
    if page.lead:
        yield Block("paragraph", page.lead)
    yield from page.blocks


def _glued(blocks: list[Block], following: list[Block]) -> list[Block]:
    """Both lists in order, a paragraph that goes on behind the page break in one piece."""
    if blocks and following and blocks[-1].kind == following[0].kind == "paragraph":
        last, first = blocks[-1].text, following[0].text
        if not ends_sentence(last) and first[0].islower():
            return [*blocks[:-1], Block("paragraph", f"{last} {first}"), *following[1:]]
    return [*blocks, *following]
