"""Sample work of the group: made up, marked as such, in many states, by the steps that people take."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from functools import partial
from typing import Any, Final

from django.db import transaction
from django.utils import timezone

from outward_portal.accounts.models import Organisation, User
from outward_portal.accounts.requests import Act
from outward_portal.coordination import members
from outward_portal.coordination.digests import actions as digests
from outward_portal.coordination.meetings import actions as meetings
from outward_portal.coordination.models import (
    Attendance,
    Decision,
    Digest,
    DigestFile,
    Meeting,
    Member,
    Problem,
    PublicAnswer,
    Task,
)
from outward_portal.coordination.problems import actions as problems
from outward_portal.coordination.sample_texts import (
    ANSWER,
    MEETINGS,
    PROBLEMS,
    QUESTION,
    TASKS,
    SampleMeeting,
    SampleProblem,
    SampleTask,
)
from outward_portal.coordination.tasks import actions as tasks
from outward_portal.membership.samples import ORGANISATIONS
from outward_portal.records.files import storage
from outward_portal.registers.models import Agency
from outward_portal.workflows.flow import WORKFLOWS
from outward_portal.workflows.taking import take

_AGENCIES: Final[Mapping[str, str]] = {"commerce": "A04", "finance": "A07"}
"""The sample organisations that stand beside an agency of the register, by its row in the case."""
_MADE_UP: Final = "Made up, to show a reason. 虚构，用于展示理由。"


class NoSampleOrganisationsError(Exception):
    """There are no sample organisations to do the work."""


@dataclass(frozen=True, slots=True)
class _Cast:
    """The sample organisations by key, and a person of each."""

    organisations: Mapping[str, Organisation]
    people: Mapping[str, User]

    def act(self, who: str, reason: str = "") -> Act:
        return Act(self.people[who], reason, "sample")


def present() -> bool:
    """Whether the samples are there."""
    return Task.objects.filter(is_sample=True).exists()


def add_samples(act: Act) -> int:
    """Add members, meetings, tasks, problems and a digest; give how many tasks, meetings and problems.

    Raises
    ------
    NoSampleOrganisationsError
        If the sample accounts have not been made.
    """
    cast = _cast()
    with transaction.atomic():
        _members(act, cast)
        decided: list[Decision] = []
        for meeting in MEETINGS:
            decided += _meeting(cast, meeting)
        made = [_task(cast, task, decided) for task in TASKS]
        tasks.wait_for(cast.act("office"), made[4], made[3])
        for problem in PROBLEMS:
            _problem(cast, problem)
        today = timezone.localdate()
        digests.ask(cast.act("office"), today.year, (today.month + 2) // 3)
    return len(TASKS) + len(MEETINGS) + len(PROBLEMS)


def _cast() -> _Cast:
    found: dict[str, Organisation] = {}
    people: dict[str, User] = {}
    for each in ORGANISATIONS:
        organisation = Organisation.objects.filter(is_sample=True, kind=each.kind, name_en=each.name_en).first()
        person = User.objects.filter(organisation=organisation, is_sample=True).order_by("pk").first() \
            if organisation is not None else None
        if organisation is None or person is None:
            raise NoSampleOrganisationsError
        found[each.key], people[each.key] = organisation, person
    return _Cast(found, people)


def _members(act: Act, cast: _Cast) -> None:
    members.from_register(act)
    for key in ("commerce", "finance", "office"):
        organisation = cast.organisations[key]
        if Member.objects.filter(organisation=organisation).exists():
            continue
        agency = Agency.objects.filter(case_key=_AGENCIES.get(key, "-")).first()
        known = Member.objects.filter(agency=agency, organisation__isnull=True).first() if agency else None
        part = Member.Part.OFFICE if key == "office" else Member.Part.MEMBER
        members.keep(act, known, {"organisation": organisation} if known else {
            "organisation": organisation, "part": part, "place": 30})


def _step(cast: _Cast, who: str, subject: Any, key: str, reason: str = "", **values: Any) -> Any:
    flow = WORKFLOWS.of(subject)
    step = flow.step(key)
    assert step is not None, key
    return take(cast.act(who, reason), flow, subject, step, values)


def _meeting(cast: _Cast, sample: SampleMeeting) -> list[Decision]:
    begins = (timezone.localtime() + timedelta(days=sample.days)).replace(hour=9, minute=30, second=0, microsecond=0)
    begins += timedelta(days=max(0, 7 - begins.weekday()) if begins.weekday() > 4 else 0)  # from a weekend to Monday
    ahead = max(begins, timezone.now() + timedelta(days=1))  # it is invited to before it begins
    made: Any = meetings.plan(cast.act("office"), {
        "title_en": sample.title.en, "title_zh": sample.title.zh, "begins_at": ahead, "place_en": sample.place.en,
        "place_zh": sample.place.zh, "is_sample": True})
    for item in sample.items:
        meetings.propose(cast.act("office"), made, {"title_en": item.en, "title_zh": item.zh})
    if sample.proposal is not None:
        meetings.propose(cast.act("commerce"), made, {"title_en": sample.proposal.en, "title_zh": sample.proposal.zh})
    decided: list[Decision] = []
    for key in sample.steps:
        if key == "hold":
            Meeting.objects.filter(pk=made.pk).update(begins_at=begins)
        if key == "draft":
            states = {each.organisation_id: str(Attendance.State.PRESENT) for each in made.attendances.all()}
            meetings.record_attendance(cast.act("office"), made, states)
            decided = [meetings.decide(cast.act("office"), made, {"text_en": each.en, "text_zh": each.zh})
                       for each in sample.decisions]
            form = WORKFLOWS.of(made).step("draft").form_class(None, made)()  # type: ignore[union-attr]
            made = _step(cast, "office", made, key, **{name: field.initial for name, field in form.fields.items()})
            continue
        made = _step(cast, "office", made, key, _MADE_UP if key == "cancel" else "")
    return decided


def _task(cast: _Cast, sample: SampleTask, decided: list[Decision]) -> Task:
    today, now = timezone.localdate(), timezone.now()
    decision = decided[sample.decision - 1] if sample.decision else None
    made: Any = tasks.give(cast.act("office"), {
        "title_en": sample.title.en, "title_zh": sample.title.zh, "owner": cast.organisations[sample.owner],
        "due_on": today + timedelta(days=sample.due), "priority": sample.priority, "decision": decision,
        "is_sample": True})
    Task.objects.filter(pk=made.pk).update(given_at=now + timedelta(days=sample.given))
    if sample.note:
        tasks.note(cast.act(sample.owner), made, sample.note)
    for key in sample.steps:
        by = sample.owner if key in ("accept", "begin", "report") else "office"
        reason = _MADE_UP if key in ("return", "drop") else ""
        made = _step(cast, by, made, key, reason, **({"outcome": sample.note} if key == "report" else {}))
        if key == "report":
            Task.objects.filter(pk=made.pk).update(done_at=now + timedelta(days=min(sample.due, 0) - 1))
    return Task.objects.get(pk=made.pk)


def _problem(cast: _Cast, sample: SampleProblem) -> None:
    began = timezone.now() - timedelta(days=sample.days)
    made: Any = problems.raise_problem(cast.act(sample.organisation), cast.organisations[sample.organisation], {
        "title": sample.title, "text": sample.text, "topic": sample.topic, "region": sample.region,
        "is_urgent": sample.is_urgent})
    Problem.objects.filter(pk=made.pk).update(raised_at=began)
    for key in sample.steps:
        if key == "opinion":
            opinion = made.opinions.get()
            _step(cast, "finance", opinion, "give", text="Made up: no objection. 虚构：无异议。")
            continue
        made = _step(cast, _BY[key] or sample.organisation, made, key, **_values(cast, key))
        stamp = {"take": "taken_at", "answer": "answered_at", "withdraw": "ended_at"}.get(key)
        if stamp:
            days = 1 if key == "take" else 9
            at = min(began + timedelta(days=days), timezone.now())
            Problem.objects.filter(pk=made.pk).update(**{stamp: at})


_BY: Final[Mapping[str, str]] = {"take": "office", "coordinate": "commerce", "ask": "commerce", "answer": "commerce",
                                 "accept": "", "close": "office", "withdraw": ""}
"""Who takes each step; empty: the enterprise."""


def _values(cast: _Cast, key: str) -> dict[str, Any]:
    known: dict[str, dict[str, Any]] = {
        "take": {"lead": cast.organisations["commerce"]},
        "coordinate": {"agencies": [cast.organisations["finance"]]},
        "ask": {"question": "Made up: which country is the buyer in, and how large is the credit? "
                            "虚构：买方所在国家和信用金额是多少？"},
        "answer": {"answer": f"{ANSWER.zh}\n\n{ANSWER.en}"},
        "accept": {"may_publish": True},
        "close": {"question_en": QUESTION.en, "question_zh": QUESTION.zh, "answer_en": ANSWER.en,
                  "answer_zh": ANSWER.zh},
    }
    return known.get(key, {})


def _remove_digests() -> None:
    """Remove the digests in which samples are counted, with their files."""
    made = Digest.objects.filter(numbers__samples__gt=0)
    for name in DigestFile.objects.filter(digest__in=made).values_list("file", flat=True):
        transaction.on_commit(partial(storage.discard, name))
    made.delete()


def remove_samples() -> int:
    """Take the samples away, with all that hangs on them; give how many tasks, meetings and problems."""
    with transaction.atomic():
        counted = 0
        PublicAnswer.objects.filter(is_sample=True).delete()
        _remove_digests()
        for rows in (Task.objects.filter(is_sample=True), Problem.objects.filter(is_sample=True)):
            counted += rows.count()
            rows.delete()
        Decision.objects.filter(meeting__is_sample=True).delete()
        counted += Meeting.objects.filter(is_sample=True).count()
        Meeting.objects.filter(is_sample=True).delete()
        Member.objects.filter(organisation__is_sample=True, agency__isnull=True).delete()
        Member.objects.filter(organisation__is_sample=True).update(organisation=None)
    return counted
