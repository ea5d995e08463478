"""Speech… → Recording: trimmed, joined, brought to one loudness, one tagged MP3.

While a voice still speaks, each utterance is shaped and goes to the ffmpeg of its voice's booth,
which measures it and resamples it into a nameless file on disk. When all is said, each voice's gain
is known, and one encode joins the utterances, limits the peaks and writes the MP3, while a second
process decodes and measures what comes out. Memory does not grow with the length.
"""

from __future__ import annotations

import contextlib
import errno
import math
import os
import shutil
import subprocess
import tempfile
import warnings
from dataclasses import dataclass
from typing import IO, TYPE_CHECKING, Any

from podcaster.audio.id3 import Tags, Told, image_kind, read_tag, tag
from podcaster.audio.process import Ffmpeg, Loudness, explained, ffmpeg_exe
from podcaster.errors import AudioError
from podcaster.files import replacing
from podcaster.model import Cue, Recording

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence
    from pathlib import Path

    from podcaster.model import Chapter, Place, Speech

    ChaptersOf = Callable[[tuple[Cue, ...], int], Sequence[Chapter]]

__all__ = ["Tags", "Told", "ffmpeg_exe", "image_kind", "read_tag", "record"]

_SAMPLE_RATE_HZ = 44_100
_BYTES_PER_SAMPLE = 2
# Bluetooth and some players swallow the first tenth of a second, and cut off the last
_HEAD_MS = 200
_TAIL_MS = 500

# A 10 ms window this far below the loudest sample is silence: the f of "fort" and the ch of "auch",
# 45 to 50 dB below the loudest vowel, are not.
_SILENCE_DB = -54.0
_MARGIN_BEFORE_MS = 20
_MARGIN_AFTER_MS = 40
_FADE_IN_MS = 5
_FADE_OUT_MS = 10

# Gating wants some 400 ms blocks: shorter takes are measured in a loop
_MEASURABLE_MS = 3000
_SILENT_LUFS = -69.0
_LOUDNESS_TOLERANCE_LU = 0.35
_TRUE_PEAK_DBTP = -1.0
# below the true peak that is promised, since samples miss the peaks between them and MP3 adds its own
_LIMIT_DBFS = -1.5
_ATTEMPTS = 3

# LAME scales the sound by 0.95 to 0.97 up to these rates (kbit/s), as its presets do, to avoid clipping
_LAME_LOSSES_DB = ((160, 0.45), (224, 0.25))

# From here on (kbit/s) one voice needs no noise shaping: without it (LAME's -q 7) the encode takes half
# the time and the error is smaller, 55 dB below the speech at 96 kbit/s where shaping leaves 47
_AMPLE_KBPS = 64
_UNSHAPED, _SHAPED = 7, 3

_MAX_COVER_BYTES = 16_000_000


@dataclass(frozen=True, slots=True)
class _Take:
    """An utterance as it lies in its booth's file, in samples of 44.1 kHz."""

    booth: _Booth
    start: int
    sound: int
    """Length without its pause, and without the margin before that."""
    length: int
    gain_db: float
    places: tuple[Place, ...]


