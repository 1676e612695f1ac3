"""``outward serve``: what it shows, whom it answers, and what it refuses."""

from __future__ import annotations

import http.client
import json
import os
import re
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import expect

from outward.cli.serving import WorkspaceServer, bound_server, report_policy
from outward.errors import NotFoundError
from outward.report.html import render_html
from outward.report.pages import index_page, read_workspace
from outward.vocabulary.labels import LANGUAGES, Language
from tests.browser import browser_context, watched
from tests.report.test_html import whole

Answer = tuple[int, dict[str, str], bytes]


@cache
def report_page(language: Language) -> bytes:
    """A report, written once for all tests."""
    return render_html(whole(language))


@pytest.fixture
def workspace(tmp_path: Path) -> Path:
    """A workspace with a synthetic case that has reports, one without, and one of which only a report is left."""
    root = tmp_path / "workspace"
    for case, name, synthetic in (("anyville", "某市泵业", "true"), ("othertown", "他市阀门业", "false")):
        for number, rows in ((1, 1200), (2, 34567)):
            release = root / "cases" / case / "releases" / f"r000{number}-0000000{number}"
            (release / "case").mkdir(parents=True)
            (release / "manifest.json").write_text(json.dumps({"counts": {"observations": rows}}), encoding="utf-8")
            (release / "case" / "case.toml").write_text(
                f'name_en = "{case.title()} <b>"\nname_zh = "{name}"\nsynthetic = {synthetic}\n', encoding="utf-8")
    for language in LANGUAGES:
        folder = root / "reports" / "anyville" / language
        folder.mkdir(parents=True)
        (folder / "report.html").write_bytes(report_page(language))
        (folder / "report.pdf").write_bytes(b"%PDF-1.7")
        (folder / "numbers.csv").write_bytes(b"id\n")
        (folder / "secret.txt").write_bytes(b"no")
    left = root / "reports" / "left" / "en"
    left.mkdir(parents=True)
    (left / "report.html").write_text("<!DOCTYPE html><title>left</title>", encoding="utf-8")
    (root / "secret.html").write_text("no", encoding="utf-8")
    return root


@pytest.fixture
def server(workspace: Path) -> Iterator[WorkspaceServer]:
    """A server of that workspace in a thread."""
    with bound_server(workspace, 0) as running:
        thread = threading.Thread(target=running.serve_forever, kwargs={"poll_interval": 0.02})
        thread.start()
        yield running
        running.shutdown()
        thread.join()


def ask(server: WorkspaceServer, path: str, method: str = "GET", **headers: str) -> Answer:
    """Send one request and give status, headers and body."""
    connection = http.client.HTTPConnection("127.0.0.1", server.server_port, timeout=10)
    try:
        connection.putrequest(method, path, skip_host="Host" in headers)
        for name, value in headers.items():
            connection.putheader(name.replace("_", "-"), value)
        connection.endheaders()
        reply = connection.getresponse()
        return reply.status, dict(reply.headers.items()), reply.read()
    finally:
        connection.close()


def test_the_first_page_is_in_the_readers_language(server: WorkspaceServer) -> None:
    assert ask(server, "/", Accept_Language="zh-CN,zh;q=0.9")[1]["Location"] == "/zh/"
    assert ask(server, "/", Accept_Language="en-GB")[1]["Location"] == "/en/"
    assert ask(server, "/")[:1] == (302,)


def test_the_index_lists_cases_releases_reports_and_marks_made_up_data(server: WorkspaceServer) -> None:
    page = ask(server, "/zh/")[2].decode()
    assert "某市泵业</h2>" not in page.partition("虚构数据")[0]
    assert page.count('<span class="tag">虚构数据</span>') == 1
    assert "34,567条观测值（最新）" in page
    assert 'href="/reports/anyville/en/report.html"' in page
    assert 'href="/reports/anyville/zh/numbers.csv"' in page
    assert "report.docx" not in page
    assert f"outward report othertown --out {server.workspace}/reports/othertown" in page
    assert "secret" not in page
    assert "Anyville &lt;b&gt;" in ask(server, "/en/")[2].decode()


@pytest.mark.parametrize("language", LANGUAGES)
def test_an_empty_workspace_says_what_to_do_next(tmp_path: Path, language: str) -> None:
    page = index_page(read_workspace(tmp_path / "none"), language, tmp_path)  # type: ignore[arg-type]
    assert f"outward report liaoning --out {tmp_path}/reports/liaoning" in page
    assert "outward case new" in page


