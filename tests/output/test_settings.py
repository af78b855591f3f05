"""`--show-settings`."""

from __future__ import annotations

import sys

from flake8_uec.model.policy import Deprecation, Environment, Policy
from flake8_uec.model.settings import Files, Selection, Settings
from flake8_uec.output.settings import show_settings

if sys.version_info >= (3, 11):
    import tomllib
else:
    import tomli as tomllib

SETTINGS = Settings(
    root="/repo",
    config="/repo/pyproject.toml",
    selection=Selection(select=("UEC1", "UEC2"), per_file_ignores=(("a\\b.py", ("UEC101",)),)),
    files=Files(exclude=()),
    policy=Policy(
        deprecated=(Deprecation(name="pkg.Old", codes={"import": "UEC900"}, message='say "new"\n'),),
        environment=Environment(names=("os.environ",)),
    ),
    origins={
        "select": "command line",
        "exclude": "pyproject.toml:4",
        'deprecated."pkg.Old".message': "pyproject.toml:9",
        "environment.names": "preset netra",
    },
)


def test_settings_are_toml() -> None:
    shown = tomllib.loads(show_settings(SETTINGS))
    assert shown["select"] == ["UEC1", "UEC2"]
    assert shown["per-file-ignores"] == {"a\\b.py": ["UEC101"]}
    assert shown["exclude"] == []
    assert shown["strict-policy"] is False
    assert shown["deprecated"] == [{"name": "pkg.Old", "codes": {"import": "UEC900"}, "message": 'say "new"\n'}]
    assert shown["environment"] == {"names": ["os.environ"]}


def test_each_setting_tells_where_it_was_set() -> None:
    lines = show_settings(SETTINGS).splitlines()
    assert lines[:3] == ["# Root: /repo", "# Configuration: /repo/pyproject.toml", "# noqa: obeyed"]
    assert 'select = ["UEC1", "UEC2"]  # command line' in lines
    assert "exclude = []  # pyproject.toml:4" in lines
    assert 'names = ["os.environ"]  # preset netra' in lines
    assert 'preset = ["netra"]' in lines
    assert next(line for line in lines if line.startswith("message")).endswith("# pyproject.toml:9")
