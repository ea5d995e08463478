from __future__ import annotations

import json
import re
from datetime import datetime
from pathlib import Path

import pytest
from fakes import article
from hypothesis import given, settings
from hypothesis import strategies as st

from podcaster.errors import ConfigError
from podcaster.model import Block, Pauses, join_pieces
from podcaster.script import Templates, find_quotes, split_sentences, write_script
from podcaster.script.marks import pair_marks

SHARED = Path(__file__).resolve().parents[1].parent / "shared"
MARKS = "„“”\"»«‚‘’‹›'"


def body(*paragraphs):
    return [segment for segment in write_script(article(*paragraphs)).segments if segment.role == "body"]


def quoted(*paragraphs):
    return [(s.text.strip(MARKS + ".,"), s.quote, s.speaker) for s in body(*paragraphs) if s.quote]


# --- sentences ---------------------------------------------------------------------------------

SENTENCES = [
    "Am 24. Juni kam die 43. Brigade im 3. Quartal an.|Dann ging sie.",
    "Ludwig XIV. war König.|Karl III. ist es heute.",
    "J. R. R. Maier schrieb z. B. Romane u. a. für Kinder.|Er lebte gern.",
    "Das war im Jahr 2024.|Die Stadt schlief.",
    "Er kam um 3.|Das war spät.",
    "Dazu gehören Äpfel, Birnen usw.|Die Ernte war gut.",
    "Frau Prof. Dr. Berg kam ca. um 3.15 Uhr.|Rund 3,5 Mio. Menschen warteten.",
    "Siehe S. 5 und Art. 3 des Gesetzes Nr. 7.|Von dieser Art.|Der Rest folgt.",
    "„Geht das?“, fragte er.|„Ja!“ rief sie.|„Nein.“|Dann ging er.",
    "Er sagte: „Wir gehen.|Wir kommen.“|Gut.",
    "Mehr steht auf www.beispiel.de.|Dort gibt es 1.234,5 Bilder.",
    "Ja …|Das war es.",
    "Sie lasen […] Bücher.|Er nicht.",
    "(Das war so.)|Ende.",
    "Die Lage (vgl. S. 3. Das ist gut) ist gut.|Ja.",
    "1. Die Lage ist gut.|2. Sie wird besser.",
    "Der Weg ist 20 km. lang",
    "Achtung: Die Tür ist zu.|Wirklich!",
    "Es gewann 2:1.|Trainer Klein freute sich.",
    "Das endet offen. “|Ein Absatz.",
]


@pytest.mark.parametrize("marked", SENTENCES)
def test_sentences_end_where_german_ones_do(marked):
    assert split_sentences(marked.replace("|", " ")) == marked.split("|")


def test_sentences_of_hard_paragraphs():
    lines = (Path(__file__).parent / "data" / "sentences.tsv").read_text(encoding="utf-8").splitlines()
    marked = [line.split("\t")[1] for line in lines]
    assert ["|".join(split_sentences(paragraph.replace("|", " "))) for paragraph in marked] == marked


def test_no_sentence_without_a_word():
    assert split_sentences("… Ja! … „“ . Nein. …") == ["… Ja!", "… „“ . Nein. …"]


