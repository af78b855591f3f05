"""The order of the files of a batch: what others build on comes first."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterator, Mapping

_IMPORT = re.compile(
    r"^[ \t]*(?:from[ \t]+([.\w]+)[ \t]+import[ \t]+(\([^)]*\)|[^\n#]+)|import[ \t]+([^\n#]+))", re.MULTILINE
)
_CONFTEST = "conftest.py"


def imported(text: str, module: str, *, is_package: bool) -> Iterator[str]:
    """Yield the dotted names of all that a text may import, modules and what is in them.

    Only the order of files comes of it, so lines that look like an import are good enough.
    """
    for origin, names, modules in _IMPORT.findall(text):
        if modules:
            yield from (name.split()[0] for name in modules.split(",") if name.strip())
            continue
        base = _absolute(origin, module, is_package=is_package)
        yield base
        yield from (f"{base}.{name}" for name in re.findall(r"\w+", names))


def _absolute(origin: str, module: str, *, is_package: bool) -> str:
    """Return the module that a `from` names, which may be relative."""
    name = origin.lstrip(".")
    level = len(origin) - len(name)
    if not level:
        return name
    parts = module.split(".")
    kept = parts[: len(parts) - level + is_package]
    return ".".join([*kept, name] if name else kept)


def needs(
    paths: Collection[str], name_of: Callable[[str], str], text_of: Callable[[str], str]
) -> dict[str, tuple[str, ...]]:
    """Return for each path the other ones that it needs: modules that it imports, and `conftest.py` above it."""
    by_module = {name: path for path in paths if (name := name_of(path))}
    found = {}
    for path in paths:
        is_package = path.rpartition("/")[2].startswith("__init__.py")
        names = imported(text_of(path), name_of(path), is_package=is_package)
        wanted = {by_module[name] for one in names for name in _prefixes(one) if name in by_module}
        wanted |= {one for one in _conftests(path) if one in paths}
        found[path] = tuple(sorted(wanted - {path}))
    return found


def _prefixes(name: str) -> Iterator[str]:
    """Yield a dotted name and the packages above it, which are imported with it."""
    while name:
        yield name
        name = name.rpartition(".")[0]


def _conftests(path: str) -> Iterator[str]:
    folder = path
    while folder:
        folder = folder.rpartition("/")[0]
        yield f"{folder}/{_CONFTEST}" if folder else _CONFTEST


def in_order(needs: Mapping[str, Collection[str]]) -> list[str]:
    """Return the paths so that each comes after those that it needs, else by name; a circle is cut where it closes."""
    done: dict[str, None] = {}
    for path in sorted(needs):
        # Depth first with a stack of our own: a chain of imports may be longer than Python's.
        stack = [(path, iter(sorted(needs[path])))]
        open_paths = {path}
        while stack and path not in done:
            current, rest = stack[-1]
            deeper = next((one for one in rest if one not in done and one not in open_paths), None)
            if deeper is None:
                done[current] = None
                stack.pop()
            else:
                open_paths.add(deeper)
                stack.append((deeper, iter(sorted(needs[deeper]))))
    return list(done)
