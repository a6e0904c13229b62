"""Put an export of the HR system beside the scores: the mean score by site, and who is in one of the two only.

python examples/merge_hr_export.py tracks.xlsx examples/hr_export.csv scores_by_site.csv
"""

import sys

import pandas as pd

import xl_addin


def main(workbook: str, export: str, result: str) -> None:
    """Write the mean score and the people scored for each site."""
    book = xl_addin.open(workbook)
    scores = book.scores.to_pandas().query("cycle == @book.cycle")
    hr = pd.read_csv(export, dtype="string")  # IDs stay words: 007 is not 7
    merged = book.people.to_pandas().merge(
        hr, how="outer", left_on="employee", right_on="Employee ID", indicator="in", validate="one_to_one"
    )
    for side, words in (("left_only", "not in the export"), ("right_only", "not in the workbook")):
        ids = merged.loc[merged["in"] == side, ["employee", "Employee ID"]].bfill(axis="columns").iloc[:, 0]
        print(f"{words}: {', '.join(ids) or 'nobody'}")
    by_site = merged.merge(scores, on="employee").groupby("Site")["score"].agg(["mean", "count"]).round(3)
    by_site.to_csv(result)
    print(by_site)


if __name__ == "__main__":
    main(*sys.argv[1:])
