"""What a show remembers: its episodes, by what it knows an article again, and what became of its nights."""

from podcaster.store.copies import copies_in, keep_copy
from podcaster.store.database import Placed, Store
from podcaster.store.identity import canonical, fingerprint, slug
from podcaster.store.ledger import MOST_ATTEMPTS, Entry, Ledger, Run, Watched
from podcaster.store.opening import way_to_repair
from podcaster.store.salvage import SCRATCH_PREFIX, Salvage, find_damage, rebuilding, remains

__all__ = [
    "MOST_ATTEMPTS",
    "SCRATCH_PREFIX",
    "Entry",
    "Ledger",
    "Placed",
    "Run",
    "Salvage",
    "Store",
    "Watched",
    "canonical",
    "copies_in",
    "find_damage",
    "fingerprint",
    "keep_copy",
    "rebuilding",
    "remains",
    "slug",
    "way_to_repair",
]
