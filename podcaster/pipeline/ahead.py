"""Articles are read while the one before is spoken, and begun while that is encoded."""

from __future__ import annotations

from concurrent.futures import Future
from threading import Thread
from typing import TYPE_CHECKING, Generic, TypeVar

from podcaster.pipeline.article import script_of
from podcaster.speech import cast_script

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from podcaster.model import Article
    from podcaster.pipeline.article import Reading
    from podcaster.speech import Narrator

S = TypeVar("S")


class ReadAhead(Generic[S]):
    """Reads one article ahead, in a thread that holds up nobody who goes away."""

    def __init__(self, read: Callable[[S], Article], on_read: Callable[[Article], None]) -> None:
        """``read`` gives a source's article, by which ``on_read`` is called at once, in the same thread."""
        self._read = read
        self._on_read = on_read
        self._coming: tuple[S, Future[Article]] | None = None

    def begin(self, source: S) -> None:
        """Read the source that comes next."""
        future: Future[Article] = Future()
        self._coming = source, future
        Thread(target=self._read_into, args=(future, source), daemon=True).start()

    def take(self, source: S) -> Article:
        """A source's article, waited for; raises what reading it has raised."""
        coming, self._coming = self._coming, None
        if coming and coming[0] == source:
            return coming[1].result()
        return self._read(source)

    def _read_into(self, future: Future[Article], source: S) -> None:
        try:
            article = self._read(source)
            self._on_read(article)
        except Exception as exc:  # noqa: BLE001  (raised where the article is taken)
            future.set_exception(exc)
        else:
            future.set_result(article)


def announce(narrator: Narrator, reading: Reading, parts: Mapping[str, str], article: Article) -> None:
    """Tell the narrator's workers, if there are any, what comes next; ``parts`` may be a bit old."""
    if narrator.is_ahead:
        script = script_of(article, reading)
        narrator.announce(cast_script(script, narrator.voice, pinned=reading.people, remembered=parts))
