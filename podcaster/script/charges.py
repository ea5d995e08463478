"""Whose a charge, a demand or an announcement is, in which the quotation stands: *Bergs* Ankündigung, „…“."""

from __future__ import annotations

from typing import TYPE_CHECKING

from podcaster.script import reporting, words
from podcaster.script.clauses import Phrase, noun_phrase
from podcaster.script.line import Attribution, named
from podcaster.script.subjects import RELATED

if TYPE_CHECKING:
    from collections.abc import Sequence

    from podcaster.script.clauses import Token
    from podcaster.script.line import Line

_NEAR = 3
"""Tokens from *nach* to what somebody asks for: die Forderung nach einer „…“."""


def owner_of_charge(line: Line, quote: int) -> Attribution | None:
    """Auf den Vorwurf *der Partei*, das sei „…“  /  *Bergs* Ankündigung, „…“  /  die Forderung *des Rats* nach „…“."""
    tokens = line.tokens
    if words.CHARGES.isdisjoint(line.lowered[: max(0, quote - 1)]):
        return None
    for at in range(quote - 2, 0, -1):
        if tokens[at + 1].text == ":":  # wies den Vorwurf zurück: „…“
            return None
        if line.lowered[at] not in words.CHARGES:
            continue
        owner = _whose_charge(tokens, at)
        if owner is None and (rejected := _rejected_charge(line, at, quote)):
            return rejected
        if owner is None or owner.last >= quote:
            continue
        end = max(owner.last, at + 1)
        end += _is_rejected(tokens, end)
        is_wanted = tokens[end].text == "nach" and quote - end <= _NEAR
        is_told = tokens[end].text == "," and _goes_on(tokens, end, quote)
        if (is_wanted or is_told) and not any(end < verb.at < quote for verb in line.verbs):
            return named(tokens, owner, "saying", beside=False)
    return None


def _rejected_charge(line: Line, at: int, quote: int) -> Attribution | None:
    """Er wies *den Vorwurf* zurück, das sei „…“  /  wandte sich gegen *die Behauptung*, „…“: not his words."""
    tokens = line.tokens
    first = at - 1
    end = at + 1 + _is_rejected(tokens, at + 1)
    if (
        tokens[first].text not in words.ARTICLES
        or tokens[end].text != ","
        or not _goes_on(tokens, end, quote)
    ):
        return None
    is_rejected = (
        end > at + 1
        or tokens[first - 1].text in {"gegen", "entgegen"}
        or not reporting.REJECTING.isdisjoint(line.lowered[:at])
    )
    if not is_rejected or any(end < verb.at < quote for verb in line.verbs):
        return None
    return Attribution(first, at + 1, "charge", beside=False)


def _goes_on(tokens: Sequence[Token], start: int, quote: int) -> bool:
    """Whether it is still the charge behind another quotation: es sei „…“, *mit dem* man „…“; but: sei „…“, *als* „…“ zurück."""
    before = next((at for at in range(quote - 1, start, -1) if tokens[at].is_quoted), None)
    if before is None:
        return True
    behind = {token.text for token in tokens[before + 1 : before + 5]}
    return not behind.isdisjoint(words.LINKS | RELATED | {"die", "das", "den"}) and "Worten" not in behind


def _whose_charge(tokens: Sequence[Token], at: int) -> Phrase | None:
    if tokens[at + 1].text in {"der", "des", "von"}:
        return noun_phrase(tokens, at + 1 + (tokens[at + 1].text == "von"), subject=False)
    before = tokens[at - 1]
    is_owner = before.is_name_like and before.text.endswith("s") and before.text not in words.STARTERS
    return Phrase(at - 1, at - 1, at, at) if is_owner else None


def _is_rejected(tokens: Sequence[Token], at: int) -> bool:
    """Hat den Vorwurf der Partei *zurückgewiesen*, …: what follows is still the charge."""
    return tokens[at].text in {"zurückgewiesen", "zurück", "dementiert", "bestritten", "abgestritten"}
