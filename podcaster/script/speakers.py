"""Who says it: the attribution in a sentence, and the full name behind a surname or a pronoun."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Literal, NamedTuple

from podcaster.script import words
from podcaster.script.clauses import Token, is_first_name_like, is_function, noun_phrase, tokenize

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from podcaster.script.clauses import Phrase

Manner = Literal["saying", "judging", "phrase"]
_FAR = 12  # tokens between a verb and its subject
_LONG_NAME = 5  # tokens; longer runs of capitals are no names
_STOPS = frozenset(":;.!?")


class Verb(NamedTuple):
    """A verb of speech at token ``at``; ``judging`` ones give something a name."""

    at: int
    manner: Manner


class Attribution(NamedTuple):
    """Tokens ``[first, last)`` name who says it; ``beside`` tells that the verb touches the quotation."""

    first: int
    last: int
    manner: Manner
    beside: bool


def find_verbs(tokens: Sequence[Token]) -> list[Verb]:
    """The verbs of speech of a sentence; those in two parts count where their finite part stands."""
    lowered = [token.text.lower() for token in tokens]
    found = []
    for at, token in enumerate(tokens):
        text = token.text
        if not text[0].islower():
            continue
        if text in words.PARTED and words.PARTED[text].intersection(lowered[at + 1 :]):
            found.append(Verb(at, "saying"))
        elif text in words.JUDGING:
            found.append(Verb(at, "judging"))
        elif text in words.SAYING and not (text.endswith("en") and at and tokens[at - 1].text == "zu"):
            found.append(Verb(at, "saying"))
        elif text in words.AUXILIARIES and words.PARTICIPLES.intersection(lowered[at + 1 :]):
            found.append(Verb(at, "saying"))
    return found


def subject_of(tokens: Sequence[Token], verb: int) -> Phrase | None:
    """The noun phrase that governs the verb at token ``verb``."""
    before = verb - 1
    if before >= 0 and tokens[before].is_word and tokens[before].text not in words.PARTICLES:
        adjacent = _phrase_that_ends_at(tokens, verb)
        if adjacent:
            return adjacent
    opening = _opening_phrase(tokens, verb)
    if before >= 0 and tokens[before].text in {",", ")", "–", "-"}:
        if opening and opening.last < verb and tokens[opening.last].text in {",", "(", "–", "-"}:
            return opening  # X, Sprecher des Y, sagte
        return _phrase_behind(tokens, verb) or opening
    if opening and not _is_inverted(tokens, opening, verb):
        return opening
    return _phrase_behind(tokens, verb) or opening


def _phrase_that_ends_at(tokens: Sequence[Token], verb: int) -> Phrase | None:
    for start in range(verb - 1, max(-1, verb - _FAR - 1), -1):
        if (
            start
            and tokens[start - 1].is_word
            and tokens[start - 1].text.lower() not in words.PARTICLES | {"wie", "dass", "daß", "als"}
        ):
            continue
        phrase = noun_phrase(tokens, start)
        if phrase and phrase.last == verb:
            return phrase
    return None


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
    phrase = noun_phrase(tokens, start) if start < verb else None
    return phrase if phrase and phrase.last <= verb else None


def _is_inverted(tokens: Sequence[Token], opening: Phrase, verb: int) -> bool:
    """Whether the phrase that opens the sentence cannot be the subject: *Den Plan* nannte X …"""
    del verb
    return tokens[opening.first].text.lower() in words.OBLIQUE


def _phrase_behind(tokens: Sequence[Token], verb: int) -> Phrase | None:
    at = verb + 1
    end = min(len(tokens), at + _FAR)
    while at < end:
        token = tokens[at]
        lowered = token.text.lower()
        if not token.is_word:
            return None
        if lowered in words.PREPOSITIONS:
            inner = noun_phrase(tokens, at + 1, subject=False)
            at = inner.last if inner else at + 1
            continue
        phrase = noun_phrase(tokens, at)
        if phrase and not (
            lowered in words.FILLERS
            and not token.is_name_like
            and phrase.last == at + 1
            and lowered not in words.PRONOUNS
        ):
            return phrase
        if not token.text[0].islower() and not token.text[0].isdigit():
            return None
        at += 1
    return None


def attribute(tokens: Sequence[Token], quote: int) -> Attribution | None:
    """Who says the quotation that is token ``quote`` of its sentence, by what the sentence says."""
    for rule in (_said_behind, _said_before, _by_phrase, _by_any_verb):
        found = rule(tokens, quote)
        if found:
            return found
    return None


def attribute_sentence(tokens: Sequence[Token]) -> Attribution | None:
    """Who is reported in a sentence without a quotation; what follows may be theirs."""
    found = _source_phrase(tokens, 0, len(tokens))
    if found:
        return found
    for verb in find_verbs(tokens):
        phrase = subject_of(tokens, verb.at)
        if phrase:
            return _named(tokens, phrase, verb.manner, beside=False)
    return None


def _said_behind(tokens: Sequence[Token], quote: int) -> Attribution | None:
    """„…“, sagte X  /  „…“, so X  /  „…“, hieß es in Y  /  „…“, wird X zitiert."""
    at = quote + 1
    while at < len(tokens) and (tokens[at].text in {",", "–", "-", "—", "(", ")"}):
        at += 1
    if at >= len(tokens):
        return None
    if tokens[at].text == "so" or tokens[at].text.lower() in {"laut", "gemäß"}:
        return _source_phrase(tokens, at, min(len(tokens), at + _FAR), beside=True)
    verb = next((v for v in find_verbs(tokens) if v.at == at), None)
    if verb is None and tokens[at].text in words.CONJUNCTIONS | {"wie"}:
        verb = next((v for v in find_verbs(tokens) if at < v.at <= at + _FAR), None)
        if verb is None or tokens[at].text not in {"wie", "womit"}:
            return None
    if verb is None:
        return None
    if [token.text for token in tokens[verb.at + 1 : verb.at + 2]] == ["es"]:
        return _impersonal(tokens, verb.at + 2)
    phrase = subject_of(tokens, verb.at) if verb.at > at else _phrase_behind(tokens, verb.at)
    if phrase is None and verb.manner != "judging":
        phrase = subject_of(tokens, verb.at)
    return _named(tokens, phrase, verb.manner, beside=True) if phrase else None


def _impersonal(tokens: Sequence[Token], at: int) -> Attribution | None:
    """… hieß es in der Mitteilung  /  heißt es aus dem Ministerium."""
    for i in range(at, min(len(tokens), at + _FAR)):
        if tokens[i].text.lower() in {"in", "im", "aus", "von", "vom", "bei", "beim", "seitens", "auf"}:
            phrase = noun_phrase(tokens, i + 1, subject=False)
            if phrase:
                return Attribution(phrase.first, phrase.last, "phrase", beside=True)
    return None


def _said_before(tokens: Sequence[Token], quote: int) -> Attribution | None:
    """X sagte: „…“  /  Dazu erklärte X, „…“  /  X: „…“."""
    verbs = [verb for verb in find_verbs(tokens) if verb.at < quote]
    for verb in reversed(verbs):
        if [token.text for token in tokens[verb.at + 1 : verb.at + 2]] == ["es"]:
            found = _impersonal(tokens, verb.at + 2)
            if found:
                return found
        phrase = subject_of(tokens, verb.at)
        if phrase and not phrase.first <= quote < phrase.last:
            colon = tokens[quote - 1].text == ":"
            return _named(tokens, phrase, verb.manner, beside=colon or quote - verb.at <= _FAR)
    if tokens[quote - 1].text == ":" and quote:
        source = _source_phrase(tokens, 0, quote, beside=True)
        if source:
            return source
        phrase = noun_phrase(tokens, 0)
        if phrase:
            return _named(tokens, phrase, "saying", beside=True)
    return None


def _by_phrase(tokens: Sequence[Token], quote: int) -> Attribution | None:
    """Laut X …  /  nach Angaben von X  /  X zufolge  /  …, so X."""
    return _source_phrase(tokens, 0, quote) or _source_phrase(tokens, quote + 1, len(tokens))


def _by_any_verb(tokens: Sequence[Token], quote: int) -> Attribution | None:
    """Als „…“ bezeichnete X …"""
    for verb in find_verbs(tokens):
        if verb.at > quote:
            phrase = subject_of(tokens, verb.at)
            if phrase and not phrase.first <= quote < phrase.last:
                return _named(tokens, phrase, verb.manner, beside=verb.at - quote <= 2)
    return None


def _source_phrase(
    tokens: Sequence[Token], start: int, end: int, *, beside: bool = False
) -> Attribution | None:
    for at in range(start, end):
        lowered = tokens[at].text.lower()
        phrase = None
        if lowered in {"laut", "gemäß"}:
            phrase = noun_phrase(tokens, at + 1, subject=False)
        elif lowered == "so" and (at == 0 or not tokens[at - 1].is_word):
            phrase = (
                _phrase_behind(tokens, at)
                if not (at + 1 < end and tokens[at + 1].text in words.SAYING)
                else None
            )
        elif lowered in words.OPINIONS and at and _after_preposition(tokens, at):
            inner = at + 1
            if inner < end and tokens[inner].text in {"von", "vom", "aus"}:
                inner += 1
            phrase = noun_phrase(tokens, inner, subject=False)
        elif lowered == "zufolge":
            phrase = _phrase_before(tokens, at)
        elif lowered == "für" and at + 1 < end:
            phrase = noun_phrase(tokens, at + 1, subject=False)
            if not (
                phrase
                and phrase.last < len(tokens)
                and tokens[phrase.last].text in {"ist", "war", "sei", "sind", "waren", "seien"}
            ):
                phrase = None
        if phrase:
            return _named(tokens, phrase, "phrase", beside=beside)
    return None


def _after_preposition(tokens: Sequence[Token], at: int) -> bool:
    return any(tokens[i].text.lower() in {"nach", "aus", "in", "gemäß"} for i in range(max(0, at - 3), at))


def _phrase_before(tokens: Sequence[Token], at: int) -> Phrase | None:
    for start in range(max(0, at - _FAR), at):
        phrase = noun_phrase(tokens, start, subject=False)
        if phrase and phrase.last == at:
            return phrase
    return None


def _named(tokens: Sequence[Token], phrase: Phrase, manner: Manner, *, beside: bool) -> Attribution:
    """The phrase, or the name that stands beside it: Der Bruder des Papstes, *Georg Ratzinger*, …"""
    if not _has_name(tokens[phrase.core : phrase.core_end]) and phrase.last + 1 < len(tokens):
        at = phrase.last
        if tokens[at].text in {",", "–", "-"}:
            apposition = noun_phrase(tokens, at + 1)
            if apposition and _has_name(tokens[apposition.core : apposition.core_end]):
                closed = apposition.last >= len(tokens) or not tokens[apposition.last].is_word
                if closed or tokens[at].text != ",":
                    return Attribution(apposition.first, apposition.last, manner, beside)
    return Attribution(phrase.first, phrase.last, manner, beside)


def _has_name(tokens: Sequence[Token]) -> bool:
    return len(_without_functions(tokens)) > 1


def _without_functions(tokens: Sequence[Token]) -> Sequence[Token]:
    """A name without what stands before it: Bundeskanzlerin Angela Merkel → Angela Merkel."""
    start = 0
    while start < len(tokens) and is_function(tokens[start].text):
        start += 1
    return tokens[start:]


@dataclass
class Cast:
    """The people and organisations that an article names, in the order in which it names them."""

    full_names: dict[str, str] = field(default_factory=dict)
    """Surname → full name."""
    genders: dict[str, str] = field(default_factory=dict)
    """Full name → ``m`` or ``f``, where the text shows it."""
    functions: dict[str, str] = field(default_factory=dict)
    """Function, small letters → full name."""
    sightings: list[tuple[int, int, str]] = field(default_factory=list)
    """Paragraph, offset, full name of a person."""

    @classmethod
    def of(cls, paragraphs: Iterable[str]) -> Cast:
        """Read the names out of an article's paragraphs."""
        cast = cls()
        tokenized = [tokenize(paragraph) for paragraph in paragraphs]
        for tokens in tokenized:
            for run in _capital_runs(tokens):
                cast._meet(tokens, *run)
        for number, tokens in enumerate(tokenized):
            for token in tokens:
                name = cast.full_names.get(token.text) or cast.full_names.get(token.text.removesuffix("s"))
                if name and _is_person(name):
                    cast.sightings.append((number, token.start, name))
        return cast

    def _meet(self, tokens: Sequence[Token], start: int, end: int) -> None:
        run = tokens[start:end]
        name = _without_functions(run)
        if len(name) < 2 or len(name) > _LONG_NAME:  # noqa: PLR2004  (a first and a last name)
            return
        full = _text(name)
        self.full_names.setdefault(name[-1].text, full)
        titles = run[: len(run) - len(name)]
        for title in titles:
            self.functions.setdefault(title.text.lower().rstrip("."), full)
        gender = _gender(tokens, start, titles, name)
        if gender:
            self.genders.setdefault(full, gender)

    def resolve(self, tokens: Sequence[Token], first: int, last: int, here: tuple[int, int]) -> str | None:
        """The full form of whom tokens ``[first, last)`` name; ``here`` is their paragraph and offset."""
        pronoun = tokens[first].text.lower()
        if last == first + 1 and pronoun in words.PRONOUNS:
            return self._antecedent(words.PRONOUNS[pronoun], here)
        phrase = noun_phrase(tokens, first, subject=False)
        if phrase is None:
            return None
        core = tokens[phrase.core : phrase.core_end]
        name = _without_functions(core)
        if name:
            key = name[-1].text
            known = self.full_names.get(key) or self.full_names.get(key.removesuffix("s"))
            if known and (len(name) == 1 or len(name) > _LONG_NAME):
                return known
            if len(name) > 1 and len(name) < len(core):
                return _text(name)
        elif phrase.last == phrase.core_end and core[-1].text.lower() in self.functions:
            return self.functions[core[-1].text.lower()]
        return _text(tokens[phrase.core if name else phrase.first : last]) if phrase else None

    def _antecedent(self, gender: str, here: tuple[int, int]) -> str | None:
        """The person a pronoun stands for: the first one named in the nearest paragraph part before it."""
        fitting = [
            (number, offset, name)
            for number, offset, name in self.sightings
            if (number, offset) < here and self.genders.get(name, gender) == gender
        ]
        return fitting[-1][2] if fitting else None


