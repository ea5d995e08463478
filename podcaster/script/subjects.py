"""Who governs the verbs of speech of a German sentence."""

from __future__ import annotations

from typing import TYPE_CHECKING

from podcaster.script import reporting, words
from podcaster.script.clauses import Phrase, is_passed_on, is_person_like, modifiers_end, noun_phrase
from podcaster.script.people import is_first_name, is_function
from podcaster.script.verbs import CLAUSE_ENDS, FURTHEST_PART, find_verbs, lowered_words

if TYPE_CHECKING:
    from collections.abc import Sequence

    from podcaster.script.clauses import Token
    from podcaster.script.verbs import Verb

FAR = 12
"""Tokens between a verb and its subject, or a quotation and its verb."""
LONGEST_TITLE = 40  # characters of a quoted name
_SHORTEST_IDEA = 6  # letters; Jung, Lanz and Marion are people
BREAKS = frozenset({",", "–", "-", "—"})
"""What may stand between a quotation and who says it, or before an apposition."""
_STOPS = frozenset(":;.!?")
_RELATIVES = frozenset({"der", "die", "das", "dessen", "deren", "welcher", "welche"})
# What stands behind a relative pronoun in the nominative, which is the subject then: der diese Maßnahme … nennt.
_OBJECTS = {"der": words.OBLIQUE | (words.DETERMINERS - {"ein"})}
RELATED = frozenset({"dem", "der", "denen", "welchem", "welchen", "welcher"})
"""Relative pronouns behind a preposition: auf dem, in der."""
# The articles of whom a relative pronoun may stand for.
_AGREEING = {
    "der": frozenset({"der", "dem", "den", "des", "ein", "einem", "einen", "eines"}),
    "die": frozenset({"die", "der", "den", "eine", "einer"}),
    "das": frozenset({"das", "dem", "des", "ein", "einem", "eines"}),
    "dem": frozenset({"der", "das", "dem", "den", "des", "ein", "einem", "einen", "eines", "im", "am"}),
}
_SPEAKING_PRONOUNS = frozenset({"er", "sie", "dieser"})
_PLURAL_ARTICLES = frozenset({"viele", "mehrere", "einige", "alle", "beide", "zahlreiche", "zwei", "drei"})
_SINGULAR_ARTICLES = frozenset({"der", "das", "ein", "dieser", "dieses", "jeder", "kein"})
_AMOUNTS = frozenset({"Euro", "Dollar", "Franken", "Prozent", "Millionen", "Milliarden", "Uhr", "Meter"})
_CONTRASTING = frozenset({"doch", "aber", "sondern", "denn"})
"""Behind a comma they begin another main clause."""
_CONDITIONS = frozenset(
    {"wenn", "falls", "sobald", "sofern", "solange", "bevor", "bis", "weil", "da", "obwohl", "damit"}
)
CITING = frozenset({"zitiert", "zitieren", "zitierte", "zitierten"})
_NO_NOMINATIVES = words.OBLIQUE - {"deren", "dessen"}
_FREE = reporting.FORMS | {"neben"}
_AND = frozenset({"und", "sowie"})
_BEFORE_SUBJECT = words.PARTICLES | {"wie", "dass", "daß", "ob", "weil"}
# Nouns for who does something: der Veranstalter, die Bewohnerinnen, ein Demonstrant.
_AGENT_ENDINGS = ("er", "ern", "in", "innen", "ent", "enten", "ant", "anten", "ist", "isten", "loge", "logen")
_FEMININE = ("ung", "ur", "ion", "schaft", "heit", "keit", "tät", "presse", "post", "welt", "rundschau")
_SOMEBODY = (*words.BODIES, *words.ORGANISATIONS, *_AGENT_ENDINGS)


def speaker_of(tokens: Sequence[Token], verb: Verb) -> Phrase | None:
    """Whose words a verb reports: its subject, but whom somebody cites is its object."""
    subject = subject_of(tokens, verb)
    is_citing = tokens[verb.at].text in CITING and not verb.is_passive
    return (_cited_by(tokens, verb.at, subject) if is_citing else None) or subject


