"""The bench: ranks that answer to weights and choices, their bands, versions, a unit's card, the audit, comparison."""

from __future__ import annotations

import json
import tomllib
from typing import Any

import pytest
from django.test import Client

from outward_portal.workbench import asking, computing
from outward_portal.workbench.models import IndexAssessment, IndexVersion
from tests.portal.people import People, browser_of
from tests.portal.workbench.indices import FRAMEWORK, HEADER, ROWS, made, table

pytestmark = pytest.mark.django_db
HTMX = {"HX-Request": "true"}


@pytest.fixture
def index(people: People) -> IndexAssessment:
    """An index of the analyst."""
    return made(people.analyst)


@pytest.fixture
def client(people: People) -> Client:
    """The analyst's browser."""
    return browser_of(people.analyst)


def at(index: IndexAssessment, query: str = "", page: str = "") -> str:
    return f"/en/workbench/{index.pk}/{page}{'?' if query else ''}{query}"


def ranks(text: str) -> list[tuple[int, str]]:
    """Give the ranks and units of a page's ranking, in the order of its rows."""
    rows = text.partition('<table class="ranking')[2].partition("</table>")[0].split("<tr>")[1:]
    found = []
    for row in rows:
        if '<td class="numeric rank">' in row:
            rank = row.partition('<td class="numeric rank">')[2].partition("<")[0]
            found.append((int(rank), row.partition("unit=")[2].partition('"')[0].split("&")[0]))
    return found


def test_the_page_ranks_by_the_saved_version_and_names_who_is_not_ranked(
    client: Client, index: IndexAssessment
) -> None:
    page = client.get(at(index)).text
    assert [rank for rank, _unit in ranks(page)] == [1, 2, 3, 4, 5]
    assert "Zeta: has 2 of 4 indicators of “ports of call”, and 65% are asked for" in page
    assert "The data are made up" in page
    assert "Bands from 10,000 runs" in page
    assert "5 of 5 ranked units are shown." in page
    assert "▲" not in page


def test_a_moved_weight_answers_with_the_ranking_alone_and_marks_what_moved(
    client: Client, index: IndexAssessment
) -> None:
    page = client.get(at(index)).text
    saved = {unit: rank for rank, unit in ranks(page)}
    answer = client.get(at(index, "w.reach=3&w.cost=1"), headers=HTMX)
    assert answer.status_code == 200
    assert "<html" not in answer.text
    moved = {unit: rank for rank, unit in ranks(answer.text)}
    assert moved != saved
    for unit, rank in moved.items():
        row = answer.text.partition(f"unit={unit}")[0].rpartition("<tr>")[2]
        places = saved[unit] - rank
        assert (f"▲ {places}" in row) == (places > 0), unit
        assert (f"▼ {-places}" in row) == (places < 0), unit
    assert "places up" in answer.text or "1 place up" in answer.text
    assert 'class="ranking stale"' in answer.text
    assert "of the saved version" in answer.text
    assert '<span class="share moved" id="weight-5-share" hx-swap-oob="true">75.0%</span>' in answer.text
    assert 'id="told" hx-swap-oob="innerHTML"' in answer.text
    assert answer.headers["HX-Replace-Url"] == at(index, "w.reach=3")
    assert 'id="weight-5-share">50.0%' in page


def test_without_script_the_same_address_shows_the_same_on_a_whole_page(client: Client, index: IndexAssessment) -> None:
    whole, part = (client.get(at(index, "w.reach=3"), headers=headers).text for headers in ({}, HTMX))
    assert ranks(whole) == ranks(part)
    assert 'value="3" autocomplete="off" aria-valuetext="75.0%"' in whole
    assert '<input type="hidden" name="w.reach" value="3">' in whole


def test_bands_are_made_anew_when_they_are_asked_for(client: Client, index: IndexAssessment) -> None:
    fresh = client.get(at(index, "w.reach=3&bands=1"), headers=HTMX)
    assert 'class="ranking"' in fresh.text
    assert "of the saved version" not in fresh.text
    assert fresh.headers["HX-Replace-Url"] == at(index, "w.reach=3")


