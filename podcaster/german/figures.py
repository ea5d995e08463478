"""Figures in a text → words: dates, times, money, units, ranges, scores, ordinals, years.

The rules run in the order of ``RULES``; each one leaves digits for those behind it, and the last
ones read whatever number is left.
"""

from __future__ import annotations

import re
import unicodedata
from typing import TYPE_CHECKING, NamedTuple

from podcaster.german import grammar, tables
from podcaster.german.numbers import cardinal, digits, ordinal, roman, year

if TYPE_CHECKING:
    from collections.abc import Callable

    Match = re.Match[str]


class Rule(NamedTuple):
    """A pattern and what is said in its place."""

    pattern: re.Pattern[str]
    say: Callable[[Match], str] | str
    needs: str | None = None
    """A cheaper pattern that finds something wherever this one does."""


def _choice(words: object) -> str:
    return "|".join(re.escape(word) for word in sorted(words, key=len, reverse=True))  # type: ignore[call-overload]


NUM = r"\d{1,3}(?:\.\d{3})+(?!\d)(?:,\d+)?|\d+(?:,\d+)?"
"""A number as German writes it, groups by points; blanks between groups are points by then."""
_FREE = r"(?<![\w.,:/])"
_MONTH = _choice(tables.MONTHS)
_SCALE = r"(?:Tausend|(?:M|B|Tr)illi(?:on|arde)(?:en|n)?)"
_CURRENCY = _choice(tables.CURRENCIES)
_UNIT = _choice(tables.UNITS)
_PER = _choice({*tables.UNITS, *tables.PER} - {"%", "‰", "°"})
_MONEY_PER = rf"(?:/(?:(?:\d+ ?)?(?:{_PER})[²³]?(?!\w)|[A-ZÄÖÜ]\w+))?"
_SUBSCRIPTS = str.maketrans("₀₁₂₃₄₅₆₇₈₉", "0123456789")


def say_number(written: str, one: str = "eins") -> str:
    """``1.234,50`` → eintausendzweihundertvierunddreißig Komma fünf null."""
    whole, comma, decimals = written.partition(",")
    whole = whole.replace(".", "")
    if comma:
        return f"{cardinal(int(whole))} Komma {digits(decimals)}"
    if len(whole) > 1 and whole[0] == "0":
        return digits(whole)
    return cardinal(int(whole), one)


# --- telephone numbers, codes read figure by figure ------------------------------------------------

_PHONE = re.compile(
    r"""(?<![\w.,])\+\d{1,3}[\s/-]?(?:\(0\)\s?)?\(?\d[\d\s/()-]{4,}\d   # +49 (0)30 1234567
    |(?<![\w.,])\(?0\d{2,5}\)?\s?[/\s–-]\s?\d[\d\s/-]{2,}\d(?![\w:,])     # 030 / 123 45 67
    |(?<![\w.,])0[18]00\d{5,}                                            # 08001234567
    |(?:(?:Tel(?:efon)?|Fax|Hotline|Notruf|Rufnummer|Telefonnummer|Durchwahl|Vorwahl|PLZ|Postleitzahl|PIN|ISBN|IBAN|Kontonummer|Bankleitzahl|Notrufnummer)
       (?:nummer|[ ]Nummer)?[ .:]{0,3})\K?(?:[A-Z]{2})?\d[\d\s/-]{1,}\d(?!\w|,\d) # Notruf 112
    """.replace(r"\K?", ""),
    re.VERBOSE,
)


def say_phones(text: str) -> str:
    """Telephone numbers and the like, figure by figure in their groups."""
    return _PHONE.sub(_say_phone, text)


def _say_phone(found: Match) -> str:
    written = found[0]
    start = re.search(r"[+(\d]", written)
    head, body = (written[: start.start()], written[start.start() :]) if start else ("", written)
    body = body.replace("(0)", " ")
    groups = re.findall(r"\d+", body)
    plus = "plus " if body.startswith("+") else ""
    if head[-1:].isalpha():
        head += " "
    return head + plus + ", ".join(digits(group) for group in groups)


# --- dates and times -------------------------------------------------------------------------------

_WEEKDAY_BEFORE = re.compile(
    rf"\b((?i:am)|vom|zum|beim|ab|seit|dem|kommendem|bis|für|den|diesen|kommenden|nächsten|letzten|vergangenen)\s+"
    rf"({_choice(tables.WEEKDAYS.values())}|Sonnabend)(?:abend|morgen|mittag|nachmittag)?,\s*$"
)


def _day(found: Match, day: int, after: str) -> str:
    """The ordinal of a day in its case; ``am Montag, 24. Juni`` gets the article that is spoken."""
    before = found.string[: found.start()]
    weekday = _WEEKDAY_BEFORE.search(before[-60:])
    if weekday:
        accusative = weekday[1] in {"bis", "für", "den", "diesen"}
        if weekday[1].endswith("en") and not accusative:
            accusative = not re.search(r"\b(?:am|vom|zum|dem)\s+\w+\s+\w+,\s*$", before[-60:])
        return ("den " if accusative else "dem ") + ordinal(day, "en")
    return ordinal(day, grammar.ordinal_ending(_uncoordinated(before), after))


_BEFORE_DATE = frozenset({*tables.WEEKDAYS.values(), "Am", "Vom", "Bis", "Ab", "Seit", "Zum", "Der", "Den", "Dem", "Stand", "Vor", "Nach", "Und"})


