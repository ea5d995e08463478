"""Dates, hours and durations → words."""

from __future__ import annotations

import re

from podcaster.german import grammar, tables
from podcaster.german.numbers import cardinal, digits, ordinal, year
from podcaster.german.rules import Match, Rule, choice, title

_MONTH = choice(tables.MONTHS)
JOIN = r"(?:,|und|oder|bis|sowie|auf|/|beziehungsweise)"
_COORDINATED_BEFORE = re.compile(rf"(?:\d{{1,4}}\.\s*(?:(?:{_MONTH})(?:\s+\d{{4}})?\s*)?{JOIN}\s*)+$")
_JOINED = re.compile(rf"{JOIN}\s*$")
_COORDINATED_DATE = re.compile(rf"\d{{1,2}}\. ?\d{{1,2}}\.(?: ?\d{{2,4}})?\s*{JOIN}\s*$")
_WEEKDAY_BEFORE = re.compile(
    rf"\b((?i:am)|vom|zum|zu|auf|beim|ab|seit|dem|kommendem|bis|für|den|diesen|kommenden|nächsten|letzten|vergangenen)\s+"
    rf"({choice(tables.WEEKDAYS.values())}|Sonnabend|(?:Oster|Pfingst)(?:sonn|mon)tag|Karfreitag|Heiligabend|Silvester|Neujahr)(?:abend|morgen|mittag|nachmittag)?,\s*$"
)


def uncoordinated(before: str) -> str:
    """``vom 3. und`` before 4. → ``vom``: both are inflected alike."""
    before = before[-120:]
    if not _JOINED.search(before):
        return before
    return _COORDINATED_BEFORE.sub("", _COORDINATED_DATE.sub("", before))


def say_day(found: Match, day: int, after: str) -> str:
    """The ordinal of a day in its case; ``am Montag, 24. Juni`` gets the article that is spoken."""
    before = found.string[: found.start()]
    weekday = _WEEKDAY_BEFORE.search(before[-60:])
    if weekday:
        accusative = weekday[1] in {"auf", "bis", "für", "den", "diesen"}
        if weekday[1].endswith("en") and not accusative:
            accusative = not re.search(r"\b(?i:am|vom|zum|dem)\s+\w+\s+\w+,\s*$", before[-60:])
        return ("den " if accusative else "dem ") + ordinal(day, "en")
    return ordinal(day, grammar.ordinal_ending(uncoordinated(before), after))


_BEFORE_DATE = frozenset(
    {
        *tables.WEEKDAYS.values(),
        "Am",
        "Vom",
        "Bis",
        "Ab",
        "Seit",
        "Zum",
        "Der",
        "Den",
        "Dem",
        "Stand",
        "Vor",
        "Nach",
        "Und",
    }
)


def _say_date(found: Match) -> str:
    day, month = int(found["day"]), int(found["month"])
    if not (1 <= day <= 31 and 1 <= month <= 12):  # noqa: PLR2004
        return found[0]
    previous = grammar.words_before(found.string[: found.start()])[1]
    if not found["year"] and previous[:1].isupper() and previous not in _BEFORE_DATE:
        return found[0]
    spoken = f"{say_day(found, day, ' ' + tables.MONTHS[month - 1])} {tables.MONTHS[month - 1]}"
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


_SPORT = re.compile(
    r"(?i)\b(?:sieg|gewann|gewinn|siegte|schlug|niederlage|unterlag|verlor|satz|sätze|tor|tore|führung|führte|endstand|punkte|remis|unentschieden|besiegt|match|halbzeit|stand|traf|treffer|heimsieg|auswärtssieg)"
)
_AT_TIME = re.compile(r"(?:um|ab|bis|gegen|seit|nach|vor|von|kurz|zwischen|Uhrzeit|täglich|Uhr)\s$")


