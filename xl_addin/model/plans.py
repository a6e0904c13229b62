"""Development plans: what a person and their manager agreed to do about a gap."""

import datetime as dt
from typing import Annotated

from xl_addin.model.facts import Anything, Day, Fact, Ident, OneOf, Record, Ref, Text

PLAN_STATUSES = ("Proposed", "Kept", "Edited", "Dropped", "Done")
PLAN_PROPOSED, PLAN_KEPT, PLAN_EDITED, PLAN_DROPPED, PLAN_DONE = PLAN_STATUSES


class PlanAction(Record):
    """One development action. What is proposed is ours; action, due day, status and notes are the manager's."""

    cycle: Annotated[str, Fact("Cycle", "The round of reviews it comes from.", Ident(), required=True)] = ""
    employee: Annotated[str, Fact("Employee ID", "Whose plan it is.", Ref("tblPeople"), required=True)] = ""
    competency: Annotated[str, Fact("Competency ID", "What it helps with.", Ref("tblCompetencies"), required=True)] = ""
    gap: Annotated[int | None, Fact("Gap then", "Points below expectation when it was proposed.", Anything())] = None
    proposed: Annotated[
        str, Fact("Proposed", "From the competency's development resources.", Text(600, many_lines=True))
    ] = ""
    action: Annotated[
        str, Fact("Agreed action", "In your own words, where you change the proposal.", Text(1000, many_lines=True))
    ] = ""
    due: Annotated[dt.date | None, Fact("Due", "When to look at it together.", Day())] = None
    status: Annotated[
        str,
        Fact("Status", "Proposed: not talked about yet. Kept, edited, dropped, or done.", OneOf(PLAN_STATUSES)),
    ] = PLAN_PROPOSED
    notes: Annotated[str, Fact("1:1 notes", "What you talked about.", Text(2000, many_lines=True))] = ""
