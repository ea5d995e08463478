"""The example of an engine of others: installed as packages are, it speaks."""

import shutil
import sys
from dataclasses import replace
from pathlib import Path

import pytest
from fakes import script, segment

from podcaster.errors import VoiceError
from podcaster.settings import read_toml
from podcaster.speech import Narrator, load_engine, local_workers
from podcaster.voices import installed_engines, load_voice, status

EXAMPLE = Path(__file__).parent.parent / "examples" / "engine"


@pytest.fixture
def installed(tmp_path, monkeypatch):
    """What pip makes of the example: its module, and the entry points of its pyproject.toml."""
    project = read_toml(EXAMPLE / "pyproject.toml")["project"]
    info = tmp_path / f"{project['name']}-{project['version']}.dist-info"
    info.mkdir()
    (info / "METADATA").write_text(f"Name: {project['name']}\nVersion: {project['version']}\n")
    named = project["entry-points"]["podcaster.engines"].items()
    lines = "".join(f"{name} = {implementation}\n" for name, implementation in named)
    (info / "entry_points.txt").write_text(f"[podcaster.engines]\n{lines}")
    shutil.copy(EXAMPLE / "brumm.py", tmp_path)
    monkeypatch.syspath_prepend(tmp_path)
    yield load_voice(EXAMPLE / "brumm.toml")
    sys.modules.pop("brumm", None)


def test_it_is_found_once_it_is_installed(installed):
    assert "brumm" in installed_engines()
    assert status(installed) == "ready"


def test_it_is_missed_where_it_is_not_installed():
    brumm = load_voice(EXAMPLE / "brumm.toml")
    assert status(brumm) == "needs a package with the engine 'brumm'"
    with pytest.raises(VoiceError, match="there is no engine 'brumm'; there are: coqui, pico, piper"):
        load_engine(brumm)


def test_it_speaks_a_script_by_its_threads_as_by_one(installed):
    said = script(segment("Guten Tag, hier brummt es."), segment("Und wie!", quote="direct"))
    with Narrator(installed) as alone, Narrator(installed, workers=local_workers([installed])) as crowd:
        spoken = list(alone.speak(said))
        assert list(crowd.speak(said)) == spoken
    assert [speech.voice for speech in spoken] == ["brumm", "brumm at pitch 1.3"]
    assert all(speech.duration_ms > 300 for speech in spoken)


def test_its_errors_are_told_as_ours(installed):

    with pytest.raises(VoiceError, match="which is no number; give the Hertz"):
        load_engine(replace(installed, model="tief"))
