"""A workspace with a made-up case in which one number slipped by a power of ten, and a number of its text too."""

from __future__ import annotations

import csv
import json
import shutil
from pathlib import Path
from typing import Any

import pytest
from pytest_django.fixtures import Settings

from outward.ingest.cases import load_case
from outward.studies.releases import Release, open_release
from outward_portal.audits import queries
from outward_portal.audits.queries import Found
from outward_portal.records.cases import access_to
from outward_portal.records.readable_cases import readable_case
from outward_portal.settings.files import PortalFiles

CASE = "small"
CELL = "1:5"
"""Exports printed as 250.0 that were 25.0: neither the total nor the share in sales agrees."""

TRUE, PRINTED = "25.0", "250.0"
SETTINGS = """\
id = "small"
name_en = "Small case"
name_zh = "小案例"
region = "CN-JS"
nation = "CHN"
sector = "equipment-manufacturing"
sectors = ["general-equipment", "instruments", "electrical-machinery"]
coverage = "full"
known_on = 2017-12-31
"""
FACTS = (
    {"fact": "ratio", "table": "1", "indicator": "export-intensity", "num": "export-delivery-value",
     "den": "sales-value", "scale": 100},
    {"fact": "total", "table": "1", "item": "equipment-manufacturing", "complete": True,
     "indicators": ["sales-value", "export-delivery-value"]},
)
ROWS = {  # sales, exports, their share
    "general-equipment": ("120.50", "12.0", "10.0"), "instruments": ("220.00", PRINTED, "11.4"),
    "electrical-machinery": ("301.50", "60.3", "20.0"), "equipment-manufacturing": ("642.00", "97.3", "15.2"),
}


def write_case(folder: Path) -> Path:
    """Write the case."""
    folder.mkdir(parents=True)
    (folder / "case.toml").write_text(SETTINGS, encoding="utf-8")
    (folder / "sources.csv").write_text("id,title_en,title_zh\nyearbook,A made-up yearbook,虚构年鉴\n",
                                        encoding="utf-8")
    columns = ("sales-value", "export-delivery-value", "export-intensity")
    lines = ["table,row,indicator,region,sector,period,unit,value,paragraph,source"]
    for sector, printed in ROWS.items():
        for indicator, text in zip(columns, printed, strict=True):
            unit = "%" if indicator == "export-intensity" else "100 million CNY"
            lines.append(f"1,{len(lines)},{indicator},CN-JS,{sector},2015,{unit},{text},7,yearbook")
    (folder / "tables.csv").write_text("\n".join([*lines, ""]), encoding="utf-8")
    columns_of_claims = "claim,paragraph,indicator,region,sector,period,unit,value,printed,status,source,note"
    claim = 'C1,9,employees,CN-JS,equipment-manufacturing,2015,persons,68197,"6,8197",presumed,yearbook,read as 68 197'
    (folder / "claims.csv").write_text(f"{columns_of_claims}\n{claim}\n", encoding="utf-8")
    with (folder / "facts.csv").open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerows([["fact"], *([json.dumps(fact)] for fact in FACTS)])
    return folder


@pytest.fixture(scope="session")
def loaded(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The case, loaded once; to be copied. Its folder is ``case``."""
    workspace = tmp_path_factory.mktemp("audited") / "workspace"
    load_case(write_case(workspace.parent / "case"), workspace)
    return workspace


@pytest.fixture
def workspace(loaded: Path, tmp_path: Path, settings: Settings, db: None) -> Path:
    """The portal's workspace for one test; everybody may read the case."""
    copy = Path(shutil.copytree(loaded, tmp_path / "workspace"))
    settings.WORKSPACE = copy
    settings.FILES = PortalFiles(copy / "portal")
    settings.FILES.make()
    access = access_to(CASE)
    access.audience = "public"
    access.save()
    return copy


def newest(workspace: Path) -> Release:
    """Open the case's newest release."""
    return open_release(workspace, CASE)


def rows_of(user: Any, as_of: str = "") -> list[Found]:
    """Give the findings that a person sees."""
    case = readable_case(CASE, user)
    assert case is not None
    standing = queries.standing(case, as_of)
    assert standing is not None
    assert standing.audit is not None
    return queries.found_in(standing.audit, user, newest=not as_of)


def finding_of(user: Any, cell: str = CELL) -> Found:
    """Give the finding that suspects a cell."""
    return next(row for row in rows_of(user) if cell in row.finding.suspects)


def address(found: Found, page: str = "", prefix: str = "en") -> str:
    """Give the address of a finding, or of one of its pages."""
    return f"/{prefix}/audits/{CASE}/findings/{found.finding.key}/{page}"
