"""Who is a woman or a man, who gets which voice, and who keeps it."""

from dataclasses import replace
from pathlib import Path

import pytest
from fakes import ToneEngine, article, script, segment, voice
from hypothesis import given, settings
from hypothesis import strategies as st

from podcaster import pipeline
from podcaster.article import read_article
from podcaster.errors import ConfigError
from podcaster.model import Block, Person
from podcaster.script import write_script
from podcaster.script.gender import gender_by_first_name, gender_of_mention
from podcaster.speech import Narrator, cast_script, check_pins, parts_of, person_key
from podcaster.store import Store
from podcaster.voices import PaletteStyle, load_voice

PICO = load_voice("pico")
GENDERS = {style.name: style.gender for style in PICO.palette}
STYLES = {
    gender: {name for name in GENDERS if GENDERS[name] == gender} for gender in ("female", "male", None)
}
INTERVIEW = Path(__file__).parent.parent / "examples" / "interview.html"


def written(*blocks, **facts):
    return write_script(article(*blocks, **facts))


def people(*blocks, **facts):
    return {person.name: person.gender for person in written(*blocks, **facts).cast}


def talk(*persons, said=None):
    """A script in which each of them says something, as many sentences as ``said`` tells."""
    segments = [
        segment("Ja, so ist es.", quote="direct", speaker=person.name)
        for person in persons
        for _ in range((said or {}).get(person.name, 1))
    ]
    return replace(script(*segments), cast=tuple(persons))


def parts(cast, **given):
    return {person.name: person.style for person in cast_script(cast, PICO, **given).cast}


# --- who is a woman or a man ---------------------------------------------------------------------


@pytest.mark.parametrize(
    ("words", "gender"),
    [
        ("Das sagte die Sprecherin Kim Berg.", "female"),
        ("Der Sprecher der Feuerwehr, Kim Berg, kam.", None),
        ("Kim Berg, der Sprecher der Feuerwehr, kam.", "male"),
        ("Sprecher Kim Berg kam.", "male"),
        ("Frau Dr. Berg, was nun?", "female"),
        ("Herrn Berg gefiel das.", "male"),
        ("Die 43-jährige Kim Berg kam.", "female"),
        ("Der 43-jährige Kim Berg kam.", "male"),
        ("Mit der 43-jährigen Kim Berg kam der Regen.", "female"),
        ("Kim Berg ging. Der 43-Jährige hatte genug.", "male"),
        ("Die Abgeordnete Kim Berg kam.", "female"),
        ("Der Abgeordneten Kim Berg gefiel das.", "female"),
        ("Der Vorsitzende Berg kam.", "male"),
        ("Kim Berg, 43, Ärztin aus Bonn, kam.", "female"),
        ("Kim Berg (CDU), Vorsitzende des Ausschusses, kam.", "female"),
        ("Kim Berg, Präsidentin Anna Maier und viele kamen.", None),
        ("Berg sagte, er komme.", "male"),
        ("Berg sagte, sie komme.", "female"),
        ("Berg sagte, sie kämen.", None),
        ("Berg betonte, dass sie komme.", "female"),
        ("Kim Berg, die seit Jahren forscht, kam.", "female"),
        ("Tom Tal und Kim Berg, die seit Jahren forschen, kamen.", None),
        ("Kim Berg und ihr Mann kamen.", "female"),
        ("Kim Berg ging. Er hatte genug.", None),  # once may be a hat
        ("Kim Berg ging. Er hatte genug. Berg lachte. Er war froh.", "male"),
        ("Thomas Berg, der Präsident, kam.", None),  # somebody else
        ("Das Mitglied Kim Berg kam.", None),
        ("Kim Berg kam.", None),
    ],
)
def test_the_text_shows_a_woman_or_a_man_or_nobody_guesses(words, gender):
    found = people(words, "„Wir bleiben noch eine Weile hier“, sagte Kim Berg.")
    assert found["Kim Berg"] == gender


def test_pronouns_that_were_traced_to_a_name_show_it():
    told = "Kim Berg leitet den Verein. Berg bleibt. „Ich gehe noch lange nicht“, sagte er."
    assert people(told) == {"Kim Berg": "male"}


@pytest.mark.parametrize(
    ("first", "gender"),
    [
        ("Anna", "female"),
        ("Hans-Maria", "male"),
        ("Andrea", None),
        ("Kim", None),
        ("Xyz", None),
        ("Luca", None),
    ],
)
def test_first_names_show_it_where_only_women_or_only_men_have_them(first, gender):
    assert gender_by_first_name(first) == gender


