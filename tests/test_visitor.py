import threading
import time
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from datetime import datetime, timedelta, timezone
from email.utils import format_datetime
from itertools import pairwise

import pytest
from web import Names, site

from podcaster.errors import BusyError, FetchError, NoArticleError
from podcaster.fetch import Visitor
from podcaster.fetch.robots import read_rules

PUBLIC = "93.184.215.14"
DELAY_S = 0.05
CREATED = "Mon, 24 Jun 2024 06:00:00 GMT"


@contextmanager
def host(answers, delay_s=0.0, robots=None, **options):
    """A visitor, and a public host blatt.example with ``answers``: path → what writes the response.

    Yields the visitor, the host's root, and what was asked: each path, and when.
    """
    asked = []

    def answer(handler, _number):
        asked.append((handler.path, time.monotonic()))
        if handler.path == "/robots.txt":
            robots(handler) if robots else handler.reply(404)
        else:
            answers.get(handler.path, answers.get("*", lambda handler: handler.reply(404)))(handler)

    with site(answer) as (root, _):
        names = Names(
            {name: [[PUBLIC]] for name in ("blatt.example", *(f"b{n}.example" for n in range(20)))}, root
        )
        with Visitor(delay_s=delay_s, network=names.network(), **options) as visitor:
            yield visitor, "http://blatt.example", asked


def says(body=b"<p>Hallo", kind="text/html", status=200, **headers):
    told = [("Content-Type", kind), *((name.replace("_", "-"), value) for name, value in headers.items())]
    return lambda handler: handler.reply(status, body, told)


def one_after_another(*answers):
    rest = iter(answers)

    def answer(handler):
        next(rest)(handler)

    return answer


def paths(asked):
    return [path for path, _ in asked if path != "/robots.txt"]


# ── what is got ─────────────────────────────────────────────────────────────────────────────────────


def test_a_file_and_what_its_host_says_of_it():
    feed = says(b"<rss/>", "application/rss+xml; charset=utf-8", ETag='"1"', Last_Modified=CREATED)
    with host({"/feed": feed, "/alt": says(status=301, Location="/feed")}) as (visitor, root, _):
        answer = visitor.get(f"{root}/alt")
    assert (answer.url, answer.final_url, answer.status) == (f"{root}/alt", f"{root}/feed", 200)
    assert (answer.data, answer.media_type, answer.unchanged) == (b"<rss/>", "application/rss+xml", False)
    assert (answer.etag, answer.modified) == ('"1"', CREATED)


@pytest.mark.parametrize(
    "validators", [{"etag": 'W/"1"'}, {"modified": CREATED}, {"etag": '"1"', "modified": CREATED}]
)
def test_what_is_as_it_was_is_not_sent_again(validators):
    def feed(handler):
        told = handler.headers["If-None-Match"], handler.headers["If-Modified-Since"]
        assert told == (validators.get("etag"), validators.get("modified"))
        handler.reply(304)

    with host({"/feed": feed}) as (visitor, root, _):
        answer = visitor.get(f"{root}/feed", **validators)
    assert (answer.unchanged, answer.data, answer.status) == (True, b"", 304)
    assert (answer.etag, answer.modified) == (validators.get("etag"), validators.get("modified"))


def test_validators_that_are_no_headers_are_not_sent():
    def feed(handler):
        handler.reply(200, b"neu" if "If-None-Match" not in handler.headers else b"alt")

    with host({"/feed": feed}) as (visitor, root, _):
        assert visitor.get(f"{root}/feed", etag='"1"\r\nX: y', modified="").data == b"neu"


def test_a_page_is_what_fetch_makes_of_it():
    text = says("Grüße <p>".encode("cp1252"), "text/plain; charset=windows-1252")
    with host({"/a": text, "/b": says(kind="application/pdf")}) as (visitor, root, _):
        page = visitor.page(f"{root}/a", named_by=f"{root}/feed")
        with pytest.raises(NoArticleError, match="a PDF"):
            visitor.page(f"{root}/b")
    assert (page.content, page.is_html, page.final_url) == ("Grüße <p>", False, f"{root}/a")


