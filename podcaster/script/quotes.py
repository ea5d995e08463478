"""Quotations of an article: where they are, of which kind, and who says them."""

from __future__ import annotations

import re
from bisect import bisect_right
from dataclasses import dataclass, replace
from functools import cached_property, partial
from itertools import zip_longest
from typing import TYPE_CHECKING

from podcaster.script import words
from podcaster.script.attribution import attribute, attribute_sentence, is_therein, subject_of_sentence
from podcaster.script.clauses import (
    QUOTED,
    QUOTED_SMALL,
    START,
    Token,
    is_act,
    is_passed_on,
    is_sign,
    noun_phrase,
    owner_of,
    replace_quotations,
    tokenize_paragraph,
    tokens_between,
)
from podcaster.script.interview import find_turns
from podcaster.script.kinds import Look, kind_of
from podcaster.script.line import Line
from podcaster.script.sentences import sentence_ends
from podcaster.script.spans import find_spans
from podcaster.script.speakers import DEFINITE, Cast

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Sequence

    from podcaster.model import QuoteKind
    from podcaster.script.clauses import Phrase
    from podcaster.script.interview import Turn
    from podcaster.script.line import Attribution
    from podcaster.script.marks import Pair

_BACKWARD = frozenset({"Das", "Dies", "So", "Dieses", "Diese", "Mit", "Damit", "Wie"})
_GOING_ON = frozenset({"und", "aber", "oder", "weiter", "dann"})
"""Words that make no sentence around a quotation: Und: „…“"""
_LONGEST_SENTENCE = 3000  # characters around quotations that are looked at
_FURTHEST_BARE = 2
"""Paragraphs from a speaker to a quotation that stands alone: a question may be between them."""
_NOBODYS = (words.OPINIONS | words.SAYINGS | words.CHARGES) - {"rat"}
"""What is said, without who says it; a *Rat* is more often the town's."""
_POINTING = words.PRONOUNS.keys() | words.POSSESSIVES.keys() | DEFINITE
"""What may stand for somebody named before."""
_MOST_QUOTES = 40  # in one sentence
_LINKS = frozenset({",", "und", "oder", "sowie", "beziehungsweise", "bzw", "."})
_MARKS = "„“”\"»«‚‘’‹›'`´‛‟ \u00a0"
_ENDS = ".!?…"
_END = re.compile(f"[{_ENDS}]")


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
    is_continued: bool = False
    """Whether it goes on from the paragraph before."""


def find_quotes(paragraphs: Sequence[str], headings: Collection[int] = frozenset()) -> list[Quote]:
    """Every quotation of an article, in order; see ``read_quotes``."""
    return read_quotes(paragraphs, headings)[0]


def read_quotes(
    paragraphs: Sequence[str], headings: Collection[int] = frozenset(), strong: Collection[int] = frozenset()
) -> tuple[list[Quote], Cast]:
    """Every quotation of an article, in order, and whom it names; one over several paragraphs comes once in each.

    ``headings`` numbers the paragraphs that are headings: they quote what is said below them, and end
    what was said above. The answers of an interview are quotations without marks; ``strong`` numbers
    the paragraphs all in bold, as its questions may be.
    """
    texts = ["" if number in headings else text for number, text in enumerate(paragraphs)]
    spans = find_spans(texts)
    cast = Cast.of(map(_blanked, texts, spans))
    turns = find_turns(paragraphs, headings, cast, strong)
    reader = _Reader(texts, cast)
    for number, pairs in enumerate(spans):
        if number in turns:
            reader.take(number, turns[number])
        else:
            reader.read(number, pairs)
    return reader.quotes, cast


class _Sentence:
    """A sentence with its quotations as single tokens."""

    def __init__(self, find_tokens: Callable[[], Sequence[Token]], pairs: Sequence[Pair]) -> None:
        self._find_tokens = find_tokens
        self.pairs = pairs
        self.quotes = [self._token_of(pair) for pair in pairs]
        self.attributions = [attribute(self.line, quote) for quote in self.quotes]

    @cached_property
    def tokens(self) -> Sequence[Token]:
        """Its words and signs; nobody asks for those of most sentences without a quotation."""
        return self._find_tokens()

    @cached_property
    def line(self) -> Line:
        """Its grammar."""
        return Line(self.tokens)

    @cached_property
    def is_bare(self) -> bool:
        """Whether it has no words outside of quotations."""
        return not any(token.is_word and token.text.lower() not in _GOING_ON for token in self.tokens)

    @cached_property
    def is_reported(self) -> bool:
        """Whether it is in the subjunctive of reported speech."""
        return any(token.text in words.SUBJUNCTIVES for token in self.tokens)

    @cached_property
    def points_back(self) -> bool:
        """Whether it tells at once who said what is before it: Das *sagte* X."""
        return self.tokens[0].text in {"Das", "Dies"} and any(verb.at == 1 for verb in self.line.verbs)

    def are_linked(self, left: int, right: int) -> bool:
        """Whether nothing but a comma or *und* stands between two quotations."""
        return all(token.text in _LINKS for token in self.tokens[left + 1 : right])

    def _token_of(self, pair: Pair) -> int:
        first = max(0, bisect_right(self.tokens, pair.start, key=START) - 1)
        quoted = (
            at
            for at, token in enumerate(self.tokens[first:], start=first)
            if token.is_quoted and token.end > pair.start
        )
        return next(quoted, 0)


