"""Every place of a file that refers to one of the names that a policy speaks of."""

from __future__ import annotations

import ast
import re
from collections.abc import Collection, Iterable, Iterator, Sequence
from enum import Enum
from fnmatch import fnmatchcase
from itertools import accumulate

from flake8_uec.model.values import dataclass
from flake8_uec.semantics.names import Names
from flake8_uec.semantics.patching import patched
from flake8_uec.semantics.tree import Tree


class Form(Enum):
    """How a place refers to a name."""

    IMPORT = "from import"
    MODULE = "module import"
    STAR = "star import"
    DYNAMIC = "dynamic import"
    WITHIN = "import of, or from, a wanted module"
    USE = "use"
    STRING = "string annotation"
    PATCH = "patch string"


IMPORTS = frozenset({Form.IMPORT, Form.MODULE, Form.STAR, Form.DYNAMIC})


@dataclass(frozen=True, slots=True)
class Reference:
    """A reference to a wanted name.

    node: what to point at: an alias, an expression or a string.
    expression: what refers: the node itself, or the expression parsed from a string annotation.
    name: the absolute name as the file spells it.
    trace: every name that it may stand for, `name` first, its origins last; of an import from a wanted module, that.
    bound: the local name that an import binds.
    """

    node: ast.AST
    form: Form
    name: str
    trace: tuple[str, ...]
    bound: str = ""
    expression: ast.expr | None = None

    @property
    def is_dotted(self) -> bool:
        """Tell whether this is a use through a module, rather than of a name that an import bound."""
        return self.expression is not None and not isinstance(self.expression, ast.Name)


class Wanted:
    """The names that the active rules ask for: whole names, or `module.*` for all that a module holds.

    The module of a `module.*` may be a pattern. `words` are the identifiers without one of which no file
    refers to any of them, short of a renaming re-export.
    """

    def __init__(self, names: Iterable[str]) -> None:
        names = tuple(names)
        self.exact = frozenset(name for name in names if not name.endswith(".*"))
        self.modules = tuple(sorted({name[:-2] for name in names if name.endswith(".*")}))
        self._plain_modules = frozenset(module for module in self.modules if "*" not in module)
        self._patterns = tuple(module for module in self.modules if "*" in module)
        self.last_words = frozenset(map(_last_word, self.exact))
        self.words = self.last_words | frozenset(map(_last_word, self.modules))
        self.holders = frozenset(name.rpartition(".")[0] for name in self.exact) | self._plain_modules

    def asks_for(self, trace: Sequence[str]) -> bool:
        """Tell whether a name is wanted: it leads to one that is, or its own module is wanted whole."""
        return any(name in self.exact for name in trace) or self.holds(trace[0].rpartition(".")[0])

    def is_meant_by(self, reference: Reference) -> bool:
        """Tell whether a reference is one to a wanted name, or to what holds one."""
        if reference.form is Form.PATCH:
            return any(within(reference.name, name) for name in self.exact)
        return self.asks_for(reference.trace) or not self.holders.isdisjoint(reference.trace)

    def module_of(self, name: str) -> str:
        """Return the wanted module that what is imported is, or lies in, `""` for none."""
        above = accumulate(name.split("."), "{}.{}".format)
        return next((one for one in above if one in self.exact), "")

    def holds(self, module: str) -> bool:
        """Tell whether everything in a module is wanted."""
        return module in self._plain_modules or any(fnmatchcase(module, pattern) for pattern in self._patterns)


def _last_word(name: str) -> str:
    """Return the last part of a dotted name, or the last that a pattern spells out."""
    words: list[str] = re.findall(r"\w+", name)
    return words[-1]


