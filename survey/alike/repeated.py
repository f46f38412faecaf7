"""Notices the same text again and again: staff are asked to look, whether it is a machine."""

from datetime import timedelta

from django.db.models import Case, Count, Q, Value, When, Window
from django.db.models.functions import Concat, Lower
from django.utils import timezone

from survey.submissions.models import Submission
from survey.submissions.own_words import OWN_WORDS
from survey.submissions.querysets import with_step
from survey.submissions.search import read
from survey.submissions.spam import SAME_TEXT
from survey.submissions.steps import RECEIVED, RELEASE

MANY = 20  # of one text, be it one word, in the form in which index and query read them
DAYS = timedelta(days=2)


def mark_repeated() -> int:
    """Mark what came so often, is unread and was not found in order before; return how many."""
    rows = Submission.objects.order_by()
    lately = rows.filter(day__gt=timezone.localdate() - DAYS, source=Submission.Source.PORTAL)
    worded = lately.exclude(**dict.fromkeys(OWN_WORDS, ""))
    same = Window(Count("pk"), partition_by=[Lower(read(*OWN_WORDS))])
    often = worded.annotate(same=same).filter(same__gte=MANY)
    new = rows.filter(pk__in=often.values("pk"), state=RECEIVED).exclude(
        Q(check_reason__contains=SAME_TEXT) | Q(with_step(RELEASE))
    )
    mark = Value(SAME_TEXT)
    further = Concat("check_reason", Value("; "), mark)
    number: int = new.update(check_reason=Case(When(check_reason="", then=mark), default=further))
    return number
