"""The outlook: forecasts, reasons and record of every event, and its file read again. Figures are synthetic."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from outward.errors import DataGapError, InvalidInputError, OutwardError, UnknownCodeError
from outward.risk.levels import Policy, standing
from outward.studies.risks.outlook import METHOD, Outlook, make_outlook, newest_year
from outward.studies.risks.outlook_file import outlook_json, read_outlook
from outward.studies.risks.panel_folder import read_panel
from outward.studies.risks.told import ALERT_COLUMNS, alerts_csv, reasons_json, standings_of
from tests.risk.made_panel import COUNTRIES, LAST, STATES, few_trees, panel, tables, write

EVENTS = ("coup", "conflict_onset", "libdem_fall", "currency_crash")


def without_reasons(outlook: Outlook) -> Outlook:
    """Leave the reasons out, so that a file is short."""
    return replace(outlook, events=tuple(replace(each, reasons={}) for each in outlook.events))


@contextmanager
def quick() -> Iterator[None]:
    with few_trees(), pytest.MonkeyPatch.context() as patch:
        patch.setattr("outward.studies.risks.outlook._RECORD_YEARS", 4)
        yield


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write(tmp_path_factory.mktemp("panel"), tables())


@pytest.fixture(scope="module")
def made(folder: Path) -> Outlook:
    with quick():
        return make_outlook(folder, events=(*EVENTS, "banking_crisis"))


def test_each_event_is_forecast_from_its_own_newest_figures(made: Outlook) -> None:
    """Coups are seen at once; democracy and currencies are known a year later, and forecast from then."""
    assert {each.event.id: each.year for each in made.events} == {
        "coup": LAST + 1, "conflict_onset": LAST + 1, "libdem_fall": LAST + 2, "currency_crash": LAST + 2}
    assert (made.year, made.made_on) == (LAST + 2, f"{LAST + 1}-12-31")


def test_what_cannot_be_forecast_is_a_gap_with_its_reason(made: Outlook) -> None:
    ((id, why),) = made.gaps
    assert id == "banking_crisis"
    assert "no file holds the outcomes" in why


def test_every_forecast_is_there_with_its_baselines(made: Outlook) -> None:
    for each in made.events:
        models = {forecast.model for forecast in each.forecasts}
        assert models == {"ensemble", "logit", "boosting", "persistence", "static", "climatology"}
        assert len(each.forecasts) == 6 * COUNTRIES
        assert {forecast.year for forecast in each.forecasts} == {each.year}


def test_reasons_are_those_of_the_forecasts(made: Outlook) -> None:
    for each in made.events:
        said = {(one.gwcode, ""): one.probability for one in each.forecasts if one.model == "ensemble"}
        for key, reason in each.reasons.items():
            assert reason.probability == pytest.approx(said[key], abs=1e-12)
            assert reason.base + sum(part.part for part in reason.parts) == pytest.approx(reason.log_odds, abs=1e-9)
        assert set(said) - set(each.reasons) == {key for key, p in said.items() if p == 0}


def test_the_record_holds_only_known_outcomes(made: Outlook) -> None:
    truth = tables()["political_coups_country_year"].set_index(["gwcode", "year"])["pt_attempt"]
    track = next(each.track for each in made.events if each.event.id == "coup")
    assert track.year.max() == LAST
    for place, year, happened in zip(track.country, track.year, track.happened, strict=True):
        assert truth[made.countries[int(place)].gwcode, int(year)] == happened
    fall = next(each.track for each in made.events if each.event.id == "libdem_fall")
    assert fall.year.max() == LAST - 1  # of two target years


def test_levels_follow_the_earlier_forecasts(made: Outlook) -> None:
    policy = Policy()
    for each in made.events:
        for country, found, probability in standings_of(each, made.countries, policy):
            history = each.earlier[country.key]
            assert history[-1] == (each.year, probability)
            assert [year for year, _ in history] == sorted(year for year, _ in history)
            assert found == standing([p for _, p in history], policy)


def test_alerts_are_a_row_a_country_and_event(made: Outlook) -> None:
    lines = alerts_csv(made, Policy()).decode("utf-8-sig").splitlines()
    assert lines[0] == ",".join(ALERT_COLUMNS)
    assert len(lines) == 1 + COUNTRIES * len(EVENTS)
    assert {line.split(",")[0] for line in lines[1:]} == set(EVENTS)


def test_reasons_as_json_sum_too(made: Outlook) -> None:
    country = next(each for each in made.countries if each.iso3 == STATES[5].iso3)
    found = json.loads(reasons_json(made, country))
    assert found["country"]["iso3"] == STATES[5].iso3
    assert (found["panel"], found["method"]) == (made.panel_digest, METHOD)
    for each in found["events"]:
        assert each["base"] + sum(part["part"] for part in each["parts"]) == pytest.approx(each["log_odds"], abs=1e-9)
        assert each["name"]["zh"] != each["name"]["en"]


class TestFile:
    """As JSON and back."""

    def test_it_is_the_same_again(self, made: Outlook) -> None:
        again = read_outlook(outlook_json(made))
        assert outlook_json(again) == outlook_json(made)
        assert (again.countries, again.ratings, again.gaps) == (made.countries, made.ratings, made.gaps)
        for first, second in zip(made.events, again.events, strict=True):
            assert str(second.scores) == str(first.scores)
            for name in ("event", "year", "forecasts", "earlier", "reasons", "reliability"):
                assert getattr(second, name) == getattr(first, name)
            for name in ("country", "year", "happened"):
                np.testing.assert_array_equal(getattr(second.track, name), getattr(first.track, name))
            for model, said in first.track.probability.items():
                np.testing.assert_array_equal(second.track.probability[model], said)
            assert str(second.records(Policy())) == str(first.records(Policy()))

    def test_it_can_be_written_without_reasons(self, made: Outlook) -> None:
        short = outlook_json(without_reasons(made))
        assert len(short) < len(outlook_json(made)) / 2
        assert not read_outlook(short).events[0].reasons
        assert made.events[0].reasons

    @pytest.mark.parametrize("content", [
        b"", b"{}", b"[]", b"null", b"\xff", b'{"format": 2}', b'{"format": 1}', b"[" * 100_000, b'{"format": 1e999}',
        b'{"format": 1, "panel": "", "method": "", "made_on": "", "year": 1, "countries": [[1]], "events": []}'])
    def test_what_is_no_outlook_is_refused(self, content: bytes) -> None:
        with pytest.raises(InvalidInputError, match="no outlook of this version"):
            read_outlook(content)

    def test_an_outlook_with_a_wrong_part_is_refused(self, made: Outlook) -> None:
        """Any one value replaced by something else: an error of ours, or the same outlook but for that value."""
        whole = json.loads(outlook_json(without_reasons(made)))
        for path, value in ((("events", 0, "event"), "revolution"), (("events", 0, "forecasts", 0), [1]),
                            (("events", 0, "forecasts", 0, 7), 3.0), (("events", 0, "track"), None),
                            (("ratings", 0), {}), (("countries",), {"a": 1}), (("events",), 5), (("gaps",), [[1]])):
            changed = json.loads(json.dumps(whole))
            inner = changed
            for step in path[:-1]:
                inner = inner[step]
            inner[path[-1]] = value
            with pytest.raises(OutwardError):
                read_outlook(json.dumps(changed).encode())


class TestRefusals:
    """What cannot be made is said."""

    def test_no_event_at_all(self, folder: Path) -> None:
        with pytest.raises(DataGapError, match="no event can be forecast"):
            make_outlook(folder, events=("banking_crisis",))

    def test_an_unknown_event(self, folder: Path) -> None:
        with pytest.raises(UnknownCodeError, match="revolution"):
            make_outlook(folder, events=("revolution",))

    @pytest.mark.parametrize("year", [LAST + 9, 1900, -5])
    def test_a_year_out_of_reach(self, folder: Path, year: int) -> None:
        with pytest.raises(DataGapError, match="no event can be forecast"):
            make_outlook(folder, year=year, events=("coup",))

    def test_progress_stops_it(self, folder: Path) -> None:
        def stop(_done: float, _what: str) -> None:
            raise KeyboardInterrupt

        with pytest.raises(KeyboardInterrupt):
            make_outlook(folder, events=("coup",), progress=stop)

    def test_progress_rises_to_one(self, folder: Path) -> None:
        told: list[float] = []
        with quick():
            make_outlook(folder, events=("coup",), progress=lambda done, _what: told.append(done))
        assert told == sorted(told)
        assert (told[0], told[-1]) == (0.0, 1.0)


def test_newest_year_counts_publication(folder: Path) -> None:
    read = read_panel(folder)
    assert newest_year(read, ("coup",)) == LAST
    assert newest_year(read, ("currency_crash",)) == LAST + 1
    assert newest_year(read) == LAST + 1
    assert newest_year(replace(panel(tables()), lags={**read.lags, "fx_crash": 3}), ("currency_crash",)) == LAST + 3
