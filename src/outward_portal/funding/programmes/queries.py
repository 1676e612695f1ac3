"""Reading calls and rules."""

from __future__ import annotations

from typing import Any, Final

from django.db.models import Case, IntegerField, Q, QuerySet, Value, When
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from outward.eligibility import RuleBook, explain
from outward_portal.funding.models import Call, Programme, RuleVersion
from outward_portal.funding.presentation import Line, line
from outward_portal.funding.qualifying import read_version
from outward_portal.theme.lists import Asked, ListShape, Narrowing

CALLS: Final = ListShape(
    narrowings=(
        Narrowing("when", _("Open"), (("open", pgettext_lazy("call", "open now")),
                                      ("coming", pgettext_lazy("call", "to come")),
                                      ("over", pgettext_lazy("call", "over")))),
        Narrowing("category", _("Class"), Programme.Class.choices, "programme__category"),
    ),
    sorts={"closes": "closes_on", "opens": "opens_on", "programme": "programme__name_en"}, usual="closes",
    words=_("Call or programme"),
)


def calls(asked: Asked, user: Any) -> QuerySet[Call]:
    """Give the calls that a list asks for; in the usual order those that are open come first."""
    today = timezone.localdate()
    found = asked.narrowed(Call.objects.visible_to(user)).select_related("programme")
    when = {"open": Q(state="announced", opens_on__lte=today, closes_on__gte=today),
            "coming": Q(opens_on__gt=today), "over": Q(closes_on__lt=today)}
    if asked["when"]:
        found = found.filter(when[asked["when"]])
    if asked.words:
        fields = ("title_en", "title_zh", "programme__name_en", "programme__name_zh")
        words = Q()
        for field in fields:
            words |= Q(**{f"{field}__icontains": asked.words})
        found = found.filter(words)
    if asked.sort == CALLS.usual:
        place = Case(When(when["open"], then=Value(0)), When(closes_on__gte=today, then=Value(1)), default=Value(2),
                     output_field=IntegerField())
        return found.annotate(place=place).order_by("place", "closes_on", "pk")
    return asked.ordered(found)


def rules_line(version: RuleVersion) -> Line:
    """Write rules as they stand, held against nobody."""
    rules = read_version(version)
    return line(explain(rules, RuleBook({"": rules}).judge({})[""]), is_judged=False)
