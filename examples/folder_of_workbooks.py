"""Check every workbook of a folder without changing any, and list how each stands.

python examples/folder_of_workbooks.py workbooks overview.csv
"""

import sys
from pathlib import Path

import pandas as pd

import xl_addin


def main(folder: str, result: str) -> None:
    """Write a row for each workbook: errors, warnings, people, or why it cannot be read."""
    lines: list[dict[str, object]] = []
    for path in sorted(Path(folder).glob("*.xlsx")):
        if path.name.startswith("~$") or path.stem.endswith(".backup"):  # Excel's mark of an open one; our backups
            continue
        try:
            book = xl_addin.open(path)
            checked = book.validate(write=False)
        except xl_addin.Stop as stop:
            lines.append({"workbook": path.name, "problem": str(stop)})
            continue
        counts = pd.Series([finding.severity for finding in checked.findings], dtype="string").value_counts()
        lines.append(
            {
                "workbook": path.name,
                "errors": counts.get("error", 0),
                "warnings": counts.get("warning", 0),
                "overall": checked.overall,
                "people": len(book.people),
            }
        )
    overview = pd.DataFrame(lines)
    overview.to_csv(result, index=False)
    print(overview.to_string(index=False))


if __name__ == "__main__":
    main(*sys.argv[1:])
