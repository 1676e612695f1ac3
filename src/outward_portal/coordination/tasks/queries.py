"""Reading tasks: lists, the board, one with its parts."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Final

from django.db.models import Count, Exists, OuterRef, Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from outward_portal.accounts.models import Organisation
from outward_portal.accounts.policy import viewer
from outward_portal.accounts.querysets import PolicyQuerySet
from outward_portal.coordination.models import Task, TaskDependence
from outward_portal.coordination.models.tasks import UNDONE
from outward_portal.coordination.ordering import in_order_of, organisations
from outward_portal.theme.lists import Asked, ListShape, Narrowing
from outward_portal.workflows.showing import Offer, offer

_STATES: Final = (("undone", pgettext_lazy("tasks", "to be done")), ("late", pgettext_lazy("tasks", "late")),
                  ("blocked", pgettext_lazy("tasks", "held up by others")), *Task.State.choices)
BOARD_CARDS: Final = 30
"""Cards of a column of the board; the list has the rest."""


def shape(user: Any) -> ListShape:
    """Say what a person's list of tasks can be asked."""
    owners = organisations(Organisation.objects.filter(
        pk__in=Task.objects.visible_to(user).values("owner")).order_by("pk"))
    agency = (Narrowing("agency", _("Who does it"), owners, "owner"),) if owners else ()
    return ListShape(
        narrowings=(Narrowing("state", _("State"), _STATES), *agency,
                    Narrowing("priority", _("Priority"), tuple((str(value), name) for value, name
                                                               in Task.Priority.choices), "priority"),
                    Narrowing("mine", _("Mine only"), (("1", _("yes")),), is_check=True)),
        sorts={"due": "due_on", "priority": "priority", "state": "stands", "given": "given_at"}, usual="due",
        words=_("Words of the task"))


def tasks(asked: Asked, user: Any) -> QuerySet[Any]:
    """Give the tasks that a list asks for, in its order, as far as a person may see them."""
    found = asked.narrowed(with_blocked(Task.objects.visible_to(user)))
    state = asked["state"]
    if state == "undone":
        found = found.filter(state__in=UNDONE)
    elif state == "late":
        found = found.filter(state__in=UNDONE, due_on__lt=timezone.localdate())
    elif state == "blocked":
        found = found.filter(is_blocked=True, state__in=UNDONE)
    elif state:
        found = found.filter(state=state)
    if asked["mine"]:
        found = found.filter(owner=viewer(user).organisation)
    if asked.words:
        found = found.filter(Q(title_en__icontains=asked.words) | Q(title_zh__icontains=asked.words))
    found = found.annotate(stands=in_order_of("state", Task.State.values))
    return asked.ordered(found).select_related("owner")


def with_blocked(found: PolicyQuerySet) -> PolicyQuerySet:
    """Say of each task whether something that is not done holds it up."""
    return found.annotate(is_blocked=Exists(
        TaskDependence.objects.filter(task=OuterRef("pk"), before__state__in=UNDONE)))


@dataclass(frozen=True, slots=True)
class Card:
    """A task on the board, with the steps that its reader may take."""

    task: Task
    offer: Offer


@dataclass(frozen=True, slots=True)
class BoardColumn:
    """A state with its tasks."""

    state: str
    label: str
    count: int
    cards: tuple[Card, ...]

    @property
    def more(self) -> int:
        """Tasks that only the list shows."""
        return self.count - len(self.cards)


def board(asked: Asked, user: Any) -> list[BoardColumn]:
    """Give the tasks by state, each column by day due; what has ended, the newest first."""
    found = tasks(asked, user)
    counts = dict(found.order_by().values_list("state").annotate(count=Count("pk")))
    columns = []
    for state in Task.State:
        rows = found.filter(state=state)
        rows = rows.order_by("-ended_at", "-pk") if state in ("confirmed", "dropped") else rows.order_by(
            "due_on", "-priority", "pk")
        cards = tuple(Card(each, offer(user, each)) for each in rows[:BOARD_CARDS])
        columns.append(BoardColumn(state, str(state.label), counts.get(state, 0), cards))
    return columns


def find(key: int, user: Any) -> Task | None:
    """Give a task that a person may see."""
    found: Task | None = with_blocked(Task.objects.visible_to(user)).select_related(
        "owner", "decision", "given_by", "done_by").by_key(key)
    return found
