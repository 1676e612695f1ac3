"""The ledger as a file: added to, verified, and scored when years have passed. Forecasts are synthetic."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import pytest

from outward.errors import InvalidInputError, StoreError, UnknownCodeError
from outward.risk.forecasts import Forecast
from outward.risk.ledger import FIRST, append, broken
from outward.studies.risks.ledger_file import add_forecasts, read_ledger, settled
from tests.risk.made_panel import STATES, panel, tables

ONE = Forecast("coup", STATES[0].gwcode, STATES[0].iso3, 1990, 1, "1989-12-31", "ensemble", 0.25, 0.1, 0.5, "ok")


def forecasts(count: int = 6) -> list[Forecast]:
    return [replace(ONE, gwcode=state.gwcode, iso3=state.iso3) for state in STATES[:count]]


def added(path: Path, given: list[Forecast] | None = None) -> int:
    return add_forecasts(path, given or forecasts(), panel_digest="d" * 64, method="made up")


def test_what_is_added_is_read_again(tmp_path: Path) -> None:
    path = tmp_path / "ledger.jsonl"
    assert read_ledger(path) == ()
    assert (added(path), added(path)) == (6, 6)
    entries = read_ledger(path)
    assert len(entries) == 12
    assert broken(entries) == ()
    said = json.loads(entries[0].content)
    assert said["panel"] == "d" * 64
    assert said["method"] == "made up"
    assert Forecast(**{name: said[name] for name in ONE.__slots__}) == ONE


def test_earlier_lines_stay_byte_for_byte(tmp_path: Path) -> None:
    path = tmp_path / "ledger.jsonl"
    added(path)
    before = path.read_bytes()
    added(path)
    assert path.read_bytes().startswith(before)


def test_odd_letters_of_a_code_break_no_line(tmp_path: Path) -> None:
    """Line separators of Unicode are letters here, not the end of a line."""
    path = tmp_path / "ledger.jsonl"
    added(path, [replace(ONE, gwcode=0, iso3="A\u2028B\u0085C"), ONE])
    assert len(read_ledger(path)) == 2


@pytest.mark.parametrize("change", ["cell", "deleted", "swapped", "inserted", "renumbered"])
def test_a_changed_ledger_is_found_and_not_added_to(tmp_path: Path, change: str) -> None:
    path = tmp_path / "ledger.jsonl"
    added(path)
    lines = path.read_text(encoding="utf-8").splitlines()
    if change == "cell":
        lines[2] = lines[2].replace("0.25", "0.95")
    elif change == "deleted":
        del lines[2]
    elif change == "swapped":
        lines[1], lines[2] = lines[2], lines[1]
    elif change == "inserted":
        lines.insert(2, lines[3])
    else:
        lines[2] = lines[2].replace('"sequence": 3', '"sequence": 4')
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    assert broken(read_ledger(path))
    with pytest.raises(InvalidInputError, match="Restore the ledger from a copy"):
        added(path)


@pytest.mark.parametrize(("content", "line"), [
    (b"{}\n", 1), (b"not json\n", 1), (b"[]\n", 1), (b"\xff\xfe\n", 1), (b"null\n", 1), (b"[" * 100_000 + b"\n", 1),
    (b'{"sequence": 1e999, "previous": "", "content": "", "hash": ""}\n', 1), (b"\n", 1),
    (b'{"sequence": "one", "previous": "", "content": "", "hash": ""}\n', 1)])
def test_a_line_that_is_no_entry_is_named(tmp_path: Path, content: bytes, line: int) -> None:
    path = tmp_path / "ledger.jsonl"
    path.write_bytes(content)
    with pytest.raises(InvalidInputError, match=rf"ledger\.jsonl, row {line}: the line is no entry"):
        read_ledger(path)


def test_a_line_cut_off_is_not_added_to(tmp_path: Path) -> None:
    """A run that was killed while writing: the next must not write on in the same line."""
    path = tmp_path / "ledger.jsonl"
    added(path)
    whole = path.read_bytes()
    for cut in (whole[:-1], whole[:-40]):
        path.write_bytes(cut)
        with pytest.raises(InvalidInputError, match="row 6: the last line is not finished"):
            added(path)
        assert path.read_bytes() == cut


def test_it_cannot_be_written_where_there_is_no_folder(tmp_path: Path) -> None:
    with pytest.raises(StoreError, match="cannot be written"):
        added(tmp_path / "missing" / "ledger.jsonl")


def test_a_ledger_too_large_is_refused_unread(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("outward.studies.risks.ledger_file._MOST_BYTES", 10)
    path = tmp_path / "ledger.jsonl"
    path.write_bytes(b"x" * 11)
    with pytest.raises(InvalidInputError, match="larger than 512 MB"):
        read_ledger(path)


class TestSettled:
    """Scored by rule when the horizon has passed."""

    def test_by_hand(self, tmp_path: Path) -> None:
        made = tables()
        table = made["political_coups_country_year"]
        happened = table[(table["year"] == 1990)].set_index("gwcode")["pt_attempt"]
        path = tmp_path / "ledger.jsonl"
        given = forecasts(40)
        added(path, given)
        (found,) = settled(read_ledger(path), panel(made))
        assert (found.event, found.model, found.forecasts) == ("coup", "ensemble", 40)
        assert found.events == int(happened.sum()) > 0
        assert found.expected == pytest.approx(10.0)
        assert found.brier == pytest.approx(sum((0.25 - happened[each.gwcode]) ** 2 for each in given) / 40)

    def test_what_is_open_abstained_or_elsewhere_is_not_scored(self, tmp_path: Path) -> None:
        path = tmp_path / "ledger.jsonl"
        added(path, [replace(ONE, year=2001), replace(ONE, year=2300), replace(ONE, year=1800),
                     replace(ONE, gwcode=0, iso3="HKG"),
                     replace(ONE, probability=None, lower=None, upper=None, status="abstained"),
                     replace(ONE, event="libdem_fall", year=2000, horizon=2)])
        assert settled(read_ledger(path), panel(tables())) == ()

    def test_models_and_events_are_scored_apart(self, tmp_path: Path) -> None:
        path = tmp_path / "ledger.jsonl"
        added(path, [ONE, replace(ONE, model="persistence"), replace(ONE, event="currency_crash")])
        assert [(each.event, each.model) for each in settled(read_ledger(path), panel(tables()))] == [
            ("coup", "ensemble"), ("coup", "persistence"), ("currency_crash", "ensemble")]

    @pytest.mark.parametrize("content", [{}, {"event": "coup"}, {"note": "well sealed, and no forecast"}])
    def test_a_well_sealed_entry_without_a_forecast_is_named(self, content: dict[str, str]) -> None:
        with pytest.raises(InvalidInputError, match="ledger, row 1: the entry holds no forecast"):
            settled([append(FIRST, 1, content)], panel(tables()))

    def test_an_unknown_event_is_named(self, tmp_path: Path) -> None:
        path = tmp_path / "ledger.jsonl"
        added(path, [replace(ONE, event="revolution")])
        with pytest.raises(UnknownCodeError, match="revolution"):
            settled(read_ledger(path), panel(tables()))
