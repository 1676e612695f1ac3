"""What a reader of spreadsheets must be told of the case: vocabularies, and what stands where a sheet is silent."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Final, Protocol

from outward.vocabulary.indicators import Indicators
from outward.vocabulary.provenance import Source
from outward.vocabulary.regions import Regions
from outward.vocabulary.sectors import Sectors
from outward.vocabulary.units import Units

TABLE_COLUMNS: Final = (
    "table", "row", "indicator", "region", "sector", "coverage", "partner", "product", "subject", "period", "unit",
    "value", "value_as_printed", "status", "break_before", "known_on", "source", "paragraph", "note",
)
CLAIM_COLUMNS: Final = (
    "claim", "paragraph", "indicator", "region", "sector", "coverage", "partner", "product", "subject", "period",
    "unit", "value", "printed", "hedge", "comparison", "status", "source", "note",
)
SOURCE_COLUMNS: Final = ("id", "title_en", "title_zh", "publisher_en", "publisher_zh", "date", "licence", "note")
REGISTERS: Final[Mapping[str, tuple[str, ...]]] = {
    "enterprises": ("id", "name_en", "name_zh", "city", "sector", "ownership", "products", "note", "source"),
    "projects": ("id", "name_en", "name_zh", "enterprise", "host", "kind", "status", "value", "unit", "note", "source"),
    "parks": ("id", "name_en", "name_zh", "host", "kind", "enterprise", "note", "source"),
    "clusters": ("id", "name_en", "name_zh", "city", "sector", "role", "note", "source"),
    "corridors": ("id", "name_en", "name_zh", "leg", "origin", "destination", "mode", "status", "note", "source"),
    "policies": ("id", "name_en", "name_zh", "issuer", "year", "scope", "note", "source"),
    "instruments": ("id", "name_en", "name_zh", "kind", "provider", "beneficiary", "status", "note", "source"),
    "targets": ("id", "name_en", "name_zh", "indicator", "region", "sector", "operator", "value", "unit", "horizon",
                "note", "source"),
}
"""Columns that the template's register sheets carry unless the case names others."""


@dataclass(frozen=True, slots=True)
class ReadingContext:
    """The case for which a spreadsheet is read or written.

    Parameters
    ----------
    region, nation, sector : str
        Ids: what a sheet means that names no region or no sector, and by a national total.
    known_on : str
        ISO date on which the numbers were out, where a sheet does not say.
    source : str
        Id of the source of the sheets' numbers; empty where every table must name its own.
    indicators, sectors, regions, units
        The vocabularies, with the case's own additions.
    coverage : str
        Statistical coverage of the sheets: ``traditional``, ``full`` or empty.
    synthetic : bool
        The case is made up: every value that is read carries the status ``synthetic``.
    sources : mapping of str to tuple of str
        Known sources: id to the titles by which a source line may name them.
    registers : mapping of str to tuple of str
        The registers that the template offers, and their columns.
    """

    region: str
    nation: str
    sector: str
    known_on: str
    source: str
    indicators: Indicators
    sectors: Sectors
    regions: Regions
    units: Units
    coverage: str = ""
    synthetic: bool = False
    sources: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    registers: Mapping[str, tuple[str, ...]] = field(default_factory=lambda: REGISTERS)


class _Settings(Protocol):
    @property
    def region(self) -> str: ...
    @property
    def nation(self) -> str: ...
    @property
    def sector(self) -> str: ...
    @property
    def coverage(self) -> str: ...
    @property
    def known_on(self) -> str: ...
    @property
    def synthetic(self) -> bool: ...


class CaseLike(Protocol):
    """What `reading_context` takes from a casebook, which this package does not know."""

    @property
    def case(self) -> _Settings: ...
    @property
    def indicators(self) -> Indicators: ...
    @property
    def sectors(self) -> Sectors: ...
    @property
    def regions(self) -> Regions: ...
    @property
    def units(self) -> Units: ...
    @property
    def sources(self) -> Iterable[Source]: ...


def reading_context(casebook: CaseLike, *, source: str = "", known_on: str = "") -> ReadingContext:
    """Tell a reader of spreadsheets what a casebook says.

    Parameters
    ----------
    casebook : CaseLike
        The case.
    source : str
        Id of the source of what is read, where a sheet names none; without it the case's only source, if it has one.
    known_on : str
        ISO date on which the numbers were out; the case's without it.
    """
    sources = {one.id: (one.title.en, one.title.zh) for one in casebook.sources}
    only = next(iter(sources)) if len(sources) == 1 else ""
    case = casebook.case
    return ReadingContext(
        region=case.region, nation=case.nation, sector=case.sector, known_on=known_on or case.known_on,
        source=source or only, indicators=casebook.indicators, sectors=casebook.sectors, regions=casebook.regions,
        units=casebook.units, coverage=case.coverage, synthetic=case.synthetic, sources=sources,
    )
