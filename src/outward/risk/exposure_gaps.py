"""What an exposure could not count, and what it took for granted: each named, with the amount that it concerns."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Final, Literal, get_args

import numpy as np
from numpy.typing import NDArray

from outward.risk.chances import Chances
from outward.risk.covers import Protection
from outward.risk.holdings import Holding
from outward.risk.severity import AppliedSeverities
from outward.vocabulary.labels import Label

NotCounted = Literal["no_amount", "no_currency", "no_date", "no_source", "no_country", "no_forecast", "abstained",
                     "no_severity"]
Assumed = Literal["no_interval", "stage_not_stated", "local_share_not_stated", "insured_unnamed", "cover_lapses"]
NOT_COUNTED: Final[tuple[NotCounted, ...]] = get_args(NotCounted)

GAP_LABELS: Final[Mapping[NotCounted | Assumed, Label]] = {
    "no_amount": Label("not counted: no amount is stated", "未计入：未说明金额"),
    "no_currency": Label("not counted: the amount has no currency", "未计入：金额没有币种"),
    "no_date": Label("not counted: the amount has no date", "未计入：金额没有日期"),
    "no_source": Label("not counted: the amount has no source", "未计入：金额没有出处"),
    "no_country": Label("not counted: the host country is not stated", "未计入：未说明东道国"),
    "no_forecast": Label("not counted: there is no forecast", "未计入：没有预测"),
    "abstained": Label("not counted: the model abstained for want of data", "未计入：数据不足，模型不作预测"),
    "no_severity": Label("not counted: nobody has judged how much the event takes", "未计入：没有该事件的损失程度假设"),
    "no_interval": Label("the forecast has no interval: its probability stands for both bounds",
                         "预测没有区间：上下限均取概率本身"),
    "stage_not_stated": Label("the stage is not stated: the whole amount is taken as at stake",
                              "未说明阶段：按全部金额处于风险之中计"),
    "local_share_not_stated": Label("the share in local currency is not stated: all of it is taken",
                                    "未说明本币部分占比：按全部为本币计"),
    "insured_unnamed": Label("an insured share is stated and no policy: usual terms are taken",
                             "说明了投保比例而未列保单：按通常条款计"),
    "cover_lapses": Label("a cover is not in force through all target years: it is not counted",
                          "保障未覆盖全部预测年份：不计其作用"),
}


@dataclass(frozen=True, slots=True)
class Gap:
    """Something not counted or taken for granted, by event, country and currency."""

    what: NotCounted | Assumed
    event: str  # empty where it is of all events
    iso3: str  # empty where it is of all countries, or none is stated
    currency: str
    holdings: tuple[str, ...]  # ids
    amount: float  # sum of their amounts in the currency; what has no amount adds nothing

    @property
    def label(self) -> Label:
        """Say it in both languages."""
        return GAP_LABELS[self.what]

    @property
    def is_counted(self) -> bool:
        """Whether the holdings are counted all the same, on an assumption."""
        return self.what not in NOT_COUNTED


_WANTING: Final[Mapping[str, NotCounted]] = {"amount": "no_amount", "currency": "no_currency", "as_of": "no_date",
                                            "source": "no_source"}


def gaps(holdings: Sequence[Holding], chosen: Chances, severe: AppliedSeverities, shield: Protection,
         rows: NDArray[np.intp]) -> tuple[Gap, ...]:
    """Name everything that is not counted, then everything that is assumed.

    Parameters
    ----------
    holdings : sequence of Holding
        What is at risk.
    chosen : Chances
        The forecasts that count.
    severe : AppliedSeverities
        Events with forecasts come first.
    shield : Protection
        The covers.
    rows : array of shape (holdings,)
        Each holding's row among the countries of ``chosen``, -1 without one.
    """
    order: tuple[NotCounted | Assumed, ...] = (*get_args(NotCounted), *get_args(Assumed))
    found: dict[tuple[int, str, str, str], list[Holding]] = defaultdict(list)
    for what, event, iso3, holding in (*_of_holdings(holdings), *_of_forecasts(holdings, chosen, severe, rows),
                                       *_of_covers(holdings, shield)):
        found[order.index(what), event, iso3, holding.currency].append(holding)
    return tuple(Gap(order[place], event, iso3, currency, tuple(each.id for each in named),
                     float(sum(each.amount or 0.0 for each in named)))
                 for (place, event, iso3, currency), named in sorted(found.items(), key=lambda item: item[0]))


Found = tuple[NotCounted | Assumed, str, str, Holding]


def _of_holdings(holdings: Sequence[Holding]) -> Iterator[Found]:
    for each in holdings:
        for name in each.wanting:
            yield _WANTING[name], "", each.iso3, each
        if not each.iso3:
            yield "no_country", "", "", each
        if not each.stage and each.kind in ("project", "contract"):
            yield "stage_not_stated", "", "", each


def _of_forecasts(holdings: Sequence[Holding], chosen: Chances, severe: AppliedSeverities,
                  rows: NDArray[np.intp]) -> Iterator[Found]:
    unknown, missing = np.isnan(severe.values), np.isnan(chosen.probability)
    for row, holding in enumerate(holdings):
        country = rows[row]
        if holding.wanting or country < 0:
            continue  # named already
        for column, event in enumerate(chosen.events):
            if unknown[row, column]:
                yield "no_severity", event, "", holding
            elif severe.is_local[row, column] and holding.local_share is None:
                yield "local_share_not_stated", event, "", holding
            if missing[country, column]:
                what: NotCounted = "abstained" if chosen.abstained[country, column] else "no_forecast"
                yield what, event, holding.iso3, holding
            elif chosen.no_interval[country, column]:
                yield "no_interval", event, "", holding


def _of_covers(holdings: Sequence[Holding], shield: Protection) -> Iterator[Found]:
    unnamed = set(shield.insured_unnamed)
    lapsing = [bool(shield.lapsing.get(cover.id)) for cover in shield.covers]
    for holding, acting in zip(holdings, shield.acting, strict=True):
        if holding.id in unnamed:
            yield "insured_unnamed", "", "", holding
        for place in acting:
            if lapsing[place]:
                for event in shield.lapsing[shield.covers[place].id]:
                    yield "cover_lapses", event, "", holding
