"""`flake8-uec baseline`: write, shrink and check the file of known findings."""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Iterable
from dataclasses import replace

from flake8_uec import __version__
from flake8_uec.frontends.cli import check, terminal, writing
from flake8_uec.frontends.cli.options import add_options as add_check_options
from flake8_uec.frontends.cli.options import caches, overrides
from flake8_uec.frontends.cli.parser import one_of
from flake8_uec.model.diagnostic import Diagnostic
from flake8_uec.model.entry import Entry, entries
from flake8_uec.model.settings import Settings
from flake8_uec.model.values import dataclass
from flake8_uec.project.baseline import Baseline, change_file, encode, load, path_of, replace_file
from flake8_uec.project.config import Resolver
from flake8_uec.project.git import merges_by_union
from flake8_uec.project.paths import relative_to
from flake8_uec.project.session import Report, Session, settings_of
from flake8_uec.project.version import release
from flake8_uec.project.vocabulary import known
from flake8_uec.rules import rules_for


def add_options(parser: argparse.ArgumentParser) -> None:
    """Add the options of `baseline` to its parser: those of `check`, and its own."""
    parser.add_argument(
        "action",
        metavar="ACTION",
        type=one_of("write", "update", "check"),
        help="write: the first time; update: drop what is gone; check: as `flake8-uec check`, and tell what is gone",
    )
    add_check_options(parser)
    group = parser.add_argument_group("baseline")
    group.add_argument("--force", action="store_true", help="write: replace the file that is there")
    group.add_argument("--allow-growth", action="store_true", help="update: take new findings in, and tell them")
    group.add_argument(
        "--for-upgrade", action="store_true", help="update: take in the new findings of rules that changed since"
    )
    group.add_argument("--strict", action="store_true", help="check: fail where an entry is gone")


def run(options: argparse.Namespace) -> int:
    """Write, update or check the known findings, and return the exit code."""
    if options.action == "check":
        return check.run(options)
    if options.stdin_filename is not None or "-" in options.paths:
        raise terminal.Unusable(f"`baseline {options.action}` takes files and directories, not standard input")
    if options.diff_base is not None or options.affected is not None:
        raise terminal.Unusable(f"`baseline {options.action}` is about all findings, not those of a change")
    chosen = overrides(options)
    resolver = Resolver(known(), chosen, isolated=options.isolated, config=options.config)
    settings = settings_of(resolver, next(iter(options.paths), "."))
    if not settings.baseline:
        raise terminal.Unusable("there is no baseline to write: `baseline` is empty, or `--no-baseline` is given")
    if options.action == "update":
        return _update(Session(resolver, options.jobs, caches(options)), settings, options)
    without = Resolver(known(), replace(chosen, baseline=""), isolated=options.isolated, config=options.config)
    return _write(Session(without, options.jobs, caches(options)), settings, options)


def _write(session: Session, settings: Settings, options: argparse.Namespace) -> int:
    file = path_of(settings)
    if os.path.exists(file) and not options.force:
        shown = writing.relative(file)
        raise terminal.Unusable(
            f"`{shown}` exists: `baseline update` keeps it in step, `baseline write --force` writes it anew"
        )
    report = check.lint(session, options)
    found = _entries(report.diagnostics, settings)
    replace_file(file, encode(found, __version__))
    _say(f"Wrote {_count(found)} to {writing.relative(file)}.", options)
    left = [one for one in report.diagnostics if one not in found.values()]
    if not merges_by_union(file) and not options.quiet:
        name = relative_to(settings.root, file)
        print(f"To merge it without conflicts, add to .gitattributes: {name} merge=union", file=sys.stderr)
    return _tell_left(left, "cannot be known, and must be mended", options)


