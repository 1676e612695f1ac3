"""The bundled case says what the reference transcription and the report say, number by number, in words of its own."""

from __future__ import annotations

import csv
import re
from collections import Counter
from functools import cache

import pytest

from outward.casebook.folder import bundled
from tests.reference import reference_file, seed_file

pytestmark = pytest.mark.reference

TABLE_ROWS = 432
CITATIONS = {"sources.csv"}  # titles of documents are quoted


def reference_rows(name: str) -> list[dict[str, str]]:
    with reference_file(name).open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


@cache
def report() -> str:
    return seed_file("report.txt").read_text(encoding="utf-8")


def words(text: str) -> list[str]:
    return re.findall(r"[a-z0-9]+", text.lower())


def test_tables_hold_every_value_as_printed_in_the_same_order() -> None:
    given, ours = reference_rows("tables_all.csv"), bundled().tables
    assert len(given) == len(ours) == TABLE_ROWS
    for number, (theirs, row) in enumerate(zip(given, ours.to_dict("records"), strict=True), 1):
        assert (row["table"], row["row"]) == (theirs["table"], str(number))
        assert row["value_as_printed"] == theirs["value_as_printed"]
        assert row["paragraph"] == theirs["paragraph"]
        if theirs["value"]:
            assert row["value"] == float(theirs["value"])
        else:
            assert row["status"] == "missing"


def test_claims_hold_every_value_as_printed_in_the_same_order() -> None:
    given, ours = reference_rows("claims.csv"), bundled().claims
    assert len(given) == len(ours)
    for theirs, row in zip(given, ours.to_dict("records"), strict=True):
        assert (row["claim"], row["printed"], row["paragraph"]) == (
            theirs["claim_id"], theirs["printed"], theirs["paragraph"])
        if theirs["value"]:
            assert row["value"] == float(theirs["value"])
        else:
            assert row["status"] == "missing"


BOUNDS = (  # how the transcription words a bound, and the hedge or the note that says it here
    (r"approximate \(close to\)", "nearly"), (r"approximate", "about"), (r"upper bound \(nearly\)", "nearly"),
    (r"upper bound", "less than"), (r"lower bound \((and above|or above|\+)", "at least"),
    (r"lower bound$", "lower bound"), (r"(printed: tens of billions CNY, )?lower bound", "more than"),
)
OTHER_HEDGES = {"C192": "about", "C193": "about"}  # "about 5%-7%": the transcription names the ends only


def test_every_bound_of_a_claim_is_said() -> None:
    ours = bundled().claims.set_index("claim")
    for theirs in reference_rows("claims.csv"):
        claim = theirs["claim_id"]
        bound = next((said for pattern, said in BOUNDS if re.match(pattern, theirs["comparison_basis"])), "")
        hedge, note = ours.loc[claim, "hedge"], ours.loc[claim, "note"]
        if bound in ("at least", "lower bound"):
            assert hedge == "", claim
            assert str(note).startswith(bound), claim
        else:
            assert hedge == (OTHER_HEDGES.get(claim) or bound), claim


def test_claims_keep_region_period_and_unit_but_where_the_note_or_the_dimension_says_otherwise() -> None:
    """A claim of an enterprise abroad is the home region's, towards a partner; open units are presumed."""
    periods = {"C024": "2010-2015", "C027": "2011-2015", "C037": "2010-2015", "C064": "2015-2016", "C187": "2014M12"}
    units_of_their_own = {"C019": "100 million CNY", "C021": "100 million CNY", "C074": "million dwt", "C224": "pp",
                          "C010": "million vehicles", "C066": "million vehicles", "C068": "thousand vehicles",
                          "C118": "locomotives", "C186": "excavators", "C039": "kVA", "C226": "kV", "C234": "kV"}
    abroad = {f"C{number}" for number in (*range(113, 124), *range(229, 233))}
    china_abroad = {"C187", "C188", "C189"}
    known, ours = bundled(), bundled().claims.set_index("claim")
    for theirs in reference_rows("claims.csv"):
        claim, row = theirs["claim_id"], ours.loc[theirs["claim_id"]]
        if claim in abroad | china_abroad:
            assert row["region"] == ("CN-LN" if claim in abroad else "CHN"), claim
        elif claim != "C222":  # two countries at once: a region of the case's own
            assert row["region"] == known.regions.find(theirs["region"]).id, claim
        year = theirs["year"] if re.fullmatch(r"\d{4}(H1|-\d{4})?", theirs["year"]) else ""
        assert row["period"] == periods.get(claim, year), claim
        assert row["unit"] == units_of_their_own.get(claim, theirs["unit"]), claim


