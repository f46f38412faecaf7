"""Publishing an update: it becomes public, and a job sends it to the subscribers."""

from django.contrib.auth.models import User
from django.db import transaction

from survey.news.models import Update
from survey.news.tasks import send_update


def publish(update: Update, by: User) -> bool:
    """Publish and queue the sending, both or neither; return False if it is public already."""
    with transaction.atomic():
        published = update.publish(by)
        if published:
            send_update.defer(update=update.pk)
    return published
