"""The command line: argv → pipeline; errors → one line and an exit code; the only room that prints."""

from __future__ import annotations

import json
import logging
import sys
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from importlib import metadata
from io import TextIOWrapper
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, NoReturn
from urllib.parse import urlsplit

import typer

from podcaster.errors import PodcasterError
from podcaster.model import FEED_FILE, clock

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from rich.console import Console
    from rich.text import Text

    from podcaster.model import Episode, Script, Segment
    from podcaster.pipeline import Outcome
    from podcaster.pipeline.article import Progress

SOME_FAILED = 1
INTERRUPTED = 130  # 128 + SIGINT, as shells count

app = typer.Typer(
    name="podcaster",
    help="Turns German articles into a podcast, well read.",
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
    context_settings={"help_option_names": ["-h", "--help"]},
)
voices_app = typer.Typer(help="List voices, their licence and whether they are ready.", rich_markup_mode=None)
episodes_app = typer.Typer(
    help="List or remove a show's episodes.", no_args_is_help=True, rich_markup_mode=None
)
app.add_typer(voices_app, name="voices")
app.add_typer(episodes_app, name="episodes")
feed_app = typer.Typer(
    help="Check a feed, or list shows for podcast apps to import.",
    no_args_is_help=True,
    rich_markup_mode=None,
)
app.add_typer(feed_app, name="feed")

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
ForceOption = Annotated[
    bool, typer.Option("--force", help="Read it although it is not German, or is a live ticker.")
]
JsonOption = Annotated[bool, typer.Option("--json", help="For programs.")]
SourceArgument = Annotated[str, typer.Argument(help="A URL, an .html or .txt file, or - for standard input.")]


@dataclass
class _Talk:
    """How much is told; set once from the options."""

    quiet: bool = False
    verbose: bool = False
    debug: bool = False


_talk = _Talk()
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
        if _talk.debug:
            raise
        _complain(exc)
        sys.exit(exc.exit_code)
    except SystemExit as end:
        if end.code == INTERRUPTED:  # typer's answer to Ctrl-C
            print("podcaster: interrupted; nothing half-written is left", file=sys.stderr)  # noqa: T201
        raise
    sys.exit(0)


def _complain(error: PodcasterError) -> None:
    print(f"podcaster: {error}", file=sys.stderr)  # noqa: T201


def _note(line: str) -> None:
    """Tell a person something that no program needs."""
    if not _talk.quiet:
        typer.echo(line, err=True)


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
    _talk.quiet, _talk.verbose, _talk.debug = quiet, verbose, debug
    others = logging.DEBUG if debug else logging.ERROR
    ours = logging.ERROR if quiet else logging.INFO if verbose else logging.WARNING
    logging.basicConfig(level=others, format="podcaster: %(message)s", stream=sys.stderr)
    logging.getLogger("podcaster").setLevel(logging.DEBUG if debug else ours)


@contextmanager
def _progress() -> Iterator[Progress]:
    """A bar on a terminal; nothing in a pipe, under cron or with --quiet."""
    if _talk.quiet or not sys.stderr.isatty():
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


def _tell_voice(name: str) -> None:
    """Say once why the better voice is not the one that speaks."""
    from podcaster.voices import choose_voice  # noqa: PLC0415

    choice = choose_voice(name)
    if choice.why:
        _note(choice.why)


def _checked_speed(speed: float | None) -> float | None:
    """The speed that was asked for; raises ConfigError where nobody could follow."""
    from podcaster.config import check_speed  # noqa: PLC0415

    if speed is not None:
        check_speed("--speed", speed)
    return speed


# ── one article ─────────────────────────────────────────────────────────────────────────────────


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
        speed=_checked_speed(speed) or 1.0,
        quote_cues=bool(quote_cues),
        bitrate_kbps=bitrate,
        any_language=force,
    )
    with _progress() as progress:
        recording = pipeline.convert(
            source, output, reading=reading, all_formats=all_formats, progress=progress
        )
    _tell_voice(reading.voice)
    typer.echo(f"{recording.path} ({clock(recording.duration_ms)}, {recording.size_bytes / 1e6:.1f} MB)")


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
        console.print(Text.assemble((f"  {left.why}: ", "red"), (_shortened(left.text), "dim")))
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


def _shortened(text: str, length: int = 90) -> str:
    return text if len(text) <= length else text[: length - 1] + "…"


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

    speed = _checked_speed(speed)
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
            speed=speed or 1.0,
            gendered=reading.gendered,
        )


# ── voices ──────────────────────────────────────────────────────────────────────────────────────


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
    _print_table(["name", "engine", "licence", "status"], rows)


@voices_app.command("download")
def voices_download(name: str) -> None:
    """Get the model of a voice."""
    from podcaster.voices import load_voice  # noqa: PLC0415

    voice = load_voice(name)
    _note(f"{voice.name}: {voice.model}, licence {voice.licence}, from {voice.source}")
    from podcaster.speech import download_voice  # noqa: PLC0415

    download_voice(voice)
    _note(f"{voice.name} is ready")


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
    typer.echo(f"{recording.path} ({clock(recording.duration_ms)})")


# ── a show ──────────────────────────────────────────────────────────────────────────────────────


