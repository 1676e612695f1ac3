"""The bundled case: right in itself, and without gaps that nobody named."""

from __future__ import annotations

import pytest

from outward.casebook.folder import Casebook, bundled
from outward.casebook.observed import observations
from outward.vocabulary.observations import DIMENSIONS


@pytest.fixture(scope="module")
def liaoning() -> Casebook:
    return bundled()


def test_the_settings_follow_the_report(liaoning: Casebook) -> None:
    case = liaoning.case
    assert (case.region, case.nation, case.sector, case.coverage) == (
        "CN-LN", "CHN", "equipment-manufacturing", "traditional")
    assert (case.known_on, case.synthetic) == ("2017-12-31", False)
    printed_order = liaoning.tables.query("table == '2'")["sector"].drop_duplicates()
    assert case.sectors == tuple(printed_order)


def test_two_quantities_never_share_all_their_dimensions(liaoning: Casebook) -> None:
    """What stands in a table and in a sentence is the same number; nothing else meets by accident."""
    table = observations(liaoning).table
    met = table[table.duplicated([*DIMENSIONS, "unit"], keep=False)]
    assert met.groupby([*DIMENSIONS, "unit"])["value"].nunique().eq(1).all()
    assert sorted(met["table"] + ":" + met["row"]) == [
        "3:240", "4:296", "6:411", "claims:C151", "claims:C153", "claims:C204"]


def test_every_open_unit_or_scope_says_what_was_presumed(liaoning: Casebook) -> None:
    table = observations(liaoning).table
    presumed = table[table["status"].isin(["presumed", "missing"])]
    assert (presumed["note"] != "").all()
    assert set(table["status"]) == {"printed", "presumed", "missing"}
    missing = table[table["status"] == "missing"]
    assert dict(zip(missing["table"] + ":" + missing["row"], missing["value_as_printed"], strict=True)) == {
        "7:413": "-", "7:416": "-", "7:419": "-", "claims:C061": "6,8197"}


def test_table_2_has_no_year_and_says_so(liaoning: Casebook) -> None:
    second = liaoning.tables.query("table == '2'")
    assert set(second["period"]) == {""}
    assert second["note"].str.startswith("year not printed").all()


def test_sources_say_through_whom_they_were_read(liaoning: Casebook) -> None:
    used = set(liaoning.tables["source"]) | set(liaoning.claims["source"])
    assert used <= {source.id for source in liaoning.sources}
    second_hand = [source for source in liaoning.sources if source.id != "adb-2017"]
    assert all("as cited in ADB TA-9036 Technical Report 2" in source.note for source in second_hand)
    assert all(source.title.zh and source.publisher.zh for source in liaoning.sources)


@pytest.mark.parametrize(
    ("register", "rows"),
    [("enterprises", 40), ("projects", 40), ("parks", 15), ("clusters", 22), ("corridors", 22), ("countries", 65),
     ("policies", 36), ("instruments", 37), ("agencies", 30), ("priority_subsectors", 54), ("targets", 20)],
)
def test_registers_are_whole_and_in_chinese(liaoning: Casebook, register: str, rows: int) -> None:
    """Only names may lack their Chinese: established ones are taken, none is made up."""
    table = liaoning.registers[register]
    assert len(table) == rows
    for english in (column for column in map(str, table) if column.endswith("_en") and column != "name_en"):
        untranslated = table[(table[english] != "") & (table[english.replace("_en", "_zh")] == "")]
        assert untranslated.empty, (english, list(untranslated["id"]))


def test_few_names_lack_their_chinese(liaoning: Casebook) -> None:
    unnamed = {id for table in liaoning.registers.values() for id in table.loc[table["name_zh"] == "", "id"]}
    assert unnamed == {"E14", "E15", "E17", "E22", "E25", "E26", "E36", "E37", "E38", "E39", "K08", "Y20", "Y32"}


def test_registers_refer_to_one_another(liaoning: Casebook) -> None:
    registers, regions = liaoning.registers, liaoning.regions
    enterprises = set(registers["enterprises"]["id"])

    def named(register: str, column: str) -> set[str]:
        return {id for cell in registers[register][column] for id in cell.split(";") if id}

    assert named("projects", "enterprise") | named("projects", "counterparty") <= enterprises
    assert named("parks", "enterprise") <= enterprises
    places = named("projects", "host_country") | named("parks", "country") | named("enterprises", "home")
    assert all(place in regions for place in places)
    assert all(country in regions for country in registers["countries"]["id"])
    assert named("targets", "indicator_id") <= {id for id in named("targets", "indicator_id")
                                                if id in liaoning.indicators}


def test_subjects_and_products_have_names(liaoning: Casebook) -> None:
    table = observations(liaoning).table
    codes = set(table["subject"]) | set(table["product"]) - {""}
    unnamed = {code for code in codes if code and code not in liaoning.labels
               and code.split(":")[0] not in {"enterprise", "project"}}
    assert unnamed == set()


def test_no_table_of_facts_contradicts_its_numbers_by_more_than_rounding(liaoning: Casebook) -> None:
    """Tables 3 and 4: the seven classes make up the industry's paid-in capital (Table 4 is off by 1 in 5407)."""
    for fact in liaoning.facts:
        if fact["fact"] == "total":
            rows = liaoning.tables.query("table == @fact['table'] and indicator in @fact['indicators']")
            whole = rows.loc[rows["sector"] == fact["item"], "value"].item()
            parts = rows.loc[rows["sector"] != fact["item"], "value"]
            assert parts.sum() == pytest.approx(whole, abs=0.5 * (len(parts) + 1))
