from __future__ import annotations

import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from podcaster.errors import ConfigError
from podcaster.german import lexicon, load_lexicon, pronounce, spoken
from podcaster.model import IPA, Pronunciation
from podcaster.settings import read_toml
from podcaster.speech import espeak, pico
from podcaster.speech.phones import stressed

SPEAKABLE = re.compile(r"(?:[^\W\d_]|[ .,;:?!-])*")
OWN = {
    "Bourdeaux": "Bordoh",
    "Bourdeaux sur Mer": "Bordoh am Meer",
    "R&Q": "Err und Kuh",
    "4YOU": "For Juh",
    "Xyzzy": "[ˈzɪzi]",
    "Plugh": Pronunciation(say="Plach", ipa="plax"),
    "xork": "[zɔʁk]",
}


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        ("Bourdeaux", "Bordoh"),
        ("Bourdeauxs Hafen", "Bordohs Hafen"),
        ("die Bourdeauxer", "die Bordoher"),
        ("Bourdeaux-Wein", "Bordoh-Wein"),
        ("Bourdeauxling", "Bourdeauxling"),
        ("in Bourdeaux sur Mer", "in Bordoh am Meer"),
        ("die Bourdeaux-sur-Mer-Fähre", "die Bordoh am Meer-Fähre"),
        ("R&Q und 4YOU", "Err und Kuh und For Juh"),
        ("Xyzzys Plugh", "Xyzzys Plugh"),
    ],
)
def test_respells_whole_words_and_the_longest_first(written, expected):
    assert spoken(written, OWN) == expected


@pytest.mark.parametrize(
    ("written", "ipa", "letters"),
    [
        ("Xyzzy, sagte Plugh.", "[ˈzɪzi], sagte [plax].", "Xyzzy, sagte Plach."),
        ("Xyzzys Plughs", "[ˈzɪzis] [plaxs]", "Xyzzys Plachs"),
        ("die Xyzzyer", "die [ˈzɪziɐ]", "die Xyzzyer"),
        ("Xyzzy-Haus und Xyzzyhaus", "[ˈzɪzi]-Haus und Xyzzyhaus", "Xyzzy-Haus und Xyzzyhaus"),
        ("Xork, xorks", "[zɔʁk], [zɔʁks]", "Xork, xorks"),
        ("Lehrer-innen, Ärzt-in", "Lehrer [ʔɪnən], Ärzt [ʔɪn]", "Lehrer-innen, Ärzt-in"),
        ("Leser-innenbriefe", "Leser [ʔɪnən]briefe", "Leser-innenbriefe"),
        ("Das Haus steht.", "Das Haus steht.", "Das Haus steht."),
    ],
)
def test_tells_ipa_to_voices_that_take_it_and_letters_to_the_others(written, ipa, letters):
    assert pronounce(written, OWN, ipa=True) == ipa
    assert pronounce(written, OWN, ipa=False) == letters


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        ("Präsident Trumps Regierung", "Präsident [tʁamps] Regierung"),
        ("das Champions-League-Finale", "das [ˈtʃɛmpiəns liːk]-Finale"),
        ("Erdoğan", "[ˈɛʁdoaːn]"),
        ("Seine Nice, die Branche", "Seine Nice, die [ˈbʁãːʃə]"),
        ("Liverpooler", "[ˈlɪvɐpuːlɐ]"),
        ("die Charkiwer, Chirurgen", "die [ˈxaʁkiːvɐ], [çiˈʁʊʁgən]"),
        ("Löwen, Georgen, Jacken, Posten, Baracken", "Löwen, Georgen, Jacken, Posten, Baracken"),
    ],
)
def test_shipped_entries_are_found_in_their_forms(written, expected):
    assert pronounce(spoken(written), ipa=True) == expected


def test_own_lexicon_wins_over_the_shipped_one():
    assert spoken("Trump", {"Trump": "Trumm"}) == "Trumm"
    assert pronounce("Trump", {"Trump": "[tʁʊm]"}, ipa=True) == "[tʁʊm]"


def test_shipped_entries_can_be_said():
    for written, entry in load_lexicon().items():
        said = Pronunciation.of(entry)
        heard = spoken(written)
        assert spoken(heard) == heard, written
        if said.ipa:
            assert set(said.ipa) <= IPA, written
            assert pronounce(heard, ipa=True) == f"[{said.ipa}]", written
            assert pico.readable(f"[{said.ipa}]").count("<phoneme") == len(said.ipa.split()), written
        else:
            assert heard == said.say
            assert SPEAKABLE.fullmatch(heard), written


