"""Addresses, texts and sites as sources write them, also wrongly."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from podcaster.model import is_web_address
from podcaster.sources.listing import address, plain, site_of

BASE = "https://bote.example/ort/feed.xml"


@pytest.mark.parametrize(
    ("written", "found"),
    [
        ("https://bote.example/a", "https://bote.example/a"),
        ("/a", "https://bote.example/a"),
        ("a.html?b=c", "https://bote.example/ort/a.html?b=c"),
        ("//cdn.example/a", "https://cdn.example/a"),
        (" \n/a\t ", "https://bote.example/a"),
        ("/a\n/b", "https://bote.example/a/b"),
        ("/a#kommentare", "https://bote.example/a"),
        ("/a?b=1&amp;c=2", "https://bote.example/a?b=1&c=2"),
        ("/a?b=1&copy=2", "https://bote.example/a?b=1&copy=2"),  # and no ©
        ("/die brücke", "https://bote.example/die%20brücke"),
        ('/"a"|b', "https://bote.example/%22a%22%7Cb"),
        ("/100%", "https://bote.example/100%"),
    ],
)
def test_an_address_becomes_whole(written, found):
    assert address(written, BASE) == found


@pytest.mark.parametrize(
    "written",
    [
        *(None, "", "mailto:a@b.example", "javascript:void(0)", "ftp://a.example/b", "data:,x"),
        *("https://[x/", "https://a.example:99999/", "/" + "a" * 3000),
    ],
)
def test_what_leads_to_no_page_is_no_address(written):
    assert address(written, BASE) is None


@given(st.text(max_size=60))
def test_an_address_is_one_and_stays_as_it_is(written):
    found = address(written, BASE)
    if found is not None:
        assert is_web_address(found)
        assert address(found, BASE) == found


@pytest.mark.parametrize(
    ("written", "said"),
    [
        ("Die  Brücke\n steht", "Die Brücke steht"),
        ("Häuser &amp; Gärten", "Häuser & Gärten"),
        ("Häuser &amp;amp; Gärten", "Häuser & Gärten"),  # escaped twice
        ("<p>Eins</p><p>Zwei</p>", "Eins Zwei"),
        ("Ver<b>kehr</b>t", "Verkehrt"),
        ("&lt;b&gt;Neu&lt;/b&gt;", "Neu"),
        ("3 < 4 und 5 > 4", "3 < 4 und 5 > 4"),
        ("Donau\xaddampf\u200bschiff", "Donaudampfschiff"),
        ("halb\ud800", "halb"),
        ("<br/>", None),
        ("  ", None),
        ("", None),
        (None, None),
    ],
)
def test_a_text_is_without_markup(written, said):
    assert plain(written) == said


@given(st.text(), st.integers(1, 50))
def test_a_text_is_one_line_of_at_most_so_many_letters(written, most_chars):
    said = plain(written, most_chars)
    if said is not None:
        assert said == " ".join(said.split())
        assert 0 < len(said) <= most_chars
        said.encode()


@pytest.mark.parametrize(
    ("url", "site"),
    [
        ("https://www.zeitung.example/a", "zeitung.example"),
        ("https://zeitung.example:8080/", "zeitung.example"),
        ("https://a.b.c.zeitung.example./", "zeitung.example"),
        ("https://orf.at/", "orf.at"),
        ("https://news.orf.at/", "orf.at"),
        ("https://www.ooe.gv.at/", "ooe.gv.at"),
        ("https://www.diepresse.co.at/", "diepresse.co.at"),
        ("https://co.at/", "co.at"),
        ("http://localhost:1234/", "localhost"),
        ("http://192.168.1.5/", "192.168.1.5"),
        ("http://[fd00::7]/", "fd00::7"),
        ("", ""),
    ],
)
def test_a_site_is_known_by_its_registered_name(url, site):
    assert site_of(url) == site
