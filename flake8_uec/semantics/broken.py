"""Parse a file, or what can be had of one that does not parse."""

from __future__ import annotations

import ast
import platform
import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from copy import copy
from functools import cached_property
from itertools import accumulate

from flake8_uec.model.values import dataclass
from flake8_uec.semantics.conflicts import sides
from flake8_uec.semantics.outline import move

PYTHON = ".".join(platform.python_version_tuple()[:2])
_LINE_BREAK = re.compile(r"\r\n|\r|\n")
_BLOCK_START = re.compile(r"\f*(?!(?:else|elif|except|finally)\b)[^\s#)\]}]")
_LONG_QUOTES = ('"""', "'''")
_MOST_ABOVE = 20
"""How many empty lines a line of text may be parsed with."""

_ATTEMPTS = 4
"""How often the lines of a text may be parsed in vain for text at column 0: it must not cost a square."""


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


class Memo:
    """The blocks of broken texts that parse, from one text to the next one like it."""

    def __init__(self) -> None:
        self._now: dict[str, tuple[int, list[ast.stmt]]] = {}
        self._before: dict[str, tuple[int, list[ast.stmt]]] = {}

    def begin(self) -> None:
        """Forget what the last text did not hold."""
        self._before, self._now = self._now, {}

    def get(self, start: int, text: str) -> list[ast.stmt] | None:
        """Return the statements of a text that begins below so many lines, `None` where they are not known.

        Those of the last text are moved to where they stand now.
        """
        if text in self._now:
            there, known = self._now[text]
            return known if there == start else None
        if text not in self._before:
            return None
        there, known = self._before.pop(text)
        move(known, start - there)
        return self.keep(start, text, known)

    def keep(self, start: int, text: str, statements: list[ast.stmt]) -> list[ast.stmt]:
        """Remember statements, and return them."""
        self._now[text] = start, statements
        return statements


def parse(text: str) -> Parsed:
    """Parse a file. Nothing is raised, and warnings are left to the caller's filter.

    A conflicted file gives a tree of each side. Of any other broken file, the top-level blocks that parse
    are merged into one tree, with as much of the others as parses before their error.
    """
    tree, problem = try_parse(text)
    if tree is not None:
        return Parsed((tree,), ())
    assert problem is not None
    return salvage(text, problem)


def salvage(text: str, problem: SyntaxProblem, memo: Memo | None = None) -> Parsed:
    """Return what can be had of a text that does not parse, for a known reason."""
    memo = memo or Memo()
    memo.begin()
    both = sides(text)
    if both is None:
        return Parsed((_salvage(text, problem, memo),), (problem,))
    return Parsed(tuple(_side(side, memo) for side in dict.fromkeys(both)), (problem,))


def _side(text: str, memo: Memo) -> ast.Module:
    tree, problem = try_parse(text)
    if tree is not None:
        return tree
    assert problem is not None
    return _salvage(text, problem, memo)


def try_parse(text: str) -> tuple[ast.Module | None, SyntaxProblem | None]:
    """Return the tree of a text, or why it has none."""
    if "\0" in text:
        return None, _problem(text, "null byte in the source", *_place(text, text.index("\0")))
    try:
        return ast.parse(text), None
    except SyntaxError as error:
        return None, _problem(text, error.msg or "invalid syntax", error.lineno or 1, error.offset or 1)
    except RecursionError:
        return None, _problem(text, "nested too deeply to be parsed", 1, 1)
    except MemoryError:
        return None, _problem(text, "too complex to be parsed", 1, 1)
    except ValueError as error:
        return None, _problem(text, str(error), *_place(text, getattr(error, "start", 0)))


def try_parse_body(lines: Sequence[str], above: int) -> tuple[ast.Module | None, SyntaxProblem | None]:
    """Return lines of the body of a class as the body of another, or why they do not parse.

    above: how many lines stand above them, one at least: places are as they are there.
    """
    return try_parse("\n" * (above - 1) + "\n".join(["class _:", *lines]))


