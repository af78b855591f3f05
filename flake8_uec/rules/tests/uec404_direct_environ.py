"""UEC404."""

from __future__ import annotations

from collections.abc import Iterator

from flake8_uec.model.diagnostic import Applicability, Finding, Fix
from flake8_uec.model.policy import Policy
from flake8_uec.model.rule import Allowed, Example, Where, rule
from flake8_uec.semantics.environment_edits import environment_edits
from flake8_uec.semantics.module import Module
from flake8_uec.semantics.references import Form, Reference


def _replacement(policy: Policy) -> tuple[str, ...]:
    return (policy.environment.replacement,)


@rule(
    "UEC404",
    "direct-environ",
    table="environment",
    names=lambda policy: policy.environment.names,
    requires=_replacement,
    where=Where.TESTS,
    examples=(
        Example(
            bad="""\
                import os

                def test_region():
                    os.environ["REGION"] = "eu"
                    assert os.environ.get("REGION") == "eu"
                    del os.environ["REGION"]
                    assert "REGION" not in os.environ
                """,
            good="""\
                from shared.isolated_environment import get_env

                def test_region():
                    get_env().set("REGION", "eu")
                    assert get_env().get("REGION") == "eu"
                    get_env().delete("REGION")
                    assert not get_env().exists("REGION")
                """,
        ),
        Example(
            bad="""\
                import os

                def test_region():
                    assert os.environ["REGION"] == "eu"
                """,
        ),
        Example(
            bad="""\
                def test_region(monkeypatch):
                    monkeypatch.setenv("REGION", "eu")
                """,
        ),
    ),
    allowed=(
        Allowed("import os\n\nHERE = os.getcwd()\n", because="no access to the environment"),
        Allowed('import os\n\nHOME = os.environ["HOME"]\n', because="no test file", path="scripts/setup.py"),
    ),
)
def direct_environ(reference: Reference, module: Module) -> Iterator[Finding]:
    """Direct access of a test to the process environment.

    ## What it does
    Flags the environment read, written or patched by a test file other than through the class that the
    policy names: an imported name or a dotted use, `monkeypatch` and `patch.dict("...")` too.

    ## Why is this bad
    The process environment is one for all tests, so that what one sets another sees, and the order of the
    tests decides. The isolated environment gives each test its own. The source is issue #1057.

    ## Fix safety
    The fix is unsafe: what is set in the isolated environment need not be in that of the process, which other code
    may read, and a value that is read may be expanded, or have a default in tests. It is made of `os.getenv(...)`,
    `os.environ.get(...)`, `in`, and of statements of a function that set, delete or update; `environment.methods`
    names the methods for them. There is none for `os.environ[...]` as a value, which raises where the class does
    not, and none for `patch.dict` and `monkeypatch`. The accesses of a file are changed together or not at all, and
    none is where the file uses the isolated environment too: it may well compare them.
    """
    if _is_access(reference, module.policy):
        environment = module.policy.environment
        name = next((step for step in reference.trace if step in environment.names), reference.name)
        getter = f"`{environment.getter.rpartition('.')[2]}()`, the " if environment.getter else ""
        owner, _, replacement = environment.replacement.rpartition(".")
        message = f"direct use of `{name}`; use {getter}`{replacement}` from `{owner}`"
        yield Finding(module.span(reference.node), message, fix=_fix(reference, module))


def _fix(reference: Reference, module: Module) -> Fix | None:
    edits = environment_edits(reference, module)
    getter = module.policy.environment.getter.rpartition(".")[2]
    return Fix(f"Use `{getter}()`", edits, Applicability.UNSAFE) if edits else None


def _is_access(reference: Reference, policy: Policy) -> bool:
    if set(policy.environment.names).isdisjoint(reference.trace):
        return False
    if reference.form in (Form.USE, Form.STRING):
        return reference.is_dotted
    return reference.form in (Form.IMPORT, Form.STAR, Form.PATCH)