def _cited_by(tokens: Sequence[Token], verb: int, subject: Phrase | None) -> Phrase | None:
    """Die Zeitung zitiert *den Minister*  /  „…“, zitiert die Zeitung *Anna Berg*; but: zitiert aus dem Bericht."""
    before = phrase_before(tokens, verb)
    if before and tokens[before.first].text in {"Den", "Einen"}:
        return before
    at = subject.last if subject and subject.first > verb else verb + 1
    while at < len(tokens) and (tokens[at].text in words.FILLERS or tokens[at].text == "man"):
        at += 1
    cited = noun_phrase(tokens, at, subject=False)
    is_person = cited is not None and is_somebody(tokens, cited) and not is_passed_on(tokens[cited.core].text)
    return cited if is_person else None


def subject_of(tokens: Sequence[Token], verb: Verb) -> Phrase | None:
    """The noun phrase that governs a verb; things and ideas do not speak."""
    if verb.is_passive:
        return _agent_of(tokens, verb.at)
    at = _modal_of(tokens, verb.at)
    start = _conjunction_of_final(tokens, at)
    final = _subject_of_final(tokens, start, at) if start is not None else None
    if final or (start is not None and _is_relative(tokens, start)):
        return final if final and _may_report(tokens, final) else None
    behind = tokens[at + 1].text if at + 1 < len(tokens) else ""
    if behind == "er" or (behind in _SPEAKING_PRONOUNS and not _phrase_that_ends_at(tokens, at)):
        return noun_phrase(tokens, at + 1)
    if (
        at == 1
        and verb.manner != "judging"
        and tokens[0].is_quoted
        and tokens[0].end - tokens[0].start <= LONGEST_TITLE
    ):
        behind_it = noun_phrase(tokens, 2)  # „Post“ berichtet, dass …; but: „Ja“ sagt X
        if behind_it is None or not can_speak(tokens, behind_it):
            return Phrase(0, 0, 1, 1)
    for rule in (
        _behind_dative,
        _phrase_that_ends_at,
        _name_that_ends_at,
        _shared_subject,
        phrase_behind,
        opening_phrase,
    ):
        phrase = rule(tokens, at)
        if phrase and can_speak(tokens, phrase) and _agrees(tokens, phrase, at):
            return phrase if is_somebody(tokens, phrase) or not _is_thing_before(tokens, at) else None
    return None


def _is_thing_before(tokens: Sequence[Token], verb: int) -> bool:
    """Whether a thing that may be the subject opens the sentence: *Die Schätzung* beziffert die Schulden."""
    opening = opening_phrase(tokens, verb)
    if opening is None or opening.last != verb or opening.first == opening.core:
        return False
    return not can_speak(tokens, opening)


def _may_report(tokens: Sequence[Token], phrase: Phrase) -> bool:
    """Whether a relative clause may tell what it says: eine Studie, die … nennt; but: eine Handlung, die … widerspricht."""
    return can_speak(tokens, phrase) or is_passed_on(tokens[phrase.core].text)


def _modal_of(tokens: Sequence[Token], verb: int) -> int:
    """Gestern *wollte* der Minister nicht bestätigen, dass …: the verb that has the subject of an infinitive."""
    if not tokens[verb].text.endswith("n"):
        return verb
    for at in range(verb - 1, -1, -1):
        if tokens[at].text in CLAUSE_ENDS:
            break
        if tokens[at].text in reporting.MODALS:
            return at
    return verb


def _behind_dative(tokens: Sequence[Token], verb: int) -> Phrase | None:
    """Der Zeitung sagte *Karl Klein*: *der* before a feminine noun, or a paper's name, is no nominative."""
    if verb + 1 >= len(tokens) or not tokens[verb + 1].is_name_like or tokens[0].text not in {"Der", "Einer"}:
        return None
    phrase = noun_phrase(tokens, 0)
    if phrase is None or phrase.last != verb:
        return None
    noun = tokens[phrase.core]
    return phrase_behind(tokens, verb) if noun.is_quoted or noun.text.endswith(_FEMININE) else None


