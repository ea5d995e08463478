"""README is executed: what it shows is what podcaster does."""

import json
import re
import shlex
import subprocess
import sys
from pathlib import Path

import pytest
from typer.testing import CliRunner

from podcaster.cli import app
from podcaster.config import CONFIG_FILE, load_config
from podcaster.voices import load_voice

ROOT = Path(__file__).parent.parent
README = (ROOT / "README.md").read_text(encoding="utf-8")
BLOCKS = re.findall(r"^```(\w+)\n(.*?)^```", README, flags=re.MULTILINE | re.DOTALL)
SHELL = [line.split("#")[0].strip() for kind, block in BLOCKS if kind == "sh" for line in block.splitlines()]
TEXTS = [ROOT / name for name in ("README.md", "CHANGELOG.md", "voices/README.md")]


def command_names(typer_app):
    """Names of the commands, ``episodes list`` and the like included."""
    for command in typer_app.registered_commands:
        yield command.name or command.callback.__name__
    for group in typer_app.registered_groups:
        if isinstance(group.name, str):
            yield group.name
            yield from (f"{group.name} {name}" for name in command_names(group.typer_instance))
        else:  # only a file of its own
            yield from command_names(group.typer_instance)


def podcaster(*arguments, cwd):
    run = subprocess.run(
        [sys.executable, "-m", "podcaster", *arguments], cwd=cwd, capture_output=True, text=True, check=False
    )
    assert run.returncode == 0, run.stderr
    return run.stdout


@pytest.mark.parametrize("name", list(command_names(app)))
def test_every_command_is_documented(name):
    group, _, command = name.rpartition(" ")
    assert (
        f"`podcaster {name}" in README
        or f"podcaster {name}" in "\n".join(SHELL)
        or (group and f"`{group} {command}" in README)
    )


@pytest.mark.parametrize("line", [line for line in SHELL if "podcaster " in line])
def test_every_command_line_shown_exists(line, tmp_path):
    words = shlex.split(line.split("|")[-1])
    assert words[0] == "podcaster"
    names = set(command_names(app))
    command = " ".join(words[1:3]) if " ".join(words[1:3]) in names else words[1]
    assert command in names
    usage = podcaster(*command.split(), "--help", cwd=tmp_path)
    for option in (word for word in words if word.startswith("-") and len(word) > 1):
        assert option in usage, f"{command} has no {option}"


SHOWN = [
    shown.split("\n", 1)
    for kind, block in BLOCKS
    if kind == "console"
    for shown in re.split(r"^\$ ", block, flags=re.MULTILINE)[1:]
]


@pytest.mark.parametrize(("command", "expected"), SHOWN, ids=[command for command, _ in SHOWN])
def test_shown_output_is_real(command, expected):
    words = shlex.split(command)
    assert words[0] == "podcaster"
    run = CliRunner().invoke(app, words[1:])
    assert (run.exit_code, run.stdout) == (0, expected)


@pytest.mark.parametrize("block", [block for kind, block in BLOCKS if kind == "toml"])
def test_shown_settings_are_valid(block, tmp_path):
    if block.startswith("[quotes"):
        pico = (ROOT / "voices" / "pico.toml").read_text(encoding="utf-8")
        changed = re.sub(r"\[quotes\.direct\].*?(?=^\[)", block + "\n", pico, flags=re.MULTILINE | re.DOTALL)
        (tmp_path / "mine.toml").write_text(changed.replace('"pico"', '"mine"', 1), encoding="utf-8")
        assert load_voice(tmp_path / "mine.toml").quotes.direct.pitch == 0.8
    else:
        (tmp_path / CONFIG_FILE).write_text('title = "x"\n')
        usual = load_config(tmp_path, {})
        (tmp_path / CONFIG_FILE).write_text(f'title = "x"\n{block}', encoding="utf-8")
        assert load_config(tmp_path, {}) != usual


@pytest.mark.parametrize("text", TEXTS, ids=lambda path: path.name)
def test_every_local_link_leads_somewhere(text):
    for link in re.findall(r"\]\(([^)#]+)\)", text.read_text(encoding="utf-8")):
        if "://" not in link:
            assert (text.parent / link).exists(), link


def test_the_library_example_runs(tmp_path):
    done = subprocess.run(
        [sys.executable, ROOT / "examples" / "library.py", tmp_path / "artikel.mp3"],
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    assert "neunzehnhundertneunzig" in done.stdout
    assert (tmp_path / "artikel.mp3").exists()


def test_make_help_names_every_target():
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    targets = re.search(r"^\.PHONY: help (.*)$", makefile, flags=re.MULTILINE)[1].split()
    for target in targets:
        assert f"make {target} " in makefile.split("help:")[1].split("\n\n")[0] or f"make {target}" in README


def test_the_example_show_reads_as_its_settings_say(tmp_path):
    (tmp_path / CONFIG_FILE).write_bytes((ROOT / "examples" / CONFIG_FILE).read_bytes())
    inspected = podcaster(
        "inspect", ROOT / "examples" / "artikel.html", "--json", "--show", tmp_path, cwd=tmp_path
    )
    intro, *_, outro = json.loads(inspected)["segments"]
    assert (
        intro["text"]
        == "Guten Morgen! Aus der Zeitung Erlenbrücker Anzeiger vom 25. Juni 2024, von Miriam Kestler."
    )
    assert "fünfundzwanzigsten Juni" in intro["spoken"]
    assert intro["spoken"].endswith("von Miriam Kästler.")
    assert outro["text"] == "Nachzulesen bei: Erlenbrücker Anzeiger."
    said = podcaster("say", "Auf dem Schlossberg, des Schlossbergs", "--show", tmp_path, cwd=tmp_path)
    assert said == "Auf dem Schloss-Berg, des Schloss-Bergs\n"
