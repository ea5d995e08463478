"""Results, ranges, money, units and fractions → words."""

from __future__ import annotations

import re
import unicodedata

from podcaster.german import grammar, tables
from podcaster.german.numbers import cardinal, digits, ordinal, year
from podcaster.german.rules import (
    ALONE,
    FREE,
    NUM,
    UNSLASHED,
    UNTIMED,
    Match,
    Rule,
    choice,
    say_inside,
    say_number,
    stop_after,
    title,
)

SCALE = r"(?:Tausend|(?:M|B|Tr)illi(?:on|arde)(?:en|n)?)"
SCALE_SIGN = choice(tables.SCALES)
CURRENCY = choice(tables.CURRENCIES)
_UNIT = choice(tables.UNITS)
_PER = choice({*tables.UNITS, *tables.PER} - {"%", "‰", "°"})
_MONEY_PER = rf"(?:/(?:(?:\d+ ?)?(?:{_PER})[²³]?(?!\w)|[A-ZÄÖÜ]\w+))?"

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


def _say_scale(found: Match) -> str:
    singular, plural = tables.SCALES[found["scale"]]
    number = found["number"]
    stop = stop_after(found, grammar.ends_sentence)
    if plural == "Tausend" and number.isdigit() and len(number) <= len("999"):
        return f"{number}.000{stop}"  # 300 Tsd. are one number in one word
    word = singular if number == "1" else plural
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
    spoken = f"{say_number(whole, grammar.one_governed(before, name))} {name}"
    return f"{spoken} {cardinal(small)}" if small else spoken


def _say_money(found: Match) -> str:
    before = found.string[: found.start()]
    stop = stop_after(found, grammar.ends_sentence)
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
    one = grammar.one(before, (scale or name).split()[0], found.string[found.end() :])
    if name.endswith(("meter", "liter", "entner", "Meter", "Liter")) and number != "1" and not scale:
        name += grammar.measure_ending(before, found.string[found.end() :])
    stop = stop_after(found, grammar.ends_sentence)
    middle = f" {scale}" if scale else ""
    return f"{say_number(number, one)}{middle} {name}{_per(found['per'])}{stop}"


# "Hauptstraße 16 A", "die 7 A": a house or a class; "hält 16 A", "230 V, 16 A", "Sicherung 16 A": a current
_CURRENT_BEFORE = re.compile(
    r"(?:(?<!\bder)(?<!\bdie)(?<!\bzur)(?<!\bden)\b[a-zäöüß]+|\d+ V,?|Volt,?|[Ss]icherung|[Ss]trom|Stromstärke|Ampere bis|A bis)\s$"
)


def _say_ampere(found: Match) -> str:
    before = found.string[: found.start()]
    if not _CURRENT_BEFORE.search(before[-30:]):
        return found[0]
    return f"{say_number(found['number'], 'ein')} Ampere"


def _say_bare_unit(found: Match) -> str:
    """``in km/h`` → in Kilometer pro Stunde."""
    unit, _, per = found["unit"].partition("/")
    return _unit_name(unit, None) + _per(per and "/" + per) + _per(found["per"])


def _say_scale_inside(found: Match) -> str:
    """``500-Mio.-Programm`` → Fünfhundert-Millionen-Programm."""
    return f"{title(say_inside(found['number']))}-{tables.SCALES[found['scale']][1]}-"


def _say_unit_compound(found: Match) -> str:
    name = (
        _unit_name(found["unit"], "1")
        if found["unit"].rstrip("²³") in tables.UNITS
        else tables.CURRENCIES[found["unit"]][0]
    )
    if name.endswith("e"):
        name += "n"  # Kilowattstunden-Akku, Tonnen-Lkw
    spoken = say_inside(found["number"])
    return title(f"{spoken}-{name}{_per(found['per'])}".replace(" ", "-")) + "-"


