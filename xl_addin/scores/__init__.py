"""THE NUMBERS: one file per score. The folder is the list; a sorted walk finds them."""

import importlib
import pkgutil
import re
from functools import cache

from xl_addin.scores.score import Score, page_of

_FILE = re.compile(r"(d\d\d)_(\w+)")


@cache
def all_scores() -> tuple[Score, ...]:
    """Every score, by code.

    Raises:
        TypeError: a score file has no proper page, misnames a setting, or a code is used twice.
    """
    found: dict[str, Score] = {}
    for info in sorted(pkgutil.iter_modules(__path__), key=lambda info: info.name):
        match = _FILE.fullmatch(info.name)
        if not match:
            continue
        code = match.group(1).upper()
        if code in found:
            raise TypeError(f"the code {code} is used twice: {found[code].slug} and {match.group(2)}")
        found[code] = _score_of(info.name, code, match.group(2))
    return tuple(found.values())


def _score_of(name: str, code: str, slug: str) -> Score:
    module = importlib.import_module(f"{__name__}.{name}")
    page = page_of(module.__doc__ or "", name)
    settings = tuple(getattr(module, "SETTINGS", ()))
    if any(not setting.id.startswith(f"{code}.") for setting in settings):
        raise TypeError(f"{name}: its settings are named {code}.something")
    return Score(
        code,
        slug,
        page["title"],
        page["What it says"],
        page["Formula"],
        page["Examples"],
        page["Source"],
        settings,
        tuple(sorted(getattr(module, "EXCEL", {}).items())),
    )
