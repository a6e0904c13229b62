"""Statistics against libraries that are not ours: statsmodels, krippendorff, scipy and Python's own."""

import math
import statistics
from collections.abc import Sequence
from typing import Literal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from xl_addin.model.records import RatingValue
from xl_addin.scores import d01_item, d04_agreement, d05_alpha, d09_score

POINTS = st.integers(1, 5)
Distance = Literal["nominal", "ordinal", "interval"]
ANSWERS = st.lists(st.one_of(POINTS, st.none(), st.just("N/A")), max_size=40)
RATED = st.lists(POINTS, min_size=1, max_size=40)


@settings(deadline=None)
@given(st.integers(1, 60), st.data())
def test_wilson_intervals(n: int, data: st.DataObject) -> None:
    from statsmodels.stats.proportion import proportion_confint

    count = data.draw(st.integers(0, n))
    low, high = proportion_confint(count, n, alpha=0.05, method="wilson")
    # ours takes z as 1.959964, theirs to the last digit
    assert list(d01_item.wilson(count, n)) == pytest.approx([float(low), float(high)], abs=1e-7)


@settings(deadline=None)
@given(ANSWERS)
def test_mean_median_and_shares(answers: list[RatingValue]) -> None:
    found = d01_item.item(answers, 30)
    rated = [a for a in answers if isinstance(a, int)]
    assert found.n == len(rated)
    if rated:
        assert found.mean == pytest.approx(statistics.fmean(rated))
        assert found.median == statistics.median(rated)
        assert found.favourable == pytest.approx(statistics.fmean(a >= 4 for a in rated))
        assert found.unfavourable == pytest.approx(statistics.fmean(a <= 2 for a in rated))


@settings(deadline=None)
@given(st.lists(POINTS, min_size=2, max_size=40))
def test_variance_and_agreement(answers: list[int]) -> None:
    import numpy as np
    from scipy import stats

    variance = float(np.var(answers, ddof=1))
    assert d04_agreement.variance(answers) == pytest.approx(variance, abs=1e-12)
    assert variance == pytest.approx(statistics.variance(answers), abs=1e-12)
    found = d04_agreement.agreement(answers, d04_agreement.AgreementLimits(minimum=2))
    # the variance of answers drawn by lot from five points
    assert found.r_wg == pytest.approx(max(0.0, 1 - variance / float(stats.randint(1, 6).var())))
    centre = statistics.median(answers)
    assert found.deviation == pytest.approx(statistics.fmean(abs(a - centre) for a in answers))


@settings(deadline=None)
@given(st.integers(1, 6), st.integers(2, 8), st.data(), st.sampled_from(["nominal", "ordinal", "interval"]))
def test_krippendorff_alpha(items: int, raters: int, data: st.DataObject, distance: Distance) -> None:
    import krippendorff
    import numpy as np

    cell = st.one_of(POINTS, st.none())
    rows = data.draw(st.lists(st.lists(cell, min_size=items, max_size=items), min_size=raters, max_size=raters))
    found = d05_alpha.alpha(zip(*rows, strict=True), 0.8, 0.667, d05_alpha.DISTANCES[distance])
    table = np.array([[math.nan if cell is None else cell for cell in row] for row in rows], float)
    paired = table[:, (~np.isnan(table)).sum(axis=0) > 1]
    if len(np.unique(paired[~np.isnan(paired)])) < 2:
        assert found.value is None
    else:
        theirs = krippendorff.alpha(table, value_domain=[1, 2, 3, 4, 5], level_of_measurement=distance)
        assert found.value == pytest.approx(float(theirs), abs=1e-9)


@settings(deadline=None)
@given(RATED, st.data())
def test_score_is_a_weighted_mean_and_coverage_a_plain_one(ratings: list[int], data: st.DataObject) -> None:
    import numpy as np

    weights = data.draw(_weights(len(ratings)))
    unrated = data.draw(st.lists(st.floats(1, 60), max_size=5))
    lines = [*zip(weights, ratings, strict=True), *((weight, None) for weight in unrated)]
    earned = [(rating - 1) / 4 for rating in ratings] + [0.0] * len(unrated)
    mean = float(np.average(earned, weights=[*weights, *unrated]))
    assert d09_score.weighted_score(lines, 0) == pytest.approx(mean)
    share = float(np.mean([1.0] * len(ratings) + [0.0] * len(unrated)))
    assert d09_score.coverage(lines) == pytest.approx(share)


def _weights(count: int) -> st.SearchStrategy[Sequence[float]]:
    return st.lists(st.floats(1, 60), min_size=count, max_size=count)
