"""A file is replaced as a whole, or left as it is."""

from __future__ import annotations

import os
import stat
from pathlib import Path

import pytest

from flake8_uec.project import disk
from flake8_uec.project.disk import ChangedError, Disk, listing, write


def names(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


def test_bytes_are_replaced_and_nothing_is_left_beside_them(tmp_path: Path) -> None:
    file = tmp_path / "a.py"
    file.write_bytes(b"old\r\n")
    write(str(file), b"old\r\n", b"new\r\n")
    assert file.read_bytes() == b"new\r\n"
    assert names(tmp_path) == ["a.py"]


@pytest.mark.parametrize("mode", [0o755, 0o600, 0o664])
def test_the_mode_stays(tmp_path: Path, mode: int) -> None:
    file = tmp_path / "a.py"
    file.write_bytes(b"old")
    file.chmod(mode)
    write(str(file), b"old", b"new")
    assert stat.S_IMODE(file.stat().st_mode) == mode


def test_a_link_stays_a_link(tmp_path: Path) -> None:
    (tmp_path / "sub").mkdir()
    file, link = tmp_path / "sub" / "a.py", tmp_path / "link.py"
    file.write_bytes(b"old")
    link.symlink_to("sub/a.py")
    write(str(link), b"old", b"new")
    assert link.is_symlink()
    assert file.read_bytes() == b"new"


def test_a_file_that_has_changed_is_left_alone(tmp_path: Path) -> None:
    file = tmp_path / "a.py"
    file.write_bytes(b"someone else's")
    with pytest.raises(ChangedError, match="changed since it was read"):
        write(str(file), b"old", b"new")
    assert file.read_bytes() == b"someone else's"
    assert names(tmp_path) == ["a.py"]


def test_a_file_that_is_gone_stays_gone(tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError):
        write(str(tmp_path / "a.py"), b"old", b"new")
    assert names(tmp_path) == []


def test_a_failure_leaves_the_old_bytes(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_: object) -> None:
        raise OSError(28, "No space left on device")

    file = tmp_path / "a.py"
    file.write_bytes(b"old")
    monkeypatch.setattr(disk.os, "fsync", fail)
    with pytest.raises(OSError, match="No space left"):
        write(str(file), b"old", b"new")
    assert file.read_bytes() == b"old"
    assert names(tmp_path) == ["a.py"]


def test_a_read_only_file_is_left_alone(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    file = tmp_path / "a.py"
    file.write_bytes(b"old")
    monkeypatch.setattr(disk.os, "access", lambda *_: False)
    with pytest.raises(PermissionError):
        write(str(file), b"old", b"new")
    assert file.read_bytes() == b"old"


def test_pending_bytes_lie_over_the_disk(tmp_path: Path) -> None:
    file, link = tmp_path / "a.py", tmp_path / "link.py"
    file.write_bytes(b"old")
    link.symlink_to(file)
    pending = Disk({os.path.realpath(file): b"new"})
    assert (pending.read(str(file)), pending.read(str(link)), Disk().read(str(file))) == (b"new", b"new", b"old")


def test_one_link_round_in_a_circle_hides_nothing_else(tmp_path: Path) -> None:
    (tmp_path / "loop").symlink_to("loop")
    (tmp_path / "module.py").touch()
    (tmp_path / "package").mkdir()
    assert listing(str(tmp_path)) == {"module.py": True, "package": False}
