"""Commands for one article or text: convert, inspect, say."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from podcaster.cli.options import (
    ForceOption,
    JsonOption,
    QuoteCuesOption,
    SourceArgument,
    SpeedOption,
    VoiceOption,
    checked_speed,
)
from podcaster.cli.talk import progress_bar, shortened, tell, tell_voice
from podcaster.model import clock

if TYPE_CHECKING:
    from rich.console import Console
    from rich.text import Text

    from podcaster.model import Script, Segment

app = typer.Typer()


@app.command()
def convert(
    source: SourceArgument,
    output: Annotated[
        Path | None, typer.Option("-o", "--output", help="The MP3; else named after the headline.")
    ] = None,
    voice: VoiceOption = None,
    bitrate: Annotated[int, typer.Option("--bitrate", help="Of the MP3, in kbit/s.")] = 96,
    *,
    speed: SpeedOption = None,
    quote_cues: QuoteCuesOption = None,
    all_formats: Annotated[
        bool, typer.Option("--all-formats", help="Write .srt, .json and .chapters.json too.")
    ] = False,
    force: ForceOption = False,
) -> None:
    """Turn one article into an MP3, with its transcript (.vtt) beside it."""
    from podcaster import pipeline  # noqa: PLC0415
    from podcaster.config import check_bitrate  # noqa: PLC0415

    check_bitrate("--bitrate", bitrate)
    reading = pipeline.Reading(
        voice=voice or "auto",
        speed=checked_speed(speed) or 1.0,
        quote_cues=bool(quote_cues),
        bitrate_kbps=bitrate,
        any_language=force,
    )
    with progress_bar() as progress:
        recording = pipeline.convert(
            source, output, reading=reading, all_formats=all_formats, progress=progress
        )
    tell_voice(reading.voice)
    tell(f"{recording.path} ({clock(recording.duration_ms)}, {recording.size_bytes / 1e6:.1f} MB)")


@app.command()
def inspect(
    source: SourceArgument,
    *,
    as_json: JsonOption = False,
    quote_cues: QuoteCuesOption = None,
    force: ForceOption = False,
    show: Annotated[
        Path | None, typer.Option("--show", help="Read as this show does (intro, lexicon, voices).")
    ] = None,
) -> None:
    """Show what will be read, by whom, and what is left out; nothing is spoken."""
    from podcaster import pipeline  # noqa: PLC0415

    if show:
        folder = pipeline.ShowFolder.open(show)
        reading = pipeline.Reading.of(folder.config, quote_cues=quote_cues, any_language=force)
        script = pipeline.preview(folder, source, reading)
    else:
        reading = pipeline.Reading(quote_cues=bool(quote_cues), any_language=force)
        script = pipeline.prepare(source, reading)
    if as_json:
        typer.echo(json.dumps(_script_facts(script), ensure_ascii=False, indent=1))
    else:
        _print_script(script)


def _script_facts(script: Script) -> dict[str, Any]:
    """The stable interface of ``inspect --json``."""
    return {
        "url": script.url,
        "title": script.title,
        "kicker": script.kicker,
        "lead": script.lead,
        "authors": list(script.authors),
        "publisher": script.publisher,
        "published": script.published.isoformat() if script.published else None,
        "modified": script.modified.isoformat() if script.modified else None,
        "language": script.language,
        "segments": [
            {
                "role": segment.role,
                "text": segment.text,
                "spoken": segment.spoken,
                "quote": segment.quote,
                "speaker": segment.speaker,
                "pause_ms": segment.pause_ms,
                "sentences": [{"text": part.text, "spoken": part.spoken} for part in segment.sentences],
            }
            for segment in script.segments
        ],
        "left_out": [{"text": left.text, "why": left.why} for left in script.left_out],
        "cast": [{"name": one.name, "gender": one.gender, "voice": one.style} for one in script.cast],
    }


_ROLE_STYLES = {
    "intro": "dim",
    "headline": "bold cyan",
    "lead": "cyan",
    "heading": "bold",
    "body": "",
    "outro": "dim",
}
_QUOTE_STYLES = {"direct": "bold green", "partial": "green", "term": "yellow"}


def _print_script(script: Script) -> None:
    """For people: each paragraph with its role; quotations in colour, with kind and speaker."""
    from rich.console import Console  # noqa: PLC0415
    from rich.text import Text  # noqa: PLC0415

    console = Console(highlight=False)
    line = Text()
    for segment in script.segments:
        if not line:
            line = Text(f"{segment.role:>8}  ", style="magenta")
        _append(line, segment)
        if segment.ends_block:
            _print_hanging(console, line)
            line = Text()
    if line:
        _print_hanging(console, line)
    if script.cast:
        console.print(Text("\npeople:", style="bold"))
    for one in script.cast:
        read = f"{one.gender or 'gender unknown'}, read as {one.style or 'quotations are'}"
        console.print(Text.assemble((f"  {one.name}: ", "green"), (read, "dim")))
    if script.left_out:
        console.print(Text(f"\nleft out ({len(script.left_out)}):", style="bold"))
    for left in script.left_out:
        console.print(Text.assemble((f"  {left.why}: ", "red"), (shortened(left.text), "dim")))
    words = sum(len(segment.text.split()) for segment in script.segments)
    console.print(Text(f"\n{words} words, about {clock(words * 60_000 // 140)} min", style="dim"))


def _append(line: Text, segment: Segment) -> None:
    if not segment.text:  # said, and not on the page
        line.append(f" [{segment.spoken.strip(' ,:.')}]", style="dim")
    elif segment.quote:
        label = f"[{segment.quote}" + (f": {segment.speaker}] " if segment.speaker else "] ")
        line.append(" ").append(label, style="dim").append(segment.text, style=_QUOTE_STYLES[segment.quote])
    else:
        glue = "" if segment.text[:1] in ",.;:!?)" else " "
        line.append(glue + segment.text, style=_ROLE_STYLES[segment.role])


def _print_hanging(console: Console, line: Text) -> None:
    """Print a paragraph with its role before it and its lines below each other."""
    from rich.text import Text  # noqa: PLC0415

    role, words = line[:10], line[10:]
    for number, part in enumerate(words.wrap(console, max(console.width - 12, 20))):
        part.rstrip()
        console.print((role if number == 0 else Text(" " * len(role))) + part)


@app.command()
def say(
    text: Annotated[str, typer.Argument(help="German text, or - for standard input.")],
    output: Annotated[
        Path | None, typer.Option("-o", "--output", help="An MP3 to write the sound to.")
    ] = None,
    voice: VoiceOption = None,
    *,
    speed: SpeedOption = None,
    as_json: JsonOption = False,
    ipa: Annotated[
        bool, typer.Option("--ipa", help="Show what a voice is told: words of the lexicon as [IPA].")
    ] = False,
    show: Annotated[
        Path | None, typer.Option("--show", help="Read as this show does (lexicon, gendered forms).")
    ] = None,
) -> None:
    """Show how German text is read, and with -o let it be heard."""
    from podcaster import pipeline  # noqa: PLC0415
    from podcaster.german import pronounce, spoken  # noqa: PLC0415

    speed = checked_speed(speed)
    text = sys.stdin.buffer.read().decode("utf-8", "replace") if text == "-" else text
    reading = pipeline.Reading.of(pipeline.ShowFolder.open(show).config) if show else pipeline.Reading()
    words = spoken(text, reading.lexicon, gendered=reading.gendered)
    facts = {"text": text, "spoken": words}
    if ipa:
        facts["pronounced"] = pronounce(words, reading.lexicon, ipa=True)
    typer.echo(json.dumps(facts, ensure_ascii=False) if as_json else facts.get("pronounced", words))
    if output:
        pipeline.say(
            text,
            output,
            voice or "auto",
            reading.lexicon,
            speed=speed or reading.speed,
            gendered=reading.gendered,
        )
