"""Speech made longer or shorter at its pitch, by overlapping pieces that are alike (WSOLA); or resampled.

Verhelst and Roelands, "An overlap-add technique based on waveform similarity", ICASSP 1993.
"""

from __future__ import annotations

from typing import Any

_PIECE_MS = 30
"""Three periods of a man's voice."""
_SEARCH_MS = 10


def stretched(samples: Any, factor: float, sample_rate_hz: int) -> Any:
    """The sound (floats) ``factor`` times as long, for 0.3 to 2; the pitch stays."""
    import numpy as np  # noqa: PLC0415

    hop = sample_rate_hz * _PIECE_MS // 2000
    reach = sample_rate_hz * _SEARCH_MS // 1000
    size = round(samples.size * factor)
    if size < 2 * hop or factor == 1:
        return samples
    window = np.hanning(2 * hop + 1)[:-1]
    padded = np.pad(samples, (hop + reach, 3 * hop + reach))
    out = np.zeros(size + 3 * hop)
    # positions in ``padded``; "following" is what would come next without a jump
    following = padded[reach : reach + 2 * hop]
    for at in range(0, size + hop, hop):
        ideal = reach + min(round(at / factor), samples.size)
        near = padded[ideal - reach : ideal + reach + 2 * hop]
        alike = np.correlate(near, following, "valid")
        start = ideal - reach + int(alike.argmax())
        out[at : at + 2 * hop] += padded[start : start + 2 * hop] * window
        following = padded[start + hop : start + 3 * hop]
        if following.size < 2 * hop:
            break
    return out[hop : hop + size]


def resampled(samples: Any, size: int) -> Any:
    """Stretch or shrink a sound to ``size`` samples, through its spectrum: no alias, no delay."""
    import numpy as np  # noqa: PLC0415

    spectrum = np.fft.rfft(samples)[: size // 2 + 1]
    return np.fft.irfft(spectrum, size) * (size / samples.size)
