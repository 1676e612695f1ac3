"""What is sent to a message gateway: how it is signed, and where nothing is sent."""

from __future__ import annotations

import hashlib
import json
import socket
import threading
from typing import Any

import pytest

from outward_portal.notices.outbox import guard, webhook
from outward_portal.notices.outbox.signing import secret_of, signature
from tests.portal.notices.conftest import Gateway

SECRET = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"


def test_a_message_is_signed_so_that_its_receiver_can_check_it(gateway: Gateway) -> None:
    webhook.post(gateway.address, SECRET, "msg_1", b'{"a":1}')
    ((headers, body),) = gateway.taken
    assert body == b'{"a":1}'
    assert headers["webhook-id"] == "msg_1"
    timestamp = int(headers["webhook-timestamp"])
    assert headers["webhook-signature"] == signature(SECRET, "msg_1", timestamp, body)
    others = ((SECRET, "msg_2", timestamp, body), (SECRET, "msg_1", timestamp + 1, body),
              (SECRET, "msg_1", timestamp, b'{"a":2}'), (secret_of("x"), "msg_1", timestamp, body))
    assert headers["webhook-signature"] not in {signature(*each) for each in others}


def test_the_signature_is_that_of_the_specification() -> None:
    """Standard Webhooks, the reference implementation's test of a payload `{"test": 2432232314}`."""
    assert signature(SECRET, "msg_p5jXN8AQM9LWM0D4loKWxJek", 1614265330, b'{"test": 2432232314}') == \
        "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE="


@pytest.mark.parametrize(("status", "is_final"), [(302, False), (400, False), (500, False), (410, True)])
def test_what_is_no_yes_is_a_no_and_redirects_are_not_followed(gateway: Gateway, status: int, is_final: bool) -> None:
    gateway.status, gateway.headers = status, {"Location": gateway.address}
    with pytest.raises(webhook.NotTakenError, match=str(status)) as refused:
        webhook.post(gateway.address, SECRET, "msg_1", b"{}")
    assert refused.value.is_final == is_final
    assert len(gateway.taken) == 1


def test_a_gateway_that_answers_without_an_end_is_left_in_time(gateway: Gateway, monkeypatch: pytest.MonkeyPatch
                                                               ) -> None:
    """It drips a byte of a header at a time, so that no single wait is too long."""
    monkeypatch.setattr(webhook, "_AT_MOST_SECONDS", 0.3)
    with socket.create_server(("127.0.0.1", 0)) as server:
        stop = threading.Event()

        def drip() -> None:
            connection, _ = server.accept()
            with connection:
                connection.sendall(b"HTTP/1.1 200 OK\r\nX: ")
                while not stop.wait(0.02):
                    try:
                        connection.sendall(b"x")
                    except OSError:
                        return

        thread = threading.Thread(target=drip)
        thread.start()
        with pytest.raises(webhook.NotTakenError):
            webhook.post(f"http://localhost:{server.getsockname()[1]}/", SECRET, "m", b"{}")
        stop.set()
        thread.join(timeout=5)
        assert not thread.is_alive()


def test_a_gateway_that_has_said_yes_has_taken_it_however_its_text_goes_on(
        monkeypatch: pytest.MonkeyPatch, gateway: Gateway) -> None:
    monkeypatch.setattr(webhook, "_SECONDS", 0.3)
    with socket.create_server(("127.0.0.1", 0)) as server:
        done = threading.Event()

        def answer() -> None:
            connection, _ = server.accept()
            with connection:
                connection.recv(65_536)
                connection.sendall(b"HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\n")
                done.wait(5)

        thread = threading.Thread(target=answer)
        thread.start()
        webhook.post(f"http://localhost:{server.getsockname()[1]}/", SECRET, "m", b"{}")
        done.set()
        thread.join(timeout=5)
    assert gateway.taken == []


