"""What a voice costs on this machine: how fast it speaks, what memory it takes, how soon it is heard."""

from __future__ import annotations

import json
import logging
import re
import resource
import subprocess
import sys
import time
from dataclasses import asdict, dataclass
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from podcaster.article import read_article
from podcaster.errors import PodcasterError, VoiceError
from podcaster.german import pronounce
from podcaster.script import write_script
from podcaster.speech import Narrator, local_workers
from podcaster.speech.workers import WINDOW_PER_WORKER
from podcaster.voices import READY, load_voice, status

if TYPE_CHECKING:
    from podcaster.model import Script

_TEXT = """Ein Fluss bekommt seine Kurven zurück

Seit dem 3. Juni rollen die Bagger wieder, diesmal für den Fluss: Auf 4,5 Kilometern verlegen sie das Bett der Lauter dorthin, wo es bis 1931 lag.

Damals war der Fluss begradigt worden, um Felder zu gewinnen. Das Wasser lief schneller ab, grub sich ein und fehlte im Sommer. Nun sollen sieben Schleifen das Tempo halbieren, und die Wiesen dürfen bei Hochwasser wieder volllaufen.

„Wir geben dem Fluss zurück, was ihm gehört“, sagte die Leiterin des Wasseramts, Karin Solms. „In zehn Jahren wird man kaum glauben, dass hier einmal ein Kanal war.“

Das Vorhaben kostet 6,8 Millionen Euro; die Hälfte zahlt das Land. Landwirte aus drei Dörfern hatten zunächst geklagt, bekamen aber Ersatzflächen am Hang. Inzwischen verkaufen zwei von ihnen Heu von den nassen Wiesen.

Die Fische waren schneller als die Planer: Schon im ersten fertigen Abschnitt zählten Biologen im Herbst 14 Arten, darunter die seltene Nase, die seit den siebziger Jahren als verschwunden galt.
"""
_WARMING = """Ein Versuch

Am Morgen fährt der Bus. Am Mittag fährt die Bahn. Am Abend fährt das Schiff. In der Nacht fährt niemand.

Der Bus ist rot. Die Bahn ist gelb. Das Schiff ist weiß. Die Nacht ist schwarz.
"""
"""So that each worker has loaded its model."""

_CHILD = "import sys; from podcaster.pipeline.gauge import serve; serve(sys.argv[1], float(sys.argv[2]))"
_LONGEST_S = 1800
_BYTES_OF_MAXRSS = 1 if sys.platform == "darwin" else 1024


@dataclass(frozen=True, slots=True)
class Gauged:
    """What was measured of a voice."""

    name: str
    real_time_factor: float
    """Seconds of computing for a second of sound, by all workers together."""
    first_sound_s: float
    """From the start of the program."""
    memory_mb: int
    """At most, of all processes together."""
    workers: int
    """How many texts are spoken at a time."""
    sound_s: float


def gauge(name: str) -> Gauged:
    """Let a voice read an example text of some 150 words, in a process of its own, and measure it.

    Raises VoiceError where it is not ready, or fails.
    """
    voice = load_voice(name)
    found = status(voice)
    if found != READY:
        raise VoiceError(voice.subject, "it is not ready", found)
    command = [sys.executable, "-c", _CHILD, name, str(time.time())]
    try:
        run = subprocess.run(command, capture_output=True, text=True, timeout=_LONGEST_S, check=False)
        return Gauged(**json.loads(run.stdout))
    except subprocess.TimeoutExpired as exc:
        cause = f"it did not end within {_LONGEST_S // 60} minutes"
        raise VoiceError(voice.subject, cause, "take another voice on this machine") from exc
    except (ValueError, TypeError) as exc:
        last = run.stderr.strip().rpartition("\n")[2] or f"it ended with code {run.returncode}"
        raise VoiceError(voice.subject, last, "hear it with: podcaster voices try") from exc


def serve(name: str, started: float) -> None:
    """Measure the voice, started at that time, and print what was found; the whole life of a process."""
    logging.basicConfig(level=logging.ERROR, stream=sys.stderr)
    try:
        found = _measured(name, started)
    except PodcasterError as exc:
        sys.exit(f"{exc.cause}; {exc.way_out}")
    sys.stdout.write(json.dumps(asdict(found)))


def _measured(name: str, started: float) -> Gauged:
    voice = load_voice(name)
    workers = local_workers([voice, *map(load_voice, voice.other_voices())])
    at_a_time = max(1, workers.window // WINDOW_PER_WORKER)
    heard_after_s = 0.0
    with Narrator(voice, pronounce=partial(pronounce, lexicon=None), workers=workers) as narrator:
        for _ in narrator.speak(_script(_WARMING)):
            heard_after_s = heard_after_s or time.time() - started
        script = _script(_TEXT)
        began = time.perf_counter()
        sound_s = sum(speech.duration_ms for speech in narrator.speak(script)) / 1000
        took_s = time.perf_counter() - began
    return Gauged(
        name=voice.name,
        real_time_factor=round(took_s / sound_s, 4),
        first_sound_s=round(heard_after_s, 2),
        memory_mb=_memory_mb(at_a_time),
        workers=at_a_time,
        sound_s=round(sound_s, 1),
    )


def _script(text: str) -> Script:
    return write_script(read_article(text, is_html=False))


def _memory_mb(processes: int) -> int:
    """Of this process and of those that spoke for it, each as large as the largest."""
    own = _own_peak()
    largest = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss
    return round((own + processes * largest) * _BYTES_OF_MAXRSS / 1_000_000)


def _own_peak() -> int:
    """Of this process alone: Linux counts what its parent had, too, as long as they shared their memory."""
    try:
        status = Path("/proc/self/status").read_text(encoding="ascii", errors="replace")
    except OSError:
        return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    found = re.search(r"^VmHWM:\s+(\d+) kB", status, re.MULTILINE)
    return int(found[1]) if found else resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
