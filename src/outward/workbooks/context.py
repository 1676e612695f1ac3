"""What a reader of spreadsheets must be told of the case: vocabularies, and what stands where a sheet is silent."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final

from outward.vocabulary.indicators import Indicators
from outward.vocabulary.observations import DIMENSIONS
from outward.vocabulary.regions import Regions
from outward.vocabulary.sectors import Sectors
from outward.vocabulary.units import Units

TABLE_COLUMNS: Final = ("table", "row", *DIMENSIONS, "unit", "value", "value_as_printed", "status", "break_before",
                        "known_on", "source", "paragraph", "note")
CLAIM_COLUMNS: Final = ("claim", "paragraph", *DIMENSIONS, "unit", "value", "printed", "hedge", "comparison", "status",
                        "source", "note")
SOURCE_COLUMNS: Final = ("id", "title_en", "title_zh", "publisher_en", "publisher_zh", "date", "licence", "note")
REGISTERS: Final[Mapping[str, tuple[str, ...]]] = {
    name: ("id", "name_en", "name_zh", *columns.split(), "paragraphs") for name, columns in {
        "enterprises": "city_en city_zh sector ownership_en ownership_zh products_en products_zh facts_en facts_zh "
                       "role_en role_zh",
        "projects": "enterprise host_country type_en type_zh value unit status_en status_zh",
        "parks": "country kind_en kind_zh enterprise sector_focus_en sector_focus_zh markets_en markets_zh value unit",
        "clusters": "place_en place_zh area_group_en area_group_zh industry_en industry_zh role_en role_zh",
        "corridors": "route_en route_zh leg from_en from_zh to_en to_zh mode_en mode_zh status_en status_zh",
        "policies": "issuer_en issuer_zh period scope_en scope_zh content_en content_zh",
        "instruments": "class_en class_zh provider_en provider_zh beneficiary_en beneficiary_zh status_en status_zh",
        "agencies": "role_en role_zh member_en member_zh",
        "targets": "subject_en subject_zh indicator_en indicator_zh indicator_id region sector operator threshold unit "
                   "baseline baseline_unit baseline_year kind_en kind_zh note_en note_zh",
    }.items()
}
"""Columns that the template's register sheets carry unless the case names others."""


SOURCE_MEND: Final = ('Write the id of a row of the Sources sheet into the column source, or name one source for all '
                      'numbers in case.toml: source = "ID". A case with one source in all needs neither.')
"""How to mend a sheet whose numbers name no source."""


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
