"""``outward risk exposure`` and ``outward risk screen``: risk weighed by what one has, and a purchase looked at."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import TYPE_CHECKING

from outward.errors import InvalidValueError, StoreError

if TYPE_CHECKING:
    from outward.studies.risks.exposed import Exposed

_SHOWN = 10  # countries and covers on a terminal


def add_exposure(risk: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Add ``exposure``."""
    parser = risk.add_parser(
        "exposure", help="weigh forecasts by your projects, enterprises, contracts and receivables",
        description="Expected loss = probability x severity x amount x uncovered share, by country, industry, event "
                    "and owner, with the joint tail, the worth of each cover, and every gap named.",
        epilog="docs/how-to/weigh-risk-by-your-projects.md shows it with a register of its own.")
    parser.add_argument("--register", type=Path, required=True, metavar="FILE", help="holdings: CSV, a row each")
    parser.add_argument("--forecasts", type=Path, required=True, metavar="FILE",
                        help="forecasts, as `outward risk backtest` and `outward risk forecast` write them")
    parser.add_argument("--out", type=Path, required=True, metavar="DIR",
                        help="write exposure.csv, totals.csv, covers.csv, offers.csv, protection.csv, gaps.csv, "
                             "assumptions.csv and result.json there")
    parser.add_argument("--covers", type=Path, metavar="FILE", help="your treaties, policies, guarantees and accounts")
    parser.add_argument("--loss", type=Path, metavar="FILE", help="your own assumptions of severity")
    parser.add_argument("--currency", default="", metavar="CODE",
                        help="exchange all amounts to this currency, each at HMRC's rate of its date (default: totals "
                             "by currency)")
    parser.add_argument("--owner", default="", metavar="NAME", help="only this owner's holdings")
    parser.add_argument("--model", choices=("ensemble", "logit", "boosting", "persistence", "static", "climatology"),
                        default="ensemble", help="whose forecasts count (ensemble)")
    parser.add_argument("--year", type=int, metavar="YEAR",
                        help="first target year of all events (default: each event's last in the file)")
    for name, default in (("world", 0.1), ("region", 0.15), ("country", 0.15)):
        parser.add_argument(f"--{name}", type=float, default=default, metavar="SHARE",
                            help=f"share of the variance that shocks of the {name} have ({default})")
    parser.add_argument("--scenarios", type=int, default=10_000, metavar="N", help="of the joint tail (10000)")
    parser.add_argument("--seed", type=int, default=20_261_126, metavar="N", help="of the joint tail (20261126)")
    parser.set_defaults(run=run_exposure)


