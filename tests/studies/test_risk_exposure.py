"""Registers, covers, severities, answers and forecasts as files; an exposure as files: whole, named, harmless."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

import pytest
from benchmarks.exposure import made, plain
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from outward.errors import InvalidInputError, InvalidValueError, NotFoundError, OutwardError, UnknownCodeError
from outward.risk.forecasts import Forecast
from outward.risk.joint_tail import Loadings
from outward.studies.csv_tables import table
from outward.studies.risks import exposure_written as written
from outward.studies.risks.exposed import Exposed, expose, expose_files
from outward.studies.risks.forecast_file import COLUMNS, forecasts_csv, read_forecasts
from outward.studies.risks.register import read_answers, read_covers, read_register, read_severities

REGISTER = """id,name,owner,kind,iso3,industry,stage,amount,currency,as_of,source,insured_share,local_share,covers,status
J02,Diesel rolling stock,CRRC Dalian,contract,South Africa,railway-equipment,agreed,904,million USD,2014,made up,,0.4,insurance|escrow,synthetic
J04,Copper smelter,Lianli,project,KAZ,metallurgy,planned,"800,000,000",USD,2014-06-30,made up,0.9,0.2,,synthetic
J05,Service,Yuanda,enterprise,IND,,,,,,,,,,synthetic
J06,Lifts owed,Yuanda,receivable,IND,,,20,million CNY,2014,made up,,1,,synthetic
"""  # noqa: E501  (a table)
FORECASTS = """event,gwcode,iso3,year,horizon,made_on,model,probability,lower,upper,status
coup,560,ZAF,2015,1,2014-12-31,ensemble,0.01,0.005,0.02,ok
coup,705,KAZ,2015,1,2014-12-31,ensemble,0.02,0.01,0.04,ok
coup,750,IND,2015,1,2014-12-31,ensemble,0.001,0.0005,0.002,ok
currency_crash,560,ZAF,2015,1,2014-12-31,ensemble,0.08,0.04,0.15,ok
currency_crash,705,KAZ,2015,1,2014-12-31,ensemble,0.1,0.05,0.2,ok
currency_crash,750,IND,2015,1,2014-12-31,ensemble,,,,abstained
coup,560,ZAF,2015,1,2014-12-31,climatology,0.02,,,ok
"""
COVERS = """cover,type,iso3,event,share,ends
bit-kaz,treaty,KAZ,,,
escrow,escrow,,currency_crash,0.5,2016-12-31
"""
LOSS = """factor,event,kind,stage,value
loss,coup,contract,,0.5
"""


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Work in a folder with the four files."""
    monkeypatch.chdir(tmp_path)
    for name, text in (("register.csv", REGISTER), ("forecasts.csv", FORECASTS), ("covers.csv", COVERS),
                       ("loss.csv", LOSS)):
        Path(name).write_text(text, encoding="utf-8")
    return tmp_path


def exposed(**more: object) -> Exposed:
    return expose_files(Path("register.csv"), Path("forecasts.csv"), scenarios=500, **more)  # type: ignore[arg-type]


def rows(data: bytes) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(data.decode())))


def problems(read: Callable[[Path], object], text: str | bytes) -> str:
    path = Path("wrong.csv")
    path.write_bytes(text.encode() if isinstance(text, str) else text)
    with pytest.raises(InvalidInputError) as caught:
        read(path)
    return str(caught.value)


