"""Levels on a case's own series."""

from __future__ import annotations

from pathlib import Path

import pytest

from outward.cli.main import main
from outward.ingest.cases import load_case
from outward.risk.watching import Thresholds
from outward.studies.releases import open_release
from outward.studies.risks.series_watched import watched_series


@pytest.fixture(scope="module")
def workspace(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("workspace")
    load_case("liaoning", folder)
    return folder


def test_the_ranks_that_table_7_prints_are_an_alarm(workspace: Path) -> None:
    """Ansteel's place by outward investment, 2008 to 2014: 38, 33, 36, 37, 44, 47, 88."""
    found = watched_series(open_release(workspace, "liaoning"))
    ansteel = next(one for one in found if one.indicator == "enterprise-ofdi-stock.rank")
    assert list(ansteel.values) == [38, 33, 36, 37, 44, 47, 88]
    assert ansteel.watched.levels == ("quiet", "quiet", "warning", "warning", "alarm", "alarm", "alarm")
    assert "Ansteel" in ansteel.name.en
    assert all(place.startswith("7:") for place in ansteel.places)
    assert [one.watched.level for one in found] == sorted(
        (one.watched.level for one in found), key=("alarm", "warning", "watch", "quiet").index)


def test_thresholds_are_the_users_own(workspace: Path) -> None:
    lenient = watched_series(open_release(workspace, "liaoning"), ranks=Thresholds(50, 60, 70))
    assert {one.watched.level for one in lenient if one.kind == "rank"} == {"quiet"}


def test_months_are_watched_as_months(tmp_path: Path) -> None:
    """A made-up case (synthetic): monthly growth that slumps, beside yearly growth that does not."""
    months = [(f"2016M{month:02}", value) for month, value in enumerate((4, 2, -1, -6, -12, -3), 1)]
    years = [(str(year), 5) for year in range(2012, 2016)]
    assert main(["--workspace", str(tmp_path / "workspace"), "case", "load", "liaoning"]) == 0
    table = tmp_path / "growth.csv"
    table.write_text("indicator,region,sector,period,unit,value\n" + "".join(
        f"value-added.growth,CN-LN,railway-equipment,{period},%,{value}\n" for period, value in months + years),
        encoding="utf-8")
    assert main(["--workspace", str(tmp_path / "workspace"), "data", "import", "--case", "liaoning", "--known-on",
                 "2018-12-01", "--accept-changes", str(table)]) == 0
    series = watched_series(open_release(tmp_path / "workspace", "liaoning"))
    found = {one.watched.labels[0]: one for one in series
             if one.indicator == "value-added.growth" and one.dimensions["sector"] == "railway-equipment"}
    assert found["2016M01"].watched.levels == ("quiet", "quiet", "watch", "warning", "alarm", "alarm")
    assert found["2012"].watched.level == "quiet"


def test_the_command_writes_every_value_with_where_it_is_printed(
        workspace: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    out = tmp_path / "series.csv"
    assert main(["--workspace", str(workspace), "risk", "series", "liaoning", "--out", str(out)]) == 0
    assert "alarm" in capsys.readouterr().out
    lines = out.read_text(encoding="utf-8").splitlines()
    assert lines[0] == "kind,series,indicator,period,value,measure,level,printed_at"
    assert any(",2014,88.0,41.0,alarm,7:" in line for line in lines)
