"""How names and foreign words are said: the shipped lexicon and a show's own.

An entry is a respelling (``"Tramp"``), IPA in brackets (``"[tʁamp]"``), or both as a table. A word with
a respelling alone is respelled in the spoken text. One with IPA stays there as it is written, for the
eye, and is told to the voice in the last moment, by ``pronounce``: as IPA, where the voice takes it.
"""

from __future__ import annotations

import re
from functools import lru_cache
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING, Any

from podcaster.german.signs import open_text
from podcaster.model import Pronunciation

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from podcaster.model import Lexicon

_SHIPPED = Path(__file__).parent.parent / "lexicon" / "de.toml"
_HEADING = re.compile(r"^\[(\w+)\]$", re.MULTILINE)
_PLAIN_LINE = re.compile(r'^"([^"\\]+)" = "([^"\\]+)"$', re.MULTILINE)

_WORD = re.compile(r"[^\W_]+")
# What inflection adds to a name or a foreign word: Bidens, Pekinger; in letters and in IPA.
_ENDINGS = {
    "": "",
    "s": "s",
    "es": "əs",
    "n": "n",
    "en": "ən",
    "e": "ə",
    "er": "ɐ",
    "ern": "ɐn",
    "in": "ɪn",
    "innen": "ɪnən",
}
_NAME_ENDINGS = ("", "s")
# Shorter words with longer endings are other words: Pop and Pope.
_INFLECTED = 5
# A last consonant that is voiced before a vowel: Kiew, Kiewer; as written, at the end and before an ending.
_VOICED = {"b": ("p", "b"), "d": ("t", "d"), "g": ("k", "g"), "v": ("f", "v"), "w": ("f", "v")}
# A gendered form's short stop, which a voice without IPA makes of the hyphen.
_STOP = re.compile(r"(?<=[^\W\d_])-(in(?:nen)?)(?![^\W_a-zäöüß])")


# A written form, its ending within it, where its first word begins in it, and what is said for it; plain
# tuples, since there are tens of thousands.
_Form = tuple[str, str, int, str]
_Index = dict[str, tuple[_Form, ...]]


def respell(text: str, lexicon: Lexicon | None = None) -> str:
    """Respell what is to be read in other letters, at whole words only; the longest entry wins."""
    return _replaced(text, _index(_frozen(lexicon), "spelling"))


def may_be_respelled(words: Iterable[str], lexicon: Lexicon | None = None) -> bool:
    """Whether an entry begins with one of the words."""
    return not _index(_frozen(lexicon), "spelling").keys().isdisjoint(words)


def pronounce(text: str, lexicon: Lexicon | None = None, *, ipa: bool) -> str:
    """A spoken text as it is told to a voice: words with IPA as ``[tʁamp]``, or respelled without ``ipa``."""
    text = _replaced(text, _index(_frozen(lexicon), "ipa" if ipa else "respelling"))
    return _STOP.sub(_stop, text) if ipa and "-in" in text else text


def _stop(found: re.Match[str]) -> str:
    return " [ʔɪnən]" if found[1] == "innen" else " [ʔɪn]"


@lru_cache(maxsize=8)
def load_lexicon(path: Path | None = None) -> Lexicon:
    """The ``[words]`` and ``[names]`` of a lexicon file; the shipped one without ``path``."""
    tables = _tables(path or _SHIPPED)
    return MappingProxyType(
        {
            written: entry if isinstance(entry, str) else Pronunciation(**entry)
            for table in ("words", "names")
            for written, entry in tables.get(table, {}).items()
        }
    )


@lru_cache(maxsize=8)
def _tables(path: Path) -> dict[str, dict[str, Any]]:
    """The file's tables; ours keeps to plain lines, which need a tenth of the time of any TOML."""
    if path == _SHIPPED:
        _, *parts = _HEADING.split(path.read_text(encoding="utf-8"))
        return {
            name: dict(_PLAIN_LINE.findall(lines))
            for name, lines in zip(parts[::2], parts[1::2], strict=True)
        }
    from podcaster.settings import read_toml  # noqa: PLC0415  tomllib only when such a lexicon is wanted

    return read_toml(path)


def _frozen(lexicon: Lexicon | None) -> tuple[tuple[str, str | Pronunciation], ...]:
    return tuple(lexicon.items()) if lexicon else ()


@lru_cache(maxsize=16)
def _index(own: tuple[tuple[str, str | Pronunciation], ...], kind: str) -> _Index:
    """First word → the written forms that begin with it, the longest first."""
    entries = [
        (written if written.isascii() and written.isalnum() else open_text(written), said)
        for written, entry in {**load_lexicon(), **dict(own)}.items()
        if (said := _said(entry, kind))
    ]
    simple = {written: said for written, said in entries if written.isalnum()}
    words = {word: said for written, said in simple.items() for word in _cased(written)} | simple
    names, mine = _tables(_SHIPPED).get("names", {}).keys(), dict(own).keys()
    inflected = {
        word: said
        for word, said in words.items()
        if word in mine or (len(word) >= _INFLECTED and word not in names)
    }
    index: _Index = {
        word + ending: ((word + ending, ending, 0, said),)
        for ending in reversed(_ENDINGS)  # what the lexicon holds itself wins over what inflection makes
        for word, said in (words if ending in _NAME_ENDINGS else inflected).items()
    }
    for written, said in entries:
        for form in () if written.isalnum() else _joined(written):
            first = _WORD.search(form)
            if first is None:
                continue
            for ending in _NAME_ENDINGS:
                word = first[0] + ending if first.end() == len(form) else first[0]
                known = (*index.get(word, ()), (form + ending, ending, first.start(), said))
                index[word] = tuple(sorted(known, key=_length))
    return index


def _length(form: _Form) -> int:
    return -len(form[0])


def _said(entry: str | Pronunciation, kind: str) -> str | None:
    if isinstance(entry, str) and not entry.startswith("["):
        return entry if kind == "spelling" else None
    if isinstance(entry, str) and kind != "ipa":
        return None
    entry = Pronunciation.of(entry)
    if kind == "ipa":
        return f"[{entry.ipa}]" if entry.ipa else None
    return entry.say if bool(entry.ipa) == (kind == "respelling") else None


def _cased(written: str) -> Iterable[str]:
    """A word as it stands within a sentence and at its beginning."""
    return {written, written[:1].upper() + written[1:]} if written[:1].islower() else (written,)


def _joined(written: str) -> Iterable[str]:
    """A phrase as it stands, and as a part of a compound: Champions-League-Finale."""
    return {form for joined in (written, written.replace(" ", "-")) for form in _cased(joined)}


def _replaced(text: str, index: _Index) -> str:
    if index.keys().isdisjoint(_WORD.findall(text)):
        return text
    return "".join(_pieces(text, index))


def _pieces(text: str, index: _Index) -> Iterator[str]:
    done = 0
    for found in _WORD.finditer(text):
        for form, ending, lead, said in index.get(found[0], ()):
            start = found.start() - lead
            end = start + len(form)
            if start >= done and text.startswith(form, start) and not text[end : end + 1].isalnum():
                yield text[done:start]
                yield _inflected_ipa(said, form, ending) if said.endswith("]") else said + ending
                done = end
                break
    yield text[done:]


def _inflected_ipa(said: str, form: str, ending: str) -> str:
    ipa = said[:-1]
    last, voiced = _VOICED.get(form[len(form) - len(ending) - 1], ("", ""))
    if last and ipa.endswith(last) and ending[:1] in {"e", "i"}:
        ipa = ipa[: -len(last)] + voiced
    return f"{ipa}{_ENDINGS[ending]}]"
