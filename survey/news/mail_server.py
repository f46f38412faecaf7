"""How the mail server is: what sending and asking it have found out, for all who send.

It is asked each minute, not only when a mail fails: so what is wrong is known before somebody waits
for a mail, and while it is, nobody else tries.
"""

import logging
from collections.abc import Iterator
from contextlib import closing, contextmanager
from datetime import datetime, timedelta

from django.conf import settings
from django.db import models, transaction
from django.db.models import Q, Value
from django.db.models.functions import Coalesce
from django.utils import timezone
from procrastinate.contrib.django.models import ProcrastinateJob

from ruhrdialog.lib.returns import sender_for_trying
from ruhrdialog.lib.smtp import connection as smtp
from ruhrdialog.lib.smtp.server import SMTP
from ruhrdialog.lib.smtp.trouble import WHILE_SENDING, Trouble, TroubleError

logger = logging.getLogger(__name__)
logger.setLevel(logging.INFO)  # that it is well again is no warning, but belongs in the log
ASKED_EVERY = timedelta(minutes=1)
# Who says a wrong password each minute is shut out: fail2ban by default after five in ten minutes.
TRIES_PASSWORD_EVERY = timedelta(minutes=10)
ONE = 1  # the only row


class MailServerManager(models.Manager["MailServer"]):
    def state(self) -> "MailServer":
        return self.filter(pk=ONE).first() or MailServer(pk=ONE)

    def failed(self, trouble: Trouble) -> None:
        """Write down that it takes no mails; a change is one line in the log."""
        now = timezone.now()
        self.get_or_create(pk=ONE)
        rows = self.filter(pk=ONE)
        if rows.exclude(trouble=trouble).update(
            trouble=trouble, failing_since=Coalesce("failing_since", Value(now))
        ):
            logger.error("The mail server takes no mails: %s.", trouble.name)
        rows.update(tried_at=now)

    def worked(self) -> None:
        """Write down that it takes mails; if that is new, who waited for it begins at once."""
        failing = self.filter(pk=ONE, failing_since__isnull=False)
        if failing.update(trouble="", failing_since=None, tried_at=timezone.now()):
            logger.info("The mail server takes mails again.")
            mail_jobs("todo").filter(scheduled_at__isnull=False).update(scheduled_at=None)

    def reserve(self, number: int, latest: datetime | None = None) -> datetime:
        """Take the time that some mails need at EMAIL_PER_MINUTE; return when it begins.

        One that begins after `latest` isn't taken: who can't wait for it would leave it unused, and
        so would the next. In the database, since all workers share one mail server.
        """
        now = timezone.now()
        if not settings.EMAIL_PER_MINUTE or not number:
            return now
        time = timedelta(minutes=number / settings.EMAIL_PER_MINUTE)
        self.get_or_create(pk=ONE)
        with transaction.atomic():
            row = self.select_for_update().get(pk=ONE)
            begins = max(row.free_at or now, now)
            if latest is None or begins <= latest:
                row.free_at = begins + time
                row.save(update_fields=["free_at"])
        return begins


class MailServer(models.Model):
    """How the one mail server is. Nothing in it is about a person."""

    id = models.BigIntegerField(primary_key=True, default=ONE, editable=False)
    failing_since = models.DateTimeField("Nimmt keine Mails seit", null=True)
    trouble = models.CharField("Grund", max_length=20, blank=True, db_default="")  # of Trouble
    tried_at = models.DateTimeField("Zuletzt versucht", null=True)
    free_at = models.DateTimeField("Nächste Mail frühestens", null=True)

    objects = MailServerManager()

    class Meta:
        verbose_name = "Mailserver"
        verbose_name_plural = "Mailserver"
        constraints = [
            models.CheckConstraint(
                name="mail_server_once",
                condition=Q(pk=ONE),
                violation_error_message="Es gibt nur einen Mailserver.",
            ),
            models.CheckConstraint(
                name="mail_server_fails_for_a_reason",
                condition=Q(failing_since=None, trouble="")
                | (Q(failing_since__isnull=False) & ~Q(trouble="")),
                violation_error_message="Eine Störung hat einen Grund und einen Anfang.",
            ),
        ]

    def __str__(self) -> str:
        return "Mailserver"

    @property
    def words(self) -> str:
        """Return the sentence for staff that says what is wrong, or nothing."""
        return str(Trouble(self.trouble).label) if self.trouble else ""

    @property
    def is_away(self) -> bool:
        """Tell whether to leave it alone until it was asked. What only sending shows can't be
        asked for: who sends tries again, ever more seldom.
        """
        return bool(self.failing_since) and self.trouble not in WHILE_SENDING

    @property
    def next_try_at(self) -> datetime | None:
        if not self.is_away or not self.tried_at:
            return None
        may_shut_us_out = self.trouble == Trouble.PASSWORD
        return self.tried_at + (TRIES_PASSWORD_EVERY if may_shut_us_out else ASKED_EVERY)


@contextmanager
def trying() -> Iterator[None]:
    """Leave it alone while it is away, and write down when it turns out to be.

    Raises TroubleError then, too.
    """
    state = MailServer.objects.state()
    if state.is_away:
        raise TroubleError(Trouble(state.trouble))
    try:
        yield
    except TroubleError as error:
        MailServer.objects.failed(error.trouble)
        raise


def mail_jobs(*status: str) -> models.QuerySet[ProcrastinateJob]:
    return ProcrastinateJob.objects.filter(queue_name="mail", status__in=status)


def ask_mail_server() -> None:
    """Go as far as the sender of a mail. Without a server, as in development, nothing is asked."""
    if settings.EMAIL_BACKEND != SMTP:
        return
    state, now = MailServer.objects.state(), timezone.now()
    if state.trouble == Trouble.PASSWORD and (state.next_try_at or now) > now:
        return
    try:
        with closing(smtp.Connection(smtp.PATIENT)) as server:
            server.open()
            server.offer(smtp.bare(sender_for_trying()))
            server.withdraw()
    except TroubleError as error:
        MailServer.objects.failed(error.trouble)
        return
    shows = MailServer.objects.state().trouble not in WHILE_SENDING
    if shows or not mail_jobs("todo", "doing").filter(attempts__gt=0).exists():
        MailServer.objects.worked()
