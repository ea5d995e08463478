"""The people and organisations of an article: the full name behind a surname, a function or a pronoun."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import Counter
from dataclasses import dataclass, field
from itertools import chain
from operator import itemgetter
from typing import TYPE_CHECKING

from podcaster.script import people, words
from podcaster.script.clauses import is_passed_on, may_go_on, name_like, noun_phrase, without_functions

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from podcaster.script.clauses import Phrase, Token

_SHORTEST_IDEA = 6  # letters; Jung and Lanz are people
_PLACING = frozenset({"in", "nach", "aus"})
_LONG_NAME = 5  # tokens; longer runs of capitals are no names
_FURTHEST_PARAGRAPH = 2
"""Paragraphs between a pronoun and the name it stands for."""
DEFINITE = frozenset({"der", "die", "dem", "den", "des"})
"""Articles of a noun that may stand for a name: die Expertin."""
_MOST_SIGHTINGS = 200
"""Names before a pronoun that are looked at."""
_SINGULAR_OBLIQUE = frozenset({"dem", "des", "eines", "einem", "einen"})
# Ending in the genitive or of weak nouns in every case but the nominative → ending there.
_NOMINATIVE_ENDINGS = (
    (re.compile(r"([\w-]+(?:ent|ant|ist|(?<![Bb])ot|at|arzt))en$"), _SINGULAR_OBLIQUE),
    (re.compile(r"((?:[\w-]+(?:og|eg|ug|ert)|[\w-]*[Bb]ot)e)n$"), _SINGULAR_OBLIQUE),
    (re.compile(r"([\w-]{3,}?)(?:es|(?<![uioas])s)$"), frozenset({"des", "eines"})),  # Verbandes, but: Campus
)
# An article and the adjective's ending behind it → the ending without the article: der junge Mann → junger Mann.
_STRONG_ENDINGS = {
    ("der", "e"): "er",
    ("der", "en"): "e",
    ("die", "e"): "e",
    ("die", "en"): "e",
    ("das", "e"): "es",
    ("ein", "er"): "er",
    ("ein", "es"): "es",
    ("eine", "e"): "e",
    ("einer", "en"): "e",
}
# Adjectives that begin a name: die Iranischen Garden, das Auswärtige Amt
_NAMED_ADJECTIVES = tuple(
    stem + ending for stem in ("isch", "lich", "ig", "ional", "wärtig") for ending in ("e", "en", "er", "es")
)
_ADJECTIVE_ENDINGS = ("e", "er", "en", "es", "em")
_ADJECTIVE = re.compile(rf"(\w+?)({'|'.join(_ADJECTIVE_ENDINGS)})$")
_ARTICLES = words.ARTICLES | {"im", "am", "zum", "zur", "vom", "beim", "ins", "ans"}
# What belongs to a function's or an organisation's name: Sprecher des Vereins, Verbände in Wien.
_TIES = frozenset({"des", "der", "von", "vom", "für", "aus", "in"})


@dataclass
class Cast:
    """The people and organisations that an article names, in the order in which it names them."""

    nouns: frozenset[str] = frozenset()
    """Words that stand behind an article somewhere; no name begins with one."""
    vocabulary: frozenset[str] = frozenset()
    full_names: dict[str, str] = field(default_factory=dict)
    """Surname → full name."""
    first_names: dict[str, str] = field(default_factory=dict)
    """First name → full name; empty where several people share it."""
    genders: dict[str, str] = field(default_factory=dict)
    """Full name → ``m`` or ``f``, where the text shows it."""
    functions: dict[str, str] = field(default_factory=dict)
    """Function, small letters → full name; empty where several people share it."""
    people: set[str] = field(default_factory=set)
    """Full names of whom a title, a first name or the surname alone shows to be a person."""
    titled: set[str] = field(default_factory=set)
    """Full names behind a function or a title, or with a common first name."""
    places: set[str] = field(default_factory=set)
    """Full names that stand where places do: in X, nach X."""
    sightings: list[tuple[int, int, str]] = field(default_factory=list)
    """Paragraph, offset, full name of a person."""

    @classmethod
    def of(cls, paragraphs: Iterable[Sequence[Token]]) -> Cast:
        """Read the names out of an article's paragraphs."""
        tokenized = list(paragraphs)
        capitals = [name_like(tokens) for tokens in tokenized]
        cast = cls(
            nouns=frozenset(chain.from_iterable(map(_common_nouns, tokenized, capitals))),
            vocabulary=frozenset(map(itemgetter(0), chain.from_iterable(tokenized))),
        )
        for tokens, names in zip(tokenized, capitals, strict=True):
            for run in _capital_runs(tokens, names):
                cast._meet(tokens, *run)
        cast._forget(cast.places - cast.titled)
        known = cast.full_names.keys() | cast.first_names.keys()
        for number, (tokens, names) in enumerate(zip(tokenized, capitals, strict=True)):
            for at in names:
                word = tokens[at].text
                if word in known or word.removesuffix("s") in known:
                    cast._sight(number, tokens, at)
        cast.people |= cast.titled
        return cast

    def _forget(self, places: set[str]) -> None:
        for table in (self.full_names, self.first_names):
            for key in [key for key, name in table.items() if name in places]:
                del table[key]

    def _meet(self, tokens: Sequence[Token], start: int, end: int) -> None:
        run = tokens[start:end]
        name = self._name_of(run)
        if not 1 < len(name) <= _LONG_NAME or not self._may_be_name(name):
            return
        last = name[-1].text
        if last.endswith("s") and last[:-1] in self.vocabulary:
            return  # Anna Bergs Rede
        full = _text(name)
        self.full_names.setdefault(last, full)
        _set_unless_shared(self.first_names, name[0].text, full)
        if start and tokens[start - 1].text.lower() in _PLACING:
            self.places.add(full)
        titles = run[: len(run) - len(name)]
        if any(people.is_function(title.text) for title in titles) or people.is_first_name(name[0].text):
            self.titled.add(full)
        for title in titles:
            _set_unless_shared(self.functions, title.text.lower().rstrip("."), full)
        if end < len(tokens) and tokens[end].text == "," and (apposition := noun_phrase(tokens, end + 1)):
            noun = tokens[apposition.core].text
            if people.is_function(noun):  # Anna Berg, Leiterin der Klinik
                self.titled.add(full)
                _set_unless_shared(self.functions, noun.lower(), full)
                titles = [*titles, tokens[apposition.core]]
        gender = _gender(titles, name)
        if gender:
            self.genders.setdefault(full, gender)

    def _name_of(self, run: Sequence[Token]) -> Sequence[Token]:
        """A run of capitals without the nouns before the name: Zugbegleiter Karl Klein → Karl Klein."""
        name = without_functions(run)
        while (
            len(name) > 2  # noqa: PLR2004  (a first and a last name)
            and name[1].is_name_like
            and self._is_noun(name[0].text, name[1].text)
        ):
            name = name[1:]
        return name

    def _is_noun(self, word: str, behind: str) -> bool:
        if people.is_first_name(word):
            return False
        return word in self.nouns or people.is_first_name(behind)

    def _may_be_name(self, name: Sequence[Token]) -> bool:
        first, last = name[0].text, name[-1].text
        if people.is_first_name(first):
            return not _is_idea(last)
        is_possessive = first.endswith("s") and first[:-1] in self.vocabulary  # Bergs Rede
        return not (
            is_possessive
            or first in self.nouns
            or last in self.nouns
            or people.is_function(last)
            or any(_is_idea(token.text) for token in name)
        )

    def _sight(self, number: int, tokens: Sequence[Token], at: int) -> None:
        name = self._known(tokens[at].text)
        if name and _is_person(name):
            self.sightings.append((number, tokens[at].start, name))
            beside = (*tokens[max(0, at - 1) : at], *tokens[at + 1 : at + 2])
            if name in self.genders or not any(token.text in name.split() for token in beside):
                self.people.add(name)

    def _known(self, word: str) -> str | None:
        """The full name behind a surname or a first name, in the genitive too."""
        for form in (word, word.removesuffix("s")):
            name = self.full_names.get(form) or self.first_names.get(form)
            if name:
                return name
        return None

    def person(self, surname: str) -> str | None:
        """The full name of the person behind a surname, if the article names one."""
        name = self._known(surname)
        return name if name in self.people else None

    def protagonist(self, end: int) -> str | None:
        """Whom the paragraphs before ``end`` name most often, if nobody else as often."""
        counts = Counter(name for number, _, name in self.sightings if number < end and name in self.people)
        ranked = counts.most_common(2)
        is_clear = len(ranked) == 1 or (len(ranked) > 1 and ranked[0][1] > ranked[1][1])
        return ranked[0][0] if is_clear else None

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
        if pronoun in words.POSSESSIVES and last == first + 2 and _speaks_for_owner(tokens[first + 1].text):
            return self._antecedent(words.POSSESSIVES[pronoun], here, before)
        phrase = noun_phrase(tokens, first, subject=False)
        if phrase is None:
            return None
        if last == first + 1 and pronoun.endswith(words.OPINION_ENDINGS):  # nach Polizeiangaben
            return _holder(tokens[first].text)
        gender = self._stands_for(tokens, phrase)
        if gender:
            found = self._antecedent(gender, here, before)
            if found:
                return found
        return self._full_form(tokens, phrase, last)

    def _stands_for(self, tokens: Sequence[Token], phrase: Phrase) -> str | None:
        """The gender of a noun that stands for a name: die Expertin, der 48-Jährige."""
        article, noun = tokens[phrase.first].text.lower(), tokens[phrase.core].text.lower()
        if phrase.core_end - phrase.core > 1 or article not in DEFINITE:
            return None
        if phrase.last > phrase.core_end or self.functions.get(noun):
            return None
        if tokens[phrase.core].is_aged:
            return {"der": "m", "dem": "m", "die": "f"}.get(article)
        return people.ANAPHORS.get(noun)

    def _full_form(self, tokens: Sequence[Token], phrase: Phrase, last: int) -> str:
        core = tokens[phrase.core : phrase.core_end]
        name = without_functions(core)
        if not name:
            is_bare = phrase.last == phrase.core_end and tokens[phrase.first].text.lower() in DEFINITE
            known = self.functions.get(core[-1].text.lower()) if is_bare else None
            return known or _named_behind(tokens, phrase, last) or _described(tokens, phrase, last)
        if len(name) < len(core) and phrase.first < phrase.core and self._is_genitive(name):
            return _described(tokens, phrase, last)  # der Vertreter Libyens
        is_possessive = last < len(tokens) and tokens[last].is_name_like
        if is_possessive and last <= phrase.core_end and tokens[last - 1].text.endswith("s"):  # Bergs Antwort
            owner = tokens[last - 1].text
            return self._known(owner) or _text(tokens[phrase.core : last])[:-1]
        stripped = self._name_of(core)
        known = self._known(name[-1].text)
        if known and (len(name) == 1 or _text(stripped) in known or len(name) > _LONG_NAME):
            return known
        is_person = len(stripped) > 1 and (len(stripped) < len(core) or phrase.first == phrase.core)
        if is_person or (len(name) < len(core) and phrase.last == phrase.core_end):
            return _text(stripped)
        return _named_behind(tokens, phrase, last) or _described(tokens, phrase, last)

    def _is_genitive(self, name: Sequence[Token]) -> bool:
        """Whether a name behind a function names whose it is: *Libyens*, *Anna Bergs*; but not: *Maas*."""
        last = name[-1].text
        stem = last.removesuffix("s")
        is_shown = stem in self.vocabulary or stem.endswith(words.LAND_ENDINGS) or bool(self._known(stem))
        return stem != last and last not in self.full_names and is_shown

    def _antecedent(self, gender: str, here: tuple[int, int], before: str | None) -> str | None:
        """The person a pronoun stands for: the only one of its paragraph so far, or who spoke before.

        Otherwise who was named last; nobody rather than anything.
        """
        number = here[0]
        end = bisect_left(self.sightings, here, key=lambda sighting: sighting[:2])
        near = [
            (paragraph, name)
            for paragraph, _, name in self.sightings[max(0, end - _MOST_SIGHTINGS) : end]
            if number - paragraph <= _FURTHEST_PARAGRAPH
            and name in self.people
            and self.genders.get(name, gender) == gender
        ]
        nearby = {name for paragraph, name in near if paragraph == number}
        if len(nearby) == 1:
            return nearby.pop()
        if before in self.people and self.genders.get(before, gender) == gender:
            return before
        return near[-1][1] if near else None