def _agrees(tokens: Sequence[Token], phrase: Phrase, verb: int) -> bool:
    """Whether number speaks not against it: *Die jungen Leute* nannte der Rat so, but *nannten* den Rat so."""
    is_plural_verb = tokens[verb].text.endswith("en")
    if phrase.core == phrase.first or phrase.core_end - phrase.core > 1:
        return True
    article, before_noun = tokens[phrase.first].text.lower(), tokens[phrase.core - 1].text
    is_plural = article in _PLURAL_ARTICLES or (
        article in {"die", "diese"} and phrase.core - 1 > phrase.first and before_noun.endswith("en")
    )
    if is_plural:
        return is_plural_verb
    is_listed = any(token.text in _AND for token in tokens[phrase.last : phrase.last + 2]) or (
        phrase.first > 0 and tokens[phrase.first - 1].text in _AND
    )
    return not (is_plural_verb and article in _SINGULAR_ARTICLES and not is_listed)


def _name_that_ends_at(tokens: Sequence[Token], verb: int) -> Phrase | None:
    """Der sich selbst so nennende Unternehmer *Karl Klein* sagte: the name, whatever stands before it."""
    start = verb
    while start and tokens[start - 1].is_name_like and tokens[start - 1].text not in words.STARTERS:
        start -= 1
    before = tokens[start - 1].text.lower() if start else ""
    is_name = verb - start > 1 and any(
        is_first_name(token.text) or is_function(token.text) for token in tokens[start:verb]
    )
    is_attribute = before.endswith(("en", "em")) and tokens[start - 1].text.islower() and before not in _FREE
    is_free = not is_attribute and before not in words.PREPOSITIONS and before not in words.OBLIQUE
    return Phrase(start, start, verb, verb) if is_name and is_free else None


def _shared_subject(tokens: Sequence[Token], verb: int) -> Phrase | None:
    """Dann stand *er* auf und sagte  /  Gestern kam *der Minister* und warf ihnen vor: whose clause it was before."""
    if verb < 2 or tokens[verb - 1].text not in _AND:  # noqa: PLR2004
        return None
    end = verb - 1
    start = max((i + 1 for i in range(end) if tokens[i].text in _STOPS), default=0)
    before = tokens[:end]
    verbs = find_verbs(before, lowered_words(before))
    other = next((found for found in reversed(verbs) if found.at >= start), None)
    if other:  # Den Plan nannte *der Rat* gut und sagte: whom the verb before has
        return subject_of(tokens, other)
    for at in range(end - 1, start, -1):
        if tokens[at].text in _SPEAKING_PRONOUNS and tokens[at - 1].text[0].islower():
            return Phrase(at, at, at + 1, at + 1)
    opening = opening_phrase(tokens, end) if not _is_subordinate(tokens[start]) else None
    return opening or first_nominative(tokens, _main_clause(tokens, start, end), end)


def _is_subordinate(token: Token) -> bool:
    return token.text.lower() in words.CONJUNCTIONS


def _main_clause(tokens: Sequence[Token], start: int, end: int) -> int:
    """Where the main clause begins: behind the comma of a subordinate one that opens the sentence."""
    if not _is_subordinate(tokens[start]):
        return start
    return next((i + 1 for i in range(end - 1, start, -1) if tokens[i].text == ","), start)


def first_nominative(tokens: Sequence[Token], start: int, end: int) -> Phrase | None:
    """The first noun phrase of tokens ``[start, end)`` that may be a subject and can speak."""
    at = start
    while at < end:
        past = _past_oblique(tokens, at)
        if past:
            at = past
            continue
        phrase = noun_phrase(tokens, at)
        if phrase and phrase.last <= end and can_speak(tokens, phrase):
            return phrase
        at = phrase.last if phrase else at + 1
    return None


def _conjunction_of_final(tokens: Sequence[Token], verb: int) -> int | None:
    """Where the subordinate clause begins that a verb ends: *weil* X das immer betont hatte."""
    if verb + 1 < len(tokens) and tokens[verb + 1].is_word:
        return None
    if verb and tokens[verb - 1].text == ",":  # X, dessen Haus verkauft ist, *sagte*, …
        return None
    for start in range(verb - 1, max(-1, verb - FURTHEST_PART), -1):
        lowered = tokens[start].text.lower()
        before = tokens[start - 1] if start else None
        if lowered in _CONTRASTING and before and before.text == ",":
            return None
        if lowered in _RELATIVES and (before is None or before.text != ","):
            continue
        if lowered in words.SUBORDINATORS and not (before and before.is_word):
            return None if _is_closed(tokens, start, verb) else start
    return None


