"""Commands for voices: list, download, export, try, benchmark."""

from __future__ import annotations

import json
from dataclasses import asdict
from pathlib import Path
from typing import Annotated

import typer

from podcaster.cli.options import JsonOption
from podcaster.cli.talk import complain, note, print_table, tell
from podcaster.errors import PodcasterError
from podcaster.model import clock

voices_app = typer.Typer(help="List voices, their licence and whether they are ready.", rich_markup_mode=None)


_MEASURES = {
    "name": "voice",
    "real_time_factor": "seconds for a second of sound",
    "first_sound_s": "seconds to the first sound",
    "memory_mb": "MB",
    "workers": "at a time",
}


@voices_app.callback(invoke_without_command=True)
def voices(context: typer.Context, *, as_json: JsonOption = False) -> None:
    """List voices, their licence and whether they are ready."""
    if context.invoked_subcommand:
        return
    from podcaster.voices import list_voices, status  # noqa: PLC0415

    rows = [
        {"name": v.name, "engine": v.engine, "licence": v.licence, "status": status(v), "source": v.source}
        for v in list_voices()
    ]
    if as_json:
        typer.echo(json.dumps(rows, ensure_ascii=False, indent=1))
        return
    print_table(["name", "engine", "licence", "status"], rows)


@voices_app.command("download")
def voices_download(
    name: str,
    *,
    agree: Annotated[bool, typer.Option("--agree", help="To the terms of the model's licence.")] = False,
) -> None:
    """Get the model of a voice."""
    from podcaster.voices import load_voice  # noqa: PLC0415

    voice = load_voice(name)
    note(f"{voice.name}: {voice.model}, licence {voice.licence}, from {voice.source}")
    from podcaster.speech import download_voice  # noqa: PLC0415

    download_voice(voice, agreed=agree)
    note(f"{voice.name} is ready")


@voices_app.command("export")
def voices_export(name: str) -> None:
    """Make a Coqui voice ready for ONNX Runtime, with PyTorch, once: faster, and without it from then on."""
    from podcaster.voices import load_voice  # noqa: PLC0415

    voice = load_voice(name)
    from podcaster.speech import export_voice  # noqa: PLC0415

    note(f"{voice.name} is ready: {export_voice(voice)}")


@voices_app.command("try")
def voices_try(
    name: str,
    output: Annotated[Path | None, typer.Option("-o", "--output", help="The MP3 to write.")] = None,
    text: Annotated[str, typer.Option("--text", help="What to say.")] = "",
) -> None:
    """Let a voice read a few sentences, with a quotation among them."""
    from podcaster import pipeline  # noqa: PLC0415

    target = output or Path(f"{Path(name).stem}.mp3")
    recording = pipeline.try_voice(name, target, text or None)
    tell(f"{recording.path} ({clock(recording.duration_ms)})")


@voices_app.command("benchmark")
def voices_benchmark(
    names: Annotated[list[str] | None, typer.Argument(metavar="[NAME]...", show_default=False)] = None,
    *,
    as_json: JsonOption = False,
) -> None:
    """Measure voices on this machine: speed, memory, start-up. Without a name: all that are ready."""
    from podcaster import pipeline  # noqa: PLC0415
    from podcaster.voices import READY, list_voices, status  # noqa: PLC0415

    found = []
    failed = 0
    for name in names or [voice.name for voice in list_voices() if status(voice) == READY]:
        note(f"{name} reads some 150 words …")
        try:
            found.append(asdict(pipeline.gauge(name)))
        except PodcasterError as exc:
            complain(exc)
            failed += 1
    if as_json:
        typer.echo(json.dumps(found, ensure_ascii=False, indent=1))
    else:
        print_table([*_MEASURES.values()], [{_MEASURES[key]: row[key] for key in _MEASURES} for row in found])
    if failed:
        raise typer.Exit(1 if found else 3)
