"""A kind of notice for tests, records to be told of, and what readers have been told."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.db import transaction

from outward_portal.accounts.models import Organisation, User
from outward_portal.accounts.requests import Act
from outward_portal.notices.models import Notice, Occurrence
from outward_portal.notices.telling import KINDS_OF_NOTICE, NoticeKind, tell
from outward_portal.records import actions, presentation
from outward_portal.records.kinds import KINDS
from outward_portal.records.models import Record
from tests.portal.people import People

KIND = "test.happened"
if KINDS_OF_NOTICE.get(KIND) is None:
    KINDS_OF_NOTICE.register(NoticeKind(KIND, "Test", "%(name)s: %(what)s", presentation.address))


def make_project(people: People, audience: str = "public", **values: Any) -> Record:
    """Add a project of nobody, or of the works where only its owner sees it."""
    given = {"name_en": "Zqproject works", "name_zh": "测试项目", "countries": "KEN", "audience": audience, **values}
    owner = people.works.pk if audience == "owner" else None
    return actions.create(Act(people.office), KINDS["project"], given, owner=owner)


def told(record: Record, topics: Iterable[str] = (), to: Iterable[User | Organisation] = (), key: str = "once",
         ) -> Occurrence | None:
    """Tell that something happened to a record."""
    with transaction.atomic():
        return tell(KIND, f"test:{record.pk}:{key}", about=record, topics=topics, to=to, values={"what": "moved"})


def readers(occurrence: Occurrence | None) -> set[str]:
    """Give the names of those who were told."""
    assert occurrence is not None
    return {email.partition("@")[0] for email in
            Notice.objects.filter(occurrence=occurrence).values_list("reader__email", flat=True)}
