"""Banking and debt crises, as a list and as the authors' table. The files are synthetic, with real country names."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest

from outward.errors import InvalidInputError
from tests.reference import reference_file
from tests.sources.converting import converted, gaps, row, rows

FAMILY = "economic_banking_debt_crises"
LIST = ("rownames,country,type,year,month\n1,Kenya,banking,1985,7\n2,Kenya,currency,1993,\n"
        "3,\"Congo, Dem. Rep. of\",debt,1976,\n4,Nowhere,banking,1990,\n5,Kenya,debtrestructuring,1994,\n")
TABLE = ("Country,Systemic Banking Crisis (starting date),Currency Crisis (year),Sovereign Debt Crisis (year),"
         "Sovereign Debt Restructuring (year)\n"
         "Kenya,\"1985, 1992\",1993,,\n\"Yugoslavia, SFR\",,,1983,\"1988 2/\"\n"
         "C\u00f4te d\u2019Ivoire,1988,,\"1984, 2001, 2010\",\nNorway,n.a.,,,\n")


@pytest.mark.reference
def test_every_country_name_of_the_authors_is_known(tmp_path: Path) -> None:
    with reference_file("risk/economic_banking_debt_crises_1970_2017.csv").open(encoding="utf-8", newline="") as file:
        printed = list(csv.DictReader(file))
    text = "country,type,year,month\n" + "".join(f'"{each["country"]}",{each["type"]},{each["year"]},{each["month"]}\n'
                                                 for each in printed)
    found = converted("laeven-valencia", text, tmp_path)
    assert gaps(found) == ""
    mine = {(each.iso3, each.type, int(str(each.year))) for each in rows(found, FAMILY).itertuples()}
    assert mine == {(each["iso3"], each["type"], int(each["year"])) for each in printed}


def test_a_list_gives_a_row_a_crisis(tmp_path: Path) -> None:
    found = converted("laeven-valencia", LIST, tmp_path)
    assert row(found, FAMILY, iso3="KEN", type="banking")["month"] == 7
    assert row(found, FAMILY, iso3="COD")["year"] == 1976
    assert set(rows(found, FAMILY)["type"]) == {"banking", "debt", "debtrestructuring"}
    assert "Nowhere" in gaps(found)
    assert "exchange rates" in gaps(found)


def test_the_authors_table_gives_a_row_a_year_in_a_cell(tmp_path: Path) -> None:
    found = rows(converted("laeven-valencia", TABLE, tmp_path), FAMILY)
    assert {(each.iso3, each.type, each.year) for each in found.itertuples()} == {
        ("KEN", "banking", 1985), ("KEN", "banking", 1992), ("SRB", "debt", 1983), ("SRB", "debtrestructuring", 1988),
        ("CIV", "banking", 1988), ("CIV", "debt", 1984), ("CIV", "debt", 2001), ("CIV", "debt", 2010)}


@pytest.mark.parametrize("wrong", [LIST.replace("1985,7", "1985,13"), LIST.replace("1985", "in 1985"),
                                   "country,type,year\nNowhere,banking,1990\n",
                                   "country,type,year\nKenya,flood,1990\n"])
def test_what_cannot_be_read_is_refused(tmp_path: Path, wrong: str) -> None:
    with pytest.raises(InvalidInputError):
        converted("laeven-valencia", wrong, tmp_path)
