"""The import law of the rooms, and what a light command may load."""

import ast
import subprocess
import sys
from pathlib import Path

import pytest

PACKAGE = Path(__file__).parent.parent / "podcaster"
FOUNDATION = {"model", "errors"}
STAGES = {
    "fetch",
    "article",
    "script",
    "german",
    "voices",
    "speech",
    "audio",
    "transcript",
    "feed",
    "site",
    "store",
}
MAY_IMPORT = {
    "model": set(),
    "errors": set(),
    "settings": {"errors"},
    "files": set(),
    "config": FOUNDATION | {"settings"},
    "server": {"errors"},
    "pipeline": FOUNDATION | STAGES | {"config", "files"},
    "cli": FOUNDATION | {"config", "pipeline", "server", "german", "speech", "voices"},
    "__main__": {"cli"},
    "__init__": FOUNDATION | STAGES | {"pipeline"},
    **dict.fromkeys(STAGES, FOUNDATION),
    "script": FOUNDATION | {"german"},
    "speech": FOUNDATION | {"voices"},
    "audio": FOUNDATION | {"files"},
    "voices": FOUNDATION | {"settings"},
    "german": FOUNDATION | {"settings"},
    "article": FOUNDATION | {"settings"},
}
OWNERS = {
    "httpx": {"fetch"},
    "trafilatura": {"article"},
    "pydub": {"audio"},
    "ffmpeg": {"audio"},
    "imageio_ffmpeg": {"audio"},
    "sqlite3": {"store"},
    "TTS": {"speech"},
    "torch": {"speech"},
    "py_nanotts": {"speech"},
    "pydantic": {"settings"},
    "typer": {"cli"},
    "rich": {"cli"},
}
HEAVY = ("torch", "TTS", "trafilatura", "pydub", "numpy", "httpx", "lxml", "sqlite3")


def room_of(path):
    return path.relative_to(PACKAGE).parts[0].removesuffix(".py")


def imports(path):
    """Full names of all that a file imports, wherever in it."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{path}: relative import"
            yield from (f"{node.module}.{alias.name}" for alias in node.names)


FILES = sorted(PACKAGE.rglob("*.py"))


@pytest.mark.parametrize("path", FILES, ids=lambda path: str(path.relative_to(PACKAGE)))
def test_rooms_keep_the_import_law(path):
    room = room_of(path)
    for name in imports(path):
        parts = name.split(".")
        if (
            parts[0] == "podcaster"
            and len(parts) > 1
            and (PACKAGE / parts[1]).with_suffix(".py").exists() | (PACKAGE / parts[1]).is_dir()
        ):
            assert parts[1] in MAY_IMPORT[room] | {room}, f"{room} imports {name}"


@pytest.mark.parametrize("path", FILES, ids=lambda path: str(path.relative_to(PACKAGE)))
def test_each_library_has_one_owner(path):
    for name in imports(path):
        library = name.split(".")[0]
        assert room_of(path) in OWNERS.get(library, {room_of(path)}), f"{path.name} imports {name}"


def test_every_room_stands_in_the_law():
    assert {room_of(path) for path in FILES} <= set(MAY_IMPORT)


@pytest.mark.parametrize("arguments", [["--help"], ["convert", "--help"], ["--version"]])
def test_help_loads_nothing_heavy(arguments):
    code = f"""
import sys
sys.argv = ["podcaster", *{arguments!r}]
from podcaster.__main__ import main
try:
    main()
except SystemExit as end:
    assert not end.code
print([name for name in {HEAVY!r} if name in sys.modules], file=sys.stderr)
"""
    run = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert run.stderr.strip() == "[]"
