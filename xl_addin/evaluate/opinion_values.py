"""An opinion as plain values, for a machine to read."""

from collections.abc import Sequence
from dataclasses import asdict
from typing import Any

from xl_addin.evaluate.opinions import ItemOpinion, Opinion
from xl_addin.scores.d01_item import Figures


def opinion_values(opinion: Opinion) -> dict[str, Any]:
    """An opinion as plain values, for a machine to read."""
    return {
        "source": opinion.source,
        "respondents": opinion.respondents,
        "withheld": opinion.withheld,
        "items": _item_values(opinion.items),
        "ranking": [list(keys) for keys in opinion.ranking],
        "top": list(opinion.top),
        "theme": asdict(opinion.theme) if opinion.theme else None,
        "alpha": asdict(opinion.alpha) if opinion.alpha else None,
        "groups": [
            {"group": g.group, "n": g.n, "withheld": g.withheld, "items": _item_values(g.items)} for g in opinion.groups
        ],
    }


def _item_values(items: Sequence[ItemOpinion]) -> list[dict[str, Any]]:
    return [
        {
            "key": i.key,
            "text": i.text,
            **asdict(i.figures or Figures(0)),
            "n": i.n,
            "withheld": i.withheld,
            "band": i.band.word if i.band else None,
            "rank": i.rank,
            "agreement": asdict(i.agreement) if i.agreement else None,
            "own": i.lead_rating,
            "own_band": i.lead_band.word if i.lead_band else None,
        }
        for i in items
    ]
