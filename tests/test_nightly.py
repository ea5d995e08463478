"""Nights over a newspaper on loopback: what is new is heard once, and what fails does not stop the others."""

from __future__ import annotations

import resource
import signal
import threading
import time
from contextlib import contextmanager
from dataclasses import replace
from datetime import datetime, timedelta, timezone

import fakes
import feedparser
import pytest
from nights import Nights, faults_of, make_show
from press import Answer, page, printing, sentences
from typer.testing import CliRunner

from podcaster.cli import app, main
from podcaster.errors import ConfigError, LockedError
from podcaster.fetch import Visitor
from podcaster.model import Episode
from podcaster.pipeline import nightly, plan, status
from podcaster.pipeline.nightly import in_order
from podcaster.store import MOST_ATTEMPTS, Entry

UTC = timezone.utc


@pytest.fixture
def press():
    with printing() as press:
        yield press


@pytest.fixture
def show_of(tmp_path):
    """A show with these sources."""
    return lambda *sources, settings="": make_show(tmp_path / "show", sources, settings=settings)


def run(show, **options):
    """A night, and what it told."""
    news = []
    night = nightly(show, on_news=news.append, **options)
    return night, news


def feed_of(show):
    return feedparser.parse((show.public / "feed.xml").read_bytes()).entries


def states(show):
    """By path of the article."""
    with show.store() as store:
        entries = store.ledger.entries("seen", "fetched", "spoken", "published", "failed", "passed")
    return {"/" + entry.url.partition("://")[2].partition("/")[2]: entry.state for entry in entries}


def entry_of(show, path):
    with show.store() as store:
        return next(entry for entry in store.ledger.entries("failed", "passed") if entry.url.endswith(path))


def let_it_be_due(show):
    """As if the time of all that failed had come."""
    with show.store() as store:
        for entry in store.ledger.entries("failed"):
            if entry.next_attempt:
                store.ledger.put_back(replace(entry, next_attempt=entry.seen), entry.seen)


# ── what is new is heard ────────────────────────────────────────────────────────────────────────


def test_what_is_new_is_heard_once_newest_last_in_the_run_first(press, show_of):
    press.print_articles(range(2), count=4)
    show = show_of(f"{press.url}/feed.xml")
    night, news = run(show)
    assert [type(one) for one in news] == [Episode, Episode]
    assert [episode.url for episode in night.made] == [f"{press.url}/artikel/{number}" for number in (0, 1)]
    assert night.exit_code == 0
    assert len(feed_of(show)) == 2
    assert states(show) == {"/artikel/0": "published", "/artikel/1": "published"}
    written = {path: path.stat().st_mtime_ns for path in show.public.rglob("*.*")}
    press.asked.clear()
    night, news = run(show)
    assert (night.made, news, night.exit_code) == ((), [], 0)
    assert [path for path in press.asked if path.startswith("/artikel")] == []
    assert {path: path.stat().st_mtime_ns for path in show.public.rglob("*.*")} == written
    press.print_articles(range(3), count=4)
    assert [episode.title[:10] for episode in run(show)[0].made] == ["Meldung 2:"]


def test_a_source_that_has_not_changed_is_asked_so_and_not_read_again(press, show_of):
    press.print_feed([], ETag='"eins"')
    show = show_of(f"{press.url}/feed.xml")
    for _ in range(2):
        assert run(show)[0].found_sources == 1
    assert press.headers["/feed.xml"]["If-None-Match"] == '"eins"'
    with show.store() as store:
        watched = store.ledger.watched()[f"{press.url}/feed.xml"]
    assert (watched.etag, watched.failures) == ('"eins"', 0)
    assert watched.succeeded > watched.parsed


