"""The files of an index: exact headers, numbers in full, nothing that a spreadsheet runs, the same bytes twice."""

from __future__ import annotations

import csv
import io
import json
import math
from functools import lru_cache
from typing import Any

import numpy as np
import pytest

from outward.composite import Framework, IndexData, read_data, read_framework
from outward.composite.choices import CHOICES
from outward.composite.comparison import compare
from outward.composite.evaluation import STEPS
from outward.composite.explanation import profile
from outward.composite.levers import levers
from outward.studies.csv_tables import table
from outward.studies.indices.assessment import Assessment, assess
from outward.studies.indices.written import (
    causes_csv,
    choices_json,
    comparison_csv,
    inputs_hash,
    left_out_csv,
    profile_json,
    ranks_csv,
    result_json,
    scores_csv,
    sobol_csv,
    values_csv,
)
from tests.composite.asem import Cell, made_data, made_framework

FRAMEWORK = """
[index]
code = "index"
name_en = "An index"
name_zh = "某指数"
[[pillar]]
code = "p"
[[pillar]]
code = "q"
[[grouping]]
code = "g"
[[indicator]]
code = "a"
pillar = "p"
[[indicator]]
code = "b"
pillar = "p"
direction = -1
[[indicator]]
code = "c"
pillar = "q"
[[indicator]]
code = "d"
pillar = "q"
[choices.impute]
method = "mean"
[choices.treat]
max_skewness = 1
max_kurtosis = 1
[choices.uncertainty]
runs = 200
[[factor]]
name = "normalisation"
alternatives = [{normalise.method = "minmax"}, {normalise.method = "zscore"}]
"""
EVIL = ("=1+1", "+cmd|' /C calc'!A0", "@SUM(A1)", "-2+3", "\tTab", "辽宁, “quoted” \"x\"", "plain", " =space", "x=1")
SHORT = "short of data"


def data_of(framework: Framework, **added: str) -> IndexData:
    generator = np.random.default_rng(3)
    rows = []
    for row, unit in enumerate((*EVIL, SHORT), start=2):
        values = [repr(float(value)) for value in generator.lognormal(1, 1.2, 4)]
        values[2] = "" if row == 4 else values[2]
        values = ["", "", "", values[3]] if unit == SHORT else values
        rows.append((row, [unit, unit.upper(), "", *values, *added.values(), "n" if row % 2 else "s", "synthetic"]))
    return read_data(["unit", "name_en", "name_zh", *"abcd", *added, "g", "status"], rows, framework, file="evil.csv")


@lru_cache(maxsize=1)
def found() -> Assessment:
    """Nine units with names that a spreadsheet program would run, one with a gap, and one that is not ranked."""
    framework = read_framework(FRAMEWORK)
    return assess(framework, data_of(framework), samples=50)


def rows_of(content: bytes) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(content.decode("utf-8"), newline="")))


def unit_of(text: str) -> str:
    """Take the apostrophe off that keeps a text from running."""
    return text[1:] if text[:1] == "'" else text


class TestHeaders:
    """Columns that other programs rely on."""

    def test_of_scores_values_and_ranks(self) -> None:
        headers = [content.partition(b"\n")[0].decode() for content in
                   (scores_csv(found().evaluation), values_csv(found().evaluation), ranks_csv(found()))]
        assert headers == ["unit,level,code,score,rank", "unit,indicator,step,value,status",
                           "unit,rank,rank_p05,rank_p95,p_top_10"]

    def test_of_the_other_tables(self) -> None:
        comparison = compare(found().framework, found().data, found().framework.with_weights({"a": 3}), found().data)
        headers = [content.partition(b"\n")[0].decode() for content in
                   (sobol_csv(found()), left_out_csv(found()), comparison_csv(comparison), causes_csv(comparison))]
        assert headers == ["target,factor,first,total,first_error,total_error", "code,level,mean_shift",
                           "unit,rank_before,rank_after,gained,score_before,score_after", "unit,cause,places"]
        for row in rows_of(causes_csv(comparison)):
            assert row["cause"] == "weights"
        gained = {row["unit"]: int(row["gained"]) for row in rows_of(comparison_csv(comparison))}
        assert gained == {row["unit"]: round(float(row["places"])) for row in rows_of(causes_csv(comparison))}
        assert any(gained.values())