def _say_date(found: Match) -> str:
    day, month = int(found["day"]), int(found["month"])
    if not (1 <= day <= 31 and 1 <= month <= 12):  # noqa: PLR2004
        return found[0]
    previous = grammar.words_before(found.string[: found.start()])[1]
    if not found["year"] and previous[:1].isupper() and previous not in _BEFORE_DATE:
        return found[0]
    spoken = f"{_day(found, day, ' ' + tables.MONTHS[month - 1])} {tables.MONTHS[month - 1]}"
    written_year = found["year"]
    rest = found.string[found.end() :]
    if not written_year:
        return spoken + ("." if grammar.ends_sentence(rest) and found[0].endswith(".") else "")
    number = int(written_year)
    if len(written_year) == 2:  # noqa: PLR2004
        number += 2000 if number < 50 else 1900  # noqa: PLR2004
    return f"{spoken} {year(number)}"


def _hour(hour: str, minutes: str | None, seconds: str | None = None) -> str:
    words = f"{cardinal(int(hour), 'ein')} Uhr"
    if minutes and int(minutes):
        words += f" {cardinal(int(minutes))}"
    if seconds and int(seconds):
        words += f" und {cardinal(int(seconds), 'eine')} Sekunde{'n' if int(seconds) != 1 else ''}"
    return words


_HOURS, _MINUTES = 24, 59


def _say_time(found: Match) -> str:
    hour, minutes = found["hour"], found["minutes"]
    if int(hour) > _HOURS or int(minutes) > _MINUTES:
        return found[0]
    return _hour(hour, minutes, found.groupdict().get("seconds"))


_SPORT = re.compile(r"(?i)\b(?:sieg|gewann|gewinn|siegte|schlug|niederlage|unterlag|verlor|satz|sätze|tor|tore|führung|führte|endstand|punkte|remis|unentschieden|besiegt|match|halbzeit|stand|traf|treffer|heimsieg|auswärtssieg)")
_AT_TIME = re.compile(r"(?:um|ab|bis|gegen|seit|nach|vor|von|kurz|zwischen|Uhrzeit|täglich|Uhr)\s$")


def _say_bare_time(found: Match) -> str:
    """``9:05`` is a time, unless it is a result: those have no leading nought and sport beside them."""
    hour, minutes = found["hour"], found["minutes"]
    if int(hour) > _HOURS or int(minutes) > _MINUTES:
        return found[0]
    before = found.string[: found.start()]
    near = before[-60:] + found.string[found.end() : found.end() + 60]
    if not _AT_TIME.search(before) and not hour.startswith("0") and _SPORT.search(near):
        return found[0]
    if found.string[found.end() : found.end() + 1] == "-":
        return found[0]
    return _hour(hour, minutes)


def _say_duration(found: Match) -> str:
    hours, minutes, seconds = found["hours"], found["minutes"], found["seconds"]
    one = grammar.one(found.string[: found.start()], "Stunde")
    words = []
    if hours:
        words.append(f"{cardinal(int(hours), one)} Stunde{'' if int(hours) == 1 else 'n'}")
    words.append(f"{cardinal(int(minutes), one)} Minute{'' if int(minutes) == 1 else 'n'}")
    fraction = found["fraction"]
    number = int(seconds)
    if fraction:
        words.append(f"{cardinal(number)} Komma {digits(fraction)} Sekunden")
    else:
        words.append(f"{cardinal(number, one)} Sekunde{'' if number == 1 else 'n'}")
    return " ".join(words)


# --- ranges ----------------------------------------------------------------------------------------

_NO_RANGE_AFTER = re.compile(r"(?:Boeing|Airbus|Embraer|Typ|Modell|ISBN|Nummer|Aktenzeichen|Az\.)\s$")


def _say_range(found: Match) -> str:
    low, high = found[1], found[2]
    before = found.string[: found.start()]
    if _NO_RANGE_AFTER.search(before):
        return f"{low} {high}"
    first, second = (int(re.sub(r"\D", "", side.split(",")[0]) or 0) for side in (low, high))
    if second < first and len(high) >= len(low) and "." not in low:
        return f"{low} zu {high}"
    return f"{low} bis {high}"


# --- money and units -------------------------------------------------------------------------------


def _say_scale(found: Match) -> str:
    singular, plural = tables.SCALES[found["scale"]]
    number = found["number"]
    word = singular if number == "1" else plural
    rest = found.string[found.end() :]
    stop = "." if found[0].endswith(".") and grammar.ends_sentence(rest) else ""
    return f"{number} {word}{stop}" if number else word + stop


def _money(number: str, scale: str | None, sign: str, before: str) -> str:
    name, coin, coins = tables.CURRENCIES[sign]
    if scale:
        one = grammar.one(before, scale) if number == "1" else "eins"
        return f"{say_number(number, one)} {scale} {name}"
    whole, _, decimals = number.partition(",")
    if len(decimals) != 2 or not coin:  # noqa: PLR2004
        if decimals:
            return f"{say_number(number)} {name}"
        return f"{say_number(whole, grammar.one(before, name))} {name}"
    small = int(decimals)
    if not int(whole.replace(".", "")):
        if small:
            return f"{cardinal(small, grammar.one(before, coin))} {coin if small == 1 else coins}"
        return f"null {name}"
    spoken = f"{say_number(whole, grammar.one(before, name))} {name}"
    return f"{spoken} {cardinal(small)}" if small else spoken


def _say_money(found: Match) -> str:
    before = found.string[: found.start()]
    rest = found.string[found.end() :]
    stop = "." if found[0].endswith(".") and grammar.ends_sentence(rest) else ""
    return _money(found["number"], found["scale"], found["sign"], before) + _per(found["per"]) + stop


