"""Edits that take imports away: those that a fix replaces, and those that it leaves unused."""

from __future__ import annotations

import ast
import re
from bisect import bisect_right
from collections.abc import Collection, Iterable, Iterator, Sequence
from itertools import groupby

from flake8_uec.model.diagnostic import Edit
from flake8_uec.model.source import Source, Span
from flake8_uec.semantics.module import Module
from flake8_uec.semantics.names import Binding
from flake8_uec.semantics.outline import first_line
from flake8_uec.semantics.tree import Tree, body_of

_IMPORTS = (ast.Import, ast.ImportFrom)

_FROM = re.compile(r"\bfrom [\w.]+ (?=import )")


def delete_statement(tree: Tree, statement: ast.stmt) -> Edit | None:
    """Return the edit that takes a simple statement away; `pass` stands in where its block would be empty.

    `None` where a comment would go with it.
    """
    source, span = tree.source, tree.span(statement)
    body = body_of(statement, tree.parents[statement])
    if len(body) == 1:
        return _without_comment(tree, Edit(span, "pass"))
    index = body.index(statement)
    if index + 1 < len(body) and body[index + 1].lineno == statement.end_lineno:
        return _without_comment(tree, Edit(Span(span.start, tree.span(body[index + 1]).start), ""))
    if index and body[index - 1].end_lineno == statement.lineno:
        return _without_comment(tree, Edit(Span(tree.span(body[index - 1]).end, span.end), ""))
    start = source.line_span(statement.lineno).start
    end = _end_of_lines(source, statement.lineno, statement.end_lineno or statement.lineno)
    if source.text[start : span.start].strip():
        return _without_comment(tree, Edit(span, "pass"))
    return _without_comment(tree, Edit(Span(start, end), ""))


def _end_of_lines(source: Source, first: int, last: int) -> int:
    """Return where lines end that go, with the blank ones below which are then too many.

    At the top of a file these are all, else as many as stand above.
    """
    starts, above, below = source.line_starts, 0, 0
    while first - above > 1 and not source.line(first - above - 1).strip():
        above += 1
    most = above if first - above > 1 else len(starts)
    while below < most and last + below < len(starts) and not source.line(last + below + 1).strip():
        below += 1
    return starts[last + below] if last + below < len(starts) else len(source.text)


def delete_names(tree: Tree, statement: ast.Import | ast.ImportFrom, gone: Collection[ast.alias]) -> list[Edit] | None:
    """Return the edits that take names out of an import, `None` where a comment would go with them."""
    aliases = statement.names
    if len(gone) == len(aliases):
        whole = delete_statement(tree, statement)
        return None if whole is None else [whole]
    edits: list[Edit | None] = []
    for is_gone, run in groupby(range(len(aliases)), key=lambda index: aliases[index] in gone):
        indices = list(run)
        if is_gone:
            edits.append(_without_comment(tree, Edit(_run_span(tree, aliases, indices[0], indices[-1]), "")))
    return None if None in edits else [edit for edit in edits if edit is not None]


def _run_span(tree: Tree, aliases: Sequence[ast.alias], first: int, last: int) -> Span:
    """Return the span of neighbouring names of an import with the comma that goes with them."""
    start, end = tree.span(aliases[first]).start, tree.span(aliases[last]).end
    if last + 1 < len(aliases):
        return Span(start, tree.span(aliases[last + 1]).start)
    lines = _whole_lines(tree, start, end)
    return lines or Span(tree.span(aliases[first - 1]).end, end)


def _whole_lines(tree: Tree, start: int, end: int) -> Span | None:
    """Return the lines of a span where nothing else but a comma stands on them."""
    source = tree.source
    before = source.line_span(source.line_number(start)).start
    line = source.line_number(end)
    after = source.line_span(line).end
    if source.text[before:start].strip() or source.text[end:after].strip() not in ("", ","):
        return None
    return Span(before, source.line_starts[line] if line < len(source.line_starts) else after)


def _without_comment(tree: Tree, edit: Edit) -> Edit | None:
    """Return the edit unless a comment lies in it, or behind it on a line that it takes away."""
    text, (start, end) = tree.source.text, edit.span
    return None if "#" in text[start:end] else edit


def deletion(module: Module, alias: ast.alias) -> tuple[Edit, ...] | None:
    """Return the edits that take an imported name away, `None` where the file uses it or means it to stay."""
    statement = module.tree.parents.get(alias)
    if not isinstance(statement, _IMPORTS) or module.names.is_package or alias.name == "*":
        return None
    name = alias.asname or alias.name.partition(".")[0]
    bindings = module.names.bindings(name).values()
    binding = next((one for group in bindings for one in group if one.node is alias), None)
    if binding is None or not _may_go(module, binding, ()) or _is_used(module, binding, ()):
        return None
    edits = delete_names(module.tree, statement, [alias])
    return None if edits is None else tuple(edits)


def tidied(module: Module, edits: Sequence[Edit]) -> tuple[Edit, ...]:
    """Return edits with those that take away the imports which they leave without a use, in order.

    An import in a `try`, one that is marked as wanted by a comment or an alias to itself, one that `__all__` or any
    other string names, and every one of an `__init__.py` stays. What findings that share a fix ask is answered once.
    """
    known: dict[int, tuple[Sequence[Edit], tuple[Edit, ...]]] = module.memo.setdefault(tidied, {})
    if id(edits) not in known:
        known[id(edits)] = edits, _tidied(module, edits)
    return known[id(edits)][1]


