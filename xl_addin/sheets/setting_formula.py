"""What of a setting counts, as a formula: the value typed where the setting takes it, else the default."""

from collections.abc import Iterable, Sequence

from xl_addin.model.days import day_ends
from xl_addin.model.facts import Day, Limit, Number, OneOf, Whole
from xl_addin.model.setting import Setting
from xl_addin.model.text import trim_formula

_VALUE = "[@Value]"
_YES, _NO = "(1=1)", "(1=0)"
"""Spelled so because LibreOffice spells TRUE and FALSE as functions."""
_WORDS = trim_formula(_VALUE)
_TEXT = f"TRIM({_VALUE})"
_MONTH, _DAY = f"VALUE(MID({_TEXT},6,2))", f"VALUE(RIGHT({_TEXT},2))"
_DATE = f"DATE(VALUE(LEFT({_TEXT},4)),{_MONTH},{_DAY})"


def in_use_formula(settings: Sequence[Setting]) -> str:
    """The formula of the column: the twin of what `sheets.reading` makes of the same settings."""
    numbers = f"IF(ISNUMBER({_VALUE}),{_number_fits(settings)},{_NO})"
    fits = f"IF(ISNUMBER([@Default]),{numbers},{_words_fit(settings)})"
    choice_ids = [setting.id for setting in settings if isinstance(setting.takes, OneOf)]
    words = f"IF({_is_one_of('[@Setting]', choice_ids)},{_WORDS},{_TEXT})"
    entry = f"IF(ISNUMBER({_VALUE}),{_VALUE},{words})"
    return f'IF(IF({_TEXT}="",{_NO},{fits}),{entry},IF([@Default]="","",[@Default]))'


def _number_fits(settings: Iterable[Setting]) -> str:
    """Whether the number lies within what its setting takes: from 0 up, unless it says otherwise."""
    ids: dict[Limit, list[str]] = {}
    for setting in settings:
        if isinstance(setting.takes, Number | Whole):
            ids.setdefault(setting.takes, []).append(setting.id)
    fits = f"{_VALUE}>=0"
    for limit, setting_ids in ids.items():
        fits = f"IF({_is_one_of('[@Setting]', setting_ids)},{_lies_within(limit)},{fits})"
    return fits


def _lies_within(limit: Limit) -> str:
    if not isinstance(limit, Number | Whole):
        raise TypeError(f"{limit} has no ends")
    ends = [f"{_VALUE}{sign}{end:g}" for sign, end in ((">=", limit.low), ("<=", limit.high)) if end is not None]
    whole_test = [f"{_VALUE}=INT({_VALUE})"] if isinstance(limit, Whole) else []
    return f"AND({','.join([*ends, *whole_test])})" if ends or whole_test else _YES


def _words_fit(settings: Iterable[Setting]) -> str:
    """Whether the words are among those offered, or a day where a day is asked for; other settings take any."""
    words_by_id = {setting.id: setting.takes.words for setting in settings if isinstance(setting.takes, OneOf)}
    days = [setting.id for setting in settings if isinstance(setting.takes, Day)]
    pairs = [f"{name}|{word}" for name, words in words_by_id.items() for word in words]
    choice_test = _is_one_of(f'[@Setting]&"|"&{_WORDS}', pairs)
    day_test = f"IF({_is_one_of('[@Setting]', days)},{_is_day()},{_YES})"
    return f"IF({_is_one_of('[@Setting]', list(words_by_id))},{choice_test},{day_test})"


def _is_day() -> str:
    """Whether a day stands there, as Excel keeps it or written as 2027-01-11."""
    number = f"AND({day_ends(f'INT({_VALUE})')})"
    dashes = f'LEN({_TEXT})=10,MID({_TEXT},5,1)="-",MID({_TEXT},8,1)="-"'
    exists = f"MONTH({_DATE})={_MONTH},DAY({_DATE})={_DAY},{day_ends(_DATE)}"
    return f"IF(ISNUMBER({_VALUE}),{number},IFERROR(AND({dashes},{exists}),{_NO}))"


def _is_one_of(cell: str, words: Sequence[str]) -> str:
    """Whether a cell says one of the words, capitals aside; no sign in it stands for others."""
    word_list = ",".join(f'"{word}"' for word in words)
    return f"OR({cell}={{{word_list}}})" if len(words) > 1 else f"({cell}={word_list})"
