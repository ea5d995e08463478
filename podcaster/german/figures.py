"""Figures in a text → words: the order of all rules, and those for what stands in or alone.

Each rule leaves digits for those behind it; the last one reads whatever number is left.
"""

from __future__ import annotations

import re
from functools import lru_cache
from itertools import chain
from typing import TYPE_CHECKING

from podcaster.german import amounts, dates, grammar, ordinals, tables
from podcaster.german.nouns import known_gender
from podcaster.german.numbers import cardinal, digits, ordinal, year
from podcaster.german.rules import (
    APART,
    NUM,
    NUMERAL,
    Match,
    Rule,
    choice,
    features,
    say_inside,
    say_number,
    title,
)

if TYPE_CHECKING:
    from collections.abc import Callable

# --- telephone numbers, codes read figure by figure ------------------------------------------------

_PHONE = re.compile(
    r"""(?=[+(\dA-Zu])(?:                                                # what they begin with
    (?<![\w.,])\+\d{1,3}[\s/-]?(?:\(0\)\s?)?\(?\d[\d\s/()-]{4,}\d   # +49 (0)30 1234567
    |(?<![\w.,])\(0[ ]\d{2,4}(?:[ ]\d{1,2})?\)[ ]\d[\d /-]{3,}\d(?![\w:]|,\d)          # (0 69) 75 51 11
    |(?<![\w.,])\(?0\d{2,5}\)?\s?[/\s–-]\s?\d[\d\s/-]{2,}\d(?![\w:]|,\d)     # 030 / 123 45 67
    |(?<![\w.,])0[18]00\d{5,}                                            # 08001234567
    |(?<![\w.,])116[ ]?(?:000|006|11[167]|123)(?![\w.,]*\d)                # 116 117: the same all over Europe
    |(?<=\b[Dd](?:ie|er)[ ])11[02](?=[.,;!?]|[ ](?:und|oder|an|zu|rief|w[aä]hl|ist|war|bei|über|nach|ein)|$)  # die 112 wählen
    |(?<=\bWKN[ ])[A-Z\d]{6}(?!\w)                                     # WKN 840400
    |(?<!\w)[A-Z]{2}\d{2}(?:[ ]?\d{4}){3,7}(?:[ ]?\d{1,2})?(?!\w)       # DE89 3704 0044 0532 0130 00
    |(?:(?:Tel(?:efon)?|Fax|Hotline|Notruf|Rufnummer|Telefonnummer|Durchwahl|Vorwahl|PLZ|Postleitzahl|PIN|TAN|ISBN|ISSN|IBAN|Bankleitzahl|BLZ|Passwort|Geheimzahl
         |(?:Konto|Notruf|Kunden|Steuer|Personal|Serien|Handy|Mobil|Mobilfunk|Service|Artikel|Bestell|Matrikel|Spendenkonto)nummer|[Uu]nter[ ]der[ ]Nummer)
       (?:nummer|[ ]Nummer)?(?:[ .:]{0,3}|[ ](?:ist|war|lautet|lautete)[ ]))(?:[A-Z]{2})?\d[\d\s/-]{1,}\d(?!\w|,\d) # Notruf 112
    )""",
    re.VERBOSE,
)


# Rufen Sie 110 oder 112
_EMERGENCY = re.compile(
    r"\b(?:[Rr]ufe?n?|[Rr]ief(?:en)?|[Ww]ähl(?:e|en|t|te|ten)?|[Nn]otrufe?n?|[Gg]ewählt)\b[^.,;!?\d]{0,30}?\s(?<!auf )1(?:1[02]|44|33|22|17)(?:(?:,|\s(?:und|oder))\s1(?:1[02]|44|33|22|17))*(?!\s(?:[A-ZÄÖÜ]|[a-zäöü]+e\s[A-ZÄÖÜ])|\s?[%€$]|[.,:]?\d|\w)"
)


# Two figures with figures or signs between them
_MAY_BE_PHONE = re.compile(r"\d[\d\s/()–-]+\d")


def say_phones(text: str) -> str:
    """Telephone numbers and the like, figure by figure in their groups."""
    if not (_MAY_BE_PHONE.search(text) or "WKN" in text):  # a security's number may have letters
        return text
    return _EMERGENCY.sub(
        lambda found: re.sub(r"\d+", lambda n: digits(n[0]), found[0]), _PHONE.sub(_say_phone, text)
    )


