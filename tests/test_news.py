import sys
from dataclasses import replace
from datetime import datetime, timedelta, timezone

import pytest
from fakes import EPISODE

from podcaster.config import NotifyConfig
from podcaster.errors import FetchError, PaywallError, StoreError
from podcaster.pipeline import Night, Trouble, new_show, tell_failure, tell_night

START = datetime(2026, 11, 22, 3, 30, tzinfo=timezone.utc)
GONE = Trouble(FetchError("https://a.example/1", "is gone (410)", "check the address"), 5, is_given_up=True)
LATER = replace(GONE, attempts=1, is_given_up=False)
TEASER = Trouble(PaywallError("https://a.example/2", "is a teaser", "read it there"), 5, is_given_up=True)
SOURCE = Trouble(FetchError("https://b.example/feed", "does not answer", "try again"), is_source=True)


def night(**facts):
    return Night(START, START + timedelta(minutes=9), **facts)


@pytest.fixture
def told(tmp_path):
    """What is told of a night: the show with these settings, and a function that reads the news."""
    show = new_show(tmp_path / "show", title="Meine Zeitung")
    news = tmp_path / "news"
    script = tmp_path / "keep.py"
    script.write_text(
        f"import os, sys; open({str(news)!r}, 'w').write(os.environ['PODCASTER_NEWS'] + '\\n' + sys.stdin.read())"
    )

    def tell(event, on="both"):
        settings = NotifyConfig(command=f"{sys.executable} {script}", on=on)
        folder = replace(show, config=replace(show.config, notify=settings))
        assert (tell_night if isinstance(event, Night) else tell_failure)(folder, event) == []
        return news.read_text().splitlines() if news.exists() else None

    return tell


def test_new_episodes_are_told_with_their_length(told):
    title, *lines = told(night(made=(EPISODE,)))
    assert title == "Meine Zeitung: 1 new episode"
    assert lines == [f"{EPISODE.title} (6:12)", "http://localhost:8000/feed.xml"]


def test_a_night_without_news_tells_nothing(told):
    assert told(night()) is None


def test_what_is_heard_in_an_edition_only_is_told_by_the_edition(told):
    hidden = replace(EPISODE, title="Der Wald", is_hidden=True)
    edition = replace(EPISODE, title="Morgenausgabe, Montag, 23. November", is_edition=True)
    title, *lines = told(night(made=(hidden, edition)))
    assert title == "Meine Zeitung: 1 new episode"
    assert lines == [f"{edition.title} (6:12)", "http://localhost:8000/feed.xml"]


def test_what_will_mend_by_itself_and_teasers_are_not_told(told):
    assert told(night(failed=(LATER, TEASER))) is None


def test_what_needs_the_user_is_told(told):
    title, *lines = told(night(failed=(LATER, GONE), sources_failed=(SOURCE,)))
    assert title == "Meine Zeitung: 2 troubles"
    assert lines == [str(SOURCE), str(GONE)]


@pytest.mark.parametrize(
    ("on", "event", "is_told"),
    [
        ("failure", night(made=(EPISODE,)), False),
        ("failure", night(made=(EPISODE,), failed=(GONE,)), True),
        ("episodes", night(failed=(GONE,)), False),
        ("episodes", night(made=(EPISODE,)), True),
        ("episodes", StoreError("podcaster.db", "is damaged", "mend it"), False),
        ("failure", StoreError("podcaster.db", "is damaged", "mend it"), True),
    ],
)
def test_the_show_says_when_it_wants_to_be_told(told, on, event, is_told):
    assert (told(event, on) is not None) == is_told


def test_a_long_list_is_cut(told):
    lines = told(night(made=(EPISODE,) * 40))
    assert len(lines) == 33
    assert "… and 10 more" in lines
