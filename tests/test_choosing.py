"""Which articles of a source are wanted, and what the user is told of the others."""

from datetime import datetime, timedelta, timezone

import pytest

from podcaster.config import SourceConfig
from podcaster.model import Item
from podcaster.sources import choose, too_short_or_long

NOW = datetime(2024, 6, 24, 12, 0, tzinfo=timezone.utc)


def item(title="Die Brücke steht", *, url=None, hours=None, sections=()):
    address = url or f"https://bote.example/{abs(hash((title, hours)))}"
    return Item(address, title, None if hours is None else NOW - timedelta(hours=hours), tuple(sections))


def source(**wishes):
    return SourceConfig("https://bote.example/feed.xml", **wishes)


def wanted(one, **wishes):
    chosen, passed = choose([one], source(**wishes), NOW)
    assert len(chosen) + len(passed) == 1
    return bool(chosen)


# A word, a title, and whether the word is in it.
WORDS = [
    ("Horoskop", "Das Horoskop für Juni", True),
    ("Horoskop", "Tageshoroskope im Vergleich", True),
    ("horoskop", "HOROSKOP", True),
    ("Ampel", "Die Ampelkoalition streitet", True),
    ("Krieg", "Russlands Angriffskrieg dauert an", True),
    ("EU", "Feuer in neuem Haus", False),
    ("EU", "Was die EU will", True),
    ("EU", "EU-Gipfel in Brüssel", True),
    ("EU", "„EU“ oder nicht", True),
    ("Bahn", "Deutsche Bahn baut um", True),
    ("Bahn", "Bahnstreik am Montag", False),
    ("Bahn*", "Bahnstreik am Montag", True),
    ("Bahn*", "Die Straßenbahn hält", False),
    ("*bahn", "Die Straßenbahn hält", True),
    ("*bahn*", "Straßenbahner streiken", True),
    ("Straßenbahn", "STRASSENBAHN entgleist", True),
    ("Müller", "Mu\u0308llers Kühe", True),
    ("Liveticker", "Live-Ticker zur Wahl", False),
    ("Live-Ticker", "Live-Ticker zur Wahl", True),
    ("Deutsche Bahn", "Die Deutsche  Bahn baut", True),
    ("Deutsche Bahn", "Deutsche fahren Bahn", False),
    ("a.b", "Etwas mit axb darin", False),
    ("(", "Etwas (mit Klammer)", True),
    ("*", "Irgendetwas", False),
    ("", "Irgendetwas", False),
]


@pytest.mark.parametrize(("word", "title", "found"), WORDS)
def test_words_are_found_as_german_writes_them(word, title, found):
    assert wanted(item(title), exclude=(word,)) is not found
    assert wanted(item(title), include=("gibt es nicht", word)) is found


def test_without_a_title_the_address_is_looked_at():
    one = item(None, url="https://bote.example/ort/die-bruecke-steht-12345.html")
    assert wanted(one, include=("Brücke",))
    assert not wanted(one, exclude=("brücke",))
    assert not wanted(one, include=("html",))


SECTIONS = [
    (("Politik",), "https://bote.example/1", "politik", True),
    (("Politik > Inland",), "https://bote.example/1", "Inland", True),
    (("Politik/Inland",), "https://bote.example/1", "Politik", True),
    (("Innenpolitik",), "https://bote.example/1", "Politik", False),
    ((), "https://bote.example/politik/inland/rat-1.html", "Inland", True),
    ((), "https://bote.example/oekologie/wald-1.html", "Ökologie", True),
    ((), "https://bote.example/wissen-und-technik/wald-1.html", "Wissen und Technik", True),
    ((), "https://sport.bote.example/ball-1.html", "Sport", True),
    (("Ukraine",), "https://bote.example/politik/rat-1.html", "Politik", True),
    ((), "https://bote.example/rat-1.html", "Politik", False),
]


@pytest.mark.parametrize(("sections", "url", "section", "is_in"), SECTIONS)
def test_sections_are_the_items_own_and_those_of_its_address(sections, url, section, is_in):
    one = item(url=url, sections=sections)
    assert wanted(one, sections=("Gibt es nicht", section)) is is_in
    assert wanted(one, exclude_sections=(section,)) is not is_in


@pytest.mark.parametrize(
    ("one", "is_wanted"),
    [
        (item(hours=47), True),
        (item(hours=49), False),
        (item(hours=-500), True),
        (item(), True),
        (item(url="https://bote.example/2024/06/20/bruecke"), False),
        (item(url="https://bote.example/2024/06/22/bruecke"), True),
        (item(url="https://bote.example/2024/99/99/bruecke"), True),
    ],
)
def test_old_articles_are_not_wanted(one, is_wanted):
    assert wanted(one, max_age_hours=48) is is_wanted


def test_the_newest_come_first_and_dates_in_the_future_are_no_newer_than_now():
    listed = [item("a", hours=5), item("b"), item("c", hours=1), item("d", hours=-9000), item("e", hours=0)]
    chosen, _ = choose(listed, source(), NOW)
    assert [one.title for one in chosen] == ["d", "e", "c", "a", "b"]
    chosen, _ = choose(listed, source(), NOW, order="listed")
    assert [one.title for one in chosen] == ["a", "b", "c", "d", "e"]


def test_without_dates_the_order_stays():
    chosen, _ = choose([item(title) for title in "abc"], source(), NOW)
    assert [one.title for one in chosen] == ["a", "b", "c"]


def test_at_most_so_many_are_chosen_after_all_else():
    listed = [item(f"Horoskop {hour}" if hour % 2 else f"Ort {hour}", hours=hour) for hour in range(8)]
    chosen, passed = choose(listed, source(at_most=3, exclude=("Horoskop",)), NOW)
    assert [one.title for one in chosen] == ["Ort 0", "Ort 2", "Ort 4"]
    assert [why for one, why in passed if one.title == "Ort 6"] == [
        "there are 3 others of this source, which is at_most for a night"
    ]
    assert len(chosen) + len(passed) == len(listed)


@pytest.mark.parametrize(
    ("one", "wishes", "why"),
    [
        (item("Tageshoroskop"), {"exclude": ("Horoskop",)}, 'its title has "Horoskop", which exclude names'),
        (item(), {"include": ("Rat",)}, "its title has none of the words that include names"),
        (
            item(sections=("Sport",)),
            {"exclude_sections": ("sport",)},
            'it is in section "sport", which exclude_sections names',
        ),
        (item(sections=("Sport",)), {"sections": ("Ort",)}, 'it is in "Sport", and sections names others'),
        (item(), {"sections": ("Ort",)}, "it names no section, and sections names others"),
        (item(hours=30), {"max_age_hours": 24}, "is 30 hours old; max_age_hours is 24"),
        (item(hours=100), {"max_age_hours": 1.5}, "is 4 days old; max_age_hours is 1.5"),
    ],
)
def test_the_user_is_told_why(one, wishes, why):
    assert choose([one], source(**wishes), NOW) == ([], [(one, why)])


@pytest.mark.parametrize(
    ("words", "why"),
    [
        (99, "has 99 words; min_words is 100"),
        (100, None),
        (5000, None),
        (5001, "has 5001 words; max_words is 5000"),
    ],
)
def test_articles_have_a_length(words, why):
    assert too_short_or_long(words, source(min_words=100, max_words=5000)) == why
    assert too_short_or_long(words, source()) is None