def test_a_damaged_case_is_listed_and_said_to_be_damaged(workspace: Path) -> None:
    newest = workspace / "cases" / "othertown" / "releases" / "r0002-00000002"
    (newest / "manifest.json").write_bytes(b"[" * 100_000)
    (newest / "case" / "case.toml").write_bytes(b"\xff")
    (workspace / "cases" / "Not a case").mkdir()
    (workspace / "cases" / "linked").symlink_to("/")
    cases = read_workspace(workspace)
    assert [case.id for case in cases] == ["anyville", "left", "othertown"]
    assert [release.observations for release in cases[2].releases] == [1200, None]
    assert cases[2].name.en == "othertown"
    assert "cannot be read; run outward release verify" in index_page(cases, "en", workspace)


def test_a_report_is_served_under_a_policy_that_names_its_style_and_script(server: WorkspaceServer) -> None:
    status, headers, body = ask(server, "/reports/anyville/zh/report.html")
    policy = headers["Content-Security-Policy"]
    assert (status, headers["Content-Type"]) == (200, "text/html; charset=utf-8")
    assert policy == report_policy(body.decode())
    assert policy.startswith("default-src 'none'; style-src 'sha256-")
    assert "unsafe" not in policy
    assert "frame-ancestors 'none'" in policy


def test_downloads_are_saved_under_a_name_that_says_what_they_are(server: WorkspaceServer) -> None:
    assert ask(server, "/reports/anyville/zh/numbers.csv")[1]["Content-Disposition"] == (
        'attachment; filename="anyville-zh-numbers.csv"')
    assert "Content-Disposition" not in ask(server, "/reports/anyville/zh/report.pdf")[1]


@pytest.mark.parametrize("path", ["/", "/en/", "/assets/report.css", "/assets/report.js", "/none",
                                  "/reports/anyville/en/report.html", "/reports/anyville/en/report.pdf"])
def test_every_answer_carries_a_policy_and_is_not_sniffed(server: WorkspaceServer, path: str) -> None:
    headers = ask(server, path)[1]
    assert headers["Content-Security-Policy"].startswith("default-src 'none'; ")
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["Referrer-Policy"] == "no-referrer"
    assert headers["Server"].strip() == "Outward"


@pytest.mark.parametrize("path", [
    "/reports/anyville/en/secret.txt", "/reports/anyville/en/", "/reports/anyville/fr/report.html",
    "/reports/../secret.html", "/reports/anyville/en/../../../secret.html", "/reports/%2e%2e/secret.html",
    "/reports/anyville/en/%2e%2e%2f%2e%2e%2fsecret.html", "//etc/passwd", "/assets/../web.py",
    "/assets/body.html.jinja", "/reports/anyville/en/report.html\\..\\secret.txt", "/cases", "/reports",
    "/" + "a" * 5000,
])
def test_nothing_else_is_served(server: WorkspaceServer, path: str) -> None:
    status, _, body = ask(server, path)
    assert status == 404
    assert body.startswith(b"<!DOCTYPE html>")


def test_a_link_out_of_the_workspace_is_not_followed(server: WorkspaceServer, tmp_path: Path) -> None:
    outside = tmp_path / "outside.html"
    outside.write_text("secret", encoding="utf-8")
    file = server.workspace / "reports" / "anyville" / "en" / "report.html"
    file.unlink()
    file.symlink_to(outside)
    assert ask(server, "/reports/anyville/en/report.html")[0] == 404
    elsewhere = tmp_path / "elsewhere" / "en"
    elsewhere.mkdir(parents=True)
    (elsewhere / "report.html").write_text("secret", encoding="utf-8")
    (server.workspace / "reports" / "guest").symlink_to(elsewhere.parent)
    assert ask(server, "/reports/guest/en/report.html")[0] == 404


@pytest.mark.parametrize("host", ["example.org", "127.0.0.1.example.org", "127.0.0.1", "localhost:1", ""])
def test_a_foreign_host_name_gets_nothing(server: WorkspaceServer, host: str) -> None:
    """A page elsewhere may point its own name at 127.0.0.1 (DNS rebinding); its requests carry that name."""
    status, _, body = ask(server, "/en/", Host=host)
    assert status == 421
    assert b"anyville" not in body