def test_a_slider_costs_no_more_queries_than_finding_the_index(
    client: Client, index: IndexAssessment, django_assert_max_num_queries: Any
) -> None:
    client.get(at(index))
    with django_assert_max_num_queries(4):
        client.get(at(index, "w.reach=2"), headers=HTMX)


def test_what_was_computed_is_kept_ready(
    client: Client, index: IndexAssessment, monkeypatch: pytest.MonkeyPatch
) -> None:
    client.get(at(index))
    monkeypatch.setattr(computing, "evaluate", None)
    monkeypatch.setattr(computing, "rank_uncertainty", None)
    assert client.get(at(index)).status_code == client.get(at(index, "w.reach=2"), headers=HTMX).status_code == 200


def test_a_choice_is_changed_and_said(client: Client, index: IndexAssessment) -> None:
    page = client.get(at(index, "c.normalise.method=rank&c.data.year=2020")).text
    assert "Not saved: differs from version 1 in 2 choices." in page
    assert "Year 2020." in page
    assert '<option value="rank" selected>' in page


def test_every_choice_says_why_its_default_is_what_it_is(client: Client, index: IndexAssessment) -> None:
    page = client.get(at(index)).text
    assert "min-max keeps distances and is understood by everybody" in page
    assert "极差法保留差距，且易于理解" in client.get(at(index).replace("/en/", "/zh-hans/")).text


def test_choices_that_cannot_be_computed_are_told_with_how_to_mend_them(client: Client, index: IndexAssessment) -> None:
    broken = "c.aggregate.levels=geometric"
    page = client.get(at(index, broken))
    assert page.status_code == 422
    assert "There is no ranking with these weights and choices" in page.text
    part = client.get(at(index, broken), headers=HTMX)
    assert part.status_code == 200
    assert "How to mend it" in part.text
    mended = client.get(at(index, broken + "&c.normalise.low=1"), headers=HTMX)
    assert len(ranks(mended.text)) == 5
    for name in ("audit", "unit", "compare", "charts", "files/scores.csv", "charts/bands.svg"):
        answer = client.get(at(index, broken + "&unit=aa", name))
        assert answer.status_code == 422, name
        assert f'href="{at(index)}?' in answer.text


def test_an_alternative_that_cannot_be_computed_takes_the_bands_only(people: People, client: Client) -> None:
    index = made(people.analyst, framework=FRAMEWORK.replace(
        '{normalise = {method = "rank"}}', '{aggregate = {levels = "geometric"}}'))
    page = client.get(at(index)).text
    assert len(ranks(page)) == 5
    assert "There are no bands" in page
    assert client.get(at(index, "", "audit")).status_code == 200
    assert client.get(at(index, "", "files/ranks.csv")).status_code == 422
    assert "bands.svg" not in client.get(at(index, "", "charts")).text


@pytest.mark.parametrize("query", [
    "w.reach=nan", "w.reach=-1", "w.reach=1e400", "w.reach=much", "w.reach=0&w.cost=0", "c.normalise.method=odd",
    "c.uncertainty.runs=10000000", "c.normalise.low=inf", "c.treat.max_winsorised=1.5", "w.nothing=3", "sort=password",
    "version=x", "q=%00", "c.data.year=%F0%9F%98%80", "c.weights.levels=9", "bands=1&w.reach=1e-300",
    "c.weights.method=ahp", "c.impute.method=group_mean",
    "c.normalise.reference=zz&c.normalise.method=distance_to_reference",
])
def test_an_address_that_means_nothing_is_answered_in_words(client: Client, index: IndexAssessment, query: str) -> None:
    for headers in ({}, HTMX):
        assert client.get(at(index, query), headers=headers).status_code in (200, 422)


def test_a_version_that_is_not_there_is_not_there(client: Client, index: IndexAssessment) -> None:
    for page in ("", "unit", "audit", "compare", "files/data", "files/spec.toml"):
        assert client.get(at(index, "version=7&unit=aa", page)).status_code == 404
    assert client.get(at(index, "unit=zz", "unit")).status_code == 404
    assert client.get(at(index, "unit=ff", "unit")).status_code == 404
    for name in ("odd.csv", "..%2Fspec.toml", "spec.toml.bak"):
        assert client.get(at(index, "", f"files/{name}")).status_code == 404
    for name in ("odd.svg", "bands.png", "bands", "slopes.svg"):
        assert client.get(at(index, "", f"charts/{name}")).status_code == 404


