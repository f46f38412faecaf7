"""A mail server for tests: counts what it takes, and fails as it is told; with TLS, if wanted."""

import asyncio
import atexit
import shutil
import ssl
import tempfile
from collections import Counter
from datetime import UTC, datetime, timedelta
from functools import cache
from ipaddress import ip_address
from pathlib import Path

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import AuthResult
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from tests.portal import free_port


class MailServer:
    """Takes mails on 127.0.0.1; `taken` counts them by recipient.

    `recipients` maps an address to what is said to it instead of "250"; `at_mail` maps the number
    of a mail to "hang" (for `hangs` seconds), "die" (the connection breaks after the mail was
    taken), "die untaken", or a line that refuses it; `sender` answers each beginning of a mail.
    After `closes_after` mails over one connection comes 421. `security` is "starttls" or "smtps";
    with a `login` it takes only who says these two. `connections` and `logins` are counted; above
    `most_connections` comes 421.
    """

    def __init__(self, security=None, login=None, host="127.0.0.1", certificate="good"):
        self.taken = Counter()
        self.seen = 0
        self.connections = 0
        self.recipients = {}
        self.at_mail = {}
        self.hangs = 3
        self.sender = "250 OK"
        self.closes_after = None
        self.most_connections = None
        self.pipelining = True
        self.senders = []  # that began a mail
        self.keeps = None  # a list: the mails with sender and recipient
        self.login = login
        self.logins = 0
        self.port = free_port()
        options = {}
        if security:
            context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
            context.load_cert_chain(authority() / f"{certificate}.pem")
            if security == "smtps":
                options["ssl_context"] = context
            else:
                options |= {"tls_context": context, "require_starttls": True}
        if login:
            options |= {"authenticator": self, "auth_require_tls": False}
        self.controller = Controller(self, hostname=host, port=self.port, **options)

    def __enter__(self):
        self.controller.start()
        return self

    def __exit__(self, *_):
        self.controller.stop()

    def __call__(self, server, session, envelope, mechanism, data):
        """Be the authenticator."""
        self.logins += 1
        said = (data.login.decode(), data.password.decode())
        return AuthResult(success=said == self.login, handled=False)

    async def handle_EHLO(self, server, session, envelope, hostname, responses):  # noqa: N802
        session.host_name, session.mails = hostname, 0
        self.connections += 1
        if self.most_connections and self.connections > self.most_connections:
            return ["421 4.7.0 Too many connections"]
        return [responses[0], *["250-PIPELINING"] * self.pipelining, *responses[1:]]

    async def handle_MAIL(self, server, session, envelope, address, options):  # noqa: N802
        if self.login and not session.authenticated:
            return "530 5.7.0 Log in first"
        session.mails += 1
        if self.closes_after and session.mails > self.closes_after:
            server.transport.close()
            return "421 4.7.0 That was enough"
        self.senders.append(address)
        if self.sender.startswith("250"):
            envelope.mail_from = address
        return self.sender

    async def handle_RCPT(self, server, session, envelope, address, options):  # noqa: N802
        answer = self.recipients.get(address, "250 OK")
        if callable(answer):
            answer = answer()
        if answer.startswith("250"):
            envelope.rcpt_tos.append(address)
        return answer

    async def handle_DATA(self, server, session, envelope):  # noqa: N802
        self.seen += 1
        fault = self.at_mail.get(self.seen, "250 OK")
        if fault == "hang":
            await asyncio.sleep(self.hangs)
        if fault in ("250 OK", "hang", "die"):
            self.taken.update(envelope.rcpt_tos)
            if self.keeps is not None:
                self.keeps += [
                    (envelope.mail_from, each, envelope.content) for each in envelope.rcpt_tos
                ]
        if fault.startswith("die"):
            server.transport.abort()
        return fault if fault[0].isdigit() else "250 OK"


@cache
def authority():
    """Make an authority and what it certifies; return their folder.

    `ca.pem` is the authority, `good.pem` a server with its key on 127.0.0.1, ::1 and localhost,
    `expired.pem` the same of last year, `other.pem` one of another name, `unknown.pem` one that no
    authority knows.
    """
    folder = Path(tempfile.mkdtemp())
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    key, now = ec.generate_private_key(ec.SECP256R1()), datetime.now(UTC)
    issuer = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "Authority for tests")])

    def certificate(name, names, until, signed_by=key, is_authority=False):
        own = key if is_authority else ec.generate_private_key(ec.SECP256R1())
        subject = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, name)])
        builder = (
            x509.CertificateBuilder()
            .subject_name(issuer if is_authority else subject)
            .issuer_name(issuer)
            .public_key(own.public_key())
            .serial_number(x509.random_serial_number())
            .not_valid_before(now - timedelta(days=400))
            .not_valid_after(until)
            .add_extension(x509.BasicConstraints(is_authority, None), critical=True)
        )
        if names:
            builder = builder.add_extension(x509.SubjectAlternativeName(names), critical=False)
        signed = builder.sign(signed_by, hashes.SHA256())
        private = own.private_bytes(
            serialization.Encoding.PEM,
            serialization.PrivateFormat.PKCS8,
            serialization.NoEncryption(),
        )
        whole = signed.public_bytes(serialization.Encoding.PEM)
        (folder / f"{name}.pem").write_bytes(whole if is_authority else private + whole)

    here = [
        x509.DNSName("localhost"),
        *(x509.IPAddress(ip_address(each)) for each in ("127.0.0.1", "::1")),
    ]
    later = now + timedelta(days=30)
    certificate("ca", [], later, is_authority=True)
    certificate("good", here, later)
    certificate("expired", here, now - timedelta(days=1))
    certificate("other", [x509.DNSName("mail.example.org")], later)
    certificate("unknown", here, later, signed_by=ec.generate_private_key(ec.SECP256R1()))
    return folder
