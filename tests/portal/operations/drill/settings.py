"""The portal's own settings with the drills' pages and work; a lock is waited for one second, not five."""

from __future__ import annotations

import os

from outward_portal.settings import *  # noqa: F403
from outward_portal.settings import DATABASES, INSTALLED_APPS

INSTALLED_APPS = [*INSTALLED_APPS, "tests.portal.operations.drill"]
ROOT_URLCONF = "tests.portal.operations.drill.urls"
if "sqlite" in DATABASES["default"]["ENGINE"]:
    DATABASES["default"]["OPTIONS"]["timeout"] = 1
    if os.environ.get("DRILL_PAGES"):  # a database that cannot grow is what a full disk is to SQLite
        DATABASES["default"]["OPTIONS"]["init_command"] += f" PRAGMA max_page_count={os.environ['DRILL_PAGES']};"
