"""tblLevels as a live view of the ladder: one row for each of its cells, with the moves the drawing and the lines say.

Not in the list of tabs yet: it takes the place of `levels` once reading goes through `ladder.reconcile`.
"""

from xl_addin.layout.describe import Sheet, Table
from xl_addin.model.facts import facts_of
from xl_addin.model.ladder import LEVEL, NO_SIDE_WAY, NO_UP_WAY, NOWHERE, SIDE_WAY, STEP_COUNT, UP_WAY
from xl_addin.model.records import Level
from xl_addin.model.text import unwild
from xl_addin.sheets.key_formulas import key_of_name, name_at_place, provisional
from xl_addin.sheets.live_tracks import hidden_view, place_column, view_column

_FACTS = facts_of(Level)
_GRID = f"tblLadder[[Step 1]:[Step {STEP_COUNT}]]"
_HERE = f"INDEX({_GRID},[@Row],[@Step])"
_OWN = "[@Level ID]"
_FIND = f'{unwild("[@Track ID]")}&"|"&{unwild("[@Level title]")}'
_TITLE = provisional("[@Level title]")
_OLD_PLACE = f'{unwild("[@Track ID]")}&"|"&[@Step]'
_PLACE = f'"{LEVEL}|"&{_OLD_PLACE}'
_IN_ROW = "(tblLevels[Row]=[@Row])*(tblLevels[Level title]={})"
_TITLES = f"SUMPRODUCT({_IN_ROW.format('[@Level title]')})"
_OLD_TITLES = f"SUMPRODUCT({_IN_ROW.format('[@Old title]')})"
_SHARED = 'SUMPRODUCT((tblLevels[Level title]=[@Level title])*(tblLevels[Level ID]<>""))>1'


_SAME_STEP_SETTING = 'INDEX(tblSettings[In use],MATCH("ladder.same_step",tblSettings[Setting],0))="Yes"'


def _denials(low: str, word: str, high: str) -> str:
    """How many lines of More ways say that a level does not lead to another."""
    return f'COUNTIFS(tblWays[From key],{low},tblWays[Way],"{word}",tblWays[To key],{high})'


def _lines(word: str, no_word: str, drawn_count: str) -> str:
    """The ends of the lines that start here, without those that are drawn and those another line takes away."""
    return (
        f'IF((tblWays[From key]={_OWN})*(tblWays[Way]="{word}")*(tblWays[To key]<>"")'
        f'*({_denials(_OWN, no_word, "tblWays[To key]")}=0)*(({drawn_count})=0),tblWays[To key],"")'
    )


def _join(*parts: str) -> str:
    """Keys of several arrays in one cell, blanks left out."""
    return f'_xlfn.TEXTJOIN("; ",TRUE,{",".join(parts)})'


_NEXT_HERE = f'IF({_denials(_OWN, NO_UP_WAY, "[@Next here]")}>0,"",[@Next here])'
_BRANCHES = (
    f'IF((tblLevels[From]={_OWN})*(tblLevels[Level ID]<>"")'
    f'*({_denials(_OWN, NO_UP_WAY, "tblLevels[Level ID]")}=0),tblLevels[Level ID],"")'
)
_IS_UP = f"COUNTIFS(tblLevels[From],{_OWN},tblLevels[Level ID],tblWays[To key])+(tblWays[To key]=[@Next here])"
_NEXT = _join(_NEXT_HERE, _BRANCHES, _lines(UP_WAY, NO_UP_WAY, _IS_UP))
_IS_BRANCH = '((tblLevels[Track ID]=[@Trunk])*([@Trunk]<>"")+(tblLevels[Trunk]=[@Track ID]))>0'
_SAME_STEPS = (
    f"IF((tblLevels[Rank]=[@Rank])*(tblLevels[Track ID]<>[@Track ID])*({_IS_BRANCH})*({_SAME_STEP_SETTING})"
    f'*({_denials(_OWN, NO_SIDE_WAY, "tblLevels[Level ID]")}=0),tblLevels[Level ID],"")'
)
_IS_BESIDE = (
    f"({_SAME_STEP_SETTING})*(COUNTIFS(tblLevels[Level ID],tblWays[To key],tblLevels[Rank],[@Rank],"
    'tblLevels[Track ID],[@Trunk],tblLevels[Trunk],"<>"&[@Track ID])'
    "+COUNTIFS(tblLevels[Level ID],tblWays[To key],tblLevels[Rank],[@Rank],tblLevels[Trunk],[@Track ID]))"
)
_SIDEWAYS = _join(_SAME_STEPS, _lines(SIDE_WAY, NO_SIDE_WAY, _IS_BESIDE))
_FIRST_OF_ROW = 'COUNTIFS(tblLevels[Row],[@Row],tblLevels[Step],"<"&[@Step],tblLevels[Level ID],"?*")=0'
_TRACK_ROW = "MATCH([@Row],tblTracks[Row],0)"


