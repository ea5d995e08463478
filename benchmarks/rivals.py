"""The same articles, by the same voice, through podcaster, rss2podcast and vocast: time, and what is told.

A newspaper on loopback prints pages of our own in three layouts, with all that surrounds articles, and a
feed. rss2podcast 0.19 and vocast 0.1.6 are run by their own commands, as they come; only what speaks for
them is ours: SVOX Pico, in a server that runs already. It answers as rss2podcast's speech server does (text
to MP3), and as vocast's library does (text to samples; ``kokoro`` itself cannot be loaded without weights
from a model host). Each splits, joins and encodes as it does. They take turns in rounds:

- the whole feed: ``podcaster nightly`` and ``rss2podcast``;
- article by article, a process each: ``podcaster add`` and ``vocast add``.

What is told counts words: of the article's (headline, lead, headings, paragraphs), how many the voice was
given, and how many it was given that the article has not, or oftener than it has them. ``left_to_the_voice``
counts figures, signs and abbreviations that were told as they are written. podcaster's own announcement
(publisher, author, date) does not count. ``cpu_s`` counts all processes, the speech server's among them.

The rivals need an environment of their own, of Python 3.12 exactly (one wants at least that, the other one at
most); lxml_html_clean is what rss2podcast's own requirements lack, and numpy to imageio-ffmpeg are
vocast's less the library that speaks:

    python3.12 -m venv rivals
    rivals/bin/pip install rss2podcast==0.19.0 lxml_html_clean
    rivals/bin/pip install --no-deps vocast==0.1.6
    rivals/bin/pip install numpy soundfile pydub imageio-ffmpeg
    python benchmarks/rivals.py --rivals rivals [--articles 4] [--rounds 2]

Without ``--rivals`` podcaster runs alone.
"""

from __future__ import annotations

import argparse
import json
import os
import re
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from collections import Counter
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime, timedelta, timezone
from email.utils import format_datetime
from html import escape
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import TYPE_CHECKING

ROOT = Path(__file__).parent.parent
sys.path[:0] = [str(ROOT), str(ROOT / "tests")]

from press import Answer, Press, printing, sentences  # noqa: E402
from py_nanotts import NanoTTS  # noqa: E402

from podcaster import read_article, write_script  # noqa: E402
from podcaster.audio import ffmpeg_exe  # noqa: E402

if TYPE_CHECKING:
    from collections.abc import Iterator

SAMPLE_RATE_HZ = 16_000

