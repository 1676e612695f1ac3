"""A server under load, for the benchmarks: started as `serve` starts it, asked by 8 clients, its CPU read from /proc.

CPU-milliseconds of the server's processes a request are what to hold on to: they stay what they are when something else
runs on the machine, which times on the wall do not.
"""

from __future__ import annotations

import os
import re
import selectors
import socket
import statistics
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

HERE = Path(__file__).resolve().parents[1]
CLIENTS = 8
_TICKS = os.sysconf("SC_CLK_TCK") if hasattr(os, "sysconf") else 100
_LENGTH = re.compile(rb"\r\ncontent-length: (\d+)", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Load:
    """What a run of requests took."""

    requests: int
    seconds: float
    cpu_ms: float  # of the server's processes, a request
    p50_ms: float
    p95_ms: float
    bad: int  # answers that were not 200
    bytes: int  # of the last answer

    @property
    def rps(self) -> float:
        """Requests a second on the wall."""
        return self.requests / self.seconds


@dataclass(frozen=True, slots=True)
class Server:
    """A running web server."""

    pid: int
    port: int

    def load(self, path: str, seconds: float = 4.0, *, few: bool = False) -> Load:
        """Ask for a page over and over, by 8 clients that each wait for their answer; too few answers are an error."""
        request = f"GET {path} HTTP/1.1\r\nHost: 127.0.0.1:{self.port}\r\n\r\n".encode()
        _ask(self.port, request, 0.5)  # so that nothing is done for the first time
        before = self.cpu_seconds()
        times, bad, size, took = _ask(self.port, request, seconds)
        cpu = self.cpu_seconds() - before
        if few and len(times) < 2:
            return Load(len(times), took, 0, 0, 0, bad, size)
        if not few and len(times) < 20:
            raise SystemExit(f"{path}: {len(times)} answers in {seconds} s are too few to measure")
        points = statistics.quantiles(times, n=20)
        return Load(len(times), took, cpu * 1000 / len(times), points[9] * 1000, points[18] * 1000, bad, size)

    def processes(self) -> list[int]:
        """The server's processes."""
        children: dict[int, list[int]] = {}
        for folder in Path("/proc").iterdir():
            stat = _read(f"{folder}/stat") if folder.name.isdecimal() else ""
            if stat:
                children.setdefault(int(stat.rpartition(")")[2].split()[1]), []).append(int(folder.name))
        found, open_ = [], [self.pid]
        while open_:
            pid = open_.pop()
            found.append(pid)
            open_ += children.get(pid, [])
        return found

    def cpu_seconds(self) -> float:
        """CPU time that the server's processes have taken."""
        fields = [_read(f"/proc/{pid}/stat").rpartition(")")[2].split() for pid in self.processes()]
        return sum(int(each[11]) + int(each[12]) for each in fields if each) / _TICKS

    def memory_mb(self) -> tuple[float, float]:
        """Resident memory, and what of it is its own: shared pages in equal parts to those who share them."""
        told = [_read(f"/proc/{pid}/smaps_rollup") for pid in self.processes()]

        def total(name: str) -> float:
            return sum(int(found.group(1)) for text in told if (found := re.search(rf"^{name}:\s+(\d+)", text, re.M)))

        return total("Rss") / 1024, total("Pss") / 1024


def _read(path: str) -> str:
    try:
        return Path(path).read_text(encoding="utf-8")
    except OSError:  # it has ended
        return ""


@contextmanager
def server(workspace: Path, settings: str = "outward_portal.settings", workers: int = 2) -> Iterator[Server]:
    """Serve a workspace's portal, or another Django project on its database."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    environment = os.environ | {"OUTWARD_WORKSPACE": str(workspace.resolve()), "DJANGO_SETTINGS_MODULE": settings,
                                "PYTHONPATH": f"{HERE / 'src'}{os.pathsep}{HERE}"}
    process = subprocess.Popen([sys.executable, "-m", "outward_portal.operations.web", "--host", "127.0.0.1", "--port",
                                str(port), "--workers", str(workers)], env=environment, stderr=subprocess.DEVNULL)
    try:
        end = time.monotonic() + 60
        while socket.socket().connect_ex(("127.0.0.1", port)):
            if process.poll() is not None or time.monotonic() > end:
                raise SystemExit("the server did not start")
            time.sleep(0.1)
        time.sleep(1)
        yield Server(process.pid, port)
    finally:
        process.terminate()
        process.wait(timeout=60)


def _ask(port: int, request: bytes, seconds: float) -> tuple[list[float], int, int, float]:
    """Keep 8 connections busy; give each answer's time, how many were not 200, the last one's size, the time taken."""
    times: list[float] = []
    bad = size = 0
    clients = selectors.DefaultSelector()
    sent: dict[socket.socket, float] = {}
    got: dict[socket.socket, bytearray] = {}
    for _client in range(CLIENTS):
        connection = socket.create_connection(("127.0.0.1", port))
        connection.setblocking(False)
        clients.register(connection, selectors.EVENT_READ)
        got[connection], sent[connection] = bytearray(), time.perf_counter()
        connection.send(request)
    began = time.perf_counter()
    while time.perf_counter() - began < seconds:
        for key, _ in clients.select(timeout=1):
            connection = key.fileobj  # type: ignore[assignment]
            data = got[connection]
            data += connection.recv(1 << 18)
            head = data.find(b"\r\n\r\n")
            length = _LENGTH.search(data, 0, head + 2) if head >= 0 else None
            if length and len(data) >= head + 4 + int(length.group(1)):
                now = time.perf_counter()
                times.append(now - sent[connection])
                bad += not data.startswith(b"HTTP/1.1 200")
                size = len(data)
                data.clear()
                sent[connection] = now
                connection.send(request)
    took = time.perf_counter() - began
    for connection in got:
        connection.close()
    return times, bad, size, took


def table(rows: list[tuple[str, Load, float | None]]) -> None:
    """Print what was measured, with its ratio to a peer of the same run."""
    print(f"{'what':<44}{'CPU-ms':>8}{'ratio':>7}{'rps':>7}{'p50 ms':>8}{'p95 ms':>8}{'kB':>6}{'bad':>5}")
    for name, load, peer in rows:
        ratio = f"{load.cpu_ms / peer:.2f}" if peer else ""
        print(f"{name:<44}{load.cpu_ms:>8.2f}{ratio:>7}{load.rps:>7.0f}{load.p50_ms:>8.1f}{load.p95_ms:>8.1f}"
              f"{load.bytes / 1000:>6.0f}{load.bad:>5}")


def goal(words: str, *, is_met: bool) -> None:
    """Say whether a goal is met."""
    print(f"{'met   ' if is_met else 'MISSED'} {words}")
