"""Classes across modules: what one inherits, what it offers, what its constructor takes."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from flake8_uec.model.facts import CALL, UNKNOWN, ClassFacts, Facts, Member, MemberKind, Parameter, Passing
from flake8_uec.model.values import dataclass
from flake8_uec.semantics.trace import Tracer

PLAIN_BASES = frozenset(
    {"builtins.object", "abc.ABC", "typing.Generic", "typing.Protocol", "typing_extensions.Protocol"}
)  # fmt: skip
"""Bases from outside the project that add neither a constructor nor members worth asking for."""


@dataclass(frozen=True, slots=True)
class Lineage:
    """A class and what it inherits from.

    classes: the classes of the project, the class itself first, in the order in which members are looked up.
    outside: the names of bases from outside the project.
    unresolved: the names of bases that should be known and are not, as `ClassFacts.bases` has them.
    missing: those of them that nothing in the project defines.
    """

    classes: tuple[ClassFacts, ...]
    outside: tuple[str, ...]
    unresolved: tuple[str, ...]
    missing: frozenset[str] = frozenset()

    @property
    def names(self) -> frozenset[str]:
        """The absolute names of everything that is inherited from, the class itself included."""
        return frozenset(one.name for one in self.classes) | frozenset(self.outside)


class Classes:
    """The classes that one file can see: its own, and those of the project."""

    def __init__(
        self,
        tracer: Tracer,
        own: Facts,
        local: Callable[[str], ClassFacts | None] = lambda name: None,
        text: str | None = None,
    ) -> None:
        """`local` finds a class of the file, one inside a function too; without it, `own` holds them.

        `text` is what the file holds, where that may be more than lies on the disk.
        """
        self.tracer = tracer
        self.own = own
        self._local = local
        self._text = text
        self._found: dict[str, ClassFacts | None] = {}
        self._lineages: dict[tuple[str, int], Lineage] = {}

    def find(self, name: str) -> ClassFacts | None:
        """Return the class that a dotted name leads to, `None` where it leads to none of the project."""
        if name not in self._found:
            self._found[name] = next(self._candidates(name), None)
        return self._found[name]

    def _candidates(self, name: str) -> Iterator[ClassFacts]:
        if self._is_own(name) and (local := self._local(name)):
            # Not traced: the project would read this very file again.
            yield local
            return
        for step in self.tracer.trace(name):
            module, rest = self.tracer.split(step)
            facts = self._facts(module)
            if self._is_own(step) and (local := self._local(step)):
                yield local
            elif facts is not None and rest in facts.classes:
                yield facts.classes[rest]

    def _is_own(self, name: str) -> bool:
        return bool(self.own.module) and name.startswith(f"{self.own.module}.")

    def _facts(self, module: str) -> Facts | None:
        if module and module == self.own.module:
            return self.own
        return self.tracer.facts(module) if module else None

    # Inheritance

    def lineage(self, cls: ClassFacts) -> Lineage:
        """Return what a class inherits from, through any chain of modules, aliases and re-exports."""
        key = cls.name, cls.line  # a file may have several classes of one name
        known = self._lineages.get(key)
        if known is None:
            known = self._lineages[key] = self._collect(cls)
        return known

    def _collect(self, cls: ClassFacts) -> Lineage:
        """Walk the bases depth first, from the left; one that several share comes after the last of them."""
        order: dict[str, ClassFacts] = {}
        outside: dict[str, None] = {}
        unresolved: dict[str, None] = {}
        stack: list[tuple[ClassFacts, frozenset[str]]] = [(cls, frozenset({cls.name}))]
        while stack:
            current, path = stack.pop()
            order.pop(current.name, None)
            order[current.name] = current
            for index in reversed(range(len(current.bases))):
                for base in self._bases(current, index, outside, unresolved):
                    if base.name not in path and len(order) < 500:
                        stack.append((base, path | {base.name}))
        missing = frozenset(name for name in unresolved if self._is_missing(name))
        return Lineage(tuple(order.values()), tuple(outside), tuple(unresolved), missing)

    def _is_missing(self, name: str) -> bool:
        """Tell whether nothing in the project defines a name of it, as far as its modules show."""
        module, rest = self.tracer.split(self.tracer.trace(name)[-1])
        facts = self._facts(module)
        first = rest.partition(".")[0].removesuffix(CALL)
        if not rest or facts is None or {first, "__getattr__"} & set(facts.names):
            return False
        return all(self._is_ours(star) for star in facts.stars)

    def _bases(
        self, cls: ClassFacts, index: int, outside: dict[str, None], unresolved: dict[str, None]
    ) -> list[ClassFacts]:
        """Return the classes that one base may be. Of several meanings, those that lead nowhere do not count."""
        names = cls.bases[index]
        found = self._find_all(names)
        foreign = {name: self._foreign(name) for name in names}
        if not found and not any(foreign.values()) and (inferred := self._inferred(cls, index)):
            found = self._find_all(inferred)
            foreign = {name: self._foreign(name) for name in inferred}
        if not found:
            outside.update((name, None) for name in foreign.values() if name)
            unresolved.update((name, None) for name, end in foreign.items() if not end)
        return found

    def _find_all(self, names: tuple[str, ...]) -> list[ClassFacts]:
        return [cls for cls in map(self.find, names) if cls is not None]

    def _foreign(self, name: str) -> str:
        """Return what a name leads to outside the project, `""` where it does not.

        What a function from outside makes, without a name of the project in its hands, is from outside; one of
        the builtins may give anything.
        """
        called = name.endswith(CALL)
        ends = self.tracer.trace(name.removesuffix(CALL))
        foreign = [end for end in ends if not self._is_ours(end)]
        if foreign:
            is_open = name == UNKNOWN or (called and foreign[-1].startswith("builtins."))
            return "" if is_open else foreign[-1] + CALL * called
        return "" if called else self._foreign_maker(ends[-1])

    def _foreign_maker(self, name: str) -> str:
        """Return the function outside the project that made what a name of a module stands for."""
        facts = self._facts(self.tracer.split(name)[0] or self.own.module)
        makers = facts.made.get(name[len(facts.module) + 1 :], ()) if facts else ()
        ends = [self._foreign(maker) for maker in makers]
        return ends[0] if ends and all(ends) else ""

    def _inferred(self, cls: ClassFacts, index: int) -> tuple[str, ...]:
        """Return what one base of a class is by inference: it is an expression, or a name with such a value."""
        if all(map(self._is_missing, cls.bases[index])):
            return ()
        is_own = self._is_own(cls.name)
        module = self.own.module if is_own else self.tracer.split(cls.name)[0]
        bases = self.tracer.inferred_bases(module, cls.line, self._text if is_own else None)
        return bases[index] if index < len(bases) else ()

    def _is_ours(self, name: str) -> bool:
        return self.tracer.is_ours(name) or (bool(self.own.module) and name.startswith(f"{self.own.module}."))

    # Members

    def member(self, cls: ClassFacts, name: str) -> Member | None:
        """Return what a class offers under a name, its own or inherited; `None` where it has no such name."""
        for one in self.lineage(cls).classes:
            if name in one.members:
                return one.members[name]
        return None

    def is_closed(self, cls: ClassFacts) -> bool:
        """Tell whether everything that a class offers is known: no base, decorator or hook may add to it."""
        lineage = self.lineage(cls)
        return (
            not lineage.unresolved
            and all(name in PLAIN_BASES for name in lineage.outside)
            and all(self._is_plain(one) for one in lineage.classes)
        )

    def _is_plain(self, cls: ClassFacts) -> bool:
        decorated = any(not name.endswith("dataclass") for name in cls.decorators)
        return not (cls.has_metaclass or decorated or {"__getattr__", "__getattribute__"} & set(cls.members))

    def offers(self, cls: ClassFacts, name: str) -> bool:
        """Tell whether a class, or an instance of it, has an attribute of a name."""
        return name.startswith("__") or any(
            name in one.members or name in one.attributes for one in self.lineage(cls).classes
        )

    # Construction

    def constructor(self, cls: ClassFacts) -> tuple[Parameter, ...] | None:
        """Return the parameters of a class's constructor, `None` where they cannot be told."""
        lineage = self.lineage(cls)
        if lineage.unresolved or any(one.has_metaclass for one in lineage.classes):
            return None
        for index, one in enumerate(lineage.classes):
            if "__new__" in one.members or not self._is_known_decorated(one):
                return None
            init = one.members.get("__init__")
            if init is not None:
                return init.parameters if init.known and init.kind is MemberKind.METHOD else None
            if one.dataclass is not None and one.dataclass.init:
                return _dataclass_parameters(lineage.classes[index:])
        return () if all(name in PLAIN_BASES for name in lineage.outside) else None

    def _is_known_decorated(self, cls: ClassFacts) -> bool:
        return all(name.endswith("dataclass") for name in cls.decorators)


def _dataclass_parameters(classes: tuple[ClassFacts, ...]) -> tuple[Parameter, ...]:
    """Collect the fields from the oldest base on; a field that is defined again keeps its place."""
    fields: dict[str, Parameter] = {}
    for cls in reversed(classes):
        if cls.dataclass is not None:
            fields.update((one.name, one) for one in cls.dataclass.fields)
            for name in cls.dataclass.excluded:
                fields.pop(name, None)
    plain = [one for one in fields.values() if one.passing is not Passing.KEYWORD_ONLY]
    return (*plain, *(one for one in fields.values() if one.passing is Passing.KEYWORD_ONLY))
