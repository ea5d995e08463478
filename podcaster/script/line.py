"""A sentence as the rules of reporting look at it, and what they find there."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING, NamedTuple

from podcaster.script.according import sources
from podcaster.script.clauses import Phrase, is_named, noun_phrase
from podcaster.script.subjects import BREAKS, past_brackets, speaker_of
from podcaster.script.verbs import Manner, Verb, find_verbs, lowered_words

if TYPE_CHECKING:
    from collections.abc import Sequence

    from podcaster.script.clauses import Token


class Attribution(NamedTuple):
    """Tokens ``[first, last)`` name who says it; ``beside`` tells that the verb touches the quotation."""

    first: int
    last: int
    manner: Manner
    beside: bool


class Line:
    """A sentence with its quotations as single tokens; what is asked often is found once."""

    def __init__(self, tokens: Sequence[Token]) -> None:
        self.tokens = tokens
        self._speakers: dict[Verb, Phrase | None] = {}

    @cached_property
    def lowered(self) -> list[str]:
        """Its words and signs in small letters."""
        return lowered_words(self.tokens)

    @cached_property
    def verbs(self) -> list[Verb]:
        """The verbs of speech."""
        return find_verbs(self.tokens, self.lowered)

    @cached_property
    def sources(self) -> list[tuple[int, Phrase]]:
        """Whom a phrase names as the source (laut X, so X), and at which token."""
        return list(sources(self.tokens, self.lowered))

    def speaker_of(self, verb: Verb) -> Phrase | None:
        """The noun phrase whose words a verb reports; things and ideas do not speak."""
        if verb not in self._speakers:
            self._speakers[verb] = speaker_of(self.tokens, verb)
        return self._speakers[verb]


def named(tokens: Sequence[Token], phrase: Phrase, manner: Manner, *, beside: bool) -> Attribution:
    """The phrase, or the name that stands beside it: Die Schwester des Königs, *Anna Berg*."""
    at = phrase.last
    if (
        not is_named(tokens[phrase.core : phrase.core_end])
        and at + 1 < len(tokens)
        and tokens[at].text in BREAKS
    ):
        apposition = noun_phrase(tokens, at + 1)
        if (
            apposition
            and apposition.first == apposition.core
            and is_named(tokens[apposition.core : apposition.core_end])
        ):
            end = past_brackets(tokens, apposition.last)
            if end >= len(tokens) or not tokens[end].is_word:
                return Attribution(apposition.first, apposition.last, manner, beside)
    return Attribution(phrase.first, phrase.last, manner, beside)