@app.command()
def new(
    directory: Annotated[Path, typer.Argument(help="The show's folder, which is made.")],
    title: Annotated[str | None, typer.Option("--title")] = None,
    base_url: Annotated[str | None, typer.Option("--base-url", help="Where public/ will be served.")] = None,
) -> None:
    """Make a show: a folder with its configuration, an empty feed and a page."""
    from podcaster import pipeline  # noqa: PLC0415

    show = pipeline.new_show(directory, title=title, base_url=base_url)
    typer.echo(f"{show.root / 'podcaster.toml'}: edit title and base_url there")
    typer.echo(f"next: podcaster add URL --show {show.root}")


@app.command()
def add(
    sources: Annotated[list[str], typer.Argument(help="URLs, .html or .txt files.")],
    show: ShowOption = Path(),
    voice: VoiceOption = None,
    *,
    speed: SpeedOption = None,
    quote_cues: QuoteCuesOption = None,
    force: ForceOption = False,
) -> None:
    """Make articles episodes of a show and write its feed."""
    from podcaster import pipeline  # noqa: PLC0415

    folder = pipeline.ShowFolder.open(show)
    reading = pipeline.Reading.of(
        folder.config,
        voice=voice,
        speed=_checked_speed(speed),
        quote_cues=quote_cues,
        any_language=force,
    )
    with _progress() as progress:
        outcomes = pipeline.add(folder, sources, reading=reading, progress=progress, on_outcome=_tell_outcome)
    if any(outcome.is_new for outcome in outcomes):
        _tell_voice(reading.voice)
    errors = [outcome.error for outcome in outcomes if outcome.error]
    if len(errors) == len(outcomes):
        raise typer.Exit(errors[0].exit_code if len(errors) == 1 and errors[0] else PodcasterError.exit_code)
    if errors:
        raise typer.Exit(SOME_FAILED)


def _tell_outcome(outcome: Outcome) -> None:
    if outcome.error:
        _complain(outcome.error)
    elif outcome.episode and outcome.is_update:
        typer.echo(f"spoken anew, since the article changed: {_shortened(outcome.episode.title)}")
    elif outcome.episode and outcome.is_new:
        typer.echo(f"added: {_shortened(outcome.episode.title)} ({clock(outcome.episode.duration_ms)})")
    elif outcome.episode:
        _note(f"{outcome.source}: is in the show already, as {outcome.episode.slug}; nothing to do")


@episodes_app.command("list")
def episodes_list(show: ShowOption = Path(), *, as_json: JsonOption = False) -> None:
    """List the episodes, newest first."""
    from podcaster import pipeline  # noqa: PLC0415

    with pipeline.ShowFolder.open(show).store() as store:
        rows = [_episode_facts(episode) for episode in store.episodes()]
    if as_json:
        typer.echo(json.dumps(rows, ensure_ascii=False, indent=1))
    elif rows:
        _print_table(["slug", "added", "length", "title"], rows)
    else:
        _note("no episodes yet; add one with: podcaster add URL")


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
    typer.echo(f"removed: {_shortened(episode.title)}")


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
            place = _shortened(finding.place, 50)
            typer.echo(f"{finding.severity}: {place}: {finding.what}; {finding.cure} ({finding.who})")
        errors = sum(finding.severity == "error" for finding in report.findings)
        _note(f"{report.episodes} episodes, {errors} errors, {len(report.findings) - errors} warnings")
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
        if sys.stdout.isatty():
            import segno  # noqa: PLC0415

            segno.make(feed_url).terminal(compact=True, border=2)
        _note(f"page {address} · feed {address}{FEED_FILE} · Ctrl-C ends")
        if feed_url != address + FEED_FILE:
            _note(f"subscribe to {feed_url}")
        if not host.startswith("127.") and "//localhost" in config.base_url:
            _note(
                f"other devices will not find the episodes: set base_url in {show / 'podcaster.toml'}, now localhost"
            )

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
        typer.echo(
            f"published: {len(done.sent)} files sent, {len(done.removed)} removed, {done.kept} were there"
        )
        _note(f"apps read it at {folder.config.public_url}{FEED_FILE}")
    else:
        _note(f"nothing changed since the last time; {done.kept} files are there")


@app.command()
def doctor(show: ShowOption = Path()) -> None:
    """Check this machine, and the show where there is one."""
    from podcaster import pipeline  # noqa: PLC0415

    checks = pipeline.examine(show)
    for check in checks:
        typer.echo(f"{'ok  ' if check.ok else 'FAIL'}  {check.subject}: {check.found}")
    if not all(check.ok for check in checks):
        raise typer.Exit(PodcasterError.exit_code)


# ── words and numbers for people ────────────────────────────────────────────────────────────────


def _print_table(columns: list[str], rows: list[dict[str, Any]]) -> None:
    if not sys.stdout.isatty():
        for row in rows:
            typer.echo("\t".join(str(row[column]) for column in columns))
        return
    from rich.console import Console  # noqa: PLC0415
    from rich.table import Table  # noqa: PLC0415
    from rich.text import Text  # noqa: PLC0415

    table = Table(*columns, box=None, pad_edge=False)
    for row in rows:
        table.add_row(*(Text(_shortened(str(row[column]))) for column in columns))
    Console().print(table)
