"""Tokens and noun phrases of a German sentence: as much grammar as it takes to find who speaks."""

from __future__ import annotations

import re
from bisect import bisect_left
from functools import lru_cache, partial
from itertools import accumulate, compress, count
from operator import itemgetter
from typing import TYPE_CHECKING, NamedTuple

from podcaster.script import reporting, words
from podcaster.script.people import is_first_name, is_function

if TYPE_CHECKING:
    from collections.abc import Sequence

QUOTED = "\x01"
"""Stands for every character of a quotation while its sentence is looked at."""
QUOTED_SMALL = "\x02"
"""The same for one that begins with a small letter, as no name does."""
_QUOTATIONS = frozenset({QUOTED, QUOTED_SMALL})

_TOKEN = re.compile(
    rf"""(
    \w+ (?: (?=[ ]) | (?! [\w.’'/&\u2011-] | [,:]\d ) )   # most words: nothing else begins as they do
    | {QUOTED}+ | {QUOTED_SMALL}+                  # a quotation
    | (?:Dr|Prof|St|Mr|Mrs|[A-ZÄÖÜ])\.(?=\s)     # Dr. J.; but not XVI., which ends a name
    | \d+ (?: [.,:]\d+ )+                        # um 19.30 Uhr, 2.800 Meter
    | \d+\.(?=\s+\w)                             # am 20. Juli
    | [A-ZÄÖÜ]\w+- (?: , \s \w+- )* \s (?:und|oder) \s \w+ (?: - \w+ )*   # Sozial- und Kulturdezernentin
    | [\w-]+\.(?:de|com|org|net|at|ch|eu|info|tv|di)\b   # laut beispiel.de, Verdi in seiner Schreibung
    | \w+ (?: (?:[-’'/&]|\u2011) \w+ )*          # Müller-Lüdenscheidt
    | (?! \.\s+[a-zäöüß] ) [^\w\s]              # z. B. eine: no end of a sentence
    )""",
    re.VERBOSE,
)
_ADJECTIVE_ENDINGS = ("e", "er", "en", "es", "em")
_VERB_ENDINGS = ("te", "en")
# Past and present participles before a noun: veröffentlichte, veröffentlichten, lebende, genannter
_PARTICIPLE_ENDINGS = tuple(
    stem + ending for stem in ("t", "end", "en") for ending in ("e", "en", "er", "es", "em")
)
_LONGEST_ATTRIBUTE = 7  # tokens
_NO_NOUNS = words.PREPOSITIONS | words.CONJUNCTIONS | words.OBLIQUE
_LONGEST_PHRASE = 24  # tokens
_YEARS = frozenset({"Jahre", "Jahr", "Monate"})
_SMALL_PAPERS = frozenset(["taz", "dpa", "afp", "apa", "epd", "kna", "ntv", "heise"])
# Names that begin small: die taz-Redakteurin, laut beispiel.de, die taz
_SMALL_NAME = re.compile(r"[a-zäöü]\w*-[A-ZÄÖÜ]|[\w-]+\.(?:de|com|org|net|at|ch|eu|info|tv|di)$|n-tv$")
_AGED = re.compile(r"\d+-?Jährige[rn]?$")
_WEEKDAY = re.compile(r"(?:(?:Mon|Diens|Donners|Frei|Sams|Sonn)tag|Mittwoch|Sonnabend)[a-zä]*$")
_AGED_SMALL = re.compile(r"\d+-?jährige[rn]?$")


class Token(NamedTuple):
    """A word, a punctuation mark, or a whole quotation."""

    text: str
    start: int
    end: int

    @property
    def is_quoted(self) -> bool:
        """Whether a quotation stands here."""
        return self.text[0] in _QUOTATIONS

    @property
    def is_name_like(self) -> bool:
        """Whether it begins with a capital, as German nouns and names do."""
        return _is_name_like(self.text)

    @property
    def is_aged(self) -> bool:
        """Whether it names somebody by an age: der 48-Jährige."""
        return _is_aged(self.text)

    @property
    def is_word(self) -> bool:
        """Whether it is a word or a number."""
        return self.text[0].isalnum()


