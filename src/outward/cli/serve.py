"""``outward serve``: the workspace and its reports on this machine's loopback address, read-only."""

from __future__ import annotations

import argparse
from pathlib import Path


def add_commands(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Add ``serve``."""
    parser = commands.add_parser(
        "serve", help="show the workspace and its reports in a browser",
        description="Show the workspace and its reports on 127.0.0.1, read-only. A taken port means the next free one.")
    parser.add_argument("--port", type=_port, default=8000, metavar="PORT", help="where to begin looking (8000)")
    parser.add_argument("--no-browser", action="store_true", help="do not open a browser")
    parser.set_defaults(run=run_serve)


def _port(text: str) -> int:
    number = int(text) if text.isdecimal() else 0
    if not 1 <= number <= 65535:
        raise argparse.ArgumentTypeError(f"{text} is no port: give a number from 1 to 65535")
    return number


def run_serve(given: argparse.Namespace) -> int:
    """Serve until SIGINT or SIGTERM."""
    import signal
    import threading

    from outward.cli.serving import bound_server

    workspace: Path = given.workspace
    server = bound_server(workspace, given.port)
    address = f"http://127.0.0.1:{server.server_port}/"
    if server.server_port != given.port:
        print(f"port {given.port} is taken; the next free one is {server.server_port}")
    print(f"serving {workspace} at {address} (stop with Ctrl+C)", flush=True)

    def stop(*_: object) -> None:
        threading.Thread(target=server.shutdown).start()  # it waits for the loop that this handler interrupts

    before = {kind: signal.signal(kind, stop) for kind in (signal.SIGINT, signal.SIGTERM)}
    try:
        if not given.no_browser:
            threading.Thread(target=_open_browser, args=(address,), daemon=True).start()
        server.serve_forever(poll_interval=0.2)
    finally:
        for kind, handler in before.items():
            signal.signal(kind, handler)
        server.server_close()
    print("stopped")
    return 0


def _open_browser(address: str) -> None:
    import webbrowser

    webbrowser.open(address)
