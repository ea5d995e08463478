"""What the path of an address says: an article, its department, its day; or a page of another kind."""

from __future__ import annotations

import re
from datetime import datetime, timedelta
from urllib.parse import unquote, urlsplit

from podcaster.sources.dates import berlin

_OTHER_PAGES = re.compile(
    r"""
      impressum | imprint | datenschutz .* | privacy .* | agb | nutzungsbedingungen | terms .* | barrierefrei .*
    | ueber-uns | über-uns | about (?: -us )? | mediadaten | faq s? | rss | feed s? | suche | search
    | abo s? | abonnement s? | abonnieren | aboshop | subscribe | subscription s? | newsletter .* | e-?paper
    | login | logout | anmelden | registrieren | register | registrierung | konto | account | profil | merkliste
    | tag s? | schlagwort .* | stichwort .* | thema | themen .* | topic s? | kategorie n? | category
    | redakteur (?: e | in | innen )? | autor (?: en | in | innen )? | author s?
    | video s? | mediathek | livestream .* | tv-programm | fernsehprogramm | podcast s?
    | galerie n? | fotostrecke n? | bilderstrecke n? | bildergalerie n?
    | newsticker | ticker | live-?ticker .* | live-?blog .* | eilmeldung en
    | shop | gutscheine? | coupons? | (?: preis )? vergleich | anzeigen | advertorial s? | sponsored | promotion
    | spiele | games | quiz | raetsel | rätsel | sudoku | horoskop e? | traueranzeigen | partnersuche
    | redirect | goto | comments | comment-page-\d+ | wp-content | wp-json | wp-login
    """,
    re.VERBOSE | re.IGNORECASE,
)
"""Parts of a path below which no article stands."""
_DEPARTMENTS = re.compile(
    r"""
      kontakt | contact | hilfe | service s? | sitemap | archiv e? | archive | redaktion | people | personen
    | karriere | jobs | stellenmarkt | immobilien | trauer | partner | dossier s? | kommentare? | anzeige
    | live | tv | film e? | audio s? | bild er | foto s? | wetter | boerse | börse | aktien | kurse
    | kalender | termine | print | drucken | amp | seite | page | out
    """,
    re.VERBOSE | re.IGNORECASE,
)
"""Parts of a path below which articles may stand, if the address otherwise looks like one."""
_NO_SLUG = re.compile(
    r"""
      live-? (?: ticker | blog | stream ) | newsblog                                   # bahnstreik-im-live-ticker
    | ^ [gst] -\d+ $                                                                   # t-1234
    | ^ (?: video | galerie | bilder (?: galerie | strecke )? | fotostrecke ) -\d       # fotostrecke-12
    | -video-+\d                                                                       # rat-tagt-video--3
    | (?<! [a-z] ) newsletter                                                          # unser-newsletter
    | (?<! [a-z] ) podcast (?! [a-z] )                                                 # podcast-folge-7
    | gewinnspiel | kreuzwortr (?: ä | ae ) tsel | sudoku
    """,
    re.VERBOSE | re.IGNORECASE,
)
"""What the last part of a path says of a page that is no article."""
_FILE = re.compile(
    r"\.(?:jpe?g|png|gif|webp|svg|pdf|mp[34]|m4a|zip|xml|rss|ics|css|js|json|docx?|xlsx?|epub)$",
    re.IGNORECASE,
)
_DAY = re.compile(r"(?<!\d)(20\d\d)[/_-]?([01]\d)[/_-]?([0-3]\d)(?!\d)")
_MONTH = re.compile(r"/20\d\d/[01]?\d/")
_NUMBER = re.compile(
    r"""
      \d{5,}                                                                           # /rat-tagt-123456
    | (?<! [a-z] ) (?: id | art | article | artikel | story | a | p | n ) [-_.,]? \d{3,}  # /rat-tagt-a-123
    | (?<= [/-] ) \d{3,} (?= \.html? $ | /? $ )                                        # /rat-tagt-123.html
    | (?<= [-_./,] ) \d\.\d{5,}                                                        # /rat-tagt-1.20345
    | , [a-z]+ \d+ (?= \.html? $ )                                                     # /rat-tagt,abc12.html
    """,
    re.VERBOSE,
)
"""An article's number, as content systems write it."""
_UUID = re.compile(
    r"[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}|[0-9a-f]{24,32}", re.IGNORECASE
)
_ARTICLE_QUERY = re.compile(
    r"(?:^|&)(?:p|id|artid|article|artikel|story|news|newsid|tx_news_pi1\[news\])=\d{2,}", re.IGNORECASE
)
_SLUG_WORDS = 3


def other_page(url: str) -> bool:
    """Whether an address is a site's front page, an imprint, a topic, a video, a live ticker, a file."""
    parts = urlsplit(url)
    steps = _steps(parts.path)
    if not steps:
        return not _ARTICLE_QUERY.search(unquote(parts.query))
    names = [step.rpartition(".")[0] or step for step in steps]
    return (
        any(map(_OTHER_PAGES.fullmatch, names))
        or (any(map(_DEPARTMENTS.fullmatch, names)) and not names_article(url))
        or bool(_NO_SLUG.search(steps[-1]))
        or bool(_FILE.search(steps[-1]))
    )


def names_article(url: str) -> bool:
    """Whether an address looks like an article's: a day, a number, or a headline in its path."""
    parts = urlsplit(url)
    path = unquote(parts.path)
    return bool(
        _DAY.search(path)
        or _MONTH.search(path)
        or _NUMBER.search(path)
        or _UUID.search(path)
        or _ARTICLE_QUERY.search(unquote(parts.query))
        or len(slug_words(url)) > _SLUG_WORDS
    )


def slug_words(url: str) -> list[str]:
    """The words of the path's last part that has some: of ``/politik/rat-stimmt-ab-a-12.html`` rat, stimmt, ab."""
    for step in reversed(_steps(urlsplit(url).path)):
        words = [word for word in re.split(r"[-_+. ,]+", step) if re.fullmatch(r"[^\W\d_]{2,}", word)]
        if words and words[-1].lower() in _ENDINGS:
            words.pop()
        if words:
            return words
    return []


_ENDINGS = {"html", "htm", "php", "asp", "aspx", "jsp", "shtml"}


def departments(url: str) -> tuple[str, ...]:
    """The folders of a path, and the host's first label where it is no ``www``: ``politik``, ``inland``."""
    parts = urlsplit(url)
    labels = (parts.hostname or "").split(".")
    first = labels[:1] if len(labels) > 2 and not re.fullmatch(r"www?\d*|m|mobil|amp|\d+", labels[0]) else []  # noqa: PLR2004
    folders = _steps(parts.path)
    if not parts.path.endswith("/"):  # else the last folder may be the article or the department
        folders = folders[:-1]
    return (*first, *(step for step in folders if not step.isdecimal()))


def day_of(url: str) -> datetime | None:
    """The end of the day that a path names, as the latest time at which the article was written."""
    if found := _DAY.search(urlsplit(url).path):
        try:
            day = datetime(int(found[1]), int(found[2]), int(found[3]), tzinfo=berlin())
        except ValueError:
            return None
        return day + timedelta(days=1)
    return None


def _steps(path: str) -> list[str]:
    return [step for step in unquote(path).split("/") if step]
