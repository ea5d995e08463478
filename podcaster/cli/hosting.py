"""Commands that bring a show to its listeners: serve, publish."""

from __future__ import annotations

import sys
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Annotated
from urllib.parse import urlsplit

import typer

from podcaster.cli.options import ShowOption
from podcaster.cli.talk import note, tell
from podcaster.model import FEED_FILE

if TYPE_CHECKING:
    from podcaster.pipeline import ShowFolder

app = typer.Typer()


@app.command()
def serve(
    show: ShowOption = Path(),
    host: Annotated[str, typer.Option("--host", help="0.0.0.0 lets other devices in.")] = "127.0.0.1",
    port: Annotated[int, typer.Option("--port")] = 8000,
) -> None:
    """Serve the show's public folder to podcast apps, with its token or password where it has one."""
    from podcaster import pipeline, server  # noqa: PLC0415

    folder = pipeline.ShowFolder.open(show)
    config = folder.config
    pipeline.refresh(folder)

    def ready(address: str) -> None:
        feed_url = config.public_url + FEED_FILE
        if sys.stdout.isatty() and not _is_localhost(folder):
            import segno  # noqa: PLC0415

            segno.make(feed_url).terminal(compact=True, border=2)
        note(f"page {address} · feed {address}{FEED_FILE} · Ctrl-C ends")
        if _is_localhost(folder):
            if not host.startswith("127.") or urlsplit(config.base_url).port != urlsplit(address).port:
                _warn_of_localhost(folder)
        elif feed_url != address + FEED_FILE:
            note(f"subscribe to {feed_url}")

    access = server.Access(urlsplit(config.base_url).path, **asdict(config.serve))
    server.serve(folder.public, host=host, port=port, access=access, on_ready=ready)


@app.command()
def publish(
    destination: Annotated[
        str | None,
        typer.Argument(
            help="A folder, user@host:folder, s3://, sftp:// or webdav+https://; else as podcaster.toml says."
        ),
    ] = None,
    show: ShowOption = Path(),
    *,
    everything: Annotated[
        bool, typer.Option("--all", help="Send also what was sent before, if the destination lost it.")
    ] = False,
) -> None:
    """Send what changed in the show's public folder to a web server or a bucket."""
    from podcaster import pipeline  # noqa: PLC0415

    folder = pipeline.ShowFolder.open(show)
    done = pipeline.send(folder, destination, everything=everything)
    if done.sent or done.removed:
        tell(f"published: {len(done.sent)} files sent, {len(done.removed)} removed, {done.kept} were there")
        note(f"apps read it at {folder.config.public_url}{FEED_FILE}")
        if _is_localhost(folder):
            _warn_of_localhost(folder)
    else:
        note(f"nothing changed since the last time; {done.kept} files are there")


def _is_localhost(folder: ShowFolder) -> bool:
    return urlsplit(folder.config.base_url).hostname in {"localhost", "127.0.0.1", "::1"}


def _warn_of_localhost(folder: ShowFolder) -> None:
    config = folder.config
    note(
        f"apps look for the episodes at {config.base_url}, which is this machine alone:"
        f" set base_url in {folder.root / 'podcaster.toml'} to its address as others see it"
    )
