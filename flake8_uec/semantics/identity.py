"""What a finding is known by though its line moves: the scope it lies in, and its text without layout."""

from __future__ import annotations

import ast
import tokenize
from collections.abc import Iterator

from flake8_uec.semantics import broken
from flake8_uec.semantics.tree import Definition, Tree

LONGEST = 120
"""Characters of a text that are kept as they are; of a longer one, the rest is told apart by a digest."""

_LAYOUT = frozenset(
    {tokenize.NL, tokenize.NEWLINE, tokenize.COMMENT, tokenize.INDENT, tokenize.DEDENT, tokenize.ENDMARKER}
)
_CLOSING = frozenset(")]}")


def scope_of(tree: Tree, line: int) -> str:
    """Return the qualified name of the class or function that holds a line, `""` at the top of the module.

    What points at a definition itself lies in it.
    """
    return ".".join(node.name for node in tree.statements_at(line) if isinstance(node, Definition))


def scopes(text: str) -> frozenset[str]:
    """Return the qualified names of the classes and functions of a file, as `scope_of` has them."""
    found: set[str] = set()
    for tree in broken.parse(text).trees:
        _collect(tree, "", found)
    return frozenset(found)


def _collect(node: ast.AST, prefix: str, found: set[str]) -> None:
    for child in ast.iter_child_nodes(node):
        if isinstance(child, Definition):
            name = f"{prefix}.{child.name}" if prefix else child.name
            found.add(name)
            _collect(child, name, found)
        elif not isinstance(child, ast.expr):
            _collect(child, prefix, found)


def normalised(text: str) -> str:
    """Return code on one line, without comments and with one layout, whichever formatter was over it."""
    try:
        words = list(_words(text))
    except (tokenize.TokenError, SyntaxError, ValueError):
        words = text.split()
    whole = " ".join(words)
    if len(whole) <= LONGEST:
        return whole
    from hashlib import sha256  # noqa: PLC0415 -- loads OpenSSL, and few texts are so long

    return f"{whole[:LONGEST]} {sha256(whole.encode('utf-8', 'surrogatepass')).hexdigest()[:12]}"


def _words(text: str) -> Iterator[str]:
    """Yield the tokens of an expression; a comma before a bracket is layout too."""
    before = ""
    for token in _tokens(text):
        if before and not (before == "," and token in _CLOSING):
            yield before
        before = token
    if before:
        yield before


def _tokens(text: str) -> Iterator[str]:
    lines = iter([f"{line}\n" for line in (*f"({text}".split("\n"), ")")])
    tokens = tokenize.generate_tokens(lambda: next(lines, ""))
    kept = [token for token in tokens if token.type not in _LAYOUT][1:-1]
    yield from (_string(token.string) if token.type == tokenize.STRING else token.string for token in kept)


def _string(literal: str) -> str:
    """Return a literal with the quotes that `repr` would choose."""
    try:
        return repr(ast.literal_eval(literal))
    except (SyntaxError, ValueError):
        return literal