class TestRegister:
    """Holdings as people write them."""

    def test_countries_by_name_and_money_by_unit(self) -> None:
        found = read_register(Path("register.csv"))
        assert found.is_synthetic
        first, second, third, fourth = found.holdings
        assert (first.iso3, first.amount, first.currency) == ("ZAF", 904e6, "USD")
        assert first.covers == ("insurance", "escrow")
        assert (second.amount, second.insured_share, fourth.amount) == (800e6, 0.9, 20e6)
        assert third.wanting == ("amount",)

    @pytest.mark.parametrize(("changed", "said"), [
        (("J04,", "J02,"), "row 3, column id: 'J02' stands twice, first in row 2"),
        (("contract,", "wish,"), "row 2, column kind: 'wish' is no kind"),
        (("South Africa", "Atlantis"), "row 2, column iso3: region 'Atlantis' is not defined"),
        (("South Africa", "ASEAN"), "row 2, column iso3: 'ASEAN' is no country"),
        (("million USD", "million EGGS"), "row 2, column currency"),
        (("million USD", "persons"), "row 2, column currency: 'persons' is no unit of money"),
        (("904", "lots"), "row 2, column amount: 'lots' is no number"),
        (("904", "nan"), "row 2, column amount: 'nan' is no number"),
        (("904", "1e400"), "row 2, column amount"),
        (("904", "-1"), "row 2, column amount: -1 is out of range"),
        (("904", "1e200"), "row 2: amount 1e+206"),
        (("agreed", "soon"), "row 2: stage 'soon'"),
        (("0.9,0.2", "1.9,0.2"), "row 3, column insured_share: 1.9 is out of range"),
        (("2014-06-30", "30.6.2014"), "row 3: date '30.6.2014'"),
        (("local_share", "loacl_share"), "row 1, column loacl_share: there is no such column"),
        (("id,", "ID2,"), "row 1, column id: the column is missing"),
        (("name,owner", "owner,owner"), "row 1, column owner: the column stands twice"),
        ((",synthetic\n", "\n"), "row 2: 14 cells where the header has 15"),
        (("Copper smelter", "x" * 3000), "row 3, column name: the cell is too long"),
    ])
    def test_what_is_wrong_is_named_by_row_and_column(self, changed: tuple[str, str], said: str) -> None:
        assert said in problems(read_register, REGISTER.replace(*changed))

    @pytest.mark.parametrize(("data", "said"), [
        ("id,kind,iso3,amount,currency,as_of,source\n".encode("utf-16"), "not UTF-8"), (b"", "the column is missing"),
        (b"id,kind\0", "null characters"), (b"id,kind,iso3,amount,currency,as_of,source\n", "there are 0 holdings"),
        (b'id,kind,iso3,amount,currency,as_of,source\n"a"b,c', "the row cannot be read")])
    def test_what_is_no_table(self, data: bytes, said: str) -> None:
        assert said in problems(read_register, data)

    def test_no_file_and_a_file_too_large(self, monkeypatch: pytest.MonkeyPatch) -> None:
        with pytest.raises(NotFoundError, match="no file"):
            read_register(Path("none.csv"))
        monkeypatch.setattr("outward.studies.risks.register._MOST_BYTES", 10)
        with pytest.raises(InvalidInputError, match="bytes"):
            read_register(Path("register.csv"))

    @settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
    @given(st.binary(max_size=200) | st.text(max_size=200).map(str.encode)
           | st.text(alphabet="id,\"\n\r0a", max_size=120).map(lambda text: (REGISTER + text).encode()))
    def test_no_bytes_whatever_end_in_anything_but_an_error_of_ours(self, data: bytes) -> None:
        Path("any.csv").write_bytes(data)
        for read in (read_register, read_forecasts, read_covers, read_severities, read_answers):
            with suppress(OutwardError):
                read(Path("any.csv"))


class TestOtherFiles:
    """Covers, severities and answers."""

    def test_covers(self) -> None:
        found = read_covers(Path("covers.csv"))
        assert (found["bit-kaz"].countries, found["escrow"].ends) == (("KAZ",), "2016-12-31")
        assert [effect.share for effect in found["escrow"].effects] == [0.5]

    @pytest.mark.parametrize(("changed", "said"), [
        (("treaty", "promise"), "row 2, column type: 'promise' is no type"),
        (("KAZ", "Oz"), "row 2, column iso3: region 'Oz' is not defined"),
        (("0.5", "5"), "row 3, column share: 5 is out of range"), (("0.5", ""), "event and share belong together"),
        (("2016-12-31", "2016-02-30"), "row 3, column ends: '2016-02-30' is no date")])
    def test_wrong_covers(self, changed: tuple[str, str], said: str) -> None:
        assert said in problems(read_covers, COVERS.replace(*changed))

    @pytest.mark.parametrize(("changed", "said"), [
        (("0.5", "half"), "row 2, column value: 'half' is no number"),
        (("0.5", ""), "row 2, column value: the cell is empty"),
        (("contract", "wish"), "row 2: kind 'wish'"), (("loss,coup", "luck,coup"), "row 2: factor 'luck'")])
    def test_wrong_severities(self, changed: tuple[str, str], said: str) -> None:
        assert said in problems(read_severities, LOSS.replace(*changed))

    @pytest.mark.parametrize("file", ["covers", "loss"])
    def test_an_event_that_nobody_knows_is_misspelt(self, file: str) -> None:
        text = {"covers": COVERS.replace("currency_crash", "curency_crash"), "loss": LOSS.replace("coup", "cuop")}[file]
        Path(f"{file}.csv").write_text(text, encoding="utf-8")
        with pytest.raises(UnknownCodeError, match="is about the event 'cu"):
            exposed(**{file: Path(f"{file}.csv")})

    def test_answers(self) -> None:
        Path("answers.csv").write_text("item,answer,evidence\nculture,YES,interviews\nunions,,\n", encoding="utf-8")
        [found] = read_answers(Path("answers.csv"))
        assert (found.item, found.reply, found.evidence) == ("culture", "yes", "interviews")

    @pytest.mark.parametrize(("text", "said"), [
        ("luck,yes", "there is no item 'luck'"), ("culture,perhaps", "answer 'perhaps'"),
        ("culture,yes\nculture,no", "row 3, column item: culture is answered twice")])
    def test_wrong_answers(self, text: str, said: str) -> None:
        assert said in problems(read_answers, f"item,answer\n{text}\n")


