"""Whom a sentence names as its source beside any verb: laut X, so X, nach Angaben von X, X zufolge."""

from __future__ import annotations

from typing import TYPE_CHECKING

from podcaster.script import reporting, words
from podcaster.script.clauses import Phrase, is_passed_on, noun_phrase
from podcaster.script.subjects import (
    LONGEST_TITLE,
    RELATED,
    antecedent_of,
    can_speak,
    first_nominative,
    is_somebody,
    opening_phrase,
    phrase_before,
    phrase_behind,
)
from podcaster.script.verbs import CLAUSE_ENDS

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from podcaster.script.clauses import Token

_LEADS = frozenset({"nach", "aus", "gemäß", "laut", "in"})
_COPULAS = frozenset({"ist", "war", "sei", "sind", "waren", "seien"})


def quoted_name(tokens: Sequence[Token], at: int) -> Phrase | None:
    """Schrieb *„Die Zeit“*  /  laut *„Reuters“*."""
    short = tokens[at].end - tokens[at].start <= LONGEST_TITLE
    return Phrase(at, at, at + 1, at + 1) if short else None


def sources(tokens: Sequence[Token], lowered: Sequence[str]) -> Iterator[tuple[int, Phrase]]:
    """Whom a sentence names as its source, and which token leads there; ``lowered`` are their small letters."""
    for at, word in enumerate(lowered):
        is_leading = word in _LEADING or (word[-3:] in _TAILS and word.endswith(words.OPINION_ENDINGS))
        phrase = _source_at(tokens, at, word) if is_leading else None
        if phrase:
            yield at, phrase


def _source_at(tokens: Sequence[Token], at: int, lowered: str) -> Phrase | None:
    if lowered in _SOURCES:
        return _SOURCES[lowered](tokens, at)
    if lowered in words.OPINIONS and tokens[at].is_name_like:
        return _holder_of_opinion(tokens, at)
    if not lowered.endswith(words.OPINION_ENDINGS):
        return None
    near = {token.text.lower() for token in tokens[max(0, at - 2) : at]}
    return Phrase(at, at, at + 1, at + 1) if near & {"nach", "aus", "laut"} else None


def _cited(tokens: Sequence[Token], at: int) -> Phrase | None:
    """Laut *der Polizei*  /  laut *„Boten“*  /  *das Gutachten*, laut dem …."""
    related = _related(tokens, at + 1, at)
    if related:
        return related
    is_quoted = at + 1 < len(tokens) and tokens[at + 1].is_quoted
    return quoted_name(tokens, at + 1) if is_quoted else _holder(tokens, at + 1)


def _related(tokens: Sequence[Token], relative: int, first: int) -> Phrase | None:
    """*Studien*, nach denen das Mittel „…“ ist: what the relative pronoun stands for, whose clause begins at ``first``."""
    if not (1 < first < relative + 1 < len(tokens)) or tokens[first - 1].text != ",":
        return None
    if tokens[relative].text not in RELATED:
        return None
    governed = noun_phrase(tokens, relative, subject=False)  # laut dem Gesetz; but: laut dem „…“
    is_article = governed is not None and not tokens[governed.core].is_quoted
    return None if is_article else antecedent_of(tokens, relative, first - 1)


def _so(tokens: Sequence[Token], at: int) -> Phrase | None:
    """…, so *der Minister*; but not: so sagte er."""
    behind = tokens[at + 1].text if at + 1 < len(tokens) else ""
    if at == 0 or tokens[at - 1].is_word or behind in reporting.SAYING:
        return None
    phrase = phrase_behind(tokens, at)
    if phrase is None or can_speak(tokens, phrase):
        return phrase
    noun = tokens[phrase.core].text
    is_saying = is_passed_on(noun) or noun.lower() in words.SAYINGS | words.OPINIONS | words.CHARGES
    return phrase if is_saying and phrase.first == at + 1 else None  # so *das Ergebnis der Studie*


def _whereafter(tokens: Sequence[Token], at: int) -> Phrase | None:
    """*Der Bericht der Kommission*, wonach die Lage „…“ sei."""
    return phrase_before(tokens, at - 1) if at > 1 and tokens[at - 1].text == "," else None


def _according(tokens: Sequence[Token], at: int) -> Phrase | None:
    """*Der Polizei* zufolge  /  *der Meinung des Rats* nach  /  *Studien*, nach denen …  /  *Studien*, denen zufolge …."""
    is_behind = tokens[at].text.lower() == "zufolge"
    related = _related(tokens, at - 1, at - 1) if is_behind else _related(tokens, at + 1, at)
    if related:
        return related
    phrase = phrase_before(tokens, at)
    if phrase is None or is_behind:
        return phrase
    is_opinion = tokens[phrase.core].text.lower() in words.OPINIONS and phrase.last > phrase.core + 1
    return phrase if is_opinion else None


