"""Guidance on disputes, and case files: whose they are, what is kept in them, when their dates are told."""

from __future__ import annotations

from datetime import timedelta
from itertools import product
from typing import Any

import pytest
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st

from outward_portal.accounts.requests import Act
from outward_portal.journal.models import Entry
from outward_portal.notices.models import Occurrence
from outward_portal.records.errors import RefusedError
from outward_portal.services.disputes import actions, flow, guidance
from outward_portal.services.jobs import tell_deadlines
from outward_portal.services.models import CaseEntry, DisputeCase
from outward_portal.workflows.taking import take
from tests.portal.people import People, browser_of

ANSWERS = st.fixed_dictionaries({}, optional={
    id: st.sampled_from(question.choices) for id, question in guidance.questions().items()})


@given(answers=ANSWERS)
def test_every_path_stands_somewhere_and_says_why_where_it_is_not_open(answers: dict[str, str]) -> None:
    found = guidance.weigh(answers)
    assert {each.path.id for each in found} == set(guidance.paths())
    for each in found:
        assert bool(each.closed) == (each.standing is guidance.Standing.CLOSED)
        assert bool(each.missing and not each.closed) == (each.standing is guidance.Standing.MISSING)
    order = [list(guidance.Standing).index(each.standing) for each in found]
    assert order == sorted(order)


@given(answers=ANSWERS)
def test_what_is_not_known_is_the_same_as_not_answered(answers: dict[str, str]) -> None:
    kept = {id: value for id, value in answers.items() if value != "unknown"}
    assert guidance.weigh(answers) == guidance.weigh(kept)


def standing(path: str, **answers: str) -> str:
    return next(each.standing.value for each in guidance.weigh(answers) if each.path.id == path)


def test_paths_follow_from_the_clause_and_the_other_side() -> None:
    assert standing("court", clause="institution") == "closed"
    assert standing("court", clause="court") == "open"
    assert standing("institutional", clause="institution", nyc="yes") == "open"
    assert standing("institutional", clause="institution", nyc="no") == "missing"
    assert standing("ad-hoc", clause="ad-hoc", seat="no") == "missing"
    assert standing("ad-hoc", clause="ad-hoc", seat="yes", nyc="yes") == "open"
    assert standing("investor-state", state="no") == "closed"
    assert standing("investor-state", state="yes", investment="yes", treaty="yes") == "open"
    assert standing("investor-state", state="yes", investment="yes") == "missing"
    assert standing("mediation", willing="no") == "missing"


def test_some_path_is_never_shut() -> None:
    """Talks and mediation need no clause: whatever is answered, nobody is told that nothing can be done."""
    clauses = guidance.questions()["clause"].choices
    for clause, state in product(clauses, ("yes", "no", "unknown")):
        assert standing("negotiation", clause=clause, state=state) != "closed"
        assert standing("mediation", clause=clause, state=state) != "closed"


def test_every_text_of_the_guidance_stands_in_both_languages() -> None:
    labels = [each.text for each in guidance.questions().values()]
    for path in guidance.paths().values():
        labels += [path.name, path.what, *(need.text for need in path.needs), *(rule.text for rule in path.rules)]
        assert path.sources
        assert len({need.id for need in path.needs}) == len(path.needs)
    assert all(label.en and label.zh for label in labels)


def opened(people: People, **values: Any) -> DisputeCase:
    """Open a case file of the works."""
    given_values: dict[str, Any] = {
        "title": "Zqcase", "region": "KAZ", "counterparty": "zqother", "against_state": False, "project": None,
        "claim": "zqclaim", "amount": None, "currency": "", "arose_on": None, "limitation_on": None,
        "limitation_basis": "", **values}
    return actions.open_case(Act(people.enterprise), people.works, given_values, {"clause": "institution"})


def step(people: People, case: DisputeCase, key: str, values: dict[str, Any] | None = None, reason: str = "x") -> Any:
    found = flow.FLOW.step(key)
    assert found is not None
    return take(Act(people.enterprise, reason), flow.FLOW, case, found, values)


@pytest.mark.django_db
def test_a_case_goes_from_a_claim_to_enforcement_and_its_end(people: People) -> None:
    case = opened(people)
    actions.choose_path(Act(people.enterprise), case, "institutional", {"clause": "institution"})
    actions.tick(Act(people.enterprise), case, "institutional:clause", "article 21")
    with pytest.raises(RefusedError):
        actions.tick(Act(people.enterprise), case, "institutional:nothing", "")
    for key in ("negotiate", "mediate", "arbitrate"):
        case = step(people, case, key)
    case = step(people, case, "decide", {"outcome": "the tribunal awards all of it"})
    case = step(people, case, "enforce")
    case = step(people, case, "close", reason="zqpaid")
    assert (case.state, case.outcome) == ("closed", "the tribunal awards all of it")
    assert [each.text for each in CaseEntry.objects.order_by("pk")] == ["the tribunal awards all of it", "zqpaid"]
    with pytest.raises(RefusedError, match="closed"):
        actions.add_entry(Act(people.enterprise), case, {"happened_on": timezone.localdate(), "text": "more"})
    told = [f"{each.changes} {each.reason}" for each in Entry.objects.filter(action__startswith="dispute.")]
    assert len(told) == 9
    assert not [each for each in told if "zq" in each or "tribunal" in each]