class TestForecastFile:
    """Forecasts there and back."""

    def test_round_trip(self) -> None:
        found = read_forecasts(Path("forecasts.csv"))
        assert len(found) == 7
        assert found[5].probability is None
        assert found[6].lower is None
        Path("again.csv").write_bytes(forecasts_csv(found))
        assert read_forecasts(Path("again.csv")) == found
        assert Path("again.csv").read_text(encoding="utf-8").splitlines()[0] == ",".join(COLUMNS)

    @settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
    @given(st.lists(st.tuples(st.floats(0, 1), st.floats(0, 1), st.floats(0, 1)).map(sorted), min_size=1, max_size=5))
    def test_every_number_comes_back_as_it_was(self, numbers: list[list[float]]) -> None:
        made_of = tuple(Forecast("coup", place + 1, "", 2015, 2, "2014-12-31", "logit", middle, low, high, "ok")
                        for place, (low, middle, high) in enumerate(numbers))
        Path("again.csv").write_bytes(forecasts_csv(made_of))
        assert read_forecasts(Path("again.csv")) == made_of

    @pytest.mark.parametrize(("changed", "said"), [
        (("0.01,0.005", "1.01,0.005"), "row 2, column probability: 1.01 is out of range"),
        (("0.01,0.005", "0.01,0.05"), "row 2, column probability: probability 0.01 with interval 0.05"),
        ((",,,abstained", ",,,ok"), "row 7, column probability: status ok with probability None"),
        (("705,KAZ", "560,ZAF"), "row 3: the forecast stands twice, first in row 2"),
        (("ensemble", "oracle"), "row 2, column model: 'oracle' is no model"),
        (("2015,1", "2015,1.5"), "row 2, column horizon: '1.5' is no whole number"),
        (("2014-12-31", "last year"), "row 2, column made_on: 'last year' is no date"),
        (("560,ZAF", ","), "row 2, column iso3: the country has no code"),
        (("2015,1", ",1"), "row 2, column year: the cell is empty"),
        (("gwcode", "country"), "row 1, column country: there is no such column")])
    def test_what_is_wrong_is_named(self, changed: tuple[str, str], said: str) -> None:
        assert said in problems(read_forecasts, FORECASTS.replace(*changed))

    def test_fifty_problems_are_enough(self) -> None:
        text = FORECASTS.splitlines()[0] + "\n" + "x,x,x,x,x,x,x,x,x,x,x\n" * 5000
        assert problems(read_forecasts, text).count("\n") <= 51


