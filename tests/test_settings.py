"""TOML files → dataclasses: the key at fault is named as the file writes it, with the way out."""

from dataclasses import dataclass, field
from typing import Literal

import pytest

from podcaster.errors import ConfigError
from podcaster.settings import load_settings, read_toml


@dataclass(frozen=True)
class Engine:
    power_kw: int
    fuel: Literal["wood", "coal"] = "coal"


@dataclass(frozen=True)
class Wagon:
    seats: int = 0


@dataclass(frozen=True)
class Train:
    name: str
    engine: Engine | None = None
    wagons: tuple[Wagon, ...] = ()
    stops: tuple[str, ...] = ()
    fares: dict[str, float] = field(default_factory=dict)
    late: bool = False


def load(folder, text):
    path = folder / "zug.toml"
    path.write_text(text, encoding="utf-8")
    return load_settings(path, Train)


def test_a_file_becomes_the_dataclass_with_its_defaults(tmp_path):
    text = """
        name = "Rheingold"
        stops = ["Köln", "Mainz"]
        fares = { child = 1.5, adult = 3 }
        [engine]
        power_kw = 900
        [[wagons]]
        seats = 60
        [[wagons]]
    """
    assert load(tmp_path, text) == Train(
        "Rheingold",
        Engine(900),
        (Wagon(60), Wagon()),
        ("Köln", "Mainz"),
        {"child": 1.5, "adult": 3.0},
    )


@pytest.mark.parametrize(
    ("text", "cause", "way_out"),
    [
        ("", "key 'name' is missing", "add it"),
        ('nmae = "x"', "unknown key 'nmae'", "the nearest is 'name'"),  # and not that name is missing
        ('name = "x"\nzzz = 1', "unknown key 'zzz'", "known are: name, engine, wagons, stops, fares, late"),
        ('name = "x"\n[engine]', "key 'power_kw' is missing in [engine]", "add it"),
        ('name = "x"\n[engine]\npower = 1', "unknown key 'power' in [engine]", "the nearest is 'power_kw'"),
        ('name = "x"\n[[wagons]]\nseat = 1', "unknown key 'seat' in [wagons]", "the nearest is 'seats'"),
        ('name = "x"\n[[wagons]]\n[[wagons]]\nseats = "x"', "key 'seats' in [wagons] is 'x'", "whole number"),
        ('name = "x"\n[engine]\npower_kw = 1\nfuel = "oil"', "key 'fuel' in [engine] is 'oil'", "'wood' or 'coal'"),
        ('name = "x"\n[engine]\npower_kw = 1.5', "key 'power_kw' in [engine] is 1.5", "whole number"),
        ("name = 3", "key 'name' is 3", "write it in quotes"),
        ('name = "x"\nlate = "often"', "key 'late' is 'often'", "write true or false"),
        ('name = "x"\nstops = "Köln"', "key 'stops' is 'Köln'", 'write a list: stops = ["…", "…"]'),
        ('name = "x"\nstops = [1]', "key 'stops' is 1", "write it in quotes"),
        ('name = "x"\nfares = 3', "key 'fares' is 3", "write a table, [fares]"),
        ('name = "x"\n[fares]\nchild = "free"', "key 'child' in [fares] is 'free'", "write a number"),
        ('name = "x"\nengine = 3', "key 'engine' is 3", "write a table, [engine]"),
        ('name = "x"\nwagons = [3]', "key 'wagons' is 3", "[[wagons]] before each"),
    ],
)  # fmt: skip
def test_what_is_wrong_is_named_as_the_file_writes_it(tmp_path, text, cause, way_out):
    with pytest.raises(ConfigError) as caught:
        load(tmp_path, text)
    line = str(caught.value)
    assert line.startswith(f"{tmp_path / 'zug.toml'}: {cause}; ")
    assert way_out in line.rpartition(cause)[2]
    assert "\n" not in line


@pytest.mark.parametrize(
    ("data", "cause"),
    [
        (b'name = "x', "is no valid TOML"),
        (b"a = 1\na = 2", "is no valid TOML"),
        (b'name = "\xe4"', "is no valid TOML"),
    ],
)
def test_what_is_no_toml_is_told_with_its_file(tmp_path, data, cause):
    path = tmp_path / "zug.toml"
    path.write_bytes(data)
    with pytest.raises(ConfigError, match=cause) as caught:
        read_toml(path)
    assert str(path) in str(caught.value)


@pytest.mark.parametrize("name", ["fehlt.toml", "."])
def test_what_is_no_file_is_told(tmp_path, name):
    with pytest.raises(ConfigError, match="name a file that can be read"):
        read_toml(tmp_path / name)
