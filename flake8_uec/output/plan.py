"""A plan as a table, for a terminal or in Markdown."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from flake8_uec.model.plan import Plan, PlannedBatch, Share, by_rule, total
from flake8_uec.output.table import render_markdown, render_text

_HEAD = ("Batch", "Files", "Findings", "Safe", "Unsafe", "Manual", "Rules")
_FILES_HEAD = ("", "File", "Findings", "Safe", "Unsafe", "Manual", "Rules")


def render(plan: Plan, *, files: bool = False) -> Iterator[str]:
    """Yield a table of batches, what each holds, and what was left out; with `files`, each file too."""
    yield from render_text(_HEAD, [*_rows(plan)])
    if files:
        for batch in plan.batches:
            yield f"\n{_title(batch)}\n"
            yield from render_text(_FILES_HEAD, [*_file_rows(batch)])
    if plan.skipped:
        yield f"\nSkipped {len(plan.skipped)} file{'s' * (len(plan.skipped) > 1)}:\n"
        yield from (f"  {one.path}: {one.findings} findings ({one.reason})\n" for one in plan.skipped)


def render_page(plan: Plan) -> Iterator[str]:
    """Yield a page in Markdown: the batches, and the files of each in their order."""
    yield "# Migration plan\n\n"
    yield from render_markdown(_HEAD, [*_rows(plan)])
    for batch in plan.batches:
        yield f"\n## {_title(batch)}\n\n"
        yield from render_markdown(_FILES_HEAD, [*_file_rows(batch)])
    if plan.skipped:
        yield "\n## Skipped\n\n"
        rows = [(one.path, str(one.findings), one.reason) for one in plan.skipped]
        yield from render_markdown(("File", "Findings", "Reason"), rows)


def _title(batch: PlannedBatch) -> str:
    return f"{batch.name}: {batch.title}" if batch.title else batch.name


def _rows(plan: Plan) -> Iterator[Sequence[str]]:
    for batch in plan.batches:
        findings = [file.findings for file in batch.files]
        yield batch.name, str(len(batch.files)), *_numbers(total(findings)), _rules(by_rule(findings))
    findings = [file.findings for file in plan.files]
    yield "Total", str(len(findings)), *_numbers(total(findings)), ""


def _file_rows(batch: PlannedBatch) -> Iterator[Sequence[str]]:
    for number, file in enumerate(batch.files, 1):
        yield str(number), file.path, *_numbers(total([file.findings])), _rules(file.findings)


def _numbers(share: Share) -> tuple[str, str, str, str]:
    return str(share.total), str(share.safe), str(share.unsafe), str(share.manual)


def _rules(findings: object) -> str:
    assert isinstance(findings, dict)
    return ", ".join(f"{code} {share.total}" for code, share in findings.items())
