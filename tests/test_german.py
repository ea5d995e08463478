from __future__ import annotations

import re
from collections import Counter
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from podcaster import german
from podcaster.german import amounts, dates, figures, ordinals, spoken
from podcaster.german.numbers import cardinal, ordinal, roman, year
from podcaster.german.rules import features
from podcaster.german.tables import words

ROOT = Path(__file__).parent.parent
SHARED = ROOT.parent / "shared" / "data"
SPEAKABLE = re.compile(r"(?:[^\W\d_]|[ .,;:?!-])*")

MANY = 10
CASES = [
    line.split("\t")
    for line in (ROOT / "tests" / "data" / "spoken.tsv").read_text(encoding="utf-8").splitlines()
    if line and not line.startswith("#")
]
RULES = [*figures.RULES, *dates.RULES, *amounts.RULES, *ordinals.RULES]

# What news are made of: any order of these must be read, whatever it means.
PIECES = sorted(
    words(
        "am im der die das ein mit zum und bis Uhr Euro € $ % °C km/h m² Mio. Mrd. z. B. Dr. St. Nr. § Abs. Juni Januar Montag, "
        "24. 3. 1. 1 12,5 1999 2024 24.6.2024 9:05 3:1 10–12 23.45 1.800 ½ 3/4 27,50 -5 XIV. Ludwig CDU AfD NATO EU-Kommission "
        "A380 5G CO₂ Lehrer:innen (dpa) „Ja“, – … 1990er 24-jährige 10-Euro-Schein www.beispiel.de a@b.de #los @wir 😀 Stunde "
        "Prozent Haus große kommt Путин 北京 ’68 [3] / + & = : ; ? ! V. I. B. USA LKWs 2/3-Mehrheit 007 +49 030"
    )
)
news = st.lists(st.sampled_from(PIECES), max_size=9).map(" ".join)
german_words = st.lists(
    st.text("abcdefghijklmnopqrstuvwxyzäöüß", min_size=4, max_size=12).map(lambda word: word + "en"),
    min_size=1,
    max_size=8,
)


KINDS = sorted({category for category, _, _ in CASES})


def misread(cases):
    return [
        (written, spoken(written))
        for _, written, readings in cases
        if spoken(written) not in readings.split("|")
    ]


@pytest.mark.parametrize("kind", KINDS)
def test_reads_our_cases(kind):
    cases = [case for case in CASES if case[0] == kind]
    assert len(misread(cases)) <= len(cases) * 0.05, misread(cases)


def test_reads_nearly_all_of_our_cases():
    assert len(misread(CASES)) <= len(CASES) * 0.02


def test_our_cases_are_many_and_each_kind_has_its_own():
    kinds = Counter(category for category, _, _ in CASES)
    assert len(CASES) >= 600
    assert min(kinds.values()) >= MANY
    assert len({written for _, written, _ in CASES}) == len(CASES)


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.example)
def test_every_rule_finds_its_example(rule):
    assert re.search(rule.pattern, rule.example)
    assert is_asked_for(rule, rule.example)


def is_asked_for(rule, text):
    found = features(text, rule.words)
    return all(not demand.isdisjoint(found) for demand in rule.demands())


def test_no_rule_asks_for_more_than_its_pattern_does():
    patterns = [(rule, re.compile(rule.pattern)) for rule in RULES]
    written = [written for _, written, _ in CASES] + [rule.example for rule in RULES]
    assert not [
        (rule.example, text)
        for text in written
        for rule, pattern in patterns
        if pattern.search(text) and not is_asked_for(rule, text)
    ]


@settings(max_examples=300, deadline=None)
@given(st.one_of(st.text(max_size=60), news))
def test_leaves_only_words_and_plain_marks(text):
    heard = spoken(text)
    assert SPEAKABLE.fullmatch(heard)
    assert not re.search(r"[.,;:?!] ?[.,;:?!]|^[.,;:?! -]|\s\s|\s$|(?<!\w)-|-(?!\w)", heard)


PLAIN_PIECES = words(
    "Haus kommt usw. Berg Die Partei „Ja“, »Nein« – So am Mo Jan dpa AfD CDU NATO XL IV US-Präsident Hbf Mio. je pro kg Str. "
    "gesetzl. Dipl.-Ing. Nord-Süd MIT DIE LINKE und, Köln: ja; Wie? Aus! ist. Vors. Dr. Haushalts- Okt. halb Trump Pullover"
)


@settings(max_examples=500, deadline=None)
@given(st.lists(st.sampled_from(sorted(PLAIN_PIECES)), max_size=6).map(" ".join))
def test_what_is_read_at_once_is_read_the_same_by_all_stages(text):
    at_once = spoken(text)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(german, "_plain", lambda *_: None)
        assert spoken(text) == at_once


@settings(max_examples=300, deadline=None)
@given(news)
def test_is_idempotent(text):
    heard = spoken(text)
    assert spoken(heard) == heard


@settings(max_examples=100, deadline=None)
@given(german_words)
def test_leaves_plain_words_alone(plain):
    text = " ".join(plain)
    assert spoken(text) == text


