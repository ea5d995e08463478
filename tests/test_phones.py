"""IPA among letters: told apart, given a stress, and written in an engine's own signs."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from podcaster.model import IPA
from podcaster.speech.phones import Alphabet, split_ipa, stressed

IPA_TEXT = st.text("".join(sorted(sign for sign in IPA if sign not in "[]")), min_size=1)
LETTERS = st.text(st.characters(exclude_characters="[]"))


@given(st.lists(st.tuples(LETTERS, IPA_TEXT)), LETTERS)
def test_letters_and_ipa_come_by_turns_and_nothing_is_lost(pairs, end):
    text = "".join(f"{letters}[{ipa}]" for letters, ipa in pairs) + end
    assert split_ipa(text) == [piece for pair in pairs for piece in pair] + [end]


@pytest.mark.parametrize("text", ["", "ohne", "[]", "[offen", "zu]", "[[", "]["])
def test_brackets_without_ipa_are_letters(text):
    assert split_ipa(text) == [text]


@pytest.mark.parametrize(
    ("ipa", "told"),
    [
        ("tʁamp", "ˈtʁamp"),
        ("ʃtaˈdiɔn", "ʃtaˈdiɔn"),
        ("njuː jɔʁk", "ˈnjuː ˈjɔʁk"),
        ("leːʁɐ ʔɪnən", "ˈleːʁɐ ʔɪnən"),  # the second half of Lehrer:innen
        ("", ""),
    ],
)
def test_each_word_has_a_stress(ipa, told):
    assert stressed(ipa) == told


@given(IPA_TEXT)
def test_who_is_stressed_stays_so(ipa):
    assert stressed(stressed(ipa)) == stressed(ipa)


ALPHABET = Alphabet({"a": "a", "aː": "a:", "t": "t", "ʃ": "S", "tʃ": "t_S", "ç": "C", ".": "."})


@pytest.mark.parametrize(
    ("ipa", "spelt"),
    [
        ("ta", "ta"),
        ("taː", "ta:"),  # and not a with a lost length
        ("tʃat", "t_Sat"),
        ("t͡ʃat", "t_Sat"),  # the tie says nothing more
        ("c\u0327a", "Ca"),  # composed first
        ("taʘt", "tat"),  # no sign for it
        ("a.a", "a.a"),  # no pattern
        ("", ""),
    ],
)
def test_the_longest_known_run_is_spelt_first(ipa, spelt):
    assert ALPHABET.spell(ipa) == spelt
