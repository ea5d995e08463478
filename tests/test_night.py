"""What a night's run comes to: its exit code, and what needs somebody to look."""

from datetime import datetime, timezone

import fakes
import pytest

from podcaster.errors import ArticleError, FetchError, SourceError, VoiceError
from podcaster.pipeline.night import Night, Trouble

THEN = datetime(2026, 11, 3, 4, tzinfo=timezone.utc)
SOURCE = Trouble(SourceError("a feed", "is broken", "mend it"), is_source=True)
ARTICLE = Trouble(FetchError("an article", "answers 500", "try again later"))
GIVEN_UP = Trouble(FetchError("an article", "answers 500", "try again later"), 5, is_given_up=True)
TEASER = Trouble(ArticleError("an article", "is a teaser", "subscribe"), 1, is_given_up=True)
GONE = VoiceError("voice ada", "is gone", "put it back")
MADE = {"made": (fakes.EPISODE,)}


def night(**facts):
    return Night(THEN, THEN, **facts)


@pytest.mark.parametrize(
    ("facts", "code"),
    [
        ({}, 0),
        ({"passed": 7, "found_sources": 2}, 0),
        (MADE, 0),
        ({"is_out_of_time": True, "waiting": 3}, 0),
        ({"failed": (ARTICLE,)}, 1),
        ({"failed": (ARTICLE,), **MADE}, 1),
        ({"sources_failed": (SOURCE,), "found_sources": 1}, 1),
        ({"sources_failed": (SOURCE,), **MADE}, 1),  # of an earlier night's findings
        ({"sources_failed": (SOURCE,)}, 3),
        ({"stopped": GONE}, 3),
        ({"stopped": GONE, "found_sources": 2}, 3),
        ({"stopped": GONE, **MADE}, 1),
        ({"interrupted_by": 2, **MADE}, 130),
        ({"interrupted_by": 15, "stopped": GONE}, 143),
    ],
)
def test_the_exit_code_tells_how_much_was_done(facts, code):
    assert night(**facts).exit_code == code
    assert night(**facts).is_interrupted == (code > 128)


@pytest.mark.parametrize(
    ("trouble", "needed"),
    [
        (SOURCE, True),
        (ARTICLE, False),  # it is tried again
        (GIVEN_UP, True),
        (TEASER, False),  # nobody's fault
    ],
)
def test_who_need_not_act_is_left_alone(trouble, needed):
    assert trouble.needs_user == needed
    assert night(failed=(trouble,)).needs == ((str(trouble),) if needed else ())


def test_what_stopped_the_night_is_told_first_then_sources():
    needs = night(stopped=GONE, failed=(GIVEN_UP, ARTICLE), sources_failed=(SOURCE,)).needs
    assert needs == (str(GONE), str(SOURCE), str(GIVEN_UP))
    assert needs[-1].endswith("given up after 5 attempts")