def test_the_sitemaps_of_an_index_are_looked_at_though_the_index_is_as_it_was(press, show_of):
    def sitemap(*paths):
        urls = "".join(f"<url><loc>{press.url}{path}</loc></url>" for path in paths)
        return Answer(
            f'<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">{urls}</urlset>'.encode(),
            "text/xml",
        )

    names = "".join(f"<sitemap><loc>{press.url}/{name}.xml</loc></sitemap>" for name in ("news-1", "news-2"))
    index = f'<sitemapindex xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">{names}</sitemapindex>'
    press.answers["/index.xml"] = Answer(index.encode(), "text/xml", headers={"ETag": '"eins"'})
    press.answers["/news-1.xml"] = sitemap("/politik/artikel-1.html")
    show = show_of(f"{press.url}/index.xml")
    for number in (1, 2):
        press.answers[f"/politik/artikel-{number}.html"] = Answer(page(number, count=4))
    night, _ = run(show)  # of the two sitemaps, one is not there
    assert ([episode.url[-6] for episode in night.made], night.exit_code) == (["1"], 0)
    press.answers["/news-2.xml"] = sitemap("/politik/artikel-2.html")
    assert [episode.url[-6] for episode in run(show)[0].made] == ["2"]


def test_an_index_of_which_no_sitemap_can_be_had_has_failed(press, show_of):
    names = f"<sitemap><loc>{press.url}/news-1.xml</loc></sitemap>"
    index = f'<sitemapindex xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">{names}</sitemapindex>'
    press.answers["/index.xml"] = Answer(index.encode(), "text/xml")
    night, _ = run(show_of(f"{press.url}/index.xml"))
    assert ("404" in str(night.sources_failed[0]), night.exit_code) == (True, 3)


def test_an_article_that_was_added_by_hand_is_not_heard_again(press, show_of):
    press.print_articles(range(1), count=4)
    show = show_of(f"{press.url}/feed.xml")
    added = CliRunner().invoke(app, ["add", f"{press.url}/artikel/0", "--show", str(show.root)])
    assert added.exit_code == 0, added.output
    night, _ = run(show)
    assert (night.made, night.exit_code, len(feed_of(show))) == ((), 0, 1)


def test_what_was_removed_stays_away(press, show_of):
    press.print_articles(range(1), count=4)
    show = show_of(f"{press.url}/feed.xml")
    [episode] = run(show)[0].made
    assert (
        CliRunner().invoke(app, ["episodes", "remove", episode.slug, "--show", str(show.root)]).exit_code == 0
    )
    press.print_feed(["/artikel/0", "/artikel/0?utm_source=feed"])
    assert run(show)[0].made == ()
    assert feed_of(show) == []


def test_the_same_news_of_two_papers_is_heard_once_and_names_both(press, show_of):
    text = sentences(7, 12)
    press.answers["/a"] = Answer(page(1, text=text, title="Was die Agentur meldet"))
    press.answers["/b"] = Answer(page(2, text=["Ein Vorspann.", *text[:11]], title="Ein anderer Titel"))
    press.answers["/c"] = Answer(page(3, count=12))
    press.answers["/d"] = Answer(page(1, text=text, title="Was die Agentur meldet"))
    press.print_feed(["/a", "/c"], path="/eins.xml")
    press.print_feed(["/b", "/d"], path="/zwei.xml")
    show = show_of(f"{press.url}/eins.xml", f"{press.url}/zwei.xml")
    night, _ = run(show)
    assert sorted(states(show).values()) == ["passed", "passed", "published", "published"]
    assert (len(night.made), night.passed, night.exit_code) == (2, 2, 0)
    with show.store() as store:
        named = {episode.url: {other.url for other in episode.also_in} for episode in store.episodes()}
    heard = next(url for url in named if not url.endswith("/c"))
    same = {f"{press.url}/{name}" for name in "abd"}
    assert named == {heard: same - {heard}, f"{press.url}/c": set()}
    notes = next(one.content[0].value for one in feed_of(show) if one.link == heard)
    assert "Auch bei: " in notes
    assert all(f'href="{url}"' in notes for url in same)
    assert (show.public / "index.html").read_text(encoding="utf-8").count("Auch bei:") == 2


