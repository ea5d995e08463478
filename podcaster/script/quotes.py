"""Quotations of an article: where they are, of which kind, and who says them."""

from __future__ import annotations

import re
from bisect import bisect_right
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from podcaster.script import words
from podcaster.script.clauses import QUOTED, Token, tokenize
from podcaster.script.kinds import Look, kind_of
from podcaster.script.marks import Pair, pair_marks
from podcaster.script.sentences import sentence_ends
from podcaster.script.attribution import Attribution, attribute, attribute_sentence, find_verbs
from podcaster.script.speakers import Cast

if TYPE_CHECKING:
    from collections.abc import Sequence

    from podcaster.model import QuoteKind

_LONGEST_INTRODUCTION = 300  # characters
_BACKWARD = frozenset({"Das", "Dies", "So", "Dieses", "Diese", "Mit", "Damit", "Wie"})
_LINKS = frozenset({",", "und", "oder", "sowie", "beziehungsweise", "bzw", "."})
_FURTHEST = 5  # paragraphs that a quotation without marks of its own may run on
_MARKS = "„“”\"»«‚‘’‹›'`´‛‟ \u00a0"


@dataclass(frozen=True, slots=True)
class Quote:
    """A quotation within one paragraph, its marks included where it has them."""

    paragraph: int
    start: int
    end: int
    kind: QuoteKind
    speaker: str | None
    """In full form: the name behind a surname or a pronoun."""
    mention: str | None
    """The words that name the speaker where the quotation stands."""


def find_quotes(paragraphs: Sequence[str]) -> list[Quote]:
    """Every quotation of an article, in order; one that runs over paragraphs comes once in each."""
    reader = _Reader(paragraphs)
    return [quote for number, pairs in enumerate(_spans(paragraphs)) for quote in reader.read(number, pairs)]


def _spans(paragraphs: Sequence[str]) -> list[list[Pair]]:
    """Pairs of marks by paragraph; forgotten marks are supplied, what runs on runs on."""
    spans: list[list[Pair]] = []
    running: int | None = None  # the paragraph whose last quotation was not closed
    for number, text in enumerate(paragraphs):
        pairs = pair_marks(text)
        spans.append([])
        if running is not None:
            closing = next((i for i, pair in enumerate(pairs) if not pair.opened), None)
            reopened = bool(pairs) and pairs[0].opened and pairs[0].start <= 1
            if closing is not None and not reopened:
                for between in range(running + 1, number):
                    spans[between] = [Pair(0, len(paragraphs[between]), "", opened=False, closed=False)]
                spans[number] = [replace(pairs[closing], opened=False)]
                pairs = pairs[closing + 1 :]
            if pairs or reopened or spans[number] or number - running >= _FURTHEST:
                running = None
        colons = None
        for pair in pairs:
            if pair.opened and pair.closed:
                spans[number].append(pair)
            elif pair.closed:
                colons = _speech_colons(text) if colons is None else colons
                floor = max((p.end for p in spans[number][-1:] if not p.opened), default=0)
                start = next(
                    (c for c in reversed(colons[: bisect_right(colons, pair.end)]) if c >= floor), None
                )
                if start is not None and not any(p.start < start < p.end for p in spans[number][-1:]):
                    while spans[number] and spans[number][-1].start >= start:
                        spans[number].pop()
                    spans[number].append(Pair(start, pair.end, pair.sign, opened=False))
            elif (
                pair.start <= 1
                or text[: pair.start].rstrip().endswith(":")
                or _runs_on(paragraphs, number, pair)
            ):
                spans[number].append(pair)
                running = number
    return spans


def _runs_on(paragraphs: Sequence[str], number: int, pair: Pair) -> bool:
    """Whether the paragraph behind one with an unclosed mark closes it, or opens it again."""
    following = paragraphs[number + 1] if number + 1 < len(paragraphs) else ""
    pairs = pair_marks(following)
    return bool(pairs) and (not pairs[0].opened or (pairs[0].start <= 1 and pairs[0].sign == pair.sign))


def _speech_colons(text: str) -> list[int]:
    """Where words begin that a verb of speech and a colon announce, marks or not."""
    ends = sentence_ends(text)
    starts = []
    for colon in re.finditer(r":\s+(?=[A-ZÄÖÜ])", text):
        at = bisect_right(ends, colon.start())
        start = max(ends[at - 1] if at else 0, colon.start() - _LONGEST_INTRODUCTION)
        if find_verbs(tokenize(text[start : colon.start()])):
            starts.append(colon.end())
    return starts


