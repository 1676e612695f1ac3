"""What providers do: offer, and say for whom they act; what the office does about ratings."""

from __future__ import annotations

from django import forms
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_safe

from outward_portal.accounts.requests import act
from outward_portal.services.models import Mandate, Provider, Rating, ServiceInvitation
from outward_portal.services.ratings.queries import told
from outward_portal.services.requests import actions, queries
from outward_portal.services.requests.forms import DayField, MandateForm, NewOfferForm
from outward_portal.services.views.finding import ask, done, request_at
from outward_portal.theme.finding import allowed
from outward_portal.theme.lists import ListShape, Narrowing, read
from outward_portal.theme.words import plain_pair
from outward_portal.workflows.showing import offer as standing

_RATINGS = ListShape((Narrowing("state", gettext_lazy("State"), tuple(Rating.State.choices), "state"),),
                     {"given": "at", "provider": "provider__name_en"}, "-given")


@login_required
@require_http_methods(["GET", "POST"])
def offer(request: HttpRequest, row: int) -> HttpResponse:
    """Offer for a request."""
    found = request_at(request, row, "services.offer")
    own = queries.offering_providers(found, request.user)
    if not own:
        raise PermissionDenied
    asked = NewOfferForm(request.POST or None, providers=own, initial={"currency": found.currency})
    if request.method == "POST" and asked.is_valid():
        answer = done(request, asked, lambda: actions.offer(act(request), found, asked.provider(), asked.cleaned_data),
                      _("Your offer is made. You can change it or take it back until it is decided."),
                      reverse("service-request", args=[row]))
        if answer is not None:
            return answer
    return ask(request, asked, _("Offer"), reverse("service-request", args=[row]), subject=str(found),
               submit=_("Make the offer"),
               lead=_("Only the enterprise that asks reads it. Other providers are not told that you offer."))


@login_required
@require_safe
def invitation(request: HttpRequest, row: int) -> HttpResponse:
    """Lead to the request of an invitation; whoever has declined reads it no longer and is led to the room."""
    allowed(request, "services.read")
    found = ServiceInvitation.objects.visible_to(request.user).by_key(row)
    if found is None or queries.find(found.request_id, request.user) is None:
        return redirect("services")
    return redirect("service-request", row=found.request_id)


@login_required
@require_safe
def mandates(request: HttpRequest) -> HttpResponse:
    """List for whom one's own providers act elsewhere."""
    allowed(request, "services.provide")
    return render(request, "services/mandates.jinja", {
        "providers": list(queries.own_providers(request.user)), "today": timezone.localdate(),
        "mandates": list(Mandate.objects.visible_to(request.user).select_related("provider"))})


@login_required
@require_http_methods(["GET", "POST"])
def mandate_new(request: HttpRequest, key: int) -> HttpResponse:
    """Say for whom a provider acts or acted."""
    provider = Provider.objects.visible_to(request.user).by_key(key)
    if provider is None:
        raise Http404
    allowed(request, "services.mandates", provider)
    form = MandateForm(request.POST or None, user=request.user)
    back = reverse("service-mandates")
    if request.method == "POST" and form.is_valid():
        answer = done(request, form, lambda: actions.declare_mandate(act(request), provider, form.cleaned_data),
                      _("Kept. Requests against this client are no longer shown to you."), back)
        if answer is not None:
            return answer
    return ask(request, form, _("Declare a mandate"), back, subject=plain_pair(provider.name_en, provider.name_zh),
               lead=_("Only you read it. An enterprise that names this client as its other side is told that a "
                      "conflict stands, not for what or since when."))


class _EndForm(forms.Form):
    """The day on which a mandate ended."""

    ended_on = DayField(label=gettext_lazy("Until"))


@login_required
@require_http_methods(["GET", "POST"])
def mandate_end(request: HttpRequest, row: int) -> HttpResponse:
    """Say that a mandate has ended."""
    found = Mandate.objects.visible_to(request.user).select_related("provider").by_key(row)
    if found is None:
        raise Http404
    allowed(request, "services.mandates", found.provider)
    form = _EndForm(request.POST or None, initial={"ended_on": timezone.localdate()})
    back = reverse("service-mandates")
    if request.method == "POST" and form.is_valid():
        answer = done(request, form, lambda: actions.end_mandate(act(request), found, form.cleaned_data["ended_on"]),
                      _("Kept. It still stands in the way for three years."), back)
        if answer is not None:
            return answer
    return ask(request, form, _("End the mandate"), back, subject=found.client)


@login_required
@require_safe
def ratings(request: HttpRequest) -> HttpResponse:
    """List the ratings, for the office, which hides abusive texts with a reason."""
    allowed(request, "services.hide-rating")
    asked = read(request.GET, _RATINGS)
    rows = asked.ordered(asked.narrowed(Rating.objects.visible_to(request.user))).select_related("provider")
    page = asked.page_of(rows)
    return render(request, "services/ratings.jinja", {
        "asked": asked, "page": page,
        "rows": [(each, told(each), standing(request.user, each)) for each in page.object_list]})