def add_screen(risk: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Add ``screen``."""
    parser = risk.add_parser(
        "screen", help="look at a purchase abroad by an open checklist",
        description="Say what stops a purchase, what speaks against it, what is said without evidence and what is "
                    "open. There is no score.")
    parser.add_argument("file", type=Path, metavar="FILE", help="answers: CSV with item, answer (yes, no, unknown) "
                                                                "and evidence; `--form` writes it")
    parser.add_argument("--form", action="store_true", help="write the empty form to FILE, and nothing else")
    parser.add_argument("--language", choices=("en", "zh"), default="en", help="language of the questions (en)")
    parser.add_argument("--json", type=Path, metavar="OUT", help="write all of it as JSON")
    parser.set_defaults(run=run_screen)


def run_exposure(given: argparse.Namespace) -> int:
    """Run ``outward risk exposure``."""
    from outward.risk.joint_tail import Loadings
    from outward.studies.files import check_targets, put_files
    from outward.studies.risks.exposed import expose_files
    from outward.studies.risks.exposure_written import exposure_files

    if given.seed < 0:
        raise InvalidValueError(f"--seed is {given.seed}", "risk exposure", "Give 0 or more.")
    if given.currency and not (len(given.currency) == 3 and given.currency.isascii() and given.currency.isalpha()):
        raise InvalidValueError(f"--currency is {given.currency[:20]!r}", "risk exposure",
                                "Give a code of ISO 4217, such as CNY.")
    found = expose_files(given.register, given.forecasts, covers=given.covers, loss=given.loss,
                         currency=given.currency.upper(), model=given.model, year=given.year, owner=given.owner,
                         loadings=Loadings(given.world, given.region, given.country), scenarios=given.scenarios,
                         seed=given.seed)
    contents = {given.out / name: data for name, data in exposure_files(found).items()}
    try:
        given.out.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise StoreError(f"cannot be made: {error.strerror or error}", str(given.out),
                         "Name another folder.") from error
    check_targets(contents, [path for path in (given.register, given.forecasts, given.covers, given.loss) if path])
    put_files(contents)
    for path in contents:
        print(f"wrote {path}")
    _tell(found)
    return 0


def run_screen(given: argparse.Namespace) -> int:
    """Run ``outward risk screen``."""
    from outward.risk.acquisition import STANDING_LABELS, STANDINGS, checklist, screen
    from outward.studies.files import check_targets, put_files
    from outward.studies.risks.exposure_written import screen_form, screen_json
    from outward.studies.risks.register import read_answers

    if given.form:
        if given.file.exists():
            raise InvalidValueError("there is a file already", str(given.file), "Name another: answers are not lost.")
        check_targets([given.file], [])
        put_files({given.file: screen_form(checklist(), given.language)})
        print(f"wrote {given.file}")
        return 0
    targets = [given.json] if given.json else []
    check_targets(targets, [given.file])
    found = screen(read_answers(given.file))
    print(found.verdict.text(given.language))
    for standing in STANDINGS:
        of_it = found.of(standing)
        if of_it:
            print(f"\n{STANDING_LABELS[standing].text(given.language)} ({len(of_it)})")
        for each in of_it:
            mark = "!" if each.item.stops else "-"
            print(f"  {mark} {each.item.id}: {each.item.asks.text(given.language)}")
            if standing in ("open", "unproven"):
                print(f"    {each.item.evidence.text(given.language)}")
    put_files({path: screen_json(found) for path in targets})
    return 0


def _tell(found: Exposed) -> None:
    from outward.cli.output import print_rows
    from outward.risk.cover_lift import offer_totals
    from outward.studies.risks.exposure_written import ASSUMED

    exposure = found.exposure
    if found.is_synthetic:
        print("the register is synthetic: no result about any real holding")
    windows = exposure.chances.windows
    print(f"{_holdings(len(exposure.holdings))}; forecasts of {exposure.chances.model}: "
          f"{', '.join(f'{event} {windows[event][0]}' for event in exposure.chances.events)}")
    print_rows(("currency", "amount", "coverage", "expected loss", "low", "high", "plain sum"),
               [(each.currency, f"{each.amount:,.0f}", f"{each.coverage:.0%}", *(f"{value:,.0f}" for value in (
                   each.expected_loss, each.lower, each.upper, each.simple_sum))) for each in found.totals
                if each.by == "all"])
    print_rows(("currency", "by", "key", "expected loss", "rank"),
               [(each.currency, each.by, each.key or "(not stated)", f"{each.expected_loss:,.0f}", each.rank)
                for each in found.totals if each.by in ("country", "event") and each.rank <= _SHOWN])
    if found.tails:
        print_rows(("currency", "level", "value at risk", "shortfall", "shortfall if independent"),
                   [(each.stated.currency, f"{tail.level:.0%}", f"{tail.value_at_risk:,.0f}",
                     f"{tail.expected_shortfall:,.0f}", f"{alone.expected_shortfall:,.0f}")
                    for each in found.tails for tail, alone in zip(each.stated.tails, each.independent.tails,
                                                                   strict=True)])
    if found.lifts.lifts:
        print_rows(("currency", "cover", "takes away", "as the last"),
                   [(each.currency, each.cover, f"{each.shapley:,.0f}", f"{each.marginal:,.0f}")
                    for each in found.lifts.lifts[:_SHOWN]])
    offers = offer_totals(exposure)
    if offers:
        print_rows(("currency", "not yet had", "would take away", "holdings"),
                   [(each.currency, each.type, f"{each.saves:,.0f}", each.holdings) for each in offers])
    _tell_gaps(found)
    print(ASSUMED.en)


def _tell_gaps(found: Exposed) -> None:
    seen: dict[tuple[str, str], set[str]] = {}
    for each in found.exposure.gaps:
        seen.setdefault((each.label.en, each.event), set()).update(each.holdings)
    for (said, event), ids in seen.items():
        print(f"{event or 'all events'}: {said} ({_holdings(len(ids))})")
    if found.exposure.guarded:
        print(f"no forecast in the file, protection.csv says what protects: {', '.join(found.exposure.guarded)}")
    if found.exchanged and found.exchanged.without_rate:
        print(f"no exchange rate for the date of {_holdings(len(found.exchanged.without_rate))}: the "
              f"currency stays")


def _holdings(count: int) -> str:
    return f"{count:,} holding{'' if count == 1 else 's'}"