_VULGAR = {
    "½": (1, 2), "⅓": (1, 3), "⅔": (2, 3), "¼": (1, 4), "¾": (3, 4), "⅕": (1, 5), "⅖": (2, 5), "⅗": (3, 5), "⅘": (4, 5),
    "⅙": (1, 6), "⅚": (5, 6), "⅐": (1, 7), "⅛": (1, 8), "⅜": (3, 8), "⅝": (5, 8), "⅞": (7, 8), "⅑": (1, 9), "⅒": (1, 10),
}  # fmt: skip
_DENOMINATORS = frozenset({*range(2, 11), 12, 16, 20, 25, 32, 50, 64, 100, 1000})


def _part(denominator: int) -> str:
    return "halb" if denominator == 2 else title(ordinal(denominator, "el"))  # noqa: PLR2004


def _ein(numerator: int, before: str) -> str:
    """``bei 1/4`` → einem, ``um 1/4`` → ein."""
    return grammar.one(before, "Viertel") if numerator == 1 else cardinal(numerator)


def _fraction(numerator: int, denominator: int, found: Match) -> str:
    if (numerator, denominator) == (1, 2):
        after = found.string[found.end() :]
        noun = grammar.noun_ahead(after)[1] if after[:1].isspace() else ""
        return grammar.half(found.string[: found.start()], noun, after) if noun else "ein halb"
    name = "Halbe" if denominator == 2 else _part(denominator)  # noqa: PLR2004
    before = found.string[max(0, found.start() - 200) : found.start()]
    if numerator == 1 and grammar.is_determiner(grammar.words_before(before)[1]):
        return name  # "ein 1/4 der Betriebe"
    return f"{_ein(numerator, before)} {name}"


def _say_vulgar(found: Match) -> str:
    numerator, denominator = _VULGAR[found["sign"]]
    whole = found["whole"]
    if not whole:
        return _fraction(numerator, denominator, found)
    if denominator == 2:  # noqa: PLR2004
        return cardinal(int(whole), "ein") + "einhalb"
    return f"{say_number(whole)} {cardinal(numerator, 'ein')} {_part(denominator)}"


def _say_fraction_of(found: Match) -> str:
    """``1/4 l`` → ein Viertel Liter, ``½ TL`` → ein halber Teelöffel."""
    upper, lower = _VULGAR[found["sign"]] if found["sign"] else (int(found["first"]), int(found["second"]))
    if not (0 < upper < lower and lower in _DENOMINATORS):
        return found[0]
    halves = lower == 2  # noqa: PLR2004
    before, after = found.string[: found.start()], found.string[found.end() :]
    one, more = _unit_name(found["unit"], "1"), _unit_name(found["unit"], None)
    if found["whole"]:
        whole = cardinal(int(found["whole"]), "ein")
        return (
            f"{whole}einhalb {more}" if halves else f"{whole} {cardinal(upper, 'ein')} {_part(lower)} {more}"
        )
    if halves:
        return f"{grammar.half(before, one, after)} {one}"
    return f"{_ein(upper, before)} {_part(lower)} {one}"


def _say_quarters(found: Match) -> str:
    """``nach ¾ Stunde`` → nach einer Dreiviertelstunde."""
    noun = "Stunde" if found["noun"].startswith("St") else found["noun"]
    quarters = "Dreiviertel" if found["count"][0] in "3¾" else "Viertel"
    before = found.string[: found.start()]
    determined = grammar.is_determiner(grammar.words_before(before)[1])
    return ("" if determined else grammar.one(before, noun) + " ") + quarters + noun.lower()


def _say_slash(found: Match) -> str:
    whole, first, second = found["whole"], found["first"], found["second"]
    upper, lower = int(first), int(second)
    before = found.string[max(0, found.start() - 200) : found.start()]
    if (
        0 < upper < lower
        and lower in _DENOMINATORS
        and first[0] != "0"
        and not re.search(
            r"(?:Saison|Heft|Ausgabe|Nummer|Nr\.|Jahr|Winter|Spielzeit|Drucksache|Aktenzeichen)\s$", before
        )
    ):
        if whole and (upper, lower) == (1, 2):
            return cardinal(int(whole), "ein") + "einhalb"
        if whole:
            return f"{say_number(whole)} {cardinal(upper, 'ein')} {_part(lower)}"
        return _fraction(upper, lower, found)
    join = " Schrägstrich " if _REFERENCE_BEFORE.search(before[-60:]) else " "
    return f"{whole + ' ' if whole else ''}{first}{join}{second}"