class TestNumbers:
    """What is read back is what was computed, to the last bit."""

    def test_scores_and_ranks_of_every_node(self) -> None:
        evaluation = found().evaluation
        read = {(unit_of(row["unit"]), row["code"]): row for row in rows_of(scores_csv(evaluation))}
        for code, scores in evaluation.scores.items():
            for place, unit in enumerate(evaluation.units):
                row = read.pop((unit, code))
                assert float(row["score"]) == scores[place]
                assert int(row["rank"]) == evaluation.ranks[code][place]
                assert int(row["level"]) == evaluation.framework.levels[code]
        assert {key: (row["score"], row["rank"]) for key, row in read.items()} == {(SHORT, "index"): ("", "")}

    def test_the_index_comes_first_from_the_best_down(self) -> None:
        rows = rows_of(scores_csv(found().evaluation))[:len(found().evaluation.units)]
        assert [row["rank"] for row in rows] == [str(rank) for rank in range(1, 10)]
        assert {(row["code"], row["level"]) for row in rows} == {("index", "3")}

    def test_values_after_every_step_with_what_became_of_them(self) -> None:
        evaluation = found().evaluation
        rows = rows_of(values_csv(evaluation))
        assert len(rows) == len(STEPS) * len(evaluation.units) * 4
        for row in rows:
            place = evaluation.units.index(unit_of(row["unit"]))
            column = "abcd".index(row["indicator"])
            value = evaluation.stages.values(row["step"])[place, column]
            np.testing.assert_equal(float(row["value"] or "nan"), value)
            assert row["status"] == evaluation.stages.statuses(row["step"])[place, column]
        of_gap = [(row["step"], row["status"]) for row in rows if unit_of(row["unit"]) == EVIL[2]
                  and row["indicator"] == "c"]
        assert of_gap[:3] == [("raw", "missing"), ("denominated", "missing"), ("imputed", "imputed")]
        assert {row["status"] for row in rows} >= {"given", "missing", "imputed"}

    def test_bands_are_the_quantiles_of_the_runs(self) -> None:
        rows = {unit_of(row["unit"]): row for row in rows_of(ranks_csv(found()))}
        uncertainty = found().uncertainty
        for place, unit in enumerate(uncertainty.units):
            assert int(rows[unit]["rank"]) == uncertainty.nominal[place]
            assert float(rows[unit]["rank_p05"]) == uncertainty.quantile(0.05)[place]
            assert float(rows[unit]["rank_p95"]) == uncertainty.quantile(0.95)[place]
            assert float(rows[unit]["p_top_10"]) == 1
        assert rows[SHORT] == {"unit": SHORT, "rank": "", "rank_p05": "", "rank_p95": "", "p_top_10": ""}
        assert [row["unit"] for row in rows_of(ranks_csv(found()))][-1] == SHORT

    @pytest.mark.parametrize("value", [0.1 + 0.2, 1 / 3, 1e-300, 1.7e308, -0.0, 12345678901234567.0])
    def test_any_number_comes_back(self, value: float) -> None:
        [row] = rows_of(table(("x", "y"), [(value, np.float64(value))]))
        assert float(row["x"]) == float(row["y"]) == value

    def test_a_gap_is_an_empty_cell(self) -> None:
        assert table(("x", "y"), [(math.nan, np.float64("nan"))]) == b"x,y\n,\n"


