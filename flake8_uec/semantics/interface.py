"""What a module lets others see, and which of its names are not what they were.

Names are dotted and in full. One stands for all that lies below it.
"""

from __future__ import annotations

import ast
from collections.abc import Collection, Hashable, Iterable, Iterator, Mapping
from functools import cached_property
from operator import attrgetter
from typing import Any, TypeAlias

from flake8_uec.model.facts import CALL, UNKNOWN, ClassFacts, Facts, Member
from flake8_uec.model.values import dataclass

Part: TypeAlias = "tuple[str, str]"
"""A name and the member of it that is meant, `""` for all of it."""

RAISES = "<raises>"
"""Stands among members for what a class may refuse, which nobody has to spell."""

_INHERITED = ("__", "test", *(f"{how}{what}" for how in ("", "async", "async_") for what in ("setup", "teardown")))
"""How the names of members begin, in small letters, that matter to whoever inherits them without a word."""


@dataclass(frozen=True)
class Changed:
    """Names that are not what they were, ready to be looked for among those that a module speaks of.

    meaning: those that stand for something else, or for nothing any more, or came to stand for something.
    content: those that stand for what they did, which has another form: a class with a new base, or the one member
        of a class that is new.
    """

    meaning: frozenset[str] = frozenset()
    content: frozenset[Part] = frozenset()

    @property
    def parts(self) -> frozenset[Part]:
        """All of them."""
        return self.content | {(name, "") for name in self.meaning}

    def __or__(self, other: Changed) -> Changed:
        return Changed(self.meaning | other.meaning, self.content | other.content)

    def __sub__(self, other: Changed) -> Changed:
        return Changed(self.meaning - other.meaning, self.content - other.content)

    @cached_property
    def _members(self) -> Mapping[str, set[str]]:
        found: dict[str, set[str]] = {}
        for name, member in self.content:
            found.setdefault(name, set()).add(member)
        return found

    def renews(self, dotted: str) -> bool:
        """Tell whether a dotted name may stand for something else than it did."""
        return any(name in self.meaning for name, _ in _above(dotted)) if self.meaning else False

    def of(self, dotted: str) -> set[str]:
        """Return the members of a dotted name that are not what they were, `""` for all of them."""
        found = {""} if self.renews(dotted) else set()
        for name, inner in _above(dotted) if self.content else ():
            members = self._members.get(name, set())
            found |= members if not inner else {""} if {"", inner} & members else set()
        return found


def _above(dotted: str) -> Iterator[tuple[str, str]]:
    """Yield a dotted name and those that it lies in, each with the part behind it."""
    name, inner = dotted.removesuffix(CALL), ""
    while name:
        yield name, inner
        name, _, inner = name.rpartition(".")


def changed_names(before: Facts | None, after: Facts | None, module: str) -> Changed:
    """Return the names of a module that are not what they were; the module's own where it came or went.

    That a definition has moved to another line is no change.
    """
    itself = Changed(frozenset({module}))
    if before is None or after is None:
        return Changed() if before is after else itself
    if before.stars != after.stars or (before.exported is None) != (after.exported is None):
        return itself
    meaning = set(before.exported or ()) ^ set(after.exported or ()) | _unlike(before.names, after.names)
    content = {(name, "") for kind in (_functions, _made) for name in _unlike(kind(before), kind(after))}
    for name in before.classes.keys() | after.classes.keys():
        content |= {(name, member) for member in _members(before.classes.get(name), after.classes.get(name))}
    return Changed(_own(module, meaning), _own_parts(module, content))


def _members(old: ClassFacts | None, new: ClassFacts | None) -> set[str]:
    """Return what of a class is not what it was."""
    if old is None or new is None or _frame(old) != _frame(new):
        return {""}
    found = _unlike(_without_lines(old.members), _without_lines(new.members)) | (old.attributes ^ new.attributes)
    found |= (old.awaited ^ new.awaited) | ({RAISES} if old.spelled != new.spelled else set())
    return {""} if any(name.lower().startswith(_INHERITED) for name in found) else found


def _unlike(old: Mapping[str, Any], new: Mapping[str, Any]) -> set[str]:
    return {name for name in old.keys() | new.keys() if old.get(name) != new.get(name)}


def _frame(cls: ClassFacts) -> Hashable:
    return cls.bases, cls.decorators, cls.is_test, cls.dataclass, cls.has_metaclass


_OF_MEMBER = attrgetter(
    "kind", "parameters", "is_async", "settable", "copies", "known", "is_abstract", "hands_out", "returns"
)  # fmt: skip
"""All that a member is, but for its line."""


def _without_lines(members: Mapping[str, Member]) -> Mapping[str, Any]:
    return {name: _OF_MEMBER(one) for name, one in members.items()}


def _made(facts: Facts) -> Mapping[str, Any]:
    return facts.made


def _functions(facts: Facts) -> Mapping[str, Any]:
    return _without_lines(facts.functions)


def _own(module: str, names: Iterable[str]) -> frozenset[str]:
    """Return names of a module; one within a class stands for the class."""
    return frozenset(f"{module}.{name.partition('.')[0]}" for name in names)


def _own_parts(module: str, parts: Iterable[Part]) -> frozenset[Part]:
    """Return names of a module and their members; what lies in a class within a class stands for the outer one."""
    found = ((name.partition(".")[0], "" if "." in name else member) for name, member in parts)
    return frozenset((f"{module}.{name}", member) for name, member in found)