def _if_title(formula: str) -> str:
    return f'IF([@Level title]="","",{formula})'


TABLE = Table(
    "tblLevels",
    (
        view_column(
            "id",
            _FACTS["id"].title,
            _if_title(
                f'IF(OR([@Track ID]="",{_TITLES}>1),"",IFERROR({key_of_name(LEVEL, _FIND)},'
                f'IF(AND([@Place key]<>"",{_OLD_TITLES}=0),[@Place key],"new:"&[@Track ID]&":"&{_TITLE})))'
            ),
        ),
        view_column("track", _FACTS["track"].title, _if_title(f"INDEX(tblTracks[Track ID],{_TRACK_ROW})")),
        view_column("title", _FACTS["title"].title, f'IFERROR(TRIM({_HERE}&""),"")'),
        view_column("rank", _FACTS["rank"].title, _if_title("[@Step]")),
        view_column(
            "next",
            _FACTS["next"].title,
            f'{{IF([@Level ID]="","",IF(AND([@Next here]<>"",{_NEXT}=""),"{NOWHERE}",{_NEXT}))}}',
        ),
        view_column("lateral", _FACTS["lateral"].title, f'{{IF([@Level ID]="","",{_SIDEWAYS})}}'),
        place_column(),
        place_column("step", "Step"),
        view_column("find", "Find", _if_title('[@Track ID]&"|"&[@Level title]')),
        view_column(
            "shown",
            "Shown",
            f'IF([@Level ID]="","",IF({_SHARED},[@Level title]&" ("&INDEX(tblTracks[Track],{_TRACK_ROW})&")",'
            "[@Level title]))",
        ),
        view_column(
            "place_key", "Place key", _if_title(f'IFERROR(INDEX(tblKeys[Key],MATCH({_PLACE},tblKeys[Place],0)),"")')
        ),
        view_column("old_title", "Old title", _if_title(name_at_place(LEVEL, _OLD_PLACE))),
        view_column(
            "trunk_level",
            "From",
            f'IF([@Level ID]="","",IF({_FIRST_OF_ROW},INDEX(tblTracks[From],{_TRACK_ROW}),""))',
        ),
        view_column(
            "trunk",
            "Trunk",
            _if_title(
                f'IF(INDEX(tblTracks[From],{_TRACK_ROW})="","",IFERROR(INDEX(tblLevels[Track ID],'
                f'MATCH(INDEX(tblTracks[From],{_TRACK_ROW}),tblLevels[Level ID],0)),""))'
            ),
        ),
        view_column(
            "next_here",
            "Next here",
            _if_title(
                "IFERROR(INDEX(tblLevels[Level ID],MATCH(1,INDEX((tblLevels[Row]=[@Row])*(tblLevels[Step]>[@Step])"
                '*(tblLevels[Level ID]<>""),0),0)),"")'
            ),
        ),
    ),
    ("id",),
    Level,
    spare=0,
    complete=True,
)


def sheet() -> Sheet:
    """The hidden tab of the view."""
    return hidden_view("_levels", TABLE)
