"""Suppressions under control: what they hide, which hide nothing, and which the project does not allow."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from dataclasses import replace

from flake8_uec.engine.select import strength
from flake8_uec.engine.suppress import Directive, parse
from flake8_uec.model.diagnostic import Applicability, Diagnostic, Edit, Fix, Range, Severity
from flake8_uec.model.settings import Suppressing
from flake8_uec.model.source import Source, Span
from flake8_uec.model.values import dataclass

UNUSED, FORBIDDEN = "UEC003", "UEC004"
_OURS = "UEC"
_NOT_PARSED = frozenset({"UEC000", "UEC002"})
"""Where one of these is found, others may be missing, and no comment is known to be of no use."""


@dataclass(frozen=True, slots=True)
class Controlled:
    """The findings of a file: those that are shown, those about its comments among them, and those that are hidden."""

    shown: tuple[Diagnostic, ...]
    hidden: tuple[Diagnostic, ...] = ()


@dataclass(frozen=True, slots=True)
class Codes:
    """The codes of a run: all that there are, which are on in the file, how bad each is, and which fixes are wanted."""

    every: Collection[str]
    is_on: Callable[[str], bool]
    severity: Callable[[str], Severity] = lambda _: Severity.ERROR
    fix: Callable[[str, Fix], Fix | None] = lambda _, fix: fix

    def all_on(self, prefix: str) -> bool:
        """Tell whether a code, or a prefix of some, stands for codes that are on, each of them."""
        meant = [code for code in self.every if code.startswith(prefix)]
        return bool(meant) and all(map(self.is_on, meant))


def control(found: Sequence[Diagnostic], source: Source, suppressing: Suppressing, codes: Codes) -> Controlled:
    """Part the findings of a file by what its comments hide, and add those about the comments themselves."""
    directives = parse(source).directives if found or _OURS in source.text else ()
    if not directives:
        return Controlled(tuple(found))
    hidden = [one for one in found if not _is_forbidden(one.code, suppressing) and _hiding(one, directives)]
    shown = [one for one in found if one not in hidden]
    if not any(one.code in _NOT_PARSED for one in found):
        shown += _rated(_unused(directives, found, source, codes), UNUSED, codes)
    shown += _rated(_forbidden(directives, found, source, suppressing), FORBIDDEN, codes)
    return Controlled(tuple(sorted(shown, key=lambda one: one.sort_key)), tuple(hidden))


def _rated(found: Iterable[Diagnostic], code: str, codes: Codes) -> Iterator[Diagnostic]:
    """Yield findings of a code with its severity and the fix that is wanted, where it is on."""
    for one in found if codes.is_on(code) else ():
        yield replace(one, severity=codes.severity(code), fix=codes.fix(code, one.fix) if one.fix else None)


def _hiding(one: Diagnostic, directives: Sequence[Directive]) -> list[Directive]:
    return [directive for directive in directives if one.code != "UEC000" and directive.hides(one)]


def _is_forbidden(code: str, suppressing: Suppressing) -> bool:
    return strength(code, suppressing.unsuppressible) >= 0


# UEC003


def _unused(
    directives: Sequence[Directive], found: Sequence[Diagnostic], source: Source, codes: Codes
) -> Iterator[Diagnostic]:
    for directive in directives:
        fired = {one.code for one in found if directive.hides(one)}
        ours = [code for code in directive.codes if code.startswith(_OURS) and codes.all_on(code)]
        idle = [code for code in ours if not any(one.startswith(code) for one in fired)]
        if idle:
            names = ", ".join(f"`{code}`" for code in idle)
            fix = _without(directive, idle, source)
            yield _finding(UNUSED, directive, f"unused suppression of {names}: there is nothing to hide", source, fix)


def _without(directive: Directive, idle: Collection[str], source: Source) -> Fix | None:
    """Return the fix that takes codes out of a `noqa`, and the comment where none is left."""
    start, end = directive.span
    text = source.text[start:end]
    kept = [code for code in directive.codes if code not in idle]
    if not re.match(r"#\s*(?:[\w-]+\s*[:=]\s*)?noqa", text, re.IGNORECASE):
        return None
    if kept:
        first = start + text.index(directive.codes[0])
        last = start + text.rindex(directive.codes[-1]) + len(directive.codes[-1])
        edit = Edit(Span(first, last), ", ".join(kept))
    else:
        edit = Edit(_whole(source, start, end), "")
    return Fix("Remove unused suppression", (edit,), Applicability.SAFE)


def _whole(source: Source, start: int, end: int) -> Span:
    """Return the span of a comment with the white space before it, and with its line where it stands alone there."""
    number = source.line_number(start)
    line = source.line_span(number)
    before = source.text[line.start : start]
    if source.text[end : line.end].strip():
        return Span(start, end + len(source.text[end : line.end]) - len(source.text[end : line.end].lstrip()))
    if before.strip():
        return Span(line.start + len(before.rstrip()), line.end)
    starts = source.line_starts
    return Span(line.start, starts[number] if number < len(starts) else line.end)


# UEC004


def _forbidden(
    directives: Sequence[Directive], found: Sequence[Diagnostic], source: Source, suppressing: Suppressing
) -> Iterator[Diagnostic]:
    for directive in directives:
        meant = {code for code in directive.codes if code.startswith(_OURS)}
        meant |= {one.code for one in found if directive.hides(one)}
        refused = sorted(code for code in meant if _is_forbidden(code, suppressing))
        if refused:
            names = ", ".join(f"`{code}`" for code in refused)
            yield _finding(FORBIDDEN, directive, f"this project does not let {names} be suppressed", source)
        elif meant and suppressing.require_reasons and not directive.reason:
            message = "suppression without a reason; write it behind the codes"
            yield _finding(FORBIDDEN, directive, message, source)


_NAMES = {UNUSED: "unused-suppression", FORBIDDEN: "forbidden-suppression"}


def _finding(code: str, directive: Directive, message: str, source: Source, fix: Fix | None = None) -> Diagnostic:
    where = Range(source.position(directive.span.start), source.position(directive.span.end))
    text = " ".join(source.text[slice(*directive.span)].split())
    return Diagnostic(source.path, code, _NAMES[code], message, where, fix=fix, text=text)
