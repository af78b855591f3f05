"""The product: a source and rules in, diagnostics out."""

from __future__ import annotations

import ast
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from dataclasses import replace

from flake8_uec.engine.fixable import settled, wanted_fix
from flake8_uec.engine.select import Selector, severity_of
from flake8_uec.model.clause import Table
from flake8_uec.model.diagnostic import Diagnostic, Edit, Finding, Fix, Range, Related, Severity, Undecided
from flake8_uec.model.facts import Project, Question
from flake8_uec.model.policy import Policy
from flake8_uec.model.rule import Phase, Rule, Where
from flake8_uec.model.settings import Settings
from flake8_uec.model.source import Position, Source, Span
from flake8_uec.model.values import dataclass
from flake8_uec.semantics import broken
from flake8_uec.semantics.collection import collects_file
from flake8_uec.semantics.facts import collect
from flake8_uec.semantics.held import held
from flake8_uec.semantics.identity import normalised, scope_of
from flake8_uec.semantics.module import Module
from flake8_uec.semantics.references import Form, Wanted
from flake8_uec.semantics.removal import tidied
from flake8_uec.semantics.scope import is_for, is_test
from flake8_uec.semantics.trace import Tracer
from flake8_uec.semantics.tree import Tree
from flake8_uec.semantics.words import stands_in

INTERNAL_ERROR = "UEC000"
CONFLICT = "UEC001"
SYNTAX_ERROR = "UEC002"


def lint(source: Source, rules: Sequence[Rule], settings: Settings, project: Project) -> list[Diagnostic]:
    """Return what the rules find in one file, in the order of all output; nothing is suppressed."""
    return Linter(rules, settings, project).lint(source)


@dataclass(frozen=True, slots=True)
class _Active:
    """A rule that is on, for one of the tables that it is about.

    code: what its findings are reported under. policy: what it goes by, with that table in the place of the first.
    """

    rule: Rule
    code: str
    table: Table
    policy: Policy
    words: frozenset[str]
    names: frozenset[str]
    wanted: Wanted


@dataclass(frozen=True, slots=True)
class Examined:
    """What came of one file.

    renames: the new names that it gives to wanted ones, in full.
    held: the deprecated names that it takes from other modules, each after the last part of the module's name.
    undecided: what a rule could not decide, as findings that say why.
    asked: what the file wanted to know of its project.
    """

    diagnostics: list[Diagnostic]
    renames: frozenset[str] | None
    held: frozenset[str] = frozenset()
    undecided: tuple[Diagnostic, ...] = ()
    asked: frozenset[Question] = frozenset()


