"""The sole composer: reads an article, produces an episode, keeps a show's folder and feed."""

from podcaster.fetch import shown
from podcaster.notify import check_addresses
from podcaster.pipeline.article import Reading, convert, prepare, read, say, script_of, try_voice
from podcaster.pipeline.doctor import Check, examine, examine_show
from podcaster.pipeline.episodes import Outcome, add, preview, remove
from podcaster.pipeline.feedcheck import FeedReport, check_feed
from podcaster.pipeline.gauge import Gauged, gauge
from podcaster.pipeline.news import tell_failure, tell_night
from podcaster.pipeline.night import Night, Trouble
from podcaster.pipeline.nightly import nightly, plan
from podcaster.pipeline.publishing import destination_of, send, send_after
from podcaster.pipeline.repair import Mending, repair
from podcaster.pipeline.show import ShowFolder, new_show, opml_of, refresh
from podcaster.pipeline.sourcing import (
    KnownSource,
    NewSource,
    Subscribed,
    add_source,
    import_opml,
    list_sources,
    read_subscriptions,
    remove_source,
)
from podcaster.pipeline.status import Status, status
from podcaster.store import Run

__all__ = [
    "Check",
    "FeedReport",
    "Gauged",
    "KnownSource",
    "Mending",
    "NewSource",
    "Night",
    "Outcome",
    "Reading",
    "Run",
    "ShowFolder",
    "Status",
    "Subscribed",
    "Trouble",
    "add",
    "add_source",
    "check_addresses",
    "check_feed",
    "convert",
    "destination_of",
    "examine",
    "examine_show",
    "gauge",
    "import_opml",
    "list_sources",
    "new_show",
    "nightly",
    "opml_of",
    "plan",
    "prepare",
    "preview",
    "read",
    "read_subscriptions",
    "refresh",
    "remove",
    "remove_source",
    "repair",
    "say",
    "script_of",
    "send",
    "send_after",
    "shown",
    "status",
    "tell_failure",
    "tell_night",
    "try_voice",
]
