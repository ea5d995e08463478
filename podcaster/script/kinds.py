"""Which kind of quotation it is: said by somebody, or a title, a name, a scare quote.

Nothing in the text decides alone; each piece of evidence has its points in one table.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from podcaster.script import reporting, words

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from podcaster.model import QuoteKind
    from podcaster.script.clauses import Token
    from podcaster.script.line import Attribution

_WORD = re.compile(r"\w+(?:[-’']\w+)*")
_SHORT_NAME = re.compile(r"[A-ZÄÖÜ]{2,}\w*$")
_ADDRESS = re.compile(r"(?:https?://|www\.)?[\w-]+(?:\.[\w-]+)*\.[a-z]{2,4}$")
_INDEFINITE = ("ein", "kein")
_COPULAS = frozenset({"sei", "seien", "wäre", "wären"})
_ARTICLES = words.DETERMINERS | words.OBLIQUE | {"im", "vom", "zum", "zur", "am", "beim"}
_NEAR = 4
"""Tokens before a quotation that say what it is: der so genannte „…“."""
_CLAUSE_ENDS = frozenset(",;:.")
_RESUMED = ([","], ["–"], ["—"], ["-"])
"""What stands before a quotation that goes on: „…“, sagte X – „…“."""
_SAID = 2.5
_SENTENCE = 4
"""Words from which on a quotation that begins like a sentence is one."""


@dataclass(frozen=True)
class Look:
    """A quotation and what is around it."""

    inner: str
    """Without its marks."""
    tokens: Sequence[Token]
    at: int
    """The quotation's token in its sentence."""
    attribution: Attribution | None
    is_nobodys: bool
    """Whether nobody is told to say it, and nobody spoke before it."""
    is_bare: bool
    """Whether its sentence has no words outside of quotations."""
    is_reported: bool
    """Whether its sentence is in the subjunctive of reported speech."""
    neighbour: QuoteKind | None
    """The quotation before it in its sentence, if only a comma or *und* is between them."""
    resumes: bool
    """Whether the quotation before it in its sentence is direct: „…“, sagte X, „…“."""
    lacks_mark: bool

    @cached_property
    def words(self) -> list[str]:
        """The words within the marks."""
        return _WORD.findall(self.inner)

    @cached_property
    def starts_small(self) -> bool:
        """Whether it begins with a small letter."""
        return bool(self.words) and self.words[0][0].islower()

    @cached_property
    def is_clause(self) -> bool:
        """Whether it has what only sentences have: a finite verb, a pronoun, a final stop."""
        return not words.VERBAL.isdisjoint(map(str.lower, self.words)) or _ends_like_sentence(self)

    @cached_property
    def manner(self) -> str:
        """In which manner somebody is told to say it; empty where nobody is."""
        return self.attribution.manner if self.attribution else ""

    @cached_property
    def before(self) -> list[str]:
        """The words and signs right before it, small letters."""
        return [token.text.lower() for token in self.tokens[max(0, self.at - _NEAR) : self.at]]

    @cached_property
    def after(self) -> list[str]:
        """The words and signs right behind it."""
        return [token.text for token in self.tokens[self.at + 1 : self.at + 1 + _NEAR]]


def _ends_like_sentence(look: Look) -> bool:
    return len(look.words) > 2 and look.inner.endswith((".", "!", "?", "…"))  # noqa: PLR2004  (e. V.)


def _is_noun_phrase(look: Look) -> bool:
    return not look.starts_small and not look.is_clause


def _is_single(look: Look) -> bool:
    return len(look.words) == 1


def _is_claimed_word(look: Look) -> bool:
    """Das System sei „kaputt“: no name, and somebody speaks."""
    return (
        _is_single(look) and look.starts_small and (look.is_reported or look.manner in {"saying", "judging"})
    )


def _is_named_so(look: Look) -> bool:
    """Sogenannte „…“  /  namens „…“  /  nennt sich „…“  /  „…“ genannt."""
    near = look.before[-2:]
    return (
        any(word.startswith(("sogenannt", "namens", "genannt")) for word in near)
        or (near[-2:-1] == ["so"] and near[-1].startswith("genannt"))
        or "genannt" in look.after[:1]
        or ("sich" in look.before and any(word in words.NAMING_VERBS for word in [*look.before, *look.after]))
    )


