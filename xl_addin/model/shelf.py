"""A folder is a list: what is in it is found by the names of its files, in the order of the alphabet."""

import importlib
import pkgutil
import re
from collections.abc import Iterable
from types import ModuleType
from typing import NamedTuple, TypeVar

from xl_addin.model.errors import DesignError

_CODED = re.compile(r"([a-z]\d\d)_(\w+)")

T = TypeVar("T")


class Coded(NamedTuple):
    """A file whose name is code and slug, such as d16_evidenced.py: D16, evidenced, and what is in it."""

    code: str
    slug: str
    module: ModuleType


def module_names(folder: Iterable[str]) -> tuple[str, ...]:
    """The files in the folder of a package, by its `__path__`; none of them is imported."""
    return tuple(sorted(info.name for info in pkgutil.iter_modules(folder)))


def coded_modules(package: str, folder: Iterable[str]) -> tuple[Coded, ...]:
    """The files of a package that are named by code and slug; the others are passed over.

    Raises:
        DesignError: a code is used twice.
    """
    found: dict[str, Coded] = {}
    for name in module_names(folder):
        match = _CODED.fullmatch(name)
        if not match:
            continue
        code, slug = match[1].upper(), match[2]
        if code in found:
            raise DesignError(f"the code {code} is used twice: {found[code].slug} and {slug}")
        found[code] = Coded(code, slug, importlib.import_module(f"{package}.{name}"))
    return tuple(found.values())


def only_one(kind: type[T], module: ModuleType, noun: str) -> T:
    """The one thing of a kind that a file declares; `noun` says what it is.

    Raises:
        DesignError: it declares none or several.
    """
    declared = [value for value in vars(module).values() if isinstance(value, kind)]
    if len(declared) != 1:
        raise DesignError(f"{module.__name__}: declares {len(declared)} {noun}s instead of one")
    return declared[0]
