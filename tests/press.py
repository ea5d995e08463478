"""A newspaper on loopback with articles of our own making, and ways in which a server misbehaves."""

from __future__ import annotations

import random
import threading
from contextlib import contextmanager
from dataclasses import dataclass, field
from html import escape
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

_WHO = [
    "der Stadtrat",
    "die Feuerwehr",
    "der Gesangverein",
    "das Bauamt",
    "die Schulleiterin",
    "der Wirt",
    "die Försterin",
    "der Pfarrer",
    "die Bibliothek",
    "das Theater",
    "der Imker",
    "die Werft",
    "der Landrat",
    "die Zahnärztin",
    "der Schwimmclub",
    "die Gärtnerei",
]
_WHAT = [
    "die alte Mühle",
    "den neuen Radweg",
    "das Sommerfest",
    "die Fähre",
    "den Wochenmarkt",
    "das Freibad",
    "die Orgel",
    "den Kindergarten",
    "die Brücke",
    "das Stadtarchiv",
    "den Sportplatz",
    "die Buslinie",
    "den Brunnen",
    "das Museum",
    "die Sternwarte",
    "den Bahnhof",
]
_HOW = [
    "nach langer Debatte",
    "ohne Gegenstimme",
    "mit Blick auf den Winter",
    "zur Freude der Nachbarn",
    "trotz knapper Kassen",
    "auf Wunsch vieler Eltern",
    "wegen der Trockenheit",
    "nach einem Gutachten",
]
_DOES = [
    "erneuert",
    "verkauft",
    "schließt",
    "vergrößert",
    "verlegt",
    "rettet",
    "öffnet",
    "bemalt",
    "vermietet",
    "untersucht",
    "besucht",
    "beleuchtet",
]
_WHEN = [
    "im Frühjahr",
    "am Montag",
    "noch vor dem Herbst",
    "in drei Wochen",
    "nach den Ferien",
    "am Wochenende",
    "im nächsten Jahr",
    "am Abend",
]
_FORMS = (
    "{When} {does} {who} {what}, und {who2} hilft {how} dabei mit.",
    "Dass {who} {when} {what} {does}, hat {who2} {how} erfahren.",
    "{Who} {does} {what} {how}, wie {who2} {when} mitteilte.",
    "{How} {does} {who} {what}, während {who2} {when} {what2} {does2}.",
    "Niemand weiß, warum {who2} {when} {what} {does}, am wenigsten {who}.",
)


def sentences(seed, number):
    """So many German sentences, the same for the same seed and hardly two alike."""
    chance = random.Random(seed)  # noqa: S311
    made = []
    for _ in range(number):
        words = {
            name: chance.choice(words)
            for name, words in (
                *(("who", _WHO), ("who2", _WHO), ("what", _WHAT), ("what2", _WHAT)),
                *(("how", _HOW), ("does", _DOES), ("does2", _DOES), ("when", _WHEN)),
            )
        }
        words |= {name.capitalize(): word[0].upper() + word[1:] for name, word in words.items()}
        made.append(chance.choice(_FORMS).format(**words))
    return made


def page(number, *, count=9, title=None, text=None, url=""):
    """An article as a page."""
    said = text or sentences(number, count)
    body = "".join(f"<p>{' '.join(said[start : start + 3])}</p>" for start in range(0, len(said), 3))
    canonical = f'<link rel="canonical" href="{url}">' if url else ""
    title = title or f"Meldung {number}: {sentences(1000 + number, 1)[0][:60]}"
    return (
        f'<!DOCTYPE html><html lang="de"><head><meta charset="utf-8"><title>{escape(title)}</title>{canonical}'
        f'<meta property="og:type" content="article"></head><body><article><h1>{escape(title)}</h1>{body}'
        "</article></body></html>"
    ).encode()


def feed(addresses, *, title="Das Blatt"):
    """An RSS feed of these addresses, the first one the newest."""
    items = "".join(
        f"<item><title>Artikel {number}</title><link>{escape(url)}</link>"
        f"<pubDate>Sun, 22 Nov 2026 {23 - number // 60 % 24:02}:{59 - number % 60:02}:00 +0100</pubDate></item>"
        for number, url in enumerate(addresses)
    )
    return f'<rss version="2.0"><channel><title>{title}</title>{items}</channel></rss>'.encode()


@dataclass
class Answer:
    """What a server says to one request."""

    body: bytes = b""
    kind: str = "text/html; charset=utf-8"
    status: int = 200
    headers: dict[str, str] = field(default_factory=dict)
    do: object = None
    """Called with the handler in place of an answer: to hang, to drip."""


class Press:
    """A web server: ``answers`` by path, other paths are 404; ``asked`` is what was asked for, in order."""

    def __init__(self):
        self.answers = {}
        self.asked = []
        press = self

        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"
            disable_nagle_algorithm = True  # else 40 ms an answer, till its head is acknowledged

            def do_GET(self):
                press.asked.append(self.path)
                press.headers[self.path] = dict(self.headers)
                answer = press.answers.get(self.path, Answer(b"no such page", "text/plain", 404))
                if callable(answer.do):
                    self.close_connection = True
                    answer.do(self)
                    return
                etag = answer.headers.get("ETag")
                if etag and self.headers.get("If-None-Match") == etag:
                    answer = Answer(status=304, headers={"ETag": etag})
                self.send_response(answer.status)
                headers = {"Content-Type": answer.kind, "Content-Length": str(len(answer.body))}
                for name, value in (headers | answer.headers).items():
                    self.send_header(name, value)
                self.end_headers()
                self.wfile.write(answer.body)

            def log_message(self, *_):
                pass

        self.headers = {}
        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.server.daemon_threads = True
        self.server.handle_error = lambda *_: None  # clients are killed
        self.url = f"http://127.0.0.1:{self.server.server_port}"

    def print_articles(self, numbers, *, path="/feed.xml", **facts):
        """Articles and a feed that names them."""
        for number in numbers:
            self.answers[f"/artikel/{number}"] = Answer(page(number, **facts))
        self.print_feed([f"/artikel/{number}" for number in numbers], path=path)

    def print_feed(self, paths, *, path="/feed.xml", **headers):
        """A feed that names these pages."""
        self.answers[path] = Answer(
            feed([self.url + one for one in paths]), "application/rss+xml", headers=headers
        )


@contextmanager
def printing():
    """A press that runs."""
    press = Press()
    threading.Thread(target=press.server.serve_forever, args=(0.05,), daemon=True).start()
    try:
        yield press
    finally:
        press.server.shutdown()
        press.server.server_close()
