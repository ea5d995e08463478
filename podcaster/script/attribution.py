"""Who a sentence says is speaking: the rules of German reporting, in the order in which they are believed."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING

from podcaster.script import reporting, words
from podcaster.script.according import quoted_name
from podcaster.script.charges import owner_of_charge
from podcaster.script.clauses import Phrase, is_act, is_document, is_named, is_passed_on, is_sign, noun_phrase
from podcaster.script.line import Attribution, Line, named
from podcaster.script.people import is_first_name
from podcaster.script.subjects import (
    BREAKS,
    CITING,
    FAR,
    RELATED,
    antecedent_of,
    before_relative,
    can_speak,
    ends_clause_before,
    first_nominative,
    is_conditional,
    is_somebody,
    opening_phrase,
    phrase_before,
    phrase_behind,
)
from podcaster.script.verbs import CLAUSE_ENDS, Verb

if TYPE_CHECKING:
    from collections.abc import Sequence

    from podcaster.script.clauses import Token

_PLURALS = frozenset({"die", "sie", "viele", "manche", "einige", "mehrere"})
"""What a plural subject begins with."""
_SPEAKING_PRONOUNS = frozenset({"er", "sie"})
_READING = frozenset({"lautet", "lautete", "lauteten", "lauten"})
"""Verbs whose subject is what somebody says: „…“, lautete die Antwort des Rathauses."""
_BEFORE_VERB = BREAKS | {"(", ")"}
"""What may stand between a quotation and the verb behind it."""


def attribute(line: Line, quote: int) -> Attribution | None:
    """Who says the quotation that is token ``quote`` of its sentence, by what the sentence says."""
    for rule in (
        _in_brackets,
        _owned,
        _said_in_clause,
        _said_behind,
        _sourced_nearby,
        _said_somehow,
        _said_before,
        _with_words,
        _by_phrase,
        _written,
        _by_any_verb,
        _came_from,
        _introduced,
        _by_subject,
        _by_law,
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
        is_held = line.lowered[verb.at] in reporting.HOLDING
        is_report = not is_held or not reporting.HOLDING_FOR.isdisjoint(line.lowered)
        phrase = line.speaker_of(verb) if is_report else None
        if phrase:
            return named(line.tokens, phrase, verb.manner, beside=False)
    return _with_words(line, -1)


def subject_of_sentence(line: Line) -> Attribution | None:
    """Whom a sentence is about, where it is somebody: who speaks next without being named."""
    end = len(line.tokens)
    while end and not line.tokens[end - 1].is_word:
        end -= 1
    phrase = opening_phrase(line.tokens, end)
    if phrase is None or not is_somebody(line.tokens, phrase):
        return None
    return named(line.tokens, phrase, "subject", beside=False)


def is_therein(line: Line) -> bool:
    """Whether what stands in something that was named before is quoted: Darin heißt es: „…“."""
    return not (words.THEREIN.isdisjoint(line.lowered) or words.STANDING.isdisjoint(line.lowered))


def _said_behind(line: Line, quote: int) -> Attribution | None:
    """„…“, sagte X  /  „…“, so X  /  „…“, hieß es in Y  /  „…“, wie X sagte."""
    tokens = line.tokens
    at = quote + 1
    while at < len(tokens) and tokens[at].text in _BEFORE_VERB:
        at += 1
    if at >= len(tokens):
        return None
    if tokens[at].text.lower() in {"so", "laut", "gemäß"}:
        return _first_source(line, at, min(len(tokens), at + FAR), beside=True)
    reach = at + FAR if tokens[at].text in {"wie", "womit"} else at
    verb = next((verb for verb in line.verbs if at <= verb.at <= reach), None)
    if verb is None:
        return None
    if _is_impersonal(tokens, verb):
        return _impersonal(tokens, verb.at + 2)
    if verb.at == at and at + 1 < len(tokens) and tokens[at + 1].is_quoted:
        named = quoted_name(tokens, at + 1)
        return Attribution(named.first, named.last, verb.manner, beside=True) if named else None
    return _subject_behind(line, verb, at)


def _subject_behind(line: Line, verb: Verb, at: int) -> Attribution | None:
    """„…“, sagte *X*  /  „…“, lautete *die Antwort des Rathauses*: whom a verb behind the quotation, at ``at``, names."""
    tokens = line.tokens
    is_plain = verb.at == at and not verb.is_passive and tokens[at].text not in CITING
    phrase = phrase_behind(tokens, _past_insertion(tokens, verb.at)) if is_plain else None
    if phrase and tokens[at].text in _READING and is_passed_on(tokens[phrase.core].text):
        return Attribution(phrase.first, phrase.last, "phrase", beside=True)
    if not (phrase and can_speak(tokens, phrase)):
        phrase = line.speaker_of(verb)
    return named(tokens, phrase, verb.manner, beside=True) if phrase else None


def _past_insertion(tokens: Sequence[Token], verb: int) -> int:
    """The comma that ends what is inserted behind a verb: kritisiert, wie schon im Mai*,* auch X; or the verb."""
    if verb + 1 >= len(tokens) or tokens[verb + 1].text != ",":
        return verb
    ends = (at for at in range(verb + 2, min(len(tokens), verb + FAR)) if tokens[at].text in CLAUSE_ENDS)
    end = next(ends, verb)
    return end if tokens[end].text == "," else verb


def _said_in_clause(line: Line, quote: int) -> Attribution | None:
    """Während *X* erklärte, „…“, widersprach Y: the clause that opens the sentence ends in a verb of speech."""
    tokens = line.tokens
    if line.lowered[0] not in words.CONJUNCTIONS or line.lowered[0] == "wie":
        return None
    if quote + 2 >= len(tokens) or tokens[quote + 1].text != "," or not _is_finite(tokens[quote + 2].text):
        return None
    verb = next((verb for verb in reversed(line.verbs) if verb.at < quote), None)
    phrase = line.speaker_of(verb) if verb and tokens[verb.at + 1].text in BREAKS else None
    return named(tokens, phrase, verb.manner, beside=True) if verb and phrase else None


def _is_finite(word: str) -> bool:
    """Whether a word looks like the verb of a main clause, behind a comma."""
    return (
        word in reporting.FORMS
        or word in words.VERBAL
        or (word[0].islower() and word.endswith(("te", "ten")) and word not in words.OBLIQUE)
    )


def _in_brackets(line: Line, quote: int) -> Attribution | None:
    """Dabei waren Tim Ode und *Anna Berg* („…“)."""
    tokens = line.tokens
    if quote < 2 or tokens[quote - 1].text != "(" or tokens[min(quote + 1, len(tokens) - 1)].text != ")":  # noqa: PLR2004
        return None
    phrase = phrase_before(tokens, quote - 1)
    core = tokens[phrase.core : phrase.core_end] if phrase else ()
    if phrase is None or not is_named(core) or any(token.is_quoted for token in core):
        return None
    return Attribution(phrase.first, phrase.last, "saying", beside=True)


def _owned(line: Line, quote: int) -> Attribution | None:
    """*Seine* Zuversicht ist groß: „…“  /  auf den Vorwurf *der Partei*, das sei „…“, sagte X."""
    tokens = line.tokens
    opens = tokens[0].text.lower() in words.POSSESSIVES and len(tokens) > 1 and tokens[1].is_name_like
    if opens and tokens[quote - 1].text == ":":
        is_said = tokens[1].text.lower() in words.SAYINGS | words.OPINIONS
        is_felt = is_act(tokens[1].text) or not can_speak(tokens, Phrase(0, 1, 2, 2))
        if is_said or (is_felt and not line.verbs):
            return Attribution(0, 2, "saying", beside=True)
    return owner_of_charge(line, quote)


def _said_somehow(line: Line, quote: int) -> Attribution | None:
    """„…“, spöttelt sie: behind a quotation and a comma every verb is one of speech, if somebody follows."""
    tokens = line.tokens
    at = quote + 2
    if at + 1 >= len(tokens) or tokens[quote + 1].text not in BREAKS:
        return None
    text = tokens[at].text
    is_plural = text.endswith(("en", "ln", "rn")) and tokens[at + 1].text in _PLURALS
    verbal = (
        text[0].islower()
        and (is_plural or text.endswith(("t", "te", "ten")))
        and text not in words.NO_VERBS
        and text not in words.OBLIQUE
        and text not in reporting.AUXILIARIES
    )
    is_reflexive = tokens[at + 1].text == "sich"  # gab sich der Bürgermeister kämpferisch
    verbal = verbal or (is_reflexive and text in {"gab", "gibt"})
    phrase = noun_phrase(tokens, at + 1 + is_reflexive) if verbal else None
    if phrase is None or not can_speak(tokens, phrase):
        return None
    return named(tokens, phrase, "saying", beside=True)


def _is_impersonal(tokens: Sequence[Token], verb: Verb) -> bool:
    """Heißt es, verlautete aus X; but: so sieht es X."""
    if tokens[verb.at].text in reporting.RUMOURING:
        return True
    near = [token.text for token in tokens[verb.at + 1 : verb.at + 2]]
    if tokens[verb.at].text in reporting.CALLING:  # wie es im Bericht heißt
        near += [
            word.text for one, word in pairwise(tokens[max(0, verb.at - FAR) : verb.at]) if one.text == "wie"
        ]
    return "es" in near and tokens[verb.at].text in reporting.IMPERSONAL


def _impersonal(tokens: Sequence[Token], at: int) -> Attribution | None:
    """… hieß es in der Mitteilung  /  heißt es aus dem Ministerium."""
    for i in range(at, min(len(tokens), at + FAR)):
        if tokens[i].text in CLAUSE_ENDS:
            return None
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
    for verb in sorted(line.verbs, key=lambda verb: (_is_occasional(tokens, verb, quote), -verb.at)):
        if verb.at >= quote or ends_clause_before(tokens, verb.at, quote):
            continue
        if _is_impersonal(tokens, verb):
            found = _impersonal(tokens, verb.at + 2) or _impersonal_before(tokens, verb.at)
            if found:
                return found
            continue
        phrase = line.speaker_of(verb)
        if phrase and not phrase.first <= quote < phrase.last:
            beside = tokens[quote - 1].text == ":" or quote - verb.at <= FAR
            return named(tokens, phrase, verb.manner, beside=beside)
    return None


def _is_occasional(tokens: Sequence[Token], verb: Verb, quote: int) -> bool:
    """Whether another verb of the sentence is rather the one that reports."""
    if tokens[verb.at].text not in reporting.OCCASIONAL:
        return False
    is_judged = verb.manner == "judging" and tokens[quote - 1].text in words.PREDICATIVES
    return not is_judged and not (tokens[quote - 1].text == ":" and verb.at + 1 == quote - 1)


def _passes_on(tokens: Sequence[Token], phrase: Phrase) -> bool:
    """Aus dem Ministerium, in der Mitteilung; but not: auf alle Anfragen hieß es."""
    return can_speak(tokens, phrase) or is_document(tokens[phrase.core].text)


def _impersonal_before(tokens: Sequence[Token], verb: int) -> Attribution | None:
    """In der Erklärung heißt es, aus Paris hieß es."""
    verb = before_relative(tokens, verb)
    for i in range(max(0, verb - FAR), verb):
        if tokens[i].text.lower() in words.PLACES_OF_SPEECH:
            phrase = _place_behind(tokens, i)
            if phrase and _passes_on(tokens, phrase):
                return Attribution(phrase.first, phrase.last, "phrase", beside=True)
    return None


def _place_behind(tokens: Sequence[Token], preposition: int) -> Phrase | None:
    """In *der Mitteilung*  /  *ein Zettel* klebte dort, auf dem stand: what a preposition governs."""
    at = preposition + 1
    if tokens[at].text in RELATED and preposition and tokens[preposition - 1].text == ",":
        return antecedent_of(tokens, at, preposition - 1)
    return noun_phrase(tokens, at, subject=False)


def _with_words(line: Line, quote: int) -> Attribution | None:
    """Mit den Worten „…“ begann *X* die Sitzung."""
    tokens = line.tokens
    at = next((i for i in range(1, len(tokens)) if tokens[i].text == "Worten"), 0)
    if not at or not any(token.text.lower() == "mit" for token in tokens[max(0, at - 2) : at]):
        return None
    opening = opening_phrase(tokens, at)
    phrase = opening if opening and is_somebody(tokens, opening) else None
    phrase = phrase or first_nominative(tokens, max(at, quote) + 1, len(tokens))
    return named(tokens, phrase, "saying", beside=True) if phrase and is_somebody(tokens, phrase) else None


def _by_phrase(line: Line, quote: int) -> Attribution | None:
    """Laut X …  /  nach Angaben von X  /  X zufolge."""
    tokens = line.tokens
    return _last_source(line, quote) or _first_source(line, quote + 1, len(tokens))


def _by_any_verb(line: Line, quote: int) -> Attribution | None:
    """Als „…“ bezeichnete sie X."""
    tokens = line.tokens
    for verb in sorted(line.verbs, key=lambda verb: is_conditional(tokens, verb.at, quote)):
        if verb.at > quote:
            if _is_impersonal(tokens, verb):
                if found := _impersonal(tokens, verb.at + 2):
                    return found
                continue
            phrase = line.speaker_of(verb)
            if phrase and not phrase.first <= quote < phrase.last:
                return named(tokens, phrase, verb.manner, beside=verb.at - quote == 1)
    return None


def _came_from(line: Line, quote: int) -> Attribution | None:
    """Scharfe Kritik kam von *der Partei*: „…“  /  Von *X* kam der Vorschlag, „…“."""
    tokens = line.tokens
    if words.REACTIONS.isdisjoint(line.lowered) or words.COMING.isdisjoint(line.lowered):
        return None
    end = next((at for at in range(quote) if tokens[at].text in CLAUSE_ENDS), 0)
    clause = line.lowered[:end]
    if words.REACTIONS.isdisjoint(clause) or words.COMING.isdisjoint(clause):
        return None
    for at in range(end - 1):
        if line.lowered[at] in {"von", "vom", "aus", "seitens"}:
            phrase = noun_phrase(tokens, at + 1, subject=False)
            if phrase and phrase.last <= end and can_speak(tokens, phrase):
                return named(tokens, phrase, "saying", beside=end == quote - 1)
    return None


def _introduced(line: Line, quote: int) -> Attribution | None:
    """X: „…“  /  Im Parlament warb X um Zustimmung: „…“  /  X war dagegen: Er habe „…“."""
    tokens = line.tokens
    colon = next((i for i in range(quote - 1, -1, -1) if tokens[i].text == ":"), 0)
    owner = _owner_of_saying(tokens, colon)
    if owner:
        return owner
    phrase = first_nominative(tokens, 0, colon) if colon else None
    if phrase and not is_somebody(tokens, phrase):
        return None
    return named(tokens, phrase, "saying", beside=colon == quote - 1) if phrase else None


def _owner_of_saying(tokens: Sequence[Token], colon: int) -> Attribution | None:
    """Das Fazit *von X*: „…“  /  *Bergs* Antwort darauf: „…“."""
    for at in range(colon):
        if tokens[at].text.lower() not in words.SAYINGS or not tokens[at].is_name_like:
            continue
        before = tokens[at - 1] if at else tokens[at]
        if before.is_name_like and before.text.endswith("s") and before.text not in words.STARTERS:
            first = at - 2 if at > 1 and is_first_name(tokens[at - 2].text) else at - 1
            return Attribution(first, at, "saying", beside=True)
        if at + 1 < colon and tokens[at + 1].text in {"von", "des", "der"}:
            first = at + 1 + (tokens[at + 1].text == "von")
            owner = noun_phrase(tokens, first, subject=False)
            return named(tokens, owner, "saying", beside=True) if owner else None
    return None


def _by_subject(line: Line, quote: int) -> Attribution | None:
    """X rechnet mit „…“: whose sentence it is, unless it reports somebody else's words."""
    tokens = line.tokens
    clause = next((i for i in range(quote + 1, len(tokens)) if tokens[i].text in CLAUSE_ENDS), len(tokens))
    if any(token.text in words.SUBJUNCTIVES for token in tokens[:clause]):
        return None
    if any(verb.is_passive for verb in line.verbs):
        return None
    phrase = opening_phrase(tokens, quote)
    if phrase is None or not is_somebody(tokens, phrase) or phrase.last > quote:
        return None
    is_pronoun = tokens[phrase.first].text.lower() in _SPEAKING_PRONOUNS  # Er rate, „…“ zu meiden
    start = _past_apposition(tokens, phrase.last, quote)
    if is_pronoun or not any(token.text == "," for token in tokens[start : quote - 1]):
        return named(tokens, phrase, "subject", beside=False)
    return None