_REFERENCE_BEFORE = re.compile(
    r"(?:[Dd]rucksachen?|Aktenzeichen:?|Az\.:?|[Nn]ummern?|Nr\.|[Vv]erordnung|[Rr]ichtlinie|[Bb]eschluss|[Rr]esolution|[Rr]echtssache|(?:\b[EGU]{2}|EWG)\)?,?)"
    r"\s(?:lautet\s)?[\d\w ]*$"
)


def _say_season(found: Match) -> str:
    """``2023/24`` → zweitausenddreiundzwanzig vierundzwanzig."""
    if _REFERENCE_BEFORE.search(found.string[max(0, found.start() - 60) : found.start()]):
        return f"{say_number(found['number'])} Schrägstrich {year(int(found['second']))}"
    return f"{year(int(found['number']))} {year(int(found['second']))}"


def _say_fraction_inside(found: Match) -> str:
    """``2/3-Mehrheit`` → Zwei-Drittel-Mehrheit."""
    upper, lower = int(found["first"]), int(found["second"])
    if found["first"][0] == "0":  # 08/15-Lösung
        return f"{digits(found['first'])} {cardinal(lower)}-"
    return f"{title(cardinal(upper, 'ein'))}-{_part(lower) if lower > 1 else cardinal(lower)}-"


def _say_score(found: Match) -> str:
    left, right = found["left"], found["right"]
    spoken = f"{say_number(left)} zu {say_number(right)}"
    return spoken.replace(" ", "-").capitalize() + "-" if found["hyphen"] else spoken