@dataclass(frozen=True, slots=True)
class _Source:
    speaker: str | None
    mention: str | None
    paragraph: int = -1
    """Where it was told."""
    is_rejected: bool = False
    """Whether it is a charge that the sentence's subject rejects, who goes on speaking."""


_NOBODY = _Source(None, None)


class _Reader:
    """Reads an article's paragraphs in order and remembers who spoke last."""

    def __init__(self, paragraphs: Sequence[str], cast: Cast) -> None:
        self.paragraphs = paragraphs
        self.cast = cast
        self._unread: list[int] = []
        """Paragraphs without quotations: who speaks there counts if somebody is quoted later."""
        self._unheard: list[tuple[int, _Sentence | None]] = []
        """Sentences, or whole paragraphs, behind the source that may tell of another one."""
        self._source = _NOBODY
        self.scene: _Sentence | None = None
        """The sentence before, if nobody is quoted there: whom it is about may speak next."""
        self.quotes: list[Quote] = []
        self.chain_is_told = False

    def read(self, number: int, pairs: Sequence[Pair]) -> None:
        """Add the quotations of a paragraph; behind an empty one, nobody has spoken."""
        if not self.paragraphs[number].strip():
            self._remember(_NOBODY)
            self._unread.clear()
        elif not pairs:
            self._unread.append(number)
        else:
            self._unheard += [(unread, None) for unread in self._unread]
            self._unread.clear()
            self._read_sentences(number, pairs)

    def _read_sentences(self, number: int, pairs: Sequence[Pair]) -> None:
        self.scene = None
        sentences = _sentences(self.paragraphs[number], pairs)
        for sentence, behind in zip_longest(sentences, sentences[1:]):
            before = len(self.quotes)
            self._read_sentence(number, sentence, behind)
            if all(quote.kind == "term" for quote in self.quotes[before:]):
                self._unheard.append((number, sentence))
            self.scene = sentence if len(self.quotes) == before else None

    def take(self, number: int, turn: Turn) -> None:
        """Add what somebody says in an interview."""
        self._unread.clear()
        self._remember(_Source(turn.speaker, turn.label, number))
        end = len(self.paragraphs[number])
        self.quotes.append(Quote(number, turn.start, end, "direct", turn.speaker, turn.label))
        self.chain_is_told = True

    def _read_sentence(self, number: int, sentence: _Sentence, behind: _Sentence | None) -> None:
        if not sentence.pairs:
            return
        kinds: list[QuoteKind] = []
        scene = self._scene_before(number, sentence)
        for i, pair in enumerate(sentence.pairs):
            source = self._source_of(number, sentence, sentence.attributions[i], behind, scene)
            kind = kind_of(self._look(self.paragraphs[number], sentence, i, kinds))
            kinds.append(kind)
            if kind == "term" and not pair.continued:
                source_said = _NOBODY
            else:
                source_said = source
                if source.is_rejected:
                    self._unheard.append((number, sentence))
                elif source.mention:
                    self._remember(source)
            said = Quote(
                number, pair.start, pair.end, kind, source_said.speaker, source_said.mention, pair.continued
            )
            self.quotes.append(said)
            is_told = sentence.attributions[i] is not None
            if pair.continued:
                self._join_continued(is_told=is_told)
            else:
                self.chain_is_told = is_told

    def _join_continued(self, *, is_told: bool) -> None:
        """Give one speaker to the pieces of a quotation of several paragraphs: whom the text tells first."""
        last = self.quotes[-1]
        first = len(self.quotes) - 2
        if is_told and not self.chain_is_told:
            while first > 0 and self.quotes[first].is_continued:
                first -= 1
            for i in range(max(first, 0), len(self.quotes)):
                self.quotes[i] = replace(
                    self.quotes[i], kind="direct", speaker=last.speaker, mention=last.mention
                )
        elif first >= 0:
            told = self.quotes[first]
            self.quotes[-1] = replace(last, kind="direct", speaker=told.speaker, mention=told.mention)
        self.chain_is_told = self.chain_is_told or is_told

    def _remember(self, source: _Source) -> None:
        self._source = source
        self._unheard.clear()

    @property
    def source(self) -> _Source:
        """Who spoke last; looked for from the last sentence backwards, and only when somebody asks."""
        told: list[tuple[int, _Sentence, Attribution]] = []
        while (found := self._last_report()) is not None:
            told.append(found)
            _, sentence, reported = found
            if not _may_point_back(sentence, reported, _phrase_of(sentence, reported)):
                break
        self._unheard.clear()
        for number, sentence, reported in reversed(told):
            self._source = self._resolve(number, sentence, reported)
        return self._source

    @property
    def is_speaking(self) -> bool:
        """Whether somebody spoke before, whoever it is."""
        return self._source.mention is not None or self.source.mention is not None

    def _last_report(self) -> tuple[int, _Sentence, Attribution] | None:
        """Take the last of the unheard sentences that reports somebody's words, and forget those behind it."""
        while self._unheard:
            number, sentence = self._unheard.pop()
            if sentence is None:
                self._unheard += [(number, each) for each in _sentences(self.paragraphs[number], ())]
            elif reported := attribute_sentence(sentence.line):
                return number, sentence, reported
        return None

    def _look(self, text: str, sentence: _Sentence, i: int, kinds: Sequence[QuoteKind]) -> Look:
        pair, at = sentence.pairs[i], sentence.quotes[i]
        return Look(
            inner=text[pair.start : pair.end].strip(_MARKS),
            tokens=sentence.tokens,
            at=at,
            attribution=sentence.attributions[i],
            is_nobodys=sentence.attributions[i] is None and not self.is_speaking,
            is_bare=sentence.is_bare,
            is_reported=sentence.is_reported,
            neighbour=kinds[-1] if kinds and sentence.are_linked(sentence.quotes[i - 1], at) else None,
            resumes=kinds[-1:] == ["direct"],
            lacks_mark=not (pair.opened and pair.closed),
        )

    def _source_of(
        self,
        number: int,
        sentence: _Sentence,
        attribution: Attribution | None,
        behind: _Sentence | None,
        scene: _Source | None,
    ) -> _Source:
        if attribution:
            return self._resolve(number, sentence, attribution)
        if behind and behind.tokens[0].text in _BACKWARD and (sentence.is_bare or behind.points_back):
            pointed = attribute_sentence(behind.line)
            if pointed:
                return self._resolve(number, behind, pointed)
        return scene or self._goes_on(number, sentence)

    def _scene_before(self, number: int, sentence: _Sentence) -> _Source | None:
        """Whom the sentence before reports or is about, if a quotation that names nobody may be theirs."""
        if self.scene is None or not (sentence.is_bare or is_therein(sentence.line)):
            return None
        subject = attribute_sentence(self.scene.line) or subject_of_sentence(self.scene.line)
        return self._resolve(number, self.scene, subject) if subject else None

    def _goes_on(self, number: int, sentence: _Sentence) -> _Source:
        """Who spoke before, if the sentence is nothing but a quotation, or in the subjunctive of reported speech.

        The narrator's own sentence says itself whom it quotes, or nobody is known.
        """
        is_person = self.source.speaker in self.cast.people
        reach = _FURTHEST_BARE if sentence.is_bare and is_person else 0
        goes_on = sentence.is_bare or sentence.is_reported
        if not goes_on or number - self.source.paragraph > reach:
            return _NOBODY
        return replace(self.source, paragraph=number)

    def _resolve(self, number: int, sentence: _Sentence, attribution: Attribution) -> _Source:
        tokens = sentence.tokens[attribution.first : attribution.last]
        phrase = _phrase_of(sentence, attribution)
        before = self.source if _may_point_back(sentence, attribution, phrase) else _NOBODY
        mention = self.paragraphs[number][tokens[0].start : tokens[-1].end]
        first, last = attribution.first, attribution.last
        nouns = [sentence.tokens[at].text for at in (phrase.core, phrase.core_end - 1)] if phrase else []
        is_possessive = tokens[0].text.lower() in words.POSSESSIVES
        if attribution.manner == "charge":
            return _Source(None, mention, number, is_rejected=True)
        if phrase and not is_possessive and (is_passed_on(nouns[0]) or is_act(nouns[-1])):
            owner = owner_of(sentence.tokens, phrase)
            if owner is None:  # X warnte. In dem Bericht heißt es …; but: auf dem Schild steht …
                goes_on = before.speaker if before.paragraph == number else None
                return _Source(None if is_sign(nouns[0]) else goes_on, mention, number)
            first, last = owner
        elif (
            attribution.manner == "phrase" and phrase and not is_possessive and nouns[-1].lower() in _NOBODYS
        ):
            owner = _holder_of(sentence.tokens, phrase)
            if owner is None:
                return _Source(None, mention, number)  # nach ersten Angaben, so das Ergebnis
            first, last = owner
        here = (number, tokens[0].start)
        shown = list(sentence.tokens)
        shown[first:last] = [self._shown(number, token) for token in shown[first:last]]
        return _Source(self.cast.resolve(shown, first, last, here, before.speaker), mention, number)

    def _shown(self, number: int, token: Token) -> Token:
        """A token with the words of the quotation that it stands for."""
        if not token.is_quoted:
            return token
        return token._replace(text=self.paragraphs[number][token.start : token.end].strip(_MARKS) or QUOTED)


