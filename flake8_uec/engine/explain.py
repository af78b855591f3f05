"""Why there is, or is not, a finding on a line: the file is linted once more, with every rule on."""

from __future__ import annotations

import ast
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from functools import cached_property
from typing import Any

from flake8_uec.engine.lint import INTERNAL_ERROR, Linter
from flake8_uec.engine.reasons import Reasons
from flake8_uec.engine.recording import Recorder
from flake8_uec.model.diagnostic import Diagnostic
from flake8_uec.model.explanation import Chain, Explained, Setting, Silence
from flake8_uec.model.policy import Deprecation, Policy
from flake8_uec.model.rule import Phase, Rule, Where
from flake8_uec.model.settings import Selection
from flake8_uec.model.source import Position, Source
from flake8_uec.semantics.chains import Chains, subjects
from flake8_uec.semantics.module import Module
from flake8_uec.semantics.places import Places
from flake8_uec.semantics.references import Reference, Wanted
from flake8_uec.semantics.tree import Tree

SHOWN_WORDS = 4
"""How many of the words that a rule looks for are told."""

Beside = Callable[[str], Iterable[Setting]]
Look = Callable[[str], "Setting | None"]


Status = tuple[str, tuple[str, ...]]
"""What became of a finding, of `STATUSES`, and why."""


def widened(linter: Linter, rules: Iterable[Rule]) -> Linter:
    """Return a linter that finds all that there is, whatever the settings hold back."""
    selection = Selection(select=("ALL",))
    settings = replace(linter.settings, policy=linter.settings.policy.everywhere(), selection=selection)
    return Linter([_widened(rule) for rule in rules], settings, linter.tracer.project)


def _widened(rule: Rule) -> Rule:
    return replace(rule, requires=_nothing, where=Where.EVERYWHERE, yields_to=())


def _nothing(policy: Policy) -> tuple[str, ...]:
    return ()