class _Sentence:
    """A sentence with its quotations as single tokens."""

    def __init__(self, text: str, start: int, pairs: Sequence[Pair]) -> None:
        self.start = start
        self.tokens = tokenize(text)
        self.pairs = pairs
        self.quotes = [self._token_of(pair) for pair in pairs]
        self.attributions = [attribute(self.tokens, quote) for quote in self.quotes]
        self.is_bare = not any(token.is_word for token in self.tokens)
        self.is_reported = any(token.text in words.SUBJUNCTIVES for token in self.tokens)

    def are_linked(self, left: int, right: int) -> bool:
        """Whether nothing but a comma or *und* stands between two quotations."""
        return all(token.text in _LINKS for token in self.tokens[left + 1 : right])

    def _token_of(self, pair: Pair) -> int:
        offset = pair.start - self.start
        return next((i for i, token in enumerate(self.tokens) if token.is_quoted and token.end > offset), 0)


@dataclass(frozen=True, slots=True)
class _Source:
    speaker: str | None
    mention: str | None


_NOBODY = _Source(None, None)


class _Reader:
    """Reads an article's paragraphs in order and remembers who spoke last."""

    def __init__(self, paragraphs: Sequence[str]) -> None:
        self.paragraphs = paragraphs
        self.cast = Cast.of(paragraphs)
        self.source = _NOBODY

    def read(self, number: int, pairs: Sequence[Pair]) -> list[Quote]:
        text = self.paragraphs[number]
        quotes: list[Quote] = []
        sentences = _sentences(text, pairs)
        for at, sentence in enumerate(sentences):
            found = None
            kinds: list[QuoteKind] = []
            for i, pair in enumerate(sentence.pairs):
                attribution = sentence.attributions[i]
                behind = sentences[at + 1] if at + 1 < len(sentences) else None
                source = self._source_of(number, sentence, attribution, behind, found or self.source)
                kind = kind_of(self._look(text, sentence, i, source, kinds))
                kinds.append(kind)
                if kind == "term":
                    quotes.append(Quote(number, pair.start, pair.end, kind, None, None))
                else:
                    quotes.append(Quote(number, pair.start, pair.end, kind, source.speaker, source.mention))
                    found = source
            if found is None:
                reported = attribute_sentence(sentence.tokens)
                found = self._resolve(number, sentence, reported) if reported else None
            if found is not None and found.mention:
                self.source = found
        return quotes

    @staticmethod
    def _look(text: str, sentence: _Sentence, i: int, source: _Source, kinds: Sequence[QuoteKind]) -> Look:
        pair, at = sentence.pairs[i], sentence.quotes[i]
        return Look(
            inner=text[pair.start : pair.end].strip(_MARKS),
            tokens=sentence.tokens,
            at=at,
            attribution=sentence.attributions[i],
            follows_speaker=source.mention is not None,
            is_bare=sentence.is_bare,
            is_reported=sentence.is_reported,
            neighbour=kinds[-1] if kinds and sentence.are_linked(sentence.quotes[i - 1], at) else None,
            lacks_mark=not (pair.opened and pair.closed),
        )

    def _source_of(
        self,
        number: int,
        sentence: _Sentence,
        attribution: Attribution | None,
        behind: _Sentence | None,
        last: _Source,
    ) -> _Source:
        if attribution:
            return self._resolve(number, sentence, attribution)
        if sentence.is_bare and behind and behind.tokens[0].text in _BACKWARD:
            pointed = attribute_sentence(behind.tokens)
            if pointed:
                return self._resolve(number, behind, pointed)
        return last

    def _resolve(self, number: int, sentence: _Sentence, attribution: Attribution) -> _Source:
        tokens = sentence.tokens[attribution.first : attribution.last]
        mention = self.paragraphs[number][sentence.start + tokens[0].start : sentence.start + tokens[-1].end]
        if any(token.text.lower() in words.DOCUMENTS for token in tokens):
            return _Source(self.source.speaker, mention)
        here = (number, sentence.start + tokens[0].start)
        speaker = self.cast.resolve(sentence.tokens, attribution.first, attribution.last, here)
        if speaker and QUOTED in speaker:
            speaker = mention
        return _Source(speaker, mention)


def _sentences(text: str, pairs: Sequence[Pair]) -> list[_Sentence]:
    """Sentences around quotations: a quotation of several sentences is one word of its sentence."""
    smooth, masked = list(text), list(text)
    for pair in pairs:
        last = pair.end
        while last > pair.start and text[last - 1] in _MARKS + ".!?…":
            last -= 1
        smooth[pair.start : last] = [" " if sign in ".!?…" else sign for sign in smooth[pair.start : last]]
        masked[pair.start : pair.end] = QUOTED * (pair.end - pair.start)
    sentences = []
    start, at = 0, 0
    whole = "".join(masked)
    for end in sentence_ends("".join(smooth)):
        first = at
        while at < len(pairs) and pairs[at].start < end:
            at += 1
        if whole[start:end].strip():
            sentences.append(_Sentence(whole[start:end], start, pairs[first:at]))
        start = end
    return sentences
