"""The lines of keys in TOML text."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from flake8_uec.project.locate import Path, key_lines, spell
from flake8_uec.project.toml import parse

SAMPLE = '''\
# [tool.x] in a comment
top = "a # b = [c]"
dotted.'quoted key'."esc\\u0041pe" = 1.5

[tool.x] # remark
list = [
    "one", # "two",
    [2, 3],
    { inner = 1979-05-27 07:32:00, deep.er = "}" },
]
text = """
[tool.fake]
fake = 1 \\"""
""""
after = true
[[tool.x.entry]]
name = 'first'
[tool.x.entry.codes]
import = "A"
[[ tool . x . "entry" ]]
name = "second"
[[tool.x.entry.sub]]
key = 1\r
[tool.y]
key = 1
'''


@pytest.mark.parametrize(
    ("path", "line"),
    [
        (("top",), 2),
        (("dotted", "quoted key", "escApe"), 3),
        (("tool",), 5),
        (("tool", "x"), 5),
        (("tool", "x", "list"), 6),
        (("tool", "x", "list", 0), 7),
        (("tool", "x", "list", 1, 1), 8),
        (("tool", "x", "list", 2, "deep", "er"), 9),
        (("tool", "x", "text"), 11),
        (("tool", "x", "after"), 15),
        (("tool", "x", "entry", 0, "name"), 17),
        (("tool", "x", "entry", 0, "codes", "import"), 19),
        (("tool", "x", "entry", 1), 20),
        (("tool", "x", "entry", 1, "name"), 21),
        (("tool", "x", "entry", 1, "sub", 0, "key"), 23),
        (("tool", "y", "key"), 25),
    ],
)
def test_lines(path: Path, line: int) -> None:
    assert key_lines(SAMPLE)[path] == line


def test_strings_and_comments_hold_no_keys() -> None:
    assert not [path for path in key_lines(SAMPLE) if "fake" in path]


def test_every_key_of_a_document_is_found() -> None:
    assert set(_paths(parse(SAMPLE))) <= set(key_lines(SAMPLE))


def _paths(value: object, at: Path = ()) -> list[Path]:
    match value:
        case dict():
            items = list(value.items())
        case list():
            items = list(enumerate(value))
        case _:
            return [at]
    return [path for key, item in items for path in ((*at, key), *_paths(item, (*at, key)))]


@given(st.text(alphabet="ab.=[]{}\"'\\#,\n 1", max_size=60))
def test_whatever_the_parser_accepts_is_located(text: str) -> None:
    try:
        data = parse(text)
    except ValueError:
        return
    assert set(_paths(data)) - {()} <= set(key_lines(text))


@pytest.mark.parametrize(
    ("path", "spelled"),
    [
        (("deprecated", 0, "codes", "import"), "deprecated[0].codes.import"),
        (("per-file-ignores", "tests/**", 1), 'per-file-ignores."tests/**"[1]'),
        (('a"b\\c\n',), '"a\\"b\\\\c\\n"'),
        (("",), '""'),
    ],
)
def test_paths_are_spelled_as_toml(path: Path, spelled: str) -> None:
    assert spell(path) == spelled
