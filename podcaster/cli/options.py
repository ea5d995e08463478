"""Options and arguments that several commands share."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

ShowOption = Annotated[Path, typer.Option("--show", envvar="PODCASTER_SHOW", help="The show's folder.")]
VoiceOption = Annotated[
    str | None,
    typer.Option("--voice", envvar="PODCASTER_VOICE", help="A voice's name or TOML file; auto chooses."),
]
SpeedOption = Annotated[
    float | None, typer.Option("--speed", help="0.5 to 3 times as fast; the pitch stays.")
]
QuoteCuesOption = Annotated[
    bool | None,
    typer.Option(
        "--quote-cues/--no-quote-cues", help='Say "Zitat" and "Zitatende" around longer quotations.'
    ),
]
ClusterOption = Annotated[
    str | None,
    typer.Option(
        "--cluster", help="A Dask scheduler (tcp://host:8786) whose workers speak; local starts one."
    ),
]
ForceOption = Annotated[
    bool, typer.Option("--force", help="Read it although it is not German, or is a live ticker.")
]
JsonOption = Annotated[bool, typer.Option("--json", help="For programs.")]
SourceArgument = Annotated[str, typer.Argument(help="A URL, an .html or .txt file, or - for standard input.")]


def checked_speed(speed: float | None) -> float | None:
    """The speed that was asked for; raises ConfigError where nobody could follow."""
    from podcaster.config import check_speed  # noqa: PLC0415

    if speed is not None:
        check_speed("--speed", speed)
    return speed