def test_every_number_of_a_claim_stands_in_the_report_where_it_is_said_to() -> None:
    text = re.sub(r"\s+", " ", report())
    for theirs in reference_rows("claims.csv"):
        if not theirs["printed"]:
            continue
        number = re.compile(r"(?<!\d)(?<!\d[.,])" + re.escape(theirs["printed"]) + r"(?!\d|[.,]\d)")
        places = [found.start() for found in re.finditer(re.escape(re.sub(r"\s+", " ", theirs["locator"])), text)]
        assert places, theirs["claim_id"]
        reach = len(theirs["sentence"])
        assert any(number.search(text, max(0, place - reach), place + reach) for place in places), theirs["claim_id"]


@pytest.mark.parametrize("table", list("1234567"))
def test_every_cell_of_a_table_stands_in_the_report(table: str) -> None:
    """Each text stands in the printed table at least as often as in ours."""
    # The first of the two headings stands in the list of tables.
    starts = [found.start() for found in re.finditer(rf"\nTable {table} ", report())]
    block = re.split(r"\n(?:Data sources|Table \d|\d+\. )", report()[starts[-1] + 1:])[0]
    printed = Counter(cell.strip() for line in block.splitlines() for cell in line.split("\t"))
    ours = Counter(bundled().tables.query("table == @table")["value_as_printed"])
    assert ours - printed == Counter()


def test_the_wording_of_the_report_is_not_carried() -> None:
    """No cell, and no run of cells, has twelve words in a row from the report."""
    seen = words(report())
    runs = {tuple(seen[start:start + 12]) for start in range(len(seen) - 11)}
    for name, data in bundled().files.items():
        if name in CITATIONS:
            continue
        for row in csv.reader(data.decode("utf-8").splitlines()):
            ours = words(" ".join(row))
            copied = [run for start in range(len(ours) - 11) if (run := tuple(ours[start:start + 12])) in runs]
            assert not copied, (name, copied)


@pytest.mark.parametrize(
    ("register", "file", "id"),
    [("enterprises", "enterprises.csv", "enterprise_id"), ("projects", "projects.csv", "project_id"),
     ("parks", "parks.csv", "park_id"), ("clusters", "clusters.csv", "cluster_id"),
     ("policies", "policies.csv", "policy_id"), ("instruments", "instruments.csv", "instrument_id"),
     ("agencies", "agencies.csv", "agency_id"), ("targets", "targets.csv", "target_id")],
)
def test_registers_hold_every_entry_with_its_paragraphs(register: str, file: str, id: str) -> None:
    ours = bundled().registers[register]
    assert [(row[id], row["paragraphs"]) for row in reference_rows(file)] == list(
        zip(ours["id"], ours["paragraphs"], strict=True))


@pytest.mark.parametrize(("register", "file"), [("corridors", "corridors.csv"),
                                                ("priority_subsectors", "priority_subsectors.csv")])
def test_registers_with_several_rows_a_group_keep_the_group(register: str, file: str) -> None:
    ours = bundled().registers[register]
    group = {"corridors": "corridor", "priority_subsectors": "group"}[register]
    theirs = {"corridors": "corridor_id", "priority_subsectors": "subsector_id"}[register]
    assert [row[theirs] for row in reference_rows(file)] == list(ours[group])
    assert ours["id"].is_unique


def test_numbers_of_registers_are_the_transcribed_ones() -> None:
    registers = bundled().registers
    projects = dict(zip(registers["projects"]["id"], registers["projects"].to_dict("records"), strict=True))
    for row in reference_rows("projects.csv"):
        ours = projects[row["project_id"]]
        assert (ours["value"], ours["quantity"]) == (row["value"], row["quantity"])
        assert row["unit"].startswith(ours["unit"])
        assert row["quantity_unit"].startswith(ours["quantity_unit"])
    shares = registers["enterprises"].set_index("id")["state_share"]
    assert {row["enterprise_id"]: row["state_share_pct"] for row in reference_rows("enterprises.csv")} == dict(shares)
    thresholds = registers["targets"].set_index("id")["threshold"]
    assert {row["target_id"]: row["threshold"] for row in reference_rows("targets.csv")} == dict(thresholds)
