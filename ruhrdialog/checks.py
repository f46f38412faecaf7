"""System checks for settings that are fine alone and wrong together."""

from typing import Any

from django.conf import settings
from django.core.checks import Error, register


@register(deploy=True)
def https_needs_a_trusted_proxy(**_: Any) -> list[Error]:
    """The portal itself speaks HTTP only: with https the proxy in front must be known."""
    if settings.HTTPS and not settings.TRUSTED_PROXIES:
        return [
            Error(
                "SITE_URL is https, but no proxy is trusted: every page would redirect to itself.",
                hint="Set TRUSTED_PROXIES to the number of your own proxies, usually 1.",
                id="ruhrdialog.E001",
            )
        ]
    return []
