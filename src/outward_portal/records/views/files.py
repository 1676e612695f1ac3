"""Attaching files, giving them out, taking them away."""

from __future__ import annotations

from urllib.parse import quote

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from outward_portal.accounts.policy import may
from outward_portal.accounts.requests import act
from outward_portal.records import presentation
from outward_portal.records.errors import RefusedError
from outward_portal.records.files import actions, queries
from outward_portal.records.files.forms import FileForm
from outward_portal.records.forms import ReasonForm
from outward_portal.records.kinds import KINDS
from outward_portal.records.models import Attachment
from outward_portal.records.views.finding import record_for


@login_required
@require_http_methods(["GET", "POST"])
def attach(request: HttpRequest, slug: str, key: int) -> HttpResponse:
    """Attach a file to a record."""
    kind, record = record_for(request, slug, key, "record.attach")
    form = FileForm(request.POST or None, request.FILES or None, record=record, user=request.user)
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        try:
            actions.attach(act(request), record, given["file"], title=given["title"], audience=given["audience"])
        except RefusedError as error:
            form.add_error("file", str(error))
        else:
            messages.success(request, _("The file is attached."))
            return redirect(presentation.address(record))
    return render(request, "records/attach.jinja", {"kind": kind, "record": record, "form": form},
                  status=422 if request.method == "POST" else 200)


@require_safe
def download(request: HttpRequest, key: int) -> FileResponse:
    """Give a file out to whoever may see it: to be saved, never to be shown as a page of this portal."""
    file = _file(request, key)
    response = FileResponse(file.file.open("rb"), content_type=file.content_type)
    ending = file.file_name.rpartition(".")[2]
    response["Content-Disposition"] = (
        f'attachment; filename="file-{file.pk}.{ending}"; filename*=UTF-8\'\'{quote(file.file_name, safe="")}')
    response["Content-Security-Policy"] = "default-src 'none'; sandbox"
    response["X-Content-Type-Options"] = "nosniff"
    return response


@login_required
@require_http_methods(["GET", "POST"])
def retire(request: HttpRequest, key: int) -> HttpResponse:
    """Ask why, then take a file away."""
    file = _file_for(request, key)
    record = KINDS[file.record.kind].model.objects.get(pk=file.record_id)
    form = ReasonForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        actions.retire(act(request, form.cleaned_data["reason"]), file)
        messages.success(request, _("The file is taken away. It can be brought back."))
        return redirect(presentation.address(record))
    return render(request, "records/retire_file.jinja", {
        "kind": KINDS[record.kind], "record": record, "file": file, "form": form,
    }, status=422 if request.method == "POST" else 200)


@login_required
@require_POST
def restore(request: HttpRequest, key: int) -> HttpResponse:
    """Bring a file back."""
    file = _file_for(request, key)
    actions.restore(act(request), file)
    messages.success(request, _("The file is back."))
    return redirect(presentation.address(file.record))


def _file(request: HttpRequest, key: int) -> Attachment:
    file = queries.find(key, request.user) if key < 2**63 else None
    if file is None:
        raise Http404
    return file


def _file_for(request: HttpRequest, key: int) -> Attachment:
    file = _file(request, key)
    if not may(request.user, "record.attach", file.record):
        raise PermissionDenied
    return file
