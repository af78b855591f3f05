"""UEC113."""

from __future__ import annotations

import ast
from collections.abc import Iterator

from flake8_uec.model.diagnostic import Applicability, Edit, Evidence, Finding, Fix
from flake8_uec.model.facts import ClassFacts
from flake8_uec.model.rule import Allowed, Example, rule
from flake8_uec.model.source import Span
from flake8_uec.semantics.module import Module
from flake8_uec.semantics.references import Reference
from flake8_uec.semantics.values import reads

_MUTATORS = frozenset(
    {"update", "setdefault", "pop", "popitem", "clear", "append", "extend", "insert", "remove", "sort", "add", "discard"}
)  # fmt: skip


@rule(
    "UEC113",
    "lost-context-write",
    table="context",
    names=lambda policy: (policy.context.name,),
    requires=lambda policy: (policy.context.name,),
    examples=(
        Example(
            bad="""\
                from netra_backend.app.services.user_execution_context import UserExecutionContext

                def note(context: UserExecutionContext):
                    context.metadata["seen"] = True
                """,
            good="""\
                from netra_backend.app.services.user_execution_context import UserExecutionContext

                def note(context: UserExecutionContext):
                    context.agent_context["seen"] = True
                """,
        ),
        Example(
            bad="""\
                from netra_backend.app.services.user_execution_context import UserExecutionContext

                context = UserExecutionContext("user-1", "thread-1", "run-1")
                context.metadata.update(seen=True)
                """,
            good="""\
                from netra_backend.app.services.user_execution_context import UserExecutionContext

                context = UserExecutionContext("user-1", "thread-1", "run-1")
                context.agent_context.update(seen=True)
                """,
        ),
    ),
    allowed=(
        Allowed(
            """\
                def note(context):
                    context.metadata["seen"] = True
                """,
            because="what the context is, nothing tells",
        ),
        Allowed(
            """\
                from netra_backend.app.services.user_execution_context import UserExecutionContext

                def seen(context: UserExecutionContext):
                    metadata = context.metadata
                    metadata["seen"] = True
                    return metadata
                """,
            because="a copy that is used as one",
        ),
    ),
)
def lost_context_write(reference: Reference, module: Module) -> Iterator[Finding]:
    """Write into a copy that a property of the context hands out.

    ## What it does
    Flags a store, a deletion or a changing call (`update`, `setdefault`, ...) on a member of the user's
    context that is a read-only property and returns a new value on each read, as the project's class defines
    it. The value must surely be the context: a parameter or variable annotated with the class, or made by its
    constructor or a factory of it.

    ## Why is this bad
    The write changes a copy that nobody keeps: no error, and no effect. The documents of the migration
    advise to keep results in `context.metadata`, where they are lost. The source is issue #346.

    ## Fix safety
    An item that is assigned, or an `update`, goes to the field that the policy names in the member's place, where
    the class has it. The fix is unsafe: the write now has an effect, on whoever shares the context. There is no fix
    for what reads or takes away an item, which another field may hold.
    """
    cls = module.classes.find(module.policy.context.name)
    copies = _copies(cls, module) if cls else []
    if cls is None or not any(map(module.tree.lines_of, copies)):
        return
    for value in reads(reference, module, cls):
        member = module.parent(value)
        if isinstance(member, ast.Attribute) and member.attr in copies and _is_changed(member, module):
            name = f"{cls.name.rpartition('.')[2]}.{member.attr}"
            field = module.policy.context.renamed_fields.get(member.attr, "")
            field = field if module.classes.offers(cls, field) else ""
            advice = f"write to `{field}`" if field else "write to the field that it copies"
            yield Finding(
                module.span(member),
                f"this write is lost: `{name}` returns a copy on each read; {advice}",
                (Evidence(module.span(reference.node), "the context's class"),),
                _fix(member, field, module),
                f"change `{field}` instead: `{name}` is a copy, and this write is lost" if field else "",
            )


def _fix(member: ast.Attribute, field: str, module: Module) -> Fix | None:
    """Return the fix of a write that adds to what there is; to take away, or to change, the value must be known."""
    parent = module.parent(member)
    match parent:
        case ast.Subscript(ctx=ast.Store()):
            adds = isinstance(module.parent(parent), (ast.Assign, ast.AnnAssign))
        case ast.Attribute(attr=attr):
            adds = attr == "update"
        case _:
            adds = False
    end = module.span(member).end
    span = Span(end - len(member.attr), end)
    if not adds or not field or module.source.text[slice(*span)] != member.attr:
        return None
    return Fix(f"Write to `{field}`", (Edit(span, field),), Applicability.UNSAFE)


def _copies(cls: ClassFacts, module: Module) -> list[str]:
    """Return the members of the context's class that hand out a copy and take no new value."""
    if _copies not in module.memo:
        module.memo[_copies] = [*_found_copies(cls, module)]
    found: list[str] = module.memo[_copies]
    return found


def _found_copies(cls: ClassFacts, module: Module) -> Iterator[str]:
    names = {name for one in module.classes.lineage(cls).classes for name in one.members}
    members = (module.classes.member(cls, name) for name in sorted(names))
    yield from (one.name for one in members if one is not None and one.copies and not one.settable)


def _is_changed(member: ast.Attribute, module: Module) -> bool:
    parent = module.parent(member)
    match parent:
        case ast.Subscript(ctx=ast.Store() | ast.Del()):
            return parent.value is member
        case ast.Attribute(attr=attr) if attr in _MUTATORS:
            call = module.parent(parent)
            return isinstance(call, ast.Call) and call.func is parent
    return False
