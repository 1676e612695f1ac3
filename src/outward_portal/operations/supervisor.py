"""``outward-portal serve``: the web server and a worker, kept running until they are told to stop.

Standard library only: this process stays while the others run, and takes a twentieth of their memory.
"""

from __future__ import annotations

import argparse
import errno
import http.client
import os
import signal
import socket
import sys
import threading
import time
import webbrowser
from pathlib import Path
from typing import Final

from outward_portal.operations import lock
from outward_portal.operations.children import Child, Log

_TRIED_PORTS: Final = 50
_MOST_DEATHS: Final = 5  # of a web server that has never answered
_LOOK_SECONDS: Final = 0.1


def options(parser: argparse.ArgumentParser) -> None:
    """Add what ``serve`` takes."""
    parser.add_argument("--host", default="127.0.0.1", help="the address to listen at (127.0.0.1: this machine only)")
    parser.add_argument("--port", type=port, default=8000, help="where to begin looking for a free port (8000)")
    parser.add_argument("--workers", type=_count, default=2, help="processes that answer requests (2)")
    parser.add_argument("--no-browser", action="store_true", help="do not open a browser")
    parser.add_argument("--grace", type=float, default=30, metavar="SECONDS",
                        help="how long requests and a job under way may go on after a stop is asked for (30)")


def port(text: str) -> int:
    """Read a port."""
    number = int(text) if text.isascii() and text.isdecimal() else 0
    if not 1 <= number <= 65535:
        raise argparse.ArgumentTypeError(f"{text} is no port: give a number from 1 to 65535")
    return number


def _count(text: str) -> int:
    number = int(text) if text.isascii() and text.isdecimal() else 0
    if not 1 <= number <= 64:
        raise argparse.ArgumentTypeError(f"{text}: give a number from 1 to 64")
    return number


def main(words: list[str] | None = None) -> int:
    """Serve until SIGINT or SIGTERM: 0 after a stop that was asked for, 1 where the web server cannot run."""
    parser = argparse.ArgumentParser(prog="outward-portal serve")
    options(parser)
    parser.add_argument("--log", type=Path, required=True)
    parser.add_argument("--lock", type=Path, required=True)
    given = parser.parse_args(words)
    os.umask(0o077)
    taken = take_port(given.host, given.port)
    if taken is None:
        print(f"serve: no free port from {given.port} on at {given.host}. Name another with --port.", file=sys.stderr)
        return 1
    number, mark = taken
    if number != given.port:
        print(f"port {given.port} is taken; the next free one is {number}")
    with mark, lock.serving(given.lock):
        return _Serving(given, number).until_stopped()


def take_port(host: str, first: int) -> tuple[int, socket.socket] | None:
    """Give the first free port from one on, and the mark that keeps it from other portals."""
    for candidate in range(first, min(first + _TRIED_PORTS, 65536)):
        mark = lock.of_port(candidate)
        if mark is None:
            continue
        if _is_free(host, candidate):
            return candidate, mark
        mark.close()
    return None


def _is_free(host: str, number: int) -> bool:
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.socket(family, socket.SOCK_STREAM) as tried:
        tried.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            tried.bind((host, number))
        except OSError as error:
            if error.errno not in (errno.EADDRINUSE, errno.EACCES):
                raise
            return False
    return True


class _Serving:
    """One run of the server."""

    def __init__(self, given: argparse.Namespace, port: int) -> None:
        self.host, self.port, self.given = given.host, port, given
        if not os.environ.get("OUTWARD_HOSTS"):  # on this machine alone: links in messages lead here
            os.environ.setdefault("OUTWARD_ADDRESS", self.address)
        log = Log(given.log)
        name = f"{socket.gethostname()[:40]}-{port}"
        self.web = Child("web", ["outward_portal.operations.web", "--host", given.host, "--port", str(port),
                                 "--workers", str(given.workers)], log)
        self.worker = Child("worker", ["outward_portal.command_line", "work", "--worker-id", name], log)
        reads_only = os.environ.get("OUTWARD_READ_ONLY", "").strip() == "1"
        self.kept = (self.web,) if reads_only else (self.web, self.worker)
        self.stops = 0
        self.has_answered = False

    def until_stopped(self) -> int:
        for kind in (signal.SIGINT, signal.SIGTERM):
            signal.signal(kind, self._asked_to_stop)
        while not self.stops:
            for child in self.kept:
                child.keep_running()
            if not self.has_answered:
                if self.web.deaths >= _MOST_DEATHS:
                    self.web.log.write("serve: the web server cannot run; its own words stand above")
                    self._stop()
                    return 1
                if self.web.is_running and self._answers():
                    self._welcome()
            time.sleep(_LOOK_SECONDS)
        self._stop()
        print("stopped", flush=True)
        return 0

    def _asked_to_stop(self, *_: object) -> None:
        self.stops += 1

    @property
    def _own_host(self) -> str:
        return {"0.0.0.0": "127.0.0.1", "::": "::1"}.get(self.host, self.host)  # noqa: S104

    @property
    def address(self) -> str:
        """The address at which a browser on this machine finds the portal."""
        shown = f"[{self._own_host}]" if ":" in self._own_host else self._own_host
        return f"http://{shown}:{self.port}"

    def _answers(self) -> bool:
        asked = http.client.HTTPConnection(self._own_host, self.port, timeout=2)
        try:
            asked.request("GET", "/health")
            return asked.getresponse().status < 600
        except (OSError, http.client.HTTPException):
            return False
        finally:
            asked.close()

    def _welcome(self) -> None:
        self.has_answered = True
        address = f"{self.address}/"
        print(f"serving the portal at {address} (stop with Ctrl+C; log: {self.given.log})", flush=True)
        if not self.given.no_browser:
            threading.Thread(target=webbrowser.open, args=(address,), daemon=True).start()

    def _stop(self) -> None:
        """Let both finish what is under way; then a job goes back into the queue, and what still runs is ended."""
        if self.stops:
            print("stopping: what is under way is finished (Ctrl+C again ends it at once)", flush=True)
        both = (self.web, self.worker)
        for child in both:
            child.ask_to_stop()
        self._wait(self.given.grace, while_stops_are=self.stops)
        self.worker.ask_to_stop()  # its job goes back into the queue
        self._wait(5, while_stops_are=self.stops, of=(self.worker,))
        for child in both:
            child.kill()

    def _wait(self, seconds: float, *, while_stops_are: int, of: tuple[Child, ...] = ()) -> None:
        end = time.monotonic() + seconds
        while time.monotonic() < end and self.stops == while_stops_are:
            if not any(child.is_running for child in of or (self.web, self.worker)):
                return
            time.sleep(_LOOK_SECONDS)


if __name__ == "__main__":
    sys.exit(main())
