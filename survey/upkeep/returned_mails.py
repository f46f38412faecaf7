"""Reads the mails that came back, and writes down since when their mailbox can't be read."""

from django.conf import settings
from django.utils import timezone

from survey.news.mailbox import read_mailbox
from survey.upkeep.models import Mark


def read_returned_mails() -> None:
    """Read the mailbox, if there is one."""
    if not settings.BOUNCE_MAILBOX:
        Mark.objects.filter(pk=Mark.Name.MAILBOX_AWAY).delete()
        return
    try:
        read_mailbox(settings.BOUNCE_MAILBOX)
    except OSError:
        now = timezone.now()
        Mark.objects.get_or_create(pk=Mark.Name.MAILBOX_AWAY, defaults={"at": now})
    else:
        Mark.objects.filter(pk=Mark.Name.MAILBOX_AWAY).delete()
