"""A project that lies in memory."""

from __future__ import annotations

import ast
from collections.abc import Mapping

from flake8_uec.model.facts import Facts, Inferred, PytestOptions
from flake8_uec.semantics.facts import collect


class MemoryProject:
    """Modules by dotted name; a package's name ends in `.__init__`."""

    def __init__(self, modules: Mapping[str, str]) -> None:
        self.modules = {name.removesuffix(".__init__"): code for name, code in modules.items()}
        self.packages = {name.removesuffix(".__init__") for name in modules if name.endswith(".__init__")}

    def module_name(self, relative: str) -> str:
        return relative.removesuffix(".py").removesuffix("/__init__").replace("/", ".")

    def is_package(self, relative: str) -> bool:
        return relative.endswith("__init__.py")

    def has_module(self, module: str) -> bool:
        return any(name == module or name.startswith(f"{module}.") for name in self.modules)

    def facts(self, module: str) -> Facts | None:
        code = self.modules.get(module)
        if code is None:
            return Facts(module) if self.has_module(module) else None
        return collect(ast.parse(code), module, module in self.packages)

    def inferred_bases(self, module: str, line: int, text: str | None) -> Inferred:
        return Inferred()

    def pytest_options(self, relative: str) -> PytestOptions:
        return PytestOptions()
