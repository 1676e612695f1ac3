"""The two index studies of a release: what they rank, what they refuse to rank, and their report in both languages."""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from outward.composite import evaluate
from outward.composite.shipped import shipped_framework
from outward.ingest.cases import load_case
from outward.report.build import build_report, no_picture
from outward.report.document import Document, Note
from outward.studies.catalogue import study
from outward.studies.encoding import decode, encode
from outward.studies.indices.assessment import assess
from outward.studies.indices.loading import load_release, with_coverage
from outward.studies.indices.study import REPORT_SUBTITLE, rank_countries, rank_regions, table_result
from outward.studies.releases import Release, open_release
from outward.studies.result import Gap, Heading, Item, Remark, ResultChart, ResultTable, StudyResult, shown_in
from outward.vocabulary.figures import Figure, walk
from outward.vocabulary.formulas import evaluate as evaluate_formula
from outward.vocabulary.labels import LANGUAGES, Label, Language
from outward.vocabulary.statements import Between, RankBand
from tests.composite import provinces
from tests.composite.asem import made_data, made_framework
from tests.studies.indices import made_release, of_countries, of_provinces
from tests.studies.indices.test_loading import holdings_of

SHARES = {"VNM": 0.4, "DEU": 0.9, "KAZ": 0.6, "IDN": 0.5}
PREFIX = "index.regional-competitiveness"


def of_regions(release: Release, **given: object) -> StudyResult:
    return rank_regions(release, study("competitiveness").request(given))


def of_hosts(release: Release, **given: object) -> StudyResult:
    return rank_countries(release, study("investment-environment").request(given))


def items_of(result: StudyResult) -> dict[str, Item]:
    [section] = result.sections
    assert len({item.id for item in section.items}) == len(section.items)
    return {item.id: item for item in section.items}


def table(result: StudyResult, id: str) -> ResultTable:
    found = items_of(result)[id]
    assert isinstance(found, ResultTable)
    return found


def band(result: StudyResult) -> RankBand:
    return next(item for item in result.sections[0].items if isinstance(item, RankBand))


def assert_figures(result: StudyResult) -> None:
    """Hold every figure to its formula, and every cell to a source that the result names."""
    named = {source.id for source in result.sources}
    for figure in walk(figure for _, figure in result.figures()):
        if figure.cell is None:
            assert evaluate_formula(figure.formula, [each.value for each in figure.inputs]) == figure.value
        else:
            assert figure.cell.source in named


@pytest.fixture(scope="module")
def liaoning(tmp_path_factory: pytest.TempPathFactory) -> Release:
    workspace: Path = tmp_path_factory.mktemp("workspace")
    load_case("liaoning", workspace)
    return open_release(workspace, "liaoning")


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Release:
    """A release of the made-up provinces without gaps."""
    return made_release(tmp_path_factory.mktemp("made"), of_provinces())


@pytest.fixture(scope="module")
def both(made: Release) -> dict[str, StudyResult]:
    """Their ranking under either coverage."""
    return {coverage: of_regions(made, coverage=coverage) for coverage in ("traditional", "full")}


