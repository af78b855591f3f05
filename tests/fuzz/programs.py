"""Programs that are nearly sound: what the rules' own examples become, and the policy's words in any other."""

from __future__ import annotations

import re
from collections.abc import Callable
from keyword import iskeyword, issoftkeyword
from pathlib import Path
from random import Random

from hypothesis.strategies import SearchStrategy

from flake8_uec.rules import RULES

EXAMPLES = Path(__file__).parents[2] / "examples"
MODULES = tuple(sorted(path.relative_to(EXAMPLES).as_posix() for path in EXAMPLES.rglob("*.py")))
"""The files of the sample project."""

SEEDS: tuple[tuple[str, str], ...] = tuple(
    dict.fromkeys(
        (path, code)
        for rule in RULES
        for path, code in (
            *((one.path, text) for one in rule.examples for text in (one.bad, one.good)),
            *((one.path, one.code) for one in rule.allowed),
        )
        if code
    )
)
"""The paths and the texts that the rules are documented by."""

_TOKEN = re.compile(r"\w+|\s+|[^\w\s]")
_NAME = re.compile(r"[^\W\d]\w*")
_DOTTED = re.compile(r"\w+(?:\.\w+)+")

LINES = tuple(dict.fromkeys(line for _, code in SEEDS for line in code.splitlines() if line.strip()))
WORDS = tuple(sorted({word for _, code in SEEDS for word in _NAME.findall(code)}))
DOTTED = tuple(sorted({word for _, code in SEEDS for word in _DOTTED.findall(code)}))

_ODD = (
    "\f", "\t", "\r", "\r\n", "\n", "\\\n", "\v", "\x1c", "\u2028", "\ufeff", "\0", "é", "\N{GRINNING FACE}", "ﬁ",
    "'", '"', '"""', "'''", "(", ")", "[", "]", "{", "}", ":", ";", ",", "=", ":=", "*", "**", "@", "->", "\\", "#",
    "b'", "f'{", "rb'", "lambda: ", "await ", "async ", "yield ", "not ", "global x\n", "nonlocal x\n", "del ",
    "# noqa", "# noqa: UEC101", "# flake8: noqa", "# ruff: noqa", "# noqa:UEC", "# todo: UEC403",
    "match x:\n    case ", "try:\n", "except* E:\n", "finally:\n", "else:\n", "class ", "def ", "import ", "from . ",
    "if TYPE_CHECKING:\n", "type X = ", "__all__ = [", "__slots__ = ()", "0x", "1_", "...", "pass\n", "import *\n",
)  # fmt: skip
_ENCODINGS = (
    "utf-8",
    "latin-1",
    "cp1252",
    "utf-16",
    "ascii",
    "shift_jis",
    "utf-7",
    "unicode_escape",
    "nonesuch",
)
_BLOCKS = (
    "def test_a():\n", "async def test_a(self):\n", "class TestA(SSotBaseTestCase):\n", "class A(unittest.TestCase):\n",
    "if True:\n", "try:\n", "with open(x) as y, z:\n", "for x in y:\n", "while (x := y):\n", "match x:\n    case _:\n",
    "@patch('a.b')\ndef test_a(x):\n", "@pytest.fixture\nasync def context():\n", "class A[T]:\n", "else:\n",
)  # fmt: skip

Change = Callable[[str, Random], str]


def mutated(text: str, dice: Random) -> bytes:
    """Return the bytes of a text after some changes."""
    for _ in range(dice.choice((1, 1, 2, 2, 3, 5, 8))):
        text = dice.choice(_CHANGES)(text, dice)
    return _encoded(text[:20_000], dice)


def spliced(program: str, dice: Random) -> bytes:
    """Return a program with words of the policy in the place of its own, among lines of the rules' examples."""
    names = {name: dice.choice((name, dice.choice(WORDS), dice.choice(DOTTED))) for name in _NAME.findall(program)}
    words = {name: word for name, word in names.items() if not (iskeyword(name) or issoftkeyword(name))}
    text = _NAME.sub(lambda match: words.get(match[0], match[0]), program)
    for _ in range(dice.randrange(4)):
        text = _insert_example(text, dice)
    return _encoded(text, dice)


def project(dice: Random) -> dict[str, bytes]:
    """Return a few files of the sample project, by path, which are not what they were."""
    count = dice.randrange(2, 5)
    modules = [(path, (EXAMPLES / path).read_text("utf-8")) for path in dice.sample(MODULES, count)]
    return {path: mutated(code, dice) for path, code in (*modules, *dice.sample(SEEDS, count))}


def grammatical() -> SearchStrategy[str]:
    """Return programs that Python's grammar makes."""
    from hypothesmith import from_grammar, from_node

    return from_grammar() | from_node()


def _cut(text: str, dice: Random) -> tuple[list[str], int]:
    tokens = _TOKEN.findall(text) or [""]
    return tokens, dice.randrange(len(tokens))


def _delete(text: str, dice: Random) -> str:
    tokens, at = _cut(text, dice)
    return "".join(tokens[:at] + tokens[at + dice.choice((1, 1, 1, 2, 5)) :])


