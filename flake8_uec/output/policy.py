"""A proposed policy as TOML, with where each part of it was found."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from flake8_uec.model.proposal import Counted, Mocked, Proposal, TestBase
from flake8_uec.output.settings import toml


def render(proposal: Proposal, code: str) -> str:
    """Return the table of a policy; `code` is that of every deprecated name. What is left open is commented out."""
    return "\n".join(_lines(proposal, code)) + "\n"


def _lines(proposal: Proposal, code: str) -> Iterator[str]:
    yield "[tool.flake8-uec]"
    files = _count(proposal.files, "Python file")
    yield f"# Proposed by `flake8-uec init` from {files}; `flake8-uec config` describes every key."
    yield 'preset = "none"'
    yield from _bases(proposal)
    yield from _mocked(proposal.mocked)
    yield from _deprecated(proposal.deprecated, code)
    if not (proposal.bases or proposal.rivals or proposal.mocked or proposal.deprecated):
        yield "# Its own code says of no name that it is to go, and its tests have no base and no mocks in common."


def _bases(proposal: Proposal) -> Iterator[str]:
    if not (proposal.bases or proposal.rivals):
        return
    total = proposal.test_classes
    yield ""
    if proposal.bases:
        yield "# What the test classes inherit from; UEC401 asks it of all of them."
        yield from _base_table(proposal.bases, total)
    else:
        yield f"# Of {_count(total, 'test class')}, fewer than half share a base. With this, UEC401 asks it of all:"
        yield from (f"# {line}" for line in _base_table(proposal.rivals, total))


def _base_table(bases: tuple[TestBase, ...], total: int) -> Iterator[str]:
    yield "[tool.flake8-uec.bases]"
    yield "names = ["
    for base in bases:
        having = f"{base.classes} of {_count(total, 'test class')}"
        yield f"    {toml(base.name)},  # {_place(base.path, base.line)}: {having}"
    yield "]"
    of_async = [base for base in bases[1:] if base.is_asynchronous]
    if of_async:
        yield f"asynchronous = {toml(of_async[0].name)}"


def _mocked(mocked: tuple[Mocked, ...]) -> Iterator[str]:
    if not mocked:
        return
    yield ""
    yield "# The classes that tests mock most. Where one is to be real, UEC101 and UEC105 find what stands in for it:"
    yield "# [tool.flake8-uec.context]"
    for one in mocked:
        how = [_count(one.patches, "patch")] * bool(one.patches) + [_count(one.specs, "spec")] * bool(one.specs)
        yield f"# name = {toml(one.name)}  # {_place(one.path, one.line)}: {', '.join(how)}"


def _deprecated(deprecated: Iterable[Counted], code: str) -> Iterator[str]:
    every = list(deprecated)
    members = [one for one in every if one.announced.is_member]
    decided = [one for one in every if one.announced.replacement and one not in members]
    open_ = [one for one in every if not one.announced.replacement and one not in members]
    if decided:
        yield from ("", "# Names that the project itself says are to go, the most used first.")
        yield from (line for one in decided for line in ("", *_entry(one, code)))
    if open_:
        yield from ("", "# The same, where no replacement is known: name one, or leave it out and it is to be removed.")
        yield from (f"# {line}".rstrip() for one in open_ for line in ("", *_entry(one, code)))
    if members:
        yield from (
            "",
            "# Members of classes that are to go. An entry finds one only where it is used through its class.",
        )
        yield from map(_member, members)


def _entry(counted: Counted, code: str) -> Iterator[str]:
    one = counted.announced
    uses = (
        f"{_count(counted.siblings, 'other unused name')} like it" if counted.siblings else _count(counted.uses, "use")
    )
    yield f"[[tool.flake8-uec.deprecated]]  # {_place(one.path, one.line)}: {one.how}; {uses}"
    yield f"name = {toml(one.name)}"
    if one.replacement:
        yield f"replacement = {toml(one.replacement)}"
    elif one.mention:
        yield f"# replacement = {toml(one.mention)}  # what it says; whether that takes its place is open"
    yield f"code = {toml(code)}"
    if counted.siblings:
        yield f"codes = {{ sibling = {toml(code)} }}  # all else in the module"


def _member(counted: Counted) -> str:
    one = counted.announced
    instead = f" -> {one.replacement}" if one.replacement else ""
    spelled = f"spelled {_count(counted.uses, 'time')}"
    return f"# {one.name}{instead}  # {_place(one.path, one.line)}: {one.how}; {spelled}"


def _place(path: str, line: int) -> str:
    return f"{path}:{line}" if line else "not found"


def _count(number: int, what: str) -> str:
    plural = "" if number == 1 else "es" if what.endswith(("s", "ch")) else "s"
    return f"{number} {what}{plural}"
