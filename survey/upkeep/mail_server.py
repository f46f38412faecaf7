"""Asks the mail server whether it would take mails, and writes down since when it doesn't.

Each minute, not when a mail fails: so it is known before somebody waits for a mail.
"""

from contextlib import closing

from django.core.mail import get_connection
from django.core.mail.backends.smtp import EmailBackend
from django.utils import timezone

from survey.upkeep.models import Mark


def ask_mail_server() -> None:
    """Connect and log in, as for a mail. Without a server, as in development, nothing is asked."""
    server = get_connection()
    if not isinstance(server, EmailBackend):
        return
    try:
        with closing(server):  # also one that takes the connection and refuses the password
            server.open()
    except OSError:  # no answer, or a refusal: the mail server's errors are such, too
        now = timezone.now()
        Mark.objects.get_or_create(pk=Mark.Name.MAIL_SERVER_AWAY, defaults={"at": now})
    else:
        Mark.objects.filter(pk=Mark.Name.MAIL_SERVER_AWAY).delete()
