"""Every kind of answer carries the headers; behind HTTPS the cookies and the whole deployment are strict."""

from __future__ import annotations

import urllib.error
import urllib.request
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.portal.operations.running import Served, command, drill_environment, served
from tests.portal.serving import copy_of

ALWAYS = {
    "x-content-type-options": "nosniff",
    "referrer-policy": "same-origin",
    "cross-origin-opener-policy": "same-origin",
    "cross-origin-resource-policy": "same-origin",
    "permissions-policy": "camera=(), geolocation=(), microphone=(), payment=()",
}
POLICY = {"default-src 'none'", "script-src 'self'", "style-src 'self'", "img-src 'self' data:", "connect-src 'self'",
          "form-action 'self'", "base-uri 'none'", "frame-ancestors 'none'", "manifest-src 'self'"}


@pytest.fixture(scope="module")
def running(made_ready: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    with served(copy_of(made_ready, tmp_path_factory.mktemp("headers") / "workspace")) as found:
        yield found


def headers(running: Served, path: str, **asked: str) -> tuple[int, dict[str, str]]:
    request = urllib.request.Request(f"{running.address}{path}", headers=asked)
    opener = urllib.request.build_opener(_NoRedirect)
    try:
        with opener.open(request, timeout=30) as answer:
            found, status = answer.headers, answer.status
    except urllib.error.HTTPError as error:
        found, status = error.headers, error.code
    return status, {name.lower(): value for name, value in found.items()}


class _NoRedirect(urllib.request.HTTPRedirectHandler):
    def redirect_request(self, *_: object) -> None:
        return None


@pytest.mark.parametrize(("path", "status"), [
    ("/en/", 200), ("/", 302), ("/en/nothing", 404), ("/nothing", 404), ("/health", 200), ("/ready", 200),
    ("/drill/secret", 500), ("/en/registers/enterprises/export.csv", 200), ("/static/nothing.css", 404),
    ("/drill/form", 200), ("/en/jobs/", 302), ("/%00", 404),
])
def test_every_answer_has_them(running: Served, path: str, status: int) -> None:
    found, told = headers(running, path)
    assert found == status
    assert ALWAYS.items() <= told.items()
    assert set(told["content-security-policy"].split("; ")) == POLICY
    assert told["x-frame-options"] == "DENY"
    assert len(told["x-request-number"]) == 12
    assert told["cache-control"] in ("private, no-cache", "private, no-store")


def test_static_files_have_them_and_are_kept_by_browsers(running: Served, made_ready: Path) -> None:
    name = next((made_ready / "portal" / "static" / "portal").glob("portal.????????????.css")).name
    status, told = headers(running, f"/static/portal/{name}")
    assert status == 200
    assert ALWAYS.items() <= told.items()
    assert set(told["content-security-policy"].split("; ")) == POLICY
    assert "immutable" in told["cache-control"]
    assert "access-control-allow-origin" not in told


def test_a_foreign_host_name_is_refused_with_them(running: Served) -> None:
    status, told = headers(running, "/en/", Host="evil.example")
    assert status == 400
    assert set(told["content-security-policy"].split("; ")) == POLICY


def test_nothing_says_which_versions_run(running: Served) -> None:
    told = headers(running, "/en/")[1]
    assert told.get("server") in (None, "granian")
    assert not any(word in str(told).lower() for word in ("django", "python", "2."))


def test_the_deployment_check_finds_nothing_behind_https(workspace: Path) -> None:
    environment = drill_environment(workspace, OUTWARD_HTTPS="1", DJANGO_SETTINGS_MODULE="outward_portal.settings")
    done = command(environment, "check", "--deploy", "--fail-level", "DEBUG")
    assert done.returncode == 0, done.stderr
    assert "no issues (0 silenced)" in done.stdout + done.stderr


def test_behind_https_cookies_are_the_hosts_own_and_plain_requests_are_sent_on(workspace: Path) -> None:
    with served(workspace, OUTWARD_HTTPS="1") as running:
        status, told = headers(running, "/drill/form")
        assert (status, told["location"].split(":")[0]) == (301, "https")
        status, told = headers(running, "/drill/form", **{"X-Forwarded-Proto": "https"})
        assert status == 200
        assert told["strict-transport-security"] == "max-age=31536000; includeSubDomains; preload"
        cookie = told["set-cookie"]
        assert cookie.startswith("__Host-outward_csrf=")
        assert "; Secure" in cookie
        assert "; HttpOnly" in cookie
        assert "; SameSite=Lax" in cookie
        assert "; Path=/" in cookie
        assert "Domain" not in cookie
        _status, told = headers(running, "/language?to=zh&next=/en/", **{"X-Forwarded-Proto": "https"})
        assert told["set-cookie"].startswith("__Host-outward_language=")
        assert headers(running, "/health")[0] == 200  # whoever watches from beside the server is not sent on
