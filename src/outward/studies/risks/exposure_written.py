"""An exposure as files: long tables with a row a fact, and JSON with all of it; assumptions beside every number.

Numbers are written in full; an empty cell is a gap, and its row says why.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from math import isnan
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from outward import __version__
from outward.risk.acquisition import STANDING_LABELS, STANDINGS, Checklist, Screen
from outward.risk.cover_lift import cover_offers, offer_totals
from outward.risk.covers import COVER_TYPES
from outward.risk.events import events
from outward.risk.exposure import COVERED_AT, Exposure
from outward.risk.exposure_totals import currencies
from outward.risk.holdings import KINDS
from outward.risk.joint_tail import JointTail
from outward.risk.severity import COLUMNS as SEVERITY_COLUMNS
from outward.studies.csv_tables import table
from outward.studies.risks.exposed import Exposed, Tails
from outward.studies.risks.register import ANSWER_COLUMNS
from outward.vocabulary.labels import Label, Language
from outward.workbooks.exports import harmless_or_number

_FORMAT: Final = 1
ASSUMED: Final = Label(
    "Severities, effects of covers and loadings are assumptions, not measurements; assumptions.csv has each with its "
    "reason, and a file of your own replaces any of them.",
    "损失程度、保障作用与相关系数均为假设，并非实测；assumptions.csv列出各项假设及理由，可用自备文件替换。")
_EXPOSURE: Final = ("holding", "event", "iso3", "probability", "severity", "amount", "currency", "uncovered",
                    "expected_loss", "lower", "upper", "status")
_TOTALS: Final = ("by", "key", "currency", "holdings", "amount", "coverage", "expected_loss", "lower", "upper",
                  "simple_sum", "marginal", "rank")
_PROTECTION: Final = ("holding", "event", "iso3", "route", "forecast", "currency", "bare_if_it_happens",
                      "residual_if_it_happens", "status", "covers")
_COVERS: Final = ("cover", "type", "currency", "holdings", "amount", "bare", "without", "with_all", "alone", "marginal",
                  "shapley")


def exposure_files(exposed: Exposed) -> dict[str, bytes]:
    """Give all files of an exposure by name."""
    return {"exposure.csv": exposure_csv(exposed.exposure), "totals.csv": totals_csv(exposed),
            "covers.csv": covers_csv(exposed), "offers.csv": offers_csv(exposed.exposure),
            "protection.csv": protection_csv(exposed.exposure),
            "gaps.csv": gaps_csv(exposed), "assumptions.csv": assumptions_csv(exposed.exposure),
            "result.json": result_json(exposed)}


def exposure_csv(exposure: Exposure) -> bytes:
    """Write a row a holding and forecast event; ``status`` says how it is covered, or why there is no loss."""
    count = len(exposure.chances.events)
    numbers = {"probability": exposure.probability, "severity": exposure.severity, "uncovered": exposure.uncovered,
               "expected_loss": exposure.expected(), "lower": exposure.expected("lower"),
               "upper": exposure.expected("upper"), "amount": np.repeat(exposure.amounts[:, None], count, axis=1)}
    columns = {name: _numbers(values[:, :count]) for name, values in numbers.items()}
    columns |= _who(exposure, count) | {"event": [*map(_text, exposure.chances.events)] * len(exposure.holdings),
                                        "status": exposure.status()[:, :count].ravel().tolist()}
    return _by_columns([(name, columns[name]) for name in _EXPOSURE])


def protection_csv(exposure: Exposure) -> bytes:
    """Write what each event takes if it happens, before and after cover, forecast or not."""
    count, shield = len(exposure.events), exposure.protection
    keys = [(acting, KINDS.index(each.kind)) for acting, each in zip(shield.acting, exposure.holdings, strict=True)]
    named = {(acting, kind): [_text("|".join(shield.covers[place].id for place in acting
                                             if shield.leaves[place, kind, column] < 1)) for column in range(count)]
             for acting, kind in set(keys)}
    routes = [_route(event) for event in exposure.events]
    forecast = ["no" if event in exposure.guarded else "yes" for event in exposure.events]
    columns = {**_who(exposure, count), "event": [*map(_text, exposure.events)] * len(exposure.holdings),
               "route": routes * len(exposure.holdings), "forecast": forecast * len(exposure.holdings),
               "bare_if_it_happens": _numbers(exposure.bare_if),
               "residual_if_it_happens": _numbers(exposure.loss_if), "status": exposure.standing().ravel().tolist(),
               "covers": [text for key in keys for text in named[key]]}
    return _by_columns([(name, columns[name]) for name in _PROTECTION])


def _who(exposure: Exposure, count: int) -> dict[str, list[str]]:
    """Give the columns that say whose row it is, each holding ``count`` times."""
    return {column: [text for text in [_text(getattr(each, field)) for each in exposure.holdings] for _ in range(count)]
            for column, field in (("holding", "id"), ("iso3", "iso3"), ("currency", "currency"))}


def _numbers(values: NDArray[np.float64]) -> list[str]:
    return ["" if value != value else repr(value) for value in values.ravel().tolist()]


def _text(text: str) -> str:
    """Write a text as a cell of a CSV file that no spreadsheet program runs."""
    plain = harmless_or_number(text)
    return f'"{plain.replace(chr(34), chr(34) * 2)}"' if any(sign in plain for sign in ',"\r\n') else plain


def _by_columns(columns: Sequence[tuple[str, Sequence[str]]]) -> bytes:
    """Write a large table, whose cells are written already: by columns it takes a quarter of the time of ``table``."""
    lines = [",".join(name for name, _ in columns), *map(",".join, zip(*(cells for _, cells in columns), strict=True))]
    return "\n".join([*lines, ""]).encode()


def totals_csv(exposed: Exposed) -> bytes:
    """Write the totals by everything, in each currency."""
    return table(_TOTALS, ([getattr(each, name) for name in _TOTALS] for each in exposed.totals))


def covers_csv(exposed: Exposed) -> bytes:
    """Write what each cover takes away."""
    return table(_COVERS, ([getattr(each, name) for name in _COVERS] for each in exposed.lifts.lifts))


def offers_csv(exposure: Exposure) -> bytes:
    """Write what a cover of each type that a holding has not would take away; rows where it does nothing are left out.

    ``saves_if_most`` is the most that it would take away of a single event, forecast or not, and ``most`` that event.
    """
    offers, now = cover_offers(exposure), exposure.combined()
    helps = np.nansum(offers.saves_if, axis=2) > 0

    def rows() -> Iterator[tuple[object, ...]]:
        for row, place in np.argwhere(helps):
            events = offers.saves_if[row, place]
            most = int(np.nanargmax(events))
            holding = exposure.holdings[row]
            yield (holding.id, offers.types[place], holding.iso3, holding.currency, float(now[row]),
                   float(offers.saves[row, place]), float(events[most]), exposure.events[most],
                   "|".join(event for event, value in zip(exposure.events, events, strict=True) if value > 0))

    return table(("holding", "cover", "iso3", "currency", "expected_loss", "saves", "saves_if_most", "most", "events"),
                 rows())


def gaps_csv(exposed: Exposed) -> bytes:
    """Write what is not counted and what was taken for granted."""
    def rows() -> Iterator[tuple[object, ...]]:
        for each in exposed.exposure.gaps:
            yield (each.what, each.event, each.iso3, each.currency, len(each.holdings), each.amount, each.label.en,
                   each.label.zh, "|".join(each.holdings[:50]))
        for id in exposed.exchanged.without_rate if exposed.exchanged else ():
            yield "no_rate", "", "", "", 1, "", _NO_RATE.en, _NO_RATE.zh, id

    return table(("what", "event", "iso3", "currency", "holdings", "amount", "said_en", "said_zh", "ids"), rows())


_NO_RATE: Final = Label("no exchange rate is printed for its date: it keeps its own currency",
                        "该日期无汇率：保留原币种")


def assumptions_csv(exposure: Exposure) -> bytes:
    """Write every severity and every effect of a cover that acts, with its reason."""
    def rows() -> Iterator[tuple[object, ...]]:
        for each in exposure.severities.assumptions:
            yield (each.factor, each.event, each.kind, each.stage, each.industry, each.value, each.basis,
                   each.reason.en, each.reason.zh, each.source, "own" if each.is_own else "shipped", "")
        for cover in exposure.protection.covers:
            for effect in cover.effects:
                yield ("cover", effect.event, effect.kind, "*", "*", effect.share, "amount", effect.reason.en,
                       effect.reason.zh, effect.source, cover.type, cover.id)

    return table((*SEVERITY_COLUMNS, "from", "cover"), rows())


def result_json(exposed: Exposed) -> bytes:
    """Write all of an exposure but its single cells, which are in exposure.csv."""
    exposure = exposed.exposure
    content = {
        "format": _FORMAT, "outward": __version__, "synthetic": exposed.is_synthetic, "files": list(exposed.files),
        "assumptions": _label(ASSUMED), "model": exposure.chances.model, "year": exposure.chances.year,
        "holdings": len(exposure.holdings), "currencies": list(currencies(exposure)),
        "events": [_event(exposure, event) for event in exposure.events],
        "totals": [{name: _plain(getattr(each, name)) for name in _TOTALS} for each in exposed.totals],
        "concentration": [{"of": each.of, "by": each.by, "currency": each.currency, "hhi": each.measured.hhi,
                           "effective_number": each.measured.effective_number, "items": each.measured.items,
                           "largest": each.largest, "largest_share": each.largest_share}
                          for each in exposed.concentrations],
        "tails": [_tails(each, exposed.seed) for each in exposed.tails],
        "covers": [{"cover": each.id, "name": _label(each.name), "type": each.type,
                    "type_name": _label(COVER_TYPES[each.type]),
                    "lapses_for": list(exposure.protection.lapsing.get(each.id, ()))}
                   for each in exposure.protection.covers],
        "lifts": [{name: _plain(getattr(each, name)) for name in _COVERS} for each in exposed.lifts.lifts],
        "cover_totals": [{"currency": each.currency, "bare": each.bare, "with_all": each.with_all, "taken": each.taken}
                         for each in exposed.lifts.totals],
        "offers": [{"type": each.type, "name": _label(COVER_TYPES[each.type]), "currency": each.currency,
                    "holdings": each.holdings, "saves": each.saves} for each in offer_totals(exposure)],
        "protection": list(_protection(exposure)),
        "gaps": [{"what": each.what, "said": _label(each.label), "counted": each.is_counted, "event": each.event,
                  "iso3": each.iso3, "currency": each.currency, "holdings": len(each.holdings), "amount": each.amount}
                 for each in exposure.gaps],
        "rates": [{"currency": each.currency, "per": each.per, "value": each.value, "of": each.printed_for,
                   "source": each.source} for each in (exposed.exchanged.rates if exposed.exchanged else ())],
        "without_rate": list(exposed.exchanged.without_rate if exposed.exchanged else ()),
    }
    return f"{json.dumps(content, ensure_ascii=False, indent=1, allow_nan=False)}\n".encode()


def _event(exposure: Exposure, event: str) -> dict[str, Any]:
    first, last = exposure.chances.windows.get(event, (None, None))
    known = events().get(event)
    return {"event": event, "name": _label(known.name if known else Label(event)),
            "kind": known.kind if known else None, "route": _route(event), "forecast": event not in exposure.guarded,
            "first_year": first, "last_year": last, "made_on": list(exposure.chances.made_on.get(event, ()))}


def _route(event: str) -> str:
    """Say whether an event can be foreseen to a degree, or only be protected against."""
    known = events().get(event)
    return known.route if known else "warning"  # somebody forecasts it


def _protection(exposure: Exposure) -> Iterator[dict[str, Any]]:
    """Give by event and currency what it takes if it happens everywhere, before and after cover."""
    standing = exposure.standing()
    for currency in currencies(exposure):
        inside = np.array([each.currency == currency for each in exposure.holdings]) & ~np.isnan(exposure.amounts)
        for column, event in enumerate(exposure.events):
            names, counts = np.unique(standing[inside, column], return_counts=True)
            yield {"event": event, "currency": currency,
                   "bare_if_everywhere": float(np.nansum(exposure.bare_if[inside, column])),
                   "residual_if_everywhere": float(np.nansum(exposure.loss_if[inside, column])),
                   "holdings": dict(zip(names.tolist(), counts.tolist(), strict=True)), "covered_at": COVERED_AT}


def _tails(tails: Tails, seed: int) -> dict[str, Any]:
    return {"currency": tails.stated.currency, "seed": seed, "stated": _tail(tails.stated),
            "independent": _tail(tails.independent), "without_region": list(tails.stated.without_region)}


def _tail(found: JointTail) -> dict[str, Any]:
    return {
        "scenarios": found.scenarios, "loadings": {"world": found.loadings.world, "region": found.loadings.region,
                                                   "country": found.loadings.country},
        "mean": found.mean, "mean_error": found.mean_error, "any_loss": found.any_loss, "worst": found.worst,
        "levels": [{"level": each.level, "value_at_risk": each.value_at_risk, "low": each.low, "high": each.high,
                    "expected_shortfall": each.expected_shortfall, "by_country": found.by_country(each)}
                   for each in found.tails]}


def _plain(value: Any) -> Any:
    return None if isinstance(value, float) and isnan(value) else value


def _label(label: Label) -> dict[str, str]:
    return {"en": label.en, "zh": label.zh}


def screen_json(found: Screen) -> bytes:
    """Write an acquisition screen: every question with its answer and how it stands, and no score."""
    content = {"format": _FORMAT, "outward": __version__, "verdict": _label(found.verdict),
               "counts": {each: len(found.of(each)) for each in STANDINGS},
               "items": [{"item": each.item.id, "group": each.item.group, "standing": each.standing,
                          "said": _label(STANDING_LABELS[each.standing]), "stops": each.item.stops,
                          "asks": _label(each.item.asks), "why": _label(each.item.why),
                          "shown_by": _label(each.item.evidence), "paragraph": each.item.paragraph or None,
                          "answer": None if each.answer is None else {
                              "reply": each.answer.reply, "evidence": each.answer.evidence, "by": each.answer.by,
                              "on": each.answer.on, "note": each.answer.note}} for each in found.screened]}
    return f"{json.dumps(content, ensure_ascii=False, indent=1)}\n".encode()


def screen_form(questions: Checklist, language: Language) -> bytes:
    """Write the empty form of a screen: the questions beside the cells to fill."""
    return table((*ANSWER_COLUMNS, "asks", "why", "shows"),
                 ((item.id, *[""] * (len(ANSWER_COLUMNS) - 1), item.asks.text(language), item.why.text(language),
                   item.evidence.text(language)) for item in questions.items))
