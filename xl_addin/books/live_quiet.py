"""Excel kept quiet while an open workbook changes, and put back as it was whatever happens."""

from collections.abc import Iterator
from contextlib import ExitStack, contextmanager, suppress
from typing import TYPE_CHECKING, Any

from xl_addin.books.live_read import is_visible

if TYPE_CHECKING:
    import xlwings as xw

_QUIET: dict[str, Any] = {
    "screen_updating": False,
    "enable_events": False,
    "display_alerts": False,
    "calculation": "manual",
}


@contextmanager
def quiet(book: "xw.Book") -> Iterator[None]:
    """No flicker, no questions, no recalculation in between; then the same tab with the same cells chosen."""
    app = book.app
    with ExitStack() as restore_stack:
        for name, value in _QUIET.items():
            with suppress(NotImplementedError):  # Excel on the web has neither the setting nor the need
                old_value = getattr(app, name)
                setattr(app, name, value)
                restore_stack.callback(setattr, app, name, old_value)
        restore_stack.callback(_choose, book.sheets.active, app.selection)
        yield


def tell(app: "xw.App", words: str | bool) -> None:
    """A line in the status bar, where there is one."""
    with suppress(NotImplementedError):
        app.status_bar = words


def _choose(sheet: "xw.Sheet", cells: "xw.Range | None") -> None:
    if not is_visible(sheet):  # the tab was hidden meanwhile: Excel has gone to one beside it
        return
    sheet.activate()
    if cells is not None:  # None where a shape was chosen
        cells.select()
