"""What is worked out once for a data set and kept with it, because many read it."""

from collections.abc import Callable, Iterable
from functools import wraps
from typing import TypeVar, cast

from xl_addin.model.dataset import Dataset

T = TypeVar("T")


def memo(data: Dataset, name: str, make: Callable[[], T]) -> T:
    """What `make` gives, worked out once for a data set and kept with it, the way cached_property keeps things.

    It is no field of the data set: comparing and replacing do not see it, and it goes when the data set goes.
    """
    try:
        return cast("T", vars(data)["_kept"][name])
    except KeyError:
        result = make()
        vars(data).setdefault("_kept", {})[name] = result
        return result


def memo_listing(listing: Callable[[Dataset], Iterable[T]]) -> Callable[[Dataset], tuple[T, ...]]:
    """Make a listing of a data set once; every later caller gets the same tuple."""

    @wraps(listing)
    def listing_memo(data: Dataset) -> tuple[T, ...]:
        return memo(data, _name(listing), lambda: tuple(listing(data)))

    return listing_memo


def set_memo(data: Dataset, listing: Callable[[Dataset], tuple[T, ...]], items: Iterable[T]) -> None:
    """From here on a listing made `memo_listing` gives these items for this data set."""
    memo(data, _name(listing), lambda: tuple(items))


def _name(listing: Callable[..., object]) -> str:
    return f"{listing.__module__}.{listing.__qualname__}"