def _holder_of(tokens: Sequence[Token], phrase: Phrase) -> tuple[int, int] | None:
    """Den Angaben *der Polizei* zufolge: who holds an opinion; but: das Ergebnis der Umfrage."""
    owner = owner_of(tokens, phrase) if tokens[phrase.core].text.lower() in words.OPINIONS else None
    held = noun_phrase(tokens, owner[0], subject=False) if owner else None
    return owner if held and not is_passed_on(tokens[held.core].text) else None


def _phrase_of(sentence: _Sentence, attribution: Attribution) -> Phrase | None:
    return noun_phrase(sentence.tokens, attribution.first, subject=False)


def _may_point_back(sentence: _Sentence, attribution: Attribution, phrase: Phrase | None) -> bool:
    """Whether it may take who spoke before to tell who is named: er, der Experte, in dem Bericht."""
    tokens = sentence.tokens
    if any(
        token.is_quoted or token.text.lower() in _POINTING
        for token in tokens[attribution.first : attribution.last]
    ):
        return True
    return phrase is not None and any(
        is_passed_on(tokens[at].text) for at in (phrase.core, phrase.core_end - 1)
    )


def _blanked(text: str, pairs: Sequence[Pair]) -> Sequence[Token]:
    """A paragraph with a comma for what is quoted: titles and cries look like names."""
    tokens = tokenize_paragraph(text)
    return (
        replace_quotations(tokens, [Token(",", pair.start, pair.end) for pair in pairs]) if pairs else tokens
    )