def test_the_shipped_lexicon_is_the_toml_that_it_seems():
    """It is read line by line, for speed."""
    tables = read_toml(Path(lexicon.__file__).parent.parent / "lexicon" / "de.toml")
    assert load_lexicon() == tables["words"] | tables["names"]
    assert not tables["words"].keys() & tables["names"].keys()


def test_every_sign_of_ipa_is_known_to_every_voice():
    for sign in sorted(IPA - set(" ̯̩̃͜͡ː")):
        assert espeak.german_phonemes(f"{sign}").strip("ˈ") or sign in "ʔˈ."
        assert re.search(r"ph='[^']+'", pico.readable(f"[{sign}]"))


@pytest.mark.parametrize(
    ("ipa", "xsampa", "phonemes"),
    [
        ("tʁamp", '"tRamp', "tɾˈamp"),
        ("ʁɛstoˈʁãː", 'REsto"Ra~:', "rɛstorˈɑ̃"),
        ("ˈoːpn̩", '"?o:pn=', "ˈoːpən"),
        ("ˈɔʏʁoː", '"?O_YRo:', "ˈɔøroː"),
        ("tuːɐ̯", '"tu:R', "tˈuːɾ"),
        ("t͡sʏʁɪç", '"t_sYRIC', "tsˈyrɪç"),
        ("ʔɪnən", "?In@n", "ɪnən"),
    ],
)
def test_each_voice_has_its_own_signs(ipa, xsampa, phonemes):
    assert pico.readable(f"[{ipa}]") == f"<phoneme ph='{xsampa}'/>"
    assert espeak.german_phonemes(ipa) == phonemes


def test_pico_is_told_ipa_between_its_letters():
    told = pico.readable("Herr [ˈdɔnalt tʁamp]-Fan, & [jaː].")
    assert re.sub(r"<phoneme ph='([^']*)'/>", r"<\1>", told) == 'Herr <"dOnalt><"tRamp> Fan, und <"ja:>.'


def test_stresses_the_first_syllable_where_nothing_is_stressed():
    assert stressed("njuː jɔʁk ʔɪn aˈba") == "ˈnjuː ˈjɔʁk ʔɪn aˈba"


def test_ipa_stands_among_the_phonemes_of_its_sentence():
    def phonemize(text):
        return text.replace("Der", "dɛɾ").replace("sagte", "zɑːktə").replace("tapeta", "tˈɑpeːtˌɑː")

    text, ipa = espeak.stand_ins("Der [plax] sagte: [ˈzɪzi]!")
    assert espeak.phonemes_with_ipa(text, ipa, phonemize) == "dɛɾ plˈax zɑːktə: zˈɪzi!"


def test_ipa_is_read_piece_by_piece_where_the_stand_in_is_changed():
    def phonemize(text):
        return text.replace("tapeta", "t").replace("Der t", "dɛr d").replace("Der", "dɛɾ")

    text, ipa = espeak.stand_ins("Der [plax] kam")
    assert espeak.phonemes_with_ipa(text, ipa, phonemize).split() == ["dɛɾ", "plˈax", "kam"]


@given(
    st.lists(
        st.sampled_from(["Xyzzy", "Plugh", "Haus", "Bourdeaux", "sur", "Mer", ",", "Trump", "und", "Team", "-"]), max_size=8
    ).map(" ".join)
)  # fmt: skip
def test_keeps_what_is_not_in_it_and_its_order(text):
    told = pronounce(spoken(text, OWN), OWN, ipa=True)
    plain = {"Haus", "und", "sur", "Mer"}
    heard = spoken(text, OWN)
    assert [word for word in re.findall(r"\w+", told) if word in plain] == [
        word for word in re.findall(r"\w+", heard) if word in plain
    ]
    assert spoken(heard, OWN) == heard


def test_lexicon_can_be_read_from_another_file(tmp_path):
    path = tmp_path / "mine.toml"
    path.write_text('[words]\n"Nice" = "Nies"\n"Plugh" = { say = "Plach", ipa = "plax" }\n', encoding="utf-8")
    assert load_lexicon(path) == {"Nice": "Nies", "Plugh": Pronunciation("Plach", "plax")}
    with pytest.raises(ConfigError, match=r"gone\.toml"):
        load_lexicon(tmp_path / "gone.toml")
