"""Bytes of sources: unpacked in bounds, and in UTF-8 whatever they say that they are."""

import gzip

import pytest
from hypothesis import given
from hypothesis import strategies as st

from podcaster.errors import SourceError
from podcaster.sources import packed
from podcaster.sources.packed import unpacked, utf8

URL = "https://bote.example/news.xml.gz"
TEXT = "<rss><title>Die Brücke – „steht“</title></rss>"


@given(st.lists(st.binary(max_size=200), max_size=4))
def test_members_that_follow_each_other_are_one_file(parts):
    data = b"".join(map(gzip.compress, parts))
    assert unpacked(data, URL) == b"".join(parts)


@pytest.mark.parametrize("data", [b"", b"<rss/>", b"\x1f", b"PK\x03\x04"])
def test_what_is_not_packed_stays(data):
    assert unpacked(data, URL) is data


@pytest.mark.parametrize("spoil", [lambda data: data[:2] + b"xxx", lambda data: data[:10] + b"\xff" * 20])
def test_what_is_broken_is_told(spoil):
    with pytest.raises(SourceError, match="is packed, and broken"):
        unpacked(spoil(gzip.compress(TEXT.encode())), URL)


@pytest.mark.parametrize("kept", [2, 10, 19, -1, -8])
def test_what_breaks_off_is_told(kept):
    with pytest.raises(SourceError, match="breaks off"):
        unpacked(gzip.compress(b"<rss>" * 50)[:kept], URL)


@pytest.mark.parametrize("members", [1, 3])
def test_a_bomb_is_not_unpacked(monkeypatch, members):
    monkeypatch.setattr(packed, "MOST_BYTES", 1 << 20)
    data = gzip.compress(bytes((1 << 20) // members + 1)) * members
    with pytest.raises(SourceError, match="unpacks to more than 1 MB"):
        unpacked(data, URL)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be"])
def test_unicode_is_known_without_a_declaration(encoding):
    assert utf8(TEXT.encode(encoding)).decode() == TEXT


@pytest.mark.parametrize(
    ("declared", "encoding"),
    [
        ("", "cp1252"),
        ('<?xml version="1.0" encoding="ISO-8859-1"?>', "cp1252"),  # as browsers take it
        ('<?xml version="1.0" encoding="us-ascii"?>', "cp1252"),
        ('<?xml version="1.0" encoding="utf-8"?>', "cp1252"),  # a lie
        ('<?xml version="1.0" encoding="rot13"?>', "cp1252"),
        ('<?xml version="1.0" encoding="no-such"?>', "cp1252"),
        ("<?xml version='1.0' encoding = 'windows-1250'?>", "cp1250"),
        ('<meta charset="mac-roman">', "mac-roman"),
        ('<meta http-equiv="x" content="text/html; charset=cp1257">', "cp1257"),
    ],
)
def test_what_is_no_utf8_is_what_it_says_or_else_windows_1252(declared, encoding):
    text = f"{declared}<p>Brücke – „steht“</p>"
    assert utf8(text.encode(encoding)).decode() == text


def test_utf8_goes_before_a_declaration_that_says_otherwise():
    text = f'<?xml version="1.0" encoding="ISO-8859-1"?>{TEXT}'
    assert utf8(text.encode()).decode() == text


@given(st.binary(max_size=300))
def test_any_bytes_become_text_without_control_characters(data):
    text = utf8(data).decode()
    assert not [sign for sign in text if (sign < " " and sign not in "\t\n\r") or sign == "\x7f"]


@given(
    st.text(st.characters(exclude_categories=["Cs", "Cc"]), max_size=100).filter(
        lambda text: text[:1] != "\ufeff"
    )
)
def test_text_in_utf8_stays(text):
    assert utf8(text.encode()).decode() == text
