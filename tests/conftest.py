"""The same for every test: properties try the same examples each time, and nobody's settings count."""

import logging
import os
import signal

import pytest
import stamina
from hypothesis import HealthCheck, settings

settings.register_profile(
    "podcaster",
    deadline=None,  # how fast a machine is proves nothing
    derandomize=True,
    suppress_health_check=[HealthCheck.too_slow],
)
settings.load_profile("podcaster")

if signal.getsignal(signal.SIGINT) is signal.SIG_IGN:  # as shells start what runs in the background
    signal.signal(signal.SIGINT, signal.default_int_handler)  # commands that tests interrupt inherit it

if "PYTEST_XDIST_WORKER" in os.environ:  # its neighbours compute, too; read when PyTorch is imported
    os.environ.setdefault("OMP_NUM_THREADS", "1")

LONG = ("cron", "cli", "nightly", "pipeline", "wheel", "browser", "docs", "workers", "onnx", "coqui", "kill")
"""Of these files none is to be begun when all others have ended."""


def pytest_collection_modifyitems(items):
    long = {f"test_{name}.py": place for place, name in enumerate(LONG)}
    items.sort(key=lambda item: long.get(item.path.name, len(LONG)))


@pytest.fixture(autouse=True)
def no_settings_of_the_user(monkeypatch):
    for name in [name for name in os.environ if name.startswith("PODCASTER_")]:
        monkeypatch.delenv(name)


@pytest.fixture(autouse=True)
def no_waiting_between_attempts():
    with stamina.set_testing(True, attempts=3):
        yield


@pytest.fixture(autouse=True)
def logs_that_no_command_line_of_another_test_has_silenced():
    logger = logging.getLogger("podcaster")
    level = logger.level
    yield
    logger.setLevel(level)