class TestNothingRuns:
    """Names from users reach spreadsheet programs as text."""

    @pytest.mark.parametrize("content", ["scores", "values", "ranks", "sobol"])
    def test_no_cell_begins_as_a_formula_does(self, content: str) -> None:
        written = {"scores": scores_csv(found().evaluation), "values": values_csv(found().evaluation),
                   "ranks": ranks_csv(found()), "sobol": sobol_csv(found())}[content]
        texts = [row[0] for row in csv.reader(io.StringIO(written.decode(), newline=""))]
        assert "'=1+1" in texts
        assert not [text for text in texts if text.strip()[:1] in ("=", "+", "-", "@")]
        assert {unit_of(text) for text in texts} >= {unit.strip("\t") for unit in EVIL if "space" not in unit}


def walked(value: Any) -> list[Any]:
    """Give all leaves of a JSON document."""
    if isinstance(value, dict):
        return [leaf for each in value.values() for leaf in walked(each)]
    return [leaf for each in value for leaf in walked(each)] if isinstance(value, list) else [value]


def strict(content: bytes) -> Any:
    def refuse(constant: str) -> None:
        raise AssertionError(constant)

    return json.loads(content, parse_constant=refuse)


class TestResult:
    """All of it as one document."""

    def test_its_schema(self) -> None:
        result = strict(result_json(found()))
        assert list(result) == ["format", "outward", "framework", "name", "synthetic", "data", "sources", "year",
                                "coverage", "inputs_sha256", "choices", "excluded", "weights", "units", "treatments",
                                "audit", "uncertainty", "sensitivity", "left_out"]
        assert (result["format"], result["framework"], result["data"]) == (1, "index", "evil.csv")
        assert result["name"] == {"en": "An index", "zh": "某指数"}
        assert result["synthetic"] is True
        assert list(result["choices"]) == [choice.key for choice in CHOICES]
        assert result["excluded"] == [{"unit": SHORT, "pillar": None, "available": 1, "of": 4, "least": 0.65}]
        assert set(result["weights"]) == {"index", "p", "q", *"abcd"}
        assert set(result["audit"]) == {"findings", "cronbach_alpha", "influence", "correlations", "contrary_parts",
                                        "consistency_ratios"}
        assert result["uncertainty"]["runs"] == 200
        assert [each["code"] for each in result["left_out"]] == [*"abcd", "p", "q"]
        targets = {each["target"] for each in result["sensitivity"]}
        assert targets == {"mean_abs_rank_shift", *(unit.strip() for unit in EVIL)}

    def test_its_units(self) -> None:
        evaluation = found().evaluation
        units = strict(result_json(found()))["units"]
        assert [each["rank"] for each in units] == list(range(1, 10))
        for each in units:
            place = evaluation.units.index(each["unit"])
            assert each["score"] == evaluation.score[place]
            assert each["scores"] == {code: pytest.approx(scores[place]) for code, scores in evaluation.scores.items()}
            assert each["reliability"] == found().diagnostics.reliability[place]
        imputed = {each["unit"]: each["imputed_share"] for each in units}
        assert {unit for unit, share in imputed.items() if share} == {EVIL[2]}

    def test_no_number_in_it_is_none(self) -> None:
        """Three units of two indicators: no kurtosis, no alpha, no correlation."""
        framework = made_framework("a", "b").with_choices({"uncertainty.runs": 5})
        thin = assess(framework, made_data(framework, {"a": [1, 2], "b": [2, 1]}), samples=4)
        result = strict(result_json(thin))
        assert result["audit"]["cronbach_alpha"] == {"index": None}
        assert None in walked(result["treatments"])

    def test_a_judgement_s_consistency_and_a_contrary_part_are_told(self) -> None:
        judged = "".join(f'[[comparison]]\npillar = "index"\nbetter = "{one}"\nthan = "{other}"\nratio = {ratio}\n'
                         for one, other, ratio in (("a", "b", 2), ("b", "c", 2), ("a", "c", 9)))
        framework = made_framework("a", "b", "c", rest=judged).with_choices({"uncertainty.runs": 5})
        columns = {"a": [1, 2, 3, 4], "b": [1, 3, 2, 4], "c": [4, 3, 2, 1]}
        ahp = framework.with_choices({"weights.method": "ahp"})
        result = strict(result_json(assess(ahp, made_data(ahp, columns), samples=4)))
        assert 0 < result["audit"]["consistency_ratios"]["index"] < 0.2
        pca = framework.with_choices({"weights.method": "pca"})
        result = strict(result_json(assess(pca, made_data(pca, columns), samples=4)))
        assert result["audit"]["contrary_parts"] == {"index": ["c"]}

    def test_the_same_bytes_twice(self) -> None:
        framework = read_framework(FRAMEWORK)
        again = assess(framework, data_of(framework), samples=50)
        for write in (result_json, ranks_csv, sobol_csv, left_out_csv):
            assert write(again) == write(found())
        for write_evaluation in (scores_csv, values_csv):
            assert write_evaluation(again.evaluation) == write_evaluation(found().evaluation)

    def test_a_unit_without_a_score_has_no_band(self) -> None:
        framework = made_framework("a", "b").with_choices({"screen.per_unit": 0, "aggregate.availability": 1,
                                                           "uncertainty.runs": 5})
        thin = assess(framework, made_data(framework, {"a": [1, 2, 3], "b": [2, "", 1]}), samples=4)
        unit = strict(result_json(thin))["units"][-1]
        assert [unit[key] for key in ("rank", "score", "rank_p05", "rank_p95", "p_top_10")] == [None] * 5


