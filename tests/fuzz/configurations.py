"""What must hold of the bytes of any `pyproject.toml`: settings to lint a file by, or mistakes with lines."""

from __future__ import annotations

import atexit
import re
import tempfile
from functools import cache
from pathlib import Path
from random import Random
from shutil import rmtree

from flake8_uec import presets
from flake8_uec.engine.lint import INTERNAL_ERROR
from flake8_uec.project.config import Resolver
from flake8_uec.project.mistakes import ConfigError
from flake8_uec.project.vocabulary import known
from flake8_uec.project.worker import Worker
from tests.fuzz.limits import cpu_limit
from tests.fuzz.programs import DOTTED, SEEDS, WORDS
from tests.fuzz.tables import KEYS, random_table

ROOT = Path(__file__).parents[2]

_KNOWN = known()
_TOKEN = re.compile(r"\w+|\n|[^\S\n]+|[^\w\s]")
_ODD = (
    "[", "]", "[[", "]]", "{", "}", "'", '"', '"""', "'''", "=", ".", ",", "#", "\n", "\r", "\r\n", "\t", "\0", "\\",
    "\ufeff", "é", "\N{GRINNING FACE}", "1979-05-27", "1979-05-27T07:32:00Z", "1e400", "nan", "0x", "-1", "9" * 30,
    "true", "[]", "{}", '""', '"("', '"[a"', '"(?P<"', '"*"', '"**"', '".."', '"/"', '"\\u0000"', '"a..b"', '"UEC9"',
    '"\\\\"', '"(a+)+$"', "x = " + "[" * 2000, "x" * 5000, '"a:b.toml"', '"os:b.toml"', "extend = ", "preset = ",
    "[tool.flake8-uec]\n", "[[tool.flake8-uec.deprecated]]\n", "[tool]\n", "name = ", "code = 'UEC900'\n",
)  # fmt: skip


class Desk:
    """A directory with a `pyproject.toml` and one file."""

    def __init__(self, folder: str) -> None:
        self._folder = Path(folder)

    @classmethod
    def temporary(cls) -> Desk:
        """Return one that is gone when the process is."""
        folder = tempfile.mkdtemp()
        atexit.register(rmtree, folder, ignore_errors=True)
        return cls(folder)

    def check(self, data: bytes) -> bool:
        """Hold the bytes of a configuration to all that must be true; tell whether a file can be linted by it."""
        path = self._folder / "pyproject.toml"
        path.write_bytes(data)
        name, code = SEEDS[len(data) % len(SEEDS)]
        with cpu_limit():
            try:
                worker = Worker(Resolver(_KNOWN, directory=str(self._folder)))
                found = worker.lint_bytes(code.encode(), str(self._folder / name)).diagnostics
            except ConfigError as error:
                _mistakes(error, data)
                return False
        assert [one.message for one in found if one.code == INTERNAL_ERROR] == []
        return True


def _mistakes(error: ConfigError, data: bytes) -> None:
    """Hold what is told of a wrong configuration to saying something, on a line of the file."""
    lines = len(re.split(rb"\r\n|\n|\r", data))
    assert error.mistakes
    for one in error.mistakes:
        assert one.message.strip(), one
        assert 1 <= one.line <= lines or one.file != "pyproject.toml", one


@cache
def seeds() -> tuple[str, ...]:
    """Return configurations that are sound: the preset as a policy of one's own, and those of the documents."""
    preset = Path(presets.__path__[0], "netra.toml").read_text("utf-8")
    own = re.sub(r"(?m)^(\[+)", r"\1tool.flake8-uec.", preset)
    parts = re.split(r"(?m)^(?=# ---)", own)
    pages = [page.read_text("utf-8") for page in (*sorted(ROOT.glob("docs/*.md")), ROOT / "README.md")]
    blocks = [one for page in pages for one in re.findall(r"^```toml\n(.*?)^```$", page, re.M | re.S)]
    examples = [path.read_text("utf-8") for path in sorted(ROOT.glob("examples/**/*.toml"))]
    return (*(f"[tool.flake8-uec]\npreset = 'none'\n{part}" for part in parts), *blocks, *examples)


def configuration(dice: Random) -> bytes:
    """Return a configuration of either kind."""
    return random_table(dice) if dice.random() < 0.5 else mutated(dice.choice(seeds()), dice)


def mutated(text: str, dice: Random) -> bytes:
    """Return the bytes of a configuration after some changes."""
    for _ in range(dice.choice((1, 1, 2, 3, 6))):
        text = _changed(text, dice)
    data = bytearray(text.encode("utf-8", "surrogatepass"))
    if data and dice.random() < 0.1:
        data[dice.randrange(len(data))] = dice.randrange(256)
    return bytes(data)


def _changed(text: str, dice: Random) -> str:
    tokens = _TOKEN.findall(text) or [""]
    at, other = dice.randrange(len(tokens)), dice.randrange(len(tokens))
    match dice.randrange(7):
        case 0:
            del tokens[at : at + dice.choice((1, 1, 3, 20))]
        case 1:
            tokens[at:at] = tokens[other : other + dice.choice((1, 2, 30))]
        case 2:
            tokens[at], tokens[other] = tokens[other], tokens[at]
        case 3:
            tokens[at] = dice.choice(_ODD)
        case 4:
            tokens.insert(at, dice.choice(_ODD))
        case 5:
            tokens[at] = dice.choice((dice.choice(WORDS), dice.choice(DOTTED), dice.choice(KEYS)))
        case _:
            return text + dice.choice(seeds())
    return "".join(tokens)
