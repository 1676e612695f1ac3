"""Reading runs: lists, what was asked before, and answers in parts."""

from __future__ import annotations

import hashlib
from functools import lru_cache
from pathlib import Path
from typing import Any, Final

from django.conf import settings
from django.core.paginator import Page
from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _

from outward.report.framed import PAGE, FramedReport, read_framed
from outward.vocabulary.labels import Language
from outward_portal.accounts.querysets import PolicyQuerySet
from outward_portal.runs.cases import readable_report_file
from outward_portal.runs.models import Run
from outward_portal.runs.questions import questions
from outward_portal.theme.lists import Asked, ListShape, Narrowing, labelled
from outward_portal.work.models import Job

SHAPE: Final = ListShape(
    narrowings=(
        Narrowing("question", _("Question"), lambda: labelled({each.id: each.name for each in questions()}),
                  "question"),
        Narrowing("state", _("State"), Run.State.choices),
        Narrowing("whose", _("Whose"), (("mine", _("mine")), ("shared", _("of others")))),
        Narrowing("retired", _("Those put aside"), (("1", _("yes")),), is_check=True),
    ),
    sorts={"asked": "id", "title": "title", "question": "question", "release": "release"}, usual="-asked",
    words=_("Words"),
)


def runs_page(asked: Asked, user: Any) -> Page:
    """Read one page of the runs that a person may see."""
    runs = asked.narrowed(Run.objects.visible_to(user).filter(retired_at__isnull=not asked["retired"]))
    if asked["whose"]:
        runs = runs.filter(asked_by=user.pk) if asked["whose"] == "mine" else runs.exclude(asked_by=user.pk)
    if asked["state"]:
        runs = runs.filter(_in_state(asked["state"]))
    if asked.words:
        runs = runs.filter(Q(title__icontains=asked.words) | Q(release__icontains=asked.words)
                           | Q(access__case__icontains=asked.words))
    return asked.page_of(asked.ordered(_with_people(runs)))


def _in_state(state: str) -> Q:
    if state == Run.State.DONE:
        return ~Q(folder="")
    if state == Run.State.FAILED:
        return Q(folder="") & (Q(job__isnull=True) | Q(job__state__in=[Job.State.FAILED, Job.State.DONE]))
    return Q(folder="", job__state=state)


def _with_people(runs: PolicyQuerySet) -> PolicyQuerySet:
    return runs.select_related("access", "job", "asked_by", "organisation")


def find(key: int, user: Any) -> Run | None:
    """Give a run that a person may see."""
    return _with_people(Run.objects.visible_to(user)).by_key(key)


def asked_before(asked: str, user: Any) -> Run | None:
    """Give the newest answered run of the same question to the same release that a person may see."""
    return _with_people(Run.objects.visible_to(user)).filter(asked=asked, retired_at__isnull=True).exclude(
        folder="").first()


def report_under_way(case: str) -> bool:
    """Whether a report of a case is being written: two at once would write over one another."""
    return Run.objects.filter(question="report", access__case=case, folder="",
                              job__state__in=[Job.State.WAITING, Job.State.RUNNING]).exists()


def comparable(run: Run, user: Any) -> QuerySet[Run]:
    """Give the newest answers to the same question that a person may see."""
    return _with_people(Run.objects.visible_to(user)).filter(question=run.question, retired_at__isnull=True).exclude(
        folder="").exclude(pk=run.pk)[:20]


def answer_folder(run: Run) -> Path:
    """Give the folder of a run's answer."""
    return Path(settings.FILES.runs) / run.folder


def framed_answer(run: Run, language: Language) -> FramedReport:
    """Read an answer in parts; it never changes, so the newest few are kept ready."""
    return _framed_answer(answer_folder(run) / language)


@lru_cache(maxsize=8)
def _framed_answer(folder: Path) -> FramedReport:
    return read_framed(folder)


def framed_report(folder: Path) -> FramedReport:
    """Read a report in parts; kept ready until one of its files changes."""
    stamps = tuple((stat.st_mtime_ns, stat.st_size, stat.st_ino)
                   for stat in ((folder / name).stat() for name in ("trace.json", "report.html")
                                if (folder / name).exists()))
    return _framed_report(folder, stamps)


def is_published(run: Run, framed: FramedReport, user: Any) -> bool:
    """Whether the page that a run wrote is the one that is read as the case's report now."""
    page = readable_report_file(run.case, framed.language, PAGE, user)
    return page is not None and hashlib.sha256(page.read_bytes()).hexdigest() == framed.content


@lru_cache(maxsize=6)
def _framed_report(folder: Path, stamps: tuple[tuple[int, int, int], ...]) -> FramedReport:  # noqa: ARG001  (dates it)
    return read_framed(folder)
