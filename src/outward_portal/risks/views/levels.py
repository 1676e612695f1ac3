"""What a miss costs against a false alarm: what each setting would have done, shown before it is saved."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods

from outward_portal.accounts.policy import may
from outward_portal.accounts.requests import act
from outward_portal.risks import keeping, words
from outward_portal.risks.actions.levels import set_costs
from outward_portal.risks.forms import CostsForm, SaveCostsForm
from outward_portal.risks.models import LevelPolicy
from outward_portal.risks.policies import holding, policy_of, records
from outward_portal.risks.presentation import levels_shown, percent
from outward_portal.risks.views.finding import reader

_NAMES = ("watch", "warning", "alarm")


@login_required
@require_http_methods(["GET", "POST"])
def levels(request: HttpRequest) -> HttpResponse:
    """Show the costs of each kind, try others, and save them with a reason."""
    reader(request)
    given = request.POST if request.method == "POST" else request.GET
    kinds = words.kinds()
    kind = given.get("kind", "")
    kind = kind if kind in kinds else next(iter(kinds))
    save = None
    if request.method == "POST":
        reader(request, "levels.set")
        save = SaveCostsForm(request.POST)
        if save.is_valid():
            opened = set_costs(act(request, save.cleaned_data["reason"]), kind, save.costs, save.cleaned_data["reason"])
            if opened is None:
                messages.warning(request, _("Saved. No outlook is kept here, so countries stand as they stood; the "
                                            "next outlook goes by these costs."))
                return redirect(f"{request.path}?kind={kind}")
            messages.success(request, _("Saved.") if not opened else ngettext(
                "Saved. %(count)d alert was opened by the new costs.",
                "Saved. %(count)d alerts were opened by the new costs.", opened) % {"count": opened})
            return redirect(f"{request.path}?kind={kind}")
    return _page(request, kind, save)


def _page(request: HttpRequest, kind: str, save: SaveCostsForm | None) -> HttpResponse:
    rows = holding()
    policy = policy_of(rows[kind])
    now = {name: getattr(policy, name) for name in _NAMES}
    given = request.POST if save is not None else request.GET
    is_tried = any(name in given for name in _NAMES)
    form = CostsForm({name: given.get(name, now[name]) for name in _NAMES})
    outlook = keeping.kept_outlook(keeping.newest())
    tried = None
    if form.is_valid() and is_tried and form.costs != tuple(now.values()):
        from outward.risk.levels import Policy  # brings the library's numbers

        tried = Policy(*form.costs)
        save = save or SaveCostsForm(initial=dict(zip(_NAMES, form.costs, strict=True)))
    compared = [(each, levels_shown(each.levels)) for each in records(outlook, kind, policy)]
    beside = {each.event: levels_shown(each.levels) for each in records(outlook, kind, tried)} if tried else {}
    return render(request, "risks/levels.jinja", {
        "kind": kind, "kinds": words.kinds(), "form": form, "save": save if tried or (save and save.errors) else None,
        "policies": {key: policy_of(row) for key, row in rows.items()}, "rows": rows, "tried": tried,
        "compared": compared, "beside": beside, "percent": percent, "may_set": may(request.user, "levels.set"),
        "is_kept": outlook is not None, "history": list(LevelPolicy.objects.visible_to(request.user).filter(
            kind=kind).select_related("set_by")[:20]),
    }, status=422 if (save is not None and save.is_bound) or (is_tried and form.errors) else 200)
