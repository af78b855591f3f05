"""What a service knows a finding by from one run to the next."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from hashlib import sha256

from flake8_uec.model.diagnostic import Diagnostic


def fingerprints(diagnostics: Sequence[Diagnostic], from_root: Callable[[str], str]) -> list[str]:
    """Return a digest for each finding, all different: of what the baseline knows it by, not of its line.

    from_root: the path of a finding relative to the configuration's root, so that every checkout gives the same.
    """
    seen: Counter[tuple[str, ...]] = Counter()
    found = []
    for one in diagnostics:
        key = (from_root(one.path), one.code, one.scope, one.text)
        identity = "\0".join((*key, str(seen[key])))
        found.append(sha256(identity.encode("utf-8", "surrogateescape")).hexdigest()[:32])
        seen[key] += 1
    return found
