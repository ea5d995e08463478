"""Voice + Script → Speech, an utterance at a time; the engines and how they are found.

An engine of one's own is a class like ``Engine``, named in the entry points ``podcaster.engines`` of
the package that holds it; a voice's file then says ``engine = "its-name"``. ``examples/engine`` is one.
"""

from podcaster.speech.cache import SpeechCache
from podcaster.speech.casting import cast_script, check_pins, parts_of, person_key
from podcaster.speech.clauses import split_clauses
from podcaster.speech.cluster import Cluster
from podcaster.speech.engine import Engine, Sound
from podcaster.speech.narrator import Narrator
from podcaster.speech.planning import Utterance, plan
from podcaster.speech.registry import download_voice, export_voice, load_engine
from podcaster.speech.workers import Workers, local_workers

__all__ = [
    "Cluster",
    "Engine",
    "Narrator",
    "Sound",
    "SpeechCache",
    "Utterance",
    "Workers",
    "cast_script",
    "check_pins",
    "download_voice",
    "export_voice",
    "load_engine",
    "local_workers",
    "parts_of",
    "person_key",
    "plan",
    "split_clauses",
]
