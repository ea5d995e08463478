"""Whether the words about somebody show a woman or a man; where they don't, nobody guesses."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, NamedTuple

from podcaster.script import people, reporting, words
from podcaster.script.clauses import tokenize, tokenize_paragraph

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Sequence

    from podcaster.model import Gender
    from podcaster.script.clauses import Token


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


def _endings(text: str) -> tuple[str, ...]:
    return tuple(text.split())


# What a piece of evidence weighs: it takes two to be believed, and twice as much as speaks against it.
_SURE, _OFFICE, _LIKELY, _HINT = 4, 3, 2, 1
_ENOUGH = 2

_ADDRESSES: dict[str, Gender] = {
    **dict.fromkeys(
        _words("frau frl fräulein mrs ms madame lady königin witwe mutter tante oma schwester"), "female"
    ),
    **dict.fromkeys(
        _words("herr herrn mr mister sir monsieur lord könig witwer vater onkel opa bruder"), "male"
    ),
}
# Nouns that are declined as adjectives, so that the article and the ending tell: die Vorsitzende.
_ADJECTIVAL = _endings("""
    abgeordnet vorsitzend beauftragt angeklagt angestellt überlebend gefangen verletzt jugendlich
    erwachsen angehörig bekannt verwandt vertraut betroffen lebensgefährt studierend auszubildend
    reisend verdächtig beschuldigt delegiert gesandt jährig verantwortlich sachverständig zuständig
    gelehrt geistlich schaffend beschäftigt vorgesetzt verlobt erkrankt
    """)
_PARTISAN = ("deutsch", "grün", "link", "liberal", "konservativ")
"""The same, of people beside a name alone: die Linke is a party."""
_ENDINGS = ("er", "en", "em", "es", "e")
# Article and ending behind it, of an adjective or of such a noun, in the singular: der junge, der jungen.
_AGREEMENT: dict[tuple[str, str], Gender] = {
    ("der", "e"): "male",
    ("der", "en"): "female",
    ("die", "e"): "female",
    ("dem", "en"): "male",
    ("des", "en"): "male",
    ("den", "en"): "male",
    ("ein", "er"): "male",
    ("eine", "e"): "female",
    ("einer", "en"): "female",
    ("einem", "en"): "male",
    ("einen", "en"): "male",
    ("eines", "en"): "male",
    ("", "er"): "male",
    ("", "e"): "female",
}
_PLURAL_DOUBTFUL = _words("den")  # den jungen Abgeordneten may be several
_ARTICLES = _words("der die dem des den ein eine einer einem einen eines")
# Of a noun for a man: der Forscher may also be the genitive of several.
_ONE_MAN = _words("ein einem einen eines dem des")
_FEMALE_ENDINGS = _endings("""
    erin ertin istin entin antin orin eurin ologin agogin atin etin otin grafin sophin urgin kundin
    köchin anwältin ärztin rätin königin gräfin bäuerin iefin chefin ökonomin beamtin freundin öfin
    ännin zeugin fürstin frau hebamme schwester witwe nonne dame prinzessin mutter tochter lady
    """)
_ALL_FEMALE_ENDINGS = tuple({*_FEMALE_ENDINGS, *people.FEMALE_ENDINGS})
_MALE_ENDINGS = ("mann", "bruder", "vater", "sohn", "junge", "bursche", "herr", "könig", "prinz", "fürst")
# Functions that are said of women too, in this form.
_OF_BOTH = _endings("""
    mitglied opfer star profi talent vorstand ikone legende coach azubi gast champion häftling guard dr
    prof doktor professor model fan kind person
    """)
_RELATIVES: dict[str, Gender] = {
    **dict.fromkeys(_words("der dem den dessen"), "male"),
    **dict.fromkeys(_words("die deren"), "female"),
}
_OWNERS: dict[str, Gender] = {
    **dict.fromkeys(_words("sein seine seinen seinem seiner seines"), "male"),
    **dict.fromkeys(_words("ihr ihre ihren ihrem ihrer ihres"), "female"),
}
_PLURAL_VERBS = ("n", "sind")
_CLAUSE_ENDS = frozenset(",.;:!?")
_ACADEMIC = _words("dr prof med phil jur rer nat pol dipl ing mag hc h c")
_STOPS = _words(". ! ? :")
_COPULAS = _words("ist war wird wurde bleibt sei als")
_FURTHEST_TITLE = 6
"""Tokens before a name that may belong to it: der langjährige Vorsitzende Prof. Dr."""
_FURTHEST_NOUN = 5

# First names that women and men bear, in Germany or elsewhere: they show nothing.
_OF_NOBODY = _words("""
    Alex Alexis Andrea Ariel Ashley Bente Billie Camille Carol Charlie Chris Claude Conny Dana Danny Deniz Dominique
    Eike Elia Evren Folke Francis Friedel Gabriele Gerrit Heike Helge Inge Isa Issa Jackie Jamie Jan Jean Jesse Jessie
    Jo Jocelyn Joan Jona Jordan Joy Juri Kai Kay Kaya Kelly Kersten Kim Laurence Laurie Lauren Leslie Luca Maria Marian
    Marion Micha Michele Mika Mischa Morgan Nicky Nicola Nikita Noa Ola Pascale Quinn Robin Sam Sandy Sascha Sasha
    Sidney Simone Sydney Taylor Tomke Toni Tony Ulli Uli Vanja Wanja Yael
    """)


def gender_by_first_name(first: str) -> Gender | None:
    """By the first name alone, where it is known for one sex only; Hans-Maria goes by Hans."""
    for part in first.split("-"):
        if part in _OF_NOBODY:
            continue
        if (part in people.MALE_NAMES) != (part in people.FEMALE_NAMES):
            return "male" if part in people.MALE_NAMES else "female"
        return None
    return None


def gender_of_mention(mention: str, before: str = "") -> Gender | None:
    """By a function that stands for a name: *eine Sprecherin der Polizei*, *dem Minister*.

    ``before`` is the word before it: behind a noun, *der Forscher* may be several (Angaben der Forscher).
    """
    tokens = tokenize(mention)
    article = tokens[0].text.lower() if tokens else ""
    at = 1 if article in _ARTICLES else 0
    article = article if at else ""
    while at < len(tokens) and not tokens[at].is_name_like:
        at += 1
    if at >= len(tokens):
        return None
    noun = tokens[at].text
    lowered = noun.lower()
    if _is_adjectival(lowered, _ADJECTIVAL):
        is_doubtful = article in _PLURAL_DOUBTFUL or not article or before[:1].isupper()
        return None if is_doubtful else _agreeing(article, lowered)
    shown = _by_noun(noun)
    if shown == "female" or lowered in {"herr", "herrn"}:
        return shown
    is_one = article in _ONE_MAN or (article == "der" and not before[:1].isupper() and lowered[-2:] != "en")
    return shown if is_one else None


class _Title(NamedTuple):
    """A function or an address beside a name; ``is_sure`` is none that is grammatically a man's alone."""

    gender: Gender | None
    is_sure: bool


