"""An exposure as files: those of the command line, with the holdings that they are about, their source and citation."""

from __future__ import annotations

from typing import Final

from outward_portal.records.csv_tables import csv_bytes
from outward_portal.risks.exposure.weighing import Weighed

NAMES: Final = ("exposure.csv", "totals.csv", "holdings.csv", "protection.csv", "covers.csv", "offers.csv", "gaps.csv",
                "assumptions.csv", "result.json", "README.md")
"""The files, in the order in which the page names them."""
_HOLDINGS: Final = ("id", "project", "name_en", "name_zh", "owner", "iso3", "industry", "stage", "kind", "amount",
                    "currency", "as_of", "source", "insured_share", "covers", "synthetic")


def exposure_files(weighed: Weighed, citation: str) -> dict[str, bytes]:
    """Give all files by name; ``holdings.csv`` says what each holding is."""
    from outward.studies.risks.exposure_written import exposure_files as written

    assert weighed.exposed is not None
    return {**written(weighed.exposed), "holdings.csv": _holdings(weighed), "README.md": _readme(weighed, citation)}


def _holdings(weighed: Weighed) -> bytes:
    rows: list[tuple[object, ...]] = [_HOLDINGS]
    for each in weighed.held.holdings:
        project = weighed.held.projects[weighed.held.keys[each.id]]
        rows.append((each.id, project.pk, project.name_en, project.name_zh, each.owner, each.iso3, each.industry,
                     each.stage, each.kind, each.amount, each.currency, each.as_of, each.source, each.insured_share,
                     "|".join(each.covers), project.is_sample))
    return csv_bytes(rows)


def _readme(weighed: Weighed, citation: str) -> bytes:
    private = ("These files hold private amounts that you may see and others may not: pass them on to nobody else.\n\n"
               if weighed.held.private else "")
    synthetic = "SYNTHETIC: projects or forecasts in these files are made up.\n\n" if weighed.is_synthetic else ""
    return (f"# Exposure\n\n{citation}\n\n{synthetic}{private}Severities and the effects of covers are assumptions; "
            "assumptions.csv has each with its reason. Forecasts stand with their record on the portal's pages of "
            "risks; docs/methods/risk-exposure.md tells how everything is computed.\n").encode()
