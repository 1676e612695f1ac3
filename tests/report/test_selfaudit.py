"""The report's own numbers stand the audit that its sources stand: no error but those that it inherits."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from outward.ingest.cases import load_case
from outward.report.build import Report, build_report, no_picture
from outward.report.document import Number, Paragraph, Sentence, Text
from outward.report.sections import study_results
from outward.report.selfaudit import audit_report
from outward.report.write import Wanted, read_trace, write_reports
from outward.studies.releases import open_release
from outward.studies.result import StudyResult
from outward.vocabulary.labels import LANGUAGES, Language
from tests.worlds import results
from tests.worlds.doubts import doubted


@pytest.fixture(scope="module")
def liaoning(tmp_path_factory: pytest.TempPathFactory) -> tuple[StudyResult, ...]:
    workspace: Path = tmp_path_factory.mktemp("workspace")
    load_case("liaoning", workspace)
    return study_results(open_release(workspace, "liaoning"))


def sample(language: Language = "en") -> Report:
    return build_report([results.result()], language=language, describe=no_picture)


def with_text(report: Report, id: str, text: str) -> Report:
    """The report as if a number had been printed wrongly."""
    return replace(report, numbers=tuple(replace(row, text=text) if row.id == id else row for row in report.numbers))


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_bundled_case_has_no_error_of_its_own(liaoning: tuple[StudyResult, ...], language: Language) -> None:
    audited = audit_report(build_report(liaoning, language=language, describe=no_picture))
    assert audited.own == ()
    assert audited.inherited  # its source's contradictions are shown, and seen again
    assert audited.in_tables > 800
    assert audited.in_sentences > 300
    assert audited.worked_out > 500


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_made_up_report_has_no_error(language: Language) -> None:
    audited = audit_report(sample(language))
    assert (audited.own, audited.inherited) == ((), ())
    assert audited.worked_out > 15


@pytest.mark.parametrize(("id", "text"), [
    ("sales.growth.2015", "-4.7"),  # 100*(x1/x2-1)
    ("sales.pumps.share.2015", "16.0"),  # 100*x1/x2
    ("sales.two.share.2015", "99.9"),  # x1+x2
    ("sales.other.difference.2015", "-1,063.47"),  # x1-x2
    ("sales.other.multiple.2015", "0.61"),  # x1/x2
    ("shown:cell:1:2", "197.53"),  # x1/10: a slip of the unit
    ("magnitude:sales.growth.2015", "7.3"),  # -x1
])
def test_a_number_that_does_not_follow_from_what_it_is_made_of_is_an_error(id: str, text: str) -> None:
    audited = audit_report(with_text(sample(), id, text))
    assert audited.own
    assert audited.problems("zh")[0].column
    assert "报告" not in audited.problems("en")[0].what


def test_an_error_that_rests_on_a_suspect_is_inherited() -> None:
    report = build_report(doubted(), language="en", describe=no_picture)
    audited = audit_report(with_text(report, "sales.pumps.share.2015", "16.0"))
    assert audited.own == ()
    assert audited.inherited


def test_a_sentence_that_contradicts_another_is_an_error() -> None:
    report = sample()
    said = (("In 2014, the sales value of Anyville was ", "100", " million CNY."),
            ("In 2015, the sales value of Anyville was ", "150", " million CNY, up by "))
    first = Sentence("a", (Text(said[0][0]), Number("cell:1:1", said[0][1]), Text(said[0][2])))
    second = Sentence("b", (Text(said[1][0]), Number("cell:1:2", said[1][1]), Text(said[1][2]),
                            Number("sales.growth.2015", "20.0"), Text("% from 2014.")))
    document = replace(report.document, blocks=(Paragraph("p", (first, second)),))
    assert audit_report(replace(report, document=document)).own


def test_an_empty_report_is_audited_too() -> None:
    report = sample()
    audited = audit_report(replace(report, document=replace(report.document, blocks=()), numbers=()))
    assert (audited.count, audited.own, audited.inherited) == (0, (), ())


def test_a_written_report_says_how_it_fared(tmp_path: Path) -> None:
    told: list[str] = []
    write_reports([Wanted(sample, tmp_path, ())], progress=told.append)
    audited = audit_report(sample())
    assert read_trace(tmp_path)["audited"] == audited.as_json() == {
        "in_tables": audited.in_tables, "in_sentences": audited.in_sentences, "worked_out": audited.worked_out,
        "errors": 0, "inherited": 0}
    assert f"audited {audited.count} numbers of the report (en): 0 errors of its own, 0 inherited" in told


def test_a_report_with_an_error_of_its_own_is_written_with_a_caution(tmp_path: Path) -> None:
    wrong = with_text(sample(), "sales.pumps.share.2015", "16.0")
    written = write_reports([Wanted(lambda: wrong, tmp_path, ())])
    assert written.cautions
    assert all("the report's own numbers do not agree" in caution.what for caution in written.cautions)
