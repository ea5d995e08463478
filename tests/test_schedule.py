import os
import shlex
import shutil
import stat
import subprocess
import sys
from datetime import datetime, time
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from podcaster.errors import ConfigError
from podcaster.pipeline import new_show, status
from podcaster.schedule import Job, clock_time, cron, next_time, nightly_job, systemd

BERLIN = ZoneInfo("Europe/Berlin")
EXAMPLES = Path(__file__).parent.parent / "examples"
SHOW = Path("/srv/mein podcast/50% & mehr")
JOB = Job(
    SHOW,
    time(3, 30),
    ("/opt/podcaster/bin/podcaster", "nightly", "--show", str(SHOW)),
    {"PATH": "/usr/bin:/bin", "PODCASTER_TITLE": "Mein “Podcast”, 5 $ teuer"},
)
# As Debian's, with the table in a file beside it.
CRONTAB = """#!/bin/sh
table="$(dirname "$0")/table"
case "$1" in
  -l) cat "$table" 2>/dev/null || { echo "no crontab for you" >&2; exit 1; } ;;
  -*) shift; cat "$3" > "$table" ;;
  *) cat "$1" > "$table" ;;
esac
"""


@pytest.fixture
def table(tmp_path, monkeypatch):
    """A crontab of our own; the user's stays as it is."""
    program = tmp_path / "crontab"
    program.write_text(CRONTAB)
    program.chmod(program.stat().st_mode | stat.S_IXUSR)
    monkeypatch.setenv("PATH", str(tmp_path), prepend=os.pathsep)
    return tmp_path / "table"


def test_a_crontab_that_may_not_be_read_hides_nothing_of_the_nights(table, tmp_path):
    show = new_show(tmp_path / "show")
    cron.install(nightly_job(show.root, "3:30", (), {}))
    assert status(show).next_start
    (table.parent / "crontab").write_text('#!/bin/sh\necho "you may not use this program" >&2\nexit 1\n')
    assert status(show).next_start is None


def test_another_crontab_is_left_alone(table, tmp_path, monkeypatch):
    cron.install(JOB)
    written = table.read_text()
    other = tmp_path / "other folder"
    other.mkdir()
    (table.parent / "crontab").rename(other / "crontab")
    monkeypatch.setenv("PATH", str(other), prepend=os.pathsep)
    cron.install(Job(JOB.show, time(5), JOB.command))
    assert table.read_text() == written
    assert cron.scheduled(JOB.show) == time(5)


def run_by_sh(line):
    """The command of a crontab line as cron hands it to the shell: without time, and \\% for %."""
    command = line.split(maxsplit=5)[5].replace(r"\%", "%")
    return shlex.split(command, comments=True)


def test_the_line_runs_the_command_with_its_environment():
    line = cron.crontab_line(JOB)
    assert line.startswith("30 3 * * * ")
    assert run_by_sh(line) == [
        "env",
        *(f"{name}={text}" for name, text in JOB.environment.items()),
        *JOB.command,
    ]


@given(
    st.text(st.characters(exclude_categories=["Cs", "Cc"], exclude_characters="\u2028\u2029\x85"), min_size=1)
)
@example("a%b\\%c")
@example('it\'s "here" #1')
def test_the_shell_gets_each_word_whole(word):
    job = Job(Path("/s"), time(0, 5), ("podcaster", word))
    assert run_by_sh(cron.crontab_line(job))[1:] == ["podcaster", word]


def test_a_line_is_installed_once_and_others_stay(table):
    others = "MAILTO=me@example.org\n# mine\n*/5 * * * * /bin/true # podcaster\n@daily run 'a  b' \\% c\n"
    table.write_text(others)
    cron.install(JOB)
    cron.install(Job(JOB.show, time(4, 45), JOB.command))
    lines = table.read_text().splitlines()
    assert [line for line in lines if line] == [
        *others.splitlines(),
        cron.crontab_line(Job(JOB.show, time(4, 45), JOB.command)),
    ]
    assert cron.scheduled(JOB.show) == time(4, 45)
    assert cron.remove(JOB.show)
    assert [line for line in table.read_text().splitlines() if line] == others.splitlines()
    assert not cron.remove(JOB.show)
    assert cron.scheduled(JOB.show) is None