def _say_phone(found: Match) -> str:
    written = found[0]
    start = re.search(r"[+(\d]", written)
    head, body = (written[: start.start()], written[start.start() :]) if start else ("", written)
    body = body.replace("(0)", " ")
    if not head and re.match(r"[A-Z]{2}\d\d", written):
        head, body = " ".join(written[:2]) + " ", written[2:]
    groups = re.findall(r"\d+", body)
    plus = "plus " if body.startswith("+") else ""
    if head[-1:].isalpha():
        head += " "
    return head + plus + ", ".join(digits(group) for group in groups)


_ORDINAL_TAIL = re.compile(r"s?t(e[nrsm]?)$")
_DECADE = re.compile(r"er[ns]?$")


def _say_joined(found: Match) -> str:
    """``20jährigen`` → zwanzigjährigen, ``15ten`` → fünfzehnten, ``1990er`` → neunzehnhundertneunziger."""
    number, tail = found["number"], found["tail"]
    tail_ordinal = _ORDINAL_TAIL.fullmatch(tail)
    if tail_ordinal and "," not in number:
        return ordinal(int(number.replace(".", "")), tail_ordinal[1])
    if _DECADE.fullmatch(tail) and len(number) == 4:  # noqa: PLR2004
        return year(int(number)) + tail
    if tail == "tel" and "," not in number:
        return title(ordinal(int(number.replace(".", "")), "el"))
    if "," in number:
        return say_number(number) + tail
    return say_inside(number) + tail


def _say_derived(found: Match) -> str:
    """``24-Jährige`` → Vierundzwanzigjährige."""
    spoken = say_number(found["number"]) if "," in found["number"] else say_inside(found["number"])
    return title(spoken) + found["tail"].lower()


def _say_hyphened(found: Match) -> str:
    """``10-Euro-Schein`` → Zehn-Euro-Schein."""
    number = found["number"]
    if number == "1" and found.string[: found.start()].endswith(("-", "+", "plus ")):
        return "Eins-"  # Formel-1-Pilot, 50+1-Regel
    if len(number) == 4 and number.isdigit():  # noqa: PLR2004
        return title(year(int(number))) + "-"
    return title(say_inside(number).replace(" ", "-")) + "-"


def _say_code(found: Match) -> str:
    """``H5N1`` → H 5 N 1, ``A380`` → A 380; the letters are read with the acronyms."""
    return re.sub(r"(?<=\d)(?=[^\W\d])|(?<=[^\W\d])(?=\d)", " ", found[0])


_COUNTED = re.compile(r"\s+(?:[a-zäöüß]+e[nr]?\s+){0,2}(?P<noun>[A-ZÄÖÜ]\w*(?:en|er|e|s|n|el|ler|mal))\b")
_AMOUNT_BEFORE = re.compile(
    r"\b(?:[Rr]und|[Kk]napp|[Gg]ut|[Ff]ast|[Mm]indestens|[Hh]öchstens|(?:mehr|weniger) als|bis zu|[Ii]nsgesamt|[Uu]ngefähr|[Cc]irca)\s$"
)
# TSV 1860, VfL 1848: clubs carry the year they were founded in
_CLUB_BEFORE = re.compile(r"\b(?:[A-ZÄÖÜ]{2,4}|Vf[BLR]|TuS)\s$")
_YEAR_BEFORE = re.compile(r"\b(?:[Jj]ahre?n?s?|[Ss]eit|Anfang|Mitte|Ende|Sommer|Herbst|Winter|Frühjahr|Frühling|Silvester|Ostern|Pfingsten|Weihnachten|von|bis|ab|vor|nach|um|zwischen|und|geboren|gestorben|Saison|Spielzeit|" + choice(tables.MONTHS) + r")\s$")  # fmt: skip


