"""Signals out of a folder of counts, rates out of a file, and both as files."""

from __future__ import annotations

import csv
import io
import json
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import numpy as np
import pytest

from outward.errors import DataGapError, InvalidInputError, NotFoundError, StoreError
from outward.ingest.events import count_event_files
from outward.risk.signals import SignalChoices
from outward.sources.rate_tables import hmrc_monthly, read_rates
from outward.studies.risks.ratewatched import bundled_rates_watched, place_name, rates_watched
from outward.studies.risks.signalled import signalled
from outward.studies.risks.signals_written import rates_csv, rates_json, record_lines, signals_csv, signals_json
from tests.ingest.event_files import Told, gdelt_file
from tests.risk.event_days import LAST

SHORT = replace(SignalChoices(), window=40, least_days=20, drift_days=10)


def counted(tmp_path: Path, *, without: int = 0) -> Path:
    """Fifty synthetic days of twenty events each, and a last one with a surge of riots; a few days may have no file."""
    rows = []
    for back in range(50, 0, -1):
        day = (LAST - timedelta(days=back)).strftime("%Y%m%d")
        if back > without:
            rows += [Told(int(day) * 100 + id, day=day, added=day, actor1=str(id), code="1453" if id < 2 else "042")
                     for id in range(20)]
    last = LAST.strftime("%Y%m%d")
    rows += [Told(id, day=last, added=last, actor1=str(id), code="042") for id in range(20)]
    rows += [Told(100 + id, day=last, added=last, actor1=str(id), code="1453", mentions=str(id),
                  url=f"https://paper{id % 4}.example.co.uk/riot" if id != 29 else "javascript:alert(1)")
             for id in range(30)]
    count_event_files([gdelt_file(tmp_path / "days.tsv", rows)], tmp_path / "counts")
    return tmp_path / "counts"


class TestSignalled:
    """A day's signals with their reports."""

    def test_a_surge_is_told_with_three_reports_and_where_they_were_written(self, tmp_path: Path) -> None:
        found = signalled(counted(tmp_path), choices=SHORT)
        (signal,) = found.found.signals
        assert (signal.country, signal.kind, signal.events, found.newest) == ("ZMB", "riot", 30, LAST)
        assert (signal.is_mostly_foreign, signal.located) == (True, 29)
        reports = found.reports["ZMB", "riot"]
        assert [report.url for report in reports] == [f"https://paper{place}.example.co.uk/riot" for place in (0, 3, 2)]

    def test_days_without_files_are_named(self, tmp_path: Path) -> None:
        found = signalled(counted(tmp_path, without=5), choices=SHORT)
        assert len(found.found.missing_days) == 5
        assert "5 of the 40 days" in found.gaps[0].en
        assert "40天中有5天" in found.gaps[0].zh

    def test_an_earlier_day_can_be_asked_for(self, tmp_path: Path) -> None:
        found = signalled(counted(tmp_path), on=LAST - timedelta(days=1), choices=SHORT)
        assert found.found.signals == ()
        assert "later days" in found.gaps[-1].en.lower()

    def test_what_is_not_there_is_told(self, tmp_path: Path) -> None:
        with pytest.raises(NotFoundError, match="no counts"):
            signalled(tmp_path)
        with pytest.raises(DataGapError, match="2020-01-01"):
            signalled(counted(tmp_path), on=LAST.replace(year=2020, month=1, day=1))

    def test_counts_that_are_damaged_are_told(self, tmp_path: Path) -> None:
        folder = counted(tmp_path)
        for path in (folder / "counts").glob("*.parquet"):
            path.write_bytes(b"PAR1 no more")
        with pytest.raises(StoreError):
            signalled(folder)
        (folder / "manifest.json").write_text("[[[", encoding="utf-8")
        with pytest.raises(StoreError, match="manifest"):
            signalled(folder)

    def test_as_files(self, tmp_path: Path) -> None:
        found = signalled(counted(tmp_path), choices=SHORT)
        (row,) = csv.DictReader(io.StringIO(signals_csv(found).decode()))
        assert (row["country"], row["status"], row["url_1"], row["title_1"]) == (
            "ZMB", "reported events", "https://paper0.example.co.uk/riot", "")
        whole = json.loads(signals_json(found))
        assert whole["signals"][0]["reports"][0]["url"] == row["url_1"]
        assert whole["signals"][0]["category"] == "social"
        assert whole["choices"]["window"] == 40


RATE_FILE = "date,currency,rate\n"


