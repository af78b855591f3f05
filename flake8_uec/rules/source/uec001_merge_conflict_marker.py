"""UEC001."""

from __future__ import annotations

from collections.abc import Iterator

from flake8_uec.model.diagnostic import Applicability, Finding, Fix
from flake8_uec.model.policy import Policy
from flake8_uec.model.rule import Allowed, Example, Phase, rule
from flake8_uec.model.source import Source
from flake8_uec.semantics.conflicts import Part, find_markers, resolutions

_WHAT = {
    Part.START: "a conflict starts here",
    Part.BASE: "the common base starts here",
    Part.MIDDLE: "the other side starts here",
    Part.END: "a conflict ends here",
}


@rule(
    "UEC001",
    "merge-conflict-marker",
    phase=Phase.TEXT,
    examples=(
        Example(
            bad="""\
                <<<<<<< HEAD
                LIMIT = 10
                =======
                LIMIT = 20
                >>>>>>> feature
                """,
            good="""\
                LIMIT = 20
                """,
        ),
    ),
    allowed=(
        Allowed('"""Title\n=======\n"""\n', because="seven equals signs underline a heading"),
        Allowed('MARKER = "<<<<<<< HEAD"\n', because="a marker stands at the start of a line"),
    ),
)
def merge_conflict_marker(source: Source, policy: Policy) -> Iterator[Finding]:
    """Conflict marker that a merge left behind.

    ## What it does
    Flags each line that is a conflict marker of git: `<<<<<<<`, `|||||||`, `=======` and `>>>>>>>` at the
    start of a line, those of half-removed conflicts included. A file that they keep from parsing is linted
    as both of its sides.

    The command looks at Python files and, for this rule alone, at the other text files that git tracks; it
    leaves fenced blocks of Markdown out, and the files that `conflict-exclude` names.

    ## Why is this bad
    The file does not run, and most tools report nothing else in it, so that a half-done merge hides
    everything that it touched.

    ## Fix safety
    There is a fix only where you choose a side, by `--resolve ours`, `--resolve theirs` or `conflict-resolve`. It
    then counts as safe, for it does what you chose: it keeps that side of each conflict whole, and deletes the other,
    the common base and the markers. A conflict that misses a marker, or that another lies in, is left to you, and so
    is a Python file that would not parse afterwards.
    """
    markdown = source.path.lower().endswith((".md", ".markdown"))
    side = policy.conflict_resolve
    edits = resolutions(source.text, side, markdown=markdown) if side else {}
    for marker in find_markers(source.text, markdown=markdown):
        message = f"merge conflict marker: {_WHAT[marker.part]}; keep one side and delete the markers"
        fix = Fix(f"Keep {side}", edits[marker], Applicability.SAFE) if marker in edits else None
        yield Finding(marker.span, message, fix=fix)