class TestHash:
    """What went in has a name of its own."""

    def test_it_changes_with_values_choices_and_weights(self) -> None:
        framework = read_framework(FRAMEWORK)
        base = inputs_hash(found().evaluation)
        other = data_of(framework)
        entries = {**other.entries}
        key = (EVIL[0], "a", "", "")
        entries[key] = type(entries[key])(entries[key].value + 1e-9, entries[key].row)
        changed = [assess(framework, IndexData(other.file, other.units, other.names, entries, other.groups), samples=2),
                   assess(framework.with_choices({"treat.method": "none"}), other, samples=2),
                   assess(framework.with_weights({"a": 2}), other, samples=2)]
        assert len({base, *(inputs_hash(each.evaluation) for each in changed)}) == 4

    def test_it_changes_with_all_that_scores_and_bands_rest_on(self) -> None:
        framework = made_framework("a", "b", rest='[[grouping]]\ncode = "g"\n').with_choices(
            {"impute.method": "group_mean", "impute.group": "g", "screen.per_unit": 0.5, "uncertainty.runs": 5})
        columns: dict[str, list[Cell]] = {"a": [1, 2, 3, 4], "b": [1, 9, 5, ""]}
        one, other = (assess(framework, made_data(framework, {**columns, "g": list(groups)}), samples=2)
                      for groups in ("xyxx", "xyxy"))
        assert one.evaluation.score.tolist() != other.evaluation.score.tolist()
        assert inputs_hash(one.evaluation) != inputs_hash(other.evaluation)


def test_a_card_and_its_levers_as_json() -> None:
    evaluation = found().evaluation
    last = evaluation.units[evaluation.rank.tolist().index(9)]
    content = strict(profile_json(profile(evaluation, last), levers(evaluation, last, 8)))
    assert (content["unit"], content["rank"], content["of"]) == (last, 9, 9)
    assert content["levers"]["target"] == 8
    assert {each["indicator"] for each in content["levers"]["alone"]} == set("abcd")
    assert "levers" not in strict(profile_json(profile(evaluation, last), None))


def test_every_choice_is_told_with_its_default_and_reason() -> None:
    choices = choices_json()
    assert [each["key"] for each in choices] == [choice.key for choice in CHOICES]
    assert all(each["reason"]["en"] and each["reason"]["zh"] and each["values"] for each in choices)
    assert json.loads(json.dumps(choices)) == choices
