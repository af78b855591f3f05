"""UEC404: accesses of the process environment that have an equal, and those that have none."""

from __future__ import annotations

import pytest

from tests.rules.conftest import Fix

PATH = "tests/test_sample.py"
HEAD = "import os\n\n\ndef test_a():\n    "
FIXED_HEAD = "from shared.isolated_environment import get_env\n\n\ndef test_a():\n    "


@pytest.mark.parametrize(
    ("code", "after"),
    [
        ("x = os.getenv('A')", "x = get_env().get('A')"),
        ("x = os.getenv('A', 'b').lower()", "x = get_env().get('A', 'b').lower()"),
        ("x = os.environ.get('A', default='b')", "x = get_env().get('A', default='b')"),
        ("os.environ['A'] = f('b')", "get_env().set('A', f('b'))"),
        ("os.environ['A'] = ('b'\n        'c')", "get_env().set('A', ('b'\n        'c'))"),
        ("os.environ['A'] = os.environ.get('B')", "get_env().set('A', get_env().get('B'))"),
        ("del os.environ['A']", "get_env().delete('A')"),
        ("os.environ.pop('A', None)", "get_env().delete('A')"),
        ("os.environ.update({'A': 'b'})", "get_env().update({'A': 'b'})"),
        ("x = 'A' in os.environ", "x = get_env().exists('A')"),
        ("assert 'A' not in os.environ and x", "assert not get_env().exists('A') and x"),
        ("os.environ['A'] = 'ä'  # why", "get_env().set('A', 'ä')  # why"),
    ],
)
def test_an_access_with_an_equal(fixed: Fix, code: str, after: str) -> None:
    assert fixed(HEAD + code + "\n", PATH) == FIXED_HEAD + after + "\n"


@pytest.mark.parametrize(
    "code",
    [
        "x = os.environ['A']",
        "x = os.environ.pop('A', None)",
        "x = os.environ.setdefault('A', 'b')",
        "os.environ.update(A='b')",
        "os.environ['A'] = x = 'b'",
        "os.environ['A'] += 'b'",
        "del os.environ['A'], os.environ['B']",
        "x = f'{os.environ.get(1)}'",
        "x = [*os.environ]",
        "x = os.getenv('A', typo='b')",
        "x = os.environ.get",
        "os.environ[  # why\n        'A'] = 'b'",
        "try:\n        del os.environ['A']\n    except KeyError:\n        pass",
        "os.environ['A'] = 'b'\n    subprocess.run(['c'])",
        "os.environ['A'] = 'b'\n    assert os.environ['A'] == 'b'",
        "os.environ['A'] = 'b'\n    assert environment.get_env().get('A') is None",
    ],
)
def test_an_access_without_one(fixed: Fix, code: str) -> None:
    assert fixed(HEAD + code + "\n", PATH) == HEAD + code + "\n"


def test_what_a_module_sets_while_it_is_imported_is_left_to_a_person(fixed: Fix) -> None:
    code = "import os\n\nos.environ['A'] = 'b'\n"
    assert fixed(code, PATH) == code


def test_a_fixture_of_pytest_is_no_read(fixed: Fix) -> None:
    code = "def test_a(monkeypatch):\n    monkeypatch.setenv('A', 'b')\n"
    assert fixed(code, PATH) == code