def _set_unless_shared(table: dict[str, str], key: str, name: str) -> None:
    """Keep ``name`` under ``key``, or nobody if somebody else is there."""
    table[key] = name if table.get(key, name) == name else ""


def _holder(noun: str) -> str | None:
    """Polizeiangaben → Polizei, Regierungskreisen → Regierung."""
    ending = next(ending for ending in words.OPINION_ENDINGS if noun.lower().endswith(ending))
    return noun[: -len(ending)].removesuffix("s") or None


def _named_behind(tokens: Sequence[Token], phrase: Phrase, last: int) -> str | None:
    """The name that ends a phrase: der Abgeordnete des Landtags *Karl Klein*; but not: die Sprecherin des Ministers Klein."""
    start = last
    while start > phrase.core_end and tokens[start - 1].is_name_like:
        start -= 1
    names = tokens[start + 1 : last]
    is_name = (
        len(names) > 1 and people.is_first_name(names[0].text) and not people.is_function(tokens[start].text)
    )
    return _text(names) if is_name and people.is_function(tokens[phrase.core_end - 1].text) else None


def _described(tokens: Sequence[Token], phrase: Phrase, last: int) -> str:
    """A function or an organisation in the nominative, without its article: des alten Vereins → alter Verein."""
    article = tokens[phrase.first].text.lower() if phrase.first < phrase.core else ""
    determined = article in words.ARTICLES
    adjectives = tokens[phrase.first + determined : phrase.core]
    if determined:
        adjectives = _strong(article, adjectives)
    core = list(tokens[phrase.core : phrase.core_end])
    if determined and len(core) > 1 and core[0].text.endswith(_NAMED_ADJECTIVES):  # das Auswärtige Amt
        core[:1] = _strong(article, core[:1]) or core[:1]
    core[-1] = core[-1]._replace(text=_nominative(core[-1].text, article))
    return _text([*adjectives, *core, *_tied(tokens, phrase.core_end, last)])


