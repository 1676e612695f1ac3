"""Addresses of exposure, covers, assumptions, purchases, incidents and the watches between the yearly forecasts."""

from __future__ import annotations

from django.urls import path

from outward_portal.risks.views import assumptions, exposure, projects, purchases, watches

urlpatterns = [
    path("exposure/", exposure.exposure, name="exposure"),
    path("exposure/map", exposure.exposure_map, name="exposure-map"),
    path("exposure/map.svg", exposure.exposure_picture, name="exposure-picture"),
    path("exposure/bars.svg", exposure.exposure_bars, name="exposure-bars"),
    path("exposure/files/<str:file>", exposure.exposure_file, name="exposure-file"),
    path("projects/<int:key>/", projects.project, name="exposure-project"),
    path("projects/<int:key>/cover", projects.write_cover, name="cover-new"),
    path("projects/<int:key>/cover/<int:row>/end", projects.end_cover, name="cover-end"),
    path("projects/<int:key>/purchase/", purchases.purchase, name="purchase"),
    path("projects/<int:key>/purchase/readers", purchases.readers, name="purchase-readers"),
    path("projects/<int:key>/purchase/file", purchases.purchase_file, name="purchase-file"),
    path("projects/<int:key>/purchase/<slug:name>", purchases.answer, name="purchase-answer"),
    path("assumptions/", assumptions.assumptions, name="assumptions"),
    path("assumptions/set", assumptions.assume, name="assume"),
    path("assumptions/<int:row>/out", assumptions.forget, name="forget-assumption"),
    path("rates/", watches.rates, name="rates"),
    path("rates/files/<str:file>", watches.rates_file, name="rates-file"),
    path("rates/<slug:name>/", watches.rate, name="rate"),
    path("rates/<slug:name>/chart.svg", watches.rate_picture, name="rate-picture"),
    path("reported/", watches.events, name="reported-events"),
    path("reported/files/<str:file>", watches.events_file, name="reported-events-file"),
]
