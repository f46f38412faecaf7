"""What every template may use; no query here, so that pages stand on an empty database."""

from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.utils.encoding import escape_uri_path

from survey.participation.words import EFFORT, HEADLINE, INVITATION

SURVEY = {"headline": HEADLINE, "summary": f"{INVITATION} {EFFORT}", "effort": EFFORT}


def site(request: HttpRequest) -> dict[str, Any]:
    """Give the site's own address, the page's canonical one, the operator's and survey's words."""
    return {
        "site_url": settings.SITE_URL,
        "canonical": settings.SITE_URL + escape_uri_path(request.path),
        "operator": settings.OPERATOR,
        "survey": SURVEY,
        "sign_language_video": settings.OPERATOR_SIGN_LANGUAGE_VIDEO,
        "easy_language_checked": settings.OPERATOR_EASY_LANGUAGE_CHECKED,
    }
