from __future__ import annotations

import functools
import math
import random
import re
import subprocess
import sys
from array import array
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tinytag import TinyTag

from podcaster.audio import Tags, ffmpeg_exe, id3, record
from podcaster.errors import AudioError, SpeechError
from podcaster.model import Chapter, Place, Speech

TAGS = Tags("Ein Titel")
# the smallest files that say what they are
PNG = b"\x89PNG\r\n\x1a\n" + bytes(24)
JPEG = b"\xff\xd8\xff\xe0" + bytes(24)


def tone(duration_ms, *, sample_rate_hz=16_000, hertz=400.0, level=0.3, silence_ms=0):
    """A tone that begins at its crest, between two stretches of silence."""
    silence = array("h", bytes(2 * (silence_ms * sample_rate_hz // 1000)))
    step = 2 * math.pi * hertz / sample_rate_hz
    samples = (round(32767 * level * math.cos(step * n)) for n in range(duration_ms * sample_rate_hz // 1000))
    return (silence + array("h", samples) + silence).tobytes()


def dice(seed):
    return random.Random(seed)  # noqa: S311 - noise, not secrets


@functools.cache
def bursts(duration_ms, *, sample_rate_hz=16_000, level=0.3, seed=1):
    """Noise in syllables of 250 ms, with the peaks far above the mean that speech has."""
    throw = dice(seed)
    syllable = sample_rate_hz // 4
    samples = (
        throw.gauss(0, level / 3) * math.sin(math.pi * (n % syllable) / syllable) ** 2
        for n in range(duration_ms * sample_rate_hz // 1000)
    )
    return array("h", (round(32767 * max(-1.0, min(1.0, sample))) for sample in samples)).tobytes()


def speech(pcm, *, index=0, voice="anna", sample_rate_hz=16_000, gain_db=0.0, pause_ms=300):
    return Speech(pcm, sample_rate_hz, voice, gain_db, (Place(0, index),), pause_ms)


def decode(path):
    command = [ffmpeg_exe(), "-v", "error", "-i", str(path), "-f", "s16le", "pipe:1"]
    return array("h", subprocess.run(command, capture_output=True, check=True).stdout)


def measure(samples):
    """Integrated loudness and true peak of 44.1 kHz samples."""
    command = [
        ffmpeg_exe(),
        "-hide_banner",
        "-nostats",
        "-f",
        "s16le",
        "-ar",
        "44100",
        "-ac",
        "1",
        "-i",
        "pipe:0",
    ]
    command += ["-af", "ebur128=peak=true:framelog=verbose", "-f", "null", "-"]
    log = subprocess.run(command, input=samples.tobytes(), capture_output=True, check=True).stderr.decode()
    summary = log.rpartition("Summary:")[2]
    return tuple(float(re.search(rf"{name}:\s+(\S+) (LUFS|dBFS)", summary)[1]) for name in ("I", "Peak"))


def at(samples, start_ms, end_ms):
    return samples[round(start_ms * 44.1) : round(end_ms * 44.1)]


def level(samples):
    return math.sqrt(sum(sample * sample for sample in samples) / len(samples))


def left_behind(folder):
    return sorted(path.name for path in folder.iterdir())


def test_is_mono_mp3_of_44100_hz_at_constant_96_kbit(tmp_path):
    recording = record([speech(bursts(2000))], tmp_path / "a.mp3", tags=TAGS)
    facts = TinyTag.get(recording.path)
    assert (facts.channels, facts.samplerate, round(facts.bitrate)) == (1, 44_100, 96)
    assert recording.size_bytes == recording.path.stat().st_size
    # gapless: a decoder that heeds the Xing header gives the exact length
    assert abs(len(decode(recording.path)) / 44.1 - recording.duration_ms) <= 1
    assert left_behind(tmp_path) == ["a.mp3"]


def test_bitrate_is_ours_to_choose(tmp_path):
    recording = record([speech(bursts(2000))], tmp_path / "a.mp3", tags=TAGS, bitrate_kbps=192)
    assert round(TinyTag.get(recording.path).bitrate) == 192


@pytest.mark.parametrize("bitrate_kbps", [64, 192, 256])
def test_voices_of_every_level_come_to_one_loudness(tmp_path, bitrate_kbps):
    voices = {"anna": 0.05, "bert": 0.3, "carl": 0.9}
    speeches = [
        speech(bursts(1800, level=voices[voice], seed=n), index=n, voice=voice)
        for n, voice in enumerate(["anna", "bert", "carl", "anna", "bert", "anna"])
    ]
    recording = record(speeches, tmp_path / "a.mp3", tags=TAGS, bitrate_kbps=bitrate_kbps)
    samples = decode(recording.path)
    integrated_lufs, true_peak_dbtp = measure(samples)
    assert integrated_lufs == pytest.approx(-16, abs=0.5)
    assert true_peak_dbtp <= -1
    heard = {}
    for cue in recording.cues:
        voice = speeches[cue.places[0].sentence].voice
        heard[voice] = heard.get(voice, array("h")) + at(samples, cue.start_ms, cue.end_ms)
    louder = [measure(sound)[0] for sound in heard.values()]
    assert max(louder) - min(louder) <= 1


def test_an_embedded_voice_and_its_deeper_self_come_to_one_loudness(tmp_path):
    from py_nanotts import NanoTTS  # noqa: PLC0415

    engine = NanoTTS()
    sentences = ["Der Rat hat am Abend getagt.", "Wir sind uns einig geworden.", "Das sagte die Vorsitzende."]
    styles = [("narrator", 1.0, 0.9), ("quote", 0.8, 0.3), ("narrator", 1.0, 0.9)]
    speeches = [
        speech(engine.speak(text, voice="de-DE", pitch=pitch, volume=volume), index=n, voice=voice)
        for n, (text, (voice, pitch, volume)) in enumerate(zip(sentences, styles, strict=True))
    ]
    recording = record(speeches, tmp_path / "a.mp3", tags=TAGS)
    samples = decode(recording.path)
    integrated_lufs, true_peak_dbtp = measure(samples)
    assert integrated_lufs == pytest.approx(-16, abs=0.5)
    assert true_peak_dbtp <= -1
    said = [at(samples, cue.start_ms, cue.end_ms) for cue in recording.cues]
    assert measure(said[0] + said[2])[0] == pytest.approx(measure(said[1])[0], abs=1)


def test_loudness_is_ours_to_choose(tmp_path):
    recording = record([speech(bursts(3000))], tmp_path / "a.mp3", tags=TAGS, loudness_lufs=-19)
    assert measure(decode(recording.path))[0] == pytest.approx(-19, abs=0.5)


def test_own_gain_comes_on_top_and_the_whole_keeps_its_loudness(tmp_path):
    speeches = [speech(bursts(2000, seed=n), index=n, gain_db=-6.0 * (n % 2)) for n in range(4)]
    recording = record(speeches, tmp_path / "a.mp3", tags=TAGS)
    samples = decode(recording.path)
    assert measure(samples)[0] == pytest.approx(-16, abs=0.5)
    full, soft, *_ = [level(at(samples, cue.start_ms, cue.end_ms)) for cue in recording.cues]
    assert 20 * math.log10(full / soft) == pytest.approx(6, abs=0.7)


def test_clicks_and_full_scale_noise_stay_below_the_true_peak(tmp_path):
    throw = dice(7)
    noise = array("h", (throw.choice((-32768, 32767)) for _ in range(48_000))).tobytes()
    click = bursts(1000, level=0.05) + noise[:40] + bursts(1000, level=0.05)
    recording = record([speech(click), speech(noise, voice="bert")], tmp_path / "a.mp3", tags=TAGS)
    integrated_lufs, true_peak_dbtp = measure(decode(recording.path))
    assert true_peak_dbtp <= -1
    assert integrated_lufs == pytest.approx(-16, abs=0.5)


# 30 ms cannot fill a 400 ms block up to -16 LUFS below the true peak
@pytest.mark.parametrize(("duration_ms", "tolerance_lu"), [(30, 4), (150, 0.5), (450, 0.5), (1000, 0.5)])
def test_short_episodes_are_whole_and_heard(tmp_path, duration_ms, tolerance_lu):
    recording = record([speech(tone(duration_ms, level=0.01))], tmp_path / "a.mp3", tags=TAGS)
    samples = decode(recording.path)
    assert abs(len(samples) / 44.1 - recording.duration_ms) <= 1
    [cue] = recording.cues
    assert cue.end_ms - cue.start_ms == pytest.approx(duration_ms, abs=2)
    assert measure(samples)[0] == pytest.approx(-16, abs=tolerance_lu)


@pytest.mark.parametrize("length", [0, 32_000])
def test_silence_alone_stays_silence(tmp_path, length):
    recording = record([speech(bytes(length))], tmp_path / "a.mp3", tags=TAGS)
    assert max(decode(recording.path)) < 10


def test_sounds_are_where_the_cues_say_at_any_mixture_of_sample_rates(tmp_path):
    rates = [16_000, 22_050, 24_000, 16_000, 48_000, 22_050, 8_000, 16_000] * 3
    speeches = [
        speech(
            tone(300 + 37 * n, sample_rate_hz=rate, silence_ms=50 * (n % 4)),
            index=n,
            voice=f"voice {rate}",
            sample_rate_hz=rate,
            pause_ms=150 + 11 * n,
        )
        for n, rate in enumerate(rates)
    ]
    recording = record(speeches, tmp_path / "a.mp3", tags=TAGS)
    samples = decode(recording.path)
    assert [cue.places for cue in recording.cues] == [spoken.places for spoken in speeches]
    for n, (cue, after) in enumerate(zip(recording.cues, [*recording.cues[1:], None], strict=True)):
        assert level(at(samples, cue.start_ms - 60, cue.start_ms - 10)) < 100
        assert level(at(samples, cue.start_ms + 40, cue.end_ms - 40)) > 1000
        assert level(at(samples, cue.end_ms + 10, cue.end_ms + 70)) < 100
        # silence is cut to 20 ms before, which the cue holds, and 40 ms after, which the pause holds
        assert cue.end_ms - cue.start_ms == pytest.approx(300 + 37 * n + 20 * bool(n % 4), abs=12)
        if after:
            assert after.start_ms - cue.end_ms == pytest.approx(150 + 11 * n, abs=2)


def test_joins_fade_so_that_they_do_not_click(tmp_path):
    # both tones are cut at their crest; whatever jumps there has parts far above 400 Hz
    recording = record([speech(tone(1000), pause_ms=0), speech(tone(1000))], tmp_path / "a.mp3", tags=TAGS)
    samples = decode(recording.path)
    join_ms = recording.cues[0].end_ms
    assert recording.cues[1].start_ms == join_ms

    def roughness(start_ms, end_ms):
        part = at(samples, start_ms, end_ms)
        return max(abs(a - 2 * b + c) for a, b, c in zip(part, part[1:], part[2:], strict=False))

    assert roughness(join_ms - 30, join_ms + 30) < 2.5 * roughness(join_ms - 500, join_ms - 440)


def frames(data):
    """The ID3v2.4 frames of a tag, or of what stands inside of a CHAP frame."""
    found = []
    while len(data) >= 10 and data[0]:
        size = sum((byte & 0x7F) << shift for byte, shift in zip(data[4:8], (21, 14, 7, 0), strict=True))
        found.append((data[:4].decode(), data[10 : 10 + size]))
        data = data[10 + size :]
    return found


def tag_of(path):
    data = path.read_bytes()
    assert data[:6] == b"ID3\x04\x00\x00"
    size = sum((byte & 0x7F) << shift for byte, shift in zip(data[6:10], (21, 14, 7, 0), strict=True))
    assert data[10 + size : 12 + size] == b"\xff\xfb"  # the first MP3 frame follows at once
    return frames(data[10 : 10 + size])


def test_tags_cover_and_chapters_are_read_back(tmp_path):
    cover = tmp_path / "cover.png"
    cover.write_bytes(PNG)
    tags = Tags(
        title="Äpfel & <Birnen> 🍐",
        artist="Anna Muster",
        album="Obst der Woche",
        date=date(2024, 6, 24),
        url="https://example.org/obst?a=1&b=ä#oben",
        comment="Gelesen von einer Maschine",
    )
    asked = []

    def chapters_of(cues, duration_ms):
        asked.append((cues, duration_ms))
        return [Chapter(0, 1300, "Erstes"), Chapter(1300, duration_ms, "Zweites „Kapitel“")]

    speeches = [speech(bursts(1000)), speech(bursts(1000))]
    recording = record(speeches, tmp_path / "a.mp3", tags=tags, chapters_of=chapters_of, cover=cover)
    assert asked == [(recording.cues, recording.duration_ms)]

    facts = TinyTag.get(recording.path, image=True)
    assert (facts.title, facts.artist, facts.album, facts.year) == (
        tags.title,
        tags.artist,
        tags.album,
        "2024-06-24",
    )
    assert facts.comment == tags.comment
    assert (facts.images.front_cover.data, facts.images.front_cover.mime_type) == (PNG, "image/png")
    found = tag_of(recording.path)
    plain = dict(found)
    assert plain["TLAN"] == b"\x03deu"
    assert plain["TLEN"] == b"\x03" + str(recording.duration_ms).encode()
    assert plain["WOAS"] == b"https://example.org/obst?a=1&b=%C3%A4#oben"
    assert plain["CTOC"] == b"toc\0\x03\x02ch0\0ch1\0"
    first, second = (body for name, body in found if name == "CHAP")
    assert first.startswith(b"ch0\0" + (0).to_bytes(4, "big") + (1300).to_bytes(4, "big"))
    assert frames(second[20:]) == [("TIT2", b"\x03" + "Zweites „Kapitel“".encode())]

    command = [ffmpeg_exe(), "-hide_banner", "-i", str(recording.path)]
    listing = subprocess.run(command, capture_output=True, check=False).stderr.decode()
    assert re.search(r"Chapter #0:1: start 1\.300000, end ", listing)
    assert "Zweites „Kapitel“" in listing


def test_more_chapters_than_one_table_holds_stand_in_tables_below_it():
    chapters = [Chapter(n, n + 1, f"Kapitel {n}") for n in range(600)]
    found = frames(id3.tag(TAGS, duration_ms=600, chapters=chapters)[10:])
    tables = [body for name, body in found if name == "CTOC"]
    assert tables[0] == b"toc\0\x03\x03toc0\0toc1\0toc2\0"
    assert [table[6] for table in tables[1:]] == [255, 255, 90]
    assert b"".join(table[7:] for table in tables[1:]) == b"".join(b"ch%d\0" % n for n in range(600))
    assert sum(name == "CHAP" for name, _ in found) == 600


@given(title=st.text(min_size=1), url=st.text(min_size=1), comment=st.text(min_size=1))
def test_any_text_gives_a_tag_that_can_be_read(title, url, comment):
    data = id3.tag(Tags(title, url=url, comment=comment, artist=title), duration_ms=1)
    found = dict(frames(data[10:]))
    assert found["TLEN"] == b"\x031"  # what follows the title is still in its place
    if "TIT2" in found:
        assert found["TIT2"][1:].decode() == title.replace("\0", "").encode("utf-8", "replace").decode()
    assert found["WOAS"].isascii()


@pytest.mark.parametrize(
    ("content", "cause"),
    [(b"GIF89a", "neither JPEG nor PNG"), (JPEG + bytes(16_000_000), "larger"), (None, "exist")],
)
def test_a_wrong_cover_is_named_before_anything_is_spoken(tmp_path, content, cause):
    cover = tmp_path / "cover.jpg"
    if content:
        cover.write_bytes(content)

    def speeches():
        pytest.fail("spoken in vain")
        yield

    with pytest.raises(AudioError, match=cause) as caught:
        record(speeches(), tmp_path / "a.mp3", tags=TAGS, cover=cover)
    assert caught.value.subject == str(cover)


class Stop(BaseException):
    """As KeyboardInterrupt, which pytest takes for its own."""


@pytest.mark.parametrize("error", [SpeechError("Satz 2", "came out empty", "try another voice"), Stop()])
def test_nothing_is_left_behind_when_the_voice_breaks_off(tmp_path, error):
    (tmp_path / "a.mp3").write_bytes(b"the old one")

    def speeches():
        yield speech(bursts(1000))
        yield speech(bursts(1000), voice="bert")
        raise error

    with pytest.raises(type(error)) as caught:
        record(speeches(), tmp_path / "a.mp3", tags=TAGS)
    assert caught.value is error
    assert left_behind(tmp_path) == ["a.mp3"]
    assert (tmp_path / "a.mp3").read_bytes() == b"the old one"


def test_nothing_is_left_behind_when_the_chapters_fail(tmp_path):
    def chapters_of(_cues, _duration_ms):
        raise Stop

    with pytest.raises(Stop):
        record([speech(bursts(1000))], tmp_path / "a.mp3", tags=TAGS, chapters_of=chapters_of)
    assert left_behind(tmp_path) == []


def test_no_speech_is_an_error(tmp_path):
    with pytest.raises(AudioError, match="nothing was spoken"):
        record([], tmp_path / "a.mp3", tags=TAGS)
    assert left_behind(tmp_path) == []


@pytest.mark.parametrize(
    ("name", "cause"),
    [("missing/a.mp3", "does not exist"), ("file/a.mp3", "does not exist"), ("folder", "is a folder")],
)
def test_a_wrong_place_is_named_before_anything_is_spoken(tmp_path, name, cause):
    (tmp_path / "file").touch()
    (tmp_path / "folder").mkdir()

    def speeches():
        pytest.fail("spoken in vain")
        yield

    with pytest.raises(AudioError, match=cause) as caught:
        record(speeches(), tmp_path / name, tags=TAGS)
    assert caught.value.subject == str(tmp_path / name)


def fake_ffmpeg(folder, script):
    exe = folder / "ffmpeg"
    exe.write_text(f"#!/bin/sh\n{script}\n")
    exe.chmod(0o755)
    return f"{folder}:/usr/bin:/bin"


@pytest.mark.parametrize(
    ("script", "cause"),
    [
        ("echo frame >&2; echo 'Unknown encoder' >&2; exit 1", "ffmpeg failed: Unknown encoder"),
        ("exit 7", "ffmpeg failed: it ended with code 7"),
        ("cat >/dev/null; echo 'Error writing: No space left on device' >&2; exit 1", "no room on the disk"),
        ("cat >/dev/null", "ffmpeg failed: it gave no loudness"),
    ],
)
def test_ffmpeg_failing_is_told_with_its_last_words(tmp_path, monkeypatch, script, cause):
    tools, show = tmp_path / "tools", tmp_path / "show"
    tools.mkdir()
    show.mkdir()
    monkeypatch.setenv("PATH", fake_ffmpeg(tools, script))
    with pytest.raises(AudioError, match=cause) as caught:
        record([speech(bursts(3000)) for _ in range(20)], show / "a.mp3", tags=TAGS)
    assert caught.value.subject == str(show / "a.mp3")
    assert left_behind(show) == []


def test_without_any_ffmpeg_the_way_to_one_is_told(tmp_path, monkeypatch):
    monkeypatch.setenv("PATH", str(tmp_path))
    monkeypatch.setitem(sys.modules, "imageio_ffmpeg", None)
    with pytest.raises(AudioError, match="not found; install it"):
        record([speech(bursts(500))], tmp_path / "a.mp3", tags=TAGS)
    assert left_behind(tmp_path) == []


def test_the_wheels_ffmpeg_serves_where_the_system_has_none(tmp_path, monkeypatch):
    monkeypatch.setenv("PATH", str(tmp_path))
    assert "imageio_ffmpeg" in ffmpeg_exe()
    assert record([speech(bursts(500))], tmp_path / "a.mp3", tags=TAGS).duration_ms > 500


LIMITED = """
import resource, sys
from pathlib import Path
sys.path.insert(0, {tests!r})
from test_audio import TAGS, bursts, speech
from podcaster.audio import record
from podcaster.errors import AudioError
resource.setrlimit(resource.RLIMIT_FSIZE, ({limit_bytes}, {limit_bytes}))
try:
    record([speech(bursts(1000)) for _ in range(4)], Path({path!r}), tags=TAGS)
except AudioError as error:
    print(error.cause)
"""


@pytest.mark.parametrize("limit_bytes", [20_000, 380_000])
def test_a_file_that_may_not_grow_is_told_as_no_room(tmp_path, limit_bytes):
    path = tmp_path / "a.mp3"
    program = LIMITED.format(tests=str(Path(__file__).parent), limit_bytes=limit_bytes, path=str(path))
    told = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert told.stdout == "no room on the disk\n"
    assert left_behind(tmp_path) == []