def test_the_ranking_is_narrowed_to_names_and_ordered(client: Client, index: IndexAssessment) -> None:
    assert [unit for _rank, unit in ranks(client.get(at(index, "q=ALPH")).text)] == ["aa"]
    assert [unit for _rank, unit in ranks(client.get(at(index, "q=甲港")).text)] == ["aa"]
    assert "No unit of this name is ranked" in client.get(at(index, "q=nobody")).text
    names = [unit for _rank, unit in ranks(client.get(at(index, "sort=name")).text)]
    assert names == ["aa", "bb", "dd", "ee", "cc"]  # Alpha, Beta, Delta, Epsilon, Gamma
    assert [unit for _rank, unit in ranks(client.get(at(index, "sort=-name")).text)] == names[::-1]
    assert 'aria-sort="ascending"' in client.get(at(index, "sort=cost")).text


def test_what_stands_on_the_bench_is_saved_as_the_next_version(client: Client, index: IndexAssessment) -> None:
    client.post(at(index, "", "save"), {"w.reach": "3", "c.normalise.method": "rank", "note": "reach first"})
    first, second = IndexVersion.objects.order_by("number")
    assert (first.choices, first.weights) == ({}, {})
    assert (second.choices, second.weights) == ({"normalise.method": "rank"}, {"reach": 3.0})
    assert second.note == "reach first"
    assert second.file.name == first.file.name
    page = client.get(at(index)).text
    assert 'max="9" step="0.15" value="3"' in page
    assert ranks(page) == ranks(client.get(at(index, "version=1&w.reach=3&c.normalise.method=rank")).text)
    nothing = client.post(at(index, "", "save"), {"note": "again"}, follow=True)
    assert "Nothing was changed" in nothing.text
    assert IndexVersion.objects.count() == 2
    too_long = client.post(at(index, "", "save"), {"w.reach": "2", "note": "x" * 301}, follow=True)
    assert IndexVersion.objects.count() == 2
    assert too_long.status_code == 200


def test_going_back_to_the_frameworks_own_leaves_nothing_changed(client: Client, index: IndexAssessment) -> None:
    client.post(at(index, "", "save"), {"w.reach": "3"})
    client.post(at(index, "", "save"), {"w.reach": "1"})
    third = IndexVersion.objects.get(number=3)
    assert (third.choices, third.weights) == ({}, {})


def test_weights_by_hand_take_the_place_of_those_from_the_data(client: Client, index: IndexAssessment) -> None:
    client.post(at(index, "", "save"), {"c.weights.method": "entropy"})
    page = client.get(at(index)).text
    share = page.partition('id="weight-5-share">')[2].partition("<")[0]
    assert share != "50.0%"
    value = float(page.partition('id="weight-5" name="w.reach"')[2].partition('value="')[2].partition('"')[0])
    assert f"{value:.1%}" == share
    client.post(at(index, "", "save"), {"w.reach": "0.9"})
    newest = IndexVersion.objects.get(number=3)
    assert newest.choices == {}  # the framework says given, and that is what holds again
    assert newest.weights["reach"] == 0.9
    assert newest.weights["cost"] == pytest.approx(1 - value)


def test_a_version_is_put_aside_by_nobody_but_followed(client: Client, index: IndexAssessment) -> None:
    client.post(at(index, "", "save"), {"w.reach": "3"})
    old = client.get(at(index, "version=1")).text
    assert "(to the newest)" in old
    client.post(at(index, "", "save"), {"version": "1", "w.cost": "2"})
    newest = IndexVersion.objects.get(number=3)
    assert newest.weights == {"cost": 2.0}


def test_a_copy_goes_its_own_way(people: People, client: Client, index: IndexAssessment) -> None:
    client.post(at(index, "", "copy"), {"w.reach": "2"})
    copy = IndexAssessment.objects.latest("id")
    assert (copy.title, copy.audience, copy.owner) == ("Copy of Ports", "self", people.analyst)
    assert copy.newest is not None
    assert copy.newest.weights == {"reach": 2.0}
    assert IndexAssessment.objects.get(pk=index.pk).newest == index.newest