def _by_law(line: Line, quote: int) -> Attribution | None:
    """Nach dem Gesetz hat jeder „…“."""
    tokens = line.tokens
    for at in range(quote - 1):
        if line.lowered[at] == "nach":
            phrase = noun_phrase(tokens, at + 1, subject=False)
            if phrase and is_document(tokens[phrase.core].text):
                return Attribution(phrase.first, phrase.last, "phrase", beside=False)
    return None


def _past_apposition(tokens: Sequence[Token], at: int, end: int) -> int:
    """Where a phrase ends with what is set beside it: der Sprecher, *Karl Klein*, will das."""
    if tokens[at].text != ",":
        return at
    for comma in range(at + 1, end - 1):
        if tokens[comma].text == ",":
            return comma + 1 if tokens[comma + 1].text[0].islower() else at
    return at


def _first_source(line: Line, start: int, end: int, *, beside: bool = False) -> Attribution | None:
    phrase = next((phrase for at, phrase in line.sources if start <= at < end), None)
    return named(line.tokens, phrase, "phrase", beside=beside) if phrase else None


def _last_source(line: Line, end: int) -> Attribution | None:
    phrase = next((phrase for at, phrase in reversed(line.sources) if at < end), None)
    return named(line.tokens, phrase, "phrase", beside=False) if phrase else None


def _written(line: Line, quote: int) -> Attribution | None:
    """Auf dem Schild stand: „…“  /  „…“, war auf Plakaten zu lesen  /  „…“, ist aus dem Rathaus zu hören."""
    tokens = line.tokens
    is_heard = not words.HEARD.isdisjoint(line.lowered) and "zu" in line.lowered
    is_written = not words.STANDING.isdisjoint(line.lowered) or any(verb.is_passive for verb in line.verbs)
    if not (is_heard or is_written):
        return None
    for at, word in enumerate(line.lowered[: len(tokens) - 1]):
        if word not in words.PLACES_OF_SPEECH or at == quote - 1:
            continue
        phrase = _place_behind(tokens, at)
        if phrase and not phrase.first <= quote < phrase.last:
            noun = tokens[phrase.core].text
            if (
                is_document(noun)
                or is_sign(noun)
                or (is_heard and word != "in" and can_speak(tokens, phrase))
            ):
                return Attribution(phrase.first, phrase.last, "phrase", beside=True)
    return None
