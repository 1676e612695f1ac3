"""A message gateway on this machine."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import pytest


class Gateway:
    """A gateway on this machine: what it was sent, and what it answers."""

    def __init__(self) -> None:
        self.taken: list[tuple[dict[str, str], bytes]] = []
        self.status = 204
        self.headers: dict[str, str] = {}
        gateway = self

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                body = self.rfile.read(int(self.headers["Content-Length"]))
                gateway.taken.append(({name.lower(): value for name, value in self.headers.items()}, body))
                self.send_response(gateway.status)
                for name, value in gateway.headers.items():
                    self.send_header(name, value)
                self.end_headers()

            def log_message(self, format: str, *args: Any) -> None:
                """Say nothing."""

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.thread = threading.Thread(target=self.server.serve_forever, args=(0.02,), daemon=True)

    @property
    def address(self) -> str:
        return f"http://localhost:{self.server.server_address[1]}/in?key=1"


@pytest.fixture
def gateway(settings: Any) -> Iterator[Gateway]:
    settings.WEBHOOK_HOSTS, settings.WEBHOOK_LOOPBACK = ["localhost"], True
    made = Gateway()
    made.thread.start()
    yield made
    made.server.shutdown()
    made.server.server_close()
