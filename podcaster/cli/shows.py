"""Commands that fill a show: new, add, episodes, feed, doctor."""

from __future__ import annotations

import json
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from podcaster.cli.options import (
    ClusterOption,
    ForceOption,
    JsonOption,
    QuoteCuesOption,
    ShowOption,
    SpeedOption,
    VoiceOption,
    checked_speed,
)
from podcaster.cli.talk import complain, note, print_table, progress_bar, shortened, tell, tell_voice
from podcaster.errors import PodcasterError
from podcaster.model import FEED_FILE, clock, counted

if TYPE_CHECKING:
    from podcaster.model import Episode
    from podcaster.pipeline import Outcome

SOME_FAILED = 1

app = typer.Typer()
episodes_app = typer.Typer(
    help="List or remove a show's episodes.", no_args_is_help=True, rich_markup_mode=None
)
feed_app = typer.Typer(
    help="Check a feed, or list shows for podcast apps to import.",
    no_args_is_help=True,
    rich_markup_mode=None,
)


@app.command()
def new(
    directory: Annotated[Path, typer.Argument(help="The show's folder, which is made.")],
    title: Annotated[str | None, typer.Option("--title")] = None,
    base_url: Annotated[str | None, typer.Option("--base-url", help="Where public/ will be served.")] = None,
) -> None:
    """Make a show: a folder with its configuration, an empty feed and a page."""
    from podcaster import pipeline  # noqa: PLC0415

    show = pipeline.new_show(directory, title=title, base_url=base_url)
    tell(f"{show.root / 'podcaster.toml'}: edit title and base_url there")
    tell(f"next: podcaster add URL --show {show.root}")


@app.command()
def add(
    sources: Annotated[list[str], typer.Argument(help="URLs, .html or .txt files.")],
    show: ShowOption = Path(),
    voice: VoiceOption = None,
    *,
    speed: SpeedOption = None,
    quote_cues: QuoteCuesOption = None,
    cluster: ClusterOption = None,
    force: ForceOption = False,
) -> None:
    """Make articles episodes of a show and write its feed."""
    from podcaster import pipeline  # noqa: PLC0415

    folder = pipeline.ShowFolder.open(show)
    reading = pipeline.Reading.of(
        folder.config,
        voice=voice,
        speed=checked_speed(speed),
        quote_cues=quote_cues,
        any_language=force,
        cluster=cluster,
    )
    with progress_bar() as progress:
        outcomes = pipeline.add(folder, sources, reading=reading, progress=progress, on_outcome=_tell_outcome)
    if any(outcome.is_new for outcome in outcomes):
        tell_voice(reading.voice)
    errors = [outcome.error for outcome in outcomes if outcome.error]
    if len(errors) == len(outcomes):
        raise typer.Exit(errors[0].exit_code if len(errors) == 1 and errors[0] else PodcasterError.exit_code)
    if errors:
        raise typer.Exit(SOME_FAILED)


def _tell_outcome(outcome: Outcome) -> None:
    if outcome.error:
        complain(outcome.error)
    elif outcome.episode and outcome.is_update:
        tell(f"spoken anew, since the article changed: {shortened(outcome.episode.title)}")
    elif outcome.episode and outcome.is_new:
        tell(f"added: {shortened(outcome.episode.title)} ({clock(outcome.episode.duration_ms)})")
    elif outcome.episode:
        note(f"{outcome.source}: is in the show already, as {outcome.episode.slug}; nothing to do")


@episodes_app.command("list")
def episodes_list(show: ShowOption = Path(), *, as_json: JsonOption = False) -> None:
    """List the episodes, newest first."""
    from podcaster import pipeline  # noqa: PLC0415

    with pipeline.ShowFolder.open(show).store() as store:
        rows = [_episode_facts(episode) for episode in store.episodes()]
    if as_json:
        typer.echo(json.dumps(rows, ensure_ascii=False, indent=1))
    elif rows:
        print_table(["slug", "added", "length", "title"], rows)
    else:
        note("no episodes yet; add one with: podcaster add URL")


