"""The last and largest part of a model, frames → samples, by whoever is the quicker one at so many.

ONNX Runtime takes any number of frames and is there at once. OpenVINO takes a fifth less time, but for
each new number it needs a tenth of a second and one more copy of the weights: it gets what is long, in
pieces of few lengths, and is loaded behind the first sentence where that one is short. Who speaks what
depends on the length alone, so that the same text gives the same sound.
"""

from __future__ import annotations

import logging
from concurrent.futures import Future, ThreadPoolExecutor
from functools import lru_cache
from importlib.util import find_spec
from threading import Lock
from typing import TYPE_CHECKING, Any

from podcaster.errors import VoiceError
from podcaster.speech.device import CPU, onnx_providers
from podcaster.speech.vits.runtime import OnnxGraph, OpenvinoGraph, gains_by_bfloat16

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

    from podcaster.speech.vits.files import Facts
    from podcaster.speech.vits.runtime import Graph
    from podcaster.voices import Voice

_log = logging.getLogger(__name__)

_LONG_FRAMES, _LONG_FRAMES_IN_BFLOAT16 = 384, 160
"""From here on OpenVINO is the quicker one."""
_SIZES = (96, 176, 288, 448)
"""Frames of its pieces; with these four, what neighbours share adds a twelfth of the work."""
_MOST_FRAMES, _MOST_FRAMES_IN_BFLOAT16 = 1024, 512
"""Longer speech is decoded in pieces, so that memory does not grow with it."""


class Decoder:
    """Speaks the frames of one voice, for any number of threads at a time."""

    def __init__(self, voice: Voice, path: Path, facts: Facts, calls: int) -> None:
        """Raises VoiceError where the quality wants OpenVINO and it is missing; else what ONNX Runtime raises."""
        self._voice, self._path, self._facts, self._calls = voice, path, facts, calls
        self._is_short = False
        providers = onnx_providers(voice)
        has_openvino = find_spec("openvino") is not None
        if voice.quality == "fast" and not has_openvino:
            cause = "its quality is 'fast', for which OpenVINO is missing"
            way_out = "run: pip install '.[onnx]' in podcaster's folder, or take quality = \"full\""
            raise VoiceError(voice.subject, cause, way_out)
        self._has_quick = has_openvino and providers == [CPU]
        self._quick: Future[Graph | None] | None = None
        self._turn = Lock()
        # where it speaks only what is short, that is to be heard soon
        self._graph = OnnxGraph(path, providers, cores=min(calls, 2) if self._has_quick else 1)
        self.inputs = self._graph.inputs

    def _loading(self) -> Future[Graph | None]:
        """OpenVINO, which is loaded from the first call on."""
        with self._turn:
            if self._quick is None:
                pool = ThreadPoolExecutor(1)
                self._quick = pool.submit(self._load_quick)
                pool.shutdown(wait=False)
            return self._quick

    def _load_quick(self) -> Graph | None:
        """OpenVINO; None, and told, where it does not work here."""
        voice = self._voice
        try:
            if voice.quality == "fast":
                self._is_short = gains_by_bfloat16()
                if not self._is_short:
                    told = "%s: bfloat16 makes this processor no faster; its quality is 'full' here"
                    _log.warning(told, voice.subject)
            return OpenvinoGraph(self._path, self._calls, is_short=self._is_short)
        except (ImportError, RuntimeError) as exc:
            told = "%s: OpenVINO does not work here (%s); ONNX Runtime speaks, more slowly"
            _log.warning(told, voice.subject, " ".join(str(exc).split())[:160])
            return None

    def samples(self, latent: Any, who: dict[str, Any]) -> Iterator[Any]:
        """The samples from −1 to 1, piece by piece, each decoded with what its edges depend on."""
        frames, context, hop = latent.shape[2], self._facts.context_frames, self._facts.frame_samples
        graph, pieces = self._chosen(frames, context)
        at = 0
        for number, (start, end) in enumerate(pieces, 1):
            # neighbours meet in the middle of what both have
            until = frames if number == len(pieces) else (end + pieces[number][0]) // 2
            found = graph(latent=latent[:, :, start:end], **who)[0][0, 0]
            yield found[(at - start) * hop : (until - start) * hop]
            at = until
        if self._has_quick:
            self._loading()

    def _chosen(self, frames: int, context: int) -> tuple[Graph, Sequence[tuple[int, int]]]:
        """Who speaks so many frames, and in which pieces."""
        shortest = _LONG_FRAMES_IN_BFLOAT16 if self._voice.quality == "fast" else _LONG_FRAMES
        if self._has_quick and frames >= shortest:
            quick = self._loading().result()
            if quick is not None and self._is_short:
                return quick, even_pieces(frames, _MOST_FRAMES_IN_BFLOAT16, context)
            if quick is not None and frames >= _LONG_FRAMES:
                return quick, pieces_of_sizes(frames, _SIZES, context)
        return self._graph, even_pieces(frames, _MOST_FRAMES, context)


def even_pieces(frames: int, at_most: int, context: int) -> list[tuple[int, int]]:
    """Begin and end of as few pieces as cover so many frames; neighbours share twice ``context``.

    None goes beyond the last frame: a model reads what follows there as sound, and an end as silence.
    """
    count = max(1, -(-(frames - 2 * context) // (at_most - 2 * context)))
    length = -(-(frames + (count - 1) * 2 * context) // count)
    if count == 1:
        return [(0, frames)]
    starts = [number * (frames - length) // (count - 1) for number in range(count)]
    return [(start, start + length) for start in starts]


@lru_cache(maxsize=4096)
def pieces_of_sizes(frames: int, sizes: tuple[int, ...], context: int) -> list[tuple[int, int]]:
    """As ``even_pieces``, but of these sizes only, and with as few frames in all as can be.

    Neighbours share at least twice ``context``; where no size fits, it is one piece.
    """
    fitting = [size for size in sizes if 2 * context < size <= frames]
    if not fitting or frames in sizes:
        return [(0, frames)]
    # least[n]: the frames of pieces that cover n of them beside what neighbours share, and the last one's size
    least = [(0, 0)]
    for covered in range(1, frames - 2 * context + 1):
        least.append(min((least[max(0, covered - size + 2 * context)][0] + size, size) for size in fitting))
    chosen, left = [], frames - 2 * context
    while left > 0:
        chosen.append(least[left][1])
        left -= chosen[-1] - 2 * context
    pieces, start = [], 0
    for size in chosen:
        start = min(start, frames - size)
        pieces.append((start, start + size))
        start += size - 2 * context
    return pieces
