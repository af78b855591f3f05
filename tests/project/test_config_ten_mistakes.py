"""A policy that is wrong in ten ways gets ten messages, each with its line and what was probably meant."""

from __future__ import annotations

from pathlib import Path

import pytest

from flake8_uec.project.config import Resolver
from flake8_uec.project.mistakes import ConfigError
from flake8_uec.project.vocabulary import known

WRONG = """\
[tool.flake8-uec]
preset = "netr"
extend = ["shared.toml", "missing.toml"]
severity = { UEC4 = "warn", UEC4O3 = "error" }

[[tool.flake8-uec.deprecated]]
name = "shop.cart.Cart"
code = "UEC900"
since = "01.12.2026"
path = ["shop/**"]

[[tool.flake8-uec.deprecated]]
name = "shop.cart.Item"
codes = { imports = "UEC900" }
since = 2026-12-31
until = 2026-12-01

[[tool.flake8-uec.mocks]]
name = "http"
where = "test"
code = "UEC403"
codes = { UEC404 = "UEC910" }

[[tool.flake8-uec.mocks]]
factroy = "lib.Factory"
"""

TOLD = """\
pyproject.toml:2: preset: unknown preset `netr`; did you mean `netra`?
pyproject.toml:3: extend[1]: there is no file `missing.toml` beside `pyproject.toml`
pyproject.toml:4: severity.UEC4: unknown severity `warn`; did you mean `warning`?
pyproject.toml:4: severity.UEC4O3: unknown rule selector `UEC4O3`; did you mean `UEC403`?
pyproject.toml:9: deprecated[0].since: `01.12.2026` is no date: write it as 2026-12-31
pyproject.toml:10: deprecated[0].path: unknown key; did you mean `paths`?
pyproject.toml:14: deprecated[1].codes.imports: unknown key; did you mean `import`?
pyproject.toml:16: deprecated[1].until: `2026-12-01` is before `since`, which is 2026-12-31; were they swapped?
pyproject.toml:20: mocks[0].where: unknown place `test`; did you mean `tests`?
pyproject.toml:21: mocks[0].code: `UEC403` is no code of your own: use one from UEC900 to UEC999
pyproject.toml:22: mocks[0].codes.UEC404: unknown key; did you mean `UEC403`?
pyproject.toml:24: mocks[1]: gives no `name`
pyproject.toml:25: mocks[1].factroy: unknown key; did you mean `factory`?
shared.toml:1: required-version: this project takes flake8-uec >=99, and this is {version}
shared.toml:2: enviroment: unknown table; did you mean `environment`?
"""


def test_each_mistake_is_told_with_its_line_and_what_was_meant(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from flake8_uec import __version__

    monkeypatch.chdir(tmp_path)
    Path("pyproject.toml").write_text(WRONG)
    Path("shared.toml").write_text('required-version = ">=99"\nenviroment = {}\n')
    with pytest.raises(ConfigError) as caught:
        Resolver(known()).settings_for(".")
    assert str(caught.value).splitlines() == TOLD.format(version=__version__).splitlines()
