"""The table of what is no part of an article (``boilerplate.toml``), and how it is asked."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from functools import cache, lru_cache
from itertools import pairwise
from pathlib import Path
from typing import Any

from podcaster.article.text import count_words
from podcaster.settings import read_toml

TABLE = Path(__file__).with_name("boilerplate.toml")
_LONGEST = 600
"""Characters; no rule is meant for more, and no pattern may take its time over it."""
_DEFAULT_MAX_WORDS = 60
_MOST_NAMES = 40
_LONG_WORD = 8
"""Letters; shorter words may come of two names by chance, as "byline" does of "by" and "line"."""
_NAME_PARTS = re.compile(r"[A-Z]?[a-z0-9äöü]+|[A-Z]+(?![a-z])")
_BETWEEN_PHRASES = re.compile(r"[\s,|·•/:;!&()<>»+–—.…\d-]*")


@dataclass(frozen=True, slots=True)
class Rule:
    """A pattern and the reason that is told when it matches."""

    why: str
    pattern: re.Pattern[str]
    max_words: int
    examples: tuple[str, ...]
    signs: tuple[str, ...] = ()
    """One of these stands in every match, in small letters; looking for them first is much faster."""

    def may_match(self, small: str) -> bool:
        """Whether a text, told in small letters, has a sign of it, or any may."""
        return not self.signs or any(map(small.__contains__, self.signs))


@dataclass(frozen=True, slots=True)
class Section(Rule):
    """A line that opens a list of other articles, topics or comments."""

    ends: bool = False
    """Usually stands after the article."""


@dataclass(frozen=True, slots=True)
class Phrases:
    """Words of buttons and menus: a line of nothing but ``least`` of them is one."""

    why: str
    least: int
    pattern: re.Pattern[str]
    examples: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Markup:
    """Words in class, id and data names."""

    why: str
    words: frozenset[str]
    soft: bool
    """Only against what is no running text; such names are given to paragraphs too."""
    examples: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Table:
    """``boilerplate.toml``, its patterns compiled."""

    lines: tuple[Rule, ...]
    endings: tuple[Rule, ...]
    tails: tuple[Rule, ...]
    sections: tuple[Section, ...]
    phrases: tuple[Phrases, ...]
    markup: tuple[Markup, ...]
    paywall: tuple[Rule, ...]
    byline: re.Pattern[str]
    """Groups: ``names`` and ``agency``."""
    month: re.Pattern[str]


@cache
def table() -> Table:
    """The table; read once."""
    data = read_toml(TABLE)
    parts: dict[str, str] = {}
    for name, pattern in data["parts"].items():
        parts[name] = _fill(pattern, parts)

    def rules(kind: str, form: str) -> tuple[Rule, ...]:
        return tuple(_rule(entry, parts, form) for entry in data[kind])

    byline = _fill(r"von\s(?P<by><names>)(?:\s(?:mit|und|/)\s(?P<from><agency>(?:[,/]\s?<agency>)*))?", parts)
    return Table(
        lines=rules("line", r"(?:{})\Z"),
        endings=rules("ending", r"(?:{})\Z"),
        tails=rules("tail", r"(?:{})\Z"),
        sections=tuple(_section(entry, parts) for entry in data["section"]),
        phrases=tuple(_phrases(entry) for entry in data["phrase"]),
        markup=tuple(
            Markup(
                entry["why"], frozenset(entry["words"]), entry.get("soft", False), tuple(entry["examples"])
            )
            for entry in data["markup"]
        ),
        paywall=rules("paywall", "{}"),
        byline=re.compile(byline, re.IGNORECASE),
        month=re.compile(parts["month"], re.IGNORECASE),
    )


def _fill(pattern: str, parts: dict[str, str]) -> str:
    for name, part in parts.items():
        pattern = pattern.replace(f"<{name}>", part)
    return pattern


def _rule(entry: dict[str, Any], parts: dict[str, str], form: str) -> Rule:
    pattern = re.compile(form.format(_fill(entry["pattern"], parts)), re.IGNORECASE)
    max_words = entry.get("max_words", _DEFAULT_MAX_WORDS)
    signs = tuple(entry.get("signs", ()))
    return Rule(entry.get("why", "paywall"), pattern, max_words, tuple(entry["examples"]), signs)


def _section(entry: dict[str, Any], parts: dict[str, str]) -> Section:
    rule = _rule(entry, parts, r"(?:{})\Z")
    return Section(
        rule.why, rule.pattern, rule.max_words, rule.examples, rule.signs, entry.get("ends", False)
    )


def _phrases(entry: dict[str, Any]) -> Phrases:
    longest_first = sorted(entry["phrases"], key=len, reverse=True)
    pattern = re.compile("|".join(map(re.escape, longest_first)), re.IGNORECASE)
    return Phrases(entry["why"], entry.get("least", 1), pattern, tuple(entry["examples"]))


@lru_cache(maxsize=1_000)
def why_left_out(text: str) -> str | None:
    """The reason why a piece is no part of an article, or None where no rule knows it."""
    if len(text) > _LONGEST:
        return None
    n_words, small = count_words(text), text.lower()
    for rule in table().lines:
        if (
            n_words <= rule.max_words
            and (not rule.signs or rule.may_match(small))
            and rule.pattern.match(text)
        ):
            return rule.why
    for rule in table().endings:
        if n_words <= rule.max_words and rule.may_match(small) and rule.pattern.search(text):
            return rule.why
    return _menu(text)


def cut_tail(text: str) -> tuple[str, str, str] | None:
    """A paragraph without the mark at its end, the mark, and the reason why it goes."""
    for rule in table().tails:
        if hit := rule.pattern.search(text[-_LONGEST // 4 :]):
            mark = hit[0].strip()
            return text[: len(text) - len(hit[0])].rstrip(), mark, rule.why
    return None


def _menu(text: str) -> str | None:
    """The reason for a line that is made of words of buttons and menus only, glued or not."""
    if len(text) > _LONGEST // 3:
        return None
    found: list[Phrases] = []
    at = 0
    while at < len(text):
        hits = [(hit, phrases) for phrases in table().phrases if (hit := phrases.pattern.match(text, at))]
        if not hits:
            return None
        hit, phrases = max(hits, key=lambda pair: pair[0].end())
        after = _BETWEEN_PHRASES.match(text, hit.end())
        end = after.end() if after else hit.end()
        if end == hit.end() < len(text) and text[end].islower():
            return None  # "Sport" in "Sportler"
        found.append(phrases)
        at = end
    if not found or len(found) < min(phrases.least for phrases in found):
        return None
    return found[0].why


def opens_section(text: str) -> Section | None:
    """The rule for a line that opens a list of other articles, topics or comments."""
    if len(text) > _LONGEST // 4:
        return None
    n_words = count_words(text)
    hits = (rule for rule in table().sections if n_words <= rule.max_words and rule.pattern.match(text))
    return next(hits, None)


@lru_cache(maxsize=5_000)
def markup_rule(names: str) -> Markup | None:
    """The rule that class, id and data names fall under: ``article__share-bar`` → share prompt."""
    return next(filter(None, map(_rule_of_name, names.split()[:_MOST_NAMES])), None)


@lru_cache(maxsize=20_000)
def _rule_of_name(name: str) -> Markup | None:
    """The rule for a single name; in ``section--ads`` it is a section still, and running text in it may stay."""
    block, _, modifier = name.partition("--")
    if block and modifier and (rule := _rule_of_name(name.replace("--", "-"))):
        return rule if _rule_of_name(block) is rule else replace(rule, soft=True)
    parts = " ".join(_NAME_PARTS.findall(name)).lower().split()
    words = {name.lower(), *parts}
    for pair in pairwise(parts):
        words.add("-".join(pair))
        if len(joined := "".join(pair)) >= _LONG_WORD:
            words.add(joined)
    ranks = _ranks()
    found = words & ranks.keys()
    return table().markup[min(map(ranks.__getitem__, found))] if found else None


@cache
def _ranks() -> dict[str, int]:
    """Word → number of the first markup rule that has it."""
    rules = [*enumerate(table().markup)]
    return {word: number for number, rule in reversed(rules) for word in rule.words}


def asks_for_money(text: str) -> bool:
    """Whether a piece asks the reader to subscribe before he may read on."""
    text = text[:_LONGEST].lower()
    return any(rule.may_match(text) and rule.pattern.search(text) for rule in table().paywall)
