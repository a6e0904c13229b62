"""VBA run by LibreOffice: our modules in a workbook of their own, called from Python."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from tests.support.office import Office, OfficeError, prop
from xl_addin.addin.addin_file import package
from xl_addin.addin.ribbon_xml import ribbon
from xl_addin.addin.vba_project import Module

ALWAYS_RUN = 4  # com.sun.star.document.MacroExecMode.ALWAYS_EXECUTE_NO_WARN
WITH_VBA = "Calc MS Excel 2007 VBA XML"


class Macros:
    """An open workbook with macros."""

    def __init__(self, model: Any) -> None:
        self.model = model
        self.scripts = model.getScriptProvider()

    def call(self, name: str, *arguments: object) -> Any:
        """What a function returns, named "Module.Function"."""
        address = f"vnd.sun.star.script:Trackbook.{name}?language=Basic&location=document"
        return self.scripts.getScript(address).invoke(arguments, (), ())[0]

    def cell(self, address: str) -> str:
        """The text of a cell on the first sheet."""
        return str(self.model.Sheets.getByIndex(0).getCellRangeByName(address).String)


@contextmanager
def macros(office: Office, path: Path, modules: Sequence[Module]) -> Iterator[Macros]:
    """A workbook of these modules, saved at `path` and open."""
    path.write_bytes(package(ribbon([]), modules, "xlam" if path.suffix == ".xlam" else "xlsm"))
    model = opened(office, path)
    try:
        yield Macros(model)
    finally:
        model.close(True)


def opened(office: Office, path: Path) -> Any:
    """LibreOffice's own object for a workbook whose macros may run."""
    how = (prop("Hidden", True), prop("MacroExecutionMode", ALWAYS_RUN), prop("FilterName", WITH_VBA))
    model = office.desktop.loadComponentFromURL(path.resolve().as_uri(), "_blank", 0, how)
    if model is None:
        raise OfficeError(f"{path.name}: LibreOffice cannot open it")
    return model


def replaced(modules: Sequence[Module], name: str, code: str) -> list[Module]:
    """The modules, one of them with other code."""
    assert any(module.name == name for module in modules), name
    return [Module(name, module.kind, code) if module.name == name else module for module in modules]
