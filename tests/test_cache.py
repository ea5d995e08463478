"""What was spoken once is kept, and is found again or spoken anew; never an error, never another sound."""

import logging
import os
import sys
from concurrent.futures import ProcessPoolExecutor
from dataclasses import replace
from functools import partial
from multiprocessing import get_context
from typing import ClassVar

import pytest
from fakes import ToneEngine, script, segment, voice
from hypothesis import given
from hypothesis import strategies as st
from pages import SENTENCES, page

from podcaster.german import pronounce
from podcaster.model import Pauses, Style
from podcaster.pipeline import Reading, add, new_show
from podcaster.pipeline.article import prepare, produce
from podcaster.speech import Narrator, Sound, SpeechCache
from podcaster.speech.cache import address_of, origin_of
from podcaster.voices import load_voice

ADA = voice("ada")
SEGMENTS = (segment("Es regnet.", "Es schneit, sagt man."), segment("Im Herbst wird gebaut."))
SOUND = Sound(b"\x01\x02" * 500, 16_000)
ADDRESS = "ab" * 32


def files(folder):
    return sorted(path for path in folder.rglob("*.said"))


class Studio:
    """A narrator who keeps what is spoken, and whose engine tells what it was asked for."""

    def __init__(self, folder, voice=ADA, engine=ToneEngine, max_bytes=10_000_000, **settings):
        self.engine = engine(voice)
        self.cache = SpeechCache(folder, max_bytes)
        self.narrator = Narrator(voice, load=lambda _: self.engine, cache=self.cache, **settings)

    def speak(self, *segments):
        return list(self.narrator.speak(script(*segments)))

    @property
    def said(self):
        return [text for text, _ in self.engine.said]


def test_what_was_spoken_is_not_spoken_again_and_sounds_the_same(tmp_path):
    plain = list(Narrator(ADA, load=ToneEngine).speak(script(*SEGMENTS)))
    first, second = Studio(tmp_path), Studio(tmp_path)
    assert first.speak(*SEGMENTS) == plain
    assert second.speak(*SEGMENTS) == plain
    assert (len(first.said), second.said) == (3, [])
    assert [(one.cache.hits, one.cache.misses) for one in (first, second)] == [(0, 3), (3, 0)]


def test_only_what_has_changed_is_spoken(tmp_path):
    Studio(tmp_path).speak(*SEGMENTS)
    studio = Studio(tmp_path)
    studio.speak(SEGMENTS[0], segment("Im Winter wird gebaut."))
    assert studio.said == ["Im Winter wird gebaut."]


def test_other_pauses_and_gains_find_what_was_spoken(tmp_path):
    Studio(tmp_path).speak(*SEGMENTS)
    louder = replace(ADA, style=Style(gain_db=3.0))
    studio = Studio(tmp_path, louder, pauses=Pauses().scaled(2))
    assert {speech.gain_db for speech in studio.speak(*SEGMENTS)} == {3.0}
    assert studio.said == []


@pytest.mark.parametrize(
    "changed",
    [
        {"style": Style(speed=1.1)},
        {"style": Style(pitch=1.1)},
        {"style": Style(formants=1.1)},
        {"style": Style(speaker="karl")},
        {"model": "another"},
        {"language": "de-AT"},
    ],
)
def test_another_voice_or_style_is_another_sound(tmp_path, changed):
    Studio(tmp_path).speak(*SEGMENTS)
    studio = Studio(tmp_path, replace(ADA, **changed))
    studio.speak(*SEGMENTS)
    assert len(studio.said) == 3


def test_another_speed_of_the_listener_is_another_sound(tmp_path):
    Studio(tmp_path).speak(*SEGMENTS)
    studio = Studio(tmp_path, speed=1.5)
    studio.speak(*SEGMENTS)
    assert len(studio.said) == 3


def test_an_engine_is_known_by_its_release_and_by_what_it_tells():
    class Newer(ToneEngine):
        sound_version = 2

    Newer.__qualname__ = ToneEngine.__qualname__
    Newer.__module__ = ToneEngine.__module__

    class Quick(Newer):
        sound_version = 1

        @classmethod
        def identity(cls, voice):
            return f"{voice.model}, quick"

    Quick.__qualname__ = ToneEngine.__qualname__
    origins = {origin_of(ADA, engine) for engine in (ToneEngine, Newer, Quick)}
    assert len(origins) == 3


def test_a_model_that_is_a_file_is_known_by_its_size_and_time_wherever_it_lies(tmp_path):
    there, here = tmp_path / "there" / "m.pth", tmp_path / "here" / "m.pth"
    for path in (there, here):
        path.parent.mkdir()
        path.write_bytes(b"weights")
        os.utime(path, ns=(0, 5))
    origins = [origin_of(voice(model=str(path)), ToneEngine) for path in (there, here)]
    assert origins[0] == origins[1]
    os.utime(here, ns=(0, 6))
    assert origin_of(voice(model=str(here)), ToneEngine) != origins[0]
    here.write_bytes(b"others")
    os.utime(here, ns=(0, 5))
    assert origin_of(voice(model=str(here)), ToneEngine) != origins[0]