class Phrase(NamedTuple):
    """A noun phrase: tokens ``[first, last)``, its core (the noun or name) at ``[core, core_end)``."""

    first: int
    core: int
    core_end: int
    last: int


@lru_cache(maxsize=20_000)
def _is_name_like(word: str) -> bool:
    if word[0].isupper():
        return True
    if "-" in word or "." in word or word[0].isdigit():
        return _is_aged(word) or bool(_SMALL_NAME.match(word))
    return word in _SMALL_PAPERS or (word[1:2].isupper() and word[1:].isalpha())  # eBay


def _is_aged(word: str) -> bool:
    return word[0].isdigit() and bool(_AGED.match(word))


_TEXT, START = itemgetter(0), itemgetter(1)
_token = partial(tuple.__new__, Token)  # an article has thousands, and Token(…) takes twice the time


def tokenize(text: str) -> list[Token]:
    """The tokens of a sentence; hyphenated words are one."""
    return _tokens(text, 0)


def _tokens(text: str, start: int) -> list[Token]:
    """The tokens of what begins at ``start`` of a longer text, with their offsets there."""
    pieces = _TOKEN.split(text)  # a gap and a token by turns
    offsets = list(accumulate(map(len, pieces), initial=start))
    return list(map(_token, zip(pieces[1::2], offsets[1::2], offsets[2::2], strict=False)))


@lru_cache(maxsize=512)  # the cast, the sentences and what shows of people each ask, paragraph by paragraph
def tokenize_paragraph(text: str) -> Sequence[Token]:
    """The tokens of a paragraph, found once."""
    return tuple(tokenize(text))


def name_like(tokens: Sequence[Token]) -> list[int]:
    """Which tokens begin with a capital, as nouns and names do."""
    return list(compress(count(), map(_is_name_like, map(_TEXT, tokens))))


def replace_quotations(tokens: Sequence[Token], quotations: Sequence[Token]) -> list[Token]:
    """The tokens of a paragraph with single ones for whole quotations."""
    kept: list[Token] = []
    at = 0
    for quotation in quotations:
        first = bisect_left(tokens, quotation.start, at, key=START)
        kept += tokens[at:first]
        kept.append(quotation)
        at = bisect_left(tokens, quotation.end, first, key=START)
    return [*kept, *tokens[at:]]


def tokens_between(text: str, tokens: Sequence[Token], start: int, end: int) -> list[Token]:
    """The tokens of a sentence, out of those of its paragraph."""
    first = bisect_left(tokens, start, key=START)
    last = bisect_left(tokens, end, first, key=START)
    if first and tokens[first - 1].end > start:
        first -= 1
    within = list(tokens[first:last])
    for at in {0, len(within) - 1} if within else ():
        within[at] = _cut(within[at], start, end)
    is_sign_last = within and within[-1].end == end and (within[-1].is_quoted or len(within[-1].text) == 1)
    if is_sign_last or end == len(text):
        return within
    # what follows has no say in where the last words end: im Jahr 2024. Die …
    while within and within[-1].end >= end - 1 and not within[-1].is_quoted:
        within.pop()
    rest = within[-1].end if within else start
    return within + _tokens(text[rest:end], rest)


def _cut(token: Token, start: int, end: int) -> Token:
    if start <= token.start and token.end <= end:
        return token
    first, last = max(start, token.start), min(end, token.end)
    return Token(token.text[first - token.start : last - token.start], first, last)