def record(
    speeches: Iterable[Speech],
    path: Path,
    *,
    tags: Tags,
    chapters_of: ChaptersOf = lambda _cues, _duration_ms: (),
    bitrate_kbps: int = 96,
    loudness_lufs: float = -16.0,
    cover: Path | None = None,
) -> Recording:
    """Write ``speeches`` as a mono MP3 of 44.1 kHz at ``path``, at one loudness, with tags and chapters.

    Every voice is brought to ``loudness_lufs`` (integrated, EBU R 128) before its utterances' own
    ``gain_db``; the whole is within 0.5 LU of it and its true peak at most -1 dBTP, as measured in the
    MP3. Utterances at different sample rates may follow each other. ``chapters_of`` is asked once
    with the cues and the duration in ms.

    The file appears whole or not at all; until then it takes 5 MB a minute on its disk. Raises
    AudioError, which names the path and the way out; what the iterator of ``speeches`` raises passes
    through.
    """
    with contextlib.ExitStack() as stack:
        with explained(str(path)):
            if path.is_dir():
                raise IsADirectoryError(errno.EISDIR, os.strerror(errno.EISDIR))
            mp3 = stack.enter_context(_nameless_file(path))
        picture = _read_cover(cover) if cover else None
        takes = _take_all(speeches, path, stack)
        if not takes:
            raise AudioError(str(path), "nothing was spoken", "give it an article with some text")
        cues, duration_ms = _place(takes)
        with explained(str(path)):
            gains_db = _gains_db(takes, loudness_lufs + _lame_loss_db(bitrate_kbps))
            _master(
                takes,
                gains_db,
                mp3,
                subject=str(path),
                loudness_lufs=loudness_lufs,
                bitrate_kbps=bitrate_kbps,
            )
            chapters = tuple(chapters_of(cues, duration_ms))
            header = tag(tags, duration_ms=duration_ms, chapters=chapters, cover=picture)
            size_bytes = _publish(header, mp3, path)
    return Recording(path, duration_ms, size_bytes, cues, chapters)


