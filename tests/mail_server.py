"""A mail server for tests: counts what it takes, and fails as it is told."""

import asyncio
from collections import Counter

from aiosmtpd.controller import Controller

from tests.portal import free_port


class MailServer:
    """Takes mails on 127.0.0.1; `taken` counts them by recipient.

    `recipients` maps an address to what is said to it instead of "250"; `at_mail` maps the number
    of a mail to "hang", "die" (the connection breaks after the mail was taken), "die untaken", or
    a line that refuses it.
    """

    def __init__(self):
        self.taken = Counter()
        self.seen = 0
        self.recipients = {}
        self.at_mail = {}
        self.sender = "250 OK"
        self.port = free_port()
        self.controller = Controller(self, hostname="127.0.0.1", port=self.port)

    def __enter__(self):
        self.controller.start()
        return self

    def __exit__(self, *_):
        self.controller.stop()

    async def handle_MAIL(self, server, session, envelope, address, options):  # noqa: N802
        if self.sender.startswith("250"):
            envelope.mail_from = address
        return self.sender

    async def handle_RCPT(self, server, session, envelope, address, options):  # noqa: N802
        answer = self.recipients.get(address, "250 OK")
        if answer.startswith("250"):
            envelope.rcpt_tos.append(address)
        return answer

    async def handle_DATA(self, server, session, envelope):  # noqa: N802
        self.seen += 1
        fault = self.at_mail.get(self.seen, "250 OK")
        if fault == "hang":
            await asyncio.sleep(3)
        if fault in ("250 OK", "hang", "die"):
            self.taken.update(envelope.rcpt_tos)
        if fault.startswith("die"):
            server.transport.abort()
        return fault if fault[0].isdigit() else "250 OK"
