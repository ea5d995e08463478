"""Real podcast clients subscribe to ``podcaster serve`` and download; skipped where they are missing."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from pathlib import Path
from shutil import which

import feedparser
import podcastparser
import pytest

from podcaster import pipeline

ARTICLES = sorted(Path(__file__).parent.parent.joinpath("examples").glob("*.html"))[:1]
TOKEN = "q8Zr3vN-kT0_bX5mYw7cLd"
CLIENT_S = 120


@pytest.fixture(scope="module", params=["", TOKEN], ids=["open", "secret address"])
def show(request, tmp_path_factory):
    """A show that is served at the address that its feed names; yields it and its feed's address."""
    root = tmp_path_factory.mktemp("clients") / "show"
    pipeline.new_show(root, title="Kaffee & Kuchen <früh>")
    settings = root / "podcaster.toml"
    with subprocess.Popen(
        [
            sys.executable,
            "-c",
            "import socket; s = socket.create_server(('127.0.0.1', 0)); print(s.getsockname()[1])",
        ],
        stdout=subprocess.PIPE,
        text=True,
    ) as probe:
        port = int(probe.stdout.readline())
    text = settings.read_text(encoding="utf-8").replace("http://localhost:8000/", f"http://127.0.0.1:{port}/")
    settings.write_text(text.replace('# token = ""', f'token = "{request.param}"'), encoding="utf-8")
    folder = pipeline.ShowFolder.open(root)
    reading = pipeline.Reading.of(folder.config, voice="pico")
    outcomes = pipeline.add(folder, [str(path) for path in ARTICLES], reading=reading)
    assert all(outcome.is_new for outcome in outcomes)
    command = [sys.executable, "-m", "podcaster", "serve", "--port", str(port), "--show", str(root)]
    with subprocess.Popen(command, stderr=subprocess.PIPE, text=True) as server:
        server.stderr.readline()
        yield folder, folder.config.public_url + "feed.xml"
        server.send_signal(signal.SIGINT)
        server.wait(10)


def sounds(folder):
    return {path.read_bytes() for path in (folder.public / "episodes").glob("*.mp3")}


def downloaded(root):
    return {path.read_bytes() for path in root.rglob("*.mp3")}


def run(command, **environment):
    done = subprocess.run(
        command,
        env=os.environ | environment,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        stdin=subprocess.DEVNULL,
        text=True,
        timeout=CLIENT_S,
        check=False,
    )
    assert done.returncode == 0, done.stdout
    return done.stdout


def test_gpodder_subscribes_and_downloads(show, tmp_path):
    if which("gpo") is None:
        pytest.skip("no gPodder here; Debian's package is gpodder")
    folder, feed_url = show
    home = {"GPODDER_HOME": str(tmp_path)}
    run(["gpo", "subscribe", feed_url], **home)
    assert "Kaffee & Kuchen <früh>" in run(["gpo", "list"], **home)
    with folder.store() as store:
        titles = [episode.title for episode in store.episodes()]
    listed = run(["gpo", "episodes"], **home)
    assert all(title in listed for title in titles)
    run(["gpo", "download"], **home)
    assert downloaded(tmp_path) == sounds(folder)


def test_podget_subscribes_and_downloads(show, tmp_path):
    if which("podget") is None:
        pytest.skip("no podget here; Debian's package is podget")
    folder, feed_url = show
    home = {"HOME": str(tmp_path), "XDG_CONFIG_HOME": str(tmp_path)}
    run(["podget", "--create-config", "podgetrc"], **home)
    [servers] = tmp_path.rglob("serverlist")
    servers.write_text(f"{feed_url} Nachrichten Morgen\n")
    run(["podget"], **home)
    assert downloaded(tmp_path) == sounds(folder)


def test_parsers_read_the_episodes_back(show):
    folder, feed_url = show
    with folder.store() as store:
        episodes = store.episodes()
    parsed = feedparser.parse(feed_url)
    assert not parsed.bozo
    assert [entry.id for entry in parsed.entries] == [episode.guid for episode in episodes]
    assert [int(entry.enclosures[0].length) for entry in parsed.entries] == [
        episode.audio_bytes for episode in episodes
    ]
    told = podcastparser.parse(feed_url, (folder.public / "feed.xml").open("rb"))
    assert [one["title"] for one in told["episodes"]] == [episode.title for episode in episodes]
    assert all(one["enclosures"][0]["url"].startswith(folder.config.public_url) for one in told["episodes"])
