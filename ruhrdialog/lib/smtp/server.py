"""Where mails go, as EMAIL_URL says it: read strictly, since what is guessed sends no mail."""

import re
import ssl
from ipaddress import ip_address
from typing import Any, NamedTuple
from urllib.parse import SplitResult, unquote, urlsplit

SMTP = "ruhrdialog.lib.smtp.backend.EmailBackend"
FILES = "django.core.mail.backends.filebased.EmailBackend"
HOST = re.compile(
    r"[a-z0-9_](?:[a-z0-9_-]{0,61}[a-z0-9_])?(?:\.[a-z0-9_](?:[a-z0-9_-]{0,61}[a-z0-9_])?)*"
)
HALF_ENCODED = re.compile(r"%(?![0-9A-Fa-f]{2})")


class Scheme(NamedTuple):
    port: int
    starttls: bool = False  # demanded: nothing is said before it
    tls: bool = False  # from the first byte


SCHEMES = {
    "smtp": Scheme(25),
    "smtp+starttls": Scheme(25, starttls=True),
    "submission": Scheme(587, starttls=True),
    "smtps": Scheme(465, tls=True),
}


def settings_of(url: str, plain_allowed: bool, apart: str = "") -> dict[str, Any]:
    """Return the settings of Django that EMAIL_URL means, with its password or one that came apart.

    Raises ValueError with a sentence that goes on after "EMAIL_URL" and holds no part of it, since
    it is a secret.
    """
    if not url.isascii() or not url.isprintable() or " " in url:
        raise ValueError("holds blanks or other than ASCII characters; write them as %20, …")
    try:
        parts = urlsplit(url)
        port = parts.port
    except ValueError:
        raise ValueError(f"has a wrong host or port; {ENCODE}") from None
    if parts.scheme == "file" and not parts.netloc:
        return {"EMAIL_BACKEND": FILES, "EMAIL_FILE_PATH": f"/{parts.path.lstrip('/')}"}
    if parts.scheme not in SCHEMES:
        raise ValueError(f"must begin with {', '.join(f'{name}://' for name in SCHEMES)}")
    scheme, host = SCHEMES[parts.scheme], host_of(parts)
    user, password = login_of(parts, apart)
    is_plain = not scheme.starttls and not scheme.tls
    if is_plain and not is_local(host) and (password or not plain_allowed):
        raise ValueError(
            "would send mails, and the password, without TLS to another machine: begin it with "
            "submission:// or smtps://; a server in the own network that takes mails without "
            "password and TLS needs EMAIL_PLAIN_ALLOWED=true"
        )
    return {
        "EMAIL_BACKEND": SMTP,
        "EMAIL_HOST": host,
        "EMAIL_PORT": scheme.port if port is None else port,
        "EMAIL_HOST_USER": user,
        "EMAIL_HOST_PASSWORD": password,
        "EMAIL_USE_TLS": scheme.starttls,
        "EMAIL_USE_SSL": scheme.tls,
    }


ENCODE = "in user and password write / as %2F, # as %23, ? as %3F, [ as %5B, ] as %5D, and % as %25"


def host_of(parts: SplitResult) -> str:
    if parts.path not in ("", "/") or parts.query or parts.fragment:
        raise ValueError(f"must end with host and port; {ENCODE}")
    host = parts.hostname or ""
    if ":" in host:  # urlsplit has looked at it
        return host
    if not HOST.fullmatch(host) or parts.port == 0:
        raise ValueError("names no host, as in submission://user:password@mail.example.org")
    return host


def login_of(parts: SplitResult, apart: str) -> tuple[str, str]:
    written = parts.username or "", parts.password or ""
    if any(map(HALF_ENCODED.search, written)):
        raise ValueError(f"has a % that stands for no character; {ENCODE}")
    user, password = map(unquote, written)
    if password and apart:
        raise ValueError("has a password, and EMAIL_PASSWORD is another; set one of them")
    password = password or apart
    if bool(user) != bool(password):
        raise ValueError("has only one of user and password")
    if not (user + password).isascii() or not (user + password).isprintable():
        raise ValueError("has a user or password that isn't printable ASCII")
    return user, password


def is_local(host: str) -> bool:
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"


def is_certificate(file: str) -> bool:
    """Tell whether a file holds certificates of authorities, and can be read."""
    try:
        ssl.create_default_context(cafile=file)
    except OSError:  # what is wrong with its content, too
        return False
    return True
