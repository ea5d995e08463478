"""Dates as pages write them → ``datetime``."""

from __future__ import annotations

import re
from datetime import datetime, timedelta, timezone, tzinfo
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

_ISO = re.compile(
    r"(?P<y>\d{4})-(?P<m>\d\d?)-(?P<d>\d\d?)"
    r"(?:[T\s]+(?P<H>\d\d?):(?P<M>\d\d)(?::(?P<S>\d\d)(?:[.,]\d+)?)?\s*(?P<zone>Z|UTC|[+-]\d\d:?\d\d|[+-]\d\d\b)?)?"
)
_GERMAN = re.compile(
    r"\b(?P<d>\d{1,2})\.\s?(?:(?P<m>\d{1,2})\.\s?|(?P<name>[A-Za-zäÄ]{3,9})\.?\s)(?P<y>\d{4}|\d\d)\b"
    r"(?:\D{0,12}?(?P<H>[012]?\d)[:.](?P<M>[0-5]\d)(?!\d))?"
)
_MONTHS = ("jan", "feb", "mär", "apr", "mai", "jun", "jul", "aug", "sep", "okt", "nov", "dez")
_OTHER_MONTHS = {"mrz": 3, "jän": 1, "mar": 3}
_CENTURY = 2000


def parse_date(text: str) -> datetime | None:
    """The first date in a text, ISO 8601 or German; aware, Central European time where it names no zone."""
    for pattern in (_ISO, _GERMAN):
        if match := pattern.search(text):
            found = match.groupdict()
            try:
                return _date(found)
            except (ValueError, OverflowError):
                continue
    return None


def _date(found: dict[str, str | None]) -> datetime:
    name = (found.get("name") or "")[:3].lower()
    month = _MONTHS.index(name) + 1 if name in _MONTHS else _OTHER_MONTHS.get(name) or int(found["m"] or 0)
    year = int(found["y"] or 0)
    return datetime(
        year + _CENTURY if year < 100 else year,  # noqa: PLR2004  two digits
        month,
        int(found["d"] or 0),
        int(found["H"] or 0),
        int(found["M"] or 0),
        int(found.get("S") or 0),
        tzinfo=_zone(found.get("zone")),
    )


def _zone(zone: str | None) -> tzinfo:
    if zone is None:
        try:
            return ZoneInfo("Europe/Berlin")
        except ZoneInfoNotFoundError:  # a machine without time zones
            return timezone.utc
    if zone in {"Z", "UTC"}:
        return timezone.utc
    digits = zone[1:].replace(":", "").ljust(4, "0")
    offset = timedelta(hours=int(digits[:2]), minutes=int(digits[2:]))
    return timezone(-offset if zone[0] == "-" else offset)
