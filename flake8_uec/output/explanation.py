"""An explanation as text, or as JSON: names, places and settings, and no source but the lines of its findings."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import Any

from flake8_uec import __version__
from flake8_uec.model.diagnostic import Diagnostic, Range
from flake8_uec.model.explanation import Chain, Explained, Explanation, Setting, Silence, Step
from flake8_uec.output.json_ import to_json
from flake8_uec.output.links import rule_url

Shown = Callable[[str], str]
"""Gives a path as a reader is to see it."""

FORMAT = 1
"""The number of the JSON's shape: it changes where a key goes or changes its meaning."""

_WIDEST = 100


def render(explanation: Explanation, shown: Shown) -> Iterator[str]:
    """Yield an explanation as text."""
    yield from (f"{line}\n" for line in _lines(explanation, shown))


def _lines(explanation: Explanation, shown: Shown) -> Iterator[str]:
    line, column = explanation.at.line, explanation.at.column
    place = f"{shown(explanation.path)}:{line}" + (f":{column}" if column else "")
    yield f"{place}  (flake8-uec {__version__})"
    yield f"  module         {explanation.module or 'none: it cannot be imported'}"
    yield f"  configuration  {shown(explanation.config) if explanation.config else 'none'}"
    yield from (f"  note           {note}" for note in explanation.notes)
    for one in explanation.findings:
        yield ""
        yield from _finding(one, explanation, shown)
    if not explanation.findings:
        yield from ("", "There is no finding.")
    rest = [one for one in explanation.chains if not any(one in found.chains for found in explanation.findings)]
    if rest:
        yield from ("", "Also on the line:" if explanation.findings else "What is on the line:")
        yield from (line for one in rest for line in _chain(one, shown))
    yield from _silent(explanation)


def _finding(one: Explained, explanation: Explanation, shown: Shown) -> Iterator[str]:
    found = one.diagnostic
    yield f"{found.code} ({found.name}): {found.message}"
    yield f"  {_place(found.range)}: {one.status}" + "".join(f"; {why}" for why in one.because)
    first, last = found.range.start.line, found.range.end.line
    yield from (f"  {number:>5} | {text}" for number, text in explanation.text if first <= number <= last)
    for chain in one.chains:
        yield from _chain(chain, shown)
    for related in found.related:
        yield f"  evidence: {shown(related.path)}:{related.range.start.line}: {related.message}"
    if found.fix:
        yield f"  fix: {found.fix.title} ({found.fix.applicability.value})"
    yield from _settings(one.settings)


def _settings(settings: Sequence[Setting]) -> Iterator[str]:
    """Yield settings, those of one table below its name."""
    last: str | None = None
    for setting in settings:
        table, _, key = setting.key.rpartition(".")
        if table != last:
            yield f"  [{table}]" if table else "  settings"
        last = table
        yield f"    {key} = {_short(setting.value)}  # {setting.origin}"


def _chain(chain: Chain, shown: Shown) -> Iterator[str]:
    yield f"  {chain.what} `{chain.subject}`, column {chain.column}" + (
        "" if chain.steps else ": leads to no known name"
    )
    yield from (f"    -> {_step(step, shown)}" for step in chain.steps)
    for entry in chain.entries:
        yield f"    the policy names it: {entry.key}  # {entry.origin}"
    if chain.near:
        yield f"    the policy names others that end alike: {', '.join(f'`{name}`' for name in chain.near)}"


def _step(step: Step, shown: Shown) -> str:
    place = f"{shown(step.path)}:{step.line}" if step.line else ""
    name = f"`{step.name}`" if step.name else ""
    return " ".join(part for part in (name, place, f"({step.note})" if step.note else "") if part)


def _silent(explanation: Explanation) -> Iterator[str]:
    looking = [one for one in explanation.silent if one.looks]
    if looking:
        yield from ("", "Rules that look at what is here, and find nothing:")
        yield from (_silence(one) for one in looking)
    others = [one for one in explanation.silent if not one.looks]
    if not others:
        return
    if explanation.findings or looking:
        yield from ("", f"{len(others)} other rules look at nothing that is here; `--json` says why, one by one.")
    else:
        yield from ("", "No rule looks at what is here:", *map(_silence, others))


def _silence(one: Silence) -> str:
    return f"  {one.code} ({one.name}): {'; '.join(one.because)}"


def _place(where: Range) -> str:
    return f"{where.start.line}:{where.start.column} to {where.end.line}:{where.end.column}"


def _short(text: str) -> str:
    return text if len(text) <= _WIDEST else f"{text[: _WIDEST - 1]}…"


# JSON


def render_json(explanation: Explanation, shown: Shown) -> str:
    """Return an explanation as a JSON object."""
    value = {
        "format": FORMAT,
        "version": __version__,
        "path": shown(explanation.path),
        "line": explanation.at.line,
        "column": explanation.at.column or None,
        "module": explanation.module or None,
        "configuration": shown(explanation.config) if explanation.config else None,
        "notes": list(explanation.notes),
        "findings": [_finding_json(one, explanation, shown) for one in explanation.findings],
        "names": [_chain_json(one, shown) for one in explanation.chains],
        "silent": [
            {"code": one.code, "name": one.name, "looks": one.looks, "because": list(one.because)}
            for one in explanation.silent
        ],
    }
    return to_json(value) + "\n"


def _finding_json(one: Explained, explanation: Explanation, shown: Shown) -> dict[str, Any]:
    found = one.diagnostic
    first, last = found.range.start.line, found.range.end.line
    return {
        "code": found.code,
        "name": found.name,
        "message": found.message,
        "url": rule_url(found.code),
        "location": {"row": first, "column": found.range.start.column},
        "end_location": {"row": last, "column": found.range.end.column},
        "status": one.status,
        "because": list(one.because),
        "source": [text for number, text in explanation.text if first <= number <= last],
        "names": [_chain_json(chain, shown) for chain in one.chains],
        "evidence": list(_evidence(found, shown)),
        "fix": {"title": found.fix.title, "applicability": found.fix.applicability.value} if found.fix else None,
        "settings": list(map(_setting_json, one.settings)),
    }


def _evidence(found: Diagnostic, shown: Shown) -> Iterator[dict[str, Any]]:
    for related in found.related:
        start = related.range.start
        yield {"path": shown(related.path), "row": start.line, "column": start.column, "message": related.message}


def _chain_json(chain: Chain, shown: Shown) -> dict[str, Any]:
    return {
        "subject": chain.subject,
        "what": chain.what,
        "column": chain.column,
        "steps": [_step_json(step, shown) for step in chain.steps],
        "policy": list(map(_setting_json, chain.entries)),
        "near": list(chain.near),
    }


def _step_json(step: Step, shown: Shown) -> dict[str, Any]:
    place = {"path": shown(step.path), "line": step.line} if step.line else {"path": None, "line": None}
    return {"name": step.name or None, **place, "note": step.note or None}


def _setting_json(setting: Setting) -> dict[str, str]:
    return {"key": setting.key, "value": setting.value, "origin": setting.origin}
