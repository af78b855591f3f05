"""The same comments hide the same findings as in ruff, which judges them with a rule of its own."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Sequence

import pytest

from flake8_uec.engine.suppress import parse
from flake8_uec.model.diagnostic import Diagnostic, Range
from flake8_uec.model.source import Position, Source

# Each sample uses undefined one-letter names, which are F821.
SAMPLES = [
    "a  # noqa\n",
    "a  #noqa\n",
    "a  # NoQA\n",
    "a  # noqa : F821\nb\n",
    "a  # noqa:F821\n",
    "a  # noqa: F821 because\n",
    "a  # noqa: E501,F821\n",
    "a  # noqa: E501 F821\n",
    "a  # noqa: E501 , F821 because\n",
    "a  # noqa: E501,,F821\n",
    "a  # noqa:  F821\n",
    "a  # noqa: E501\n",
    "a  # noqa F821\n",
    "a  # noqa F401\n",
    "a  # noqa - because\n",
    "a  # noqa: f821\n",
    "a  # noqa:\n",
    "a  # noqa: F\n",
    "a  # noqa: because\n",
    "a  # noqaF821\n",
    "a  # noqas\n",
    "a  # type: ignore # noqa: F821\n",
    "a  # type: ignore noqa: F821\n",
    "a  # noqa: E501 # noqa: F821\n",
    '"# noqa"; a\n',
    "a; '''\n# noqa\n'''; b  # noqa: F821\nc\n",
    'x = """\n{}""".format(a)  # noqa: F821\nb\n',
    'x = """\n# noqa: F821"""; a\n',
    "x = a + \\\n    b  # noqa\nc\n",
    'x = f"""{\n a\n}""" + b  # noqa: F821\nc\n',
    'x = ["""a\nb""", b,\n c]  # noqa: F821\nd\n',
    'x = ["""a\nb""", b,  # noqa: F821\n c]\nd\n',
    "# ruff: noqa\na\n",
    "a\n# ruff: noqa\n",
    "# ruff:noqa:F821\na\n",
    "# ruff : noqa : F821\na\n",
    "# ruff: noqa: E501 F821 because\na\n",
    "# ruff: noqa: E501\n# ruff: noqa: F821\na\n",
    "# ruff: noqa: E501\na\n",
    "# ruff: noqa: because\na\n",
    "# RUFF: NOQA\na\n",
    "a  # ruff: noqa\n",
    "if 1:\n    a\n    # ruff: noqa: F821\n",
    "# flake8: noqa\na\n",
    "# flake8: noqa: F821\na\n",
    "# flake8: noqa: E501\na\n",
    "# text # ruff: noqa\na\n",
    "# text ruff: noqa\na\n",
    "a  # ruff: ignore[F821]\nb\n",
    "a  #ruff:ignore [ E501 , F821, ] because\n",
    "a  # ruff: ignore[f821]\n",
    "a  # ruff: Ignore[F821]\n",
    "a  # ruff: ignore[E501 F821]\n",
    "a  # ruff: ignore[]\n",
    "a  # ruff: ignore\n",
    "a  # ruff: ignore[F821\n",
    "a  # ruff: ignore[E501] # ruff: ignore[F821]\n",
    "a  # noqa: E501 # ruff: ignore[F821]\n",
    "a  # ruff: ignore[E501] # noqa: F821\n",
    "# ruff: ignore[F821]\na\nb\n",
    "# ruff: ignore[F821]\n\n# more\na\nb\n",
    "# ruff: ignore[F821]\n# ruff: ignore[E501]\na\nb\n",
    "# ruff: ignore[F821]\nprint(\n    a,\n    b); c\nd\n",
    "# ruff: ignore[F821]\nx = a + \\\n    b\nc\n",
    "# ruff: ignore[F821]\n@a\n@b\ndef f(x=c):\n    d\n",
    "# ruff: ignore[F821]\nclass C(a,\n  b):\n    c\n",
    "print(\n  # ruff: ignore[F821]\n\n  # more\n  a, b,\n  c)\n",
    "print(a,\n  # ruff: ignore[F821]\n)\nb\n",
    'print(a,\n  # ruff: ignore[F821]\n  """\n""", b,\n  c)\nd\n',
    "print(\n  a,  # ruff: ignore[F821]\n  b)\nc\n",
    "if 1:\n    pass\n    # ruff: ignore[F821]\na\nb\n",
    "if 1:\n# ruff: ignore[F821]\n    a\n    b\n",
    "# ruff: file-ignore[F821]\na\n",
    "a\n# ruff: file-ignore[F821]\n",
    "if 1:\n    # ruff: file-ignore[F821]\n    a\n",
    "print()  # ruff: file-ignore[F821]\na\n",
    "# ruff: file-ignore\na\n",
    "# ruff: disable[F821]\na\n# ruff: enable[F821]\nb\n",
    "# ruff: disable[F821] because\na\n# ruff: enable[F821] done\nb\n",
    "a\n# ruff: disable[F821]\nb\n",
    "# ruff: disable\na\n",
    "if 1:\n    # ruff: disable[F821]\n    a\nb\n",
    "if 1:\n    # ruff: disable[F821]\n    a\n    # ruff: enable[F821]\n    b\nc\n",
    "if 1:\n    # ruff: disable[F821]\n    if 2:\n        a\n        # ruff: enable[F821]\n    b\nc\n",
    "# ruff: disable[F821]\nif 1:\n  a\n  # ruff: enable[F821]\n  b\nc\n",
    "# ruff: disable[F821]\nif 1:\n    a\n# ruff: enable[F821]\nb\n",
    "if 1:\n# ruff: disable[F821]\n    a\n# ruff: enable[F821]\n    b\nc\n",
    "if 1:\n  if 2:\n    # ruff: disable[F821]\n    a\n  # ruff: enable[F821]\n  b\nc\n",
    "if 1:\n    pass\n    # ruff: disable[F821]\na\n# ruff: enable[F821]\nb\n",
    "if 1:\n\tif 2:\n\t\t# ruff: disable[F821]\n\t\ta\n\t\t# ruff: enable[F821]\n\t\tb\n",
    "a  # ruff: disable[F821]\nb\n# ruff: enable[F821]\nc\n",
    "# ruff: disable[F821]\na  # ruff: enable[F821]\nb\n",
    "# ruff: disable[F821, E501]\na\n# ruff: enable[E501, F821]\nb\n",
    "# ruff: disable[E501, F821]\na\n# ruff: enable[F821]\nb\n# ruff: enable[E501,F821]\nc\n",
    "# ruff: disable[F821]\na\n# ruff: disable[F821]\nb\n# ruff: enable[F821]\nc\n# ruff: enable[F821]\nd\n",
    "print(\n  # ruff: disable[F821]\n  a,\n  # ruff: enable[F821]\n  b)\nc\n",
    "print(\n# ruff: disable[F821]\n  a,\n# ruff: enable[F821]\n  b)\nc\n",
    "# ruff: disable[F821]\nprint(a,\n# ruff: enable[F821]\n  b)\nc\n",
    '# ruff: disable[F821]\nprint("""\n# ruff: enable[F821]\n""", a)\nb\n',
    "# ruff: enable[F821]\na\n",
]