@pytest.mark.usefixtures("table")
def test_two_shows_have_a_line_each():
    cron.install(JOB)
    cron.install(Job(Path("/srv/mein podcast/50"), time(5), ("podcaster",)))
    assert cron.scheduled(JOB.show) == time(3, 30)
    assert cron.scheduled(Path("/srv/mein podcast/50")) == time(5)


def test_a_line_too_long_for_cron_is_refused():
    with pytest.raises(ConfigError, match="998"):
        cron.crontab_line(Job(Path("/s"), time(3), ("podcaster", "x" * 1000)))


def test_without_cron_the_way_out_is_named(monkeypatch, tmp_path):
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(ConfigError, match="--systemd"):
        cron.install(JOB)
    assert cron.scheduled(JOB.show) is None


@pytest.mark.skipif(shutil.which("systemd-analyze") is None, reason="needs systemd-analyze (Debian: systemd)")
@pytest.mark.parametrize("folder", ["mein-podcast", "50% & 'mehr' \"$HOME\" \\ ;x"])
def test_systemd_takes_the_units(tmp_path, folder):
    job = Job(
        tmp_path / folder,
        time(3, 30),
        (sys.executable, "-m", "podcaster", "nightly", "--show", str(tmp_path / folder)),
        JOB.environment,
    )
    files = systemd.units(job)
    for name, text in files.items():
        (tmp_path / name).write_text(text)
    check = subprocess.run(
        ["systemd-analyze", "verify", *(str(tmp_path / name) for name in files)],
        capture_output=True,
        text=True,
        check=False,
    )
    ours = [line for line in check.stderr.splitlines() if "podcaster" in line]
    assert (check.returncode, ours) == (0, [])


def test_units_of_a_user_lie_in_the_users_folder(tmp_path, monkeypatch):
    monkeypatch.setattr(os, "geteuid", lambda: 1000)
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path))
    log = tmp_path / "log"
    program = tmp_path / "systemctl"
    program.write_text(f'#!/bin/sh\necho "$@" >> {log}\n')
    program.chmod(0o755)
    monkeypatch.setenv("PATH", str(tmp_path), prepend=os.pathsep)
    folder = systemd.install(JOB)
    name = systemd.unit_name(SHOW)
    assert folder == tmp_path / "systemd" / "user"
    assert {path.name for path in folder.iterdir()} == {f"{name}.service", f"{name}.timer"}
    assert systemd.scheduled(SHOW) == time(3, 30)
    assert systemd.remove(SHOW)
    assert list(folder.iterdir()) == []
    assert systemd.scheduled(SHOW) is None
    assert log.read_text().splitlines() == [
        "--user daemon-reload",
        f"--user enable --now {name}.timer",
        f"--user disable --now {name}.timer",
        "--user daemon-reload",
    ]


def test_a_systemctl_that_fails_says_so(tmp_path, monkeypatch):
    monkeypatch.setattr(os, "geteuid", lambda: 1000)
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path))
    program = tmp_path / "systemctl"
    program.write_text("#!/bin/sh\necho 'Failed to connect to bus' >&2; exit 1\n")
    program.chmod(0o755)
    monkeypatch.setenv("PATH", str(tmp_path), prepend=os.pathsep)
    with pytest.raises(ConfigError, match=r"Failed to connect to bus.*use cron"):
        systemd.install(JOB)
    assert systemd.scheduled(SHOW) is None  # what was written does not pass for a night to come


