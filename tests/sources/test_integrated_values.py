"""Values by country and survey year, from interviews or scores. The files are synthetic."""

from __future__ import annotations

from pathlib import Path

import pytest

from outward.errors import InvalidInputError
from tests.sources.converting import converted, gaps, row, rows

FAMILY = "social_values_map"
HEAD = "S002VS,S003,COUNTRY_ALPHA,S017,S020,SurvSAgg,TradAgg,A001\n"


def interviews(code: str, year: int, count: int, survival: float, tradition: float, weight: float = 1.0) -> str:
    return f"7,404,{code},{weight},{year},{survival},{tradition},1\n" * count


def test_interviews_are_weighed_to_a_mean(tmp_path: Path) -> None:
    text = HEAD + interviews("KEN", 2021, 150, 1.0, -1.0, 3.0) + interviews("KEN", 2021, 150, -1.0, 1.0, 1.0)
    found = row(converted("integrated-values", text, tmp_path), FAMILY, iso3="KEN", year=2021)
    assert (found["survsagg"], found["tradagg"]) == (0.5, -0.5)


def test_missing_answers_count_for_nothing(tmp_path: Path) -> None:
    text = HEAD + interviews("KEN", 2021, 250, 1.0, -1.0) + interviews("KEN", 2021, 50, -5, -1.0) + interviews(
        "KEN", 2021, 50, 2.0, -99) + interviews("KEN", 2021, 50, 9.9, 0.0, 0.0)
    assert row(converted("integrated-values", text, tmp_path), FAMILY, iso3="KEN")["survsagg"] == 1.0


def test_too_few_interviews_are_named(tmp_path: Path) -> None:
    text = HEAD + interviews("KEN", 2021, 199, 1.0, -1.0) + interviews("TZA", 2018, 200, 1.0, -1.0)
    found = converted("integrated-values", text, tmp_path)
    assert rows(found, FAMILY)["iso3"].tolist() == ["TZA"]
    assert "KEN 2021" in gaps(found)


def test_scores_by_country_are_taken_as_they_are(tmp_path: Path) -> None:
    text = "iso3,geo,year,survsagg,tradagg\nKEN,kenya,2021,0.5,-0.25\nXYZ,x,2000,1,1\n"
    found = converted("integrated-values", text, tmp_path)
    assert row(found, FAMILY, iso3="KEN")["tradagg"] == -0.25
    assert "XYZ" in gaps(found)


def test_two_letter_codes_are_translated(tmp_path: Path) -> None:
    text = "S009,year,survsagg,tradagg\nDE,2017,0.5,0.5\n"
    assert rows(converted("integrated-values", text, tmp_path), FAMILY)["iso3"].tolist() == ["DEU"]


@pytest.mark.parametrize("wrong", ["iso3,year,survsagg,tradagg\nKEN,2021,high,1\n",
                                   "iso3,year,survsagg,tradagg\nKEN,2021,,\n",
                                   "iso3,year,survsagg,tradagg\nKEN,2021,1,1\nKEN,2021,2,1\n"])
def test_what_cannot_be_read_is_refused(tmp_path: Path, wrong: str) -> None:
    with pytest.raises(InvalidInputError):
        converted("integrated-values", wrong, tmp_path)