def test_who_asks_says_so():
    seen = {}

    def feed(handler):
        seen.update(handler.headers)
        handler.reply()

    with host({"/feed": feed}) as (visitor, root, _):
        visitor.get(f"{root}/feed", accept="application/rss+xml")
    assert seen["User-Agent"].startswith("podcaster/")
    assert seen["Accept"] == "application/rss+xml"
    assert seen["Accept-Encoding"] == "gzip, deflate"


def test_cookies_help_a_redirect_and_stay_with_it():
    def gate(handler):
        if "pass=1" in (handler.headers["Cookie"] or ""):
            handler.reply(200, b"drin")
        else:
            handler.reply(302, headers=[("Location", "/tor"), ("Set-Cookie", "pass=1")])

    with host({"/tor": gate, "/b": lambda h: h.reply(200, (h.headers["Cookie"] or "-").encode())}) as (
        visitor,
        root,
        _,
    ):
        assert visitor.get(f"{root}/tor").data == b"drin"
        assert visitor.get(f"{root}/b").data == b"-"


# ── one at a time ───────────────────────────────────────────────────────────────────────────────────


class Crowd:
    """How many are answered at the same time, at most."""

    def __init__(self):
        self.peak = self.now = 0
        self.lock = threading.Lock()

    def __call__(self, handler):
        with self.lock:
            self.now += 1
            self.peak = max(self.peak, self.now)
        time.sleep(0.02)
        with self.lock:
            self.now -= 1
        handler.reply()


def test_a_host_is_asked_one_thing_at_a_time_with_a_pause():
    crowd = Crowd()
    with host({"*": crowd}, delay_s=DELAY_S, robots=crowd) as (visitor, root, asked):
        urls = [f"{root}/{n}" for n in range(5)] + [f"{root}:80/{n}" for n in range(5, 7)]
        with ThreadPoolExecutor(8) as threads:
            list(threads.map(visitor.get, urls))
    assert len(asked) == 8
    assert crowd.peak == 1
    assert all(later - earlier >= DELAY_S for (_, earlier), (_, later) in pairwise(asked))


def plain(handler, _number):
    handler.reply(404 if handler.path == "/robots.txt" else 200)


def test_no_pause_for_hosts_of_the_users_own():
    with site(plain) as (root, asked):
        with Visitor(delay_s=3600) as visitor:
            for number in range(3):
                visitor.get(f"{root}/{number}")
        assert asked == ["/robots.txt", "/0", "/1", "/2"]


@pytest.mark.parametrize("most", [1, 3])
def test_as_many_hosts_at_once_as_wanted(most):
    crowd = Crowd()
    with host({"*": crowd}, robots=crowd, hosts_at_once=most) as (visitor, _, asked):
        with ThreadPoolExecutor(9) as threads:
            list(threads.map(visitor.get, [f"http://b{n}.example/a" for n in range(9)]))
        assert len(asked) == 18
    assert crowd.peak <= most
    assert most == 1 or crowd.peak > 1


def test_one_that_fails_lets_the_next_one_in():
    def broken(handler):
        handler.connection.close()

    with host({"/kaputt": broken, "/a": says()}, delay_s=DELAY_S) as (visitor, root, asked):
        with pytest.raises(FetchError):
            visitor.get(f"{root}/kaputt")
        assert visitor.get(f"{root}/a").status == 200
    assert paths(asked) == ["/kaputt", "/kaputt", "/kaputt", "/a"]
    assert all(later - earlier >= DELAY_S for (_, earlier), (_, later) in pairwise(asked))


def test_waiting_for_ones_turn_is_not_the_hosts_fault():
    with (
        host({"*": Crowd()}, delay_s=0.1, deadline_s=0.15) as (visitor, root, _),
        ThreadPoolExecutor(4) as threads,
    ):
        answers = list(threads.map(visitor.get, [f"{root}/{n}" for n in range(4)]))
    assert [answer.status for answer in answers] == [200] * 4


def test_connections_are_used_again():
    clients = set()

    def answer(handler, _number):
        clients.add(handler.client_address)
        handler.reply(404 if handler.path == "/robots.txt" else 200)

    with site(answer, "HTTP/1.1") as (root, _), Visitor() as visitor:
        for number in range(5):
            visitor.get(f"{root}/{number}")
    assert len(clients) == 1


