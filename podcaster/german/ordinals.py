"""Ordinals and Roman numerals → words, with the endings that the sentence asks for."""

from __future__ import annotations

import re
from typing import Literal

from podcaster.german import grammar, tables
from podcaster.german.dates import JOIN, say_day, uncoordinated
from podcaster.german.nouns import is_ordered
from podcaster.german.numbers import cardinal, ordinal, roman
from podcaster.german.rules import Match, Rule, title

_ROMAN = r"(?=[IVXL])(?:XC|XL|L?X{0,3})(?:IX|IV|V?I{0,3})"
_QUEENS = tables.words(
    "Elisabeth Elizabeth Katharina Maria Margrethe Margarete Viktoria Victoria Isabella Anna Christina Beatrix Juliana "
    "Wilhelmina Kleopatra Johanna Mathilde Eleonore"
)
_KINGS = tables.words(
    "Ludwig Heinrich Wilhelm Friedrich Karl Otto Konrad Georg Philipp Franz Joseph Josef Leopold Rudolf Ferdinand Maximilian "
    "Albrecht Albert Ernst Johann Johannes Paul Pius Leo Benedikt Gregor Clemens Klemens Innozenz Urban Bonifaz Alexander Nikolaus Peter "
    "Iwan Charles Louis Henry George Edward James William Richard Felipe Juan Carlos Alfonso Umberto Viktor Emanuel Christian "
    "Gustav Adolf Oskar Harald Olav Haakon Frederik Carl Michael Mohammed Abdullah Ramses Amenophis Thutmosis Napoleon Sixtus "
    "Julius Eugen Hadrian Stephan Kasimir Sigismund August Ludwigs Mehmed Selim Süleyman Murad Baudouin Rama Jakob Eduard Hussein "
    "Johannes-Paul Ottokar Wenzel Lothar Barbarossa Theoderich Chlodwig Pippin Dareios Xerxes Ptolemaios Antiochos Alois Hans-Adam Rainier "
    "Tupac Sargon Kyros Artaxerxes Mithridates Philip Elisabeth Boris Ferdinand Zar Gustaf"
)
_TITLE_BEFORE = re.compile(
    r"\b(?:König\w*|Kaiser\w*|Papst\w*|Päpst\w*|Zar\w*|Sultan\w*|Fürst\w*|Herzog\w*|Prinz\w*|Graf\w*|Kurfürst\w*|Pharao\w*|Queen|King|Schah|Landgraf\w*|Großherzog\w*|Kalif\w*)\s+(?:[\w-]+\s+)?$"
)
_NUMBERED = re.compile(
    r"(?:kapitel|band|teil|artikel|episode|akt|stufe|phase|typ|abschnitt|buch|hartz|rocky|rambo|zone|liga|klasse|gruppe|abteilung|senat|serie|serien|grad|tafel|anhang|anlage|protokoll|mark|paket|säule|alien|mission|weltkrieg|division|titel)s?$",
    re.IGNORECASE,
)
_ROMAN_ENDINGS = {
    "nominative": ("der", "e"),
    "genitive": ("des", "en"),
    "dative": ("dem", "en"),
    "accusative": ("den", "en"),
}
_QUEEN_ENDINGS = {
    "nominative": ("die", "e"),
    "genitive": ("der", "en"),
    "dative": ("der", "en"),
    "accusative": ("die", "e"),
}


def _say_roman_name(found: Match) -> str:
    """``Ludwig XIV.`` → Ludwig der Vierzehnte, in the case that the words before ask for."""
    name, numeral, point = found["name"], found["roman"], found["point"]
    number = roman(numeral)
    before = found.string[: found.start()]
    rest = found.string[found.end() :]
    bare = name.removesuffix("s")
    known = name in _KINGS or bare in _KINGS or bare in _QUEENS or name in _QUEENS
    titled = bool(_TITLE_BEFORE.search(before[-40:]))
    ruler = known or titled
    if _NUMBERED.search(name) or not (
        ruler or (point and len(numeral) > 1 and not grammar.ends_sentence(rest))
    ):
        if len(numeral) == 1 and not _NUMBERED.search(name):
            return found[0]
        return f"{name} {cardinal(number)}{point}"
    noun = re.match(r"\s+([A-ZÄÖÜ]\w+)", rest)
    if point and not ruler and noun:
        return found[0]
    case = _name_case(before, name, bare)
    article, ending = (_QUEEN_ENDINGS if bare in _QUEENS or name in _QUEENS else _ROMAN_ENDINGS)[case]
    stop = "." if point and grammar.ends_sentence(rest) else ""
    return f"{name} {article} {title(ordinal(number, ending))}{stop}"