FIGURES = (
    "Am 24. Juni um 23.45 Uhr zählte man rund 3.000 Besucher, 12,5 % mehr als im Jahr davor.",
    "„Das kostet uns 27,50 € im Monat“, sagte Stadträtin Inga Moll, „und die Kasse ist leer.“",
    "Nach § 14 Abs. 3 der Satzung dürfen ca. 8,4 Mio. Euro nur bis zum 3. Quartal ausgegeben werden.",
    "Der Verein wurde 1884 unter König Ludwig II. gegründet und hat heute 426 Mitglieder, z. B. Dr. Emil Kurz.",
    "„Wir haben lange gestritten“, erklärte der Sprecher. „Jetzt fangen wir an.“",
    "Die Strecke misst 4,2 km und steigt auf 1.186 m an; bei -3 °C wird sie gesperrt.",
)
HEADINGS = ("Was die Stadt jetzt plant", "Streit um das Geld", "Ein Haus mit Geschichte")
LEADS = (
    "Lange wurde gerechnet und gezögert. Nun liegt ein Plan vor, der vielen nicht weit genug geht.",
    "Vor einem Jahr glaubte daran noch niemand. Heute stehen die Leute Schlange, und der Rat staunt.",
    "Es geht um viel Geld und einen alten Streit. Am Abend fiel die Entscheidung, knapper als erwartet.",
)
# What pages hold beside their article: by place.
AROUND = {
    "consent": "<p>Wir und unsere Partner verwenden Cookies.</p><button>Alle akzeptieren</button>",
    "nav": '<ul><li><a href="/l/">Lokales</a></li><li><a href="/s/">Sport</a></li><li><a href="/abo/">Abonnement</a></li></ul>',
    "ad": "<span>Anzeige</span>",
    "share": '<ul><li><a href="#">Auf WhatsApp teilen</a></li><li><a href="#">Artikel drucken</a></li></ul>',
    "teaser": '<p>Lesen Sie auch: <a href="/x/1.html">Schwimmhalle bleibt im Winter geschlossen</a></p>',
    "newsletter": "<p>Newsletter „Guten Morgen“: Jeden Werktag das Wichtigste aus der Region in Ihr Postfach.</p>"
    "<button>Jetzt kostenlos bestellen</button>",
    "author": "<p>Zur Person: Jule Amsel, Jahrgang 1990, schreibt seit 2015 für das Lokalressort.</p>",
    "comments": "<h3>Kommentare</h3><p>Bitte melden Sie sich an, um mitzudiskutieren.</p>",
    "related": '<h3>Das könnte Sie auch interessieren</h3><article><a href="/x/2.html"><h4>Handballerinnen steigen ab</h4>'
    "<p>Ein Treffer fehlte in der letzten Sekunde.</p></a></article>",
    "footer": '<p>© 2026 Das Blatt. Alle Rechte vorbehalten.</p><a href="/impressum">Impressum</a>',
}
# Names of the parts, as three kinds of editing system call them; and where the lead stands.
LAYOUTS = (
    {"body": "article__body", "lead": '<p class="article__lead">{}</p>', "box": '<aside class="{}-box">{}</aside>'},
    {"body": "story-content", "lead": '<div class="story-intro"><strong>{}</strong></div>', "box": '<div class="c-{}">{}</div>'},
    {"body": "entry-content", "lead": '<h2 class="entry-subtitle">{}</h2>', "box": '<div class="widget widget_{}">{}</div>'},
)  # fmt: skip
FIGURE = '<figure><img src="/b.jpg" alt="Der Platz am Abend"><figcaption>Der Platz am Abend. <span>Foto: L. Achtmann</span></figcaption></figure>'


@dataclass(frozen=True)
class Printed:
    """A page, and what of it is the article."""

    html: str
    title: str
    texts: tuple[str, ...]


@dataclass
class Told:
    """What a program had the voice speak."""

    texts: list[str] = field(default_factory=list)
    speaking_s: float = 0.0
    encoding_s: float = 0.0


def printed(number: int, published: datetime) -> Printed:
    """An article of about 500 words."""
    layout = LAYOUTS[number % len(LAYOUTS)]
    box = {name: layout["box"].format(name, content) for name, content in AROUND.items()}
    lead = LEADS[number % len(LEADS)]
    said = sentences(7000 + number, 30)
    title = sentences(8000 + number, 1)[0].rstrip(".")[:70].rsplit(" ", 1)[0].rstrip(",")
    blocks = [lead]
    body = [layout["lead"].format(escape(lead)), box["share"], FIGURE]
    for place in range(10):
        text = " ".join(
            [*said[place * 3 : place * 3 + 3], *FIGURES[(place + number) % 12 : (place + number) % 12 + 1]]
        )
        if place in {3, 7}:
            heading = HEADINGS[(place + number) % len(HEADINGS)]
            blocks.append(heading)
            body.append(f"<h2>{heading}</h2>")
        blocks.append(text)
        body.append(f"<p>{escape(text)}</p>")
        body.append({1: box["ad"], 4: box["teaser"], 6: box["newsletter"]}.get(place, ""))
    facts = {
        "@context": "https://schema.org",
        "@type": "NewsArticle",
        "headline": title,
        "datePublished": published.isoformat(),
        "author": {"@type": "Person", "name": "Jule Amsel"},
        "publisher": {"@type": "Organization", "name": "Das Blatt"},
    }
    html = (
        f'<!DOCTYPE html><html lang="de"><head><meta charset="utf-8"><title>{escape(title)} | Das Blatt</title>'
        f'<meta property="og:type" content="article"><meta property="og:title" content="{escape(title)}">'
        f'<script type="application/ld+json">{json.dumps(facts)}</script></head><body>{box["consent"]}'
        f'<header class="site-header"><nav>{AROUND["nav"]}</nav></header><main><article><header><h1>{escape(title)}</h1>'
        f'<div class="byline">Von Jule Amsel <time datetime="{published.isoformat()}">heute</time></div></header>'
        f'<div class="{layout["body"]}">{"".join(body)}</div>{box["author"]}{box["comments"]}</article>'
        f"{box['related']}</main><footer>{AROUND['footer']}</footer></body></html>"
    )
    return Printed(html, title, (title, *blocks))


