"""Score into a copy of the workbook, then add a tab of your own to the copy with openpyxl.

openpyxl drops what it does not know, such as slicers and some charts: let it save a copy, never the workbook itself.

python examples/own_tab.py tracks.xlsx "tracks with gaps by team.xlsx"
"""

import sys

import openpyxl
import pandas as pd

import xl_addin


def main(workbook: str, copy: str) -> None:
    """Write the copy with the tab "Gaps by team": teams down, competencies across, the mean gap in each cell."""
    book = xl_addin.open(workbook)
    print(book.score(to=copy).sentence)
    gaps = book.gaps.to_pandas().query("cycle == @book.cycle").merge(book.people.to_pandas()[["employee", "team"]])
    means = gaps.pivot_table(index="team", columns="competency_name", values="gap", aggfunc="mean")
    file = openpyxl.load_workbook(copy)
    tab = file.create_sheet("Gaps by team")
    tab.append(["Team", *means.columns])
    for team, values in means.iterrows():
        tab.append([team, *(None if pd.isna(value) else round(float(value), 2) for value in values)])
    tab.freeze_panes = "B2"
    file.save(copy)


if __name__ == "__main__":
    main(*sys.argv[1:])
