"""WHAT MUST HOLD: one file per rule. The folder is the list."""

from functools import cache

from xl_addin.model.errors import DesignError
from xl_addin.model.shelf import Coded, coded_modules, only_one
from xl_addin.rules.rule import Rule, RuleDeclaration, rule_page


@cache
def all_rules() -> tuple[Rule, ...]:
    """Every rule, by code.

    Raises:
        DesignError: a rule file declares no rule or has no proper page, or a code is used twice.
    """
    return tuple(map(_rule_of, coded_modules(__name__, __path__)))


def _rule_of(file: Coded) -> Rule:
    name = f"{file.code.lower()}_{file.slug}"
    declaration = only_one(RuleDeclaration, file.module, "rule")
    if any(not setting.id.startswith(f"{file.code}.") for setting in declaration.settings):
        raise DesignError(f"{name}: its settings are named {file.code}.something")
    page = rule_page(file.module.__doc__ or "", name)
    return Rule(
        file.code,
        file.slug,
        page,
        declaration.severity,
        declaration.criterion,
        declaration.subjects,
        declaration.judge,
        declaration.skip_reason,
        declaration.settings,
        declaration.plural or page.title,
        declaration.is_writing_task,
    )