def noun_phrase(tokens: Sequence[Token], at: int, *, subject: bool = True) -> Phrase | None:
    """The noun phrase that begins at ``at``: a pronoun, or article, adjectives, nouns or a name, and what belongs to it.

    ``subject=False`` takes phrases in any case (laut *dem Minister*).
    """
    end = min(len(tokens), at + _LONGEST_PHRASE)
    if at >= end:
        return None
    lowered = tokens[at].text.lower()
    determined = lowered in words.DETERMINERS or (not subject and lowered in words.OBLIQUE)
    if lowered in _NEUTER and at + 1 < end and is_first_name(tokens[at + 1].text):
        return None  # ähnlich sieht das *Karl Klein*
    if lowered in words.PARTITIVES and at + 1 < end and tokens[at + 1].text in {"der", "von"}:
        last = modifiers_end(tokens, at + 1, end)
        return Phrase(at, at + 2, last, last) if last > at + 2 else None
    core = (
        _skip_attributes(tokens, at + 1, end)
        if determined
        else _skip_bare_adjectives(tokens, at, end, subject=subject)
    )
    if core >= end or not (
        tokens[core].is_name_like
        or (determined and (tokens[core].is_quoted or _AGED_SMALL.match(tokens[core].text)))
    ):
        return Phrase(at, at, at + 1, at + 1) if lowered in words.PRONOUNS else None
    if not determined and (
        tokens[at].text in words.STARTERS or lowered in _NO_NOUNS or _opens_as_adverb(tokens, at)
    ):
        return Phrase(at, at, at + 1, at + 1) if lowered in words.PRONOUNS else None
    core_end = _core_end(tokens, core, end, determined=determined)
    last = core_end
    if determined or not is_person_like(tokens[core:core_end]):
        last = modifiers_end(tokens, core_end, end)
    return Phrase(at, core, core_end, last)


def _opens_as_adverb(tokens: Sequence[Token], at: int) -> bool:
    """Ergänzend fügte X hinzu: the capital is the sentence's."""
    lowered = tokens[at].text.lower()
    if at == 0 and (
        lowered in words.VERBAL
        or lowered in reporting.AUXILIARIES
        or lowered in words.FILLERS
        or lowered in words.MOODS
        or lowered in reporting.IMPERSONAL
    ):
        return True
    return (
        at == 0
        and tokens[at].text.endswith(words.ADVERB_ENDINGS)
        and len(tokens) > 1
        and not tokens[1].is_name_like
    )


def _skip_adjectives(tokens: Sequence[Token], at: int, end: int) -> int:
    while at + 1 < end and (
        _is_adjective(tokens[at]) or (tokens[at].text in words.FILLERS and _is_adjective(tokens[at + 1]))
    ):
        if tokens[at].text[0].isdigit() and _stands_alone(tokens, at):
            break
        at += 1
        if tokens[at - 1].text.isdigit() and tokens[at].text in _YEARS and at + 1 < end:
            at += 1  # der 35 Jahre alte Spieler
    return at


def _stands_alone(tokens: Sequence[Token], at: int) -> bool:
    """Der *81-jährige* sagte: an age that is written as an adjective and has no noun."""
    if not _AGED_SMALL.match(tokens[at].text):
        return False
    behind = tokens[at + 1]
    return not (behind.is_name_like or behind.is_quoted or _is_adjective(behind))


def _skip_attributes(tokens: Sequence[Token], at: int, end: int) -> int:
    """Adjectives, and what stands before a participle: eine *am Dienstag veröffentlichte* Mitteilung."""
    core = _skip_adjectives(tokens, at, end)
    if (
        core >= end
        or tokens[core].is_name_like
        or tokens[core].is_quoted
        or not tokens[core].text[0].islower()
    ):
        return core
    first = core if core > at or tokens[core].text.endswith("ten") else core + 1  # die erwähnten Punkte
    for i in range(first, min(end - 1, core + _LONGEST_ATTRIBUTE)):
        if not tokens[i].is_word:
            break
        text = tokens[i].text
        if tokens[i + 1].is_name_like and text[0].islower() and text.endswith(_PARTICIPLE_ENDINGS):
            return i + 1
    return core


def _skip_bare_adjectives(tokens: Sequence[Token], at: int, end: int, *, subject: bool) -> int:
    """Adjectives without an article: *Führende* Politiker, laut *örtlichen* Medien; but *teilte* Berg is a verb.

    *Führenden* is no subject.
    """
    core = _skip_adjectives(tokens, at, end)
    endings = _VERB_ENDINGS if subject else "te"
    is_verb = core > at and tokens[at].text[0].islower() and tokens[at].text.endswith(endings)
    return at if is_verb else core


