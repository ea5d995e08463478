"""Dates as feeds write them, also wrongly → aware ``datetime``."""

from __future__ import annotations

import re
from datetime import datetime, timedelta, timezone, tzinfo
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

_ZONE = r"(?P<zone> (?: GMT | UTC )? [+-] \d{1,2} :? \d{0,2} | [A-Z]{1,5} \b )"  # +02:00, MESZ
_TIME = rf"""
    (?P<H> \d\d? ) [:.] (?P<M> \d\d )               # 10:15, 10.15
    (?: [:.] (?P<S> \d\d ) (?: [.,] \d{{1,9}} )? )?  # :30.250
    (?: \s? (?P<half> [AP]M ) \b )?
    (?: \s* Uhr )?
    (?: \s* {_ZONE} )?
"""
_AND_TIME = rf"(?: (?: , | \s | um | at | - )* \s {_TIME} )?"  # , 10.15 Uhr
_DAY = r"(?P<d> \d\d? )"
_YEAR = r"(?P<y> \d{4} | \d\d )"
_NAME = r"(?P<name> [A-Za-zäÄ]{3,9} )"
_FORMS = tuple(
    re.compile(form, re.VERBOSE | re.IGNORECASE)
    for form in (
        # 2024-06-24T10:15:00+02:00, 2024/6/24 10:15, 2024-06-24
        rf"\b (?P<y> \d{{4}} ) [-/] (?P<m> \d\d? ) [-/] {_DAY} (?: [T\s,]+ {_TIME} )?",
        # 20240624T101500Z
        r"""
        \b (?P<y> (?: 19 | 20 ) \d\d ) (?P<m> \d\d ) (?P<d> \d\d )
        (?: T? (?P<H> \d\d ) (?P<M> \d\d ) (?P<S> \d\d )? (?P<zone> Z | [+-] \d{4} )? )? \b
        """,
        # Mon, 24 Jun 2024 10:15:00 +0200; 24. Juni 2024, 10.15 Uhr; 24-Jun-24
        rf"\b {_DAY} \.? [\s-] \s? {_NAME} \.? [\s-] \s? {_YEAR} \b {_AND_TIME}",
        # 24.06.2024 10:15
        rf"\b {_DAY} \. \s? (?P<m> \d\d? ) \. \s? {_YEAR} \b {_AND_TIME}",
        # June 24, 2024 10:15 AM; Mon Jun 24 10:15:00 2024 is the next one
        rf"\b {_NAME} \.? \s {_DAY} (?: st | nd | rd | th )? , \s? (?P<y> \d{{4}} ) \b {_AND_TIME}",
        rf"\b (?P<name> [A-Za-z]{{3}} ) \s+ {_DAY} \s {_TIME} \s (?P<y> \d{{4}} ) \b",
        # 2024-06: of sitemaps
        r"\b (?P<y> \d{4} ) - (?P<m> \d\d ) \b",
    )
)
_EPOCH = re.compile(r"\s*(1\d{9})(?:\d{3})?\s*")
"""Seconds or milliseconds since 1970, from 2001 on."""
_MONTHS = {
    **dict.fromkeys(("jan", "jän"), 1),
    "feb": 2,
    **dict.fromkeys(("mar", "mär", "mrz", "mae"), 3),
    "apr": 4,
    **dict.fromkeys(("mai", "may"), 5),
    "jun": 6,
    "jul": 7,
    "aug": 8,
    "sep": 9,
    **dict.fromkeys(("okt", "oct"), 10),
    "nov": 11,
    **dict.fromkeys(("dez", "dec"), 12),
}
_ZONES_H = {
    **dict.fromkeys(("Z", "UT", "UTC", "GMT", "WET"), 0),
    **dict.fromkeys(("MEZ", "CET", "BST", "WEST"), 1),
    **dict.fromkeys(("MESZ", "CEST", "EET"), 2),
    "EEST": 3,
    "EDT": -4,
    **dict.fromkeys(("EST", "CDT"), -5),
    **dict.fromkeys(("CST", "MDT"), -6),
    **dict.fromkeys(("MST", "PDT"), -7),
    "PST": -8,
}
"""Of RFC 822, section 5, and of German clocks."""
_FIRST_YEAR = 1990
"""Feeds write the years 0, 1 and 1970 where they know none."""
_LAST_YEAR = 2200
_LONGEST = 200
_NOON_H = 12


def parse_date(text: str | None) -> datetime | None:
    """The date in a text; aware, at the clock of Berlin where it names no zone; None where it is none.

    RFC 822 demands a zone, and feeds that forget it write the time on their own clock; sources here
    are German. Dates in the future stay: who chooses by age knows the time.
    """
    if not text:
        return None
    text = text[:_LONGEST].strip()
    if epoch := _EPOCH.fullmatch(text):
        return datetime.fromtimestamp(int(epoch[1]), timezone.utc)
    for form in _FORMS:
        if match := form.search(text):
            try:
                return _date(match.groupdict())
            except (ValueError, OverflowError, KeyError):
                return None
    return None


def _date(found: dict[str, str | None]) -> datetime:
    name = found.get("name")
    written = found["y"] or ""
    year = int(f"20{written}" if len(written) == 2 else written)  # noqa: PLR2004  24 for 2024
    if not _FIRST_YEAR <= year <= _LAST_YEAR:
        raise ValueError(year)
    hour = int(found.get("H") or 0)
    if found.get("half"):
        hour = hour % _NOON_H + (_NOON_H if (found["half"] or "").upper() == "PM" else 0)
    day = datetime(
        year,
        _MONTHS[name[:3].lower()] if name else int(found["m"] or 0),
        int(found.get("d") or 1),
        tzinfo=_zone(found.get("zone")),
    )
    minute, second = int(found.get("M") or 0), int(found.get("S") or 0)
    if hour > 24 or minute > 59 or second > 60:  # noqa: PLR2004  24:00 and leap seconds are times
        raise ValueError(hour)
    return day + timedelta(hours=hour, minutes=minute, seconds=second)


def _zone(zone: str | None) -> tzinfo:
    zone = (zone or "").upper()
    if zone in _ZONES_H:
        return timezone(timedelta(hours=_ZONES_H[zone]))
    offset = re.fullmatch(r"[A-Z]{0,5}([+-])(\d\d?):?(\d\d)?", zone)
    if offset and int(offset[2]) <= 14 and int(offset[3] or 0) < 60:  # noqa: PLR2004  of RFC 3339
        minutes = int(offset[2]) * 60 + int(offset[3] or 0)
        return timezone(timedelta(minutes=-minutes if offset[1] == "-" else minutes))
    return berlin()


def berlin() -> tzinfo:
    """The clock of Berlin, or UTC on a machine without time zones."""
    try:
        return ZoneInfo("Europe/Berlin")
    except ZoneInfoNotFoundError:
        return timezone.utc
