"""What every template may use; no query here, so that pages stand on an empty database."""

from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.utils.encoding import escape_uri_path


def site(request: HttpRequest) -> dict[str, Any]:
    """Give the site's own address, the canonical one of this page, and the operator's data."""
    return {
        "site_url": settings.SITE_URL,
        "canonical": settings.SITE_URL + escape_uri_path(request.path),
        "operator": settings.OPERATOR,
        "sign_language_video": settings.OPERATOR_SIGN_LANGUAGE_VIDEO,
        "easy_language_checked": settings.OPERATOR_EASY_LANGUAGE_CHECKED,
    }