def _names_follow(look: Look) -> bool:
    """Der Film „…“  /  die Zeitungen „…“."""
    if not look.at or not look.tokens[look.at - 1].is_name_like:
        return False
    noun = look.before[-1]
    is_sentence = look.starts_small and len(look.words) >= _SENTENCE
    if is_sentence or noun.endswith(words.NO_NAMING_ENDINGS):
        return False
    return any(
        noun.removesuffix(ending).endswith(words.NAMING_ENDINGS) for ending in ("", "s", "es", "n", "en", "e")
    )


def _follows_article(look: Look) -> bool:
    return bool(look.before) and look.before[-1] in _ARTICLES


def _follows_indefinite(look: Look) -> bool:
    return _follows_article(look) and look.before[-1].startswith(_INDEFINITE)


def _is_name_behind_noun(look: Look) -> bool:
    """Die Hilfsorganisation „Wasser für alle“: a noun and its name; but not the slogan „…“."""
    before = look.tokens[look.at - 1] if look.at > 1 else None
    return (
        before is not None
        and before.is_name_like
        and before.text not in words.STARTERS
        and not look.starts_small
        and not before.text.lower().endswith(words.CALLING_ENDINGS)
    )


def _stands_before_noun(look: Look) -> bool:
    """Ein „grünes“ Bündnis."""
    return look.after[0][:1].isupper() if look.after else False


def _clause(look: Look) -> Sequence[str]:
    """The words of the clause around it."""
    start, end = look.at, look.at + 1
    while start and look.tokens[start - 1].text not in _CLAUSE_ENDS:
        start -= 1
    while end < len(look.tokens) and look.tokens[end].text not in _CLAUSE_ENDS:
        end += 1
    return [token.text for token in look.tokens[start:end]]


def _is_in_reported_clause(look: Look) -> bool:
    """…, das „Haus“ müsse weg."""
    return look.is_reported and any(word in words.SUBJUNCTIVES for word in _clause(look))


def _is_reported_predicate(look: Look) -> bool:
    """…, das Land sei ein „Opfer der Dürre“."""
    behind = look.before[-1:]
    return bool(_COPULAS.intersection(look.before[-3:])) and (
        behind[0] in _COPULAS or behind[0] in words.DETERMINERS or behind[0] in {"nicht", "nur", "zu"}
    )


def _is_predicate(look: Look) -> bool:
    """Nannte das einen „…“  /  „…“ nannte das X  /  bezeichnete es als „…“  /  sprach von „…“."""
    near = look.before[-2:]
    if look.manner == "judging" and look.at == 0 and look.after[0] in words.CALLING_VERBS:
        return True
    if look.manner == "saying":
        return "als" in near
    return look.manner == "judging" and any(word in words.PREDICATIVES for word in near)


def _is_foreign(look: Look) -> bool:
    return sum(word in words.FOREIGN for word in look.words) * 4 > len(look.words)


def _is_abbreviated(look: Look) -> bool:
    """„Verband der Freunde“ (VdF)."""
    return look.after[:1] == ["("] and len(look.after) > 1 and bool(_SHORT_NAME.match(look.after[1]))


def _is_bracketed(look: Look) -> bool:
    return look.before[-1:] == ["("] and not look.is_clause


def _has_digits_or_capitals(look: Look) -> bool:
    """IPod, „C4“, „UEFA“: names of things."""
    return len(look.words) < _SENTENCE and any(
        any(sign.isdigit() for sign in word) or any(sign.isupper() for sign in word[1:])
        for word in look.words
    )


def _is_unclaimed_term(look: Look) -> bool:
    """Einer „grünen Zapfsäule“, and nobody near who speaks of it."""
    nobody = look.attribution is None or look.attribution.manner == "subject"
    is_term = len(look.words) == 2 and look.starts_small and look.words[1][0].isupper()  # noqa: PLR2004
    return nobody and is_term and not look.is_reported


def _all_capitalised(look: Look) -> bool:
    return len(look.words) > 1 and all(not word[0].islower() for word in look.words)


def _is_part_of_name(look: Look) -> bool:
    """Die Leiterin von „Hilfe für alle“ sagte, wie „Die Post“ berichtet."""
    attribution = look.attribution
    if attribution and attribution.first <= look.at < attribution.last:
        return True
    behind = look.after[0] if look.after else ""
    if behind not in reporting.SAYING and behind not in reporting.JUDGING:
        return False
    is_name = _follows_article(look) and not look.starts_small and not _follows_indefinite(look)
    return look.before[-1:] == ["wie"] or is_name  # but: von einem „Schlag ins Gesicht“ sprach X