def _episode_facts(episode: Episode) -> dict[str, Any]:
    return {
        "slug": episode.slug,
        "title": episode.title,
        "added": f"{episode.added.astimezone():%Y-%m-%d %H:%M}",
        "length": clock(episode.duration_ms),
        "publisher": episode.publisher,
        "url": episode.url,
        "file": episode.audio_file,
        "guid": episode.guid,
    }


@episodes_app.command("remove")
def episodes_remove(
    name: Annotated[str, typer.Argument(help="The episode's slug or GUID.")], show: ShowOption = Path()
) -> None:
    """Take an episode out of feed and page and delete its files."""
    from podcaster import pipeline  # noqa: PLC0415

    episode = pipeline.remove(pipeline.ShowFolder.open(show), name)
    tell(f"removed: {shortened(episode.title)}")


@feed_app.command("check")
def feed_check(
    target: Annotated[
        str | None, typer.Argument(help="A feed's address or file; else the show's own feed.")
    ] = None,
    show: ShowOption = Path(),
    *,
    as_json: JsonOption = False,
) -> None:
    """Say what podcast apps would refuse in a feed and what they would dislike, with the cure."""
    from podcaster import pipeline  # noqa: PLC0415

    report = pipeline.check_feed(target or str(pipeline.ShowFolder.open(show).public / FEED_FILE))
    if as_json:
        facts = {"source": report.source, "episodes": report.episodes, "refused": report.is_refused}
        findings = [asdict(finding) for finding in report.findings]
        typer.echo(json.dumps(facts | {"findings": findings}, ensure_ascii=False, indent=1))
    else:
        for finding in report.findings:
            place = shortened(finding.place, 50)
            typer.echo(f"{finding.severity}: {place}: {finding.what}; {finding.cure} ({finding.who})")
        errors = sum(finding.severity == "error" for finding in report.findings)
        counts = {"episode": report.episodes, "error": errors, "warning": len(report.findings) - errors}
        note(", ".join(counted(number, what) for what, number in counts.items()))
    if report.is_refused:
        raise typer.Exit(SOME_FAILED)


@feed_app.command("opml")
def feed_opml(
    shows: Annotated[
        list[Path] | None, typer.Argument(help="Shows' folders; else the one of --show.")
    ] = None,
    show: ShowOption = Path(),
) -> None:
    """Print a list of subscriptions (OPML) with one show or several, for podcast apps to import."""
    from podcaster import pipeline  # noqa: PLC0415

    folders = [pipeline.ShowFolder.open(folder) for folder in shows or [show]]
    typer.echo(pipeline.opml_of(folders).decode("utf-8"), nl=False)


@app.command()
def doctor(
    show: ShowOption = Path(),
    *,
    repair: Annotated[
        bool,
        typer.Option("--repair", help="Mend the show: database, files and feed, out of all that is left."),
    ] = False,
) -> None:
    """Check this machine, and the show where there is one; with --repair mend the show."""
    from podcaster import pipeline  # noqa: PLC0415

    if repair:
        _repair(show)
        return
    checks = pipeline.examine(show)
    for check in checks:
        typer.echo(f"{'ok  ' if check.ok else 'FAIL'}  {check.subject}: {check.found}")
    if not all(check.ok for check in checks):
        raise typer.Exit(PodcasterError.exit_code)


def _repair(show: Path) -> None:
    from podcaster import pipeline  # noqa: PLC0415

    is_well = True
    for mending in pipeline.repair(show):
        tell(f"{'mended' if mending.is_well else 'LOST  '}  {mending.what}")
        is_well &= mending.is_well
    bad = [check for check in pipeline.examine_show(show) if not check.ok]
    for check in bad if is_well else ():
        tell(f"FAIL    {check.subject}: {check.found}")
    if bad or not is_well:
        raise typer.Exit(SOME_FAILED)
    note(f"{show}: all is well")
