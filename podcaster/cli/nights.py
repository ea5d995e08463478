"""Commands of the night: nightly, status."""

from __future__ import annotations

import json
import logging
from datetime import datetime, timezone
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from podcaster.cli.logs import keeping_log
from podcaster.cli.options import ClusterOption, JsonOption, ShowOption
from podcaster.cli.talk import (
    complain,
    complain_line,
    note,
    print_table,
    progress_bar,
    shortened,
    talk,
    tell,
    tell_voice,
)
from podcaster.errors import LockedError, PodcasterError
from podcaster.model import Episode, clock, counted

if TYPE_CHECKING:
    from collections.abc import Iterable

    from podcaster.pipeline import Night, Run, ShowFolder, Status, Trouble


SOME_FAILED = 1

app = typer.Typer()
_log = logging.getLogger(__name__)


@app.command()
def nightly(
    show: ShowOption = Path(),
    until: Annotated[
        str | None,
        typer.Option("--until", help="Local time, such as 06:30, after which no further article is begun."),
    ] = None,
    *,
    cluster: ClusterOption = None,
    publish: Annotated[bool, typer.Option("--publish", help="Send the show afterwards.")] = False,
    dry_run: Annotated[
        bool, typer.Option("--dry-run", help="List what is new; nothing is spoken or noted.")
    ] = False,
) -> None:
    """Make episodes of what is new in the show's sources; made for cron."""
    from podcaster import pipeline, schedule  # noqa: PLC0415

    folder = pipeline.ShowFolder.open(show)
    ends = (
        schedule.next_time(schedule.clock_time("--until", until), datetime.now(timezone.utc))
        if until
        else None
    )
    if dry_run:
        _tell_plan(folder)
        return
    with keeping_log(folder.root):
        try:
            pipeline.check_addresses(folder.config.notify.to)
            if publish:
                pipeline.destination_of(folder)  # told now, and not after hours of speech
            with progress_bar() as progress:
                reading = pipeline.Reading.of(folder.config, cluster=cluster)
                night = pipeline.nightly(
                    folder, until=ends, reading=reading, progress=progress, on_news=_tell_news
                )
            if publish:
                night = pipeline.send_after(folder, night)
            if night.made:
                tell_voice(folder.config.voice)
            _tell_end(night)
        except LockedError:
            raise
        except PodcasterError as exc:
            _log.info("%s", exc)
            # an address that is none was told for itself
            _complain_all(error for error in pipeline.tell_failure(folder, exc) if str(error) != str(exc))
            raise
        _complain_all(pipeline.tell_night(folder, night))
    if night.exit_code:
        raise typer.Exit(night.exit_code)


def _complain_all(errors: Iterable[PodcasterError]) -> None:
    for error in errors:
        complain(error)


def _tell_news(news: Episode | Trouble) -> None:
    """On the terminal everything; with --quiet, as cron runs it, only what needs the user."""
    if isinstance(news, Episode):
        _log.info("added: %s (%s)", news.title, clock(news.duration_ms))
        tell(f"added: {shortened(news.title)} ({clock(news.duration_ms)})")
    else:
        _log.info("failed: %s", news)
        if news.needs_user or not talk.quiet:
            complain_line(str(news))


def _tell_end(night: Night) -> None:
    if night.stopped:
        complain_line(str(night.stopped))
    if night.is_interrupted:
        talk.is_end_told = True
        complain_line("interrupted; what was made is published, the rest goes on the next night")
    counts = {
        "new": len(night.made),
        "failed": len(night.failed) + len(night.sources_failed),
        "passed over": night.passed,
        "removed": len(night.removed),
        "for the next night": night.waiting,
    }
    told = ", ".join(f"{number} {what}" for what, number in counts.items() if number)
    note(told or "nothing new")


def _tell_plan(show: ShowFolder) -> None:
    from podcaster import pipeline  # noqa: PLC0415

    entries = pipeline.plan(show)
    rows = [
        {
            "title": entry.title or "",
            "published": f"{entry.published.astimezone():%Y-%m-%d %H:%M}" if entry.published else "",
            "url": entry.url,
        }
        for entry in entries
    ]
    if rows:
        print_table(["published", "title", "url"], rows)
    else:
        note("nothing new")


@app.command()
def status(show: ShowOption = Path(), *, as_json: JsonOption = False) -> None:
    """Tell how the last nights went, what failed, and what comes next; exits with 1 where somebody must look."""
    from podcaster import pipeline  # noqa: PLC0415

    told = pipeline.status(pipeline.ShowFolder.open(show))
    if as_json:
        typer.echo(json.dumps(_facts(told), ensure_ascii=False, indent=1))
    else:
        _print_status(told)
    if not told.is_healthy:
        raise typer.Exit(SOME_FAILED)


def _facts(told: Status) -> dict[str, Any]:
    """The stable interface of ``status --json``."""
    return {
        "healthy": told.is_healthy,
        "needs": list(told.needs),
        "running": told.is_running,
        "waiting": told.waiting,
        "next": _stamp(told.next_start),
        "runs": [
            {
                "started": _stamp(run.started),
                "ended": _stamp(run.ended),
                "made": run.made,
                "failed": run.failed,
                "passed": run.passed,
                "waiting": run.waiting,
                "exit_code": run.exit_code,
                "outcome": run.outcome,
            }
            for run in told.runs
        ],
        "failed": [
            {
                "url": entry.url,
                "title": entry.title,
                "source": entry.source,
                "cause": entry.cause,
                "way_out": entry.way_out,
                "attempts": entry.attempts,
                "next_attempt": _stamp(entry.next_attempt),
            }
            for entry in (*told.failed, *told.given_up)
        ],
        "sources": [
            {
                "url": source.url,
                "cause": source.cause,
                "failures": source.failures,
                "succeeded": _stamp(source.succeeded),
            }
            for source in told.sources
        ],
    }


def _stamp(time: datetime | None) -> str | None:
    return time.isoformat(timespec="seconds") if time else None


def _print_status(told: Status) -> None:
    if told.is_running:
        typer.echo("a run works on this show now")
    if told.runs:
        print_table(["started", "took", "new", "failed", "passed over", "outcome"], [*map(_row, told.runs)])
    for entry in told.failed:
        again = f"again from {entry.next_attempt.astimezone():%Y-%m-%d %H:%M}" if entry.next_attempt else ""
        typer.echo(f"failed {entry.attempts} ×, {again}: {entry.url}: {entry.cause}")
    for entry in told.given_up:
        typer.echo(f"given up: {entry.url}: {entry.cause}; {entry.way_out}")
    for source in told.sources:
        last = f"last read {source.succeeded.astimezone():%Y-%m-%d}" if source.succeeded else "never read"
        typer.echo(f"source failed {source.failures} ×, {last}: {source.url}: {source.cause}")
    number = told.waiting
    waiting = f"{counted(number, 'article')} wait{'s' * (number == 1)}" if number else "no article waits"
    begins = f", which begins {told.next_start:%Y-%m-%d %H:%M}" if told.next_start else ""
    typer.echo(f"{waiting} for the next night{begins}")
    if not told.next_start:
        note("no night runs by itself; have it so with: podcaster schedule --install")
    for need in told.needs:
        complain_line(need)


def _row(run: Run) -> dict[str, Any]:
    took = clock((run.ended - run.started).total_seconds() * 1000) if run.ended else ""
    return {
        "started": f"{run.started.astimezone():%Y-%m-%d %H:%M}",
        "took": took,
        "new": run.made,
        "failed": run.failed,
        "passed over": run.passed,
        "outcome": run.outcome or "runs",
    }