def _unit_name(sign: str, number: str | None) -> str:
    base, power = (sign[:-1], sign[-1]) if sign[-1] in "²³" else (sign, "")
    singular, plural = tables.UNITS[base]
    name = singular if number == "1" else plural
    if power:
        name = ("Quadrat" if power == "²" else "Kubik") + name.lower()
    return name


def _per(stroke: str | None) -> str:
    if not stroke:
        return ""
    words = []
    for piece in stroke.strip("/").split("/"):
        count, sign = re.match(r"(\d*)\s?(.*)", piece).groups()  # type: ignore[union-attr]
        base = sign.rstrip("²³")
        name = tables.PER.get(sign) or (_unit_name(sign, "1") if base in tables.UNITS else sign)
        words.append(f" pro {count + ' ' if count else ''}{name}")
    return "".join(words)


def _say_unit(found: Match) -> str:
    number, scale = found["number"], found["scale"]
    name = _unit_name(found["unit"], number if not scale else None)
    before = found.string[: found.start()]
    one = grammar.one(before, (scale or name).split()[0])
    rest = found.string[found.end() :]
    stop = "." if found[0].endswith(".") and grammar.ends_sentence(rest) else ""
    middle = f" {scale}" if scale else ""
    return f"{say_number(number, one)}{middle} {name}{_per(found['per'])}{stop}"


def _say_unit_compound(found: Match) -> str:
    name = _unit_name(found["unit"], "1") if found["unit"].rstrip("²³") in tables.UNITS else tables.CURRENCIES[found["unit"]][0]
    spoken = say_compound_number(found["number"])
    return _title(f"{spoken}-{name}{_per(found['per'])}".replace(" ", "-")) + "-"


def _title(word: str) -> str:
    return word[:1].upper() + word[1:]


def say_compound_number(written: str) -> str:
    """A number inside a word: ein, hundert, neunzig."""
    if written in {"100", "1000", "1.000"}:
        return "hundert" if written == "100" else "tausend"
    return say_number(written, "ein").replace(" ", "-" if "," in written else "")


# --- fractions, seasons, results -------------------------------------------------------------------

_VULGAR = {
    "½": (1, 2), "⅓": (1, 3), "⅔": (2, 3), "¼": (1, 4), "¾": (3, 4), "⅕": (1, 5), "⅖": (2, 5), "⅗": (3, 5), "⅘": (4, 5),
    "⅙": (1, 6), "⅚": (5, 6), "⅐": (1, 7), "⅛": (1, 8), "⅜": (3, 8), "⅝": (5, 8), "⅞": (7, 8), "⅑": (1, 9), "⅒": (1, 10),
}  # fmt: skip
_DENOMINATORS = frozenset({*range(2, 11), 12, 16, 20, 25, 32, 50, 64, 100, 1000})


def _part(denominator: int) -> str:
    return "halb" if denominator == 2 else _title(ordinal(denominator, "el"))  # noqa: PLR2004


def _fraction(numerator: int, denominator: int, found: Match) -> str:
    if (numerator, denominator) == (1, 2):
        after = found.string[found.end() :]
        noun = grammar.noun_ahead(after)[1] if after[:1].isspace() else ""
        return grammar.half(found.string[: found.start()], noun) if noun else "ein halb"
    name = "Halbe" if denominator == 2 else _part(denominator)  # noqa: PLR2004
    return f"{cardinal(numerator, 'ein')} {name}"


def _say_vulgar(found: Match) -> str:
    numerator, denominator = _VULGAR[found["sign"]]
    whole = found["whole"]
    if not whole:
        return _fraction(numerator, denominator, found)
    if denominator == 2:  # noqa: PLR2004
        return cardinal(int(whole), "ein") + "einhalb"
    return f"{say_number(whole)} {_fraction(numerator, denominator, found)}"


def _say_slash(found: Match) -> str:
    whole, first, second = found["whole"], found["first"], found["second"]
    upper, lower = int(first), int(second)
    before = found.string[: found.start()]
    if (
        0 < upper < lower
        and lower in _DENOMINATORS
        and first[0] != "0"
        and not re.search(r"(?:Saison|Heft|Ausgabe|Nummer|Nr\.|Jahr|Winter|Spielzeit|Drucksache|Aktenzeichen)\s$", before)
    ):
        if whole and (upper, lower) == (1, 2):
            return cardinal(int(whole), "ein") + "einhalb"
        return (f"{say_number(whole)} " if whole else "") + _fraction(upper, lower, found)
    join = " Schrägstrich " if re.search(r"(?:Drucksache|Aktenzeichen|Az\.|Nummer)\s[\d\w ]*$", before[-30:]) else " "
    return f"{whole + ' ' if whole else ''}{first}{join}{second}"


def _say_score(found: Match) -> str:
    left, right = found["left"], found["right"]
    spoken = f"{say_number(left)} zu {say_number(right)}"
    return spoken.replace(" ", "-").capitalize() + "-" if found["hyphen"] else spoken


# --- Roman numerals --------------------------------------------------------------------------------

