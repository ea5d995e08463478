"""A page with what belongs to its story: the other pages, or a version of it that holds more."""

from __future__ import annotations

import logging
from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING

from podcaster.article import (
    MOST_PAGES,
    declares_closed,
    further_pages,
    holds,
    is_same_text,
    join_pages,
    other_versions,
    read_article,
    read_part,
    same_site,
)
from podcaster.errors import ArticleError, BusyError, FetchError, NoArticleError, PaywallError
from podcaster.fetch import fetch as fetch_page
from podcaster.fetch import shown
from podcaster.model import LeftOut

if TYPE_CHECKING:
    from collections.abc import Callable

    from podcaster.article import Sequel
    from podcaster.model import Article, Page

    Fetch = Callable[[str], Page]

_log = logging.getLogger(__name__)
_AGAIN = "try again later, or save all of its pages and join them in one file"


def read_story(page: Page, *, force: bool = False, fetch: Fetch | None = None) -> Article:
    """Read the article of a page, and with it the rest of a story over several pages.

    The single-page or print version is taken where it holds more than the page; otherwise the
    pages that follow are fetched and joined. A page that holds too little is read from its AMP or
    print version, unless it closes itself to the public. Of a page that came from a file nothing
    is fetched: that pages are missing is logged once, and stands in ``left_out``.

    ``force`` reads other languages and live tickers too. ``fetch`` gets the addresses that the page
    names; None refuses those in private networks, unless the page lies there itself. Raises FetchError
    where a page of the story cannot be had, and what read_article raises: a story is read whole or not
    at all.
    """
    url = page.final_url or page.url
    fetch = fetch or partial(fetch_page, named_by=url or "")
    sequel = further_pages(page.content, url) if page.is_html else None
    try:
        article = read_article(page.content, url, is_html=page.is_html, any_language=force, any_form=force)
    except (NoArticleError, PaywallError) as exc:
        if sequel and isinstance(exc, PaywallError) and not declares_closed(page.content):
            article = read_part(page.content, url)  # "…" at the end, and more on the next page
        elif url and page.is_html:
            return _other_version(page.content, url, exc, force=force, fetch=fetch)
        else:
            raise
    if sequel is None:
        return article
    if url is None:
        return _alone(article, sequel)
    whole = _whole(article, sequel, force=force, fetch=fetch)
    return whole or _pages(article, sequel, url, fetch)


def _other_version(content: str, url: str, error: ArticleError, *, force: bool, fetch: Fetch) -> Article:
    """The article as the AMP or the print version of its page has it; else the error of the page itself."""
    for address in other_versions(content, url):
        page = _tried(address, url, fetch)
        if page is None or declares_closed(page.content):
            continue
        try:
            return read_article(page.content, url, is_html=page.is_html, any_language=force, any_form=force)
        except ArticleError as exc:
            _log.info("%s: %s", shown(address), exc.cause)
    raise error


def _whole(article: Article, sequel: Sequel, *, force: bool, fetch: Fetch) -> Article | None:
    """The story on one page, where there is one that holds the page at hand and more."""
    for address in sequel.whole:
        page = _tried(address, address, fetch)
        if page is None:
            continue
        try:
            whole = read_article(
                page.content,
                page.final_url or address,
                is_html=page.is_html,
                any_language=force,
                any_form=force,
            )
        except ArticleError as exc:
            _log.info("%s: %s", shown(address), exc.cause)
            continue
        if holds(whole, article):
            _log.info("%s: holds all of %d pages", shown(address), sequel.total)
            return whole
    return None


def _tried(address: str, url: str, fetch: Fetch) -> Page | None:
    """A page that would be welcome; None where it cannot be had or leads to another site."""
    try:
        page = fetch(address)
    except (FetchError, NoArticleError) as exc:
        _log.info("%s", exc)
        return None
    return page if page.is_html and same_site(page.final_url or address, url) else None


def _pages(article: Article, sequel: Sequel, url: str, fetch: Fetch) -> Article:
    """The story page by page, from its first one on."""
    pages = {sequel.number: article}
    addresses = {**sequel.pages, sequel.number: url}
    total, number = sequel.total, 1
    while number <= max(total, *addresses):
        if number > MOST_PAGES:
            raise ArticleError(
                url, f"is a story of more than {MOST_PAGES} pages", "save what you want to hear in one file"
            )
        if number not in pages:
            page = _page(number, total, addresses, url, fetch)
            address = page.final_url or addresses[number]
            part = _part(page, number, total, address)
            if any(is_same_text(part, other) for other in pages.values()):
                raise FetchError(shown(address), f"page {number} of this story is another page again", _AGAIN)
            pages[number] = part
            if more := further_pages(page.content, address):
                addresses = {**more.pages, **addresses}
                total = max(total, more.total)
        number += 1
    _log.info("%s: %d pages", shown(url), len(pages))
    return join_pages([pages[number] for number in sorted(pages)])


def _page(number: int, total: int, addresses: dict[int, str], url: str, fetch: Fetch) -> Page:
    """One page of the story; raises FetchError where it is not to be had."""
    which = f"page {number} of {max(total, *addresses)} of this story"
    if number not in addresses:
        raise FetchError(
            shown(url), f"{which} is linked nowhere", "save all of its pages and join them in one file"
        )
    address = addresses[number]
    try:
        page = fetch(address)
    except BusyError:  # it says when to come again
        raise
    except (FetchError, NoArticleError) as exc:
        raise FetchError(shown(address), f"{which} cannot be had: {exc.cause}", _AGAIN) from exc
    if not page.is_html or not same_site(page.final_url or address, url):
        raise FetchError(shown(address), f"{which} leads to another site", _AGAIN)
    return page


def _part(page: Page, number: int, total: int, address: str) -> Article:
    try:
        return read_part(page.content, address)
    except ArticleError as exc:
        raise type(exc)(address, f"page {number} of {total} of this story {exc.cause}", exc.way_out) from exc


def _alone(article: Article, sequel: Sequel) -> Article:
    """A saved page of a story: it is read as it is, and said to be one of several."""
    what = f"page {sequel.number} of {sequel.total}"
    _log.warning("“%s”: this is %s; give its address to hear all of it", article.title, what)
    others = "another page" if sequel.total == 2 else f"{sequel.total - 1} other pages"  # noqa: PLR2004
    missing = LeftOut(f"{others} of this story", f"not in this file, which is {what}")
    return replace(article, left_out=(*article.left_out, missing))
