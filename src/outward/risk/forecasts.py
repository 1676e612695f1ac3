"""A forecast of one event for one country: what every part of the early warning passes on."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from outward.errors import InvalidValueError

Model = Literal["ensemble", "logit", "boosting", "persistence", "static", "climatology"]
Status = Literal["ok", "abstained"]


@dataclass(frozen=True, slots=True)
class Forecast:
    """The probability that an event comes about in a country within the horizon.

    Raises
    ------
    InvalidValueError
        If a probability is no probability, lies outside its interval, or is given although the model abstained.

    Examples
    --------
    >>> forecast = Forecast("coup", 432, "MLI", 2012, 1, "2011-12-31", "ensemble", 0.06, 0.03, 0.11, "ok")
    >>> forecast.last_year
    2012
    """

    event: str  # id of an event definition
    gwcode: int  # Gleditsch-Ward number of the country; 0 where only iso3 is known
    iso3: str  # empty for a former state without a code
    year: int  # first target year
    horizon: int  # target years
    made_on: str  # ISO date: nothing published later was used
    model: Model
    probability: float | None  # 0..1; None where the model abstained
    lower: float | None  # 90 % interval of the probability; None where there is none
    upper: float | None
    status: Status

    def __post_init__(self) -> None:
        where = f"forecast of {self.event} for {self.iso3 or self.gwcode} in {self.year}"
        if (self.probability is None) != (self.status == "abstained"):
            raise InvalidValueError(f"status {self.status} with probability {self.probability}", where,
                                    "Give a probability exactly where the model did not abstain.")
        if self.probability is None:
            return
        bounds = (self.lower if self.lower is not None else self.probability, self.probability,
                  self.upper if self.upper is not None else self.probability)
        if not 0 <= bounds[0] <= bounds[1] <= bounds[2] <= 1:
            raise InvalidValueError(f"probability {self.probability} with interval {self.lower} to {self.upper}", where,
                                    "Give 0 <= lower <= probability <= upper <= 1.")

    @property
    def country_key(self) -> tuple[int, str]:
        """What the country is found by: its number, else its ISO code."""
        return (self.gwcode, "") if self.gwcode else (0, self.iso3)

    @property
    def last_year(self) -> int:
        """The last target year."""
        return self.year + self.horizon - 1
