"""The start page, legal and help pages."""

from datetime import timedelta

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from faq.models import Question
from forums.models import ContentDate, Forum
from ruhrdialog.forms import BarrierForm
from ruhrdialog.lib.pages import public_page
from ruhrdialog.lib.posts import public_form, see_other
from ruhrdialog.lib.senders import sender_network
from ruhrdialog.models import BarrierReport
from survey.ceilings.models import RateLimit, until_next
from survey.results.numbers import PublicNumbers
from survey.upkeep.data_of_citizens import CITIZENS
from survey.upkeep.data_of_staff import STAFF

# Reports of barriers from one network in a while: a group that looks at the portal together sends
# some, a program that fills in every form hundreds.
WHILE = timedelta(minutes=10)
UNMARKED = 20
TAKEN = 100
MANY_FROM_ONE_NETWORK = "Sehr viele Meldungen aus einem Netz"
TOO_MANY = (
    "Aus Ihrem Netz kommen gerade zu viele Nachrichten auf einmal. Ihre Nachricht ist noch nicht "
    "gespeichert, sie steht noch im Feld: Bitte senden Sie sie in zehn Minuten noch einmal, oder "
    "nehmen Sie einen der anderen Wege auf dieser Seite."
)


@public_page
def start(request: HttpRequest) -> HttpResponse:
    page = {
        "forums": Forum.objects.all(),
        "questions": Question.objects.filter(featured=True),
        "content_date": ContentDate.objects.first(),
        "figures": PublicNumbers.objects.current(),
    }
    return render(request, "start.html", page)


@public_page
def text_page(request: HttpRequest, template: str) -> HttpResponse:
    """Show a page that is nothing but its template and the operator's data."""
    return render(request, template)


@public_page
def privacy(request: HttpRequest) -> HttpResponse:
    """Show what is stored about people; a table in the code says it, and the upkeep keeps it."""
    page = {"citizens": CITIZENS, "staff": STAFF, "backup_days": settings.BACKUP_DAYS}
    return render(request, "legal/privacy.html", page)


@public_form
@require_http_methods(["GET", "HEAD", "POST"])
def accessibility(request: HttpRequest) -> HttpResponse:
    """Show the accessibility statement and take reports of barriers."""
    if request.method != "POST":
        return accessibility_statement(request)
    form = BarrierForm(request.POST)
    if not form.is_valid():
        return render(request, "legal/accessibility.html", {"form": form}, status=422)
    uses = RateLimit.objects.uses("reporting", sender_network(request), WHILE)
    if uses > TAKEN:
        return report_later(request, form)
    mark = MANY_FROM_ONE_NETWORK if uses > UNMARKED else ""
    BarrierReport.objects.report(check_reason=mark, **form.cleaned_data)
    return see_other("barrier_reported")


def report_later(request: HttpRequest, form: BarrierForm) -> HttpResponse:
    form.add_error("message", TOO_MANY)
    response = render(request, "legal/accessibility.html", {"form": form}, status=429)
    response["Retry-After"] = str(until_next(WHILE))
    return response


@public_page
def accessibility_statement(request: HttpRequest) -> HttpResponse:
    return render(request, "legal/accessibility.html", {"form": BarrierForm()})


@public_page
def security_txt(request: HttpRequest) -> HttpResponse:
    """Say where to report a weakness (RFC 9116); without an address there is no such file."""
    if not settings.OPERATOR["email"]:
        raise Http404("The operator's address isn't set.")
    # The same answer all month long; RFC 9116 wants an end less than a year ahead.
    first = timezone.now().replace(day=1, hour=0, minute=0, second=0, microsecond=0)
    page = {"expires": (first + timedelta(days=180)).strftime("%Y-%m-%dT%H:%M:%SZ")}
    return render(request, "legal/security.txt", page, content_type="text/plain; charset=utf-8")


@public_page
def robots(request: HttpRequest) -> HttpResponse:
    return render(request, "robots.txt", content_type="text/plain; charset=utf-8")