_ROMAN = r"(?=[IVXL])(?:XC|XL|L?X{0,3})(?:IX|IV|V?I{0,3})"
_QUEENS = frozenset(
    "Elisabeth Elizabeth Katharina Maria Margrethe Margarete Viktoria Victoria Isabella Anna Christina Beatrix Juliana "
    "Wilhelmina Kleopatra Johanna Mathilde Eleonore".split()
)
_KINGS = frozenset(
    "Ludwig Heinrich Wilhelm Friedrich Karl Otto Konrad Georg Philipp Franz Joseph Josef Leopold Rudolf Ferdinand Maximilian "
    "Albrecht Albert Ernst Johann Johannes Paul Pius Leo Benedikt Gregor Clemens Klemens Innozenz Urban Bonifaz Alexander Nikolaus Peter "
    "Iwan Charles Louis Henry George Edward James William Richard Felipe Juan Carlos Alfonso Umberto Viktor Emanuel Christian "
    "Gustav Adolf Oskar Harald Olav Haakon Frederik Carl Michael Mohammed Abdullah Ramses Amenophis Thutmosis Napoleon Sixtus "
    "Julius Eugen Hadrian Stephan Kasimir Sigismund August Ludwigs Mehmed Selim Süleyman Murad Baudouin Rama Jakob Eduard Hussein "
    "Johannes-Paul Ottokar Wenzel Lothar Barbarossa Theoderich Chlodwig Pippin Dareios Xerxes Ptolemaios Antiochos Alois Hans-Adam Rainier "
    "Tupac Sargon Kyros Artaxerxes Mithridates Philip Elisabeth Boris Ferdinand Zar Gustaf".split()
)  # fmt: skip
_TITLE_BEFORE = re.compile(r"\b(?:König\w*|Kaiser\w*|Papst\w*|Päpst\w*|Zar\w*|Sultan\w*|Fürst\w*|Herzog\w*|Prinz\w*|Graf\w*|Kurfürst\w*|Pharao\w*|Queen|King|Schah|Landgraf\w*|Großherzog\w*|Kalif\w*)\s+(?:[\w-]+\s+)?$")
_NUMBERED = re.compile(r"(?:kapitel|band|teil|artikel|episode|akt|stufe|phase|typ|abschnitt|buch|hartz|rocky|rambo|zone|liga|klasse|gruppe|abteilung|senat|serie|serien|grad|tafel|anhang|anlage|protokoll|mark|paket|säule|alien|mission|weltkrieg|division|titel)s?$", re.IGNORECASE)
_ROMAN_ENDINGS = {"nominative": ("der", "e"), "genitive": ("des", "en"), "dative": ("dem", "en"), "accusative": ("den", "en")}
_QUEEN_ENDINGS = {"nominative": ("die", "e"), "genitive": ("der", "en"), "dative": ("der", "en"), "accusative": ("die", "e")}


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
    if _NUMBERED.search(name) or not (ruler or (point and len(numeral) > 1 and not grammar.ends_sentence(rest))):
        if len(numeral) == 1 and (point or not _NUMBERED.search(name)):
            return found[0]
        return f"{name} {cardinal(number)}{point}"
    noun = re.match(r"\s+([A-ZÄÖÜ]\w+)", rest)
    if point and not ruler and noun:
        return found[0]
    case = _name_case(before, name, bare)
    article, ending = (_QUEEN_ENDINGS if bare in _QUEENS or name in _QUEENS else _ROMAN_ENDINGS)[case]
    stop = "." if point and grammar.ends_sentence(rest) else ""
    return f"{name} {article} {_title(ordinal(number, ending))}{stop}"


_CASE_WORDS = re.compile(r"(\w+)\s+(?:(?:[A-ZÄÖÜ][\w-]*|I{1,3}|\w+(?:en|er|em|es))\s+){0,3}$")


def _name_case(before: str, name: str, bare: str) -> str:
    if name != bare and (bare in _KINGS or bare in _QUEENS):
        return "genitive"
    words = before[-60:].split(" ")
    words = [word for word in words if word]
    for index in range(len(words) - 1, -1, -1):
        word = words[index]
        low = word.lower()
        if re.fullmatch(_ROMAN + r"\.?", word) or (index and low in {"und", "oder", "sowie"} and re.fullmatch(_ROMAN + r"\.?", words[index - 1])):
            continue
        if word[-1] in ",.;:!?":
            break
        if low == "des":
            return "genitive"
        if low in {"dem", "vom", "zum", "beim", "am", "im"} or low in grammar.DATIVE:
            return "dative"
        if low in {"den"} or low in grammar.ACCUSATIVE:
            return "accusative"
        if low in {"der", "die"}:
            return "dative" if low == "der" and bare in _QUEENS else "nominative"
        if word[:1].islower() and not word.endswith(("e", "en", "er", "em", "es")):
            break
        if word[:1].islower():
            break
    return "nominative"


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
    if not previous[:1].isupper() and len(found["roman"]) < 3:  # noqa: PLR2004
        return found[0]
    return cardinal(roman(found["roman"]))


# --- ordinals --------------------------------------------------------------------------------------

_JOIN = r"(?:,|und|oder|bis|sowie|auf|/|beziehungsweise)"
_COORDINATED_BEFORE = re.compile(
    rf"(?:\d{{1,4}}\.\s*(?:(?:{_MONTH})(?:\s+\d{{4}})?\s*)?{_JOIN}\s*)+$"
)
_COORDINATED_DATE = re.compile(rf"\d{{1,2}}\. ?\d{{1,2}}\.(?: ?\d{{2,4}})?\s*{_JOIN}\s*$")
_COORDINATED_AFTER = re.compile(rf"^(?:\s*{_JOIN}\s*(?:auf\s+)?(?:(?:den|dem|die|der|das|zum|zur|im)\s+)?\d{{1,4}}\.)+")
_ORDINAL_RANGE = 1000