def ask_ruff(directory: str, *options: str) -> dict[str, list[tuple[int, int, int]]]:
    """Return where ruff finds undefined names: by file, the line, the column and the last line."""
    command = [sys.executable, "-m", "ruff", "check", "--isolated", "--no-cache", "--select", "F821"]
    done = subprocess.run(
        [*command, "--output-format", "json", *options, directory], capture_output=True, check=False, text=True
    )
    found: dict[str, list[tuple[int, int, int]]] = {}
    for one in json.loads(done.stdout):
        assert one["code"] == "F821", one
        place = one["location"]["row"], one["location"]["column"], one["end_location"]["row"]
        found.setdefault(one["filename"], []).append(place)
    return found


def diagnostic(line: int, column: int, last: int) -> Diagnostic:
    where = Range(Position(line, column), Position(last, column + 1))
    return Diagnostic("x.py", "F821", "undefined-name", "", where, (line, last))


@pytest.fixture(scope="module")
def judged(tmp_path_factory: pytest.TempPathFactory) -> list[tuple[Sequence[tuple[int, int, int]], ...]]:
    """For each sample, all places that ruff finds, and those that are left when comments count."""
    directory = tmp_path_factory.mktemp("samples")
    paths = [directory / f"sample_{index}.py" for index in range(len(SAMPLES))]
    for path, sample in zip(paths, SAMPLES, strict=True):
        path.write_text(sample, encoding="utf-8")
    everything, left = ask_ruff(str(directory), "--ignore-noqa"), ask_ruff(str(directory))
    return [(everything.get(str(path), ()), left.get(str(path), ())) for path in paths]


@pytest.mark.parametrize("index", range(len(SAMPLES)), ids=[repr(sample) for sample in SAMPLES])
def test_hides_what_ruff_hides(index: int, judged: list[tuple[Sequence[tuple[int, int, int]], ...]]) -> None:
    everything, left = judged[index]
    suppressions = parse(Source("x.py", SAMPLES[index]))

    assert everything
    assert [place for place in everything if not suppressions.hides(diagnostic(*place))] == [*left]