RULES = (
    Rule("10 : 2 = 5", r"(?<=\d)\s?[:÷/]\s?(?=\d[\d.,]*\s?=)|(?<=\d)\s?÷\s?(?=\d)", " geteilt durch ", "=÷"),
    Rule("7 - 3 = 4", r"(?<=\d)\s?[-−–]\s?(?=\d[\d.,]*\s?=)", " minus ", "="),
    Rule("3-zu-1-Erfolg", r"(?<![\w.,-])(?P<left>\d{1,3})-zu-(?P<right>\d{1,3})(?P<hyphen>-)(?=[A-ZÄÖÜ])", _say_score, words=("-zu-",)),
    Rule("90.+3 Minute", r"(?<=\d)\.\s?\+\s?(\d{1,2})\.?|(?<=\d)\s?\+\s?(\d{1,2})\.?(?=\s(?:Spielm|M)inute)", r". plus \1\2", "+"),
    Rule("10 : 2 = 5", r"(?<=\d)(?:\s:\s|\s?÷\s?)(?=\d+(?:,\d+)?\s(?:=|ergibt|macht|gleich|ist gleich))", " geteilt durch ", ":÷"),
    Rule("3:1", rf"(?P<left>{UNTIMED})(?: : |:)(?P<right>{NUM})(?:(?P<hyphen>-)(?=[A-ZÄÖÜ])|(?![\w:]))", _say_score, ":", behind=" :", before=" :"),
    Rule("4-4-2", r"(?<![\w.,-])(\d)-(\d)-(\d)(?:-(\d))?(?![\w-])", lambda m: " ".join(g for g in m.groups() if g), behind="-", before="-"),
    Rule("3–4", rf"(?<![\w.,:/-])({NUM})\s?[-–—]\s?({NUM})(?![\w]*-\d)", _say_range, "-–—", behind=" -–—", before=" -–—"),
    Rule("5 km–6 km", rf"(?<![\w.,:/-])({NUM})(\s?(?:%|€|°C?|{_UNIT}))\s?[–-]\s?(?={NUM})", r"\1\2 bis ", "-–"),
    Rule("-5", r"(?<![\w)%€.,-])(?<!\d )[-−–](?=\d)", "minus ", before="-−–"),
    Rule("+3", r"(?<![\w)])\+(?=\d)", "plus ", before="+"),
    Rule("−3", r"−(?=\s?\d)", " minus ", "−"),
    Rule("<5", r"<\s?(?=\d)", " kleiner als ", "<"),
    Rule(">5", r">\s?(?=\d)", " größer als ", ">"),
    Rule("20 x 40", r"(?<=\d)\s?[x×]\s?(?=\d)", " mal ", "x×"),
    Rule("3x", r"(?<![\w.,])(?P<number>\d+)\s?[x×](?!\w|\s\d)", lambda m: say_inside(m["number"]) + "mal", "x×"),
    Rule("%-Punkt", r"\s?%-?[Pp]unkt", " Prozentpunkt", "%"),
    Rule("5,50 bis 7,50 Euro", rf"(?<![\w.,])(\d+,\d\d)(?=\s(?:bis|und|oder|auf|statt|anstatt|beziehungsweise)\s(?:zu\s)?\d+,\d\d\s?({CURRENCY})(?!\w))", r"\1 \2", behind=",", before=","),
    Rule("24/7", r"(?<![\w.,:/])24/7(?![\w/])", "24 7", behind="/", before="/"),
    Rule("¾ Stunde", r"(?<![\w.,:/])(?<!\d )(?P<count>[13]/4|[¼¾])\s?(?P<noun>Stunde|Std\.?|Jahr|Million)(?!\w)", _say_quarters, "/¼¾"),
    Rule("1/4 l", rf"(?:(?<![\w.,:/])(?P<whole>\d{{1,3}})\s?)??(?:(?<![\w.,:/])(?P<first>\d)/(?P<second>\d{{1,2}})|(?P<sign>[{''.join(_VULGAR)}]))\s?(?P<unit>{_UNIT})(?![\w²³/])", _say_fraction_of, "/" + "".join(_VULGAR)),
    Rule("500-Mio.-Programm", rf"(?P<number>{FREE})-(?P<scale>{SCALE_SIGN})\.?-", _say_scale_inside, "-", words=tuple(tables.SCALES)),
    Rule("3,5 Mrd.", rf"(?P<number>{FREE})\s?(?P<scale>{SCALE_SIGN})(?!\w)\.?", _say_scale, words=tuple(tables.SCALES)),
    Rule("Mio.", rf"(?<![\w.,])(?P<number>)(?P<scale>{SCALE_SIGN})\.", _say_scale, words=tuple(tables.SCALES)),
    Rule("10-€-Schein", rf"(?P<number>{ALONE})\s?-?(?P<unit>{_UNIT}|{CURRENCY})(?P<per>)-(?=[A-ZÄÖÜ])", _say_unit_compound, "-"),
    Rule("80-km/h-Grenze", rf"(?P<number>{ALONE})-?(?P<unit>(?:{_UNIT})[²³]?)(?P<per>(?:/(?:{_PER}))?)-(?=[A-ZÄÖÜ])", _say_unit_compound, "-"),
    Rule("100%ige", rf"(?P<number>{FREE})[\s-]?(?:%|Prozent)-?(?P<tail>ig\w*)", lambda m: say_inside(m["number"]) + "prozent" + m["tail"], words=("%", "Prozent")),
    Rule("$ 3,5 Millionen", rf"(?<!\w)(?!Euro (?:19|20)\d\d(?![\d.,]\d))(?P<sign>{CURRENCY})(?:(?<=Fr)\.)?\s?(?P<number>{NUM})(?:\s?(?P<scale>{SCALE}|[Mm]illionen|[Mm]illiarden))?(?!\w|[,.]?\d|\s?(?:{CURRENCY})(?!\w))(?P<per>{_MONEY_PER})", _say_money),
    Rule("27,50 €", rf"(?P<number>{UNSLASHED})(?:\s?(?P<scale>{SCALE}))?\s?(?P<sign>{CURRENCY})(?!\w)(?:(?<=Fr)\.|(?<=Rp)\.|(?<=[Cc]t)\.)?(?P<per>{_MONEY_PER})(?:(?<=Std|Min)\.(?=\s[a-zäöü]))?", _say_money),
    Rule("120 km/h", rf"(?P<number>{UNSLASHED})(?:\s(?P<scale>{SCALE}|[Mm]illionen|[Mm]illiarden))?[ ]?(?P<unit>(?:{_UNIT})[²³]?)(?P<per>(?:/(?:\d+ ?)?(?:{_PER})[²³]?(?!\w))*(?:/[A-ZÄÖÜ][a-zäöü]+)?)(?![\w²³/])(?:(?<=Std|Min|Sek|Stk|Pkt|Msp|Pck|Pkg)\.|(?<=Pers)\.|(?<=min)\.(?=\s[a-z]))?", _say_unit),
    Rule("7 · 8", r"(?<=\d)\s?[·∙⋅]\s?(?=\d)", " mal ", "·∙⋅"),
    Rule("0,1 K", r"(?<=\d,\d)(?P<more>\d*) K(?![\w-])", r"\g<more> Kelvin", "K", before=","),
    Rule("16 A", rf"(?P<number>{UNSLASHED})\sA(?![\w-]|\.\w|\s?\d)", _say_ampere, "A", behind=" "),
    Rule("Millionen/Jahr", r"(?:(?<=illionen)|(?<=illiarden)|(?<=[bn]..tto))/(?=[A-ZÄÖÜ])", " pro ", "/"),
    Rule("Euro/Quadratmeter", rf"(?<=Euro|llar|nken|fund|Cent)/(?P<per>(?:\d+ ?)?(?:{_PER})[²³]?|[A-ZÄÖÜ]\w+)(?!\w)", lambda m: _per("/" + m["per"]), "/"),
    Rule("CO2/km", r"(?<=\w)/(?P<per>k?m[²³]?|kWh|MWh|kg|Jahr|Monat|Tag|Woche|Stunde|Minute|Person|Kopf|Nacht|Einwohner|Liter|Quadratmeter|Stück)(?!\w)", lambda m: _per("/" + m["per"]), "/"),
    Rule("je kg", rf"(?:(?<=\bje )|(?<=\bpro ))(?P<per>(?:{_PER})[²³]?)(?!\w)", lambda m: _per("/" + m["per"]).removeprefix(" pro "), words=("je ", "pro ")),
    Rule("kWh", rf"(?<![\w.,])(?P<unit>(?:[kcmd]?m)[²³]|km/h|m/s|kWh|MWh|GWh|TWh|µg|°C)(?P<per>(?:/(?:{_PER})[²³]?)*)(?!\w)", _say_bare_unit, words=("m²", "m³", "km/h", "m/s", "Wh", "µg", "°C")),
    Rule("10^6", r"(?<=\w)\^(?P<minus>[-−]?)(?=\d)", lambda m: " hoch minus " if m["minus"] else " hoch ", "^"),
    Rule("10⁶", r"(?<=\d)⁻?[⁰¹²³⁴-⁹]+", lambda m: " hoch " + unicodedata.normalize("NFKC", m[0]).replace("−", "minus "), "⁰¹²³⁴⁵⁶⁷⁸⁹"),
    Rule("mc²", r"(?:(?<=\b[a-zA-Z])|(?<=\b[a-zA-Z]{2}))(?P<power>[²³])", lambda m: " Quadrat" if m["power"] == "²" else " hoch drei", "²³"),
    Rule("1½", rf"(?:(?<![\w.,])(?P<whole>\d+)\s?)?(?P<sign>[{''.join(_VULGAR)}])", _say_vulgar, "".join(_VULGAR)),
    Rule("2023/24", r"(?<![\w./])(?P<number>\d{4})/(?P<second>\d{2,4})(?![\w/])", _say_season, behind="/", before="/"),
    Rule("2/3-Mehrheit", r"(?<![\w.,:/])(?P<first>\d{1,2})/(?P<second>\d{1,2})-(?=[A-ZÄÖÜ])", _say_fraction_inside, behind="/", before="/"),
    Rule("3/4", r"(?<![\w.,:/])(?:(?P<whole>\d{1,3}) )?(?P<first>\d{1,6})/(?P<second>\d{1,6})(?![\w/])", _say_slash, behind="/", before="/"),
)  # fmt: skip
