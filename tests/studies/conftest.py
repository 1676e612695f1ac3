"""The bundled case as holdings, and its diagnosis, once for all tests here."""

from __future__ import annotations

from pathlib import Path

import pytest

from outward.casebook.folder import bundled
from outward.casebook.observed import observations
from outward.ingest.cases import load_case
from outward.studies.diagnosis import diagnose
from outward.studies.holdings import Holdings
from outward.studies.releases import open_release
from outward.studies.result import StudyResult


@pytest.fixture(scope="session")
def liaoning() -> Holdings:
    """What the bundled case holds."""
    casebook = bundled("liaoning")
    return Holdings(casebook, observations(casebook).table)


@pytest.fixture(scope="session")
def diagnosis(tmp_path_factory: pytest.TempPathFactory) -> StudyResult:
    """The diagnosis of the bundled case, from a release."""
    workspace: Path = tmp_path_factory.mktemp("workspace")
    load_case("liaoning", workspace)
    return diagnose(open_release(workspace, "liaoning"))
