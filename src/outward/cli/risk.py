"""``outward risk``: what may happen in each country, why, how sure, and how such warnings did before."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from outward.cli.risk_asking import PANEL_HELP, add_costs, add_outlook, events_of, policy_of, tell_share
from outward.cli.risk_exposure import add_exposure, add_screen
from outward.cli.risk_panel import add_panel
from outward.cli.risk_report import add_report
from outward.cli.risk_series import add_series
from outward.cli.risk_signals import add_monitor, add_stream
from outward.errors import NotFoundError

if TYPE_CHECKING:
    from outward.risk.levels import LevelRecord
    from outward.studies.risks.outlook import Outlook

_SHOWN = 20


def add_commands(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Add ``risk`` and its subcommands."""
    group = commands.add_parser(
        "risk", help="warn early of the five risks of going abroad",
        description="Forecast events, watch reported events and exchange rates, and weigh both by what one has abroad. "
                    "Every forecast stands beside its record.",
        epilog="docs/how-to/warn-early.md leads through it; docs/methods/risk.md says what the warnings cannot do.")
    risk = group.add_subparsers(title="commands", metavar="COMMAND", required=True)
    test = risk.add_parser("backtest", help="forecast past years as they could have been, and score them",
                           description="For each target year, fit on what was known at the end of the year before and "
                                       "forecast every country. Persistence and climatology stand beside.")
    test.add_argument("event", metavar="EVENT", help="coup, conflict_onset, libdem_fall, currency_crash and others")
    test.add_argument("--panel", type=Path, required=True, metavar="DIR", help=PANEL_HELP)
    test.add_argument("--from", type=int, required=True, dest="first", metavar="YEAR", help="first target year")
    test.add_argument("--to", type=int, required=True, dest="last", metavar="YEAR", help="last target year")
    test.add_argument("--lag", choices=("known", "none"), default="known",
                      help="known: only what was published by then (default); none: every figure at once, as nobody "
                           "had it")
    test.add_argument("--out", type=Path, required=True, metavar="FILE", help="write the forecasts there, as CSV")
    add_costs(test)
    test.set_defaults(run=run_backtest)
    forecast = risk.add_parser("forecast", help="forecast the years to come")
    add_outlook(forecast)
    forecast.add_argument("--out", type=Path, required=True, metavar="FILE", help="write the forecasts there, as CSV")
    forecast.add_argument("--ledger", type=Path, metavar="FILE",
                          help="add every forecast to this ledger, sealed so that it cannot be changed unseen")
    forecast.set_defaults(run=run_forecast)
    explain = risk.add_parser("explain", help="say why a country's forecast is what it is")
    explain.add_argument("country", metavar="COUNTRY", help="ISO 3166 code, Gleditsch-Ward number or name")
    add_outlook(explain)
    explain.add_argument("--language", choices=("en", "zh"), default="en", help="language of the names (en)")
    explain.add_argument("--json", type=Path, metavar="FILE", help="write it as JSON")
    explain.set_defaults(run=run_explain)
    alerts = risk.add_parser("alerts", help="say where risks are rising, at your own cost of a miss")
    add_outlook(alerts)
    add_costs(alerts)
    alerts.add_argument("--out", type=Path, required=True, metavar="FILE",
                        help="write levels and states there, as CSV")
    alerts.set_defaults(run=run_alerts)
    ledger = risk.add_parser("ledger", help="verify a ledger of forecasts, and score what has passed")
    ledger.add_argument("file", type=Path, metavar="FILE", help="the ledger")
    ledger.add_argument("--panel", type=Path, metavar="DIR", help="score by what this panel knows to have happened")
    ledger.set_defaults(run=run_ledger)
    add_exposure(risk)
    add_screen(risk)
    add_stream(risk)
    add_monitor(risk)
    add_series(risk)
    add_panel(risk)
    add_report(risk)