class _Booth:
    """Where one voice is recorded: its sound resampled on disk, its loudness measured on the way."""

    def __init__(self, sample_rate_hz: int, path: Path, stack: contextlib.ExitStack) -> None:
        import ffmpeg  # noqa: PLC0415

        self._sample_rate_hz = sample_rate_hz
        self._subject = str(path)
        self._fed = 0
        self._opening = b""
        self._file = stack.enter_context(_nameless_file(path))
        raw = ffmpeg.input("pipe:0", format="s16le", ac=1, ar=sample_rate_hz)
        split = raw.filter_multi_output("asplit")
        meter = split[0].filter("ebur128", framelog="verbose").output("-", format="null")
        spool = split[1].output("pipe:1", format="s16le", ar=_SAMPLE_RATE_HZ)
        self._ffmpeg = stack.enter_context(
            Ffmpeg(ffmpeg.merge_outputs(spool, meter), subject=self._subject, stdout=self._file)
        )

    def take(self, speech: Speech) -> _Take:
        """Shape an utterance and append it with its pause."""
        sound, quiet_ms = _shape(speech.pcm, self._sample_rate_hz)
        pause_ms = max(0, speech.pause_ms - quiet_ms)
        pause = bytes(_BYTES_PER_SAMPLE * round(pause_ms * self._sample_rate_hz / 1000))
        if self._duration_ms < _MEASURABLE_MS:
            self._opening += sound
        start = self._position
        self._feed(sound)
        end_of_sound = self._position - _samples(quiet_ms)
        self._feed(pause)
        return _Take(
            booth=self,
            start=start,
            sound=end_of_sound - start,
            length=self._position - start,
            gain_db=speech.gain_db,
            places=speech.places,
        )

    def measure(self) -> float:
        """End the recording; the voice's integrated loudness in LUFS."""
        end = self._position
        while self._opening and self._duration_ms < _MEASURABLE_MS:
            self._feed(self._opening)
        measured = self._ffmpeg.finish_measuring()
        if os.fstat(self._file.fileno()).st_size < (end - _SAMPLE_RATE_HZ // 100) * _BYTES_PER_SAMPLE:
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
        return measured.integrated_lufs

    def play(self, take: _Take) -> bytes:
        """A take's samples; the resampler may have kept back some at the very end."""
        self._file.seek(take.start * _BYTES_PER_SAMPLE)
        length = take.length * _BYTES_PER_SAMPLE
        return self._file.read(length).ljust(length, b"\0")

    @property
    def _position(self) -> int:
        return round(self._fed * _SAMPLE_RATE_HZ / self._sample_rate_hz)

    @property
    def _duration_ms(self) -> float:
        return self._fed * 1000 / self._sample_rate_hz

    def _feed(self, pcm: bytes) -> None:
        self._ffmpeg.write(pcm)
        self._fed += len(pcm) // _BYTES_PER_SAMPLE


def _take_all(speeches: Iterable[Speech], path: Path, stack: contextlib.ExitStack) -> list[_Take]:
    """Record every utterance in the booth of its voice, in the order of the script."""
    booths: dict[tuple[str, int], _Booth] = {}
    takes = []
    for speech in speeches:
        key = (speech.voice, speech.sample_rate_hz)
        with explained(str(path)):
            if key not in booths:
                booths[key] = _Booth(speech.sample_rate_hz, path, stack)
            takes.append(booths[key].take(speech))
    return takes


def _shape(pcm: bytes, sample_rate_hz: int) -> tuple[bytes, int]:
    """Cut the silence at both ends to a margin and fade, so that joins do not click.

    Also how many ms of the margin are left at the end.
    """
    audio_segment, silence = _pydub()
    sound = audio_segment(pcm, sample_width=_BYTES_PER_SAMPLE, frame_rate=sample_rate_hz, channels=1)
    if sound.max == 0:
        return pcm, 0
    threshold = sound.max_dBFS + _SILENCE_DB
    lead = silence.detect_leading_silence(sound, silence_threshold=threshold)
    trail = silence.detect_leading_silence(sound.reverse(), silence_threshold=threshold)
    sound = sound[max(0, lead - _MARGIN_BEFORE_MS) : len(sound) - max(0, trail - _MARGIN_AFTER_MS)]
    faded = sound.fade_in(_FADE_IN_MS).fade_out(_FADE_OUT_MS)
    return bytes(faded.raw_data), min(trail, _MARGIN_AFTER_MS)


def _pydub() -> tuple[Any, Any]:
    """The two modules of pydub, which warns on import where there is no system ffmpeg."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        os.environ.setdefault("PATH", os.defpath)  # pydub looks into it, and some schedulers set none
        from pydub import AudioSegment, silence  # noqa: PLC0415
    return AudioSegment, silence


def _place(takes: Sequence[_Take]) -> tuple[tuple[Cue, ...], int]:
    """When each take is heard, and how long the whole is in ms."""
    cues = []
    position = _samples(_HEAD_MS)
    for take in takes:
        cues.append(Cue(_ms(position), _ms(position + take.sound), take.places))
        position += take.length
    return tuple(cues), _ms(position + _samples(_TAIL_MS))


def _gains_db(takes: Sequence[_Take], loudness_lufs: float) -> list[float]:
    """The gain of each take: its voice's way to the common loudness, and its own."""
    voices_db = {booth: _gain_db(booth.measure(), loudness_lufs) for booth in {take.booth for take in takes}}
    # what the takes' own gains add to the whole, by energy
    energy = sum(take.sound * 10 ** (take.gain_db / 10) for take in takes)
    surplus_db = 10 * math.log10(energy / sum(take.sound for take in takes)) if energy else 0.0
    return [voices_db[take.booth] + take.gain_db - surplus_db for take in takes]


def _gain_db(measured_lufs: float, wanted_lufs: float) -> float:
    # silence cannot be made louder; a comparison with nan is False too
    return wanted_lufs - measured_lufs if measured_lufs > _SILENT_LUFS else 0.0


def _lame_loss_db(bitrate_kbps: int) -> float:
    return next((loss_db for up_to, loss_db in _LAME_LOSSES_DB if bitrate_kbps <= up_to), 0.0)


def _master(
    takes: Sequence[_Take],
    gains_db: Sequence[float],
    mp3: IO[bytes],
    *,
    subject: str,
    loudness_lufs: float,
    bitrate_kbps: int,
) -> None:
    """Encode, and again with the gain and the limit corrected where the MP3 misses what is promised."""
    correction_db, limit_dbfs = 0.0, _LIMIT_DBFS
    for _ in range(_ATTEMPTS):
        gains = [gain_db + correction_db for gain_db in gains_db]
        heard = _encode(takes, gains, mp3, subject=subject, limit_dbfs=limit_dbfs, bitrate_kbps=bitrate_kbps)
        error_db = _gain_db(heard.integrated_lufs, loudness_lufs)
        excess_db = (heard.true_peak_dbtp or 0.0) - _TRUE_PEAK_DBTP
        if abs(error_db) <= _LOUDNESS_TOLERANCE_LU and excess_db <= 0:
            return
        correction_db += error_db
        limit_dbfs -= max(0.0, excess_db)


def _encode(
    takes: Sequence[_Take],
    gains_db: Sequence[float],
    mp3: IO[bytes],
    *,
    subject: str,
    limit_dbfs: float,
    bitrate_kbps: int,
) -> Loudness:
    """Join the takes into ``mp3``, and measure what a decoder makes of it."""
    import ffmpeg  # noqa: PLC0415

    # 32 bits below full scale keep what 16 bits hold; the gain above it comes after, in floating point
    headroom_db = max(0.0, *gains_db)
    file_number = mp3.fileno()
    joined = ffmpeg.input("pipe:0", format="s32le", ac=1, ar=_SAMPLE_RATE_HZ)
    limited = joined.filter("volume", f"{headroom_db:.3f}dB", precision="double").filter(
        "alimiter", limit=10 ** (limit_dbfs / 20), attack=5, release=50, level="disabled"
    )
    # one encode for two readers: the file, whose Xing header wants seeking, and the meter
    targets = f"[f=mp3:id3v2_version=0]/dev/fd/{file_number}|[f=mp3:id3v2_version=0:write_xing=0]pipe:1"
    encode = limited.output(
        targets,
        format="tee",
        acodec="libmp3lame",
        audio_bitrate=f"{bitrate_kbps}k",
        compression_level=_UNSHAPED if bitrate_kbps >= _AMPLE_KBPS else _SHAPED,
    )
    listen = ffmpeg.input("pipe:0", format="mp3").filter("ebur128", framelog="verbose", peak="true")
    with (
        Ffmpeg(encode, subject=subject, stdout=subprocess.PIPE, pass_fds=(file_number,)) as encoder,
        Ffmpeg(listen.output("-", format="null"), subject=subject, stdin=encoder.stdout) as meter,
    ):
        encoder.stdout.close()
        for pcm in _joined(takes, gains_db, headroom_db):
            encoder.write(pcm)
        encoder.finish()
        return meter.finish_measuring()


def _joined(takes: Sequence[_Take], gains_db: Sequence[float], headroom_db: float) -> Iterator[bytes]:
    """The whole episode as 32-bit samples, ``headroom_db`` below its level."""
    audio_segment, _ = _pydub()
    bytes_per_sample = 4
    yield bytes(_samples(_HEAD_MS) * bytes_per_sample)
    for take, gain_db in zip(takes, gains_db, strict=True):
        sound = audio_segment(
            take.booth.play(take), sample_width=_BYTES_PER_SAMPLE, frame_rate=_SAMPLE_RATE_HZ, channels=1
        )
        yield bytes(sound.set_sample_width(bytes_per_sample).apply_gain(gain_db - headroom_db).raw_data)
    yield bytes(_samples(_TAIL_MS) * bytes_per_sample)


def _nameless_file(path: Path) -> IO[bytes]:
    """A file on the disk of ``path`` that is gone when it is closed, even by a kill."""
    return tempfile.TemporaryFile(dir=path.parent)


def _publish(header: bytes, mp3: IO[bytes], path: Path) -> int:
    """Put tag and sound in the place of ``path``; the size in bytes."""
    with replacing(path) as file:
        file.write(header)
        mp3.seek(0)
        shutil.copyfileobj(mp3, file, 1 << 20)
        return file.tell()


def _read_cover(path: Path) -> bytes:
    with explained(str(path)):
        cover = path.read_bytes()
    if image_kind(cover) is None:
        raise AudioError(str(path), "is neither JPEG nor PNG", "name a cover that is")
    if len(cover) > _MAX_COVER_BYTES:
        raise AudioError(
            str(path), "is larger than 16 MB", "make it smaller: 1400 to 3000 pixels square will do"
        )
    return cover


def _samples(duration_ms: int) -> int:
    return duration_ms * _SAMPLE_RATE_HZ // 1000


def _ms(samples: int) -> int:
    return round(samples * 1000 / _SAMPLE_RATE_HZ)
