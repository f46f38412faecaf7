"""What a receipt gives along: a copy of the submission as text, and an entry for a calendar.

Neither holds the secret link: files are passed on, calendars are shared and synchronised.
"""

from datetime import timedelta
from urllib.parse import urlsplit

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from survey.participation.receipt_views import by_code
from survey.submissions.models import Submission

NEXT_LOOK = timedelta(weeks=4)


@require_safe
@by_code
def copy(request: HttpRequest, code: str, submission: Submission) -> HttpResponse:
    """Give what was written, and what the forum said to it."""
    steps = submission.steps_for_citizen() if submission.is_stored else []
    page = {"submission": submission, "steps": steps, "site_url": settings.SITE_URL}
    text = render_to_string("survey/receipt.txt", page)
    return attachment(text.encode(), "text/plain", "ruhr-konferenz-beitrag.txt")


@require_safe
@by_code
def calendar(request: HttpRequest, code: str, submission: Submission) -> HttpResponse:
    """Give a day on which to look again: the promised one, else one that is only proposed."""
    if not submission.is_stored:  # it has no number yet
        return redirect("survey:receipt", code)
    return attachment(entry(submission), "text/calendar", "ruhr-konferenz-beitrag.ics")


def entry(submission: Submission) -> bytes:
    """Return the calendar's entry (RFC 5545); taken twice it stands there once."""
    # Here, since few ask for it and it costs at the start.
    from icalendar import TRANSP, Calendar, Event

    address = settings.SITE_URL + reverse("survey:code")
    today = timezone.localdate()
    promised_by = submission.answer_promised_by()
    day = promised_by if promised_by and promised_by > today else today + NEXT_LOOK
    event = Event.new(
        uid=f"{submission.reference}@{urlsplit(address).hostname}",
        start=day,
        end=day + timedelta(1),
        summary=f"Ruhr-Konferenz: nach Beitrag {submission.shown_reference} sehen",
        description=f"Was wurde daraus? Auf {address} den Code des Belegs eingeben.",
        url=address,
        transparency=TRANSP.TRANSPARENT,
    )
    calendar: bytes = Calendar.new(subcomponents=[event]).to_ical()
    return calendar


def attachment(content: bytes, kind: str, name: str) -> HttpResponse:
    response = HttpResponse(content, content_type=f"{kind}; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response
