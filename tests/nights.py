"""Real nights in processes of their own, with an engine that notes what it says, and somebody who looks on."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import threading
import time
from pathlib import Path

from lxml import etree

from podcaster.pipeline import ShowFolder, new_show

ROOT = Path(__file__).parent.parent
_ENGINE = '''
import os
from podcaster.speech import Sound

class NotingEngine:
    """Hums each text, as long as it would take to say it in haste, and writes down that it did."""

    max_chars = 200
    takes_ipa = False

    def __init__(self, voice):
        pass

    def speak(self, text, style):
        with open(os.environ["NOTED"], "a", encoding="utf-8") as file:
            file.write(text.replace("\\n", " ") + "\\n")
        samples = len(text) * 8000 // 30
        return Sound((b"\\x00\\x10" * 20 + b"\\x00\\xf0" * 20) * (samples // 40), 8000)
'''
_VOICE = """name = "noting"
engine = "noting"
model = "none"
language = "de"
licence = "CC0-1.0"
source = "-"
"""


def install_engine(folder):
    """The engine as a distribution of somebody else's, found by its entry point."""
    facts = folder / "noting-1.0.dist-info"
    facts.mkdir(parents=True)
    (facts / "METADATA").write_text("Metadata-Version: 2.1\nName: noting\nVersion: 1.0\n")
    (facts / "entry_points.txt").write_text("[podcaster.engines]\nnoting = noting_engine:NotingEngine\n")
    (folder / "noting_engine.py").write_text(_ENGINE)


def make_show(root, sources, *, settings="", voice="pico"):
    """A show with these sources."""
    new_show(root, title="Nacht", base_url="https://hoeren.example/")
    path = root / "podcaster.toml"
    text = path.read_text(encoding="utf-8").replace('voice = "auto"', f'voice = "{voice}"')
    tables = "".join(f'\n[[sources]]\nurl = "{url}"\n' for url in sources)
    path.write_text(f"{text}\n{settings}\n{tables}", encoding="utf-8")
    return ShowFolder.open(root)


class Nights:
    """A show whose nights run as processes."""

    def __init__(self, folder, sources, settings=""):
        install_engine(folder / "site")
        self.noted = folder / "noted.txt"
        self.noted.touch()
        (folder / "show").mkdir()
        (folder / "noting.toml").write_text(_VOICE)
        self.show = make_show(folder / "show", sources, settings=settings, voice=str(folder / "noting.toml"))
        self.environment = os.environ | {
            "PYTHONPATH": os.pathsep.join([str(folder / "site"), str(ROOT)]),
            "NOTED": str(self.noted),
        }

    def begin(self, *options):
        """A night that runs."""
        return subprocess.Popen(
            [sys.executable, "-m", "podcaster", "nightly", "--show", self.show.root, *options],
            env=self.environment,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )

    def whole(self, *options):
        """A night that runs to its end: exit code, output, errors."""
        run = self.begin(*options)
        out, err = run.communicate(timeout=600)
        return run.returncode, out, err

    def killed_after(self, seconds):
        """Whether a night was killed by then, or had ended."""
        run = self.begin()
        try:
            run.communicate(timeout=seconds)
        except subprocess.TimeoutExpired:
            os.kill(run.pid, signal.SIGKILL)
            run.communicate()
            return True
        return False

    def said(self):
        """All texts that the engine was told, in order."""
        return self.noted.read_text(encoding="utf-8").splitlines()


def faults_of(public):
    """What is wrong with a feed at this instant: no XML, files that are not there or not whole."""
    data = (public / "feed.xml").read_bytes()
    try:
        channel = etree.fromstring(data)
    except etree.XMLSyntaxError as exc:
        return [str(exc)]
    faults = []
    for enclosure in channel.iter("enclosure"):
        path = public / "episodes" / enclosure.get("url").rpartition("/")[2]
        try:
            size = path.stat().st_size
        except FileNotFoundError:
            size = -1
        if size != int(enclosure.get("length")):
            faults.append(f"{path.name}: {size} bytes")
    # what left the feed in the meantime may be gone
    return faults if faults and (public / "feed.xml").read_bytes() == data else []


class Observer:
    """Looks at a feed all the time."""

    def __init__(self, public):
        self.looks = 0
        self.faults = []
        self._public = public
        self._ends = threading.Event()
        self._thread = threading.Thread(target=self._look, daemon=True)

    def _look(self):
        while not self._ends.is_set():
            self.faults += faults_of(self._public)
            self.looks += 1
            time.sleep(0.005)

    def __enter__(self):
        self._thread.start()
        return self

    def __exit__(self, *_):
        self._ends.set()
        self._thread.join()
