"""Draw the mean gap of each competency in the open cycle, the widest at the top.

python examples/chart_gaps.py tracks.xlsx gaps.png      (needs matplotlib: pip install 'trackbook[analyst]')
"""

import sys

from matplotlib.figure import Figure

import xl_addin


def main(workbook: str, picture: str) -> None:
    """Write the picture; its type is that of its name, such as .png or .svg."""
    book = xl_addin.open(workbook)
    gaps = book.gaps.to_pandas().query("cycle == @book.cycle").dropna(subset="gap")
    means = gaps.groupby("competency_name")["gap"].mean().astype(float).sort_values()
    figure = Figure(figsize=(8, 0.4 * len(means) + 1.5), layout="constrained")
    axes = figure.add_subplot()
    axes.barh(means.index.to_list(), means.to_list(), color=["#c4562f" if gap > 0 else "#3d7a6b" for gap in means])
    axes.axvline(0, color="black", linewidth=0.8)
    axes.set_xlabel("points below what is expected (left of 0: above it)")
    axes.set_title(f"Gaps in {book.cycle}: {gaps['employee'].nunique()} people")
    figure.savefig(picture, dpi=120)
    print(f"{len(means)} competencies drawn in {picture}")


if __name__ == "__main__":
    main(*sys.argv[1:])
