"""What the script of a submission's page sends: that it is open, and that it is left."""

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_POST

from ruhrdialog.lib.staff import member
from survey.desk.claims import Claim
from survey.desk.pages import Desk
from survey.submissions.models import Submission

LEAVES = "leaves"  # in a POST: the page is left


@require_POST
def claim_page(request: HttpRequest, object_id: str, desk: Desk) -> HttpResponse:
    """Claim a submission that somebody works on, or release it."""
    submission = desk.get_object(request, object_id)
    user = member(request)
    own = Submission.objects.reviewed_by(user)
    if submission is None or not own.filter(pk=submission.pk).exists():
        raise PermissionDenied
    if LEAVES in request.POST:
        Claim.objects.release(submission, user)
    else:
        Claim.objects.claim(submission, user)
    return HttpResponse(status=204)
