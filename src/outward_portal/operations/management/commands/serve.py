"""``outward-portal serve``: the portal, until it is told to stop."""

from __future__ import annotations

import os
import sys
from argparse import ArgumentParser
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand

from outward_portal.operations import supervisor


class Command(BaseCommand):
    """Hand this process over to the supervisor, which needs neither Django nor its memory."""

    help = "Serve the portal with a worker for background work, until SIGINT or SIGTERM. Run `prepare` first."
    requires_system_checks = []  # noqa: RUF012  (as Django declares it)

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Take what the supervisor takes."""
        supervisor.options(parser)

    def handle(self, *args: Any, **options: Any) -> None:  # noqa: ARG002
        """Become the supervisor."""
        words = ["--host", options["host"], "--port", str(options["port"]), "--workers", str(options["workers"]),
                 "--grace", str(options["grace"]), "--log", str(settings.FILES.log),
                 "--lock", str(settings.FILES.lock)]
        if options["no_browser"]:
            words.append("--no-browser")
        sys.stdout.flush()
        os.execv(sys.executable, [sys.executable, "-m", "outward_portal.operations.supervisor", *words])  # noqa: S606
