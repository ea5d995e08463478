import logging
from pathlib import Path

import pytest

from podcaster.cli.logs import LOG_FILE, keeping_log

OURS = logging.getLogger("podcaster.pipeline.nightly")


@pytest.fixture
def terminal(caplog):
    """What a run with --quiet tells."""
    caplog.set_level(logging.ERROR, "podcaster")
    return caplog


def test_the_log_tells_more_than_the_terminal(tmp_path, terminal):
    with keeping_log(tmp_path):
        OURS.info("spoken: Der Wald")
        OURS.error("the disk is full")
    OURS.info("afterwards")
    told = (tmp_path / LOG_FILE).read_text()
    assert "INFO spoken: Der Wald" in told
    assert "ERROR the disk is full" in told
    assert "afterwards" not in told
    assert logging.getLogger("podcaster").level == logging.ERROR
    assert "the disk is full" in terminal.text
    assert "spoken" not in terminal.text
    assert "afterwards" not in terminal.text


def test_the_log_rotates(tmp_path):
    with keeping_log(tmp_path):
        for _ in range(9):
            OURS.error("x" * 999_000)
    files = list((tmp_path / "logs").iterdir())
    assert len(files) == 6
    assert all(path.stat().st_size <= 1_000_000 for path in files)


def test_a_log_that_cannot_be_written_stops_nothing(tmp_path, terminal):
    (tmp_path / "logs").write_text("a file")
    with keeping_log(tmp_path):
        OURS.error("still told")
    assert "still told" in terminal.text


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="needs /dev/full")
def test_a_full_disk_silences_only_the_log(tmp_path, capfd):
    (tmp_path / "logs").mkdir()
    (tmp_path / LOG_FILE).symlink_to("/dev/full")
    with keeping_log(tmp_path):
        OURS.error("still told")
    assert "Traceback" not in capfd.readouterr().err