def test_filters_pass_over_for_good_and_say_why(press, show_of):
    press.print_articles(range(3), count=4)
    press.print_articles([3], count=30, path="/unused")
    press.print_feed([f"/artikel/{number}" for number in (3, 0, 1, 2)])
    show = show_of(settings=f'\n[[sources]]\nurl = "{press.url}/feed.xml"\nat_most = 2\nmax_words = 100')
    night, _ = run(show)
    assert [episode.url[-1] for episode in night.made] == ["0"]
    assert (night.passed, night.exit_code) == (3, 0)
    assert "at_most" in entry_of(show, "/2").cause
    assert "max_words" in entry_of(show, "/3").cause
    assert run(show)[0].made == ()


def test_a_run_that_is_out_of_time_goes_on_the_next_night(press, show_of):
    press.print_articles(range(2), count=4)
    show = show_of(f"{press.url}/feed.xml")
    night, _ = run(show, until=datetime.now(UTC))
    assert (night.made, night.waiting, night.is_out_of_time, night.exit_code) == ((), 2, True, 0)
    assert set(states(show).values()) == {"seen"}
    assert len(run(show)[0].made) == 2


def test_a_plan_names_what_is_new_and_changes_nothing(press, show_of):
    press.print_articles(range(2))
    show = show_of(f"{press.url}/feed.xml")
    for _ in range(2):
        assert [entry.url[-1] for entry in plan(show)] == ["0", "1"]
    assert states(show) == {}
    with show.store() as store:
        assert store.ledger.watched() == {}


def test_articles_of_a_source_that_was_taken_out_are_not_wanted(press, show_of):
    press.print_articles(range(1))
    show = show_of(f"{press.url}/feed.xml", f"{press.url}/zwei.xml")
    press.print_feed([], path="/zwei.xml")
    run(show, until=datetime.now(UTC))
    fewer = replace(show, config=replace(show.config, sources=show.config.sources[1:]))
    assert run(fewer)[0].made == ()
    assert entry_of(show, "/0").cause == "its source was removed"


# ── what fails ──────────────────────────────────────────────────────────────────────────────────


def test_a_failed_article_stops_no_other_and_is_tried_again(press, show_of):
    press.print_articles(range(1), count=4)
    press.answers["/weg"] = Answer(b"gone", status=404)
    press.answers["/leer"] = Answer(b"<html><body><p>Nichts</p></body></html>")
    press.print_feed(["/weg", "/leer", "/artikel/0"])
    show = show_of(f"{press.url}/feed.xml")
    night, news = run(show)
    assert (len(night.made), night.exit_code) == (1, 1)
    assert [str(one).partition(":")[0] for one in news if not isinstance(one, Episode)] == ["http", "http"]
    assert states(show) == {"/weg": "failed", "/leer": "failed", "/artikel/0": "published"}
    again = entry_of(show, "/weg")
    assert again.next_attempt > datetime.now(UTC)
    assert (again.attempts, "404" in again.cause, bool(again.way_out)) == (1, True, True)
    assert run(show)[0].failed == ()  # its time has not come
    let_it_be_due(show)
    press.answers["/weg"] = Answer(page(5, count=4))
    night, _ = run(show)
    assert [episode.url[-3:] for episode in night.made] == ["weg"]
    assert len(night.failed) == 1


def test_without_a_network_no_article_loses_an_attempt(press, show_of):
    press.print_articles(range(1), count=4)
    show = show_of(f"{press.url}/feed.xml")
    run(show, until=datetime.now(UTC))
    press.answers["/feed.xml"] = Answer(b"no", status=500)
    night, _ = run(show)
    assert (night.exit_code, night.failed, night.waiting) == (3, (), 1)


def test_a_foreign_article_is_passed_over(press, show_of):
    text = [
        "The council has decided on Monday that the old bridge will be sold to the people of the town."
    ] * 6
    press.answers["/english"] = Answer(page(1, text=text, title="The bridge"))
    press.print_feed(["/english"])
    show = show_of(f"{press.url}/feed.xml")
    night, news = run(show)
    assert (night.passed, night.exit_code, news) == (1, 0, [])
    assert entry_of(show, "/english").cause


