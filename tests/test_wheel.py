"""A wheel built from the tree and installed into an empty environment does the main job."""

import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent


def run(*command, cwd):
    done = subprocess.run(
        [str(part) for part in command], cwd=cwd, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


@pytest.fixture(scope="module")
def wheel(tmp_path_factory):
    folder = tmp_path_factory.mktemp("wheel")
    run(sys.executable, "-m", "pip", "wheel", "--quiet", "--no-deps", "--wheel-dir", folder, ROOT, cwd=folder)
    return next(folder.glob("podcaster-*.whl"))


def test_the_wheel_holds_what_it_needs_and_no_more(wheel):
    names = zipfile.ZipFile(wheel).namelist()
    for needed in (
        "podcaster/_shipped/voices/pico.toml",
        "podcaster/cover.jpg",
        "podcaster/article/boilerplate.toml",
        "podcaster/fonts/README.md",  # whose the fonts are, and their licence
        "podcaster/fonts/Roboto-Bold.ttf",
        "podcaster/fonts/Roboto-Regular.ttf",
        "podcaster/lexicon/de.toml",
        "podcaster/show.toml",
        "podcaster/site.html.j2",
        "podcaster/py.typed",
    ):
        assert needed in names
    assert not [name for name in names if name.startswith(("tests/", "benchmarks/", "examples/"))]
    assert any(name.endswith("licenses/LICENSE") for name in names)


def test_the_installed_wheel_converts_an_article(wheel, tmp_path):
    venv = tmp_path / "venv"
    run(sys.executable, "-m", "venv", venv, cwd=tmp_path)
    # what is run is compiled then; the rest of the libraries would take as long as all else here
    run(venv / "bin" / "pip", "install", "--quiet", "--no-compile", wheel, cwd=tmp_path)
    assert "torch" not in run(venv / "bin" / "pip", "list", cwd=tmp_path)
    podcaster = venv / "bin" / "podcaster"
    assert "pico" in run(podcaster, "voices", cwd=tmp_path)
    run(
        podcaster,
        "convert",
        ROOT / "examples" / "artikel.html",
        "-o",
        "artikel.mp3",
        "--voice",
        "pico",
        cwd=tmp_path,
    )
    assert (tmp_path / "artikel.mp3").stat().st_size > 100_000
    assert (tmp_path / "artikel.vtt").read_text(encoding="utf-8").startswith("WEBVTT")
