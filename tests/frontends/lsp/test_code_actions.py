"""What an editor is offered to do about a finding."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from lsprotocol import types

from tests.frontends.conftest import OLD_USER, PYPROJECT
from tests.frontends.lsp.conftest import Opened

pytestmark = pytest.mark.asyncio

IMPORT = types.Range(types.Position(0, 21), types.Position(0, 21))
CALL = types.Range(types.Position(2, 9), types.Position(2, 9))
SAFE = 'extend-safe-fixes = ["UEC900"]'


def make_safe(project: Path) -> None:
    (project / "pyproject.toml").write_text(PYPROJECT.replace('preset = "none"', f'preset = "none"\n{SAFE}'))


async def test_an_unsafe_fix_is_marked_and_never_preferred(editor: Opened) -> None:
    async with editor() as one:
        uri = one.open("user.py")
        action = (await one.actions(uri, CALL))["UEC900: Replace with `lib.new.Fresh` (unsafe)"]
        assert (action.kind, action.is_preferred) == ("quickfix", None)
        after = one.apply(uri, OLD_USER, action.edit)
        assert after == "from lib.new import Fresh\n\nvalue = Fresh()\n"
        assert await one.codes(uri) == []


async def test_a_safe_fix_is_preferred(editor: Opened, project: Path) -> None:
    make_safe(project)
    async with editor() as one:
        uri = one.open("user.py")
        actions = await one.actions(uri, IMPORT)
        assert actions["UEC900: Replace with `lib.new.Fresh`"].is_preferred is True


async def test_all_safe_fixes_are_made_on_saving(editor: Opened, project: Path) -> None:
    make_safe(project)
    async with editor() as one:
        uri = one.open("user.py")
        (action,) = (await one.actions(uri, only=["source.fixAll"])).values()
        assert (action.title, action.kind) == ("Fix all that is safe", "source.fixAll.flake8-uec")
        resolved = await one.client.code_action_resolve_async(action)
        assert one.apply(uri, OLD_USER, resolved.edit) == "from lib.new import Fresh\n\nvalue = Fresh()\n"


async def test_no_unsafe_fix_is_made_on_saving(editor: Opened) -> None:
    async with editor() as one:
        uri = one.open("user.py")
        assert await one.actions(uri, only=["source.fixAll.flake8-uec"]) == {}


async def test_all_fixes_of_a_rule_are_made_at_once(editor: Opened) -> None:
    text = f"{OLD_USER}\ndef f():\n    from lib.old import Old as Other  # kept\n    return Other()\n"
    async with editor(name="neovim@v0.6.1") as one:
        uri = one.open("user.py", text)
        action = (await one.actions(uri, IMPORT))["Fix all UEC900 in this file (unsafe)"]
        resolved = action if action.edit else await one.client.code_action_resolve_async(action)
        after = one.apply(uri, text, resolved.edit)
        assert "old" not in after
        assert "# kept" in after
        assert await one.codes(uri) == []


async def test_a_finding_is_suppressed_with_a_reason(editor: Opened) -> None:
    async with editor(settings={"suppressionReason": "until June"}) as one:
        uri = one.open("user.py")
        action = (await one.actions(uri, CALL))["Suppress UEC900 on this line"]
        after = one.apply(uri, OLD_USER, action.edit)
        assert after == OLD_USER.replace("Old()", "Old()  # noqa: UEC900 until June")
        assert len(await one.codes(uri)) == 1


async def test_a_finding_is_added_to_the_baseline(editor: Opened, project: Path) -> None:
    baseline = project / ".flake8-uec-baseline.jsonl"
    async with editor() as one:
        uri = one.open("user.py")
        for where in (CALL, IMPORT):
            await one.run((await one.actions(uri, where))["Add this UEC900 to the baseline"])
        assert await one.codes(uri) == []
    _, *entries = map(json.loads, baseline.read_text().splitlines())
    known = {"path": "user.py", "code": "UEC900", "text": "Old"}
    assert entries == [known, {**known, "ordinal": 1}]


async def test_what_the_baseline_knows_is_not_shown_until_it_is_forgotten(editor: Opened, project: Path) -> None:
    baseline = project / ".flake8-uec-baseline.jsonl"
    async with editor() as one:
        uri = one.open("user.py")
        await one.run((await one.actions(uri, CALL))["Add this UEC900 to the baseline"])
        assert len(await one.codes(uri)) == 1
        baseline.unlink()
        one.changed_on_disk(baseline.name, types.FileChangeType.Deleted)
        assert len(await one.codes(uri)) == 2


async def test_actions_of_other_kinds_are_not_given(editor: Opened) -> None:
    async with editor() as one:
        uri = one.open("user.py")
        assert await one.actions(uri, IMPORT, ["refactor"]) == {}
        assert all(action.kind == "quickfix" for action in (await one.actions(uri, IMPORT, ["quickfix"])).values())
