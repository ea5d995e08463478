"""Text → token ids, as Coqui's own tokenizer gives them."""

import random
import subprocess
from functools import lru_cache
from importlib.util import find_spec
from pathlib import Path
from shutil import which

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from podcaster.settings import read_toml
from podcaster.speech import espeak
from podcaster.speech.vits.tokens import Tokenizer, TokensError, vocabulary

needs_coqui = pytest.mark.skipif(find_spec("TTS") is None, reason="needs podcaster[coqui]")
LEXICON = Path(__file__).parent.parent / "podcaster" / "lexicon" / "de.toml"

CHARACTERS = {
    "characters_class": "TTS.tts.models.vits.VitsCharacters",
    "pad": "_",
    "eos": "",
    "bos": "",
    "blank": "<BLNK>",
    "characters": "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz",
    "punctuations": "!'(),-.:;? ",
    "phonemes": "çøŋœɐɑɔəɛɜɡɪɱɲɾʁʃʊʏʒˈˌː",
    "is_unique": False,
    "is_sorted": True,
}
CONFIG = {
    "use_phonemes": True,
    "phonemizer": "espeak",
    "phoneme_language": "de",
    "text_cleaner": "multilingual_phoneme_cleaners",
    "add_blank": True,
    "enable_eos_bos_chars": False,
    "characters": CHARACTERS,
}


def has_espeak():
    try:
        return bool(espeak.library("auto"))
    except espeak.EspeakError:
        return False


needs_espeak = pytest.mark.skipif(not has_espeak(), reason="needs libespeak-ng or espeakng-loader")

SUBJECTS = ["Die Ministerin", "Der Sprecher von {}", "{} und die Polizei", "Ein Kind aus {}", "Wer {} kennt"]
VERBS = ["kam nach {}", "wurde in {} gesehen", "spricht über {}", "hat {} nie vergessen", "wie ist es in {}"]
FURTHER = [
    "sagte sie",
    "denn so ist es nun einmal",
    "aber nicht mehr heute",
    "es wird",
    "und das war's",
    "was auch immer das heißen mag",
    "im Straßen-Verkehr",
]
MARKS = [
    ", ",
    "; ",
    ": ",
    " – ",
    " — ",
    "... ",
    " (",
    ") ",
    "! ",
    " „",
    "“, ",
    " »",
    "« ",
    ", ,",
    " ‚",
    "/",
    "\u00a0",
]
ENDS = [".", "!", "?", "…", "", ".“", "?!", " ...", '."', ")", " 你好.", "’."]


