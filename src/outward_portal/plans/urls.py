"""Addresses of the room ``plans``."""

from __future__ import annotations

from django.urls import path

from outward_portal.plans.views import items, links, matrix, plans, reading

urlpatterns = [
    path("", plans.plans, name="plans"),
    path("files/plans.<slug:format>", plans.download, name="plans-download"),
    path("new", plans.make, name="plan-new"),
    path("mine/", plans.own_items, name="plan-own-items"),
    path("targets/", reading.targets, name="plan-targets"),
    path("factors/", reading.factors, name="plan-factors"),
    path("factors/<int:key>/cite", reading.cite, name="factor-cite"),
    path("evidence/<int:row>/out", reading.uncite, name="factor-uncite"),
    path("figures/<slug:case>/", reading.figure, name="plan-figure"),
    path("<int:row>/", plans.plan, name="plan"),
    path("<int:row>/items.<slug:format>", plans.items_file, name="plan-items-download"),
    path("<int:row>/change", plans.change, name="plan-change"),
    path("<int:row>/discard", plans.discard, name="plan-discard"),
    path("<int:row>/add", items.add, name="plan-item-new"),
    path("<int:row>/loose-ends", reading.loose_ends, name="plan-loose-ends"),
    path("<int:row>/compare", reading.compare, name="plan-compare"),
    path("<int:row>/matrix/", matrix.matrix, name="plan-matrix"),
    path("<int:row>/matrix/matrix.<slug:format>", matrix.matrix_file, name="plan-matrix-download"),
    path("<int:row>/matrix/import", matrix.matrix_import, name="plan-matrix-import"),
    path("items/<int:row>/", items.item, name="plan-item"),
    path("items/<int:row>/change", items.change, name="plan-item-change"),
    path("items/<int:row>/move", items.move, name="plan-item-move"),
    path("items/<int:row>/up", items.up, name="plan-item-up"),
    path("items/<int:row>/down", items.down, name="plan-item-down"),
    path("items/<int:row>/remove", items.remove, name="plan-item-remove"),
    path("items/<int:row>/hand-over", items.hand_over, name="plan-item-hand"),
    path("items/<int:row>/factor", links.link_factor, name="plan-item-factor"),
    path("items/<int:row>/instrument", links.link_instrument, name="plan-item-instrument"),
    path("items/<int:row>/recommendation", links.relate, name="plan-item-recommendation"),
    path("items/<int:row>/result", links.add_result, name="plan-item-result"),
    path("links/<int:row>/out", links.unlink, name="plan-unlink"),
    path("relations/<int:row>/out", links.unrelate, name="plan-unrelate"),
    path("results/<int:row>/out", links.remove_result, name="plan-result-out"),
]
