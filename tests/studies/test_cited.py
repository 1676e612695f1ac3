"""Numbers that are cited by their id: found as printed, with source and paragraph; what is not held is not found."""

from __future__ import annotations

from pathlib import Path

import pytest

from outward.ingest.cases import load_case
from outward.studies.cited import cited_figures, figures_about
from outward.studies.releases import Release, open_release


@pytest.fixture(scope="module")
def release(tmp_path_factory: pytest.TempPathFactory) -> Release:
    workspace: Path = tmp_path_factory.mktemp("cited") / "workspace"
    load_case("liaoning", workspace)
    return open_release(workspace, "liaoning")


def test_a_claim_and_a_cell_are_found_as_printed(release: Release) -> None:
    """Paragraph 51: 730 billion USD a year; table 7: Ansteel's rank by stock in 2014."""
    found = cited_figures(release, ["cell:claims:C185", "cell:7:430"])
    claim, cell = found["cell:claims:C185"], found["cell:7:430"]
    assert (claim.figure.value, claim.printed, claim.paragraph) == (730.0, "730", "51")
    assert (cell.figure.value, cell.table, cell.row, cell.period.en) == (88.0, "7", "430", "2014")
    assert claim.source is not None
    assert claim.source.id == "adb-2017"
    assert claim.what.en
    assert claim.unit.zh


def test_what_is_not_held_or_is_no_cell_is_not_found(release: Release) -> None:
    assert cited_figures(release, ["cell:claims:C999", "scale.level.x", "claims:C185", "", "cell:7:413"]) == {}


def test_numbers_are_found_by_words_of_both_languages_and_by_their_id(release: Release) -> None:
    assert "cell:claims:C185" in [each.id for each in figures_about(release, "cell:claims:c185")]
    english = figures_about(release, "outward 2014", most=50)
    assert "cell:6:411" in [each.id for each in english]
    assert all("2014" in each.period.en for each in english)
    assert figures_about(release, "  ") == ()
    assert len(figures_about(release, "cell", most=3)) == 3
