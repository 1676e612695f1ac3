"""What a person does for themselves: enrols, answers, reads their record of learning and certificates."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from outward.errors import OutwardError
from outward.vocabulary.labels import LANGUAGES
from outward_portal.accounts.policy import may
from outward_portal.accounts.requests import act
from outward_portal.records.errors import RefusedError
from outward_portal.theme.finding import row_at
from outward_portal.training.certificates import queries as certificates
from outward_portal.training.certificates.actions import show_initials
from outward_portal.training.certificates.documents import certificate_pdf
from outward_portal.training.certificates.forms import CheckForm
from outward_portal.training.models import Certificate, Enrolment
from outward_portal.training.sessions import actions, queries
from outward_portal.training.sessions.forms import AnswerForm, EnrolForm
from outward_portal.workflows.showing import offer


@login_required
@require_http_methods(["GET", "POST"])
def enrol(request: HttpRequest, row: int) -> HttpResponse:
    """Ask for a place in a session."""
    found = queries.find(row, request.user)
    if found is None:
        raise Http404
    if not may(request.user, "enrolment.ask", found):
        raise PermissionDenied
    form = EnrolForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            made = actions.enrol(act(request), found, form.cleaned_data["remark"])
        except RefusedError as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, {
                "accepted": _("You have a place."),
                "waiting": _("You are on the waiting list and move up by yourself."),
            }.get(str(made.state), _("Your request was sent. The organiser decides.")))
            return redirect("training-session", row=found.pk)
    return render(request, "training/enrol.jinja", {
        "form": form, "session": found, "listed": queries.listed([found], request.user)[0]},
        status=422 if form.errors else 200)


@login_required
@require_http_methods(["GET", "POST"])
def answer(request: HttpRequest, row: int) -> HttpResponse:
    """Answer the questions after a session, without one's name."""
    found = row_at(request, Enrolment, row, "enrolment.answer")
    form = AnswerForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            actions.answer(act(request), found, form.cleaned_data)
        except RefusedError as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, _("Thank you. Answers are shown by threes, and never with a name."))
            return redirect("training-mine")
    return render(request, "training/answer.jinja", {"form": form, "session": found.session},
                  status=422 if form.errors else 200)


@login_required
@require_safe
def mine(request: HttpRequest) -> HttpResponse:
    """Show one's own record of learning."""
    learning = queries.learning_of(request.user)
    return render(request, "training/mine.jinja", {
        "learning": learning, "rows": [(each, getattr(each, "certificate", None),
                                        may(request.user, "enrolment.answer", each)) for each in learning.enrolments]})


@login_required
@require_safe
def certificate(request: HttpRequest, row: int, language: str) -> HttpResponse:
    """Give a certificate as a PDF in one of the languages."""
    found = row_at(request, Certificate, row)
    if language not in LANGUAGES:
        raise Http404
    try:
        content = certificate_pdf(found, "zh" if language == "zh" else "en")
    except OutwardError:
        messages.error(request, _("This certificate cannot be printed: a name on it has a character that no font has."))
        return redirect("training-certificate", row=row)
    return HttpResponse(content, content_type="application/pdf", headers={
        "Content-Disposition": f'attachment; filename="certificate-{found.number}-{language}.pdf"'})


@login_required
@require_POST
def show(request: HttpRequest, row: int) -> HttpResponse:
    """Let the check show one's initials, or no longer."""
    found = row_at(request, Certificate, row, "certificate.show")
    show_initials(act(request), found, shows=request.POST.get("shows") == "1")
    messages.success(request, _("Saved."))
    return redirect("training-mine")


@login_required
@require_safe
def certificate_page(request: HttpRequest, row: int) -> HttpResponse:
    """Show a certificate to whoever may see it, with what can be done to it."""
    found = row_at(request, Certificate, row)
    return render(request, "training/certificate.jinja", {
        "certificate": found, "offer": offer(request.user, found),
        "is_own": may(request.user, "certificate.show", found)})


@require_safe
def check(request: HttpRequest) -> HttpResponse:
    """Tell anybody who has number and code whether a certificate holds."""
    asked = "number" in request.GET or "code" in request.GET
    form = CheckForm(request.GET if asked else None)
    found = certificates.check(form.cleaned_data["number"], form.cleaned_data["code"]) if asked and form.is_valid() \
        else None
    response = render(request, "training/check.jinja", {"form": form, "found": found,
                                                        "is_unknown": asked and not form.errors and found is None})
    response["X-Robots-Tag"] = "noindex"
    response["Referrer-Policy"] = "no-referrer"
    return response