class References:
    """Finds the references of one file."""

    def __init__(self, tree: Tree, names: Names, wanted: Wanted, renames: Collection[str] | None) -> None:
        """`renames` are the new names under which the project re-exports wanted ones; `None`: not known."""
        self.tree = tree
        self.names = names
        self.wanted = wanted
        self.renames = renames
        self.words = set(wanted.words) | set(renames or ())
        self.modules: set[str] = set()

    def find(self) -> list[Reference]:
        """Return the references, imports first."""
        imports = list(self._imports())
        self._follow_aliases(imports)
        return [*imports, *self._uses()]

    # Imports

    def _imports(self) -> Iterator[Reference]:
        for node in self.tree.nodes_with(["import", "import_module", "__import__"]):
            if isinstance(node, ast.alias):
                yield from self._alias(node)
            elif isinstance(node, ast.Call) and self.names.is_import_call(node):
                yield from self._dynamic(node)

    def _alias(self, alias: ast.alias) -> Iterator[Reference]:
        statement = self.tree.parents[alias]
        if isinstance(statement, ast.Import):
            self._note_module(alias.name, alias.asname or alias.name)
            bound = alias.asname or alias.name
            if alias.name in self.wanted.holders:
                yield Reference(alias, Form.MODULE, alias.name, (alias.name,), bound)
            yield from self._within(alias, alias.name, bound)
            return
        assert isinstance(statement, ast.ImportFrom)
        source = self.names.source_of(statement)
        if not source:
            return
        if alias.name == "*":
            yield from self._star(alias, source)
            yield from self._within(alias, source)
            return
        name = f"{source}.{alias.name}"
        self._note_module(name, alias.asname or alias.name)
        trace = self._trace(name, alias.name)
        bound = alias.asname or alias.name
        if self.wanted.asks_for(trace):
            yield Reference(alias, Form.IMPORT, name, trace, bound)
        elif not self.wanted.holders.isdisjoint(trace):
            yield Reference(alias, Form.MODULE, name, trace, bound)
        else:
            yield from self._within(alias, name, bound)

    def _within(self, node: ast.AST, name: str, bound: str = "") -> Iterator[Reference]:
        if module := self.wanted.module_of(name):
            yield Reference(node, Form.WITHIN, name, (module,), bound)

    def _note_module(self, module: str, bound: str) -> None:
        """Where new names are not known, every member of an imported module of the project is looked at."""
        tracer = self.names.tracer
        if self.renames is None and tracer.is_ours(module) and tracer.has_module(module):
            self.modules.add(bound.partition(".")[0])

    def _trace(self, name: str, last: str) -> tuple[str, ...]:
        if self.renames is None or last in self.words:
            return self.names.tracer.trace(name)
        return (name,)

    def _star(self, alias: ast.alias, source: str) -> Iterator[Reference]:
        """Yield the wanted names that a star import brings in, of those that this file mentions.

        A module that itself holds a wanted name counts though the name is not mentioned.
        """
        ours, whole = self.names.tracer.is_ours(source), source in self.wanted.holders
        for word in sorted(self.wanted.words | set(self.renames or ())):
            if not self.tree.lines_of(word) and not (ours and whole):
                continue
            if ours and not self.names.tracer.offers(source, word):
                continue
            trace = self.names.tracer.trace(f"{source}.{word}")
            if self.wanted.asks_for(trace):
                yield Reference(alias, Form.STAR, trace[0], trace, word)

    def _dynamic(self, call: ast.Call) -> Iterator[Reference]:
        match call.args:
            case [ast.Constant(value=str(module)) as literal, *_]:
                if module in self.wanted.holders:
                    yield Reference(literal, Form.DYNAMIC, module, (module,))
                yield from self._within(literal, module)

    # Uses

    def _follow_aliases(self, imports: Iterable[Reference]) -> None:
        """Let every name that stands for a wanted one join the words to look for."""
        self.words.update(one.bound for one in imports if one.form is Form.IMPORT or one.name in self.wanted.exact)
        new = self.words | self.modules
        while new:
            found: set[str] = set()
            for node in self.tree.nodes_with(new):
                if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store) and node.id not in self.words:
                    value = self._stored(node)
                    if value is not None and self._wanted_trace(value):
                        found.add(node.id)
            self.words |= found
            new = found

    def _stored(self, node: ast.Name) -> ast.expr | None:
        value = self.names.value_of(node)
        return value if isinstance(value, (ast.Name, ast.Attribute, ast.Call, ast.IfExp, ast.BoolOp)) else None

    def _uses(self) -> Iterator[Reference]:
        for node in self.tree.nodes_with(self.words | self.modules):
            match node:
                case ast.Name(ctx=ast.Load()) if node.id in self.words:
                    yield from self._use(node, Form.USE, node)
                case ast.Attribute() if node.attr in self.words or _root(node) in self.modules:
                    yield from self._use(node, Form.USE, node)
                case ast.Call():
                    yield from self._call(node)
                case ast.Constant(value=str()) if self._is_annotation(node):
                    yield from self._annotation(node)

    def _call(self, node: ast.Call) -> Iterator[Reference]:
        """Yield what `getattr(module, "Name")` and `patch("module.Name")` refer to."""
        for patch in patched(node, self.names):
            if any(within(patch.name, name) for name in self.wanted.exact):
                yield Reference(patch.literal, Form.PATCH, patch.name, (patch.name,))
        if isinstance(node.func, ast.Name) and node.func.id == "getattr":
            yield from self._use(node, Form.USE, node)

    def _use(self, expression: ast.expr, form: Form, pointer: ast.expr) -> Iterator[Reference]:
        trace = self._wanted_trace(expression)
        if trace:
            yield Reference(pointer, form, trace[0], trace, expression=expression)

    def _wanted_trace(self, expression: ast.expr) -> tuple[str, ...]:
        for name in self.names.resolve(expression):
            trace = self._trace(name, name.rpartition(".")[2])
            if not self.wanted.exact.isdisjoint(trace):
                return trace
        return ()

    def _is_annotation(self, node: ast.Constant) -> bool:
        """Tell whether a string is (part of) an annotation, or of a type given to `cast` and its like."""
        child: ast.AST = node
        parent = self.tree.parents.get(node)
        in_generic = False
        while isinstance(parent, (ast.expr, ast.keyword)):
            match parent:
                case ast.Subscript() if _is_literal(parent.value):
                    return False
                case ast.Subscript():
                    in_generic |= self._is_generic(parent.value)
                case ast.Call():
                    return in_generic or _takes_type(parent, child)
            child, parent = parent, self.tree.parents.get(parent)
        return in_generic or _annotates(parent, child)

    def _is_generic(self, node: ast.expr) -> bool:
        """Tell whether a subscript of an expression is a type with arguments, also where it is a value."""
        names = self.names.resolve(node)
        return any(name.startswith(_TYPING) or name in _GENERICS for name in names)

    def _annotation(self, literal: ast.Constant) -> Iterator[Reference]:
        text = str(literal.value).strip()
        if not any(word in text for word in self.words):
            return
        try:
            expression = ast.parse(text, mode="eval").body
        except (SyntaxError, ValueError, RecursionError, MemoryError):
            return
        self.tree.adopt(expression, literal)
        for node in ast.walk(expression):
            if isinstance(node, (ast.Name, ast.Attribute)):
                yield from self._use(node, Form.STRING, literal)


