"""Single files: whole at every instant, and what is told where the system refuses one."""

import errno
import os
import stat

import pytest
from hypothesis import given
from hypothesis import strategies as st

from podcaster.files import PART_SUFFIX, beside, replacing, trouble


def names_in(folder):
    return sorted(path.name for path in folder.iterdir())


@pytest.mark.parametrize("mode", [0o600, 0o644, 0o664])
def test_a_file_that_is_replaced_keeps_its_permissions(tmp_path, mode):
    path = tmp_path / "podcaster.toml"
    path.write_text("old")
    path.chmod(mode)
    with replacing(path) as file:
        file.write(b"new")
    assert path.read_bytes() == b"new"
    assert stat.S_IMODE(path.stat().st_mode) == mode


def test_what_fails_half_way_leaves_the_old_file_and_nothing_beside_it(tmp_path):
    path = tmp_path / "feed.xml"
    path.write_text("old")
    with pytest.raises(TypeError), replacing(path) as file:
        file.writelines([b"new", None])
    assert names_in(tmp_path) == ["feed.xml"]
    assert path.read_text() == "old"


def test_a_killed_runs_leftover_is_no_hindrance(tmp_path):
    (tmp_path / ".a.db.part").write_text("half of it, and longer than what comes")
    with beside(tmp_path / "a.db") as part:
        assert not part.exists()
        part.write_text("whole")
    assert (tmp_path / "a.db").read_text() == "whole"


@pytest.mark.parametrize("number", [errno.ENOSPC, errno.EDQUOT, errno.EFBIG])
def test_a_full_disk_and_a_full_share_of_it_are_told_alike(number):
    assert trouble(OSError(number, os.strerror(number)))[0] == "no room on the disk"


@pytest.mark.parametrize("before", [None, b"old"])
def test_readers_see_the_old_file_until_the_new_one_is_whole(tmp_path, before):
    path = tmp_path / "feed.xml"
    if before is not None:
        path.write_bytes(before)
    with replacing(path) as file:
        file.write(b"ne")
        file.flush()
        assert (path.read_bytes() if path.exists() else None) == before
        assert set(names_in(tmp_path)) - {"feed.xml"} == {f".feed.xml{PART_SUFFIX}"}
        file.write(b"w")
    assert path.read_bytes() == b"new"
    assert names_in(tmp_path) == ["feed.xml"]


def interrupted_after(_written, exception):
    raise exception


@pytest.mark.parametrize("exception", [ValueError, KeyboardInterrupt, SystemExit])
def test_whatever_ends_the_writing_leaves_the_old_file(tmp_path, exception):
    path = tmp_path / "feed.xml"
    path.write_bytes(b"old")
    with pytest.raises(exception), replacing(path) as file:
        interrupted_after(file.write(b"half"), exception)
    assert path.read_bytes() == b"old"
    assert names_in(tmp_path) == ["feed.xml"]


def test_what_a_program_wrote_beside_takes_the_place(tmp_path):
    path = tmp_path / "folge.mp3"
    with beside(path) as part:
        assert part.parent == path.parent  # a rename must not cross disks
        part.write_bytes(b"sound")
    assert path.read_bytes() == b"sound"


def test_a_program_that_wrote_nothing_is_an_error(tmp_path):
    path = tmp_path / "folge.mp3"
    path.write_bytes(b"old")
    with pytest.raises(FileNotFoundError), beside(path):
        pass
    assert path.read_bytes() == b"old"


def test_what_a_link_names_is_not_written_through(tmp_path):
    (tmp_path / "elsewhere").write_bytes(b"mine")
    path = tmp_path / "feed.xml"
    path.symlink_to(tmp_path / "elsewhere")
    (tmp_path / f".feed.xml{PART_SUFFIX}").symlink_to(tmp_path / "elsewhere")
    with replacing(path) as file:
        file.write(b"new")
    assert (path.read_bytes(), (tmp_path / "elsewhere").read_bytes()) == (b"new", b"mine")


def write(path):
    with replacing(path) as file:
        file.write(b"new")


@pytest.mark.parametrize(
    ("name", "cause"),
    [
        ("no/feed.xml", "its folder does not exist"),
        ("file/feed.xml", "its folder does not exist"),
        ("folder", "is a folder"),
    ],
)
def test_a_place_that_cannot_be_written_is_told(tmp_path, name, cause):
    (tmp_path / "file").touch()
    (tmp_path / "folder").mkdir()
    with pytest.raises(OSError) as caught:
        write(tmp_path / name)
    assert trouble(caught.value)[0] == cause
    assert names_in(tmp_path) == ["file", "folder"]


@given(st.sampled_from(sorted(errno.errorcode)))
def test_every_refusal_has_a_cause_and_a_way_out(number):
    cause, way_out = trouble(OSError(number, os.strerror(number)))
    assert cause
    assert way_out
    assert trouble(OSError(number, os.strerror(number), "/a/file"))[0] == cause


def test_a_refusal_without_a_number_is_told_in_its_own_words():
    assert trouble(OSError("the wire is cut"))[0] == "the wire is cut"
