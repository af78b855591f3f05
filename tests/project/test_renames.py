"""Which bytes give a wanted name a new one."""

from __future__ import annotations

import pytest

from flake8_uec.project.renames import renamed


@pytest.mark.parametrize(
    ("code", "names"),
    [
        ("from a import Old as New", ["New"]),
        ("from a import b, Old as New, c", ["New"]),
        ("from a import (\n    b,\n    Old as New,  # why\n)", ["New"]),
        ("from a import (Old as New)", ["New"]),
        ("New = Old\n", ["New"]),
        ("New: type = a.b.Old  # why\n", ["New"]),
        ("try:\n    New = Old\nexcept X: ...", ["New"]),
        ("# use Old as the new one", []),
        ("    Old as it stands is wrong", []),
        ("x = Old()", []),
        ("with Old as x:", []),
        ("", []),
    ],
)
def test_new_names(code: str, names: list[str]) -> None:
    assert [name.decode() for name in renamed(code.encode(), [b"Old"])] == names
