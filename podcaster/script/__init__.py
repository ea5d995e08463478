"""Article → Script: what is read, in which role, in whose mouth, with which silence behind it."""

from __future__ import annotations

import re
from dataclasses import replace
from functools import partial
from itertools import groupby
from typing import TYPE_CHECKING, NamedTuple

from podcaster.german import spoken
from podcaster.model import CLOSING, Pauses, Script, Segment, Sentence
from podcaster.script.cues import Cue, find_cues
from podcaster.script.edition import edition_title, write_edition
from podcaster.script.interview import quiet_labels
from podcaster.script.lists import Numeral, is_followed_by_item, numerals, silence_behind
from podcaster.script.persons import find_persons
from podcaster.script.quotes import Quote, find_quotes, read_quotes
from podcaster.script.sentences import sentence_ends, split_sentences
from podcaster.script.templates import Templates, fill

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

    from podcaster.model import Article, Block, Gendered, Lexicon, Role

__all__ = [
    "Quote",
    "Templates",
    "edition_title",
    "find_quotes",
    "split_sentences",
    "write_edition",
    "write_script",
]

_WORD = re.compile(r"[^\W_]")
_BETWEEN = tuple(",;–—")
_BEFORE_QUOTE = f"{CLOSING}–—"  # a quotation may begin right behind these


class _Atom(NamedTuple):
    """A sentence or the part of one that stands inside or outside of a quotation."""

    start: int
    end: int
    quote: Quote | None
    is_end: bool
    """Whether a sentence ends with it."""


def write_script(
    article: Article,
    *,
    templates: Templates = Templates(),  # noqa: B008  (frozen)
    lexicon: Lexicon | None = None,
    gendered: Gendered = "stop",
    pauses: Pauses = Pauses(),  # noqa: B008
    quote_cues: bool = False,
) -> Script:
    """Write what is read of an article, in order: intro, headline, lead, body and outro.

    A paragraph becomes a segment for each run of the narrator's words and for each quotation; their
    texts, joined by ``join_pieces``, are the paragraph again. Kicker, headline and headings stay whole.
    ``quote_cues`` lets the narrator say "Zitat … Zitatende", in segments that have no text.
    """
    texts = [article.lead or "", *(block.text for block in article.blocks)]
    headings = {number for number, block in enumerate(article.blocks, start=1) if block.kind == "heading"}
    strong = {number for number, block in enumerate(article.blocks, start=1) if block.strong}
    quotes, named = read_quotes(texts, headings, strong)
    speak = partial(spoken, lexicon=lexicon, gendered=gendered)
    write = _Writer(speak, pauses, find_cues(texts, quotes) if quote_cues else {})
    segments = [
        *write.said("intro", fill(templates.intro, article), pauses.intro_ms),
        *write.said("headline", split_sentences(article.kicker or ""), pauses.kicker_ms),
        *write.said("headline", split_sentences(article.title), pauses.headline_ms),
        *_read(article.blocks, texts, quotes, write, pauses),
        *write.said("outro", fill(templates.outro, article), pauses.outro_ms),
    ]
    return Script(
        url=article.url,
        title=article.title,
        kicker=article.kicker,
        lead=article.lead,
        authors=article.authors,
        publisher=article.publisher,
        published=article.published,
        language=article.language,
        segments=tuple(segments),
        left_out=article.left_out,
        modified=article.modified,
        cast=find_persons(quotes, texts, named.people, (article.kicker or "", article.title)),
    )


def _read(
    blocks: Sequence[Block], texts: Sequence[str], found: Sequence[Quote], write: _Writer, pauses: Pauses
) -> Iterator[Segment]:
    """Segments of the lead, which is the first of the texts, and of the blocks, which are the others."""
    quotes: dict[int, list[Quote]] = {}
    for quote in found:
        quotes.setdefault(quote.paragraph, []).append(quote)
    quiet = quiet_labels(texts, found)
    numbers = numerals(blocks) | {at - 1: Numeral(label, "") for at, label in quiet.items()}
    yield from write.paragraph("lead", texts[0], quotes.get(0, []), pauses.lead_ms)
    for at, block in enumerate(blocks):
        pause_ms = silence_behind(blocks, at, pauses)
        if block.kind == "heading":
            yield from write.said("heading", split_sentences(block.text), pause_ms, numbers.get(at))
            continue
        segments = write.paragraph("body", block.text, quotes.get(at + 1, []), pause_ms, numbers.get(at))
        goes_on = block.kind == "list item" and is_followed_by_item(blocks, at)
        yield from _held_up(segments) if goes_on else segments


def _held_up(segments: Iterable[Segment]) -> Iterator[Segment]:
    """A list's item that is no sentence ends as one does that goes on; only the last one falls."""
    held = list(segments)
    for last in held[-1:]:
        *sentences, end = last.sentences
        if end.spoken[-1:] not in CLOSING:
            sentences.append(Sentence(end.text, f"{end.spoken},"))
            held[-1] = replace(last, sentences=tuple(sentences))
    yield from held


