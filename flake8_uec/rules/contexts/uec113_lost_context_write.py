"""UEC113."""

from __future__ import annotations

import ast
from collections.abc import Iterator

from flake8_uec.model.diagnostic import Evidence, Finding
from flake8_uec.model.facts import ClassFacts
from flake8_uec.model.rule import Allowed, Example, rule
from flake8_uec.semantics.module import Module
from flake8_uec.semantics.references import Reference
from flake8_uec.semantics.values import reads

_MUTATORS = frozenset(
    {"update", "setdefault", "pop", "popitem", "clear", "append", "extend", "insert", "remove", "sort", "add", "discard"}
)  # fmt: skip


@rule(
    "UEC113",
    "lost-context-write",
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
    """
    cls = module.classes.find(module.policy.context.name)
    copies = _copies(cls, module) if cls else []
    if cls is None or not any(map(module.tree.lines_of, copies)):
        return
    for value in reads(reference, module, cls, "UEC113"):
        member = module.parent(value)
        if isinstance(member, ast.Attribute) and member.attr in copies and _is_changed(member, module):
            name = f"{cls.name.rpartition('.')[2]}.{member.attr}"
            yield Finding(
                module.span(member),
                f"this write is lost: `{name}` returns a copy on each read; write to the field that it copies",
                (Evidence(module.span(reference.node), "the context's class"),),
            )


def _copies(cls: ClassFacts, module: Module) -> list[str]:
    """Return the members of a class that hand out a copy and take no new value."""
    names = {name for one in module.classes.lineage(cls).classes for name in one.members}
    members = (module.classes.member(cls, name) for name in sorted(names))
    return [one.name for one in members if one is not None and one.copies and not one.settable]


def _is_changed(member: ast.Attribute, module: Module) -> bool:
    parent = module.parent(member)
    match parent:
        case ast.Subscript(ctx=ast.Store() | ast.Del()):
            return parent.value is member
        case ast.Attribute(attr=attr) if attr in _MUTATORS:
            call = module.parent(parent)
            return isinstance(call, ast.Call) and call.func is parent
    return False