def _tidied(module: Module, edits: Sequence[Edit]) -> tuple[Edit, ...]:
    made = {*edits}
    for removal in _removals(module, edits):
        covered = {other for other in made if not other.content and _lies_in(other.span, [removal.span])}
        met = [other for other in made - covered if removal.touches(other)]
        if not met:
            made = made - covered | {removal}
        elif len(met) == 1 and (merged := _merged(removal, met[0], module)):
            made = made - covered - {*met} | {merged}
    return tuple(sorted(made, key=lambda edit: edit.span))


def _merged(removal: Edit, addition: Edit, module: Module) -> Edit | None:
    """Return an edit that takes away a line and writes the one that was to be added below it in its place."""
    newline = module.source.newline
    (start, end), (at, until) = removal.span, addition.span
    is_below = start < at == until and not module.source.text[at:end].strip() and not removal.content
    is_line = is_below and addition.content.startswith(newline)
    return Edit(Span(start, at), addition.content.removeprefix(newline)) if is_line else None


def _removals(module: Module, edits: Sequence[Edit]) -> Iterator[Edit]:
    if module.names.is_package:
        return
    gone: dict[ast.stmt, list[ast.alias]] = {}
    for binding in _released(module, edits):
        statement = module.parent(binding.node)
        if not _is_used(module, binding, edits) and isinstance(statement, ast.stmt):
            gone.setdefault(statement, []).append(binding.node)  # type: ignore[arg-type]
    spans = _spans(edit for edit in edits if not edit.content)
    for statement, names in gone.items():
        assert isinstance(statement, _IMPORTS)
        taken = [one for one in statement.names if _lies_in(module.span(one), spans)]
        yield from delete_names(module.tree, statement, [*names, *taken]) or ()


def _released(module: Module, edits: Sequence[Edit]) -> Iterator[Binding]:
    """Yield the import bindings that a name in a replaced span reads."""
    seen: set[ast.AST] = set()
    for node in _names_in(module, edits):
        for binding in module.names.reaching(node) or ():
            if binding.node not in seen:
                seen.add(binding.node)
                if _may_go(module, binding, edits):
                    yield binding


def _names_in(module: Module, edits: Iterable[Edit]) -> Iterator[ast.Name]:
    source = module.source
    spans = _spans(edits)
    lines = {line for span in spans for line in range(source.line_number(span.start), source.line_number(span.end) + 1)}
    for node in module.tree.nodes_on(lines):
        if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Load) and _lies_in(module.span(node), spans):
            yield node


def _lies_in(span: Span, spans: Sequence[Span]) -> bool:
    """Tell whether a span lies in one of others, which are sorted and do not overlap."""
    index = bisect_right(spans, span.start, key=_start) - 1
    return index >= 0 and span.end <= spans[index].end


def _spans(edits: Iterable[Edit]) -> list[Span]:
    """Return the text that edits take away or replace, in order."""
    return sorted(edit.span for edit in edits if edit.span.end > edit.span.start)


def _start(span: Span) -> int:
    return span.start


def _may_go(module: Module, binding: Binding, edits: Sequence[Edit]) -> bool:
    alias = binding.node
    statement = module.tree.parents.get(alias)
    if not isinstance(alias, ast.alias) or not isinstance(statement, _IMPORTS):
        return False
    if alias.asname == alias.name or _lies_in(module.span(alias), _spans(edits)):
        return False
    return not in_try(module, statement) and not _is_marked(module, statement, alias)


def in_try(module: Module, node: ast.AST | None) -> bool:
    """Tell whether a node lies in a `try`, or is one."""
    while node is not None:
        if isinstance(node, (ast.Try, getattr(ast, "TryStar", ast.Try))):
            return True
        node = module.parent(node)
    return False


def _is_marked(module: Module, statement: ast.stmt, alias: ast.alias) -> bool:
    """Tell whether a comment stands on the line of an import's name, or on the first of its statement."""
    lines = {first_line(statement), alias.lineno}
    return any("#" in module.source.line(line) for line in lines)


def _is_used(module: Module, binding: Binding, edits: Sequence[Edit]) -> bool:
    """Tell whether a name that an import binds is still needed when the edits are made."""
    alias = binding.node
    assert isinstance(alias, ast.alias)
    name = alias.asname or alias.name.partition(".")[0]
    if any(re.search(rf"(?<!\w){re.escape(name)}(?!\w)", _FROM.sub("", edit.content)) for edit in edits):
        return True
    if "." in alias.name and not alias.asname and len(module.names.bindings(name).get(binding.scope, ())) > 1:
        return True
    spans = _spans(edits)
    return any(
        _mentions(module, node, name, binding) and not _lies_in(module.span(node), spans)
        for node in module.tree.nodes_with([name])
        if isinstance(node, (ast.Name, ast.Constant))
    )


def _mentions(module: Module, node: ast.Name | ast.Constant, name: str, binding: Binding) -> bool:
    if isinstance(node, ast.Constant):
        return isinstance(node.value, str) and _may_refer(node.value, name)
    if node.id != name or isinstance(node.ctx, ast.Store):
        return False
    return any(one.node is binding.node for one in module.names.reaching(node) or ())


def _may_refer(text: str, name: str) -> bool:
    """Tell whether a string may be an annotation, the target of a patch or an entry of `__all__` that holds a name."""
    if name not in text:
        return False
    try:
        inside = ast.walk(ast.parse(text.strip(), mode="eval"))
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return False
    return any(name in (getattr(node, "id", ""), getattr(node, "attr", "")) for node in inside)