class _Writer:
    """Makes segments; knows how German is spoken, the pauses, and what is said around quotations."""

    def __init__(self, speak: Callable[[str], str], pauses: Pauses, cues: Mapping[Quote, Cue]) -> None:
        self._speak = speak
        self._pauses = pauses
        self._cues = cues

    def said(
        self, role: Role, sentences: Sequence[str], pause_ms: int, numeral: Numeral | None = None
    ) -> list[Segment]:
        """One segment of the narrator's, or none without words."""
        texts = [text for text in sentences if _WORD.search(text)]
        said = tuple(self._sentence(text, None if at else numeral) for at, text in enumerate(texts))
        return [Segment(role, said, pause_ms=pause_ms)] if texts else []

    def paragraph(
        self,
        role: Role,
        text: str,
        quotes: Sequence[Quote],
        pause_ms: int,
        numeral: Numeral | None = None,
    ) -> Iterator[Segment]:
        """The segments of a paragraph, cut at its quotations."""
        runs = [list(run) for _, run in groupby(_atoms(text, quotes), key=lambda atom: atom.quote)]
        for run in runs:
            last = run[-1]
            quote = last.quote
            silence_ms = self._pauses.sentence_ms if last.is_end else 0
            is_last = run is runs[-1]
            segment = Segment(
                role,
                tuple(
                    self._sentence(text[atom.start : atom.end].strip(), None if atom.start else numeral)
                    for atom in run
                ),
                quote=quote.kind if quote else None,
                speaker=quote.speaker if quote else None,
                pause_ms=pause_ms if is_last else silence_ms,
                ends_block=is_last,
            )
            yield from _cued(segment, self._cues.get(quote, Cue())) if quote else (segment,)

    def _sentence(self, text: str, numeral: Numeral | None = None) -> Sentence:
        if numeral and text.startswith(numeral.written):
            rest = self._sentence(text[len(numeral.written) :])
            return Sentence(text, f"{numeral.said} {rest.spoken}".strip())
        words = self._speak(text)
        if not _WORD.search(words):  # letters that nobody can read are still told to the engine
            words = " ".join(re.findall(r"[^\W_]+", text))
        # „Ja“, sagte er: the comma between two mouths counts where both are one voice's
        return Sentence(text, f", {words}" if text[:1] in _BETWEEN else words)


def _cued(segment: Segment, cue: Cue) -> Iterator[Segment]:
    """A quotation with what the narrator says around it; nothing of that stands on the page."""
    if cue.before:
        yield Segment(segment.role, (Sentence("", cue.before),), ends_block=False)
    if not cue.after:
        yield segment
        return
    yield replace(segment, pause_ms=0, ends_block=False)
    closing = Sentence("", cue.after)
    yield Segment(segment.role, (closing,), pause_ms=segment.pause_ms, ends_block=segment.ends_block)


def _atoms(text: str, quotes: Sequence[Quote]) -> list[_Atom]:
    """Cut a paragraph where a sentence or a quotation begins or ends; each piece has a word in it."""
    ends = set(sentence_ends(text))
    spans = _cuttable(text, quotes)
    cuts = sorted(ends | {cut for start, end, _ in spans for cut in (start, end) if cut})
    atoms: list[_Atom] = []
    open_start: int | None = None
    at = 0
    for start, end in zip([0, *cuts], cuts, strict=False):
        while at < len(spans) and spans[at][1] <= start:
            at += 1
        quote = spans[at][2] if at < len(spans) and spans[at][0] <= start else None
        if _WORD.search(text, start, end):
            atoms.append(_Atom(start if open_start is None else open_start, end, quote, end in ends))
            open_start = None
        elif atoms:  # what closes: “ . )
            atoms[-1] = atoms[-1]._replace(end=end, is_end=atoms[-1].is_end or end in ends)
        elif open_start is None:
            open_start = start
    return atoms


def _may_begin(text: str, start: int) -> bool:
    """Whether a segment may begin here: behind a blank or a sign that ends something."""
    return start == 0 or text[start - 1].isspace() or text[start - 1] in _BEFORE_QUOTE


def _cuttable(text: str, quotes: Sequence[Quote]) -> list[tuple[int, int, Quote]]:
    """The quotations' spans, widened to where a text may be cut: „Kuh“-Milch stays one word."""
    spans: list[tuple[int, int, Quote]] = []
    for quote in quotes:
        floor = spans[-1][1] if spans else 0
        start, end = max(quote.start, floor), quote.end
        if end <= floor or not _WORD.search(text, start, end):
            continue
        while start > floor and not _may_begin(text, start):
            start -= 1
        while end < len(text) and not text[end].isspace() and text[end] not in CLOSING:
            end += 1
        if spans and not _may_begin(text, start):
            spans[-1] = (spans[-1][0], end, spans[-1][2])
        else:
            spans.append((start, end, quote))
    return spans