def _split(text: str) -> list[str]:
    """Return the lines of a text as the parser counts them."""
    return _LINE_BREAK.split(text) if "\r" in text else text.split("\n")


def _place(text: str, offset: int) -> tuple[int, int]:
    """Return the 1-based line and column of an offset."""
    before = _LINE_BREAK.split(text[:offset])
    return len(before), len(before[-1]) + 1


def _problem(text: str, message: str, line: int, column: int) -> SyntaxProblem:
    """Return a problem whose place lies in the text: the parser may point past its end."""
    lines = _split(text)
    line = min(max(line, 1), len(lines))
    return SyntaxProblem(line, min(max(column, 1), len(lines[line - 1]) + 1), message)


def _salvage(text: str, problem: SyntaxProblem, memo: Memo) -> ast.Module:
    """Return one tree of the top-level blocks that parse, with the line numbers of the whole.

    Many blocks are parsed at a time, fewer where one is broken, as that of the problem is, and more again after those
    that parse. Of a broken one, the lines before the error are kept if they parse.
    """
    blocks = _Blocks(text, memo)
    suspect = blocks.before(problem.line - 1)
    body: list[ast.stmt] = []
    index, size = 0, max(1, suspect)
    while index < len(blocks):
        at = blocks.fails_at(index, problem.line - 1) if (index, size) == (suspect, 1) else None
        statements, error = blocks.parse(index, size) if at is None else (None, at)
        if statements is not None:
            index, size = index + size, 1 if index + size == suspect else size * 2
        elif size > 1:
            size = max(1, min(blocks.before(error) - index, size // 2))
        else:
            statements, size = blocks.parse_broken(index, error)
            index, size = index + size, 1
        body += statements or []
    return ast.Module(body, [])


class _Blocks:
    """The top-level blocks of a text: what begins at column 0, with all that is indented below it."""

    def __init__(self, text: str, memo: Memo) -> None:
        self._memo = memo
        self._lines = _split(text)
        self._starts = [*_block_starts(self._lines), len(self._lines)]
        self._cuts: dict[int, int] = {}
        self._spare_lines = _ATTEMPTS * len(self._lines)
        self._paired = [quotes for quotes in _LONG_QUOTES if text.count(quotes) % 2 == 0]

    def __len__(self) -> int:
        return len(self._starts) - 1

    def before(self, line: int) -> int:
        """Return how many blocks end before a 0-based line."""
        return bisect_right(self._starts, line) - 1

    def parse(self, index: int, size: int) -> tuple[list[ast.stmt] | None, int]:
        """Return the statements of some blocks, or `None` and the 0-based line of the error."""
        end = self._starts[min(index + size, len(self))]
        return self._parse_lines(self._starts[index], end)

    def fails_at(self, index: int, line: int) -> int | None:
        """Return the 0-based line of a class's error, which the whole text has on some line, `None` where unsure.

        The class is parsed from the method on in which that lies; what stands above is the same as a keystroke ago.
        """
        start, end = self._starts[index], self._starts[index + 1]
        cut = start + _method_above(self._lines[start:end], line - start)
        if cut == start or self._parse_lines(start, cut)[0] is None:
            return None
        self._cuts[start] = cut
        _, problem = try_parse_body([*self._lines[cut:end], ""], cut)
        return None if problem is None else problem.line - 1

    def _parse_above(self, start: int, error: int) -> list[ast.stmt] | None:
        """Return the statements of a block that stand above its error; of a class, its methods are put together."""
        cut = self._cuts.get(start, error)
        if cut >= error:
            return self._parse_lines(start, error)[0]
        head, (tree, _) = self._parse_lines(start, cut)[0], try_parse_body([*self._lines[cut:error], ""], cut)
        above, below = head[0] if head else None, tree.body[0] if tree else None
        if not isinstance(above, ast.ClassDef) or not isinstance(below, ast.ClassDef):
            return self._parse_lines(start, error)[0]
        whole = copy(above)
        whole.body = [*above.body, *below.body]
        whole.end_lineno, whole.end_col_offset = below.end_lineno, below.end_col_offset
        return [whole]

    def parse_broken(self, index: int, error: int) -> tuple[list[ast.stmt] | None, int]:
        """Return what can be had of a block that does not parse alone, and how many blocks that takes up."""
        size, is_string = self._reach(index)
        lines = self._starts[index + size] - self._starts[index]
        if size > 1 and lines <= self._spare_lines:
            statements, _ = self.parse(index, size)
            if statements is not None:
                return statements, size
            self._spare_lines -= lines
        return self._parse_above(self._starts[index], error), size if is_string else 1

    def _text(self, index: int) -> str:
        return "\n".join(self._lines[self._starts[index] : self._starts[index + 1]])

    def _parse_lines(self, start: int, end: int) -> tuple[list[ast.stmt] | None, int]:
        text = "\n".join([*self._lines[start:end], ""])
        known = self._memo.get(start, text)
        if known is not None:
            return known, end
        # The parser counts lines faster than nodes can be moved down, unless there are few nodes far below.
        above = start if start <= _MOST_ABOVE * (end - start) else 0
        tree, problem = try_parse("\n" * above + text)
        if tree is None:
            assert problem is not None
            return None, start - above + problem.line - 1
        move(tree.body, start - above)
        return self._memo.keep(start, text, tree.body), end

    @cached_property
    def _reaches(self) -> list[int]:
        return _reaches([_opened(self._text(index)) for index in range(len(self))])

    def _reach(self, index: int) -> tuple[int, bool]:
        """Return over how many blocks a statement goes whose string or brackets hold text at column 0.

        Also tell whether that is a string for certain, whose text is no code even where the statement is
        broken: not where the text lacks one of its quotes.
        """
        first = self._text(index)
        for quotes in _LONG_QUOTES:
            if first.count(quotes) % 2:
                rest = range(index + 1, len(self))
                last = next((one for one in rest if self._text(one).count(quotes) % 2), index)
                return last - index + 1, quotes in self._paired
        return self._reaches[index] if _opened(first) > 0 else 1, False


def _method_above(lines: Sequence[str], line: int) -> int:
    """Return the index of the first line of a class's method, on or above a line of it; 0 where that is not sure.

    It is one with an empty line above: decorators, of however many lines, go with what they decorate.
    """
    if not lines[0].startswith("class "):
        return 0
    texts = [(one, one.lstrip()) for one in lines[1:]]
    indents = [len(one) - len(text) for one, text in texts if text and not text.startswith("#")]
    method = re.compile(rf" {{{min(indents, default=0)}}}(?:def |async def |@)")
    above = range(min(line, len(lines) - 1), 0, -1)
    return next((at for at in above if method.match(lines[at]) and not lines[at - 1].strip()), 0)


def _block_starts(lines: Sequence[str]) -> Iterator[int]:
    """Yield the 0-based lines on which a top-level block starts; decorators belong to what they decorate."""
    decorated = continued = False
    for number, line in enumerate(lines):
        if not continued and line[:1] != " " and _BLOCK_START.match(line):
            if not decorated:
                yield number
            decorated = line.lstrip("\f").startswith("@")
        continued = line.endswith("\\") and not line.startswith("#")


def _reaches(opened: Sequence[int]) -> list[int]:
    """Return how many blocks the brackets of each one take up, 1 where they are never closed.

    `opened` tells how many brackets each block leaves open.
    """
    depths = [0, *accumulate(opened)]
    reaches = [1] * len(opened)
    waiting: list[int] = []
    for end, depth in enumerate(depths):
        while waiting and depths[waiting[-1]] >= depth:
            start = waiting.pop()
            reaches[start] = end - start
        waiting.append(end)
    return reaches


def _opened(text: str) -> int:
    """Return how many brackets a text leaves open, those in its strings and comments included."""
    return sum(map(text.count, "([{")) - sum(map(text.count, ")]}"))
