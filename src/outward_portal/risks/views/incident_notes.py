"""The note on a situation: drafting, writing, reading its versions, taking it out as a document."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from outward.errors import OutwardError
from outward_portal.accounts.policy import may
from outward_portal.accounts.requests import act
from outward_portal.records.errors import RefusedError
from outward_portal.risks.incidents import actions, drafting
from outward_portal.risks.incidents.documents import TYPES, note_file
from outward_portal.risks.incidents.forms import NoteForm
from outward_portal.risks.models import Incident, SituationNote
from outward_portal.risks.views.incidents import incident_at, incident_for
from outward_portal.theme.languages import current_language


@login_required
@require_safe
def notes(request: HttpRequest, key: int) -> HttpResponse:
    """Show the note in the version that is asked for, the newest by default, and the list of versions."""
    found = incident_at(request, key)
    versions = list(SituationNote.objects.visible_to(request.user).filter(incident=found.pk).select_related("by"))
    asked = request.GET.get("version", "")
    note = next((each for each in versions if str(each.number) == asked), versions[0] if versions else None)
    may_manage = may(request.user, "incident.manage", found)
    if not versions and not may_manage:
        raise Http404
    return render(request, "risks/notes.jinja", {"incident": found, "note": note, "versions": versions,
                                                 "may_write": found.is_open and may_manage, "formats": tuple(TYPES)})


@login_required
@require_POST
def draft(request: HttpRequest, key: int) -> HttpResponse:
    """Put a draft together from what is known now, as the next version."""
    found = incident_for(request, key, "incident.manage")
    made = drafting.drafted(found, request.user)
    newest = _newest(found)
    try:
        actions.write_note(act(request), found, text_en=made.text.en, text_zh=made.text.zh,
                           base=newest.number if newest else 0, is_draft=True)
    except RefusedError as error:
        messages.error(request, str(error))
        return redirect("incident-notes", key=key)
    if made.left_out > 0:
        messages.warning(request, _("Projects left out, because not every agency may see them: %(count)d. Add of them "
                                    "what you may tell.") % {"count": made.left_out})
    messages.success(request, _("The draft holds no private values. Read it, complete it, and save it as a version."))
    return redirect("incident-note-write", key=key)


@login_required
@require_http_methods(["GET", "POST"])
def write(request: HttpRequest, key: int) -> HttpResponse:
    """Write the next version of the note, beginning with the newest."""
    found = incident_for(request, key, "incident.manage")
    newest = _newest(found)
    initial = {"text_en": newest.text_en, "text_zh": newest.text_zh, "base": newest.number} if newest else {"base": 0}
    form = NoteForm(request.POST or None, initial=initial)
    refused = ""
    if request.method == "POST" and form.is_valid():
        try:
            made = actions.write_note(act(request), found, text_en=form.cleaned_data["text_en"],
                                      text_zh=form.cleaned_data["text_zh"], base=form.cleaned_data["base"])
        except RefusedError as error:
            refused = str(error)
        else:
            messages.success(request, _("Version %(number)d is saved.") % {"number": made.number})
            return redirect("incident-notes", key=key)
    return render(request, "risks/note_write.jinja", {"incident": found, "form": form, "refused": refused},
                  status=409 if refused else 422 if form.errors else 200)


def _newest(incident: Incident) -> SituationNote | None:
    found: SituationNote | None = incident.notes.first()
    return found


@login_required
@require_safe
def note_download(request: HttpRequest, key: int, row: int, format: str) -> HttpResponse:
    """Give a version of the note as a file, in the page's language."""
    found = incident_at(request, key)
    note = SituationNote.objects.visible_to(request.user).filter(incident=found.pk, number=row).first()
    if note is None or format not in TYPES:
        raise Http404
    language = current_language()
    try:
        content = note_file(found, note, language, format)
    except OutwardError as error:
        messages.error(request, f"{error.what}. {error.mend}")
        return redirect("incident-notes", key=key)
    return HttpResponse(content, content_type=TYPES[format], headers={
        "Content-Disposition": f'attachment; filename="incident-{key}-note-{row}-{language}.{format}"',
        "Cache-Control": "private, no-store"})
