"""``outward risk`` as a person calls it: exit codes, files, and what is said. Figures are synthetic."""

from __future__ import annotations

import csv
import json
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from outward.cli.main import main, parser
from outward.errors import NotFoundError
from outward.risk.events import events
from outward.risk.states import Country
from outward.studies.risks.outlook import Outlook, country_of
from outward.vocabulary.labels import Label
from tests.risk.made_panel import COUNTRIES, LAST, STATES, few_trees, tables, write

COLUMNS = "event,gwcode,iso3,year,horizon,made_on,model,probability,lower,upper,status"
EMPTY = Outlook("", "", "1999-12-31", 2000, (), (), (), ())
MODELS = {"ensemble", "logit", "boosting", "persistence", "climatology"}


@pytest.fixture(scope="module")
def panel(tmp_path_factory: pytest.TempPathFactory) -> str:
    return str(write(tmp_path_factory.mktemp("panel"), tables()))


@pytest.fixture(autouse=True)
def _quick(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr("outward.studies.risks.outlook._RECORD_YEARS", 3)
    with few_trees():
        yield


def run(*words: str) -> int:
    return main(["risk", *words])


def rows(name: str) -> list[dict[str, str]]:
    with Path(name).open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


class TestBacktest:
    """``outward risk backtest``."""

    def test_it_writes_the_columns_asked_for(self, panel: str, capsys: pytest.CaptureFixture[str]) -> None:
        years = ("--from", "1998", "--to", str(LAST + 1))
        assert run("backtest", "coup", "--panel", panel, *years, "--out", "out.csv") == 0
        assert Path("out.csv").read_text(encoding="utf-8-sig").splitlines()[0] == COLUMNS
        found = rows("out.csv")
        assert len(found) == 4 * COUNTRIES * len(MODELS)
        assert {row["model"] for row in found} == MODELS
        assert {row["year"] for row in found} == {"1998", "1999", "2000", "2001"}
        assert {(row["event"], row["horizon"], row["status"]) for row in found} == {("coup", "1", "ok")}
        assert all(row["made_on"] == f"{int(row['year']) - 1}-12-31" for row in found)
        assert all(0 <= float(row["probability"]) <= 1 for row in found)
        out = capsys.readouterr().out
        assert "AUROC" in out
        assert "(90 %, bootstrap over countries)" in out
        assert "alarm" in out

    def test_the_known_lag_is_the_default(self, panel: str) -> None:
        years = ("--panel", panel, "--from", "1999", "--to", "1999", "--out")
        assert parser().parse_args(["risk", "backtest", "currency_crash", *years, "o.csv"]).lag == "known"
        assert run("backtest", "currency_crash", *years, "known.csv") == 0
        assert run("backtest", "currency_crash", *years, "none.csv", "--lag", "none") == 0
        assert Path("known.csv").read_bytes() != Path("none.csv").read_bytes()

    def test_what_abstained_has_an_empty_probability(self, tmp_path: Path) -> None:
        made = tables()
        for table in made.values():
            figures = table.columns.difference(["gwcode", "iso3", "year"])
            table.loc[table["iso3"] == STATES[0].iso3, figures] = float("nan")
        folder = write(tmp_path / "blank", made)
        year = ("--from", "1999", "--to", "1999")
        assert run("backtest", "coup", "--panel", str(folder), *year, "--out", "out.csv") == 0
        found = {row["model"]: row for row in rows("out.csv") if row["iso3"] == STATES[0].iso3}
        for model in ("ensemble", "logit", "boosting"):
            assert (found[model]["status"], found[model]["probability"], found[model]["lower"]) == ("abstained", "", "")

    def test_years_without_outcome_are_forecast_and_not_scored(self, panel: str,
                                                               capsys: pytest.CaptureFixture[str]) -> None:
        years = ("--from", str(LAST + 1), "--to", str(LAST + 2))
        assert run("backtest", "libdem_fall", "--panel", panel, *years, "--out", "out.csv") == 0
        assert "no outcome of these years is known yet" in capsys.readouterr().out
        assert {row["horizon"] for row in rows("out.csv")} == {"2"}

    def test_an_unknown_event_names_those_there_are(self, panel: str, capsys: pytest.CaptureFixture[str]) -> None:
        assert run("backtest", "revolution", "--panel", panel, "--from", "1999", "--to", "1999", "--out", "o.csv") == 1
        said = capsys.readouterr().err
        assert "'revolution'" in said
        assert all(id in said for id in events())
        assert not Path("o.csv").exists()

    @pytest.mark.parametrize(("words", "said"), [
        (["--from", "2000", "--to", "1999"], "target years 2000 to 1999"),
        (["--from", "1999", "--to", "2150"], "no year 2150"), (["--from", "1962", "--to", "1963"], "Begin later"),
        (["--from", "1999", "--to", "1999", "--watch", "5"], "policy of warnings"),
        (["--from", "1999", "--to", "1999", "--alarm", "nan"], "policy of warnings"),
        (["--from", "1999", "--to", "1999", "--out", "missing/o.csv"], "there is no such folder")])
    def test_wrong_input_is_one_line_and_exit_1(self, panel: str, words: list[str], said: str,
                                                capsys: pytest.CaptureFixture[str]) -> None:
        assert run("backtest", "coup", "--panel", panel, "--out", "o.csv", *words) == 1
        told = capsys.readouterr().err
        assert said in told
        assert "Traceback" not in told

    @pytest.mark.parametrize("words", ["", "coup", "coup --panel p --from x --to 1 --out o",
                                       "coup --panel p --from 1 --to 1 --out o --lag 2"])
    def test_wrong_usage_is_exit_2(self, words: str) -> None:
        with pytest.raises(SystemExit) as stopped:
            run("backtest", *words.split())
        assert stopped.value.code == 2

    def test_a_hostile_file_is_named(self, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
        folder = tmp_path / "hostile"
        folder.mkdir()
        (folder / "political_coups_country_year_1950_2009.csv").write_text(
            "gwcode,iso3,year,pt_attempt\n2,USA,1999,=cmd()\n", encoding="utf-8")
        assert run("backtest", "coup", "--panel", str(folder), "--from", "1999", "--to", "1999", "--out", "o.csv") == 1
        assert "political_coups_country_year_1950_2009.csv, row 2, column pt_attempt" in capsys.readouterr().err


class TestOutlook:
    """Commands on the years to come, and on the ledger."""

    def test_forecasts_are_written_and_sealed(self, panel: str, capsys: pytest.CaptureFixture[str]) -> None:
        words = ("forecast", "--panel", panel, "--event", "coup", "--out", "f.csv", "--ledger", "l.jsonl")
        assert run(*words) == 0
        assert Path("f.csv").read_text(encoding="utf-8-sig").splitlines()[0] == COLUMNS
        assert {row["year"] for row in rows("f.csv")} == {str(LAST + 1)}
        assert {row["model"] for row in rows("f.csv")} == MODELS
        assert len(Path("l.jsonl").read_text(encoding="utf-8").splitlines()) == len(rows("f.csv"))
        capsys.readouterr()
        assert run("ledger", "l.jsonl") == 0
        assert "200 entries, unchanged since they were sealed; newest seal " in capsys.readouterr().out
        assert run("ledger", "l.jsonl", "--panel", panel) == 0
        assert "no horizon has passed yet" in capsys.readouterr().out

    def test_a_changed_ledger_is_exit_1_and_not_scored(self, panel: str, capsys: pytest.CaptureFixture[str]) -> None:
        run("forecast", "--panel", panel, "--event", "coup", "--year", "1999", "--out", "f.csv", "--ledger", "l.jsonl")
        assert run("ledger", "l.jsonl", "--panel", panel) == 0
        assert "expected" in capsys.readouterr().out
        path = Path("l.jsonl")
        path.write_text(path.read_text(encoding="utf-8").replace("1999", "1998", 1), encoding="utf-8")
        assert run("ledger", "l.jsonl", "--panel", panel) == 1
        out = capsys.readouterr().out
        assert "entry 1 is not what was sealed" in out
        assert "CHANGED" in out
        assert "expected" not in out

    def test_a_country_is_explained(self, panel: str, capsys: pytest.CaptureFixture[str]) -> None:
        assert run("explain", STATES[3].name.zh, "--panel", panel, "--event", "coup", "--json", "why.json") == 0
        out = capsys.readouterr().out
        assert "Coup attempt, 2001" in out
        assert "indicator" in out
        found = json.loads(Path("why.json").read_text(encoding="utf-8"))
        assert found["country"]["iso3"] == STATES[3].iso3
        (one,) = found["events"]
        assert one["base"] + sum(part["part"] for part in one["parts"]) == pytest.approx(one["log_odds"], abs=1e-9)

    def test_a_country_is_found_by_any_of_its_names(self) -> None:
        former = Country(265, "", Label("a former state", "旧国"))
        outlook = replace(EMPTY, countries=(former, Country(432, "MLI", Label("Mali", "马里"))))
        for text in ("MLI", " mli ", "432", "mali", "马里"):
            assert country_of(outlook, text).iso3 == "MLI"
        assert country_of(outlook, "265") == former
        for text in ("", " ", "ATLANTIS", "ML"):  # a former state has no code: nothing is not its name
            with pytest.raises(NotFoundError, match="Use its ISO code"):
                country_of(outlook, text)

    def test_it_explains_in_chinese(self, panel: str, capsys: pytest.CaptureFixture[str]) -> None:
        assert run("explain", STATES[3].iso3, "--panel", panel, "--event", "coup", "--language", "zh") == 0
        assert "政变企图" in capsys.readouterr().out

    def test_alerts_are_of_every_country_at_the_users_costs(self, panel: str,
                                                            capsys: pytest.CaptureFixture[str]) -> None:
        assert run("alerts", "--panel", panel, "--event", "coup", "--out", "a.csv", "--watch", "9", "--warning", "6",
                   "--alarm", "3") == 0
        found = rows("a.csv")
        assert len(found) == COUNTRIES
        for row in found:
            p = float(row["probability"])
            assert row["level"] in ("quiet", "watch", "warning", "alarm")
            if row["level"] == "quiet":
                assert p < 0.1
        assert {row["state"] for row in found} <= {"quiet", "chronic", "rising", "abstained"}
        assert "rising" in capsys.readouterr().out

    def test_an_event_without_figures_is_left_out_by_name(self, panel: str, capsys: pytest.CaptureFixture[str]) -> None:
        assert run("forecast", "--panel", panel, "--event", "coup", "--event", "banking_crisis", "--out", "f.csv") == 0
        assert "banking_crisis: left out" in capsys.readouterr().err

    def test_an_event_without_a_model_is_refused_before_any_work(self, capsys: pytest.CaptureFixture[str]) -> None:
        assert run("forecast", "--panel", "missing", "--event", "sanction", "--out", "f.csv") == 1
        assert "it is routed to protection, not to warning" in capsys.readouterr().err

    def test_a_missing_folder_or_ledger_is_exit_1(self, capsys: pytest.CaptureFixture[str]) -> None:
        assert run("forecast", "--panel", "missing", "--event", "coup", "--out", "f.csv") == 1
        assert "there is no folder 'missing'" in capsys.readouterr().err
        assert run("ledger", "missing.jsonl") == 1
        assert "there is no file" in capsys.readouterr().err