_TYPING = ("typing.", "typing_extensions.", "collections.abc.")
_GENERICS = frozenset(f"builtins.{name}" for name in ("dict", "frozenset", "list", "set", "tuple", "type"))


def _takes_type(call: ast.Call, argument: ast.AST) -> bool:
    name = _last_name(call.func)
    if isinstance(argument, ast.keyword):
        return name == "TypeVar" and argument.arg == "bound"
    return argument in (call.args[:1] if name == "cast" else call.args[1:] if name in ("TypeVar", "NewType") else ())


def _annotates(parent: ast.AST | None, child: ast.AST) -> bool:
    match parent:
        case ast.arg():
            return parent.annotation is child
        case ast.AnnAssign():
            return parent.annotation is child or _last_name(parent.annotation) == "TypeAlias"
        case ast.FunctionDef() | ast.AsyncFunctionDef():
            return parent.returns is child
    return False


def within(name: str, outer: str) -> bool:
    """Tell whether a dotted name is another, or a member of it."""
    return name == outer or name.startswith(f"{outer}.")


def _root(node: ast.expr) -> str:
    while isinstance(node, ast.Attribute):
        node = node.value
    return node.id if isinstance(node, ast.Name) else ""


def _last_name(node: ast.expr) -> str:
    return node.attr if isinstance(node, ast.Attribute) else getattr(node, "id", "")


def _is_literal(node: ast.expr) -> bool:
    return _last_name(node) == "Literal"
