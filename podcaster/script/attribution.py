"""Who a sentence says is speaking: the rules of German reporting, in the order in which they are believed."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING, NamedTuple

from podcaster.script import words
from podcaster.script.clauses import Phrase, is_document, is_named, noun_phrase
from podcaster.script.subjects import (
    BREAKS,
    CLAUSE_ENDS,
    FAR,
    Manner,
    Verb,
    can_speak,
    find_verbs,
    is_somebody,
    opening_phrase,
    past_brackets,
    phrase_before,
    phrase_behind,
    subject_of,
)

if TYPE_CHECKING:
    from collections.abc import Sequence

    from podcaster.script.clauses import Token

_LONGEST_TITLE = 40  # characters of a quoted name
_SPEAKING_PRONOUNS = frozenset({"er", "sie"})
_COPULAS = frozenset({"ist", "war", "sei", "sind", "waren", "seien"})


class Attribution(NamedTuple):
    """Tokens ``[first, last)`` name who says it; ``beside`` tells that the verb touches the quotation."""

    first: int
    last: int
    manner: Manner
    beside: bool


class Line:
    """A sentence with its quotations as single tokens; what is asked often is found once."""

    def __init__(self, tokens: Sequence[Token]) -> None:
        self.tokens = tokens
        self.verbs = find_verbs(tokens)
        self._subjects: dict[Verb, Phrase | None] = {}

    @cached_property
    def sources(self) -> list[tuple[int, Phrase]]:
        """Whom a phrase names as the source (laut X, so X), and at which token."""
        return [(at, phrase) for at in range(len(self.tokens)) if (phrase := _source_at(self.tokens, at))]

    def subject_of(self, verb: Verb) -> Phrase | None:
        """The noun phrase that governs a verb; things and ideas do not speak."""
        if verb not in self._subjects:
            self._subjects[verb] = subject_of(self.tokens, verb)
        return self._subjects[verb]


def _quoted_name(tokens: Sequence[Token], at: int) -> Phrase | None:
    """Schrieb *„Die Zeit“*  /  laut *„Reuters“*."""
    short = tokens[at].end - tokens[at].start <= _LONGEST_TITLE
    return Phrase(at, at, at + 1, at + 1) if short else None


def attribute(line: Line, quote: int) -> Attribution | None:
    """Who says the quotation that is token ``quote`` of its sentence, by what the sentence says."""
    for rule in (
        _said_behind,
        _sourced_nearby,
        _said_before,
        _by_phrase,
        _by_any_verb,
        _introduced,
        _by_subject,
    ):
        found = rule(line, quote)
        if found:
            return found
    return None


def attribute_sentence(line: Line) -> Attribution | None:
    """Who is reported in a sentence without a quotation; what follows may be theirs."""
    found = _first_source(line, 0, len(line.tokens))
    if found:
        return found
    for verb in line.verbs:
        phrase = line.subject_of(verb)
        if phrase:
            return _named(line.tokens, phrase, verb.manner, beside=False)
    return None


def _said_behind(line: Line, quote: int) -> Attribution | None:
    """„…“, sagte X  /  „…“, so X  /  „…“, hieß es in Y  /  „…“, wie X sagte."""
    tokens = line.tokens
    at = quote + 1
    while at < len(tokens) and tokens[at].text in BREAKS | {"(", ")"}:
        at += 1
    if at >= len(tokens):
        return None
    if tokens[at].text.lower() in {"so", "laut", "gemäß"}:
        return _first_source(line, at, min(len(tokens), at + FAR), beside=True)
    reach = at + FAR if tokens[at].text in {"wie", "womit"} else at
    verb = next((verb for verb in line.verbs if at <= verb.at <= reach), None) or _any_verb_at(tokens, at)
    if verb is None:
        return None
    if _is_impersonal(tokens, verb):
        return _impersonal(tokens, verb.at + 2)
    phrase = phrase_behind(tokens, verb.at) if verb.at == at and not verb.is_passive else None
    if not (phrase and can_speak(tokens, phrase)):
        phrase = line.subject_of(verb)
    return _named(tokens, phrase, verb.manner, beside=True) if phrase else None


def _any_verb_at(tokens: Sequence[Token], at: int) -> Verb | None:
    """„…“, spöttelt sie: behind a quotation and a comma every verb is one of speech, if somebody follows."""
    text = tokens[at].text
    verbal = text[0].islower() and text.endswith(("t", "te", "ten")) and text not in words.NO_VERBS
    if not verbal or tokens[at - 1].text not in BREAKS:
        return None
    phrase = noun_phrase(tokens, at + 1)
    return Verb(at, "saying") if phrase and can_speak(tokens, phrase) else None


def _is_impersonal(tokens: Sequence[Token], verb: Verb) -> bool:
    """Heißt es; but: so sieht es X."""
    behind = [token.text for token in tokens[verb.at + 1 : verb.at + 2]]
    return behind == ["es"] and tokens[verb.at].text in words.IMPERSONAL


def _impersonal(tokens: Sequence[Token], at: int) -> Attribution | None:
    """… hieß es in der Mitteilung  /  heißt es aus dem Ministerium."""
    for i in range(at, min(len(tokens), at + FAR)):
        if tokens[i].text.lower() in words.PLACES_OF_SPEECH:
            phrase = noun_phrase(tokens, i + 1, subject=False)
            if phrase and _passes_on(tokens, phrase):
                return Attribution(phrase.first, phrase.last, "phrase", beside=True)
    return None


def _sourced_nearby(line: Line, quote: int) -> Attribution | None:
    """…, nach Angaben von X „…“: a source in the quotation's own clause, before it."""
    tokens = line.tokens
    start = next((i + 1 for i in range(quote - 1, -1, -1) if tokens[i].text in {",", ";", ":"}), 0)
    return _first_source(line, start, quote, beside=True)


