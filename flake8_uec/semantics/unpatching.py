"""Edits that take away a patch which replaces a class, with what it hands to a test."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator, Sequence

from flake8_uec.model.diagnostic import Applicability, Edit, Fix
from flake8_uec.model.source import Span
from flake8_uec.semantics.mocks import mock_of
from flake8_uec.semantics.module import Module
from flake8_uec.semantics.outline import first_line
from flake8_uec.semantics.patching import injects, is_patch
from flake8_uec.semantics.raising import is_expected_to_raise
from flake8_uec.semantics.real_contexts import real_context
from flake8_uec.semantics.removal import delete_statement

_Function = ast.FunctionDef | ast.AsyncFunctionDef
_FUNCTIONS = (ast.FunctionDef, ast.AsyncFunctionDef)
_HARMLESS = frozenset({"autospec", "spec", "spec_set", "new", "new_callable", "target", "attribute", "name", "value"})
_INERT = ("pytest.", "pytest_asyncio.", "unittest.skip", "unittest.mock.patch.dict", "builtins.")
"""How the names of decorators begin that hand nothing to a function."""

_COMMA = re.compile(r"[\s\\]*,[\s\\]*")
_COLON = re.compile(r"[\s\\]*\)?[\s\\]*:[ \t]*(?=[\r\n])")


def without_patch(call: ast.Call, module: Module) -> Fix | None:
    """Return the fix that takes away a patch of the context class, `None` where the test needs what it puts in place.

    What it hands to the test may be unused, or be told to return one mock, which then becomes a real context.
    """
    if is_expected_to_raise(call, module) or not _replaces_plainly(call, module):
        return None
    edits = _edits(call, module)
    return Fix("Remove the patch", tuple(edits), Applicability.UNSAFE) if edits else None


def _replaces_plainly(call: ast.Call, module: Module) -> bool:
    """Tell whether a patch puts a mere mock in place, none that is told to raise or to return."""
    given = [one for one in call.args if not isinstance(one, ast.Constant)]
    owner_first = bool(call.args) and not isinstance(call.args[0], ast.Constant)
    new = [*given[owner_first:], *(one.value for one in call.keywords if one.arg in ("new", "value", "new_callable"))]
    return {one.arg for one in call.keywords} <= _HARMLESS and all(_is_mere_mock(one, module) for one in new)


def _is_mere_mock(node: ast.expr, module: Module) -> bool:
    made = isinstance(node, ast.Call)
    names = module.resolve(node.func if isinstance(node, ast.Call) else node)
    is_told = made and any(one.arg not in ("spec", "spec_set", "name") for one in node.keywords)  # type: ignore[attr-defined]
    return bool(names) and not is_told and all(name in module.policy.context.mocks for name in names)


def _edits(call: ast.Call, module: Module) -> Sequence[Edit] | None:
    parent = module.parent(call)
    match parent:
        case ast.FunctionDef() | ast.AsyncFunctionDef() if call in parent.decorator_list:
            return _from_decorators(call, parent, module)
        case ast.withitem():
            return _from_with(parent, module)
        case ast.Expr() | ast.Assign(targets=[ast.Name()]):
            target = parent.targets[0] if isinstance(parent, ast.Assign) else None
            freed = _freed(target, module)
            gone = delete_statement(module.tree, parent)
            return None if freed is None or gone is None else [gone, *freed]
    return None


def _freed(target: ast.AST | None, module: Module) -> Sequence[Edit] | None:
    """Return the edits after which nothing reads what a patch gives, `None` where something must."""
    match target:
        case None:
            return ()
        case ast.Name(id=name) | ast.arg(arg=name):
            reads = module.flow.reads(target, name)
        case _:
            return None
    if not reads:
        return ()
    return _without_result(reads[0], module) if len(reads) == 1 else None


def _without_result(read: ast.expr, module: Module) -> Sequence[Edit] | None:
    """Return the edits of `patched.return_value = context` and of the mock that is this context."""
    result = module.parent(read)
    statement = module.parent(result) if isinstance(result, ast.Attribute) else None
    match statement:
        case ast.Assign(targets=[ast.Attribute(attr="return_value") as stored], value=ast.Name() as context):
            fix = _real(context, module) if stored is result else None
            gone = delete_statement(module.tree, statement)
            return None if fix is None or gone is None else [*fix.edits, gone]
    return None


def _real(context: ast.Name, module: Module) -> Fix | None:
    bindings = module.names.reaching(context) or ()
    target = bindings[0].node if len(bindings) == 1 else None
    value = module.names.value_of(target) if isinstance(target, ast.Name) else None
    mock = mock_of(value, module) if isinstance(value, ast.Call) else None
    return real_context(mock, module, is_patched=True) if mock is not None else None


# As a decorator


def _from_decorators(call: ast.Call, function: _Function, module: Module) -> Sequence[Edit] | None:
    source, span = module.source, module.span(call)
    first, last = source.line_number(span.start), source.line_number(span.end)
    start, end = source.line_span(first).start, source.line_span(last).end
    is_alone = source.text[start : span.start].strip() == "@" and not source.text[span.end : end].strip()
    if not is_alone or "#" in source.text[start:end] or last >= len(source.line_starts):
        return None
    line = Edit(Span(start, source.line_starts[last]), "")
    if not injects(call, module.names):
        return [line]
    parameter = _parameter(call, function, module)
    freed, dropped = _freed(parameter, module), _dropped(parameter, function, module)
    return None if parameter is None or freed is None or dropped is None else [line, dropped, *freed]


def _parameter(call: ast.Call, function: _Function, module: Module) -> ast.arg | None:
    """Return the parameter that a decorator fills: the lowest patch fills the first behind `self`."""
    decorators = function.decorator_list[::-1]
    if not all(_is_known(one, module) for one in decorators):
        return None
    before = [one for one in decorators[: decorators.index(call)] if _fills(one, module)]
    parameters = [*function.args.posonlyargs, *function.args.args]
    index = len(before) + isinstance(module.names.scope_of(function), ast.ClassDef)
    return parameters[index] if index < len(parameters) else None


def _is_known(decorator: ast.expr, module: Module) -> bool:
    names = module.resolve(decorator.func if isinstance(decorator, ast.Call) else decorator)
    is_method = {"builtins.staticmethod", "builtins.classmethod"} & {*names}
    return _is_patch(decorator, module) or (any(name.startswith(_INERT) for name in names) and not is_method)


def _is_patch(decorator: ast.expr, module: Module) -> bool:
    return isinstance(decorator, ast.Call) and is_patch(decorator, module.names)


def _fills(decorator: ast.expr, module: Module) -> bool:
    return isinstance(decorator, ast.Call) and injects(decorator, module.names)


def _dropped(parameter: ast.arg | None, function: _Function, module: Module) -> Edit | None:
    arguments = function.args
    plain = [*arguments.posonlyargs, *arguments.args]
    has_more = arguments.posonlyargs or arguments.vararg or arguments.kwonlyargs or arguments.kwarg
    if parameter is None or has_more or len(arguments.defaults) >= len(plain) - plain.index(parameter):
        return None
    return _out_of_list(plain.index(parameter), [module.span(one) for one in plain], module)


def _out_of_list(index: int, spans: Sequence[Span], module: Module) -> Edit | None:
    """Return the edit that takes an item, with its comma, out of a list; `None` where more than that lies between."""
    if len(spans) == 1:
        return Edit(spans[0], "")
    is_last = index + 1 == len(spans)
    left, right = (spans[index - 1], spans[index]) if is_last else (spans[index], spans[index + 1])
    if not _COMMA.fullmatch(module.source.text, left.end, right.start):
        return None
    return Edit(Span(left.end, right.end) if is_last else Span(left.start, right.start), "")


# In a `with`


def _from_with(item: ast.withitem, module: Module) -> Sequence[Edit] | None:
    statement = module.parent(item)
    freed = _freed(item.optional_vars, module)
    if not isinstance(statement, ast.With) or freed is None:
        return None
    module.tree.children(statement)
    if is_expected_to_raise(statement.body[0], module):
        return None
    if len(statement.items) > 1:
        spans = [_item_span(one, module) for one in statement.items]
        edit = _out_of_list(statement.items.index(item), spans, module)
        return None if edit is None else [edit, *freed]
    return _unwrapped(statement, _item_span(item, module).end, freed, module)


def _item_span(item: ast.withitem, module: Module) -> Span:
    return Span(module.span(item.context_expr).start, module.span(item.optional_vars or item.context_expr).end)


def _unwrapped(statement: ast.With, header: int, inside: Sequence[Edit], module: Module) -> Sequence[Edit] | None:
    """Return the edits that leave of a `with` its block, one step to the left."""
    source, (start, end) = module.source, module.span(statement)
    colon = _COLON.match(source.text, header)
    end_of_last = source.line_span(source.line_number(end)).end
    if colon is None or source.text[end:end_of_last].partition("#")[0].strip() or _has_open_string(statement, module):
        return None
    outer, inner = _indent(start, module), _indent(module.span(statement.body[0]).start, module)
    body = Span(source.line_starts[source.line_number(colon.end())], end)
    if first_line(statement.body[0]) != statement.body[0].lineno or not inner.startswith(outer) or outer == inner:
        return None
    made = [edit for edit in inside if body.start <= edit.span.start and edit.span.end <= body.end]
    others = [edit for edit in inside if edit not in made]
    lines = _applied(body, made, module).splitlines(keepends=True)
    moved = "".join(outer + one.removeprefix(inner) if one.startswith(inner) else one for one in lines)
    return [Edit(Span(start, end), moved.removeprefix(outer)), *others]


def _indent(offset: int, module: Module) -> str:
    return module.source.text[module.source.line_span(module.source.line_number(offset)).start : offset]


def _has_open_string(statement: ast.With, module: Module) -> bool:
    """Tell whether a string holds line breaks, which must keep the indentation that they have."""
    return any(
        isinstance(node, (ast.Constant, ast.JoinedStr)) and re.search(r'"""|\'\'\'|\\[\r\n]', text)
        for node in module.tree.children(statement)
        if (text := module.source.text[slice(*module.span(node))] if hasattr(node, "lineno") else "")
    )


def _applied(span: Span, edits: Sequence[Edit], module: Module) -> str:
    return "".join(_pieces(span, sorted(edits, key=lambda edit: edit.span), module))


def _pieces(span: Span, edits: Sequence[Edit], module: Module) -> Iterator[str]:
    at = span.start
    for edit in edits:
        yield module.source.text[at : edit.span.start]
        yield edit.content
        at = edit.span.end
    yield module.source.text[at : span.end]