@dataclass(frozen=True, slots=True)
class _Update:
    """What an update does: entries that go, those that have another path, scope or number, and those taken in."""

    stale: frozenset[Entry]
    renamed: dict[Entry, Entry]
    added: dict[Entry, Diagnostic]

    def apply(self, before: Iterable[Entry]) -> set[Entry]:
        """Return the entries as they are to be."""
        return {self.renamed.get(entry, entry) for entry in before if entry not in self.stale} | self.added.keys()

    @property
    def moved(self) -> int:
        """How many entries have another path or scope."""
        return sum((old.path, old.scope) != (new.path, new.scope) for old, new in self.renamed.items())


def _update(session: Session, settings: Settings, options: argparse.Namespace) -> int:
    baseline = load(settings)
    if baseline is None:
        raise terminal.Unusable(f"there is no `{writing.relative(path_of(settings))}`: `baseline write` makes one")
    report = check.lint(session, options, drops_stale=True)
    update = _planned(report, baseline, settings, options)
    version = baseline.version if _is_partial(options) else __version__
    change_file(baseline, update.apply, version)
    if update.added:
        writing.write_lines(list(update.added.values()), options, sys.stdout)
    total = len(update.apply(baseline.entries))
    moved = f", moved {update.moved}" if update.moved else ""
    removed = len(baseline.entries) + len(update.added) - total
    _say(f"Removed {removed}{moved}, added {len(update.added)}; {total} known findings are left.", options)
    left = [one for one in report.diagnostics if one not in update.added.values()]
    return _tell_left(left, "new: mend them, or take them in with `--allow-growth`", options)


def _planned(report: Report, baseline: Baseline, settings: Settings, options: argparse.Namespace) -> _Update:
    stale = {entry for root, entry in report.ratchet.stale if root == settings.root}
    matched = {entry: one for (root, entry), one in report.ratchet.known.items() if root == settings.root}
    now = _entries([*matched.values(), *report.diagnostics], settings)
    by_finding = {id(one): entry for entry, one in now.items()}
    renamed = {old: by_finding[id(one)] for old, one in matched.items() if by_finding[id(one)] != old}
    wanted = {id(one) for one in _admitted(report.diagnostics, baseline, settings, options)}
    added = {entry: one for entry, one in now.items() if id(one) in wanted}
    return _Update(frozenset(stale), renamed, added)


def _admitted(
    found: Iterable[Diagnostic], baseline: Baseline, settings: Settings, options: argparse.Namespace
) -> list[Diagnostic]:
    """Return the new findings that the options let in."""
    if options.allow_growth:
        return list(found)
    if not options.for_upgrade:
        return []
    since = release(baseline.version)
    changed = {rule.code for rule in rules_for(settings.policy) if release(rule.changed) > since}
    return [one for one in found if one.code in changed]


def _is_partial(options: argparse.Namespace) -> bool:
    """Tell whether an update looks at a part: then it must not claim that all was seen by this version."""
    return bool(options.paths or options.select or options.ignore)


def _entries(found: Iterable[Diagnostic], settings: Settings) -> dict[Entry, Diagnostic]:
    """Return the entries of findings of many files."""
    by_path: dict[str, list[Diagnostic]] = {}
    for one in sorted(found, key=lambda one: one.sort_key):
        by_path.setdefault(one.path, []).append(one)
    return {
        entry: one
        for path, group in by_path.items()
        for entry, one in entries(group, relative_to(settings.root, path)).items()
    }


def _tell_left(left: list[Diagnostic], why: str, options: argparse.Namespace) -> int:
    if not left:
        return 0
    writing.write_lines(left, options, sys.stdout)
    count = f"{len(left)} findings are" if len(left) > 1 else "1 finding is"
    is_failed = any(one.is_error for one in left)
    (terminal.error if is_failed else terminal.warning)(f"{count} {why}", options.color)
    return int(is_failed)


def _say(text: str, options: argparse.Namespace) -> None:
    if not options.quiet:
        print(text)


def _count(found: dict[Entry, Diagnostic]) -> str:
    files = len({entry.path for entry in found})
    return f"{len(found)} known finding{'s' * (len(found) != 1)} in {files} file{'s' * (files != 1)}"
