"""Show + episodes → one German page to listen on; pure, self-contained, no third party.

Its addresses are relative, so it works from a server, a bucket and a folder alike. The template
``site.html.j2`` lays out; what has to be worked out is worked out here.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from types import MappingProxyType
from typing import TYPE_CHECKING, Any
from urllib.parse import quote

from podcaster.model import FEED_FILE, Place, clock, day_in_words, is_web_address, join_pieces

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from jinja2 import Template

    from podcaster.model import Episode, QuoteKind, Role, Script, Show

# Control characters, which HTML forbids, and halves of surrogate pairs, which UTF-8 cannot write
_NOT_HTML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff]")


# An app's name, and the address that opens it with the feed: without its scheme, or escaped whole.
_APPS = (
    ("AntennaPod", "antennapod-subscribe://{bare}"),
    ("Apple Podcasts", "podcast://{bare}"),
    ("Castro", "castro://subscribe/{bare}"),
    ("Overcast", "overcast://x-callback-url/add?url={escaped}"),
    ("Pocket Casts", "pktc://subscribe/{bare}"),
    ("andere App", "pcast://{bare}"),
)
_SPEEDS = (0.75, 1, 1.25, 1.5, 1.75, 2, 2.5, 3)


@dataclass(frozen=True, slots=True)
class Said:
    """A sentence, or a part of one, and when it is heard."""

    text: str
    start_ms: int | None
    blank_before: bool


@dataclass(frozen=True, slots=True)
class Span:
    """A piece of a paragraph in one mouth."""

    said: tuple[Said, ...]
    quote: QuoteKind | None
    speaker: str | None
    """Where another one begins to speak than before."""

    @property
    def blank_before(self) -> bool:
        """A blank stands before it."""
        return self.said[0].blank_before


@dataclass(frozen=True, slots=True)
class Passage:
    """A paragraph, or a heading, of the text to read along."""

    role: Role
    spans: tuple[Span, ...]

    @property
    def start_ms(self) -> int | None:
        """When it is heard; None where the times are not known."""
        return next((said.start_ms for span in self.spans for said in span.said), None)


def page(
    show: Show,
    episodes: Sequence[Episode],
    scripts: Mapping[str, Script],
    times: Mapping[str, Mapping[Place, int]] | None = None,
    *,
    newer: str | None = None,
    older: str | None = None,
    root: str = "",
) -> str:
    """The page as HTML, newest episode first; an episode whose GUID is in ``scripts`` has its text.

    ``times`` tells by GUID when (ms) each sentence is heard; such a text follows the voice. ``newer`` and
    ``older`` are the pages beside it in a long show, and ``root`` leads from its folder to theirs: ``../``.
    """
    newest_first = sorted(episodes, key=lambda episode: episode.added, reverse=True)
    texts = {guid: tuple(passages(script, (times or {}).get(guid, {}))) for guid, script in scripts.items()}
    base = show.base_url if show.base_url.endswith("/") else show.base_url + "/"
    feed_url = base + FEED_FILE
    return _template().render(
        show=show,
        episodes=newest_first,
        texts=texts,
        timed=frozenset(times or ()),
        feed_file=FEED_FILE,
        feed_url=feed_url,
        apps=[
            (name, address.format(bare=feed_url.partition("://")[2], escaped=quote(feed_url, safe="")))
            for name, address in _APPS
        ],
        speeds=_SPEEDS,
        newer=newer,
        older=older,
        root=root,
    )


def passages(script: Script, times: Mapping[Place, int] = MappingProxyType({})) -> Iterator[Passage]:
    """The script's text by paragraphs: its segments change with the speaker."""
    paragraph: list[int] = []
    for number, segment in enumerate(script.segments):
        paragraph.append(number)
        if segment.ends_block:
            yield _passage(script, paragraph, times)
            paragraph = []
    if paragraph:
        yield _passage(script, paragraph, times)


def _passage(script: Script, numbers: Sequence[int], times: Mapping[Place, int]) -> Passage:
    spans: list[Span] = []
    text, speaker = "", None
    for number in numbers:
        segment = script.segments[number]
        said = []
        for at, sentence in enumerate(segment.sentences):
            joined = join_pieces((text, sentence.text))
            blank_before = bool(text) and joined[len(text) : len(text) + 1] == " "
            said.append(Said(sentence.text, times.get(Place(number, at)), blank_before))
            text = joined
        is_new = segment.quote == "direct" and segment.speaker != speaker
        if said:
            spans.append(Span(tuple(said), segment.quote, segment.speaker if is_new else None))
        speaker = segment.speaker if segment.quote == "direct" else speaker
    return Passage(script.segments[numbers[0]].role, tuple(spans))


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
        "number": _number,
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


def _number(value: float) -> str:
    """With a comma, as German writes it: ``1,25``."""
    return f"{value:g}".replace(".", ",")


def _web_address(url: str | None) -> str | None:
    """The address if a browser may follow it: no ``javascript:``, no file."""
    return url if url and is_web_address(url) else None
