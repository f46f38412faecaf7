"""Publishing an update: it becomes public, and a job sends it to the subscribers."""

from django.contrib.auth.models import User
from django.db import transaction

from survey.news.delivering import is_to_be_prepared
from survey.news.models import Update
from survey.news.tasks import jobs_of, queue


def publish(update: Update, by: User) -> bool:
    """Publish and queue the sending, both or neither; return False if it is public already."""
    with transaction.atomic():
        published = update.publish(by)
        if published:
            queue(update.pk)
    return published


def go_on(update: Update) -> bool:
    """Send what waits now; return False if nothing does.

    No second job: one that waits for its time begins, one that works goes on by itself.
    """
    if not (update.deliveries.waiting().exists() or is_to_be_prepared(update)):
        return False
    jobs = jobs_of(update.pk)
    if jobs.exists():
        jobs.filter(status="todo").update(scheduled_at=None)
    else:
        queue(update.pk)
    return True
