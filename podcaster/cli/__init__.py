"""The command line: argv → pipeline; errors → one line and an exit code; the only room that prints."""

from __future__ import annotations

import logging
import sys
from importlib import metadata
from io import TextIOWrapper
from typing import TYPE_CHECKING, Annotated, NoReturn

import typer

from podcaster.cli import articles, hosting, nights, schedule, shows, sources, voices
from podcaster.cli.talk import complain, talk
from podcaster.errors import PodcasterError

if TYPE_CHECKING:
    from collections.abc import Sequence

INTERRUPTED = 130  # 128 + SIGINT, as shells count

app = typer.Typer(
    name="podcaster",
    help="Turns German articles into a podcast, well read.",
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
    context_settings={"help_option_names": ["-h", "--help"]},
)
for _commands in (articles.app, shows.app, hosting.app, nights.app, schedule.app):
    app.add_typer(_commands)
app.add_typer(voices.voices_app, name="voices")
app.add_typer(shows.episodes_app, name="episodes")
app.add_typer(shows.feed_app, name="feed")
app.add_typer(sources.sources_app, name="sources")

# These may stand anywhere on the line, before or after the command.
_TALK_FLAGS = {"-q": "--quiet", "--quiet": "--quiet", "--verbose": "--verbose", "--debug": "--debug"}


def main(argv: Sequence[str] | None = None) -> NoReturn:
    """Run the command line and exit: 0 done, 1 some failed, 2 usage, 3 nothing done, 4 locked."""
    arguments = list(sys.argv[1:] if argv is None else argv)
    options = arguments[: arguments.index("--")] if "--" in arguments else arguments
    flags = [_TALK_FLAGS[option] for option in options if option in _TALK_FLAGS]
    rest = [option for option in options if option not in _TALK_FLAGS] + arguments[len(options) :]
    if isinstance(sys.stdout, TextIOWrapper):  # a file's name need not be text, nor a terminal UTF-8
        sys.stdout.reconfigure(errors="backslashreplace")
    try:
        app([*flags, *rest], prog_name="podcaster")
    except PodcasterError as exc:
        if talk.debug:
            raise
        complain(exc)
        sys.exit(exc.exit_code)
    except SystemExit as end:
        if end.code == INTERRUPTED and not talk.is_end_told:  # typer's answer to Ctrl-C
            print("podcaster: interrupted; nothing half-written is left", file=sys.stderr)  # noqa: T201
        raise
    sys.exit(0)


def _print_version(wanted: bool) -> None:  # noqa: FBT001  # as typer calls it
    if wanted:
        typer.echo(f"podcaster {metadata.version('podcaster')}")
        raise typer.Exit


@app.callback()
def _options(
    *,
    quiet: Annotated[bool, typer.Option("--quiet", "-q", help="Only errors.")] = False,
    verbose: Annotated[bool, typer.Option("--verbose", help="Say what is done.")] = False,
    debug: Annotated[bool, typer.Option("--debug", help="Say everything; errors with traceback.")] = False,
    _version: Annotated[
        bool, typer.Option("--version", help="Print the version.", is_eager=True, callback=_print_version)
    ] = False,
) -> None:
    talk.quiet, talk.verbose, talk.debug = quiet, verbose, debug
    others = logging.DEBUG if debug else logging.ERROR
    ours = logging.ERROR if quiet else logging.INFO if verbose else logging.WARNING
    logging.basicConfig(level=others, format="podcaster: %(message)s", stream=sys.stderr)
    logging.getLogger("podcaster").setLevel(logging.DEBUG if debug else ours)
