"""The board of leads and the same as a file."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from outward_portal.accounts.policy import may
from outward_portal.leads import downloads, queries
from outward_portal.leads.fitting import fits
from outward_portal.records.kinds import KINDS
from outward_portal.records.table_files import FORMATS, citation
from outward_portal.theme import lists


@require_safe
def board(request: HttpRequest) -> HttpResponse:
    """List the leads that are open, the first to close first; an enterprise reads beside each how it fits."""
    asked = lists.read(request.GET, queries.BOARD)
    page = asked.page_of(queries.board(asked, request.user).select_related("event"))
    own = None if asked["when"] == "over" else queries.own_enterprises(request.user).first()
    return render(request, "leads/board.jinja", {
        "asked": asked, "page": page, "rows": [(lead, queries.standing(lead)) for lead in page.object_list],
        "own": own, "fits": fits.percents(own, request.user, [lead.pk for lead in page.object_list]) if own else {},
        "may_add": may(request.user, "record.create", KINDS["lead"]), "cited": citation(_("Board of leads"))})


@require_safe
def board_file(request: HttpRequest, format: str) -> HttpResponse:
    """Give the board as a file, narrowed as its address says."""
    if format not in FORMATS:
        raise Http404
    asked = lists.read(request.GET, queries.BOARD)
    found: Any = queries.board(asked, request.user)
    return downloads.leads_file(found[:downloads.MOST], format)
