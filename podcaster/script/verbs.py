"""The verbs of speech of a German sentence: plain, in two parts, with an auxiliary, passive."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING, Literal, NamedTuple

from podcaster.script import reporting, words

if TYPE_CHECKING:
    from collections.abc import Sequence

    from podcaster.script.clauses import Token

Manner = Literal["saying", "judging", "phrase", "charge", "subject"]
FURTHEST_PART = 40
"""Tokens between the parts of a verb, or a verb and what begins its clause."""
CLAUSE_ENDS = frozenset(",:;.")
_LONGEST_APPOSITION = 8
_REPORTED_MODALS = frozenset(
    {"könne", "müsse", "wolle", "solle", "dürfe", "werde", "würde", "könnte", "müsste", "dürfte", "möge"}
)
_HAVING = frozenset({"hat", "haben", "hatte", "hatten"})
_NO_FUTURE = reporting.PASSIVES - {"wird", "werden", "werde", "würde", "würden"}
_INFINITIVES = frozenset({"haben", "werden", "worden"})
_BEHIND_CLAUSE = words.LINKS | words.CONJUNCTIONS | words.PREPOSITIONS


class Verb(NamedTuple):
    """A verb of speech at token ``at``; ``judging`` ones give something a name."""

    at: int
    manner: Manner
    is_passive: bool = False


def lowered_words(tokens: Sequence[Token]) -> list[str]:
    """The words and signs of a sentence in small letters."""
    return [token.text.lower() for token in tokens]


def find_verbs(tokens: Sequence[Token], lowered: Sequence[str]) -> list[Verb]:
    """The verbs of speech of a sentence; those in two parts count where their finite part stands."""
    return [
        verb
        for at, token in enumerate(tokens)
        if token.text in reporting.FORMS
        and (verb := _verb_at(tokens, lowered, at))
        and not _refers_elsewhere(lowered, at)
    ]


def _refers_elsewhere(lowered: Sequence[str], at: int) -> bool:
    """Ein Fest im Wald (wir *berichteten*): what tells in brackets of another report."""
    return lowered[at + 1 : at + 2] == [")"] and "(" in lowered[max(0, at - _LONGEST_APPOSITION) : at]


def _verb_at(tokens: Sequence[Token], lowered: Sequence[str], at: int) -> Verb | None:
    text = tokens[at].text
    if _is_attribute(tokens, lowered, at):
        return None
    if text in reporting.AUXILIARIES:
        found = _auxiliary_at(lowered, at)
        if found:
            return found
    behind = lowered[at + 1] if at + 1 < len(lowered) else ""
    if text in reporting.PARTICIPLES and behind in reporting.AUXILIARIES:  # betont hatte, bezeichnet wird
        if behind in _INFINITIVES and reporting.AUXILIARIES.intersection(_clause_before(lowered, at)):
            return None  # soll X gesagt haben: *soll* is its verb
        manner: Manner = "judging" if text in reporting.JUDGING_PARTICIPLES else "saying"
        return Verb(at + 1, manner, behind in reporting.PASSIVES and text not in reporting.ACTIVE_IN_PASSIVE)
    return _finite_at(tokens, lowered, at)


def _auxiliary_at(lowered: Sequence[str], at: int) -> Verb | None:
    """Hat … gesagt  /  wurde … genannt  /  hat … zu vermelden."""
    is_passive = lowered[at] in reporting.PASSIVES
    reach = lowered[at + 1 : at + FURTHEST_PART] if is_passive else _clause_behind(lowered, at)
    joined = map("".join, pairwise(reach))  # bekannt gegeben
    participles = reporting.PARTICIPLES.intersection((*reach, *joined))
    if lowered[at] in _NO_FUTURE:
        participles -= reporting.INFINITIVES  # wurde gewarnt, nichts zu *sagen*
    if not participles:
        has_to_say = any(one == "zu" and other in reporting.SAYING for one, other in pairwise(reach))
        return Verb(at, "saying") if has_to_say and lowered[at] in _HAVING else None
    manner: Manner = "judging" if participles & reporting.JUDGING_PARTICIPLES else "saying"
    return Verb(at, manner, is_passive and not participles & reporting.ACTIVE_IN_PASSIVE)


def _is_attribute(tokens: Sequence[Token], lowered: Sequence[str], at: int) -> bool:
    """In der bereits *erwähnten* Rede: a participle between a preposition's article and its noun."""
    if not lowered[at].endswith("ten") or at + 1 >= len(tokens) or not tokens[at + 1].is_name_like:
        return False
    article = at - 2 if at > 1 and lowered[at - 1] in words.FILLERS else at - 1
    is_article = lowered[article] in words.DETERMINERS or lowered[article] in words.OBLIQUE
    return article > 0 and is_article and lowered[article - 1] in words.PREPOSITIONS