class Witness:
    """Collects what an article's words show about people that it names."""

    def __init__(self, names: Collection[str], texts: Sequence[str]) -> None:
        """``names`` are full names, or surnames of whom the article names no more."""
        self._names: dict[str, list[list[str]]] = {}
        for name in names:
            parts = [token.text for token in tokenize(name)]
            if parts:
                self._names.setdefault(parts[-1], []).append(parts)
        self._forms = {f"{surname}s": parts for surname, parts in self._names.items()} | self._names
        """The same by how surnames are written, in the genitive too."""
        self._scores: dict[str, Counter[Gender]] = {name: Counter() for name in names}
        self._spelt = {tuple(token.text for token in tokenize(name)): name for name in names}
        self.titled: set[str] = set()
        """Before or behind whose name a function or an address stands: no organisations."""
        self._officers: set[str] = set()
        """Whom a function names that is grammatically a man's."""
        for text in texts:
            self._read(text)

    def add(self, name: str, gender: Gender) -> None:
        """Take a pronoun that was found to stand for a name."""
        self._scores[name][gender] += _LIKELY

    def gender_of(self, name: str) -> Gender | None:
        """What is believed; a first name weighs as much as an address."""
        scores = Counter(self._scores[name])
        known = gender_by_first_name(name.split(maxsplit=1)[0]) if " " in name else None
        if known:
            scores[known] += _SURE
        if name in self._officers:  # nearly always Minister Berg; but also: Rechtsanwalt Anna Berg
            scores["male"] += _OFFICE
        female, male = scores["female"], scores["male"]
        if max(female, male) < max(_ENOUGH, 2 * min(female, male)):
            return None
        return "female" if female > male else "male"

    def _read(self, text: str) -> None:
        if not any(surname in text for surname in self._names):
            return
        tokens = tokenize_paragraph(text)
        for at in [at for at, token in enumerate(tokens) if token.text in self._forms]:
            start, name = self._name_at(tokens, at)
            if name is not None:
                for gender, weight in self._shown(tokens, start, at + 1, name):
                    self._scores[name][gender] += weight

    def _name_at(self, tokens: Sequence[Token], at: int) -> tuple[int, str | None]:
        """Where the name begins that ends with token ``at``, and whose it is; nobody's where that is not sure."""
        if not tokens[at].is_name_like:
            return at, None
        candidates = self._forms[tokens[at].text]
        starts = [_start_of(tokens, at, parts) for parts in candidates]
        start = min(starts)
        best = candidates[starts.index(start)]
        is_whole = at - start + 1 == len(best)
        is_shared = len(candidates) > 1 and not is_whole
        is_of_another = not is_whole and start and people.is_first_name(tokens[start - 1].text)
        return start, None if is_shared or is_of_another else self._spelt[tuple(best)]

    def _shown(
        self, tokens: Sequence[Token], start: int, end: int, name: str
    ) -> Iterator[tuple[Gender, int]]:
        """What the words around tokens ``[start, end)``, a name, tell of it."""
        titles = [*_titles_before(tokens, start), *_titles_behind(tokens, end)]
        if titles:
            self.titled.add(name)
        for gender, is_sure in titles:
            if gender and is_sure:
                yield gender, _SURE
            elif gender:
                self._officers.add(name)
        if start > 1 and tokens[start - 2].text.lower() in _ARTICLES and not tokens[start - 1].is_name_like:
            gender = _agreeing(tokens[start - 2].text.lower(), tokens[start - 1].text)
            if gender:  # die 43-jährige Kim Berg
                yield gender, _SURE
        yield from _relative_behind(tokens, start, end)
        yield from _pronoun_behind(tokens, end)
        yield from self._next_sentence(tokens, start, end)

    def _next_sentence(self, tokens: Sequence[Token], start: int, end: int) -> Iterator[tuple[Gender, int]]:
        """Berg liest aus *seinem* Buch. *Er* …  /  Berg geht. *Die 43-Jährige* …: who opens a sentence goes on."""
        if start and tokens[start - 1].text not in _STOPS:
            return
        stop = next((at for at in range(end, len(tokens)) if tokens[at].text in _STOPS), len(tokens))
        among = tokens[end:stop]
        if stop + 2 >= len(tokens) or any(
            token.text in self._names or people.is_first_name(token.text) or people.is_function(token.text)
            for token in among
            if token.is_name_like
        ):
            return
        owner = next((_OWNERS[token.text] for token in among if token.text in _OWNERS), None)
        if owner:  # Berg liest aus seinem Buch
            yield owner, _HINT
        opening, behind = tokens[stop + 1].text.lower(), tokens[stop + 2]
        if opening == "er":
            yield "male", _HINT
        elif opening == "sie" and not behind.text.endswith(_PLURAL_VERBS):
            yield "female", _HINT
        elif opening in {"der", "die"} and behind.is_aged and (gender := _agreeing(opening, behind.text)):
            yield gender, _LIKELY