def _strong(article: str, adjectives: Sequence[Token]) -> list[Token]:
    """The adjectives as they end without the article; none where the case does not show."""
    inflected = []
    for adjective in adjectives:
        parts = _ADJECTIVE.match(adjective.text)
        ending = _STRONG_ENDINGS.get((article, parts.group(2))) if parts else None
        if parts is None or ending is None:
            return []
        inflected.append(adjective._replace(text=parts.group(1) + ending))
    return inflected


def _nominative(noun: str, article: str) -> str:
    for form, articles in _NOMINATIVE_ENDINGS:
        found = form.match(noun) if article in articles else None
        if found:
            return found.group(1)
    return noun


def _tied(tokens: Sequence[Token], at: int, last: int) -> Sequence[Token]:
    """What belongs to a noun from ``at`` on: des Vereins, für Energie, but not *in dem Interview*."""
    for end in range(at, last):
        if tokens[end].text not in words.MODIFIERS:
            continue
        behind = tokens[end + 1].text if end + 1 < last else ""
        is_place = tokens[end].text != "in" or behind[:1].isupper()
        if tokens[end].text not in _TIES or not is_place:
            return tokens[at:end]
    return tokens[at:last]


def _is_idea(word: str) -> bool:
    lowered = word.lower()
    return lowered in words.IDEAS or (
        len(word) > _SHORTEST_IDEA
        and lowered.endswith(words.IDEA_ENDINGS)
        and not lowered.endswith(words.BODIES)
    )


