"""The portal's own settings, but for how often one caller may ask: 8 clients that never rest are no caller."""

from __future__ import annotations

from outward_portal.settings import *  # noqa: F403

API_LIMIT_VISITOR = API_LIMIT_TOKEN = 0
