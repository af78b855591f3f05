"""`flake8-uec migrate`: fix the files of a plan one by one, verified and committed; see how far it is; take it back."""

from __future__ import annotations

import argparse
import os
import signal
from collections.abc import Callable, Collection, Iterator
from contextlib import contextmanager
from types import FrameType

from flake8_uec.frontends.cli import migrate_rollback, migrate_status, terminal
from flake8_uec.frontends.cli.migrate_options import add_options
from flake8_uec.frontends.cli.progress import progress_bar
from flake8_uec.migration import dry_run, plan_file
from flake8_uec.migration.attempt import LAND, Tried
from flake8_uec.migration.choices import Choices
from flake8_uec.migration.item import Item
from flake8_uec.migration.repository import GitError
from flake8_uec.migration.run import Control
from flake8_uec.migration.start import last, resume, start
from flake8_uec.migration.state import COMMITTED, FINISHED, INTERRUPTED, KEPT, State
from flake8_uec.migration.verify import VerifyError
from flake8_uec.project.config import Resolver
from flake8_uec.project.known import selector_problem
from flake8_uec.project.vocabulary import known
from flake8_uec.rules import rules_for

__all__ = ["add_options", "run"]

DONE, LEFT, STOPPED, ENDED_EARLY = 0, 1, 2, 130


def run(options: argparse.Namespace) -> int:
    """Run, resume, preview, show or roll back a migration, and return the exit code."""
    try:
        return _ACTIONS[options.action or "run"](options)
    except (GitError, VerifyError) as error:
        raise terminal.Unusable(str(error)) from error


def _migrate(options: argparse.Namespace) -> int:
    settings = Resolver(known(), isolated=options.isolated, config=options.config).settings_for(".")
    if options.resume:
        with _controlled(options) as control:
            return _end(resume(settings.root, control, os.getcwd()), options)
    choices = _choices(options, [rule.code for rule in rules_for(settings.policy)])
    if options.dry_run:
        return _preview(settings.root, choices)
    former = last(settings.root)
    if former.end == INTERRUPTED:
        terminal.warning(f"run {former.run} was not finished: this is another, `--resume` would have gone on with that")
    with _controlled(options) as control:
        return _end(start(settings.root, choices, control, os.getcwd()), options)


def _choices(options: argparse.Namespace, codes: Collection[str]) -> Choices:
    """Return the options of a run; `codes` are those that there are."""
    if options.plan is None:
        raise terminal.Unusable("`--plan FILE` is missing: `flake8-uec plan -o plan.json` makes one")
    text = plan_file.text_of(options.plan)
    plan = plan_file.decode(text, options.plan)
    batches = _listed(options.batch)
    for one in batches:
        names = [batch.name for batch in plan.batches]
        if one not in names:
            raise terminal.Unusable(f"the plan has no batch `{one}`: it has {', '.join(names) or 'none'}")
    for code in _listed(options.rules):
        near = selector_problem(code, codes)
        if near is not None:
            raise terminal.Unusable(f"unknown rule selector `{code}` in `--rules`{near}")
    _refuse_contradictions(options)
    return Choices(
        plan=text,
        batches=batches,
        rules=_listed(options.rules),
        unsafe_fixes=options.unsafe_fixes,
        verify=options.verify or "",
        verify_batch=options.verify_batch or "",
        timeout=options.verify_timeout,
        commit=options.commit,
        fix=not options.no_fix,
        accept_still_failing=options.accept_still_failing,
        max_slowdown=options.max_slowdown,
        max_failures=options.max_failures,
        jobs=options.jobs or 1,
        branch=options.worktree or "",
        isolated=options.isolated,
        config=options.config or "",
    )


def _refuse_contradictions(options: argparse.Namespace) -> None:
    if (options.jobs or 1) > 1 and not options.commit:
        raise terminal.Unusable("`--jobs` needs `--commit`: each file is tried on what was committed before it")
    if options.worktree == "":
        raise terminal.Unusable("`--worktree` needs the name of a branch")
    if options.worktree and not options.commit:
        raise terminal.Unusable("`--worktree` needs `--commit`: its work tree is gone at the end, its branch is not")
    if options.worktree and options.no_fix:
        raise terminal.Unusable("`--worktree` cannot be used with `--no-fix`, which takes what you have edited")


def _listed(values: list[str] | None) -> tuple[str, ...]:
    return tuple(item.strip() for value in values or () for item in value.split(",") if item.strip())


def _preview(root: str, choices: Choices) -> int:
    for one in dry_run.preview(root, choices, os.getcwd()):
        unsafe = f", {one.unsafe} of them unsafe" if one.unsafe else ""
        what = one.reason or f"would make {one.fixes} fix{'es' * (one.fixes != 1)}{unsafe}"
        print(f"{_place(one.item)}: {what}")
    return DONE


def _place(item: Item) -> str:
    return f"{item.batch} {item.position}/{item.total} {item.file.path}"


@contextmanager
def _controlled(options: argparse.Namespace) -> Iterator[Control]:
    """Give what tells of a run's files and ends it early: after the current file, and at once when asked again."""
    with progress_bar(enabled=not options.quiet, what="Migrating", fewest=1) as bar:

        def told(item: Item, tried: Tried, done: int, total: int) -> None:
            if not options.quiet:
                print(f"{_place(item)}: {_outcome(tried, commit=control.commits)}", flush=True)
            if bar:
                bar(done, total)

        control = Control(told)
        former = {number: signal.signal(number, _stopper(control)) for number in _ENDING if _is_heard(number)}
        try:
            yield control
        finally:
            for number, handler in former.items():
                signal.signal(number, handler)


_ENDING = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)


def _is_heard(number: int) -> bool:
    """Tell whether a signal would do anything: `nohup` lets a run outlive its terminal."""
    return number != signal.SIGHUP or signal.getsignal(number) is not signal.SIG_IGN


def _stopper(control: Control) -> Callable[[int, FrameType | None], None]:
    def stop(number: int, frame: FrameType | None) -> None:
        if control.stop:
            control.abort()
            raise KeyboardInterrupt
        control.stop = True
        terminal.warning("ends after the current file; press Ctrl-C again to end at once")

    return stop


def _outcome(tried: Tried, *, commit: bool) -> str:
    if tried.status != LAND:
        return f"{tried.status}: {tried.reason}"
    fixed = sum(tried.fixed.values())
    left = sum(tried.left.values())
    return f"{COMMITTED if commit else KEPT}: fixed {fixed}" + (f", {left} left" if left else "")


def _end(state: State, options: argparse.Namespace) -> int:
    if not options.quiet:
        print(", ".join(f"{number} {status}" for status, number in state.by_status.items()) or "no file to migrate")
    if state.end == INTERRUPTED:
        terminal.warning("ended early: `flake8-uec migrate --resume` goes on")
        return ENDED_EARLY
    if state.end != FINISHED:
        terminal.error(state.end)
        return STOPPED
    return DONE if state.by_status.keys() <= {COMMITTED, KEPT} else LEFT


_ACTIONS: dict[str, Callable[[argparse.Namespace], int]] = {
    "run": _migrate,
    "status": migrate_status.run,
    "rollback": migrate_rollback.run,
}
