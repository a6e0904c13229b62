"""Trackbook: career tracks that live in the spreadsheet HR already has.

As a library: `import xl_addin; book = xl_addin.open("tracks.xlsx")`; the help page For analysts says what it can do.
"""

__version__ = "0.1.0"
__all__ = ["Stop", "Workbook", "__version__", "open"]

_HOMES = {"open": "xl_addin.api", "Workbook": "xl_addin.api", "Stop": "xl_addin.model.errors"}
"""What the library offers -> where it stands; `__init__.pyi` says the same to type checkers."""


def __getattr__(name: str) -> object:
    """The library's own names, imported when first asked for: a click and a command never ask."""
    if name not in _HOMES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    import importlib

    return getattr(importlib.import_module(_HOMES[name]), name)


def __dir__() -> list[str]:
    return sorted({*globals(), *_HOMES})
