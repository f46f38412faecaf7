"""What every template may use. Only the survey's period is asked for, and it may be unknown: pages
stand on an empty database, and while it is away."""

from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.utils.encoding import escape_uri_path

from ruhrdialog.lib.posts import at_stand
from survey.participation.words import Words


def site(request: HttpRequest) -> dict[str, Any]:
    """Give the site's own address, the page's canonical one, the operator's and survey's words."""
    return {
        "site_url": settings.SITE_URL,
        "canonical": settings.SITE_URL + escape_uri_path(request.path),
        "operator": settings.OPERATOR,
        "survey": Words(),
        "stand": request.path if at_stand(request) else "",
        "sign_language_video": settings.OPERATOR_SIGN_LANGUAGE_VIDEO,
        "easy_language_checked": settings.OPERATOR_EASY_LANGUAGE_CHECKED,
    }
