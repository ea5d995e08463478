"""Abbreviations, acronyms and web addresses → words."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING

from podcaster.german import grammar, tables

if TYPE_CHECKING:
    from collections.abc import Sequence

# --- web -----------------------------------------------------------------------------------------

_URL = re.compile(
    r"""(?:https?://|\bwww\.)[^\s<>"„“”»«]+          # https://www.example.de/seite
    |(?<![\w.-])(?:[\w-]+\.)+(?:de|com|org|net|at|ch|eu|info|io|tv|gov|edu|int|uk|fr|it|ru|ua|us|app|shop|news)\b
       (?:/[^\s<>"„“”»«]*)?                          # example.de/seite""",
    re.VERBOSE | re.IGNORECASE,
)
_FILE = re.compile(
    r"(?<![\w-])([\w-]+)\.(pdf|docx?|xlsx?|pptx?|jpe?g|png|gif|svg|mp[34]|zip|exe|html?|txt|csv|json|xml|apk|iso|dll|js|php|py|odt|wav|avi|mkv|toml)\b",
    re.IGNORECASE,
)
_DOTTED = re.compile(r"\.\w|://")
_DOMAIN = re.compile(r"(?:\s|(?<=„))\.([a-z]{2,8})\b")
_MAIL = re.compile(r"(?<![\w.+-])[\w.+-]+@[\w-]+(?:\.[\w-]+)+\b")
_HANDLE = re.compile(r"(?<![\w@])@(\w+)")
_HASHTAG = re.compile(r"(?<![\w#])(Hashtag )?#(\w+)")
_SCHEME = re.compile(r"^[a-z]+://", re.IGNORECASE)
_TRAILING = re.compile(r"[.,;:!?)\]/]+$")
_WEB_SIGNS = {".": "Punkt", "/": "Schrägstrich", "-": "Bindestrich", "_": "Unterstrich", "@": "ät", "+": "plus", ":": "Doppelpunkt", "~": "Tilde"}  # fmt: skip
_WEB_PIECE = re.compile(r"[^\W\d_]+|\d+|[^\w\s]|_")
_CAMEL = re.compile(r"(?<=[a-zäöüß])(?=[A-ZÄÖÜ])|(?<=[^\W_])_+(?=[^\W_])|(?<=[a-zäöüß])(?=\d)")


def say_web(text: str) -> str:
    """URLs, mail addresses, handles and hashtags, sign by sign."""
    if " ." in text or "„." in text:
        text = _DOMAIN.sub(lambda found: f" Punkt {found[1]}", text)
    if "@" in text:
        text = _MAIL.sub(_say_address, text)
        text = _HANDLE.sub(lambda found: "ät " + _CAMEL.sub(" ", found[1]), text)
    if "#" in text:
        text = _HASHTAG.sub(
            lambda found: ("Nummer " if found[2].isdigit() else "Hashtag ") + _CAMEL.sub(" ", found[2]), text
        )
    if _DOTTED.search(text):
        text = _URL.sub(_say_address, text)
        text = _FILE.sub(
            lambda found: f"{found[1].replace('_', ' ')} Punkt {' '.join(found[2].upper())}", text
        )
    return text


def _say_address(found: re.Match[str]) -> str:
    address = found[0]
    end = _TRAILING.search(address)
    tail = end[0].replace("/", "") if end else ""
    address = _SCHEME.sub("", address[: end.start()] if end else address)
    address = re.split(r"[?#]", address)[0]
    host = re.split(r"[/:]", address)[0]
    words = []
    for position, piece in enumerate(_WEB_PIECE.findall(address)):
        if piece in _WEB_SIGNS:
            words.append(_WEB_SIGNS[piece])
        elif piece.isalpha():
            short = piece.lower() == "www" or (len(piece) == 2 and host.endswith("." + piece) and position)  # noqa: PLR2004  de, at
            words.append(" ".join(piece.upper()) if short else piece)
        elif piece.isdigit():
            words.append(piece)
    return " ".join(words) + tail


# --- abbreviations -------------------------------------------------------------------------------


@lru_cache(maxsize=512)
def _spaced(short: str) -> re.Pattern[str]:
    """The pattern of ``z.B.``: blanks between the parts, and the last of several points may be missing."""
    parts = [re.escape(part) for part in short.removesuffix(".").split(".")]
    parts[0] = f"(?i:{parts[0][0]}){parts[0][1:]}"  # "Vgl." opens a sentence
    end = r"\." if short.endswith(".") else ""
    return re.compile(r"\.\s?".join(parts) + (end + "?" if end and len(parts) > 1 else end) + r"(?!\w)")


_SHORTS = frozenset(
    {
        *tables.ABBREVIATIONS,
        *tables.BEFORE_NUMBER,
        *tables.AFTER_NUMBER,
        *tables.BEFORE_NAME,
        *tables.ADJECTIVES,
    }
)


def _abbreviation_index() -> dict[str, tuple[str, ...]]:
    """First part of an abbreviation → those that begin with it, the longest first."""
    index: dict[str, list[str]] = {}
    for short in sorted(_SHORTS, key=len, reverse=True):
        index.setdefault(re.split(r"[.-]", short)[0], []).append(short)
    return {first: tuple(shorts) for first, shorts in index.items()}


_ABBREVIATIONS = _abbreviation_index()
_MAYBE_ABBREVIATION = re.compile(
    r"(?<![\w.-])[A-Za-zÄÖÜäöü]{1,8}(?=\.|-[A-Z]\w*\.|\b)(?:(?=[.-])|(?<=MwSt)|(?<=Hbf))"
)
# A point behind a letter that is no full stop after a longer word
_SHORTENED = re.compile(r"\.(?:(?<=[A-Za-zäöüÄÖÜ]\.)\s*\S|(?:(?<!\w{6}\.)|(?<=str\.)|(?<=l\.))\s*$)")
_SHORT_DAYS = "|".join(tables.WEEKDAYS)
_SHORT_MONTHS = "|".join(tables.MONTH_SHORT)
# The first letter is looked for by itself, which is fastest; the second branch takes "JAN" too.
_HAS_CALENDAR = re.compile(rf"(?<!\w)(?:{_SHORT_DAYS}|(?i:{_SHORT_MONTHS}))(?![^\W\d_])")
_CALENDAR_WORDS = frozenset({*map(str.lower, tables.WEEKDAYS), *map(str.lower, tables.MONTH_SHORT)})
_STREET = re.compile(r"(?<=[a-zäöüß-])(?:([sS])tr\.(?=\s|$|,)|pl\.(?=\s\d))")
_ROOMS = re.compile(r"(?<=-)Zi\.?-Whg(?:\.(?=\s[a-zäöü])|\b)")  # 2-Zi.-Whg.
_LAST_PARTS = {
    "vors.": "vorsitzende",
    "mitgl.": "mitglied",
    "nr.": "nummer",
    "verf.": "verfahren",
    "beschl.": "beschluss",
}
_LAST_PART = re.compile(
    r"(?:vors|mitgl|nr|verf|beschl)\.(?:(?<=[a-zäöüß]{3}vors\.)|(?<=[a-zäöüß]{2}mitgl\.)|(?<=[a-zäöüß]{5}nr\.)|(?<=[a-zäöüß]{3}verf\.)|(?<=[a-z]beschl\.))(?!\w)"
)
# "im Jan. und Feb.": a short month without a day, where "Jan." alone would be a first name
_MONTH_ALONE = re.compile(
    rf"\b((?:[Ii]m|[Aa]b|[Ss]eit|[Bb]is|[Vv]on|Ende|Anfang|Mitte|und|oder)\s|(?<=[–/-]))({_SHORT_MONTHS})\.(?!\w)"
    rf"|(?<![\w.])({_SHORT_MONTHS})\.(?=\s?(?:[–/-]|und|bis)\s?(?:{_SHORT_MONTHS})\.)"
)
_MONTH_SHORT = re.compile(
    rf"(?<=\d\.)(\s?)((?i:{_SHORT_MONTHS}))\b\.?(?![\w-])|\b({_SHORT_MONTHS})\.(?=\s+\d{{2,4}}\b)"
)
_WEEKDAY = re.compile(
    rf"(?<![\w.])({_SHORT_DAYS})\.?(?=\s?[-–/+]\s?(?:{_SHORT_DAYS})\b)|(?<=[-–/+])({_SHORT_DAYS})\b\.?(?=[\s,:]|$)|(?<![\w.])(?!Fr\.\s\d+\.\d\d(?:\s(?!Uhr|bis|[–-])|[,;:!?)]|\.?$|\.\s[A-ZÄÖÜ]))({_SHORT_DAYS})\.(?=,?\s+(?:de[nmr]\s)?\d{{1,2}}\.|,?\s+(?:(?:um|ab|von|bis)\s)?\d{{1,2}}(?:[.:]\d\d)?(?:\s?[–-]\s?\d{{1,2}}(?:[.:]\d\d)?)?\s?(?:Uhr|bis)\b)|(?<![\w.])({_SHORT_DAYS}),(?=\s+\d{{1,2}}\.\s?(?:\d|[A-Z]))"
)
_WEEKDAY_ALONE = re.compile(
    rf"\b((?:[Aa]m|[Vv]om|[Bb]is|[Jj]eden|[Ss]eit|\w+(?:tag|woch)(?:,| und| oder| bis))\s)({_SHORT_DAYS})\.(?!\w)"
)
_DAY_JOIN = r"(?:\s?[-–/+&,]\s?|\s(?:und|oder|bis|sowie|auf|zu|u\.|o\.)\s)"
_HOUR = r"\d{1,2}(?:[.:]\d\d)?"
# "Mo, Di. und Do 9–12 Uhr": a row of days before a figure; "Sa. u. So.": all with points; "von Fr auf Sa";
# "Do 14–18 Uhr"; "Mo geschlossen"
_WEEKDAYS_ROW = re.compile(
    rf"(?<![\w.])(?:{_SHORT_DAYS})\.?(?:{_DAY_JOIN}(?:{_SHORT_DAYS})\b\.?){{1,6}}(?=:?,?\s(?:(?:jeweils|von|ab|bis|um)\s){{0,2}}\d)"
    rf"|(?<![\w.])(?:{_SHORT_DAYS})\.(?:{_DAY_JOIN}(?:{_SHORT_DAYS})\.){{1,6}}"
    rf"|(?<=\b[Vv]on )(?:{_SHORT_DAYS})\.?\s(?:auf|zu|bis)\s(?:{_SHORT_DAYS})\b\.?"
    rf"|(?<![\w.])(?:{_SHORT_DAYS}):?(?=\s{_HOUR}(?:\s?Uhr)?\s?(?:[–-]|bis)\s?{_HOUR}\s?(?:Uhr|h\b))"
    rf"|(?<![\w.])(?:{_SHORT_DAYS})\.?:?(?=\s(?:ist\s)?(?:Ruhetag|geschlossen))"
)
_WEEKDAY_RANGE = re.compile(r"(tag|woch|abend)\s?[-–]\s?(?=(?:Mon|Diens|Mitt|Donners|Frei|Sams|Sonn))")
_CAPITAL_POINT = re.compile(r"[A-ZÄÖÜ]\.")
_INITIAL = re.compile(r"(?<![\w-])(?<![a-zäöü0-9]\.)(?<!\b[A-ZÄÖÜ] )([A-ZÄÖÜ])\.(?=\s*[^\s.?!:;])(?!\d)")


_LETTER_CHAIN = re.compile(r"(?<![^\W_])([A-Za-zÄÖÜ])\.-(?=[A-Za-zÄÖÜ])")


def say_abbreviations(text: str) -> str:
    """``z. B.`` → zum Beispiel; the full stop stays where the sentence ends."""
    letters = _LETTERS.findall(text.lower())
    calendar = not _CALENDAR_WORDS.isdisjoint(letters) and _HAS_CALENDAR.search(text)
    if calendar:
        text = _MONTH_SHORT.sub(_say_month, text)
        text = _MONTH_ALONE.sub(_say_month_alone, text)
        text = _WEEKDAYS_ROW.sub(_say_weekdays, text)
    if _SHORTENED.search(text) or "MwSt" in text or "Hbf" in text:
        text = _say_shortened(text)
    if not calendar:
        return text
    for _ in range(2):  # "am Mi. oder Do."
        text = _WEEKDAY_ALONE.sub(_say_weekday_alone, text)
    text = _WEEKDAY.sub(_say_weekday, text)
    return _WEEKDAY_RANGE.sub(r"\1 bis ", text)


# What the stages of words look for among words of letters alone, of which only the first may be a capital
_SHORT_WORDS = frozenset(
    {
        *tables.WEEKDAYS,
        *tables.MONTH_SHORT,
        *map(str.lower, tables.MONTH_SHORT),
        *(re.split("[.-]", short)[0] for short in _SHORTS if "-" in short),
        *("Hbf", "Mio", "Mrd", "Tsd", "je", "pro"),
    }
)
_SHORT_LAST_WORDS = frozenset(map(str.lower, _ABBREVIATIONS))
_SHORT_ENDINGS = ("str", "l", *(part.removesuffix(".") for part in _LAST_PARTS))


def may_be_short(letters: Sequence[str], *, ends: bool) -> bool:
    """Whether one of the words of a text without signs may stand for more; ``ends`` tells of a point behind the last."""
    if not (_SHORT_WORDS.isdisjoint(letters) and _MIXED_WORDS.isdisjoint(letters)):
        return True
    last = letters[-1].lower()
    return ends and (last in _SHORT_LAST_WORDS or last.endswith(_SHORT_ENDINGS))


def _say_shortened(text: str) -> str:
    if "tr." in text or "pl." in text:
        text = _STREET.sub(lambda found: found[1] + "traße" if found[1] else "platz", text)
    if "Whg" in text:
        text = _ROOMS.sub("Zimmer-Wohnung", text)
    if any(part in text for part in _LAST_PARTS):
        text = _LAST_PART.sub(lambda found: _LAST_PARTS[found[0]], text)
    if ".-" in text:
        text = _LETTER_CHAIN.sub(r"\1-", text)
    text = _expand(text)
    if "l." in text:
        text = _LICH.sub(_say_lich, text)
    return _INITIAL.sub(_say_initial, text) if _CAPITAL_POINT.search(text) else text


# No German word in small letters ends so: "gesetzl.", "wirtschaftl."
_LICH = re.compile(r"(?<![\w-])([A-ZÄÖÜ]?[a-zäöüß]{2,}[bdfgkmnprst])l\.(?!\w)")


def _say_lich(found: re.Match[str]) -> str:
    before, rest = found.string[: found.start()], found.string[found.end() :]
    if found[1][0].isupper() and before.strip() and before.rstrip()[-1] not in ".:!?":
        return found[0]  # a noun: "Dirndl."
    ending = grammar.adjective_ending(before, rest[:60]) if rest[:1].isspace() else None
    stop = "." if ending is None and grammar.ends_sentence(rest[:40]) else ""
    return found[1] + "lich" + (ending or "") + stop


def _say_month(found: re.Match[str]) -> str:
    return (found[1] or "") + tables.MONTH_SHORT[(found[2] or found[3]).capitalize()]


def _say_month_alone(found: re.Match[str]) -> str:
    stop = "." if grammar.ends_sentence(found.string[found.end() : found.end() + 30]) else ""
    return (found[1] or "") + tables.MONTH_SHORT[found[2] or found[3]] + stop


def _say_weekday(found: re.Match[str]) -> str:
    short = found[1] or found[2] or found[3] or found[4]
    return tables.WEEKDAYS[short] + ("," if found[4] else "")


def _say_weekdays(found: re.Match[str]) -> str:
    row = re.sub(rf"(?<![^\W_])({_SHORT_DAYS})(?![^\W_])\.?", lambda day: tables.WEEKDAYS[day[1]], found[0])
    stop = "." if found[0].endswith(".") and grammar.ends_sentence(found.string[found.end() :][:30]) else ""
    return re.sub(r"\s?[&+/]\s?|(?<=\s)u\.(?=\s)", " und ", row).replace(" o. ", " oder ") + stop


def _say_weekday_alone(found: re.Match[str]) -> str:
    stop = "." if grammar.ends_sentence(found.string[found.end() : found.end() + 30]) else ""
    return found[1] + tables.WEEKDAYS[found[2]] + stop


def _say_initial(found: re.Match[str]) -> str:
    """``John F. Kennedy`` is no end of a sentence."""
    rest = found.string[found.end() :].lstrip()
    word = re.match(r"\w*", rest)
    if word and word[0] in grammar.STARTERS:
        return found[0]
    if found[1] in "IVX" and grammar.is_determiner(grammar.words_before(found.string[: found.start()])[1]):
        return found[0]  # der I. Weltkrieg
    return found[1]


def _expand(text: str) -> str:
    pieces: list[str] = []
    done = 0
    for maybe in _MAYBE_ABBREVIATION.finditer(text):
        if maybe.start() < done:
            continue
        for short in (*_ABBREVIATIONS.get(maybe[0], ()), *_lower_at_beginning(maybe)):
            found = _spaced(short).match(text, maybe.start())
            full = found and _full(found, short)
            if found and full:
                if short[0] != maybe[0][0]:
                    full = full[:1].upper() + full[1:]
                stop = (
                    "."
                    if found[0].endswith(".") and grammar.ends_sentence(text[found.end() : found.end() + 40])
                    else ""
                )
                pieces += (text[done : found.start()], full, stop)
                done = found.end()
                break
    return "".join([*pieces, text[done:]]) if pieces else text


def _lower_at_beginning(maybe: re.Match[str]) -> tuple[str, ...]:
    """The abbreviations that "Vgl.", "Max." or "Mind." are at the beginning of a sentence, where names are rare."""
    before = maybe.string[: maybe.start()].rstrip()
    first = maybe[0][:1]
    if not first.isupper() or (before and before[-1] not in ".!?:"):
        return ()
    shorts = _ABBREVIATIONS.get(first.lower() + maybe[0][1:], ())
    if len(maybe[0]) > 1:
        return shorts
    # "I. d. R.", "Z. Zt.", but no initials: a small letter comes second
    return tuple(short for short in shorts if short[2:3].islower() or short[3:4].islower())


_NUMBER_AHEAD = re.compile(r"\s*(?:\d|[IVX]+\b)")
_NUMBER_BEHIND = re.compile(r"\d[a-z]?\s?$")
_ORDINAL_BEHIND = re.compile(r"\d\.\s?$")
_NAME_AHEAD = re.compile(r"[\s-]*[A-ZÄÖÜ]")
_ABSATZ_BEHIND = re.compile(r"(?:Abs\.|Absatz)\s?\d+\s?$")
_AMOUNT_BEHIND = re.compile(r"(?:\d|Mio\.|Mrd\.|Mia\.|Tsd\.|illionen|illiarden|illion|illiarde|ausend)\s?$")
# What stands behind an abbreviation that means something else than its table says
_FOLLOWED = {
    "s.": (
        re.compile(r"\s*(?:auch\b|(?:S|Abb|Abschn|Anm|Art|Kap|Nr|Tab|Ziff|Kasten|Grafik|Bild)\b)"),
        "siehe",
    ),
    "geb.": (re.compile(r"\s+(?:am|in|im|als|um|worden)\b|\s+\d"), "geboren"),
    "v.": (re.compile(r"\s*\d{4}\b"), "von"),
}
_CENTURY_BEHIND = re.compile(r"\bdes\s(?:\d+|[IVX]+)\.\s?$")


def _full(found: re.Match[str], short: str) -> str | None:
    """What the abbreviation stands for here, or None."""
    text = found.string
    before, after = text[max(0, found.start() - 30) : found.start()], text[found.end() : found.end() + 60]
    number_behind = _NUMBER_BEHIND.search(before)
    is_unit = short.removesuffix(".") in tables.UNITS
    counted = is_unit and (number_behind or before.endswith("/"))
    if (counted and short not in tables.AFTER_NUMBER) or (short == "Fr." and _AMOUNT_BEHIND.search(before)):
        return None  # "1 Std." and "1 Mio. Fr." are for the units and currencies, who know one from many
    if is_unit and _ORDINAL_BEHIND.search(before):
        return tables.UNITS[short.removesuffix(".")][0]
    if short in tables.ADJECTIVES:
        stem = tables.ADJECTIVES[short]
        ending = grammar.adjective_ending(before, after)
        return tables.ADVERBS.get(stem, stem) if ending is None else stem + ending
    fitting = (
        tables.BEFORE_NUMBER if _NUMBER_AHEAD.match(after) else {},
        tables.AFTER_NUMBER if number_behind else {},
        tables.BEFORE_NAME if _NAME_AHEAD.match(after) else {},
        tables.ABBREVIATIONS,
    )
    full = next((table[short] for table in fitting if short in table), None)
    followed = _FOLLOWED.get(short)
    if followed and followed[0].match(after):
        return followed[1]
    if short == "S." and full == "Seite" and _ABSATZ_BEHIND.search(before):
        return "Satz"
    return "Jahrhunderts" if full == "Jahrhundert" and _CENTURY_BEHIND.search(before) else full


# --- acronyms ------------------------------------------------------------------------------------

_LETTERS = re.compile(r"[^\W\d_]+")
_MIXED = frozenset(short for short in {*tables.SPELLED, *tables.IN_FULL} if not short.isupper())
_MIXED_WORDS = frozenset(word for short in _MIXED for word in _LETTERS.findall(short))
_TWO_CAPITALS = re.compile(r"[A-ZÄÖÜ][a-zäöü]?[A-ZÄÖÜ]")
_CAPITALS = re.compile(
    r"(?<![^\W\d_])(?:[A-ZÄÖÜ]{2,}(?:s|en)?|"
    + "|".join(sorted(map(re.escape, _MIXED), key=len, reverse=True))
    + r"|[A-ZÄÖÜ][a-zäöü]?[A-ZÄÖÜ]{1,2})(?![^\W\d_])"
)
_MEMBERS = re.compile(r"(?<![^\W\d_])([A-ZÄÖÜ]{3,4}|AfD)(ler(?:in|innen|n|s)?)(?![^\W\d_])")  # SPDler
_SHORT_WORD = re.compile(r"(?:[^AEIOUÄÖÜY][AEIOUÄÖÜY]){2}|(?:[AEIOUÄÖÜY][^AEIOUÄÖÜY]){2}")
_SOUNDS_LIKE_A_WORD = re.compile(
    r"[^AEIOUÄÖÜY]{0,3}(?:[AEIOUÄÖÜY]{1,2}[^AEIOUÄÖÜY]{1,3}){1,}[AEIOUÄÖÜY]{0,2}"
)
_LONGEST_SPELLED = 4


def say_acronyms(text: str) -> str:
    """``CDU`` → C D U, which SVOX Pico and espeak-ng read as letters; ``NATO`` → Nato."""
    if not _TWO_CAPITALS.search(text) and _MIXED_WORDS.isdisjoint(_LETTERS.findall(text)):
        return text
    if "ler" in text:
        text = _MEMBERS.sub(r"\1-\2", text)
    return _CAPITALS.sub(_say_acronym, text)


# Short words of headlines in capitals; MIT, MAN, IM and ES are names too.
_SHOUTED = (
    frozenset(word.upper() for word in grammar.STARTERS)
    | tables.words("DIE DER DAS UND VON FÜR IST EIN NEU WIR SIE ICH BEI VOR AUS NUR WAR HAT WIE")
) - tables.words("MIT MAN IM ES IST SO DA AB AN")


def _say_acronym(found: re.Match[str]) -> str:
    word = found[0]
    plural = word.endswith("s") and (word[:-1] in tables.SPELLED or word[:-1].isupper())
    if word in _SHOUTED and _is_shouted(found):
        return word.capitalize()
    core = (
        word[:-1]
        if plural
        else word.removesuffix("en")
        if word.endswith("en") and word[:-2].isupper()
        else word
    )
    end = word[len(core) :]
    if core in tables.IN_FULL:
        genitive = not end and grammar.words_before(found.string[: found.start()])[1] == "des"
        return tables.IN_FULL[core] + ("s" if genitive else end)
    if core.upper() in tables.WORD_ACRONYMS:
        return core.capitalize() + end
    if core in tables.SPELLED or _is_spelled(core):
        letters = core.upper().replace("ß", "S")
        if plural:
            return " ".join(letters) + "s"
        return " ".join(letters) + (" " + end if end else "")
    return core.capitalize() + end


def _is_shouted(found: re.Match[str]) -> bool:
    """Whether a short word stands in a line of capitals: DIE LINKE, but not ALS, the illness."""
    before, after = (
        found.string[max(0, found.start() - 30) : found.start()],
        found.string[found.end() : found.end() + 30],
    )
    return bool(re.search(r"[A-ZÄÖÜ]{2}[.,:!?]? $", before) or re.match(r" [A-ZÄÖÜ]{3}", after))


def _is_spelled(core: str) -> bool:
    """``BASF`` has no form of a word; ``FIFA`` and ``ISAF`` have; up to three letters are always spelled."""
    if len(core) < _LONGEST_SPELLED:
        return True
    form = _SHORT_WORD if len(core) == _LONGEST_SPELLED else _SOUNDS_LIKE_A_WORD
    return not form.fullmatch(core)
