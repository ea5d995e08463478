"""Who a sentence says is speaking: the verbs and phrases of German reporting, and what governs them."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING, Literal, NamedTuple

from podcaster.script import words
from podcaster.script.clauses import Phrase, is_named, is_person_like, noun_phrase
from podcaster.script.people import is_first_name, is_function

if TYPE_CHECKING:
    from collections.abc import Sequence

    from podcaster.script.clauses import Token

Manner = Literal["saying", "judging", "phrase", "subject"]
_FAR = 12
"""Tokens between a verb and its subject, or a quotation and its verb."""
_FURTHEST_SUBJECT = 40
_SHORTEST_IDEA = 6  # letters; Jung, Lanz and Marion are people
_LONGEST_TITLE = 40  # characters of a quoted name
_BREAKS = frozenset({",", "–", "-", "—"})
_STOPS = frozenset(":;.!?")
_CLAUSE_ENDS = frozenset(",:;.")
_RELATIVES = frozenset({"der", "die", "das", "dessen", "deren", "welcher", "welche"})
# Articles behind a relative pronoun in the nominative, which is the subject then: der diese Maßnahme … nennt.
_OBJECTS = {"der": words.OBLIQUE | {"die", "das", "diese", "dieses", "eine", "seine", "ihre", "ihr", "sein"}}
# The articles of whom a relative pronoun may stand for.
_AGREEING = {
    "der": frozenset({"der", "dem", "den", "des", "ein", "einem", "einen", "eines"}),
    "die": frozenset({"die", "der", "den", "eine", "einer"}),
    "das": frozenset({"das", "dem", "des", "ein", "einem", "eines"}),
}
_SPEAKING_PRONOUNS = frozenset({"er", "sie", "dieser"})
_BEFORE_SUBJECT = words.PARTICLES | {"wie", "dass", "daß", "ob", "weil"}
# Nouns for who does something: der Veranstalter, die Bewohnerinnen, ein Demonstrant.
_AGENT_ENDINGS = ("er", "ern", "in", "innen", "ent", "enten", "ant", "anten", "ist", "isten", "loge", "logen")
_COPULAS = frozenset({"ist", "war", "sei", "sind", "waren", "seien"})


class Verb(NamedTuple):
    """A verb of speech at token ``at``; ``judging`` ones give something a name."""

    at: int
    manner: Manner
    is_passive: bool = False


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
            self._subjects[verb] = _subject_of(self.tokens, verb)
        return self._subjects[verb]


def find_verbs(tokens: Sequence[Token]) -> list[Verb]:
    """The verbs of speech of a sentence; those in two parts count where their finite part stands."""
    lowered = [token.text.lower() for token in tokens]
    return [verb for at in range(len(tokens)) if (verb := _verb_at(tokens, lowered, at))]


def _verb_at(tokens: Sequence[Token], lowered: Sequence[str], at: int) -> Verb | None:
    text = tokens[at].text
    if not text[0].islower():
        return None
    if text in words.AUXILIARIES:
        found = _auxiliary_at(lowered, at)
        if found:
            return found
    behind = lowered[at + 1] if at + 1 < len(lowered) else ""
    if text in words.PARTICIPLES and behind in words.AUXILIARIES:  # betont hatte, bezeichnet wird
        manner: Manner = "judging" if text in words.JUDGING_PARTICIPLES else "saying"
        return Verb(at + 1, manner, behind in words.PASSIVES and text not in words.ACTIVE_IN_PASSIVE)
    return _finite_at(tokens, lowered, at)


def _auxiliary_at(lowered: Sequence[str], at: int) -> Verb | None:
    """Hat … gesagt  /  wurde … genannt."""
    is_passive = lowered[at] in words.PASSIVES
    reach = lowered[at + 1 : at + _FURTHEST_SUBJECT] if is_passive else _clause_behind(lowered, at)
    participles = words.PARTICIPLES.intersection(reach)
    if not participles:
        return None
    manner: Manner = "judging" if participles & words.JUDGING_PARTICIPLES else "saying"
    return Verb(at, manner, is_passive and not participles & words.ACTIVE_IN_PASSIVE)


def _finite_at(tokens: Sequence[Token], lowered: Sequence[str], at: int) -> Verb | None:
    text = tokens[at].text
    if words.PARTED.get(text, frozenset()).intersection(lowered[at + 1 : at + _FURTHEST_SUBJECT]):
        return Verb(at, "saying")
    if text in words.JUDGING and text not in words.PARTICIPLES:
        return Verb(at, "judging")
    if text in words.PARTICIPLES and words.AUXILIARIES.intersection(_clause_before(lowered, at)):
        return None  # hat er betont
    is_infinitive = text.endswith("n") and at > 0 and tokens[at - 1].text == "zu"
    if (text in words.SAYING or text in words.JUDGING) and not is_infinitive:
        return Verb(at, "judging" if text in words.JUDGING else "saying")
    return None


def _clause_behind(lowered: Sequence[str], at: int) -> Sequence[str]:
    reach = min(len(lowered), at + _FURTHEST_SUBJECT)
    end = next((i for i in range(at + 1, reach) if lowered[i] in _CLAUSE_ENDS), reach)
    return lowered[at + 1 : end]


def _clause_before(lowered: Sequence[str], at: int) -> Sequence[str]:
    reach = max(0, at - _FURTHEST_SUBJECT)
    start = next((i + 1 for i in range(at - 1, reach - 1, -1) if lowered[i] in _CLAUSE_ENDS), reach)
    return lowered[start:at]


def _subject_of(tokens: Sequence[Token], verb: Verb) -> Phrase | None:
    at = verb.at
    if verb.is_passive:
        return _agent_of(tokens, at)
    start = _conjunction_of_final(tokens, at)
    final = _subject_of_final(tokens, start, at) if start is not None else None
    if final or (start is not None and _is_relative(tokens, start)):
        return final
    if (
        at + 1 < len(tokens)
        and tokens[at + 1].text in _SPEAKING_PRONOUNS
        and not _phrase_that_ends_at(tokens, at)
    ):
        return noun_phrase(tokens, at + 1)
    for rule in (_phrase_that_ends_at, _phrase_behind, _opening_phrase):
        phrase = rule(tokens, at)
        if phrase and _can_speak(tokens, phrase):
            return phrase
    return None


def _conjunction_of_final(tokens: Sequence[Token], verb: int) -> int | None:
    """Where the subordinate clause begins that a verb ends: *weil* X das immer betont hatte."""
    if verb + 1 < len(tokens) and tokens[verb + 1].is_word:
        return None
    for start in range(verb - 1, max(-1, verb - _FURTHEST_SUBJECT), -1):
        opens = tokens[start].text.lower() in words.SUBORDINATORS
        if opens and not (start and tokens[start - 1].is_word):
            return start
    return None


def _subject_of_final(tokens: Sequence[Token], start: int, verb: int) -> Phrase | None:
    """Weil *X* das immer betont hatte, …  /  *X*, der das sagte, …: where the verb comes last."""
    at = start + 1
    while at < verb and tokens[at].text in words.FILLERS | {"immer"}:
        at += 1
    if _is_relative(tokens, start) and tokens[at].text in _OBJECTS.get(tokens[start].text, words.OBLIQUE):
        return _antecedent(tokens, start)
    phrase = noun_phrase(tokens, at)
    if phrase and phrase.last <= verb and _can_speak(tokens, phrase):
        return phrase
    return _antecedent(tokens, start) if _is_relative(tokens, start) else None


def _is_relative(tokens: Sequence[Token], at: int) -> bool:
    return at > 0 and tokens[at].text in _RELATIVES and tokens[at - 1].text == ","


def _antecedent(tokens: Sequence[Token], relative: int) -> Phrase | None:
    """Whom a relative pronoun stands for: the phrase before its comma, or the last that agrees with it."""
    beside = _phrase_before(tokens, relative - 1)
    if beside:
        return beside
    agreeing = _AGREEING.get(tokens[relative].text, frozenset())
    for at in range(relative - 2, max(-1, relative - _FAR), -1):
        phrase = noun_phrase(tokens, at, subject=False) if tokens[at].text.lower() in agreeing else None
        if phrase and phrase.last < relative:
            return phrase
    return None


def _agent_of(tokens: Sequence[Token], at: int) -> Phrase | None:
    """Wird *von Kennern* so genannt  /  der *von Kennern* so genannt wird."""
    start = next((i + 1 for i in range(at - 1, -1, -1) if tokens[i].text in _CLAUSE_ENDS), 0)
    end = next((i for i in range(at + 1, len(tokens)) if tokens[i].text in _CLAUSE_ENDS), len(tokens))
    agent = next(
        (i + 1 for i in range(start, end - 1) if tokens[i].text.lower() in {"von", "vom", "seitens"}), None
    )
    return noun_phrase(tokens, agent, subject=False) if agent else None


def _can_speak(tokens: Sequence[Token], phrase: Phrase) -> bool:
    """Whether a phrase names somebody; an action, a quality, a day or a thing said cannot speak."""
    core = tokens[phrase.core : phrase.core_end]
    if core[0].text in words.TIMES:
        return False
    noun = core[0 if phrase.first < phrase.core and not is_person_like(core) else -1].text.lower()
    is_idea = (
        len(noun) > _SHORTEST_IDEA and noun.endswith(words.IDEA_ENDINGS) and not noun.endswith(words.BODIES)
    )
    return noun not in words.IDEAS and not is_idea


def _is_somebody(tokens: Sequence[Token], phrase: Phrase) -> bool:
    """Whether a phrase shows that it names a person or a body, where no verb of speech does."""
    core = tokens[phrase.core : phrase.core_end]
    noun = core[0].text
    if not _can_speak(tokens, phrase):
        return False
    return (
        phrase.core == phrase.first  # a name, a pronoun
        or any(is_function(token.text) or is_first_name(token.text) for token in core)
        or noun.lower().endswith((*words.BODIES, *_AGENT_ENDINGS))
        or noun.isupper()
    )


def _phrase_that_ends_at(tokens: Sequence[Token], verb: int) -> Phrase | None:
    """The nearest phrase before the verb that reaches it, with brackets, appositions and relative clauses."""
    for start in range(verb - 1, max(-1, verb - _FURTHEST_SUBJECT - 1), -1):
        before = tokens[start - 1] if start else None
        if before and before.is_word and before.text.lower() not in _BEFORE_SUBJECT:
            continue
        phrase = noun_phrase(tokens, start)
        if phrase and _end_with_appositions(tokens, phrase, verb) == verb and _can_speak(tokens, phrase):
            return phrase
    return None


def _end_with_appositions(tokens: Sequence[Token], phrase: Phrase, verb: int) -> int:
    """Where a phrase ends with what is set beside it: X (CDU), Sprecher der Y, der gestern kam, ..."""
    at = _past_brackets(tokens, phrase.last)
    while at + 1 < verb and tokens[at].text in _BREAKS:
        if (
            tokens[at + 1].text in _RELATIVES
            and tokens[verb - 1].text == ","
            and not noun_phrase(tokens, at + 1)
        ):
            return verb
        apposition = noun_phrase(tokens, at + 1)
        if apposition is None:
            return at
        end = _past_brackets(tokens, apposition.last)
        if end >= verb or tokens[end].text not in _BREAKS:
            return verb if tokens[verb - 1].text == "," and tokens[at + 1].text in _RELATIVES else at
        at = verb if end + 1 == verb else end
    return at


def _past_brackets(tokens: Sequence[Token], at: int) -> int:
    if at < len(tokens) and tokens[at].text == "(":
        for i in range(at, min(len(tokens), at + _FAR)):
            if tokens[i].text == ")":
                return i + 1
    return at


def _opening_phrase(tokens: Sequence[Token], verb: int) -> Phrase | None:
    """The noun phrase that begins the sentence (or the part behind a colon)."""
    start = max((i + 1 for i in range(verb) if tokens[i].text in _STOPS), default=0)
    while start < verb and (
        tokens[start].text.lower() in words.PARTICLES
        or not (tokens[start].is_word or tokens[start].is_quoted)
    ):
        start += 1
    if start < verb and tokens[start].text.lower() == "wie":
        start += 1
    if start >= verb or tokens[start].text.lower() in words.OBLIQUE:
        return None
    phrase = noun_phrase(tokens, start)
    return phrase if phrase and phrase.last <= verb else None


def _phrase_behind(tokens: Sequence[Token], verb: int) -> Phrase | None:
    at = verb + 1
    end = min(len(tokens), at + _FAR)
    while (at < end and tokens[at].is_word) or (at < end and tokens[at].is_quoted):
        lowered = tokens[at].text.lower()
        if lowered in words.PREPOSITIONS:
            inner = noun_phrase(tokens, at + 1, subject=False)
            at = inner.last if inner else at + 1
            continue
        phrase = noun_phrase(tokens, at)
        if (
            phrase
            and (tokens[at].is_name_like or lowered not in words.FILLERS)
            and tokens[at].text not in words.TIMES
        ):
            return phrase
        at = phrase.last if phrase else at + 1
    return None


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
    while at < len(tokens) and tokens[at].text in _BREAKS | {"(", ")"}:
        at += 1
    if at >= len(tokens):
        return None
    if tokens[at].text.lower() in {"so", "laut", "gemäß"}:
        return _first_source(line, at, min(len(tokens), at + _FAR), beside=True)
    reach = at + _FAR if tokens[at].text in {"wie", "womit"} else at
    verb = next((verb for verb in line.verbs if at <= verb.at <= reach), None) or _any_verb_at(tokens, at)
    if verb is None:
        return None
    if _is_impersonal(tokens, verb):
        return _impersonal(tokens, verb.at + 2)
    phrase = _phrase_behind(tokens, verb.at) if verb.at == at and not verb.is_passive else None
    if not (phrase and _can_speak(tokens, phrase)):
        phrase = line.subject_of(verb)
    return _named(tokens, phrase, verb.manner, beside=True) if phrase else None


def _any_verb_at(tokens: Sequence[Token], at: int) -> Verb | None:
    """„…“, spöttelt sie: behind a quotation and a comma every verb is one of speech, if somebody follows."""
    text = tokens[at].text
    verbal = text[0].islower() and text.endswith(("t", "te", "ten")) and text not in words.NO_VERBS
    if not verbal or tokens[at - 1].text not in _BREAKS:
        return None
    phrase = noun_phrase(tokens, at + 1)
    return Verb(at, "saying") if phrase and _can_speak(tokens, phrase) else None


def _is_impersonal(tokens: Sequence[Token], verb: Verb) -> bool:
    return [token.text for token in tokens[verb.at + 1 : verb.at + 2]] == ["es"]


def _impersonal(tokens: Sequence[Token], at: int) -> Attribution | None:
    """… hieß es in der Mitteilung  /  heißt es aus dem Ministerium."""
    for i in range(at, min(len(tokens), at + _FAR)):
        if tokens[i].text.lower() in words.PLACES_OF_SPEECH:
            phrase = noun_phrase(tokens, i + 1, subject=False)
            if phrase:
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
            beside = tokens[quote - 1].text == ":" or quote - verb.at <= _FAR
            return _named(tokens, phrase, verb.manner, beside=beside)
    return None


def _impersonal_before(tokens: Sequence[Token], verb: int) -> Attribution | None:
    """In der Erklärung heißt es, aus Paris hieß es."""
    for i in range(max(0, verb - _FAR), verb):
        if tokens[i].text.lower() in words.PLACES_OF_SPEECH:
            phrase = noun_phrase(tokens, i + 1, subject=False)
            if phrase:
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
    if phrase and not _is_somebody(tokens, phrase):
        return None
    return _named(tokens, phrase, "saying", beside=colon == quote - 1) if phrase else None


def _owner_of_saying(tokens: Sequence[Token], colon: int) -> Attribution | None:
    """Das Fazit *von X*: „…“  /  *Bergs* Antwort darauf: „…“."""
    for at in range(colon):
        if tokens[at].text.lower() not in words.SAYINGS or not tokens[at].is_name_like:
            continue
        if at and tokens[at - 1].is_name_like and tokens[at - 1].text.endswith("s"):
            return Attribution(at - 1, at, "saying", beside=True)
        if at + 1 < colon and tokens[at + 1].text in {"von", "des", "der"}:
            first = at + 1 + (tokens[at + 1].text == "von")
            owner = noun_phrase(tokens, first, subject=False)
            return _named(tokens, owner, "saying", beside=True) if owner else None
    return None


def _by_subject(line: Line, quote: int) -> Attribution | None:
    """X rechnet mit „…“: whose sentence it is, unless it reports somebody else's words."""
    tokens = line.tokens
    clause = next((i for i in range(quote + 1, len(tokens)) if tokens[i].text in _CLAUSE_ENDS), len(tokens))
    if any(token.text in words.SUBJUNCTIVES for token in tokens[:clause]):
        return None
    phrase = _opening_phrase(tokens, quote)
    if phrase and _is_somebody(tokens, phrase) and phrase.last <= quote:
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
        if phrase and phrase.last <= end and _can_speak(tokens, phrase):
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
        phrase = _phrase_behind(tokens, at) if at and not said else None
        return phrase if phrase and _can_speak(tokens, phrase) else None
    if lowered in words.OPINIONS:
        return _holder_of_opinion(tokens, at)
    if lowered in {"zufolge", "nach"}:
        phrase = _phrase_before(tokens, at)
        opinion = phrase and tokens[phrase.core].text.lower() in words.OPINIONS
        return (
            phrase
            if phrase and (lowered == "zufolge" or (opinion and tokens[phrase.core + 1 : phrase.last]))
            else None
        )
    if lowered == "für" and at + 1 < len(tokens):
        phrase = noun_phrase(tokens, at + 1, subject=False)
        judged = phrase and phrase.last < len(tokens) and tokens[phrase.last].text in _COPULAS
        return phrase if judged and phrase and _can_speak(tokens, phrase) else None
    return None


