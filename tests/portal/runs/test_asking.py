"""Putting questions: any study of the catalogue has a form, is run, kept whole, and found again."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings

from outward.errors import DataGapError
from outward_portal.accounts.models import User
from outward_portal.accounts.requests import Act
from outward_portal.journal.models import Entry
from outward_portal.records.models import CaseAccess
from outward_portal.runs import answers
from outward_portal.runs import running as carrying_out
from outward_portal.runs.models import Run
from outward_portal.runs.queries import answer_folder
from outward_portal.work import context, queue, running
from outward_portal.work.models import Job
from tests.portal.people import People, browser_of
from tests.portal.runs.conftest import CASE, Ranking, answered, asked_of, release_of

pytestmark = pytest.mark.django_db
ASKS = {"enterprise", "colleague", "rival", "provider", "officer", "other_officer", "office", "contributor", "analyst"}
BUILDS = {"officer", "other_officer", "office", "analyst"}


def test_a_study_that_the_catalogue_gains_is_listed_in_both_languages(ranking: Ranking, people: People) -> None:
    browser = browser_of(people.analyst)
    assert "Who is first?" in browser.get("/en/questions/").text
    assert "谁居首位？" in browser.get("/zh-hans/questions/").text


def test_its_form_is_made_from_its_parameters(ranking: Ranking, people: People, workspace: Path) -> None:
    page = browser_of(people.analyst).get("/en/questions/ranking/").text
    for piece in ("data up to 2017-12-31", 'type="date" name="of_as_of"', "Equal weights", "Pace (%)", "A year",
                  'name="of_seed" value="7" min="0"', 'maxlength="20"', "Liaoning"):
        assert piece in page, piece


def test_a_question_is_answered_and_read_in_both_languages(ranking: Ranking, people: People, workspace: Path) -> None:
    browser = browser_of(people.analyst)
    sent = asked_of(workspace, of_pace="3.5", of_regions=["CN-LN", "CHN"], of_as_of="2018-01-01", title="My ranking")
    answer = browser.post("/en/questions/ranking/", sent, follow=True)
    assert answer.redirect_chain[0][0] == f"/en/runs/{Run.objects.get().pk}/"
    assert [each.as_json() for each in ranking.asked] == [
        {"as_of": "2018-01-01", "method": "entropy", "pace": 3.5, "seed": 7, "words": "", "regions": ["CN-LN", "CHN"]}]
    for piece in ("My ranking", "industrial sales value", "Liaoning, China", "3.5 %", "2018-01-01", "Anyville"):
        assert piece in answer.text, piece
    chinese = browser.get(f"/zh-hans/runs/{Run.objects.get().pk}/").text
    for piece in ("工业销售产值", "辽宁、中国", "某市"):
        assert piece in chinese, piece


@pytest.mark.parametrize(("wrong", "field"), [
    ({"of_pace": "99"}, "of_pace"), ({"of_pace": "much"}, "of_pace"), ({"of_seed": "1.5"}, "of_seed"),
    ({"of_method": "guess"}, "of_method"), ({"of_as_of": "yesterday"}, "of_as_of"),
    ({"of_as_of": "1900-01-01"}, "of_as_of"),
    ({"of_words": "w" * 21}, "of_words"), ({"of_regions": ["CHN", "JPN", "DEU", "FRA"]}, "of_regions"),
    ({"of_regions": ["XX"]}, "of_regions"), ({"release": "../../etc/r0001-00000000"}, "release"),
    ({"release": f"{CASE}/r9999-00000000"}, "release")])
def test_bad_input_is_named_by_its_field_and_what_was_typed_is_kept(
    ranking: Ranking, people: People, workspace: Path, wrong: dict[str, str], field: str
) -> None:
    answer = browser_of(people.analyst).post("/en/questions/ranking/", asked_of(workspace, title="Kept words", **wrong))
    assert answer.status_code == 422
    assert f'id="error_id_{field}"' in answer.text
    assert "Kept words" in answer.text
    assert not Run.objects.exists()


def test_who_may_ask_is_as_the_table_says(ranking: Ranking, people: People, workspace: Path) -> None:
    for name, person in people.everybody().items():
        for id, allowed in (("ranking", ASKS), ("report", BUILDS)):
            status = browser_of(person).get(f"/en/questions/{id}/").status_code
            assert status == (302 if name == "visitor" else 200 if name in allowed else 403), (name, id)


def test_a_question_that_is_not_there_is_missing(people: People) -> None:
    assert browser_of(people.analyst).get("/en/questions/nothing/").status_code == 404


def test_the_same_question_is_found_again_and_run_again_only_if_asked_for(
    ranking: Ranking, people: People, workspace: Path
) -> None:
    first = answered(people.analyst, workspace)
    browser = browser_of(people.analyst)
    offered = browser.post("/en/questions/ranking/", asked_of(workspace))
    assert f'href="/en/runs/{first.pk}/"' in offered.text
    assert Run.objects.count() == 1
    browser.post("/en/questions/ranking/", asked_of(workspace, again="1"))
    second = Run.objects.first()
    assert second is not None
    assert second.pk != first.pk
    assert (second.asked, second.digest) == (first.asked, first.digest)
    assert second.folder != first.folder


def test_another_value_release_or_person_is_not_offered_the_answer(
    ranking: Ranking, people: People, workspace: Path
) -> None:
    answered(people.analyst, workspace)
    browser_of(people.analyst).post("/en/questions/ranking/", asked_of(workspace, of_seed="8"))
    browser_of(people.rival).post("/en/questions/ranking/", asked_of(workspace))
    assert Run.objects.count() == 3


def test_an_answer_is_kept_whole_with_results_tables_charts_and_trace(
    ranking: Ranking, people: People, workspace: Path
) -> None:
    run = answered(people.analyst, workspace)
    files = {path.relative_to(answer_folder(run)).as_posix() for path in answer_folder(run).rglob("*")}
    assert files >= {"results/ranking.json", "en/report.html", "zh/report.html", "en/numbers.csv", "zh/tables.xlsx",
                     "en/trace.json", "en/charts/figure-3.1.svg", "zh/charts/figure-3.1.json"}
    assert [path.name for path in settings.FILES.runs.iterdir()] == [run.folder]


def test_a_run_that_fails_says_what_where_and_how_to_mend_it_and_keeps_nothing(
    ranking: Ranking, people: People, workspace: Path
) -> None:
    def fail(release: object, request: object) -> None:
        raise DataGapError("no export of 2016", "ranking, exports", "Load exports of 2016.")

    ranking.before = fail
    run = answered(people.analyst, workspace)
    page = browser_of(people.analyst).get(f"/zh-hans/runs/{run.pk}/").text
    for piece in ("no export of 2016", "ranking, exports", "Load exports of 2016."):
        assert piece in page
    assert (run.state, run.is_done) == ("failed", False)
    assert list(settings.FILES.runs.iterdir()) == []
    ranking.before = None
    assert run.job is not None
    queue.again(Act(people.analyst), run.job)
    run = Run.objects.get()
    assert (run.state, run.error_what) == ("done", "")


def test_a_study_that_breaks_down_leaves_nothing_half(ranking: Ranking, people: People, workspace: Path) -> None:
    def break_down(release: object, request: object) -> None:
        raise ZeroDivisionError

    ranking.before = break_down
    run = answered(people.analyst, workspace)
    assert not run.is_done
    assert list(settings.FILES.runs.iterdir()) == []


def test_a_run_that_is_called_off_stops_and_keeps_nothing(
    ranking: Ranking, people: People, workspace: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(context, "_PAUSE_SECONDS", 0)
    ranking.before = lambda *_: queue.cancel(Act(people.analyst), Job.objects.get())
    run = answered(people.analyst, workspace)
    assert run.state == "cancelled"
    assert list(settings.FILES.runs.iterdir()) == []
    assert "Cancelled" in browser_of(people.analyst).get(f"/en/runs/{run.pk}/").text


def test_a_run_that_waits_shows_its_progress_and_can_be_called_off(
    ranking: Ranking, people: People, workspace: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(queue, "hand_over", lambda _: None)
    run = answered(people.analyst, workspace)
    assert run.job is not None
    browser = browser_of(people.analyst)
    page = browser.get(f"/en/runs/{run.pk}/").text
    assert f'hx-get="/en/jobs/{run.job.pk}/state"' in page
    assert browser.post(f"/en/jobs/{run.job.pk}/cancel").headers["Location"] == f"/en/jobs/{run.job.pk}/"
    assert browser.get(f"/en/jobs/{run.job.pk}/").headers["Location"] == f"/en/runs/{run.pk}/"


def test_what_a_killed_attempt_left_is_taken_away_by_the_next(
    ranking: Ranking, people: People, workspace: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(queue, "hand_over", lambda _: None)
    run = answered(people.analyst, workspace)
    assert run.job is not None
    for left in (f".new-{run.pk}-0123456789abcdef", f"{run.pk}-0123456789abcdef"):
        (settings.FILES.runs / left / "en").mkdir(parents=True)
    running.attempt(run.job.pk, "test")
    run = Run.objects.get()
    assert run.is_done
    assert [path.name for path in settings.FILES.runs.iterdir()] == [run.folder]


def test_an_attempt_that_was_given_up_takes_nothing_away_from_the_next(
    ranking: Ranking, people: People, workspace: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(queue, "hand_over", lambda _: None)
    run = answered(people.analyst, workspace)
    assert run.job is not None
    others = settings.FILES.runs / f"{run.pk}-0123456789abcdef"
    job, make_answer = run.job.pk, answers.make_answer

    def overtaken(*given: Any) -> str:
        others.mkdir()
        Run.objects.filter(pk=run.pk).update(folder=others.name)
        Job.objects.filter(pk=job).update(worker="another", state=Job.State.DONE)
        return make_answer(*given)

    monkeypatch.setattr(carrying_out, "make_answer", overtaken)
    running.attempt(run.job.pk, "test")
    assert Run.objects.get().folder == others.name
    assert [path.name for path in settings.FILES.runs.iterdir()] == [others.name]


def test_an_answer_is_not_made_twice(ranking: Ranking, people: People, workspace: Path) -> None:
    run = answered(people.analyst, workspace)
    assert run.job is not None
    Job.objects.update(state=Job.State.WAITING)
    running.attempt(run.job.pk, "test")
    assert len(ranking.asked) == 1
    assert Run.objects.get().folder == run.folder


def test_who_may_no_longer_ask_gets_no_answer(
    ranking: Ranking, people: People, workspace: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(queue, "hand_over", lambda _: None)
    run = answered(people.enterprise, workspace)
    assert run.job is not None
    CaseAccess.objects.update(audience="office")
    running.attempt(run.job.pk, "test")
    assert Job.objects.get().error_en == "Whoever asked this may no longer ask it."
    assert ranking.asked == []


def test_a_case_that_somebody_may_not_see_cannot_be_asked(ranking: Ranking, people: People, workspace: Path) -> None:
    shutil.copytree(workspace / "cases" / CASE, workspace / "cases" / "secretcase")
    sent = asked_of(workspace, release=f"secretcase/{release_of(workspace)}")
    browser = browser_of(people.enterprise)
    assert "secretcase" not in browser.get("/en/questions/ranking/").text
    refused = browser.post("/en/questions/ranking/", sent)
    assert refused.status_code == 422
    assert not Run.objects.exists()
    assert "secretcase" in browser_of(people.analyst).get("/en/questions/ranking/").text


def test_a_form_begins_with_the_values_of_a_run(ranking: Ranking, people: People, workspace: Path) -> None:
    run = answered(people.analyst, workspace, pace=11, title="Eleven")
    page = browser_of(people.analyst).get(f"/en/questions/ranking/?like={run.pk}").text
    assert 'value="11.0"' in page
    assert 'value="Eleven"' in page
    other = browser_of(people.rival).get(f"/en/questions/ranking/?like={run.pk}").text
    assert "Eleven" not in other


def test_the_journal_tells_who_asked_and_that_it_was_answered(
    ranking: Ranking, people: People, workspace: Path
) -> None:
    answered(people.analyst, workspace, title="Nobody's business")
    told = Entry.objects.filter(action__startswith="run.").order_by("id")
    assert [(entry.action, entry.actor) for entry in told] == [
        ("run.asked", people.analyst), ("run.answered", people.analyst)]
    assert "business" not in str([entry.changes for entry in told])


def test_the_diagnosis_runs(people: People, workspace: Path) -> None:
    run = answered(people.analyst, workspace, question="diagnosis")
    assert run.is_done, run.error_what
    page = browser_of(people.analyst).get(f"/en/runs/{run.pk}/").text
    assert "Gaps in the data" in page
    assert "<svg" in page
    assert "Sources" in page
    assert isinstance(run.asked_by, User)
