"""The portal's addresses: pages below their language, everything else without one."""

from __future__ import annotations

from django.conf.urls.i18n import i18n_patterns
from django.urls import include, path

from outward_portal.operations.health import health, ready
from outward_portal.theme.views import choose_language, root

urlpatterns = [
    path("", root),
    path("health", health, name="health"),
    path("ready", ready, name="ready"),
    path("language", choose_language, name="language"),
    path("api/v1/", include("outward_portal.api.urls")),
    *i18n_patterns(
        path("", include("outward_portal.api.page_urls")),
        path("", include("outward_portal.home.urls")),
        path("account/", include("outward_portal.membership.urls")),
        path("jobs/", include("outward_portal.theme.background_urls")),
        path("registers/", include("outward_portal.registers.urls")),
        path("registers/", include("outward_portal.imports.urls")),
        path("registers/", include("outward_portal.records.urls")),
        path("", include("outward_portal.runs.urls")),
        path("audits/", include("outward_portal.audits.urls")),
        path("countries/", include("outward_portal.dossiers.urls")),
        path("workbench/", include("outward_portal.workbench.urls")),
        path("risks/", include("outward_portal.risks.urls")),
        path("leads/", include("outward_portal.leads.urls")),
        path("notices/", include("outward_portal.notices.urls")),
        path("services/", include("outward_portal.services.urls")),
        path("funding/", include("outward_portal.funding.urls")),
        path("coordination/", include("outward_portal.coordination.urls")),
        path("plans/", include("outward_portal.plans.urls")),
        path("training/", include("outward_portal.training.urls")),
        path("workflows/", include("outward_portal.workflows.urls")),
        path("review/", include("outward_portal.review.urls")),
        path("library/", include("outward_portal.knowledge.urls")),
        path("search", include("outward_portal.records.search_urls")),
    ),
]
handler400 = "outward_portal.theme.views.bad_request"
handler403 = "outward_portal.theme.views.refused"
handler404 = "outward_portal.theme.views.missing"
handler500 = "outward_portal.theme.views.failed"
