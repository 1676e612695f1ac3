"""A real portal for tests: its own workspace, its own server process, reached over HTTP as a reader does.

``portal`` (in ``conftest.py``) starts one for a test. Prepare what the test needs by commands and by Python, both of
which run in processes of their own, as an operator's would:

    def test_something(portal: Portal) -> None:
        portal.run("sample_accounts")
        portal.python("from ... import ...; print(...)")
        page.goto(portal.at("/en/"))
"""

from __future__ import annotations

import json
import os
import shutil
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

_ROOT = Path(__file__).resolve().parents[2]
_START_WITHIN = 60.0  # seconds
_PREPARE = """
import django
django.setup()
from django.conf import settings
from outward_portal.operations import preparing
settings.FILES.make()
preparing.migrate(print)
preparing.collect_static(print)
"""


_SESSIONS = """
import json
from django.test import Client
from outward_portal.accounts.models import User
sessions = {}
for user in User.objects.filter(is_sample=True):
    user.must_change_password = False
    user.save()
    client = Client()
    client.force_login(user, backend="allauth.account.auth_backends.AuthenticationBackend")
    session = client.session
    session["second_factor"] = True
    session.save()
    sessions[user.email.partition("@")[0]] = session.session_key
print(json.dumps(sessions))
"""


@dataclass(frozen=True, slots=True)
class Portal:
    """A portal that answers at ``address`` from the workspace ``workspace``."""

    address: str
    workspace: Path

    def at(self, path: str) -> str:
        """Give the whole address of a page."""
        return f"{self.address}{path}"

    def run(self, *arguments: str) -> str:
        """Run one of the portal's commands on its workspace and give what it printed."""
        return _run(self.workspace, "-m", "outward_portal.command_line", *arguments)

    def python(self, code: str) -> str:
        """Run Python with the portal's models at hand and give what it printed."""
        return _run(self.workspace, "-c", f"import django; django.setup()\n{code}")

    @property
    def log(self) -> str:
        """What the server has said so far."""
        return (self.workspace / "server.log").read_text(encoding="utf-8")

    def messages(self) -> list[str]:
        """Give the e-mails that were sent, oldest first."""
        folder = self.workspace / "portal" / "mail"
        files = sorted(folder.glob("*.log"), key=lambda file: file.stat().st_mtime_ns) if folder.is_dir() else []
        return [file.read_text(encoding="utf-8") for file in files]


def environment_of(workspace: Path) -> dict[str, str]:
    """Give the environment in which the portal's processes run: this workspace, SQLite, this checkout's code."""
    kept = {name: value for name, value in os.environ.items()
            if not name.startswith("OUTWARD_") and name not in ("DATABASE_URL", "DJANGO_SETTINGS_MODULE")}
    return kept | {"OUTWARD_WORKSPACE": str(workspace), "DJANGO_SETTINGS_MODULE": "outward_portal.settings",
                   "PYTHONPATH": os.pathsep.join((str(_ROOT / "src"), str(_ROOT))), "NO_PROXY": "127.0.0.1"}


def prepare(workspace: Path, database: str = "") -> None:
    """Make an empty portal in a workspace: tables and static files, and none of the snapshots that `prepare` loads.

    The tables are made in the workspace, or in the database of that address.
    """
    workspace.mkdir(parents=True, exist_ok=True)
    _run(workspace, "-c", _PREPARE, DATABASE_URL=database)


def fill(workspace: Path, prepared: Path) -> None:
    """Make a workspace of the bundled case, and of a prepared portal with the case, the snapshots and the samples."""
    library(workspace, "case", "load", "liaoning")  # first: the library takes no folder that it has not begun
    copy_of(prepared / "portal", workspace / "portal")
    portal = Portal("", workspace)
    for words in (("load_registers", "liaoning"), ("load_dossiers", "liaoning"), ("load_facts",), ("sample_accounts",),
                  ("sample_records",)):
        portal.run(*words)


def sessions_of(portal: Portal) -> dict[str, str]:
    """Let every sample account in, past its first steps; give the key of each one's session by its name."""
    found: dict[str, str] = json.loads(portal.python(_SESSIONS).splitlines()[-1])
    return found


def library(workspace: Path, *arguments: str) -> str:
    """Run one of the library's commands on a workspace, such as ``case load liaoning``, and give what it printed."""
    workspace.mkdir(parents=True, exist_ok=True)
    return _run(workspace, "-m", "outward.cli.main", "--workspace", str(workspace), *arguments)


@contextmanager
def serving(workspace: Path, *, extra: dict[str, str] | None = None) -> Iterator[Portal]:
    """Serve a prepared workspace until the block ends.

    Parameters
    ----------
    workspace : Path
        A folder that ``prepare`` has made, or a copy of one.
    extra : dict, optional
        Further environment variables of the server, such as ``OUTWARD_READ_ONLY``.
    """
    with _free_port() as port, (workspace / "server.log").open("ab") as log:
        portal = Portal(f"http://127.0.0.1:{port}", workspace)
        command = [sys.executable, "-m", "granian", "--interface", "wsgi", "--host", "127.0.0.1", "--port", str(port),
                   "--workers", "1", "--blocking-threads", "2", "outward_portal.wsgi:application"]
        process = subprocess.Popen(command, cwd=workspace, env=environment_of(workspace) | (extra or {}),
                                   stdout=log, stderr=subprocess.STDOUT)
        try:
            _wait_for(portal, process)
            yield portal
        finally:
            process.terminate()
            try:
                process.wait(timeout=15)
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()


def copy_of(prepared: Path, into: Path) -> Path:
    """Copy a prepared workspace, so that a test may write in it."""
    return Path(shutil.copytree(prepared, into))


def _wait_for(portal: Portal, process: subprocess.Popen[bytes]) -> None:
    until = time.monotonic() + _START_WITHIN
    while time.monotonic() < until:
        if process.poll() is not None:
            raise RuntimeError(f"the portal ended as it began:\n{portal.log}")
        try:
            with urllib.request.urlopen(portal.at("/health"), timeout=5) as answer:
                if answer.status == 200:
                    return
        except (urllib.error.URLError, OSError):
            time.sleep(0.1)
    raise RuntimeError(f"the portal did not answer within {_START_WITHIN:.0f} s:\n{portal.log}")


@contextmanager
def _free_port() -> Iterator[int]:
    """Give a port that nobody else is given meanwhile; the web server shares it (SO_REUSEPORT)."""
    with socket.socket() as held:
        held.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEPORT, 1)
        held.bind(("127.0.0.1", 0))
        yield int(held.getsockname()[1])


def _run(workspace: Path, *arguments: str, **extra: str) -> str:
    done = subprocess.run([sys.executable, *arguments], cwd=workspace, env=environment_of(workspace) | extra,
                          capture_output=True, text=True, check=False, timeout=300)
    if done.returncode:
        raise RuntimeError(f"{' '.join(arguments[:3])} failed:\n{done.stdout}\n{done.stderr}")
    return done.stdout
