"""The night's articles as one episode: the morning edition."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from podcaster import images
from podcaster.model import Article
from podcaster.pipeline.article import silent
from podcaster.pipeline.episodes import draft_of, record_episode
from podcaster.script import edition_title, write_edition

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from podcaster.model import AlsoIn, Episode
    from podcaster.pipeline.article import Progress, Reading
    from podcaster.pipeline.show import ShowFolder
    from podcaster.speech import Narrator
    from podcaster.store import Store

FRESH = timedelta(hours=36)
"""What a killed night left is heard in the next edition; what is older is no news."""
# From which hour of the local day on; a run late in the evening is for the next morning.
_NAMES = ((0, "Morgenausgabe"), (11, "Mittagsausgabe"), (15, "Abendausgabe"), (21, "Morgenausgabe"))
_EVE = 21
_LEAST = 2
"""Of one article an edition would be the same again."""
_MOST_NAMED = 5


def make_edition(
    show: ShowFolder,
    store: Store,
    narrator: Narrator,
    reading: Reading,
    now: datetime,
    *,
    progress: Progress = silent,
) -> Episode | None:
    """Join what nights made and no edition holds yet; None where that is nothing, or one article alone.

    Hidden articles are taken out, for they are heard in the edition only. With a speech cache nothing
    but what is said between the articles is spoken. Feed and page are not written.
    """
    articles = store.for_edition(now - FRESH)
    if not articles or (len(articles) < _LEAST and not articles[0].is_hidden):
        return None
    name, day = edition_of(now.astimezone())
    title = _free_title(edition_title(name, day), store)
    script = write_edition(
        name,
        title,
        [store.script_of(article.guid) for article in articles],
        lexicon=reading.lexicon,
        gendered=reading.gendered,
        pauses=reading.pauses,
    )
    facts = Article(None, title, None, _lead(articles), (), None, now.astimezone(), show.config.language, ())
    draft = draft_of(facts, None, narrator.voice.name, store)
    draft = replace(draft, is_edition=True, also_in=_also_in(articles))
    show_title = show.config.title
    cover = images.title_cover(title, show_title, family=show_title, side_px=images.EPISODE_SIDE_PX)
    edition, cues = record_episode(show, draft, script, narrator, reading, cover=cover, progress=progress)
    return store.add_edition(edition, articles, script, cues)


def edition_of(now: datetime) -> tuple[str, date]:
    """How the edition of a local time is called, and for which day it is."""
    name = next(name for hour, name in reversed(_NAMES) if now.hour >= hour)
    return name, (now + timedelta(days=1)).date() if now.hour >= _EVE else now.date()


def _free_title(title: str, store: Store) -> str:
    """A day's second edition is called so."""
    number, free = 1, title
    while store.has_title(free):
        number += 1
        free = f"{title}, Teil {number}"
    return free


def _lead(articles: Sequence[Episode]) -> str:
    titles = [article.title for article in articles]
    rest = len(titles) - _MOST_NAMED
    told = " · ".join(titles[:_MOST_NAMED])
    return f"{told} und {rest} weitere" if rest > 0 else told


def _also_in(articles: Sequence[Episode]) -> tuple[AlsoIn, ...]:
    return tuple(dict.fromkeys(other for article in articles for other in article.also_in))