def _said_before(line: Line, quote: int) -> Attribution | None:
    """X sagte: „…“  /  Dazu erklärte X, „…“."""
    tokens = line.tokens
    for verb in reversed([verb for verb in line.verbs if verb.at < quote]):
        if _is_impersonal(tokens, verb):
            found = _impersonal(tokens, verb.at + 2) or _impersonal_before(tokens, verb.at)
            if found:
                return found
        phrase = line.subject_of(verb)
        if phrase and not phrase.first <= quote < phrase.last:
            beside = tokens[quote - 1].text == ":" or quote - verb.at <= FAR
            return _named(tokens, phrase, verb.manner, beside=beside)
    return None


def _passes_on(tokens: Sequence[Token], phrase: Phrase) -> bool:
    """Aus dem Ministerium, in der Mitteilung; but not: auf alle Anfragen hieß es."""
    return can_speak(tokens, phrase) or is_document(tokens[phrase.core].text)


def _impersonal_before(tokens: Sequence[Token], verb: int) -> Attribution | None:
    """In der Erklärung heißt es, aus Paris hieß es."""
    for i in range(max(0, verb - FAR), verb):
        if tokens[i].text.lower() in words.PLACES_OF_SPEECH:
            phrase = noun_phrase(tokens, i + 1, subject=False)
            if phrase and _passes_on(tokens, phrase):
                return Attribution(phrase.first, phrase.last, "phrase", beside=True)
    return None


def _by_phrase(line: Line, quote: int) -> Attribution | None:
    """Laut X …  /  nach Angaben von X  /  X zufolge."""
    tokens = line.tokens
    return _first_source(line, 0, quote) or _first_source(line, quote + 1, len(tokens))


def _by_any_verb(line: Line, quote: int) -> Attribution | None:
    """Als „…“ bezeichnete sie X."""
    tokens = line.tokens
    for verb in line.verbs:
        if verb.at > quote:
            phrase = line.subject_of(verb)
            if phrase and not phrase.first <= quote < phrase.last:
                return _named(tokens, phrase, verb.manner, beside=verb.at - quote == 1)
    return None


def _introduced(line: Line, quote: int) -> Attribution | None:
    """X: „…“  /  Im Parlament warb X um Zustimmung: „…“  /  X war dagegen: Er habe „…“."""
    tokens = line.tokens
    colon = next((i for i in range(quote - 1, -1, -1) if tokens[i].text == ":"), 0)
    owner = _owner_of_saying(tokens, colon)
    if owner:
        return owner
    phrase = _nominative(tokens, colon) if colon else None
    if phrase and not is_somebody(tokens, phrase):
        return None
    return _named(tokens, phrase, "saying", beside=colon == quote - 1) if phrase else None


def _owner_of_saying(tokens: Sequence[Token], colon: int) -> Attribution | None:
    """Das Fazit *von X*: „…“  /  *Bergs* Antwort darauf: „…“."""
    for at in range(colon):
        if tokens[at].text.lower() not in words.SAYINGS or not tokens[at].is_name_like:
            continue
        before = tokens[at - 1] if at else tokens[at]
        if before.is_name_like and before.text.endswith("s") and before.text not in words.STARTERS:
            return Attribution(at - 1, at, "saying", beside=True)
        if at + 1 < colon and tokens[at + 1].text in {"von", "des", "der"}:
            first = at + 1 + (tokens[at + 1].text == "von")
            owner = noun_phrase(tokens, first, subject=False)
            return _named(tokens, owner, "saying", beside=True) if owner else None
    return None


