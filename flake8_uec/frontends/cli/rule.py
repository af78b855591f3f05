"""`flake8-uec rule`: show the documentation of rules."""

from __future__ import annotations

import argparse
import os
import re

from flake8_uec.frontends.cli import terminal
from flake8_uec.frontends.cli.parser import one_of
from flake8_uec.model.rule import Rule
from flake8_uec.output import rules as pages
from flake8_uec.project.config import Resolver
from flake8_uec.project.mistakes import ConfigError, did_you_mean
from flake8_uec.project.vocabulary import known
from flake8_uec.rules import RULES, rules_for
from flake8_uec.rules.policy.uec9xx_deprecated_name import own_code

FORMATS = ("text", "markdown", "json")


def add_options(parser: argparse.ArgumentParser) -> None:
    """Add the options of `rule` to its parser."""
    parser.add_argument("code", nargs="?", metavar="CODE", help="the rule's code, as UEC201")
    parser.add_argument("--all", action="store_true", help="explain every rule")
    parser.add_argument(
        "--output-format",
        metavar="FORMAT",
        type=one_of(*FORMATS),
        default="text",
        help=f"one of {', '.join(FORMATS)} [default: text]",
    )


_OWN = re.compile(r"UEC9(?:[0-9]{2}|XX)")


def run(options: argparse.Namespace) -> int:
    """Write the documentation and return the exit code."""
    if options.all == bool(options.code):
        raise terminal.Unusable("name one rule, as `flake8-uec rule UEC201`, or use `--all`")
    rules = _rules()
    chosen = rules if options.all else (_find(options.code, rules),)
    with terminal.destination() as stream:
        stream.writelines([_render(chosen, options)])
    return 0


def _rules() -> tuple[Rule, ...]:
    """Return the rules of this directory's policy; a policy that cannot be read has none of its own."""
    try:
        return rules_for(Resolver(known()).settings_for(os.curdir).policy)
    except ConfigError:
        return RULES


def _find(code: str, rules: tuple[Rule, ...]) -> Rule:
    by_code = {rule.code: rule for rule in rules}
    if _OWN.fullmatch(code.upper()):
        return by_code.get(code.upper(), own_code)
    if code.upper() not in by_code:
        raise terminal.Unusable(f"`{code}` is no rule{did_you_mean(code.upper(), by_code)}")
    return by_code[code.upper()]


def _render(chosen: tuple[Rule, ...], options: argparse.Namespace) -> str:
    if options.output_format == "json":
        return pages.render_all_json(chosen) if options.all else pages.render_json(chosen[0])
    if options.output_format == "markdown" and options.all:
        return pages.rules_page((*chosen, own_code))
    return pages.render_all_text(chosen)
