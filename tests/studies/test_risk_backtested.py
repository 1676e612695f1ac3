"""A back-test of a folder: forecasts, scores, intervals and records; regression rows on the shared files."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest

from outward.errors import DataGapError, InvalidValueError, NotFoundError, UnknownCodeError
from outward.risk.levels import Policy
from outward.risk.skill import auroc
from outward.studies.risks.backtested import WRITTEN, Backtested, back_test
from outward.studies.risks.forecast_file import COLUMNS, forecasts_csv, read_forecasts
from tests.reference import reference_folder
from tests.risk.made_panel import COUNTRIES, LAST, few_trees, tables, write


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write(tmp_path_factory.mktemp("panel"), tables())


@pytest.fixture(scope="module")
def made(folder: Path) -> Iterator[Backtested]:
    with few_trees():
        yield back_test("coup", folder, first=1997, last=LAST + 1, policy=Policy(30, 15, 5))


def test_every_model_year_and_country_is_there(made: Backtested) -> None:
    found = made.forecasts()
    assert len(found) == len(WRITTEN) * 5 * COUNTRIES
    assert len({(each.gwcode, each.year, each.model) for each in found}) == len(found)


def test_scores_are_of_known_outcomes_alone(made: Backtested) -> None:
    truth = tables()["political_coups_country_year"].set_index(["gwcode", "year"])["pt_attempt"]
    pairs = [(each.probability, truth[each.gwcode, each.year]) for each in made.forecasts()
             if each.model == "ensemble" and each.year <= LAST]
    said, happened = np.array(pairs, dtype=float).T
    found = made.scores["ensemble"]
    assert (found.forecasts, found.events) == (4 * COUNTRIES, int(happened.sum()))
    assert found.auroc == pytest.approx(auroc(said, happened), abs=1e-12)
    assert made.auroc_interval[0] < found.auroc < made.auroc_interval[1]
    assert found.expected == pytest.approx(said.sum())
    assert set(made.scores) >= {"ensemble", "logit", "boosting", "persistence", "climatology"}
    assert made.scores["climatology"].skill == pytest.approx(0)


def test_records_are_of_the_users_policy(made: Backtested) -> None:
    assert [each.threshold for each in made.records] == pytest.approx([1 / 31, 1 / 16, 1 / 6])
    assert {each.hits + each.misses for each in made.records} == {made.scores["ensemble"].events}


def test_the_file_holds_the_columns_asked_for_and_reads_again(made: Backtested, tmp_path: Path) -> None:
    path = tmp_path / "forecasts.csv"
    path.write_bytes(forecasts_csv(made.forecasts()))
    head = path.read_text(encoding="utf-8-sig").splitlines()[0]
    assert head == ("event,gwcode,iso3,year,horizon,made_on,model,probability,lower,upper,status") == ",".join(COLUMNS)
    assert read_forecasts(path) == made.forecasts()


def test_years_without_any_outcome_have_no_scores(folder: Path) -> None:
    with few_trees():
        found = back_test("libdem_fall", folder, first=LAST + 1, last=LAST + 2)
    assert (found.scores, found.records, found.reliability) == ({}, (), ())
    assert len(found.forecasts()) == len(WRITTEN) * 2 * COUNTRIES


@pytest.mark.parametrize(("first", "last"), [(1999, 1998), (1900, 2300), (-(10**12), 10**12)])
def test_years_that_make_no_sense_are_refused(folder: Path, first: int, last: int) -> None:
    with pytest.raises(InvalidValueError, match="target years"):
        back_test("coup", folder, first=first, last=last)


def test_what_is_not_there_is_refused(folder: Path) -> None:
    with pytest.raises(UnknownCodeError, match="event 'revolution'"):
        back_test("revolution", folder, first=1999, last=1999)
    with pytest.raises(UnknownCodeError, match="has no model"):
        back_test("sanction", folder, first=1999, last=1999)
    with pytest.raises(NotFoundError, match="no folder"):
        back_test("coup", folder / "missing", first=1999, last=1999)
    with pytest.raises(DataGapError, match="no year 2008"):
        back_test("coup", folder, first=2009, last=2010)
    with pytest.raises(DataGapError, match="the panel has no banking"):
        back_test("banking_crisis", folder, first=1999, last=1999)


@pytest.mark.reference
@pytest.mark.parametrize(("id", "least"), [("coup", 0.75), ("conflict_onset", 0.85), ("libdem_fall", 0.65),
                                           ("currency_crash", 0.0)])
def test_the_shared_files_are_back_tested(id: str, least: float) -> None:
    """Target years 2005 to 2009: no validation, a guard that all runs and that ranks have not broken.

    Of currencies nothing is asked: the nine crashes of these years came where no indicator said so, to any model.
    """
    folder = reference_folder() / "risk"
    if not folder.is_dir():
        pytest.skip(f"no reference folder {folder}")
    with few_trees(trees=20, calibrated_on=1):
        found = back_test(id, folder, first=2005, last=2009)
    assert found.scores["ensemble"].auroc > least
    assert found.scores["ensemble"].events >= 9
    assert found.scores["ensemble"].skill > 0
    forecasts = found.forecasts()
    assert {each.year for each in forecasts} == set(range(2005, 2010))
    assert sum(each.status == "abstained" for each in forecasts) < 0.2 * len(forecasts)
