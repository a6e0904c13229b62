"""Try several wishes one after the other, and list whose score would change; the workbook stays as it is.

python examples/what_if_weights.py tracks.xlsx changes.csv weight:Ownership=30 expected:Planning=4
"""

import sys

import pandas as pd

import xl_addin


def main(workbook: str, result: str, *wishes: str) -> None:
    """Write a row for each wish and person: score before, score after."""
    book = xl_addin.open(workbook)
    lines = []
    for wish in wishes:
        tried = book.what_if(wish)
        print(f"{wish}: {tried.sentence}")
        lines += [
            (wish, change.before.cycle, change.before.id, change.before.score, change.after.score)
            for change in tried.changes
        ]
    table = pd.DataFrame(lines, columns=["wish", "cycle", "employee", "before", "after"])
    table.to_csv(result, index=False)


if __name__ == "__main__":
    main(*sys.argv[1:])
