"""The files whose answer may depend on what has changed in others.

They must never be too few, and need not be the fewest: a file counts where it spells a name that has changed, and the
module that it comes from, in whatever way.
"""

from __future__ import annotations

import os
from collections.abc import Collection, Iterable, Iterator
from functools import cached_property

from flake8_uec.model.facts import Facts
from flake8_uec.model.settings import Settings
from flake8_uec.project.disk import Disk
from flake8_uec.project.files import PYTHON
from flake8_uec.project.index import DiskProject
from flake8_uec.project.paths import relative_to
from flake8_uec.project.policy_check import policy_names
from flake8_uec.project.pytest_config import CONFIGURATIONS
from flake8_uec.project.spelling import Spelling
from flake8_uec.semantics.interface import Changed, changed_names, changed_values, closure, open_classes


class Affected:
    """What a change means for the files of one project. All paths are absolute.

    now, before: what shows the files as they are, and as they were before the change.
    differing: the paths of the files that differ.
    """

    def __init__(self, settings: Settings, now: Disk, before: Disk, differing: Collection[str]) -> None:
        self._settings = settings
        self._disk = now
        self._now, self._before = DiskProject(settings, now), DiskProject(settings, before)
        self._differing = frozenset(differing)
        self._modules = [path for path in differing if path.endswith(PYTHON)]

    def among(self, files: Collection[str], others: Collection[str]) -> frozenset[str]:
        """Return those of some files whose answer may not be what it was.

        `others` are files of the project that are not asked for, but may hand on what has changed.
        """
        reached = self._reached({*files, *others})
        if reached is None:
            return frozenset(files)
        reached |= self._differing
        return frozenset(path for path in files if path in reached or self._is_collected_anew(path))

    def _reached(self, files: Collection[str]) -> set[str] | None:
        """Return the files that may speak of what has changed, `None` where no word of it is needed.

        A file that hands a changed name on adds one to look for.
        """
        if self._now.roots != self._before.roots:
            return None
        found: set[str] = set()
        passing = [facts for project in (self._before, self._now) for facts in self._facts(self._modules, project)]
        changed, known = closure(passing, self._changed()), Changed()
        spelling = Spelling(files, {*files, *self._modules}, self._disk) if changed.parts else None
        while spelling and (new := changed - known).parts:
            if self._concerns_policy(new):
                return None
            more = spelling.speaking_of(new.parts) - found - self._differing
            passing += self._facts(filter(spelling.is_spoken_of, more), self._now)
            found |= more
            changed, known = closure(passing, changed), changed
        return found

    def _names(self, paths: Iterable[str]) -> list[str]:
        """Return every name of the modules at some paths."""
        root = self._settings.root
        return sorted({name for path in paths for name in self._now.module_names(relative_to(root, path))})

    def _facts(self, paths: Iterable[str], project: DiskProject) -> list[Facts]:
        return [facts for name in self._names(paths) if (facts := project.facts(name)) is not None]

    def _changed(self) -> Changed:
        found = Changed()
        for module in self._names(self._modules):
            before, now = self._before.facts(module), self._now.facts(module)
            found |= changed_names(before, now, module) | self._changed_values(module)
            found |= open_classes(now) if now else Changed()
            found |= Changed(frozenset(self._packages(module)))
        return found

    def _changed_values(self, module: str) -> Changed:
        before, now = self._before.tree(module), self._now.tree(module)
        return changed_values(before, now, module) if before and now else Changed()

    def _packages(self, module: str) -> Iterator[str]:
        """Yield the packages above a module that came or went with it."""
        while module := module.rpartition(".")[0]:
            if self._before.has_module(module) != self._now.has_module(module):
                yield module

    def _concerns_policy(self, changed: Changed) -> bool:
        """Tell whether rules may ask of what has changed though a file does not spell it.

        They do of the context class; of every other name, no more than what it stands for.
        """
        policy = self._settings.policy
        renewed = any(changed.renews(name) for _, name in policy_names(policy))
        contexts = (policy.context, *policy.others.context)
        return renewed or any(changed.of(one.name) for one in contexts)

    @cached_property
    def _configures_pytest(self) -> bool:
        return any(os.path.basename(path) in CONFIGURATIONS for path in self._differing)

    def _is_collected_anew(self, path: str) -> bool:
        """Tell whether pytest's configuration says something else of a file than it did."""
        if not self._configures_pytest:
            return False
        relative = relative_to(self._settings.root, path)
        return self._before.pytest_options(relative) != self._now.pytest_options(relative)