def print_issue(press: Press, articles: list[Printed], published: datetime) -> list[str]:
    """Pages and a feed with summaries, at these addresses."""
    items = []
    for number, article in enumerate(articles):
        press.answers[f"/artikel/{number}.html"] = Answer(article.html.encode())
        items.append(
            f"<item><title>{escape(article.title)}</title><link>{press.url}/artikel/{number}.html</link>"
            f"<description>{escape(article.texts[1])}</description>"
            f"<pubDate>{format_datetime(published - timedelta(minutes=number))}</pubDate></item>"
        )
    feed = f'<rss version="2.0"><channel><title>Das Blatt</title><link>{press.url}</link>{"".join(items)}</channel></rss>'
    press.answers["/feed.xml"] = Answer(feed.encode(), "application/rss+xml")
    return [f"{press.url}/artikel/{number}.html" for number in range(len(articles))]


def pico(voice: NanoTTS, text: str) -> bytes:
    """Samples of a text, line by line, and without what Pico takes for markup."""
    lines = (re.sub(r"[<>&]", " ", line).strip() for line in text.splitlines())
    return b"".join(voice.speak(line, voice="de-DE") for line in lines if line)


def mp3(pcm: bytes) -> bytes:
    """As plain as can be, at the samples' own rate."""
    command = [ffmpeg_exe(), "-v", "error", "-f", "s16le", "-ar", str(SAMPLE_RATE_HZ), "-ac", "1", "-i", "-"]
    return subprocess.run(
        [*command, "-b:a", "96k", "-f", "mp3", "-"], input=pcm, capture_output=True, check=True
    ).stdout


class Speaker:
    """The rivals' speech server, on loopback: it is given ``text`` in JSON."""

    def __init__(self) -> None:
        self.told = Told()
        speaker, voice, one_at_a_time = self, NanoTTS(), threading.Lock()

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                text = json.loads(self.rfile.read(int(self.headers["Content-Length"])))["text"]
                began = time.perf_counter()
                with one_at_a_time:
                    sound = pico(voice, text)
                spoken = time.perf_counter()
                if self.path == "/api/tts":
                    sound = mp3(sound)
                speaker.told.texts.append(text)
                speaker.told.speaking_s += spoken - began
                speaker.told.encoding_s += time.perf_counter() - spoken
                self.send_response(200)
                self.send_header("Content-Length", str(len(sound)))
                self.end_headers()
                self.wfile.write(sound)

            def log_message(self, *_: object) -> None:
                pass

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.url = f"http://127.0.0.1:{self.server.server_port}"

    @contextmanager
    def listening(self) -> Iterator[Told]:
        """What is told in the meantime."""
        self.told = Told()
        yield self.told


