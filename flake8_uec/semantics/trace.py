"""Follow a dotted name through the modules of a project to where it comes from."""

from __future__ import annotations

from collections.abc import Callable, Collection
from typing import TypeVar

from flake8_uec.model.facts import FACTS, MODULE, PYTEST, TEXT, Bases, Facts, Project, PytestOptions, Question

_Found = TypeVar("_Found")

LONGEST_CHAIN = 64
"""How many names one trace may reach: far above any honest chain of re-exports."""


class Tracer:
    """What the names of one project stand for, remembered as long as the project stays as it is.

    All that a file wants to know of others is asked here, and noted in `asked`: its findings hold as long as it does
    not change and the answers stay the same, those that a module is absent included.
    """

    def __init__(self, project: Project) -> None:
        self.project = project
        self.asked: set[Question] = set()
        self._traces: dict[str, tuple[tuple[str, ...], frozenset[Question]]] = {}
        self._splits: dict[str, tuple[tuple[str, str], frozenset[Question]]] = {}

    def facts(self, module: str) -> Facts | None:
        """Return what a module offers, `None` where the project has none or cannot read it."""
        self.asked.add((FACTS, module))
        return self.project.facts(module)

    def has_module(self, module: str) -> bool:
        """Tell whether the project holds this module or package (a namespace package too)."""
        self.asked.add((MODULE, module))
        return self.project.has_module(module)

    def inferred_bases(self, module: str, line: int, text: str | None) -> Bases:
        """Return what each base of the class on a line may be, as `Project.inferred_bases` does."""
        inferred = self.project.inferred_bases(module, line, text)
        self.asked.update((TEXT, one) for one in inferred.read)
        return inferred.bases

    def pytest_options(self, relative: str) -> PytestOptions:
        """Return what the pytest configuration nearest to the file at a path says of collection."""
        self.asked.add((PYTEST, relative))
        return self.project.pytest_options(relative)

    def trace(self, name: str) -> tuple[str, ...]:
        """Return every name that a name may stand for, itself first, its origins last.

        `shop.Cart` re-exported by `shop/__init__.py` gives `("shop.Cart", "shop.cart.Cart")`. A name from
        outside the project, or one that nothing defines, gives itself alone.
        """
        known = self._traces.get(name)
        if known is None:
            known = self._traces[name] = self._noting(self._follow, name)
        self.asked |= known[1]
        return known[0]

    def _noting(self, find: Callable[[str], _Found], name: str) -> tuple[_Found, frozenset[Question]]:
        """Return what is found of a name and what that asked, which every file that wants it again asks with it."""
        before, self.asked = self.asked, set()
        try:
            return find(name), frozenset(self.asked)
        finally:
            self.asked = before

    def _follow(self, name: str) -> tuple[str, ...]:
        reached = {name: None}
        queue = [name]
        while queue and len(reached) < LONGEST_CHAIN:
            for step in self._steps(queue.pop(0)):
                if step not in reached:
                    reached[step] = None
                    queue.append(step)
        return tuple(reached)

    def _steps(self, name: str) -> tuple[str, ...]:
        module, rest = self.split(name)
        if module and not rest:
            # A package may offer a name of its own where a submodule of that name lies.
            module, _, rest = module.rpartition(".")
        facts = self.facts(module) if module else None
        if facts is None:
            return ()
        first, _, tail = rest.partition(".")
        targets = facts.names.get(first)
        if targets is None:
            targets = tuple(f"{star}.{first}" for star in facts.stars if self.offers(star, first))
        return tuple(f"{target}.{tail}" if tail else target for target in targets)

    def origin(self, name: str) -> str:
        """Return the one name that a name surely leads to, itself where it is defined or where it may be several."""
        seen = {name}
        while len(steps := self._steps(name)) == 1 and steps[0] not in seen:
            name = steps[0]
            seen.add(name)
        return name

    def split(self, name: str) -> tuple[str, str]:
        """Split a dotted name into the project's module and the rest; the module is `""` where it has none."""
        known = self._splits.get(name)
        if known is None:
            known = self._splits[name] = self._noting(self._split, name)
        self.asked |= known[1]
        return known[0]

    def _split(self, name: str) -> tuple[str, str]:
        module = ""
        for part in name.split("."):
            inner = f"{module}.{part}" if module else part
            if not self.has_module(inner):
                break
            module = inner
        return module, name[len(module) + 1 :] if module else name

    def offers(self, module: str, name: str, seen: frozenset[str] = frozenset()) -> bool:
        """Tell whether `from module import *` binds a name. What lies outside the project offers nothing."""
        facts = self.facts(module) if module not in seen else None
        if facts is None:
            return False
        if facts.exported is not None:
            return name in facts.exported
        if name.startswith("_"):
            return False
        return name in facts.names or any(self.offers(star, name, seen | {module}) for star in facts.stars)

    def renames(self, facts: Facts, words: Collection[str], wanted: Collection[str]) -> set[str]:
        """Return the full names by which a module offers something wanted under another name than its own.

        Only what goes by one of some words elsewhere is followed; a new name that is handed on counts again.
        """
        plain = {name.rpartition(".")[2] for name in wanted}
        offered = {
            name
            for name, targets in facts.names.items()
            if any(target.rpartition(".")[2] in words and self._leads(target, wanted) for target in targets)
        }
        for star in facts.stars:
            offered |= {word for word in words if self.offers(star, word) and self._leads(f"{star}.{word}", wanted)}
        return {f"{facts.module}.{name}" for name in offered - plain}

    def _leads(self, name: str, wanted: Collection[str]) -> bool:
        return any(step in wanted for step in self.trace(name))

    def is_ours(self, name: str) -> bool:
        """Tell whether the first package of a dotted name is the project's."""
        return self.has_module(name.partition(".")[0])

    def resolves(self, name: str) -> bool:
        """Tell whether a dotted name is a module of the project or a name that one of its modules offers."""
        module, rest = self.split(name)
        if not module or not rest:
            return bool(module)
        first = rest.partition(".")[0]
        facts = self.facts(module)
        return facts is not None and (first in facts.names or any(self.offers(s, first) for s in facts.stars))
