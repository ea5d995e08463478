"""A real scheduler with real workers on loopback: the same sound, also where workers die."""

import json
import os
import signal
import subprocess
import sys
from contextlib import ExitStack, contextmanager

import pytest
from engines import installed, loaded_by, said, voice_of
from fakes import script, segment
from pages import SENTENCES
from test_workers import is_alive, wait_until

from podcaster.errors import ConfigError, SpeechError, VoiceError
from podcaster.speech import Cluster, Narrator, SpeechCache
from podcaster.speech.workers import WINDOW_PER_WORKER
from podcaster.voices import load_voice

distributed = pytest.importorskip("distributed")

SCRIPT = script(*(segment(f"Satz {number}: {text}") for number, text in enumerate(SENTENCES)))


@pytest.fixture(scope="module")
def site(tmp_path_factory):
    return installed(tmp_path_factory.mktemp("cluster") / "site")


@pytest.fixture(autouse=True)
def engines(site, monkeypatch):
    monkeypatch.syspath_prepend(site)


@contextmanager
def dask(kind, *options, site):
    """A scheduler or a worker, as Dask's command line starts it, that finds our engines."""
    path = os.pathsep.join([str(site), *filter(None, sys.path)])
    with subprocess.Popen(
        [sys.executable, "-m", f"distributed.cli.dask_{kind}", "--host", "127.0.0.1", *options],
        env={**os.environ, "PYTHONPATH": path},
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    ) as process:
        try:
            yield
        finally:
            process.kill()


@pytest.fixture(scope="module")
def scheduler(site):
    """Its address; workers come later."""
    file = site.parent / "scheduler.json"
    with dask("scheduler", "--port", "0", "--no-dashboard", "--scheduler-file", str(file), site=site):
        assert wait_until(file.is_file)
        yield json.loads(file.read_text(encoding="utf-8"))["address"]


@pytest.fixture(scope="module")
def workers(scheduler, site):
    """Adds that many workers of one thread each."""
    with ExitStack() as stack, distributed.Client(scheduler, set_as_default=False) as client:

        def add(count):
            there = len(client.nthreads())
            for _ in range(count):
                options = (scheduler, "--nthreads", "1", "--no-nanny", "--no-dashboard")
                stack.enter_context(dask("worker", *options, site=site))
            client.wait_for_workers(there + count, timeout=60)

        add(2)
        yield add


def test_a_cluster_gives_the_same_sound_in_the_same_order(workers, scheduler, tmp_path):  # noqa: ARG001
    voice = voice_of("log", tmp_path / "said.txt")
    expected = list(Narrator(voice).speak(SCRIPT))
    with Narrator(voice, workers=Cluster(scheduler)) as narrator:
        assert list(narrator.speak(SCRIPT)) == expected
        assert list(narrator.speak(SCRIPT)) == expected
    elsewhere = [process for process in loaded_by(tmp_path / "said.txt") if process != os.getpid()]
    assert len(elsewhere) == len(set(elsewhere)) == 2  # each loaded the model once


def test_what_a_lost_worker_had_is_spoken_by_another(workers, scheduler, tmp_path):
    log = tmp_path / "said.txt"
    voice, short = voice_of("sleepy", log), script(*(segment(f"Satz {'x' * n}.") for n in range(20)))
    with Narrator(voice, workers=Cluster(scheduler)) as narrator:
        speeches = narrator.speak(short)
        spoken = [next(speeches)]
        assert wait_until(lambda: len(loaded_by(log)) == 2)
        victim = loaded_by(log)[0]
        os.kill(victim, signal.SIGKILL)
        assert wait_until(lambda: not is_alive(victim))
        spoken += speeches
    workers(1)  # for the tests to come
    assert spoken == list(Narrator(voice_of("log", tmp_path / "here.txt")).speak(short))
    assert len(said(log)) <= 20 + 2 * WINDOW_PER_WORKER  # again at most what was under way


def test_what_a_cluster_has_spoken_is_kept_here(workers, scheduler, tmp_path):  # noqa: ARG001  (must be there)
    log = tmp_path / "said.txt"
    voice, folder = voice_of("log", log), tmp_path / "cache"
    with Narrator(voice, workers=Cluster(scheduler), cache=SpeechCache(folder, 10_000_000)) as narrator:
        spoken = list(narrator.speak(SCRIPT))
    count = len(said(log))
    assert list(Narrator(voice, cache=SpeechCache(folder, 10_000_000)).speak(SCRIPT)) == spoken
    assert len(said(log)) == count


def test_what_a_voice_cannot_say_is_told_as_on_this_machine(workers, scheduler, tmp_path):  # noqa: ARG001
    voice = voice_of("faulty", tmp_path / "said.txt")
    with Narrator(voice, workers=Cluster(scheduler)) as narrator:
        with pytest.raises(SpeechError, match=r"“Stille Nacht\.”: voice ada gave silence"):
            list(narrator.speak(script(segment("Stille Nacht."))))
        assert len(list(narrator.speak(SCRIPT))) == len(SENTENCES)
    nobody = Narrator(voice_of("no-such-engine", tmp_path / "said.txt"))
    with pytest.raises(VoiceError, match="no engine 'no-such-engine'"):
        list(nobody.speak(SCRIPT))


def test_a_text_that_kills_every_worker_is_an_error(workers, scheduler, tmp_path):
    voice = voice_of("crashing", tmp_path / "said.txt")
    workers(3)
    with Narrator(voice, workers=Cluster(scheduler)) as narrator:
        with pytest.raises(SpeechError, match="no worker of the cluster that lived"):
            list(narrator.speak(script(segment("Der Absturz."))))
        workers(1)
        assert len(list(narrator.speak(script(segment("Es schneit."))))) == 1


def test_a_cluster_of_this_machine_is_started_and_ended():
    voice = load_voice("pico")
    with Narrator(voice, workers=Cluster()) as narrator:
        spoken = list(narrator.speak(SCRIPT))
    assert spoken == list(Narrator(voice).speak(SCRIPT))


def test_a_scheduler_that_is_not_there_is_told(monkeypatch):
    monkeypatch.setattr("podcaster.speech.cluster._CONNECT_S", 1)
    with pytest.raises(ConfigError, match=r"--cluster tcp://127\.0\.0\.1:9: no scheduler answers") as caught:
        Cluster("tcp://127.0.0.1:9")
    assert "dask scheduler" in str(caught.value)
    with pytest.raises(ConfigError, match="no scheduler answers"):
        Cluster("gopher://127.0.0.1")
