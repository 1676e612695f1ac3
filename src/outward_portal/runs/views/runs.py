"""Runs: the list, a run with its progress or its answer, comparing, files."""

from __future__ import annotations

import re

from django.contrib.auth.decorators import login_required
from django.http import FileResponse, Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe
from markupsafe import Markup

from outward.vocabulary.labels import LANGUAGES
from outward_portal.records.readable_cases import case_name, case_names
from outward_portal.runs import queries
from outward_portal.runs.assets import asset_address
from outward_portal.runs.comparing import SHOWN, compare_runs
from outward_portal.runs.downloads import citation, packed
from outward_portal.runs.folders import CHARTS
from outward_portal.runs.questions import name_of, question_at, told_request
from outward_portal.runs.views.finding import answered_at, data_answer, download, run_at
from outward_portal.theme.languages import current_language
from outward_portal.theme.lists import read

_FILES = ("report.html", "report.pdf", "report.docx", "numbers.csv", "tables.xlsx", "trace.json")
_CHART = re.compile(r"figure-[0-9A-Za-z.]{1,20}\.(svg|json)")


@login_required
@require_safe
def runs(request: HttpRequest) -> HttpResponse:
    """List the runs that a person asked for or may see."""
    asked = read(request.GET, queries.SHAPE)
    return render(request, "runs/runs.jinja", {
        "asked": asked, "page": queries.runs_page(asked, request.user), "name_of": name_of,
        "case_names": case_names(), "unfit": request.GET.get("unfit") == "1",
    })


@login_required
@require_safe
def run(request: HttpRequest, key: int) -> HttpResponse:
    """Show a run: how far it is, why it failed, or what it found."""
    found = run_at(request, key)
    language = current_language()
    shown = {"run": found, "question": question_at(found.question), "name": name_of(found.question),
             "case_name": case_name(found.case), "asked": told_request(found.question, found.request)}
    if not found.is_done:
        return render(request, "runs/run.jinja", {**shown, "framed": None})
    folder = queries.answer_folder(found) / language
    framed = queries.framed_answer(found, language)
    return render(request, "runs/run.jinja", {
        **shown, "framed": framed, "body": Markup(framed.body),  # noqa: S704  (our own template escaped it)
        "data": reverse("run-data", args=[found.pk]), "css": asset_address("css"), "script": asset_address("js"),
        "files": [name for name in _FILES if (folder / name).is_file()],
        "charts": sorted(path.stem for path in (folder / CHARTS).glob("*.svg")),
        "stands": found.is_report and queries.is_published(found, framed, request.user),
        "citation": citation(found, language), "comparable": queries.comparable(found, request.user),
    })


@login_required
@require_safe
def data(request: HttpRequest, key: int) -> HttpResponseBase:
    """Send the traces of an answer's numbers."""
    framed = queries.framed_answer(answered_at(request, key), current_language())
    return data_answer(request, framed.data, framed.content)


@login_required
@require_safe
def answer_file(request: HttpRequest, key: int, language: str, file: str) -> HttpResponseBase:
    """Send a file of an answer."""
    found = answered_at(request, key)
    path = queries.answer_folder(found) / language / file
    if language not in LANGUAGES or file not in _FILES or not path.is_file():
        raise Http404
    return download(path, f"run-{found.pk}-{language}-{file}")


@login_required
@require_safe
def chart(request: HttpRequest, key: int, language: str, file: str) -> HttpResponseBase:
    """Send a chart of an answer, as a picture or as its description."""
    found = answered_at(request, key)
    path = queries.answer_folder(found) / language / CHARTS / file
    if language not in LANGUAGES or not _CHART.fullmatch(file) or not path.is_file():
        raise Http404
    return download(path, f"run-{found.pk}-{language}-{file}")


@login_required
@require_safe
def archive(request: HttpRequest, key: int) -> HttpResponseBase:
    """Send everything of an answer as one file."""
    found = answered_at(request, key)
    return FileResponse(packed(found, current_language()), as_attachment=True, filename=f"run-{found.pk}.zip",
                        content_type="application/zip")


@login_required
@require_safe
def compare(request: HttpRequest) -> HttpResponse:
    """Show two runs side by side, the earlier first; any other number of runs cannot be compared."""
    keys = [int(key) for key in request.GET.getlist("run") if key.isascii() and key.isdecimal() and len(key) < 18]
    found = [run_at(request, key) for key in sorted(set(keys))]
    if len(found) != 2 or not all(each.is_done for each in found):
        why = _("Two runs can be compared, and %(count)s were chosen.") % {"count": len(found)} if len(found) != 2 \
            else _("One of them has no answer yet.")
        return render(request, "runs/compare.jinja", {"compared": None, "why": why}, status=422)
    before, after = found
    return render(request, "runs/compare.jinja", {
        "pair_of_runs": found, "compared": compare_runs(before, after, current_language()), "name_of": name_of,
        "case_name": case_name, "limit": SHOWN,
    })
