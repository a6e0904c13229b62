"""The ribbon: made from the commands, and checked for what Excel would swallow in silence."""

from dataclasses import replace

import pytest

from xl_addin.addin.ribbon_checks import faults, known_icons
from xl_addin.addin.ribbon_xml import GROUPS, NAMESPACE, Button, ribbon
from xl_addin.commands import all_commands
from xl_addin.commands.addin import buttons
from xl_addin.layout.snapshot import Snapshot
from xl_addin.package.xml.xml_tree import Element, parse_xml
from xl_addin.sheets import describe
from xl_addin.sheets.freshness import COMMAND_RUNS
from xl_addin.sheets.reading import read_dataset

ONE = Button("build", "Design", "TableInsertDialog", "Make the tabs. Texts stay.\n\nNothing is lost.", always=False)


def shown(*given: Button) -> list[Element]:
    return list(parse_xml(ribbon(given)).iter(f"{{{NAMESPACE}}}button"))


def test_every_command_that_makes_sense_there_has_one_button() -> None:
    tags = [button.get("tag") for button in shown(*buttons())]
    entries = [f"{name} {entry}" for name, own in all_commands().items() for entry in (own.menu() if own.menu else ())]
    plain = [name for name, own in all_commands().items() if own.button and not own.menu]
    assert sorted(map(str, tags)) == sorted([*plain, *entries])
    assert "addin" not in tags
    assert {"new", "build", "validate", "score"} <= set(tags)


def test_groups_stand_in_their_order_and_empty_ones_are_left_out() -> None:
    tab = parse_xml(ribbon([replace(ONE, group="More"), ONE, replace(ONE, group="Start")]))
    labels = [group.get("label") for group in tab.iter(f"{{{NAMESPACE}}}group")]
    assert labels == ["Start", "Design", "More"]
    assert tuple(sorted(GROUPS, key=GROUPS.index)) == ("Start", "Design", "Evaluate", "People", "More")


def test_a_button_says_what_its_command_does() -> None:
    (button,) = shown(ONE)
    assert button.get("label") == "Build"
    assert button.get("screentip") == "Make the tabs"
    assert button.get("supertip") == "Texts stay. Nothing is lost."


def test_a_command_with_a_few_words_to_choose_from_opens_a_menu_of_them() -> None:
    xml = ribbon([replace(ONE, label="More tabs", entries=("Scores", "Next steps"))])
    (menu,) = parse_xml(xml).iter(f"{{{NAMESPACE}}}menu")
    assert (menu.get("label"), menu.get("size"), menu.get("screentip")) == ("More tabs", "large", "Make the tabs")
    assert menu.get("onAction") is None, "a menu only opens"
    assert [(entry.get("label"), entry.get("tag")) for entry in menu] == [
        ("Scores", "build Scores"),
        ("Next steps", "build Next steps"),
    ]
    assert {entry.get("size") for entry in menu} == {None}, "Excel refuses a size in a menu"
    assert faults(xml) == []


def test_more_tabs_offers_every_tab_that_is_not_always_seen() -> None:
    (more,) = [own for own in buttons() if own.label == "More tabs"]
    sheets = describe(read_dataset(Snapshot()).data).sheets
    assert more.entries == tuple(own.name for own in sheets if own.visibility != "always" and not own.is_hidden)
    assert {"Scores", "Settings", "Findings"} <= set(more.entries)


def test_at_most_ten_things_to_press_and_the_rest_in_one_menu() -> None:
    groups = list(parse_xml(ribbon(buttons())).iter(f"{{{NAMESPACE}}}group"))
    labels = {group.get("label"): [own.get("label") for own in group] for group in groups}
    assert labels == {
        "Start": ["New"],
        "Design": ["Build", "Check"],
        "Evaluate": ["Roadmap", "Score"],
        "People": ["Collect", "Export"],
        "More": ["More tabs", "More"],
    }
    assert sum(map(len, labels.values())) <= 10
    (menu,) = (own for group in groups for own in group if own.get("label") == "More")
    entries = [own.get("label") for own in menu]
    assert entries == ["Steps", "Sample company", "Add to the framework", "Explain a rule", "Ask for names", "Tidy"]
    assert {own.get("size") for own in menu} == {None}, "Excel refuses a size in a menu"


