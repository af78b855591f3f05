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
