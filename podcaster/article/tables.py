"""Tables as a news reader would tell them: small ones row by row, larger ones by their caption alone."""

from __future__ import annotations

import re
from dataclasses import dataclass
from itertools import groupby, islice
from typing import TYPE_CHECKING

from podcaster.article.parts import Piece
from podcaster.article.text import count_words, one_line

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from lxml.html import HtmlElement

_NO_DATA = ("table", "form", "input", "button", "select", "iframe", "video", "pre", "h1", "article")
_MOST_COLUMNS, _MOST_ROWS, _MOST_VALUES, _LONGEST_CELL = 4, 8, 24, 60
"""What can be followed by ear; rows without the header."""
_TEXT_WORDS = 40
"""A cell with more makes a table without headers a layout."""
_LONGEST_SPAN = 12
_LONGEST_ROW = 40
_LONGEST_TEXT = 2_000
_EVEN_SHARE = 0.6
_FEWEST = 2
_NUMBER = re.compile(r"[+\-−–±<>~]?\s?\d[\d.,\s\u202f']*(?:\s?(?:%|€|°C|[A-Za-z]{1,4}\.?))?")
_BARE_NUMBER = re.compile(r"[+\-−–±]?\s?\d[\d.,\u202f']*")
_NOTHING = re.compile(r"[-–—./*\s]*|k\.\s?A\.|n\.\s?a\.|n/a", re.IGNORECASE)
_UNITS = (
    r"%|Prozent(?:punkte)?|€|Euro|Cent|Franken|Dollar|(?:Mio|Mrd|Tsd)\.?(?:\s(?:€|Euro))?|Millionen|Milliarden|Tausend"
    r"|k?m²?|km/h|kg|Kilo(?:gramm|meter)?|Meter|Tonnen|Liter|Grad|°C|kWh|Hektar"
    r"|Sitze|Stimmen|Punkte|Mandate|Tore|Siege|Spiele|Jahre|Tage|Stunden|Minuten|Sekunden|Personen|Einwohner|Menschen"
    r"|Fälle|Plätze|Stück|Mitglieder|Zuschauer"
)
_UNIT = re.compile(rf"(?:(?P<what>.+?)\s*(?:\(\s*(?:in\s)?|\[|,?\s?\bin\s))?(?P<unit>{_UNITS})\s*[)\]]?")
_LEFT_OUT = "table that is too large to be heard"


@dataclass(frozen=True, slots=True)
class _Table:
    caption: str
    header: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


def is_data(table: HtmlElement) -> bool:
    """Whether a table holds data, rather than a page's layout, a form or a box of one column."""
    if (
        table.get("role") in {"presentation", "none"}
        or next(table.iterdescendants(*_NO_DATA), None) is not None
    ):
        return False
    widths = [sum(cell.tag in {"td", "th"} for cell in row) for row in table.iter("tr")]
    wide = [width for width in widths if width >= _FEWEST]
    if len(wide) < _FEWEST or len(wide) < _EVEN_SHARE * len(widths):
        return False
    if next(table.iterdescendants("th", "caption"), None) is not None:
        return True
    return not any(count_words(cell.text_content()) > _TEXT_WORDS for cell in table.iter("td"))


def tell(table: HtmlElement, group: int) -> list[Piece]:
    """What is said of a table of data at its place.

    A small one is read as a list: "SPD: 14,9 Prozent; 23 Sitze." Of another one it is said that it is
    left out, with its caption where it has one.
    """
    found = _read(table)
    if _is_small(found):
        items = [Piece("list item", text, group) for row in found.rows if (text := _sentence(row, found))]
        if items:
            caption = [Piece("note", f"Tabelle: {_ended(found.caption)}", group)] if found.caption else []
            return [*caption, *items]
    said = f"Tabelle ausgelassen: {_ended(found.caption)}" if found.caption else "Tabelle ausgelassen."
    text = one_line(" ".join(islice(table.itertext(), _LONGEST_TEXT)))[:_LONGEST_TEXT]
    return [Piece("note", said, group), Piece("paragraph", text, group, why=_LEFT_OUT)]