def ends_clause_before(tokens: Sequence[Token], verb: int, quote: int) -> bool:
    """Whether a verb ends a clause of its own before a quotation: die Partei, *die das gesagt hat,* sei „…“."""
    if tokens[verb + 1].text != ",":
        return False
    start = _conjunction_of_final(tokens, verb)
    return start is not None and start > 0 and _is_relative(tokens, start) and verb + 2 < quote


def is_conditional(tokens: Sequence[Token], verb: int, quote: int) -> bool:
    """Whether a verb ends a clause behind a quotation that is no report: „…“, *wenn* X das verspricht."""
    start = _conjunction_of_final(tokens, verb) if verb > quote else None
    return start is not None and start > quote and tokens[start].text in _CONDITIONS


def _is_closed(tokens: Sequence[Token], start: int, verb: int) -> bool:
    """Whether a clause that opens a sentence has ended before ``verb``: Als er kam, *rief* sie und sagte."""
    if start and tokens[start - 1].text not in _STOPS:
        return False
    return any(
        tokens[at].text == "," and tokens[at + 1].text[0].islower() and not _opens_clause(tokens[at + 1].text)
        for at in range(start + 1, verb)
    )


def _opens_clause(word: str) -> bool:
    """Whether a word behind a comma begins another clause or a phrase, as a finite verb does not."""
    return (
        word in words.SUBORDINATORS
        or word in words.PREPOSITIONS
        or word in words.DETERMINERS
        or word in words.OBLIQUE
        or word in words.PARTICLES
        or word in words.FILLERS
        or word in words.LINKS
    )


def _subject_of_final(tokens: Sequence[Token], start: int, verb: int) -> Phrase | None:
    """Weil *X* das immer betont hatte, …  /  *X*, der das sagte, …: where the verb comes last."""
    at = start + 1
    while at < verb and tokens[at].text in words.FILLERS | {"immer"}:
        at += 1
    is_owned = tokens[at].is_name_like and tokens[at].text.endswith("s") and tokens[at + 1].is_name_like
    is_object = is_owned or tokens[at].text in _OBJECTS.get(tokens[start].text, words.OBLIQUE)
    if is_object and _is_relative(tokens, start):
        return antecedent_of(tokens, start, start - 1)
    phrase = noun_phrase(tokens, at)
    if phrase and not (phrase.last <= verb and can_speak(tokens, phrase)):
        phrase = None
    if not _is_relative(tokens, start) or (phrase and is_somebody(tokens, phrase)):
        return phrase
    return antecedent_of(tokens, start, start - 1) or phrase  # X, die *das Vorhaben* klug nannte


def _is_relative(tokens: Sequence[Token], at: int) -> bool:
    return at > 0 and tokens[at].text in _RELATIVES and tokens[at - 1].text == ","


def antecedent_of(tokens: Sequence[Token], relative: int, comma: int) -> Phrase | None:
    """Whom a relative pronoun stands for: the phrase before its comma, or the last that agrees with it."""
    beside = phrase_before(tokens, comma)
    if beside:
        return beside
    agreeing = _AGREEING.get(tokens[relative].text, frozenset())
    for at in range(comma - 1, max(-1, comma - FAR), -1):
        phrase = noun_phrase(tokens, at, subject=False) if tokens[at].text.lower() in agreeing else None
        if phrase and phrase.last <= comma:
            return phrase
    return None


def _agent_of(tokens: Sequence[Token], at: int) -> Phrase | None:
    """Wird *von Kennern* so genannt  /  der *von Kennern* so genannt wird."""
    start = next((i + 1 for i in range(at - 1, -1, -1) if tokens[i].text in CLAUSE_ENDS), 0)
    end = next((i for i in range(at + 1, len(tokens)) if tokens[i].text in CLAUSE_ENDS), len(tokens))
    agents = [i + 1 for i in range(start, end - 1) if tokens[i].text.lower() in {"von", "vom", "seitens"}]
    finite = next((i for i in range(start, end) if tokens[i].text in reporting.PASSIVES), start)
    # Mitglieder von Vereinen wurden *von der Stadt* gewarnt  /  *von der Stadt* wird der Abbau von Hürden verlangt
    late = agents if start + 1 in agents else [i for i in agents if i > finite] or agents
    agent = late[0] if late else None
    phrase = noun_phrase(tokens, agent, subject=False) if agent else None
    if any(token.text == "gesprochen" for token in tokens[at:end]):
        return None  # von Betrug wird gesprochen
    is_amount = phrase is not None and tokens[phrase.core_end - 1].text in _AMOUNTS
    return None if is_amount else phrase