def _duplicate(text: str, dice: Random) -> str:
    tokens, at = _cut(text, dice)
    return "".join(tokens[:at] + tokens[at : at + dice.choice((1, 2, 9))] + tokens[at:])


def _swap(text: str, dice: Random) -> str:
    tokens, at = _cut(text, dice)
    other = dice.randrange(len(tokens))
    tokens[at], tokens[other] = tokens[other], tokens[at]
    return "".join(tokens)


def _put_odd(text: str, dice: Random) -> str:
    tokens, at = _cut(text, dice)
    return "".join([*tokens[:at], dice.choice(_ODD), *tokens[at:]])


def _put_word(text: str, dice: Random) -> str:
    names = [*_NAME.finditer(text)]
    if not names:
        return dice.choice(LINES)
    one = dice.choice(names)
    return text[: one.start()] + dice.choice((dice.choice(WORDS), dice.choice(DOTTED))) + text[one.end() :]


def _join_lines(text: str, dice: Random) -> str:
    head, _, tail = _split(text, dice)
    return head.removesuffix("\n") + dice.choice(("", " ", "; ", ";", " \\\n", ", ")) + tail.lstrip(" ")


def _change_breaks(text: str, dice: Random) -> str:
    new = dice.choice(("\r", "\r\n", "\f\n", "\n\f", "\n\n", "\\\n", " \n", ""))
    return re.sub("\n", lambda _: dice.choice((new, new, "\n")), text)


def _change_indents(text: str, dice: Random) -> str:
    new = dice.choice(("\t", " ", "  ", "        ", " \t", "\f    ", "\\\n    "))
    return re.sub("(?m)^ {4}", lambda _: dice.choice((new, new, "    ")), text)


def _insert_example(text: str, dice: Random) -> str:
    head, indent, tail = _split(text, dice)
    _, code = dice.choice(SEEDS)
    lines = code.splitlines(keepends=True) if dice.random() < 0.5 else [dice.choice(LINES).strip() + "\n"]
    return head + "".join(indent + line for line in lines) + tail


def _wrap(text: str, dice: Random) -> str:
    block, deep = dice.choice(_BLOCKS), dice.choice((1, 1, 1, 2, 3, 25))
    inner = len(block.splitlines()[-1]) - len(block.splitlines()[-1].lstrip()) + 1
    for _ in range(deep):
        text = block + "".join(" " * inner + line for line in text.splitlines(keepends=True))
    return text


def _nest(text: str, dice: Random) -> str:
    tokens, at = _cut(text, dice)
    before, after = dice.choice((("(", ")"), ("[", "]"), ("{", "}"), ("f(", ")"), ("-", ""), ("not ", "")))
    deep = dice.choice((1, 3, 40, 190, 900))
    return "".join([*tokens[:at], before * deep, tokens[at], after * deep, *tokens[at + 1 :]])


def _conflict(text: str, dice: Random) -> str:
    head, _, tail = _split(text, dice)
    middle, _, last = _split(tail, dice)
    base = dice.choice(("", "", "||||||| base\nx = 1\n"))
    other = dice.choice((middle, "", _put_word(middle, dice), dice.choice(LINES) + "\n"))
    return f"{head}<<<<<<< ours\n{middle}{base}=======\n{other}>>>>>>> theirs\n{last}"


def _combine(text: str, dice: Random) -> str:
    _, other = dice.choice(SEEDS)
    return dice.choice((text + other, other + text, text.rstrip("\n") + other))


def _chop(text: str, dice: Random) -> str:
    return text[: dice.randrange(len(text) + 1)]


def _annotate(text: str, dice: Random) -> str:
    return re.sub("\n", lambda _: dice.choice(("\n", f"  {dice.choice(_ODD)}\n", "  # noqa: UEC403\n")), text)


_CHANGES: tuple[Change, ...] = (
    _delete, _duplicate, _swap, _put_odd, _put_word, _put_word, _join_lines, _change_breaks, _change_indents,
    _insert_example, _insert_example, _wrap, _nest, _conflict, _combine, _chop, _annotate,
)  # fmt: skip


def _split(text: str, dice: Random) -> tuple[str, str, str]:
    """Return what stands above a line, that line's indentation, and the line with what follows."""
    lines = text.splitlines(keepends=True) or [""]
    at = dice.randrange(len(lines))
    indent = lines[at][: len(lines[at]) - len(lines[at].lstrip(" \t"))]
    return "".join(lines[:at]), indent, "".join(lines[at:])


def _encoded(text: str, dice: Random) -> bytes:
    chance = dice.random()
    if chance < 0.85:
        return text.encode("utf-8", "surrogatepass")
    if chance < 0.9:
        return b"\xef\xbb\xbf" + text.encode("utf-8", "surrogatepass")
    encoding = dice.choice(_ENCODINGS)
    text = f"# -*- coding: {encoding} -*-\n{text}"
    if chance < 0.95:
        try:
            return text.encode(encoding, "replace")
        except LookupError:
            pass
    data = bytearray(text.encode("utf-8", "surrogatepass"))
    if chance > 0.98:
        data[dice.randrange(len(data))] = dice.randrange(256)
    return bytes(data)