class Line:
    """One line of a file, and all that is to be said of it."""

    def __init__(self, source: Source, at: Position, linter: Linter, rules: Sequence[Rule]) -> None:
        """`at` has column 0 for the whole line; `rules` are all of the policy."""
        self.source = source
        self.at = at
        self.linter = linter
        self.rules = rules
        self.wide = widened(linter, rules)
        trees = self.wide.parse(source).trees
        self.modules = [Module(Tree(source, root), linter.policy, self.wide.tracer) for root in trees]
        self.nodes = {node: module for module in self.modules for node in subjects(module, at)}
        self._reasons = Reasons(linter, source.relative, linter.settings.origins)

    def chains(self, places: Places, entries: Mapping[str, tuple[Setting, ...]]) -> tuple[Chain, ...]:
        """Return what the things on the line lead to."""
        found = [chain for module in self.modules for chain in self._chains(module, places, entries)]
        return tuple(dict.fromkeys(found))

    def _chains(self, module: Module, places: Places, entries: Mapping[str, tuple[Setting, ...]]) -> tuple[Chain, ...]:
        nodes = [node for node, its_module in self.nodes.items() if its_module is module]
        return Chains(module, places, entries).of(nodes)

    # Findings

    @cached_property
    def _all(self) -> list[Diagnostic]:
        return self.wide.lint(self.source)

    def findings(
        self, known: Mapping[Diagnostic, Status], chains: Sequence[Chain], look: Look, beside: Beside
    ) -> Iterator[Explained]:
        """Yield the findings on the line in the order of the text, those that the settings hold back too.

        `known` are those of the file that the run itself told.
        """
        told = {one: status for one, status in known.items() if self._is_here(one)}
        for one in self._all:
            if self._is_here(one) and not any(_same(one, other) for other in told):
                reasons = self._held_back(one, chains)
                if reasons and one.code != INTERNAL_ERROR:
                    told[one] = reasons[0][0], tuple(reason for _, reason in reasons)
        for one in sorted(told, key=lambda one: one.sort_key):
            mine = tuple(chain for chain in chains if _touches(chain, one, self.at.line))
            settings = self._settings(one.code, mine, look, beside)
            yield Explained(one, *told[one], mine, tuple(dict.fromkeys(settings)))

    def _is_here(self, one: Diagnostic) -> bool:
        start, end = one.range.start, one.range.end
        if not self.at.column:
            return start.line <= self.at.line <= end.line
        here, behind = (self.at.line, self.at.column), (end.line, end.column)
        return (start.line, start.column) <= here and (here < behind or start == end)

    def _held_back(self, one: Diagnostic, chains: Sequence[Chain]) -> list[tuple[str, str]]:
        rule = self._rule(one.code)
        if rule is None:
            return []
        reasons = self._reasons.of(rule, one.code, self._entries(one.code, chains))
        at = one.range.start
        winners = {other.code for other in self._all if other.range.start == at}
        yields = [("yields", f"`{code}` points at the same place") for code in rule.yields_to if code in winners]
        return [*reasons, *yields]

    def _rule(self, code: str) -> Rule | None:
        """Return the rule that reports a code, under a table's own code too."""
        its_tables = (active.rule.code for active in self.wide.active if active.code == code)
        own = next(its_tables, code)
        return next((rule for rule in self.rules if rule.code == own), None)

    def _entries(self, code: str, chains: Iterable[Chain]) -> list[Deprecation]:
        names = {name for chain in chains for name in chain.names}
        policy = self.linter.settings.policy.one_by_one()
        mine = (one for one in policy.deprecated if code in (one.code, *one.codes.values()))
        return [entry for entry in mine if names & set(entry.names)]

    def _settings(self, code: str, chains: Iterable[Chain], look: Look, beside: Beside) -> Iterator[Setting]:
        """Yield the settings that bear on a finding: what selects it, its policy entry, and what its rule reads."""
        more = ("extend-select", "ignore", "per-file-ignores")
        keys = ["preset", "select", *(key for key in more if key in self.linter.settings.origins)]
        entries = {spelled for entry in self._entries(code, chains) for spelled in entry.names}
        for chain in chains:
            for setting in chain.entries:
                if setting.key.startswith("deprecated.") and entries & chain.names:
                    yield from beside(setting.key)
        found = map(look, [*keys, *self._read_by(code)])
        yield from (setting for setting in found if setting is not None)

    def _read_by(self, code: str) -> list[str]:
        """Return the keys of the policy that the rule reads while it looks at the file."""
        rule = self._rule(code)
        if rule is None or rule.check is None:
            return []
        recorder: Any = Recorder(self.wide.policy)
        for read in (rule.words, rule.names, rule.requires):
            list(read(recorder))
        linter = Linter([_widened(rule)], self.wide.settings, self.linter.tracer.project)
        linter.active = [replace(active, policy=recorder) for active in linter.active]
        linter.lint(self.source)
        where = () if rule.where is Where.EVERYWHERE else ("test-files", "not-test-files")
        return sorted({*recorder.keys, *where})

    # Silence

    def silent(self, found: Iterable[Explained], undecided: Iterable[Diagnostic]) -> Iterator[Silence]:
        """Yield why each rule that finds nothing on the line does not."""
        loud = {one.diagnostic.code for one in found}
        open_ = [one for one in undecided if self._is_here(one)]
        for module in self.modules:
            module.find_references(self.wide.wanted, None)
        for active in self.wide.active:
            rule = active.rule
            if active.code not in loud and rule.phase is not Phase.TEXT:
                reasons = [why for _, why in self._reasons.of(self._rule(rule.code) or rule, active.code)]
                seen = self._seen(rule, active.words, active.names)
                left = [one.message for one in open_ if one.code == rule.code]
                because = [*reasons, *left] or [seen or self._unseen(rule, active.words, active.names)]
                yield Silence(active.code, rule.name, bool(seen), tuple(because))

    def _seen(self, rule: Rule, words: frozenset[str], names: frozenset[str]) -> str:
        """Return what a rule looks at on the line, in words, `""` where that is nothing."""
        if rule.phase is Phase.NODE:
            nodes = [node for node in self.nodes if isinstance(node, rule.nodes) and self._has(node, words)]
            kinds = ", ".join(dict.fromkeys(_kind(node) for node in nodes))
            return f"it looks at {kinds} here, and finds no defect" if nodes else ""
        wanted = Wanted(names)
        found = [ref for ref in self._references() if wanted.is_meant_by(ref)]
        return self._left_alone(found, names) if found else ""

    def _has(self, node: ast.AST, words: frozenset[str]) -> bool:
        return node in set(self.nodes[node].tree.nodes_with(words))

    def _references(self) -> list[Reference]:
        return [one for module in self.modules for one in module.references if one.node in self.nodes]

    def _left_alone(self, found: Sequence[Reference], names: frozenset[str]) -> str:
        first = found[0]
        name = next((step for step in first.trace if step in names), first.name)
        if any(name.rpartition(".")[0] == module.name for module in self.modules):
            return f"this file defines `{name}`, and is left alone"
        return f"it looks at `{name}`, but what the line does with it ({first.form.value}) is none of its defects"

    def _unseen(self, rule: Rule, words: frozenset[str], names: frozenset[str]) -> str:
        if not words:
            return "the policy names nothing that it looks for"
        if not any(word in self.source.text for word in words):
            return f"no word that it looks for is in the file: {_listed(words)}"
        if rule.phase is Phase.NAME:
            return f"no name on the line leads to one of its {len(names)}"
        return f"nothing on the line is what it looks at: {', '.join(map(_phrase, rule.nodes))} beside {_listed(words)}"


def _same(one: Diagnostic, other: Diagnostic) -> bool:
    return (one.code, one.range, one.message) == (other.code, other.range, other.message)


def _touches(chain: Chain, one: Diagnostic, line: int) -> bool:
    start = one.range.start.column if one.range.start.line == line else 0
    end = one.range.end.column if one.range.end.line == line else 1 << 30
    return chain.column < end and start < chain.end


def _listed(words: Iterable[str]) -> str:
    every = sorted(words)
    more = f" and {len(every) - SHOWN_WORDS} more" if len(every) > SHOWN_WORDS else ""
    return ", ".join(f"`{word}`" for word in every[:SHOWN_WORDS]) + more


_PHRASES: Mapping[type[ast.AST], str] = {
    ast.ClassDef: "a class", ast.FunctionDef: "a function", ast.AsyncFunctionDef: "a function", ast.Call: "a call",
    ast.Assign: "an assignment", ast.Constant: "a literal", ast.Name: "a name", ast.Attribute: "an attribute",
    ast.arg: "a parameter", ast.alias: "an import",
}  # fmt: skip


def _kind(node: ast.AST) -> str:
    return _phrase(type(node))


def _phrase(kind: type[ast.AST]) -> str:
    return _PHRASES.get(kind, f"a node of the kind {kind.__name__}")
