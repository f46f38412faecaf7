"""Whose form it is: each form of staff is marked with the account for which it was made.

A form that is sent after the session's end, or after a login in another tab, comes back with what
was typed (ruhrdialog/kept.py); by its mark it goes to no other account than the one that typed it.
"""

from typing import Any

from django import template
from django.core import signing
from django.http import HttpRequest
from django.template.defaulttags import CsrfTokenNode
from django.utils.html import format_html

register = template.Library()
MARK = "typed_by"  # in a POST
SIGNER = signing.Signer(salt="ruhrdialog.typed_by")


def typed_by(request: HttpRequest) -> int | None:
    """Return the key of the account for which a form was made; None if it bears no mark of ours."""
    try:
        return int(SIGNER.unsign(request.POST.get(MARK, "")))
    except signing.BadSignature:
        return None


class MarkedTokenNode(CsrfTokenNode):
    """The token against forged posts, and the mark beside it."""

    def render(self, context: Any) -> str:
        token: str = super().render(context)
        user = getattr(context.get("request"), "user", None)
        if user is None or not user.is_authenticated:
            return token
        mark = SIGNER.sign(str(user.pk))
        return token + format_html('<input type="hidden" name="{}" value="{}">', MARK, mark)


@register.tag
def csrf_token(parser: object, token: object) -> MarkedTokenNode:
    """Take the place of Django's own tag in every template."""
    return MarkedTokenNode()