# --- marks -------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "sample",
    [
        "Er rief: [„Wir gehen jetzt.“] Dann ging er.",
        "Er rief: [„Wir gehen jetzt.”] Dann ging er.",
        'Er rief: [„Wir gehen jetzt."] Dann ging er.',
        "Er rief: [»Wir gehen jetzt.«] Dann ging er.",
        "Er rief: [«Wir gehen jetzt.»] Dann ging er.",
        "Er rief: [‹Wir gehen jetzt.›] Dann ging er.",
        "Er rief: [›Wir gehen jetzt.‹] Dann ging er.",
        "Er rief: [‚Wir gehen jetzt.‘] Dann ging er.",
        "Er rief: [“Wir gehen jetzt.”] Dann ging er.",
        'Er rief: ["Wir gehen jetzt."] Dann ging er.',
        "Er rief: ['Wir gehen jetzt.'] Dann ging er.",
        "Er rief: [,,Wir gehen jetzt.''] Dann ging er.",
        "Er rief: [``Wir gehen jetzt.''] Dann ging er.",
        "Er rief: [„Sie sagte ‚nein‘ und ging.“] Dann ging er.",
        "Er rief: [\"Sie sagte 'nein' und ging.\"] Dann ging er.",
        "Er rief: [„Sie sagte „nein“ und ging.“] Dann ging er.",
        'Er rief: ["Der 15" Monitor geht."] Dann ging er.',
        "Er rief: ['Hans' Haus geht's gut.'] Dann ging er.",
    ],
)
def test_pairs_of_marks_in_every_style(sample):
    start, end = sample.index("["), sample.index("]") - 1
    pairs = pair_marks(sample.replace("[", "").replace("]", ""))
    assert [(pair.start, pair.end) for pair in pairs] == [(start, end)]


@pytest.mark.parametrize(
    "text",
    [
        "Wie geht's? 's ist gut. Hans' Haus, '68 gebaut.",
        'Ein 15" Monitor, 5\' 30" lang.',
        "Rock 'n' Roll und so 'ne Sache.",
        "Er kam‚ sah und ging.",
    ],
)
def test_apostrophes_and_inches_are_no_quotations(text):
    assert find_quotes([text]) == []


# --- quotations and speakers -------------------------------------------------------------------

SPOKEN = [
    ("Anna Berg sagte: „Wir kommen morgen.“", "direct", "Anna Berg"),
    ("„Wir kommen morgen“, sagte Anna Berg.", "direct", "Anna Berg"),
    ("„Wir kommen morgen“, so die Bürgermeisterin Anna Berg.", "direct", "Anna Berg"),
    ("„Wir kommen morgen“, teilte das Ministerium mit.", "direct", "Ministerium"),
    ("„Wir kommen morgen“, hieß es aus dem Ministerium.", "direct", "Ministerium"),
    ("„Wir kommen morgen“, heißt es in einer Mitteilung des Ministeriums.", "direct", "Ministerium"),
    ("„Wir kommen morgen“, sagte die Autorin der Studie.", "direct", "Autorin der Studie"),
    ("„Wir kommen morgen“, wird Anna Berg zitiert.", "direct", "Anna Berg"),
    ("Anna Berg, Sprecherin des Vereins, erklärte: „Wir kommen morgen.“", "direct", "Anna Berg"),
    ("Die Sprecherin des Vereins, Anna Berg, erklärte: „Wir kommen morgen.“", "direct", "Anna Berg"),
    ("Der Sprecher des Vereins sagte: „Wir kommen morgen.“", "direct", "Sprecher des Vereins"),
    ("Gestern sagte Anna Berg dazu: „Wir kommen morgen.“", "direct", "Anna Berg"),
    ("Anna Berg: „Wir kommen morgen.“", "direct", "Anna Berg"),
    ("Laut Anna Berg ist das „ein großer Fehler gewesen“.", "partial", "Anna Berg"),
    ("Nach Angaben von Anna Berg war das „ein großer Fehler“.", "partial", "Anna Berg"),
    ("Anna Berg zufolge war das „ein großer Fehler“.", "partial", "Anna Berg"),
    ("Anna Berg nannte den Plan „völlig falsch“.", "partial", "Anna Berg"),
    ("Als „völlig falsch“ bezeichnete Anna Berg den Plan.", "partial", "Anna Berg"),
    ("Der Plan wurde von Anna Berg als „völlig falsch“ bezeichnet.", "partial", "Anna Berg"),
    ("Weil Anna Berg das „völlig falsch“ genannt hatte, ging er.", "partial", "Anna Berg"),
    ("Anna Berg sprach von einer „dramatischen Lage“.", "partial", "Anna Berg"),
    ("Anna Berg sagte: Wir kommen morgen, und wir bleiben lange.“", "direct", "Anna Berg"),
]