def _speaks_for_owner(noun: str) -> bool:
    """Seiner *Meinung* nach, seine *Zuversicht*, auf seiner *Homepage*."""
    return noun.lower() in words.OPINIONS | words.SAYINGS or is_passed_on(noun) or _is_idea(noun)


def _common_nouns(tokens: Sequence[Token], capitals: Sequence[int]) -> Iterable[str]:
    """The capitalised words behind an article, or an article and an adjective."""
    for at in capitals:
        if not at:
            continue
        before = tokens[at - 1].text
        if before.lower() not in _ARTICLES and at > 1 and before[0].islower() and _is_adjective(before):
            before = tokens[at - 2].text
        if before.lower() in _ARTICLES and not people.is_first_name(tokens[at].text):
            yield tokens[at].text


def _is_adjective(word: str) -> bool:
    return word.endswith(_ADJECTIVE_ENDINGS) and _ADJECTIVE.match(word) is not None


def _capital_runs(tokens: Sequence[Token], capitals: Sequence[int]) -> Iterable[tuple[int, int]]:
    end = 0
    for at in capitals:
        if at < end or not may_go_on(tokens, at + 1) or tokens[at].text in words.STARTERS:
            continue
        phrase = noun_phrase(tokens, at)
        end = phrase.core_end if phrase and phrase.core == at else at + 1
        if end - at > 1:
            yield at, end


def _gender(titles: Sequence[Token], name: Sequence[Token]) -> str | None:
    shown = (people.gender_of(title.text) for title in titles)
    return next(filter(None, shown), None) or people.gender_of_name(name[0].text)


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
