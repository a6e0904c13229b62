"""Add a tab to the workbook that is open in Excel: what to talk about with each person, widest gap first.

Start it while the workbook is in front. It reads the file as it was last saved, so save first; nothing but the new tab
changes, and nothing is saved.

python examples/open_in_excel.py
"""

import xlwings

import xl_addin

TAB = "To talk about"


def main() -> None:
    """Fill the tab, which is made when absent, with a row for each gap of the open cycle."""
    front = xlwings.books.active
    book = xl_addin.open(front.fullname)
    gaps = book.gaps.to_pandas().query("cycle == @book.cycle and gap > 0")
    gaps = gaps.merge(book.people.to_pandas()[["employee", "team"]]).sort_values("gap", ascending=False, kind="stable")
    rows = gaps[["team", "employee", "competency_name", "gap"]].astype(object).values.tolist()
    if TAB not in [sheet.name for sheet in front.sheets]:
        front.sheets.add(TAB, after=front.sheets[len(front.sheets) - 1])
    tab = front.sheets[TAB]
    tab.used_range.clear_contents()
    tab.range("A1").value = [["Team", "Employee ID", "Competency", "Points below"], *rows]
    print(f"{len(rows)} rows on the tab {TAB}")


if __name__ == "__main__":
    main()