@pytest.mark.parametrize(("text", "kind", "speaker"), SPOKEN)
def test_the_sentence_tells_who_speaks(text, kind, speaker):
    assert [found[1:] for found in quoted(text)] == [(kind, speaker)]


@pytest.mark.parametrize(
    "text",
    [
        "Der Film „Das Haus am See“ läuft im Kino.",
        "Die Zeitung „Neues vom Tage“ ist alt.",
        "Der so genannte „Sonnenwind“ weht.",
        "Sie lebten im „Goldenen Zeitalter“.",
        "Der „Bund der Freunde“ (BdF) tagte.",
        "Er handelte wie ein „Mitglied der Familie“.",
    ],
)
def test_titles_and_names_are_terms_and_nobody_says_them(text):
    assert [found[1:] for found in quoted(text)] == [("term", None)]


def test_surname_and_pronoun_lead_to_the_full_name():
    found = quoted(
        "Der Minister Karl Brandt und die Forscherin Anna Berg trafen sich.",
        "„Wir sind uns einig“, sagte Brandt. „Das ist ein guter Tag.“",
        "Berg widersprach ihm. Sie sagte: „Das stimmt so nicht.“",
    )
    assert [speaker for _, _, speaker in found] == ["Karl Brandt", "Karl Brandt", "Anna Berg"]


def test_interrupted_quotation_has_one_speaker():
    found = quoted("„Wir gehen“, sagte Anna Berg, „und wir kommen nicht wieder.“")
    assert [(kind, speaker) for _, kind, speaker in found] == [("direct", "Anna Berg")] * 2


def test_reported_speech_goes_on_with_the_speaker_before():
    found = quoted(
        "Anna Berg hat den Rat gewarnt. Das wäre „ein schwerer und teurer Fehler“, der sich räche."
    )
    assert found == [("ein schwerer und teurer Fehler", "partial", "Anna Berg")]


def test_nobody_named_is_nobody():
    assert quoted("„Wir kommen morgen wieder und bleiben.“") == [
        ("Wir kommen morgen wieder und bleiben", "direct", None)
    ]


THINGS = [
    ("Der Rat folgte dem Gutachten des Vereins, das den Plan „viel zu teuer“ nannte.", "Vereins"),
    (
        "Kritik kam vom Kundenverband Nord, der diese Regel als „völlig überholt“ bezeichnet.",
        "Kundenverband Nord",
    ),
    ("Der Rat tagte lange, was „nicht weiter schlimm war“.", None),
    ("Am Montag galt der Streit als „lange beigelegt und vergessen“.", None),
    ("Auf alle Fragen heißt es: „Wir warten ab.“", None),
    ("Dann ertönten Rufe: „Wir wollen bleiben!“", None),
]


@pytest.mark.parametrize(("text", "speaker"), THINGS)
def test_things_do_not_speak(text, speaker):
    found = [said for _, kind, said in quoted("Anna Berg war da.", text) if kind != "term"]
    assert all(said in {speaker, (speaker or "").removesuffix("s")} for said in found)


FULL_FORMS = [
    ("„Nein“, sagte der junge Mann in dem Gespräch.", "junger Mann"),
    ("„Nein“, sagte das örtliche Ministerium.", "örtliches Ministerium"),
    ("„Nein“, sagte ein hochrangiger Vertreter des Vereins.", "hochrangiger Vertreter des Vereins"),
    ("„Nein“, hieß es aus dem Umfeld des Präsidenten.", "Umfeld des Präsidenten"),
    ("„Nein“, sagte der frühere Handball-Star Karl Klein.", "Karl Klein"),
    ("„Nein“, sagte Karl Klein vom Verein Nordlicht.", "Karl Klein"),
    ("„Nein“, sagte die Sozial- und Kulturdezernentin Anna Berg.", "Anna Berg"),
    ("„Nein“, sagte der 35 Jahre alte Karl Klein.", "Karl Klein"),
    ("Karl Kleins Antwort darauf: „Wir kommen nicht.“", "Karl Klein"),
    ("Das Fazit von Karl Klein: „Wir kommen nicht.“", "Karl Klein"),
]