def _is_address(look: Look) -> bool:
    return bool(_ADDRESS.match(look.inner))


def _is_translation(look: Look) -> bool:
    """(deutsch: „…“)  /  kurz „…“."""
    return any(word in words.TRANSLATIONS for word in look.before[-3:])


def _is_answer(look: Look) -> bool:
    """„Nein“, sagte X: the sentence begins with it, a comma and who says it follow."""
    attribution = look.attribution
    return (
        look.at == 0
        and look.after[:1] == [","]
        and attribution is not None
        and attribution.beside
        and attribution.manner in {"saying", "phrase", "charge"}
        and attribution.first > look.at
    )


def _is_cry(look: Look) -> bool:
    """Ein Mann rief „Feuer!“ in den Saal."""
    attribution = look.attribution
    return (
        attribution is not None and attribution.beside and look.manner == "saying" and look.inner[-1:] == "!"
    )


def _is_reproach(look: Look) -> bool:
    """Sie warf der Regierung „Feigheit“ vor."""
    clause = look.tokens[max(0, look.at - _FAR) : look.at]
    return look.after[:1] == ["vor"] and any(token.text in _REPROACHING for token in clause)


def _is_called(look: Look) -> bool:
    """Die Parole „…“  /  Sprüche wie „…“."""
    return any(word.endswith(words.CALLING_ENDINGS) for word in look.before)


_FAR = 12  # tokens
_REPROACHING = frozenset({"wirft", "werfen", "warf", "warfen"})

# What speaks for (and against) somebody having said it.
_EVIDENCE: tuple[tuple[float, Callable[[Look], bool]], ...] = (
    (1.5, lambda look: look.manner in {"saying", "phrase", "charge"}),
    (2.0, lambda look: look.manner == "judging"),
    (1.0, lambda look: bool(look.attribution and look.attribution.beside)),
    (-0.5, lambda look: look.is_nobodys),
    (1.0, lambda look: look.is_reported),
    (2.0, lambda look: look.is_bare),
    (2.0, lambda look: look.resumes and look.before[-1:] in _RESUMED),
    (2.0, lambda look: look.before[-1:] == [":"] and bool(look.attribution)),
    (2.5, _is_predicate),
    (3.0, _is_answer),
    (-1.0, _is_single),
    (1.0, lambda look: len(look.words) > 2 and not _is_noun_phrase(look)),  # noqa: PLR2004
    (1.0, lambda look: len(look.words) > 4),  # noqa: PLR2004
    (2.0, lambda look: look.starts_small),
    (1.0, _is_claimed_word),
    (2.5, lambda look: look.is_clause),
    (1.0, lambda look: any(word[0].islower() for word in look.words[1:])),
    (-1.5, _is_unclaimed_term),
    (-2.0, _all_capitalised),
    (-1.0, _has_digits_or_capitals),
    (-1.5, lambda look: _follows_article(look) and _is_noun_phrase(look)),
    (1.0, _follows_indefinite),
    (0.5, _is_in_reported_clause),
    (2.0, _is_reported_predicate),
    (-2.0, _is_name_behind_noun),
    (-1.5, _stands_before_noun),
    (1.0, lambda look: look.neighbour in {"direct", "partial"}),
    (-2.0, lambda look: look.neighbour == "term"),
    (-4.0, _is_named_so),
    (-5.0, _names_follow),
    (-4.0, _is_foreign),
    (-5.0, _is_part_of_name),
    (-5.0, _is_address),
    (-4.0, _is_translation),
    (2.0, _is_called),
    (2.5, _is_cry),
    (2.5, _is_reproach),
    (-3.0, _is_abbreviated),
    (-3.0, _is_bracketed),
)


def points(look: Look) -> float:
    """How much speaks for words that somebody said, rather than a title or a scare quote."""
    return sum(weight for weight, test in _EVIDENCE if test(look))


def kind_of(look: Look) -> QuoteKind:
    """``direct`` for what could stand as a sentence of its own, ``partial`` for words in another's sentence."""
    if look.lacks_mark:
        return "direct"
    if points(look) < _SAID:
        return "term"
    if look.is_bare or _is_answer(look) or (look.resumes and look.before[-1:] in _RESUMED):
        return "direct"
    before = look.before[-1:]
    if look.inner[:1].islower() or before not in ([], [":"], [","], ["–"], ["-"], ["."], ["("]):
        return "partial"
    whole = before == [":"] or len(look.words) >= _SENTENCE or look.is_clause
    return "direct" if whole else "partial"
