"""What a host's robots.txt (RFC 9309) asks of us; only user of protego."""

from __future__ import annotations

import math
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from protego import Protego

PRODUCT = "podcaster"
"""The name under which a robots.txt may speak to us."""
MAX_BYTES = 512_000
"""As much is read, RFC 9309, section 2.5; the rest is left out."""
_LONGEST_DELAY_S = 30.0
"""Some hosts ask for minutes; a night has only so many."""

_AGENT = re.compile(r"^([ \t]*user[- ]?agent[ \t]*[: \t][ \t]*)([^#\r\n]*)", re.IGNORECASE | re.MULTILINE)


@dataclass(frozen=True, slots=True)
class Rules:
    """Of one origin."""

    protego: Protego | None = None
    """None where the host has no rules."""

    def allow(self, url: str) -> bool:
        """Whether we may ask for an address of this origin."""
        return self.protego is None or self.protego.can_fetch(url, PRODUCT)

    @property
    def delay_s(self) -> float:
        """Between two requests, as ``Crawl-delay`` asks, within reason; 0 where nothing is asked."""
        told = self.protego.crawl_delay(PRODUCT) if self.protego else None
        if told is None or math.isnan(told):
            return 0.0
        return min(max(told, 0.0), _LONGEST_DELAY_S)


def read_rules(data: bytes) -> Rules:
    """The rules in a robots.txt; whatever is none in it says nothing."""
    from protego import Protego  # noqa: PLC0415

    text = data[:MAX_BYTES].decode("utf-8-sig", "replace")
    return Rules(Protego.parse(_AGENT.sub(_known, text)))


def _known(line: re.Match[str]) -> str:
    """All other programs are one: a file of ten thousand of them would cost their number squared."""
    name = line[2].partition("/")[0].strip().lower()
    return f"{line[1]}{name if name in {'*', PRODUCT} else 'other'}"
