"""Who speaks, and how many at a time, changes nothing but the time that it takes."""

import os
import signal
import subprocess
import sys
import time
from contextlib import suppress
from dataclasses import replace
from pathlib import Path

import pytest
from engines import installed, loaded_by, said, voice_of
from fakes import ToneEngine, script, segment

from podcaster.audio import Tags, record
from podcaster.errors import SpeechError, VoiceError
from podcaster.model import Style
from podcaster.speech import Narrator, SpeechCache, local_workers
from podcaster.speech.workers import Crew, Here, Threads
from podcaster.voices import Quotes, QuoteStyle, load_voice

SENTENCES = [
    "Am Morgen lag dichter Nebel über dem Hafen der kleinen Stadt.",
    "Nein!",
    "Wer fahren will, muss warten.",
    "Es war der wärmste Februar, den die Wetterwarte seit ihrer Gründung gemessen hat.",
    "Ja.",
    "Ob das Geld reicht, weiß niemand so genau.",
]
SCRIPT = script(*(segment(sentence) for sentence in SENTENCES))
CREWS = [Here, lambda: Threads(3), lambda: Crew(2)]


@pytest.fixture(autouse=True)
def engines(tmp_path, monkeypatch):
    monkeypatch.syspath_prepend(installed(tmp_path / "site"))


@pytest.fixture
def log(tmp_path):
    return tmp_path / "said.txt"


def is_alive(process):
    with suppress(OSError):
        os.kill(process, 0)
        return Path(f"/proc/{process}/stat").read_text(encoding="utf-8").split()[2] != "Z"
    return False


def wait_until(fact, seconds=20):
    until = time.monotonic() + seconds
    while not fact() and time.monotonic() < until:
        time.sleep(0.02)
    return fact()


@pytest.mark.parametrize("crew", CREWS)
def test_each_of_them_gives_the_same_sound_in_the_same_order(crew, log):
    pico = load_voice("pico")
    voice = voice_of("shared", log, quotes=Quotes(direct=QuoteStyle(voice="pico")))
    mixed = script(*(segment(text, quote="direct" if n % 2 else None) for n, text in enumerate(SENTENCES)))
    expected = list(Narrator(voice).speak(mixed))
    assert {speech.voice for speech in expected} == {voice.name, pico.name}
    with Narrator(voice, workers=crew()) as narrator:
        assert list(narrator.speak(mixed)) == expected
        assert list(narrator.speak(mixed)) == expected


@pytest.mark.parametrize("crew", CREWS)
def test_the_file_is_the_same_to_the_byte(crew, log, tmp_path):
    voice, tags = voice_of("log", log), Tags(title="Ein Titel")
    record(Narrator(voice).speak(SCRIPT), tmp_path / "expected.mp3", tags=tags)
    with Narrator(voice, workers=crew()) as narrator:
        record(narrator.speak(SCRIPT), tmp_path / "a.mp3", tags=tags)
    assert (tmp_path / "a.mp3").read_bytes() == (tmp_path / "expected.mp3").read_bytes()


def test_a_model_is_loaded_once_by_each_process(log):
    with Narrator(voice_of("log", log), workers=Crew(2)) as narrator:
        for _ in range(3):
            list(narrator.speak(SCRIPT))
    assert len(said(log)) == 3 * len(SENTENCES)
    assert len(loaded_by(log)) == len(set(loaded_by(log))) <= 2
    assert os.getpid() not in loaded_by(log)


def test_threads_share_a_model(log):
    with Narrator(voice_of("shared", log), workers=Threads(3)) as narrator:
        list(narrator.speak(SCRIPT))
    assert loaded_by(log) == [os.getpid()]


def test_speech_is_heard_while_the_rest_is_spoken(log):
    long = script(*(segment(f"Das ist der Satz mit der Nummer {'x' * n}.") for n in range(40)))
    with Narrator(voice_of("sleepy", log), workers=Crew(1)) as narrator:
        speeches = narrator.speak(long)
        next(speeches)
        assert len(said(log)) < 40
        assert wait_until(lambda: len(said(log)) >= 2)  # the next is spoken without being asked for