def _by_subject(line: Line, quote: int) -> Attribution | None:
    """X rechnet mit „…“: whose sentence it is, unless it reports somebody else's words."""
    tokens = line.tokens
    clause = next((i for i in range(quote + 1, len(tokens)) if tokens[i].text in CLAUSE_ENDS), len(tokens))
    if any(token.text in words.SUBJUNCTIVES for token in tokens[:clause]):
        return None
    phrase = opening_phrase(tokens, quote)
    is_main = (
        phrase
        and (
            tokens[phrase.first].text.lower() in _SPEAKING_PRONOUNS  # Er rate, „…“ zu meiden
            or not any(token.text == "," for token in tokens[phrase.last : quote - 1])
        )
    )
    if phrase and is_main and is_somebody(tokens, phrase) and phrase.last <= quote:
        return _named(tokens, phrase, "subject", beside=False)
    return None


def _nominative(tokens: Sequence[Token], end: int) -> Phrase | None:
    """The first noun phrase before ``end`` that may be a subject and can speak."""
    at = 0
    while at < end:
        if tokens[at].text.lower() in words.PREPOSITIONS:
            inner = noun_phrase(tokens, at + 1, subject=False)
            at = inner.last if inner else at + 1
            continue
        phrase = noun_phrase(tokens, at)
        if phrase and phrase.last <= end and can_speak(tokens, phrase):
            return phrase
        at = phrase.last if phrase else at + 1
    return None


def _first_source(line: Line, start: int, end: int, *, beside: bool = False) -> Attribution | None:
    phrase = next((phrase for at, phrase in line.sources if start <= at < end), None)
    return _named(line.tokens, phrase, "phrase", beside=beside) if phrase else None


def _source_at(tokens: Sequence[Token], at: int) -> Phrase | None:
    lowered = tokens[at].text.lower()
    if lowered in {"laut", "gemäß"}:
        quoted = at + 1 < len(tokens) and tokens[at + 1].is_quoted
        return _quoted_name(tokens, at + 1) if quoted else noun_phrase(tokens, at + 1, subject=False)
    if lowered == "so" and not (at and tokens[at - 1].is_word):
        said = at + 1 < len(tokens) and tokens[at + 1].text in words.SAYING
        phrase = phrase_behind(tokens, at) if at and not said else None
        return phrase if phrase and can_speak(tokens, phrase) else None
    if lowered in words.OPINIONS:
        return _holder_of_opinion(tokens, at)
    if lowered in {"zufolge", "nach"}:
        phrase = phrase_before(tokens, at)
        opinion = phrase and tokens[phrase.core].text.lower() in words.OPINIONS
        return (
            phrase
            if phrase and (lowered == "zufolge" or (opinion and tokens[phrase.core + 1 : phrase.last]))
            else None
        )
    if lowered == "für" and at + 1 < len(tokens):
        phrase = noun_phrase(tokens, at + 1, subject=False)
        judged = phrase and phrase.last < len(tokens) and tokens[phrase.last].text in _COPULAS
        return phrase if judged and phrase and can_speak(tokens, phrase) else None
    return None


def _holder_of_opinion(tokens: Sequence[Token], at: int) -> Phrase | None:
    """Nach Ansicht *der Partei*  /  nach Angaben von *X*."""
    if not any(tokens[i].text.lower() in {"nach", "aus", "gemäß"} for i in range(max(0, at - 3), at)):
        return None
    inner = at + 1
    if inner < len(tokens) and tokens[inner].text in {"von", "vom", "aus"}:
        inner += 1
    return noun_phrase(tokens, inner, subject=False)


def _named(tokens: Sequence[Token], phrase: Phrase, manner: Manner, *, beside: bool) -> Attribution:
    """The phrase, or the name that stands beside it: Die Schwester des Königs, *Anna Berg*."""
    at = phrase.last
    if (
        not is_named(tokens[phrase.core : phrase.core_end])
        and at + 1 < len(tokens)
        and tokens[at].text in BREAKS
    ):
        apposition = noun_phrase(tokens, at + 1)
        if (
            apposition
            and apposition.first == apposition.core
            and is_named(tokens[apposition.core : apposition.core_end])
        ):
            end = past_brackets(tokens, apposition.last)
            if end >= len(tokens) or not tokens[end].is_word:
                return Attribution(apposition.first, apposition.last, manner, beside)
    return Attribution(phrase.first, phrase.last, manner, beside)
