"""A record's page and its history."""

from __future__ import annotations

from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_safe

from outward_portal.journal.models import Entry
from outward_portal.records import presentation, queries
from outward_portal.records.duplicates import queries as duplicates
from outward_portal.records.files.queries import files_of
from outward_portal.records.history import told
from outward_portal.records.views.finding import kind_at, record_at
from outward_portal.records.views.private import values_shown
from outward_portal.theme.languages import current_language

_ENTRIES = 200


@require_safe
def record(request: HttpRequest, slug: str, key: int) -> HttpResponse:
    """Show a record: its facts and their source, what it is linked to, how it counts."""
    kind = kind_at(slug)
    found = queries.find(kind, key, request.user) if key < 2**63 else None
    if found is None or found.merged_into_id is not None:
        successor = duplicates.successor(kind, key, request.user) if key < 2**63 else None
        if successor is not None:
            return redirect(presentation.address(successor))
        if found is None:
            raise Http404
    return render(request, "records/record.jinja", {
        "kind": kind, "record": found, "groups": presentation.groups(kind, found, current_language(), request.user),
        "links": queries.links_of(found, request.user), "naming": queries.naming(found, request.user),
        "address": presentation.address,
        "sections": [(each.template, each.read(found, request.user), str(each.under)) for each in kind.sections],
        "merged": duplicates.merged_into(found, request.user),
        "private": values_shown(request, kind, found), "files": files_of(found, request.user),
    })


@require_safe
def history(request: HttpRequest, slug: str, key: int) -> HttpResponse:
    """Show what was done to a record, to whoever the policy lets see its journal."""
    kind, found = record_at(request, slug, key)
    entries = Entry.objects.visible_to(request.user).filter(record=found.pk).select_related("actor__organisation")
    page = Paginator(entries.order_by("-id"), _ENTRIES).get_page(request.GET.get("page"))
    return render(request, "records/history.jinja", {
        "kind": kind, "record": found, "changes": told(kind, page.object_list, request.user), "page": page,
    })