def sentences(count):
    """German sentences that stumble over all marks: grammatical at first, and less so towards their end."""
    words = sorted(word for table in read_toml(LEXICON).values() if isinstance(table, dict) for word in table)
    chance = random.Random(7)  # noqa: S311
    for number in range(count):
        name = words[number * len(words) // count]
        parts = [
            chance.choice(SUBJECTS).format(name),
            " ",
            chance.choice(VERBS).format(chance.choice(words[:50])),
        ]
        for _ in range(chance.randrange(3)):
            parts += [chance.choice(MARKS), chance.choice(FURTHER)]
        yield "".join([chance.choice(["", "", "„", "– ", "(", " "]), *parts, chance.choice(ENDS)])


def coquis_tokenizer(config):
    """Coqui's own, its phonemes by the program where there is one, and else by the library."""
    from TTS.tts.configs.shared_configs import CharactersConfig  # noqa: PLC0415
    from TTS.tts.configs.vits_config import VitsConfig  # noqa: PLC0415
    from TTS.tts.utils.text import phonemizers  # noqa: PLC0415
    from TTS.tts.utils.text.tokenizer import TTSTokenizer  # noqa: PLC0415

    if not phonemizers.ESpeak.is_available():
        phonemizers.get_default_phonemizer("be")
        phonemizers.PHONEMIZERS["espeak"] = espeak.phonemizer_class(phonemizers.BasePhonemizer)
    characters = CharactersConfig(**config["characters"])
    tokenizer, _ = TTSTokenizer.init_from_config(VitsConfig(**(config | {"characters": characters})))
    return tokenizer


def version_of_the_program():
    told = subprocess.run(["espeak-ng", "--version"], capture_output=True, text=True, check=True).stdout
    return told.split()[3]


@pytest.mark.coqui
@needs_coqui
@needs_espeak
def test_a_thousand_sentences_have_coquis_token_ids():
    if which("espeak-ng") and version_of_the_program() != espeak.library("auto").version:
        pytest.skip("espeak-ng's program is of another version than its library")
    theirs, ours = coquis_tokenizer(CONFIG), Tokenizer(CONFIG)
    phonemizer = theirs.phonemizer
    phonemizer._phonemize = lru_cache(maxsize=None)(phonemizer._phonemize)  # noqa: SLF001  (a process each)
    texts = list(sentences(1000))
    assert len(set(texts)) > 950
    wrong = [text for text in texts if ours.ids(text) != theirs.text_to_ids(text)]
    assert wrong == []


VOCABULARIES = [
    CHARACTERS,
    CHARACTERS | {"pad": "<PAD>", "phonemes": "ɑɔ", "characters": "zyxa"},
    CHARACTERS | {"characters_class": "TTS.tts.utils.text.characters.IPAPhonemes", "eos": "$", "bos": "^"},
    CHARACTERS
    | {"characters_class": "TTS.tts.utils.text.characters.IPAPhonemes", "phonemes": None, "is_sorted": False},
    CHARACTERS
    | {
        "characters_class": "TTS.tts.utils.text.characters.IPAPhonemes",
        "phonemes": "zyxa",
        "is_unique": True,
    },
    CHARACTERS | {"characters_class": "TTS.tts.utils.text.characters.Graphemes", "characters": "zyxaäöü"},
]


@pytest.mark.coqui
@needs_coqui
@pytest.mark.parametrize("characters", VOCABULARIES)
def test_each_class_of_characters_gives_coquis_ids(characters):
    config = CONFIG | {"characters": characters, "use_phonemes": False}
    theirs = coquis_tokenizer(config).characters
    ours = vocabulary(config)
    assert ours.ids == {sign: number for number, sign in enumerate(theirs.vocab)}
    assert ours.blank == theirs.blank_id


@pytest.mark.coqui
@needs_coqui
@pytest.mark.parametrize(
    "cleaner",
    ["no_cleaners", "basic_cleaners", "basic_german_cleaners", "multilingual_cleaners", "phoneme_cleaners"],
)
def test_each_cleaner_cleans_as_coquis(cleaner):
    config = CONFIG | {"text_cleaner": cleaner, "use_phonemes": False}
    theirs, ours = coquis_tokenizer(config), Tokenizer(config)
    for text in sentences(100):
        assert ours.ids(text) == theirs.text_to_ids(text)


@needs_espeak
@given(st.text(max_size=60))
@settings(max_examples=60, deadline=None)
def test_any_text_becomes_tokens_that_the_model_knows(text):
    tokenizer = Tokenizer(CONFIG)
    ids = tokenizer.ids(text)
    blank = tokenizer.vocabulary.blank
    assert ids[::2] == [blank] * (len(ids) // 2 + 1)
    assert set(ids[1::2]) <= set(tokenizer.vocabulary.ids.values()) - {blank}


@needs_espeak
def test_signs_that_the_model_has_not_are_left_out_and_told_once(caplog):
    tokenizer = Tokenizer(CONFIG | {"characters": CHARACTERS | {"phonemes": ""}})
    plain = Tokenizer(CONFIG).ids("Schöne Grüße")
    assert 0 < len(tokenizer.ids("Schöne Grüße")) < len(plain)
    tokenizer.ids("Schöne Grüße")
    assert caplog.text.count("has no sound for") == 1


@needs_espeak
def test_ipa_stands_among_the_phonemes():
    tokenizer = Tokenizer(CONFIG)
    signs = {number: sign for sign, number in tokenizer.vocabulary.ids.items()}
    told = "".join(signs[number] for number in tokenizer.ids("Die [tʁamp] Tage.")[1::2])
    assert told == "diː tɾˈamp tˈɑːɡə."


@needs_espeak
def test_ends_are_marked_where_the_model_wants_them():
    characters = VOCABULARIES[2]
    ids = Tokenizer(CONFIG | {"characters": characters, "enable_eos_bos_chars": True}).ids("Ja.")
    known = vocabulary(CONFIG | {"characters": characters})
    assert (ids[0], ids[-1]) == (known.bos, known.eos)
    assert None not in ids


def test_a_model_of_letters_needs_no_espeak(monkeypatch):
    monkeypatch.setattr(espeak, "library", None)
    tokenizer = Tokenizer(CONFIG | {"use_phonemes": False, "add_blank": False})
    assert not tokenizer.takes_ipa
    assert len(tokenizer.ids("Guten Tag")) == len("Guten Tag")


@needs_espeak
@pytest.mark.parametrize(
    ("changes", "told"),
    [
        ({"text_cleaner": "french_cleaners"}, "text_cleaner 'french_cleaners' is not known"),
        ({"phonemizer": "gruut"}, "not by eSpeak"),
        ({"phoneme_language": "xx-nowhere"}, "no language 'xx-nowhere'"),
        ({"characters": None}, "lists no characters"),
        ({"characters": {"characters_class": "my.Own"}}, "'Own' is not known"),
        (
            {"characters": VOCABULARIES[4] | {"is_sorted": False}},
            "has no order",
        ),
    ],
)
def test_what_only_coqui_can_do_is_refused(changes, told):
    with pytest.raises(TokensError, match=told):
        Tokenizer(CONFIG | changes)


@needs_espeak
def test_the_library_can_be_chosen(tmp_path):
    with pytest.raises(espeak.EspeakError):
        espeak.library(str(tmp_path / "libespeak-ng.so.1"))
    if espeak.system_library():
        assert espeak.library("auto") is espeak.library("system")
        assert espeak.library("system").said("Guten Tag", "de") == "ɡˈuːtən tˈɑːk"
