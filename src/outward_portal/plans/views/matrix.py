"""The policy matrix: on the page, as files, and written back from a changed file."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from outward.errors import InvalidInputError
from outward.planning.matrix import differences, narrowed, read_crossings
from outward_portal.accounts.policy import may
from outward_portal.accounts.requests import act
from outward_portal.plans import downloads
from outward_portal.plans.actions import links as actions
from outward_portal.plans.forms import MatrixForm
from outward_portal.plans.models import Plan
from outward_portal.plans.queries.matrix import BY, SHAPE, WRITTEN, ShownMatrix, matrix_of
from outward_portal.plans.queries.plans import items_of
from outward_portal.plans.views.finding import done, plan_at
from outward_portal.theme.lists import Asked, read


@require_safe
def matrix(request: HttpRequest, row: int) -> HttpResponse:
    """Show a plan's measures against what the address asks for."""
    plan = plan_at(request, row)
    asked = read(request.GET, SHAPE)
    shown = _shown(plan, asked, request)
    return render(request, "plans/matrix.jinja", {
        "plan": plan, "asked": asked, "shown": shown, "matrix": shown.matrix, "by": BY[shown.by],
        "citation": downloads.cited(plan), "may_write": shown.by in WRITTEN and _may_write(request, plan)})


@require_safe
def matrix_file(request: HttpRequest, row: int, format: str) -> HttpResponse:
    """Send the matrix as a file, in the page's language."""
    plan = plan_at(request, row)
    if format not in downloads.TYPES:
        raise Http404
    return downloads.matrix_file(_shown(plan, read(request.GET, SHAPE), request), format)


def _shown(plan: Plan, asked: Asked, request: HttpRequest) -> ShownMatrix:
    whole = matrix_of(plan, asked["by"] or "goals", request.user)
    if not asked["met"]:
        return whole
    return ShownMatrix(plan, whole.by, narrowed(whole.matrix, only_met=True), whole.items, whole.numbers)


def _may_write(request: HttpRequest, plan: Plan) -> bool:
    first = next(iter(items_of(plan, request.user)), None)
    return first is not None and may(request.user, "plan-item.link", first)


@login_required
@require_http_methods(["GET", "POST"])
def matrix_import(request: HttpRequest, row: int) -> HttpResponse:
    """Take a matrix whose marks were changed: all of it or nothing."""
    plan = plan_at(request, row)
    by = request.GET.get("by", "factors")
    if by not in WRITTEN:
        raise Http404
    if not _may_write(request, plan):
        raise PermissionDenied
    form = MatrixForm(request.POST or None, request.FILES or None)
    shown = matrix_of(plan, by, request.user)
    if request.method == "POST" and form.is_valid() and done(form, lambda: _written(request, shown, form)):
        return redirect(f"{reverse('plan-matrix', kwargs={'row': plan.pk})}?by={by}")
    return render(request, "plans/form.jinja", {
        "form": form, "title": _("Write the matrix back: %(columns)s") % {"columns": BY[by]}, "plan": plan,
        "submit": _("Check and write it"), "multipart": True,
        "lead": _("A file with any mistake changes nothing; each mistake is named by its row and column.")},
        status=422 if form.errors else 200)


def _written(request: HttpRequest, shown: ShownMatrix, form: MatrixForm) -> None:
    matrix = shown.matrix
    try:
        marks = read_crossings(form.cleaned_data["file"], rows=[line.key for line in matrix.rows],
                               columns=[line.key for line in matrix.columns], name=_("the file"))
    except InvalidInputError as error:
        for problem in error.problems[:20]:
            form.add_error("file", _("Row %(row)s, column %(column)s: %(what)s") % {
                "row": problem.row, "column": problem.column or "-", "what": problem.what})
        raise_refused()
    found = differences(matrix.crossings, marks)
    changed = actions.set_links(act(request), shown.plan, WRITTEN[shown.by],
                                {(int(item), int(record)) for item, record in found["added"]},
                                {(int(item), int(record)) for item, record in found["removed"]})
    messages.success(request, _("%(count)d links changed.") % {"count": changed})


def raise_refused() -> None:
    """Refuse a file whose mistakes are named at its field."""
    from outward_portal.records.errors import RefusedError

    raise RefusedError(_("Nothing was written."))
