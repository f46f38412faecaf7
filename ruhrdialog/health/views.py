"""What the operator's machines ask; none of it fills the log."""

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.utils.crypto import constant_time_compare
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe
from prometheus_client import CONTENT_TYPE_LATEST

from ruhrdialog.health.counting import for_prometheus
from ruhrdialog.health.looked_at import look, why_not_ready

TEXT = "text/plain; charset=utf-8"


@require_safe
@never_cache
def livez(request: HttpRequest) -> HttpResponse:
    """Tell that the process answers."""
    return HttpResponse("ok\n", content_type=TEXT)


@require_safe
@never_cache
def readyz(request: HttpRequest) -> HttpResponse:
    """Tell that this process can take submissions, or in a sentence why not."""
    reason = why_not_ready()
    if not reason:
        return HttpResponse("ok\n", content_type=TEXT)
    response = HttpResponse(f"{reason}\n", content_type=TEXT, status=503)
    # As Django marks it: probes come every few seconds, and the watch has its line about it.
    response._has_been_logged = True  # type: ignore[attr-defined] # Django's own
    return response


@require_safe
@never_cache
def metrics(request: HttpRequest) -> HttpResponse:
    """Tell Prometheus, who has the token, how the portal is; for others there is no such page."""
    given = request.headers.get("Authorization", "")
    expected = f"Bearer {settings.METRICS_TOKEN}"
    if not settings.METRICS_TOKEN or not constant_time_compare(given, expected):
        raise Http404("No token, or a wrong one.")
    return HttpResponse(for_prometheus(look()), content_type=CONTENT_TYPE_LATEST)