def _is_adjective(token: Token) -> bool:
    text = token.text
    if text[0].isdigit():
        return not token.is_aged  # 13 Männer, ein 61-jähriger Mann
    is_lower = text[0].islower() and text.endswith(_ADJECTIVE_ENDINGS)
    return is_lower and _is_no_function_word(text) and not token.is_name_like


def _is_no_function_word(word: str) -> bool:
    return not (
        word in words.DETERMINERS
        or word in words.OBLIQUE
        or word in words.PREPOSITIONS
        or word in words.CONJUNCTIONS
        or word in words.PRONOUNS
        or word in reporting.SAYING
        or word in reporting.JUDGING
    )


def may_go_on(tokens: Sequence[Token], at: int) -> bool:
    """Whether a name before ``at`` may hold what stands there: another name, *von*, a quoted one."""
    if at >= len(tokens):
        return False
    token = tokens[at]
    return token.is_name_like or token.is_quoted or token.text.lower() in _LINKS


def _core_end(tokens: Sequence[Token], at: int, end: int, *, determined: bool = False) -> int:
    """Past the nouns and names that stand together, with the small words inside of names."""
    start = at
    at += 1
    if _WEEKDAY.match(tokens[at - 1].text):
        return at  # kritisierte am Montag *Anwalt Karl Stein*
    while at < end:
        token = tokens[at]
        if token.text in words.STARTERS:
            break
        if token.is_name_like or (token.text[0] == QUOTED and token.end - token.start <= _LONGEST_NAME):
            if token.is_quoted and _ends_with_person(tokens, start, at, end):
                break
            at += 1
            continue
        link = at
        while link < end and tokens[link].text.lower() in _LINKS and link < at + 2:
            link += 1
        foreign = all(
            tokens[i].text in words.NAME_LINKS - {"in", "y"} or tokens[i].text in words.NAME_PARTICLES
            for i in range(at, link)
        )
        if (
            link > at
            and link < end
            and tokens[link].is_name_like
            and foreign
            and _joins(tokens, start, at, link, determined=determined)
        ):
            at = link + 1
            continue
        break
    return at


def _ends_with_person(tokens: Sequence[Token], start: int, at: int, end: int) -> bool:
    """Versprach Präsident Omar Said *„…“*: what a person is named with; but: Omar „Oma“ Said."""
    if at + 1 < end and tokens[at + 1].is_name_like:
        return False
    return any(is_first_name(token.text) or is_function(token.text) for token in tokens[start:at])


_NEUTER = frozenset({"das", "es", "dies"})
_INDEFINITE = frozenset({"einem", "einer", "einen", "eines", "eine", "ein"})
_LONGEST_NAME = 40  # characters of a quoted title
_LINKS = words.NAME_LINKS | words.NAME_PARTICLES
# German articles and prepositions that stand in names only behind another particle: von der Leyen
_GERMAN_LINKS = frozenset({"der", "den", "dem", "des", "in"})


def _joins(tokens: Sequence[Token], start: int, at: int, link: int, *, determined: bool) -> bool:
    """Whether the small words ``[at, link)`` tie a name together: Ursula von der Leyen.

    But not: *Chef der Bahn*, *Karl Klein von der Bahn*.
    """
    first = tokens[at].text
    if first in _GERMAN_LINKS:
        return False
    if first in {"von", "vom", "zu"}:  # Ole von Beust, but: Chef von Siemens, Grenze zu Gaza
        is_whole = at - start > 1 and is_first_name(tokens[at - 2].text)
        return is_first_name(tokens[at - 1].text) or (
            first == "von"
            and not is_whole
            and (link + 1 >= len(tokens) or not tokens[link + 1].is_name_like)
            and not determined
            and is_first_name_like(tokens[at - 1])
            and not is_function(tokens[at - 1].text)
        )
    return True