@pytest.mark.django_db
def test_only_the_enterprise_reads_its_case_until_it_shares_it_with_the_office(people: People) -> None:
    case = opened(people)
    address = f"/en/services/disputes/{case.pk}/"
    assert browser_of(people.colleague).get(address).status_code == 200
    assert browser_of(people.rival).get(address).status_code == 404
    assert browser_of(people.office).get(address).status_code == 404
    case = step(people, case, "share")
    assert b"zqclaim" in browser_of(people.office).get(address).content
    assert browser_of(people.office).get(f"{address}edit").status_code == 403
    assert browser_of(people.officer).get(address).status_code == 403
    step(people, case, "unshare")
    assert browser_of(people.office).get(address).status_code == 404


@pytest.mark.django_db
def test_dates_of_a_case_are_told_before_they_pass_and_once(people: People) -> None:
    today = timezone.localdate()
    case = opened(people, limitation_on=today + timedelta(days=90))
    step(people, case, "plan", {"next_step": "write", "next_due": today + timedelta(days=7)})
    assert tell_deadlines(today) == 2
    assert tell_deadlines(today) == 0
    found = Occurrence.objects.filter(kind__startswith="dispute.")
    assert {each.kind for each in found} == {"dispute.limitation", "dispute.due"}
    assert {one.name_en for each in found for one in each.organisations.all()} == {"Test Works"}
    assert "zq" not in str([each.values for each in found])


@pytest.mark.django_db
def test_the_guidance_leads_to_a_case_with_the_answers_and_to_its_checklist(people: People) -> None:
    browser = browser_of(people.enterprise)
    page = browser.get("/en/services/disputes/guidance?clause=court&state=no&region=Kazakhstan").content.decode()
    assert "The contract names a court." in page
    assert "The library has no treaty with Kazakhstan" in page
    values = {"title": "By pages", "region": "Kazakhstan", "counterparty": "Them", "claim": "They owe",
              "amount": "5", "currency": "USD"}
    made = browser.post("/en/services/disputes/new?clause=court&state=no", values)
    case = DisputeCase.objects.get()
    assert case.answers == {"clause": "court", "state": "no"}
    browser.post(f"{made['Location']}path", {"path": "court", "clause": "court", "state": "no"})
    text = browser.get(made["Location"]).content.decode()
    assert "Counsel admitted at that court" in text
    assert browser.post(f"{made['Location']}items/counsel/done", {"note": "found one"}).status_code == 302
    assert "found one" in browser.get(made["Location"]).content.decode()
    browser.post(f"{made['Location']}items/counsel/undone")
    assert "found one" not in browser.get(made["Location"]).content.decode()
    assert browser.get(f"{made['Location']}items/no-such/done").status_code == 404
    future = (timezone.localdate() + timedelta(days=3)).isoformat()
    assert browser.post(f"{made['Location']}log/new", {"happened_on": future, "text": "x"}).status_code == 422
    browser.post(f"{made['Location']}documents/new", {"title": "Contract", "kept_at": "shelf 4"})
    assert "shelf 4" in browser.get(made["Location"]).content.decode()
    reference = case.references.get()
    assert browser_of(people.rival).post(
        f"/en/services/disputes/documents/{reference.pk}/remove").status_code == 404
    browser.post(f"/en/services/disputes/documents/{reference.pk}/remove")
    assert not case.references.exists()
    listed = browser.get("/en/services/disputes/files/disputes.json").json()
    assert [(each["title"], each["amount"]) for each in listed["disputes"]] == [("By pages", "5.00")]


@pytest.mark.django_db
def test_cases_without_a_date_stand_last_and_a_missed_day_loses_no_date(people: People) -> None:
    today = timezone.localdate()
    late = opened(people, title="Zqlate", limitation_on=today + timedelta(days=88))
    opened(people, title="Zqundated")
    opened(people, title="Zqsoon", limitation_on=today + timedelta(days=5))
    client = browser_of(people.enterprise)
    for sort, expected in (("limitation", ["Zqsoon", "Zqlate", "Zqundated"]),
                           ("-limitation", ["Zqlate", "Zqsoon", "Zqundated"])):
        rows = client.get(f"/en/services/disputes/files/disputes.json?sort={sort}").json()["disputes"]
        assert [each["title"] for each in rows] == expected
    assert tell_deadlines(today) == 2, "no worker ran on the ninetieth and the seventh day before"
    assert tell_deadlines(today + timedelta(days=1)) == 0
    assert Occurrence.objects.filter(key__startswith=f"dispute.limitation:{late.pk}:").count() == 1


@pytest.mark.django_db
def test_a_case_says_how_its_path_stands(people: People) -> None:
    case = opened(people)
    actions.choose_path(Act(people.enterprise), case, "court", {"clause": "institution"})
    assert "not open" in browser_of(people.enterprise).get(f"/en/services/disputes/{case.pk}/").content.decode()
