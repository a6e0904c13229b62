"""The public holidays of a country or a region, for who names one instead of days. The library is an extra."""

import datetime as dt
import re
from collections.abc import Iterable

from xl_addin.model.counts import join_words

_PLACE = re.compile(r"([A-Za-z]{2})(?:-(\w[\w ]*))?")
_LOOKS_LIKE_ONE = re.compile(r"[^\W\d_]{2}.*", re.DOTALL)


class UnknownPlaceError(ValueError):
    """No holidays are known for what somebody wrote; its text is a sentence to that person."""


def names_place(text: str) -> bool:
    """Whether words in place of a day are meant for a country: they begin with two letters."""
    return bool(_LOOKS_LIKE_ONE.match(text))


def public_holidays(place: str, years: Iterable[int]) -> frozenset[dt.date]:
    """The public holidays of those years, days in lieu of one on a weekend included.

    Args:
        place: a country's two letters (ISO 3166), such as DE, or those and a region, such as US-CA; in any case.
        years: calendar years; each takes about a millisecond.

    Raises:
        UnknownPlaceError: there is no such country or region, or the library is not installed.
    """
    match = _PLACE.fullmatch(place)
    if match is None:
        raise UnknownPlaceError(_no_country(place))
    code, region = match[1].upper(), (match[2] or "").casefold()
    try:
        from holidays import country_holidays
    except ImportError as error:
        raise UnknownPlaceError(
            f'"{place}" takes the library that knows countries: install trackbook[holidays], or type the days.'
        ) from error
    try:
        regions = {name.casefold(): name for name in country_holidays(code).subdivisions}
    except NotImplementedError as error:
        raise UnknownPlaceError(_no_country(place)) from error
    if region and region not in regions:
        choice = f", or one of {join_words(f'{code}-{name}' for name in regions.values())}" if regions else ""
        raise UnknownPlaceError(f'"{place[:40]}" names no region that is known. Write {code} alone{choice}.')
    return frozenset(country_holidays(code, subdiv=regions.get(region), years=years))


def _no_country(place: str) -> str:
    return (
        f'"{place[:40]}" is no country that is known. Write its two letters, such as AT, CH, DE, ES, FR, GB, IN, NL or '
        "US, with a region where its days differ, such as US-CA, or type the days."
    )
