"""Tables and claims become one long table of observations."""

from __future__ import annotations

from outward.casebook.folder import bundled, read_files
from outward.casebook.observed import observations
from outward.vocabulary.observations import CLAIMS_TABLE, COLUMNS
from tests.casebook.small import claim_row, small_files, table_row


def test_every_row_is_an_observation_of_its_cell() -> None:
    casebook = bundled()
    table = observations(casebook).table
    assert tuple(table.columns) == COLUMNS
    assert len(table) == len(casebook.tables) + len(casebook.claims)
    assert table["table"].value_counts()[CLAIMS_TABLE] == len(casebook.claims)
    assert not table.duplicated(["table", "row"]).any()


def test_a_claim_keeps_its_print_its_hedge_and_the_date_of_the_case() -> None:
    files = small_files(tables=[], claims=[claim_row(claim="C7", hedge="more than", note="year not stated")])
    row = observations(read_files(files, where="small")).table.iloc[0]
    assert row[["table", "row", "value", "value_as_printed"]].to_list() == ["claims", "C7", -3.7, "3.7"]
    assert row["known_on"] == "2017-12-31"
    assert row["note"] == "printed as more than; year not stated"


def test_a_table_cell_without_its_print_is_printed_as_it_was_written_and_a_claim_in_words_is_not() -> None:
    gap = table_row(row="2", period="2014", value="", value_as_printed="", status="missing")
    files = small_files(tables=[table_row(value="1301.50", value_as_printed=""), gap],
                        claims=[claim_row(printed="")])
    assert observations(read_files(files, where="small")).table["value_as_printed"].to_list() == ["1301.50", "", ""]


def test_a_case_without_rows_has_no_observations() -> None:
    assert len(observations(read_files(small_files(tables=[], claims=[]), where="small"))) == 0
