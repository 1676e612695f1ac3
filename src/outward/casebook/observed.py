"""A casebook's tables and claims as observations, ready for the store."""

from __future__ import annotations

import pandas as pd

from outward.casebook.folder import Casebook
from outward.vocabulary.observations import CLAIMS_TABLE, COLUMNS, Observations


def observations(casebook: Casebook) -> Observations:
    """Give everything a case observes in one long table: its tables, then its claims.

    Returns
    -------
    Observations
        The hedge of a claim ("more than") goes before its note; a claim was known when the case's source was out. A
        claim that stands in words has no printed digits.

    Examples
    --------
    >>> from outward.casebook.folder import bundled
    >>> len(observations(bundled()))
    669
    """
    claims = casebook.claims.rename(columns={"claim": "row"}).assign(
        table=CLAIMS_TABLE, break_before="", known_on=casebook.case.known_on,
        value_as_printed=casebook.claims["printed"],
        note=[_joined(hedge, note) for hedge, note in casebook.claims[["hedge", "note"]].itertuples(index=False)],
    )
    columns = list(COLUMNS)
    both = [frame[columns] for frame in (casebook.tables, claims) if len(frame)]
    if not both:
        return Observations(casebook.tables[columns])
    return Observations(pd.concat(both, ignore_index=True))


def _joined(hedge: str, note: str) -> str:
    return "; ".join(part for part in (f"printed as {hedge}" if hedge else "", note) if part)
