"""Signals and watched rates as files: a row a signal, a row a currency, and JSON with all of it.

Numbers are written in full; an empty cell or ``null`` is what nobody knows.
"""

from __future__ import annotations

import json
from dataclasses import asdict
from math import isnan
from typing import Any, Final

from outward.risk.event_kinds import event_kinds
from outward.studies.csv_tables import table
from outward.studies.risks.ratewatched import RatesWatched, place_name
from outward.studies.risks.signalled import Signalled
from outward.vocabulary.labels import Label

SIGNALS_HEADER: Final = ("day", "country", "kind", "category", "level", "status", "events", "expected", "share", "z",
                         "p", "q", "mentions", "sources", "foreign_share", "mostly_foreign", "since", "title_1",
                         "url_1", "title_2", "url_2", "title_3", "url_3")
RATES_HEADER: Final = ("code", "economies", "month", "rate", "change_1m", "change_3m", "change_12m", "z", "level",
                       "signs", "since")


def signals_csv(found: Signalled) -> bytes:
    """Write a row a signal, the most certain first."""
    rows = []
    for each in found.found.signals:
        reports = found.reports.get((each.country, each.kind), ())
        shown = [text for report in reports for text in (report.title, report.url)]
        firm = [day.isoformat() for day, is_firm in each.turned if is_firm]
        rows.append((each.day.isoformat(), each.country, each.kind, each.category or "", each.level, each.status,
                     each.events, each.expected, each.share, each.z, each.p, each.q, each.mentions, each.sources,
                     each.foreign, int(each.is_mostly_foreign), firm[-1] if firm else "",
                     *shown, *[""] * (6 - len(shown))))
    return table(SIGNALS_HEADER, rows)


def signals_json(found: Signalled) -> bytes:
    """Write signals, drifts, what was not monitored, and the choices made."""
    day = found.found
    value = {
        "on": day.on.isoformat(), "newest": found.newest.isoformat(), "tested": day.tested,
        "choices": asdict(day.choices), "gaps": [asdict(gap) for gap in found.gaps],
        "signals": [{**asdict(each), "kind_name": asdict(event_kinds()[each.kind].name),
                     "reports": [asdict(report) for report in found.reports.get((each.country, each.kind), ())]}
                    for each in day.signals],
        "drifts": [asdict(each) for each in day.drifts], "drifts_expected_by_chance": day.chance_drifts,
        "not_monitored": [asdict(each) for each in day.unmonitored],
        "missing_days": [each.isoformat() for each in day.missing_days],
    }
    return _json(value)


def rates_csv(found: RatesWatched) -> bytes:
    """Write a row a currency, the highest level first."""
    return table(RATES_HEADER, [
        (row.code, "|".join(row.economies), row.month, row.rate, row.change_1m, row.change_3m, row.change_12m, row.z,
         row.level, "|".join(row.signs), row.since) for row in found.watch.rows])


def rates_json(found: RatesWatched) -> bytes:
    """Write currencies with their series, the record, and the choices made."""
    watch = found.watch
    return _json({
        "anchor": watch.anchor, "first": watch.first, "last": watch.last, "choices": asdict(watch.choices),
        "source": asdict(found.source), "gaps": [asdict(gap) for gap in found.gaps], "record": asdict(watch.record),
        "currencies": [{**asdict(row), "place": asdict(place_name(row.code, row.economies))} for row in watch.rows],
    })


def record_lines(found: RatesWatched) -> list[Label]:
    """Tell the monitor's own record in sentences."""
    record = found.watch.record
    percent, base = f"{record.depreciation:.0%}", _percent(record.base_rate)
    lines = [Label(
        f"Record {record.first} to {record.last}, {record.series} series: an alert is right if the dollar rose by "
        f"{percent} or more against the currency within {record.horizon} months; by lot {base} would be.",
        f"{record.first}至{record.last}实绩（{record.series}条序列）：其后{record.horizon}个月内美元对该货币升值{percent}以上"
        f"为命中；随机预警的命中率为{base}。")]
    for rule in record.rules:
        lines.append(Label(
            f"{rule.name.en}: {rule.alerts_a_year:.1f} alerts a year, {rule.hits} right, {rule.false_alarms} false, "
            f"{rule.undecided} undecided (precision {_percent(rule.precision)}); {rule.caught} of {rule.episodes} "
            f"depreciations foreseen ({_percent(rule.recall)}), {_months(rule.lead_months)} months ahead.",
            f"{rule.name.zh}：每年{rule.alerts_a_year:.1f}次，命中{rule.hits}次，误报{rule.false_alarms}次，"
            f"未定{rule.undecided}次（准确率{_percent(rule.precision)}）；{rule.episodes}次贬值中预见{rule.caught}次"
            f"（{_percent(rule.recall)}），提前{_months(rule.lead_months)}个月。"))
    return lines


def _percent(share: float) -> str:
    return "-" if isnan(share) else f"{share:.0%}"


def _months(months: float) -> str:
    return "-" if isnan(months) else f"{months:g}"


def _json(value: object) -> bytes:
    return (json.dumps(_known(value), ensure_ascii=False, indent=1, sort_keys=True, allow_nan=False, default=str)
            + "\n").encode()


def _known(value: Any) -> Any:
    if isinstance(value, dict):
        return {str(key): _known(each) for key, each in value.items()}
    if isinstance(value, list | tuple):
        return [_known(each) for each in value]
    return None if isinstance(value, float) and not -1e308 < value < 1e308 else value