def _say_bare_time(found: Match) -> str:
    """``9:05`` is a time, unless it is a result: those have no leading nought and sport beside them."""
    hour, minutes = found["hour"], found["minutes"]
    if int(hour) > _HOURS or int(minutes) > _MINUTES:
        return found[0]
    before = found.string[: found.start()]
    near = before[-60:] + found.string[found.end() : found.end() + 60]
    if (
        (not _AT_TIME.search(before) or re.search(r"(?i)\bstande? von\s$", before))
        and not hour.startswith("0")
        and _SPORT.search(near)
    ):
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
        one = "eine"  # the case is told by the first alone
    words.append(f"{cardinal(int(minutes), one)} Minute{'' if int(minutes) == 1 else 'n'}")
    number, fraction = int(seconds), found["fraction"]
    if fraction:
        words.append(f"{cardinal(number)} Komma {digits(fraction)} Sekunden")
    elif number or not hours:
        words.append(f"{cardinal(number, 'eine')} Sekunde{'' if number == 1 else 'n'}")
    return " ".join(words)


def _say_hours(found: Match) -> str:
    """``1:30 Stunden`` → eine Stunde dreißig Minuten."""
    hours, minutes = int(found["hours"]), int(found["minutes"])
    one = grammar.one(found.string[: found.start()], "Stunde")
    words = f"{cardinal(hours, one)} Stunde{'' if hours == 1 else 'n'}"
    return f"{words} {cardinal(minutes, 'eine')} Minute{'' if minutes == 1 else 'n'}" if minutes else words