def can_speak(tokens: Sequence[Token], phrase: Phrase) -> bool:
    """Whether a phrase names somebody; an action, a quality, a day or a thing said cannot speak."""
    core = tokens[phrase.core : phrase.core_end]
    if core[0].text in words.TIMES:
        return False
    if phrase.first == phrase.core:
        return not _is_idea(core[-1].text)
    is_first_idea = _is_idea(core[0].text)  # die *Pläne* Timms, das Thema Energie
    return not (is_first_idea or (is_person_like(core) and _is_idea(core[-1].text)))


def _is_idea(noun: str) -> bool:
    lowered = noun.lower()
    is_idea = (
        len(lowered) > _SHORTEST_IDEA
        and lowered.endswith(words.IDEA_ENDINGS)
        and not lowered.endswith(words.BODIES)
    )
    return is_idea or lowered.rsplit("-", maxsplit=1)[-1] in words.IDEAS


def is_somebody(tokens: Sequence[Token], phrase: Phrase) -> bool:
    """Whether a phrase shows that it names a person or a body, where no verb of speech does."""
    core = tokens[phrase.core : phrase.core_end]
    noun = core[0].text
    if not can_speak(tokens, phrase) or noun == "diese":
        return False  # Sätze wie diese
    return (
        (phrase.core == phrase.first and not _belongs_to_phrase(tokens, phrase.first))  # a name, a pronoun
        or any(is_function(token.text) or is_first_name(token.text) for token in core)
        or noun.lower().endswith(_SOMEBODY)
        or core[-1].text.lower().endswith(_SOMEBODY)
        or noun.isupper()
    )


def _belongs_to_phrase(tokens: Sequence[Token], at: int) -> bool:
    """Whether a noun has its article or adjective before it: *seiner* Partei, *persönlichen* Geschichte."""
    before = tokens[at - 1].text if at else ""
    return before in words.ARTICLES or (before[:1].islower() and before.endswith(("en", "er", "em", "es")))


def _phrase_that_ends_at(tokens: Sequence[Token], verb: int) -> Phrase | None:
    """The nearest phrase before the verb that reaches it, with brackets, appositions and relative clauses."""
    while verb > 1 and tokens[verb - 1].text in words.CONTRASTS:  # X dagegen sagte
        verb -= 1
    for start in range(verb - 1, max(-1, verb - FURTHEST_PART - 1), -1):
        before = tokens[start - 1] if start else None
        if before and before.is_word and before.text.lower() not in _BEFORE_SUBJECT:
            continue
        phrase = noun_phrase(tokens, start)
        if (
            phrase
            and _end_with_appositions(tokens, phrase, verb) == verb
            and can_speak(tokens, phrase)
            and not (before and before.text in _AND and _is_of_thing(tokens, start - 1))
        ):
            return phrase
    return None


def _is_of_thing(tokens: Sequence[Token], link: int) -> bool:
    """Die Äußerungen Bergs *und* Kleins nannte X dumm: whose thing it is, is not who speaks."""
    before = phrase_before(tokens, link)
    return before is not None and before.last > before.core_end - 1 and not can_speak(tokens, before)