def test_no_more_is_spoken_ahead_than_the_window_holds(log):
    long = script(*(segment(f"Satz {'x' * n}.") for n in range(1, 60)))
    crew = Threads(2)
    with Narrator(voice_of("shared", log), workers=crew) as narrator:
        speeches = narrator.speak(long)
        next(speeches)
        assert wait_until(lambda: len(said(log)) == crew.window)
        next(speeches)
        assert wait_until(lambda: len(said(log)) == crew.window + 1)
        time.sleep(0.1)
        assert len(said(log)) == crew.window + 1


def test_what_is_announced_is_begun_while_the_script_before_is_written_down(log):
    after = script(segment("Danach kommt dies."), segment("Und dann das."), title="Danach")
    with Narrator(voice_of("shared", log), workers=Threads(2)) as narrator:
        narrator.announce(after)
        first = list(narrator.speak(SCRIPT))
        assert wait_until(lambda: len(said(log)) == len(SENTENCES) + 2)
        second = list(narrator.speak(after))
        assert said(log)[len(SENTENCES) :].count("Danach kommt dies.") == 1
    assert [len(first), len(second)] == [len(SENTENCES), 2]
    assert second == list(Narrator(voice_of("shared", log)).speak(after))


def test_what_was_announced_is_not_spoken_twice_however_long_it_is(log):
    crew = Threads(2)
    long = script(*(segment(f"Satz {'x' * n}.") for n in range(1, 3 * crew.window)), title="Danach")
    with Narrator(voice_of("shared", log), workers=crew) as narrator:
        narrator.announce(SCRIPT)
        narrator.announce(long)
        for one in (SCRIPT, long):
            list(narrator.speak(one))
    assert sorted(said(log)) == sorted([*SENTENCES, *(f"Satz {'x' * n}." for n in range(1, 3 * crew.window))])


def test_an_announced_script_that_does_not_come_is_no_harm(log):
    with Narrator(voice_of("shared", log), workers=Threads(2)) as narrator:
        narrator.announce(script(segment("Das kommt nie."), title="Nie"))
        list(narrator.speak(SCRIPT))
        spoken = list(narrator.speak(SCRIPT))
    assert spoken == list(Narrator(voice_of("shared", log)).speak(SCRIPT))


def test_the_same_words_twice_in_a_row_are_spoken_once(log):
    voice = voice_of("shared", log)
    twice = script(segment("Nein."), segment("Nein."), segment("Doch."))
    with Narrator(voice, workers=Threads(2)) as narrator:
        first, second, _ = narrator.speak(twice)
    assert first.pcm == second.pcm
    assert sorted(said(log)) == ["Doch.", "Nein."]


def test_what_is_spoken_is_kept_before_it_is_listened_to(log, tmp_path):
    voice, cache = voice_of("shared", log), SpeechCache(tmp_path / "cache", 10_000_000)
    with Narrator(voice, workers=Threads(2), cache=cache) as narrator:
        speeches = narrator.speak(SCRIPT)
        next(speeches)
        assert wait_until(lambda: len(list((tmp_path / "cache").rglob("*.said"))) == len(SENTENCES))
    again = Narrator(voice, cache=SpeechCache(tmp_path / "cache", 10_000_000))
    assert len(list(again.speak(SCRIPT))) == len(SENTENCES)
    assert len(said(log)) == len(SENTENCES)


def test_a_process_that_dies_is_replaced_and_its_text_spoken_once_more(log):
    voice = voice_of("crashing", log)
    accident = script(segment("Es regnet."), segment("Ein Unfall."), segment("Es schneit."))
    with Narrator(voice, workers=Crew(1)) as narrator:
        assert len(list(narrator.speak(accident))) == 3
    assert said(log) == ["Es regnet.", "Ein Unfall.", "Ein Unfall.", "Es schneit."]
    assert len(set(loaded_by(log))) == 2


def test_a_text_that_kills_is_an_error_and_the_next_script_goes_on(log):
    with Narrator(voice_of("crashing", log), workers=Crew(2)) as narrator:
        with pytest.raises(SpeechError, match="was killed, most likely for want of memory") as caught:
            list(narrator.speak(script(segment("Der Absturz."), segment("Es schneit."))))
        assert "“Der Absturz.”: voice ada" in str(caught.value)
        assert len(list(narrator.speak(SCRIPT))) == len(SENTENCES)