@pytest.mark.parametrize(("text", "speaker"), FULL_FORMS)
def test_full_form_has_no_article_and_no_title(text, speaker):
    assert [said for _, _, said in quoted("Karl Klein kam.", text)] == [speaker]


@pytest.mark.parametrize(
    "mention", ["Brandt", "der Experte", "der 48-Jährige", "er", "Karl", "der Kanzleichef"]
)
def test_every_mention_leads_to_the_name_in_full(mention):
    found = quoted(
        "Die Firma Nordlicht und der Kanzleichef Karl Brandt kennen sich.",
        f"Karl Brandt ist zufrieden. „Das ist ein guter Tag“, sagte {mention}.",
    )
    assert found[-1][2] == "Karl Brandt"


def test_no_thing_becomes_a_pronouns_person():
    found = quoted("Die Gruppe Blaue Welle und der Kurzdienst Y stritten.", "„Das war nicht gut“, sagte er.")
    assert found == [("Das war nicht gut", "direct", None)]


def test_the_narrators_sentence_does_not_inherit_a_speaker():
    found = quoted(
        "„Wir kommen morgen wieder“, sagte Anna Berg.",
        "Auf dem Plakat am Tor waren die Worte „wir bleiben für immer hier“ zu lesen.",
    )
    assert [speaker for _, _, speaker in found] == ["Anna Berg", None]


def test_interview_with_names_gives_each_answer_to_its_speaker():
    found = body(
        "Anna Berg leitet den Verein.",
        "Der Bote: Wie geht es Ihnen?",
        "Berg: Mir geht es gut. Ich bin „froh“.",
        "Und ich bleibe.",
        "Der Bote: Was kommt nun?",
        "Berg: Das Fest.",
    )
    assert [(s.text, s.speaker) for s in found if s.quote] == [
        ("Mir geht es gut. Ich bin „froh“.", "Anna Berg"),
        ("Und ich bleibe.", "Anna Berg"),
        ("Das Fest.", "Anna Berg"),
    ]


@pytest.mark.parametrize("kind", ["heading", "paragraph"])
def test_interview_of_questions_and_answers(kind):
    questions = ["Wie geht es Ihnen?", "Was kommt nun?", "Und danach?"]
    answers = ["Mir geht es gut.", "Wir feiern ein Fest.", "Ich mache Urlaub."]
    turns = [block for q, a in zip(questions, answers, strict=True) for block in (Block(kind, q), a)]
    found = body("Anna Berg leitet den Verein seit einem Jahr.", *turns)
    assert [(s.text, s.speaker) for s in found if s.quote] == [(answer, "Anna Berg") for answer in answers]


def test_lists_with_colons_are_no_interviews():
    texts = ["Anna Berg kocht.", "Zutaten: Mehl.", "Zeit: Kurz.", "Zutaten: Milch.", "Zeit: Lang."]
    assert [s.quote for s in body(*texts)] == [None] * 5


@pytest.mark.parametrize("again", ["„", ""])
def test_quotation_over_paragraphs(again):
    found = quoted(
        "„Wir waren lange weg. Das war nicht gut.",
        f"{again}Nun sind wir wieder da“, sagte Anna Berg. Alle freuten sich.",
    )
    assert [(kind, speaker) for _, kind, speaker in found] == [("direct", "Anna Berg")] * 2


def test_forgotten_mark_in_the_middle_is_a_misprint():
    assert quoted("Der Verein „Freunde feierte gestern sein Fest.", "Alle kamen.") == []


# --- segments ----------------------------------------------------------------------------------


