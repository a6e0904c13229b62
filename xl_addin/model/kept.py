"""What is worked out once for a data set and kept with it, because many read it."""

from collections.abc import Callable, Iterable
from functools import wraps
from typing import TypeVar, cast

from xl_addin.model.dataset import Dataset

T = TypeVar("T")


def kept(data: Dataset, name: str, make: Callable[[], T]) -> T:
    """What `make` gives, worked out once for a data set and kept with it, the way cached_property keeps things.

    It is no field of the data set: comparing and replacing do not see it, and it goes when the data set goes.
    """
    try:
        return cast("T", vars(data)["_kept"][name])
    except KeyError:
        made = make()
        vars(data).setdefault("_kept", {})[name] = made
        return made


def once(listing: Callable[[Dataset], Iterable[T]]) -> Callable[[Dataset], tuple[T, ...]]:
    """Make a listing of a data set once; every later caller gets the same tuple."""

    @wraps(listing)
    def listed(data: Dataset) -> tuple[T, ...]:
        return kept(data, _name(listing), lambda: tuple(listing(data)))

    return listed


def keep(data: Dataset, listing: Callable[[Dataset], tuple[T, ...]], items: Iterable[T]) -> None:
    """From here on a listing made `once` gives these items for this data set."""
    kept(data, _name(listing), lambda: tuple(items))


def _name(listing: Callable[..., object]) -> str:
    return f"{listing.__module__}.{listing.__qualname__}"
