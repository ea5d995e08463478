"""TOML files → frozen dataclasses; the only reader of TOML.

A wrong file is told with its key and the nearest right one: ``podcaster.toml: unknown key
'bitrate' in [audio]; the nearest is 'bitrate_kbps'``.
"""

from __future__ import annotations

import sys
from dataclasses import fields, is_dataclass
from difflib import get_close_matches
from typing import TYPE_CHECKING, Any, TypeVar, get_args, get_origin, get_type_hints

from podcaster.errors import ConfigError

if sys.version_info >= (3, 11):
    import tomllib
else:
    import tomli as tomllib

if TYPE_CHECKING:
    from pathlib import Path

    from pydantic_core import ErrorDetails

T = TypeVar("T")
# What pydantic finds → what a person would write; {key} is the key at fault.
_WAYS_OUT = {
    "tuple_type": 'write a list: {key} = ["…", "…"]',
    "string_type": "write it in quotes",
    "dict_type": "write a table, [{key}], with a line for each",
    "dataclass_type": "write a table, [{key}]; of several, [[{key}]] before each",
    "bool": "write true or false",
    "int": "write a whole number",
    "float": "write a number",
}
_UNKNOWN_KEY = {"unexpected_keyword_argument", "extra_forbidden"}


def read_toml(path: Path) -> dict[str, Any]:
    """The file's tables; raises ConfigError with the line where it is no TOML."""
    try:
        return tomllib.loads(path.read_text(encoding="utf-8-sig"))  # editors add a mark
    except OSError as exc:
        raise ConfigError(str(path), exc.strerror or str(exc), "name a file that can be read") from exc
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as exc:
        raise ConfigError(str(path), f"is no valid TOML: {exc}", "mend that line") from exc


def load_settings(path: Path, kind: type[T]) -> T:
    """Read ``path`` as the (frozen, possibly nested) dataclass ``kind``; every key must be known.

    Raises ConfigError, with the offending key, for unknown or missing keys and wrong types.
    """
    # pydantic costs 50 ms: only commands that read a file pay for it
    from pydantic import ConfigDict, TypeAdapter, ValidationError  # noqa: PLC0415

    data = read_toml(path)
    kind.__pydantic_config__ = ConfigDict(extra="forbid")  # type: ignore[attr-defined]
    try:
        return TypeAdapter(kind).validate_python(data)
    except ValidationError as exc:
        # a misspelt key also goes missing under its right name: the misspelling is the news
        errors = sorted(exc.errors(), key=_how_little_it_tells)
        cause, way_out = _explain(errors[0], kind, data)
        raise ConfigError(str(path), cause, way_out) from exc


def _how_little_it_tells(error: ErrorDetails) -> int:
    return 0 if error["type"] in _UNKNOWN_KEY else 2 if error["type"].startswith("missing") else 1


def _keys_of(error: ErrorDetails, data: Any) -> list[str]:
    """The keys that lead to the fault; of pydantic's path, places in lists and names of types are none."""
    keys = []
    for part in error["loc"]:
        if isinstance(data, dict) and part in data:
            keys.append(str(part))
            data = data[part]
        elif isinstance(data, list) and isinstance(part, int):
            data = data[part]
    return [*keys, str(error["loc"][-1])] if error["type"].startswith("missing") else keys


def _explain(error: ErrorDetails, kind: type[Any], data: Any) -> tuple[str, str]:
    """Cause and way out, in the words of the file."""
    *table, key = _keys_of(error, data) or ["file"]
    where = f" in [{'.'.join(table)}]" if table else ""
    if error["type"] in _UNKNOWN_KEY:
        known = _keys(kind, table)
        near = get_close_matches(key, known, n=1, cutoff=0.4)
        way_out = f"the nearest is '{near[0]}'" if near else f"known are: {', '.join(known)}"
        return f"unknown key '{key}'{where}", way_out if known else "take it out"
    if error["type"].startswith("missing"):
        return f"key '{key}' is missing{where}", "add it"
    written = _WAYS_OUT.get(error["type"]) or _WAYS_OUT.get(error["type"].partition("_")[0])
    way_out = written.format(key=key) if written else error["msg"].replace("Input should", "it should")
    return f"key '{key}'{where} is {error['input']!r}", way_out


def _keys(kind: Any, table: list[str]) -> list[str]:
    """The keys that ``table`` knows, followed down from the dataclass ``kind``."""
    for part in table:
        kind = get_type_hints(kind).get(part) if is_dataclass(kind) else (get_args(kind) or (None,))[-1]
        choices = get_args(kind) if get_origin(kind) is not dict else ()
        kind = next(
            (choice for choice in choices if is_dataclass(choice)), kind
        )  # of X | None, tuple[X, ...]
    return [field.name for field in fields(kind)] if is_dataclass(kind) else []