# "1989 siegte Becker", "schon 1905 erkannte Einstein", "2015 kamen Flüchtlinge": a verb, not an adjective, follows
_VERB_AHEAD = re.compile(r"\s+[a-zäöüß]+(?P<end>te|en)\s")
_WHEN_BEFORE = re.compile(
    r"(?:^|[.!?:;,–]\s|\b(?:[Ss]chon|[Bb]ereits|[Ee]rst|[Aa]uch|[Nn]och|[Nn]ochmals|[Dd]ann|[Ww]ieder|[Zz]uletzt|[Ee]rstmals|[Ss]päter)\s)$"
)
_YEARS = range(1200, 2100)


def _tells_when(number: int, before: str, after: str) -> bool:
    """Whether the figures open their clause as a year does; a round number may still be counted."""
    verb = _VERB_AHEAD.match(after)
    if not verb or number not in _YEARS or not (opens := _WHEN_BEFORE.search(before[-20:])):
        return False
    # adjectives end in -en only behind a preposition or determiner, and then no number opens the clause
    return verb["end"] == "en" or number % 100 != 0 or opens[0].strip().isalpha()


def _say_four_figures(written: str, before: str, after: str) -> str:
    """A year, unless something is counted: ``2000 Fans``."""
    if written[0] == "0":
        return digits(written)
    counted = _COUNTED.match(after)
    many = (
        counted
        and counted["noun"] not in grammar.STARTERS
        and not _YEAR_BEFORE.search(before[-20:])
        and not _tells_when(int(written), before, after)
    )
    club = written[0] == "1" and _CLUB_BEFORE.search(before[-8:])
    amount = _AMOUNT_BEFORE.search(before[-20:]) or (many and not club)
    return cardinal(int(written)) if amount else year(int(written))


def _say_plain(found: Match) -> str:
    written = found[0]
    before, after = found.string[: found.start()], found.string[found.end() :]
    if len(written) == 4 and written.isdigit():  # noqa: PLR2004
        return _say_four_figures(written, before, after)
    if written == "1":
        noun = grammar.noun_ahead(after)[1] if after[:1].isspace() else ""
        named = re.search(r"([A-ZÄÖÜ]\w*|§|plus)\s$|(Aktenzeichen):\s$", before[-30:])  # "Platz 1", "§ 1"
        if named and named[1] in grammar.STARTERS:
            named = None
        if noun and noun not in grammar.STARTERS and not named:
            return grammar.one(before, noun, after)
        if named:
            return "eins"
        return grammar.one_among(before, after) or _say_one_of_two(before, after)
    return say_number(written)


_ONE_OF_TWO = re.compile(r"\s+(?P<join>bis|oder|und)\s+\S+\s+(?P<noun>[A-ZÄÖÜ]\w+)")


def _say_one_of_two(before: str, after: str) -> str:
    """``1 bis 2 Wochen`` → ein; ``zwischen 1 und 2 Milliarden`` → einer."""
    found = _ONE_OF_TWO.match(after)
    if not found or found["noun"] in grammar.STARTERS:
        return "eins"
    if found["join"] != "und":
        return "ein"
    if grammar.words_before(before)[1] != "zwischen":
        return "eins"
    noun = found["noun"]
    singular = next((form for form in (noun, noun[:-1], noun[:-2]) if known_gender(form)), noun)
    return grammar.one(before, singular)


_SUFFIX_START = (
    r"(?:jährig|tägig|stündig|minütig|sekündig|wöchig|monatig|köpfig|seitig|teilig|stellig|stöckig|malig|fach|mal|prozentig|"
    r"geschossig|türig|motorig|zeilig|stufig|spurig|gleisig|bändig|prozenter|sitzig|achsig|beinig|gängig|kampf|zylindrig|zimmrig|"
    r"pfündig|silbig|sprachig|tonner|meter|zeiler|teiler|sitzer|monatlich|wöchentlich|jährlich|stündlich|armig|eckig|klassig|kilo)"
)


