"""Look at all files of a project for what a policy of its own could say."""

from __future__ import annotations

import re
import warnings
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import replace

from flake8_uec.model.facts import Inferred
from flake8_uec.model.policy import Deprecation
from flake8_uec.model.proposal import Announced, Surveyed
from flake8_uec.model.settings import Settings
from flake8_uec.model.source import Source, UndecodableError
from flake8_uec.project.config import Resolver
from flake8_uec.project.disk import Disk
from flake8_uec.project.index import DiskProject
from flake8_uec.project.known import Known
from flake8_uec.project.paths import relative_to
from flake8_uec.semantics import deprecations
from flake8_uec.semantics.broken import parse
from flake8_uec.semantics.module import Module
from flake8_uec.semantics.paths import paths as patterns
from flake8_uec.semantics.references import Form, Reference, Wanted
from flake8_uec.semantics.survey import survey
from flake8_uec.semantics.trace import Tracer
from flake8_uec.semantics.tree import Tree

CODE = "UEC900"
"""The code that is proposed for every name that is to go."""

_WORDS = ("deprecat", "Deprecat", "FutureWarning")
_TEST_WORDS = ("class ", "patch", "spec")


class OneRoot(Resolver):
    """Gives every directory the same settings, those of no configuration."""

    def __init__(self, settings: Settings, known: Known) -> None:
        super().__init__(known, isolated=True)
        self._settings_of_all = settings

    def settings_for(self, directory: str) -> Settings:
        """Return the settings."""
        return self._settings_of_all


class _Plain(DiskProject):
    """Values are not followed: what takes that is no base that many tests have."""

    def inferred_bases(self, module: str, line: int, text: str | None) -> Inferred:
        """Return no bases."""
        return Inferred()


_MEMBER = re.compile(r"\.\s*([^\W\d]\w*)")
_IMPORTED = re.compile(r"\bimport[ \t]*(\([^)]*\)|(?:[^\n\\]|\\\r?\n)*)")
_RENAMED = re.compile(r"\bas\s+\w+|#[^\n]*")


def _mentioned(text: str) -> set[str]:
    """Return the words of a text that may be names of another module: what is imported, and what follows a dot."""
    found = set(_MEMBER.findall(text))
    for match in _IMPORTED.finditer(text):
        found.update(re.findall(r"\w+", _RENAMED.sub("", match[1])))
    return found


class LookedFor:
    """The names whose uses are counted: those that entries report, and members of classes, which are only spelled."""

    def __init__(self, announced: Iterable[Announced]) -> None:
        self.entries: dict[str, Deprecation] = {}
        self.members: dict[str, list[str]] = {}
        for one in announced:
            if one.is_member:
                self.members.setdefault(one.name.rpartition(".")[2], []).append(one.name)
            else:
                self.entries[one.name] = Deprecation(name=one.name, replacement=one.replacement, code=CODE)
        self._by_word: dict[str, list[str]] = {}
        for name in self.entries:
            self._by_word.setdefault(name.rpartition(".")[2], []).append(name)

    def in_text(self, text: str) -> Wanted:
        """Return those of the names that a text may use: most files use few."""
        words = set(self._by_word) if "import *" in text else self._by_word.keys() & _mentioned(text)
        return Wanted(name for word in words if word in text for name in self._by_word[word])

    def entries_of(self, reference: Reference) -> Iterator[Deprecation]:
        """Yield the entries that a reference may be one of."""
        names = [reference.name] if reference.form is Form.PATCH else reference.trace
        for name in names:
            parts = name.split(".")
            lengths = range(1, len(parts) + 1) if reference.form is Form.PATCH else [len(parts)]
            found = (".".join(parts[:length]) for length in lengths)
            yield from (self.entries[one] for one in found if one in self.entries)


class Surveyor:
    """Looks at files of one project, in one process."""

    def __init__(self, settings: Settings, disk: Disk) -> None:
        self._settings = settings
        self._disk = disk
        self._tracer = Tracer(_Plain(settings, disk))

    def survey(self, path: str) -> Surveyed:
        """Return what a file has for a policy; nothing of one that cannot be read."""
        source = self._source(path)
        if source is None:
            return Surveyed()
        policy = self._settings.policy
        is_test = patterns(policy.test_files).match(source.relative)
        if not any(word in source.text for word in (_TEST_WORDS if is_test else _WORDS)):
            return Surveyed()
        return [*(survey(module, is_test=is_test) for module in self._modules(source)), Surveyed()][0]

    def uses(self, path: str, looked_for: LookedFor) -> Counter[str]:
        """Return how often a file does what each entry reports, and how often it spells each member, by full name."""
        source, found = self._source(path), Counter[str]()
        if source is None:
            return found
        for match in _MEMBER.finditer(source.text) if looked_for.members else ():
            found.update(looked_for.members.get(match[1], ()))
        wanted = looked_for.in_text(source.text)
        for module in self._modules(source) if wanted.exact else ():
            for reference in module.find_references(wanted, frozenset()):
                found.update(self._used(reference, module, looked_for))
        return found

    def _used(self, reference: Reference, module: Module, looked_for: LookedFor) -> Iterator[str]:
        """Yield the names that a reference is reported for; of an import of a module, the use through it counts."""
        if reference.form in (Form.MODULE, Form.DYNAMIC):
            return
        for entry in looked_for.entries_of(reference):
            module.policy = replace(self._settings.policy, deprecated=(entry,))
            yield from (entry.name for _ in deprecations.check(reference, module, CODE))

    def _source(self, path: str) -> Source | None:
        try:
            return Source.from_bytes(self._disk.read(path), path, relative_to(self._settings.root, path))
        except (OSError, UndecodableError, ValueError):
            return None

    def _modules(self, source: Source) -> Iterator[Module]:
        """Yield the modules of a file, each to be used before the next: what refers to one another in it goes then."""
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            trees = parse(source.text).trees
        for root in trees:
            module = Module(Tree(source, root), self._settings.policy, self._tracer)
            yield module
            vars(module).clear()