def test_tabs_call_a_command_what_its_button_says() -> None:
    labels = {own.name: own.label or own.name.capitalize() for own in buttons()}
    assert {run.name: run.button_label for run in COMMAND_RUNS} == {
        run.name: labels[run.name.casefold()] for run in COMMAND_RUNS
    }


def test_one_sentence_is_the_text_under_the_name() -> None:
    (button,) = shown(replace(ONE, name="what_if", help="Show who would change."))
    assert (button.get("label"), button.get("screentip"), button.get("supertip")) == (
        "What if",
        "What if",
        "Show who would change.",
    )


def test_tips_never_speak_of_a_command_line() -> None:
    (button,) = shown(replace(ONE, help="Show it. With --dry-run, only told. Exit code 1 when open. Done."))
    assert button.get("supertip") == "With Dry run, only told. Done."
    for own in shown(*buttons()):
        assert "--" not in f"{own.get('screentip')} {own.get('supertip')}"


def test_buttons_that_need_no_workbook_are_never_grey() -> None:
    controls = parse_xml(ribbon(buttons())).iter(f"{{{NAMESPACE}}}group")
    alone = [own for group in controls for own in group if own.get("id") != "trackbook_more_menu"]
    (menu,) = (own for own in parse_xml(ribbon(buttons())).iter() if own.get("id") == "trackbook_more_menu")
    enabled = {
        own.get("tag") or str(own.get("id")).rpartition("_")[2]: own.get("getEnabled") for own in (*alone, *menu)
    }
    assert {tag for tag, callback in enabled.items() if callback is None} == {
        name for name, own in all_commands().items() if own.button and not own.needs_workbook
    }
    assert enabled["validate"] == "TrackbookRibbon.GetEnabled"


def test_the_commands_own_buttons_have_no_faults() -> None:
    assert faults(ribbon(buttons())) == []


def test_words_that_mean_something_in_xml_are_shown_as_they_are() -> None:
    (button,) = shown(replace(ONE, help='Keep "R&D" <whole>. Then > & < again.'))
    assert button.get("supertip") == "Then > & < again."


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        ('id="trackbook_design_build" ', "", "Build: has no id"),
        ('id="trackbook_design_build"', 'id="trackbook_design"', "trackbook_design: this id is used 2 times"),
        ('size="large"', 'size="large" getLabel="X"', "trackbook_design_build: has label and getLabel"),
        ('label="Build" ', "", "trackbook_design_build: has neither label nor getLabel"),
        ("TableInsertDialog", "TableInsertDialogue", "trackbook_design_build: TableInsertDialogue is not an icon"),
        ('label="Build"', f'label="{"B" * 41}"', "trackbook_design_build: label has 41 characters, 40 are possible"),
        ("Make the tabs", "m" * 1025, "trackbook_design_build: screentip has 1025 characters, 1024 are possible"),
        ("Texts stay.", "t" * 1025, "trackbook_design_build: supertip has 1042 characters, 1024 are possible"),
        ('tag="build" ', "", "trackbook_design_build: has no tag"),
        ('onAction="TrackbookRibbon.OnAction"', "", "trackbook_design_build: has no onAction"),
        ("</customUI>", "", "ribbon: is not well-formed XML"),
    ],
)
def test_faults_are_told(old: str, new: str, told: str) -> None:
    tab = ribbon([ONE]).decode()
    assert old in tab
    found = faults(tab.replace(old, new).encode())
    assert len(found) == 1
    assert found[0].startswith(told)


def test_the_list_of_icons_is_a_list_of_names() -> None:
    assert all(name.isalnum() for name in known_icons())
    assert len(known_icons()) > 100
