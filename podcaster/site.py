"""Show + episodes → one German page to listen on; pure, self-contained, no third party.

Its addresses are relative, so it works from a server, a bucket and a folder alike. The template
``site.html.j2`` lays out; what has to be worked out is worked out here.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING, Any
from urllib.parse import quote, urlsplit

from podcaster.model import FEED_FILE, clock, day_in_words, join_pieces

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from jinja2 import Template

    from podcaster.model import Episode, QuoteKind, Role, Script, Segment, Show

# Control characters, which HTML forbids, and halves of surrogate pairs, which UTF-8 cannot write
_NOT_HTML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff]")


@dataclass(frozen=True, slots=True)
class Span:
    """A piece of a paragraph in one mouth."""

    text: str
    quote: QuoteKind | None
    speaker: str | None
    """Where another one begins to speak than before."""
    blank_before: bool


@dataclass(frozen=True, slots=True)
class Passage:
    """A paragraph, or a heading, of the text to read along."""

    role: Role
    spans: tuple[Span, ...]


def page(show: Show, episodes: Sequence[Episode], scripts: Mapping[str, Script]) -> str:
    """The page as HTML, newest episode first; an episode whose GUID is in ``scripts`` has its text."""
    newest_first = sorted(episodes, key=lambda episode: episode.added, reverse=True)
    texts = {guid: tuple(passages(script)) for guid, script in scripts.items()}
    base = show.base_url if show.base_url.endswith("/") else show.base_url + "/"
    return _template().render(
        show=show, episodes=newest_first, texts=texts, feed_file=FEED_FILE, feed_url=base + FEED_FILE
    )


def passages(script: Script) -> Iterator[Passage]:
    """The script's text by paragraphs: its segments change with the speaker."""
    paragraph: list[Segment] = []
    for segment in script.segments:
        paragraph.append(segment)
        if segment.ends_block:
            yield _passage(paragraph)
            paragraph = []
    if paragraph:
        yield _passage(paragraph)


def _passage(segments: Sequence[Segment]) -> Passage:
    spans: list[Span] = []
    text, speaker = "", None
    for segment in segments:
        joined = join_pieces((text, segment.text))
        is_new = segment.quote == "direct" and segment.speaker != speaker
        spans.append(
            Span(
                segment.text,
                segment.quote,
                segment.speaker if is_new else None,
                blank_before=bool(text) and joined[len(text) : len(text) + 1] == " ",
            )
        )
        text = joined
        speaker = segment.speaker if segment.quote == "direct" else speaker
    return Passage(segments[0].role, tuple(spans))


@cache
def _template() -> Template:
    from jinja2 import Environment, StrictUndefined  # noqa: PLC0415

    environment = Environment(
        autoescape=True,
        finalize=_printable,
        lstrip_blocks=True,
        trim_blocks=True,
        undefined=StrictUndefined,
    )
    environment.filters |= {
        "clock": clock,
        "day": day_in_words,
        "length": _length,
        "megabytes": _megabytes,
        "path": quote,
        "web": _web_address,
    }
    return environment.from_string(files("podcaster").joinpath("site.html.j2").read_text(encoding="utf-8"))


def _printable(value: Any) -> Any:
    """Drop what HTML forbids from every text that the template is given."""
    return _NOT_HTML.sub("", value) if type(value) is str else value


def _length(duration_ms: int) -> str:
    """``45 Sek.``, ``6 Min.`` or ``1 Std. 4 Min.``."""
    seconds = round(duration_ms / 1000)
    hours, minutes = divmod(round(seconds / 60), 60)
    if hours:
        return f"{hours} Std. {minutes} Min." if minutes else f"{hours} Std."
    return f"{minutes} Min." if seconds >= 60 else f"{seconds} Sek."  # noqa: PLR2004


def _megabytes(size_bytes: int) -> str:
    return f"{max(size_bytes / 1e6, 0.1):.1f} MB".replace(".", ",")


def _web_address(url: str | None) -> str | None:
    """The address if a browser may follow it: no ``javascript:``, no file."""
    try:
        return url if url and urlsplit(url).scheme in {"http", "https"} else None
    except ValueError:
        return None
