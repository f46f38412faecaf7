"""What every template may use; no query here, so that pages stand on an empty database."""

from django.conf import settings
from django.http import HttpRequest


def site(request: HttpRequest) -> dict[str, str]:
    """Give the site's own address and the canonical address of this page."""
    return {"site_url": settings.SITE_URL, "canonical": settings.SITE_URL + request.path}
