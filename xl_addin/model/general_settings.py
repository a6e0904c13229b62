"""Settings that belong to no single rule or score: the organisation, the framework's version, the scale."""

from xl_addin.model.facts import Whole
from xl_addin.model.setting import Setting

COLLECT_COUNT = "collect.taken"

GENERAL: tuple[Setting, ...] = (
    Setting(id="organisation", group="Organisation", default="", meaning="The name shown on tabs, forms and reports."),
    Setting(
        id="values",
        group="Organisation",
        default="",
        meaning="Your company values, separated by semicolons. Competencies name the ones they support.",
    ),
    Setting(
        id="cycle",
        group="Organisation",
        default="2027-H1",
        meaning="The round of reviews that is open now. Scores show this one.",
    ),
    Setting(
        id="forms.return",
        group="Organisation",
        default="",
        meaning="Where people send their form back: a name or an address. Blank: whoever sent it to them.",
    ),
    Setting(
        id=COLLECT_COUNT,
        group="Organisation",
        default=0,
        meaning="Collect writes here how many returned files are in this workbook. Cleared, it takes all anew.",
    ),
    Setting(
        id="framework.version",
        group="Framework",
        default="0.1.0",
        meaning="Raise the first number when more is asked of people, the second when something is made clearer, "
        "the third for wording only.",
    ),
    Setting(
        id="framework.effective",
        group="Framework",
        default="",
        holds_days=True,
        meaning="The day this version starts to count, such as 2027-01-11.",
    ),
    Setting(id="framework.owner", group="Framework", default="", meaning="Who answers for the framework."),
    Setting(
        id="framework.change",
        group="Framework",
        default="",
        meaning="What changed in this version, in a sentence anyone understands.",
    ),
    Setting(
        id="rating.expected",
        group="Rating scale",
        default=3,
        takes=Whole(1, 5),
        meaning="The rating that counts as meeting the expectation, unless a competency names its own.",
    ),
    Setting(id="rating.1", group="Rating scale", default="Not yet", meaning="What a 1 means."),
    Setting(id="rating.2", group="Rating scale", default="Partly", meaning="What a 2 means."),
    Setting(id="rating.3", group="Rating scale", default="Consistently meets it", meaning="What a 3 means."),
    Setting(id="rating.4", group="Rating scale", default="Often goes beyond it", meaning="What a 4 means."),
    Setting(id="rating.5", group="Rating scale", default="A role model for it", meaning="What a 5 means."),
    Setting(
        id="rules.silenced",
        group="Rules",
        default="",
        meaning="Codes of rules you do not want to see, separated by commas, such as M02, Q05.",
    ),
)
