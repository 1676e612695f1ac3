"""The World Bank's tables: governance (WGI) and development (WDI), in each layout. All files are synthetic."""

from __future__ import annotations

import math
from pathlib import Path

import pytest

from outward.errors import InvalidInputError
from outward.ingest.panels import PROVIDERS
from outward.sources.delimited import text_table
from tests.sources.converting import converted, gaps, row, rows

WGI, WDI = "institutional_wgi", "indicators_external_structural"
BULK = ('"Country Name","Country Code","Indicator Name","Indicator Code","2000","2001",\n'
        '"Kenya","KEN","x","{0}","1.5","",\n"Côte","CIV","x","{0}","..","2",\n"Euro area","EMU","x","{0}","9","9",\n')
PAGE = '"Data Source","World Development Indicators",\n\n"Last Updated Date","2020-01-01",\n\n' + BULK
BANK = ('Series Name,Series Code,Country Name,Country Code,2000 [YR2000],2001 [YR2001]\n'
        'x,{0},Kenya,KEN,1.5,..\nx,{0},Côte,CIV,..,2\n,,,,,\n"Data from database: synthetic",,,,,\n')
LONG = ("codeindyr,code,countryname,year,indicator,estimate,stddev,nsource,pctrank,pctranklower,pctrankupper\n"
        "x,ROM,Romania,2000,rl,-0.1,0.2,9,50,40,60\nx,ROM,Romania,2000,va,0.3,0.25,9,50,40,60\n"
        "x,KEN,Kenya,2000,rl,..,..,..,..,..,..\nx,ANT,Antilles,2000,rl,1,1,1,1,1,1\n")


def recognised(text: str, folder: Path) -> str:
    path = folder / "file.csv"
    path.write_text(text, encoding="utf-8")
    head = text_table(path).head
    return next(name for name, module in PROVIDERS.items() if module.header_at(head) is not None)


@pytest.mark.parametrize("layout", [BULK, PAGE, BANK])
@pytest.mark.parametrize("encoding", ["utf-8-sig", "latin-1"])
def test_each_layout_gives_the_same_figures(tmp_path: Path, layout: str, encoding: str) -> None:
    found = converted("wdi", layout.format("NE.EXP.GNFS.ZS"), tmp_path, encoding=encoding)
    assert row(found, WDI, iso3="KEN", year=2000)["exports_pct_gdp"] == 1.5
    assert row(found, WDI, iso3="CIV", year=2001)["exports_pct_gdp"] == 2
    assert len(rows(found, WDI)) == 2
    assert ("EMU" in gaps(found)) == ("EMU" in layout)


@pytest.mark.parametrize("layout", [BULK, PAGE, BANK])
def test_governance_and_development_are_told_apart_by_their_indicators(tmp_path: Path, layout: str) -> None:
    assert recognised(layout.format("RL.EST"), tmp_path) == "wgi"
    assert recognised(layout.format("GOV_WGI_CC.STD.ERR"), tmp_path) == "wgi"
    assert recognised(layout.format("NE.EXP.GNFS.ZS"), tmp_path) == "wdi"
    assert recognised(LONG, tmp_path) == "wgi"


def test_governance_in_the_wide_layout(tmp_path: Path) -> None:
    text = BULK.format("GOV_WGI_RL.EST") + '"Kenya","KEN","x","GOV_WGI_RL.STD.ERR","0.2","",\n'
    found = row(converted("wgi", text, tmp_path), WGI, iso3="KEN", year=2000)
    assert (found["RuleofLaw"], found["RuleofLaw_se"]) == (1.5, 0.2)


def test_governance_in_the_long_layout(tmp_path: Path) -> None:
    found = converted("wgi", LONG, tmp_path)
    romania = row(found, WGI, iso3="ROU", year=2000)
    assert (romania["RuleofLaw"], romania["VoiceandAccountability"], romania["RuleofLaw_se"]) == (-0.1, 0.3, 0.2)
    assert "ANT" in gaps(found)
    assert set(rows(found, WGI)["iso3"]) == {"ROU"}  # of Kenya there is no figure


def test_two_estimates_of_one_year_are_refused(tmp_path: Path) -> None:
    with pytest.raises(InvalidInputError, match="twice"):
        converted("wgi", LONG + "x,ROU,Romania,2000,rl,-0.2,0.2,9,50,40,60\n", tmp_path)


def test_one_file_fills_several_tables(tmp_path: Path) -> None:
    lines = "".join(f'"Kenya","KEN","x","{code}","{value}","",\n' for code, value in (
        ("NY.GDP.DEFL.KD.ZG", 7), ("SP.POP.TOTL", 30_000_000), ("SP.DYN.IMRT.IN", 60), ("NY.GDP.PCAP.KD", 900)))
    found = converted("wdi", BULK.format("NE.EXP.GNFS.ZS") + lines, tmp_path)
    assert row(found, "economic_deflator_inflation", iso3="KEN", year=2000)["gdp_deflator_inflation"] == 7
    structure = row(found, "structural_gdp_pop_infmort", gwcode=501, year=2000)
    assert (structure["pop"], structure["infmort"], structure["infmort_imputed"]) == (30_000, 60, "False")
    assert row(found, WDI, iso3="KEN", year=2000)["gdp_pc_const_usd"] == 900
    assert "base year" in gaps(found)


def test_a_table_of_states_has_no_row_before_there_was_one(tmp_path: Path) -> None:
    text = ('"Country Name","Country Code","Indicator Name","Indicator Code","2010","2011",\n'
            '"x","SSD","x","SP.POP.TOTL","1000","1000",\n"x","HKG","x","SP.POP.TOTL","1000","1000",\n')
    found = rows(converted("wdi", text, tmp_path), "structural_gdp_pop_infmort")
    assert found[["gwcode", "year"]].to_numpy().tolist() == [[626, 2011]]


def test_a_missing_standard_error_stays_missing(tmp_path: Path) -> None:
    found = converted("wgi", "code,year,indicator,estimate\nROM,2000,rl,-0.1\n", tmp_path)
    assert math.isnan(float(str(row(found, WGI, iso3="ROU", year=2000)["RuleofLaw_se"])))


@pytest.mark.parametrize("wrong", [
    BULK.format("XX.YY"), BULK.format("NE.EXP.GNFS.ZS").replace("1.5", "one"),
    BULK.format("NE.EXP.GNFS.ZS") + '"Kenya","KEN","x","NE.EXP.GNFS.ZS","3","",\n',
    BULK.format("NE.EXP.GNFS.ZS") + '"Kenya","KEN","x","NE.EXP.GNFS.ZS","3","","4","5","6"\n'])
def test_what_cannot_be_read_is_refused(tmp_path: Path, wrong: str) -> None:
    with pytest.raises(InvalidInputError):
        converted("wdi", wrong, tmp_path)