def _quoted(text: str, pairs: Sequence[Pair]) -> list[Token]:
    """Quotations as single tokens, those that touch as one (marks at random may even give some that overlap)."""
    tokens: list[Token] = []
    for pair in pairs:
        is_small = text[pair.start : pair.end].lstrip(_MARKS)[:1].islower()
        sign = QUOTED_SMALL if is_small else QUOTED
        start, end = pair.start, pair.end
        before = tokens.pop() if tokens and tokens[-1].end >= start else None
        if before and before.text[0] == sign:
            start, end = before.start, max(before.end, end)
        elif before:
            tokens.append(Token(before.text[: start - before.start], before.start, start))
        tokens.append(Token(sign * (end - start), start, end))
    return tokens


def _smooth(text: str, pairs: Sequence[Pair]) -> str:
    """A paragraph without what ends sentences inside of quotations."""
    pieces: list[str] = []
    at = 0
    for pair in pairs:
        inner = text[pair.start : pair.end].rstrip(_MARKS + _ENDS)
        last = pair.start + len(inner)
        pieces += (text[at : pair.start], _END.sub(" ", inner))
        at = max(at, last)
    return "".join([*pieces, text[at:]])


def _sentences(text: str, pairs: Sequence[Pair]) -> list[_Sentence]:
    """Sentences around quotations: a quotation of several sentences is one word of its sentence."""
    tokens = tokenize_paragraph(text)
    if pairs:
        tokens = replace_quotations(tokens, _quoted(text, pairs))
    sentences = []
    start, at = 0, 0
    for end in _ends(_smooth(text, pairs), pairs):
        first = at
        while at < len(pairs) and pairs[at].start < end:
            at += 1
        if at > first and pairs[first].start - start > _LONGEST_SENTENCE:
            start = pairs[first].start - _LONGEST_SENTENCE
        if text[start:end].strip():
            reach = pairs[at - 1].end if at > first else start
            stop = min(end, max(reach, start) + _LONGEST_SENTENCE)
            find_tokens = partial(tokens_between, text, tokens, start, stop)
            sentences.append(_Sentence(find_tokens, pairs[first:at]))
        start = end
    return sentences


def _ends(text: str, pairs: Sequence[Pair]) -> list[int]:
    """Where sentences end; one of very many quotations is cut before some of them, to be read in linear time."""
    cuts = []
    start, count = 0, 0
    ends = iter(sentence_ends(text))
    end = next(ends)
    for pair in pairs:
        while pair.start >= end:
            cuts.append(end)
            start, count, end = end, 0, next(ends)
        if count >= _MOST_QUOTES or (count and pair.start - start > _LONGEST_SENTENCE):
            cuts.append(pair.start)
            start, count = pair.start, 0
        count += 1
    return [*cuts, end, *ends]
