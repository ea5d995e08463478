"""The people and organisations of an article: the full name behind a surname, a function or a pronoun."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from podcaster.script import words
from podcaster.script.clauses import is_function, noun_phrase, tokenize, without_functions

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from podcaster.script.clauses import Phrase, Token

_SHORTEST_IDEA = 6  # letters; Jung and Lanz are people
_PLACING = frozenset({"in", "nach", "aus"})
_GENITIVE = re.compile(r"(\w{3,}?)(?:es|(?<![uioas])s)$")  # Verbandes, Ministeriums, but: Campus
_LONG_NAME = 5  # tokens; longer runs of capitals are no names


@dataclass
class Cast:
    """The people and organisations that an article names, in the order in which it names them."""

    full_names: dict[str, str] = field(default_factory=dict)
    """Surname → full name."""
    genders: dict[str, str] = field(default_factory=dict)
    """Full name → ``m`` or ``f``, where the text shows it."""
    functions: dict[str, str] = field(default_factory=dict)
    """Function, small letters → full name."""
    people: set[str] = field(default_factory=set)
    """Full names of whom a title, a first name or the surname alone shows to be a person."""
    titled: set[str] = field(default_factory=set)
    """Full names behind a function or a title."""
    places: set[str] = field(default_factory=set)
    """Full names that stand where places do: in X, nach X."""
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
            for at, token in enumerate(tokens):
                name = cast.full_names.get(token.text) or cast.full_names.get(token.text.removesuffix("s"))
                if name and _is_person(name):
                    cast.sightings.append((number, token.start, name))
                    if name in cast.genders or not (at and tokens[at - 1].text in name.split()):
                        cast.people.add(name)
        cast.people -= cast.places - cast.titled
        return cast

    def _meet(self, tokens: Sequence[Token], start: int, end: int) -> None:
        run = tokens[start:end]
        name = without_functions(run)
        if any(_is_idea(token.text) for token in name) or (name and is_function(name[-1].text)):
            return
        if len(name) < 2 or len(name) > _LONG_NAME:  # noqa: PLR2004  (a first and a last name)
            return
        full = _text(name)
        self.full_names.setdefault(name[-1].text, full)
        if start and tokens[start - 1].text.lower() in _PLACING:
            self.places.add(full)
        titles = run[: len(run) - len(name)]
        if titles:
            self.titled.add(full)
        for title in titles:
            self.functions.setdefault(title.text.lower().rstrip("."), full)
        gender = _gender(titles, name)
        if gender:
            self.genders.setdefault(full, gender)

    def resolve(
        self, tokens: Sequence[Token], first: int, last: int, here: tuple[int, int], before: str | None = None
    ) -> str | None:
        """The full form of whom tokens ``[first, last)`` name.

        ``here`` is their paragraph and offset, ``before`` who spoke last: a pronoun's first choice.
        """
        pronoun = tokens[first].text.lower()
        if last == first + 1 and pronoun in words.PRONOUNS:
            beside = [token.text for token in (*tokens[max(0, first - 1) : first], *tokens[last : last + 1])]
            is_plural = pronoun in {"sie", "diese"} and any(
                word[0].islower() and word.endswith("en") for word in beside
            )
            return None if is_plural else self._antecedent(words.PRONOUNS[pronoun], here, before)
        phrase = noun_phrase(tokens, first, subject=False)
        return self._full_form(tokens, phrase, last) if phrase else None

    def _full_form(self, tokens: Sequence[Token], phrase: Phrase, last: int) -> str:
        core = tokens[phrase.core : phrase.core_end]
        name = without_functions(core)
        if not name:
            known = self.functions.get(core[-1].text.lower()) if phrase.last == phrase.core_end else None
            determined = tokens[phrase.first].text.lower() in words.DETERMINERS | words.OBLIQUE
            return known or _text(_nominative(tokens, phrase)[phrase.first + determined : last])
        key = name[-1].text
        known = self.full_names.get(key) or self.full_names.get(key.removesuffix("s"))
        if known and (len(name) == 1 or len(name) > _LONG_NAME):
            return known
        if len(name) > 1 and (len(name) < len(core) or phrase.first == phrase.core):
            return _text(name)
        return _text(
            _nominative(tokens, phrase)[phrase.core : last]
        )  # what follows belongs to an organisation's name

    def _antecedent(self, gender: str, here: tuple[int, int], before: str | None) -> str | None:
        """The person a pronoun stands for: who spoke before, or was named last; nobody rather than anything."""
        if before in self.people and self.genders.get(before, gender) == gender:
            return before
        fitting = (
            name
            for number, offset, name in reversed(self.sightings)
            if (number, offset) < here and name in self.people and self.genders.get(name, gender) == gender
        )
        return next(fitting, None)


def _nominative(tokens: Sequence[Token], phrase: Phrase) -> Sequence[Token]:
    """The tokens with the noun without its genitive ending: des Ministeriums → Ministerium."""
    noun = tokens[phrase.core_end - 1]
    genitive = _GENITIVE.match(noun.text) if tokens[phrase.first].text.lower() in {"des", "eines"} else None
    if genitive is None:
        return tokens
    return [*tokens[: phrase.core_end - 1], noun._replace(text=genitive.group(1)), *tokens[phrase.core_end :]]


def _is_idea(word: str) -> bool:
    lowered = word.lower()
    return lowered in words.IDEAS or (
        len(word) > _SHORTEST_IDEA
        and lowered.endswith(words.IDEA_ENDINGS)
        and not lowered.endswith(words.BODIES)
    )


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


def _gender(titles: Sequence[Token], name: Sequence[Token]) -> str | None:
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
        and not any(
            part.isupper() and len(part) > 1 and not part.endswith(".") for part in parts
        )  # NATO, but: J.
        and not parts[0].endswith(
            ("ische", "ischen", "ischer", "isches", "ten", "ter", "Region", "Projekt", "Ort")
        )
    )


def _text(tokens: Sequence[Token]) -> str:
    text = ""
    for i, token in enumerate(tokens):
        text += (" " if i and token.start > tokens[i - 1].end else "") + token.text
    return text
