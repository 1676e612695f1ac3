"""The server behind ``outward serve``: a fixed set of addresses, GET and HEAD only, a strict policy on every answer."""

from __future__ import annotations

import errno
import re
import sys
from dataclasses import dataclass
from http import HTTPStatus
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any, ClassVar

from outward.errors import NotFoundError
from outward.report.pages import index_page, missing_page, read_workspace, report_file
from outward.report.web import asset, source_hash
from outward.vocabulary.labels import Language

_TRIED = 50  # ports that are tried one after another
_LONGEST = 2048  # characters of an address
_REPORT = re.compile(r"/reports/([a-z0-9_-]+)/(en|zh)/([a-z]+\.[a-z]+)")
_TYPES = {
    ".html": "text/html; charset=utf-8",
    ".css": "text/css; charset=utf-8",
    ".js": "text/javascript; charset=utf-8",
    ".pdf": "application/pdf",
    ".docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    ".csv": "text/csv; charset=utf-8",
    ".json": "application/json",
}
_PLAIN = "text/plain; charset=utf-8"
_FRAMING = "base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
_POLICY = f"default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self' data:; {_FRAMING}"
_NOTHING = f"default-src 'none'; {_FRAMING}"
_PDF = f"default-src 'none'; object-src 'self'; style-src 'unsafe-inline'; {_FRAMING}"  # what browsers' viewers need


@dataclass(frozen=True, slots=True)
class Answer:
    """What is sent back."""

    body: bytes
    type: str
    status: HTTPStatus = HTTPStatus.OK
    policy: str = _POLICY
    download: str = ""  # the name under which it is saved, empty for what is shown
    location: str = ""


class WorkspaceServer(ThreadingHTTPServer):
    """A server of one workspace."""

    daemon_threads = True

    def __init__(self, workspace: Path, port: int) -> None:
        self.workspace = workspace
        super().__init__(("127.0.0.1", port), WorkspaceHandler)

    def handle_error(self, request: Any, client_address: Any) -> None:
        """Say nothing of a reader who went away; report everything else as the base class does."""
        if not isinstance(sys.exception(), ConnectionError | TimeoutError):
            super().handle_error(request, client_address)


def bound_server(workspace: Path, port: int) -> WorkspaceServer:
    """Listen on loopback at a port, or at the next free one.

    Parameters
    ----------
    workspace : Path
        What to serve.
    port : int
        Where to begin looking; 0 leaves the choice to the system.

    Raises
    ------
    NotFoundError
        If none of the 50 ports from there on is free.
    """
    for candidate in range(port, min(port + _TRIED, 65536)):
        try:
            return WorkspaceServer(workspace, candidate)
        except OSError as error:
            if error.errno not in (errno.EADDRINUSE, errno.EACCES):
                raise
    raise NotFoundError(f"no free port from {port} on", "serve", "Name another with --port.")


