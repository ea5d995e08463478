"""The import law of the rooms, and what a light command may load."""

import ast
import re
import subprocess
import sys
from graphlib import TopologicalSorter
from pathlib import Path

import pytest

from podcaster.settings import read_toml

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
    "images",
    "notify",
    "publish",
    "schedule",
    "site",
    "sources",
    "store",
}
MAY_IMPORT = {
    "model": set(),
    "errors": set(),
    "settings": {"errors"},
    "files": set(),
    "config": FOUNDATION | {"settings"},
    "server": FOUNDATION,
    "pipeline": FOUNDATION | STAGES | {"config", "files"},
    "cli": FOUNDATION | {"config", "pipeline", "server", "german", "schedule", "speech", "voices"},
    "__main__": {"cli"},
    "__init__": FOUNDATION | STAGES | {"pipeline"},
    **dict.fromkeys(STAGES, FOUNDATION),
    "script": FOUNDATION | {"german"},
    "speech": FOUNDATION | {"voices"},
    "audio": FOUNDATION | {"files"},
    "publish": FOUNDATION | {"files"},
    "store": FOUNDATION | {"files"},
    "voices": FOUNDATION | {"settings"},
    "german": FOUNDATION | {"settings"},
    "article": FOUNDATION | {"settings"},
}
OWNERS = {
    "boto3": {"publish"},
    "botocore": {"publish"},
    "paramiko": {"publish"},
    "webdav4": {"publish"},
    "httpx": {"fetch", "publish", "speech"},
    "httpcore": {"fetch"},
    "protego": {"fetch"},
    "stamina": {"fetch"},
    "trafilatura": {"article"},
    "lxml": {"article", "feed", "sources"},
    "PIL": {"images"},
    "typing_extensions": {"fetch", "store"},
    "anyascii": {"german"},
    "apprise": {"notify"},
    "crontab": {"schedule"},
    "pydub": {"audio"},
    "ffmpeg": {"audio"},
    "imageio_ffmpeg": {"audio"},
    "sqlite3": {"store"},
    "idna": {"feed", "store"},
    "jinja2": {"site"},
    "filelock": {"pipeline"},
    "tomlkit": {"pipeline"},
    "starlette": {"server"},
    "uvicorn": {"server"},
    "h11": {"server"},
    "segno": {"cli"},
    "distributed": {"speech"},
    "TTS": {"speech"},
    "torch": {"speech"},
    "numpy": {"speech"},
    "onnx": {"speech"},
    "onnxruntime": {"speech"},
    "piper": {"speech"},
    "openvino": {"speech"},
    "espeakng_loader": {"speech"},
    "py_nanotts": {"speech"},
    "pydantic": {"settings"},
    "pydantic_core": {"settings"},
    "tomllib": {"settings"},
    "tomli": {"settings"},
    "typer": {"cli"},
    "rich": {"cli"},
}
# Distributions that are called otherwise than what is imported from them.
DISTRIBUTIONS = {
    "botocore": "boto3",
    "TTS": "coqui-tts",
    "crontab": "python-crontab",
    "ffmpeg": "ffmpeg-python",
    "PIL": "pillow",
    "piper": "piper-tts",
    "pydantic_core": "pydantic",
}
# What is declared and not imported: libraries need it without saying so; of justext we read the data.
NOT_IMPORTED = {"audioop-lts", "justext", "lxml-html-clean", "requests", "six", "torchaudio", "transformers"}
# What only type checkers import.
FOR_TYPES = {"typing_extensions"}
HEAVY = (
    "torch",
    "TTS",
    "onnxruntime",
    "distributed",
    "trafilatura",
    "pydub",
    "numpy",
    "httpx",
    "lxml",
    "sqlite3",
    "PIL",
)


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
MODULES = {".".join(path.with_suffix("").relative_to(PACKAGE.parent).parts): path for path in FILES}


def while_it_runs(node):
    """The nodes below one, without what only type checkers see."""
    for child in ast.iter_child_nodes(node):
        if isinstance(child, ast.If) and ast.unparse(child.test) == "TYPE_CHECKING":
            child = ast.Module(child.orelse, [])  # noqa: PLW2901
        yield child
        yield from while_it_runs(child)


def needs(path):
    """The modules of ours that a file imports, also late."""
    for node in while_it_runs(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from (module_of(alias.name) for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            yield from (module_of(f"{node.module}.{alias.name}") for alias in node.names)


def module_of(name):
    """The module that holds a name: a package's is its ``__init__``; None of libraries."""
    parent = name.rpartition(".")[0]
    candidates = (name, f"{name}.__init__", parent, f"{parent}.__init__")
    return next(filter(MODULES.__contains__, candidates), None)


def test_no_module_imports_what_imports_it():
    """Not even late, inside a function: who reads one of them would have to know the others."""
    TopologicalSorter(
        {name: set(needs(path)) - {None} for name, path in MODULES.items()}
    ).prepare()  # names a circle


@pytest.mark.parametrize("path", FILES, ids=lambda path: str(path.relative_to(PACKAGE)))
def test_rooms_keep_the_import_law(path):
    room = room_of(path)
    for name in imports(path):
        parts = name.split(".")
        if parts[0] == "podcaster":  # also a public name: podcaster.convert hides the room that it loads
            assert set(parts[1:2]) & (MAY_IMPORT[room] | {room}), f"{room} imports {name}"


@pytest.mark.parametrize("path", FILES, ids=lambda path: str(path.relative_to(PACKAGE)))
def test_each_library_has_one_owner(path):
    for name in imports(path):
        library = name.split(".")[0]
        if library in OWNERS or library not in {"podcaster", *sys.stdlib_module_names}:
            assert room_of(path) in OWNERS.get(library, ()), f"{path.name} imports {name}"


def test_every_library_is_declared_and_used():
    project = read_toml(PACKAGE.parent / "pyproject.toml")["project"]
    extras = project["optional-dependencies"]
    wanted = [
        *project["dependencies"],
        *extras["coqui"],
        *extras["onnx"],
        *extras["publish"],
        *extras["cluster"],
        *extras["piper"],
    ]
    declared = {re.match(r"[\w-]+", line)[0].replace("_", "-") for line in wanted}
    imported = {name.split(".")[0] for path in FILES for name in imports(path)}
    libraries = imported - sys.stdlib_module_names - {"podcaster", "tomllib"} - FOR_TYPES
    used = {DISTRIBUTIONS.get(library, library).replace("_", "-") for library in libraries}
    assert declared == used | NOT_IMPORTED


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