def test_a_timer_is_taken_out_where_no_systemd_runs_any_more(tmp_path, monkeypatch):
    monkeypatch.setattr(os, "geteuid", lambda: 1000)
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path))
    monkeypatch.setenv("PATH", str(tmp_path))
    folder = tmp_path / "systemd" / "user"
    folder.mkdir(parents=True)
    for name, text in systemd.units(JOB).items():
        (folder / name).write_text(text)
    with pytest.raises(ConfigError, match=r"cannot be run.*deleted"):
        systemd.remove(SHOW)
    assert list(folder.iterdir()) == []
    assert not systemd.remove(SHOW)


def test_the_job_has_absolute_paths_and_no_secrets(monkeypatch, tmp_path):
    monkeypatch.chdir(tmp_path)
    environment = {
        "LANG": "de_DE.UTF-8",
        "HOME": "/home/you",
        "PODCASTER_VOICE": "pico",
        "TTS_HOME": "",
        "EDITOR": "vi",
    }
    job = nightly_job(Path("show"), "3:30", ["--publish"], environment)
    assert job.show == tmp_path / "show"
    assert job.at == time(3, 30)
    assert Path(job.command[0]).is_absolute()
    assert job.command[-5:] == ("nightly", "--quiet", "--show", str(tmp_path / "show"), "--publish")
    assert set(job.environment) == {"LANG", "PATH", "PODCASTER_VOICE"}
    with pytest.raises(ConfigError, match=r"PODCASTER_TOKEN.*podcaster\.toml"):
        nightly_job(Path("show"), "3:30", (), environment | {"PODCASTER_TOKEN": "q8Zr3vN-kT0_bX5mYw7cLd"})
    proxy = {"https_proxy": "http://proxy.example:3128"}
    assert nightly_job(Path("show"), "3:30", (), proxy).environment.items() >= proxy.items()
    with pytest.raises(ConfigError, match="https_proxy: holds a password") as refused:
        nightly_job(Path("show"), "3:30", (), {"https_proxy": "http://ich:geheim@proxy.example:3128"})
    assert "geheim" not in str(refused.value)


@pytest.mark.parametrize("text", ["", "24:00", "3", "03:60", "drei Uhr", "6.30 Uhr", "-1:00"])
def test_what_is_no_time_of_day_is_refused(text):
    with pytest.raises(ConfigError, match="03:30"):
        clock_time("--at", text)


@pytest.mark.parametrize(
    ("clock", "after", "expected"),
    [
        ("06:30", "2026-11-22T03:30+01:00", "2026-11-22T06:30+01:00"),
        ("6:30", "2026-11-22T06:30+01:00", "2026-11-23T06:30+01:00"),
        ("23:00", "2026-12-31T23:00+01:00", "2027-01-01T23:00+01:00"),
        ("06:30", "2026-11-22T23:59+01:00", "2026-11-23T06:30+01:00"),
        ("02:30", "2026-03-29T01:30+01:00", "2026-03-29T03:30+02:00"),  # summer time skips it
        ("02:30", "2026-10-25T01:30+02:00", "2026-10-25T02:30+02:00"),  # comes twice
        ("02:30", "2026-10-25T02:45+02:00", "2026-10-25T02:30+01:00"),
        ("03:30", "2026-10-24T23:00+02:00", "2026-10-25T03:30+01:00"),
    ],
)
def test_nights_begin_and_end_at_the_next_such_time_on_local_clocks(clock, after, expected):
    told = next_time(clock_time("--at", clock), datetime.fromisoformat(after), BERLIN)
    assert told.isoformat(timespec="minutes") == expected


def test_the_examples_are_what_is_written():
    show = Path("/home/you/mein-podcast")
    command = (
        "/home/you/podcaster-venv/bin/podcaster",
        "nightly",
        "--quiet",
        "--show",
        str(show),
        "--until",
        "06:30",
    )
    job = Job(show, time(3, 30), command, {"PATH": "/usr/local/bin:/usr/bin:/bin"})
    assert (EXAMPLES / "crontab").read_text().splitlines()[-1] == cron.crontab_line(job)
    for name, text in systemd.units(job).items():
        assert (EXAMPLES / f"podcaster{Path(name).suffix}").read_text() == text
