"""Ask astroid what the bases of a class are, where only following values tells.

astroid is imported here alone, and only once a class asks. It is kept to syntax trees of the project's own text:
it loads no other module, and none of its plug-ins, some of which import what they know about.
"""

from __future__ import annotations

import os
import signal
import sys
import threading
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from itertools import count
from typing import TYPE_CHECKING

from flake8_uec.model.facts import LOCALS, Bases

if TYPE_CHECKING:
    from astroid import nodes
    from astroid.manager import AstroidManager

Read = Callable[[str], "tuple[str, bool] | None"]
"""Gives the text of a module of the project and whether it is a package, `None` where it has none."""

LONGEST_TEXT = 400_000
"""How long a module may be, in characters, for its tree to be built."""

MOST_MODULES = 24
"""How many modules may be loaded to answer for the classes of one."""

MOST_SECONDS = 60
"""When to give up whatever comes. The limits above decide long before, on every machine alike."""


FORGET_EACH = 50
"""After how many answers astroid is to drop what it remembers of trees that are gone: it takes a fifth of a second."""

_answers = count(1)


class _TooSlow(Exception):
    pass


def bases_of(module: str, text: str, is_package: bool, read: Read) -> Mapping[int, Bases]:
    """Return what the bases of each class of a module may be, by the 1-based line of its statement.

    An answer depends on nothing but the text of the modules: each is given on trees of its own.
    """
    if len(text) > LONGEST_TEXT:
        return {}
    with _without_here():
        return _ask(module, text, is_package, read)


def _ask(module: str, text: str, is_package: bool, read: Read) -> Mapping[int, Bases]:
    from astroid import AstroidError, nodes  # noqa: PLC0415 -- slow to import, and seldom needed
    from astroid.manager import AstroidManager  # noqa: PLC0415

    manager = AstroidManager()
    loader = _Loader(manager, read)
    try:
        with _own_trees(manager), _only(loader), _alarm(MOST_SECONDS):
            tree = loader.build(module, text, is_package)
            return {cls.lineno: _bases(cls) for cls in tree.nodes_of_class(nodes.ClassDef)}
    except (AstroidError, RecursionError, _TooSlow):
        return {}
    finally:
        if next(_answers) % FORGET_EACH == 0:
            manager.clear_cache()


class _Loader:
    """Builds trees of the project's modules, in place of all that astroid would find on `sys.path`."""

    def __init__(self, manager: AstroidManager, read: Read) -> None:
        self._manager = manager
        self._read = read
        self._asked: set[str] = set()

    def load(self, name: str) -> nodes.Module:
        """Return the tree of a module. Raise astroid's error where it may not be loaded."""
        from astroid import AstroidImportError  # noqa: PLC0415

        known = self._manager.astroid_cache.get(name) if name in self._asked else None
        if known is not None:  # perhaps half-built: modules may import from each other
            return known
        found = self._read(name) if name not in self._asked and len(self._asked) < MOST_MODULES else None
        if found is None or len(found[0]) > LONGEST_TEXT:
            raise AstroidImportError(f"{name} is not to be loaded")
        return self.build(name, *found)

    def build(self, name: str, text: str, is_package: bool) -> nodes.Module:
        """Return the tree of a module's text. Raise astroid's error where that does not parse."""
        from astroid.builder import AstroidBuilder  # noqa: PLC0415

        self._asked.add(name)
        builder = AstroidBuilder(self._manager, apply_transforms=False)
        return builder.string_build(text, f"{name}.__init__" if is_package else name)


@contextmanager
def _without_here() -> Iterator[None]:
    """Take the working directory off `sys.path`: what astroid imports for itself must not come from linted code."""
    before = sys.path[:]
    sys.path[:] = [entry for entry in before if os.path.abspath(entry) != os.getcwd()]
    try:
        yield
    finally:
        sys.path[:] = before


@contextmanager
def _own_trees(manager: AstroidManager) -> Iterator[None]:
    """Let astroid begin with the builtins alone, and leave it as it was to whoever else uses it."""
    if "builtins" not in manager.astroid_cache:
        manager.bootstrap()
    before = dict(manager.astroid_cache)
    manager.astroid_cache.clear()
    manager.astroid_cache["builtins"] = before["builtins"]
    try:
        yield
    finally:
        manager.astroid_cache.clear()
        manager.astroid_cache.update(before)


@contextmanager
def _only(loader: _Loader) -> Iterator[None]:
    """Let astroid load a module by this loader alone; what it knows of the builtins it has at hand."""
    from astroid.manager import AstroidManager as Manager  # noqa: PLC0415

    original = Manager.ast_from_module_name

    def load(manager: AstroidManager, modname: str | None, *_: object, **__: object) -> nodes.Module:
        if modname == "builtins":
            return manager.builtins_module
        return loader.load(modname or "")

    Manager.ast_from_module_name = load
    try:
        yield
    finally:
        Manager.ast_from_module_name = original


@contextmanager
def _alarm(seconds: int) -> Iterator[None]:
    """Raise `_TooSlow` after some seconds, where the platform can and nobody else waits for its alarm."""
    is_main = threading.current_thread() is threading.main_thread()
    if not is_main or not hasattr(signal, "SIGALRM") or signal.getitimer(signal.ITIMER_REAL)[0]:
        yield
        return

    def stop(*_: object) -> None:
        raise _TooSlow

    before = signal.signal(signal.SIGALRM, stop)
    signal.alarm(seconds)
    try:
        yield
    finally:
        signal.alarm(0)
        signal.signal(signal.SIGALRM, before)


def _bases(cls: nodes.ClassDef) -> Bases:
    return tuple(_inferred(base) for base in cls.bases)


def _inferred(base: nodes.NodeNG) -> tuple[str, ...]:
    """Return the classes that an expression may be; none where one of its values is no class."""
    from astroid import InferenceError, nodes  # noqa: PLC0415

    try:
        values = base.inferred()
    except InferenceError:
        return ()
    if not values or not all(isinstance(value, nodes.ClassDef) for value in values):
        return ()
    return tuple(dict.fromkeys(name for value in values for name in _names(value)))


def _names(cls: nodes.ClassDef) -> tuple[str, ...]:
    """Return the name of a class; of one that `type(...)` made, those of its bases."""
    if cls.lineno:
        return (_qualified(cls),)
    return tuple(name for base in cls.bases for name in _inferred(base)) or ("builtins.object",)


def _qualified(cls: nodes.ClassDef) -> str:
    """Return the dotted name of a class as Python has it, `module.function.<locals>.Inner`."""
    from astroid import nodes  # noqa: PLC0415

    parts, scope = [cls.name], cls.parent.frame()
    while not isinstance(scope, nodes.Module):
        parts += [scope.name] if isinstance(scope, nodes.ClassDef) else [LOCALS, scope.name]
        scope = scope.parent.frame()
    return ".".join([scope.name, *reversed(parts)])
