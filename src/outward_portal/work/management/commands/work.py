"""``outward-portal work``: the worker that does what is queued; ``serve`` runs one."""

from __future__ import annotations

import os
import socket
from argparse import ArgumentParser
from typing import Any

from django_tasks_db.management.commands import db_worker

from outward_portal.work.heart import Heart
from outward_portal.work.lifeline import follow_supervisor
from outward_portal.work.running import recover


class Command(db_worker.Command):
    """django-tasks' worker, with a sign of life and an eye for lost jobs."""

    help = "Do the work that is queued, until SIGINT or SIGTERM; the job under way is finished first."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Take what django-tasks' worker takes; look twice a second, under a name that says where it runs."""
        super().add_arguments(parser)
        parser.set_defaults(interval=0.5, worker_id=f"{socket.gethostname()[:40]}-{os.getpid()}", startup_delay=False)

    def configure_logging(self, verbosity: int) -> None:
        """Say what goes wrong, unless more or less is asked for: a line a job's every step would hide it."""
        if verbosity != 1:
            super().configure_logging(verbosity)

    def handle(self, **options: Any) -> None:
        """Take over from a forerunner of the same name, then work."""
        follow_supervisor()
        recover(options["worker_id"])
        with Heart():
            super().handle(**options)
