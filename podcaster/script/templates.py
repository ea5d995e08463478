"""What is said before and after an article, from templates that a show may change."""

from __future__ import annotations

import re
import string
from dataclasses import dataclass, fields
from difflib import get_close_matches
from typing import TYPE_CHECKING

from podcaster.errors import ConfigError
from podcaster.model import day_in_words

if TYPE_CHECKING:
    from collections.abc import Mapping

    from podcaster.model import Article

_PLACEHOLDERS = ("title", "kicker", "authors", "publisher", "date", "url")
_PLACEHOLDER = re.compile(r"\{(\w+)\}")
_UNKNOWN = re.compile(
    r"(?:\s*\b(?:von|vom|aus|am|bei|beim|in|im|durch|für|unter|der|dem|den|und)\b)*\s*\{(?P<key>\w+)\}",
    re.IGNORECASE,
)
_WORD = re.compile(r"[^\W_]")
_HOST = re.compile(r"(?:www\.)?(?P<name>[\w-]+)\.(?:de|com|org|net|at|ch|eu|info|tv)", re.IGNORECASE)
_VOWEL = re.compile(r"[aeiouäöüy]")


@dataclass(frozen=True, slots=True)
class Templates:
    """What is said before and after the article; an empty one is left out.

    ``{title}``, ``{kicker}``, ``{authors}``, ``{publisher}``, ``{date}`` and ``{url}`` may stand in them.
    What the article does not tell goes, with the preposition before it; a sentence none of whose
    placeholders is known goes whole. Another placeholder raises ConfigError.
    """

    intro: str = "{publisher}, {date}. Von {authors}."
    outro: str = "Quelle: {publisher}, {date}."

    def __post_init__(self) -> None:
        for name in (field.name for field in fields(self)):
            _check_template(name, getattr(self, name))


def fill(template: str, article: Article) -> list[str]:
    """The sentences of a template, without what the article does not tell."""
    facts = _facts(article)
    filled = (_fill_sentence(sentence, facts) for sentence in re.split(r"(?<=[.!?])\s+", template.strip()))
    return [sentence for sentence in filled if _WORD.search(sentence)]


def _fill_sentence(sentence: str, facts: Mapping[str, str]) -> str:
    known = [bool(facts[key]) for key in _PLACEHOLDER.findall(sentence)]
    if known and not any(known):
        return ""
    end = len(sentence.rstrip(".!?:"))
    clauses = [
        _UNKNOWN.sub(lambda m: m.group() if facts[m.group("key")] else "", clause)
        for clause in sentence[:end].split(", ")
    ]
    kept = ", ".join(clause for clause in clauses if _WORD.search(clause)).strip() + sentence[end:]
    kept = kept.replace(":, ", ": ")  # „Quelle: {publisher}, {date}“ without the publisher
    return _PLACEHOLDER.sub(lambda m: facts[m.group(1)], kept)


def _facts(article: Article) -> dict[str, str]:
    authors = [author for author in article.authors if author != article.publisher]
    *others, last = authors or [""]
    return {
        "title": article.title,
        "kicker": article.kicker or "",
        "authors": f"{', '.join(others)} und {last}" if others else last,
        "publisher": _house_name(article.publisher or ""),
        "date": day_in_words(article.published) if article.published else "",
        "url": article.url or "",
    }


def _house_name(publisher: str) -> str:
    """A publisher that names itself by its domain, as one would say it: ``wdr.de`` is the WDR."""
    host = _HOST.fullmatch(publisher)
    if not host:
        return publisher
    name = host["name"]
    if not name.islower():
        return name
    parts = name.split("-")
    if all(_VOWEL.search(part) for part in parts):
        return " ".join(part.capitalize() for part in parts)
    return name.upper()


def _check_template(name: str, template: str) -> None:
    """Raise ConfigError unless every placeholder is known."""
    subject = f"template '{name}'"
    try:
        placeholders = [key for _, key, _, _ in string.Formatter().parse(template) if key is not None]
    except ValueError as exc:
        raise ConfigError(subject, str(exc), "write placeholders as {publisher}") from exc
    for key in placeholders:
        if key not in _PLACEHOLDERS:
            near = get_close_matches(key, _PLACEHOLDERS, n=1, cutoff=0.0)[0]
            cause = f"unknown placeholder '{{{key}}}'"
            raise ConfigError(subject, cause, f"the nearest is '{{{near}}}'")