def changed_values(before: ast.Module, after: ast.Module, module: str) -> Changed:
    """Return the names of a module that hold another value, where that may be more than a plain one.

    Facts do not tell a value, nor what a function does; a class whose base is had from it depends on it all the same.
    """
    names = _unlike(dict(_values(before)), dict(_values(after)))
    return Changed(content=_own_parts(module, ((name, "") for name in names)))


def _values(tree: ast.Module) -> Iterator[tuple[str, str]]:
    """Yield the top-level names that classes may be had from, each with what it holds."""
    for node in tree.body:
        if isinstance(node, ast.FunctionDef) and any(map(_may_be_class, ast.walk(node))):
            yield node.name, ast.dump(node)
        elif isinstance(node, ast.Assign | ast.AnnAssign | ast.AugAssign) and node.value is not None:
            targets = node.targets if isinstance(node, ast.Assign) else [node.target]
            if any(isinstance(inner, ast.Name) for inner in ast.walk(node.value)):
                yield from ((one.id, ast.dump(node.value)) for one in targets if isinstance(one, ast.Name))


def _may_be_class(node: ast.AST) -> bool:
    """Tell whether a function may give a class by a node of it: it makes one, or gives what is called like one."""
    match node:
        case ast.ClassDef() | ast.Call(func=ast.Name(id="type"), args=[_, _, _]):
            return True
        case ast.Return(value=ast.expr() as value):
            return any(isinstance(inner, ast.Name) and inner.id[:1].isupper() for inner in _ends(value))
    return False


def _ends(value: ast.expr) -> Iterator[ast.expr]:
    if isinstance(value, ast.IfExp):
        yield from (*_ends(value.body), *_ends(value.orelse))
    else:
        yield value.value if isinstance(value, ast.Subscript) else value


def open_classes(facts: Facts) -> Changed:
    """Return the classes of a module with a base that only following values tells, as though they had changed."""
    open_ones = ((name, "") for name, one in facts.classes.items() if any(map(_is_open, one.bases)))
    return Changed(content=_own_parts(facts.module, open_ones))


def _is_open(base: tuple[str, ...]) -> bool:
    return any(name == UNKNOWN or name.endswith(CALL) for name in base)


def handed_on(facts: Facts, changed: Changed) -> Changed:
    """Return the names of a module that are not what they were because others are not.

    An import, an alias, and all of that kind that comes with a star; a class with a changed base, whatever gives an
    instance of what has changed, and whatever speaks of a name that now means something else.
    """
    if any(map(changed.of, facts.stars)):
        return Changed(frozenset({facts.module}))
    meaning = {name for name, targets in facts.names.items() if any(map(changed.renews, targets))}
    content = {(name, member) for name, names in _given(facts) for one in names for member in changed.of(one)}
    content |= {(name, "") for name, names in _spoken_of(facts) if any(map(changed.renews, names))}
    content |= {(name, "") for name in _aliases(facts, {name.rpartition(".")[0] for name, _ in changed.parts})}
    for star in facts.stars:
        meaning.update(name for name, _ in _below(star, changed.parts) if f"{star}.{name}" in changed.meaning)
        content.update(_below(star, changed.content))
    return Changed(_own(facts.module, meaning), _own_parts(facts.module, content))


def _below(module: str, parts: Iterable[Part]) -> Iterator[Part]:
    """Yield the names of a module, without it."""
    split = ((name.rpartition("."), member) for name, member in parts)
    return ((last, member) for (holder, _, last), member in split if holder == module)


def _aliases(facts: Facts, modules: Collection[str]) -> Iterator[str]:
    """Yield the names of a module that are another's, or part of it, under a new name."""
    for name, targets in facts.names.items():
        if any(_renames(name, target, modules) for target in targets):
            yield name


def _renames(name: str, target: str, modules: Collection[str]) -> bool:
    """Tell whether a name is an alias, under a new name, of one of some modules."""
    return target in modules and name != target.rpartition(".")[2]


def _given(facts: Facts) -> Iterator[tuple[str, Iterable[str]]]:
    """Yield each name that a module offers with the dotted names of which it gives on what they have."""
    yield from facts.names.items()
    yield from facts.made.items()
    yield from ((name, function.returns) for name, function in facts.functions.items())
    for name, cls in facts.classes.items():
        yield name, [one for base in cls.bases for one in base]
        yield from ((name, member.returns) for member in cls.members.values())


def _spoken_of(facts: Facts) -> Iterator[tuple[str, Iterable[str]]]:
    """Yield each function and class that a module offers with the dotted names in its signatures."""
    yield from ((name, _of_member(function)) for name, function in facts.functions.items())
    for name, cls in facts.classes.items():
        yield name, cls.decorators
        yield from ((name, _of_member(member)) for member in cls.members.values())
        yield from ((name, one.annotation) for one in (cls.dataclass.fields if cls.dataclass else ()))


def _of_member(member: Member) -> Iterator[str]:
    yield from member.hands_out
    for parameter in member.parameters:
        yield from parameter.annotation


def closure(modules: Collection[Facts], changed: Changed) -> Changed:
    """Return changed names together with all that some modules hand on of them, to one another too."""
    while True:
        more = changed
        for facts in modules:
            more |= handed_on(facts, changed)
        if more == changed:
            return changed
        changed = more