class Linter:
    """The rules of one configuration, made ready once for many files."""

    def __init__(
        self,
        rules: Sequence[Rule],
        settings: Settings,
        project: Project,
        renames: Collection[str] | None = None,
        held: Collection[str] | None = None,
    ) -> None:
        """`renames` are the new names under which the project re-exports policy names; `None`: not known.

        `held` are the deprecated names that its files take from one another, `None` where not all of them were read.
        """
        self.parse: Callable[[Source], broken.Parsed] = lambda source: broken.parse(source.text)
        self.grow: Callable[[Source, ast.Module], Tree] = Tree
        self.settings = settings
        self.policy = settings.policy.on(settings.today).one_by_one()
        self.tracer = Tracer(project)
        self.renames = renames
        self.held = held
        self.codes = tuple(rule.code for rule in rules)
        self.selector = Selector(settings.selection, rules)
        self.active = [self._ready(*one) for one in self._needed(rules)]
        self.wanted = Wanted(name for active in self.active for name in active.names)
        self._renamable = self.wanted.last_words | set(renames or ())
        self._deprecated = frozenset(name.rpartition(".")[2] for one in self.policy.deprecated for name in one.names)
        self.words = {where: self._trigger_words(where) for where in Where}
        self._asked_by_all = frozenset(self.tracer.asked)

    def _needed(self, rules: Sequence[Rule]) -> list[tuple[Rule, Table, Policy]]:
        """Return the rules that are on, and those that win over one of them, each for every table that it is about."""
        views: dict[str, list[tuple[Table, Policy]]] = {"": [(Table(), self.policy)]}
        for kind, table, policy in self.policy.views():
            views.setdefault(kind, []).append((table, policy))
        every = [(rule, *view) for rule in rules if rule.check for view in views[rule.table]]
        on = {id(one) for one in every if self.selector.enabled(_code_of(one[0], one[1]))}
        winners = {code for one in every if id(one) in on for code in one[0].yields_to}
        return [one for one in every if (id(one) in on or one[0].code in winners) and self._applies(one[0], one[2])]

    def _applies(self, rule: Rule, policy: Policy) -> bool:
        return all(self.tracer.resolves(name) for name in [*rule.requires(policy)])

    def _ready(self, rule: Rule, table: Table, policy: Policy) -> _Active:
        names = frozenset(name for name in rule.names(policy) if name)
        wanted = Wanted(names)
        words = frozenset(rule.words(policy)) | wanted.words
        return _Active(rule, _code_of(rule, table), table, policy, words, names, wanted)

    def _trigger_words(self, where: Where) -> tuple[str, ...]:
        words = {word for active in self.active if active.rule.where is where for word in active.words}
        everywhere = self.wanted.words and where is Where.EVERYWHERE
        return tuple(sorted(words | set(self.renames or ()) if everywhere else words))

    def places(self, relative: str) -> frozenset[Where]:
        """Tell which rules look at the file at a path relative to the configuration's root."""
        if not is_test(relative, self.policy):
            return frozenset({Where.EVERYWHERE})
        options = self.tracer.pytest_options(relative)
        return frozenset(Where) if collects_file(relative, options) else frozenset({Where.EVERYWHERE, Where.TESTS})

    def reports(self, code: str, relative: str) -> bool:
        """Tell whether a code is on in the file at a path relative to the configuration's root.

        An internal error always is.
        """
        if code == INTERNAL_ERROR:
            return True
        return self.selector.enabled(code) and not self.selector.ignored_in(relative, code)

    def severity(self, code: str) -> Severity:
        """Return how bad the findings of a code are. An internal error always fails a run."""
        return Severity.ERROR if code == INTERNAL_ERROR else severity_of(code, self.settings.severity)

    def is_candidate(self, source: Source) -> bool:
        """Tell whether a rule may find something in a file: it holds a trigger word, or may import a renamed name."""
        text = source.text
        if self.wanted.words and (self.renames is None or "import *" in text):
            return True
        return any(stands_in(text, word) for where in self.places(source.relative) for word in self.words[where])

    def lint(self, source: Source, root: ast.Module | None = None) -> list[Diagnostic]:
        """Return what the rules find, in the order of all output; nothing is suppressed.

        A file that does not parse gives a UEC002, selected or not, and what can be had of the rest. `root` is
        the file's tree, where the caller has one.
        """
        return self.examine(source, root).diagnostics

    def examine(self, source: Source, root: ast.Module | None = None) -> Examined:
        """Return what the rules find, as `lint` does, and the new names that the file gives to wanted ones."""
        self.tracer.asked = set(self._asked_by_all)
        found = list(self._text_findings(source))
        names: set[str] = set()
        undecided: list[Diagnostic] = []
        parsed = broken.Parsed((), ())
        is_candidate = root is not None or self.is_candidate(source)
        if is_candidate or self.selector.enabled(SYNTAX_ERROR):
            parsed = broken.Parsed((root,), ()) if root is not None else self.parse(source)
            found += [self._syntax_error(source, problem) for problem in parsed.problems[:1]]
        for tree in parsed.trees if is_candidate else ():
            found += self._whole_tree(source, tree, names, undecided)
        if parsed.problems:
            found = [_unfixable(one) for one in found]
        if self.held is not None:
            found = [settled(one, self.held) for one in found]
        renames = None if self.renames is None else self._renames_in(source, parsed.trees)
        asked = frozenset(self.tracer.asked)
        return Examined(self._final(found), renames, frozenset(names), tuple(dict.fromkeys(undecided)), asked)

    def screen(self, source: Source) -> Examined:
        """Return no more of a file than the new names that it gives to wanted ones."""
        self.tracer.asked = set()
        renames = self._renames_in(source, broken.parse(source.text).trees if self._may_rename(source) else ())
        return Examined([], renames, asked=frozenset(self.tracer.asked))

    def _may_rename(self, source: Source) -> bool:
        known = self.renames is not None
        return known and ("import *" in source.text or any(stands_in(source.text, word) for word in self._renamable))

    def _renames_in(self, source: Source, trees: Iterable[ast.Module]) -> frozenset[str]:
        if not self._may_rename(source):
            return frozenset()
        name, is_package = self.tracer.project.module_name(source.relative), self._is_package(source)
        found: set[str] = set()
        for tree in trees:
            facts = collect(tree, name, is_package, with_classes=False)
            found |= self.tracer.renames(facts, self._renamable, self.wanted.exact)
        return frozenset(found)

    def _is_package(self, source: Source) -> bool:
        return self.tracer.project.is_package(source.relative)

    def lint_text(self, source: Source) -> list[Diagnostic]:
        """Return what the rules that look at any text find in a file that is no Python."""
        return self._final(list(self._text_findings(source)))

    # Phases

    def _text_findings(self, source: Source) -> Iterator[Diagnostic]:
        for active in self._rules_for(source, Phase.TEXT):
            yield from self._guarded(active, source, None, _calling(source, active.policy))

    def _whole_tree(
        self, source: Source, root: ast.Module, names: set[str], undecided: list[Diagnostic]
    ) -> list[Diagnostic]:
        """Return what is found in a tree; the deprecated names that it takes from other modules join `names`."""
        found: list[Diagnostic] = []
        module = Module(self.grow(source, root), self.policy, self.tracer)
        try:
            for one in self._tree_findings(module):
                (undecided if one.is_undecided else found).append(one)
            names |= held(module, self._deprecated)
        except RecursionError:
            problem = broken.SyntaxProblem(1, 1, "nested too deeply to be linted")
            found.append(self._syntax_error(source, problem))
        finally:
            module.clear()
        return found

    def _tree_findings(self, module: Module) -> Iterator[Diagnostic]:
        yield from self._node_findings(module)
        yield from self._name_findings(module)

    def _node_findings(self, module: Module) -> Iterator[Diagnostic]:
        for active in self._rules_for(module.source, Phase.NODE):
            seen = module.under(active.policy)
            for node in module.tree.nodes_with(active.words):
                if isinstance(node, active.rule.nodes):
                    yield from self._guarded(active, module.source, seen, _calling(node, seen))

    def _name_findings(self, module: Module) -> Iterator[Diagnostic]:
        active_rules = self._rules_for(module.source, Phase.NAME)
        if not active_rules:
            return
        references = module.find_references(self.wanted, self.renames)
        seen = [(active, module.under(active.policy)) for active in active_rules]
        askers: dict[tuple[Form, str, tuple[str, ...]], list[tuple[_Active, Module]]] = {}
        for reference in references:
            key = reference.form, reference.name, reference.trace
            if key not in askers:
                askers[key] = [one for one in seen if one[0].wanted.is_meant_by(reference)]
            for active, view in askers[key]:
                yield from self._guarded(active, module.source, view, _calling(reference, view))

    def _rules_for(self, source: Source, phase: Phase) -> list[_Active]:
        places = self.places(source.relative)
        return [
            active
            for active in self.active
            if active.rule.phase is phase
            and active.rule.where in places
            and is_for(active.table, source.relative, self.policy)
        ]

    # Diagnostics

    def _guarded(
        self, active: _Active, source: Source, module: Module | None, run: Callable[..., Iterable[Finding | Undecided]]
    ) -> Iterator[Diagnostic]:
        """Yield what a rule finds; one that raises gives an internal error, and the others go on."""
        rule = active.rule
        try:
            findings = list(run(rule.check))
        except RecursionError:
            raise
        except Exception as error:
            message = f"rule {rule.code} ({rule.name}) failed: {type(error).__name__}: {error}; please report it"
            start = Range(Position(1, 1), Position(1, 1))
            yield Diagnostic(source.path, INTERNAL_ERROR, "internal-error", message, start)
            return
        for finding in findings:
            if isinstance(finding, Undecided):
                said = Finding(finding.span, f"not decided: {finding.reason}")
                yield replace(self._diagnostic(active, said, source, module), is_undecided=True)
            else:
                yield self._diagnostic(active, _worded(finding, active.table), source, module)

    def _diagnostic(self, active: _Active, finding: Finding, source: Source, module: Module | None) -> Diagnostic:
        where = _range(source, finding.span)
        related = tuple(
            Related(source.path, _range(source, evidence.span), evidence.message) for evidence in finding.evidence
        )
        lines = _noqa_lines(where, module.tree if module else None)
        fix = self._fix(active.code, finding.fix, module) if finding.fix else None
        scope = scope_of(module.tree, where.start.line) if module else ""
        text = normalised(source.text[slice(*finding.span)])
        head = source.path, active.code, active.rule.name, finding.message, where, lines, related, fix
        severity = finding.severity or self.severity(active.code)
        rule = active.rule.code if active.rule.code != active.code else ""
        return Diagnostic(*head, scope, text, todo=finding.todo, severity=severity, rule=rule)

    def _fix(self, code: str, fix: Fix, module: Module | None) -> Fix | None:
        """Return a fix as the settings have it, with the imports that it leaves unused taken away."""
        wanted = wanted_fix(code, fix, self.settings.fixing)
        if wanted is None or module is None:
            return wanted
        return replace(wanted, edits=tidied(module, wanted.edits))

    def tidy(self, source: Source, edits: Sequence[Edit]) -> tuple[Edit, ...]:
        """Return edits of a file with those that take away the imports which they leave unused."""
        parsed = broken.parse(source.text)
        if parsed.problems:
            return tuple(edits)
        return tidied(Module(Tree(source, parsed.trees[0]), self.policy, self.tracer), edits)

    def _syntax_error(self, source: Source, problem: broken.SyntaxProblem) -> Diagnostic:
        at = Position(problem.line, problem.column)
        message = f"{problem.message} (Python {problem.python} grammar)"
        head = source.path, SYNTAX_ERROR, "syntax-error", message, Range(at, at), (problem.line,)
        return Diagnostic(*head, severity=self.severity(SYNTAX_ERROR))

    def _final(self, found: list[Diagnostic]) -> list[Diagnostic]:
        """Drop what is found twice, what yields to another code at the same place, and what is off."""
        yields = {active.rule.code: active.rule.yields_to for active in self.active}
        taken = {(one.rule_code, one.range.start) for one in found}
        kept = {
            (one.code, one.range, one.message): one
            for one in found
            if not any((code, one.range.start) in taken for code in yields.get(one.rule_code, ()))
        }
        on = (one for one in kept.values() if one.code in _ALWAYS or self.selector.enabled(one.code))
        return sorted(on, key=lambda one: one.sort_key)


