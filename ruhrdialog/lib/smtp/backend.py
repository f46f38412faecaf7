"""How Django hands mails over (EMAIL_BACKEND): one after the other, to each recipient by itself."""

from collections.abc import Sequence
from typing import Any

from django.core.mail import EmailMessage
from django.core.mail.backends.base import BaseEmailBackend

from ruhrdialog.lib.smtp import connection
from ruhrdialog.lib.smtp.connection import Connection, bare, impatient


class EmailBackend(BaseEmailBackend):
    """Sends by the mail server of the settings.

    With `patient` it waits as long as RFC 5321 wants, which only a worker can do; a page, before
    which somebody sits, waits for EMAIL_TIMEOUT. Raises the errors of trouble.py.
    """

    def __init__(self, *args: Any, patient: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.connection = Connection(connection.PATIENT if patient else impatient())

    def open(self) -> bool:
        """Connect; return whether that was needed."""
        if self.connection.is_open:
            return False
        self.connection.open()
        return True

    def close(self) -> None:
        self.connection.close()

    def send_messages(self, email_messages: Sequence[EmailMessage]) -> int:
        was_opened = self.open()
        try:
            for message in email_messages:
                sender = bare(getattr(message, "envelope_sender", "") or message.from_email)
                mail: Any = message.message()  # whose types don't know Django's
                content = mail.as_bytes(linesep="\r\n")
                for recipient in message.recipients():
                    self.connection.send(sender, bare(recipient), content)
        finally:
            if was_opened:
                self.close()
        return len(email_messages)
