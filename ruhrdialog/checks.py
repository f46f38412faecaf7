"""System checks for settings that are fine alone and wrong together."""

from typing import Any

from django.conf import settings
from django.core import checks


@checks.register(deploy=True)
def https_needs_a_trusted_proxy(**_: Any) -> list[checks.Error]:
    """The portal itself speaks HTTP only: with https the proxy in front must be known."""
    if settings.HTTPS and not settings.TRUSTED_PROXIES:
        return [
            checks.Error(
                "SITE_URL is https, but no proxy is trusted: every page would redirect to itself.",
                hint="Set TRUSTED_PROXIES to the number of your own proxies, usually 1.",
                id="ruhrdialog.E001",
            )
        ]
    return []


@checks.register(deploy=True)
def the_operator_is_known(**_: Any) -> list[checks.Warning]:
    """The legal pages need what only the operator knows."""
    return [
        checks.Warning(
            f"OPERATOR_{name.upper()} isn't set: the legal pages show a gap in its place.",
            hint="The README says what belongs in it.",
            id="ruhrdialog.W001",
        )
        for name, value in settings.OPERATOR.items()
        if not value
    ]