def _for_whom(tokens: Sequence[Token], at: int) -> Phrase | None:
    """Für *X* ist das „…“."""
    phrase = noun_phrase(tokens, at + 1, subject=False)
    return phrase if phrase and _is_judged(tokens, at, phrase) else None


_SOURCES: dict[str, Callable[[Sequence[Token], int], Phrase | None]] = {
    "laut": _cited,
    "gemäß": _cited,
    "so": _so,
    "zufolge": _according,
    "nach": _according,
    "für": _for_whom,
    "wonach": _whereafter,
}
_TAILS = frozenset(ending[-3:] for ending in words.OPINION_ENDINGS)
"""Few words end so, and these are found fast."""
_LEADING = _SOURCES.keys() | words.OPINIONS


def _is_judged(tokens: Sequence[Token], at: int, phrase: Phrase) -> bool:
    """Für *X* ist das „…“  /  für *X* steht fest: „…“  /  was für *X* „…“ ist."""
    if not is_somebody(tokens, phrase):
        return False  # Grund für den Brand war …
    behind = [token.text for token in tokens[phrase.last : phrase.last + 2]]
    if behind and (behind[0] in _COPULAS or (behind[0] in {"steht", "stand"} and behind[-1] == "fest")):
        return True
    end = next((i for i in range(phrase.last, len(tokens)) if tokens[i].text in CLAUSE_ENDS), len(tokens))
    is_clause = at > 0 and tokens[at - 1].text.lower() in {"was", "das", "die", "der"}
    return is_clause and tokens[end - 1].text in _COPULAS


def _holder_of_opinion(tokens: Sequence[Token], at: int) -> Phrase | None:
    """Nach Ansicht *der Partei*  /  nach Angaben von *X*  /  nach *Xs* Worten  /  *seiner* Meinung nach."""
    before = [token.text.lower() for token in tokens[max(0, at - 3) : at]]
    after = tokens[at + 1].text if at + 1 < len(tokens) else ""
    if not (before and (_LEADS.intersection(before) or after == "nach")):
        return None
    if before[-1].startswith("eigene"):
        return _whose_own(tokens, at)
    if before[-1] in words.POSSESSIVES:
        return Phrase(at - 1, at, at + 1, at + 1)
    owner = tokens[at - 1]
    if owner.is_name_like and owner.text.endswith("s") and owner.text not in words.STARTERS:
        return Phrase(at - 1, at - 1, at, at)
    if after in {"von", "vom", "aus"}:
        return _holder(tokens, at + 2)
    return _holder(tokens, at + 1) if _may_be_genitive(tokens, at + 1) else _nobodys(tokens, at)


def _nobodys(tokens: Sequence[Token], at: int) -> Phrase | None:
    """Nach *ersten Angaben*: of whom it does not say."""
    before = tokens[at - 1].text
    is_adjective = before[0].islower() and before.endswith("en") and before not in words.OBLIQUE
    return Phrase(at - 1, at, at + 1, at + 1) if is_adjective else None


def _whose_own(tokens: Sequence[Token], at: int) -> Phrase | None:
    """Nach eigenen Angaben hat *X*  /  *X* hat nach eigenen Angaben: the subject of the clause."""
    opening = opening_phrase(tokens, at)
    if opening and can_speak(tokens, opening):
        return opening
    opens = max(0, at - 2)
    return first_nominative(tokens, 0, opens) if opens else first_nominative(tokens, at + 1, len(tokens))


def _may_be_genitive(tokens: Sequence[Token], at: int) -> bool:
    """Nach Angaben *des Vereins*, *örtlicher Behörden*, *Roms*; but not: *dem Bau*, *die Hälfte*, *im Mai*."""
    text = tokens[at].text if at < len(tokens) else ""
    lowered = text.lower()
    is_article = lowered in words.DETERMINERS or lowered in words.OBLIQUE
    return lowered.endswith(("er", "es")) if is_article or text.islower() else text != ""


def _holder(tokens: Sequence[Token], at: int) -> Phrase | None:
    phrase = noun_phrase(tokens, at, subject=False)
    return _without_place(tokens, phrase) if phrase else None


def _without_place(tokens: Sequence[Token], phrase: Phrase) -> Phrase:
    """Nach Angaben *der Polizei* in der Nacht …: what goes on behind it belongs to the sentence."""
    if phrase.last >= len(tokens) or not (tokens[phrase.last].is_word or tokens[phrase.last].is_quoted):
        return phrase
    last = next(
        (i for i in range(phrase.core_end, phrase.last) if tokens[i].text in words.PLACING), phrase.last
    )
    return phrase._replace(last=last)
