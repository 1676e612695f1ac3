"""A ledger of forecasts as a file: a line of JSON an entry, only ever added to; verified, and scored afterwards."""

from __future__ import annotations

import json
import os
from collections.abc import Iterable
from dataclasses import asdict, dataclass, fields
from pathlib import Path
from typing import Any, Final

import numpy as np

from outward.errors import InvalidInputError, InvalidValueError, Problem, StoreError
from outward.risk.events import event
from outward.risk.forecasts import Forecast
from outward.risk.ledger import FIRST, Entry, append, broken
from outward.risk.outcomes import outcomes
from outward.risk.panel import Panel
from outward.risk.skill import brier

_MOST_BYTES: Final = 512 * 1024 * 1024


@dataclass(frozen=True, slots=True)
class Settled:
    """Entries of one event and model whose outcome is known, and how they did."""

    event: str
    model: str
    forecasts: int
    events: int
    expected: float
    brier: float


def read_ledger(path: Path) -> tuple[Entry, ...]:
    """Read a ledger.

    Raises
    ------
    InvalidInputError
        If a line is no entry.
    """
    if not path.exists():
        return ()
    if path.stat().st_size > _MOST_BYTES:
        raise InvalidInputError([Problem(path.name, 0, "", "the ledger is larger than 512 MB", "Begin a new one.")],
                                path.name)
    found = []
    *lines, unfinished = path.read_bytes().split(b"\n")
    if unfinished:
        raise InvalidInputError([Problem(path.name, len(lines) + 1, "", "the last line is not finished",
                                         "Restore the ledger from a copy, or take that line out.")], path.name)
    for line, text in enumerate(lines, 1):
        try:
            given = json.loads(text.decode("utf-8"))
            found.append(Entry(int(given["sequence"]), str(given["previous"]), str(given["content"]),
                               str(given["hash"])))
        except (ValueError, KeyError, TypeError, OverflowError, RecursionError) as error:
            raise InvalidInputError([Problem(path.name, line, "", f"the line is no entry ({error})"[:200],
                                             "Restore the ledger from a copy.")], path.name) from error
    return tuple(found)


def add_forecasts(path: Path, forecasts: Iterable[Forecast], *, panel_digest: str, method: str) -> int:
    """Add forecasts to a ledger, which is verified first and made where there is none; give how many were added.

    Raises
    ------
    InvalidInputError
        If the ledger was changed.
    StoreError
        If it cannot be written.
    """
    entries = read_ledger(path)
    if wrong := broken(entries):
        raise InvalidInputError([Problem(path.name, 0, "", text, "Restore the ledger from a copy.")
                                 for text in wrong[:20]], path.name)
    previous, place = (entries[-1].hash, len(entries)) if entries else (FIRST, 0)
    lines = []
    for forecast in forecasts:
        place += 1
        entry = append(previous, place, asdict(forecast) | {"panel": panel_digest, "method": method})
        previous = entry.hash
        lines.append(json.dumps(asdict(entry), ensure_ascii=False, sort_keys=True))
    try:
        with path.open("a", encoding="utf-8") as file:
            file.write("".join(f"{line}\n" for line in lines))
            file.flush()
            os.fsync(file.fileno())
    except OSError as error:
        raise StoreError(f"cannot be written: {error.strerror or error}", str(path), "Name another file.") from error
    return len(lines)


def settled(entries: Iterable[Entry], panel: Panel) -> tuple[Settled, ...]:
    """Score the entries whose horizon has passed, by the event's own rule, on a panel that knows what happened.

    Raises
    ------
    InvalidInputError
        If an entry holds no forecast.
    UnknownCodeError
        If one is of an event that is not defined.
    """
    places = {country.key: place for place, country in enumerate(panel.countries)}
    grids: dict[str, Any] = {}
    gathered: dict[tuple[str, str], list[tuple[float, float]]] = {}
    for entry in entries:
        said = _forecast(entry)
        if said.event not in grids:
            grids[said.event] = outcomes(event(said.event), panel, "none").happened
        row = places.get(said.country_key)
        column = said.year - int(panel.years[0])
        if row is None or said.probability is None or not 0 <= column < len(panel.years):
            continue
        happened = float(grids[said.event][row, column])
        if not np.isnan(happened):
            gathered.setdefault((said.event, said.model), []).append((said.probability, happened))
    return tuple(Settled(id, model, len(pairs), int(sum(was for _, was in pairs)), sum(said for said, _ in pairs),
                         brier(np.array([said for said, _ in pairs]), np.array([was for _, was in pairs])))
                 for (id, model), pairs in sorted(gathered.items()))


def _forecast(entry: Entry) -> Forecast:
    try:
        given = json.loads(entry.content)
        return Forecast(**{field.name: given[field.name] for field in fields(Forecast)})
    except (ValueError, KeyError, TypeError, RecursionError, InvalidValueError) as error:
        raise InvalidInputError([Problem("ledger", entry.sequence, "", f"the entry holds no forecast ({error})"[:200],
                                         "Score a ledger of forecasts.")], "ledger") from error