def test_a_units_card_says_why_it_stands_there_and_what_would_move_it(client: Client, index: IndexAssessment) -> None:
    last = ranks(client.get(at(index)).text)[-1][1]
    page = client.get(at(index, f"unit={last}&rank=2", "unit")).text
    assert "Rank <strong>5</strong> of 5" in page
    for part in ("Strengths", "Weaknesses", "Rivals", "One indicator alone", "All together, the least move",
                 "Contributions sum to the score"):
        assert part in page
    for wrong in ("0", "5", "99", "x"):
        assert "This cannot be worked out" in client.get(at(index, f"unit={last}&rank={wrong}", "unit")).text
    first = ranks(client.get(at(index)).text)[0][1]
    assert "It is the first already" in client.get(at(index, f"unit={first}", "unit")).text


def test_a_unit_is_held_against_its_group(client: Client, index: IndexAssessment) -> None:
    assert "median of 1 other unit." in client.get(at(index, "unit=aa&group=coast", "unit")).text
    assert "median of 4 other units." in client.get(at(index, "unit=aa&group=odd", "unit")).text


def test_a_card_follows_what_is_not_saved_and_says_so(client: Client, index: IndexAssessment) -> None:
    page = client.get(at(index, "unit=aa&w.reach=3", "unit")).text
    assert "Not saved: differs from version 1 in 1 weight." in page
    assert '<input type="hidden" name="w.reach" value="3">' in page


def test_the_audit_says_what_moves_the_ranks_and_every_choice(client: Client, index: IndexAssessment) -> None:
    page = client.get(at(index, "c.treat.method=none", "audit")).text
    for part in ("Cronbach", "Weight and influence", "Sobol", "Parts left out", "normalise.method", "changed here"):
        assert part in page
    assert page.count('class="differs"') == 1


def test_two_versions_are_compared_and_the_change_is_split(client: Client, index: IndexAssessment) -> None:
    assert "There is nothing to compare with yet" not in client.get(at(index, "", "compare")).text  # there is 2020
    client.post(at(index, "", "save"), {"w.reach": "3"})
    page = client.get(at(index, "with=version-1", "compare")).text
    assert "From version 1 to version 2" in page
    assert '<th scope="col" class="numeric">Weights</th>' in page
    assert "slopes.svg" in page
    with_year = client.get(at(index, "with=year-2020", "compare")).text
    assert "Data: reach" in with_year
    for wrong in ("version-9", "version-0", "year-1999", "index-999", "odd", "version-x", "index-" + "9" * 30):
        assert client.get(at(index, f"with={wrong}", "compare")).status_code == 404, wrong


def test_what_is_not_saved_is_compared_with_its_own_version(client: Client, index: IndexAssessment) -> None:
    page = client.get(at(index, "w.reach=3&with=version-1", "compare")).text
    assert "From version 1 to version 1, changed" in page


def test_every_file_holds_what_the_page_shows(client: Client, index: IndexAssessment) -> None:
    query = "w.reach=3&c.treat.method=none"
    files = {name: client.get(at(index, query, f"files/{name}")) for name in (
        "scores.csv", "values.csv", "ranks.csv", "sobol.csv", "left_out.csv", "result.json", "spec.toml",
        "template.xlsx")}
    for name, answer in files.items():
        assert answer.status_code == 200, name
        assert answer.headers["Content-Disposition"] == f'attachment; filename="index-{index.pk}-{name}"'
        assert "sandbox" in answer.headers["Content-Security-Policy"]
    spec = tomllib.loads(files["spec.toml"].text)
    assert spec["choices"]["treat"]["method"] == "none"
    assert spec["choices"]["data"]["year"] == "2021"
    assert [pillar.get("weight", 1) for pillar in spec["pillar"]] == [3, 1]
    told = {unit["unit"]: unit["rank"] for unit in json.loads(files["result.json"].text)["units"]}
    assert told == {unit: rank for rank, unit in ranks(client.get(at(index, query)).text)}
    assert files["scores.csv"].text.splitlines()[0] == "unit,level,code,score,rank"
    client.post(at(index, "", "save"), {"w.reach": "3"})
    for name in ("comparison.csv", "causes.csv"):
        assert client.get(at(index, "with=version-1", f"files/{name}")).status_code == 200
        assert client.get(at(index, "", f"files/{name}")).status_code == 404


