"""The ledger: whatever is changed in it is found."""

from __future__ import annotations

import hashlib
import json
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from outward.errors import InvalidValueError
from outward.risk.ledger import FIRST, Entry, append, broken

FORECASTS = st.fixed_dictionaries({
    "event": st.sampled_from(["coup", "currency_crash"]), "iso3": st.text(max_size=5), "year": st.integers(1900, 2100),
    "probability": st.one_of(st.none(), st.floats(0, 1)), "note": st.text(max_size=6)})
LEDGERS = st.lists(FORECASTS, min_size=4, max_size=7)


def sealed(forecasts: list[dict[str, Any]]) -> list[Entry]:
    found: list[Entry] = []
    for place, forecast in enumerate(forecasts, 1):
        found.append(append(found[-1].hash if found else FIRST, place, forecast))
    return found


@settings(max_examples=40)
@given(LEDGERS)
def test_a_ledger_left_alone_is_whole(forecasts: list[dict[str, Any]]) -> None:
    entries = sealed(forecasts)
    assert broken(entries) == ()
    assert [json.loads(entry.content) for entry in entries] == forecasts


def test_a_seal_is_sha256_of_place_seal_before_and_content() -> None:
    """What somebody with another program would compute."""
    entry = append(FIRST, 1, {"b": 1, "a": "中"})
    assert entry.content == '{"a":"中","b":1}'
    assert entry.hash == hashlib.sha256(f"1\n{'0' * 64}\n{entry.content}".encode()).hexdigest()


def test_the_order_of_fields_does_not_matter() -> None:
    assert append(FIRST, 1, {"a": 1, "b": 2}) == append(FIRST, 1, {"b": 2, "a": 1})


@settings(max_examples=40)
@given(LEDGERS, st.data())
def test_a_changed_content_is_found(forecasts: list[dict[str, Any]], data: st.DataObject) -> None:
    entries = sealed(forecasts)
    place = data.draw(st.integers(0, len(entries) - 1))
    entries[place] = replace(entries[place], content=entries[place].content.replace('"year":', '"year":1'))
    assert broken(entries) == (f"entry {place + 1} is not what was sealed",)


@settings(max_examples=40)
@given(LEDGERS, st.data())
def test_a_changed_content_sealed_anew_is_found_by_the_next(forecasts: list[dict[str, Any]],
                                                            data: st.DataObject) -> None:
    entries = sealed(forecasts)
    place = data.draw(st.integers(0, len(entries) - 2))
    entries[place] = append(entries[place].previous, place + 1, {**forecasts[place], "probability": 0.987654321})
    assert broken(entries) == (f"entry {place + 2} does not follow the one before it",)


@settings(max_examples=40)
@given(LEDGERS, st.data())
def test_a_deleted_entry_is_found(forecasts: list[dict[str, Any]], data: st.DataObject) -> None:
    entries = sealed(forecasts)
    del entries[data.draw(st.integers(0, len(entries) - 2))]
    assert broken(entries)


@settings(max_examples=40)
@given(LEDGERS, st.data())
def test_entries_cut_from_the_middle_are_found(forecasts: list[dict[str, Any]], data: st.DataObject) -> None:
    entries = sealed(forecasts)
    start = data.draw(st.integers(0, len(entries) - 3))
    stop = data.draw(st.integers(start + 1, len(entries) - 2))
    assert broken(entries[:start] + entries[stop:])


@settings(max_examples=40)
@given(LEDGERS, FORECASTS, st.data())
def test_an_inserted_entry_is_found(forecasts: list[dict[str, Any]], more: dict[str, Any], data: st.DataObject) -> None:
    entries = sealed(forecasts)
    place = data.draw(st.integers(0, len(entries) - 1))
    put_in = append(entries[place].previous, place + 1, more)
    assert broken([*entries[:place], put_in, *entries[place:]])


@settings(max_examples=40)
@given(LEDGERS, st.data())
def test_two_swapped_entries_are_found(forecasts: list[dict[str, Any]], data: st.DataObject) -> None:
    entries = sealed(forecasts)
    first = data.draw(st.integers(0, len(entries) - 2))
    second = data.draw(st.integers(first + 1, len(entries) - 1))
    entries[first], entries[second] = entries[second], entries[first]
    assert broken(entries)


@settings(max_examples=40)
@given(LEDGERS)
def test_renumbered_entries_are_found(forecasts: list[dict[str, Any]]) -> None:
    entries = sealed(forecasts)
    del entries[1]
    assert broken([replace(entry, sequence=place) for place, entry in enumerate(entries, 1)])


@settings(max_examples=40)
@given(LEDGERS)
def test_entries_cut_off_at_the_end_are_seen_by_the_newest_seal_alone(forecasts: list[dict[str, Any]]) -> None:
    """What the docstring warns of: keep the newest seal elsewhere."""
    entries = sealed(forecasts)
    assert broken(entries[:-1]) == ()
    assert entries[-2].hash != entries[-1].hash


@pytest.mark.parametrize("value", [float("nan"), float("inf"), -float("inf")])
def test_a_number_that_json_cannot_write_is_refused(value: float) -> None:
    with pytest.raises(InvalidValueError, match="cannot be written"):
        append(FIRST, 1, {"probability": value})


def test_what_json_cannot_write_at_all_is_refused() -> None:
    with pytest.raises(InvalidValueError, match="cannot be written"):
        append(FIRST, 1, {"probability": object()})