def test_words_in_ipa_count_as_they_are_told(tmp_path):
    class Ipa(ToneEngine):
        takes_ipa = True

    said = [segment("Das sagte Trump.")]
    for ipa in ("tʁamp", "tʁʌmp"):
        lexicon = {"Trump": f"[{ipa}]"}
        studio = Studio(tmp_path, engine=Ipa, pronounce=partial(pronounce, lexicon=lexicon))
        studio.speak(*said)
        assert studio.said == [f"Das sagte [{ipa}]."]


def test_an_engine_with_nothing_to_say_is_not_loaded(tmp_path, monkeypatch):
    pico = load_voice("pico")
    said = script(segment("Guten Morgen."))
    (spoken,) = Narrator(pico, cache=SpeechCache(tmp_path, 10_000_000)).speak(said)
    monkeypatch.setattr("podcaster.speech.pico.PicoEngine.__init__", None)
    assert list(Narrator(pico, cache=SpeechCache(tmp_path, 10_000_000)).speak(said)) == [spoken]


@given(st.binary(max_size=99), st.integers(1, 192_000))
def test_a_sound_comes_back_as_it_was(tmp_path_factory, pcm, sample_rate_hz):
    cache = SpeechCache(tmp_path_factory.mktemp("cache"), 1000)
    cache.put(ADDRESS, Sound(pcm, sample_rate_hz))
    assert cache.get(ADDRESS) == Sound(pcm, sample_rate_hz)


def _flipped(data, at):
    return data[:at] + bytes([data[at] ^ 1]) + data[at + 1 :]


@pytest.mark.parametrize(
    "damage",
    [
        lambda _: b"",
        lambda data: data[:20],
        lambda data: data[:-1],
        lambda data: data + b"\0",
        lambda data: bytes(len(data)),
        *(partial(lambda at, data: _flipped(data, at), at) for at in (0, 8, 12, 20, 30, 900)),
    ],
)
def test_a_damaged_file_is_deleted_and_spoken_anew(tmp_path, damage):
    SpeechCache(tmp_path, 10_000).put(ADDRESS, SOUND)
    (path,) = files(tmp_path)
    path.write_bytes(damage(path.read_bytes()))
    cache = SpeechCache(tmp_path, 10_000)
    assert cache.get(ADDRESS) is None
    assert files(tmp_path) == []
    cache.put(ADDRESS, SOUND)
    assert cache.get(ADDRESS) == SOUND


def test_the_sound_of_another_text_is_none_of_this_one(tmp_path):
    cache = SpeechCache(tmp_path, 10_000)
    other = "ab" + "cd" * 31
    cache.put(ADDRESS, SOUND)
    cache.put(other, Sound(SOUND.pcm[2:], 16_000))
    one, another = files(tmp_path)
    another.write_bytes(one.read_bytes())
    assert [cache.get(ADDRESS), cache.get(other)].count(None) == 1


def test_the_least_recently_used_goes_first(tmp_path):
    addresses = [f"{number:02}" + "0" * 62 for number in range(12)]
    cache = SpeechCache(tmp_path, 10 * 1100)
    for at, address in enumerate(addresses[:10]):
        cache.put(address, SOUND)
        os.utime(tmp_path / address[:2] / f"{address[2:]}.said", ns=(0, at))
    assert cache.get(addresses[0]) == SOUND
    cache.put(addresses[10], SOUND)
    kept = [address for address in addresses if cache.get(address)]
    assert kept == [addresses[0], *addresses[3:11]]
    assert sum(path.stat().st_size for path in files(tmp_path)) == cache.size_bytes() <= 10 * 1100


def test_a_smaller_limit_clears_what_is_too_much(tmp_path):
    for number in range(10):
        SpeechCache(tmp_path, 20_000).put(f"{number:02}" + "0" * 62, SOUND)
    SpeechCache(tmp_path, 3000).trim()
    assert len(files(tmp_path)) == 2
    SpeechCache(tmp_path, 0).put(ADDRESS, SOUND)
    assert len(files(tmp_path)) == 2


def test_what_a_killed_run_left_half_written_goes(tmp_path):
    cache = SpeechCache(tmp_path, 10_000)
    cache.put(ADDRESS, SOUND)
    old, fresh = tmp_path / "ab" / ".old.part", tmp_path / "ab" / ".fresh.part"
    for path in (old, fresh):
        path.write_bytes(b"")
    os.utime(old, (0, 0))
    cache.trim()
    assert (old.exists(), fresh.exists(), len(files(tmp_path))) == (False, True, 1)


def test_a_folder_that_cannot_be_written_is_told_once(tmp_path, caplog):
    (tmp_path / "cache").write_text("a file, and no folder")
    studio = Studio(tmp_path / "cache")
    with caplog.at_level(logging.WARNING):
        assert len(studio.speak(*SEGMENTS)) == 3
    assert [record.levelname for record in caplog.records] == ["WARNING"]
    assert "is not kept" in caplog.text