class TestExposed:
    """The whole of it."""

    def test_what_the_files_mean(self) -> None:
        found = exposed(covers=Path("covers.csv"), loss=Path("loss.csv"))
        exposure = found.exposure
        assert exposure.events[:2] == ("coup", "currency_crash")
        assert "expropriation" in exposure.guarded
        # order: coup 0.01 x 0.5 x 0.3 x (1 - 0.7) x 904e6; crash 0.08 x 0.23 x 0.3 x 0.4 x (1 - 0.5) x 904e6
        assert exposure.expected()[0, :2] == pytest.approx([0.01 * 0.5 * 0.3 * 0.3 * 904e6,
                                                            0.08 * 0.23 * 0.3 * 0.4 * 0.5 * 904e6])
        assert {each.what for each in exposure.gaps} >= {"no_amount", "abstained", "insured_unnamed"}
        assert [each.stated.currency for each in found.tails] == ["CNY", "USD"]

    def test_an_owner_sees_only_its_own(self) -> None:
        found = exposed(owner="Lianli")
        assert [each.id for each in found.exposure.holdings] == ["J04"]
        told = b"".join(written.exposure_files(found).values())
        assert b"J02" not in told
        assert b"CRRC" not in told
        with pytest.raises(InvalidValueError, match=r"'Nobody' owns nothing.*Owners are CRRC Dalian, Lianli, Yuanda"):
            exposed(owner="Nobody")

    def test_one_currency_at_the_rates_of_the_dates(self) -> None:
        found = exposed(currency="CNY")
        assert found.exchanged
        assert found.exchanged.without_rate == ()
        assert {(rate.per, str(rate.period)) for rate in found.exchanged.rates} == {("USD", "2014"), ("USD", "2014M06")}
        [total] = [each for each in found.totals if each.by == "all"]
        assert (total.currency, total.holdings) == ("CNY", 3)
        assert total.amount == pytest.approx(6.15 * 1704e6 + 20e6, rel=0.01)

    def test_a_date_without_a_rate_keeps_its_currency_and_is_named(self) -> None:
        Path("register.csv").write_text(REGISTER.replace("2014-06-30", "1999-06-30"), encoding="utf-8")
        found = exposed(currency="CNY")
        assert found.exchanged
        assert found.exchanged.without_rate == ("J04",)
        assert [row["ids"] for row in rows(written.gaps_csv(found)) if row["what"] == "no_rate"] == ["J04"]

    def test_other_models_and_years(self) -> None:
        assert exposed(model="climatology").exposure.chances.model == "climatology"
        with pytest.raises(OutwardError, match="for 1990"):
            exposed(year=1990)

    def test_the_tail_keeps_its_seed(self) -> None:
        first, again, other = (exposed(seed=seed).tails[0].stated.mean for seed in (1, 1, 2))
        assert first == again != other
        assert exposed(loadings=Loadings(0.0, 0.0, 0.0)).tails[0].stated.mean == exposed().tails[0].independent.mean


