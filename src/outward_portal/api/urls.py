"""Addresses below ``/api/v1/``."""

from __future__ import annotations

from django.urls import URLPattern, path, re_path
from django.views.decorators.csrf import csrf_exempt

from outward_portal.api.interface import api, guarded, nowhere, openapi

_routes = [route for route in api.urls[0] if isinstance(route, URLPattern) and route.name != "api-root"]
for _route in _routes:
    assert _route.callback is not None
    _route.callback = guarded(_route.callback)

urlpatterns = [
    path("openapi.json", openapi, name="api-openapi"),
    *_routes,
    re_path(r"^.*$", csrf_exempt(nowhere)),
]
