"""The web server's process: granian with the portal's options; ``serve`` runs it."""

from __future__ import annotations

import argparse
import gc
import multiprocessing
import os
from typing import Final

from outward_portal.work.lifeline import follow_parent, follow_supervisor

THREADS: Final = 2  # a worker; granian's own default takes a gigabyte of memory


def main() -> None:
    """Serve until SIGINT or SIGTERM; requests under way are finished."""
    from granian.constants import HTTPModes, Interfaces
    from granian.log import LogLevels
    from granian.server import Server

    parser = argparse.ArgumentParser(prog="outward_portal.operations.web")
    parser.add_argument("--host", required=True)
    parser.add_argument("--port", type=int, required=True)
    parser.add_argument("--workers", type=int, required=True)
    given = parser.parse_args()
    follow_supervisor()
    if multiprocessing.get_start_method() == "fork":
        os.register_at_fork(after_in_child=follow_parent)
        _load()
    Server(
        "outward_portal.wsgi:application", address=given.host, port=given.port, interface=Interfaces.WSGI,
        workers=given.workers, blocking_threads=THREADS, http=HTTPModes.http1, websockets=False,
        log_level=LogLevels.warning, respawn_failed_workers=True, respawn_interval=0.5,
        workers_kill_timeout=25,
    ).serve()


def _load() -> None:
    """Load the portal before the workers are forked, so that they share its memory."""
    import rjieba
    from django.template import engines
    from django.urls import get_resolver

    from outward_portal.wsgi import application, away

    if application is away:
        return
    get_resolver().reverse_dict  # noqa: B018  (imports every view)
    engines.all()
    rjieba.cut("读字典")
    gc.collect()
    gc.freeze()


if __name__ == "__main__":
    main()
