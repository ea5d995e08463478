import gzip
import zlib

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from podcaster.fetch.unpack import PackingError, TooLargeError, unpack

MOST = 1_000_000
MEGABYTE = 1_000_000


def bare(data):
    packer = zlib.compressobj(wbits=-zlib.MAX_WBITS)
    return packer.compress(data) + packer.flush()


PACKED = {
    "": lambda data: data,
    "identity": lambda data: data,
    "gzip": gzip.compress,
    "X-GZIP": gzip.compress,
    "deflate": zlib.compress,
    " Deflate ": bare,
    "gzip, gzip": lambda data: gzip.compress(gzip.compress(data)),
    "deflate,gzip,identity": lambda data: gzip.compress(zlib.compress(data)),
}


def unpacked(data, codings, *, size=100, most=MOST):
    return b"".join(unpack((data[i : i + size] for i in range(0, len(data), size)), codings, most))


@settings(max_examples=60)
@given(st.binary(max_size=3000), st.sampled_from(sorted(PACKED)), st.integers(1, 200), st.integers(1, 40))
def test_what_was_packed_is_had_again(data, codings, size, times):
    assert unpacked(PACKED[codings](data * times), codings, size=size) == data * times


@settings(max_examples=60)
@given(st.binary(min_size=50, max_size=500), st.sampled_from(["gzip", "deflate"]), st.data())
def test_what_ends_too_early_is_never_taken_for_whole(data, codings, draws):
    packed = PACKED[codings](data)
    end = draws.draw(st.integers(1, len(packed) - 1))
    with pytest.raises(PackingError):
        unpacked(packed[:end], codings)


@settings(max_examples=60)
@given(st.binary(max_size=500), st.sampled_from(["gzip", "deflate", "br", "gzip, deflate"]))
def test_whatever_comes_is_bytes_or_one_error(data, codings):
    try:
        assert isinstance(unpacked(data, codings), bytes)
    except PackingError as exc:
        assert str(exc)  # noqa: PT017  # many bytes are fine


def test_several_files_in_one_and_what_is_none_behind_them():
    assert unpacked(gzip.compress(b"eins ") + gzip.compress(b"zwei") + b"\0\0\0", "gzip") == b"eins zwei"


@pytest.mark.parametrize("codings", ["br", "zstd", "compress", "gzip, br", "gzip,gzip,gzip,gzip"])
def test_what_was_not_asked_for_is_told(codings):
    with pytest.raises(PackingError, match="packed"):
        unpacked(b"abc", codings)


@pytest.mark.parametrize("codings", ["gzip", "deflate", "gzip, gzip"])
def test_a_bomb_is_found_while_it_is_small(codings):
    packer = zlib.compressobj(9, wbits=16 + zlib.MAX_WBITS if "gzip" in codings else zlib.MAX_WBITS)
    bomb = b"".join(packer.compress(bytes(MEGABYTE)) for _ in range(20)) + packer.flush()
    if codings == "gzip, gzip":
        bomb = gzip.compress(bomb)
    sizes = []
    with pytest.raises(TooLargeError):
        sizes.extend(map(len, unpack([bomb], codings, MOST)))  # keeps what came before the error
    assert sum(sizes) <= MOST
    assert max(sizes) <= 1 << 16
