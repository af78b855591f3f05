"""The policies among the examples find what ruff's own rules find, and write what those write: name by name."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from flake8_uec.project.toml import parse
from tests.beside_ruff import Sides, fixed, sides

POLICIES = Path(__file__).parents[2] / "examples" / "policies"
NUMPY = sides(str(POLICIES / "numpy2.toml"), "NPY201")
AIRFLOW = sides(str(POLICIES / "airflow3.toml"), "AIR301,AIR302")


def names_of(policy: str) -> Iterator[tuple[str, str]]:
    """Yield every name that a policy deprecates, and what replaces it, `""` where that is no mere name."""
    for entry in parse((POLICIES / policy).read_text())["deprecated"]:
        if "renames" in entry:
            yield from entry["renames"].items()
        else:
            yield from ((name, "") for name in (entry["name"], *entry.get("also", ())))


def parts(name: str) -> tuple[str, str]:
    owner, _, last = name.rpartition(".")
    return owner, last


@pytest.mark.parametrize(("policy", "both", "count"), [("numpy2.toml", NUMPY, 70), ("airflow3.toml", AIRFLOW, 256)])
def test_each_name_is_found_on_the_same_lines(tmp_path: Path, policy: str, both: Sides, count: int) -> None:
    for number, (owner, last) in enumerate(parts(name) for name, _ in names_of(policy)):
        by_module = f"import {owner} as m{number}\nprint(m{number}.{last}, m{number}.{last}())\n"
        by_import = f"from {owner} import {last} as n{number}\nprint(n{number})\nn{number}()\n"
        with (tmp_path / f"sample_{number // 16}.py").open("a") as sample:
            sample.write(by_module + by_import)
    ruff, ours = both.found(tmp_path)
    assert ruff == ours
    assert ruff.total() == 4 * count


def by_module(old: str, new: str) -> str:
    return f"import sys\nimport {parts(old)[0]} as np\n\nvalue = [np.{parts(old)[1]}, sys]\n"


def by_import(old: str, new: str) -> str:
    """The fix of a name that keeps its last part is none of ruff's NPY201."""
    owner, last = parts(old)
    is_fixed = new and (parts(new)[1] != last or owner.startswith("airflow"))
    return f"import sys\nfrom {owner} import {last}\n\nvalue = [{last}, sys]\nother = {last}\n" if is_fixed else ""


@pytest.mark.parametrize(
    ("policy", "both", "sample", "least"),
    [
        ("numpy2.toml", NUMPY, by_module, 46),
        ("numpy2.toml", NUMPY, by_import, 28),
        ("airflow3.toml", AIRFLOW, by_import, 218),
    ],
)
def test_each_rename_is_fixed_to_the_same_text(
    tmp_path: Path, policy: str, both: Sides, sample: Callable[[str, str], str], least: int
) -> None:
    for number, pair in enumerate(names_of(policy)):
        (tmp_path / f"sample_{number}.py").write_text(sample(*pair))
    made = fixed(tmp_path, both, "--unsafe-fixes")
    print(*made.differing, sep="\n")
    assert not made.differing
    assert made.same + made.tidied >= least
