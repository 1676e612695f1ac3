"""The library's first page, the matrix of provisions, a procedure to print."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from outward_portal.knowledge import kinds, queries
from outward_portal.knowledge.models import Provision
from outward_portal.knowledge.vocabulary import subjects, topics
from outward_portal.records.queries import registers_seen_by
from outward_portal.theme.languages import current_language


@require_safe
def library(request: HttpRequest) -> HttpResponse:
    """Say what the library holds, and lead to it."""
    counts = dict(registers_seen_by(request.user))
    return render(request, "knowledge/library.jinja", {
        "kinds": [(kind, counts[kind]) for kind in kinds.ALL],
        "subjects": queries.subject_counts(request.user, current_language()),
    })


@require_safe
def provisions(request: HttpRequest) -> HttpResponse:
    """Show countries by topics, narrowed as the address says."""
    subject, topic, answer = (request.GET.get(name, "") for name in ("subject", "topic", "answer"))
    subject = subject if subject in subjects() else ""
    topic = topic if topic in topics() else ""
    answer = answer if answer in Provision.Answer.values else ""
    asked = sorted({each.subject for each in topics().values()}, key=list(subjects()).index)
    return render(request, "knowledge/provisions.jinja", {
        "matrix": queries.matrix(request.user, current_language(), subject=subject, topic=topic, answer=answer),
        "subject": subject, "topic": topic, "answer": answer, "topics": topics(),
        "subjects": [subjects()[id] for id in asked], "answers": Provision.Answer.choices,
    })


@require_safe
def procedure(request: HttpRequest, key: int) -> HttpResponse:
    """Show a procedure alone, to be printed."""
    found = queries.procedure(key, request.user) if key < 2**63 else None
    if found is None:
        raise Http404
    return render(request, "knowledge/procedure_print.jinja", {
        "record": found, "section": queries.procedure_section(found, request.user)})
