"""A real cron daemon runs a real night. Needs root and Debian's package cron; takes up to a minute."""

import os
import shutil
import subprocess
import sys
import time
from contextlib import contextmanager
from datetime import datetime, timedelta
from pathlib import Path

import feedparser
import pytest
from nights import make_show
from press import printing

from podcaster.pipeline import status

CRON = shutil.which("cron", path="/usr/sbin:/sbin:/usr/bin")
PIDFILE = Path("/run/crond.pid")
LONGEST_S = 150


def is_running():
    """Whether the machine has a cron of its own."""
    return PIDFILE.exists() and Path("/proc", PIDFILE.read_text().strip()).exists()


@contextmanager
def crontab_kept():
    """The user's crontab, empty for a while and then as before."""
    before = subprocess.run(["crontab", "-l"], capture_output=True, check=False)
    subprocess.run(["crontab", "-r"], capture_output=True, check=False)
    try:
        yield
    finally:
        if before.returncode == 0:
            subprocess.run(["crontab", "-"], input=before.stdout, check=True)
        else:
            subprocess.run(["crontab", "-r"], capture_output=True, check=False)


@contextmanager
def cron_running():
    """The daemon, in the foreground."""
    daemon = subprocess.Popen([CRON, "-f"])
    try:
        yield
    finally:
        daemon.terminate()
        daemon.wait(timeout=10)


@pytest.mark.skipif(
    CRON is None or shutil.which("crontab") is None or os.geteuid() != 0 or is_running(),
    reason="needs root, cron (Debian: cron), and no other cron running",
)
def test_cron_runs_the_night_that_was_scheduled(tmp_path):
    with printing() as press, crontab_kept(), cron_running():
        press.print_articles(range(1), count=4)
        show = make_show(tmp_path / "mein podcast", [f"{press.url}/feed.xml"])
        soon = datetime.now() + timedelta(seconds=70)  # noqa: DTZ005  cron's local time
        scheduled = subprocess.run(
            [
                sys.executable,
                "-m",
                "podcaster",
                "schedule",
                "--show",
                show.root,
                "--at",
                f"{soon:%H:%M}",
                "--install",
            ],
            capture_output=True,
            text=True,
            check=False,
        )
        assert scheduled.returncode == 0, scheduled.stderr
        assert status(show).next_start.strftime("%H:%M") == f"{soon:%H:%M}"
        ends = time.monotonic() + LONGEST_S
        while time.monotonic() < ends and not status(show).runs:
            time.sleep(1)
        while time.monotonic() < ends and not status(show).runs[0].ended:
            time.sleep(0.5)
        [run] = status(show).runs
    assert (run.made, run.exit_code) == (1, 0)
    assert len(feedparser.parse((show.public / "feed.xml").read_bytes()).entries) == 1
    assert "Meldung 0" in (show.root / "logs" / "nightly.log").read_text()