class WorkspaceHandler(BaseHTTPRequestHandler):
    """Answers one connection."""

    server: WorkspaceServer
    protocol_version = "HTTP/1.1"
    server_version = "Outward"
    sys_version = ""
    timeout: ClassVar[int] = 30  # seconds that a silent connection may hold a thread

    def do_GET(self) -> None:
        """Answer with what stands at an address."""
        self._send(self._answer())

    def do_HEAD(self) -> None:
        """Answer with the headers of what stands at an address."""
        self._send(self._answer())

    def _refuse(self) -> None:
        self.send_error(HTTPStatus.METHOD_NOT_ALLOWED)

    do_POST = do_PUT = do_PATCH = do_DELETE = do_OPTIONS = do_TRACE = do_CONNECT = _refuse  # noqa: N815

    def send_error(self, code: int, message: str | None = None, explain: str | None = None) -> None:  # noqa: ARG002
        """Answer a request that cannot be served, and end the connection: its body has not been read."""
        status = HTTPStatus(code)
        self.close_connection = True
        self._send(Answer(f"{status.phrase}\n".encode(), _PLAIN, status, _NOTHING))

    def log_message(self, format: str, *args: object) -> None:
        """Keep the terminal quiet: who reads what is nobody's business."""

    def _answer(self) -> Answer:
        if self.headers.get("Host", "") not in self._own_names():  # a foreign name that was pointed at this machine
            return Answer(b"this server answers to 127.0.0.1 and localhost only\n", _PLAIN,
                          HTTPStatus.MISDIRECTED_REQUEST, _NOTHING)
        path = self.path.partition("?")[0]
        if len(self.path) > _LONGEST:
            return self._missing()
        if path == "/":
            return Answer(b"", _PLAIN, HTTPStatus.FOUND, _NOTHING, location=f"/{self._language()}/")
        if path in ("/en/", "/zh/"):
            language: Language = "zh" if path == "/zh/" else "en"
            page = index_page(read_workspace(self.server.workspace), language, self.server.workspace)
            return Answer(page.encode("utf-8"), _TYPES[".html"])
        if path in ("/assets/report.css", "/assets/report.js"):
            name = path.rpartition("/")[2]
            return Answer(asset(name).encode("utf-8"), _TYPES[Path(name).suffix], policy=_NOTHING)
        found = _REPORT.fullmatch(path)
        return self._report(*found.groups()) if found else self._missing()

    def _report(self, case: str, language: str, name: str) -> Answer:
        file = report_file(self.server.workspace, case, language, name)
        if file is None:
            return self._missing()
        try:
            body = file.read_bytes()
        except OSError:  # replaced or deleted since we looked
            return self._missing()
        if file.suffix == ".html":
            return Answer(body, _TYPES[".html"], policy=report_policy(body.decode("utf-8", "replace")))
        shown = file.suffix == ".pdf"
        return Answer(body, _TYPES[file.suffix], policy=_PDF if shown else _NOTHING,
                      download="" if shown else f"{case}-{language}-{name}")

    def _missing(self) -> Answer:
        return Answer(missing_page(self._language()).encode("utf-8"), _TYPES[".html"], HTTPStatus.NOT_FOUND)

    def _language(self) -> Language:
        wanted = self.headers.get("Accept-Language", "")[:200].lower()
        return "zh" if wanted.lstrip().startswith("zh") else "en"

    def _own_names(self) -> tuple[str, ...]:
        port = self.server.server_port
        names = tuple(f"{name}:{port}" for name in ("127.0.0.1", "localhost"))
        return (*names, "127.0.0.1", "localhost") if port == 80 else names

    def _send(self, answer: Answer) -> None:
        self.send_response(answer.status)
        headers = {
            "Content-Type": answer.type,
            "Content-Length": str(len(answer.body)),
            "Content-Security-Policy": answer.policy,
            "Content-Disposition": f'attachment; filename="{answer.download}"' if answer.download else "",
            "Location": answer.location,
            "X-Content-Type-Options": "nosniff",
            "Referrer-Policy": "no-referrer",
            "Cross-Origin-Opener-Policy": "same-origin",
            "Cross-Origin-Resource-Policy": "same-origin",
            "Cache-Control": "no-cache",
            "Allow": "GET, HEAD" if answer.status == HTTPStatus.METHOD_NOT_ALLOWED else "",
            "Connection": "close" if self.close_connection else "",
        }
        for name, value in headers.items():
            if value:
                self.send_header(name, value)
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(answer.body)


_STYLE = re.compile(r"<style>(.*?)</style>", re.DOTALL)
_SCRIPT = re.compile(r"<script>(.*?)</script>", re.DOTALL)


def report_policy(page: str) -> str:
    """Give the policy under which a report's one style and one script run, each by its hash, and nothing else does.

    Parameters
    ----------
    page : str
        A ``report.html``; a page of which more is embedded gets a policy that allows only the first of each.

    Examples
    --------
    >>> report_policy("<style>a</style>").split("; ")[1]
    "style-src 'sha256-ypeBEsobvcr6wjGzmiPcTaeG7/gUfE5yuYB3ha/uSLs='"
    """
    parts = ["default-src 'none'"]
    for kind, pattern in (("style-src", _STYLE), ("script-src", _SCRIPT)):
        found = pattern.search(page)
        parts.append(f"{kind} '{source_hash(found.group(1))}'" if found else f"{kind} 'none'")
    return "; ".join([*parts, "img-src data:", _FRAMING])