_CASES = {
    **dict.fromkeys(grammar.DATIVE | {"dem", "vom", "zum", "beim", "am", "im"}, "dative"),
    **dict.fromkeys(grammar.ACCUSATIVE | {"den", "über", "auf"}, "accusative"),
    **dict.fromkeys(
        ("bezüglich", "wegen", "trotz", "hinsichtlich", "seitens", "anstelle", "während"), "genitive"
    ),
    "des": "genitive",
    "der": "nominative",
    "die": "nominative",
}
_ARTICLES = frozenset({"der", "die", "das", "dem", "den", "des", "vom", "zum", "beim"})
_NUMERAL = re.compile(_ROMAN + r"\.?")


# "Er traf König" Ludwig, "zeigt Katharina II. und" Peter: what stands between the verb and the name
_RULERS_LAST = re.compile(rf"(?:[A-ZÄÖÜ]\w+\s(?:{_ROMAN}\.?\s(?:und|oder|sowie)\s)?)+$")


def _name_case(before: str, name: str, bare: str) -> str:
    """The case of a ruler's name: that of the nearest preposition or article in its clause."""
    queen = bare in _QUEENS
    if name != bare and (bare in _KINGS or queen):
        return "genitive"
    words = before[-60:].split()
    for index in range(len(words) - 1, -1, -1):
        word = words[index]
        low = word.lower()
        joined = low in {"und", "oder", "sowie"} and index and _NUMERAL.fullmatch(words[index - 1])
        described = index and low.endswith(("e", "en")) and words[index - 1].lower() in _ARTICLES
        if joined or described or _NUMERAL.fullmatch(word):
            continue  # "unter Karl IV. und Karl V.": both in one case
        if low in _CASES:
            return "dative" if low == "der" and queen else _CASES[low]
        if word[-1] in ",.;:!?" or word[0].islower():
            break
    return grammar.object_case(_RULERS_LAST.sub("", before))


def _say_roman_ordinal(found: Match) -> str:
    """``im II. Weltkrieg`` → im 2. Weltkrieg, for the ordinals to read."""
    before = found.string[: found.start()]
    numeral = found["roman"]
    previous = grammar.words_before(before)[1]
    if len(numeral) == 1 and not (grammar.is_determiner(previous) or not before.strip()):
        return found[0]
    return f"{roman(numeral)}."


def _say_roman_alone(found: Match) -> str:
    before = found.string[: found.start()]
    previous = grammar.words_before(before)[1]
    joined = previous in {"und", "oder", "bis"}  # Kapitel I bis II
    if not joined and not previous[:1].isupper() and len(found["roman"]) < 3:  # noqa: PLR2004
        return found[0]
    return cardinal(roman(found["roman"]))


_COORDINATED_AFTER = re.compile(
    rf"^(?:\s*{JOIN}\s*(?:auf\s+)?(?:(?:den|dem|die|der|das|zum|zur|im)\s+)?\d{{1,4}}\.)+"
)


Verdict = Literal["number", "ordinal", "ordinal and full stop"]
_ORDINAL_RANGE = 1000
_MINUTE_ENDS = re.compile(r"\s*(?:$|[,;:/]|plus\b)")
_GOES_ON = frozenset(",;:/")
_CLAUSE_OPENS = frozenset({"", ":", "(", ","})
_BECOMES = frozenset({"wurde", "wird", "als", "wurden", "werden"})
_LAST_TOLD, _LAST_DAY, _LAST_PLACE = 10, 31, 200


def _say_ordinal(found: Match) -> str:
    before, after = uncoordinated(found.string[: found.start()]), found.string[found.end() :]
    number = int(found["number"].replace(".", ""))
    chained = _COORDINATED_AFTER.match(after)
    ahead = after[chained.end() :] if chained else after
    verdict = _judge(number, before, ahead, chained=bool(chained))
    if verdict == "number":
        return found[0]
    stop = "." if verdict == "ordinal and full stop" else ""
    if before.endswith(", ") and _MINUTE_ENDS.match(ahead):
        return ordinal(number) + stop  # the minute of a goal: "Müller (28.)"
    _, noun = grammar.noun_ahead(ahead)
    if noun in tables.MONTHS:
        return say_day(found, number, ahead) + stop
    return ordinal(number, grammar.ordinal_ending(before, ahead)) + stop


def _is_noun(word: str) -> bool:
    """Whether ``word`` has its capital for itself, and not for the beginning of a sentence."""
    return word[:1].isupper() and word not in grammar.STARTERS


