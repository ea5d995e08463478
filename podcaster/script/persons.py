"""The people among an article's speakers, and of each whether the text shows a woman or a man."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from podcaster.model import Gender, Person
from podcaster.script.gender import Witness, gender_of_mention
from podcaster.script.people import is_function

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence

    from podcaster.script.quotes import Quote

# Berg, Anna Berg, Ursula von der Leyen: no more than four words with a capital, and none of capitals alone
_LIKE_A_NAME = re.compile(
    r"(?!.*\b[A-ZÄÖÜ]{2,}\b) [^\W\d_][\w.'’-]* (?: \ (?:[a-z]{1,3}\ )* [^\W\d_a-z][\w.'’-]* ){0,3}",
    re.VERBOSE,
)
_PRONOUNS: dict[str, Gender] = {
    **dict.fromkeys(("er", "ihm", "ihn", "dieser", "diesem"), "male"),
    **dict.fromkeys(("sie", "ihr", "diese"), "female"),
}


def find_persons(
    quotes: Sequence[Quote], paragraphs: Sequence[str], known: Collection[str], others: Sequence[str] = ()
) -> tuple[Person, ...]:
    """Everybody who speaks, in order: people by name, and functions whose gender shows (eine Sprecherin).

    ``known`` are the full names of people; a speaker who is not among them is one if a title stands
    beside the name (Frau Berg). ``others`` are texts that may tell of them too, such as the headline.
    Papers, authorities and groups are no people.
    """
    spoken: dict[str, list[Quote]] = {}
    for quote in quotes:
        if quote.speaker and quote.kind != "term":
            spoken.setdefault(quote.speaker, []).append(quote)
    witness = Witness(spoken, [*others, *paragraphs])
    persons = []
    for name, said in spoken.items():
        is_person = name in known or (name in witness.titled and _is_like_a_name(name))
        shown = [gender for quote in said if (gender := _shown(quote, paragraphs, is_person=is_person))]
        for gender in shown:
            witness.add(name, gender)
        if is_person:
            persons.append(Person(name, witness.gender_of(name)))
        elif shown and len(set(shown)) == 1:
            persons.append(Person(name, shown[0]))
    return tuple(persons)


def _shown(quote: Quote, paragraphs: Sequence[str], *, is_person: bool) -> Gender | None:
    """What the words tell that name the speaker of a quotation: er, die 43-Jährige, eine Sprecherin."""
    mention = quote.mention or ""
    pronoun = _PRONOUNS.get(mention.lower())
    if pronoun or not mention:
        return pronoun if is_person else None
    before = paragraphs[quote.paragraph].partition(mention)[0].rsplit(maxsplit=1)[-1:]
    return gender_of_mention(mention, before[0] if before else "")


def _is_like_a_name(name: str) -> bool:
    return _LIKE_A_NAME.fullmatch(name) is not None and not is_function(name.split(maxsplit=1)[0])
