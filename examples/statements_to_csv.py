"""Write every statement of the matrix to a CSV file, with its theme, for a survey tool or a translator.

python examples/statements_to_csv.py tracks.xlsx statements.csv
"""

import sys

import xl_addin


def main(workbook: str, result: str) -> None:
    """Write a row for each statement, in the order of the Matrix tabs."""
    book = xl_addin.open(workbook)
    themes = book.competencies.to_pandas()[["competency", "theme"]]
    statements = book.statements.to_pandas().merge(themes, on="competency", how="left")
    statements.to_csv(result, index=False, encoding="utf-8-sig")  # with the mark by which Excel knows UTF-8
    print(f"{len(statements)} statements written to {result}")


if __name__ == "__main__":
    main(*sys.argv[1:])
