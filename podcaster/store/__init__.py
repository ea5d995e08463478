"""What a show remembers: its episodes, by what it knows an article again, and what became of its nights."""

from podcaster.store.database import Store
from podcaster.store.identity import canonical, fingerprint, slug
from podcaster.store.ledger import MOST_ATTEMPTS, Entry, Ledger, Run, Watched

__all__ = [
    "MOST_ATTEMPTS",
    "Entry",
    "Ledger",
    "Run",
    "Store",
    "Watched",
    "canonical",
    "fingerprint",
    "slug",
]
