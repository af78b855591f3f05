"""Makes a plan of what a run found."""

from __future__ import annotations

import hashlib
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path

from flake8_uec.migration.order import in_order, needs
from flake8_uec.model.diagnostic import Applicability, Diagnostic
from flake8_uec.model.plan import Plan, PlannedBatch, PlannedFile, Share, Skipped
from flake8_uec.model.policy import Batch
from flake8_uec.model.settings import Settings
from flake8_uec.project.files import PYTHON
from flake8_uec.project.index import DiskProject
from flake8_uec.project.paths import relative_to
from flake8_uec.semantics.patterns import patterns

REST = Batch(name="rest", title="Files of no batch")
NO_PYTHON = "no Python file"


def digest(data: bytes) -> str:
    """Return what the content of a file is known by."""
    return hashlib.sha256(data).hexdigest()


def make_plan(found: Iterable[Diagnostic], settings: Settings, paths: Sequence[str], skip: Sequence[str] = ()) -> Plan:
    """Return the plan for what a run over some paths found. Raise `OSError` where a file is gone.

    skip: path patterns of the command line, relative to the configuration's root.
    """
    by_path: dict[str, list[Diagnostic]] = defaultdict(list)
    for one in found:
        by_path[relative_to(settings.root, one.path)].append(one)
    reasons = {path: why for path in by_path if (why := _why_skipped(path, settings, skip))}
    by_batch: dict[str, list[str]] = defaultdict(list)
    for path in by_path.keys() - reasons.keys():
        by_batch[batch_of(path, settings.policy.migration.batches).name].append(path)
    planned = {path: shares(by_path[path]) for path in by_path}
    batches = (*settings.policy.migration.batches, REST)
    return Plan(
        tuple(_batch(one, by_batch[one.name], planned, settings) for one in batches if by_batch.get(one.name)),
        tuple(Skipped(path, why, len(by_path[path])) for path, why in sorted(reasons.items())),
        tuple(sorted({relative_to(settings.root, path) for path in paths})),
    )


def batch_of(path: str, batches: Iterable[Batch]) -> Batch:
    """Return the batch of a path: the first with a pattern that matches."""
    return next((one for one in batches if patterns(one.paths).matches(path)), REST)


def shares(found: Iterable[Diagnostic]) -> dict[str, Share]:
    """Return the findings of a file by rule, in the order of the codes."""
    sums: dict[str, Share] = defaultdict(Share)
    for one in found:
        sums[one.code] += _share(one)
    return dict(sorted(sums.items()))


def _share(one: Diagnostic) -> Share:
    if one.fix is None:
        return Share(manual=1)
    return Share(safe=1) if one.fix.applicability is Applicability.SAFE else Share(unsafe=1)


def _why_skipped(path: str, settings: Settings, skip: Sequence[str]) -> str:
    """Return why a path is left out, `""` where it is not."""
    if patterns(tuple(skip)).match_within(path):
        return "--skip"
    if patterns(settings.policy.migration.skip).match_within(path):
        origin = settings.origins.get("migration.skip", "")
        return f"migration.skip ({origin})" if origin else "migration.skip"
    return "" if path.endswith(PYTHON) else NO_PYTHON


def _batch(
    batch: Batch, paths: Sequence[str], findings: Mapping[str, Mapping[str, Share]], settings: Settings
) -> PlannedBatch:
    data = {path: Path(settings.root, path).read_bytes() for path in sorted(paths)}
    wanted = needs(data, DiskProject(settings).module_name, lambda path: data[path].decode("utf-8", "replace"))
    ordered = in_order(wanted)
    place = {path: index for index, path in enumerate(ordered)}
    files = []
    for path in ordered:
        earlier = tuple(one for one in wanted[path] if place[one] < place[path])
        files.append(PlannedFile(path, digest(data[path]), findings[path], earlier))
    return PlannedBatch(batch.name, batch.title, tuple(files))
