"""Reading runs: lists, what was asked before, and answers in parts."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

from django.conf import settings
from django.core.paginator import Page, Paginator
from django.db.models import Q, QuerySet

from outward.report.framed import PAGE, FramedReport, read_framed
from outward.vocabulary.labels import Language
from outward_portal.runs.cases import readable_report_file
from outward_portal.runs.models import Run
from outward_portal.runs.questions import questions
from outward_portal.work.models import Job

PAGE_ROWS = 50
_SORTS = {"asked": "id", "title": "title", "question": "question", "release": "release"}
_WHOSE = ("mine", "shared")


@dataclass(frozen=True, slots=True)
class RunQuery:
    """What a list's address asks for; what it cannot mean is left out and named."""

    words: str = ""
    question: str = ""
    state: str = ""
    whose: str = ""
    sort: str = "-asked"
    retired: bool = False
    page: int = 1
    misunderstood: tuple[str, ...] = ()

    @property
    def is_narrowed(self) -> bool:
        """Whether the list leaves anything out."""
        return bool(self.words or self.question or self.state or self.whose or self.retired)

    def encoded(self, **changed: str) -> str:
        """Write the question as the query of an address, with some of it changed."""
        pairs = {"q": self.words, "question": self.question, "state": self.state, "whose": self.whose,
                 "sort": "" if self.sort == "-asked" else self.sort, "retired": "1" if self.retired else "", **changed}
        return urlencode({name: value for name, value in pairs.items() if value})

    def sorted_by(self, key: str) -> str:
        """Write the address's query in the order of a column; a second time turns the order around."""
        return self.encoded(sort=f"-{key}" if self.sort == key else key)


def read_query(given: Mapping[str, str]) -> RunQuery:
    """Read a list's address."""
    allowed = {"question": tuple(question.id for question in questions()), "state": tuple(Run.State.values),
               "whose": _WHOSE, "sort": tuple(sign + key for key in _SORTS for sign in ("", "-"))}
    taken = {name: given.get(name, "") for name in allowed}
    wrong = tuple(name for name, value in taken.items() if value and value not in allowed[name])
    taken = {name: "" if name in wrong else value for name, value in taken.items()}
    page = given.get("page", "")
    number = int(page) if page.isascii() and page.isdecimal() and len(page) < 7 else 1
    return RunQuery(given.get("q", "").strip()[:200], taken["question"], taken["state"], taken["whose"],
                    taken["sort"] or "-asked", given.get("retired") == "1", max(1, number), wrong)


def runs_page(query: RunQuery, user: Any) -> Page:
    """Read one page of the runs that a person may see."""
    runs = Run.objects.visible_to(user).filter(retired_at__isnull=not query.retired)
    if query.question:
        runs = runs.filter(question=query.question)
    if query.whose:
        runs = runs.filter(asked_by=user.pk) if query.whose == "mine" else runs.exclude(asked_by=user.pk)
    if query.state:
        runs = runs.filter(_in_state(query.state))
    if query.words:
        runs = runs.filter(Q(title__icontains=query.words) | Q(release__icontains=query.words)
                           | Q(access__case__icontains=query.words))
    sign, key = ("-", query.sort[1:]) if query.sort.startswith("-") else ("", query.sort)
    ordered = _with_people(runs).order_by(f"{sign}{_SORTS[key]}", "-id")
    return Paginator(ordered, PAGE_ROWS).get_page(query.page)


def _in_state(state: str) -> Q:
    if state == Run.State.DONE:
        return ~Q(folder="")
    if state == Run.State.FAILED:
        return Q(folder="") & (Q(job__isnull=True) | Q(job__state__in=[Job.State.FAILED, Job.State.DONE]))
    return Q(folder="", job__state=state)


def _with_people(runs: QuerySet[Run]) -> QuerySet[Run]:
    return runs.select_related("access", "job", "asked_by", "organisation")


def find(key: int, user: Any) -> Run | None:
    """Give a run that a person may see."""
    return _with_people(Run.objects.visible_to(user)).filter(pk=key).first() if key < 2**63 else None


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
