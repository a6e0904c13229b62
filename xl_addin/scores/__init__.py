"""THE NUMBERS: one file per score. The folder is the list."""

from functools import cache

from xl_addin.model.errors import DesignError
from xl_addin.model.shelf import Coded, coded_modules
from xl_addin.scores.score_page import Score, score_page


@cache
def all_scores() -> tuple[Score, ...]:
    """Every score, by code.

    Raises:
        DesignError: a score file has no proper page, misnames a setting, or a code is used twice.
    """
    return tuple(map(_score_of, coded_modules(__name__, __path__)))


def _score_of(file: Coded) -> Score:
    name = f"{file.code.lower()}_{file.slug}"
    page = score_page(file.module.__doc__ or "", name)
    settings = tuple(getattr(file.module, "SETTINGS", ()))
    if any(not setting.id.startswith(f"{file.code}.") for setting in settings):
        raise DesignError(f"{name}: its settings are named {file.code}.something")
    return Score(
        file.code,
        file.slug,
        page["title"],
        page["What it says"],
        page["Formula"],
        page["Examples"],
        page["Source"],
        settings,
        tuple(sorted(getattr(file.module, "EXCEL", {}).items())),
    )