def test_what_fails_for_ever_is_given_up_and_told_once(press, show_of):
    press.print_feed(["/weg"])
    show = show_of(f"{press.url}/feed.xml")
    told = []
    for _ in range(MOST_ATTEMPTS + 2):
        told += [str(one) for one in run(show)[1]]
        let_it_be_due(show)
    assert len(told) == MOST_ATTEMPTS
    assert [f"given up after {MOST_ATTEMPTS} attempts" in line for line in told] == [False] * 4 + [True]
    assert entry_of(show, "/weg").is_given_up


def hang(_handler):
    time.sleep(20)


def drip(handler):
    handler.send_response(200)
    handler.send_header("Content-Type", "application/rss+xml")
    handler.end_headers()
    for _ in range(200):
        handler.wfile.write(b" ")
        handler.wfile.flush()
        time.sleep(0.1)


SICK = {
    "hangs": Answer(do=hang),
    "drips": Answer(do=drip),
    "fails": Answer(b"no", status=500),
    "is gone": Answer(b"no", status=410),
    "is rubbish": Answer(bytes(range(256)) * 40, "application/rss+xml"),
    "is empty": Answer(b"", "application/rss+xml"),
    "redirects for ever": Answer(status=302, headers={"Location": "/source"}),
    "is no source": Answer(b"<html><body><p>Hallo</p></body></html>"),
}


@pytest.mark.parametrize("sick", SICK)
def test_a_sick_source_is_one_line_and_stops_no_other(press, show_of, sick):
    press.answers["/source"] = SICK[sick]
    with printing() as healthy, Visitor(deadline_s=1.5) as visitor:
        healthy.print_articles(range(1), count=4)
        show = show_of(f"{press.url}/source", f"{healthy.url}/feed.xml")
        night, news = run(show, visitor=visitor)
    assert (len(night.made), len(night.sources_failed), night.exit_code) == (1, 1, 1)
    [line] = [str(one) for one in news if not isinstance(one, Episode)]
    assert line.startswith(f"{press.url}/source: ")
    assert "\n" not in line
    assert status(show).sources[0].failures == 1


def test_a_night_in_which_no_source_answers_could_do_nothing(show_of):
    night, _ = run(show_of("http://127.0.0.1:1/feed.xml"))
    assert (night.exit_code, len(night.sources_failed)) == (3, 1)


def test_a_voice_that_is_gone_stops_the_run_and_is_no_articles_fault(press, show_of):
    press.print_articles(range(2), count=4)
    show = show_of(f"{press.url}/feed.xml")
    gone = replace(show, config=replace(show.config, voice=str(show.root / "gone.toml")))
    night, _ = run(gone)
    assert (night.exit_code, night.waiting) == (3, 2)
    assert "gone.toml" in str(night.stopped)
    assert len(run(show)[0].made) == 2


@contextmanager
def files_of_at_most(size_bytes):
    """A disk on which larger files find no room."""
    _, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (size_bytes, hard))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (hard, hard))


def test_a_full_disk_stops_the_run_is_told_once_and_costs_no_attempt(press, show_of):
    press.print_articles(range(1))
    show = show_of(f"{press.url}/feed.xml")
    with files_of_at_most(400_000):
        night, news = run(show)
    assert "no room on the disk" in str(night.stopped)
    assert (news, night.exit_code, night.waiting) == ([], 3, 1)
    assert set(states(show).values()) == {"seen"}
    assert faults_of(show.public) == []
    assert len(run(show)[0].made) == 1


def test_a_fault_of_our_own_costs_one_article(press, show_of):
    class Clumsy(Visitor):
        def page(self, url, *, named_by=None):
            if url.endswith("/1"):
                raise KeyError(url)
            return super().page(url, named_by=named_by)

    press.print_articles(range(2), count=4)
    show = show_of(f"{press.url}/feed.xml")
    with Clumsy() as visitor:
        night, _ = run(show, visitor=visitor)
    assert (len(night.made), night.exit_code) == (1, 1)
    assert "KeyError" in night.failed[0].error.cause