def modifiers_end(tokens: Sequence[Token], at: int, end: int) -> int:
    """Past what the noun goes on with: des südkoreanischen Außenministeriums, für Energie, (CDU)."""
    while at < end and (tokens[at].text in words.MODIFIERS or _is_led(tokens, at, end)):
        inner = at + 1
        if inner < end and tokens[inner].text in words.ARTICLES:
            inner += 1
        first = inner
        inner = _skip_adjectives(tokens, inner, end)
        if tokens[at].text == "der" and inner > first and tokens[first].text.endswith("e"):
            break  # laut NASA *der größte Teil*: a nominative
        if inner >= end or not (tokens[inner].is_name_like or tokens[inner].is_quoted):
            break
        if tokens[inner].is_quoted and tokens[first - 1].text in _INDEFINITE:
            break  # sprach der Präsident von einer „…“: names have no such article
        if tokens[inner].text in words.TIMES:
            break  # das Amt *am Montag*
        at = _core_end(tokens, inner, end)
    return at


def _is_led(tokens: Sequence[Token], at: int, end: int) -> bool:
    """Das Team *um* die Leiterin Ute Kern  /  der Vorstand *um* Karl Stein; but not: bat *um* Hilfe."""
    if tokens[at].text != "um":
        return False
    inner = at + 1 + (at + 1 < end and tokens[at + 1].text in {"den", "die"})
    return inner < end and (is_first_name(tokens[inner].text) or is_function(tokens[inner].text))


def is_first_name_like(token: Token) -> bool:
    """Whether a token may be part of a person's name: a capital, then small letters."""
    return (
        token.is_name_like
        and (len(token.text) == 1 or not token.text[1:].isupper())
        and not token.text[-1].isdigit()
    )


def is_person_like(tokens: Sequence[Token]) -> bool:
    """Whether a noun phrase's core looks like a person's name rather than a noun."""
    return len([t for t in tokens if t.is_name_like]) > 1


def without_functions(tokens: Sequence[Token]) -> Sequence[Token]:
    """A name without what stands before it: Bundeskanzlerin Angela Merkel → Angela Merkel."""
    start = 0
    for at, token in enumerate(tokens):
        if is_function(token.text) and (at == start or at + 1 < len(tokens)):
            start = at + 1  # Hessens Ministerpräsident Karl Klein
    return tokens[start:]


def is_named(tokens: Sequence[Token]) -> bool:
    """Whether a core holds a first and a last name."""
    return len(without_functions(tokens)) > 1


def is_document(noun: str) -> bool:
    """Whether a noun names something written or a speech, that only passes words on: Bericht, Pressemitteilung."""
    return noun.lower() in words.DOCUMENTS or noun.lower().endswith(words.DOCUMENT_ENDINGS)


def is_sign(noun: str) -> bool:
    """Whether a noun names what words may stand on: Plakat, Homepage."""
    return noun.lower().endswith(words.SIGNS)


def is_act(noun: str) -> bool:
    """Whether a noun names what somebody says or feels: Verweis, Kernaussage."""
    return noun.lower().endswith(words.ACT_ENDINGS)


@lru_cache(maxsize=5_000)
def is_passed_on(noun: str) -> bool:
    """Whether a noun speaks for somebody: what is written, what it stands on, what somebody says."""
    return is_document(noun) or is_sign(noun) or is_act(noun)


def owner_of(tokens: Sequence[Token], phrase: Phrase) -> tuple[int, int] | None:
    """The tokens that name whose document or act it is: die Mitteilung *des Ministeriums*, *Bergs* Rede, die Rede *Bergs*."""
    core, end, last = phrase.core, phrase.core_end, phrase.last
    if end - core > 1 and is_act(tokens[end - 1].text) and tokens[end - 2].text.endswith("s"):
        return core, end - 1
    if end - core > 1 and is_act(tokens[core].text):
        return core + 1, end
    if end < last and tokens[end].text in {"des", "der", "von", "vom"}:
        return end + (tokens[end].text in {"von", "vom"}), last
    return None