def run_backtest(given: argparse.Namespace) -> int:
    """Run ``outward risk backtest``."""
    from outward.cli.output import print_rows
    from outward.studies.files import check_targets, put_files
    from outward.studies.risks.backtested import back_test
    from outward.studies.risks.forecast_file import forecasts_csv

    check_targets([given.out], [])
    found = back_test(given.event, given.panel, first=given.first, last=given.last, lag=given.lag,
                      policy=policy_of(given), progress=_origins_done)
    forecasts = found.forecasts()
    put_files({given.out: forecasts_csv(forecasts)})
    print(f"wrote {given.out}: {len(forecasts)} forecasts; "
          f"{sum(each.status == 'abstained' for each in forecasts)} abstained")
    if not found.scores:
        print("no outcome of these years is known yet: there is nothing to score")
        return 0
    print_rows(("model", "forecasts", "events", "AUROC", "AUPRC", "Brier", "skill", "slope", "expected"),
               [(model, one.forecasts, one.events, f"{one.auroc:.3f}", f"{one.auprc:.3f}", f"{one.brier:.4f}",
                 f"{one.skill:+.3f}", f"{one.slope:.2f}", f"{one.expected:.1f}")
                for model, one in found.scores.items()])
    low, high = found.auroc_interval
    print(f"AUROC of the ensemble: {low:.3f} to {high:.3f} (90 %, bootstrap over countries); "
          "skill is against climatology; `static` is the mean of the governance indicators")
    _tell_records(found.records)
    return 0


def run_forecast(given: argparse.Namespace) -> int:
    """Run ``outward risk forecast``."""
    from outward.studies.files import check_targets, put_files
    from outward.studies.risks.backtested import WRITTEN
    from outward.studies.risks.forecast_file import forecasts_csv
    from outward.studies.risks.ledger_file import add_forecasts

    check_targets([given.out, *([given.ledger] if given.ledger else [])], [])
    outlook = _outlook(given)
    forecasts = [each for one in outlook.events for each in one.forecasts if each.model in WRITTEN]
    put_files({given.out: forecasts_csv(forecasts)})
    print(f"wrote {given.out}: {len(forecasts)} forecasts")
    if given.ledger:
        added = add_forecasts(given.ledger, forecasts, panel_digest=outlook.panel_digest, method=outlook.method)
        print(f"added {added} entries to {given.ledger}")
    _tell_highest(outlook)
    return 0


def run_explain(given: argparse.Namespace) -> int:
    """Run ``outward risk explain``."""
    from outward.cli.output import print_rows
    from outward.studies.files import check_targets, put_files
    from outward.studies.risks.outlook import country_of
    from outward.studies.risks.told import reasons_json

    check_targets([given.json] if given.json else [], [])
    outlook = _outlook(given)
    country = country_of(outlook, given.country, "risk explain")
    language = given.language
    for one in outlook.events:
        reason = one.reasons.get(country.key)
        print(f"\n{one.event.name.text(language)}, {one.year}"
              + (f" to {one.year + one.event.horizon - 1}" if one.event.horizon > 1 else ""))
        if reason is None:
            print("  no forecast: the model abstained, or the event cannot happen by its definition")
            continue
        against = next((each.probability for each in one.forecasts if each.model == "climatology"), None)
        changed = "" if reason.change is None else f"; log-odds {reason.change:+.2f} since the year before"
        print(f"  probability {reason.probability:.3f}, climatology {against or 0:.3f}{changed}")
        if not one.has_skill:
            print("  the record of this event is no better than climatology: do not act on it")
        print_rows(("indicator", "value", "usual", "part", "change"),
                   [(part.predictor.name.text(language), _number(part.value), _number(part.usual), f"{part.part:+.3f}",
                     "" if part.change is None else f"{part.change:+.3f}") for part in reason.parts[:8]])
        for case in reason.cases:
            print(f"  alike: {case.country.name.text(language)} {case.year}: "
                  f"{'it happened' if case.happened else 'it did not happen'}")
        for lever in reason.levers:
            print(f"  with {lever.predictor.name.text(language)} at its usual {_number(lever.usual)}: "
                  f"probability {lever.probability:.3f}")
    if given.json:
        put_files({given.json: reasons_json(outlook, country)})
        print(f"\nwrote {given.json}")
    return 0


