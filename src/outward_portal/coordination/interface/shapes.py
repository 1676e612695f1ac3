"""What the interface says of tasks, problems, meetings and decisions, and what it takes."""

from __future__ import annotations

from ninja import Field, Schema


class GroupTask(Schema):
    """A task of the leading group."""

    task: int
    title_en: str
    title_zh: str
    owner_en: str
    owner_zh: str
    priority: int
    due_on: str
    state: str
    given: str
    done: str | None
    ended: str | None
    held_up: bool
    late: bool
    decision: int | None
    sample: bool


class GroupTasks(Schema):
    """A page of tasks."""

    citation: str
    count: int
    page: int
    pages: int
    items: list[GroupTask]


class NewTask(Schema):
    """A task to be given: a title in one of the languages at least, whose it is, by when."""

    title_en: str = ""
    title_zh: str = ""
    details: str = ""
    owner: int  # key of an organisation
    helpers: list[int] = Field(default_factory=list)
    due_on: str
    priority: int = 2


class EnterpriseProblem(Schema):
    """A problem of an enterprise, with its clock."""

    problem: int
    title: str
    topic: str
    region: str
    enterprise_en: str
    enterprise_zh: str
    lead_en: str
    lead_zh: str
    state: str
    urgent: bool
    raised: str
    taken: str | None
    answered: str | None
    working_days: int
    term_days: int
    due_on: str | None
    late: bool
    sample: bool


class OneProblem(EnterpriseProblem):
    """A problem with its texts, as both sides know them."""

    text: str
    wanted: str
    answer: str


class EnterpriseProblems(Schema):
    """A page of problems."""

    citation: str
    count: int
    page: int
    pages: int
    items: list[EnterpriseProblem]


class NewProblem(Schema):
    """A problem to be raised."""

    title: str
    text: str
    wanted: str = ""
    topic: str
    region: str = ""
    is_urgent: bool = False
    record: str = ""  # name, number or address of the record that it is about


class GroupMeeting(Schema):
    """A meeting."""

    meeting: int
    title_en: str
    title_zh: str
    begins: str
    minutes_long: int
    place_en: str
    place_zh: str
    state: str
    sample: bool


class GroupMeetings(Schema):
    """A page of meetings."""

    citation: str
    count: int
    page: int
    pages: int
    items: list[GroupMeeting]


class GroupDecision(Schema):
    """A decision."""

    decision: int
    number: str
    text_en: str
    text_zh: str
    meeting: int
    meeting_en: str
    meeting_zh: str
    day: str


class GroupDecisions(Schema):
    """A page of decisions."""

    citation: str
    count: int
    page: int
    pages: int
    items: list[GroupDecision]