_GROUPING = (
    Rule("§-34c-Schein", r"§-(?=\d)", "§ ", "§"),
    Rule("10 000", r"(\d(?<![\w.,:/-]\d)(?<!\d \d)\d{0,2})((?: \d{3})+)(?![\w:]|[.,]\d{1,2}\.)", lambda m: m[1] + m[2].replace(" ", "."), " ", behind=" ", before=" "),
    Rule("$4,000", r"(?<=[$£€])\s?\d{1,3},\d{3}(?![\d,]|\s?(?:[Mm]ill|[Bb]ill|[MB]io|Mrd))", lambda m: m[0].replace(",", "."), "$£€", behind=","),
    Rule("1,234,567", r"\d(?<![\w.,]\d)\d{0,2}(?:,\d{3}){2,}(?![\w,])", lambda m: m[0].replace(",", "."), behind=",", before=","),
    Rule("20,-", r"(?<=\d)[.,](?:[–—]|-{1,2})(?!\d|[A-ZÄÖÜ]\w+-)", "", "-–—", behind=",."),
    Rule("3.5 Mrd.", rf"(\d(?<![\w.,]\d)\d*)\.(\d{{1,2}})(?=\s?(?:{amounts.SCALE}|{amounts.SCALE_SIGN}|{amounts.CURRENCY}|%|Prozent)(?!\w))", r"\1,\2", behind=".", before="."),
    Rule("CHF 4.90", rf"(?<!\w)({amounts.CURRENCY})(?:(?<=Fr)\.|(?<=Rp)\.)?\s?(\d+)\.(\d{{1,2}})(?!\d)", r"\1 \2,\3", behind=".", before="."),
)  # fmt: skip
# Five figures before a name are a postcode behind a house number, a box or a D-, or before a large town.
_TOWNS = choice(
    tables.words(
        "Berlin Hamburg München Köln Frankfurt Stuttgart Düsseldorf Leipzig Dortmund Essen Bremen Dresden Hannover Nürnberg "
        "Duisburg Bochum Wuppertal Bielefeld Bonn Münster Mannheim Karlsruhe Augsburg Wiesbaden Mönchengladbach Gelsenkirchen "
        "Aachen Braunschweig Kiel Chemnitz Halle Magdeburg Freiburg Krefeld Mainz Lübeck Erfurt Oberhausen Rostock Kassel Potsdam "
        "Saarbrücken Hagen Oldenburg Osnabrück Heidelberg Darmstadt Regensburg Würzburg Ingolstadt Ulm Wolfsburg Göttingen Jena "
        "Koblenz Trier Schwerin Cottbus"
    )
)
_POSTCODES = (
    Rule(
        "12a, 80331 München",
        r"\d(?<!\d{4},\s\d)(?:(?<=\d,\s\d)|(?<=\d[a-z],\s\d))\d{4}(?=\s[A-ZÄÖÜ])",
        lambda m: digits(m[0]),
        behind=" ",
        before=" ",
        figures=5,
    ),
    Rule(
        "in 10117 Berlin",
        rf"(?<![\w.,-])(?:D-)?(\d{{5}})(?=\s(?:{_TOWNS})\b)",
        lambda m: digits(m[1]),
        behind=" ",
        figures=5,
    ),
)
_WORDS = (
    Rule("B.1.1.7", r"(?<![\w.])[A-Z]{1,3}\.\d{1,3}(?:\.\d{1,3})+(?![\w.]*\d)", lambda m: m[0].replace(".", " "), behind=".", before="."),
    Rule("17- und 18-jährig", rf"(?P<number>{APART})-(?=,?\s(?:und|oder|bis|beziehungsweise|sowie|\d+-))", lambda m: say_inside(m["number"]), behind="-"),
    Rule("24-jährige", rf"(?P<number>{APART})-?(?P<tail>{_SUFFIX_START}\w*)", _say_joined, behind="-a"),
    Rule("1990er", rf"(?P<number>{APART})-?(?P<tail>(?:er[ns]?|(?:s?te[nrsm]?)|tel)(?!\w))", _say_joined, behind="-a"),
    Rule("20stöckig", r"(?P<number>\d(?<![\w.,:/]\d)\d*)(?P<tail>[a-zäöüß]{4,})", _say_joined, behind="a"),
    Rule("30-Jährige", rf"(?P<number>{APART})-(?P<tail>(?:Jährig|Tägig|Stündig|Minütig|Wöchig|Monatig|Prozentig|Fach|Köpfig|Stöckig)\w*)", _say_derived, behind="-"),
    Rule("10-Euro-Schein", rf"(?P<number>{APART})-(?=[A-ZÄÖÜ][a-zäöü])", _say_hyphened, behind="-"),
    Rule("F-16", r"-(?<=[^\W\d_]-)(?=\d)", " ", before="-"),
    Rule("ID.3", r"\.(?<=[^\W\d_]\.)(?=\d)", " ", before="."),
    Rule("H5N1", r"(?<![\w])(?=[^\W\d_]+\d|\d+[^\W\d_])\w+", _say_code, beside="a"),
)  # fmt: skip
_LEFT = (
    Rule("2.0", r"\d(?<![\w.,]\d)\d*(?:\.\d+)+(?![\w])(?<!\.\d{3})", lambda m: m[0].replace(".", " Punkt "), behind=".", before="."),
    Rule("12,5", NUM, _say_plain),
)  # fmt: skip
RULES = (*_POSTCODES, *_GROUPING, *dates.RULES, *amounts.RULES, *ordinals.RULES, *_WORDS, *_LEFT)