def test_a_first_name_against_the_text_shows_nothing():
    said = "„Wir bleiben noch eine Weile hier“, sagte Judy Tal."
    assert people(said) == {"Judy Tal": "female"}
    assert people("Der Galerist Judy Tal kam.", said) == {"Judy Tal": None}
    assert people("Herr Tal kam.", "Der Galerist Judy Tal ist Herr im Haus.", said) == {"Judy Tal": None}


@pytest.mark.parametrize(
    ("mention", "before", "gender"),
    [
        ("eine Sprecherin der Polizei", "", "female"),
        ("ein Sprecher", "", "male"),
        ("der Minister", "", "male"),
        ("der Forscher", "Angaben", None),
        ("der Experten", "", None),
        ("dem Experten", "", "male"),
        ("die Vorsitzende", "", "female"),
        ("die Abgeordneten", "", None),
        ("die Linke", "", None),
        ("der 48-Jährige", "", "male"),
        ("Forscher", "", None),
        ("die Polizei", "", None),
        ("ein Mitglied", "", None),
        ("", "", None),
    ],
)
def test_functions_show_it_in_the_singular(mention, before, gender):
    assert gender_of_mention(mention, before) == gender


def test_papers_and_authorities_are_no_people_and_unnamed_ones_are_by_their_function():
    assert people(
        "„Wir haben von nichts gewusst“, teilte die Polizei mit.",
        "„Wir haben alles gewusst und nichts gesagt“, sagte eine Sprecherin der Bahn.",
        "„Wir prüfen den Fall noch“, schrieb die Zeitung.",
    ) == {"Sprecherin der Bahn": "female"}


# --- who gets which style ------------------------------------------------------------------------

NAMES = st.text("abcdefghij", min_size=3, max_size=8).map(str.capitalize)
PERSONS = st.lists(
    st.builds(Person, NAMES, st.sampled_from(["female", "male", None])),
    max_size=16,
    unique_by=lambda person: person_key(person.name),
)
SAID = st.dictionaries(NAMES, st.integers(1, 5))