def _finite_at(tokens: Sequence[Token], lowered: Sequence[str], at: int) -> Verb | None:
    text = tokens[at].text
    if text in reporting.PARTED and _has_other_part(tokens, lowered, at):
        return Verb(at, "saying")
    if text in reporting.JUDGING and words.PARTICLES_OF_OTHERS.intersection(_clause_behind(lowered, at)[-1:]):
        return None  # fand im Saal statt
    if text in reporting.JUDGING and text not in reporting.PARTICIPLES:
        return Verb(at, "judging")
    if text in reporting.PARTICIPLES and reporting.AUXILIARIES.intersection(_clause_before(lowered, at)):
        return None  # hat er betont
    is_infinitive = text.endswith("n") and (
        (at > 0 and tokens[at - 1].text == "zu")  # er könne das bejahen
        or bool(_REPORTED_MODALS.intersection(_clause_before(lowered, at)))
    )
    if (text in reporting.SAYING or text in reporting.JUDGING) and not is_infinitive:
        return Verb(at, "judging" if text in reporting.JUDGING else "saying")
    return None


def _has_other_part(tokens: Sequence[Token], lowered: Sequence[str], at: int) -> bool:
    """Whether what completes a verb stands where it can: teilte der Rat *mit*; but not: nahm *an* dem Lauf teil."""
    parts = reporting.PARTED[tokens[at].text]
    if at and lowered[at - 1] in parts and lowered[at - 1] != "zu":  # wie X bekannt gab; but: zu sagen
        return True
    near = at + 1 + len(_clause_behind(lowered, at))
    for i in range(at + 1, min(len(lowered), at + FURTHEST_PART)):
        if lowered[i] not in parts:
            continue
        behind = tokens[i + 1] if i + 1 < len(tokens) else None
        if i >= near and tokens[i].is_name_like:
            continue  # ist der Sturz der Regierung, die ihrer *Meinung* nach …
        is_last = behind is None or not behind.is_word or behind.text in _BEHIND_CLAUSE
        if is_last or (i < near and lowered[i] not in words.PREPOSITIONS):
            return True
    return False


def _clause_behind(lowered: Sequence[str], at: int) -> Sequence[str]:
    reach = min(len(lowered), at + FURTHEST_PART)
    ends = [i for i in range(at + 1, reach) if lowered[i] in CLAUSE_ENDS]
    *_, end = ends[:1] or [reach]
    if len(ends) > 1 and ends[1] - ends[0] <= _LONGEST_APPOSITION and lowered[ends[1]] == ",":
        is_apposition = lowered[end] == "," and not words.SUBORDINATORS.intersection(
            lowered[end + 1 : end + 3]
        )
        end = (ends[2] if len(ends) > 2 else reach) if is_apposition else end  # noqa: PLR2004
    return lowered[at + 1 : end]


def _clause_before(lowered: Sequence[str], at: int) -> Sequence[str]:
    reach = max(0, at - FURTHEST_PART)
    start = next((i + 1 for i in range(at - 1, reach - 1, -1) if lowered[i] in CLAUSE_ENDS), reach)
    return lowered[start:at]
