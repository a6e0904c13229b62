"""One cell to one value, as its field takes it. What does not fit is told in words, never raised."""

import datetime as dt
import re
import unicodedata
from dataclasses import dataclass
from typing import Any

from xl_addin.cells.cell import CellValue, ErrorCell, FormulaCell, Plain, result_of
from xl_addin.cells.serial import day_of_serial
from xl_addin.model.days import FIRST_DAY, LAST_DAY
from xl_addin.model.facts import NA, Anything, Day, Fact, Ident, Number, OneOf, Ref, Text, Whole
from xl_addin.model.ids import ID_LENGTH, is_id

_ILLEGAL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff￾￿]")


@dataclass(frozen=True, slots=True)
class Unfit:
    """The cell does not fit: `kind` as in `model.finding.Misfit`, `asks` what the field takes."""

    kind: str
    asks: str


def describe_limit(fact: Fact) -> str:
    """What a field takes, in words that end a sentence: "a whole number from 1 to 5"."""
    limit = fact.limit
    if isinstance(limit, Whole):
        return f"a whole number from {limit.low} to {limit.high}" + (f", or {NA}" if limit.na else "")
    if isinstance(limit, Number):
        low = "" if limit.low is None else f" from {limit.low:g}"
        return f"a number{low}" + (f" to {limit.high:g}" if limit.high is not None else " up" if low else "")
    if isinstance(limit, OneOf):
        return "one of " + ", ".join(limit.words)
    if isinstance(limit, Ident):
        signs = "* ? ~ ; ," if limit.in_list else "* ? ~"
        return f"a short name of at most {ID_LENGTH} characters, without {signs} and not beginning with < > ="
    if isinstance(limit, Day):
        return "a day, such as 2027-01-11"
    if isinstance(limit, Text):
        return f"words, at most {limit.longest:,} characters"
    if isinstance(limit, Ref):
        return "a name from the list" + ("; several separated by semicolons" if limit.multiple else "")
    return "one value"


def canonical_text(text: str) -> str:
    """Text as we keep it: composed characters, plain line ends, nothing a workbook cannot hold, no outer blanks."""
    plain = unicodedata.normalize("NFC", text.replace("\r\n", "\n").replace("\r", "\n"))
    return _ILLEGAL.sub("", plain).strip()


def is_blank(value: CellValue) -> bool:
    """Whether the cell says nothing: empty, only blanks, or a formula that shows nothing."""
    if isinstance(value, FormulaCell):
        value = value.value if value.value is not None else value.text
    return value is None or (isinstance(value, str) and not value.strip())


def fit_value(value: CellValue, fact: Fact, *, date1904: bool = False) -> Any:
    """The value as its field takes it, or Unfit. The cell is not blank."""
    if isinstance(value, FormulaCell):
        if value.value is None:
            return Unfit("formula", f"{describe_limit(fact)}, typed in rather than computed")
        value = value.value
    if isinstance(value, ErrorCell):
        return Unfit("error", describe_limit(fact))
    fitting_value = _fit(value, fact, date1904)
    return Unfit("type", describe_limit(fact)) if fitting_value is None else fitting_value


def visible_day(value: CellValue, date1904: bool) -> str:
    """The day that a number cell shows, as 2026-03-01; its number where it shows none."""
    number = result_of(value)
    day = _day(number, date1904)
    return day.isoformat() if day else str(number)


def is_spelled_out(value: CellValue, fact: Fact, reading: Any) -> bool:
    """Whether `reading`, a number, a day, N/A or an ID, was read from text that no formula takes for the same."""
    text = result_of(value)
    if not isinstance(text, str):
        return False
    if isinstance(fact.limit, Ident):
        return text.casefold() != str(reading).casefold()  # such as a blank around it
    return isinstance(fact.limit, Whole | Number | Day) and (reading != NA or text.casefold() != NA.casefold())


def _fit(value: Plain, fact: Fact, date1904: bool) -> Any:
    limit = fact.limit
    if isinstance(limit, Anything):
        return canonical_text(value) if isinstance(value, str) else value
    if isinstance(limit, Whole):
        return _whole(value, limit)
    if isinstance(limit, Number):
        return _number(value, limit)
    if isinstance(limit, Day):
        return _day(value, date1904)
    if isinstance(limit, OneOf):
        return _word(value, limit)
    if isinstance(limit, Ref) and not limit.multiple:
        return value if isinstance(value, str) else as_text(value)  # as it stands: formulas look for the very same
    return _words(as_text(value), limit)


def as_text(value: Plain) -> str:
    """The value as words: every digit of a number, but no decimal point where it needs none."""
    if isinstance(value, bool):
        return "Yes" if value else "No"
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    return canonical_text(str(value))


def _word(value: Plain, limit: OneOf) -> Any:
    """The word meant: case, line ends and blanks too many aside, as in `model.text.trim_formula`."""
    text = value if isinstance(value, str) else as_text(value)
    clean_text = re.sub("[\x00-\x1f]", "", text.replace("\xa0", " "))
    plain_text = re.sub(" +", " ", clean_text).strip(" ").casefold()
    word = next((w for w in limit.words if w.casefold() == plain_text), None)
    return Unfit("choice", describe_limit(Fact("", "", limit))) if word is None else word


def _words(text: str, limit: Ident | Text | Ref | object) -> Any:
    if isinstance(limit, Ident):
        return text if is_id(text, in_list=limit.in_list) else Unfit("ident", describe_limit(Fact("", "", limit)))
    if isinstance(limit, Ref) and limit.multiple:
        return tuple(part for part in (p.strip() for p in re.split(r"[;,\n]", text)) if part)
    if isinstance(limit, Text) and len(text) > limit.longest:
        return Unfit("length", describe_limit(Fact("", "", limit)))
    return text


def _whole(value: Plain, limit: Whole) -> Any:
    if isinstance(value, str):
        text = unicodedata.normalize("NFKC", value).strip()
        if limit.na and text.upper() in {NA, "NA"}:
            return NA
        # int() also reads the digits of other scripts, signs, underscores and leading zeros: none of them counts here
        digits = re.fullmatch(r"(0|[1-9][0-9]{0,8})(?:\.0{1,15})?", text)
        value = int(digits[1]) if digits else None
    if isinstance(value, bool) or not isinstance(value, int | float) or value != value or value in (_INF, -_INF):
        return None
    if value != int(value) or not limit.low <= value <= limit.high:
        return None
    return int(value)


_INF = float("inf")


def _number(value: Plain, limit: Number) -> Any:
    if isinstance(value, str):
        text = unicodedata.normalize("NFKC", value).strip()
        value = float(text) if re.fullmatch(r"-?[0-9]{1,15}(\.[0-9]{1,15})?", text) else None
    if isinstance(value, bool) or not isinstance(value, int | float) or value != value or value in (_INF, -_INF):
        return None
    if (limit.low is not None and value < limit.low) or (limit.high is not None and value > limit.high):
        return None
    return float(value)


def _day(value: Plain, date1904: bool) -> dt.date | None:
    day: dt.date | None = None
    if isinstance(value, dt.datetime):
        day = value.date()
    elif isinstance(value, dt.date):
        day = value
    elif isinstance(value, int | float) and not isinstance(value, bool) and 0 <= value < 100_000:
        day = day_of_serial(value, date1904=date1904)
    elif isinstance(value, str) and re.fullmatch(r"\d{4}-\d{2}-\d{2}", value.strip()):
        try:
            day = dt.date.fromisoformat(value.strip())
        except ValueError:
            return None
    return day if day is not None and FIRST_DAY <= day <= LAST_DAY else None