def _uncoordinated(before: str) -> str:
    """``vom 3. und`` before 4. → ``vom``: both are inflected alike."""
    return _COORDINATED_BEFORE.sub("", _COORDINATED_DATE.sub("", before[-120:]))


def _say_ordinal(found: Match) -> str:
    before, after = found.string[: found.start()], found.string[found.end() :]
    number = int(found["number"].replace(".", ""))
    before = _uncoordinated(before)
    chained = _COORDINATED_AFTER.match(after)
    ahead = after[chained.end() :] if chained else after
    verdict = _is_ordinal(number, before, ahead, chained=bool(chained))
    if verdict is None:
        return found[0]
    stop = "." if verdict == "stop" else ""
    _, noun = grammar.noun_ahead(ahead)
    if noun in tables.MONTHS:
        return _day(found, number, ahead) + stop
    return ordinal(number, grammar.ordinal_ending(before, ahead)) + stop


_GOES_ON = frozenset(",;:")
_LAST_TOLD, _LAST_DAY, _LAST_PLACE = 10, 31, 200


def _is_ordinal(number: int, before: str, ahead: str, *, chained: bool) -> str | None:
    """``yes``, ``stop`` when its point also ends the sentence, or None when it is a plain number."""
    _, previous = grammar.words_before(before)
    determined = grammar.is_determiner(previous) or chained
    following = re.match(r"\s*([\w-]+)", ahead)
    word = following[1] if following else ""
    if number >= _ORDINAL_RANGE and not grammar.is_determiner(previous):
        return None
    if ahead[:1] in _GOES_ON and not previous[:1].isupper():
        return "yes"
    if not word:
        if not ahead.strip() and number <= _LAST_TOLD and previous in {"wurde", "wird", "als", "wurden", "werden"}:
            return "stop"
        if not (determined and number <= (_LAST_DAY if previous.lower() in {"die", ""} else _LAST_PLACE)):
            return None
        return "stop" if not ahead.strip() and not chained else "yes"
    if word[0].islower():
        return "yes"
    if word[0].isdigit() and not chained:
        return None
    if word in tables.MONTHS:
        return "yes"
    if word in grammar.STARTERS:
        return "stop" if determined else None
    if determined or not before.strip(" ,:") or before.rstrip()[-1:] in ":(,":
        return "yes"
    if not word[0].isalpha():
        return None
    _, noun = grammar.noun_ahead(ahead)
    if not grammar.is_known(noun or word):
        return None
    if previous[:1].isupper():
        return "yes" if previous.endswith("s") and not grammar.is_known(previous) else None
    return "yes"


# --- words with figures ------------------------------------------------------------------------------

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
        return _title(ordinal(int(number.replace(".", "")), "el"))
    if "," in number:
        return say_number(number) + tail
    return say_compound_number(number) + tail


def _say_derived(found: Match) -> str:
    """``24-Jährige`` → Vierundzwanzigjährige."""
    spoken = say_number(found["number"]) if "," in found["number"] else say_compound_number(found["number"])
    return _title(spoken) + found["tail"].lower()


def _say_hyphened(found: Match) -> str:
    """``10-Euro-Schein`` → Zehn-Euro-Schein."""
    number = found["number"]
    if len(number) == 4 and number.isdigit():  # noqa: PLR2004
        return _title(year(int(number))) + "-"
    return _title(say_compound_number(number).replace(" ", "-")) + "-"


def _say_code(found: Match) -> str:
    """``H5N1`` → H 5 N 1, ``A380`` → A 380; the letters are read with the acronyms."""
    return re.sub(r"(?<=\d)(?=[^\W\d])|(?<=[^\W\d])(?=\d)", " ", found[0])


# --- what is left ------------------------------------------------------------------------------------

_COUNTED = re.compile(r"\s+(?:[a-zäöüß]+e[nr]?\s+){0,2}(?P<noun>[A-ZÄÖÜ]\w*(?:en|er|e|s|n|el|ler|mal))\b")
_YEAR_BEFORE = re.compile(r"(?:[Jj]ahre?n?s?|[Ss]eit|Anfang|Mitte|Ende|Sommer|Herbst|Winter|Frühjahr|Frühling|Silvester|Ostern|Pfingsten|Weihnachten|von|bis|ab|vor|nach|um|zwischen|und|geboren|gestorben|Saison|Spielzeit|" + _MONTH + r")\s$")  # fmt: skip


def _say_plain(found: Match) -> str:
    written = found[0]
    before, after = found.string[: found.start()], found.string[found.end() :]
    if len(written) == 4 and written.isdigit():  # noqa: PLR2004
        counted = _COUNTED.match(after)
        if counted and counted["noun"] not in grammar.STARTERS and not _YEAR_BEFORE.search(before[-20:]):
            return cardinal(int(written))
        return year(int(written)) if written[0] != "0" else digits(written)
    if written == "1":
        noun = grammar.noun_ahead(after)[1] if after[:1].isspace() else ""
        named = re.search(r"([A-ZÄÖÜ]\w*)\s$", before[-30:])  # "Platz 1", "Punkt 1"
        if noun and noun not in grammar.STARTERS and not (named and named[1] not in grammar.STARTERS):
            return grammar.one(before, noun)
        if re.match(r"\s+bis\s+\S+\s+(?:Uhr|Euro)", after):
            return "ein"
        return "eins"
    return say_number(written)


