"""Addresses of funding: calls, what one qualifies for, applications, reviews, budgets, awards."""

from __future__ import annotations

from django.urls import path

from outward_portal.funding.views import applications, awards, calls, programmes, qualify, reviews

urlpatterns = [
    path("", calls.calls, name="funding"),
    path("calls/<int:row>/", calls.call, name="call"),
    path("calls/<int:row>/edit", calls.change_call, name="call-edit"),
    path("calls/<int:row>/apply", applications.begin, name="application-begin"),
    path("programmes/<int:key>/calls/new", calls.write_call, name="call-new"),
    path("programmes/<int:key>/rules/", programmes.rules, name="programme-rules"),
    path("programmes/<int:key>/rules/write", programmes.write_rules, name="programme-rules-write"),
    path("programmes/<int:key>/rules/<int:row>/", programmes.rules, name="programme-rules-version"),
    path("programmes/<int:key>/agency", programmes.give, name="programme-agency"),
    path("programmes/<int:key>/budget/", programmes.budget, name="programme-budget"),
    path("programmes/<int:key>/budget/enter", programmes.enter, name="programme-budget-enter"),
    path("budgets/", programmes.budgets, name="budgets"),
    path("qualify/", qualify.qualify, name="qualify"),
    path("qualify/facts", qualify.declare, name="declare-facts"),
    path("applications/", applications.applications, name="applications"),
    path("applications/download/<slug:format>", applications.download, name="applications-download"),
    path("applications/<int:row>/", applications.application, name="application"),
    path("applications/<int:row>/edit", applications.edit, name="application-edit"),
    path("applications/<int:row>/instalments/new", awards.plan, name="instalment-new"),
    path("applications/<int:row>/reports/new", awards.ask_report, name="award-report-new"),
    path("reviews/", reviews.reviews, name="reviews"),
    path("reviews/<int:row>/", reviews.place, name="review-place"),
    path("awards/", awards.awards, name="awards"),
    path("awards/download/<slug:format>", awards.download, name="awards-download"),
]
