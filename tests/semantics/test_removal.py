"""Which imports go away with the last use of their name."""

from __future__ import annotations

import ast

import pytest

from flake8_uec.engine.fix import apply
from flake8_uec.model.diagnostic import Edit
from flake8_uec.model.policy import Policy
from flake8_uec.model.source import Source, Span
from flake8_uec.semantics.module import Module
from flake8_uec.semantics.removal import tidied
from flake8_uec.semantics.trace import Tracer
from flake8_uec.semantics.tree import Tree
from tests.memory import MemoryProject


def replaced(code: str, old: str = "Mock()", new: str = "None", path: str = "tests/test_it.py") -> str:
    """Return code with each `old` replaced, and the imports gone that this leaves unused."""
    module = Module(Tree(Source(path, code, path), ast.parse(code)), Policy(), Tracer(MemoryProject({})))
    starts = [at for at in range(len(code)) if code.startswith(old, at)]
    return apply(code, tidied(module, [Edit(Span(at, at + len(old)), new) for at in starts]))


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("from unittest.mock import Mock\nx = Mock()\n", "x = None\n"),
        ("from unittest.mock import Mock, patch\nx = Mock()\n", "from unittest.mock import patch\nx = None\n"),
        ("from unittest.mock import patch, Mock\nx = Mock()\n", "from unittest.mock import patch\nx = None\n"),
        (
            "from unittest.mock import ANY, Mock, patch\nx = Mock()\n",
            "from unittest.mock import ANY, patch\nx = None\n",
        ),
        (
            "from unittest.mock import (\n    Mock,\n    patch,\n)\nx = Mock()\n",
            "from unittest.mock import (\n    patch,\n)\nx = None\n",
        ),
        (
            "from unittest.mock import (\n    patch,  # both\n    Mock,\n)\nx = Mock()\n",
            "from unittest.mock import (\n    patch,  # both\n)\nx = None\n",
        ),
        (
            "from unittest.mock import (\n    patch,\n    Mock\n)\nx = Mock()\n",
            "from unittest.mock import (\n    patch,\n)\nx = None\n",
        ),
        ("import os; from unittest.mock import Mock\nx = Mock()\n", "import os\nx = None\n"),
        ("from unittest.mock import Mock; import os\nx = Mock()\n", "import os\nx = None\n"),
        (
            "def f():\n    from unittest.mock import Mock\n    return Mock()\n",
            "def f():\n    return None\n",
        ),
        (
            "if x:\n    from unittest.mock import Mock\ny = Mock()\n",
            "if x:\n    pass\ny = None\n",
        ),
        ("from unittest.mock import Mock\r\nx = Mock()\r\n", "x = None\r\n"),
        ('"""Not a Mock."""\nfrom unittest.mock import Mock\nx = Mock()\n', '"""Not a Mock."""\nx = None\n'),
        (
            "from mock import Mock\nx = Mock()\ndef f():\n    from mock import Mock\n    return Mock\n",
            "x = None\ndef f():\n    from mock import Mock\n    return Mock\n",
        ),
    ],
)
def test_an_import_goes_with_its_last_use(before: str, after: str) -> None:
    assert replaced(before) == after
    ast.parse(after)


@pytest.mark.parametrize(
    "code",
    [
        pytest.param("x = Mock() or Mock\n", id="another use"),
        pytest.param('__all__ = ["Mock"]\nx = Mock()\n', id="exported"),
        pytest.param('x = Mock()\ny: "Mock" = x\n', id="a string annotation"),
        pytest.param('x = Mock()\n@patch("tests.test_it.Mock")\ndef f(): ...\n', id="patched here"),
    ],
)
def test_an_import_stays_while_it_is_used(code: str) -> None:
    head = "from unittest.mock import Mock\n"
    assert replaced(head + code) == head + code.replace("Mock()", "None")


@pytest.mark.parametrize(
    "head",
    [
        pytest.param("try:\n    from unittest.mock import Mock\nexcept ImportError:\n    pass\n", id="in a try"),
        pytest.param("from unittest.mock import Mock  # noqa: F401\n", id="marked"),
        pytest.param("from unittest.mock import (\n    Mock,  # wanted elsewhere\n    patch,\n)\n", id="explained"),
        pytest.param("from unittest.mock import Mock as Mock\n", id="re-exported"),
        pytest.param("import os\nfrom mocks import *\n", id="starred"),
    ],
)
def test_an_import_that_is_wanted_stays(head: str) -> None:
    assert replaced(f"{head}x = Mock()\n") == f"{head}x = None\n"


def test_nothing_goes_from_a_package() -> None:
    code = "from unittest.mock import Mock\nx = Mock()\n"
    assert replaced(code, path="tests/__init__.py") == code.replace("Mock()", "None")


def test_only_what_the_edits_leave_unused_goes() -> None:
    code = "import os\nfrom unittest.mock import Mock\nx = Mock()\n"
    assert replaced(code) == "import os\nx = None\n"


def test_a_module_goes_with_the_last_name_in_it() -> None:
    assert replaced("import mock\nx = mock.Mock()\n", "mock.Mock()") == "x = None\n"
    code = "import unittest.mock\nimport unittest.case\nx = unittest.mock.Mock()\n"
    assert replaced(code, "unittest.mock.Mock()") == code.replace("unittest.mock.Mock()", "None")


def test_what_the_new_text_needs_stays() -> None:
    code = "from unittest.mock import Mock\nx = Mock()\n"
    assert replaced(code, new="Mock(spec=int)") == code.replace("Mock()", "Mock(spec=int)")