class TestWritten:
    """Files of an exposure."""

    def test_exposure_has_a_row_a_holding_and_event_with_its_status(self) -> None:
        found = rows(written.exposure_csv(exposed().exposure))
        assert list(found[0]) == ["holding", "event", "iso3", "probability", "severity", "amount", "currency",
                                  "uncovered", "expected_loss", "lower", "upper", "status"]
        by_key = {(row["holding"], row["event"]): row for row in found}
        assert len(found) == len(by_key) == 8
        first = by_key["J02", "coup"]
        assert float(first["expected_loss"]) == pytest.approx(
            float(first["probability"]) * float(first["severity"]) * float(first["amount"]) * float(first["uncovered"]))
        assert [by_key[id, event]["status"] for id, event in (("J02", "currency_crash"), ("J05", "coup"), (
            "J06", "currency_crash"))] == ["partly", "no_amount", "abstained"]
        assert by_key["J06", "currency_crash"]["expected_loss"] == by_key["J05", "coup"]["amount"] == ""

    def test_protection_has_all_events_and_names_covers(self) -> None:
        found = {(row["holding"], row["event"]): row for row in rows(written.protection_csv(exposed().exposure))}
        insured = found["J02", "expropriation"]
        assert [insured[name] for name in ("route", "forecast", "status", "covers")] == ["protection", "no", "covered",
                                                                                         "insurance"]
        assert [found["J06", event]["route"] for event in ("coup", "debt_crisis")] == ["warning", "warning"]
        assert [found["J06", event]["forecast"] for event in ("coup", "debt_crisis")] == ["yes", "no"]
        assert float(insured["residual_if_it_happens"]) == pytest.approx(0.1 * float(insured["bare_if_it_happens"]))
        assert found["J06", "coup"]["status"] == "open"
        # Usual terms of insurance act on sanctions for receivables only, and J02 is a contract.
        assert (found["J02", "sanction"]["status"], found["J02", "sanction"]["covers"]) == ("open", "")

    def test_offers_name_what_would_protect_and_skip_what_does_nothing(self) -> None:
        found = rows(written.offers_csv(exposed().exposure))
        assert {row["cover"] for row in found if row["holding"] == "J02"} == {"treaty", "guarantee", "local-financing"}
        assert not [row for row in found if row["holding"] == "J05"]
        assert all(float(row["saves_if_most"]) > 0 and row["most"] in row["events"].split("|") for row in found)

    def test_the_sums_are_those_of_the_cells(self) -> None:
        found = exposed()
        totals = {(row["by"], row["key"], row["currency"]): row for row in rows(written.totals_csv(found))}
        cells = [row for row in rows(written.exposure_csv(found.exposure)) if row["expected_loss"]]
        for event in ("coup", "currency_crash"):
            assert float(totals["event", event, "USD"]["expected_loss"]) == pytest.approx(sum(
                float(row["expected_loss"]) for row in cells if row["event"] == event and row["currency"] == "USD"))

    def test_shares_of_covers_sum_to_what_they_take(self) -> None:
        found = exposed(covers=Path("covers.csv"))
        result = json.loads(written.result_json(found))
        for total in result["cover_totals"]:
            assert total["taken"] == pytest.approx(sum(float(row["shapley"]) for row in rows(written.covers_csv(found))
                                                       if row["currency"] == total["currency"]), abs=1e-6)

    def test_the_result_says_that_it_rests_on_assumptions_and_what_is_missing(self) -> None:
        result = json.loads(written.result_json(exposed()))
        assert result["synthetic"] is True
        assert "assumptions" in result["assumptions"]["en"]
        assert "假设" in result["assumptions"]["zh"]
        assert all(gap["said"]["en"] and gap["said"]["zh"] for gap in result["gaps"])
        assert all(event["name"]["zh"] for event in result["events"])
        assert [level["level"] for level in result["tails"][0]["stated"]["levels"]] == [0.95, 0.99]
        for tail in result["tails"]:
            for level in tail["stated"]["levels"]:
                assert sum(level["by_country"].values()) == pytest.approx(level["expected_shortfall"])

    def test_every_assumption_is_written_and_the_user_s_own_is_marked(self) -> None:
        found = rows(written.assumptions_csv(exposed(loss=Path("loss.csv")).exposure))
        assert [row["value"] for row in found if row["from"] == "own"] == ["0.5"]
        assert {row["cover"] for row in found if row["factor"] == "cover"} == {"insurance", "escrow"}

    def test_no_text_becomes_a_formula_and_none_breaks_a_row(self) -> None:
        text = REGISTER.replace("J02,", '=1+1,').replace("J04,", '"a,""b"",c",').replace("Lianli", "@SUM(A1)")
        Path("register.csv").write_text(text, encoding="utf-8")
        for name, data in written.exposure_files(exposed()).items():
            if name.endswith(".csv"):
                found = list(csv.reader(io.StringIO(data.decode())))
                assert {len(row) for row in found} == {len(found[0])}
                assert not [cell for row in found for cell in row if cell.startswith(("=", "@", "+"))]
        assert rows(written.exposure_csv(exposed().exposure))[2]["holding"] == 'a,"b",c'

    def test_the_fast_writer_writes_what_the_plain_one_does(self) -> None:
        cells = ["plain", "a,b", 'say "so"', "=1+1", "", "-3.2", "矿", "two\nlines"]
        fast = written._by_columns([("one", [written._text(cell) for cell in cells]),
                                    ("two", [written._text(cell) for cell in reversed(cells)])])
        assert fast == table(("one", "two"), zip(cells, reversed(cells), strict=True))

    def test_many_made_up_holdings_are_written_whole(self) -> None:
        holdings, forecasts = made(300)
        found = expose(holdings, forecasts, scenarios=200, is_synthetic=True)
        assert len(rows(written.exposure_csv(found.exposure))) == 300 * 6
        [total] = [each for each in found.totals if each.by == "all"]
        assert total.expected_loss == pytest.approx(sum(plain(holdings, forecasts).values()))
