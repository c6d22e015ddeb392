"""Services talk to services with the right certificate only."""

import ssl
import socket

import pytest
from mib_local import certificates


def handshake(stack, service: str, certificate: str | None) -> str:
    """'' when the server accepts, else what it said. TLS 1.3 tells a client about a refused certificate at the first read."""
    folder = stack.instance.root / "certs"
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    context.load_verify_locations(folder / "ca.crt")
    context.set_alpn_protocols(["h2"])
    if certificate:
        context.load_cert_chain(folder / f"{certificate}.crt", folder / f"{certificate}.key")
    try:
        with socket.create_connection(("127.0.0.1", stack.instance.ports[f"{service}_grpc"]), timeout=10) as raw:
            with context.wrap_socket(raw, server_hostname="localhost") as connection:
                assert connection.version() == "TLSv1.3"
                connection.settimeout(2)
                connection.sendall(b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n" + b"\x00\x00\x00\x04\x00\x00\x00\x00\x00")
                return "" if connection.recv(64) else "closed"
    except (ssl.SSLError, ConnectionError, socket.timeout) as error:
        return str(error) or type(error).__name__


SERVICES = ["auth", "ingestion", "core_engine", "analytics", "notification"]


@pytest.mark.parametrize("service", SERVICES)
def test_a_caller_with_a_certificate_of_ours_is_let_in(stack, service):
    assert handshake(stack, service, "gateway") == ""


@pytest.mark.parametrize("service", SERVICES)
def test_a_caller_without_a_certificate_is_refused(stack, service):
    assert handshake(stack, service, None) != ""


@pytest.mark.parametrize("service", SERVICES)
def test_a_caller_with_a_certificate_of_another_authority_is_refused(stack, tmp_path, service):
    class Foreign:
        root = tmp_path

        def folder(self, *parts):
            path = tmp_path.joinpath(*parts)
            path.mkdir(parents=True, exist_ok=True)
            return path

    certificates.make(Foreign())
    for end in ("crt", "key"):
        (stack.instance.root / "certs" / f"foreign.{end}").write_bytes((tmp_path / "certs" / f"gateway.{end}").read_bytes())
    assert handshake(stack, service, "foreign") != ""
