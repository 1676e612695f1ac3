"""What reviewers score, and what their scores come to."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, Final

from outward.vocabulary.labels import Label

MOST: Final = 10
"""The highest score of a criterion."""


@dataclass(frozen=True, slots=True)
class Criterion:
    """What is scored from 0 to 10, and for how many of 100 points it stands."""

    key: str
    name: Label
    question: Label
    points: int


CRITERIA: Final = (
    Criterion("need", Label("Need", "必要性"),
              Label("Would the project not be done, or later or smaller, without the money?",
                    "没有该资金，项目是否无法实施、推迟或缩小？"), 20),
    Criterion("quality", Label("Quality of the project", "项目质量"),
              Label("Are market, technology, partners and permits sound?",
                    "市场、技术、合作方和审批手续是否可靠？"), 25),
    Criterion("capacity", Label("Capacity", "实施能力"),
              Label("Do people, own funds and experience abroad suffice?", "人员、自有资金和境外经验是否足够？"), 20),
    Criterion("effect", Label("Effect for the province", "对本省的带动作用"),
              Label("What does it bring in exports, suppliers, jobs, technology?",
                    "对出口、配套企业、就业和技术有何带动？"), 20),
    Criterion("risk", Label("Risk", "风险控制"),
              Label("Are risks of country, payment and exchange known and covered?",
                    "国别、收汇和汇率风险是否已识别并有保障？"), 15),
)


def points(scores: Mapping[str, Any]) -> Decimal:
    """Give what a review's scores come to, of 100.

    Examples
    --------
    >>> points({each.key: {"score": 10} for each in CRITERIA})
    Decimal('100')
    """
    return sum((Decimal(each.points * int(scores[each.key]["score"])) / MOST for each in CRITERIA), Decimal(0))
