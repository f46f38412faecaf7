"""What a page may load and where it may lead to (Content Security Policy, W3C)."""

from django.conf import settings

HEADER = "Content-Security-Policy"
NONE, SELF, UNSAFE_INLINE = "'none'", "'self'", "'unsafe-inline'"


def policy(own: dict[str, list[str]] | None = None) -> str:
    """Return the header's value: the site's directives, and those in which a page differs."""
    directives: dict[str, list[str]] = settings.SECURE_CSP | (own or {})
    return "; ".join(f"{name} {' '.join(sources)}" for name, sources in directives.items())