@settings(max_examples=60)
@given(PERSONS, SAID)
def test_styles_suit_the_gender_and_are_shared_only_when_all_are_taken(persons, said):
    given = parts(talk(*persons, said=said))
    for person in persons:
        assert GENDERS[given[person.name]] == person.gender
    for gender, styles in STYLES.items():
        used = [given[person.name] for person in persons if person.gender == gender]
        assert len(set(used)) == min(len(used), len(styles))
        assert max(map(used.count, used), default=0) <= -(-len(used) // len(styles))


@settings(max_examples=60)
@given(PERSONS, st.randoms(use_true_random=False))
def test_the_order_of_an_article_changes_no_voice(persons, random):
    mixed = random.sample(persons, len(persons))
    assert parts(talk(*persons)) == parts(talk(*mixed))


@settings(max_examples=60)
@given(PERSONS, PERSONS)
def test_whoever_comes_later_changes_no_remembered_voice(persons, others):
    before = cast_script(talk(*persons), PICO)
    known = {person_key(person.name) for person in persons}
    guests = [person for person in others if person_key(person.name) not in known]
    after = parts(
        talk(*guests, *persons, said={guest.name: 9 for guest in guests}), remembered=parts_of(before)
    )
    assert {person.name: after[person.name] for person in persons} == {
        person.name: person.style for person in before.cast
    }


@given(NAMES)
def test_one_alone_has_the_same_voice_wherever_and_however_much_is_said(name):
    alone = Person(name, "male")
    assert parts(talk(alone)) == parts(talk(alone, said={name: 7}))


def test_voices_are_the_same_on_every_machine_and_in_every_version():
    names = ["Anna Berg", "Ursula von der Leyen", "Jürgen Groß", "Lim Soo-suk"]
    genders = ["female", "female", "male", None]
    found = [parts(talk(Person(*one)))[one[0]] for one in zip(names, genders, strict=True)]
    assert found == ["alt", "sopran", "bass", "mittelhoch"]


def test_who_says_more_has_the_first_choice():
    first = next(style for style in parts(talk(Person("Anna Berg", "female"))).values())
    rival = next(
        name for number in range(100) if parts(talk(Person(name := f"Frau{number}", "female")))[name] == first
    )
    both = (Person("Anna Berg", "female"), Person(rival, "female"))
    assert parts(talk(*both, said={"Anna Berg": 3}))["Anna Berg"] == first
    assert parts(talk(*both, said={rival: 3}))[rival] == first


def test_a_pinned_person_has_that_style_and_others_avoid_it():
    one, other = Person("Anna Berg", "female"), Person("Eva Tal", "female")
    free = parts(talk(one, other))
    given = parts(talk(one, other), pinned={"Dr. Anna BERG": free["Eva Tal"]})
    assert given["Anna Berg"] == free["Eva Tal"]
    assert given["Eva Tal"] != given["Anna Berg"]
    assert parts(talk(one), pinned={"Anna Berg": "bass"}, remembered={"anna berg": "alt"}) == {
        "Anna Berg": "bass"
    }


def test_what_is_remembered_yields_to_what_the_text_shows_and_to_the_palette():
    one = Person("Kim Berg", "female")
    assert parts(talk(one), remembered={"kim berg": "alt"}) == {"Kim Berg": "alt"}
    assert parts(talk(replace(one, gender=None)), remembered={"kim berg": "alt"}) == {"Kim Berg": "alt"}
    fresh = parts(talk(one))
    for gone in ("bass", "mitteltief", "no such style"):
        assert parts(talk(one), remembered={"kim berg": gone}) == fresh


def test_a_wrong_pin_is_told_with_the_nearest_style():
    check_pins({"Anna Berg": "bass"}, PICO)
    check_pins({"Anna Berg": "whatever"}, voice())  # without a palette, all are read alike
    with pytest.raises(
        ConfigError, match=r"'Anna Berg'.* pico has no style 'Sopram'; the nearest is 'sopran'"
    ):
        check_pins({"Anna Berg": "Sopram"}, PICO)


@pytest.mark.parametrize(
    "name",
    [
        "Jürgen Groß-Berg",
        "Juergen Gross-Berg",
        "JÜRGEN GROSS BERG",
        "Dr. Jürgen Groß-Berg (CDU)",
        "Herr Jürgen Groß‑Berg",
    ],
)
def test_a_person_is_the_same_however_the_name_is_written(name):
    assert person_key(name) == "juergen gross berg"


def test_a_title_that_is_all_of_a_name_stays():
    assert person_key("Dr. Frau") == "dr frau"


# --- what is heard -------------------------------------------------------------------------------


def test_each_person_is_heard_in_the_own_style_and_terms_are_the_narrators():
    styles = (
        PaletteStyle(name="high", gender="female", pitch=1.3),
        PaletteStyle(name="low", gender="male", pitch=0.6),
    )
    engine = ToneEngine()
    narrator = Narrator(voice(palette=styles), load=lambda _: engine)
    said = [
        segment("Sie sagt."),
        segment("Ja.", quote="direct", speaker="Anna Berg"),
        segment("Nein.", quote="partial", speaker="Tom Tal"),
        segment("Kuckuck.", quote="term", speaker="Tom Tal"),
        segment("Wer weiß.", quote="direct", speaker="TÜV"),
    ]
    cast = (Person("Anna Berg", "female"), Person("Tom Tal", "male"))
    list(narrator.speak(replace(script(*said), cast=cast)))
    assert [style.pitch for _, style in engine.said] == [1, 1.3, 0.6, 1, 1]


def test_a_person_without_fitting_style_is_read_as_quotations_are():
    only_men = voice(palette=(PaletteStyle(name="low", gender="male"),))
    cast = cast_script(talk(Person("Anna Berg", "female")), only_men).cast
    assert [person.style for person in cast] == [None]


# --- interviews ----------------------------------------------------------------------------------


def test_an_interview_gives_each_guest_a_voice_and_the_questions_to_the_narrator():
    made = write_script(read_article(INTERVIEW.read_text(encoding="utf-8")))
    assert [(person.name, person.gender) for person in made.cast] == [
        ("Svea Harms", "female"),
        ("Ole Brodersen", "male"),
    ]
    answers = [part for part in made.segments if part.quote == "direct"]
    assert len(answers) == 7
    assert [part.speaker for part in answers].count("Svea Harms") == 4
    asked = [part for part in made.segments if part.text.endswith("?")]
    assert len(asked) == 4
    assert all(part.quote is None for part in asked)
    assert all(part.spoken.startswith("Küstenbote:") for part in asked)  # three talk: labels help


def test_of_two_who_talk_each_is_named_once_and_no_word_is_lost():
    blocks = [
        "Anna Berg leitet den Verein.",
        "Der Bote: Wie geht es Ihnen?",
        "Anna Berg: Mir geht es gut.",
        "Bote: Was kommt nun?",
        "Berg: Das Fest.",
        "Und danach ruhe ich.",
        "Bote: Und wer putzt?",
        "Berg: Ich.",
    ]
    made = written(*blocks)
    body = [part for part in made.segments if part.role == "body"]
    assert " ".join(part.text for part in body) == " ".join(blocks)
    assert " ".join(part.spoken for part in body if part.spoken) == (
        "Anna Berg leitet den Verein. Der Bote: Wie geht es Ihnen? Anna Berg: Mir geht es gut."
        " Was kommt nun? Das Fest. Und danach ruhe ich. Und wer putzt? Ich."
    )
    assert {part.speaker for part in body if part.quote == "direct"} == {"Anna Berg"}


def asked(question, *answers):
    return [Block("paragraph", question, strong=True), *answers]


def test_bold_questions_make_an_interview_and_questions_in_an_answer_stay_there():
    made = written(
        "Jana Petersen stellt die Weichen. Petersen arbeitet nachts.",
        *asked("Frau Petersen, wann schlafen Sie?", "Am Tag, wenn ich kann.", "Wann denn sonst?"),
        *asked("Und im Urlaub?", "Da schlafe ich auch."),
        *asked("Das klingt einsam.", "Ich habe ja meine Züge."),
        *asked("Was kommt danach?", "Nichts. Mir genügt das."),
        "Das Gespräch führte Lena Maier.",
    )
    direct = [part.text for part in made.segments if part.quote == "direct"]
    assert direct == [
        "Am Tag, wenn ich kann.",
        "Wann denn sonst?",
        "Da schlafe ich auch.",
        "Ich habe ja meine Züge.",
        "Nichts. Mir genügt das.",
    ]
    assert [(person.name, person.gender) for person in made.cast] == [("Jana Petersen", "female")]


def test_a_list_of_questions_and_answers_is_no_interview():
    explained = [
        *asked("Was ist ein Wahlkreis?", "Ein Gebiet, in dem gewählt wird."),
        *asked("Wer darf wählen?", "Wer achtzehn Jahre alt ist."),
        *asked("Wann wird gezählt?", "Am Abend der Wahl."),
    ]
    assert all(
        part.quote is None
        for part in written("Jana Petersen erklärt. Petersen weiß alles.", *explained).segments
    )


def test_frage_and_antwort_are_labels_too():
    made = written(
        "Jana Petersen stellt die Weichen. Petersen arbeitet nachts.",
        "Frage: Wann schlafen Sie?",
        "Antwort: Am Tag.",
        "Frage: Und im Urlaub?",
        "Antwort: Da auch.",
    )
    assert {part.speaker for part in made.segments if part.quote == "direct"} == {"Jana Petersen"}


# --- what a show keeps ---------------------------------------------------------------------------


def test_a_show_remembers_parts_by_voice(tmp_path):
    with Store(tmp_path / "podcaster.db") as store:
        assert store.parts("pico") == {}
        store.keep_parts("pico", {"anna berg": "alt", "tom tal": "bass"})
        store.keep_parts("pico", {"tom tal": "tenor"})
        store.keep_parts("thorsten", {"anna berg": "sopran"})
    with Store(tmp_path / "podcaster.db") as store:
        assert store.parts("pico") == {"anna berg": "alt", "tom tal": "tenor"}
        assert store.parts("thorsten") == {"anna berg": "sopran"}


def test_an_episode_of_a_show_reads_people_as_it_remembers_and_as_it_pins(tmp_path):
    show = pipeline.new_show(tmp_path / "show")
    settings = show.root / "podcaster.toml"
    told = settings.read_text(encoding="utf-8").replace('# "Anna Berg" = "alt"', '"Ole Brodersen" = "bass"')
    settings.write_text(told.replace('voice = "auto"', 'voice = "pico"'), encoding="utf-8")
    with show.store() as store:
        store.keep_parts("pico", {"svea harms": "alt"})
    show = pipeline.ShowFolder.open(show.root)
    shown = pipeline.preview(show, str(INTERVIEW), pipeline.Reading.of(show.config)).cast
    assert shown == (Person("Svea Harms", "female", "alt"), Person("Ole Brodersen", "male", "bass"))
    pipeline.add(show, [str(INTERVIEW)])
    with show.store() as store:
        assert store.parts("pico") == {"svea harms": "alt", "ole brodersen": "bass"}
        (episode,) = store.episodes()
        assert {person.style for person in store.script_of(episode.guid).cast} == {"alt", "bass"}