def _start_of(tokens: Sequence[Token], at: int, parts: Sequence[str]) -> int:
    start = at
    for part in reversed(parts[:-1]):
        if not start or tokens[start - 1].text != part:
            break
        start -= 1
    return start


def _titles_before(tokens: Sequence[Token], start: int) -> Iterator[_Title]:
    """Frau Dr. Berg, die Abgeordnete Berg."""
    at = start - 1
    while at >= max(0, start - _FURTHEST_TITLE):
        word = tokens[at].text
        lowered = word.lower()
        if lowered in _ADDRESSES:
            yield _Title(_ADDRESSES[lowered], is_sure=True)
            return
        if lowered.rstrip(".") in _ACADEMIC:
            at -= 1
            continue
        if tokens[at].is_name_like and not tokens[at].is_aged:
            yield from _title(tokens, at, _article_before(tokens, at))
        return


def _title(tokens: Sequence[Token], at: int, article: str) -> Iterator[_Title]:
    """What a noun at or beside a name tells; nothing where it is no function."""
    lowered = tokens[at].text.lower()
    if _is_adjectival(lowered, _ADJECTIVAL + _PARTISAN):
        yield _Title(_agreeing(article, lowered), is_sure=True)
    elif people.is_function(lowered) or _by_noun(lowered) == "female":
        gender = _by_noun(lowered)
        yield _Title(gender, is_sure=gender == "female")


def _article_before(tokens: Sequence[Token], at: int) -> str:
    """The article of a noun, past its adjectives; empty where it has none."""
    at -= 1
    while at > 0 and tokens[at].text[0].islower() and tokens[at].text.lower() not in _ARTICLES:
        if not tokens[at].text.endswith(_ENDINGS):
            return ""
        at -= 1
    found = tokens[at].text.lower() if at >= 0 else ""
    return found if found in _ARTICLES else ""