def test_a_process_that_hangs_is_given_up(log, monkeypatch):
    monkeypatch.setattr("podcaster.speech.workers._LONGEST_S", 1.5)
    with (
        Narrator(voice_of("sleepy", log), workers=Crew(1)) as narrator,
        pytest.raises(SpeechError, match="gave no answer"),
    ):
        list(narrator.speak(script(segment("Das dauert ewig."))))
    assert not any(map(is_alive, loaded_by(log)))


@pytest.mark.parametrize("crew", CREWS)
def test_a_voice_that_stumbles_is_asked_once_more(crew, log):
    with Narrator(voice_of("faulty", log), workers=crew()) as narrator:
        assert len(list(narrator.speak(script(segment("Nur ein Stolpern."))))) == 1
        assert said(log) == ["Nur ein Stolpern."] * 2
        for text, cause in (("Stille Nacht.", "gave silence"), ("Der Speicher.", "too little memory")):
            with pytest.raises(SpeechError, match=cause):
                list(narrator.speak(script(segment(text))))
    assert said(log).count("Stille Nacht.") == 2


@pytest.mark.parametrize("crew", CREWS)
def test_a_bug_is_none_of_the_errors_that_users_meet(crew, log):
    with (
        Narrator(voice_of("faulty", log), workers=crew()) as narrator,
        pytest.raises((KeyError, RuntimeError), match=r"Ein Fehler\."),
    ):
        list(narrator.speak(script(segment("Ein Fehler."))))


@pytest.mark.parametrize("crew", CREWS)
def test_a_voice_that_cannot_be_loaded_is_told(crew):
    voice = replace(load_voice("pico"), model="xx-XX")
    with (
        Narrator(voice, workers=crew()) as narrator,
        pytest.raises(VoiceError, match="Pico has no model 'xx-XX'"),
    ):
        list(narrator.speak(SCRIPT))


def test_workers_that_are_dismissed_are_gone_whatever_they_are_at(log):
    narrator = Narrator(voice_of("sleepy", log), workers=Crew(2))
    speeches = narrator.speak(script(segment("x" * 30), *(segment("lang " * 20) for _ in range(9))))
    next(speeches)
    processes = loaded_by(log)
    narrator.close()
    assert wait_until(lambda: not any(map(is_alive, processes)))


def test_no_worker_outlives_a_run_that_is_killed(log):
    voice_of("sleepy", log)
    code = f"""
from pathlib import Path
from engines import voice_of
from fakes import script, segment
from podcaster.speech import Narrator
from podcaster.speech.workers import Crew
narrator = Narrator(voice_of("sleepy", Path({str(log)!r})), workers=Crew(2))
list(narrator.speak(script(*(segment("Satz " * n) for n in range(1, 500)))))
"""
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join(filter(None, sys.path))}
    run = subprocess.Popen([sys.executable, "-c", code], env=environment)
    assert wait_until(lambda: len(loaded_by(log)) == 2 and len(said(log)) > 2)
    processes = loaded_by(log)
    assert all(map(is_alive, processes))
    run.send_signal(signal.SIGKILL)
    run.wait()
    assert wait_until(lambda: not any(map(is_alive, processes)))


def test_each_engine_gets_the_workers_that_suit_it(log):
    kinds = [type(local_workers([voice])) for voice in (load_voice("pico"), voice_of("shared", log))]
    assert kinds == [Here, Threads]
    crew = local_workers([load_voice("pico"), voice_of("log", log)], 3)
    assert (type(crew), crew.window) == (Crew, 12)


def test_an_engine_of_a_callers_own_speaks_here():
    engine = ToneEngine()
    list(Narrator(voice_of_nobody(), load=lambda _: engine).speak(SCRIPT))
    assert [style for _, style in engine.said] == [Style()] * len(SENTENCES)


def voice_of_nobody():
    return replace(load_voice("pico"), engine="none", roles=replace(load_voice("pico").roles, body=Style()))