RULES = (
    Rule("1.-Mai-Umzug", rf"(?<![\w.,-])(?P<day>\d{{1,2}})\.-(?=(?:{_MONTH})-)", lambda m: title(ordinal(int(m["day"]))) + "-", "-", behind="."),
    Rule("2024-06-24", r"(?<![\w.-])(?P<year>\d{4})-(?P<month>\d{1,2})-(?P<day>\d{1,2})(?!\w|-\d)", _say_date, behind="-", before="-", figures=4),
    Rule("3.–5. Mai", r"(?<=\d\.)\s?[-–—]\s?(?=\d{1,2}\.)", " bis ", "-–—", behind="."),
    Rule("3./4. Mai", r"(?<=\d\.)/(?=\d{1,2}\.)", " und ", "/", behind="."),
    Rule("24.6.2024", r"(?P<day>\d(?<![\w.,-]\d)\d?)\. ?(?P<month>\d{1,2})\.(?: ?(?P<year>\d{4}|\d{2})(?![\d:]|[.,]\d|\s?Uhr))?(?!\d)", _say_date, behind=".", before=" ."),
    Rule("am 24.6", r"(?P<day>\d(?<=\b[Aa]m \d)\d?)\.(?P<month>1[0-2]|0?[1-9])(?P<year>)(?![\w.,:]|\s(?:Uhr|\d))", _say_date, behind=".", before="."),
    Rule("vom 03/2024", r"(?:(?<=\bvom )|(?<=\b[Ii]m )|(?<=\b[Ss]eit )|(?<=\b[Aa]b )|(?<=\b[Bb]is )|(?<=\bStand )|(?<=\bStand: ))(?P<month>0?[1-9]|1[0-2])/(?P<year>(?:19|20)\d\d)(?![\w/])", lambda m: f"{tables.MONTHS[int(m['month']) - 1]} {year(int(m['year']))}", behind="/", before="/", figures=4),
    Rule("10–12 Uhr", r"(?<=\d)(?:\s?Uhr)?\s?[-–]\s?(?=\d{1,2}(?:[.:]\d\d)?\s?Uhr\b)", " bis ", "-–", words=("Uhr",)),
    Rule("½9 Uhr", r"(?:½|(?<![\d/])1/2)\s?(?P<hour>\d{1,2})\s?Uhr\b", lambda m: f"halb {cardinal(int(m['hour']))}", "½/", words=("Uhr",)),
    Rule("halb 9 Uhr", r"(?<=halb )½?(?P<hour>\d{1,2})\s?Uhr", lambda m: cardinal(int(m["hour"])), words=("halb ",)),
    Rule("23.45 Uhr", r"(?P<hour>\d(?<![\w.,:]\d)\d?)[.:](?P<minutes>\d{2})(?:[.:](?P<seconds>\d{2})(?=\s?Uhr))?\s?(?:Uhr\b|h\b)", _say_time, behind=".:", before=".:"),
    Rule("9.30 bis 11 Uhr", r"(?P<hour>\d(?<![\w.,:]\d)\d?)[.:](?P<minutes>\d{2})(?=\s?(?:bis|und|oder|,|[-–])\s?\d{1,2}(?:[.:]\d\d)?\s?(?:Uhr|h\b)|\s?(?:bis|und|[-–])\s\w+(?: \w+)? Uhr)", _say_time, behind=".:", before=".:"),
    Rule("1 Uhr", r"(?P<hour>\d(?<![\w.,:]\d)\d?)\s?(?:Uhr\b|h (?=Uhr))", lambda m: _hour(m["hour"], None), words=("Uhr",)),
    Rule("um 19 h", r"(?P<hour>\d(?:(?<=\b[Uu]m \d)|(?<=\b[Aa]b \d)|(?<=\b[Gg]egen \d))\d?)\s?h(?!\w)", lambda m: _hour(m["hour"], None), "h"),
    Rule("Beginn: 23 h", r"(?P<hour>\d(?:(?<=Beginn: \d)|(?<=Einlass: \d)|(?<=Start: \d)|(?<=Ende: \d)|(?<=schluss: \d)|(?<=Anpfiff: \d))\d?)\s?h(?!\w)", lambda m: _hour(m["hour"], None), "h", words=(": ",)),
    Rule("1:30 Stunden", r"(?<![\w.,:])(?P<hours>\d{1,3}):(?P<minutes>[0-5]\d)\s?(?:Stunden?|Std\.|h)(?!\w)", _say_hours, behind=":", before=":"),
    Rule("2:23:05 Stunden", r"(?P<hours>\d(?<![\w.,:]\d)\d?):(?P<minutes>\d{2}):(?P<seconds>\d{2})(?:[.,](?P<fraction>\d{1,3}))?(?:\s?(?:Stunden|Std\.|h)(?!\w))?(?!:|\w|\s?Min)", _say_duration, behind=":", before=":"),
    Rule("1:47,3 Minuten", r"(?<![\w.,:])(?P<hours>)(?P<minutes>\d{1,2}):(?P<seconds>\d{2})(?:[.,:](?P<fraction>\d{1,3}))?\s?(?:Minuten|Min\.|min)(?!\w)", _say_duration, behind=":", before=":"),
    Rule("1:47,35", r"(?<![\w.,:])(?P<hours>)(?P<minutes>\d{1,2}):(?P<seconds>\d{2}),(?P<fraction>\d{1,3})(?!\w)", _say_duration, behind=":", before=":"),
    Rule("20:15", r"(?P<hour>\d(?<![\w.,:]\d)\d?):(?P<minutes>[0-5]\d)(?![\d:,]|\.\d)", _say_bare_time, behind=":", before=":"),
    Rule("Abfahrt 7.12", r"(?P<cue>\b(?:Abfahrt|Abflug|Ankunft|Start|Beginn|Einlass|Anpfiff|Anstoß|Uhrzeit|Sonnenaufgang|Sonnenuntergang):? )(?P<hour>\d{1,2})[.:](?P<minutes>[0-5]\d)(?![\d.:]|\s?Uhr)", lambda m: m["cue"] + _say_time(m) if int(m["hour"]) < _HOURS else m[0], behind=".:", before=".:"),
    Rule("um 18.30", r"(?P<hour>\d(?:(?<=\b[Uu]m \d)|(?<=\b[Aa]b \d)|(?<=gegen \d))\d?)\.(?P<minutes>[0-5]\d)(?=\s[a-zäöü]|[,;!?]|\s?$|\.)", _say_time, behind=".", before="."),
)  # fmt: skip