# ── runs and signals ────────────────────────────────────────────────────────────────────────────


def test_two_runs_never_meet(press, show_of):
    show = show_of(f"{press.url}/feed.xml")
    press.print_feed([])
    with show.locked():
        with pytest.raises(LockedError):
            nightly(show)
        with pytest.raises(SystemExit) as end:
            main(["nightly", "--show", str(show.root), "--quiet"])
        assert status(show).is_running
    assert end.value.code == 4
    assert run(show)[0].exit_code == 0


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_a_signal_ends_the_run_in_good_order(press, tmp_path, number):
    press.print_articles(range(30))
    nights = Nights(tmp_path, [f"{press.url}/feed.xml"])
    with nights.begin() as process:
        assert process.stdout.readline().startswith("added: ")
        process.send_signal(number)
        _, errors = process.communicate(timeout=60)
    assert process.returncode == 128 + number, errors
    assert errors.count("interrupted") == 1
    made = len(feed_of(nights.show))
    assert 1 <= made < 30
    assert faults_of(nights.show.public) == []
    told = status(nights.show)
    assert (told.runs[0].outcome, told.runs[0].made, told.waiting) == ("interrupted", made, 30 - made)
    assert told.is_healthy


def test_the_commands_say_what_needs_the_user_and_nothing_else(press, show_of, capsys):
    press.print_articles(range(1), count=4)
    press.answers["/leer.xml"] = Answer(b"", status=500)
    show = show_of(f"{press.url}/feed.xml", settings="")

    def said(*arguments):
        with pytest.raises(SystemExit) as end:
            main([*arguments, "--show", str(show.root)])
        out, err = capsys.readouterr()
        return end.value.code, out, err

    assert said("status")[0] == 1
    code, out, _ = said("nightly", "--dry-run")
    assert (code, out.count("\n")) == (0, 1)
    code, out, err = said("nightly", "--quiet", "--until", "06:30")
    assert (code, out, err) == (0, "", "")
    assert said("nightly", "--quiet") == (0, "", "")
    code, out, _ = said("status", "--json")
    assert code == 0
    assert '"healthy": true' in out
    assert said("nightly", "--until", "25:00")[0] == 2
    (show.root / "podcaster.toml").write_text("title = ")
    code, out, err = said("nightly")
    assert (code, out, err.count("\n")) == (2, "", 1)


def test_a_show_without_sources_is_told(show_of):
    with pytest.raises(ConfigError, match="names no sources; add one with: podcaster sources add URL"):
        nightly(show_of())


def test_a_run_in_a_thread_leaves_signals_alone(press, show_of):
    press.print_feed([])
    show = show_of(f"{press.url}/feed.xml")
    ended = []
    thread = threading.Thread(target=lambda: ended.append(nightly(show)))
    thread.start()
    thread.join()
    assert ended[0].exit_code == 0


# ── order and time ──────────────────────────────────────────────────────────────────────────────


def test_order_is_newest_or_most_important(show_of):
    show = show_of(
        settings='[[sources]]\nurl = "https://a.example/"\n[[sources]]\nurl = "https://b.example/"\nweight = 3'
    )
    sources = {source.url: source for source in show.config.sources}
    seen = datetime(2026, 11, 22, tzinfo=UTC)
    entries = [
        Entry(name, name, source, seen, published=hour and seen.replace(hour=hour), position=position)
        for name, source, hour, position in (
            ("a0", "https://a.example/", 9, 0),
            ("a1", "https://a.example/", 12, 1),
            ("b0", "https://b.example/", 3, 0),
            ("b1", "https://b.example/", None, 1),
            ("gone", "https://c.example/", 3, 0),
        )
    ]
    assert [entry.url for entry in in_order(entries, sources, "newest")] == ["a1", "a0", "b0", "b1"]
    assert [entry.url for entry in in_order(entries, sources, "important")] == ["b0", "b1", "a0", "a1"]


