"""Sending an update to its subscribers, so that no crash sends a mail twice."""

from collections import defaultdict
from smtplib import SMTPDataError, SMTPRecipientsRefused, SMTPResponseException

from django.core.mail import get_connection

from survey.news.mails import update_mail
from survey.news.models import Delivery, Update

BATCH = 50  # mails over one connection; as many at most does a killed worker leave unclear
BATCHES = 20  # in one job, so that it ends soon when the worker is to end


class PutOffError(Exception):
    """The mail server has put off some addresses."""


def deliver(update: Update) -> bool:
    """Send the next mails of an update; tell whether there may be more to send at once.

    Raises PutOffError or the error of the mail server when the rest must wait.
    """
    if not update.deliveries.exists():
        update.prepare_deliveries()
    for _ in range(BATCHES):
        batch = update.deliveries.claim(BATCH)
        if not batch:
            if update.deliveries.filter(state=Delivery.State.WAITING).exists():
                raise PutOffError
            return False
        send(update, batch)
    return True


def send(update: Update, batch: list[Delivery]) -> None:
    """Send a claimed batch over one connection, and write down how each mail ended.

    The mail during which the connection breaks stays as it is marked: whether the server has
    taken it nobody knows. What was not tried waits again.
    """
    untried = batch.copy()
    ended = defaultdict(list)
    try:
        with get_connection() as server:
            while untried:
                delivery = untried.pop()
                try:
                    server.send_messages([update_mail(update, delivery.subscription)])
                    state = Delivery.State.SENT
                except (SMTPRecipientsRefused, SMTPDataError) as refusal:
                    state = state_after(refusal)
                except SMTPResponseException:  # it takes nothing from us: nothing was sent
                    untried.append(delivery)
                    raise
                ended[state].append(delivery.pk)
    finally:
        for state, keys in ended.items():
            Delivery.objects.filter(pk__in=keys).update(state=state)
        Delivery.objects.filter(pk__in=[delivery.pk for delivery in untried]).put_back()


def state_after(refusal: SMTPRecipientsRefused | SMTPDataError) -> Delivery.State:
    """Tell a refusal for good (5yz) from one for now (RFC 5321, section 4.2.1)."""
    if isinstance(refusal, SMTPDataError):
        code = refusal.smtp_code
    else:
        [(code, _)] = refusal.recipients.values()
    return Delivery.State.REFUSED if code >= 500 else Delivery.State.WAITING
