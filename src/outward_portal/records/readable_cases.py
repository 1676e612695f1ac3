"""The workspace's cases, as far as somebody may see what is made from them. Names and files come from the workspace."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.conf import settings

from outward.report.pages import CaseEntry, read_workspace
from outward.studies.workspaces import is_case_name
from outward.vocabulary.labels import Label
from outward_portal.accounts.models import Audience
from outward_portal.accounts.policy import may
from outward_portal.records.cases import audience_of
from outward_portal.records.models import CaseAccess


@dataclass(frozen=True, slots=True)
class ReadableCase:
    """A case of the workspace, with who sees what is made from it."""

    entry: CaseEntry
    audience: str

    @property
    def id(self) -> str:
        """The case's name in addresses."""
        return self.entry.id

    @property
    def audience_name(self) -> str:
        """Who sees it, in the present language."""
        return str(Audience(self.audience).label)

    @property
    def release_names(self) -> tuple[str, ...]:
        """The releases that can be asked, newest first."""
        return tuple(release.name for release in reversed(self.entry.releases) if release.observations is not None)


def readable_cases(user: Any) -> list[ReadableCase]:
    """List the workspace's cases whose reports a person may read."""
    decided = dict(CaseAccess.objects.values_list("case", "audience"))
    cases = [ReadableCase(entry, audience_of(entry.id, decided)) for entry in read_workspace(settings.WORKSPACE)]
    return [case for case in cases if may(user, "case.read", case.audience)]


def readable_case(case: str, user: Any) -> ReadableCase | None:
    """Give one case; ``None`` where there is none that a person may see."""
    return next((each for each in readable_cases(user) if each.id == case), None) if is_case_name(case) else None


def case_names() -> dict[str, Label]:
    """Give what the workspace's cases are called, by id; a case that is gone has its id only, which stands for it."""
    return {entry.id: entry.name for entry in read_workspace(settings.WORKSPACE)}


def case_name(case: str) -> Label:
    """Name a case."""
    return case_names().get(case, Label(case, case))