def _read(table: HtmlElement) -> _Table:
    caption = next((one_line(el.text_content()) for el in table.iterdescendants("caption")), "")
    grid = list(islice(_grid(table), _MOST_ROWS + 3))
    header: tuple[str, ...] = ()
    if grid and _is_title(grid[0]):
        caption, grid = caption or grid[0][1][0], grid[1:]
    if grid and _is_header(grid):
        header, grid = grid[0][1], grid[1:]
    return _Table(caption, header, tuple(row for _, row in grid if any(map(_says, row))))


def _grid(table: HtmlElement) -> Iterator[tuple[bool, tuple[str, ...]]]:
    """Row by row, whether all cells are headers, and their texts; a cell that spans others fills them."""
    hanging: dict[int, tuple[int, str]] = {}
    for row in table.iter("tr"):
        cells = [cell for cell in row if cell.tag in {"td", "th"}]
        texts: list[str] = []
        for cell in cells:
            while len(texts) in hanging and len(texts) < _LONGEST_ROW:
                texts.append(_hang(hanging, len(texts)))
            text = one_line(cell.text_content())
            for _ in range(_span(cell, "colspan")):
                if (down := _span(cell, "rowspan")) > 1:
                    hanging[len(texts)] = (down - 1, text)
                texts.append(text)
            if len(texts) > _LONGEST_ROW:
                break
        while len(texts) in hanging and len(texts) < _LONGEST_ROW:
            texts.append(_hang(hanging, len(texts)))
        if texts:
            yield all(cell.tag == "th" for cell in cells), tuple(texts)


def _hang(hanging: dict[int, tuple[int, str]], column: int) -> str:
    down, text = hanging.pop(column)
    if down > 1:
        hanging[column] = (down - 1, text)
    return text


def _span(cell: HtmlElement, name: str) -> int:
    text = cell.get(name) or "1"
    return min(max(int(text), 1), _LONGEST_SPAN) if text.isascii() and text.isdigit() and len(text) < 3 else 1  # noqa: PLR2004


def _is_title(row: tuple[bool, tuple[str, ...]]) -> bool:
    """One cell over the whole width."""
    return len(row[1]) > 1 and len(set(row[1])) == 1 and bool(row[1][0])


def _is_header(grid: Sequence[tuple[bool, tuple[str, ...]]]) -> bool:
    """A first row of header cells, or of words over columns of numbers."""
    (marked, first), *rest = grid
    if marked:
        return True
    columns = [[row[column] for _, row in rest if column < len(row)] for column in range(1, len(first))]
    return not any(map(_is_number, first)) and any(
        column and all(map(_is_number, column)) for column in columns
    )


def _is_number(text: str) -> bool:
    return _NUMBER.fullmatch(text) is not None


def _says(text: str) -> bool:
    return _NOTHING.fullmatch(text) is None


def _is_small(table: _Table) -> bool:
    widest = max((len(row) for row in table.rows), default=0)
    texts = [text for row in (table.header, *table.rows) for text in row]
    return (
        0 < len(table.rows) <= _MOST_ROWS
        and widest <= _MOST_COLUMNS
        and len(table.rows) * max(widest - 1, 1) <= _MOST_VALUES
        and all(len(text) <= _LONGEST_CELL for text in texts)
        and all(not table.header or len(row) <= len(table.header) for row in table.rows)
    )


def _sentence(row: Sequence[str], table: _Table) -> str:
    """A row as it is said: its name, then each value with its header's words."""
    merged = [
        next(cells) for _, cells in groupby(zip(row, [*table.header, *[""] * len(row)], strict=False), _text)
    ]
    (name, header), *values = merged
    said = [_value(text, head) for text, head in values if _says(text)]
    if _is_number(name) and header:
        name = _value(name, header)
    if not said:
        return _ended(name) if _says(name) else ""
    return _ended(f"{name}: {'; '.join(said)}" if _says(name) else "; ".join(said))


def _text(cell: tuple[str, str]) -> str:
    return cell[0]


def _value(text: str, header: str) -> str:
    """Under "Anteil in Prozent", "14,9" becomes "Anteil 14,9 Prozent"."""
    unit = _UNIT.fullmatch(header)
    if unit and _BARE_NUMBER.fullmatch(text):
        return " ".join(filter(None, (unit["what"], text, unit["unit"].replace("%", "Prozent"))))
    return f"{header.rstrip(':')} {text}" if header else text


def _ended(text: str) -> str:
    return text if text.endswith((".", "!", "?", "…")) else f"{text.rstrip(':;, ')}."
