"""The catalogue: a study says what it may be asked for, and every view finds it by that alone."""

from __future__ import annotations

from dataclasses import replace

import pytest

from outward.errors import InvalidInputError, InvalidValueError, NotFoundError
from outward.studies import catalogue
from outward.studies.catalogue import register, studies, study
from outward.studies.parameters import (
    AS_OF,
    ChoiceParameter,
    CodesParameter,
    NumberParameter,
    Option,
    Parameter,
    TextParameter,
)
from outward.studies.result import StudyResult
from outward.studies.study import Progress, Request, Study
from outward.vocabulary.labels import Label
from tests.worlds import results

METHOD = ChoiceParameter(key="method", name=Label("Method", "方法"),
                         options=(Option("entropy", Label("Entropy", "熵权法")),
                                  Option("equal", Label("Equal", "等权"))))
PACE = NumberParameter(key="pace", name=Label("Pace", "增速"), unit="%", least=0, most=20, preset=5)
SEED = NumberParameter(key="seed", name=Label("Seed", "随机种子"), least=0, most=2**32 - 1, whole=True, preset=7)
WORDS = TextParameter(key="words", name=Label("Words", "文字"), longest=5)
REGIONS = CodesParameter(key="regions", name=Label("Regions", "地区"), scheme="region", least=1, most=2)


def answer(release: object, request: Request, progress: Progress) -> StudyResult:
    progress(0.5, Label("Half", "一半"))
    return results.result()


RANKING = Study("ranking", Label("Ranking", "排名"), Label("Who is first?", "谁居首位？"), answer,
                parameters=(METHOD, PACE, SEED, WORDS, REGIONS))


@pytest.fixture(autouse=True)
def _own_catalogue(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(catalogue, "_STUDIES", dict(catalogue._STUDIES))


def test_the_diagnosis_is_the_first_study_and_stands_in_the_report() -> None:
    register(RANKING)
    assert [each.id for each in studies()] == ["diagnosis", "competitiveness", "early-warning", "audit",
                                               "investment-environment", "ranking", "targets"]
    assert study("diagnosis").in_report == 10
    assert study("diagnosis").request().values == {"as_of": ""}


def test_a_second_study_under_an_id_is_refused_and_the_same_one_is_not() -> None:
    register(RANKING)
    register(RANKING)
    with pytest.raises(InvalidValueError, match="ranking"):
        register(replace(RANKING, in_report=None, question=Label("Who is last?", "谁居末位？")))


def test_a_study_that_is_not_there_names_the_closest() -> None:
    with pytest.raises(NotFoundError, match="diagnosis"):
        study("diagnosys")


def test_a_request_takes_defaults_for_what_is_not_given() -> None:
    request = RANKING.request({"regions": ["CN-LN", "CHN"]})
    assert request.as_json() == {"method": "entropy", "pace": 5.0, "seed": 7, "words": "", "regions": ["CN-LN", "CHN"]}
    assert (request.text("method"), request.number("pace"), request.whole("seed")) == ("entropy", 5.0, 7)
    assert request.codes("regions") == ("CN-LN", "CHN")


def test_a_request_read_from_its_json_is_the_same_request() -> None:
    request = RANKING.request({"regions": ["CHN"], "pace": 3, "words": " 甲 "})
    again = RANKING.request(request.as_json())
    assert again == request
    assert again.canonical() == request.canonical()


@pytest.mark.parametrize(("parameter", "given"), [
    (AS_OF, "20171231"), (AS_OF, "2017-02-30"), (AS_OF, 2017), (METHOD, "guess"), (METHOD, 1), (PACE, 20.5),
    (PACE, float("nan")), (PACE, float("inf")), (PACE, "5"), (PACE, True), (SEED, 1.5), (SEED, -1), (WORDS, "a\nb"),
    (WORDS, "longer"), (WORDS, None), (REGIONS, []), (REGIONS, "CHN"), (REGIONS, ["CHN", "CHN"]), (REGIONS, ["XX"]),
    (REGIONS, [["CHN"]]), (REGIONS, ["CHN", "CN-LN", "CN-JL"])])
def test_a_value_that_a_parameter_does_not_take_is_refused_by_its_key(parameter: Parameter, given: object) -> None:
    with pytest.raises(InvalidValueError, match=f"{parameter.key} is"):
        parameter.read(given)


@pytest.mark.parametrize(("parameter", "value", "words"), [
    (AS_OF, "", ("no limit", "不限")), (AS_OF, "2017-12-31", ("2017-12-31", "2017-12-31")),
    (METHOD, "equal", ("Equal", "等权")), (PACE, 5.0, ("5 %", "5 %")), (SEED, 1234567, ("1,234,567", "1,234,567")),
    (REGIONS, [], ("none", "无")), (REGIONS, ["CN-LN", "CHN"], ("Liaoning, China", "辽宁、中国"))])
def test_a_value_is_put_into_words_in_both_languages(parameter: Parameter, value: object,
                                                     words: tuple[str, str]) -> None:
    assert (parameter.told(value).en, parameter.told(value).zh) == words


def test_every_problem_of_a_request_is_named_by_its_parameter() -> None:
    with pytest.raises(InvalidInputError) as raised:
        RANKING.request({"method": "guess", "pace": 99, "colour": "red"})
    assert [problem.column for problem in raised.value.problems] == ["colour", "method", "pace", "regions"]


def test_a_study_of_the_report_must_be_askable_as_of_a_day_and_without_more() -> None:
    with pytest.raises(InvalidValueError, match="AS_OF"):
        replace(RANKING, in_report=20)
    with pytest.raises(InvalidValueError, match="AS_OF"):
        replace(RANKING, in_report=20, parameters=(AS_OF, REGIONS))
    with pytest.raises(InvalidValueError, match="two parameters"):
        replace(RANKING, parameters=(PACE, PACE))