def rate_rows(code: str, count: int, last: float = 1.0) -> str:
    draw = np.random.default_rng(1)
    rates = np.exp(2 + np.cumsum(draw.normal(0, 0.005, count)))
    rates[-1] *= last
    return "".join(f"{2010 + place // 12}-{place % 12 + 1:02}-01,{code},{rate:.6f}\n"
                   for place, rate in enumerate(rates))


class TestRatesWatched:
    """Rates that come with Outward, and rates of a file."""

    def test_the_bundled_rates_run_from_the_first_start(self) -> None:
        found = bundled_rates_watched()
        levels = {row.code: row.level for row in found.watch.rows}
        assert len(levels) > 120
        assert found.watch.record.first == "2017M02"
        assert {"CNY", "EUR", "GBP", "ZMW", "KZT"} <= set(levels)
        assert all(gap.en and gap.zh for gap in found.gaps)

    def test_rates_that_cannot_be_right_are_gaps(self) -> None:
        table = hmrc_monthly().rates
        brazil = table.loc["BRL"].to_dict()
        assert np.isnan(brazil["2019M04"])
        assert brazil["2019M05"] == pytest.approx(3.9, abs=0.2)
        assert table.loc["GBP"].to_dict()["2020M01"] == pytest.approx(1 / 1.31, abs=0.03)

    def test_a_file_by_code_and_by_name(self, tmp_path: Path) -> None:
        file = tmp_path / "rates.csv"
        file.write_text(RATE_FILE + rate_rows("ZMW", 60, 1.4) + rate_rows("Kazakhstan", 60) + rate_rows("欧元", 60),
                        encoding="utf-8")
        found = rates_watched(file)
        assert [(row.code, row.iso4217, row.level) for row in found.watch.rows] == [
            ("ZMW", "ZMW", "alarm"), ("EUR", "EUR", "quiet"), ("KAZ", "", "quiet")]
        assert place_name("KAZ", ("KAZ",)).zh == "哈萨克斯坦"

    def test_as_files_and_in_words(self, tmp_path: Path) -> None:
        file = tmp_path / "rates.csv"
        file.write_text(RATE_FILE + rate_rows("ZMW", 60, 1.4), encoding="utf-8")
        found = rates_watched(file)
        (row,) = csv.DictReader(io.StringIO(rates_csv(found).decode()))
        assert (row["code"], row["economies"], row["level"], row["month"]) == ("ZMW", "ZMB", "alarm", "2014M12")
        whole = json.loads(rates_json(found))
        assert [rule["rule"] for rule in whole["record"]["rules"]] == ["watch", "warning", "alarm", "naive"]
        assert whole["currencies"][0]["place"]["zh"] == "赞比亚"
        assert [bool(line.en and line.zh) for line in record_lines(found)] == [True] * 5

    @pytest.mark.parametrize(("text", "what"), [
        ("", "no column"), ("a,b\n", "no column of date"), (RATE_FILE, "no rate"),
        (RATE_FILE + "2024-05-01,ZMW\n", "cells"),
        (RATE_FILE + "soon,ZMW,1\n", "row 2: 'soon' is no month"), (RATE_FILE + "2024,ZMW,1\n", "no month"),
        (RATE_FILE + "2024-05-01,Atlantis,1\n", "no currency"), (RATE_FILE + "2024-05-01,ZMW,nan\n", "rate 'nan'"),
        (RATE_FILE + "2024-05-01,ZMW,-3\n", "rate '-3'"), (RATE_FILE + "2024-05-01,ZMW,1e400\n", "rate"),
        (RATE_FILE + "2024-05-01,ZMW,1\n2024-05-02,ZMW,2\n", "twice"),
        (RATE_FILE + "0001-01-01,ZMW,1\n", "no month"), (RATE_FILE + "2024-05-01,ASEAN,1\n", "no country"),
        (RATE_FILE + '2024-05-01,"' + "x" * 200_000 + '",1\n', "cannot be read")])
    def test_what_is_wrong_in_a_file_is_told_by_its_row(self, tmp_path: Path, text: str, what: str) -> None:
        (tmp_path / "rates.csv").write_text(text, encoding="utf-8")
        with pytest.raises(InvalidInputError, match=what):
            rates_watched(tmp_path / "rates.csv")

    def test_other_encodings_and_missing_files_are_told(self, tmp_path: Path) -> None:
        with pytest.raises(InvalidInputError, match="not UTF-8"):
            read_rates("date,currency,rate\n2024-05-01,人民币,1\n".encode("gbk"), "rates.csv", {})
        with pytest.raises(NotFoundError):
            rates_watched(tmp_path / "nothing.csv")
