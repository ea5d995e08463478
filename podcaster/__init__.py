"""Turns German articles into a podcast, well read.

>>> from podcaster import spoken
>>> spoken("Am 3. Oktober 1990 um 23.45 Uhr")
'Am dritten Oktober neunzehnhundertneunzig um dreiundzwanzig Uhr fünfundvierzig'
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from podcaster.article import read_article
    from podcaster.errors import PodcasterError
    from podcaster.german import spoken
    from podcaster.model import Article, Episode, Page, Recording, Script, Segment, Sentence, Show, Speech
    from podcaster.pipeline import convert
    from podcaster.script import write_script

_HOME = {
    "convert": "podcaster.pipeline",
    "read_article": "podcaster.article",
    "spoken": "podcaster.german",
    "write_script": "podcaster.script",
    "PodcasterError": "podcaster.errors",
    **dict.fromkeys(
        ("Article", "Episode", "Page", "Recording", "Script", "Segment", "Sentence", "Show", "Speech"),
        "podcaster.model",
    ),
}

__all__ = [
    "Article",
    "Episode",
    "Page",
    "PodcasterError",
    "Recording",
    "Script",
    "Segment",
    "Sentence",
    "Show",
    "Speech",
    "convert",
    "read_article",
    "spoken",
    "write_script",
]


def __getattr__(name: str) -> Any:
    """Load a public name from its room when it is first used (PEP 562): the command line stays quick."""
    if name in _HOME:
        return getattr(import_module(_HOME[name]), name)
    message = f"module 'podcaster' has no attribute {name!r}"
    raise AttributeError(message)