def _judge(number: int, before: str, ahead: str, *, chained: bool) -> Verdict:
    """Whether a number with a point is an ordinal, and whether the point ends the sentence too."""
    previous = grammar.words_before(before)[1]
    determined = grammar.is_determiner(previous)
    following = re.match(r"\s*([\w-]+)", ahead)
    if number >= _ORDINAL_RANGE and not determined:
        return "number"
    if ahead[:1] in _GOES_ON and not _is_noun(previous):
        return "ordinal"
    if not following:
        return _judge_last(number, previous, ahead, determined=determined, chained=chained)
    return _judge_by_word(following[1], before, previous, ahead, determined=determined or chained)


def _judge_last(number: int, previous: str, ahead: str, *, determined: bool, chained: bool) -> Verdict:
    """The same where no word follows: ``am 24.``, but ``er ist 24.``."""
    ends = not ahead.strip()
    if ends and number <= _LAST_TOLD and previous in _BECOMES:
        return "ordinal and full stop"
    if not (determined or chained) or number > (
        _LAST_DAY if previous.lower() in {"die", ""} else _LAST_PLACE
    ):
        return "number"
    return "ordinal and full stop" if ends and not chained else "ordinal"


def _judge_by_word(word: str, before: str, previous: str, ahead: str, *, determined: bool) -> Verdict:
    """The same where ``word`` follows: a month, an adjective, a noun, or the next sentence."""
    if word[0].isdigit() and not _COORDINATED_AFTER.match(ahead):
        return "number"
    if word[0].islower() or word in tables.MONTHS:
        return "ordinal"
    if word in grammar.STARTERS:
        return "ordinal and full stop" if determined else "number"
    if determined or before.rstrip()[-1:] in _CLAUSE_OPENS:
        return "ordinal"
    noun = grammar.noun_ahead(ahead)[1] or word
    genitive = previous.endswith("s") and not is_ordered(previous)
    fits = is_ordered(noun) and (genitive or not _is_noun(previous))
    return "ordinal" if fits else "number"


def _say_paragraph(found: Match) -> str:
    """``§ 5 I 2 TMG`` → Absatz eins Satz 2, as lawyers write both (BGH's style of citation)."""
    sentence = f" Satz{found['sentence']}" if found["sentence"] else ""
    return f"{found['number']} Absatz {cardinal(roman(found['roman']))}{sentence}"


RULES = (
    Rule("Ludwig XIV.", rf"\b(?P<name>[A-ZÄÖÜ][\w-]*[a-zäöüß])\s(?P<roman>{_ROMAN})\b(?P<point>\.?)(?!\w|\s[A-ZÄÖÜ]\b|\s\d)", _say_roman_name, "IVXL"),
    Rule("Hartz-IV-Satz", r"(?<=[^\W\d_]{2}-)(?P<roman>I{2,3}|IV|VI{0,3}|IX|XI{0,3})(?=-|\b)", lambda m: cardinal(roman(m["roman"])), "IVX"),
    Rule("II. Weltkrieg", rf"(?<![\w.])(?P<roman>{_ROMAN})\.(?=\s[A-ZÄÖÜ][a-zäöü]|\s(?:und|bis|oder)\s[IVXL]+\.\s[A-ZÄÖÜ][a-zäöü])", _say_roman_ordinal, "IVXL"),
    Rule("I bis III", r"(?<![\w.-])(?P<roman>[IVX]{1,4})\.?(?=\s(?:bis|und|oder)\s(?:[IVX]{2,4}|[VX])(?![\w-]))", lambda m: cardinal(roman(m["roman"])), "IVX"),
    Rule("SGB V", rf"(?<=\bSGB[ -])(?P<roman>(?=[IVX]){_ROMAN})(?![\w])", lambda m: cardinal(roman(m["roman"])), "IVX"),
    Rule("§ 823 II BGB", rf"(?:(?<=§ )|(?<=Artikel ))(?P<number>\d+[a-z]?)\s(?P<roman>(?=[IVX]){_ROMAN})(?![\w-])(?P<sentence>\s\d(?=\s(?:[A-ZÄÖÜ]|Nr\.|Alt\.|Hs\.)))?", _say_paragraph, "IVX"),
    Rule("Kapitel XII", rf"(?<![\w.-])(?P<roman>(?=[IVX]{{2}}){_ROMAN})(?![\w-])(?:\.(?=\s[a-zäöüß]))?", _say_roman_alone, "IVX"),
    Rule("24. Juni", r"(?P<number>\d(?<![\w.,:/-]\d)(?:\d{0,2}(?:\.\d{3})+|\d{0,11}))\.(?=\s|$|[,;:!?/])", _say_ordinal, behind="."),
)  # fmt: skip
