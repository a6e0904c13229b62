"""Headcount by level, and how many there have evidence for a talk about the next level.

python examples/headcount.py tracks.xlsx headcount.csv
"""

import sys

import xl_addin


def main(workbook: str, result: str) -> None:
    """Write a row for each level, in the order of the Levels tab."""
    book = xl_addin.open(workbook)
    people = book.people.to_pandas().query("active == 'Yes'")
    readiness = book.readiness.to_pandas()
    supported = readiness[readiness["supported"]].drop_duplicates("employee")  # a level may lead on to several
    table = book.levels.to_pandas().set_index("level")[["track", "level_title"]]
    table["people"] = people["level"].value_counts()
    table["ready to talk about"] = supported["level"].value_counts()
    table = table.fillna({"people": 0, "ready to talk about": 0}).astype({"people": int, "ready to talk about": int})
    table.to_csv(result)
    print(table.to_string())


if __name__ == "__main__":
    main(*sys.argv[1:])
