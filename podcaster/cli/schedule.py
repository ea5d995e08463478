"""The command that has the night run by itself."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from podcaster.cli.options import ShowOption
from podcaster.cli.talk import note, tell

if TYPE_CHECKING:
    from podcaster.schedule import Job

app = typer.Typer()


@app.command()
def schedule(
    at: Annotated[str, typer.Option("--at", help="Local time.")] = "03:30",
    until: Annotated[
        str | None, typer.Option("--until", help="Local time after which no further article is begun.")
    ] = None,
    show: ShowOption = Path(),
    *,
    publish: Annotated[bool, typer.Option("--publish", help="Send the show after each night.")] = False,
    as_timer: Annotated[
        bool, typer.Option("--systemd", help="As a systemd service and timer in place of cron.")
    ] = False,
    install: Annotated[bool, typer.Option("--install", help="Install it, in place of an older one.")] = False,
    remove: Annotated[bool, typer.Option("--remove", help="Take it out again, of cron and systemd.")] = False,
) -> None:
    """Print, or install, what runs `podcaster nightly` each night: a crontab line, or a systemd timer."""
    from podcaster import pipeline, schedule  # noqa: PLC0415
    from podcaster.schedule import cron, systemd  # noqa: PLC0415

    if remove:
        _remove(show)
        return
    root = pipeline.ShowFolder.open(show).root
    options = ["--publish"] if publish else []
    if until is not None:
        options += ["--until", f"{schedule.clock_time('--until', until):%H:%M}"]
    job = schedule.nightly_job(root, at, options)
    if not install:
        typer.echo(_systemd_files(job) if as_timer else cron.crontab_line(job))
        note("nothing is installed yet: --install does it")
        return
    if as_timer:
        folder = systemd.install(job)
        tell(f"installed: {folder / systemd.unit_name(job.show)}.timer")
        if not schedule.is_root():
            note("it runs while you are logged in; always: loginctl enable-linger")
    else:
        cron.install(job)
        tell(f"installed: {cron.crontab_line(job)}")
    start = schedule.next_time(job.at, datetime.now().astimezone())
    note(f"the next night begins {start:%Y-%m-%d %H:%M}; afterwards: podcaster status --show {job.show}")


def _remove(show: Path) -> None:
    from podcaster.schedule import cron, systemd  # noqa: PLC0415

    removed = [cron.remove(show) if cron.is_here() else False, systemd.remove(show)]
    if any(removed):
        tell("removed: no night runs by itself any more")
    else:
        note("nothing was installed")


def _systemd_files(job: Job) -> str:
    from podcaster.schedule import systemd  # noqa: PLC0415

    folder = systemd.unit_folder()
    return "\n".join(f"# {folder / name}\n{text}" for name, text in systemd.units(job).items()).rstrip()
