"""What a failing request leaves in the log: where, when, under which number; no password, token, session or address."""

from __future__ import annotations

import stat
import urllib.error
import urllib.parse
import urllib.request
from pathlib import Path

import pytest

from outward_portal.operations.children import Log
from outward_portal.settings.logs import redacted
from tests.portal.operations.running import served, until

SESSION = "k3v9q0z1x8c7v6b5n4m3a2s1d0f9g8h7"
SECRETS = {
    "password": "correct-horse-battery-staple",
    "email": "li.wei@example.org",
    "session": SESSION,
}


def test_a_failing_request_leaves_no_secret_in_the_log(workspace: Path) -> None:
    with served(workspace) as running:
        cookies = {"Cookie": f"outward_session={SESSION}; outward_csrf={'t0k3n' * 8}", "Origin": running.address,
                   "Authorization": "Bearer outward_9f8e7d6c5b4a39281706"}
        with urllib.request.urlopen(f"{running.address}/drill/form") as answer:
            cookie = answer.headers["Set-Cookie"].split(";")[0]
            token = answer.read().decode()
        typed = urllib.parse.urlencode(SECRETS | {"csrfmiddlewaretoken": token, "login": SECRETS["email"]}).encode()
        cookies["Cookie"] = f"outward_session={SESSION}; {cookie}"
        for path in ("/drill/secret?token=0123456789abcdef0123456789",
                     "/en/nothing/reset/key/3-c8xk2f-5f9a1b2c3d4e5f6a7b8c9d0e/"):
            asked = urllib.request.Request(f"{running.address}{path}", data=typed, headers=cookies)
            with pytest.raises(urllib.error.HTTPError):
                urllib.request.urlopen(asked)
        log = workspace / "portal" / "logs" / "portal.log"
        until(lambda: "duplicate key" in log.read_text(encoding="utf-8"))
        said = log.read_text(encoding="utf-8")
    assert "RuntimeError" in said
    assert "/drill/secret" in said
    assert "/reset/key/[secret]/" in said
    assert "[address]" in said
    for secret in (*SECRETS.values(), token, cookie.split("=")[1], "9f8e7d6c5b4a39281706", "5f9a1b2c3d4e5f6a7b8c9d0e",
                   "0123456789abcdef0123456789", "t0k3n"):
        assert secret not in said
    assert stat.S_IMODE(log.stat().st_mode) == 0o600


@pytest.mark.parametrize("line", [
    "Not Found: /en/registers/projects/12345678901234567/",
    'File "/srv/outward/src/outward_portal/records/views/editing.py", line 120, in a_value_of_2015_is_kept_as_it_was',
    "job 12 (runs.study), attempt 2, request 9d41d1765d20 failed",
    "2026-11-25 14:45:23,026 INFO django_tasks_db Starting worker worker_id=vm-8115",
])
def test_what_an_operator_needs_is_kept(line: str) -> None:
    assert redacted(line) == line


def test_the_log_is_turned_over_when_it_is_long(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    log = Log(tmp_path / "logs" / "portal.log")
    for number in range(60):
        log.write(f"{number} {'x' * 200_000}")
    log.close()
    files = sorted(path.name for path in (tmp_path / "logs").iterdir())
    assert files == ["portal.log", "portal.log.1", "portal.log.2"]
    assert all(path.stat().st_size < 5_500_000 for path in (tmp_path / "logs").iterdir())
    assert capsys.readouterr().err.startswith("0 xxx")