@pytest.mark.parametrize("name", ["bands", "pillars", "contributions", "sobol"])
def test_charts_are_pictures_without_anything_that_a_policy_forbids(
    client: Client, index: IndexAssessment, name: str
) -> None:
    answer = client.get(at(index, "", f"charts/{name}.svg"))
    assert answer.headers["Content-Type"] == "image/svg+xml"
    assert answer.text.startswith("<svg")
    assert " style=" not in answer.text
    assert "<script" not in answer.text
    known = {"If-None-Match": answer.headers["ETag"]}
    assert client.get(at(index, "", f"charts/{name}.svg"), headers=known).status_code == 304
    saved = client.get(at(index, "download=1", f"charts/{name}.svg"))
    assert saved.headers["Content-Disposition"].startswith("attachment")


def test_slopes_are_drawn_of_two_versions(client: Client, index: IndexAssessment) -> None:
    assert client.get(at(index, "with=year-2020", "charts/slopes.svg")).text.startswith("<svg")


def test_an_index_whose_data_cannot_be_ranked_opens_with_why_and_is_mended_by_a_choice(
    people: People, client: Client
) -> None:
    newest = [[unit, en, zh, 2022, coast, "", "", fees, days, status]
              for unit, en, zh, year, coast, _lines, _depth, fees, days, status in ROWS if year == 2021]
    index = made(people.analyst, data=table([*ROWS, *newest]))
    page = client.get(at(index))
    assert page.status_code == 422
    assert "no unit has a value in 2022" in page.text
    mended = client.get(at(index, "c.data.year=2021"))
    assert len(ranks(mended.text)) == 5
    client.post(at(index, "", "save"), {"c.data.year": "2021"})
    assert client.get(at(index)).status_code == 200


def test_a_rule_that_compares_all_pairs_has_fewer_runs_and_the_page_says_so(
    client: Client, index: IndexAssessment, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(computing, "_SECONDS_A_PAIR", 1e-4)
    page = client.get(at(index, "c.aggregate.levels=copeland&bands=1")).text
    assert "10,000 runs are stated" in page
    assert "gives none" in client.get(at(index, "c.aggregate.levels=copeland&unit=aa", "unit")).text


def test_a_choice_that_bands_do_not_go_through_is_said(client: Client, index: IndexAssessment) -> None:
    told = "none of the alternatives that the framework states for: normalisation"
    assert told in client.get(at(index, "c.normalise.method=zscore&bands=1")).text
    assert told not in client.get(at(index, "c.normalise.method=rank&bands=1")).text
    assert told not in client.get(at(index)).text


def test_alternatives_that_the_data_cannot_answer_are_named(people: People, client: Client) -> None:
    by_group = FRAMEWORK.replace('{normalise = {method = "rank"}}',
                                 '{impute = {method = "group_mean", group = "coast"}}')
    header = tuple(name for name in HEADER if name != "coast")
    index = made(people.analyst, framework=by_group, data=table([[*row[:4], *row[5:]] for row in ROWS], header))
    page = client.get(at(index)).text
    assert "The data do not say to which coast units belong" in page
    assert "In 9 of 10 runs" in page
    told = json.loads(client.get(at(index, "", "files/result.json")).text)
    assert told["uncertainty"]["groupings_wanting"] == ["coast"]


def test_what_would_take_too_long_is_said_with_where_to_do_it(
    client: Client, index: IndexAssessment, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(computing, "_PATIENCE_ONCE", 0.0)
    query = "c.screen.per_unit=0.6"
    assert "This takes too long here" in client.get(at(index, query, "audit")).text
    assert client.get(at(index, query, "files/result.json")).status_code == 422
    assert "cannot be compared" in client.get(at(index, query + "&with=year-2020", "compare")).text


def test_an_address_keeps_what_differs_and_nothing_else(client: Client, index: IndexAssessment) -> None:
    everything = {"w.reach": "1", "w.cost": "1.0000000001", "c.normalise.method": "minmax", "c.normalise.low": "0"}
    bench = asking.bench_at(index, everything)
    assert (bench.state.is_changed, bench.state.encoded(), bench.asked) == (False, "", bench.base)
