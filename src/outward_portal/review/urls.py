"""Addresses of drafts and their review."""

from __future__ import annotations

from django.urls import path

from outward_portal.review.views import drafts, queue, translating

urlpatterns = [
    path("", queue.queue, name="review"),
    path("new/<slug:kind>", drafts.new, name="draft-new"),
    path("<slug:kind>/<int:key>/propose", drafts.propose, name="draft-propose"),
    path("<slug:kind>/<int:key>/retire", drafts.retire, name="draft-retire"),
    path("<slug:kind>/<int:key>/renew", queue.renew, name="subject-renew"),
    path("<slug:kind>/<int:key>/keep", queue.keep, name="subject-keep"),
    path("<slug:kind>/<int:key>/into/<slug:language>", translating.translate, name="translate"),
    path("<slug:kind>/<int:key>/into/<slug:language>/take", translating.take, name="translation-take"),
    path("drafts/<int:key>/", drafts.draft, name="draft"),
    path("drafts/<int:key>/edit", drafts.edit, name="draft-edit"),
    path("drafts/<int:key>/submit", drafts.submit, name="draft-submit"),
    path("drafts/<int:key>/take-back", drafts.take_back, name="draft-take-back"),
    path("drafts/<int:key>/withdraw", drafts.withdraw, name="draft-withdraw"),
    path("drafts/<int:key>/decide", drafts.decide, name="draft-decide"),
]
