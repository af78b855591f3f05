"""The keys of a configuration, for `flake8-uec config`."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from flake8_uec.model.values import dataclass
from flake8_uec.output.json_ import to_json


@dataclass(frozen=True, slots=True)
class KeyPage:
    """What there is to know of a key.

    name: the key below `[tool.flake8-uec]`, its table in front, as `context.name`.
    value_type: the type of its value, in words.
    doc: what it means, in one paragraph.
    default: its value where nothing sets it, as TOML; `""` for a table, and for a key that must be given.
    preset: its value in the preset where that differs, as TOML.
    """

    name: str
    value_type: str
    doc: str
    default: str = ""
    preset: str = ""


def render_names(pages: Sequence[KeyPage]) -> str:
    """Return keys, one a line, with the beginning of what each means."""
    width = max((len(page.name) for page in pages), default=0)
    return "".join(f"{page.name:<{width}}  {_short(page.doc)}\n" for page in pages)


def _short(doc: str) -> str:
    """Return the first clause of a text, without its closing mark."""
    return re.split(r"[.;:,](?: |$)", doc, maxsplit=1)[0]


def render_text(page: KeyPage, below: Sequence[KeyPage] = ()) -> str:
    """Return one key as ruff's `config` command shows it; `below` are the keys of a table."""
    lines = [page.doc, ""]
    lines += [f"Default value: {page.default}"] * bool(page.default)
    lines += [f"In the preset: {page.preset}"] * bool(page.preset)
    lines += [f"Type: {page.value_type}"]
    lines += ["Keys:", *(f"  {one.name}" for one in below)] if below else []
    return "\n".join(lines) + "\n"


def render_markdown(pages: Sequence[KeyPage]) -> str:
    """Return all keys as a document: a section for those at the top, then one for each table."""
    tables = {page.name.rpartition(".")[0] for page in pages}
    own = [page for page in pages if not _is_derived(page, pages)]
    lines = [_HEAD, *_section([page for page in own if "." not in page.name and page.name not in tables])]
    for table in own:
        if table.name in tables:
            kind = "[[{}]]" if table.value_type == "an array of tables" else "[{}]"
            lines += ["", f"## `{kind.format(f'tool.flake8-uec.{table.name}')}`", "", table.doc]
            lines += ["", f"It is {table.value_type}.", ""]
            lines += _section([page for page in own if page.name.rpartition(".")[0] == table.name])
    return "\n".join(lines) + "\n"


_HEAD = """\
# Configuration

Every key of `[tool.flake8-uec]`, as `flake8-uec config --output-format markdown` writes it; `flake8-uec config KEY`
shows one, with its value in the `netra` preset. A list of strings `x` has an `extend-x` beside it, which adds to what
there is; an array of tables `x` has a `remove-x`, which drops entries by name.

## `[tool.flake8-uec]`
"""


def _is_derived(page: KeyPage, pages: Iterable[KeyPage]) -> bool:
    table, dot, key = page.name.rpartition(".")
    of = key.removeprefix("extend-").removeprefix("remove-")
    added = page.doc.startswith(("Added to", "The names of the entries of"))
    return of != key and added and any(one.name == f"{table}{dot}{of}" for one in pages)


def _section(pages: Iterable[KeyPage]) -> list[str]:
    rows = [(page.name.rpartition(".")[2], page.value_type, page.default, page.doc) for page in pages]
    cells = [(f"`{key}`", kind, f"`{default}`" if default else "", doc) for key, kind, default, doc in rows]
    return ["| key | type | default | meaning |", "|---|---|---|---|", *map(_row, cells)]


def _row(cells: Iterable[str]) -> str:
    return f"| {' | '.join(cell.replace('|', '&#124;') for cell in cells)} |"


def render_json(page: KeyPage) -> str:
    """Return one key as a JSON object."""
    return to_json(_as_dict(page)) + "\n"


def render_all_json(pages: Iterable[KeyPage]) -> str:
    """Return a JSON object of keys by name."""
    return to_json({page.name: _as_dict(page) for page in pages}) + "\n"


def _as_dict(page: KeyPage) -> dict[str, str | None]:
    """Return a key under ruff's names, and `preset`."""
    return {
        "doc": page.doc,
        "default": page.default or None,
        "preset": page.preset or None,
        "value_type": page.value_type,
    }
