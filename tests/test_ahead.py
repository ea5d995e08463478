"""The next article is read while this one is spoken."""

import threading

import pytest
from engines import installed, said, voice_of
from fakes import article
from pages import SENTENCES, page

from podcaster.errors import FetchError
from podcaster.pipeline import Reading, add, new_show
from podcaster.pipeline.ahead import ReadAhead


class Library:
    """Gives articles by name, notes which were read, and reads one only when it is let."""

    def __init__(self):
        self.read = []
        self.gate = threading.Event()

    def __call__(self, source):
        if source == "gone":
            raise FetchError(source, "is gone", "name another")
        self.gate.wait(5)
        self.read.append(source)
        return article(title=source)


def test_the_next_is_read_without_being_waited_for():
    library, known = Library(), []
    ahead = ReadAhead(library, known.append)
    ahead.begin("two")
    assert library.read == []
    library.gate.set()
    assert ahead.take("two").title == "two"
    assert [one.title for one in known] == library.read == ["two"]


def test_what_was_not_begun_is_read_when_it_is_taken():
    library, known = Library(), []
    library.gate.set()
    ahead = ReadAhead(library, known.append)
    ahead.begin("two")
    assert ahead.take("three").title == "three"
    assert ahead.take("two").title == "two"


@pytest.mark.parametrize("begun", [True, False])
def test_what_cannot_be_read_is_told_where_it_is_taken(begun):
    ahead = ReadAhead(Library(), print)
    if begun:
        ahead.begin("gone")
    with pytest.raises(FetchError, match="gone"):
        ahead.take("gone")


def test_several_articles_are_added_in_order_with_those_that_fail_between(tmp_path, monkeypatch):
    monkeypatch.syspath_prepend(installed(tmp_path / "site"))
    log = tmp_path / "said.txt"
    model = voice_of("shared", log).model
    voice = tmp_path / "ada.toml"
    voice.write_text(
        f'name = "ada"\nengine = "shared"\nmodel = "{model}"\nlanguage = "de"\nlicence = "-"\nsource = "-"\n'
    )
    sources = [str(tmp_path / f"{number}.html") for number in range(3)]
    for number in (0, 2):
        body = "".join(f"<p>Nummer {number}: {sentence}</p>" for sentence in SENTENCES)
        (tmp_path / f"{number}.html").write_text(
            page(f"<main><article><h1>Der Titel {number}</h1>{body}</article></main>"), encoding="utf-8"
        )
    show = new_show(tmp_path / "show", title="Kaffee", base_url="https://example.org/")
    outcomes = add(show, sources, reading=Reading(voice=str(voice), workers=2))
    assert [bool(outcome.error) for outcome in outcomes] == [False, True, False]
    assert [outcome.is_new for outcome in outcomes] == [True, False, True]
    assert len(said(log)) == len(set(said(log)))
    assert add(show, []) == []
