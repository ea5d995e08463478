"""What voices cost, measured in processes of their own."""

import json
from importlib.util import find_spec
from pathlib import Path

import pytest
from piper_model import write_voice
from typer.testing import CliRunner

from podcaster.cli import app
from podcaster.errors import VoiceError
from podcaster.pipeline import gauge
from podcaster.speech.workers import own_cores


def run(*arguments):
    return CliRunner().invoke(app, ["--quiet", "voices", "benchmark", *arguments])


def voice_file(folder, engine, **keys):
    keys = {"name": folder.name, "engine": engine, "language": "de-DE", "licence": "-", "source": "-"} | keys
    path = folder / f"{folder.name}.toml"
    path.write_text("".join(f"{key} = {json.dumps(value)}\n" for key, value in keys.items()))
    return str(path)


def test_without_a_name_all_that_are_ready_are_measured(monkeypatch, tmp_path):
    for variable in ("TTS_HOME", "PIPER_HOME"):
        monkeypatch.setenv(variable, str(tmp_path))
    done = run("--json")
    (found,) = json.loads(done.stdout)
    assert done.exit_code == 0
    assert found["name"] == "pico"
    assert 40 < found["sound_s"] < 120
    assert 0 < found["real_time_factor"] < 1
    assert found["first_sound_s"] > 0
    assert 10 < found["memory_mb"] < 1000
    assert found["workers"] == 1


@pytest.mark.skipif(not all(map(find_spec, ("piper", "onnx"))), reason="needs podcaster[piper]")
def test_a_neural_voice_is_measured_with_its_workers(tmp_path):
    model, config = write_voice(tmp_path)
    found = gauge(voice_file(tmp_path, "piper", model=str(model), config=str(config)))
    assert found.workers == own_cores()
    assert found.real_time_factor > 0


def test_a_voice_that_is_not_ready_is_told_and_the_others_are_measured(tmp_path):
    missing = voice_file(tmp_path, "coqui", model="none.pth", config="none.json")
    with pytest.raises(VoiceError, match="it is not ready"):
        gauge(missing)
    both = run(missing, "pico")
    assert both.exit_code == 1
    (line,) = both.stdout.strip().splitlines()
    assert line.startswith("pico\t")
    assert line.count("\t") == 4
    assert run(missing).exit_code == 3


def test_a_voice_that_fails_is_told_in_its_words(tmp_path):
    broken = voice_file(tmp_path, "pico", model="de-XX")
    with pytest.raises(VoiceError, match="Pico has no model 'de-XX'"):
        gauge(broken)
    assert Path(broken).is_file()
