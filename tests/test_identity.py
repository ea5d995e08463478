"""When two articles are the same, and what an episode is called."""

from __future__ import annotations

import re
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from podcaster.model import Article, Block
from podcaster.store import canonical, fingerprint, slug

# ── addresses ───────────────────────────────────────────────────────────────────────────────────

SAME = [
    ("https://blatt.example/a-123.html", "HTTPS://Blatt.Example:443/a-123.html#kommentare"),
    ("https://blatt.example/a", "http://blatt.example:80/a/"),
    ("https://blatt.example", "https://blatt.example/"),
    ("https://blatt.example/a?id=5", "https://blatt.example/a/?utm_source=rss&utm_medium=feed&id=5"),
    ("https://blatt.example/a", "https://blatt.example/a?wt_mc=red.ho.mail&WT.mc_id=3&fbclid=IwAR0&gclid=x"),
    (
        "https://blatt.example/a",
        "https://blatt.example/a?mtm_campaign=x&pk_kwd=y&mc_cid=1&_ga=2.3&xtor=RSS-1",
    ),
    ("https://blatt.example/a?x=1&y=2", "https://blatt.example/a?y=2&x=1"),
    ("https://blatt.example/straße/über uns", "https://blatt.example/stra%C3%9Fe/%c3%bcber%20uns"),
    ("https://müller.example/a", "https://xn--mller-kva.example/a"),
    ("https://blatt.example./a", "https://blatt.example/a"),
    ("http://[::1]:80/a", "http://[::1]/a"),
]
DIFFERENT = [
    ("https://blatt.example/?p=123", "https://blatt.example/?p=124"),
    ("https://blatt.example/index.php?artikel=3&sid=4", "https://blatt.example/index.php?artikel=3&sid=5"),
    ("https://blatt.example/a?cid=1", "https://blatt.example/a?cid=2"),
    ("https://blatt.example/a?ref=1", "https://blatt.example/a?ref=2"),
    ("https://blatt.example/?123", "https://blatt.example/?124"),
    ("https://blatt.example/a?_gallery=1", "https://blatt.example/a?_gallery=2"),
    ("https://blatt.example/a%2Fb", "https://blatt.example/a/b"),
    ("https://blatt.example/a", "https://blatt.example/A"),
    ("https://blatt.example:8080/a", "https://blatt.example/a"),
    ("https://blatt.example/%FC", "https://blatt.example/%E4"),
]


@pytest.mark.parametrize(("one", "other"), SAME)
def test_addresses_of_one_page(one, other):
    assert canonical(one) == canonical(other)


@pytest.mark.parametrize(("one", "other"), DIFFERENT)
def test_addresses_of_two_pages(one, other):
    assert canonical(one) != canonical(other)


@pytest.mark.parametrize(
    "url", [None, "", "artikel.html", "/a/b", "file:///a", "https://", "https://[x/", "https://x:99999/"]
)
def test_what_is_no_web_address(url):
    assert canonical(url) is None


@given(st.text(max_size=30), st.text(max_size=30))
def test_any_address_is_told_once(path, query):
    key = canonical(f"https://blatt.example/{path}?{query}")
    assert key is None or canonical(key) == key


# ── texts ───────────────────────────────────────────────────────────────────────────────────────


def article(title="Der Bundestag tagt", *texts):
    blocks = tuple(Block("paragraph", text) for text in texts or ("Es geht um „Bäume“.", "Und um Straßen."))
    return Article(None, title, None, None, (), None, None, "de", blocks)


@pytest.mark.parametrize(
    "same",
    [
        article("DER BUNDESTAG  TAGT"),
        article("Der Bundes\u00adtag tagt", 'Es geht um "Bäume".', "Und um Straßen"),
        article("Der Bundestag tagt", "Es geht um »Bäume«. Und um Straßen."),
        article("Der Bundestag tagt", "Es geht um Ba\u0308ume.", "Und\u00a0um Straßen."),
    ],
)
def test_the_same_words_are_the_same_text(same):
    assert fingerprint(same) == fingerprint(article())


@pytest.mark.parametrize(
    "other",
    [
        article("Der Bundestag tagt nicht"),
        article("Der Bundestag tagt", "Es geht um Bäume."),
        article("Der Bundestag tagt", "Es geht um Baume.", "Und um Straßen."),
        article("Der Bundestag tagt", "Und um Straßen.", "Es geht um Bäume."),
    ],
)
def test_other_words_are_another_text(other):
    assert fingerprint(other) != fingerprint(article())


# ── names ───────────────────────────────────────────────────────────────────────────────────────

DAY = date(2026, 11, 3)


@pytest.mark.parametrize(
    ("title", "name"),
    [
        ("Häuser über Nacht: Straßen für Öl", "2026-11-03-haeuser-ueber-nacht-strassen-fuer-oel"),
        ("Ha\u0308user", "2026-11-03-haeuser"),
        ("Kaffee & Kuchen", "2026-11-03-kaffee-und-kuchen"),
        ("„Wir sind’s“, sagt sie", "2026-11-03-wir-sinds-sagt-sie"),
        ("Café in Łódź", "2026-11-03-cafe-in-lodz"),
        ("../../etc/passwd\x00", "2026-11-03-etc-passwd"),
        ("🙂 北京", "2026-11-03-artikel"),
        ("", "2026-11-03-artikel"),
    ],
)
def test_a_slug_says_day_and_title(title, name):
    assert slug(title, DAY, ()) == name


def test_a_slug_may_go_without_a_day():
    assert slug("Häuser", None, ()) == "haeuser"


def test_a_long_title_is_cut_at_a_word():
    name = slug("Die Verwaltung verweist auf den Wohnungsmangel und auf die Kosten der Sanierung", DAY, ())
    assert name == "2026-11-03-die-verwaltung-verweist-auf-den-wohnungsmangel-und-auf-die-kosten-der"


def test_a_long_word_is_cut_where_it_must():
    assert slug("Donau" * 50, DAY, ()) == ("2026-11-03-" + "donau" * 50)[:80]


def test_a_taken_slug_gets_a_number():
    taken = {"2026-11-03-wald", "2026-11-03-wald-2"}
    assert slug("Wald", DAY, taken) == "2026-11-03-wald-3"


@given(st.text(max_size=200), st.none() | st.dates(), st.integers(0, 12))
def test_a_slug_is_a_safe_new_name(title, day, times):
    taken: set[str] = set()
    for _ in range(times):
        taken.add(slug(title, day, taken))
    assert len(taken) == times
    assert all(re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", name) and len(name) <= 80 for name in taken)
