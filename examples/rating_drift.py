"""How ratings drift from cycle to cycle: the mean manager rating of each competency, of people rated in every cycle.

Who came or left would move a mean although nobody was rated differently, so only those rated throughout are compared.

python examples/rating_drift.py tracks.xlsx drift.csv
"""

import sys

import xl_addin


def main(workbook: str, result: str) -> None:
    """Write competencies down, cycles across, and the change from the first cycle to the last."""
    ratings = xl_addin.open(workbook).ratings.to_pandas().dropna(subset="manager_rating")
    cycles = ratings["cycle"].nunique()
    throughout = ratings.groupby(["employee", "competency"])["cycle"].transform("nunique") == cycles
    means = ratings[throughout].pivot_table(index="competency", columns="cycle", values="manager_rating")
    means["change"] = means.iloc[:, -1] - means.iloc[:, 0]
    means.sort_values("change").round(2).to_csv(result)
    people = ratings.loc[throughout, "employee"].nunique()
    print(f"{len(means)} competencies over {cycles} cycles, {people} people rated in each")


if __name__ == "__main__":
    main(*sys.argv[1:])