def test_punctuation_goes_with_the_words_that_follow():
    assert [s.text for s in body("„Wir gehen“, sagte sie.", "Sie sagte: „Wir gehen“.")] == [
        "„Wir gehen“",
        ", sagte sie.",
        "Sie sagte:",
        "„Wir gehen“.",
    ]


def test_quotation_inside_of_a_word_stays_with_it():
    assert [s.text for s in body("Er trank gern (die „Kuh“-Milch) und den „Sonnen“-Saft.")] == [
        "Er trank gern (die",
        "„Kuh“-Milch",
        ") und den",
        "„Sonnen“-Saft.",
    ]


def test_pauses_tell_what_ended():
    pauses = Pauses(
        sentence_ms=1,
        section_ms=2,
        list_item_ms=3,
        heading_ms=4,
        headline_ms=5,
        lead_ms=6,
        paragraph_ms=7,
        list_ms=8,
    )
    script = write_script(
        article(
            "Sie sagte: „Wir gehen.“ Dann ging sie „leise“ weg.",
            Block("heading", "Was nun?"),
            "Es gibt viel zu tun.",
            "Zum Beispiel:",
            Block("list item", "Eins"),
            Block("list item", "Zwei"),
            lead="Darum geht es.",
        ),
        pauses=pauses,
    )
    assert [(s.role, s.pause_ms) for s in script.segments] == [
        ("headline", 5),
        ("lead", 6),
        *[("body", ms) for ms in (0, 1, 0, 0, 2)],
        ("heading", 4),
        ("body", 7),
        ("body", 8),
        ("body", 3),
        ("body", 2),
    ]


def test_headline_and_headings_stay_whole():
    script = write_script(
        article(Block("heading", "„Ja“, sagt Berg"), kicker="Streit:", title="„Nein“, sagt Klein")
    )
    assert [(s.role, s.text) for s in script.segments] == [
        ("headline", "Streit:"),
        ("headline", "„Nein“, sagt Klein"),
        ("heading", "„Ja“, sagt Berg"),
    ]


def test_only_the_last_segment_of_a_paragraph_ends_it():
    script = write_script(
        article(Block("paragraph", "„Ja“, sagt Berg."), Block("paragraph", "Danach."), title="Streit")
    )
    assert [segment.ends_block for segment in script.segments] == [True, False, True, True]


def test_spoken_takes_words_of_the_lexicon():
    script = write_script(article("Das ist Xyzzy."), lexicon={"Xyzzy": "Zauber"})
    assert "Zauber" in script.segments[-1].spoken


# --- intro and outro ---------------------------------------------------------------------------

FULL = {"publisher": "Der Bote", "published": datetime(2024, 3, 1), "authors": ("Anna Berg", "Karl Klein")}  # noqa: DTZ001


@pytest.mark.parametrize(
    ("facts", "intro", "outro"),
    [
        (
            FULL,
            "Der Bote, 1. März 2024. Von Anna Berg und Karl Klein.",
            "Quelle: Der Bote, 1. März 2024.",
        ),
        (
            {**FULL, "published": None},
            "Der Bote. Von Anna Berg und Karl Klein.",
            "Quelle: Der Bote.",
        ),
        (
            {**FULL, "publisher": None},
            "1. März 2024. Von Anna Berg und Karl Klein.",
            "Quelle: 1. März 2024.",
        ),
        ({"authors": ("Anna Berg",)}, "Von Anna Berg.", None),
        ({}, None, None),
    ],
)
def test_intro_and_outro_tell_what_is_known(facts, intro, outro):
    texts = {segment.role: segment.text for segment in write_script(article("Ja.", **facts)).segments}
    assert (texts.get("intro"), texts.get("outro")) == (intro, outro)


def test_templates_are_the_shows():
    templates = Templates(intro="Sie hören {title}, geschrieben von {authors}.", outro="")
    script = write_script(article("Ja.", **FULL), templates=templates)
    assert [s.text for s in script.segments if s.role in {"intro", "outro"}] == [
        "Sie hören Ein Titel, geschrieben von Anna Berg und Karl Klein."
    ]


