"""What is told of an outlook and of a release: levels beside their record, numbers that lead somewhere, gaps named."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from functools import cache
from itertools import pairwise
from pathlib import Path

import pytest

from outward.casebook.folder import bundled
from outward.errors import MissingDependencyError
from outward.ingest.cases import load_case
from outward.report.build import build_report, no_picture
from outward.report.selfaudit import audit_report
from outward.risk.events import KINDS
from outward.risk.levels import Policy
from outward.risk.states import Country
from outward.sources.hmrc_rates import HmrcRates
from outward.studies.catalogue import study
from outward.studies.releases import Release, open_release
from outward.studies.result import (
    Heading,
    Item,
    Remark,
    ResultChart,
    ResultTable,
    Section,
    StudyResult,
)
from outward.studies.risks import study as studied
from outward.studies.risks.charted import timeline_chart
from outward.studies.risks.computed import COMPUTED
from outward.studies.risks.exposure_sections import REGISTER
from outward.studies.risks.outlook import country_of
from outward.studies.risks.panel_folder import family_files
from outward.studies.risks.rate_sections import host_countries
from outward.studies.risks.reported import families_of, newest_of
from outward.studies.risks.study import outlook_result
from outward.studies.risks.told import standings_of
from outward.vocabulary.figures import Figure, walk
from outward.vocabulary.formulas import evaluate
from outward.vocabulary.labels import LANGUAGES, Label, Language
from outward.vocabulary.periods import Period
from tests.studies import warned

POLICY = Policy()


def country() -> Country:
    """The country whose synthetic forecasts are highest."""
    outlook = warned.outlook()
    standings = standings_of(outlook.events[0], outlook.countries, POLICY)
    return max(standings, key=lambda each: each[2] or 0.0)[0]


@cache
def told() -> StudyResult:
    """All that is told of the synthetic outlook."""
    return outlook_result(warned.outlook(), country=country(), exposed=warned.exposed(),
                          families=tuple(family_files().values())[:3])


def section(result: StudyResult, id: str) -> Section:
    return next(each for each in result.sections if each.id == id)


def items(result: StudyResult) -> Iterator[Item]:
    for each in result.sections:
        yield from each.items


def table(result: StudyResult, id: str) -> ResultTable:
    return next(each for each in items(result) if isinstance(each, ResultTable) and each.id == id)


def row(found: ResultTable, key: str) -> dict[str, Figure | Label | None]:
    chosen = next(each for each in found.rows if each.key == key)
    return dict(zip((column.key for column in found.columns), chosen.cells, strict=True))


def value(cell: Figure | Label | None) -> float:
    assert isinstance(cell, Figure)
    return cell.value


class TestOutlook:
    """An outlook as a report of its own."""

    def test_every_kind_of_risk_has_its_place_and_an_unforeseen_one_says_what_to_guard_against(self) -> None:
        warnings = section(told(), "warnings").items
        assert [each.id for each in warnings if isinstance(each, Heading)] == [f"warnings.{kind}" for kind in KINDS]
        social = next(each for each in warnings if isinstance(each, Remark) and each.id == "warnings.social.none")
        assert "surge of protest" in social.text.en
        assert "抗议激增" in social.text.zh

    def test_a_warning_stands_beside_its_interval_and_both_baselines(self) -> None:
        outlook, found = warned.outlook(), table(told(), "warnings.table.coup")
        where = country()
        cells = row(found, where.iso3)
        said = {each.model: each for each in outlook.events[0].forecasts if each.gwcode == where.gwcode}
        newest = said["ensemble"]
        assert newest.probability is not None
        assert newest.lower is not None
        assert value(cells["probability"]) == pytest.approx(100 * newest.probability)
        assert value(cells["lower"]) == pytest.approx(100 * newest.lower)
        for model in ("climatology", "persistence"):
            assert value(cells[model]) == pytest.approx(100 * (said[model].probability or 0.0))

    def test_rising_stand_before_chronic_and_each_group_by_probability(self) -> None:
        for one in warned.outlook().events:
            rows = [row(table(told(), f"warnings.table.{one.event.id}"), each.key)
                    for each in table(told(), f"warnings.table.{one.event.id}").rows]
            order = [(isinstance(each["state"], Label) and each["state"].en != "rising", -value(each["probability"]))
                     for each in rows]
            assert order[:12] == sorted(order[:12])

    def test_the_overview_counts_every_country_once(self) -> None:
        outlook, found = warned.outlook(), table(told(), "warnings.table.overview")
        for one in outlook.events:
            standings = [each for _, each, p in standings_of(one, outlook.countries, POLICY) if p != 0.0]
            cells = row(found, one.event.id)
            up = sum(each.level != "quiet" and each.state != "abstained" for each in standings)
            assert sum(value(cells[level]) for level in ("watch", "warning", "alarm")) == up
            assert value(cells["rising"]) == sum(each.state == "rising" for each in standings)

    def test_what_cannot_happen_by_definition_has_no_level(self) -> None:
        outlook, where = warned.outlook(), country()
        one = outlook.events[0]
        under_way = {where.key: (*one.earlier[where.key][:-1], (one.year, 0.0))}
        made = replace(outlook, events=(replace(
            one, earlier={**one.earlier, **under_way}, forecasts=tuple(
                replace(each, probability=0.0, lower=0.0, upper=0.0)
                if (each.gwcode, each.model) == (where.gwcode, "ensemble") else each for each in one.forecasts)),))
        result = outlook_result(made, country=where)
        assert where.iso3 not in {each.key for each in table(result, "warnings.table.coup").rows}
        state = row(table(result, "country.table.events"), "coup")["state"]
        assert isinstance(state, Label)
        assert state.en == "cannot happen now"

    def test_without_skill_no_country_is_named(self) -> None:
        outlook = warned.outlook()
        blind = {model: replace(found, skill=-0.1) for model, found in outlook.events[0].scores.items()}
        made = replace(outlook, events=(replace(outlook.events[0], scores=blind),))
        result = outlook_result(made)
        assert "warnings.table.coup" not in {each.id for each in items(result) if isinstance(each, ResultTable)}
        assert any(isinstance(each, Remark) and each.id == "warnings.coup.no-skill" for each in items(result))
        assert table(result, "record.table.scores").rows  # the record itself is told

    def test_who_pays_more_for_a_miss_is_warned_earlier(self) -> None:
        def up(policy: Policy) -> float:
            found = row(table(outlook_result(warned.outlook(), policy=policy), "warnings.table.overview"), "coup")
            return sum(value(found[level]) for level in ("watch", "warning", "alarm"))

        counts = [up(Policy(cost, min(cost, 20.0), min(cost, 10.0))) for cost in (500.0, 50.0, 12.0, 2.0)]
        assert counts == sorted(counts, reverse=True)
        assert counts[0] > counts[-1]

    def test_reasons_sum_to_the_log_odds(self) -> None:
        for one in warned.outlook().events:
            found = table(told(), f"country.table.{one.event.id}.reasons")
            parts = [value(row(found, each.key)["part"]) for each in found.rows if each.key != "all"]
            assert sum(parts) == pytest.approx(value(row(found, "all")["part"]), abs=1e-9)

    def test_a_countrys_years_carry_the_interval_thresholds_and_what_happened(self) -> None:
        outlook, where = warned.outlook(), country()
        chart = timeline_chart(outlook.events[0], outlook, where, POLICY)
        assert chart is not None
        by_series: dict[str, list[str]] = {}
        for point in chart.points:
            by_series.setdefault(point.series.en, []).append(point.category.en)
        assert by_series["5th percentile"] == by_series["95th percentile"] == [str(outlook.events[0].year)]
        assert by_series["watch"] == by_series["warning"] == by_series["alarm"] == ["every year"]
        track = outlook.events[0].track
        place = outlook.countries.index(where)
        happened = {int(year) for year, at, came in zip(track.year, track.country, track.happened, strict=True)
                    if at == place and came}
        assert {int(year) for year in by_series.get("it happened", [])} == happened

    def test_reliability_is_drawn_of_every_forecast_of_the_record(self) -> None:
        for one in warned.outlook().events:
            chart = next(each for each in items(told()) if isinstance(each, ResultChart)
                         and each.id == f"warnings.{one.event.id}.reliability")
            drawn = [point.figure.value for point in chart.points if point.series.en == "forecasts"]
            assert sum(drawn) == len(one.track.year)

    def test_what_is_missing_of_a_rating_is_named(self) -> None:
        found = table(told(), "country.table.rating")
        missing = {each.kind: each.missing for each in warned.outlook().ratings if each.country == country()}
        for kind, labels in missing.items():
            cell = row(found, kind)["missing"]
            assert isinstance(cell, Label)
            assert cell.en == (", ".join(each.en for each in labels) or "nothing")

    def test_gaps_and_limits_and_sources_are_told(self) -> None:
        made = replace(warned.outlook(), gaps=(("banking_crisis", "no file holds it. Add one"),))
        result = outlook_result(made, families=tuple(family_files().values())[:3])
        assert [each.id for each in result.gaps] == ["warnings.gap.banking_crisis"]
        assert len([each for each in section(result, "limits").items if isinstance(each, Remark)]) >= 6
        assert {each.id for each in result.sources} >= {COMPUTED, *(f"panel:{id}" for id in list(family_files())[:3])}
        assert warned.outlook().panel_digest in result.sources[0].note

    def test_countries_are_found_by_code_number_and_name_and_others_refused(self) -> None:
        outlook = warned.outlook()
        first = outlook.countries[0]
        assert {country_of(outlook, text).key for text in (
            first.iso3.lower(), str(first.gwcode), first.name.en, first.name.zh)} == {first.key}

    def test_families_are_those_whose_files_are_there(self, tmp_path: Path) -> None:
        for name in ("institutional_vdem_1950_2014.csv", "social_values_map_ivs.csv", "political_notes.csv",
                     "notes.csv"):
            (tmp_path / name).write_text("x", encoding="utf-8")
        assert {each.family for each in families_of(tmp_path)} == {"institutional_vdem", "social_values_map"}


class TestExposure:
    """What an outlook means for a register."""

    def test_amounts_lead_down_to_the_register(self) -> None:
        found = row(table(told(), "exposure.table.USD.all"), "none")
        amount = found["amount"]
        assert isinstance(amount, Figure)
        assert amount.value == pytest.approx(620.5)
        assert [(each.cell.source, each.cell.row) for each in walk([amount]) if each.cell] == [
            (REGISTER, "P1"), (REGISTER, "P2"), (REGISTER, "C1")]

    def test_expected_loss_by_country_adds_up_to_all(self) -> None:
        whole = value(row(table(told(), "exposure.table.USD.all"), "none")["expected"])
        by_country = table(told(), "exposure.table.USD.country")
        assert sum(value(row(by_country, each.key)["expected"]) for each in by_country.rows) == pytest.approx(whole)
        assert whole > 0

    def test_events_are_weighed_each_with_its_own_years(self) -> None:
        outlook, found = warned.outlook(), table(told(), "exposure.table.weighed")
        assert {(each.event, each.year) for each in newest_of(outlook)} == {
            (one.event.id, one.year) for one in outlook.events if one.has_skill}
        for one in outlook.events:
            years = row(found, one.event.id)["years"]
            assert isinstance(years, Label)
            assert years.en.startswith(str(one.year))

    def test_a_bad_year_covers_and_protection_are_told_in_each_currency(self) -> None:
        for currency in ("USD", "CNY"):
            tail = table(told(), f"exposure.table.{currency}.tail")
            worst = value(row(tail, "tail.0.99.shortfall")["stated"])
            assert worst >= value(row(tail, "tail.0.95.shortfall")["stated"]) >= value(row(tail, "mean")["stated"])
        protection = table(told(), "exposure.table.USD.protection")
        route = row(protection, "expropriation")["route"]
        assert isinstance(route, Label)
        assert route.en == "protection"
        assert value(row(protection, "coup")["residual"]) < value(row(protection, "coup")["bare"])
        assert table(told(), "exposure.table.USD.covers").rows

    def test_made_up_holdings_and_what_was_not_counted_are_named(self) -> None:
        remarks = [each.id for each in section(told(), "exposure").items if isinstance(each, Remark)]
        assert "exposure.synthetic" in remarks
        gaps = table(told(), "exposure.table.gaps")
        assert {each.key for each in gaps.rows} >= {"no_date"}


class TestReport:
    """The report of an outlook, in both languages."""

    @pytest.mark.parametrize("language", LANGUAGES)
    def test_its_own_audit_is_clean_and_every_number_can_be_computed_again(self, language: Language) -> None:
        report = build_report([told()], language=language, describe=no_picture)
        audited = audit_report(report)
        assert audited.count > 150
        assert [each.message.en for each in audited.own] == []
        for each in walk(figure for _, figure in told().figures()):
            if each.formula:
                assert evaluate(each.formula, [one.value for one in each.inputs]) == pytest.approx(each.value)

    def test_nothing_is_left_untranslated(self) -> None:
        report = build_report([told()], language="zh", describe=no_picture)
        assert "未译" not in str(report.document)
        words = re.sub(r"[A-Za-z0-9.,;:/~_\-\s%`()|\[\]{}#+*\"'&–]", "", "".join(report.sentences.values()))
        assert len(words) > 500  # Chinese, and not English in a Chinese report

    def test_no_number_has_two_meanings(self) -> None:
        assert len(list(walk(figure for _, figure in told().figures()))) > 200  # walk refuses two of one id


@pytest.fixture(scope="module")
def release(tmp_path_factory: pytest.TempPathFactory) -> Release:
    workspace = tmp_path_factory.mktemp("workspace")
    load_case("liaoning", workspace)
    return open_release(workspace, "liaoning")


def asked(release: Release, as_of: str = "") -> StudyResult:
    found = study("early-warning")
    return found.run(release, found.request({"as_of": as_of}), lambda _done, _what: None)


class TestRelease:
    """What is there from the first start."""

    def test_host_countries_come_from_the_registers_and_home_is_none(self) -> None:
        hosts = host_countries(bundled("liaoning"))
        assert "CHN" not in hosts
        assert hosts["ZAF"] == ("projects", "countries")
        assert hosts["JPN"] == ("countries",)

    def test_a_rate_is_the_quotient_of_the_two_that_hmrc_prints(self, release: Release) -> None:
        found = table(asked(release), "monitor.table.levels")
        rate = row(found, "ZAF")["rate"]
        assert isinstance(rate, Figure)
        month = rate.id.rpartition(".")[2]
        assert rate.value == HmrcRates().rate("ZAR", "USD", Period.parse(month)).value
        assert rate.sources == ("HMRC-RATES",)
        assert all(each.cell is None or each.cell.known_on.startswith(month[:4]) for each in walk([rate]))

    def test_levels_fall_from_row_to_row_and_the_record_stands_beside_them(self, release: Release) -> None:
        result = asked(release)
        order = ["alarm", "warning", "watch", "quiet"]
        levels = [order.index(cell.en) for each in table(result, "monitor.table.levels").rows
                  if isinstance(cell := row(table(result, "monitor.table.levels"), each.key)["level"], Label)]
        assert all(before <= after for before, after in pairwise(levels))
        record = table(result, "monitor.table.record")
        assert [each.key for each in record.rows] == ["watch", "warning", "alarm", "naive", "chance"]

    def test_every_host_has_a_level_or_is_named_with_the_reason(self, release: Release) -> None:
        result = asked(release)
        rated = {each.key for each in table(result, "monitor.table.levels").rows}
        without = " ".join(each.text.en for each in items(result)
                           if isinstance(each, Remark) and each.id.startswith("monitor.without"))
        assert "United States" in without
        assert len(rated) + without.count(",") >= len(host_countries(bundled("liaoning"))) - 2

    def test_what_no_release_holds_is_a_gap_that_says_how_to_fill_it(self, release: Release) -> None:
        gap = next(each for each in asked(release).gaps if each.id == "early-warning.no-panel")
        assert "outward risk panel add" in gap.mend.en
        assert "outward risk panel add" in gap.mend.zh

    def test_asked_as_of_a_day_it_sees_no_later_month(self, release: Release) -> None:
        result = asked(release, "2017-12-31")
        assert {figure.cell.known_on for _, shown in result.figures() for figure in walk([shown])
                if figure.cell and figure.cell.source == "HMRC-RATES"} <= {
                    f"{year}-{month:02}-01" for year in range(2014, 2018) for month in range(1, 13)}
        assert [each.id for each in asked(release, "2013-12-31").gaps] == [
            "early-warning.no-rates", "early-warning.no-panel"]

    def test_the_same_question_has_the_same_answer(self, release: Release) -> None:
        assert asked(release) == asked(release)

    def test_without_the_extra_it_says_so_and_the_rest_stands(
            self, release: Release, monkeypatch: pytest.MonkeyPatch) -> None:
        def absent() -> None:
            raise MissingDependencyError("ruptures is not installed", "early warning", 'pip install "outward[risk]"')

        monkeypatch.setattr(studied, "bundled_rates_watched", absent)
        gap = next(each for each in asked(release).gaps if each.id == "early-warning.no-rates")
        assert "outward[risk]" in gap.mend.en

    def test_a_case_without_hosts_is_told_what_to_fill(self, release: Release, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(studied, "host_countries", lambda _casebook: {})
        assert [each.id for each in asked(release).gaps] == ["early-warning.no-hosts", "early-warning.no-panel"]

    @pytest.mark.parametrize("as_of", ["", "2016-12-31", "2019-06-30"])
    def test_its_own_audit_is_clean(self, release: Release, as_of: str) -> None:
        for language in LANGUAGES:
            report = build_report([asked(release, as_of)], language=language, describe=no_picture)
            assert [each.message.en for each in audit_report(report).own] == []
