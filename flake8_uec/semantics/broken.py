"""Parse a file, or what can be had of one that does not parse."""

from __future__ import annotations

import ast
import platform
import re
from dataclasses import dataclass

from flake8_uec.semantics.conflicts import sides

PYTHON = ".".join(platform.python_version_tuple()[:2])
_BLOCK_START = re.compile(r"^[^\s#)\]}]", re.MULTILINE)
_CONTINUES = re.compile(r"(?:else|elif|except|finally)\b")
_JOINED_AT_MOST = 40
"""How many blocks one statement may be joined from: a string that is never closed must not cost a square."""


@dataclass(frozen=True, slots=True)
class SyntaxProblem:
    """Why a file does not parse: 1-based line and column in characters, the parser's words, its grammar."""

    line: int
    column: int
    message: str
    python: str = PYTHON


@dataclass(frozen=True, slots=True)
class Parsed:
    """The trees of a file: one, or two of a conflicted one; `problems` is empty where it parses."""

    trees: tuple[ast.Module, ...]
    problems: tuple[SyntaxProblem, ...]


def parse(text: str) -> Parsed:
    """Parse a file. Nothing is raised, and warnings are left to the caller's filter.

    A conflicted file gives a tree of each side. Of any other broken file, the top-level blocks that parse
    are merged into one tree.
    """
    tree, problem = _try(text)
    if tree is not None:
        return Parsed((tree,), ())
    assert problem is not None
    parted = sides(text) or (text,)
    return Parsed(tuple(_side(side) for side in parted), (problem,))


def _side(text: str) -> ast.Module:
    tree, _ = _try(text)
    return tree if tree is not None else _salvage(text)


def _try(text: str) -> tuple[ast.Module | None, SyntaxProblem | None]:
    try:
        return ast.parse(text), None
    except SyntaxError as error:
        return None, _problem(text, error.msg or "invalid syntax", error.lineno or 1, error.offset or 1)
    except RecursionError:
        return None, _problem(text, "nested too deeply to be parsed", 1, 1)
    except MemoryError:
        return None, _problem(text, "too complex to be parsed", 1, 1)
    except ValueError as error:
        line = text.count("\n", 0, max(text.find("\0"), 0)) + 1
        return None, _problem(text, str(error), line, 1)


def _problem(text: str, message: str, line: int, column: int) -> SyntaxProblem:
    lines = re.split(r"\r\n|\r|\n", text)
    line = min(max(line, 1), len(lines))
    return SyntaxProblem(line, min(max(column, 1), len(lines[line - 1]) + 1), message)


def _salvage(text: str) -> ast.Module:
    """Return one tree of the top-level blocks that parse, with the line numbers of the whole."""
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    starts = _block_starts(text)
    body: list[ast.stmt] = []
    index = 0
    while index < len(starts) - 1:
        statements, used = _block(text, starts, index)
        body += statements
        index += used
    return ast.Module(body, [])


def _block_starts(text: str) -> list[int]:
    starts: list[int] = []
    decorated = False
    for match in _BLOCK_START.finditer(text):
        at = match.start()
        if not decorated and not _CONTINUES.match(text, at):
            starts.append(at)
        decorated = text[at] == "@"
    return [*starts, len(text)]


def _block(text: str, starts: list[int], index: int) -> tuple[list[ast.stmt], int]:
    """Parse the block at an index, joined with those after it while it ends in the middle of something."""
    most = min(_JOINED_AT_MOST, len(starts) - 1 - index)
    for used in range(1, most + 1):
        block = text[starts[index] : starts[index + used]]
        tree, _ = _try(block)
        if tree is not None:
            shift = text.count("\n", 0, starts[index])
            return [ast.increment_lineno(statement, shift) for statement in tree.body], used
        if used == 1 and not _may_go_on(block):
            break
    return [], 1


def _may_go_on(block: str) -> bool:
    """Tell whether a block may be the head of a longer one: it opens a long string or a bracket."""
    quotes = block.count('"""') % 2 or block.count("'''") % 2
    return bool(quotes) or sum(map(block.count, "([{")) > sum(map(block.count, ")]}")) or block.rstrip().endswith("\\")
