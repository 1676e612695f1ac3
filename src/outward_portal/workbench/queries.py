"""Reading indices: lists, one index, its versions, and others that it can be compared with."""

from __future__ import annotations

from typing import Any

from django.core.paginator import Page
from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _

from outward.vocabulary.labels import Label
from outward_portal.theme.lists import Asked, ListShape, Narrowing, labelled
from outward_portal.workbench.models import IndexAssessment, IndexVersion


def shape_for(user: Any) -> ListShape:
    """Say what the list can be asked: of frameworks, those of the indices that a person may see."""
    return ListShape(
        narrowings=(
            Narrowing("framework", _("Framework"), labelled(dict(frameworks_seen_by(user))) or (("", ""),),
                      "newest__framework"),
            Narrowing("whose", _("Whose"), (("mine", _("mine")), ("shared", _("of others")))),
            Narrowing("retired", _("Those put aside"), (("1", _("yes")),), is_check=True),
        ),
        sorts={"saved": "newest__made_at", "title": "title", "framework": "newest__framework",
               "version": "newest__number"},
        usual="-saved", words=_("Words"))


def indices_page(asked: Asked, user: Any) -> Page:
    """Read one page of the indices that a person may see."""
    found = asked.narrowed(IndexAssessment.objects.visible_to(user).filter(retired_at__isnull=not asked["retired"]))
    if asked["whose"]:
        found = found.filter(owner=user.pk) if asked["whose"] == "mine" else found.exclude(owner=user.pk)
    if asked.words:
        found = found.filter(Q(title__icontains=asked.words) | Q(newest__framework__icontains=asked.words)
                             | Q(newest__framework_en__icontains=asked.words)
                             | Q(newest__framework_zh__icontains=asked.words))
    return asked.page_of(asked.ordered(_with_people(found)))


def _with_people(found: QuerySet[IndexAssessment]) -> QuerySet[IndexAssessment]:
    return found.select_related("newest", "owner", "organisation").defer("newest__framework_text")


def frameworks_seen_by(user: Any) -> list[tuple[str, Label]]:
    """Give the ids and names of the frameworks of the indices that a person may see."""
    rows = IndexAssessment.objects.visible_to(user).order_by("newest__framework").values_list(
        "newest__framework", "newest__framework_en", "newest__framework_zh").distinct()
    return [(id, Label(en, zh)) for id, en, zh in {row[0]: row for row in rows if row[0]}.values()]


def find(key: int, user: Any) -> IndexAssessment | None:
    """Give an index that a person may see."""
    seen = IndexAssessment.objects.visible_to(user).select_related("newest", "owner", "organisation")
    return seen.by_key(key)


def version_of(index: IndexAssessment, number: int) -> IndexVersion | None:
    """Give a version of an index; 0 for the newest."""
    if number in (0, index.newest.number if index.newest else 0):
        return index.newest
    return index.versions.filter(number=number).first()


def versions_of(index: IndexAssessment) -> QuerySet[IndexVersion]:
    """Give an index's versions, the newest first."""
    return index.versions.select_related("made_by").defer("framework_text")


def others_like(index: IndexAssessment, framework: str, user: Any) -> QuerySet[IndexAssessment]:
    """Give the newest other indices of the same framework that a person may see."""
    seen = IndexAssessment.objects.visible_to(user).filter(newest__framework=framework, retired_at__isnull=True)
    return seen.exclude(pk=index.pk).order_by("-id")[:20]
