"""Where a request comes from, as far as our own proxies vouch for it."""

from ipaddress import IPv6Address, ip_address, ip_network

from django.conf import settings
from django.http import HttpRequest

UNKNOWN = "unknown"


def sender_network(request: HttpRequest) -> str:
    """Return the network of the sender: of IPv4 a /24, of IPv6 a /56, what one household gets.

    Of `X-Forwarded-For` only what TRUSTED_PROXIES of our own have written is believed, counted
    from the end; the visitor can put anything before it.
    """
    address = request.META.get("REMOTE_ADDR", "")
    if settings.TRUSTED_PROXIES:
        forwarded = request.headers.get("X-Forwarded-For", "").split(",")
        address = forwarded[max(0, len(forwarded) - settings.TRUSTED_PROXIES)].strip()
    try:
        parsed = ip_address(address)
        if isinstance(parsed, IPv6Address):
            parsed = parsed.ipv4_mapped or parsed
        length = 24 if parsed.version == 4 else 56
        return str(ip_network(f"{parsed}/{length}", strict=False))
    except ValueError:
        return UNKNOWN