_OPENS = re.compile(r"[\w)]{3}(?<!\bStd|\bMin|\bSek|\bMio|\bMrd)[.!?] $")


def _opening(say: Callable[[Match], str]) -> Callable[[Match], str]:
    """Begin with a capital where a sentence begins with the figure."""

    def speak(found: Match) -> str:
        words = say(found)
        opens = found[0][0].isdigit() and _OPENS.search(
            found.string, max(0, found.start() - 6), found.start()
        )
        return title(words) if opens else words

    return speak


_NEEDED_WORDS = tuple({word for rule in RULES for word in rule.words})
_DEMANDS = {demand for rule in RULES for demand in rule.demands()}
_MEETING = {
    feature: [demand for demand in _DEMANDS if feature in demand] for feature in chain.from_iterable(_DEMANDS)
}
"""What a text may hold → the demands that it meets so."""


def _met(text: str) -> set[frozenset[str]]:
    """The demands that a text meets."""
    found = _MEETING.keys() & features(text, _NEEDED_WORDS)
    return set(chain.from_iterable(map(_MEETING.__getitem__, found)))


@lru_cache(maxsize=1)
def _compiled() -> tuple[
    tuple[frozenset[frozenset[str]], re.Pattern[str], Callable[[Match], str] | str], ...
]:
    return tuple(
        (
            frozenset(rule.demands()),
            re.compile(rule.pattern),
            rule.say if isinstance(rule.say, str) else _opening(rule.say),
        )
        for rule in RULES
    )


_SUBSCRIPTS = str.maketrans("₀₁₂₃₄₅₆₇₈₉", "0123456789")
_SUBSCRIPT = re.compile("[₀-₉]")
_FIGURE = re.compile(r"[\d½⅓⅔¼¾⅕-⅞⅐⅑⅒²³µ°/%]")
# Words and parts of words that may be units, and what they look like where they are
_UNIT_WORDS = ("Mio.", "Mrd.", "Tsd.", "Wh", "je ", "pro ")
_UNIT = re.compile(r"\b(?:M(?:io|rd)\.|Tsd\.|(?:je|pro) \w{1,3}\b)|[kMG]Wh")
# A sentence ends before a blank and a capital, after a word that is no abbreviation, number or initial.
_SENTENCE = re.compile(r"(?<=[a-zäöüß]{3}[.!?]) (?=[A-ZÄÖÜ])")


def _has_figure(text: str) -> bool:
    return bool(
        _FIGURE.search(text)
        or NUMERAL.search(text)
        or (any(word in text for word in _UNIT_WORDS) and _UNIT.search(text))
    )


def say_figures(text: str) -> str:
    """Run all rules over the sentences that hold figures, Roman numerals or units."""
    if _SUBSCRIPT.search(text):
        text = text.translate(_SUBSCRIPTS)
    if not _has_figure(text):
        return text
    parts = _SENTENCE.split(text)
    if len(parts) == 1:
        return _say_sentence(text)
    return " ".join(_say_sentence(part) if _has_figure(part) else part for part in parts)


def _say_sentence(text: str) -> str:
    opens = text[:1].isdigit() and text.rstrip()[-1:] in ".!?"
    met = _met(text)
    for demands, pattern, say in _compiled():
        if demands <= met:
            said = pattern.sub(say, text)
            if said is text:
                continue
            text = said
            if not _has_figure(text):
                break  # all is said
            met = _met(text)
    return title(text) if opens else text
