"""What several commands of ``outward risk`` are asked for alike, and how they tell what they are at."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from outward.risk.levels import Policy

PANEL_HELP = "folder of CSV files; docs/how-to/fill-a-risk-panel.md says which"


def add_outlook(parser: argparse.ArgumentParser) -> None:
    """Add what an outlook is made from."""
    parser.add_argument("--panel", type=Path, required=True, metavar="DIR", help=PANEL_HELP)
    parser.add_argument("--event", action="append", default=[], dest="events", metavar="EVENT",
                        help="only this event; again for another (default: all that have a model)")
    parser.add_argument("--year", type=int, metavar="YEAR",
                        help="first target year (default: after the newest figures)")
    parser.add_argument("--home", default="CHN", metavar="ISO3", help="the home country (CHN)")


def add_costs(parser: argparse.ArgumentParser) -> None:
    """Add what a miss costs at each level."""
    for level, cost in (("watch", 50), ("warning", 20), ("alarm", 10)):
        parser.add_argument(f"--{level}", type=float, default=float(cost), metavar="COST",
                            help=f"{level} where a missed event costs so many false alarms ({cost})")


def policy_of(given: argparse.Namespace) -> Policy:
    """Give the levels that were asked for."""
    from outward.risk.levels import Policy

    return Policy(watch=given.watch, warning=given.warning, alarm=given.alarm)


def events_of(given: argparse.Namespace) -> tuple[str, ...]:
    """Give the events that were asked for, or all; an unknown one is refused before any work."""
    from outward.risk.modelled import MODELLED, specification

    events = tuple(dict.fromkeys(given.events)) or tuple(MODELLED)
    for id in events:
        specification(id)
    return events


def tell_share(done: float, what: str) -> None:
    """Tell a terminal how much is done, and what is done now."""
    if sys.stderr.isatty():
        print(f"\r{done:4.0%} {what:<40}", end="\n" if done >= 1 else "", file=sys.stderr, flush=True)