# ── robots.txt ──────────────────────────────────────────────────────────────────────────────────────

RULES = b"""
User-agent: *
Disallow: /

User-agent: Podcaster
Allow: /frei
Disallow: /zu
Disallow: /*.pdf$
Crawl-delay: 0.05
"""


def test_what_a_host_asks_of_us_is_done():
    with host({"*": says()}, robots=says(RULES, "text/plain")) as (visitor, root, asked):
        for path in ("/frei", "/anders", "/a.pdf?x"):
            visitor.get(root + path)
        for path in ("/zu", "/zu/a", "/a.pdf"):
            with pytest.raises(FetchError, match=r"robots\.txt"):
                visitor.page(root + path)
    assert paths(asked) == ["/frei", "/anders", "/a.pdf?x"]
    assert [path for path, _ in asked].count("/robots.txt") == 1
    assert all(later - earlier >= DELAY_S for (_, earlier), (_, later) in pairwise(asked[1:]))


def test_a_redirect_does_not_lead_past_the_rules():
    rules = says(b"User-agent: *\nDisallow: /zu", "text/plain")
    told = pytest.raises(FetchError, match=r"/a: its robots\.txt.*redirected to.*/zu")
    with host({"/a": says(status=302, Location="/zu")}, robots=rules) as (visitor, root, asked), told:
        visitor.get(f"{root}/a")
    assert paths(asked) == ["/a"]


def test_many_at_once_ask_for_the_rules_once():
    with host({"*": Crowd()}, robots=Crowd()) as (visitor, root, asked), ThreadPoolExecutor(8) as threads:
        list(threads.map(visitor.get, [f"{root}/{n}" for n in range(8)]))
    assert [path for path, _ in asked].count("/robots.txt") == 1


@pytest.mark.parametrize("status", [400, 401, 403, 404, 410, 451])
def test_no_rules_allow_everything(status):
    with host({"*": says()}, robots=says(status=status)) as (visitor, root, _):
        assert visitor.get(f"{root}/a").status == 200


@pytest.mark.parametrize("status", [429, 500, 501, 503])
def test_rules_that_cannot_be_had_forbid_everything_for_now(status):
    with host({"*": says()}, robots=says(status=status)) as (visitor, root, asked):
        for _ in range(2):
            with pytest.raises(
                FetchError, match=rf"blatt\.example/a: its robots\.txt cannot be had.*{status}"
            ):
                visitor.get(f"{root}/a")
    assert paths(asked) == []
    assert len(asked) in {1, 3}  # not again for each page


def test_rules_that_could_not_be_had_at_first_are_then_asked_for_once():
    robots = one_after_another(says(status=501), says(RULES, "text/plain"))
    with host({"*": says()}, robots=robots, robots_failure_s=0.0) as (visitor, root, asked):
        with pytest.raises(FetchError, match=r"robots\.txt cannot be had"):
            visitor.get(f"{root}/frei")
        for _ in range(3):
            visitor.get(f"{root}/frei")
    assert [path for path, _ in asked] == ["/robots.txt", "/robots.txt", "/frei", "/frei", "/frei"]


def test_who_may_not_ask_does_not_keep_others_from_asking():
    with site(plain) as (root, _), Visitor() as visitor:
        with pytest.raises(FetchError, match="private network"):
            visitor.get(f"{root}/a", named_by="https://blatt.example/")
        assert visitor.get(f"{root}/a").status == 200