_SUFFIX_START = (
    r"(?:jährig|tägig|stündig|minütig|sekündig|wöchig|monatig|köpfig|seitig|teilig|stellig|stöckig|malig|fach|mal|prozentig|"
    r"geschossig|türig|motorig|zeilig|stufig|spurig|gleisig|bändig|prozenter|sitzig|achsig|beinig|gängig|kampf|zylindrig|zimmrig|"
    r"pfündig|silbig|sprachig|tonner|meter|zeiler|teiler|sitzer|monatlich|wöchentlich|jährlich|stündlich|armig|eckig|klassig|kilo)"
)
_SCALE_SIGN = _choice(tables.SCALES)

RULES = (
    # numbers as German writes them
    Rule(re.compile(r"(?<![\w.,:/-])(?<!\d )(\d{1,3})((?: \d{3})+)(?![\w:]|[.,]\d{1,2}\.)"), lambda m: m[1] + m[2].replace(" ", ".")),
    Rule(re.compile(r"(?<![\w.,])\d{1,3}(?:,\d{3}){2,}(?![\w,])"), lambda m: m[0].replace(",", ".")),
    Rule(re.compile(r"(?<=\d)[.,](?:[–—]|-{1,2})(?!\d)"), ""),
    Rule(re.compile(rf"(?<![\w.,])(\d+)\.(\d{{1,2}})(?=\s?(?:{_SCALE}|{_SCALE_SIGN}|{_CURRENCY}|%|Prozent)(?!\w))"), r"\1,\2"),
    Rule(re.compile(rf"(?<!\w)({_CURRENCY})\s?(\d+)\.(\d{{1,2}})(?!\d)"), r"\1 \2,\3"),
    # dates
    Rule(re.compile(r"(?<![\w.-])(?P<year>\d{4})-(?P<month>\d{1,2})-(?P<day>\d{1,2})(?!\w|-\d)"), _say_date),
    Rule(re.compile(r"(?<=\d\.)\s?[-–—]\s?(?=\d{1,2}\.)"), " bis "),
    Rule(re.compile(r"(?<=\d\.)/(?=\d{1,2}\.)"), " und "),
    Rule(re.compile(r"(?<![\w.,])(?P<day>\d{1,2})\. ?(?P<month>\d{1,2})\.(?: ?(?P<year>\d{4}|\d{2})(?![\d:]|[.,]\d|\s?Uhr))?(?!\d)"), _say_date),
    Rule(re.compile(r"(?<=[Aa]m )(?P<day>\d{1,2})\.(?P<month>1[0-2]|0?[1-9])(?P<year>)(?![\w.,:]|\s(?:Uhr|\d))"), _say_date),
    # times
    Rule(re.compile(r"(?<=\d)(?:\s?Uhr)?\s?[-–]\s?(?=\d{1,2}(?:[.:]\d\d)?\s?Uhr\b)"), " bis "),
    Rule(re.compile(r"½\s?(?P<hour>\d{1,2})\s?Uhr\b"), lambda m: f"halb {cardinal(int(m['hour']))}"),
    Rule(re.compile(r"(?<=halb )½?(?P<hour>\d{1,2})\s?Uhr"), lambda m: cardinal(int(m["hour"]))),
    Rule(re.compile(r"(?<![\w.,:])(?P<hour>\d{1,2})[.:](?P<minutes>\d{2})(?:[.:](?P<seconds>\d{2}))?\s?(?:Uhr\b|h\b)"), _say_time),
    Rule(re.compile(r"(?<![\w.,:])(?P<hour>\d{1,2})[.:](?P<minutes>\d{2})(?=\s?(?:bis|und|oder|,|[-–])\s?\d{1,2}(?:[.:]\d\d)?\s?(?:Uhr|h\b)|\s?(?:bis|und|[-–])\s\w+(?: \w+)? Uhr)"), _say_time),
    Rule(re.compile(r"(?<![\w.,:])(?P<hour>\d{1,2})\s?(?:Uhr\b|h (?=Uhr))"), lambda m: _hour(m["hour"], None)),
    Rule(re.compile(r"(?<![\w.,:])(?P<hours>\d{1,2}):(?P<minutes>\d{2}):(?P<seconds>\d{2})(?:[.,](?P<fraction>\d{1,3}))?(?:\s?(?:Stunden|Std\.|h)(?!\w))?(?!:|\w)"), _say_duration),
    Rule(re.compile(r"(?<![\w.,:])(?P<hours>)(?P<minutes>\d{1,2}):(?P<seconds>\d{2})(?:[.,](?P<fraction>\d{1,3}))?\s?(?:Minuten|Min\.|min)(?!\w)"), _say_duration),
    Rule(re.compile(r"(?<![\w.,:])(?P<hours>)(?P<minutes>\d{1,2}):(?P<seconds>\d{2}),(?P<fraction>\d{1,3})(?!\w)"), _say_duration),
    Rule(re.compile(r"(?<![\w.,:])(?P<hour>\d{1,2}):(?P<minutes>[0-5]\d)(?![\d:,]|\.\d)"), _say_bare_time),
    Rule(re.compile(r"(?<=[Uu]m )(?P<hour>\d{1,2})\.(?P<minutes>[0-5]\d)(?=\s[a-zäöü]|[,;!?]|\s?$|\.)"), _say_time),
    # results, ranges
    Rule(re.compile(r"(?<=\d)\.?\s?\+\s?(\d{1,2})\.?(?=\s(?:Spielm|M)inute)"), r". plus \1"),
    Rule(re.compile(rf"(?<![\w.,:])(?P<left>{NUM})(?: : |:)(?P<right>{NUM})(?:(?P<hyphen>-)(?=[A-ZÄÖÜ])|(?![\w:]))"), _say_score),
    Rule(re.compile(r"(?<![\w.,-])(\d)-(\d)-(\d)(?:-(\d))?(?![\w-])"), lambda m: " ".join(g for g in m.groups() if g)),
    Rule(re.compile(rf"(?<![\w.,:/-])({NUM})\s?[-–—]\s?({NUM})(?![\w]*-\d)"), _say_range),
    Rule(re.compile(rf"(?<![\w.,:/-])({NUM})(\s?(?:%|€|°C?|{_UNIT}))\s?[–-]\s?(?={NUM})"), r"\1\2 bis "),
    Rule(re.compile(r"(?<![\w)%€.,-])(?<!\d )[-−–](?=\d)"), "minus "),
    Rule(re.compile(r"(?<![\w)])\+(?=\d)"), "plus "),
    Rule(re.compile(r"−(?=\s?\d)"), " minus "),
    Rule(re.compile(r"(?<=\d)\s?[x×]\s?(?=\d)"), " mal "),
    Rule(re.compile(r"(?<![\w.,])(?P<number>\d+)x(?!\w)"), lambda m: say_compound_number(m["number"]) + "mal"),
    # money, units
    Rule(re.compile(r"\s?%-?[Pp]unkt"), " Prozentpunkt"),
    Rule(re.compile(rf"(?<![\w.,])(\d+,\d\d)(?=\s(?:bis|und|oder|auf|statt|anstatt|beziehungsweise)\s(?:zu\s)?\d+,\d\d\s?({_CURRENCY})(?!\w))"), r"\1 \2"),
    Rule(re.compile(rf"(?<![\w])(?P<number>\d+)-(?:{_SCALE_SIGN})\.?-"), lambda m: _title(say_compound_number(m["number"])) + "-" + tables.SCALES[m[0].split("-")[1].rstrip(".")][1] + "-"),
    Rule(re.compile(rf"(?<![\w.,])(?P<number>{NUM})\s?(?P<scale>{_SCALE_SIGN})(?!\w)\.?"), _say_scale),
    Rule(re.compile(rf"(?<![\w.,])(?P<number>)(?P<scale>{_SCALE_SIGN})\."), _say_scale),
    Rule(re.compile(rf"(?<![\w.,:/-])(?P<number>{NUM})\s?-?(?P<unit>{_UNIT}|{_CURRENCY})(?P<per>)-(?=[A-ZÄÖÜ])"), _say_unit_compound),
    Rule(re.compile(rf"(?<![\w.,:/-])(?P<number>{NUM})-?(?P<unit>(?:{_UNIT})[²³]?)(?P<per>(?:/(?:{_PER}))?)-(?=[A-ZÄÖÜ])"), _say_unit_compound),
    Rule(re.compile(rf"(?<![\w.,])(?P<number>{NUM})[\s-]?(?:%|Prozent)-?(?P<tail>ig\w*)"), lambda m: say_compound_number(m["number"]) + "prozent" + m["tail"]),
    Rule(re.compile(rf"(?<!\w)(?P<sign>{_CURRENCY})\s?(?P<number>{NUM})(?:\s?(?P<scale>{_SCALE}|[Mm]illionen|[Mm]illiarden))?(?![\w])(?P<per>{_MONEY_PER})"), _say_money),
    Rule(re.compile(rf"(?<![\w.,])(?P<number>{NUM})(?:\s?(?P<scale>{_SCALE}))?\s?(?P<sign>{_CURRENCY})(?!\w)(?:(?<=Fr)\.|(?<=Rp)\.|(?<=[Cc]t)\.)?(?P<per>{_MONEY_PER})"), _say_money),
    Rule(re.compile(rf"(?<![\w.,])(?P<number>{NUM})(?:\s(?P<scale>{_SCALE}|[Mm]illionen|[Mm]illiarden))?[ ]?(?P<unit>(?:{_UNIT})[²³]?)(?P<per>(?:/(?:\d+ ?)?(?:{_PER})[²³]?)*)(?![\w²³/])(?:(?<=Std|Min|Sek|Stk|Pkt)\.|(?<=min)\.(?=\s[a-z]))?"), _say_unit),
    Rule(re.compile(rf"(?<=Euro|llar|nken|fund|Cent)/(?P<per>(?:\d+ ?)?(?:{_PER})[²³]?|[A-ZÄÖÜ]\w+)(?!\w)"), lambda m: _per("/" + m["per"])),
    Rule(re.compile(rf"(?:(?<=\bje )|(?<=\bpro ))(?P<per>(?:{_PER})[²³]?)(?!\w)"), lambda m: _per("/" + m["per"]).removeprefix(" pro ")),
    Rule(re.compile(rf"(?<![\w.,])(?P<unit>(?:[kcmd]?m)[²³]|km/h|m/s|kWh|MWh|GWh|TWh|µg|°C)(?P<per>(?:/(?:{_PER})[²³]?)*)(?!\w)"), lambda m: "Kilometer pro Stunde" if m["unit"] == "km/h" else "Meter pro Sekunde" if m["unit"] == "m/s" else _unit_name(m["unit"], None) + _per(m["per"])),
    # powers, fractions
    Rule(re.compile(r"(?<=\d)\^-?(?=\d)"), " hoch "),
    Rule(re.compile(r"(?<=\d)[⁰¹²³⁴-⁹]+"), lambda m: " hoch " + unicodedata.normalize("NFKC", m[0])),
    Rule(re.compile(r"(?<=\b[a-zA-Z])²"), " Quadrat"),
    Rule(re.compile(rf"(?:(?<![\w.,])(?P<whole>\d+)\s?)?(?P<sign>[{''.join(_VULGAR)}])"), _say_vulgar),
    Rule(re.compile(r"(?<![\w./])(?P<number>\d{4})/(?P<second>\d{2,4})(?![\w/])"), lambda m: f"{year(int(m['number']))} {cardinal(int(m['second'])) if len(m['second']) < 4 else year(int(m['second']))}"),
    Rule(re.compile(r"(?<![\w.,:/])(?P<first>\d{1,2})/(?P<second>\d{1,2})-(?=[A-ZÄÖÜ])"), lambda m: f"{_title(cardinal(int(m['first']), 'ein'))}-{_part(int(m['second'])) if int(m['second']) > 1 else cardinal(int(m['second']))}-"),
    Rule(re.compile(r"(?<![\w.,:/])(?:(?P<whole>\d{1,3}) )?(?P<first>\d{1,6})/(?P<second>\d{1,6})(?![\w/])"), _say_slash),
    # Roman numerals
    Rule(re.compile(rf"\b(?P<name>[A-ZÄÖÜ][\w-]*[a-zäöüß])\s(?P<roman>{_ROMAN})\b(?P<point>\.?)(?!\w|\s[A-ZÄÖÜ]\b)"), _say_roman_name),
    Rule(re.compile(rf"(?<![\w.])(?P<roman>{_ROMAN})\.(?=\s[A-ZÄÖÜ][a-zäöü])"), _say_roman_ordinal),
    Rule(re.compile(rf"(?<![\w.-])(?P<roman>(?=[IVX]{{2}}){_ROMAN})(?![\w-])"), _say_roman_alone),
    # ordinals, compounds
    Rule(re.compile(rf"(?<![\w.,:/])(?P<number>{NUM})-(?=,?\s(?:und|oder|bis|beziehungsweise|sowie|\d+-))"), lambda m: say_compound_number(m["number"])),
    Rule(re.compile(r"(?<![\w.,:/-])(?P<number>\d{1,3}(?:\.\d{3})+|\d{1,12})\.(?=\s|$|[,;:!?/])"), _say_ordinal),
    Rule(re.compile(rf"(?<![\w.,:/])(?P<number>{NUM})-?(?P<tail>{_SUFFIX_START}\w*)"), _say_joined),
    Rule(re.compile(rf"(?<![\w.,:/])(?P<number>{NUM})-?(?P<tail>(?:er[ns]?|(?:s?te[nrsm]?)|tel)(?!\w))"), _say_joined),
    Rule(re.compile(r"(?<![\w.,:/])(?P<number>\d+)(?P<tail>[a-zäöüß]{4,})"), _say_joined),
    Rule(re.compile(rf"(?<![\w.,:/])(?P<number>{NUM})-(?P<tail>(?:Jährig|Tägig|Stündig|Minütig|Wöchig|Monatig|Prozentig|Fach|Köpfig|Stöckig)\w*)"), _say_derived),
    Rule(re.compile(rf"(?<![\w.,:/])(?P<number>{NUM})-(?=[A-ZÄÖÜ][a-zäöü])"), _say_hyphened),
    Rule(re.compile(r"(?<=[^\W\d_])-(?=\d)"), " "),
    Rule(re.compile(r"(?<=[^\W\d_])\.(?=\d)"), " "),
    Rule(re.compile(r"(?<![\w])(?=[^\W\d_]+\d|\d+[^\W\d_])\w+"), _say_code),
    # what is left
    Rule(re.compile(r"(?<![\w.,])\d+(?:\.\d+)+(?![\w])(?<!\.\d{3})"), lambda m: m[0].replace(".", " Punkt ")),
    Rule(re.compile(NUM), _say_plain),
)  # fmt: skip