def _end_with_appositions(tokens: Sequence[Token], phrase: Phrase, verb: int) -> int:
    """Where a phrase ends with what is set beside it: X (CDU), Sprecher der Y, der gestern kam, ..."""
    at = past_brackets(tokens, phrase.last)
    if at == phrase.core_end < verb and is_person_like(tokens[phrase.core : phrase.core_end]):
        at = past_brackets(
            tokens, modifiers_end(tokens, at, verb)
        )  # Anna Berg *vom Institut für Wetter* sagte
    while at + 1 < verb and tokens[at].text in BREAKS:
        if (
            tokens[at + 1].text in _RELATIVES
            and tokens[verb - 1].text == ","
            and not noun_phrase(tokens, at + 1)
        ):
            return verb
        apposition = noun_phrase(tokens, at + 1)
        if apposition is None:
            return at
        end = past_brackets(tokens, apposition.last)
        if end >= verb or tokens[end].text not in BREAKS:
            return verb if tokens[verb - 1].text == "," and tokens[at + 1].text in _RELATIVES else at
        at = verb if end + 1 == verb else end
    return at


def past_brackets(tokens: Sequence[Token], at: int) -> int:
    """Behind the brackets that open at ``at``, or ``at``."""
    if at < len(tokens) and tokens[at].text == "(":
        for i in range(at, min(len(tokens), at + FAR)):
            if tokens[i].text == ")":
                return i + 1
    return at


def opening_phrase(tokens: Sequence[Token], verb: int) -> Phrase | None:
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


def phrase_behind(tokens: Sequence[Token], verb: int) -> Phrase | None:
    """The first noun phrase behind a verb that may be its subject: sagte gestern in Wien *der Minister*."""
    at, hidden = verb + 1, 0
    end = min(len(tokens), at + FAR)
    is_first = verb > 0 and not tokens[verb - 1].is_word
    while at < end and (tokens[at].is_word or tokens[at].is_quoted):
        past = _past_oblique(tokens, at)
        if past:
            hidden = hidden or (_hidden_behind(tokens, at, past) if is_first else 0)
            at = past
            continue
        lowered = tokens[at].text.lower()
        if lowered == "man":
            return None
        phrase = noun_phrase(tokens, at)
        is_owned = phrase is not None and lowered == "ihr" and phrase.core > at  # so *ihr Nachbar*
        if (
            phrase
            and (tokens[at].is_name_like or is_owned or lowered not in words.FILLERS)
            and tokens[at].text not in words.TIMES
        ):
            return phrase
        at = phrase.last if phrase else at + 1
    return noun_phrase(tokens, hidden) if hidden else None


def _hidden_behind(tokens: Sequence[Token], at: int, past: int) -> int:
    """Where a subject may hide in what seems to be a genitive: betonte nach der Sitzung am Montag *der Leiter* des Amts."""
    for i in range(at + 2, past - 1):
        if tokens[i].text == "der" and tokens[i - 1].is_name_like:
            phrase = noun_phrase(tokens, i)
            if phrase and phrase.last == past and is_function(tokens[phrase.core].text):
                return i
    return 0


def before_relative(tokens: Sequence[Token], verb: int) -> int:
    """Where a relative clause begins that ends before a verb: in dem Brief*,* der gestern kam, heißt es; or the verb."""
    if verb < 1 or tokens[verb - 1].text != ",":
        return verb
    for at in range(verb - 2, 0, -1):
        is_led = tokens[at].text.lower() in words.PREPOSITIONS
        relative = tokens[at + is_led].text
        if tokens[at - 1].text == "," and (relative in _RELATIVES or (is_led and relative in RELATED)):
            return at - 1
    return verb


def _past_oblique(tokens: Sequence[Token], at: int) -> int | None:
    """Behind what is no subject: verlangte *von der Regierung*, *den Rückzug aller Truppen*, sagte *dem Sender* der Minister."""
    lowered = tokens[at].text.lower()
    if lowered in words.PREPOSITIONS:
        inner = noun_phrase(tokens, at + 1, subject=False)
        return inner.last if inner else at + 1
    if tokens[at].text not in _NO_NOMINATIVES:
        return None
    inner = noun_phrase(tokens, at, subject=False)
    if inner is None or inner.core == at:
        return None
    is_genitive = inner.last > inner.core_end and tokens[inner.core_end].text == "der"
    return inner.core_end if is_genitive and lowered.endswith("m") else inner.last


def phrase_before(tokens: Sequence[Token], at: int) -> Phrase | None:
    """The noun phrase in any case that ends at ``at``."""
    for start in range(max(0, at - FAR), at):
        phrase = noun_phrase(tokens, start, subject=False)
        if phrase and phrase.last == at:
            return phrase
    return None
