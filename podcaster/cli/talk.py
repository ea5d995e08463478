"""What is told to people, and how much of it: notes, errors, a bar, tables."""

from __future__ import annotations

import sys
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import typer

if TYPE_CHECKING:
    from collections.abc import Iterator

    from podcaster.errors import PodcasterError
    from podcaster.pipeline.article import Progress


@dataclass
class Talk:
    """How much is told; set once from the options."""

    quiet: bool = False
    verbose: bool = False
    debug: bool = False
    is_end_told: bool = False
    """Somebody has told already how a command was interrupted."""


talk = Talk()


def complain(error: PodcasterError) -> None:
    """Tell an error in its one line."""
    complain_line(str(error))


def complain_line(line: str) -> None:
    """Tell what needs the user, on standard error."""
    print(f"podcaster: {line}", file=sys.stderr)  # noqa: T201


def tell(line: str) -> None:
    """Tell what was done, on standard output."""
    if not talk.quiet:
        typer.echo(line)


def note(line: str) -> None:
    """Tell a person something that no program needs."""
    if not talk.quiet:
        typer.echo(line, err=True)


@contextmanager
def progress_bar() -> Iterator[Progress]:
    """A bar on a terminal; nothing in a pipe, under cron or with --quiet."""
    if talk.quiet or not sys.stderr.isatty():
        yield lambda _title, _done, _total: None
        return
    from rich.console import Console  # noqa: PLC0415
    from rich.progress import BarColumn, MofNCompleteColumn, TextColumn, TimeRemainingColumn  # noqa: PLC0415
    from rich.progress import Progress as Bars  # noqa: PLC0415

    columns = (
        TextColumn("{task.description}", markup=False),
        BarColumn(),
        MofNCompleteColumn(),
        TimeRemainingColumn(),
    )
    with Bars(*columns, console=Console(stderr=True), transient=True) as bars:
        tasks: dict[str, Any] = {}

        def told(title: str, done: int, total: int) -> None:
            if title not in tasks:
                tasks[title] = bars.add_task(title[:50], total=total)
            bars.update(tasks[title], completed=done)

        yield told


def tell_voice(name: str) -> None:
    """Say once why the better voice is not the one that speaks."""
    from podcaster.voices import choose_voice  # noqa: PLC0415

    choice = choose_voice(name)
    if choice.why:
        note(choice.why)


def shortened(text: str, length: int = 90) -> str:
    """At most ``length`` characters, cut with an ellipsis."""
    return text if len(text) <= length else text[: length - 1] + "…"


def print_table(columns: list[str], rows: list[dict[str, Any]]) -> None:
    """Columns on a terminal; values with tabs between, uncut, for programs."""
    if not sys.stdout.isatty():
        for row in rows:
            typer.echo("\t".join(str(row[column]) for column in columns))
        return
    from rich.console import Console  # noqa: PLC0415
    from rich.table import Table  # noqa: PLC0415
    from rich.text import Text  # noqa: PLC0415

    table = Table(*columns, box=None, pad_edge=False)
    for row in rows:
        table.add_row(*(Text(shortened(str(row[column]))) for column in columns))
    Console().print(table)
