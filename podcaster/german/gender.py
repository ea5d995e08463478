"""Gendered forms → speech: ``Lehrer:innen`` with the short stop, or as ``Lehrerinnen und Lehrer``.

The signs are those in use: colon, star, underscore, median point, slash, brackets and the capital I.
A hyphen stands for the stop in what is spoken: ``Lehrer-innen``. Compounds keep it in both readings
(``Leser-innenbriefe``), since nobody says „Leserinnen- und Leserbriefe“ where one of them was written.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from podcaster.german import grammar
from podcaster.german.tables import words

if TYPE_CHECKING:
    from podcaster.model import Gendered


class _Man(NamedTuple):
    """The masculine noun."""

    one: str
    of_one: str
    many: str
    to_many: str

    @property
    def him(self) -> str:
        """Accusative and dative: weak nouns have them like the genitive."""
        return self.one if self.of_one.endswith("s") else self.of_one


# What the masculine forms add to the stem: nominative, genitive, plural, dative plural.
_CLASSES = {
    "Lehrer": ("", "s", "", "n"),
    "Autor": ("", "s", "en", "en"),
    "Student": ("", "en", "en", "en"),
    "Kunde": ("e", "en", "en", "en"),
    "Ingenieur": ("", "s", "e", "en"),
    "Freund": ("", "es", "e", "en"),
    "Chef": ("", "s", "s", "s"),
    "Zauberer": ("er", "ers", "er", "ern"),
}
# Ends of stems, the longest wins; whatever fits nowhere is weak and ends in -e (Expert:in, Kurd:in).
_ENDS = {
    end: kind
    for kind, ends in {
        "Lehrer": "er",
        "Autor": "or",
        "Student": (
            "ent ant rand ist ast at et it ot aut eut ekt graf graph soph nom urg arch olik held prinz teran umpan path"
        ),
        "Kunde": "asiat kroat bot",
        "Ingenieur": ("eur är ör ar ier on ing ig iv kapitän dekan admiral konsul kaplan vogt"),
        "Freund": "freund feind wirt dieb boss verwalt freak schmied",
        "Chef": "chef star clown azubi profi routinier portier hotelier bankier premier rentier croupier",
        "Zauberer": "wander zauber forder förder bewunder plünder erober abenteur verweiger lästerer versteiger",
    }.items()
    for end in ends.split()
}
# Ends in -ier that are no trade of French name: der Spanier, die Spanier.
_PLAIN_IER = re.compile(
    r"(?:span|belg|alban|brasil|ind|kanad|kolumb|boliv|bosn|georg|armen|tunes|alger|jordan|mazedon|sizil|patriz|"
    r"austral|indones|malays|hispan|skandinav|tib|estn|argentin|kroat|syr|lib|nicaragu|guate|keni|nami|äthiop|kambodsch|ar)ier$"
)
# Whole ends that no rule gives: masculine forms in full, by the feminine stem.
_FORMS = {
    "ärzt": "arzt arztes ärzte ärzten",
    "anwält": "anwalt anwalts anwälte anwälten",
    "köch": "koch kochs köche köchen",
    "rät": "rat rats räte räten",
    "gäst": "gast gastes gäste gästen",
    "vorständ": "vorstand vorstands vorstände vorständen",
    "bäuer": "bauer bauern bauern bauern",
    "nachbar": "nachbar nachbarn nachbarn nachbarn",
    "herzög": "herzog herzogs herzöge herzögen",
    "päpst": "papst papstes päpste päpsten",
    "gräf": "graf grafen grafen grafen",
    "jüd": "jude juden juden juden",
    "französ": "franzose franzosen franzosen franzosen",
    "beamt": "beamter beamten beamte beamten",
    "schwäger": "schwager schwagers schwäger schwägern",
    "general": "general generals generäle generälen",
    "kardinal": "kardinal kardinals kardinäle kardinälen",
    "bischöf": "bischof bischofs bischöfe bischöfen",
    "bischof": "bischof bischofs bischöfe bischöfen",
    "coach": "coach coachs coaches coaches",
    "boss": "boss bosses bosse bossen",
    "närr": "narr narren narren narren",
    "schwäb": "schwabe schwaben schwaben schwaben",
    "sächs": "sachse sachsen sachsen sachsen",
}
# Short stems that are the end of many others: only as whole words.
_WHOLE = {"pat": "Kunde", "fan": "Chef", "poet": "Student", "erb": "Kunde", "pol": "Kunde"}
# "Arzt:in" is written beside "Ärzt:in".
_UMLAUT = {
    "arzt": "ärzt",
    "anwalt": "anwält",
    "koch": "köch",
    "vorstand": "vorständ",
    "jude": "jüd",
    "franzose": "französ",
}

_SIGN = r"(?:[:*_·•]|/-?)"
_STEM = r"(?<![^\W_])(?P<stem>[A-ZÄÖÜ](?:[^\W_]|-)*[a-zäöüß])"
_NOUN = rf"{_STEM}(?:{_SIGN}(?:(?P<many>innen)|(?P<one>in))|\(-?(?:(?P<many2>innen|inn\)en|nen)|(?P<one2>in))\)?|I(?:(?P<many3>nnen)|(?P<one3>n)))(?![^\W_A-ZÄÖÜ]|-?[a-zäöüß]|\))"
_NO_CAPITAL_I = words("LinkedIn PlugIn CheckIn LogIn StandIn DriveIn OptIn SitIn BuiltIn MixIn TieIn")

# der/die, ein:e, jede:r, einem:r, eine(n): what is written, before it is told apart
_PAIRS = {
    "der": "die", "dem": "der", "den": "die", "des": "der", "er": "sie", "ihm": "ihr", "ihn": "sie", "sein": "ihr",
    "seine": "ihre", "seinen": "ihren", "seinem": "ihrem", "seiner": "ihrer", "ein": "eine", "einen": "eine",
    "einem": "einer", "eines": "einer", "kein": "keine", "keinen": "keine", "keinem": "keiner", "jeder": "jede",
    "jeden": "jede", "jedem": "jeder", "jedes": "jeder", "dieser": "diese", "diesen": "diese", "diesem": "dieser",
}  # fmt: skip
_EITHER = (
    "(?:"
    + "|".join(
        rf"{m}{_SIGN}{f}|{f}{_SIGN}{m}" for m, f in sorted(_PAIRS.items(), key=lambda pair: -len(pair[0]))
    )
    + ")"
)
_OWN = r"(?:[kmds]?ein|ihr|unser|euer|eur)"
_ENDED = rf"(?:{_OWN}(?:{_SIGN}e|\(e\))|[a-zäöüß]+(?:e(?:[:*_·•/][rnsm]|\([rnsm]\))|[ms][:*_·•/]r|er[:*_·•/][ms]|en[:*_·•/]e))"
_WORD = rf"(?<![^\W_])(?i:{_EITHER}|{_ENDED})(?![^\W_])"
_ADJECTIVAL = r"(?<![^\W_])[A-ZÄÖÜ][a-zäöüß-]+e(?:[:*_·•/][rnsm]|\([rnsm]\))(?![^\W_])"
_SOMEONE = re.compile(rf"(?P<before>(?:(?:{_WORD})\s+)*)(?:{_NOUN}|(?P<adjectival>{_ADJECTIVAL}))")
_ALONE = re.compile(_WORD)
_COMPOUND = re.compile(rf"{_STEM}(?:{_SIGN}innen(?=-?[^\W_])|Innen(?=[a-zäöüß])|\(-?innen\)-?(?=[^\W_]))")
_FULL_PAIR = re.compile(
    r"(?<![^\W_])(?P<man>[A-ZÄÖÜ][a-zäöüß]+)/(?P<woman>[A-ZÄÖÜ][a-zäöüß]+?in(?P<many>nen)?)(?![^\W_])"
)
# The sign behind a small letter is looked for by itself, which is fastest
_MARKS = re.compile(r"[:*_·•/(I](?<=[a-zäöüß].)(?:(?<!I)[A-Za-zÄÖÜ-]|(?<=I)(?:n|nnen)\b|(?<=I)nnen)")

_SPLIT = re.compile(r"[:*_·•/(]-?")
# "unter Lehrer:innen", "zwischen Schüler:innen"; the others of two cases more often have the accusative
_DATIVE = words(
    "mit von bei zu aus nach seit gegenüber unter zwischen vor neben außer samt dank laut entgegen "
    "den vom zum beim diesen jenen allen vielen einigen manchen mehreren wenigen unseren unsern meinen seinen ihren "
    "euren deinen keinen welchen solchen anderen anderer zahlreichen"
)
_JOINS = words("und oder sowie")
_INFLECTED = re.compile(r"[a-zäöüß]+en$|[a-zäöüß]+ern$")
_DIES = words(
    "die alle diese jene viele einige manche mehrere wenige unsere meine seine ihre keine welche zahlreiche andere"
)


def say_gendered(text: str, style: Gendered = "stop") -> str:
    """Read gendered forms as ``style`` says; texts without one come out as they are."""
    if not _MARKS.search(text):
        return text
    text = _FULL_PAIR.sub(_say_full_pair, text)
    text = _COMPOUND.sub(lambda found: f"{_stem(found['stem'])}-innen", text)
    someone = _pair if style == "pair" else _stop
    text = _SOMEONE.sub(someone, text)
    return _ALONE.sub(lambda found: _either(found[0]) if style == "pair" else _short(found[0]), text)


def _say_full_pair(found: re.Match[str]) -> str:
    """``Bauern/Bäuerinnen``: both are there, and only the word between them is missing."""
    if found["woman"][:1].lower() not in {found["man"][:1].lower(), *_plain_and_umlaut(found["man"][:1])}:
        return found[0]
    return f"{found['man']} {'und' if found['many'] else 'oder'} {found['woman']}"


def _plain_and_umlaut(letter: str) -> str:
    return {"A": "ä", "O": "ö", "U": "ü"}.get(letter, "")


# --- the short stop ------------------------------------------------------------------------------


def _stop(found: re.Match[str]) -> str:
    before = "".join(_short(word) + " " for word in found["before"].split())
    if found["adjectival"]:
        return before + _short(found["adjectival"])
    if found[0] in _NO_CAPITAL_I:
        return found[0]
    return f"{before}{_stem(found['stem'])}-{'innen' if _is_many(found) else 'in'}"


def _short(word: str) -> str:
    """One word for both where one sounds like both: ``jede:r`` → jeder, ``ein:e`` → eine."""
    first, end = _SPLIT.split(word.rstrip(")"), maxsplit=1)
    low = first.lower()
    sounds_like_both = (end == "e" and not low.endswith("en")) or (low.endswith("e") and len(end) == 1)
    return first + end if sounds_like_both else _either(word)


# --- both in full --------------------------------------------------------------------------------


def _pair(found: re.Match[str]) -> str:
    women, men = _both(found["before"].split())
    man_first = _names_the_man_first(found["before"])
    if found["adjectival"]:
        woman, man = _told_apart(found["adjectival"])
        return _joined(" ".join([*women, woman]), " ".join([*men, man]), man_first=man_first)
    if found[0] in _NO_CAPITAL_I:
        return found[0]
    stem = _stem(found["stem"])
    his = _man(stem)
    if _is_many(found):
        masculine = his.to_many if _is_dative(found.string[: found.start()]) else his.many
        return f"{found['before']}{_woman(stem)}innen und {masculine}"
    if not men and _has_determiner(found.string[: found.start()]):
        return f"{stem}-in"  # "der Lehrer:in": one article cannot stand before both
    masculine = {"n": his.him, "m": his.him, "s": his.of_one}.get(men[0][-1:] if men else "", his.one)
    if men and men[0].lower() in {"ein", "kein", "mein", "dein", "sein"}:
        masculine = his.one
    return _joined(" ".join([*women, _woman(stem) + "in"]), " ".join([*men, masculine]), man_first=man_first)


def _joined(woman: str, man: str, *, man_first: bool) -> str:
    """The one and the other; an article loses the capital that opens a sentence."""
    first, second = (man, woman) if man_first else (woman, man)
    article, blank, rest = second.partition(" ")
    is_article = bool(blank) or article.lower() in _PAIRS or article.lower() in _PAIRS.values()
    return f"{first} oder {article.lower() if is_article else article}{blank}{rest}"


def _both(before: list[str]) -> tuple[list[str], list[str]]:
    """The words before the noun, as they stand before a woman and before a man."""
    pairs = [_told_apart(word) for word in before]
    return [woman for woman, _ in pairs], [man for _, man in pairs]


def _names_the_man_first(before: str) -> bool:
    first = _SPLIT.split(before.split(maxsplit=1)[0]) if before.strip() else [""]
    return len(first) == 2 and _PAIRS.get(first[0].lower()) == first[1].lower()  # noqa: PLR2004  der, die


def _either(word: str) -> str:
    """``einem:r`` → einer oder einem; ``der/die`` in the order that is written."""
    woman, man = _told_apart(word)
    return _joined(woman, man, man_first=_names_the_man_first(word)) if woman != man else woman


def _told_apart(word: str) -> tuple[str, str]:
    """The feminine and the masculine word of ``jede:r``, ``ein:e``, ``einem:r`` or ``der/die``."""
    first, end = _SPLIT.split(word.rstrip(")"), maxsplit=1)
    low, end = first.lower(), end.lower()
    if _PAIRS.get(low) == end:
        return _cased(end, first), first
    if _PAIRS.get(end) == low:
        return first, _cased(end, first)
    if end == "e":
        return (first[:-1] if low.endswith("en") else first + "e") if low != "euer" else first[
            :-2
        ] + "re", first
    if low.endswith("e"):
        return (first, first + end) if end in {"r", "n"} else (first + "r", first + end)
    if end == "r":  # einem:r, eines:r
        return first[:-1] + "r", first
    return first, first[:-1] + end  # einer:m, einer:s


def _cased(word: str, like: str) -> str:
    """``word`` with a capital where ``like`` has one."""
    return word.capitalize() if like[:1].isupper() else word


def _is_many(found: re.Match[str]) -> bool:
    return bool(found["many"] or found["many2"] or found["many3"])


def _stem(written: str) -> str:
    """The stem of ``Kunden/-innen``, ``Kollege:in`` and ``Arzt:in`` is that of ``Kund:in``, ``Kolleg:in`` and ``Ärzt:in``."""
    low = written.lower()
    for man, stem in _UMLAUT.items():
        if low.endswith(man):
            return _with_end(written, man, stem)
    if low.endswith("en") and len(low) > 4:  # noqa: PLR2004  Paten
        written = written[:-2]
    elif low.endswith("e") and not low.endswith("ee"):
        written = written[:-1]
    return written


def _woman(stem: str) -> str:
    """``Zauberer:in`` is a Zauberin."""
    return stem[:-2] if stem.endswith("erer") else stem


def _with_end(word: str, old: str, new: str) -> str:
    start = word[: len(word) - len(old)]
    return start + new if start else new.capitalize()


def _man(stem: str) -> _Man:
    """The masculine forms of ``Ärzt``, ``Kolleg`` or ``Lehrer``."""
    low = stem.rsplit("-", 1)[-1].lower()
    for end, forms in _FORMS.items():
        if low.endswith(end):
            return _Man(*(_with_end(stem, end, form) for form in forms.split()))
    kind = _WHOLE.get(low)
    if kind is None and _PLAIN_IER.search(low):
        kind = "Lehrer"
    if kind is None:
        ends = (low[start:] for start in range(len(low)))
        kind = next((_ENDS[end] for end in ends if end in _ENDS), "Kunde")
    return _Man(*(stem + ending for ending in _CLASSES[kind]))


def _is_dative(before: str) -> bool:
    """Whether a plural stands in the dative: behind ``den``, ``mit`` or ``mit vielen jungen``."""
    tokens = before[-80:].split()
    for token in reversed(tokens[-8:]):
        low = token.lower()
        if low in _JOINS or _MARKS.search(token):
            continue  # "von Schüler:innen und Lehrer:innen"
        if not low.isalpha():
            return False
        if low in _DATIVE:
            return True
        if low in _DIES or not _INFLECTED.match(low) or token[:1].isupper():
            return False
    return False


def _has_determiner(before: str) -> bool:
    """Whether one article or adjective stands before the noun that is not gendered itself."""
    return grammar.is_determiner(grammar.words_before(before)[1])