def _capital_runs(tokens: Sequence[Token]) -> Iterable[tuple[int, int]]:
    at = 0
    while at < len(tokens):
        if tokens[at].is_name_like and tokens[at].text not in words.STARTERS:
            phrase = noun_phrase(tokens, at)
            end = phrase.core_end if phrase and phrase.core == at else at + 1
            if end - at > 1:
                yield at, end
            at = end
        else:
            at += 1


def _gender(
    tokens: Sequence[Token], start: int, titles: Sequence[Token], name: Sequence[Token]
) -> str | None:
    for title in titles:
        lowered = title.text.lower()
        if lowered.endswith(words.FEMALE_ENDINGS):
            return "f"
        if lowered == "herr":
            return "m"
    first = name[0].text
    if first in words.FEMALE_NAMES:
        return "f"
    if first in words.MALE_NAMES:
        return "m"
    if titles:
        return "m"
    return "f" if first.endswith(("a", "e")) and len(first) > 2 else None  # noqa: PLR2004


def _is_person(name: str) -> bool:
    parts = name.split()
    return (
        len(parts) <= _LONG_NAME
        and not any(part in words.NAME_LINKS - {"de", "la", "del", "y"} for part in parts)
        and not any(part.isupper() and len(part) > 2 for part in parts)  # noqa: PLR2004  (NATO, but: J.)
        and not parts[0].endswith(("ische", "ischen", "ischer", "isches", "ten", "ter"))
    )


def _text(tokens: Sequence[Token]) -> str:
    text = ""
    for i, token in enumerate(tokens):
        text += (" " if i and token.start > tokens[i - 1].end else "") + token.text
    return text