def test_a_dead_schedule_a_killed_night_and_a_failing_source_need_the_user(press, show_of):
    press.print_feed([])
    show = show_of(f"{press.url}/feed.xml")
    assert "no night has run yet" in status(show).needs[0]
    run(show)
    assert status(show).is_healthy
    later = datetime.now(UTC) + timedelta(hours=37)
    assert "day and a half" in status(show, later).needs[0]
    with show.store() as store:
        store.ledger.begin_run(datetime.now(UTC))
        for _ in range(3):
            store.ledger.source_failed(f"{press.url}/feed.xml", "is gone")
    killed, failing = status(show).needs
    assert "was killed" in killed
    assert "3 nights in a row" in failing


def test_a_night_that_cannot_be_published_says_so_before_it_speaks(press, show_of, capsys):
    press.print_articles(range(1), count=4)
    show = show_of(f"{press.url}/feed.xml")
    with pytest.raises(SystemExit) as end:
        main(["nightly", "--publish", "--show", str(show.root)])
    assert end.value.code == 2
    [line] = capsys.readouterr().err.splitlines()
    assert "says nowhere to publish to" in line
    assert press.asked == []


def test_a_night_that_could_not_be_sent_keeps_its_episodes_and_is_remembered_so(
    press, show_of, capsys, monkeypatch
):
    press.print_articles(range(1), count=4)
    show = show_of(f"{press.url}/feed.xml")
    monkeypatch.setenv("PODCASTER_PUBLISH_TO", "/dev/null/web")
    with pytest.raises(SystemExit) as end:
        main(["nightly", "--publish", "--show", str(show.root)])
    assert end.value.code == 1
    told = capsys.readouterr()
    assert "/dev/null/web" in told.err
    assert "added: Meldung 0" in told.out
    assert len(feed_of(show)) == 1
    [need] = status(show).needs
    assert "the last night stopped: /dev/null/web" in need


def test_no_login_and_no_token_is_in_what_status_tells(press, show_of, capsys):
    secret = press.url.replace("//", "//ich:geheim@")
    press.print_feed(["/weg?token=geheim"])
    show = show_of(f"{secret}/feed.xml", f"{secret}/nichts.xml?token=geheim")
    for _ in range(3):
        run(show)
    told = status(show)
    assert (len(told.failed), len(told.sources), len(told.needs)) == (1, 1, 1)
    for options in ((), ("--json",)):
        with pytest.raises(SystemExit) as end:
            main(["status", "--show", str(show.root), *options])
        assert end.value.code == 1
    assert "geheim" not in "".join(capsys.readouterr())


# ── editions ────────────────────────────────────────────────────────────────────────────────────


def test_the_edition_of_a_night_is_all_that_is_heard_where_singles_are_not_wanted(press, show_of):
    press.print_articles(range(2), count=4)
    show = show_of(f"{press.url}/feed.xml", settings="")
    config = replace(show.config, edition="daily", nightly=replace(show.config.nightly, singles=False))
    night, _ = run(replace(show, config=config))
    assert [episode.is_edition for episode in night.made] == [False, False, True]
    [heard] = feed_of(show)
    assert heard.title == night.made[-1].title
    assert set(states(show).values()) == {"published"}
    assert run(replace(show, config=config))[0].made == ()


def test_what_waited_for_an_edition_is_heard_when_there_is_none_any_more(press, show_of):
    press.print_articles(range(1), count=4)
    show = show_of(f"{press.url}/feed.xml")
    run(show)
    with show.store() as store:
        [episode] = store.episodes()
        store.remove_episode(episode.guid)
        store.add_episode(
            replace(episode, is_hidden=True, season=None, number=None),
            "x",
            fakes.script(fakes.segment("Ein Satz.")),
        )
    assert [one.title for one in feed_of(show)] == [episode.title]
    (show.public / episode.audio_file).write_bytes(b"x" * episode.audio_bytes)
    run(show)
    assert [one.title for one in feed_of(show)] == [episode.title]
    with show.store() as store:
        assert [one.number for one in store.episodes()] == [2]