@pytest.fixture(params=["traditional", "full"])
def coverage(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.fixture
def ranked(both: dict[str, StudyResult], coverage: str) -> StudyResult:
    return both[coverage]


@pytest.fixture(scope="module")
def hosts(tmp_path_factory: pytest.TempPathFactory) -> StudyResult:
    return of_hosts(made_release(tmp_path_factory.mktemp("hosts"), of_countries(SHARES)))


class TestLiaoning:
    """The bundled case has published places, and no data of other provinces."""

    def test_table_5_and_one_gap_and_no_rank(self, liaoning: Release, coverage: str) -> None:
        result = of_regions(liaoning, coverage=coverage)
        items = items_of(result)
        assert {"published", "published.table.traditional", "published.table.full"} <= set(items)
        assert [gap.id for gap in result.gaps] == ["competitiveness.missing"]
        assert not [item for item in items.values() if isinstance(item, RankBand)]
        said = items["published.mean.full.CN-LN"]
        assert isinstance(said, Between)
        assert (said.low.value, said.high.value) == (9.25, 14.25)
        assert_figures(result)

    def test_the_gap_names_what_is_wanting_and_how_to_mend_it(self, liaoning: Release) -> None:
        [gap] = of_regions(liaoning).gaps
        assert "two or more provinces of revenue from principal business" in gap.what.en
        assert "主营业务收入" in gap.what.zh
        assert "outward index template" in gap.mend.en
        assert "outward index template" in gap.mend.zh

    def test_host_countries_are_a_gap_too(self, liaoning: Release) -> None:
        result = of_hosts(liaoning)
        assert [item.id for item in result.sections[0].items] == ["investment-environment.missing"]

    def test_before_the_ranking_was_out_there_is_nothing_of_it(self, liaoning: Release) -> None:
        result = of_regions(liaoning, as_of="2015-06-30")
        assert [item.id for item in result.sections[0].items] == ["competitiveness.missing"]
        assert result.as_of == "2015-06-30"

    @pytest.mark.parametrize("language", LANGUAGES)
    def test_its_section_is_written_in_both_languages(self, liaoning: Release, language: Language) -> None:
        assert_told([of_regions(liaoning), of_hosts(liaoning)], language)


class TestProvinces:
    """Made-up provinces: ranked with bands, charts and audit."""

    def test_it_is_what_the_engine_says(self, made: Release, ranked: StudyResult, coverage: str) -> None:
        framework = with_coverage(shipped_framework("regional-competitiveness"), coverage)
        loaded = load_release(holdings_of(made), framework)
        evaluation = evaluate(loaded.framework, loaded.data)
        rows = {row.key: row.cells for row in table(ranked, f"{PREFIX}.table.ranking").rows}
        assert set(rows) == set(evaluation.units) == {unit for unit in provinces.BY_SIZE if unit != "CN-XZ"}
        for place, unit in enumerate(evaluation.units):
            cells = [cell.value if isinstance(cell, Figure) else None for cell in rows[unit]]
            assert cells[0] == evaluation.rank[place]
            assert cells[4] == pytest.approx(evaluation.score[place], rel=1e-9)
            assert cells[1] is not None
            assert cells[2] is not None
            assert cells[1] <= cells[2]

    def test_the_coverages_differ_by_those_that_were_planted(self, both: dict[str, StudyResult]) -> None:
        before, after = ({row.key: row.cells[0].value for row in table(both[coverage], f"{PREFIX}.table.ranking").rows
                          if isinstance(row.cells[0], Figure)} for coverage in ("traditional", "full"))
        assert {unit for unit in before if after[unit] < before[unit]} == set(provinces.RISERS)

    def test_every_figure_recomputes(self, ranked: StudyResult) -> None:
        assert_figures(ranked)

    def test_the_home_province_is_told_first_and_has_a_card(self, ranked: StudyResult) -> None:
        said = band(ranked)
        assert (said.place.en, said.period) == ("Liaoning", "2014")
        assert (said.of.value, said.rank.value) == (30, next(
            row.cells[0].value for row in table(ranked, f"{PREFIX}.table.ranking").rows
            if row.key == "CN-LN" and isinstance(row.cells[0], Figure)))
        card = table(ranked, f"{PREFIX}.table.card")
        leads = [row.cells[2].value for row in card.rows if isinstance(row.cells[2], Figure)]
        assert leads == sorted(leads, reverse=True)
        assert 0 < len(leads) <= 6

    def test_who_is_not_ranked_is_named(self, ranked: StudyResult) -> None:
        [row] = table(ranked, f"{PREFIX}.table.excluded").rows
        assert row.key == provinces.EXCLUDED[0]
        assert row.cells[0] == Label("innovation ability", "创新能力")
        assert [cell.value for cell in row.cells[1:] if isinstance(cell, Figure)] == list(provinces.EXCLUDED[2:])

    def test_pictures_and_tables_are_there(self, ranked: StudyResult) -> None:
        kinds = {item.kind for item in items_of(ranked).values() if isinstance(item, ResultChart)}
        assert kinds == {"bands", "heat map", "stacked bars", "grouped bars"}
        assert {"index.synthetic", f"{PREFIX}.table.audit", f"{PREFIX}.table.left-out", f"{PREFIX}.table.weights",
                f"{PREFIX}.table.choices"} <= set(items_of(ranked))

    def test_the_same_answer_each_time_which_survives_being_written(self, made: Release, ranked: StudyResult,
                                                                    coverage: str) -> None:
        written = encode(ranked)
        assert encode(decode(written)) == written
        assert encode(of_regions(made, coverage=coverage)) == written

    @pytest.mark.parametrize("language", LANGUAGES)
    def test_its_report(self, ranked: StudyResult, language: Language) -> None:
        blocks = assert_told([ranked], language).blocks
        assert any(isinstance(block, Note) and block.kind == "synthetic" for block in blocks)

    def test_the_year_that_is_asked_for(self, tmp_path: Path) -> None:
        release = made_release(tmp_path, of_provinces(years=("2013", "2014")))
        assert band(of_regions(release)).period == "2014"
        assert band(of_regions(release, year="2013")).period == "2013"
        [gap] = of_regions(release, year="1999").gaps
        assert gap.id == "competitiveness.missing"

    def test_as_of_a_day_only_what_was_known(self, tmp_path: Path) -> None:
        revised = [(*each[:6], str(10 * float(each[6])), "2018-01-01") for each in of_provinces()
                   if each[1] == "CN-LN" and each[0] in ("principal-revenue", "sales-value", "total-assets")]
        release = made_release(tmp_path, [*of_provinces(), *revised])
        early, late = of_regions(release, as_of="2017-06-01"), of_regions(release)
        assert band(early).rank.value != band(late).rank.value
        assert of_regions(release, as_of="2010-01-01").gaps

    def test_provinces_with_gaps_are_ranked_too(self, tmp_path: Path) -> None:
        assert band(of_regions(made_release(tmp_path, of_provinces(gaps=True)))).of.value == 30


class TestHosts:
    """Made-up host countries between fixed goalposts."""

    def test_scores_are_the_shares_that_were_planted(self, hosts: StudyResult) -> None:
        rows = table(hosts, "index.investment-environment.table.ranking").rows
        assert [row.key for row in rows] == ["DEU", "KAZ", "IDN", "VNM"]
        assert [row.cells[4].value for row in rows if isinstance(row.cells[4], Figure)] == pytest.approx(
            [90, 60, 50, 40], rel=1e-6)
        assert_figures(hosts)

    def test_no_home_no_card_and_the_leader_is_told(self, hosts: StudyResult) -> None:
        assert band(hosts).place.en == "Germany"
        assert "index.investment-environment.card" not in items_of(hosts)
        assert not any(isinstance(item, Heading) and item.id == "published" for item in hosts.sections[0].items)

    @pytest.mark.parametrize("language", LANGUAGES)
    def test_its_report(self, hosts: StudyResult, language: Language) -> None:
        assert_told([hosts], language)


@pytest.fixture(scope="module")
def flat(tmp_path_factory: pytest.TempPathFactory) -> StudyResult:
    """An indicator is the same everywhere: it cannot rank."""
    rows = [(*each[:6], "7", each[7]) if each[0] == "ofdi-stock" else each for each in of_provinces()]
    return of_regions(made_release(tmp_path_factory.mktemp("flat"), rows))


class TestWhatCannotBeComputed:
    """The reason stands in place of a rank."""

    def test_it_says_why_and_where(self, flat: StudyResult) -> None:
        [gap] = flat.gaps
        assert gap.id == "competitiveness.not-computed"
        assert "every value is 7" in gap.what.en
        assert "column ofdi-stock" in gap.what.en

    def test_and_in_chinese(self, flat: StudyResult) -> None:
        assert_told([flat], "zh")


class TestTables:
    """A user's own table as a report of its own."""

    def test_each_unit_may_be_whose_report_it_is(self) -> None:
        framework = made_framework("a", "b").with_choices({"uncertainty.runs": 20})
        data = made_data(framework, {"a": [3, 2, 1], "b": [1, 3, 1]}, units=["甲", "乙", "丙"])
        found = assess(framework, data, samples=4)
        for home in ("", "甲", "丙"):
            result = table_result(found, home=home, known_on="2020-01-01")
            assert_figures(result)
            assert ("index.index.card" in items_of(result)) == bool(home)
            assert band(result).place.en == (home or "乙")
            assert result.case.known_on == "2020-01-01"
            for language in LANGUAGES:
                document = build_report([result], language=language, describe=no_picture, subtitle=REPORT_SUBTITLE)
                assert document.document.subtitle == REPORT_SUBTITLE.text(language)


FOREIGN = re.compile(r"\b[A-Za-z]{2,} [a-z]{2,}|[a-z]{2,} [A-Z]{2,}\b")
"""Two words of English; names such as JRC stand alone, and formulas have no words."""


def words_of(block: object) -> Iterator[str]:
    """Give all texts beneath a block."""
    if isinstance(block, str):
        yield block
    elif isinstance(block, tuple):
        for part in block:
            yield from words_of(part)
    elif dataclasses.is_dataclass(block):
        for field in dataclasses.fields(block):
            yield from words_of(getattr(block, field.name))


def assert_told(results: list[StudyResult], language: Language) -> Document:
    """Build a report, and look for words of the other language in it; give its document."""
    document = build_report(results, language=language, describe=no_picture).document
    for text in words_of(document.blocks):
        assert "未译" not in text
        assert "untranslated" not in text
        if language == "zh":
            assert not FOREIGN.search(re.sub("`[^`]*`", "", text)), text
        else:
            assert not re.search("[\u4e00-\u9fff]", text), text
    return document


def test_what_is_shown_is_what_a_reader_can_follow(ranked: StudyResult) -> None:
    """From the rank of the home province down to printed cells of the case."""
    said = band(ranked)
    cells = {figure.cell.source for figure in walk([said.rank]) if figure.cell is not None}
    assert cells == {"yearbook"}
    shown = [figure for item in ranked.sections[0].items for figure in shown_in(item)]
    assert len(shown) > 500
    assert not [item for item in ranked.sections[0].items if isinstance(item, Gap)]
    first = ranked.sections[0].items[0]
    assert isinstance(first, Remark)
    assert first.text.en.startswith("The data are made up")