@settings(max_examples=100, deadline=None)
@given(
    st.lists(
        st.sampled_from(["Haus", "Stadt", "12", "3,5", "z. B.", "(CDU)", "Regen", "„Wind“", "2024", "–"]),
        max_size=8,
    )
)
def test_keeps_the_order_of_words(pieces):
    plain = ["Haus", "Stadt", "Regen", "Wind"]
    written = [word for piece in pieces for word in plain if word in piece]
    assert [word for word in re.findall(r"\w+", spoken(" ".join(pieces))) if word in plain] == written


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("", ""),
        (" \n ", ""),
        ("😀 …", ""),
        ("„“ – ()", ""),
        (", hieß es", "hieß es"),
        ("Tee & Gebäck <b>", "Tee und Gebäck b"),
        ("北京", "Beijing"),
        ("١٢ Tote", "zwölf Tote"),
    ],
)
def test_reads_scraps(text, expected):
    assert spoken(text) == expected


@pytest.mark.parametrize("number", ["1" * 5000, "1." * 5000, "1.111" * 2000, "0," * 4000])
def test_reads_endless_numbers_by_figures(number):
    assert set(re.findall(r"\w+", spoken(f"Es sind {number} Stück."))) <= {
        "Es",
        "sind",
        "null",
        "eins",
        "Stück",
    }


# Runs that made patterns look back over all that stands before
HOSTILE = [
    "A.",
    "a.b ",
    "a.b",
    "1 km/",
    "1 Ei und ",
    "IV.",
    "x-x.",
    "a.@",
    "die 1. ",
    "Nr. 1 a ",
    "0 ",
    "(",
    "Mo. ",
    "½ ",
    "#a",
    "z. B. ",
]


@pytest.mark.parametrize("run", HOSTILE)
def test_reads_endless_runs_without_an_end_of_patience(run):
    text = run * (30_000 // len(run))
    assert SPEAKABLE.fullmatch(spoken(text))


def test_breaks_endless_words():
    heard = spoken("a" * 5000)
    assert heard.replace(" ", "") == "a" * 5000
    assert max(map(len, heard.split())) <= 60


@pytest.mark.parametrize(
    ("number", "expected"),
    [
        (0, "null"),
        (1, "eins"),
        (21, "einundzwanzig"),
        (101, "einhunderteins"),
        (201_000, "zweihunderteintausend"),
        (1_000_001, "eine Million eins"),
        (2 * 10**9, "zwei Milliarden"),
    ],
)
def test_cardinals(number, expected):
    assert cardinal(number) == expected


@pytest.mark.parametrize(
    ("number", "expected"),
    [
        (1, "erste"),
        (3, "dritte"),
        (7, "siebte"),
        (8, "achte"),
        (19, "neunzehnte"),
        (20, "zwanzigste"),
        (101, "einhunderterste"),
        (112, "einhundertzwölfte"),
        (1000, "tausendste"),
        (2_000_000, "zweimillionste"),
    ],
)
def test_ordinals(number, expected):
    assert ordinal(number) == expected


def test_numbers_too_large_for_words_are_read_by_figures():
    assert cardinal(10**30).split() == ["eins", *["null"] * 30]


def test_years_and_roman_numerals():
    assert [year(1100), year(1905), year(2000), year(2024)] == [
        "elfhundert",
        "neunzehnhundertfünf",
        "zweitausend",
        "zweitausendvierundzwanzig",
    ]
    assert [roman(numeral) for numeral in ("I", "IV", "IX", "XIV", "XL", "LVIII")] == [1, 4, 9, 14, 40, 58]


@pytest.mark.skipif(not SHARED.exists(), reason="the shared readings are not here")
def test_reads_the_shared_forms():
    rows = [
        line.split("\t")
        for line in (SHARED / "spoken" / "cases.tsv").read_text(encoding="utf-8").splitlines()
        if line and not line.startswith("#")
    ]

    def bare(text):
        return re.sub(r"[\W_]+", "", text.lower())

    right = sum(bare(spoken(written)) in map(bare, readings.split("|")) for _, written, readings in rows)
    assert right / len(rows) >= 0.96


PLAIN_WORDS = words(
    "Die der Hafen sagte ist nach Süden je pro Tag Kilo Lkw dpa Bft usw bzw Nr Mio Std Str Abt Mo So Sa von bis "
    "Di Okt Mai geschlossen Ruhetag Hbf gesetzl Budapest Trump Pope Iv Xi ab Er an ca evtl Frau Dr Prof Min"
)


@settings(max_examples=300)
@given(
    st.lists(st.tuples(st.sampled_from(sorted(PLAIN_WORDS)), st.sampled_from(["", "", "", ",", ";", ":"]))),
    st.sampled_from(sorted(PLAIN_WORDS)),
    st.sampled_from(["", ".", "!", "?"]),
)
def test_a_sentence_of_words_alone_is_read_as_in_quote_marks(pairs, last, mark):
    text = "".join(f"{word}{sign} " for word, sign in pairs) + last + mark
    assert spoken(text) == spoken(f"„{text}“")
