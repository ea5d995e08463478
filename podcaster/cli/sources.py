"""Commands about what the night looks at: sources add, list, remove, import."""

from __future__ import annotations

import json
import sys
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, Literal

import typer

from podcaster.cli.options import JsonOption, ShowOption
from podcaster.cli.talk import note, print_table, shortened, tell
from podcaster.model import counted

if TYPE_CHECKING:
    from podcaster.config import SourceConfig
    from podcaster.pipeline import KnownSource

STDIN = "-"
_NEWEST = 5
_NAMES = {"feed": "a feed", "sitemap": "a sitemap", "links": "a page of links"}

sources_app = typer.Typer(
    help="What the night looks at: feeds, sitemaps, pages of links.",
    no_args_is_help=True,
    rich_markup_mode=None,
)


@sources_app.command("add")
def sources_add(
    url: Annotated[str, typer.Argument(help="A feed, a sitemap, a section's page, or a site.")],
    show: ShowOption = Path(),
    *,
    name: Annotated[str, typer.Option("--name", help="As you call it; else what it calls itself.")] = "",
    include: Annotated[
        list[str] | None, typer.Option("--include", help="A word that the title must hold; again for others.")
    ] = None,
    exclude: Annotated[
        list[str] | None, typer.Option("--exclude", help="A word that the title must not hold.")
    ] = None,
    section: Annotated[
        list[str] | None, typer.Option("--section", help="Only this section; again for others.")
    ] = None,
    at_most: Annotated[int | None, typer.Option("--at-most", min=1, help="Articles a night.")] = None,
    kind: Annotated[
        Literal["auto", "feed", "sitemap", "links"],
        typer.Option("--kind", help="links: take the page itself, whatever feeds it names."),
    ] = "auto",
) -> None:
    """Make an address a source of the show: its feed, its news sitemap, or the links on it."""
    from podcaster import pipeline  # noqa: PLC0415

    new = pipeline.add_source(
        pipeline.ShowFolder.open(show),
        url,
        name=name,
        kind=kind,
        include=tuple(include or ()),
        exclude=tuple(exclude or ()),
        sections=tuple(section or ()),
        at_most=at_most,
    )
    if new.how:
        tell(f"{new.how}: {_shown(new.settings)}")
    articles = counted(len(new.listing.items), "article")
    tell(f"added: {_name(new.settings)}, {_NAMES[new.listing.kind]} with {articles}")
    for item in new.listing.items[:_NEWEST]:
        tell(f"  {shortened(item.title or item.url)}")


@sources_app.command("list")
def sources_list(show: ShowOption = Path(), *, as_json: JsonOption = False) -> None:
    """List the sources, and how they were when the night looked last."""
    from podcaster import pipeline  # noqa: PLC0415

    found = pipeline.list_sources(pipeline.ShowFolder.open(show))
    if as_json:
        facts = [_facts(source) for source in found]
        typer.echo(json.dumps(facts, ensure_ascii=False, indent=1))
    elif found:
        rows = [
            {
                "name": source.settings.name or source.title or "-",
                "kind": source.settings.kind,
                "last read": _state(source),
                "url": _shown(source.settings),
            }
            for source in found
        ]
        print_table(["name", "kind", "last read", "url"], rows)
    else:
        note("no sources yet; add one with: podcaster sources add URL")


@sources_app.command("remove")
def sources_remove(
    name: Annotated[str, typer.Argument(help="The source's name or address.")], show: ShowOption = Path()
) -> None:
    """Take a source out of podcaster.toml; its episodes stay."""
    from podcaster import pipeline  # noqa: PLC0415

    tell(f"removed: {_name(pipeline.remove_source(pipeline.ShowFolder.open(show), name))}")


@sources_app.command("import")
def sources_import(
    file: Annotated[str, typer.Argument(help="Subscriptions as OPML; - for standard input.")],
    show: ShowOption = Path(),
) -> None:
    """Make the feeds that a feed reader exported (OPML) sources of the show."""
    from podcaster import pipeline  # noqa: PLC0415

    folder = pipeline.ShowFolder.open(show)
    data = sys.stdin.buffer.read() if file == STDIN else pipeline.read_subscriptions(Path(file))
    done = pipeline.import_opml(folder, data)
    for source in done.added:
        tell(f"added: {_name(source)}")
    if done.known:
        note(f"{len(done.known)} of them {'was' if len(done.known) == 1 else 'were'} there already")


def _shown(source: SourceConfig) -> str:
    from podcaster import pipeline  # noqa: PLC0415

    return pipeline.shown(source.url)


def _name(source: SourceConfig) -> str:
    return source.name or _shown(source)


def _state(source: KnownSource) -> str:
    if source.failures:
        return f"failed {source.failures} times: {source.cause}"
    return f"{source.succeeded.astimezone():%Y-%m-%d %H:%M}" if source.succeeded else "never"


def _facts(source: KnownSource) -> dict[str, Any]:
    state = asdict(source)
    succeeded = source.succeeded.isoformat() if source.succeeded else None
    return {**state.pop("settings"), **state, "succeeded": succeeded}
