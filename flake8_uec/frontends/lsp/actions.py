"""What an editor offers to do about findings."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import Any

from lsprotocol import types

from flake8_uec.engine.annotate import Suppress
from flake8_uec.engine.fix import apply
from flake8_uec.frontends.lsp.analysis import Analysis, Checked
from flake8_uec.frontends.lsp.diagnostics import to_lsp
from flake8_uec.frontends.lsp.documents import Document
from flake8_uec.frontends.lsp.edits import difference, text_edits, touching
from flake8_uec.frontends.lsp.options import SECTION
from flake8_uec.model.diagnostic import Applicability, Diagnostic, Edit, Fix
from flake8_uec.model.entry import NEVER_KNOWN
from flake8_uec.model.values import dataclass
from flake8_uec.semantics import broken

FIX_ALL = f"{types.CodeActionKind.SourceFixAll.value}.{SECTION}"
"""The kind of the action that makes every fix that is safe, as on saving."""

KINDS = (types.CodeActionKind.QuickFix.value, FIX_ALL)
ADD_TO_BASELINE = f"{SECTION}.addToBaseline"
"""The command that makes a finding known."""


@dataclass(frozen=True, slots=True)
class Client:
    """What the client can do.

    resolves: it asks for an action's edit once that is chosen.
    versions: it takes edits of a certain version of a document.
    """

    resolves: bool = False
    versions: bool = False


@dataclass(frozen=True, slots=True)
class Actions:
    """Makes the actions for a client."""

    analysis: Analysis
    client: Client

    def at(self, document: Document, params: types.CodeActionParams) -> list[types.CodeAction]:
        """Return the actions for a range of a document, of the kinds that are wanted."""
        checked = self.analysis.check(document)
        wanted = [getattr(kind, "value", kind) for kind in params.context.only or KINDS]
        found: list[types.CodeAction] = []
        if _is_wanted(KINDS[0], wanted):
            for one, shown in self._findings(document, checked, params.range):
                found += self._about(one, shown, document, checked)
        if _is_wanted(FIX_ALL, wanted) and any(map(is_safe, checked.found)):
            found.append(self._fix_all(document, "", "Fix all that is safe", FIX_ALL))
        return found

    def _findings(
        self, document: Document, checked: Checked, wanted: types.Range
    ) -> Iterator[tuple[Diagnostic, types.Diagnostic]]:
        units = self.analysis.documents.units
        shown = [to_lsp(one, checked.source, document.uri, units) for one in checked.found]
        yield from ((checked.found[at], shown[at]) for at in touching([one.range for one in shown], wanted))

    def _about(
        self, one: Diagnostic, shown: types.Diagnostic, document: Document, checked: Checked
    ) -> Iterator[types.CodeAction]:
        if one.fix and _is_sound(one.fix, document):
            yield self._fix(one, one.fix, shown, document)
            yield from self._fix_rule(one, shown, document, checked)
        yield from self._suppress(one, shown, document)
        yield from self._add_to_baseline(one, shown, document)

    def _fix(self, one: Diagnostic, fix: Fix, shown: types.Diagnostic, document: Document) -> types.CodeAction:
        """An unsafe fix says so, and is never what an editor does unasked."""
        title = f"{one.code}: {fix.title}" + ("" if is_safe(one) else " (unsafe)")
        edit = self._edit(document, fix.edits)
        return types.CodeAction(title, types.CodeActionKind.QuickFix, [shown], is_safe(one) or None, edit=edit)

    def _fix_rule(
        self, one: Diagnostic, shown: types.Diagnostic, document: Document, checked: Checked
    ) -> Iterator[types.CodeAction]:
        alike = [other for other in checked.found if other.code == one.code and other.fix]
        if len(alike) > 1:
            title = f"Fix all {one.code} in this file" + ("" if is_safe(one) else " (unsafe)")
            action = self._fix_all(document, one.code, title, KINDS[0], unsafe=not is_safe(one))
            action.diagnostics = [shown]
            yield action

    def _fix_all(
        self, document: Document, code: str, title: str, kind: str, *, unsafe: bool = False
    ) -> types.CodeAction:
        """Return an action that makes fixes all over a document: of one code, or of all for `""`."""
        data = {"uri": document.uri, "code": code, "unsafe": unsafe}
        action = types.CodeAction(title, types.CodeActionKind(kind) if kind == KINDS[0] else kind, data=data)
        if not self.client.resolves:
            action.edit = self.all_fixes(document, data)
        return action

    def all_fixes(self, document: Document, data: Any) -> types.WorkspaceEdit:
        """Return the edit of an action that makes fixes all over a document, by its `data`."""
        text = self.analysis.fixed(document, _chosen(data["code"], unsafe=data["unsafe"]))
        return self._edit(document, difference(document.source, text))

    def _suppress(self, one: Diagnostic, shown: types.Diagnostic, document: Document) -> Iterator[types.CodeAction]:
        written = Suppress(self.analysis.options.suppression_reason)(document.source, [one])
        edits = difference(document.source, written.source.text)
        if edits:
            title = f"Suppress {one.code} on this line"
            yield types.CodeAction(title, types.CodeActionKind.QuickFix, [shown], edit=self._edit(document, edits))

    def _add_to_baseline(
        self, one: Diagnostic, shown: types.Diagnostic, document: Document
    ) -> Iterator[types.CodeAction]:
        settings = self.analysis.settings_of(document)
        if settings is None or not settings.baseline or one.code in NEVER_KNOWN:
            return
        title = f"Add this {one.code} to the baseline"
        where = [shown.range.start.line, shown.range.start.character]
        command = types.Command(title, ADD_TO_BASELINE, arguments=[document.uri, one.code, *where])
        yield types.CodeAction(title, types.CodeActionKind.QuickFix, [shown], command=command)

    def _edit(self, document: Document, edits: Sequence[Edit]) -> types.WorkspaceEdit:
        changes = text_edits(edits, document.source, self.analysis.documents.units)
        if not self.client.versions:
            return types.WorkspaceEdit({document.uri: changes})
        which = types.OptionalVersionedTextDocumentIdentifier(document.uri, document.version)
        return types.WorkspaceEdit(document_changes=[types.TextDocumentEdit(which, changes)])


def is_safe(one: Diagnostic) -> bool:
    """Tell whether a finding has a fix that may be made without a look."""
    return one.fix is not None and one.fix.applicability is Applicability.SAFE


def _chosen(code: str, *, unsafe: bool) -> Callable[[Diagnostic], bool]:
    return lambda one: one.fix is not None and code in ("", one.code) and (unsafe or is_safe(one))


def _is_wanted(kind: str, wanted: Sequence[str]) -> bool:
    """Tell whether a kind is one of those that are wanted, or below one: `source` asks for `source.fixAll` too."""
    return any(not one or kind == one or kind.startswith(f"{one}.") for one in wanted)


def _is_sound(fix: Fix, document: Document) -> bool:
    """Tell whether a file that parses still does with a fix made."""
    after = broken.parse(apply(document.text, fix.edits)).problems
    return not after or bool(broken.parse(document.text).problems)