def _titles_behind(tokens: Sequence[Token], end: int) -> Iterator[_Title]:
    """Kim Berg (CDU), *Sprecherin* der Fraktion; Berg, 43, *die* neue *Leiterin*; Berg ist *Ärztin*."""
    at = _past_brackets(tokens, end)
    if at >= len(tokens) or tokens[at].text not in {",", *_COPULAS}:
        return
    at += 1
    if at + 1 < len(tokens) and tokens[at].text.isdigit() and tokens[at + 1].text == ",":
        at += 2
    noun = _noun_from(tokens, at)
    if noun is None:
        return
    is_anothers = noun + 1 < len(tokens) and tokens[noun + 1].is_name_like  # Berg, Präsidentin Anna Maier
    if not is_anothers:
        article = tokens[at].text.lower()
        yield from _title(tokens, noun, article if article in _ARTICLES else "")


def _relative_behind(tokens: Sequence[Token], start: int, end: int) -> Iterator[tuple[Gender, int]]:
    """Kim Berg, *der* lange zögerte  /  Berg und *ihre* Mutter; but not: Berg und Maier, die lachen."""
    at = _past_brackets(tokens, end)
    if at + 2 >= len(tokens) or (start and tokens[start - 1].text in {"und", "oder"}):
        return
    mark, word = tokens[at].text, tokens[at + 1].text
    if mark == "," and word in _RELATIVES and _noun_from(tokens, at + 1) is None:
        yield _RELATIVES[word], _LIKELY
    elif mark == "und" and word in _OWNERS:
        yield _OWNERS[word], _LIKELY


def _pronoun_behind(tokens: Sequence[Token], end: int) -> Iterator[tuple[Gender, int]]:
    """Berg sagte, *er* habe …  /  Berg betonte, dass *sie* komme."""
    if end >= len(tokens) or tokens[end].text not in reporting.SAYING:
        return
    comma = next(
        (at for at in range(end, min(len(tokens), end + _FURTHEST_NOUN)) if tokens[at].text == ","), None
    )
    if comma is None or any(token.is_name_like for token in tokens[end:comma]):
        return
    at = comma + 1 + (tokens[comma + 1 : comma + 2] != [] and tokens[comma + 1].text in {"dass", "daß"})
    clause = next((i for i in range(at, len(tokens)) if tokens[i].text in _CLAUSE_ENDS), len(tokens))
    if at + 1 >= len(tokens):
        return
    if tokens[at].text == "er":
        yield "male", _LIKELY
    elif tokens[at].text == "sie":
        verb = tokens[at + 1] if at == comma + 1 else tokens[clause - 1]
        if not verb.text.endswith(_PLURAL_VERBS):
            yield "female", _LIKELY


def _past_brackets(tokens: Sequence[Token], at: int) -> int:
    if at < len(tokens) and tokens[at].text == "(":
        close = next(
            (i for i in range(at, min(len(tokens), at + _FURTHEST_TITLE)) if tokens[i].text == ")"), None
        )
        return at if close is None else close + 1
    return at


def _noun_from(tokens: Sequence[Token], at: int) -> int | None:
    """The noun that an article, adjectives or nothing lead to from ``at`` on."""
    if at < len(tokens) and tokens[at].text.lower() in _ARTICLES:
        at += 1
    for noun in range(at, min(len(tokens), at + _FURTHEST_NOUN)):
        if tokens[noun].is_name_like:
            return noun
        if not tokens[noun].text.endswith(_ENDINGS) or tokens[noun].text.lower() in words.PREPOSITIONS:
            return None
    return None


def _is_adjectival(noun: str, stems: tuple[str, ...]) -> bool:
    return any(
        noun.removesuffix(ending).endswith(stems) for ending in ("er", "en", "e") if noun.endswith(ending)
    )


def _agreeing(article: str, word: str) -> Gender | None:
    ending = next((ending for ending in _ENDINGS if word.lower().endswith(ending)), "")
    return _AGREEMENT.get((article, ending))


def _by_noun(noun: str) -> Gender | None:
    lowered = noun.lower().rstrip(".")
    if lowered in _ADDRESSES:
        return _ADDRESSES[lowered]
    if lowered.endswith(_OF_BOTH):
        return None
    if lowered.endswith(_ALL_FEMALE_ENDINGS):
        return "female"
    if lowered.endswith("in") and people.is_function(lowered[:-2]):
        return "female"
    if people.is_function(lowered) or lowered.endswith(_MALE_ENDINGS):
        return "male"
    return None