@pytest.mark.parametrize(
    ("text", "is_allowed", "delay_s"),
    [
        (b"", True, 0),
        (b"<!doctype html><title>404</title>", True, 0),
        (b"\xef\xbb\xbfUser-agent: *\r\nDisallow: /", False, 0),
        (b"user-AGENT:podcaster\nDISALLOW:/\n", False, 0),
        (b"User-agent: podcaster/1.0\nDisallow: /", False, 0),
        (b"User-agent: andere\nDisallow: /", True, 0),
        (b"User-agent: podcasterbot\nDisallow: /", True, 0),
        (b"User-agent: andere\nUser-agent: podcaster\nDisallow: /", False, 0),
        (b"User-agent: *\nDisallow:", True, 0),
        (b"User-agent: *\nCrawl-delay: 86400", True, 30),
        (b"User-agent: *\nCrawl-delay: -1", True, 0),
        (b"User-agent: *\nCrawl-delay: nan", True, 0),
        (b"User-agent: *\nCrawl-delay: viel\nDisallow: /a", False, 0),
        (b"User-agent: *\nDisallow: /*a*a*a*a*a*a*a*a*a*a*b", True, 0),
        (bytes(range(256)) * 4, True, 0),
    ],
)
def test_rules_as_hosts_write_them(text, is_allowed, delay_s):
    rules = read_rules(text)
    assert rules.allow("https://blatt.example/a" + "a" * 1000) == is_allowed
    assert rules.delay_s == delay_s


def test_rules_for_ten_thousand_programs_are_read_at_once():
    agents = b"".join(b"User-agent: a%d\n" % number for number in range(20_000))
    rules = read_rules(agents + b"User-agent: podcaster\n" + b"Disallow: /zu\n" * 10_000)
    assert not rules.allow("https://blatt.example/zu")


# ── come back later ─────────────────────────────────────────────────────────────────────────────────


def in_an_hour():
    return format_datetime(datetime.now(timezone.utc) + timedelta(hours=1), usegmt=True)


@pytest.mark.parametrize("status", [429, 503])
@pytest.mark.parametrize("told", ["3600", " 3600 ", in_an_hour])
def test_a_host_that_says_when_to_come_again(status, told):
    told = told if isinstance(told, str) else told()
    busy = says(status=status, Retry_After=told)
    with host({"/a": busy, "/b": says()}) as (visitor, root, asked):
        with pytest.raises(BusyError, match=str(status)) as error:
            visitor.page(f"{root}/a")
        with pytest.raises(BusyError, match="later") as again:
            visitor.page(f"{root}/b")  # of the same host
    assert paths(asked) == ["/a"]
    left = error.value.retry_at - datetime.now(timezone.utc)
    assert timedelta(minutes=59) < left <= timedelta(hours=1)
    assert again.value.retry_at == error.value.retry_at


def test_rules_of_a_host_that_says_when_to_come_again():
    with host({"*": says()}, robots=says(status=503, Retry_After="3600")) as (visitor, root, asked):
        for _ in range(2):
            with pytest.raises(BusyError):
                visitor.page(f"{root}/a")
    assert len(asked) == 1


@pytest.mark.parametrize("told", ["99999999999999999999", "Fri, 31 Dec 9999 23:59:59 GMT"])
def test_nobody_waits_for_longer_than_a_day(told):
    with (
        host({"/a": says(status=429, Retry_After=told)}) as (visitor, root, _),
        pytest.raises(BusyError) as error,
    ):
        visitor.page(f"{root}/a")
    assert error.value.retry_at <= datetime.now(timezone.utc) + timedelta(days=1)


@pytest.mark.parametrize("told", ["", "bald", "0", "-5", CREATED, "Fri, 99 Dec"])
def test_a_host_that_says_nothing_of_when_is_asked_again_at_once(told):
    with host({"/a": one_after_another(says(status=503, Retry_After=told), says(b"da"))}) as (
        visitor,
        root,
        _,
    ):
        assert visitor.get(f"{root}/a").data == b"da"


def test_a_short_wait_is_waited_for():
    with host({"/a": one_after_another(says(status=503, Retry_After="1"), says(b"da"))}) as (
        visitor,
        root,
        asked,
    ):
        assert visitor.get(f"{root}/a").data == b"da"
    (_, earlier), (_, later) = asked[-2:]
    assert later - earlier >= 0.99  # of a second, told in whole ones


def test_a_host_that_stays_broken_is_one_error():
    with host({"/a": says(status=502)}) as (visitor, root, asked), pytest.raises(FetchError, match="502"):
        visitor.get(f"{root}/a")
    assert paths(asked) == ["/a"] * 3
