"""How far a migration is."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import pytest

from flake8_uec.migration.owners import Owners
from tests.migration.browser import opened
from tests.migration.conftest import TEST, Repo, repository

MANUAL = 'def test_name():\n    from lib.old import Old\n\n    assert Old.__name__ == "Old"\n'


HOSTILE = "tests/core/<img src=x onerror=alert(1)>.py"


def report(repo: Repo, *arguments: str) -> dict[str, Any]:
    value: dict[str, Any] = json.loads(repo.run("report", "--output-format", "json", *arguments).stdout)
    return value


@pytest.fixture(scope="module")
def migrated(tmp_path_factory: pytest.TempPathFactory) -> Repo:
    """A repository after a run: files committed, restored, rolled back, and left to a person."""
    repo = repository(tmp_path_factory.mktemp("migrated"))
    repo.write(
        {
            "tests/test_c.py": TEST + "# fails\n",
            "tests/test_d.py": MANUAL,
            "tests/test_e.py": MANUAL.replace("Old\n", "Old  # noqa: UEC900\n", 1),
            "CODEOWNERS": "* @all\n/tests/core/ @core @all\n",
        }
    )
    repo.commit()
    repo.plan()
    repo.migrate(code=1)
    repo.run("migrate", "rollback", "--file", "tests/test_b.py")
    return repo


def test_numbers_agree_with_the_history(migrated: Repo) -> None:
    found = report(migrated)
    assert found["reference"] == "plan"
    assert found["findings"] == {"done": 2, "open": 4, "manual": 3, "skipped": 0, "suppressed": 1}
    assert found["files"] == {"done": 1, "open": 2, "manual": 2, "skipped": 0, "suppressed": 0}
    assert found["by_batch"]["core"] == {"done": 2, "open": 0, "manual": 0, "skipped": 0, "suppressed": 0}
    assert [*found["by_batch"]] == ["core", "others"]  # in their order, though there is more in the second
    assert found["by_owner"]["@core"] == found["by_batch"]["core"]
    assert found["by_directory"].keys() == {"tests", "tests/core"}
    total = found["migration"]["total"]
    subjects = migrated.subjects()
    assert total["committed"] == sum(subject.startswith("Migrate ") for subject in subjects) == 2
    assert total["rolled_back"] == sum(subject.startswith("Revert ") for subject in subjects) == 1
    assert (total["attempted"], total["restored"], total["success_rate"]) == (3, 1, 2 / 3)
    assert total["median"] > 0
    assert total["tests"]["passed_before"] is None


def test_tests_are_counted_where_the_command_is_pytest(repo: Repo) -> None:
    repo.migrate("--verify", f"{sys.executable} -m pytest -q -p no:cacheprovider -o pythonpath=. {{path}}")
    assert report(repo)["migration"]["core"]["tests"]["passed_after"] == 1


def test_without_journal_plan_and_baseline_these_are_absent_not_zero(repo: Repo) -> None:
    found = report(repo)
    assert (found["migration"], found["baseline"], found["reference"]) == (None, None, None)
    assert "done" not in found["findings"]
    assert "By owner" not in repo.run("report").stdout


def test_baseline_counts_what_is_gone(repo: Repo) -> None:
    repo.run("baseline", "write", "-q")
    repo.write({"tests/test_b.py": "", "tests/test_c.py": "from lib.old import Old\n"})
    found = report(repo)
    assert found["reference"] == "baseline"
    assert found["baseline"] == {"known": 2, "gone": 2, "new": 1}
    assert found["findings"]["done"] == 2


def test_part_of_a_project_counts_its_part_of_the_plan(migrated: Repo) -> None:
    assert report(migrated, "tests/core")["findings"]["done"] == 2


def test_text_and_markdown(migrated: Repo) -> None:
    text = migrated.run("report").stdout
    assert "Findings     2     4       3        0           1" in text
    assert "Migrated so far" in text
    page = migrated.run("report", "--output-format", "markdown").stdout
    assert "| Findings | 2 | 4 | 3 | 0 | 1 |" in page
    assert "## By owner" in page


def test_badge_is_svg_and_never_too_good(migrated: Repo, tmp_path: Path) -> None:
    migrated.run("report", "--output-format", "badge", "-o", str(tmp_path / "badge.svg"))
    assert "migrated: 22%" in (tmp_path / "badge.svg").read_text()
    ElementTree.parse(tmp_path / "badge.svg")
    done = migrated.run("report", "--output-format", "badge", "tests/core").stdout
    assert "migrated: 100%" in done


@pytest.mark.parametrize(
    ("path", "owners"),
    [
        ("a.py", ("@all",)),
        ("docs/a.md", ("@docs",)),
        ("docs/deep/a.md", ("@all",)),
        ("src/apps/x/a.py", ("@apps",)),
        ("build/a.py", ("@build", "b@c.d")),
        ("src/build/a.py", ("@all",)),
        ("src/a.js", ("@js",)),
        ("tests/x/fixtures/y.py", ("@fix",)),
        ("my file.py", ("@blank",)),
        ("free/a.py", ()),
    ],
)
def test_owners(path: str, owners: tuple[str, ...]) -> None:
    lines = """\