@pytest.mark.skipif(not os.path.exists("/dev/full"), reason="no full device on this system")  # noqa: PTH110
def test_a_full_disk_leaves_nothing_half_written(tmp_path, monkeypatch, caplog):
    def fill(_path, _data):
        with open("/dev/full", "wb", buffering=0) as full:  # noqa: PTH123
            return full.write(b"x")

    cache = SpeechCache(tmp_path, 10_000)
    monkeypatch.setattr("pathlib.Path.write_bytes", fill)
    cache.put(ADDRESS, SOUND)
    cache.put(ADDRESS, SOUND)
    assert caplog.text.count("No space left on device") == 1
    assert files(tmp_path) == []


def _fill(folder):
    cache = SpeechCache(folder, 30_000)
    for number in range(60):
        address = f"{number % 40:02}" + "0" * 62
        if cache.get(address) not in {None, SOUND}:
            return False
        cache.put(address, SOUND)
    return True


def test_processes_share_a_folder(tmp_path):
    with ProcessPoolExecutor(3, mp_context=get_context("spawn")) as pool:
        assert all(pool.map(_fill, [tmp_path] * 3))
    SpeechCache(tmp_path, 30_000).trim()
    assert sum(path.stat().st_size for path in files(tmp_path)) <= 30_000
    assert not list(tmp_path.rglob("*.part"))


def test_backups_leave_the_folder_out(tmp_path):
    SpeechCache(tmp_path / "cache", 10_000).put(ADDRESS, SOUND)
    assert (tmp_path / "cache" / "CACHEDIR.TAG").read_text().startswith("Signature: 8a477f597d28d172789")


def test_addresses_do_not_run_into_each_other():
    plain = Style()
    assert address_of(("ab", "c"), plain, "x") != address_of(("a", "bc"), plain, "x")
    assert address_of(("ab",), plain, "x") == address_of(("ab",), Style(gain_db=2.0), "x")


class CountingEngine(ToneEngine):
    """Counts for all of its kind: the pipeline makes its own."""

    texts: ClassVar[list[str]] = []

    def speak(self, text, style):
        self.texts.append(text)
        return super().speak(text, style)


@pytest.fixture
def counting(tmp_path, monkeypatch):
    """A voice's file, and what its engine has spoken so far."""
    info = tmp_path / "counting-1.0.dist-info"
    info.mkdir()
    (info / "METADATA").write_text("Name: counting\nVersion: 1.0\n")
    (info / "entry_points.txt").write_text("[podcaster.engines]\ncount = test_cache:CountingEngine\n")
    monkeypatch.syspath_prepend(tmp_path)
    monkeypatch.setattr(CountingEngine, "texts", [])
    path = tmp_path / "zaehler.toml"
    path.write_text(
        'name = "zaehler"\nengine = "count"\nmodel = "-"\nlanguage = "de"\nlicence = "-"\nsource = "-"\n'
    )
    # the tests' folder is no package: the engine is found under the name that it has there
    monkeypatch.setitem(sys.modules, "test_cache", sys.modules[__name__])
    return str(path), CountingEngine.texts


def page_of(sentences):
    body = "".join(f"<p>{sentence}</p>" for sentence in sentences)
    return page(
        f"<main><article><h1>Der Hafen bekommt eine Brücke</h1>{body}</article></main>",
        head='<link rel="canonical" href="https://blatt.example/hafen">',
    )


def test_an_edited_article_speaks_only_what_was_edited(tmp_path, counting):
    path, said = counting
    show = new_show(tmp_path / "show", title="Kaffee", base_url="https://example.org/")
    source = tmp_path / "artikel.html"
    source.write_text(page_of(SENTENCES), encoding="utf-8")
    (first,) = add(show, [str(source)], reading=Reading(voice=path))
    spoken = list(said)
    edited = [*SENTENCES[:3], "Zwei Menschen wurden leicht verletzt, wie es am Mittag hieß.", *SENTENCES[4:]]
    source.write_text(page_of(edited), encoding="utf-8")
    (second,) = add(show, [str(source)], reading=Reading(voice=path))
    assert second.is_update
    assert said[len(spoken) :] == ["Zwei Menschen wurden leicht verletzt, wie es am Mittag hieß."]
    assert len(spoken) > len(SENTENCES)
    assert first.error is None
    assert (show.root / "cache" / "CACHEDIR.TAG").is_file()


def test_an_episode_out_of_the_cache_is_the_same_file_to_the_byte(tmp_path, counting):
    path, said = counting
    source = tmp_path / "artikel.html"
    source.write_text(page_of(SENTENCES), encoding="utf-8")
    reading = Reading(voice=path)
    written = prepare(str(source), reading)
    sounds = []
    for cache in (None, *(SpeechCache(tmp_path / "cache", 10_000_000) for _ in range(2))):
        target = tmp_path / "a.mp3"
        produce(written, reading.narrator(cache=cache), target, reading)
        sounds.append(target.read_bytes())
    assert sounds[0] == sounds[1] == sounds[2]
    assert len(said) % 2 == 0
