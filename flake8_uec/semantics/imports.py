"""What a name of the project is called in a file, and the edits that import it where a reader would.

A name is imported once: merged into an import of the same module, or on a line of its own beside its neighbours.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator, Sequence

from flake8_uec.model.diagnostic import Edit
from flake8_uec.model.source import Span
from flake8_uec.model.values import dataclass
from flake8_uec.semantics.facts import dotted
from flake8_uec.semantics.module import Module
from flake8_uec.semantics.outline import first_line
from flake8_uec.semantics.removal import delete_names
from flake8_uec.semantics.tree import Definition

LONGEST_LINE = 100
"""An import is not lengthened beyond so many characters; a new one is written below it."""

_FROM = re.compile(r"from(?P<before>[\s\\]*)(?P<module>[.\w\s\\]+?)(?P<after>[\s\\]*)(?<!\w)import(?!\w)")
"""The start of an import. White space may stand around each dot of the name, and none need stand beside a dot."""

_FUNCTIONS = (ast.FunctionDef, ast.AsyncFunctionDef)


@dataclass(frozen=True, slots=True)
class Imported:
    """How to write a name at a place: the expression, and the edits without which it means nothing there."""

    expression: str
    edits: tuple[Edit, ...] = ()


def reach(module: Module, name: str, at: ast.expr | ast.stmt, *, outside: bool = False) -> Imported | None:
    """Return how to write a dotted name of the project at a node that is run, of another one too with `outside`.

    `None` where the name does not resolve, or where its last part means something else there. That the file has it
    under another name is not looked into: every module that it imports would be read for that.
    """
    if not module.tracer.resolves(name) and (not outside or module.tracer.is_ours(name)):
        return None
    owner, _, last = name.rpartition(".")
    for alias in _aliases(module):
        local = alias.asname or alias.name
        if alias.name == last and name in _trace(module, alias) and means(module, local, name, at):
            return Imported(local)
    return _add(module, owner, last, at) if owner != module.name else None


def through(module: Module, name: str, at: ast.AST) -> str:
    """Return how to write a dotted name by way of its module, `""` where the file has not imported that at a node.

    What the node goes through itself comes first, of several names that the module has.
    """
    owner, _, last = name.rpartition(".")
    locals_ = [alias.asname or alias.name for alias in _modules(module) if alias.name == owner]
    locals_.sort(key=lambda local: local != dotted(at).partition(".")[0])
    return next((f"{local}.{last}" for local in locals_ if "." not in local and means(module, local, owner, at)), "")


def _modules(module: Module) -> list[ast.alias]:
    """Return every name that a plain import of the file brings in, in the order of the text."""
    found: list[ast.alias] | None = module.memo.get(_modules)
    if found is None:
        statements = [node for node in module.tree.nodes_with(["import"]) if isinstance(node, ast.Import)]
        statements.sort(key=lambda node: node.lineno)
        found = module.memo[_modules] = [alias for node in statements for alias in node.names]
    return found


def _aliases(module: Module) -> list[ast.alias]:
    """Return every name that a `from` import of the file brings in, in the order of the text."""
    found: list[ast.alias] | None = module.memo.get(_aliases)
    if found is None:
        statements = [node for node in module.tree.nodes_with(["import"]) if isinstance(node, ast.ImportFrom)]
        statements.sort(key=lambda node: node.lineno)
        found = module.memo[_aliases] = [alias for node in statements for alias in node.names if alias.name != "*"]
    return found


def _trace(module: Module, alias: ast.alias) -> tuple[str, ...]:
    return tuple(step for name in module.names.imported(alias) for step in module.tracer.trace(name))


def means(module: Module, local: str, name: str, at: ast.AST) -> bool:
    """Tell whether a local name surely stands for a dotted name where a node is run."""
    use = _name_at(module, local, at)
    bindings = module.names.reaching(use)
    if not bindings or any(_for_types_only(module, one.node) for one in bindings):
        return False
    values = [module.names.values(binding) for binding in bindings]
    return all(value and all(name in module.tracer.trace(each) for each in value) for value in values)


def _name_at(module: Module, local: str, at: ast.AST) -> ast.Name:
    """Return a name that is read where a node stands."""
    use = ast.copy_location(ast.Name(local, ast.Load()), at)
    module.tree.parents[use] = at if isinstance(at, ast.stmt) else module.tree.parents[at]
    return use


def _for_types_only(module: Module, node: ast.AST) -> bool:
    """Tell whether a node lies below `if TYPE_CHECKING:`."""
    parent = module.parent(node)
    while parent is not None:
        if isinstance(parent, ast.If) and "typing.TYPE_CHECKING" in module.resolve(parent.test):
            return True
        parent = module.parent(parent)
    return False


def _add(module: Module, owner: str, local: str, at: ast.expr | ast.stmt) -> Imported | None:
    scopes = list(scopes_around(module, at))
    bindings = module.names.bindings(local)
    taken = [binding for scope in scopes for binding in bindings.get(scope, ())]
    if any(not _for_types_only(module, binding.node) for binding in taken):
        return None
    if owner == "builtins":
        return None if taken else Imported(local)
    edits = _edits(module, owner, local, at, scopes, local_only=bool(taken))
    return Imported(local, tuple(edits)) if edits else None


def scopes_around(module: Module, at: ast.AST) -> Iterator[ast.AST]:
    """Yield the scopes around a node, innermost first, the module last."""
    scope = module.names.scope_of(at)
    while scope is not module.tree.root:
        yield scope
        scope = module.names.scope_of(scope)
    yield scope


def _edits(
    module: Module, owner: str, local: str, at: ast.expr | ast.stmt, scopes: Sequence[ast.AST], *, local_only: bool
) -> list[Edit]:
    """Import beside what is imported from the same module; `local_only` keeps a cycle of imports broken."""
    for scope in scopes[:-1] if local_only else scopes:
        found = _import_of(module, owner, scope, at)
        if found is not None:
            return _merge(module, found, local)
    statement = f"from {owner} import {local}"
    if not local_only:
        return _at_the_top(module, owner, statement, at)
    function = next((scope for scope in scopes if isinstance(scope, _FUNCTIONS)), None)
    return _in_function(module, function, statement) if function is not None else []


def _import_of(module: Module, owner: str, scope: ast.AST, at: ast.expr | ast.stmt) -> ast.ImportFrom | None:
    """Return the import of something else from a module that stands unconditionally in a scope, before a node."""
    if not isinstance(scope, (ast.Module, *_FUNCTIONS)):
        return None
    for alias in _aliases(module):
        statement = module.tree.parents[alias]
        assert isinstance(statement, ast.ImportFrom)
        stands_there = module.tree.parents[statement] is scope and _runs_before(module, statement, at)
        if stands_there and module.names.source_of(statement) == owner:
            return statement
    return None


def _runs_before(module: Module, statement: ast.stmt, at: ast.expr | ast.stmt) -> bool:
    """Tell whether a statement has run when a node is: it stands above, or the node waits in another function."""
    functions = [scope for scope in scopes_around(module, at) if isinstance(scope, _FUNCTIONS)]
    waits = bool(functions) and module.names.scope_of(statement) is not functions[0]
    return waits or statement.lineno < at.lineno


def redirect(module: Module, alias: ast.alias, name: str, local: str = "") -> tuple[Edit, ...] | None:
    """Return the edits that let a `from` import bind the same local name, or a new one, to another dotted name.

    `None` where a comment would be lost, or where there is no line for a second import.
    """
    statement = module.tree.parents[alias]
    assert isinstance(statement, ast.ImportFrom)
    owner, _, last = name.rpartition(".")
    local = local or alias.asname or alias.name
    spelled = last if last == local != alias.asname else f"{last} as {local}"
    if len(statement.names) == 1:
        renamed = Edit(module.span(alias), spelled)
        is_same = (alias.name, alias.asname or alias.name) == (last, local)
        return _module_edit(module, statement, owner), *([] if is_same else [renamed])
    removed = delete_names(module.tree, statement, [alias])
    below = _below(module, statement, f"from {owner} import {spelled}")
    return None if removed is None or below is None else (*removed, below)


def _module_edit(module: Module, statement: ast.ImportFrom, owner: str) -> Edit:
    start, end = module.span(statement)
    found = _FROM.match(module.source.text, start, end)
    assert found is not None
    before, after = ("" if found[name] else " " for name in ("before", "after"))
    return Edit(Span(*found.span("module")), f"{before}{owner}{after}")


def _below(module: Module, statement: ast.stmt, text: str) -> Edit | None:
    """Return the edit that writes a statement below another, `None` where that shares its lines."""
    source, (start, stop) = module.source, module.span(statement)
    indent, end = _indent(module, start), source.line_span(source.line_number(stop)).end
    if indent is None or source.text[stop:end].partition("#")[0].strip():
        return None
    return Edit(Span(end, end), f"{source.newline}{indent}{text}")


# Into an import that is there


def _merge(module: Module, statement: ast.ImportFrom, local: str) -> list[Edit]:
    source, last = module.source, module.span(statement.names[-1])
    end_of_line = source.line_span(source.line_number(last.end)).end
    behind = source.text[last.end : end_of_line]
    closes_here = ")" in behind.partition("#")[0] or source.line_number(last.end) == statement.end_lineno
    if closes_here:
        return [_beside(module, statement, local, last, end_of_line)]
    indent = _indent(module, last.start)
    if indent is None:
        return [Edit(Span(last.end, last.end), f", {local}")]
    line = Edit(Span(end_of_line, end_of_line), f"{source.newline}{indent}{local},")
    has_comma = behind.lstrip().startswith(",")
    return [line] if has_comma else [Edit(Span(last.end, last.end), ","), line]


def _beside(module: Module, statement: ast.ImportFrom, local: str, last: Span, end_of_line: int) -> Edit:
    """Write a name behind the last one, or where the line is full, a statement of its own below."""
    source = module.source
    line = source.line_span(source.line_number(last.end))
    indent = _indent(module, module.span(statement).start)
    is_plain = indent is not None and source.text[module.span(statement).end : line.end].strip() == ""
    if is_plain and line.end - line.start + len(local) + 2 > LONGEST_LINE:
        owner = "." * statement.level + (statement.module or "")
        return Edit(Span(end_of_line, end_of_line), f"{source.newline}{indent}from {owner} import {local}")
    return Edit(Span(last.end, last.end), f", {local}")


def _indent(module: Module, offset: int) -> str | None:
    """Return what stands before an offset on its line, `None` where that is more than white space."""
    start = module.source.line_span(module.source.line_number(offset)).start
    before = module.source.text[start:offset]
    return None if before.strip() else before


# On a line of its own


def _at_the_top(module: Module, owner: str, statement: str, at: ast.expr | ast.stmt) -> list[Edit]:
    source, body = module.source, module.tree.root.body
    anchor = _neighbour(module, owner)
    if anchor is None:
        return _as_first(module, statement)
    if not _runs_before(module, anchor, at):
        return []
    end = source.line_span(_last_line(body, anchor)).end
    return [Edit(Span(end, end), f"{source.newline}{statement}")]


def _neighbour(module: Module, owner: str) -> ast.stmt | None:
    """Return the statement at the top of the file to write an import below.

    It is the last of the imports that share most with the module's name. One may depend on a change of `sys.path`
    above it, so those before the last such change do not count.
    """
    best: ast.stmt | None = None
    shared = -1
    for statement in module.tree.root.body:
        if isinstance(statement, Definition):
            break
        if isinstance(statement, (ast.Import, ast.ImportFrom)):
            nearness = _shared(module, statement, owner)
            if nearness >= shared:
                best, shared = statement, nearness
        elif _changes_path(module, statement):
            best, shared = statement, -1
    return best


def _shared(module: Module, statement: ast.Import | ast.ImportFrom, owner: str) -> int:
    """Return how many packages from the left an import shares with a module."""
    if isinstance(statement, ast.Import):
        return max(_common(alias.name, owner) for alias in statement.names)
    return _common(module.names.source_of(statement), owner)


def _common(one: str, other: str) -> int:
    pairs = zip(one.split("."), other.split("."), strict=False)
    return next((index for index, (left, right) in enumerate(pairs) if left != right), one.count(".") + 1)


def _changes_path(module: Module, statement: ast.stmt) -> bool:
    start, end = module.span(statement)
    return "sys.path" in module.source.text[start:end]


def _as_first(module: Module, statement: str) -> list[Edit]:
    """Write an import above the first statement, below the docstring."""
    source, body = module.source, module.tree.root.body
    if ast.get_docstring(module.tree.root, clean=False) is not None:
        end = source.line_span(_last_line(body, body[0])).end
        return [Edit(Span(end, end), f"{source.newline * 2}{statement}")]
    start = source.line_span(first_line(body[0])).start
    blank = 3 if isinstance(body[0], Definition) else 2
    return [Edit(Span(start, start), f"{statement}{source.newline * blank}")]


def _in_function(module: Module, function: ast.FunctionDef | ast.AsyncFunctionDef, statement: str) -> list[Edit]:
    """Write an import as the first statement of a function, below its docstring."""
    has_docstring = ast.get_docstring(function, clean=False) is not None
    following = function.body[1:] if has_docstring else function.body
    if not following:
        return []
    start = module.source.line_span(first_line(following[0])).start
    indent = _indent(module, module.source.offset(first_line(following[0]), following[0].col_offset))
    return [] if indent is None else [Edit(Span(start, start), f"{indent}{statement}{module.source.newline}")]


def _last_line(body: Sequence[ast.stmt], statement: ast.stmt) -> int:
    """Return the last line of a statement and of those that begin on it."""
    line = statement.end_lineno or statement.lineno
    for other in body:
        if other.lineno == line:
            line = max(line, other.end_lineno or line)
    return line
