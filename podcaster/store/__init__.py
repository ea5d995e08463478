"""What a show remembers: its episodes, and by what it knows an article again."""

from podcaster.store.database import Store
from podcaster.store.identity import canonical, fingerprint, slug

__all__ = ["Store", "canonical", "fingerprint", "slug"]