# comment
* @all
docs/* @docs
apps/ @apps
/build/ @build b@c.d # why
*.js @js
tests/**/fixtures @fix
my\\ file.py @blank
[Section]
/free
"""
    assert Owners(lines.splitlines()).of(path) == owners


@pytest.fixture(scope="module")
def page(migrated: Repo) -> Path:
    """The page of a repository with a file whose name and text are hostile."""
    hostile = migrated.root / HOSTILE
    hostile.write_text("from lib.old import Old  # </script><script>document.title='owned'</script>\n")
    page = migrated.root.parent / "report.html"
    migrated.run("report", "--output-format", "html", "-o", str(page), "--title", "A < B")
    hostile.unlink()
    return page


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [400, 1400])
def test_page_in_a_browser(migrated: Repo, page: Path, width: int, scheme: str) -> None:
    with opened(page, width, scheme) as shown:
        assert shown.title() == "A < B"
        assert shown.evaluate("document.documentElement.scrollWidth") <= width
        assert shown.evaluate("document.documentElement.dataset.theme") == scheme
        assert shown.locator("#count").inner_text() == "9 findings in 5 files"
        shown.locator("#filter-rule").select_option("UEC900")
        shown.locator("#search").fill("test_c")
        assert shown.locator("#count").inner_text() == "2 findings in 1 files"
        shown.locator("#files .file button").click()
        link = shown.locator(".finding a").first
        assert (link.inner_text(), link.get_attribute("href")) == ("1:21", (migrated.root / "tests/test_c.py").as_uri())
        shown.locator("#reset").click()
        bar = shown.locator("#by-batch .trace").nth(1).locator("path").last
        bar.scroll_into_view_if_needed()
        box = bar.bounding_box()
        shown.mouse.click(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
        chosen = [shown.locator(f"#filter-{name}").input_value() for name in ("batch", "standing")]
        assert chosen == ["others", "open"]
        shown.locator("#reset").click()
        shown.locator("#search").fill("onerror")
        assert shown.locator(".file .path").inner_text().endswith(HOSTILE)
        assert shown.locator("img").count() == 0
        shown.locator("#theme").click()
        assert shown.evaluate("document.documentElement.dataset.theme") != scheme


def test_lines_are_linked_at_the_host(migrated: Repo, tmp_path: Path) -> None:
    migrated.git("remote", "add", "origin", "git@github.com:me/it.git")
    page = tmp_path / "report.html"
    migrated.run("report", "--output-format", "html", "-o", str(page))
    migrated.git("remote", "remove", "origin")
    head = migrated.git("rev-parse", "HEAD")
    assert f'"link":"https://github.com/me/it/blob/{head}/{{path}}#L{{line}}"' in page.read_text()