_ALWAYS = (INTERNAL_ERROR, SYNTAX_ERROR)


def _unfixable(diagnostic: Diagnostic) -> Diagnostic:
    """What is read of a file that does not parse is no ground for a change, short of resolving its conflicts."""
    is_safe_to_offer = diagnostic.fix is None or diagnostic.code == CONFLICT
    return diagnostic if is_safe_to_offer else replace(diagnostic, fix=None)


def _calling(subject: object, context: Module | Policy) -> Callable[..., Iterable[Finding | Undecided]]:
    return lambda check: check(subject, context)


def _code_of(rule: Rule, table: Table) -> str:
    return table.code_of(rule.code, optional=rule.optional)


def _worded(finding: Finding, table: Table) -> Finding:
    """Return a finding in the words, and as bad, as its table has it: a message is a defect, `; ` and an advice."""
    if not (table.message or table.severity):
        return finding
    message = f"{finding.message.partition('; ')[0]}; {table.message}" if table.message else finding.message
    severity = Severity(table.severity) if table.severity else finding.severity
    return replace(finding, message=message, severity=severity)


def _range(source: Source, span: Span) -> Range:
    return Range(source.position(span.start), source.position(span.end))


def _noqa_lines(where: Range, tree: Tree | None) -> tuple[int, ...]:
    """Return the lines on which a comment silences a finding: its own, its statement's first and last."""
    lines = [where.start.line, where.end.line]
    statement = tree.statement_lines(where.start.line) if tree else None
    return tuple(dict.fromkeys([*lines, *(statement or ())]))
