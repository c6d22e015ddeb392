"""A development certificate authority and one certificate per service (URI SAN spiffe://mib/<service>)."""

import subprocess

from .console import Failure
from .layout import Instance, services

DAYS = "825"


def make(instance: Instance) -> int:
    """Makes what is missing; returns how many certificates were made."""
    folder = instance.folder("certs")
    made = 0
    if not (folder / "ca.crt").exists():
        _openssl("ecparam", "-name", "prime256v1", "-genkey", "-noout", "-out", folder / "ca.key")
        _openssl("req", "-x509", "-new", "-key", folder / "ca.key", "-sha256", "-days", DAYS, "-subj",
                 "/O=Market Intel Brain/CN=Development CA", "-addext", "keyUsage=critical,keyCertSign,cRLSign",
                 "-out", folder / "ca.crt")
        made += 1
    for service in services():
        if not (folder / f"{service.name}.crt").exists():
            issue(instance, service.name)
            made += 1
    for key in folder.glob("*.key"):
        key.chmod(0o600)
    return made


def issue(instance: Instance, name: str, identity: str | None = None) -> None:
    """A fresh key and certificate `name`.{key,crt}, both put in place at once; also how a certificate is rotated."""
    folder = instance.folder("certs")
    extensions = folder / f"{name}.ext"
    extensions.write_text(
        f"subjectAltName=URI:spiffe://mib/{identity or name},DNS:localhost,IP:127.0.0.1\n"
        "keyUsage=critical,digitalSignature\nextendedKeyUsage=serverAuth,clientAuth\nbasicConstraints=critical,CA:FALSE\n")
    key, request, certificate = (folder / f"{name}.{end}.new" for end in ("key", "csr", "crt"))
    _openssl("ecparam", "-name", "prime256v1", "-genkey", "-noout", "-out", key)
    key.chmod(0o600)
    _openssl("req", "-new", "-key", key, "-subj", f"/O=Market Intel Brain/CN={name}", "-out", request)
    _openssl("x509", "-req", "-in", request, "-CA", folder / "ca.crt", "-CAkey", folder / "ca.key", "-CAcreateserial",
             "-sha256", "-days", DAYS, "-extfile", extensions, "-out", certificate)
    key.rename(folder / f"{name}.key")
    certificate.rename(folder / f"{name}.crt")
    request.unlink()
    extensions.unlink()


def _openssl(*arguments) -> None:
    result = subprocess.run(["openssl", *map(str, arguments)], capture_output=True, text=True)
    if result.returncode != 0:
        raise Failure(f"openssl {arguments[0]} failed: {result.stderr.strip()}")
