"""The portal's settings for tests: a workspace of their own, quick passwords, nothing collected."""

from __future__ import annotations

import os
import tempfile

_before = os.environ.get("OUTWARD_WORKSPACE")
os.environ["OUTWARD_WORKSPACE"] = tempfile.mkdtemp(prefix="outward-tests-")

from outward_portal.settings import *  # noqa: E402, F403
from outward_portal.settings import FILES as _FILES  # noqa: E402
from outward_portal.settings import STORAGES as _STORAGES  # noqa: E402

if _before is None:
    del os.environ["OUTWARD_WORKSPACE"]
else:
    os.environ["OUTWARD_WORKSPACE"] = _before

_FILES.make()
_FILES.static.mkdir()
STORAGES = _STORAGES | {"staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}}
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
CACHES = {"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}}
TASKS = {"default": {"BACKEND": "django_tasks.backends.immediate.ImmediateBackend"}}
ACCOUNT_RATE_LIMITS = {}
