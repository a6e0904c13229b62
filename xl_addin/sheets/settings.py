"""Settings: every threshold, word list and policy in one place, each with what it does."""

from collections.abc import Mapping, Sequence

from xl_addin.layout.declare import column, label, live, result, table
from xl_addin.layout.describe import Sheet, Tint
from xl_addin.layout.record_rows import RowValues, plain
from xl_addin.layout.table_parts import NextEntry
from xl_addin.model.dataset import Dataset, SettingValue
from xl_addin.model.general_settings import GENERAL
from xl_addin.model.setting import Setting
from xl_addin.roadmap.options import SETTINGS as ROADMAP
from xl_addin.rules import all_rules
from xl_addin.scores import all_scores
from xl_addin.sheets import setting_formula
from xl_addin.sheets.company import COMPANY_SETTINGS

ORDER = 990
NAME = "Settings"


def all_settings() -> tuple[Setting, ...]:
    """Every setting there is: the general ones, the roadmap's, each score's, each rule's."""
    of_rules = [setting for rule in all_rules() for setting in rule.settings]
    of_scores = [setting for score in all_scores() for setting in score.settings]
    return (*GENERAL, *ROADMAP, *of_scores, *of_rules)


TABLE = table(
    "tblSettings",
    Setting,
    [
        label(Setting, "group", 18, "label"),
        label(Setting, "id", 22, "label"),
        column(Setting, "value", 34, "input_long"),
        result(Setting, "default", 30, "computed"),
        live(
            "in_use",
            "In use",
            "What counts now: your value, or the default.",
            20,
            setting_formula.in_use_formula(all_settings()),
            role="computed",
        ),
        result(Setting, "meaning", 70, "computed"),
    ],
    key=["id"],
    spare=0,
    freeze=2,
    next_entry=NextEntry(()),
    collection="settings",
)


def sheet() -> Sheet:
    return Sheet(
        name=NAME,
        title="Settings",
        purpose="Change a value here and every rule, score and formula follows. Leave Value blank to use the default.",
        group="results",
        visibility="more",
        blocks=(TABLE,),
        tints={"tblSettings": (Tint('NOT({value}="")', "marked", ("value",)),)},
        pages=0,
    )


def rows(data: Dataset) -> Mapping[str, Sequence[RowValues]]:
    listed = (setting for setting in all_settings() if setting.id not in COMPANY_SETTINGS)
    return {TABLE.name: [_row(setting, data.settings.get(setting.id)) for setting in listed]}


def _row(setting: Setting, value: SettingValue) -> RowValues:
    """A setting's row; a value that equals the default is left blank, so that the default goes on counting."""
    entry = None if value in (None, "", setting.default) else value
    value_in_use = setting.default if entry is None else entry
    return {**plain(setting), "value": entry, "in_use": "" if value_in_use is None else value_in_use}