def _opening(say: Callable[[Match], str]) -> Callable[[Match], str]:
    """Begin with a capital where a sentence begins with the figure."""

    def speak(found: Match) -> str:
        words = say(found)
        start, text = found.start(), found.string
        opens = start > 1 and text[start - 1] == " " and text[start - 2] in ".!?"
        return _title(words) if opens and found[0][0].isdigit() else words

    return speak


_RULES = tuple((rule.needs and re.compile(rule.needs), rule.pattern, rule.say if isinstance(rule.say, str) else _opening(rule.say)) for rule in RULES)
_HAS_FIGURE = re.compile(r"[\d½¼¾⅓⅔²³µ°/]|\b[IVX]+\b|(?:Mio|Mrd|Tsd)\.|kWh")
# A sentence ends before a blank and a capital, after a word that is no abbreviation, number or initial.
_SENTENCE = re.compile(r"(?<=[a-zäöüß]{3}[.!?]) (?=[A-ZÄÖÜ])")


def say_figures(text: str) -> str:
    """Run all rules over the sentences that hold figures, Roman numerals or units."""
    if not text.isascii():
        text = text.translate(_SUBSCRIPTS)
    if not _HAS_FIGURE.search(text):
        return text
    return " ".join(_say_sentence(part) if _HAS_FIGURE.search(part) else part for part in _SENTENCE.split(text))


def _say_sentence(text: str) -> str:
    opens = text[:1].isdigit() and text.rstrip()[-1:] in ".!?"
    for needs, pattern, say in _RULES:
        if needs is None or needs.search(text):
            text = pattern.sub(say, text)
    return _title(text) if opens else text
