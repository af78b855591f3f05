"""All commands of `docs/migration.md` run as they stand there, in their order."""

from __future__ import annotations

from pathlib import Path

from tests.migration.conftest import TEST, Repo
from tests.pages import PROGRAMS, follow, install, lines


def test_all_commands_of_the_page_run_in_their_order(repo: Repo, tmp_path: Path) -> None:
    repo.write({"tests/test_cart.py": TEST, "tests/test_worse.py": f"{TEST}    assert Old.__name__ == 'Old'\n"})
    repo.commit()
    commands = lines("migration.md")
    assert len(commands) > 12
    follow(commands, repo.root, {**repo.environment, "PATH": install(tmp_path / "bin", PROGRAMS)})
    assert repo.subjects()[2:] == [
        "Migrate tests/core/test_a.py",
        "Migrate tests/test_b.py",
        "Migrate tests/test_cart.py",
        'Revert "Migrate tests/test_cart.py"',
    ]
    assert "Old.__name__" in repo.text("tests/test_worse.py")
