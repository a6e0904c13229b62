"""WHAT MUST HOLD: one file per rule. The folder is the list; a sorted walk finds them."""

import importlib
import pkgutil
import re
from functools import cache

from xl_addin.rules.rule import Rule, Unnamed, page_of

_FILE = re.compile(r"([a-z]\d\d)_(\w+)")


@cache
def all_rules() -> tuple[Rule, ...]:
    """Every rule, by code.

    Raises:
        TypeError: a rule file declares no rule or has no proper page, or a code is used twice.
    """
    found: dict[str, Rule] = {}
    for info in sorted(pkgutil.iter_modules(__path__), key=lambda info: info.name):
        match = _FILE.fullmatch(info.name)
        if not match:
            continue
        made = _rule_of(info.name, match.group(1).upper(), match.group(2))
        if made.code in found:
            raise TypeError(f"the code {made.code} is used twice: {found[made.code].slug} and {made.slug}")
        found[made.code] = made
    return tuple(found.values())


def _rule_of(name: str, code: str, slug: str) -> Rule:
    module = importlib.import_module(f"{__name__}.{name}")
    declared = [value for value in vars(module).values() if isinstance(value, Unnamed)]
    if len(declared) != 1:
        raise TypeError(f"{name}: declares {len(declared)} rules instead of one")
    own = declared[0]
    if any(not setting.id.startswith(f"{code}.") for setting in own.settings):
        raise TypeError(f"{name}: its settings are named {code}.something")
    page = page_of(module.__doc__ or "", name)
    return Rule(code, slug, page, own.severity, own.criterion, own.over, own.judge, own.unanswered, own.settings)