@pytest.mark.parametrize("template", ["Aus {publischer}.", "Aus {publisher"])
def test_broken_template_names_the_way_out(template):
    with pytest.raises(ConfigError, match=r"\{publisher\}"):
        Templates(intro=template)


# --- what always holds -------------------------------------------------------------------------

SOUP = st.lists(
    st.sampled_from(
        [*"„“”\"'»«‚‘’›‹()[].,:!?…–-/§", ",,", "''", *"     ", "Wir", "sagte", "Berg", "geht", "24", "x"]
    ),
    max_size=30,
).map("".join)


def assert_nothing_lost(paragraphs):
    texts = [paragraph for paragraph in paragraphs if re.search(r"[^\W_]", paragraph)]
    segments = body(*paragraphs)
    sentences = [sentence for segment in segments for sentence in segment.sentences]
    assert all(re.search(r"[^\W_]", sentence.text) for sentence in sentences)
    assert all(re.search(r"[^\W_]", sentence.spoken) for sentence in sentences)
    read = join_pieces(segment.text for segment in segments)
    assert "".join(read.split()) == "".join("".join(texts).split())
    assert re.findall(r"\w+", read) == re.findall(r"\w+", " ".join(texts))


@settings(max_examples=150, deadline=None)
@given(st.lists(SOUP, min_size=1, max_size=3))
def test_every_word_is_read_once_and_in_order(paragraphs):
    assert_nothing_lost(paragraphs)


@settings(max_examples=100, deadline=None)
@given(st.text(max_size=200))
def test_sentences_hold_the_whole_text(text):
    assert "".join("".join(split_sentences(text)).split()) == "".join(text.split())


@pytest.mark.parametrize("mark", ["„", "“ ", '" ', "„“", '15" a ', "sagte: Ja“ ", "„Ja“ und "])
def test_soup_of_many_marks_is_read(mark):
    text = "Wir " + mark * 2000 + "gehen."
    assert "".join(segment.text for segment in body(text)).replace(" ", "") == text.replace(" ", "")


@pytest.mark.parametrize("path", sorted((SHARED / "data" / "pages").glob("*.json"))[::5] or [None])
def test_nothing_of_real_articles_is_lost(path):
    if path is None:
        pytest.skip("needs ../shared/data")
    assert_nothing_lost(json.loads(path.read_text(encoding="utf-8"))["paragraphs"])


# --- a real article ----------------------------------------------------------------------------

GOLD = SHARED / "acceptance" / "euronews-seoul.json"


@pytest.mark.skipif(not GOLD.exists(), reason="needs ../shared/acceptance")
def test_real_article_has_its_quotations_and_speakers():
    gold = json.loads(GOLD.read_text(encoding="utf-8"))
    blocks = [Block(block["kind"], block["text"]) for block in gold["blocks"]]
    found = {text: (kind, speaker) for text, kind, speaker in quoted(*blocks)}
    wanted = {quote["text"].strip("."): quote for quote in gold["quotes"]}
    assert list(found) == list(wanted)
    assert all(found[text][0] in wanted[text]["kind"] for text in wanted)
    assert {text: speaker for text, (_, speaker) in found.items()} == {
        text: quote["speaker"] for text, quote in wanted.items()
    }


@pytest.mark.parametrize(
    ("publisher", "said"),
    [
        ("wdr.de", "WDR"),
        ("DW.COM", "DW"),
        ("stuttgarter-zeitung.de", "Stuttgarter Zeitung"),
        ("www.bote.at", "Bote"),
        ("Süddeutsche.de", "Süddeutsche"),
        ("20 Minuten", "20 Minuten"),
        ("Der Bote. Zeitung", "Der Bote. Zeitung"),
    ],
)
def test_a_publisher_that_is_a_domain_is_said_as_a_name(publisher, said):
    script = write_script(article(title="Streit", publisher=publisher))
    assert script.segments[0].text == f"{said}."
    assert script.publisher == publisher