def test_localhost_is_its_own_name(server: WorkspaceServer) -> None:
    assert ask(server, "/en/", Host=f"localhost:{server.server_port}")[0] == 200


@pytest.mark.parametrize("method", ["POST", "PUT", "DELETE", "OPTIONS", "TRACE", "PATCH"])
def test_only_reading_is_allowed(server: WorkspaceServer, method: str) -> None:
    status, headers, _ = ask(server, "/en/", method)
    assert (status, headers["Allow"], headers["Connection"]) == (405, "GET, HEAD", "close")


def test_head_gives_the_headers_alone(server: WorkspaceServer) -> None:
    status, headers, body = ask(server, "/en/", "HEAD")
    assert (status, body) == (200, b"")
    assert int(headers["Content-Length"]) == len(ask(server, "/en/")[2])


def test_it_listens_on_loopback_only_and_a_taken_port_means_the_next(workspace: Path, server: WorkspaceServer) -> None:
    with bound_server(workspace, server.server_port) as second:
        assert second.server_port > server.server_port
        assert second.server_address[0] == "127.0.0.1"


def test_no_free_port_is_an_error(workspace: Path) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 65535))
        taken.listen()
        with pytest.raises(NotFoundError, match="--port"):
            bound_server(workspace, 65535)


@pytest.mark.parametrize("kind", [signal.SIGINT, signal.SIGTERM])
def test_the_command_says_where_it_serves_loads_nothing_heavy_and_stops_when_told(
    workspace: Path, kind: signal.Signals
) -> None:
    heavy = ("numpy", "pandas", "pyarrow", "duckdb", "altair", "vl_convert", "typst", "docx")
    program = ("import sys\nfrom outward.cli.main import main\n"
               f"code = main(['--workspace', {str(workspace)!r}, 'serve', '--no-browser', '--port', '18700'])\n"
               f"print(code, sorted(set({heavy!r}) & set(sys.modules)))\n")
    started = time.monotonic()
    process = subprocess.Popen([sys.executable, "-c", program], stdout=subprocess.PIPE, text=True,
                               env={**os.environ, "PYTHONUNBUFFERED": "1"})
    assert process.stdout is not None
    line = process.stdout.readline()
    if "is taken" in line:
        line = process.stdout.readline()
    found = re.search(r"http://127\.0\.0\.1:(\d+)/ \(stop with Ctrl\+C\)", line)
    assert found, line
    connection = http.client.HTTPConnection("127.0.0.1", int(found.group(1)), timeout=10)
    connection.request("GET", "/en/")
    assert connection.getresponse().status == 200
    connection.close()
    assert time.monotonic() - started < 5
    process.send_signal(kind)
    rest, _ = process.communicate(timeout=10)
    assert rest == "stopped\n0 []\n"


def test_a_port_that_is_none_is_wrong_usage() -> None:
    run = subprocess.run([sys.executable, "-m", "outward.cli.main", "serve", "--port", "70000"], capture_output=True,
                         text=True, check=False)
    assert run.returncode == 2
    assert "70000 is no port" in run.stderr


@pytest.mark.browser
@pytest.mark.parametrize("language", LANGUAGES)
def test_index_and_report_work_in_chromium_under_the_policy(
    server: WorkspaceServer, tmp_path: Path, language: str
) -> None:
    home = f"http://127.0.0.1:{server.server_port}"
    with browser_context(tmp_path / "profile") as context:
        seen = watched(context)
        seen.page.goto(f"{home}/{language}/")
        assert Axe().run(seen.page).violations_count == 0
        assert seen.page.evaluate("document.documentElement.scrollWidth") <= 1280
        seen.page.locator(f'a.read[href$="/{language}/report.html"]').first.click()
        seen.page.locator("main p a.number").first.click()
        expect(seen.page.get_by_role("dialog")).to_be_visible()
        assert seen.page.locator("dialog").evaluate("each => getComputedStyle(each).position") == "fixed"
        assert seen.complaints == []
        assert {url.rstrip("/").split("/", 3)[2] for url in seen.requests} == {f"127.0.0.1:{server.server_port}"}
        blocked = seen.page.evaluate("""() => new Promise(done => {
            document.addEventListener("securitypolicyviolation", event => done(event.effectiveDirective));
            const script = document.createElement("script");
            script.textContent = "document.title = 'changed'";
            document.body.append(script);
        })""")
        assert blocked.startswith("script-src")
        assert seen.page.title() != "changed"