# trafilatura, which rss2podcast fetches with, refuses loopback; a page from elsewhere it would get.
RSS2PODCAST = """
from trafilatura.settings import DEFAULT_CONFIG
DEFAULT_CONFIG.set("DEFAULT", "SSRF_PROTECTION", "off")
from rss2podcast.__main__ import main
main()
"""
# In place of kokoro and its weights, which speak in torch's tensors; Pico has other samples a second.
VOCAST = """
import json, os, sys, types, urllib.request
class Tensor:
    def __init__(self, pcm):
        import numpy
        self.samples = numpy.frombuffer(pcm, numpy.int16).astype(numpy.float32) / 32768
    def cpu(self):
        return self
    def numpy(self):
        return self.samples
class KPipeline:
    def __init__(self, **facts):
        from vocast.engines.kokoro_engine import KokoroEngine
        KokoroEngine.SAMPLE_RATE = 16000
    def __call__(self, text, voice):
        request = urllib.request.Request(os.environ["SPEAKER"] + "/pcm", json.dumps({"text": text}).encode())
        yield types.SimpleNamespace(audio=Tensor(urllib.request.urlopen(request).read()))
sys.modules["kokoro"] = types.SimpleNamespace(KPipeline=KPipeline)
from vocast.cli import main
sys.exit(main())
"""


def run(command: list[str], **environment: str) -> float:
    """Seconds of a whole process."""
    began = time.perf_counter()
    done = subprocess.run(command, capture_output=True, text=True, check=False, env=os.environ | environment)
    if done.returncode:
        sys.exit(f"{' '.join(command[:4])}: {done.stderr[-2000:]}")
    return time.perf_counter() - began


class Contest:
    """The four ways, each in a folder that is new."""

    def __init__(self, press: Press, urls: list[str], speaker: Speaker, rivals: Path | None) -> None:
        self.press, self.urls, self.speaker, self.rivals = press, urls, speaker, rivals
        self.ways = {"podcaster_nightly": self.nightly, "podcaster_add": self.add}
        if rivals:
            self.ways |= {"rss2podcast": self.rss2podcast, "vocast": self.vocast}

    def _podcaster(self, *arguments: str) -> float:
        return run([sys.executable, "-m", "podcaster", "--quiet", *arguments], PYTHONPATH=str(ROOT))

    def _show(self, folder: Path) -> str:
        show = folder / "show"
        self._podcaster("new", str(show))
        settings = show / "podcaster.toml"
        text = settings.read_text(encoding="utf-8").replace('voice = "auto"', 'voice = "pico"')
        settings.write_text(f'{text}\n[[sources]]\nurl = "{self.press.url}/feed.xml"\n', encoding="utf-8")
        return str(show)

    def nightly(self, folder: Path) -> float:
        """The feed."""
        return self._podcaster("nightly", "--show", self._show(folder))

    def add(self, folder: Path) -> float:
        """Article by article."""
        show = self._show(folder)
        return sum(self._podcaster("add", url, "--show", show) for url in self.urls)

    def rss2podcast(self, folder: Path) -> float:
        """The feed."""
        options = {
            "--feed-url": f"{self.press.url}/feed.xml",
            "--feed-name": "Das Blatt",
            "--output-dir": str(folder),
            "--url-root": "https://hoeren.example",
            "--tts-endpoint": self.speaker.url,
            "--voice": "de_DE",
        }
        flat = [part for pair in options.items() for part in pair]
        return run([str(self.rivals), "-c", RSS2PODCAST, *flat])

    def vocast(self, folder: Path) -> float:
        """Article by article."""
        command = [str(self.rivals), "-c", VOCAST, "add", "--quiet"]
        return sum(run([*command, url], HOME=str(folder), SPEAKER=self.speaker.url) for url in self.urls)


def words(texts: list[str]) -> Counter[str]:
    """How often each word stands there."""
    return Counter(re.findall(r"\w+", " ".join(texts).casefold()))


def left_to_the_voice(texts: list[str]) -> int:
    """Words that are not spelled as they are spoken: with figures, signs, or points of abbreviations."""
    return sum(
        bool(re.search(r"\d|[%€§°]|\b(?:Abs|ca|Mio|Dr|II)\.|\bz\. B\.", word))
        for text in texts
        for word in re.findall(r"z\. B\.|\S+", text)
    )


