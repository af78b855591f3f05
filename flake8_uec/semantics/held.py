"""Which names of other modules a file holds on to, so that they cannot go there unseen."""

from __future__ import annotations

import ast
import re
from collections.abc import Collection, Iterator

from flake8_uec.semantics.module import Module

_OWNER = re.compile(r"\w+\Z")
LONGEST_OWNER = 200
"""How many characters of an owner's name are looked at."""

_GIVES_MEMBER = frozenset({"getattr", "object", "setattr", "delattr"})
"""The last parts of calls that take an object and the name of a member of it."""


def held(module: Module, words: Collection[str]) -> frozenset[str]:
    """Return each name among some words that this file may take from a module, after the module's last part.

    `"orders.Cart"` stands for an import of `Cart` from any module called `orders`, a use through the module, a
    patch, or any other text that spells it: what cannot be told counts.
    """
    present = sorted(word for word in words if module.tree.lines_of(word))
    if not present:
        return frozenset()
    names = {*_spelled(module.source.text, present), *_traced(module, present)}
    return frozenset(".".join(name.split(".")[-2:]) for name in names)


def _spelled(text: str, words: Collection[str]) -> Iterator[str]:
    """Yield each `owner.word` in a text."""
    for match in re.finditer(rf"\.(?:{'|'.join(map(re.escape, words))})(?!\w)", text):
        owner = _OWNER.search(text, max(0, match.start() - LONGEST_OWNER), match.start())
        if owner:
            yield owner.group() + match.group()


def _traced(module: Module, words: Collection[str]) -> Iterator[str]:
    for node in module.tree.nodes_with(words):
        match node:
            case ast.alias(name=name) if name in words:
                yield from (step for one in module.names.imported(node) for step in module.tracer.trace(one))
            case ast.Call(func=function, args=[owner, ast.Constant(value=str(name)), *_]) if name in words:
                if (
                    function.attr if isinstance(function, ast.Attribute) else getattr(function, "id", "")
                ) in _GIVES_MEMBER:
                    yield from (f"{one}.{name}" for one in module.origins(owner))
