"""Sound made longer or shorter: by overlapping pieces at its pitch, or through its spectrum with it."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

numpy = pytest.importorskip("numpy")

from podcaster.speech.stretch import resampled, stretched  # noqa: E402

RATE_HZ = 16000


def tone(hz, duration_ms=1000, rate_hz=RATE_HZ):
    return numpy.sin(2 * numpy.pi * hz / rate_hz * numpy.arange(rate_hz * duration_ms // 1000))


def loudest_hz(samples, rate_hz=RATE_HZ):
    spectrum = numpy.abs(numpy.fft.rfft(samples * numpy.hanning(samples.size)))
    return float(spectrum.argmax()) * rate_hz / samples.size


@pytest.mark.parametrize("factor", [0.3, 0.5, 0.8, 0.99, 1.01, 1.5, 2.0])
@pytest.mark.parametrize("hz", [90, 150, 400])
@pytest.mark.parametrize("rate_hz", [16000, 22050])
def test_stretching_changes_the_length_and_neither_pitch_nor_level(factor, hz, rate_hz):
    samples = tone(hz, rate_hz=rate_hz)
    told = stretched(samples, factor, rate_hz)
    assert told.size == round(samples.size * factor)
    assert loudest_hz(told, rate_hz) == pytest.approx(hz, rel=0.02, abs=2)
    middle = told[told.size // 4 : -told.size // 4]
    assert numpy.sqrt(numpy.mean(middle**2)) == pytest.approx(numpy.sqrt(0.5), rel=0.1)


@pytest.mark.parametrize("size", [0, 1, 100, 700])
def test_what_is_too_short_to_be_cut_up_stays(size):
    samples = tone(150)[:size]
    assert stretched(samples, 0.5, RATE_HZ) is samples


def test_a_factor_of_one_changes_nothing():
    samples = tone(150)
    assert stretched(samples, 1, RATE_HZ) is samples


@settings(max_examples=30)
@given(st.integers(1, 6000), st.sampled_from([0.3, 0.7, 1.4, 2.0]))
def test_silence_stays_silence_at_any_length(size, factor):
    told = stretched(numpy.zeros(size), factor, RATE_HZ)
    assert not told.any()
    assert told.size in {size, round(size * factor)}


def test_a_pause_stays_between_the_same_sounds():
    samples = numpy.concatenate([tone(150, 500), numpy.zeros(RATE_HZ // 2), tone(150, 500)])
    step = RATE_HZ // 100
    told = numpy.abs(stretched(samples, 0.5, RATE_HZ)).reshape(-1, step).max(axis=1)
    quiet = numpy.flatnonzero(told < 0.01) * 10
    assert (quiet.min(), quiet.max() + 10) == pytest.approx((250, 500), abs=20)


@pytest.mark.parametrize("size", [8000, 12000, 15999, 16001, 24000, 32000])
def test_resampling_moves_the_pitch_with_the_length(size):
    samples = tone(400)
    told = resampled(samples, size)
    assert told.size == size
    assert loudest_hz(told) == pytest.approx(400 * samples.size / size, rel=0.01)
    assert numpy.abs(told).max() == pytest.approx(1, abs=0.02)


def test_what_a_shorter_sound_cannot_hold_is_left_out_and_not_folded_down():
    told = resampled(tone(7000), RATE_HZ // 2)
    assert numpy.abs(told).max() < 0.01


@given(st.integers(2, 500))
def test_there_and_back_is_the_same_sound(size):
    samples = numpy.random.default_rng(size).standard_normal(size)
    samples = resampled(samples, size)  # alike at both ends of its spectrum
    assert resampled(resampled(samples, 3 * size), size) == pytest.approx(samples, abs=1e-9)
