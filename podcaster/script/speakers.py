"""The people and organisations of an article: the full name behind a surname, a function or a pronoun."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from podcaster.script import words
from podcaster.script.clauses import noun_phrase, tokenize, without_functions

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from podcaster.script.clauses import Token

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
        name = without_functions(run)
        if name and name[-1].text.lower() in words.IDEAS:
            return
        if len(name) < 2 or len(name) > _LONG_NAME:  # noqa: PLR2004  (a first and a last name)
            return
        full = _text(name)
        self.full_names.setdefault(name[-1].text, full)
        titles = run[: len(run) - len(name)]
        for title in titles:
            self.functions.setdefault(title.text.lower().rstrip("."), full)
        gender = _gender(titles, name)
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
        name = without_functions(core)
        if name:
            key = name[-1].text
            known = self.full_names.get(key) or self.full_names.get(key.removesuffix("s"))
            if known and (len(name) == 1 or len(name) > _LONG_NAME):
                return known
            if len(name) > 1 and len(name) < len(core):
                return _text(name)
        elif phrase.last == phrase.core_end and core[-1].text.lower() in self.functions:
            return self.functions[core[-1].text.lower()]
        if name:
            return _text(tokens[phrase.core : last])
        determined = tokens[first].text.lower() in words.DETERMINERS | words.OBLIQUE
        return _text(tokens[first + determined : last])

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
        and not any(part.isupper() and len(part) > 2 for part in parts)  # noqa: PLR2004  (NATO, but: J.)
        and not parts[0].endswith(("ische", "ischen", "ischer", "isches", "ten", "ter"))
    )


def _text(tokens: Sequence[Token]) -> str:
    text = ""
    for i, token in enumerate(tokens):
        text += (" " if i and token.start > tokens[i - 1].end else "") + token.text
    return text