def run_alerts(given: argparse.Namespace) -> int:
    """Run ``outward risk alerts``."""
    from outward.cli.output import print_rows
    from outward.studies.files import check_targets, put_files
    from outward.studies.risks.told import alerts_csv, standings_of

    check_targets([given.out], [])
    policy = policy_of(given)
    outlook = _outlook(given)
    put_files({given.out: alerts_csv(outlook, policy)})
    print(f"wrote {given.out}")
    for one in outlook.events:
        if not one.has_skill:
            print(f"\n{one.event.name.en}: no alerts; its record is no better than climatology")
            continue
        rising = [(standing, country, p) for country, standing, p in standings_of(one, outlook.countries, policy)
                  if standing.state == "rising"]
        print(f"\n{one.event.name.en}, {one.year}: {len(rising)} rising")
        if rising:
            print_rows(("country", "level", "probability"),
                       [(country.name.en, standing.level, f"{p or 0:.3f}")
                        for standing, country, p in sorted(rising, key=lambda each: -(each[2] or 0))[:_SHOWN]])
        _tell_records(one.records(policy))
    return 0


def run_ledger(given: argparse.Namespace) -> int:
    """Run ``outward risk ledger``."""
    from outward.cli.output import print_rows
    from outward.risk.ledger import broken
    from outward.studies.risks.ledger_file import read_ledger, settled
    from outward.studies.risks.panel_folder import read_panel

    if not given.file.is_file():
        raise NotFoundError(f"there is no file {str(given.file)[:200]!r}", "ledger",
                            "`outward risk forecast --ledger FILE` makes it.")
    entries = read_ledger(given.file)
    wrong = broken(entries)
    for text in wrong[:_SHOWN]:
        print(text)
    print(f"{len(entries)} entries, {'CHANGED' if wrong else 'unchanged since they were sealed'}; "
          f"newest seal {entries[-1].hash if entries else 'none'}")
    if given.panel and not wrong:
        rows = settled(entries, read_panel(given.panel))
        print_rows(("event", "model", "forecasts", "events", "expected", "Brier"),
                   [(one.event, one.model, one.forecasts, one.events, f"{one.expected:.1f}", f"{one.brier:.4f}")
                    for one in rows])
        if not rows:
            print("no horizon has passed yet")
    return 1 if wrong else 0


def _outlook(given: argparse.Namespace) -> Outlook:
    from outward.studies.risks.outlook import make_outlook

    made = make_outlook(given.panel, year=given.year, home=given.home, events=events_of(given), progress=tell_share)
    for id, why in made.gaps:
        print(f"{id}: left out: {why}", file=sys.stderr)
    return made


def _origins_done(done: int, of: int) -> None:
    tell_share(done / max(of, 1), f"{done} of {of} years")


def _tell_highest(outlook: Outlook) -> None:
    from outward.cli.output import print_rows

    names = {country.key: country.name.en for country in outlook.countries}
    rows = []
    for one in outlook.events:
        said = sorted((each for each in one.forecasts if each.model == "ensemble" and each.probability is not None),
                      key=lambda each: -(each.probability or 0))
        rows += [(one.event.id, str(each.year), names.get(each.country_key, each.iso3),
                  f"{each.probability:.3f}", f"{each.lower:.3f} to {each.upper:.3f}" if each.lower is not None else "",
                  "" if one.has_skill else "no skill in its record") for each in said[:3]]
    print_rows(("event", "year", "highest", "probability", "90 %", ""), rows)


def _tell_records(records: tuple[LevelRecord, ...]) -> None:
    from outward.cli.output import print_rows

    print_rows(("level", "from", "alerts a year", "opened a year", "hits", "false", "missed", "precision", "recall",
                "usefulness", "lead, years"),
               [(one.level, f"{one.threshold:.3f}", f"{one.alerts_a_year:.1f}", f"{one.opened_a_year:.1f}", one.hits,
                 one.false_alarms, one.misses, _share(one.precision), _share(one.recall), f"{one.usefulness:+.2f}",
                 _number(one.lead_years)) for one in records])


def _share(value: float) -> str:
    return "" if value != value else f"{value:.0%}"


def _number(value: float | None) -> str:
    return "" if value is None or value != value else f"{value:.3g}"