def ours(articles: list[Printed], urls: list[str]) -> tuple[list[str], list[str]]:
    """What podcaster tells, as it is written and as it is told; its announcements aside."""
    written, told = [], []
    for article, url in zip(articles, urls, strict=True):
        script = write_script(read_article(article.html, url=url))
        for segment in script.segments:
            if segment.role not in {"intro", "outro"}:
                written.append(segment.text)
                told.append(segment.spoken)
    return written, told


def report_told(name: str, articles: list[Printed], written: list[str], told: list[str]) -> None:
    """Which words were told."""
    wanted = words([text for article in articles for text in article.texts])
    had = words(written)
    print(f"{name}_words_told: {(wanted & had).total() / wanted.total():.3f}")
    print(f"{name}_foreign_words: {(had - wanted).total() / len(articles):.1f}")
    print(f"{name}_left_to_the_voice: {left_to_the_voice(told) / len(articles):.1f}")


def main() -> None:
    """Print the figures, a line each, as ``name: value``; times and counts are for an article."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--rivals", type=Path, metavar="VENV", help="the environment with both of them")
    parser.add_argument("--articles", type=int, default=4)
    parser.add_argument("--rounds", type=int, default=2)
    options = parser.parse_args()
    python = options.rivals and options.rivals.absolute() / "bin" / "python"
    if python and not python.exists():
        parser.error(
            f"{options.rivals} is no environment; python benchmarks/rivals.py --help says how to make it"
        )
    published = datetime.now(timezone.utc).replace(microsecond=0) - timedelta(hours=1)
    articles = [printed(number, published) for number in range(options.articles)]
    speaker = Speaker()
    threading.Thread(target=speaker.server.serve_forever, args=(0.05,), daemon=True).start()
    with printing() as press:
        urls = print_issue(press, articles, published)
        contest = Contest(press, urls, speaker, python)
        took: dict[str, list[float]] = {name: [] for name in contest.ways}
        cpu: dict[str, list[float]] = {name: [] for name in contest.ways}
        heard: dict[str, Told] = {}
        for turn in range(options.rounds + 1):
            for name, way in contest.ways.items():
                with tempfile.TemporaryDirectory() as folder, speaker.listening() as told:
                    before = os.times()
                    seconds = way(Path(folder))
                    after = os.times()
                    made = len(list(Path(folder).rglob("*.mp3")))
                assert made == len(articles), f"{name} made {made} of {len(articles)} episodes"
                if turn:  # the first one fills the disk cache
                    took[name].append(seconds / len(articles))
                    cpu[name].append((sum(after[:4]) - sum(before[:4])) / len(articles))
                heard[name] = told
    written, spoken = ours(articles, urls)
    voice, began = NanoTTS(), time.perf_counter()
    speech_s = sum(len(pico(voice, text)) for text in spoken) / 2 / SAMPLE_RATE_HZ
    bare_s = time.perf_counter() - began
    print(f"articles: {len(articles)}")
    print(f"speech_s: {speech_s / len(articles):.1f}")
    print(f"bare_synthesis_s: {bare_s / len(articles):.2f}")
    for name, seconds in took.items():
        print(f"{name}_s: {statistics.median(seconds):.2f}")
        print(f"{name}_cpu_s: {statistics.median(cpu[name]):.2f}")
    report_told("podcaster", articles, written, spoken)
    if not python:
        print("rivals: none; --help says how to make their environment")
        return
    for name in ("rss2podcast", "vocast"):
        told = heard[name]
        print(f"{name}_in_the_speech_server_s: {(told.speaking_s + told.encoding_s) / len(articles):.2f}")
        report_told(name, articles, told.texts, told.texts)
    for one, other in (("podcaster_nightly", "rss2podcast"), ("podcaster_add", "vocast")):
        ratios = [mine / theirs for mine, theirs in zip(took[one], took[other], strict=True)]
        print(f"{one}_against_{other}: {statistics.median(ratios):.2f}")


if __name__ == "__main__":
    main()