def _holder_of_opinion(tokens: Sequence[Token], at: int) -> Phrase | None:
    """Nach Ansicht *der Partei*  /  nach Angaben von *X*."""
    if not any(tokens[i].text.lower() in {"nach", "aus", "gemäß"} for i in range(max(0, at - 3), at)):
        return None
    inner = at + 1
    if inner < len(tokens) and tokens[inner].text in {"von", "vom", "aus"}:
        inner += 1
    return noun_phrase(tokens, inner, subject=False)


def _phrase_before(tokens: Sequence[Token], at: int) -> Phrase | None:
    for start in range(max(0, at - _FAR), at):
        phrase = noun_phrase(tokens, start, subject=False)
        if phrase and phrase.last == at:
            return phrase
    return None


def _named(tokens: Sequence[Token], phrase: Phrase, manner: Manner, *, beside: bool) -> Attribution:
    """The phrase, or the name that stands beside it: Die Schwester des Königs, *Anna Berg*."""
    at = phrase.last
    if (
        not is_named(tokens[phrase.core : phrase.core_end])
        and at + 1 < len(tokens)
        and tokens[at].text in _BREAKS
    ):
        apposition = noun_phrase(tokens, at + 1)
        if (
            apposition
            and apposition.first == apposition.core
            and is_named(tokens[apposition.core : apposition.core_end])
        ):
            end = _past_brackets(tokens, apposition.last)
            if end >= len(tokens) or not tokens[end].is_word:
                return Attribution(apposition.first, apposition.last, manner, beside)
    return Attribution(phrase.first, phrase.last, manner, beside)