REFUSED = ("http://gateway.example/", "https://other.example/", "https://user:word@gateway.example/",
           "https://gateway.example@other.example/", "ftp://gateway.example/", "https://gateway.example:99999/",
           "https://gateway.example/#part", "https://gateway.example /", "https://gateway.example/\nx",
           "gateway.example",
           "https://[::1]/", "https://127.0.0.1/", "https://2130706433/", "https://gateway.example.evil.example/",
           "https://ｇateway.example/", "https://" + "a" * 600, "")


@pytest.mark.parametrize("address", REFUSED)
def test_addresses_that_the_settings_do_not_name_are_refused(settings: Any, address: str) -> None:
    settings.WEBHOOK_HOSTS, settings.WEBHOOK_LOOPBACK = ["gateway.example"], False
    with pytest.raises(guard.NotAllowedError):
        guard.target_of(address)


def test_an_allowed_address_is_read(settings: Any) -> None:
    settings.WEBHOOK_HOSTS = ["Gateway.example"]
    assert guard.target_of("https://gateway.EXAMPLE:8443/in?a=1") == guard.Target("gateway.example", 8443, "/in?a=1",
                                                                                 is_encrypted=True)
    settings.WEBHOOK_HOSTS = []
    with pytest.raises(guard.NotAllowedError):
        guard.target_of("https://gateway.example/")


INSIDE = ("127.0.0.1", "10.0.0.1", "172.16.3.4", "192.168.1.1", "169.254.169.254", "100.64.0.1", "0.0.0.0", "224.0.0.1",
          "255.255.255.255", "::1", "::", "fe80::1%eth0", "fc00::1", "ff02::1", "::ffff:127.0.0.1", "::ffff:10.0.0.1",
          "64:ff9b::7f00:1", "2002:7f00:1::", "192.0.2.1")


@pytest.mark.parametrize("address", INSIDE)
def test_a_host_that_leads_inside_is_refused_though_its_name_is_allowed(
        settings: Any, monkeypatch: pytest.MonkeyPatch, address: str) -> None:
    settings.WEBHOOK_HOSTS, settings.WEBHOOK_LOOPBACK = ["gateway.example"], False

    def found(host: str, port: int, **_: Any) -> list[Any]:
        return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (each, port)) for each in ("93.184.215.14", address)]

    monkeypatch.setattr(socket, "getaddrinfo", found)
    with pytest.raises(guard.NotAllowedError):
        guard.public_address(guard.target_of("https://gateway.example/"))
    with pytest.raises(webhook.NotTakenError, match="not allowed"):
        webhook.post("https://gateway.example/", SECRET, "m", b"{}")


def test_what_was_looked_at_is_what_is_connected_to(settings: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    """A name that leads elsewhere at the second look is looked up once."""
    settings.WEBHOOK_HOSTS = ["gateway.example"]
    asked: list[str] = []
    connected: list[Any] = []

    def found(host: str, port: int, **_: Any) -> list[Any]:
        asked.append(host)
        return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", ("93.184.215.14", port))]

    def connect(to: Any, *_: Any) -> Any:
        connected.append(to)
        raise OSError("no network in tests")

    monkeypatch.setattr(socket, "getaddrinfo", found)
    monkeypatch.setattr(socket, "create_connection", connect)
    with pytest.raises(webhook.NotTakenError):
        webhook.post("https://gateway.example/in", SECRET, "m", b"{}")
    assert (asked, connected) == (["gateway.example"], [("93.184.215.14", 443)])


def test_what_is_too_long_is_not_sent(gateway: Gateway) -> None:
    with pytest.raises(webhook.NotTakenError, match="too long"):
        webhook.post(gateway.address, SECRET, "m", b"x" * (webhook.MOST_BODY_BYTES + 1))
    assert gateway.taken == []


def test_secrets_differ_by_endpoint_and_hold_256_bits() -> None:
    assert secret_of("a") != secret_of("b")
    assert len(hashlib.sha256(json.dumps(secret_of("a")).encode()).digest()) == 32
    assert len(secret_of("a")) == len("whsec_") + 44
