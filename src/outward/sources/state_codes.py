"""States as data on politics and conflict number them: Gleditsch-Ward, Correlates of War and ISO 3166, with years.

A former state has no code of ISO's of today, or shares one with its successor: the number of Gleditsch and Ward tells
them apart. The list begins in 1946, where the data do; an older state begins there too. Facts of the list of
independent states, its micro-states included: Gleditsch, K. S. and Ward, M. D. (1999), "Interstate System Membership:
A Revised List of the Independent States since 1816", International Interactions 25(4), 393-413. The numbers say under
which a provider files its data; they say nothing of whose a territory is.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import Final

from outward.vocabulary.catalogue import definition_rows
from outward.vocabulary.labels import Label
from outward.vocabulary.regions import regions

_OLD_CODES: Final = {
    "ROM": "ROU", "ZAR": "COD", "TMP": "TLS", "ADO": "AND", "IMY": "IMN", "SUN": "RUS", "BUR": "MMR",  # World Bank, ISO
    "KSV": "XKX", "UVK": "XKX", "KOS": "XKX", "XKK": "XKX", "WBG": "PSE",                              # World Bank, IMF
    "YUG": "SRB", "SCG": "SRB",                                          # one state with Serbia, by years
    "GDR": "DDR", "CZR": "CZE", "YAR": "YEM", "YPR": "YMD",              # Gleditsch and Ward's letters
}


@dataclass(frozen=True, slots=True)
class StateCode:
    """A state and the years for which it stands in the list of states."""

    gwcode: int  # of Gleditsch and Ward
    iso3: str  # of ISO 3166, of today or withdrawn (CSK, DDR, YMD, VDR), XKX Kosovo; "" where there is none
    name: Label
    first_year: int  # 1946 where the state is older
    last_year: int | None  # None where it is still there
    cow: tuple[int, ...]  # numbers of the Correlates of War, of all years

    def held(self, year: int) -> bool:
        """Say whether it was a state in a year."""
        return self.first_year <= year and (self.last_year is None or year <= self.last_year)


@cache
def state_codes() -> tuple[StateCode, ...]:
    """Give all states, by number.

    Examples
    --------
    >>> [(state.gwcode, state.first_year, state.last_year) for state in state_codes() if state.iso3 == "SRB"]
    [(340, 2006, None), (345, 1946, 2006)]
    """
    return tuple(StateCode(
        int(row["gwcode"]), row["iso3"], Label(row["name_en"], row["name_zh"]), int(row["first_year"]),
        int(row["last_year"]) if row["last_year"] else None, tuple(int(code) for code in row["cow"].split("|") if code))
        for row in definition_rows("state_codes.csv", "outward.sources"))


def state(gwcode: int) -> StateCode | None:
    """Give the state of a Gleditsch-Ward number, or ``None``.

    Examples
    --------
    >>> state(501).name.zh, state(999) is None
    ('肯尼亚', True)
    """
    return _by_number().get(gwcode)


def gwcode_of(iso3: str, year: int) -> int | None:
    """Give the Gleditsch-Ward number of a code of ISO's in a year; ``None`` for what was never a state.

    It is the state that the year ends with; in years in which there was none, the state whose years are nearest.

    Examples
    --------
    >>> gwcode_of("SRB", 2005), gwcode_of("SRB", 2006), gwcode_of("VNM", 2000), gwcode_of("TLS", 1990)
    (345, 340, 816, 860)
    >>> gwcode_of("HKG", 2000) is None
    True
    """
    return _nearest(_by_iso3().get(iso3, ()), year)


def gwcode_of_cow(cow: int, year: int) -> int | None:
    """Give the Gleditsch-Ward number of a number of the Correlates of War (COW) in a year.

    They differ for Germany since 1990 (255), Yemen since 1990 (679), Serbia since 2006 (345) and four islands; COW's
    970 is Nauru, Gleditsch and Ward's is Kiribati.

    Examples
    --------
    >>> gwcode_of_cow(255, 1995), gwcode_of_cow(679, 2001), gwcode_of_cow(345, 2010), gwcode_of_cow(970, 2000)
    (260, 678, 340, 971)
    """
    return _nearest(_by_cow().get(cow, ()), year)


def iso3_of(gwcode: int) -> str:
    """Give the code of ISO's of a Gleditsch-Ward number; empty where it has none.

    Examples
    --------
    >>> iso3_of(345), iso3_of(265), iso3_of(396)
    ('SRB', 'DDR', '')
    """
    found = _by_number().get(gwcode)
    return found.iso3 if found else ""


def iso3_of_code(code: str) -> str | None:
    """Give the code that the panel uses for a provider's three letters, old ones too; ``None`` for an unknown one.

    Groups of countries (``WLD``, ``EUU``) are no country's code, and so unknown.

    Examples
    --------
    >>> [iso3_of_code(code) for code in ("ROM", "zar", "KSV", "WBG", "KEN", "EUU")]
    ['ROU', 'COD', 'XKX', 'PSE', 'KEN', None]
    """
    upper = code.strip().upper()
    found = _OLD_CODES.get(upper, upper)
    return found if found in _known() else None


def _nearest(found: tuple[StateCode, ...], year: int) -> int | None:
    if not found:
        return None
    return min(found, key=lambda one: (_years_away(one, year), -one.first_year)).gwcode


def _years_away(one: StateCode, year: int) -> int:
    if year < one.first_year:
        return one.first_year - year
    return 0 if one.last_year is None else max(0, year - one.last_year)


@cache
def _by_number() -> dict[int, StateCode]:
    return {one.gwcode: one for one in state_codes()}


@cache
def _by_iso3() -> dict[str, tuple[StateCode, ...]]:
    found: dict[str, tuple[StateCode, ...]] = {}
    for one in state_codes():
        if one.iso3:
            found[one.iso3] = (*found.get(one.iso3, ()), one)
    return found


@cache
def _by_cow() -> dict[int, tuple[StateCode, ...]]:
    found: dict[int, tuple[StateCode, ...]] = {}
    for one in state_codes():
        for code in one.cow:
            found[code] = (*found.get(code, ()), one)
    return found


@cache
def _known() -> frozenset[str]:
    places = {region.iso3 for region in regions().values() if region.iso3}
    return frozenset(places | {one.iso3 for one in state_codes() if one.iso3})
