"""Reading meetings: the list, one with its parts, the decisions."""

from __future__ import annotations

from typing import Any, Final

from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from outward_portal.coordination.models import Decision, Meeting
from outward_portal.coordination.ordering import in_order_of
from outward_portal.theme.lists import Asked, ListShape, Narrowing

_STATES: Final = (("unfinished", pgettext_lazy("meetings", "without approved minutes")), *Meeting.State.choices)
SHAPE: Final = ListShape(narrowings=(Narrowing("state", _("State"), _STATES),),
                         sorts={"begins": "begins_at", "state": "stands"}, usual="-begins",
                         words=_("Words of the title"))


def meetings(asked: Asked, user: Any) -> QuerySet[Any]:
    """Give the meetings that a list asks for."""
    found = Meeting.objects.visible_to(user)
    if asked["state"]:
        found = found.filter(state__in=[Meeting.State.HELD, Meeting.State.DRAFTED]) \
            if asked["state"] == "unfinished" else found.filter(state=asked["state"])
    if asked.words:
        found = found.filter(Q(title_en__icontains=asked.words) | Q(title_zh__icontains=asked.words))
    return asked.ordered(found.annotate(stands=in_order_of("state", Meeting.State.values)))


def find(key: int, user: Any) -> Meeting | None:
    """Give a meeting that a person may see."""
    found: Meeting | None = Meeting.objects.visible_to(user).select_related("approved_by").by_key(key)
    return found


def decisions_shape(user: Any) -> ListShape:
    """Say what the list of decisions can be asked."""
    years = Decision.objects.visible_to(user).order_by("-year").values_list("year", flat=True).distinct()
    named = tuple((str(year), str(year)) for year in years)
    return ListShape(narrowings=(Narrowing("year", _("Year"), named, "year"),) if named else (),
                     sorts={"number": "id"}, usual="-number", words=_("Words of the decision"))


def decisions(asked: Asked, user: Any) -> QuerySet[Any]:
    """Give the decisions that a list asks for, newest first."""
    found = asked.narrowed(Decision.objects.visible_to(user))
    if asked.words:
        found = found.filter(Q(text_en__icontains=asked.words) | Q(text_zh__icontains=asked.words))
    return found.order_by("-year", "-number").select_related("meeting").prefetch_related("tasks__owner")
